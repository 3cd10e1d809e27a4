// Nations at fixed places with lines of trust between them: the drawing that network and map share.

const [DISTRUST, TRUSTING] = [0.45, 0.55];

/** Trust of every pair above the diagonal at a point in time, with the share of runs in which it is in a dispute. */
function pairsAt(k) {
  const n = D.nations.length;
  const { mean, conflict } = pairData();
  const found = [];
  let place = 0;
  for (let one = 0; one < n; one++) {
    for (let other = one + 1; other < n; other++, place++) {
      const base = k * n * (n - 1);
      const [here, there] = [mean[base + dyad(one, other)], mean[base + dyad(other, one)]];
      found.push({ one, other, here, there, trust: (here + there) / 2, conflict: conflict[(k * n * (n - 1)) / 2 + place] });
    }
  }
  return found;
}

const pairData = (() => {
  let kept = null;
  return () => (kept = kept || { mean: unpack(D.trust.mean), conflict: unpack(D.network.conflict), size: unpack(D.network.size) });
})();

/** Lines and nations of a moment into a drawing; `spots[k]` is [x, y] or null, `chosen` a nation or -1. */
function drawPlaces(art, spots, k, chosen, pick) {
  const pacts = new Set(D.network.pacts.map((pair) => pair.join("-")));
  const all = pairsAt(k).filter(({ one, other, trust }) => spots[one] && spots[other] && Number.isFinite(trust));
  const near = chosen < 0 ? all : all.filter(({ one, other }) => one === chosen || other === chosen);
  near.sort((a, b) => Math.abs(b.trust - 0.5) - Math.abs(a.trust - 0.5));
  for (const pair of near.slice(0, D.network.most)) {
    const [[x1, y1], [x2, y2]] = [spots[pair.one], spots[pair.other]];
    const look = pair.trust < DISTRUST ? "wary" : pair.trust > TRUSTING ? "trusting" : "between";
    const width = 1 + 11 * Math.abs(pair.trust - 0.5);
    const line = { x1, y1, x2, y2 };
    art.append(draw("line", { ...line, class: `edge ${look}`, "stroke-width": width.toFixed(2) },
      draw("title", {}, `${nameOf(pair.one)} and ${nameOf(pair.other)}: ${percent(pair.trust)}`)));
    if (pacts.has(`${pair.one}-${pair.other}`)) art.append(draw("line", { ...line, class: "edge pact", "stroke-width": (width / 3).toFixed(2) }));
  }
  const { size } = pairData();
  spots.forEach((spot, nation) => {
    if (!spot) return;
    const radius = 5 + 13 * Math.sqrt(Math.max(0, size[k * D.nations.length + nation] || 0));
    const dot = draw("circle", { class: `nation${nation === chosen ? " chosen" : ""}`, cx: spot[0], cy: spot[1], r: radius.toFixed(1) },
      draw("title", {}, nameOf(nation)));
    dot.addEventListener("click", () => pick(nation === chosen ? -1 : nation));
    art.append(dot);
    spot.radius = radius;
  });
}

/** What the drawing says of a moment: of one nation, or the strongest pairs of all. */
function placesRead(k, chosen) {
  const all = pairsAt(k).filter(({ trust }) => Number.isFinite(trust));
  const near = chosen < 0 ? all : all.filter(({ one, other }) => one === chosen || other === chosen);
  near.sort((a, b) => Math.abs(b.trust - 0.5) - Math.abs(a.trust - 0.5));
  const counts = [all.filter(({ trust }) => trust > TRUSTING).length, all.filter(({ trust }) => trust < DISTRUST).length];
  const lead = `${D.trust.dates[k]}: ${counts[0]} of ${all.length} pairs in trust, ${counts[1]} in distrust`;
  const rows = near.slice(0, chosen < 0 ? 5 : 12).map((pair) => {
    const dispute = pair.conflict > 0.005 ? `, in a dispute in ${percent(pair.conflict)} of runs` : "";
    return `${nameOf(pair.one)} and ${nameOf(pair.other)}: ${percent(pair.trust)}${dispute}`;
  });
  return { lead, rows };
}

/** The controls of such a drawing and the drawing itself; `build(width)` gives {art, spots, finish}. */
function placesChart(host, build) {
  const count = D.trust.dates.length;
  const state = { k: count - 1, chosen: -1 };
  const place = el("div", { class: "drawing" });
  const values = el("div", { class: "readout" });
  const say = (k) => placesRead(k, state.chosen).lead;
  const time = slider("Year", count, state.k, say, (k) => { state.k = k; again(); });
  const play = el("button", { type: "button", class: "play" }, "Play");
  let clock = 0;
  const stop = () => { clearInterval(clock); clock = 0; play.textContent = "Play"; };
  play.addEventListener("click", () => {
    if (clock) { stop(); return; }
    if (state.k >= count - 1) state.k = -1;
    play.textContent = "Stop";
    clock = setInterval(() => {
      state.k += 1;
      again();
      if (state.k >= count - 1) stop();
    }, STILL.matches ? 1500 : 600);
  });
  const names = [["-1", "all nations"], ...D.nations.map((nation, k) => [String(k), nation.name])];
  const who = choice("Look at", names, "-1", (value) => { state.chosen = Number(value); again(); });
  host.append(el("div", { class: "controls" }, who.box), place, el("div", { class: "cursorbar" }, time.box, play), values);
  const again = fitted(host, (width) => {
    const { art, spots, finish } = build(width);
    drawPlaces(art, spots, state.k, state.chosen, (nation) => { state.chosen = nation; who.list.value = String(nation); again(); });
    finish(art, spots);
    const { lead, rows } = placesRead(state.k, state.chosen);
    art.setAttribute("aria-label", `${lead}. ${rows.slice(0, 3).join("; ")}`);
    place.replaceChildren(art);
    time.set(state.k);
    values.replaceChildren(el("p", { class: "date" }, lead), el("ul", {}, ...rows.map((row) => el("li", {}, row))));
  });
}

/** Names beside their nations, away from the middle, none on another; codes where there is little room. */
function nameNations(art, spots, middle, short) {
  const taken = [];
  spots.forEach((spot, k) => {
    if (!spot) return;
    const words = short ? D.nations[k].code : shorten(nameOf(k), 18);
    const long = 8 * words.length;
    const gap = (spot.radius || 8) + 4;
    let side = Math.abs(spot[0] - middle[0]) < 14 ? 0 : Math.sign(spot[0] - middle[0]);
    const end = spot[0] + side * (gap + long);
    if (end < 0 || end > 2 * middle[0]) side = -side;
    const x = spot[0] + side * gap;
    const left = side > 0 ? x : side < 0 ? x - long : x - long / 2;
    const wanted = spot[1] + (side ? 5 : spot[1] > middle[1] ? gap + 11 : -gap);
    const free = (y) => taken.every((box) => Math.abs(box.y - y) > 12 || box.left > left + long || box.left + box.long < left);
    const y = [0, 13, -13, 26, -26, 39, -39].map((step) => wanted + step).find(free) || wanted;
    taken.push({ left, long, y });
    art.append(draw("text", { class: "label", x, y, "text-anchor": side > 0 ? "start" : side < 0 ? "end" : "middle" }, words));
  });
}

const shorten = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
