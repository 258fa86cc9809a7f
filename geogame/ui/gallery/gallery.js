// A sheet of pictures. Python sends the cards; one trigger goes back when a card is opened.
const sheets = new WeakMap();

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function draw(card, missing) {
  const button = element("button", "card");
  button.type = "button";
  button.dataset.id = card.id;
  if (card.src) {
    const image = element("img", "");
    image.loading = "lazy";
    image.decoding = "async";
    image.alt = "";
    image.src = card.src;
    button.append(image);
  } else button.append(element("span", "missing", missing));
  button.append(element("span", "title", card.title));
  if (card.note) button.append(element("span", "note", card.note));
  if (card.mark) button.append(element("span", "mark", card.mark));
  return button;
}

// How many cards stand in the first row.
function across(buttons) {
  const next = buttons.findIndex((button) => button.offsetTop !== buttons[0].offsetTop);
  return next < 0 ? buttons.length : next;
}

function target(event, buttons, at) {
  const row = across(buttons);
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row };
  if (event.key === "Home") return 0;
  if (event.key === "End") return buttons.length - 1;
  return event.key in steps ? at + steps[event.key] : null;
}

class Sheet {
  constructor(parent) {
    this.list = element("div", "sheet");
    this.list.setAttribute("role", "group");
    parent.append(this.list);
    this.list.addEventListener("click", (event) => this.open(event.target.closest(".card")));
    this.list.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(component) {
    this.component = component;
    const { cards, label, missing } = component.data;
    this.list.setAttribute("aria-label", label);
    const sign = JSON.stringify(cards);
    if (sign === this.sign) return;
    const held = this.list.contains(this.list.getRootNode().activeElement);
    this.sign = sign;
    this.buttons = cards.map((card) => draw(card, missing));
    this.list.replaceChildren(...this.buttons);
    this.rove(0);
    if (held) this.buttons[0]?.focus();
  }

  // Tab reaches one card of the sheet; the arrow keys move from there.
  rove(at) {
    this.buttons.forEach((button, index) => {
      button.tabIndex = index === at ? 0 : -1;
    });
  }

  onKey(event) {
    const at = this.buttons.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = target(event, this.buttons, at);
    if (next === null) return;
    event.preventDefault();
    if (next < 0 || next >= this.buttons.length) return;
    this.rove(next);
    this.buttons[next].focus();
  }

  open(card) {
    if (!card) return;
    this.rove(this.buttons.indexOf(card));
    this.component.setTriggerValue("open", { id: card.dataset.id, nonce: `${Date.now()}-${Math.random()}` });
  }
}

export default function mount(component) {
  const { parentElement } = component;
  let sheet = sheets.get(parentElement);
  if (!sheet) {
    sheet = new Sheet(parentElement);
    sheets.set(parentElement, sheet);
  }
  sheet.show(component);
  return () => {
    if (sheet.component !== component) return; // a call that was overtaken while it loaded; the sheet is a later one's
    sheets.delete(parentElement);
    sheet.list.remove();
  };
}
