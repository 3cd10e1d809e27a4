// Charts of answers that were kept with the result: intervals, an effect along a number, a map of signs. Then all charts.

function intervalsChart(host, data) {
  for (const panel of data.panels) {
    const place = el("div", { class: "drawing" });
    host.append(el("h3", {}, panel.title), place);
    fitted(host, (width) => {
      const left = Math.min(270, width * 0.42);
      const height = 34 * panel.rows.length + 34;
      const range = limits([0, ...panel.rows.flatMap(([, , ...ends]) => ends.filter((value) => value !== null))], false);
      const x = (value) => left + ((width - left - 16) * (value - range[0])) / (range[1] - range[0]);
      const words = panel.rows.map(([name, word, middle, low, high]) => `${name}: ${signed(middle, 2)}, ${low === null ? "no limit" : `${signed(low, 2)} to ${signed(high, 2)}`}, ${word}`);
      const art = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "plot", "aria-label": `${panel.title}. ${words.join("; ")}` });
      const { found, digits } = ticks(range[0], range[1], width < 500 ? 3 : 6);
      for (const value of found) {
        art.append(draw("line", { class: "grid", x1: x(value), x2: x(value), y1: 4, y2: height - 28 }),
          draw("text", { class: "tick", x: x(value), y: height - 10, "text-anchor": "middle" }, signed(value, digits)));
      }
      art.append(draw("line", { class: "zero", x1: x(0), x2: x(0), y1: 4, y2: height - 28 }));
      panel.rows.forEach(([name, , middle, low, high], k) => {
        const y = 20 + 34 * k;
        const look = low !== null && low > 0 ? "s1" : high !== null && high < 0 ? "s0" : "ink";
        art.append(draw("text", { class: "label", x: left - 8, y: y + 5, "text-anchor": "end" }, shorten(name, Math.floor(left / 8.6))),
          draw("line", { class: `line ${look} solid`, x1: x(low === null ? range[0] : low), x2: x(high === null ? range[1] : high), y1: y, y2: y }),
          draw("circle", { class: `mark ${look}`, cx: x(middle), cy: y, r: 5 }, draw("title", {}, words[k])));
      });
      place.replaceChildren(art);
    });
  }
}

function curveChart(host, data) {
  const place = el("div", { class: "drawing" });
  const values = el("div", { class: "readout" });
  const say = (k) => {
    const [value, middle, low, high] = data.points[k];
    return `${data.x} ${value}: ${data.y} ${signed(middle, 3)} (${low === null ? "no limit" : `${signed(low, 3)} to ${signed(high, 3)}`})`;
  };
  const at = cursor(host, data.x, data.points.length, say, (k) => values.replaceChildren(el("p", { class: "date" }, say(k))));
  host.append(place, el("div", { class: "cursorbar" }, at.box), values);
  fitted(host, (width) => {
    const xs = data.points.map(([value]) => value);
    const range = limits([0, ...data.points.flatMap(([, ...ends]) => ends.filter((value) => value !== null))], false);
    const digits = ticks(range[0], range[1], 5).digits;
    const frame = axes(width, `${data.y} along ${data.x}`, [xs[0], xs[xs.length - 1]], range, (value) => signed(value, digits));
    frame.art.querySelectorAll("text.year").forEach((mark) => mark.remove());
    for (const value of ticks(xs[0], xs[xs.length - 1], 6).found) {
      frame.art.append(draw("text", { class: "tick", x: frame.across(value), y: frame.box.bottom + 20, "text-anchor": "middle" }, String(Number(value.toPrecision(4)))));
    }
    const places = xs.map(frame.across);
    const edge = (part, open) => data.points.map((point) => frame.up(point[part] === null ? open : point[part]));
    const back = path([...places].reverse(), edge(2, range[0]).reverse()).replace("M", "L");
    frame.art.append(draw("path", { class: "band depth1 s0", d: `${path(places, edge(3, range[1]))}${back}Z` }),
      draw("line", { class: "zero", x1: frame.box.left, x2: frame.box.right, y1: frame.up(0), y2: frame.up(0) }),
      draw("path", { class: "line s0", d: path(places, edge(1, 0)) }));
    for (const [value] of data.flips) frame.art.append(draw("line", { class: "edge wary", x1: frame.across(value), x2: frame.across(value), y1: frame.box.top, y2: frame.box.bottom }, draw("title", {}, `turns at ${value}`)));
    if (data.here !== null) frame.art.append(draw("line", { class: "zero", x1: frame.across(data.here), x2: frame.across(data.here), y1: frame.box.top, y2: frame.box.bottom }, draw("title", {}, "the scenario")));
    at.attach(frame, (k) => places[k]);
    place.replaceChildren(frame.art);
  });
}

function cellsChart(host, data) {
  const signs = { "-1": "−", 0: "?", 1: "+" };
  host.append(el("p", { class: "quiet" }, `${data.outcome}: ${signs[-1]} falls, ${signs[1]} rises, ${signs[0]} cannot be told. Across: ${data.x}; up: ${data.y}.`));
  const row = el("div", { class: "panels" });
  host.append(row);
  for (const panel of data.panels) {
    const place = el("div", { class: "drawing" });
    row.append(el("figure", {}, el("figcaption", {}, panel.label), place));
    fitted(place, (width) => {
      const side = Math.min(width, 360);
      const box = { left: 40, right: side - 8, top: 8, bottom: side - 30 };
      const ends = [0, 1, 2, 3].map((edge) => Math[edge % 2 ? "max" : "min"](...panel.cells.map((cell) => cell[edge])));
      const x = (value) => box.left + ((box.right - box.left) * (value - ends[0])) / (ends[1] - ends[0]);
      const y = (value) => box.bottom - ((box.bottom - box.top) * (value - ends[2])) / (ends[3] - ends[2]);
      const count = (sign) => panel.cells.filter((cell) => cell[4] === sign).length;
      const art = draw("svg", { viewBox: `0 0 ${side} ${side}`, role: "img", class: "plot",
        "aria-label": `${panel.label}: falls in ${count(-1)}, rises in ${count(1)}, cannot be told in ${count(0)} of ${panel.cells.length} cells` });
      for (const [left, right, low, high, sign, word, value] of panel.cells) {
        art.append(draw("rect", { class: `cell sign${sign + 1}`, x: x(left), y: y(high), width: x(right) - x(left), height: y(low) - y(high) },
          draw("title", {}, `${word}: ${value === null ? "" : signed(value, 2)}`)));
        if (x(right) - x(left) > 16) art.append(draw("text", { class: `cellmark sign${sign + 1}`, x: (x(left) + x(right)) / 2, y: (y(low) + y(high)) / 2 + 5, "text-anchor": "middle" }, signs[sign]));
      }
      for (const value of [ends[0], ends[1]]) art.append(draw("text", { class: "tick", x: x(value), y: side - 12, "text-anchor": value === ends[0] ? "start" : "end" }, String(Number(value.toPrecision(3)))));
      for (const value of [ends[2], ends[3]]) art.append(draw("text", { class: "tick", x: box.left - 4, y: y(value) + (value === ends[3] ? 10 : 0), "text-anchor": "end" }, String(Number(value.toPrecision(3)))));
      place.replaceChildren(art);
    });
  }
}

const CHARTS = { region: regionChart, trust: trustChart, causes: causesChart, network: networkChart, map: mapChart, bill: billChart };
const BY_TYPE = { intervals: intervalsChart, curve: curveChart, cells: cellsChart, matrix: matrixChart };

for (const host of document.querySelectorAll(".chart")) {
  const name = host.dataset.chart;
  const data = D[name];
  const make = data && (BY_TYPE[data.type] || CHARTS[name]);
  if (data && make) make(host, data);
}
document.querySelectorAll(".story").forEach(storyList);
document.documentElement.classList.add("alive");
