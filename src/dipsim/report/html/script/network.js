// The network on a ring, and the map on a grid of degrees.

function networkChart(host, data) {
  placesChart(host, (width) => {
    const height = Math.round(Math.max(300, Math.min(520, width * 0.62)));
    const short = width < 560 || D.nations.length > 24;
    const edge = short ? 62 : Math.min(150, width * 0.2);
    const art = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "plot" });
    const far = [0, 1].map((axis) => Math.max(...data.places.filter(Boolean).map((spot) => Math.abs(spot[axis])), 0.01));
    const spots = data.places.map((spot) => spot && [
      width / 2 + ((width / 2 - edge) * spot[0]) / far[0], height / 2 - ((height / 2 - 40) * spot[1]) / far[1]]);
    return { art, spots, finish: (made, all) => nameNations(made, all, [width / 2, height / 2], short) };
  });
}

/** Degrees from low to high with room around, at least `least` wide. */
function span(values, least) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = Math.max(0.12 * (high - low), (least - (high - low)) / 2, 2);
  return [low - air, high + air];
}

function mapChart(host, data) {
  const there = data.places.filter(Boolean);
  const south = span(there.map(([latitude]) => latitude), 8).map((value) => Math.max(-89, Math.min(89, value)));
  const west = span(there.map(([, longitude]) => longitude), 8);
  const squeeze = Math.cos((((south[0] + south[1]) / 2) * Math.PI) / 180);
  placesChart(host, (width) => {
    const ratio = (south[1] - south[0]) / ((west[1] - west[0]) * squeeze);
    const height = Math.round(Math.max(240, Math.min(560, width * ratio)));
    const scale = Math.min(width / ((west[1] - west[0]) * squeeze), height / (south[1] - south[0]));
    const middle = [(west[0] + west[1]) / 2, (south[0] + south[1]) / 2];
    const x = (longitude) => width / 2 + (longitude - middle[0]) * squeeze * scale;
    const y = (latitude) => height / 2 - (latitude - middle[1]) * scale;
    const art = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "plot map" });
    grid(art, width, height, { x, y, scale, squeeze, middle, turn: data.middle });
    const spots = data.places.map((spot) => spot && [x(spot[1]), y(spot[0])]);
    const short = width < 560 || D.nations.length > 14;
    return { art, spots, finish: (made, all) => nameNations(made, all, [width / 2, height / 2], short) };
  });
}

/** Parallels and meridians with their degrees. */
function grid(art, width, height, { x, y, scale, squeeze, middle, turn }) {
  const step = [1, 2, 5, 10, 20, 30, 45].find((degrees) => degrees * scale >= 60) || 45;
  const tall = height / scale / 2;
  const wide = width / (scale * squeeze) / 2;
  for (let latitude = Math.ceil(Math.max(-90, middle[1] - tall) / step) * step; latitude <= Math.min(90, middle[1] + tall); latitude += step) {
    art.append(draw("line", { class: latitude === 0 ? "grid zero" : "grid", x1: 0, x2: width, y1: y(latitude), y2: y(latitude) }),
      draw("text", { class: "tick", x: 4, y: y(latitude) - 3 }, `${Math.abs(latitude)}°${latitude < 0 ? " S" : latitude > 0 ? " N" : ""}`));
  }
  const [from, to] = [Math.max(-180, middle[0] - wide) + turn, Math.min(180, middle[0] + wide) + turn];
  for (let longitude = Math.ceil(from / step) * step; longitude <= to; longitude += step) {
    const shown = ((((longitude + 180) % 360) + 360) % 360) - 180;
    art.append(draw("line", { class: "grid", x1: x(longitude - turn), x2: x(longitude - turn), y1: 0, y2: height }),
      draw("text", { class: "tick", x: x(longitude - turn) + 3, y: height - 5 }, `${Math.abs(shown)}°${shown === -180 ? "" : shown < 0 ? " W" : shown > 0 ? " E" : ""}`));
  }
}
