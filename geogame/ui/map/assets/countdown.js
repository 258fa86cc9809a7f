// Shows the seconds a round may still take and says when they are over. It runs on the browser's own growing clock; the
// server decides whether a guess came in time.
const TICK_MS = 250;
const SOON_S = 10;

export class Countdown {
  constructor(element, { over, soon }) {
    Object.assign(this, { element, over, soon });
  }

  // `left` seconds from now on, or null for no limit; said again for the same round it only corrects the clock.
  set(left) {
    this.stop();
    this.element.classList.toggle("shown", left !== null);
    if (left === null) return;
    this.end = performance.now() + 1000 * left;
    this.told = left <= SOON_S;
    this.tick();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  tick() {
    const left = Math.max(0, (this.end - performance.now()) / 1000);
    const seconds = Math.ceil(left);
    this.element.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.element.classList.toggle("soon", left <= SOON_S);
    if (left <= SOON_S && !this.told) {
      this.told = true;
      this.soon(SOON_S);
    }
    if (left > 0) return;
    this.stop();
    this.over();
  }

  stop() {
    clearInterval(this.timer);
  }
}
