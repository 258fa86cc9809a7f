// Lines over the areas that deck.gl fills: coasts, borders, and the cells' edges, on a canvas of their own. The processor
// draws them: deck.gl's are one instance a segment, tens of thousands here, and slow where there is no graphics card.
import { toUnit, worldSize } from "./geo.js";

const SKIP_PX = 0.4;
const MOST_RATIO = 3;
const POLYGONS = { Polygon: (rings) => [rings], MultiPolygon: (parts) => parts };

const known = new WeakMap(); // GeoJSON -> its shapes

// The parts of a FeatureCollection on the Mercator plane: [{ index, box, rings: [[x0, y0, x1, y1, …]] }], made once.
export function shapesOf(collection) {
  if (!known.has(collection)) {
    known.set(collection, collection.features.flatMap(({ geometry }, index) =>
      POLYGONS[geometry.type](geometry.coordinates).map((rings) => shape(rings, index))));
  }
  return known.get(collection);
}

function shape(rings, index) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const flat = rings.map((ring) => {
    const points = new Float64Array(2 * ring.length);
    ring.forEach((place, k) => {
      const [x, y] = toUnit(place);
      points.set([x, y], 2 * k);
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    });
    return points;
  });
  return { index, box, rings: flat };
}

// The index of the feature at a place of the Mercator plane, or null.
export function indexAt(shapes, [x, y]) {
  const hit = shapes.find(({ box, rings }) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3]
    && rings.reduce((inside, ring) => inside !== crossed(ring, x, y), false));
  return hit ? hit.index : null;
}

function crossed(ring, x, y) {
  let odd = false;
  for (let k = 2; k < ring.length; k += 2) {
    const [x0, y0, x1, y1] = [ring[k - 2], ring[k - 1], ring[k], ring[k + 1]];
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) odd = !odd;
  }
  return odd;
}

export class Outlines {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { willReadFrequently: true }); // drawn by the processor
  }

  // Draws groups of layers, [{ shapes, line, width }], the lowest first; nothing where they and the view are as before.
  draw(viewport, ...groups) {
    const { longitude, latitude, zoom, width, height } = viewport;
    const ratio = Math.min(window.devicePixelRatio || 1, MOST_RATIO);
    const sign = [longitude, latitude, zoom, width, height, ratio].join();
    if (sign === this.sign && groups.every((layers, k) => layers === this.groups[k])) return;
    Object.assign(this, { sign, groups });
    const { canvas, context } = this;
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.lineJoin = "round";
    const world = worldSize(zoom);
    const [x, y] = toUnit([longitude, latitude]);
    const half = width / 2 / world;
    for (let turn = Math.floor(x - half); turn <= Math.floor(x + half); turn += 1) { // far out the world repeats itself
      const frame = { world, left: width / 2 - (x - turn) * world, top: height / 2 - y * world, width, height };
      for (const layer of groups.flat()) this.drawLayer(layer, frame);
    }
  }

  drawLayer({ shapes, line, width }, frame) {
    const { context } = this;
    Object.assign(context, { strokeStyle: line, lineWidth: width });
    context.beginPath();
    for (const { box, rings } of shapes) {
      if (!isOutside(box, frame)) for (const ring of rings) trace(context, ring, frame);
    }
    context.stroke();
  }
}

function isOutside([west, north, east, south], { world, left, top, width, height }) {
  return left + east * world < 0 || top + south * world < 0 || left + west * world > width || top + north * world > height;
}

// Goes along a ring; points too near to the last one to be told from it are left out.
function trace(path, ring, { world, left, top }) {
  let [lastX, lastY] = [Infinity, Infinity];
  const end = ring.length - 2;
  for (let k = 0; k <= end; k += 2) {
    const [x, y] = [left + ring[k] * world, top + ring[k + 1] * world];
    if (k === 0) path.moveTo(x, y);
    else if (k === end || Math.abs(x - lastX) > SKIP_PX || Math.abs(y - lastY) > SKIP_PX) path.lineTo(x, y);
    else continue;
    [lastX, lastY] = [x, y];
  }
}
