// The third-party bill: a matrix of who watches and whom, coloured and with its numbers.

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
