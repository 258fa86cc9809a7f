// What lies under the pointer, asked once a frame at most.

// Calls onHover(what look([x, y]) gives) with shares of the element's width and height, and onHover(null) once the
// pointer is gone. Returns a function that stops listening.
export function listenForHover(element, look, onHover) {
  const stop = new AbortController();
  let frame = null;
  let pointer = null;
  element.addEventListener("pointermove", (event) => {
    const box = element.getBoundingClientRect();
    pointer = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    frame ??= requestAnimationFrame(() => {
      frame = null;
      if (pointer) onHover(look(pointer));
    });
  }, { signal: stop.signal });
  element.addEventListener("pointerleave", () => {
    pointer = null;
    onHover(null);
  }, { signal: stop.signal });
  return () => {
    stop.abort();
    cancelAnimationFrame(frame);
  };
}
