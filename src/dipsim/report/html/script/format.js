// Numbers and dates as they are read; the same as sentences.py.

const MINUS = "−";

function percent(value) {
  if (!Number.isFinite(value)) return "none";
  const whole = value === 0 || value === 1 || (value >= 0.0995 && value <= 0.9005);
  return `${(100 * value).toFixed(whole ? 0 : 1)} %`;
}

function signed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? "0" : `${value < 0 ? MINUS : "+"}${text}`;
}

/** A month such as 2027-09, or a year, as a number of years. */
function yearOf(date) {
  const [year, month] = date.split("-").map(Number);
  return month ? year + (month - 1) / 12 : year + 0.5;
}

const logistic = (value) => 1 / (1 + Math.exp(-value));
const nameOf = (place) => D.nations[place].name;
const relation = (one, other) => `${nameOf(one)} in ${nameOf(other)}`;

/** Place of a directed dyad in the data: truster by truster, without the diagonal. */
const dyad = (one, other) => one * (D.nations.length - 1) + (other > one ? other - 1 : other);

/** Round numbers from low to high, at most `most` of them. */
function ticks(low, high, most) {
  const span = high - low || 1;
  const raw = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; k++) found.push(k * step);
  return { found, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (step / power === 2.5 ? 1 : 0)) };
}

function yearTicks(low, high, most) {
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => (high - low) / one <= most) || 200;
  const found = [];
  for (let year = Math.ceil(low / step) * step; year <= high + 1e-9; year += step) found.push(year);
  return found;
}
