// Compass carousel: the views of one place, side by side as they stand around the camera.
// The whole state is `position`, the index one looks at; it is a fraction while turning, so that neighbouring views
// slide as one panorama and the rose turns with them. Where there is a panorama of the place, a canvas over the views
// shows the full turn instead, and the strip's tabs turn it. Nothing here asks the server.
const TURN_MS = 280;
const SWIPE_PX = 40;
const instances = new WeakMap();
const COMPASS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
const SHORT = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
const octant = (heading) => Math.round((((heading % 360) + 360) % 360) / 45) % 8;
const modulo = (value, n) => ((value % n) + n) % n;

class Carousel {
  constructor(root) {
    const find = (name) => root.querySelector(`.${name}`);
    this.root = root;
    this.parts = {
      frame: find("frame"), track: find("track"), tabs: find("tabs"), dial: find("dial"),
      heading: find("heading"), live: find("live"), source: find("source"), caption: find("caption"),
      hint: find("hint"), canvas: find("sphere"), mode: find("mode"), notice: find("notice"), views: find("views"),
    };
    this.free = false;
    this.position = 0;
    this.views = [];
    this.listen();
  }

  listen() {
    const { frame } = this.parts;
    this.root.querySelector(".left").addEventListener("click", () => this.turn(-1));
    this.root.querySelector(".right").addEventListener("click", () => this.turn(1));
    this.root.querySelector(".views").addEventListener("keydown", (event) => this.onKey(event));
    this.root.querySelector(".closer").addEventListener("click", () => this.look?.zoom(1 / 1.2));
    this.root.querySelector(".wider").addEventListener("click", () => this.look?.zoom(1.2));
    this.parts.mode.addEventListener("click", () => this.lookAround(!this.free));
    frame.addEventListener("pointerdown", (event) => this.onDown(event));
    frame.addEventListener("pointermove", (event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => this.onUp(event));
  }

  show(data) {
    const { source, caption, views } = this.parts;
    source.textContent = data.source;
    caption.textContent = data.caption;
    views.setAttribute("aria-label", data.label);
    this.words = data.words;
    this.north = data.north;
    views.classList.toggle("unturned", !data.north);
    const token = data.views.map((view) => view.id).join();
    if (token !== this.token) {
      this.token = token;
      this.views = data.views;
      this.size = data.model_size;
      this.build();
      this.lookAround(false);
      this.jump(0);
    }
    this.offer(data.panorama, data.free);
  }

  // A panorama came, changed or went. `free` opens it at once; otherwise the button does.
  offer(panorama, free) {
    if (panorama?.id === this.panorama?.id) return;
    this.panorama = panorama;
    this.parts.notice.hidden = true;
    this.parts.mode.hidden = !panorama;
    this.lookAround(Boolean(panorama && free));
  }

  // Show the full turn or the views; where it cannot be drawn, the views, and say why.
  async lookAround(on) {
    this.wanted = on;
    if (on) {
      try {
        this.look ??= new Look(this.parts.canvas, {
          told: (heading, settled) => this.onLook(heading, settled),
          lost: () => this.fallBack(this.words.lost),
          found: () => this.recover(),
        });
        if (this.look.wanted !== this.panorama.id && !(await this.look.load(this.panorama))) return;
      } catch (error) {
        this.fallBack(this.words.no_webgl);
        console.warn("geogame: the panorama cannot be drawn:", error);
        return;
      }
      if (!this.wanted) return;
    }
    const { views, canvas, mode, hint } = this.parts;
    this.free = on;
    views.classList.toggle("free", on);
    canvas.hidden = !on;
    mode.textContent = on ? this.words.to_views : this.words.to_panorama;
    hint.textContent = on ? this.words.free_hint : this.words.hint;
    if (on) {
      views.removeAttribute("tabindex");
      this.look.resize();
      this.onLook(this.look.heading, true);
    } else {
      views.tabIndex = 0;
      if (this.index !== undefined) this.jump(this.index);
    }
  }

  fallBack(why) {
    this.lookAround(false);
    this.parts.mode.hidden = true;
    this.parts.notice.textContent = why;
    this.parts.notice.hidden = false;
  }

  recover() {
    this.parts.mode.hidden = !this.panorama;
    this.parts.notice.hidden = true;
    if (this.panorama) this.lookAround(true);
  }

  onLook(heading, settled) {
    if (!this.free) return;
    const { dial, canvas, live } = this.parts;
    const off = (view) => Math.abs(modulo(view.heading_deg - heading + 180, 360) - 180);
    const offs = this.views.map(off);
    this.mark(offs.indexOf(Math.min(...offs)));
    dial.style.transform = `rotate(${-heading}deg)`;
    const words = `Looking ${COMPASS[octant(heading)]}, ${Math.round(heading) % 360}°`;
    this.parts.heading.textContent = words;
    if (!settled) return;
    live.textContent = words;
    canvas.ariaLabel = `${words}. ${this.words.free_label}`;
  }

  build() {
    this.images = this.views.map((view, index) => {
      const image = new Image();
      image.alt = this.looking(index);
      image.draggable = false;
      image.decoding = "async";
      image.src = view.src;
      return image;
    });
    this.parts.track.replaceChildren(...this.images);
    this.tabs = this.views.map((view, index) => this.tab(view, index));
    this.parts.tabs.replaceChildren(...this.tabs);
    this.root.querySelector(".views").classList.toggle("single", this.views.length < 2);
  }

  tab(view, index) {
    const button = document.createElement("button");
    button.type = "button";
    button.role = "tab";
    button.title = button.ariaLabel = this.north ? `Look ${COMPASS[octant(view.heading_deg)]}` : this.looking(index);
    const letter = document.createElement("span");
    letter.textContent = this.north ? SHORT[octant(view.heading_deg)] : String(index + 1);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = this.size;
    const image = this.images[index];
    const draw = () => shrink(image, canvas);
    image.decode().then(draw, () => image.addEventListener("load", draw, { once: true }));
    button.append(canvas, letter);
    button.addEventListener("click", () => this.turnTo(index));
    return button;
  }

  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      this.turn(step);
      if (this.root.getRootNode().activeElement?.role === "tab") this.tabs[this.index].focus();
    }
  }

  onDown(event) {
    if (event.button !== 0 || this.free || this.views.length < 2 || event.target.closest("button")) return;
    this.drag = { x: event.clientX, from: this.position, id: event.pointerId };
    cancelAnimationFrame(this.frameRequest);
    this.parts.frame.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    if (this.drag?.id !== event.pointerId) return;
    const width = this.parts.frame.clientWidth || 1;
    this.draw(this.drag.from - (event.clientX - this.drag.x) / width);
  }

  onUp(event) {
    if (this.drag?.id !== event.pointerId) return;
    const moved = event.clientX - this.drag.x;
    const start = Math.round(this.drag.from);
    this.drag = null;
    const swiped = event.type === "pointerup" && Math.abs(moved) > SWIPE_PX;
    const nearest = Math.round(this.position);
    this.glide(swiped && nearest === start ? start - Math.sign(moved) : nearest);
  }

  turn(step) {
    if (this.free) this.look.turn(step * 45);
    else if (this.views.length > 1) this.glide(Math.round(this.target ?? this.position) + step);
  }

  turnTo(index) {
    if (this.free) return this.look.face(this.views[index].heading_deg);
    const n = this.views.length;
    let step = modulo(index - Math.round(this.target ?? this.position), n);
    if (step > n / 2) step -= n;
    if (step) this.glide(Math.round(this.target ?? this.position) + step);
    return undefined;
  }

  jump(position) {
    cancelAnimationFrame(this.frameRequest);
    this.target = position;
    this.draw(position);
    this.settle(position);
  }

  glide(target) {
    this.settle(target);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.jump(target);
    cancelAnimationFrame(this.frameRequest);
    this.target = target;
    const from = this.position;
    const started = performance.now();
    const frame = (now) => {
      const part = Math.min(1, Math.max(0, (now - started) / TURN_MS));
      this.draw(from + (target - from) * (1 - (1 - part) ** 3));
      if (part < 1) this.frameRequest = requestAnimationFrame(frame);
    };
    this.frameRequest = requestAnimationFrame(frame);
    return undefined;
  }

  settle(target) {
    this.mark(modulo(Math.round(target), this.views.length));
    const words = this.looking(this.index);
    this.parts.heading.textContent = words;
    this.parts.live.textContent = `${words}, view ${this.index + 1} of ${this.views.length}`;
  }

  looking(index) {
    if (this.north) return `Looking ${COMPASS[octant(this.views[index].heading_deg)]}`;
    return this.views.length > 1 ? `${this.words.numbered} ${index + 1}` : this.words.unturned;
  }

  mark(current) {
    this.index = current;
    this.tabs.forEach((tab, index) => {
      tab.ariaSelected = String(index === current);
      tab.tabIndex = index === current ? 0 : -1;
    });
  }

  draw(position) {
    const n = this.views.length;
    this.position = position;
    this.images.forEach((image, index) => {
      const offset = modulo(index - position + n / 2, n) - n / 2;
      image.style.transform = `translateX(${(offset * 100).toFixed(3)}%)`;
      image.style.visibility = Math.abs(offset) < 1 ? "visible" : "hidden";
    });
    const low = Math.floor(position);
    const first = this.views[modulo(low, n)].heading_deg;
    const gap = modulo(this.views[modulo(low + 1, n)].heading_deg - first, 360);
    this.parts.dial.style.transform = `rotate(${-(first + gap * (position - low))}deg)`;
  }
}

// Halve until one step remains: close to the area average the model's own input takes.
function shrink(image, canvas) {
  let source = image;
  let [width, height] = [image.naturalWidth, image.naturalHeight];
  while (width / 2 > canvas.width && height / 2 > canvas.height) {
    const half = document.createElement("canvas");
    [half.width, half.height] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    half.getContext("2d").drawImage(source, 0, 0, half.width, half.height);
    [source, width, height] = [half, half.width, half.height];
  }
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
}

export default function render({ data, parentElement }) {
  let carousel = instances.get(parentElement);
  if (!carousel) {
    carousel = new Carousel(parentElement);
    instances.set(parentElement, carousel);
  }
  carousel.show(data);
}
