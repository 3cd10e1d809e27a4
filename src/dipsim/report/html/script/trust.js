// Trust between nations over time: the reader chooses whose trust in whom.

const MOST_LINES = 6;

function trustChart(host, data) {
  const lines = Object.fromEntries(["mean", "low", "high", "low80", "high80", "run"].filter((key) => data[key]).map((key) => [key, unpack(data[key])]));
  const pairs = D.nations.length * (D.nations.length - 1);
  const of = (key, one, other) => {
    const count = key === "run" ? data.runDates.length : data.dates.length;
    return Float64Array.from({ length: count }, (_, k) => lines[key][k * pairs + dyad(one, other)]);
  };
  const chosen = data.first.map(([one, other]) => [one, other]);
  let withRun = false;
  const series = () => chosen.flatMap(([one, other], k) => {
    const bands = chosen.length > 2 || !lines.low80 ? [[of("low", one, other), of("high", one, other)]]
      : [[of("low", one, other), of("high", one, other)], [of("low80", one, other), of("high80", one, other)]];
    const main = { name: `${k + 1}. ${relation(one, other)}`, look: `s${k}`, values: of("mean", one, other), bands };
    return withRun ? [main, { name: main.name, look: `s${k}`, thin: true, values: of("run", one, other), dates: data.runDates }] : [main];
  });
  const model = () => ({ title: "Trust between nations", dates: data.dates, share: true, range: [0, 1], series: series() });

  const chips = el("ul", { class: "chips", "aria-label": "Relations that are shown" });
  const names = D.nations.map((nation, k) => [String(k), nation.name]);
  const who = choice("Trust of", names, "0", () => {});
  const whom = choice("in", names, "1", () => {});
  const add = el("button", { type: "button" }, "Add");
  const note = el("span", { class: "quiet", role: "status" });
  add.addEventListener("click", () => {
    const [one, other] = [Number(who.list.value), Number(whom.list.value)];
    const known = chosen.some(([a, b]) => a === one && b === other);
    note.textContent = one === other ? "Choose two nations." : known ? "This relation is shown." : chosen.length >= MOST_LINES ? `At most ${MOST_LINES}: remove one first.` : "";
    if (!note.textContent) {
      chosen.push([one, other]);
      note.textContent = `Added: ${relation(one, other)}.`;
      redraw();
    }
  });
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => { withRun = box.checked; redraw(); });
  const run = lines.run ? el("label", {}, box, ` with run ${data.runNumber}, whose story is told below (thin)`) : null;
  host.append(el("div", { class: "controls" }, who.box, whom.box, add, note), chips, ...(run ? [el("div", { class: "controls" }, run)] : []));

  function redraw() {
    chips.replaceChildren(...chosen.map(([one, other], k) => {
      const remove = el("button", { type: "button", "aria-label": `Remove ${relation(one, other)}` }, "×");
      remove.addEventListener("click", () => { chosen.splice(k, 1); redraw(); add.focus(); });
      return el("li", {}, swatch({ look: `s${k}` }), `${k + 1}. ${relation(one, other)}`, chosen.length > 1 ? remove : null);
    }));
    again();
    const head = ["month", ...chosen.map(([one, other]) => relation(one, other))];
    const cells = chosen.map(([one, other]) => ["mean", "low", "high"].map((key) => of(key, one, other)));
    retable("trust", "Mean trust over runs, and 95 % of the runs", head, data.dates.map((date, k) =>
      [date, ...cells.map(([mean, low, high]) => `${percent(mean[k])} (${percent(low[k])} to ${percent(high[k])})`)]));
  }
  const again = lineChart(host, model);
  redraw();
}
