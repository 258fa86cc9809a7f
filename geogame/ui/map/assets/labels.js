// Names on the map, drawn on a canvas over it. Each label knows from which zoom on its name fits and from which its
// short code does; where two would still touch, the earlier in the list
// stays, and where a mark or its words stand, the name makes room.
const GAP_PX = 4;
const SIZE_PX = 12;
const FAR_PX = 80;
const CODE_SLACK = 0.35; // zoom levels by which codes may come early: small screens start far out

export class Labels {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.labels = [];
  }

  // `labels`: [{ name, code, lon, lat, name_min_zoom, code_min_zoom }]; a label without a code is a country's.
  setLabels(labels) {
    this.labels = [...labels].sort((a, b) => a.name_min_zoom - b.name_min_zoom);
  }

  // `taken`: boxes [left, top, right, bottom] in pixels that are not to be written over.
  draw(viewport, colours, font, taken) {
    const { canvas, context } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const [width, height] = [Math.round(viewport.width * ratio), Math.round(viewport.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, viewport.width, viewport.height);
    Object.assign(context, { lineJoin: "round", textBaseline: "middle", textAlign: "center", lineWidth: 3.5 });
    this.taken = [...taken];
    for (const label of this.labels) this.place(label, viewport, colours, font);
  }

  place(label, viewport, colours, font) {
    const [x, y] = viewport.project([label.lon, label.lat]);
    if (x < -FAR_PX || y < -FAR_PX || x > viewport.width + FAR_PX || y > viewport.height + FAR_PX) return;
    const country = !label.code;
    this.context.font = `${country ? 500 : 600} ${SIZE_PX + (country ? 1 : 0)}px ${font}`;
    this.context.letterSpacing = country ? "1.5px" : "0.3px";
    const texts = [
      viewport.zoom >= label.name_min_zoom ? label.name : null,
      viewport.zoom + CODE_SLACK >= label.code_min_zoom ? label.code : null,
    ];
    const text = texts.find((candidate) => candidate && this.reserve(candidate, x, y));
    if (!text) return;
    this.context.strokeStyle = colours.halo;
    this.context.strokeText(text, x, y);
    this.context.fillStyle = country ? colours.muted : colours.label;
    this.context.fillText(text, x, y);
  }

  // Takes the text's room, or says that another label has it.
  reserve(text, x, y) {
    const half = this.context.measureText(text).width / 2;
    const box = [x - half - GAP_PX, y - SIZE_PX / 2 - 1, x + half + GAP_PX, y + SIZE_PX / 2 + 1];
    const touches = (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
    if (this.taken.some(touches)) return false;
    this.taken.push(box);
    return true;
  }
}
