// Line charts with a readout under the pointer; a sentence tells a screen reader what is drawn.
import { draw } from "./dom.js";

const H = 230, L = 44, R = 10, T = 10, B = 24;

export function lines(host, readout, { rows, dates, low = 0, high = 1, shown, label, cursor, total, band = null, zero = false }) {
  const W = host.clientWidth && host.clientWidth < 480 ? 370 : 620;
  const last = Math.max(total ?? dates.length - 1, 1);
  const x = (k) => L + ((W - L - R) * k) / last;
  const y = (v) => T + (H - T - B) * (1 - (Math.min(high, Math.max(low, v)) - low) / (high - low || 1));
  const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label });
  for (const v of ticks(low, high)) {
    svg.append(draw("line", { class: "grid", x1: L, x2: W - R, y1: y(v), y2: y(v) }), draw("text", { class: "small", x: L - 5, y: y(v) + 4, "text-anchor": "end" }, shown(v)));
  }
  if (zero) svg.append(draw("line", { class: "zero", x1: L, x2: W - R, y1: y(0), y2: y(0) }));
  const first = dates.length ? Number(dates[0].slice(0, 4)) : 0;
  const perYear = last / Math.max(1, last) && dates.length > 1 ? dates.findIndex((date) => date.slice(5) === dates[0].slice(5) && date !== dates[0]) : -1;
  const step = perYear > 0 ? perYear : 12;
  const years = Math.max(1, Math.ceil(last / step / (W < 500 ? 4 : 6)));
  for (let k = 0; k <= last; k += step * years) svg.append(draw("text", { class: "small", x: x(k), y: H - 6, "text-anchor": k === 0 ? "start" : k > 0.96 * last ? "end" : "middle" }, String(first + Math.round(k / step))));
  if (band) {
    const points = [...band.high.map((v, k) => `${x(k)},${y(v)}`), ...band.low.map((v, k) => `${x(k)},${y(v)}`).reverse()];
    svg.append(draw("polygon", { class: "band", points: points.join(" ") }));
  }
  for (const { values, look } of rows) {
    let path = "", pen = "M";
    values.forEach((v, k) => { if (v === null || v === undefined) pen = "M"; else { path += `${pen}${x(k).toFixed(1)} ${y(v).toFixed(1)}`; pen = "L"; } });
    svg.append(draw("path", { class: `l ${look}`, d: path }));
    if (values.length === 1 && values[0] !== null) svg.append(draw("circle", { class: `l ${look}`, cx: x(0), cy: y(values[0]), r: 2 }));
  }
  const mark = draw("line", { class: "mark", y1: T, y2: H - B });
  svg.append(mark);
  const show = (k) => {
    const place = Math.min(Math.max(k, 0), dates.length - 1);
    mark.setAttribute("x1", x(place)); mark.setAttribute("x2", x(place));
    readout.textContent = dates.length ? `${dates[place]}: ${rows.filter((row) => row.values[place] !== null && row.values[place] !== undefined).map((row) => `${row.name} ${shown(row.values[place])}`).join(" · ")}` : "";
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    show(Math.round((((event.clientX - box.left) / box.width) * W - L) / ((W - L - R) / last)));
  });
  svg.addEventListener("pointerleave", () => show(cursor));
  show(cursor);
  host.replaceChildren(svg);
}

// Round values between two ends, four or so.
function ticks(low, high) {
  const rough = (high - low) / 4, size = 10 ** Math.floor(Math.log10(rough)), step = size * [1, 2, 2.5, 5, 10].find((one) => one * size >= rough * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) found.push(Math.abs(k * step) < 1e-12 ? 0 : k * step);
  return found;
}

// Ends of an axis that hold every value, round enough to read.
export function span(rows, least = 0.02) {
  const all = rows.flatMap((row) => row.values).filter((v) => v !== null && v !== undefined);
  let low = Math.min(...all), high = Math.max(...all);
  if (!all.length) return [0, 1];
  if (high - low < least) { const middle = (low + high) / 2; low = middle - least / 2; high = middle + least / 2; }
  const room = (high - low) * 0.06;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}
