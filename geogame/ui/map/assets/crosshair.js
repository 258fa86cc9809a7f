// The crosshair that the arrow keys steer over the map while a guess is open.
import { clamp, shifted, wrapLongitude } from "./geo.js";
import { makeCross, placeAt } from "./marks.js";

const STEP_PX = 8;
const STEP_FACTOR = 10;
const EDGE_PX = 48;

export class Crosshair {
  constructor(map, overlay) {
    this.map = map;
    this.at = null; // [longitude, latitude] while it shows
    this.element = makeCross();
    overlay.append(this.element);
  }

  start() {
    const { map } = this;
    const viewport = map.stage?.viewport();
    if (!viewport || map.data?.mode !== "guess" || this.at) return;
    const middle = viewport.unproject([viewport.width / 2, viewport.height / 2]);
    const [x, y] = map.pin ? viewport.project(map.pin) : [-1, -1];
    const inside = x >= 0 && y >= 0 && x <= viewport.width && y <= viewport.height;
    this.at = inside ? map.pin : [wrapLongitude(middle[0]), middle[1]];
    this.element.style.display = "block";
    map.update();
    map.draw();
  }

  hide() {
    this.at = null;
    this.element.style.display = "none";
    if (this.map.data) this.map.update();
  }

  draw(viewport) {
    if (this.at) placeAt(this.element, viewport.project(this.at));
  }

  // Its pixel while it shows: keys zoom around it.
  pixel() {
    return this.at ? this.map.stage.viewport().project(this.at) : undefined;
  }

  // Moves it, or the map where no guess is open.
  step([dx, dy], far) {
    const { map } = this;
    const pixels = far ? STEP_PX * STEP_FACTOR : STEP_PX;
    map.touch();
    const viewport = map.stage.viewport();
    if (map.data.mode !== "guess") {
      map.stage.setView(shifted(viewport, dx * pixels * 2, dy * pixels * 2));
      return;
    }
    this.start();
    const [x, y] = viewport.project(this.at);
    const [longitude, latitude] = viewport.unproject([x + dx * pixels, y + dy * pixels]);
    this.at = [wrapLongitude(longitude), clamp(latitude, -85, 85)];
    this.bringIn(viewport);
    map.update();
    map.draw();
    map.announcePlace(map.data.texts.crosshair, this.at);
  }

  // Pans so far that it keeps clear of the edge.
  bringIn(viewport) {
    const [x, y] = viewport.project(this.at);
    const over = (value, size) => Math.min(0, value - EDGE_PX) + Math.max(0, value - size + EDGE_PX);
    const [dx, dy] = [over(x, viewport.width), over(y, viewport.height)];
    if (dx || dy) this.map.stage.setView(shifted(viewport, dx, dy));
  }

  drop() {
    const { map } = this;
    if (map.data.mode !== "guess" || map.sent) return;
    this.start();
    map.touch();
    map.dropPin(this.at);
  }
}
