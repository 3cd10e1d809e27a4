// The region itself: headline, network or map, matrix, ladder, events.
import { at, draw, make, percent, put } from "./dom.js";
import { name, pairName, seen, series, dates, state } from "./state.js";
import { lines, span } from "./charts.js";
import { number } from "./dom.js";

export function headline() {
  const view = seen(), n = state.scene.codes.length, open = [];
  for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) if (view.rung[i * n + j] > 0) open.push([i, j, view.rung[i * n + j]]);
  open.sort((a, b) => b[2] - a[2]);
  const told = open.slice(0, 3).map(([i, j, rung]) => `${name(i)} and ${name(j)} (${state.scene.rungs[rung]})`).join(", ");
  const quarrels = open.length === 0 ? "No dispute is open." : `${open.length === 1 ? "One dispute is" : `${open.length} disputes are`} open: ${told}${open.length > 3 ? " and others" : ""}.`;
  at("headline").textContent = `${view.date}. Nations trust each other ${percent(view.region.trust)} on average. ${quarrels}`;
  at("clock").textContent = `${state.date} (${state.tick} of ${state.scene.ticks})`;
  const cursor = at("cursor");
  cursor.max = String(state.frames.length);
  cursor.value = String(state.cursor);
  cursor.setAttribute("aria-valuetext", view.date);
  at("cursor-date").textContent = view.live ? `${view.date}, now` : view.date;
}

export function network() {
  const view = seen(), n = state.scene.codes.length, S = at("network").clientWidth < 480 ? 400 : 560, places = state.layout === "map" ? state.scene.map : state.scene.ring, x = (i) => places[i][0] * S, y = (i) => places[i][1] * S;
  const top = Math.min(...places.map((place) => place[1])) * S - 30, bottom = Math.max(...places.map((place) => place[1])) * S + 46;
  const svg = draw("svg", { viewBox: `-14 ${top.toFixed(1)} ${S + 28} ${(bottom - top).toFixed(1)}`, role: "img", "aria-label": `${state.layout === "map" ? "Map" : "Network"} of ${n} nations in ${view.date}: ${at("headline").textContent}` });
  const quarrels = [];
  for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) {
    const place = i * n + j, ends = { x1: x(i), y1: y(i), x2: x(j), y2: y(j) };
    if (view.rung[place] > 0) quarrels.push([i, j, view.rung[place]]);
    if (!view.relevant[place] && !view.rung[place]) continue;
    const trust = (view.trust[place] + view.trust[j * n + i]) / 2;
    svg.append(draw("line", { class: `edge${trust < 0.5 ? " low" : ""}`, ...ends, "stroke-width": (0.6 + 9 * Math.abs(trust - 0.5)).toFixed(2), opacity: (0.25 + 1.4 * Math.abs(trust - 0.5)).toFixed(2) }));
    if (view.in_force[place] > 0) {
      const length = Math.hypot(x(j) - x(i), y(j) - y(i)) || 1, dx = (4 * (y(j) - y(i))) / length, dy = (-4 * (x(j) - x(i))) / length;
      svg.append(draw("line", { class: "pact", x1: x(i) + dx, y1: y(i) + dy, x2: x(j) + dx, y2: y(j) + dy }));
    }
  }
  for (const [i, j, rung] of quarrels) {
    svg.append(draw("line", { class: "quarrel-line", x1: x(i), y1: y(i), x2: x(j), y2: y(j) }),
      draw("text", { class: "quarrel-text halo", x: (x(i) + x(j)) / 2, y: (y(i) + y(j)) / 2 - 6, "text-anchor": "middle" }, state.scene.rungs[rung]));
  }
  const most = Math.max(...state.now.capability, 1e-9);
  for (let i = 0; i < n; i += 1) {
    const own = state.desk && state.desk.row === i, r = 9 + 11 * Math.sqrt(state.now.capability[i] / most);
    svg.append(draw("g", { class: `node${own ? " own" : ""}` }, draw("circle", { cx: x(i), cy: y(i), r: r.toFixed(1) }),
      draw("text", { class: "halo", x: x(i), y: y(i) + r + 14 }, state.scene.names[i].slice(0, 24)), draw("title", {}, `${name(i)}: capability ${number(state.now.capability[i])}`)));
  }
  put("network", svg);
}

// Where the axis ends: two years at first, then on by two years.
function reach() { const two = 2 * state.scene.per_year; return Math.min(state.scene.ticks, Math.ceil(Math.max(state.frames.length, 1) / two) * two); }

// What the dashed lines show.
const beside = () => (state.desk ? "by habit" : state.off.length ? "with it" : "as the scenario has it");

export function trust() {
  const looks = state.chosen.map((_, k) => `c${k % 6}`);
  const rows = state.chosen.flatMap((place, k) => {
    const own = { name: pairName(place), look: looks[k], values: series((one) => one.trust[place]) };
    return state.twin ? [own, { name: `(${beside()})`, look: `${looks[k]} beside`, values: series((one) => one.trust[place], true) }] : [own];
  });
  put("trust-key", ...state.chosen.map((place, k) => make("span", { class: `t${k % 6}` }, `● ${pairName(place)}`)), state.twin ? make("span", {}, `dashed: ${state.desk ? "had your nation acted by habit" : state.off.length ? "with what is switched off" : "as the scenario has it"}`) : null);
  lines(at("trust"), at("trust-readout"), { rows, dates: dates(), shown: percent, cursor: state.cursor, total: reach(), label: `Trust over time: ${rows.map((row) => `${row.name} ${percent(row.values.at(-1))}`).join(", ") || "nothing is chosen"}` });
  const which = at("metric").value || "trust", meaning = state.scene.metrics.find((one) => one.name === which);
  const own = { name: meaning.title, look: "c0", values: series((one) => one.region[which]) };
  const both = state.twin ? [own, { name: beside(), look: "c0 beside", values: series((one) => one.region[which], true) }] : [own];
  const [low, high] = span(both), share = which === "trust" || which === "distrust", told = (v) => (share ? `${(100 * v).toFixed(1)}\u00a0%` : number(v));
  lines(at("region"), at("region-readout"), { rows: both, dates: dates(), low, high, shown: told, cursor: state.cursor, total: reach(), label: `${meaning.title}: now ${told(own.values.at(-1))}` });
}

export function matrix(choose) {
  const view = seen(), codes = state.scene.codes, n = codes.length;
  const head = make("tr", {}, make("td", {}), ...codes.map((code, j) => make("th", { scope: "col", title: name(j) }, code)));
  const body = codes.map((code, i) => make("tr", {}, make("th", { scope: "row", title: name(i) }, code), ...codes.map((_, j) => {
    if (i === j) return make("td", {}, "");
    const place = i * n + j, value = view.trust[place], far = Math.abs(value - 0.5);
    const look = `${value >= 0.5 ? "h" : "d"}${far > 0.25 ? 2 : far > 0.08 ? 1 : 0}`;
    return make("td", {}, make("button", { type: "button", class: look, "aria-pressed": state.chosen.includes(place) ? "true" : "false", "aria-label": `${pairName(place)}: ${percent(value)}`, onclick: () => choose(place) }, String(Math.round(100 * value))));
  })));
  const kept = document.activeElement?.closest?.("#matrix") ? document.activeElement.getAttribute("aria-label")?.split(":")[0] : null;
  put("matrix", make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
  if (kept) [...at("matrix").querySelectorAll("button")].find((one) => one.getAttribute("aria-label").startsWith(`${kept}:`))?.focus();
}

export function ladder() {
  const strips = new Map();
  state.frames.forEach((frame, k) => { for (const [i, j, rung] of frame.rungs) { const key = `${i}-${j}`; if (!strips.has(key)) strips.set(key, { i, j, steps: [] }); strips.get(key).steps.push([k, rung]); } });
  if (!strips.size) { put("ladder", make("p", { class: "quiet" }, "No dispute so far.")); return; }
  const narrow = at("ladder").clientWidth < 600, W = narrow ? 440 : 1200, L = narrow ? 150 : 210, row = 34, last = Math.max(state.scene.ticks, 1), width = (W - L - 8) / last;
  const list = [...strips.values()].sort((a, b) => Math.max(...b.steps.map((s) => s[1])) - Math.max(...a.steps.map((s) => s[1])) || b.steps.length - a.steps.length).slice(0, 16);
  const top = (one) => state.scene.rungs[Math.max(...one.steps.map((s) => s[1]))];
  const svg = draw("svg", { viewBox: `0 0 ${W} ${row * list.length + 24}`, role: "img", "aria-label": `Disputes and how far they went: ${list.map((one) => `${name(one.i)} and ${name(one.j)}, ${top(one)}`).join("; ")}` });
  list.forEach((one, k) => {
    const y = k * row + row - 4;
    svg.append(draw("text", { x: 0, y: y - 12, "font-size": 13 }, `${name(one.i)} – ${name(one.j)}`.slice(0, narrow ? 24 : 34)), draw("text", { class: "small", x: 0, y: y + 1 }, `at most: ${top(one)}`), draw("line", { class: "axis", x1: L, x2: W - 8, y1: y, y2: y }));
    for (const [tick, rung] of one.steps) svg.append(draw("rect", { class: `rung${rung}`, x: (L + width * tick).toFixed(2), y: y - rung * 5.2, width: Math.max(width, 1.5).toFixed(2), height: rung * 5.2 }, draw("title", {}, `${state.frames[tick].date}: ${state.scene.rungs[rung]}`)));
  });
  const step = Math.max(1, Math.ceil(last / state.scene.per_year / (narrow ? 5 : 10))) * state.scene.per_year, year = Number((state.frames[0] || state).date.slice(0, 4));
  for (let k = 0; k <= last; k += step) svg.append(draw("text", { class: "small", x: L + width * k, y: row * list.length + 18, "text-anchor": k === 0 ? "start" : k > 0.96 * last ? "end" : "middle" }, String(year + Math.round(k / state.scene.per_year))));
  put("ladder", svg);
}

export function events() {
  const sorts = new Set([...document.querySelectorAll("input[name=sort]:checked")].map((box) => box.value));
  const rows = [];
  for (let k = Math.min(state.cursor, state.frames.length - 1); k >= 0 && rows.length < 150; k -= 1)
    for (const event of [...state.frames[k].events].reverse()) if (sorts.has(event.sort)) rows.push(make("li", { class: event.sort }, make("time", {}, state.frames[k].date), event.sentence));
  put("events", ...(rows.length ? rows : [make("li", { class: "quiet" }, state.frames.length ? "Nothing of this so far." : "Nothing yet: step a month.")]));
}
