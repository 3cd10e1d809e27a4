// Lines over time with bands: values under the pointer and by keys, names at the ends of the lines.

/**
 * Draw lines into a host. `model()` gives {title, dates, share, digits, series}; a series has name, look, values,
 * optionally bands (pairs of arrays, the wide one first) and `dates` of its own. Returns a function that draws anew.
 */
function lineChart(host, model) {
  const place = el("div", { class: "drawing" });
  const values = el("div", { class: "readout" });
  const state = { model: model(), cursor: null };
  const bar = el("div", { class: "cursorbar" });
  host.append(place, bar, values);

  const shown = (value) => (state.model.share ? percent(value) : signedOrPlain(value, state.model));
  const said = (series, k) => {
    const main = shown(series.values[k]);
    if (!series.bands || !series.bands.length) return main;
    const [low, high] = series.bands[0];
    return `${main} (95 % of runs ${shown(low[k])} to ${shown(high[k])})`;
  };
  const main = () => state.model.series.filter((series) => !series.dates);
  const words = (k) => `${state.model.dates[k]}: ${main().map((one) => `${one.name} ${said(one, k)}`).join("; ")}`;
  const show = (k) => values.replaceChildren(...readout(state.model.dates[k], main().map((one) => [one, said(one, k)])));

  function render(width) {
    const { dates, series, share, title } = state.model;
    const years = dates.map(yearOf);
    const all = series.flatMap((one) => [...one.values, ...(one.bands || []).flatMap(([low, high]) => [...low, ...high])]);
    const range = state.model.range || limits(all, share);
    const digits = ticks(range[0], range[1], 5).digits;
    const name = (value) => (share ? `${Math.round(100 * value)} %` : value.toFixed(digits));
    const frame = axes(width, `${title}. ${words(dates.length - 1)}`, [years[0], years[years.length - 1]], range, name);
    const xs = years.map(frame.across);
    for (const one of series) {
      (one.bands || []).forEach(([low, high], depth) => {
        const top = path(xs, Array.from(high, frame.up));
        const back = path([...xs].reverse(), Array.from(low, frame.up).reverse());
        frame.art.append(draw("path", { class: `band depth${depth} ${one.look}`, d: `${top}${back.replace("M", "L")}Z` }));
      });
    }
    for (const one of series) {
      const own = one.dates ? one.dates.map(yearOf).map(frame.across) : xs;
      frame.art.append(draw("path", { class: `line ${one.thin ? "thin " : ""}${one.look}`, d: path(own, Array.from(one.values, frame.up)) }));
    }
    if (width > 560) endLabels(frame, main());
    state.cursor.attach(frame, (k) => xs[k]);
    place.replaceChildren(frame.art);
  }

  function renew() {
    state.model = model();
    state.cursor = cursor(host, "Point in time", state.model.dates.length, words, show);
    bar.replaceChildren(state.cursor.box);
    show(state.cursor.place);
  }
  renew();
  const again = fitted(host, render);
  return () => { renew(); again(); };
}

function signedOrPlain(value, model) {
  if (!Number.isFinite(value)) return "none";
  return model.signed ? signed(value, model.digits) : value.toFixed(model.digits);
}

/** The number of each line in a circle near its end, so that lines are told apart without their colour. */
function endLabels(frame, series) {
  if (series.length < 2) return;
  series.forEach((one, k) => {
    const last = one.values[one.values.length - 1];
    if (!Number.isFinite(last)) return;
    const x = frame.box.right - 10 - 22 * (k % 3);
    const at = ((x - frame.box.left) / (frame.box.right - frame.box.left)) * (one.values.length - 1);
    const [before, after] = [one.values[Math.floor(at)], one.values[Math.ceil(at)]];
    const y = frame.up(before + (after - before) * (at - Math.floor(at)));
    frame.art.append(
      draw("circle", { class: `mark ${one.look}`, cx: x, cy: y, r: 9 }),
      draw("text", { class: "number", x, y: y + 4, "text-anchor": "middle" }, String(k + 1)));
  });
}
