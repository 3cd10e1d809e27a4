// What a visitor changes: kinds that are switched off with the paired difference, and numbers that are turned.
import { ask } from "./api.js";
import { at, make, number, percent, put, say, signed } from "./dom.js";
import { lines, span } from "./charts.js";
import { state } from "./state.js";

let numbers = new Map(), shownPaths = [];
const GRADES = { 1: "replicated", 2: "contested", 3: "one study", 4: "assumed" };

export function kinds(change) {
  const locked = state.desk !== null;
  put("kinds", ...state.scene.kinds.map((kind) => make("label", { title: kind.about }, make("input", {
    type: "checkbox", name: "kind", value: kind.name, disabled: locked, checked: !state.off.includes(kind.name),
    onchange: () => change(state.sets, [...document.querySelectorAll("input[name=kind]:not(:checked)")].map((box) => box.value)),
  }), ` ${kind.title}`)));
  at("compare").disabled = state.off.length === 0;
}

export function forget() { at("verdict").textContent = ""; put("difference"); put("effects"); }

export async function compare() {
  at("verdict").textContent = "Running the pairs…";
  const found = await ask("compare", { replicates: Number(at("replicates").value) });
  at("verdict").textContent = found.sentence;
  const shown = (value, percentage) => (value === null ? "no limit" : percentage ? `${signed(100 * value, 1)} points` : `${value < 0 ? "−" : value > 0 ? "+" : ""}${number(Math.abs(value))}`);
  put("effects", make("table", {}, make("caption", {}, `With minus without, ${found.replicates} pairs of runs, seed ${found.seed}, 95 % interval`),
    make("thead", {}, make("tr", {}, make("td", {}), ...["without", "difference", "from", "to"].map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...found.effects.map((one) => make("tr", { "data-outcome": one.name, "data-estimate": one.estimate, "data-low": one.low, "data-high": one.high },
      make("th", { scope: "row" }, one.title), make("td", {}, one.percent ? percent(one.base) : number(one.base)), ...["estimate", "low", "high"].map((key) => make("td", {}, shown(one[key], one.percent))))))));
  const trust = found.series.trust;
  if (!trust.difference) { put("difference"); return; }
  const rows = [{ name: "difference in mean trust, with minus without", look: "c0", values: trust.difference }];
  const [low, high] = span([{ values: [...trust.low, ...trust.high, 0] }], 0.002);
  const host = make("div"), readout = make("p", { class: "readout" }), pair = make("div"), second = make("p", { class: "readout" });
  const both = [{ name: "without", look: "c1", values: trust.without }, { name: "with", look: "c0 beside", values: trust.with }];
  const start = state.frames.length ? state.frames[0].date : state.date;
  const months = trust.difference.map((_, k) => later(start, (k * 12) / state.scene.per_year));
  const [least, most] = span(both);
  lines(pair, second, { rows: both, dates: months, low: least, high: most, shown: (v) => `${(100 * v).toFixed(1)} %`, cursor: months.length - 1, label: "Mean trust over the runs, with and without" });
  lines(host, readout, { rows, dates: months, low, high, shown: (v) => `${signed(100 * v, 2)}`, cursor: months.length - 1, band: trust, zero: true, label: "Difference in mean trust in points, with its 95 % interval" });
  put("difference", make("h3", {}, "Mean trust of all runs: without (solid) and with (dashed)"), pair, second, make("h3", {}, "With minus without, in points, with the 95 % interval"), host, readout);
}

function later(start, months) {
  const all = Number(start.slice(0, 4)) * 12 + Number(start.slice(5)) - 1 + Math.floor(months);
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, "0")}`;
}

export async function loadSliders(change) {
  const rows = await ask("sliders");
  numbers = new Map(rows.map((row) => [row.path, row]));
  shownPaths = rows.filter((row) => row.first).map((row) => row.path);
  put("found", ...rows.map((row) => make("option", { value: row.path }, `${row.label}: ${row.meaning}`)));
  sliders(change);
}

export function add(change) {
  const path = at("find").value.trim();
  if (!numbers.has(path)) { say(`There is no number '${path}'. Type a word and choose one of the list.`); return; }
  say("");
  if (!shownPaths.includes(path)) shownPaths.push(path);
  at("find").value = "";
  sliders(change);
  at("sliders").lastElementChild.querySelector("input").focus();
}

export function sliders(change) {
  const paths = [...shownPaths, ...Object.keys(state.sets).filter((path) => numbers.has(path) && !shownPaths.includes(path))];
  const kept = document.activeElement?.id;
  put("sliders", ...paths.map((path) => {
    const row = numbers.get(path), value = state.sets[path] ?? row.value, turned = path in state.sets, id = `s-${path}`;
    const output = make("output", { for: id }, words(row, value, turned));
    const input = make("input", { id, type: "range", min: row.low, max: row.high, step: (row.high - row.low) / 200, disabled: state.desk !== null,
      oninput: (event) => { output.textContent = words(row, Number(event.target.value), true); },
      onchange: (event) => change({ ...state.sets, [path]: Math.min(row.high, Math.max(row.low, Number(event.target.value))) }, state.off) });
    input.value = String(value);
    input.setAttribute("value", String(value));
    return make("div", { class: "slider" }, make("div", { class: "row" }, make("label", { for: id }, row.label), output),
      input, make("p", { class: "quiet" }, `${row.meaning}. ${number(row.low)} to ${number(row.high)}${row.unit === "1" ? "" : ` ${row.unit}`}. `,
        make("span", { class: "grade", title: row.source }, `grade ${row.grade}: ${GRADES[row.grade] || "given"}`)));
  }));
  if (kept) document.getElementById(kept)?.focus();
}

function words(row, value, turned) {
  const unit = row.unit === "1" ? "" : ` ${row.unit}`;
  return turned ? `${number(value)}${unit} (was ${number(row.value)}${row.mixed ? " on average" : ""})` : `${number(value)}${unit}${row.mixed ? " on average" : ""}`;
}
