// What every chart over time shares: a frame with axes, a cursor for pointer and keyboard, and the values under it.

/** An empty drawing of a width with axes: x in years, y from low to high; `name` says a value of the y axis. */
function axes(width, label, x, y, name) {
  const height = Math.round(Math.max(220, Math.min(380, width * 0.5)));
  const box = { left: 54, right: width - 14, top: 12, bottom: height - 30 };
  const across = (year) => box.left + ((box.right - box.left) * (year - x[0])) / (x[1] - x[0] || 1);
  const up = (value) => box.bottom - ((box.bottom - box.top) * (value - y[0])) / (y[1] - y[0] || 1);
  const art = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "plot" });
  for (const value of ticks(y[0], y[1], 5).found) {
    art.append(
      draw("line", { class: "grid", x1: box.left, x2: box.right, y1: up(value), y2: up(value) }),
      draw("text", { class: "tick", x: box.left - 6, y: up(value) + 4, "text-anchor": "end" }, name(value)));
  }
  for (const year of yearTicks(x[0], x[1], width < 500 ? 4 : 9)) {
    art.append(
      draw("line", { class: "grid", x1: across(year), x2: across(year), y1: box.bottom, y2: box.bottom + 5 }),
      draw("text", { class: "tick year", x: across(year), y: box.bottom + 20, "text-anchor": across(year) > width - 20 ? "end" : "middle" }, String(year)));
  }
  return { art, box, across, up };
}

/** Whole numbers beyond which nothing is drawn, with a little air. */
function limits(values, share) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return [0, 1];
  const air = 0.06 * (high - low || 1);
  return share ? [Math.max(0, low - air), Math.min(1, high + air)] : [low - air, high + air];
}

/** A path through points; a gap where a value is missing. */
function path(xs, ys) {
  let text = "";
  let open = false;
  for (let k = 0; k < xs.length; k++) {
    if (Number.isFinite(ys[k])) text += `${open ? "L" : "M"}${xs[k].toFixed(1)} ${ys[k].toFixed(1)}`;
    open = Number.isFinite(ys[k]);
  }
  return text;
}

/**
 * The cursor of a chart: a slider that keys move, and the pointer over the drawing. `at(k)` is the place of a point
 * across the drawing, `say(k)` the words for it, `show(k)` puts them on the page.
 */
function cursor(host, label, count, say, show) {
  const moved = slider(label, count, count - 1, say, (k) => put(k));
  const state = { place: count - 1, line: null, at: () => 0, box: moved.box, put, attach };
  function put(k) {
    state.place = Math.max(0, Math.min(count - 1, k));
    moved.set(state.place);
    if (state.line) {
      state.line.setAttribute("x1", state.at(state.place));
      state.line.setAttribute("x2", state.at(state.place));
    }
    show(state.place);
  }
  function attach(frame, at) {
    state.at = at;
    state.line = draw("line", { class: "cursor", y1: frame.box.top, y2: frame.box.bottom });
    frame.art.append(state.line);
    frame.art.addEventListener("pointermove", (event) => {
      const area = frame.art.getBoundingClientRect();
      const x = ((event.clientX - area.left) * frame.art.viewBox.baseVal.width) / area.width;
      let best = 0;
      for (let k = 1; k < count; k++) if (Math.abs(at(k) - x) < Math.abs(at(best) - x)) best = k;
      put(best);
    });
    put(state.place);
  }
  return state;
}

/** A sample of the look of a series. */
function swatch(series) {
  const sample = draw("svg", { class: "swatch", viewBox: "0 0 34 12", width: 34, height: 12, "aria-hidden": "true" });
  if (series.bar) sample.append(draw("rect", { class: `bar ${series.look}`, x: 4, y: 0, width: 26, height: 12 }));
  else sample.append(draw("line", { class: `line ${series.look}`, x1: 0, x2: 34, y1: 6, y2: 6 }));
  return sample;
}

/** The values at the cursor, a line for each series with its look. */
function readout(date, rows) {
  return [el("p", { class: "date" }, date),
    el("ul", {}, ...rows.map(([series, value]) =>
      el("li", {}, swatch(series), el("span", { class: "name" }, series.name), " ", el("b", {}, value))))];
}
