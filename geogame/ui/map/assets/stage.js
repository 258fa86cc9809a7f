// deck.gl behind a small door: starts it from pydeck's bundle, keeps the base map and the cells, and moves the view.
import { fit, toUnit, wrapLongitude } from "./geo.js";
import { indexAt, shapesOf } from "./outlines.js";

const UNSIZED = { width: 300, height: 150 }; // HTML's default for a canvas
const bundles = new Map();

// Loads the bundle once per page; it sets createDeck and updateDeck on window.
export function loadDeck(url) {
  if (!bundles.has(url)) {
    bundles.set(url, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(url, document.baseURI).href;
      script.onload = () => (typeof window.createDeck === "function" ? resolve() : reject(new Error("createDeck is missing")));
      script.onerror = () => reject(new Error(`cannot load ${script.src}`));
      document.head.append(script);
    }).catch((error) => {
      bundles.delete(url);
      throw error;
    }));
  }
  return bundles.get(url);
}

let webgl = false; // once there was a context there is no need to make another

export function hasWebGL() {
  try {
    webgl ||= Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
  return webgl;
}

export class Stage {
  constructor(container, spec, view, { onRender, cursor }) {
    this.container = container;
    this.specText = JSON.stringify(spec);
    this.cells = null;
    this.edges = [];
    this.moves = 0;
    const jsonInput = { ...spec, initialViewState: { ...spec.initialViewState, ...view } };
    this.limits = { minZoom: spec.initialViewState.minZoom, maxZoom: spec.initialViewState.maxZoom };
    this.deck = window.createDeck({ container, jsonInput, tooltip: false });
    if (!this.deck) throw new Error("createDeck returned nothing");
    this.deck.setProps({
      onAfterRender: () => {
        container.classList.toggle("early", this.isEarly());
        container.querySelector("canvas").tabIndex = -1; // the map around it has the focus, and a name
        onRender();
      },
      getCursor: ({ isDragging }) => (isDragging ? "grabbing" : cursor()),
    });
  }

  // Whether the last frame was drawn on a canvas that nobody has given its size yet: it shows another part of the map.
  isEarly() {
    const { width, height } = this.container.querySelector("canvas");
    return width === UNSIZED.width && height === UNSIZED.height;
  }

  // The viewport, or null before deck.gl is ready (asking it earlier throws).
  viewport() {
    return this.deck.isInitialized ? this.deck.getViewports()[0] ?? null : null;
  }

  setSpec(spec) {
    const text = JSON.stringify(spec);
    if (text === this.specText) return;
    this.specText = text;
    window.updateDeck({ layers: spec.layers }, this.deck);
    this.paintCells();
  }

  // Moves to { longitude, latitude, zoom } in `milliseconds`; the counter makes deck.gl take the same view twice.
  setView(view, milliseconds = 0) {
    this.moves += 1;
    const initialViewState = { ...this.limits, ...view, transitionDuration: milliseconds, move: this.moves };
    this.deck.setProps({ initialViewState });
  }

  fitView(places, padding, maxZoom = this.limits.maxZoom) {
    const size = { width: this.container.clientWidth, height: this.container.clientHeight };
    return fit(places, size, padding, this.limits.minZoom, maxZoom);
  }

  // Fills cell i by sqrt(probability / the greatest of all views), so that second choices show and views compare.
  setBelief(cells, probabilities, greatest, colour) {
    this.cells = cells && probabilities ? { cells, probabilities, greatest: Math.max(greatest, 1e-9), colour } : null;
    this.paintCells();
  }

  // Fills cell i with colours[i], bare where that is null, and outlines the chosen one.
  setPaint(cells, { colours, chosen }, line) {
    this.cells = { cells, colours, chosen, line };
    this.paintCells();
  }

  // The number of the cell at a pixel of the map, or null.
  cellAt(pixel) {
    const [longitude, latitude] = this.viewport().unproject(pixel);
    return this.cells ? indexAt(shapesOf(this.cells.cells), toUnit([wrapLongitude(longitude), latitude])) : null;
  }

  paintCells() {
    this.edges = this.cells ? edges(this.cells) : [];
    const layers = this.deck.props.layers.map((layer) => (layer && layer.id === "cells" ? this.painted(layer) : layer));
    this.deck.setProps({ layers });
  }

  painted(layer) {
    if (!this.cells) return layer.clone({ data: [], visible: false });
    if (this.cells.colours) return this.coloured(layer);
    const { cells, probabilities, greatest, colour } = this.cells;
    const alpha = (feature) => 225 * Math.sqrt((probabilities[feature.properties.index] ?? 0) / greatest);
    return layer.clone({
      data: cells,
      visible: true,
      getFillColor: (feature) => [...colour, Math.round(alpha(feature))],
      updateTriggers: { getFillColor: [probabilities, greatest, colour.join()] },
    });
  }

  coloured(layer) {
    const { cells, colours } = this.cells;
    return layer.clone({
      data: cells,
      visible: true,
      getFillColor: (feature) => colours[feature.properties.index] ?? [0, 0, 0, 0],
      updateTriggers: { getFillColor: [colours] },
    });
  }

  destroy() {
    this.deck.finalize();
  }
}

// The cells' edges as layers of `Outlines`: thin ones, and a heavy one around the chosen cell.
function edges({ cells, colours, chosen, line, colour }) {
  const shapes = shapesOf(cells);
  const ink = (channels, alpha) => `rgba(${channels.join()},${alpha})`;
  if (!colours) return [{ shapes, line: ink(colour, 0.33), width: 0.5 }];
  const around = shapes.filter(({ index }) => index === chosen);
  return [{ shapes, line: ink(line, 0.47), width: 0.5 }, { shapes: around, line: ink(line, 1), width: 3 }];
}
