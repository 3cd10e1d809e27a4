// The third-party bill: a matrix of who watches and whom, coloured and with its numbers.

/** A matrix of every relation: a difference in points, bold where its interval lies clear of 0. */
function matrixChart(host, data) {
  const found = new Map(data.entries.map(([one, other, ...ends]) => [`${one}-${other}`, ends]));
  const far = Math.max(0.1, ...data.entries.map(([, , middle]) => Math.abs(middle)));
  const all = D.nations.map((_, k) => k);
  const cell = (one, other) => {
    const ends = found.get(`${one}-${other}`);
    if (!ends) return el("td", { class: "heat none" });
    const [middle, low, high] = ends;
    const clear = (low !== null && low > 0) || (high !== null && high < 0);
    const level = clear ? Math.round((4 * Math.abs(middle)) / far) : 0;
    const words = `${relation(one, other)}: ${low === null ? "no limit" : `${signed(low, 1)} to ${signed(high, 1)}`}`;
    return el("td", { class: `heat ${level ? `${middle < 0 ? "down" : "up"}${level}` : "flat"}`, title: words },
      clear ? el("b", {}, signed(middle, 1)) : signed(middle, 1));
  };
  host.append(el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Trust of every relation" },
    el("table", { class: "matrix" }, el("caption", {}, "Points of trust. Rows trust, columns are trusted."),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "trust of"), ...all.map((k) => el("th", { scope: "col", title: nameOf(k) }, D.nations[k].code)))),
      el("tbody", {}, ...all.map((one) => el("tr", {}, el("th", { scope: "row" }, nameOf(one)), ...all.map((other) => cell(one, other))))))));
}

function billChart(host, data) {
  const parts = { both: ([, , alarm, help]) => alarm + help, alarm: ([, , alarm]) => alarm, reassurance: ([, , , help]) => help };
  const state = { kind: 0, part: "both" };
  const kinds = choice("Acts", data.kinds.map((one, k) => [String(k), one.title]), "0", (value) => { state.kind = Number(value); show(); });
  const part = choice("Show", Object.keys(parts).map((key) => [key, key]), "both", (value) => { state.part = value; show(); });
  const place = el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Third-party bill, points of trust" });
  host.append(el("div", { class: "controls" }, kinds.box, part.box), place);

  function show() {
    const { title, entries } = data.kinds[state.kind];
    const cells = new Map(entries.map((entry) => [`${entry[0]}-${entry[1]}`, parts[state.part](entry) / 100]));
    const far = Math.max(0.1, ...[...cells.values()].map(Math.abs));
    const all = D.nations.map((_, k) => k);
    const used = all.length > 12 ? all.filter((k) => entries.some(([one, other]) => one === k || other === k)) : all;
    const cell = (one, other) => {
      const value = cells.get(`${one}-${other}`) || 0;
      const level = Math.round((4 * Math.abs(value)) / far);
      const look = one === other ? "none" : level === 0 ? "flat" : `${value < 0 ? "down" : "up"}${level}`;
      return el("td", { class: `heat ${look}`, title: one === other ? null : `${nameOf(one)} about ${nameOf(other)}` },
        one === other ? "" : Math.abs(value) < 0.05 ? "0" : signed(value, 1));
    };
    place.replaceChildren(el("table", { class: "matrix" },
      el("caption", {}, `${title}: ${state.part}, points of trust. Rows watch, columns act.`),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "observer"), ...used.map((k) => el("th", { scope: "col", title: nameOf(k) }, D.nations[k].code)))),
      el("tbody", {}, ...used.map((one) => el("tr", {}, el("th", { scope: "row" }, nameOf(one)), ...used.map((other) => cell(one, other)))))));
  }
  show();
}
