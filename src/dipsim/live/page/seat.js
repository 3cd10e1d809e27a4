// A nation's seat: the papers of the month, what both sides make of them, what advisers foresee, and the decision.
import { ask } from "./api.js";
import { at, draw, make, percent, put, signed } from "./dom.js";
import { state } from "./state.js";

let taken = new Set(), month = -1, advice = new Map(), unfolded = new Set();

export function desk(step) {
  at("desk-card").hidden = state.desk === null;
  if (state.desk === null) { month = -1; put("answers"); return; }
  if (month !== state.tick) { month = state.tick; taken = new Set(); advice = new Map(); unfolded = new Set(); }
  const { papers, row, possible } = state.desk, us = state.scene.names[row];
  if (state.tick === 0) put("answers");
  at("desk-title").textContent = `Your desk: ${us}, ${state.date}`;
  at("desk-lead").textContent = state.running ? `${papers.length ? "These acts come up now; both sides would agree to them. Accept what you want; what you leave does not take place. Worth is the wish as the model has it, without a unit: at 0 the odds of a yes are even." : "Nothing comes up now."} You may propose others: they answer by their own wish.` : "The run is over. Save the scenario, or reset.";
  put("papers", ...papers.map((paper) => sheet(paper, us, step)));
  const kind = at("propose-kind"), chosen = kind.value;
  kind.replaceChildren(...possible.map((one) => make("option", { value: one.name }, one.title)));
  if (possible.some((one) => one.name === chosen)) kind.value = chosen;
  const other = at("propose-other"), who = other.value;
  other.replaceChildren(...state.scene.codes.map((code, i) => (i === row ? null : make("option", { value: code }, state.scene.names[i]))).filter(Boolean));
  if ([...other.options].some((one) => one.value === who)) other.value = who;
  turn();
  at("decide").disabled = !state.running;
  at("decide").textContent = `Let it pass, ${taken.size} of ${papers.length} accepted`;
}

// What the month that passed brought for the nation.
export function passed(frame) {
  const own = frame.events.filter((event) => event.parties.includes(state.desk.nation));
  put("answers", make("h3", {}, `${frame.date}, for ${state.scene.names[state.desk.row]}`),
    own.length ? make("ul", {}, ...own.map((event) => make("li", {}, event.sentence))) : make("p", { class: "quiet" }, "Nothing happened that concerns it."));
}

export function turn() {
  const form = state.desk.possible.find((one) => one.name === at("propose-kind").value)?.form;
  at("receives-label").hidden = form !== "directed";
}

export const chosen = () => [...taken];
export async function propose() {
  const other = at("propose-other").value, receives = at("receives").checked && !at("receives-label").hidden;
  return ask("ask", { tick: state.tick, kind: at("propose-kind").value, other, receives });
}

function sheet(paper, us, step) {
  const box = make("input", { type: "checkbox", disabled: !paper.agreed, checked: taken.has(paper.number), onchange: (event) => {
    if (event.target.checked) taken.add(paper.number); else taken.delete(paper.number);
    step();
    document.querySelector(`[data-paper="${paper.number}"] input`)?.focus();
  } });
  const answer = paper.own ? make("strong", {}, paper.agreed ? ` ${paper.other} agrees.` : ` ${paper.other} declines.`) : null;
  return make("article", { class: `paper${taken.has(paper.number) ? " taken" : ""}${paper.agreed ? "" : " refused"}`, "data-paper": paper.number },
    make("div", { class: "row" }, make("label", {}, box, make("strong", {}, ` ${paper.title}`)), answer,
      make("button", { type: "button", class: "plain", onclick: async () => { advice.set(paper.number, await ask("foresee", { tick: state.tick, number: paper.number })); step(); } }, "What advisers foresee")),
    make("p", { class: "quiet" }, paper.about),
    make("details", { open: unfolded.has(paper.number), ontoggle: (event) => { if (event.target.open) unfolded.add(paper.number); else unfolded.delete(paper.number); } }, make("summary", {}, `Worth ${signed(paper.ours.net)} to ${us}, ${signed(paper.theirs.net)} to ${paper.other}: why?`),
      make("div", { class: "sides" }, side(us, paper.ours), side(paper.other, paper.theirs))),
    advice.has(paper.number) ? foreseen(advice.get(paper.number)) : null);
}

function side(who, wish) {
  const alarmed = wish.alarmed.filter((one) => one.value >= 0.005).sort((a, b) => b.value - a.value);
  const most = Math.max(...wish.terms.map((term) => Math.abs(term.value)), 1e-9);
  const bar = (value) => draw("svg", { viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" }, draw("rect", { class: value > 0 ? "for" : "against", x: value > 0 ? 50 : 50 - (50 * -value) / most, y: 1, width: (50 * Math.abs(value)) / most, height: 10 }));
  return make("div", {}, make("p", {}, make("strong", {}, who), `: says yes with a chance of ${percent(Math.min(wish.chance, 0.99))}${wish.chance > 0.99 ? " or more" : ""}`),
    make("table", { class: "terms" }, make("tbody", {}, ...wish.terms.map((term) => make("tr", {}, make("td", {}, term.name), make("td", {}, signed(term.value)), make("td", { class: "barcell" }, bar(term.value)))),
      make("tr", {}, make("td", {}, "less what the other gains more"), make("td", {}, signed(wish.net - wish.value)), make("td", {})))),
    alarmed.length ? make("p", { class: "quiet" }, `Alarm foreseen: ${alarmed.slice(0, 4).map((one) => `${one.name} ${one.value.toFixed(2)}`).join(", ")}`) : null);
}

function foreseen(found) {
  const one = (effect) => {
    const trust = effect.name.includes("trust"), scale = trust ? 100 : 1;
    if (Math.abs(effect.mean) <= 2 * effect.error || Math.abs(scale * effect.mean) < (trust ? 0.05 : 0.005)) return make("tr", {}, make("th", { scope: "row" }, effect.name), make("td", { colspan: 2 }, "no clear change"));
    return make("tr", {}, make("th", { scope: "row" }, effect.name), make("td", {}, `${signed(scale * effect.mean, trust ? 1 : 2)}${trust ? " points" : ""}`), make("td", {}, `± ${(2 * scale * effect.error).toFixed(trust ? 1 : 2)}`));
  };
  const threat = [...found.threat_by_nation].sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).filter((row) => Math.abs(row.change) >= 0.005).slice(0, 4);
  return make("div", { class: "foreseen" }, make("table", {}, make("caption", {}, `After ${found.ticks} ticks, with it minus without it, mean of ${found.futures} futures of the model on other chance (± two standard errors)`), make("tbody", {}, ...found.effects.map(one))),
    threat.length ? make("p", { class: "quiet" }, `Threat seen in us changes: ${threat.map((row) => `${row.name} ${signed(row.change)}`).join(", ")}`) : null);
}
