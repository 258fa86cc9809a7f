// The map of the app: one instance an element, kept over reruns. Python sends what to show; clicks, pans and zooms stay
// here; one trigger goes back when a guess is confirmed.
import { CellShapes, fetchJson } from "./cells.js";
import { Controls } from "./controls.js";
import { Countdown } from "./countdown.js";
import { Crosshair } from "./crosshair.js";
import { Areas, clamp, degrees, wrapLongitude, zoomAround } from "./geo.js";
import { listenForClicks } from "./gestures.js";
import { Labels } from "./labels.js";
import { listenForHover } from "./picker.js";
import { Result, makeMark, placeAt } from "./marks.js";
import { Outlines, shapesOf } from "./outlines.js";
import { Stage, hasWebGL, loadDeck } from "./stage.js";

const ZOOM_STEP = 0.5;
const FLY_MS = 900;
const ZOOM_MS = 200;
const RESEND_MS = 6000;
const REVEAL_MAX_ZOOM = 8;
const REGION_PADDING = { left: 16, right: 16, top: 16, bottom: 20 };
const FLAGS_PADDING = { left: 20, right: 32, top: 48, bottom: 20 };
const MARKS_PADDING = { left: 56, right: 72, top: 72, bottom: 48 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const instances = new WeakMap();
const kept = new Map(); // key -> what a remounted map (a tab or page was switched) takes up again

const newNonce = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
class GuessMap {
  constructor(parent) {
    this.controls = new Controls(parent, {
      confirm: () => this.confirm(),
      zoomIn: () => this.zoomBy(2 * ZOOM_STEP),
      zoomOut: () => this.zoomBy(-2 * ZOOM_STEP),
      home: () => this.showAll(calm() ? 0 : FLY_MS),
      showView: (view) => this.showView(view),
    });
    this.controls.root.map = this;
    const { stage, overlay, labels, edges } = this.controls;
    this.labels = new Labels(labels);
    this.edges = new Outlines(edges);
    this.baseLines = [];
    this.result = new Result(overlay);
    this.pinElement = makeMark("you", "");
    overlay.append(this.pinElement);
    this.cross = new Crosshair(this, overlay);
    this.stopClicks = listenForClicks(stage, {
      onClick: (shares) => this.onClick(shares),
      onDoubleClick: (shares) => this.zoomBy(1, this.pixelAt(shares)),
      onMove: () => this.touch(),
    });
    this.stopHover = listenForHover(stage, (shares) => this.cellAt(shares), (cell) => this.hover(cell));
    stage.addEventListener("keydown", (event) => this.onKey(event));
    stage.addEventListener("focus", () => stage.matches(":focus-visible") && this.cross.start());
    stage.addEventListener("blur", () => this.cross.hide());
    this.observer = new ResizeObserver(() => this.onResize());
    this.observer.observe(stage);
    this.cells = new CellShapes();
    this.countdown = new Countdown(this.controls.clock, {
      over: () => this.confirm(),
      soon: (seconds) => this.controls.announce(`${this.data.texts.time}: ${seconds}`),
    });
    this.pin = null;
    this.renders = 0;
  }

  // ---- what Python says -------------------------------------------------------------------------------------------

  show(component) {
    const { data } = component;
    this.component = component;
    this.data = data;
    this.controls.dress(data);
    if (this.reset !== data.reset || this.mode !== data.mode) this.begin(data);
    this.stage?.setSpec(data.spec);
    this.showResult();
    this.countdown.set(data.left_s ?? null);
    this.update();
    this.start();
    this.loadShapes();
    this.loadLines();
    this.draw();
  }

  // A new round, another mode, or a remount.
  begin(data) {
    const before = kept.get(data.key);
    const same = before && before.reset === data.reset ? before : null;
    if (this.reset !== data.reset) {
      this.pin = data.pin ? [data.pin[1], data.pin[0]] : same?.pin ?? null;
      this.resultSign = same?.resultSign;
      this.restored = same?.view ?? null;
      this.touched = Boolean(same?.touched);
      this.cross.hide();
      this.controls.root.classList.remove("grown");
      if (this.stage && !same) this.showAll(0);
    }
    this.reset = data.reset;
    this.mode = data.mode;
    this.sent = false;
    this.view = null;
  }

  showResult() {
    const { data } = this;
    const guessing = data.mode === "guess";
    this.pinElement.classList.toggle("hidden", !guessing || !this.pin);
    const sign = guessing ? "" : JSON.stringify([data.mode, data.rounds]);
    const isNew = sign !== (this.resultSign ?? "");
    if (isNew || !this.result.items.length) {
      this.result.show(data.rounds, {
        numbered: data.mode === "summary", animate: isNew && !calm() && !guessing, you: data.texts.you,
      });
      this.controls.setLegend(guessing || data.mode === "cells" ? [] : this.legend());
    }
    if (isNew && !guessing && data.mode !== "cells") {
      this.cross.hide();
      this.touched = false;
      this.restored = null;
      if (this.stage) this.showAll(calm() ? 0 : FLY_MS);
    }
    this.resultSign = sign;
    this.showCells();
  }

  legend() {
    const { rounds, texts } = this.data;
    const opponents = new Map(rounds.flatMap((round) => round.opponents.map(({ name, letter }) => [name, letter])));
    return [
      ...(rounds.some((round) => round.guess) ? [{ kind: "you", text: texts.you }] : []),
      ...[...opponents].map(([text, letter]) => ({ kind: "model", text, letter: opponents.size > 1 ? letter : "" })),
      ...(rounds.some((round) => round.truth) ? [{ kind: "truth", text: texts.truth }] : []),
    ];
  }

  showCells() {
    const { data, controls } = this;
    const shown = this.view ?? (data.belief ? data.belief.length - 1 : 0);
    const scrubbed = data.mode === "cells" ? 0 : data.belief?.length ?? 0;
    controls.setScrubber(scrubbed, scrubbed ? shown : 0, data.texts);
    if (this.stage) this.cells.show(this.stage, data, shown).then(() => this.draw());
  }

  showView(view) {
    this.view = view;
    this.showCells();
    this.controls.announce(`${this.data.texts.belief} ${this.data.texts.after_view} ${view + 1}`);
  }

  // ---- starting ---------------------------------------------------------------------------------------------------

  async start() {
    const { deck: container, stage } = this.controls;
    if (this.starting || !stage.clientWidth || !stage.clientHeight) return;
    this.starting = true;
    if (!hasWebGL()) {
      this.controls.fail(this.data.texts.no_webgl);
      return;
    }
    try {
      await loadDeck(this.data.deck_url);
      if (this.gone) return;
      this.stage = new Stage(container, this.data.spec, {}, {
        onRender: () => {
          this.renders += 1;
          this.draw();
        },
        cursor: () => ({ guess: "crosshair", cells: "pointer" })[this.data.mode] ?? "grab",
      });
    } catch (error) {
      console.error("geogame map:", error);
      this.controls.fail(this.data.texts.no_deck);
      return;
    }
    if (this.restored) this.stage.setView(this.restored);
    else this.showAll(0);
    this.showCells();
  }

  async loadShapes() {
    const { states_url, neighbours_url, labels_url } = this.data;
    if (this.loading === neighbours_url) return;
    this.loading = neighbours_url;
    const [states, neighbours, labels] = await Promise.allSettled([states_url, neighbours_url, labels_url].map(fetchJson));
    const areas = [states, neighbours].filter((entry) => entry.status === "fulfilled").map((entry) => entry.value);
    this.areas = new Areas(areas);
    if (labels.status === "fulfilled") this.labels.setLabels(labels.value);
    for (const entry of [states, neighbours, labels]) if (entry.status === "rejected") console.error("geogame map:", entry.reason);
    this.update();
    this.draw();
  }

  // The base map's lines: their shapes are fetched once, their colours come with the theme.
  async loadLines() {
    const { lines } = this.data;
    const sign = JSON.stringify(lines);
    if (this.linesSign === sign) return;
    this.linesSign = sign;
    const found = await Promise.allSettled(lines.map(({ url }) => fetchJson(url)));
    if (this.linesSign !== sign) return;
    this.baseLines = lines.flatMap(({ line }, k) =>
      found[k].status === "fulfilled" ? [{ shapes: shapesOf(found[k].value), line, width: 1 }] : []);
    this.draw();
  }

  onResize() {
    if (!this.data) return;
    if (!this.stage) this.start();
    else if (!this.touched && this.controls.stage.clientWidth) this.showAll(0);
  }

  // ---- drawing ----------------------------------------------------------------------------------------------------

  draw() {
    const viewport = this.stage?.viewport();
    if (!viewport || !this.data) return;
    if (this.font === undefined) this.font = getComputedStyle(this.controls.root).fontFamily;
    this.edges.draw(viewport, this.baseLines, this.stage.edges);
    const unfinished = this.result.draw(viewport);
    this.labels.draw(viewport, this.data.colours, this.font, this.result.taken);
    if (this.pin) placeAt(this.pinElement, viewport.project(this.pin));
    this.cross.draw(viewport);
    if (unfinished && !this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = null;
        this.draw();
      });
    }
    this.keep(viewport);
  }

  keep({ longitude, latitude, zoom }) {
    const { reset, pin, touched, resultSign } = this;
    kept.set(this.data.key, { reset, pin, touched, resultSign, view: { longitude, latitude, zoom } });
  }

  // Writes position and button; asks deck.gl nothing.
  update() {
    const { data, pin, controls } = this;
    const { texts } = data;
    if (data.mode === "cells") {
      const cell = this.hovered ?? data.paint?.chosen ?? null;
      controls.setPlace(cell === null ? texts.click_cell : `${texts.cell} ${cell}`, cell === null ? "" : data.paint.notes[cell]);
      return;
    }
    const place = this.cross.at ?? pin;
    controls.setPlace(place ? this.areas?.nameAt(place) ?? "" : "", place ? degrees(place) : "");
    const text = !pin ? texts.prompt : data.can_confirm ? data.confirm : texts.wait;
    controls.setConfirm(this.cross.at && !pin ? texts.press_space : text, this.canConfirm());
    this.pinElement.classList.toggle("hidden", data.mode !== "guess" || !pin);
  }

  // ---- what the player does ---------------------------------------------------------------------------------------

  touch() {
    this.touched = true;
  }

  // deck.gl's pixel at these shares of the map's width and height.
  pixelAt([across, down]) {
    const viewport = this.stage?.viewport();
    return viewport ? [across * viewport.width, down * viewport.height] : undefined;
  }

  onClick(shares) {
    const viewport = this.stage?.viewport();
    const cell = this.cellAt(shares);
    if (cell !== null) this.component.setTriggerValue("cell", { cell, nonce: newNonce() });
    if (!viewport || this.data.mode !== "guess" || this.sent) return;
    this.cross.hide();
    this.dropPin(viewport.unproject(this.pixelAt(shares)));
    this.touch();
    this.controls.root.classList.add("grown");
  }

  // The cell at these shares of the map's width and height, or null; only a map of cells has any.
  cellAt(shares) {
    return this.data?.mode === "cells" && this.stage?.viewport() ? this.stage.cellAt(this.pixelAt(shares)) : null;
  }

  hover(cell) {
    if (this.hovered === cell) return;
    this.hovered = cell;
    if (this.data?.mode === "cells") this.update();
  }

  dropPin([longitude, latitude]) {
    this.pin = [wrapLongitude(longitude), clamp(latitude, -85, 85)];
    this.pinElement.classList.remove("dropped");
    void this.pinElement.offsetWidth; // restarts the animation
    this.pinElement.classList.add("dropped");
    this.update();
    this.draw();
    const { texts } = this.data;
    this.announcePlace(texts.pin, this.pin);
  }

  announcePlace(what, place) {
    this.controls.announce(`${what}: ${[this.areas?.nameAt(place), degrees(place)].filter(Boolean).join(", ")}`);
  }

  canConfirm() {
    return this.data.mode === "guess" && Boolean(this.pin) && Boolean(this.data.can_confirm) && !this.sent;
  }

  confirm() {
    if (!this.canConfirm()) return;
    const { reset } = this;
    this.sent = true;
    this.component.setTriggerValue("confirm", { lat: this.pin[1], lon: this.pin[0], nonce: newNonce() });
    this.update();
    setTimeout(() => {
      if (this.reset !== reset || this.data.mode !== "guess") return;
      this.sent = false;
      this.update();
    }, RESEND_MS);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stage?.viewport()) return;
    const guessing = this.data.mode === "guess";
    if (!guessing && (event.key === "Enter" || event.key === " ")) return; // the page's own keys
    const arrow = ARROWS[event.key];
    const actions = {
      "+": () => this.zoomBy(ZOOM_STEP, this.cross.pixel()),
      "=": () => this.zoomBy(ZOOM_STEP, this.cross.pixel()),
      "-": () => this.zoomBy(-ZOOM_STEP, this.cross.pixel()),
      _: () => this.zoomBy(-ZOOM_STEP, this.cross.pixel()),
      0: () => this.showAll(calm() ? 0 : FLY_MS),
      Enter: () => event.repeat || this.confirm(),
      " ": () => this.cross.drop(),
    };
    const action = arrow ? () => this.cross.step(arrow, event.shiftKey) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  zoomBy(step, pixel) {
    const viewport = this.stage?.viewport();
    if (!viewport) return;
    this.touch();
    const [low, high] = this.data.zoom_range;
    const zoom = clamp(viewport.zoom + step, low, high);
    const at = pixel ?? [viewport.width / 2, viewport.height / 2];
    this.stage.setView(zoomAround(viewport, at, zoom), calm() ? 0 : ZOOM_MS);
  }

  // Shows the region while guessing, all marks afterwards; around one mark alone there is nothing to see.
  showAll(milliseconds) {
    if (!this.stage) return;
    this.touched = false;
    const [west, south, east, north] = this.data.bounds;
    const places = ["guess", "cells"].includes(this.data.mode) ? [] : this.result.places();
    const view = places.length > 1
      ? this.stage.fitView(places, MARKS_PADDING, REVEAL_MAX_ZOOM)
      : this.stage.fitView([[west, south], [east, north]], this.data.rounds.length ? FLAGS_PADDING : REGION_PADDING);
    this.stage.setView(view, milliseconds);
  }

  destroy() {
    this.gone = true;
    this.countdown.stop();
    this.stopClicks();
    this.stopHover();
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    this.stage?.destroy();
  }
}

export default function mount(component) {
  const { parentElement } = component;
  let map = instances.get(parentElement);
  if (!map) {
    map = new GuessMap(parentElement);
    instances.set(parentElement, map);
  }
  map.show(component);
  return () => {
    if (map.component !== component) return; // a call that was overtaken while this file loaded; the map is a later one's
    instances.delete(parentElement);
    map.destroy();
    map.controls.root.remove();
  };
}
