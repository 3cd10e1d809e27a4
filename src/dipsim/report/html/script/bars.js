// Stacked bars over time, up and down from 0, with their sum as a line.

/** `model()` gives {title, dates, series (name, look, values), sum (name, values, say)}. Returns a function that draws anew. */
function stackedBars(host, model) {
  const place = el("div", { class: "drawing" });
  const values = el("div", { class: "readout" });
  const bar = el("div", { class: "cursorbar" });
  host.append(place, bar, values);
  const state = { model: model(), cursor: null };
  const rows = (k) => [...state.model.series.map((one) => [{ ...one, bar: true }, signed(one.values[k], 2)]),
    [{ ...state.model.sum, look: "ink" }, state.model.sum.say(state.model.sum.values[k])]];
  const words = (k) => `${state.model.dates[k]}: ${rows(k).map(([one, value]) => `${one.name} ${value}`).join("; ")}`;
  const show = (k) => values.replaceChildren(...readout(state.model.dates[k], rows(k)));

  function render(width) {
    const { dates, series, sum, title } = state.model;
    const years = dates.map(yearOf);
    const tops = dates.map((_, k) => series.reduce((all, one) => all + Math.max(0, one.values[k]), 0));
    const feet = dates.map((_, k) => series.reduce((all, one) => all + Math.min(0, one.values[k]), 0));
    const range = limits([...tops, ...feet, ...sum.values, 0], false);
    const digits = ticks(range[0], range[1], 5).digits;
    const wide = years.length > 1 ? (years[years.length - 1] - years[0]) / (years.length - 1) : 1;
    const frame = axes(width, `${title}. ${words(dates.length - 1)}`, [years[0] - wide / 2, years[years.length - 1] + wide / 2],
      range, (value) => signed(value, digits));
    const half = 0.4 * (frame.across(years[0] + wide) - frame.across(years[0]));
    dates.forEach((_, k) => {
      let up = 0;
      let down = 0;
      for (const one of series) {
        const value = one.values[k];
        const from = value > 0 ? up : down;
        const to = from + value;
        if (value > 0) up = to; else down = to;
        const [top, foot] = [frame.up(Math.max(from, to)), frame.up(Math.min(from, to))];
        if (foot - top > 0.3) {
          frame.art.append(draw("rect", { class: `bar ${one.look}`, x: frame.across(years[k]) - half, width: 2 * half, y: top, height: foot - top }));
        }
      }
    });
    const xs = years.map(frame.across);
    frame.art.append(
      draw("line", { class: "zero", x1: frame.box.left, x2: frame.box.right, y1: frame.up(0), y2: frame.up(0) }),
      draw("path", { class: "line halo", d: path(xs, Array.from(sum.values, frame.up)) }),
      draw("path", { class: "line ink", d: path(xs, Array.from(sum.values, frame.up)) }));
    state.cursor.attach(frame, (k) => xs[k]);
    place.replaceChildren(frame.art);
  }

  function renew() {
    state.model = model();
    state.cursor = cursor(host, "Year", state.model.dates.length, words, show);
    bar.replaceChildren(state.cursor.box);
    show(state.cursor.place);
  }
  renew();
  const again = fitted(host, render);
  return () => { renew(); again(); };
}
