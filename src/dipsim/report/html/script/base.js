// The data of the page, and making elements. Text goes into text nodes only, so that no name can become markup.

const D = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** Numbers from two characters each; NaN where one is missing. See packing.py. */
function unpack(packed) {
  const { low, high, text } = packed;
  const found = new Float64Array(text.length / 2);
  for (let k = 0; k < found.length; k++) {
    const step = 64 * LETTERS.indexOf(text[2 * k]) + LETTERS.indexOf(text[2 * k + 1]);
    found[k] = step > 4094 ? NaN : low + ((high - low) * step) / 4094;
  }
  return found;
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An element of HTML; children are elements or plain text. */
const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An element of SVG. */
const draw = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

let controls = 0;

/** A labelled list of choices; `pick` is called with the value that was chosen. */
function choice(label, options, value, pick) {
  const id = `choice${controls++}`;
  const list = el("select", { id }, ...options.map(([key, name]) => el("option", { value: key }, name)));
  list.value = value;
  list.addEventListener("change", () => pick(list.value));
  return { box: el("span", {}, el("label", { for: id }, label), " ", list), list };
}

/** A labelled slider over 0..count-1; `say` gives the words for a value, `move` is called with a new one. */
function slider(label, count, value, say, move) {
  const range = el("input", { type: "range", min: 0, max: Math.max(0, count - 1), step: 1 });
  const set = (k) => {
    range.value = k;
    range.setAttribute("aria-valuetext", say(k));
  };
  range.addEventListener("input", () => {
    set(Number(range.value));
    move(Number(range.value));
  });
  set(value);
  return { box: el("label", { class: "slider" }, el("span", {}, label), range), range, set };
}

/** Put a table into the fold behind a chart, in place of the one that came with the page. */
function retable(name, caption, head, rows) {
  const fold = document.querySelector(`details[data-of="${name}"]`);
  if (!fold) return;
  const line = (cells) =>
    el("tr", {}, el("th", { scope: "row" }, cells[0]),
      ...cells.slice(1).map((cell, k) => el("td", { "data-label": head[k + 1] }, cell)));
  const table = el("table", {}, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...head.map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", {}, ...rows.map(line)));
  fold.querySelector("summary").textContent = `Data: ${caption}`;
  fold.querySelector(".scroll").replaceChildren(table);
  fold.querySelector(".scroll").setAttribute("aria-label", caption);
}

/** Call `render` with the width of a host, now and whenever that changes. */
function fitted(host, render) {
  let width = 0;
  const look = () => {
    const now = Math.floor(host.clientWidth);
    if (now > 0 && now !== width) {
      width = now;
      render(now);
    }
  };
  new ResizeObserver(look).observe(host);
  look();
  return () => { if (width) render(width); };
}
