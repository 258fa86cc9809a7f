// The parts around the map that people read and press: position, confirm button, scrubber, legend, zoom buttons.
import { makeMark } from "./marks.js";

const MARKUP = `
  <div class="frame">
    <div class="stage" tabindex="0" role="application">
      <div class="deck"></div>
      <canvas class="edges" aria-hidden="true"></canvas>
      <canvas class="labels" aria-hidden="true"></canvas>
      <div class="overlay"></div>
    </div>
    <div class="zoom">
      <button type="button" class="in"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg></button>
      <button type="button" class="out"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14"/></svg></button>
      <button type="button" class="home"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/></svg></button>
    </div>
    <div class="clock" role="timer"></div>
    <div class="credit"></div>
    <div class="message" role="alert"></div>
  </div>
  <div class="legend"></div>
  <fieldset class="scrub"><legend></legend><div class="choices"></div></fieldset>
  <div class="bar">
    <div class="where"><span class="state"></span><span class="degrees"></span></div>
    <button type="button" class="confirm"></button>
  </div>
  <div class="sr" role="status" aria-live="polite"></div>`;

const ANNOUNCE_MS = 250;

export class Controls {
  constructor(parent, handlers) {
    this.root = document.createElement("div");
    this.root.className = "root";
    this.root.innerHTML = MARKUP;
    parent.append(this.root);
    for (const name of ["frame", "stage", "deck", "edges", "labels", "overlay", "credit", "clock", "message", "legend", "scrub", "choices", "bar", "state", "degrees", "confirm", "sr"])
      this[name] = this.root.querySelector(`.${name}`);
    this.confirm.addEventListener("click", handlers.confirm);
    this.buttons = ["in", "out", "home"].map((name) => this.root.querySelector(`.zoom .${name}`));
    this.buttons.forEach((button, k) => button.addEventListener("click", [handlers.zoomIn, handlers.zoomOut, handlers.home][k]));
    this.onView = handlers.showView;
  }

  dress(data) {
    const { style } = this.root;
    for (const [name, colour] of Object.entries(data.colours)) style.setProperty(`--${name.replace("_", "-")}`, String(colour));
    style.setProperty("--map-height", data.height);
    style.setProperty("--phone-height", data.phone_height);
    this.root.dataset.mode = data.mode;
    this.credit.textContent = data.attribution;
    this.clock.setAttribute("aria-label", data.texts.time);
    const names = ["zoom_in", "zoom_out", "home"].map((name) => data.texts[name]);
    this.buttons.forEach((button, k) => {
      button.setAttribute("aria-label", names[k]);
      button.title = names[k];
    });
    const labels = { guess: data.texts.map, cells: data.texts.cells };
    this.stage.setAttribute("aria-label", labels[data.mode] ?? data.texts.result);
    this.stage.classList.toggle("guess", data.mode === "guess");
    this.bar.classList.toggle("hidden", data.mode !== "guess" && data.mode !== "cells");
    this.confirm.classList.toggle("hidden", data.mode === "cells");
  }

  fail(text) {
    this.message.textContent = text;
    this.message.classList.add("shown");
  }

  setPlace(state, degrees) {
    this.state.textContent = state;
    this.degrees.textContent = degrees;
  }

  setConfirm(text, enabled) {
    this.confirm.textContent = text;
    this.confirm.disabled = !enabled;
  }

  // Says a line to screen readers once the player pauses, not for every step of the crosshair.
  announce(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.sr.textContent = text;
    }, ANNOUNCE_MS);
  }

  setLegend(entries) {
    this.legend.classList.toggle("shown", entries.length > 0);
    this.legend.replaceChildren(...entries.map(({ kind, text, letter }) => {
      const item = document.createElement("span");
      item.append(makeMark(kind, letter ?? ""), text);
      return item;
    }));
  }

  // One radio button a view, so that Tab and the arrow keys work as everywhere.
  setScrubber(count, chosen, texts) {
    this.scrub.classList.toggle("shown", count > 1);
    this.scrub.querySelector("legend").textContent = `${texts.belief} ${texts.after_view}`;
    if (this.choices.children.length !== count) {
      this.choices.replaceChildren(...Array.from({ length: count }, (_, k) => {
        const [label, input] = [document.createElement("label"), document.createElement("input")];
        Object.assign(input, { type: "radio", name: "view", value: String(k) });
        input.addEventListener("change", () => this.onView(k));
        label.append(input, String(k + 1));
        return label;
      }));
    }
    const radio = this.choices.querySelectorAll("input")[chosen];
    if (radio) radio.checked = true;
  }
}
