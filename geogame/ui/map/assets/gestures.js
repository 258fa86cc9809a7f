// Clicks told apart from drags, double clicks and pinches, from raw pointer events. deck.gl's own click recogniser loses
// clicks when the page's thread stalls, which software drawing does.
const SLOP_PX = { mouse: 5, pen: 8, touch: 12 };
const DOUBLE_MS = 320;
const DOUBLE_PX = 24;

// Calls onClick([x, y]) and onDoubleClick([x, y]) with shares of the element's width and height (its size need not be a
// whole number of pixels), and onMove() once a drag or pinch starts. Returns a function that stops listening.
export function listenForClicks(element, { onClick, onDoubleClick, onMove }) {
  const stop = new AbortController();
  const down = new Set();
  let start = null;
  let previous = null;
  const on = (target, name, handler) => target.addEventListener(name, handler, { capture: true, signal: stop.signal });
  const slop = (event) => SLOP_PX[event.pointerType] ?? SLOP_PX.touch;
  const travelled = (event) => Math.hypot(event.clientX - start.x, event.clientY - start.y);

  on(element, "pointerdown", (event) => {
    down.add(event.pointerId);
    const alone = down.size === 1 && event.button === 0;
    if (!alone) onMove();
    start = alone ? { x: event.clientX, y: event.clientY, id: event.pointerId } : null;
  });
  on(window, "pointermove", (event) => {
    if (!start || start.id !== event.pointerId || travelled(event) <= slop(event)) return;
    start = null;
    onMove();
  });
  on(window, "pointercancel", (event) => {
    down.delete(event.pointerId);
    start = null;
  });
  on(window, "pointerup", (event) => {
    down.delete(event.pointerId);
    const click = start && start.id === event.pointerId && travelled(event) <= slop(event);
    start = null;
    if (!click || !event.composedPath().includes(element)) return;
    const box = element.getBoundingClientRect();
    const pixel = [event.clientX - box.left, event.clientY - box.top];
    const near = previous && Math.hypot(pixel[0] - previous.pixel[0], pixel[1] - previous.pixel[1]) < DOUBLE_PX;
    const double = near && event.timeStamp - previous.time < DOUBLE_MS;
    previous = double ? null : { pixel, time: event.timeStamp };
    (double ? onDoubleClick : onClick)([pixel[0] / box.width, pixel[1] / box.height]);
  });
  on(element, "wheel", onMove);
  return () => stop.abort();
}
