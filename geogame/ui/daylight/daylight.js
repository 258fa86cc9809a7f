// Tells the server once when the app wears another theme than the one the page was drawn in.
const APP = ".stApp"; // Streamlit says on it which of the two colour schemes it wears
const watchers = new Map();

class Watcher {
  constructor() {
    this.seen = new MutationObserver(() => this.look());
    this.seen.observe(document.querySelector(APP), { attributes: true, attributeFilter: ["class", "style"] });
  }

  look() {
    const worn = getComputedStyle(document.querySelector(APP)).colorScheme;
    if (worn === this.drawn) this.told = undefined;
    else if ((worn === "light" || worn === "dark") && worn !== this.told) {
      this.told = worn; // a server that cannot be told otherwise is not asked again and again
      this.tell("turned", worn);
    }
  }
}

export default ({ data, parentElement, setTriggerValue }) => {
  const watcher = watchers.get(parentElement) ?? new Watcher();
  watchers.set(parentElement, watcher);
  watcher.drawn = data.theme;
  watcher.tell = setTriggerValue;
  watcher.data = data;
  watcher.look();
  return () => {
    if (watcher.data !== data) return; // a call that was overtaken; the watcher is a later one's
    watcher.seen.disconnect();
    watchers.delete(parentElement);
  };
};
