// The causes of the trust of one relation, year by year.

function causesChart(host, data) {
  const cache = new Map();
  const of = (k) => {
    if (!cache.has(k)) {
      const pair = data.pairs[k];
      const count = data.dates.length;
      const all = unpack(pair.lines);
      cache.set(k, pair.causes.map((cause, row) => ({
        name: cause < 0 ? "other causes" : data.causes[cause],
        look: `s${row} fill${row}`,
        values: all.slice(row * count, (row + 1) * count),
      })));
    }
    return cache.get(k);
  };
  let chosen = 0;
  const sum = (series) => Float64Array.from(data.dates, (_, k) => series.reduce((all, one) => all + one.values[k], 0));
  const model = () => {
    const series = of(chosen);
    const [one, other] = data.pairs[chosen].of;
    return {
      title: `Trust of ${relation(one, other)} as the sum of its causes, in log-odds`, dates: data.dates, series,
      sum: { name: "sum", values: sum(series), say: (value) => `${signed(value, 2)}, a trust of ${percent(logistic(value))}` },
    };
  };
  const names = data.pairs.map(({ of: [one, other] }, k) => [String(k), relation(one, other)]);
  const pick = choice("Trust of", names, "0", (value) => {
    chosen = Number(value);
    again();
    const series = of(chosen);
    const whole = sum(series);
    retable("causes", `${model().title}`, ["month", ...series.map((one) => one.name), "sum", "trust"], data.dates.map((date, k) =>
      [date, ...series.map((one) => signed(one.values[k], 2)), signed(whole[k], 2), percent(logistic(whole[k]))]));
  });
  host.append(el("div", { class: "controls" }, pick.box));
  const again = stackedBars(host, model);
}
