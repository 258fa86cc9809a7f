const PLAYER = "geogame.player";
const GAME = "geogame.game";
const ID = /^[0-9a-f]{32}$/;

// Storage may be forbidden; then what is kept lasts as long as the page.
const memory = new Map();
const read = (area, key) => {
  try {
    return window[area].getItem(key) ?? "";
  } catch {
    return memory.get(area + key) ?? "";
  }
};
const write = (area, key, value) => {
  try {
    if (value) window[area].setItem(key, value);
    else window[area].removeItem(key);
  } catch {
    memory.set(area + key, value);
  }
};

const made = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

const player = (forgotten) => {
  const known = read("localStorage", PLAYER);
  if (ID.test(known) && known !== forgotten) return known;
  write("localStorage", PLAYER, made());
  return read("localStorage", PLAYER);
};

export default ({ data, setStateValue }) => {
  const mine = player(data.forget);
  if (data.known !== mine) {
    setStateValue("said", {
      player: mine,
      tab: read("sessionStorage", GAME),
      last: read("localStorage", GAME),
    });
    return;
  }
  if (data.game === null) return;
  const before = read("sessionStorage", GAME);
  write("sessionStorage", GAME, data.game);
  const last = read("localStorage", GAME);
  if (data.open) write("localStorage", GAME, data.game || last);
  else if (last === (data.game || before)) write("localStorage", GAME, "");
};
