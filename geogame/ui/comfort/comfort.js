// The first-time tour, the help's keys and one tone. Nothing here is told to the server.
const SEEN = "geogame.tour";
const HELP = ".gg-help";
const AGAIN = "[data-gg-tour]";
const SOUND = "geogame.sound";
const SWITCH = "[data-gg-sound]";
const CONTROLS = "a[href], button, summary";
const EDGE = 12;
const TONE = { hertz: 660, seconds: 0.25, loudness: 0.08 };

// Storage may be forbidden; then what is kept lasts as long as the page.
const memory = new Map();
const read = (key) => {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return memory.get(key);
  }
};
const write = (key, value) => {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    memory.set(key, value);
  }
};

// One soft tone at the reveal, for those who switched it on.
const sound = {
  get on() {
    return read(SOUND) === "on";
  },
  turn() {
    write(SOUND, this.on ? "off" : "on");
    this.dress();
    if (this.on) this.play();
  },
  dress() {
    document.querySelector(SWITCH)?.setAttribute("aria-pressed", String(this.on));
  },
  play() {
    this.context ??= new AudioContext();
    const now = this.context.currentTime;
    const [tone, volume] = [this.context.createOscillator(), this.context.createGain()];
    tone.frequency.value = TONE.hertz;
    volume.gain.setValueAtTime(TONE.loudness, now);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + TONE.seconds);
    tone.connect(volume).connect(this.context.destination);
    tone.start(now);
    tone.stop(now + TONE.seconds);
  },
};

const typing = (event) => {
  const [target] = event.composedPath();
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? "");
};

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

// Enter on a control that the keyboard reached is its own: else "Enter goes on" would hear it too, and leave the round.
const keepEnter = (event) => {
  const control = event.key === "Enter" ? event.composedPath()[0].closest?.(CONTROLS) : null;
  if (control?.matches(":focus-visible")) event.stopPropagation();
};

class Tour {
  constructor(parent) {
    this.card = make("section", "card");
    this.card.setAttribute("role", "region");
    this.title = make("h2", "title");
    this.text = make("p", "text");
    this.count = make("span", "count");
    this.skip = make("button", "skip");
    this.next = make("button", "next");
    for (const button of [this.skip, this.next]) button.type = "button";
    const row = make("div", "row");
    row.append(this.count, this.skip, this.next);
    this.card.append(this.title, this.text, row);
    this.card.hidden = true;
    parent.append(this.card);
    this.step = 0;
    this.wanted = read(SEEN) !== "seen";
    const over = () => this.end();
    this.skip.addEventListener("click", over);
    this.next.addEventListener("click", () => (this.step + 1 < this.data.steps.length ? this.turn(this.step + 1) : over()));
    this.listeners = [
      [document, "keydown", (event) => this.onKey(event)],
      [document.body, "keydown", keepEnter],
      [document, "toggle", () => sound.dress(), true],
      [document, "click", (event) => this.onClick(event)],
      [window, "resize", () => this.place()],
      [window, "scroll", () => this.place(), true],
    ];
    for (const [target, ...listener] of this.listeners) target.addEventListener(...listener);
  }

  show(data) {
    if (this.data?.stage === "guess" && data.stage === "reveal" && sound.on) sound.play();
    this.data = data;
    this.card.setAttribute("aria-label", data.words.label);
    this.turn(this.step);
  }

  get shown() {
    return this.wanted && this.data.stage === "guess";
  }

  turn(step) {
    const { steps, words } = this.data;
    this.step = step;
    const [, title, text] = steps[step];
    this.title.textContent = title;
    this.text.textContent = text;
    this.count.textContent = `${step + 1} / ${steps.length}`;
    this.skip.textContent = words.skip;
    this.skip.hidden = step + 1 === steps.length;
    this.next.textContent = step + 1 === steps.length ? words.done : words.next;
    this.card.hidden = !this.shown;
    this.place();
  }

  // In a corner of what the step is about, or below it where it is no larger, and always inside the window.
  place() {
    if (!this.shown) return;
    const target = document.querySelector(this.data.steps[this.step][0])?.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const inside = (value, most) => Math.max(EDGE, Math.min(value, most - EDGE));
    const left = inside(target ? target.left + EDGE : EDGE, window.innerWidth - width);
    const below = target && target.height < height ? target.bottom : target?.top ?? 0;
    const top = inside(below + EDGE, window.innerHeight - height);
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` });
  }

  end() {
    this.wanted = false;
    this.card.hidden = true;
    this.step = 0;
    write(SEEN, "seen");
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
    const help = document.querySelector(HELP);
    if (event.key === "?" && help) {
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
    } else if (event.key === "Escape" && help?.open) {
      help.open = false;
    } else if (event.key === "Escape" && this.shown) {
      this.end();
    } else return;
    event.preventDefault();
  }

  onClick(event) {
    const help = document.querySelector(HELP);
    if (event.target.closest?.(AGAIN)) {
      help.open = false;
      this.wanted = true;
      this.turn(0);
    } else if (event.target.closest?.(SWITCH)) {
      sound.turn();
    } else if (help?.open && !event.composedPath().includes(help)) {
      help.open = false;
    }
  }

  close() {
    for (const [target, ...listener] of this.listeners) target.removeEventListener(...listener);
    this.card.remove();
  }
}

const tours = new WeakMap();

export default ({ data, parentElement }) => {
  const tour = tours.get(parentElement) ?? new Tour(parentElement);
  tours.set(parentElement, tour);
  tour.show(data);
  tour.data = data;
  return () => {
    if (tour.data !== data) return; // a call that was overtaken while it loaded; the tour is a later one's
    tour.close();
    tours.delete(parentElement);
  };
};
