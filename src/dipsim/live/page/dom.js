// Elements by name. Whatever comes from a scenario goes in as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
export const draw = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
export const at = (id) => document.getElementById(id);
export const put = (id, ...children) => at(id).replaceChildren(...children.filter((child) => child !== null && child !== undefined));
export const percent = (value) => (value === null || value === undefined ? "–" : `${Math.round(100 * value)}\u00a0%`);
export const signed = (value, places = 2) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(places)}`;
export function number(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : size === 0 ? "0" : size >= 0.01 ? value.toFixed(3) : value.toPrecision(2);
}
export function say(words) { at("problem").hidden = !words; at("problem").textContent = words || ""; }
export function tell(words) { at("notice").hidden = !words; at("notice").textContent = words || ""; }
