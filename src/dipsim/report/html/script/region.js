// The region over time: one metric at a time, with the bands of the runs.

function regionChart(host, data) {
  const open = (lines) => Object.fromEntries(Object.entries(lines).map(([key, line]) => [key, unpack(line)]));
  const metrics = data.metrics.map((one) => ({
    ...one, lines: open(one.lines), other: one.other && { ...one.other, lines: open(one.other.lines) } }));
  let chosen = 0;
  const model = () => {
    const one = metrics[chosen];
    const { lines } = one;
    const bands = (of) => [[of["q2.5"], of["q97.5"]], [of.q10, of.q90]];
    const series = [{ name: one.other ? one.name : one.title, look: "s0", values: lines.q50, bands: bands(lines) }];
    if (one.other) {
      const same = one.other.dates.join() === one.dates.join();
      const { name, dates } = one.other;
      series.push({ name, look: "s1", values: one.other.lines.q50, ...(same ? { bands: bands(one.other.lines) } : { dates }) });
    }
    return { title: one.title, dates: one.dates, share: one.share, digits: one.digits, series };
  };
  const show = (value, one) => (one.share ? percent(value) : value.toFixed(one.digits));
  const fold = () => {
    const one = metrics[chosen];
    const keys = ["q50", "q2.5", "q10", "q90", "q97.5"];
    const step = Math.max(1, Math.ceil(one.dates.length / 40));
    const sides = one.other ? [one, one.other] : [one];
    const rows = one.dates.map((date, k) => [date, ...sides.flatMap((side) => keys.map((key) => (k < side.lines[key].length ? show(side.lines[key][k], one) : "")))]);
    const head = sides.flatMap((side) => ["median", "2.5 %", "10 %", "90 %", "97.5 %"].map((word) => (one.other ? `${side.name} ${word}` : word)));
    retable("region", `${one.title}: median and range of the runs`, ["date", ...head],
      rows.filter((_, k) => k % step === 0 || k === rows.length - 1));
  };
  const pick = choice("Show", metrics.map((one, k) => [String(k), one.title]), "0", (value) => {
    chosen = Number(value);
    again();
    fold();
  });
  host.append(el("div", { class: "controls" }, pick.box));
  const again = lineChart(host, model);
  if (metrics[0].other) fold();
}
