// The cells under the marks: their shapes, fetched and numbered once, and what they show.
const documents = new Map(); // address -> promise of its JSON

export function fetchJson(url) {
  if (!documents.has(url)) {
    documents.set(url, fetch(new URL(url, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    }).catch((error) => {
      documents.delete(url);
      throw error;
    }));
  }
  return documents.get(url);
}

const indexed = (cells) => ({
  ...cells,
  features: cells.features.map((feature, index) => ({ ...feature, properties: { index } })),
});

export class CellShapes {
  // Shows the belief after view `shown`, or the colours of a map of cells; nothing where it shows that already.
  async show(stage, { mode, belief, cells, paint, colours }, shown) {
    const painting = mode === "cells";
    const told = painting ? paint && [paint.colours, paint.chosen, colours.line] : belief && cells && [belief, shown, colours.belief];
    if (painting && !told) return;
    const sign = told ? JSON.stringify(told) : "";
    if (sign === this.sign) return;
    this.sign = sign;
    if (!told) stage.setBelief(null);
    else if (painting) stage.setPaint(await this.of(cells), paint, colours.line);
    else stage.setBelief(await this.of(cells), belief[shown], Math.max(...belief.flat()), colours.belief);
  }

  // The shapes keep their identity while they are the same, so that deck.gl does not cut them up again.
  of(cells) {
    const sign = typeof cells === "string" ? cells : JSON.stringify(cells);
    if (sign !== this.cellsSign) {
      this.cellsSign = sign;
      this.shapes = (typeof cells === "string" ? fetchJson(cells) : Promise.resolve(cells)).then(indexed);
    }
    return this.shapes;
  }
}
