// Buttons and drawing: whatever is asked goes through `act`, which tells what went wrong and draws again.
import { ask, begin } from "./api.js";
import { at, make, put, say, tell } from "./dom.js";
import { events, headline, ladder, matrix, network, trust } from "./region.js";
import { add, compare, forget, kinds, loadSliders, sliders } from "./tools.js";
import { chosen, desk, passed, propose, turn } from "./seat.js";
import { moved, opened, state } from "./state.js";

let going = false, busy = 0;
const MOST_LINES = 6, PAUSE = 220, TICKS = { 1: "year", 4: "quarter", 12: "month", 24: "half-month" };

function drawAll() {
  headline(); network(); trust(); matrix(choose); ladder(); events(); desk(drawAll);
  const over = !state.running || state.desk !== null;
  for (const id of ["step", "year", "run"]) at(id).disabled = over;
  const tick = TICKS[state.scene.per_year] || "tick";
  at("step").textContent = `Step a ${tick}`;
  at("year").hidden = tick === "year";
  at("which").textContent = `Seed ${state.seed}, run ${state.replicate}.`;
}

async function act(work) {
  busy += 1;
  document.body.setAttribute("aria-busy", "true");
  try { say(""); await work(); } catch (problem) { stop(); say(problem.message); }
  busy -= 1;
  if (!busy) document.body.removeAttribute("aria-busy");
}

function scene(told) {
  opened(told);
  document.title = `${told.scene.title}: dipsim, live`;
  at("title").textContent = told.scene.title;
  at("about").textContent = told.scene.about;
  const metric = at("metric").value;
  put("metric", ...told.scene.metrics.map((one) => make("option", { value: one.name, title: one.meaning }, one.title)));
  if (metric) at("metric").value = metric;
  put("seat", make("option", { value: "" }, "none: watch"), ...told.scene.codes.map((code, i) => make("option", { value: code }, told.scene.names[i])));
  at("layout-row").hidden = !told.scene.map;
  at("layout").value = state.layout;
  at("seat").value = state.desk ? state.desk.nation : "";
  for (const note of document.querySelectorAll(".fixed")) note.hidden = state.desk === null;
  kinds(change);
  forget();
  drawAll();
}

const change = (sets, off) => act(async () => { try { scene(await ask("change", { sets, off })); } finally { kinds(change); sliders(change); } });
const step = (count) => act(async () => { moved(await ask("step", { count })); drawAll(); });

function choose(place) {
  state.chosen = state.chosen.includes(place) ? state.chosen.filter((one) => one !== place) : [...state.chosen, place].slice(-MOST_LINES);
  trust();
  matrix(choose);
}

function stop() { going = false; at("run").textContent = "Run"; at("run").setAttribute("aria-pressed", "false"); }

async function run() {
  if (going) { stop(); return; }
  going = true;
  at("run").textContent = "Pause";
  at("run").setAttribute("aria-pressed", "true");
  while (going && state.running) { await step(Number(at("pace").value)); await new Promise((done) => setTimeout(done, PAUSE)); }
  stop();
}

async function save() {
  const { text, name } = await ask("save");
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(`Saved ${name}. Run it with: dipsim run ${name} --seed ${state.seed} --replicates ${state.replicate + 1}`);
}

async function start(text = null) {
  await begin(text);
  state.scene = null;
  scene(await ask("state"));
  await loadSliders(change);
}

at("step").addEventListener("click", () => step(1));
at("year").addEventListener("click", () => step(state.scene.per_year));
at("run").addEventListener("click", run);
at("reset").addEventListener("click", () => { stop(); act(async () => scene(await ask("reset"))); });
at("seat").addEventListener("change", (event) => { stop(); act(async () => { document.querySelector("input[name=sort][value=act]").checked = Boolean(event.target.value); scene(await ask("seat", { nation: event.target.value || null })); sliders(change); tell(state.desk ? "The run begins anew from your seat: each month, decide and let it pass." : ""); }); });
at("save").addEventListener("click", () => act(save));
at("open").addEventListener("change", (event) => { stop(); const [file] = event.target.files; if (file) act(async () => { await start(await file.text()); tell(`Opened ${file.name}.`); }); event.target.value = ""; });
at("cursor").addEventListener("input", (event) => { state.cursor = Number(event.target.value); state.live = state.cursor >= state.frames.length; drawAll(); });
at("layout").addEventListener("change", (event) => { state.layout = event.target.value; network(); });
at("metric").addEventListener("change", trust);
for (const box of document.querySelectorAll("input[name=sort]")) box.addEventListener("change", events);
at("compare").addEventListener("click", () => act(async () => { at("compare").disabled = true; try { await compare(); } catch (problem) { forget(); throw problem; } finally { at("compare").disabled = state.off.length === 0; } }));
at("add").addEventListener("click", () => add(change));
at("find").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); add(change); } });
at("undo").addEventListener("click", () => change({}, []));
at("propose").addEventListener("submit", (event) => { event.preventDefault(); act(async () => { moved(await propose()); drawAll(); }); });
at("propose-kind").addEventListener("change", turn);
at("decide").addEventListener("click", () => act(async () => { const told = await ask("decide", { tick: state.tick, accept: chosen() });
  moved(told);
  drawAll();
  passed(told.frames[0]);
  at("decide").focus();
}));
addEventListener("beforeunload", (event) => { if (state.desk && state.tick > 0) event.preventDefault(); });
act(() => start());
