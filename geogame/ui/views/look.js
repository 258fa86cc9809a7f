// Looking around: a gaze (heading, pitch, field of view, degrees) that drags, keys, wheel and pinches move.
// The gaze glides towards `goal`; where motion is reduced it jumps there, and nothing coasts on.
const LEVEL = { heading: 0, pitch: 0, fov: 90 };
const FOV = [30, 110];
const TALLEST = 100;
const STEP = { ArrowLeft: [-15, 0], ArrowRight: [15, 0], ArrowUp: [0, 10], ArrowDown: [0, -10] };
const ZOOM = { "+": 1 / 1.2, "=": 1 / 1.2, "-": 1.2, _: 1.2 };
const GLIDE_MS = 220;
const COAST_MS = 260;
const STILL_MS = 200;
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Look {
  // `told(heading, settled)` hears every change; `lost` and `found` that nothing can be drawn, and that it can again.
  constructor(canvas, { told, lost, found }) {
    this.canvas = canvas;
    this.told = told;
    this.gaze = { ...LEVEL };
    this.goal = { ...LEVEL };
    this.fingers = new Map();
    this.sphere = new Sphere(canvas);
    this.listen();
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.rest();
      lost();
    });
    canvas.addEventListener("webglcontextrestored", () => {
      this.sphere.prepare();
      if (this.image) this.sphere.paint(this.image, this.centre);
      found();
      this.resize();
    });
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  listen() {
    const on = (name, act, options) => this.canvas.addEventListener(name, act, options);
    on("keydown", (event) => this.onKey(event));
    on("pointerdown", (event) => this.onDown(event));
    on("pointermove", (event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) on(name, (event) => this.onUp(event));
    on("wheel", (event) => this.onWheel(event), { passive: false });
  }

  // Resolves once the panorama can be drawn; looks north, unless another place has been asked for meanwhile.
  async load({ id, src, centre_heading_deg: centre }) {
    this.wanted = id;
    const image = new Image();
    image.src = src;
    await image.decode();
    if (this.wanted !== id) return false;
    [this.image, this.centre] = [image, centre];
    this.sphere.paint(image, centre);
    this.jump(LEVEL);
    return true;
  }

  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (STEP[key]) this.turn(...STEP[key]);
    else if (ZOOM[key]) this.zoom(ZOOM[key]);
    else if (key === "Home") this.face(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  onDown(event) {
    if (event.button !== 0) return;
    event.stopPropagation();
    this.rest();
    this.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.trail = [];
  }

  onMove(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const spread = this.spread();
    this.fingers.set(event.pointerId, now);
    if (this.fingers.size > 1) {
      const wider = this.spread();
      if (spread > 0 && wider > 0) this.jump({ ...this.gaze, fov: this.gaze.fov * (spread / wider) });
    }
    const scale = this.degreesPerPixel() / this.fingers.size;
    const turned = (-(now.x - before.x) * scale) / Math.max(0.35, Math.cos(this.gaze.pitch * RADIANS));
    const raised = (now.y - before.y) * scale;
    this.trail.push({ at: event.timeStamp, turned, raised });
    this.jump({ ...this.gaze, heading: this.gaze.heading + turned, pitch: this.gaze.pitch + raised });
  }

  onUp(event) {
    if (!this.fingers.delete(event.pointerId) || this.fingers.size) return;
    const recent = this.trail.filter(({ at }) => event.timeStamp - at < 80);
    if (event.type !== "pointerup" || recent.length < 2 || still()) return;
    const span = Math.max(16, event.timeStamp - recent[0].at);
    const sum = (name) => recent.reduce((total, each) => total + each[name], 0);
    this.coast(sum("turned") / span, sum("raised") / span);
  }

  onWheel(event) {
    event.preventDefault();
    const lines = event.deltaMode ? event.deltaY * 33 : event.deltaY;
    this.rest();
    this.jump({ ...this.gaze, fov: this.gaze.fov * Math.exp(clamp(lines, -240, 240) / 600) });
  }

  spread() {
    const [one, other] = [...this.fingers.values()];
    return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  }

  degreesPerPixel() {
    return (2 * Math.tan((this.gaze.fov / 2) * RADIANS)) / (this.canvas.clientWidth || 1) / RADIANS;
  }

  turn(heading, pitch = 0) {
    this.glide({ ...this.goal, heading: this.goal.heading + heading, pitch: this.goal.pitch + pitch });
  }

  zoom(factor) {
    this.glide({ ...this.goal, fov: this.goal.fov * factor });
  }

  // Look level in a direction, turning the short way; the zoom goes too, so that "north" is always the same picture.
  face(heading) {
    let gap = (((heading - this.goal.heading) % 360) + 360) % 360;
    if (gap > 180) gap -= 360;
    this.glide({ ...LEVEL, heading: this.goal.heading + gap });
  }

  // Keep the picture's edges off the poles, where up would become down.
  within({ heading, pitch, fov }) {
    const shape = (this.canvas.clientHeight || 1) / (this.canvas.clientWidth || 2);
    const widest = (2 * Math.atan(Math.tan((TALLEST / 2) * RADIANS) / shape)) / RADIANS;
    const across = clamp(fov, FOV[0], Math.min(FOV[1], widest));
    const up = Math.atan(Math.tan((across / 2) * RADIANS) * shape) / RADIANS;
    return { heading, pitch: clamp(pitch, up - 90, 90 - up), fov: across };
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.goal = { ...this.gaze };
  }

  jump(to) {
    cancelAnimationFrame(this.frame);
    this.gaze = this.within(to);
    this.goal = { ...this.gaze };
    this.changed();
  }

  glide(to) {
    const goal = this.within(to);
    if (still()) return this.jump(goal);
    cancelAnimationFrame(this.frame);
    this.goal = goal;
    const [from, started] = [this.gaze, performance.now()];
    const step = (now) => {
      const part = clamp((now - started) / GLIDE_MS, 0, 1);
      const done = 1 - (1 - part) ** 3;
      const between = (name) => from[name] + (goal[name] - from[name]) * done;
      this.gaze = { heading: between("heading"), pitch: between("pitch"), fov: between("fov") };
      this.changed();
      if (part < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
    return undefined;
  }

  coast(turnedPerMs, raisedPerMs) {
    const started = performance.now();
    const from = this.gaze;
    const step = (now) => {
      const far = COAST_MS * (1 - Math.exp(-(now - started) / COAST_MS));
      const heading = from.heading + turnedPerMs * far;
      this.gaze = this.within({ ...from, heading, pitch: from.pitch + raisedPerMs * far });
      this.goal = { ...this.gaze };
      this.changed();
      if (now - started < 5 * COAST_MS) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  resize() {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight].map((n) => Math.round(n * ratio));
    if (!width || !height) return;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.gaze = this.within(this.gaze);
    this.goal = this.within(this.goal);
    this.sphere.draw(this.gaze.heading, this.gaze.pitch, this.gaze.fov);
  }

  // Draw once a frame however often the gaze changes, and say where it points once it rests.
  changed() {
    this.told(this.heading, false);
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.told(this.heading, true), STILL_MS);
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.sphere.draw(this.gaze.heading, this.gaze.pitch, this.gaze.fov);
    });
  }

  get heading() {
    return ((this.gaze.heading % 360) + 360) % 360;
  }
}
