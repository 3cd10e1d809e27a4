// The region over time: one metric at a time, with the bands of the runs.

function regionChart(host, data) {
  const metrics = data.metrics.map((one) => ({ ...one, lines: Object.fromEntries(Object.entries(one.lines).map(([key, line]) => [key, unpack(line)])) }));
  let chosen = 0;
  const model = () => {
    const one = metrics[chosen];
    const { lines } = one;
    return {
      title: one.title, dates: one.dates, share: one.share, digits: one.digits,
      series: [{ name: one.title, look: "s0", values: lines.q50, bands: [[lines["q2.5"], lines["q97.5"]], [lines.q10, lines.q90]] }],
    };
  };
  const show = (value, one) => (one.share ? percent(value) : value.toFixed(one.digits));
  const fold = () => {
    const one = metrics[chosen];
    const keys = ["q50", "q2.5", "q10", "q90", "q97.5"];
    const step = Math.max(1, Math.ceil(one.dates.length / 40));
    const rows = one.dates.map((date, k) => [date, ...keys.map((key) => show(one.lines[key][k], one))]);
    retable("region", `${one.title}: median and range of the runs`, ["date", "median", "2.5 %", "10 %", "90 %", "97.5 %"],
      rows.filter((_, k) => k % step === 0 || k === rows.length - 1));
  };
  const pick = choice("Show", metrics.map((one, k) => [String(k), one.title]), "0", (value) => {
    chosen = Number(value);
    again();
    fold();
  });
  host.append(el("div", { class: "controls" }, pick.box));
  const again = lineChart(host, model);
}
