// What the page knows: the scene, every month so far, how things stand, and what the visitor has chosen to see.
export const state = { scene: null, frames: [], now: null, twin: null, desk: null, tick: 0, date: "", running: true, sets: {}, off: [], chosen: [], seat: null, layout: "ring", cursor: null, live: true };

export function opened(told) {
  const fresh = state.scene === null || state.scene.codes.join() !== told.scene.codes.join();
  Object.assign(state, { scene: told.scene, frames: told.frames, sets: told.sets, off: told.off, seed: told.seed, replicate: told.replicate });
  moved(told, true);
  const seat = state.desk ? state.desk.row : null;
  if (fresh) state.layout = told.scene.map && !told.scene.crowded ? "map" : "ring";
  if (fresh || seat !== state.seat) state.chosen = seat === null ? first() : others(seat);
  state.seat = seat;
  state.cursor = state.frames.length;
  state.live = true;
}

export function moved(told, whole = false) {
  if (!whole) state.frames.push(...told.frames);
  Object.assign(state, { now: told.now, twin: told.twin || null, desk: told.desk, tick: told.tick, date: told.date, running: told.running });
  if (state.live) state.cursor = state.frames.length;
}

// Trust [n * n], rungs and region at a month: those of a month that is over, or as things stand.
export function seen(month = state.cursor) {
  const n = state.scene.codes.length;
  if (month >= state.frames.length) return { ...state.now, date: state.date, live: true };
  const frame = state.frames[month];
  const rung = new Array(n * n).fill(0);
  for (const [i, j, step] of frame.rungs) rung[i * n + j] = rung[j * n + i] = step;
  return { trust: frame.trust, region: frame.region, rung, in_force: state.now.in_force, relevant: state.now.relevant, date: frame.date, live: false };
}

export function dates() { return [...state.frames.map((frame) => frame.date), state.date]; }
export function series(pick, beside = false) {
  const last = beside ? state.twin : state.now;
  const found = state.frames.map((frame) => pick(beside ? frame.twin : frame));
  return last ? [...found, pick(last)] : found;
}
export const name = (row) => state.scene.names[row];
export const pairName = (place) => { const n = state.scene.codes.length; return `${name(Math.floor(place / n))} in ${name(place % n)}`; };

// Of a seat: what the one with the largest quarrel, the least and the most trusting think of this nation.
function others(row) {
  const n = state.scene.codes.length, { trust, stake } = state.now;
  const all = [...Array(n).keys()].filter((i) => i !== row).map((i) => i * n + row);
  const by = (value) => [...all].sort((a, b) => value(b) - value(a))[0];
  return [...new Set([by((k) => stake[k]), by((k) => -trust[k]), by((k) => trust[k])])].filter((k) => k !== undefined);
}

// The dyads drawn at first: the largest stake, the least and the most trust among nations that matter to each other.
function first() {
  const n = state.scene.codes.length, { trust, stake, relevant } = state.now;
  const all = [...Array(n * n).keys()].filter((k) => Math.floor(k / n) !== k % n);
  const matter = all.filter((k) => relevant[k]);
  const by = (list, value) => [...list].sort((a, b) => value(b) - value(a))[0];
  const from = matter.length ? matter : all;
  return [...new Set([by(from, (k) => stake[k]), by(from, (k) => -trust[k]), by(from, (k) => trust[k])])].filter((k) => k !== undefined);
}
