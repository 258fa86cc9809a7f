// The three marks and their lines, as DOM and SVG over the map: round orange pin (you), square blue pin (an opponent),
// green flag (the truth). Shapes and letters differ, so that colour is never needed to tell them apart.
import { greatCircle } from "./geo.js";

const SVG = "http://www.w3.org/2000/svg";
const DRAW_MS = 400;

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SHAPES = {
  you: () => [svg("path", { class: "shape", d: "M18 42C13 33 5 26 5 16a13 13 0 0 1 26 0c0 10-8 17-13 26z" })],
  model: () => [svg("path", { class: "shape", d: "M6 4h24a2 2 0 0 1 2 2v22a2 2 0 0 1-2 2h-7l-5 12-5-12H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z" })],
  truth: () => [
    svg("path", { class: "pole", d: "M18 42V4" }),
    svg("path", { class: "shape", d: "M18 4h22l-6 9 6 9H18z" }),
  ],
};
const TEXT_AT = { you: [18, 21], model: [18, 22], truth: [27, 18] };

export function makeMark(kind, letter) {
  const picture = svg("svg", { viewBox: "0 0 36 44", "aria-hidden": "true" }, ...SHAPES[kind]());
  if (letter) {
    const [x, y] = TEXT_AT[kind];
    const text = svg("text", { x, y });
    text.textContent = letter;
    picture.append(text);
  } else if (kind === "you") picture.append(svg("circle", { class: "dot", cx: 18, cy: 16, r: 4.5 }));
  const element = document.createElement("div");
  element.className = `mark ${kind}`;
  element.append(picture);
  return element;
}

export function makeCross() {
  const strokes = "M18 1v11M18 24v11M1 18h11M24 18h11";
  const element = document.createElement("div");
  element.className = "cross";
  element.append(svg("svg", { viewBox: "0 0 36 36", "aria-hidden": "true" },
    svg("path", { class: "under", d: strokes }), svg("path", { class: "over", d: strokes }),
    svg("circle", { class: "over", cx: 18, cy: 18, r: 1.5 })));
  return element;
}

const isUp = (place) => place && Number.isFinite(place[0]) && Number.isFinite(place[1]);

// All marks and lines of some finished rounds. Halos lie under all lines and the dashed lines over the solid ones, so
// that both show where they run together.
export class Result {
  constructor(layer) {
    this.groups = ["halos", "solid", "dashed", "texts"].map((name) => svg("g", { class: name }));
    this.holder = document.createElement("div");
    layer.append(svg("svg", { class: "lines", "aria-hidden": "true" }, ...this.groups), this.holder);
    this.items = [];
    this.taken = [];
  }

  clear() {
    this.items = [];
    for (const group of [...this.groups, this.holder]) group.replaceChildren();
  }

  // `numbered`: write round numbers on the marks and leave the distances away. `you`: what the player is called.
  show(rounds, { numbered, animate, you }) {
    this.clear();
    this.holder.classList.toggle("numbered", numbered);
    const several = rounds.some((round) => round.opponents.length > 1);
    for (const round of rounds) {
      const truth = round.truth && [round.truth[1], round.truth[0]];
      const tag = numbered ? String(round.number) : "";
      for (const opponent of round.opponents) {
        const letter = numbered ? (several ? `${opponent.letter}${round.number}` : tag) : opponent.letter;
        this.pair("model", letter, opponent, truth, numbered ? "" : `${opponent.letter} · ${opponent.distance}`);
      }
      if (round.guess) this.pair("you", tag, round.guess, truth, numbered ? "" : `${you} · ${round.guess.distance}`);
      if (truth) this.mark("truth", tag, truth);
    }
    const start = performance.now();
    this.drawnAt = animate ? start : start - DRAW_MS;
  }

  // Without a truth there is a mark and no line.
  pair(kind, letter, guess, truth, words) {
    const [halos, solid, dashed, texts] = this.groups;
    const at = [guess.at[1], guess.at[0]];
    if (!truth) {
      this.mark(kind, letter, at);
      return;
    }
    const [halo, line] = [svg("path", { class: "halo" }), svg("path", { class: kind })];
    halos.append(halo);
    (kind === "you" ? solid : dashed).append(line);
    const item = { path: greatCircle(at, truth), halo, line };
    if (words) {
      item.text = svg("text");
      item.text.textContent = words;
      texts.append(item.text);
    }
    this.items.push(item);
    this.mark(kind, letter, at);
  }

  mark(kind, letter, at) {
    const element = makeMark(kind, letter);
    this.holder.append(element);
    this.items.push({ element, at });
  }

  places() {
    return this.items.filter((item) => item.at).map((item) => item.at);
  }

  // Puts everything where the viewport has it, and keeps in `taken` which boxes that takes, words to come included;
  // returns whether lines are still being drawn.
  draw(viewport) {
    const share = Math.min(1, (performance.now() - (this.drawnAt ?? 0)) / DRAW_MS);
    const taken = (this.taken = []);
    for (const item of this.items.filter(({ at }) => at)) {
      const [x, y] = viewport.project(item.at);
      placeAt(item.element, [x, y]);
      taken.push([x - 18, y - 44, x + 24, y + 4]);
    }
    for (const item of this.items.filter(({ path }) => path)) drawLine(item, viewport, share, taken);
    return share < 1 && this.items.length > 0;
  }
}

function drawLine(item, viewport, share, taken) {
  const points = item.path.map((place) => viewport.project(place)).filter(isUp);
  const last = Math.max(1, Math.round((points.length - 1) * share));
  const d = `M${points.slice(0, last + 1).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
  item.halo.setAttribute("d", d);
  item.line.setAttribute("d", d);
  if (item.text) placeText(item.text, points, share, taken);
}

// The words sit on the middle of the line, or further along where a mark's head or other words would touch them.
function placeText(text, points, share, taken) {
  const half = 4 + text.textContent.length * 3.6;
  const boxAt = (part) => {
    const [x, y] = points[Math.round((points.length - 1) * part)];
    return [x - half, y - 11, x + half, y + 11];
  };
  const free = (box) => !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const box = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map(boxAt).find(free);
  text.style.display = box && share === 1 ? "" : "none";
  if (!box) return;
  taken.push(box);
  text.setAttribute("x", (box[0] + half).toFixed(1));
  text.setAttribute("y", (box[1] + 11).toFixed(1));
}

export function placeAt(element, [x, y]) {
  element.style.transform = `translate(${x.toFixed(2)}px,${y.toFixed(2)}px)`;
}
