const PLAYER = "geogame_player";
const GAME = "geogame_game";
const ID = /^[0-9a-f]{32}$/;
const YEAR_S = 365 * 24 * 3600;

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
const readCookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";
const writeCookie = (name, value) => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; samesite=lax; max-age=${value ? YEAR_S : 0}${secure}`;
};

// The server knows who is here from the cookie, or has proposed an id. Only where the browser knows better is it told,
// since telling runs the page again: that could take back a click on another page's link made in the meantime.
export default ({ data, setStateValue }) => {
  const kept = read("localStorage", PLAYER);
  const mine = ID.test(kept) && kept !== data.forget ? kept : data.known;
  write("localStorage", PLAYER, mine);
  writeCookie(PLAYER, mine);
  const tab = read("sessionStorage", GAME);
  if (!data.heard && (mine !== data.known || (tab && data.game === null))) {
    setStateValue("said", { player: mine, tab });
    return;
  }
  if (data.game === null) return;
  write("sessionStorage", GAME, data.game);
  const last = readCookie(GAME);
  if (data.open && data.game) writeCookie(GAME, data.game);
  else if (!data.open && last === (data.game || tab)) writeCookie(GAME, "");
};
