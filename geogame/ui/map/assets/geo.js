// Geometry on the sphere and on the Mercator plane. Places are [longitude, latitude] in degrees, as deck.gl has them.
const RADIANS = Math.PI / 180;
const TILE_PX = 512;
const MAX_LATITUDE = 85;

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export function wrapLongitude(longitude) {
  return longitude >= -180 && longitude < 180 ? longitude : ((((longitude + 180) % 360) + 360) % 360) - 180;
}

// Mercator plane of the whole world as the unit square, y downwards.
export function toUnit([longitude, latitude]) {
  const sine = Math.sin(clamp(latitude, -MAX_LATITUDE, MAX_LATITUDE) * RADIANS);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export function fromUnit([x, y]) {
  return [(x - 0.5) * 360, Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / RADIANS];
}

export const worldSize = (zoom) => TILE_PX * 2 ** zoom;

// View that shows all places within `size`, `padding` pixels ({ left, right, top, bottom }) kept free.
export function fit(places, size, padding, minZoom, maxZoom) {
  const points = places.map(toUnit);
  const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.max(40, size.width - padding.left - padding.right);
  const height = Math.max(40, size.height - padding.top - padding.bottom);
  const scale = Math.min(width / Math.max(east - west, 1e-9), height / Math.max(south - north, 1e-9));
  const zoom = clamp(Math.log2(scale / TILE_PX), minZoom, maxZoom);
  const world = worldSize(zoom);
  const centre = [
    (west + east) / 2 + (padding.right - padding.left) / 2 / world,
    (north + south) / 2 + (padding.bottom - padding.top) / 2 / world,
  ];
  const [longitude, latitude] = fromUnit(centre);
  return { longitude, latitude, zoom };
}

// The same view zoomed so that the place under the pixel stays there.
export function zoomAround(view, pixel, zoom) {
  const before = worldSize(view.zoom);
  const after = worldSize(zoom);
  const [x, y] = toUnit([view.longitude, view.latitude]);
  const [dx, dy] = [pixel[0] - view.width / 2, pixel[1] - view.height / 2];
  const [longitude, latitude] = fromUnit([x + dx / before - dx / after, y + dy / before - dy / after]);
  return { longitude: wrapLongitude(longitude), latitude, zoom };
}

export function shifted(view, dx, dy) {
  const world = worldSize(view.zoom);
  const [x, y] = toUnit([view.longitude, view.latitude]);
  const [longitude, latitude] = fromUnit([x + dx / world, clamp(y + dy / world, 0.02, 0.98)]);
  return { longitude: wrapLongitude(longitude), latitude, zoom: view.zoom };
}

function toVector([longitude, latitude]) {
  const [lambda, phi] = [longitude * RADIANS, latitude * RADIANS];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

// Points along the great circle, ends included; longitudes run on past ±180 so that the line never jumps.
export function greatCircle(from, to, steps = 32) {
  const [a, b] = [toVector(from), toVector(to)];
  const angle = Math.acos(clamp(a[0] * b[0] + a[1] * b[1] + a[2] * b[2], -1, 1));
  if (angle < 1e-6 || angle > Math.PI - 1e-3) return [from, to];
  const points = [];
  for (let k = 0; k <= steps; k += 1) {
    const [p, q] = [Math.sin((1 - k / steps) * angle) / Math.sin(angle), Math.sin((k / steps) * angle) / Math.sin(angle)];
    const [x, y, z] = a.map((value, i) => p * value + q * b[i]);
    let longitude = Math.atan2(y, x) / RADIANS;
    const last = points.length ? points[points.length - 1][0] : from[0];
    longitude += Math.round((last - longitude) / 360) * 360;
    points.push([longitude, Math.atan2(z, Math.hypot(x, y)) / RADIANS]);
  }
  return points;
}

export function degrees([longitude, latitude]) {
  const one = (value, positive, negative) => `${Math.abs(value).toFixed(3)}° ${value >= 0 ? positive : negative}`;
  return `${one(latitude, "N", "S")}, ${one(longitude, "E", "W")}`;
}

function insideRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const insidePolygon = (place, rings) => insideRing(place, rings[0]) && !rings.slice(1).some((hole) => insideRing(place, hole));

// Looks up in which named area of some GeoJSON feature collections a place lies; the first collection wins.
export class Areas {
  constructor(collections) {
    this.entries = collections.flatMap((collection) => collection.features.flatMap((feature) => this.parts(feature)));
  }

  parts({ geometry, properties }) {
    const polygons = geometry?.type === "MultiPolygon" ? geometry.coordinates : geometry?.type === "Polygon" ? [geometry.coordinates] : [];
    return polygons.map((rings) => {
      const [xs, ys] = [rings[0].map((point) => point[0]), rings[0].map((point) => point[1])];
      const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      return { name: String(properties?.name ?? ""), rings, box };
    });
  }

  nameAt(place) {
    const [x, y] = place;
    const hit = this.entries.find(({ box, rings }) =>
      x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3] && insidePolygon(place, rings));
    return hit ? hit.name : "";
  }
}
