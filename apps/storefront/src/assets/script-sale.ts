/**
 * The page of a flash sale: counts down by the server's clock, solves the sum of the token, sends the ask in place, and follows the sale
 * and the shopper's place by one stream. Without scripts the page shows the state at load time, and its forms do all that is needed.
 *
 * Many have the page open when a sale changes. So what is the same for all is changed in place, and the page itself is only fetched by those
 * whose own part changes, each after a moment of its own.
 */
export const saleScript = `
if (document.getElementById("sale")) {
  const byId = (id) => document.getElementById(id);
  const sale = () => byId("sale");
  const words = JSON.parse(sale().dataset.words);
  const say = (text) => { byId("news").textContent = text; };
  /** The server's clock less ours. The page may be a second or two old; the stream tells it to the moment. */
  let ahead = Date.parse(sale().dataset.now) - Date.now();
  const now = () => Date.now() + ahead;
  const isOn = () => ["open", "sold-out"].includes(sale().dataset.state);
  const isBefore = () => ["scheduled", "warming"].includes(sale().dataset.state);

  /** The answer to the sum, by token and difficulty: it is searched once. */
  const solved = new Map();
  const zeroBits = (bytes) => {
    let bits = 0;
    for (const byte of bytes) {
      if (byte) return bits + Math.clz32(byte) - 24;
      bits += 8;
    }
    return bits;
  };
  const search = async (token, difficulty) => {
    const encoder = new TextEncoder();
    for (let from = 0; ; from += 200) {
      const tries = Array.from({ length: 200 }, (_, i) => String(from + i));
      const digests = await Promise.all(tries.map((one) => crypto.subtle.digest("SHA-256", encoder.encode(token + ":" + one))));
      const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= difficulty);
      if (found >= 0) return tries[found];
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  const solve = async () => {
    const form = byId("ask");
    const difficulty = Number(form?.dataset.difficulty ?? 0);
    if (!form || difficulty === 0) return ready();
    const { token, answer } = form.elements;
    const key = difficulty + token.value;
    if (!window.crypto?.subtle) {
      byId("ask-hint").textContent = "Open this page over https: your browser has to solve a small sum, and does so only there.";
      return;
    }
    if (!solved.has(key)) solved.set(key, search(token.value, difficulty));
    answer.value = await solved.get(key);
    if (byId("ask") === form) ready();
  };
  const isSolved = () => byId("ask").elements.answer.value !== "" || Number(byId("ask").dataset.difficulty) === 0;

  /** The button works exactly while the sale is on. */
  const ready = () => {
    const button = byId("ask")?.querySelector("button");
    if (!button) return;
    button.disabled = !isOn() || !isSolved();
    byId("ask-hint").textContent = !isOn() && isBefore() ? "The button works as soon as the sale is open."
      : isSolved() ? "One press is enough. Pressing twice gets no second piece." : "Your browser solves a small sum that keeps machines away …";
  };

  const two = (number) => String(number).padStart(2, "0");
  const spoken = (seconds) => {
    const days = Math.floor(seconds / 86400);
    const clock = two(Math.floor(seconds / 3600) % 24) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    return days === 0 ? clock : days + " d " + clock;
  };
  const tick = () => {
    // One who has paid is urged to nothing.
    if (!byId("countdown")) return;
    const until = isBefore() ? sale().dataset.opens : isOn() ? sale().dataset.ends : undefined;
    const left = until === undefined ? 0 : Math.ceil((Date.parse(until) - now()) / 1000);
    byId("countdown").textContent = left > 0 ? spoken(left) : "";
    if (isBefore() && left <= 0) turn("open");
  };
  /** What is the same for all changes in place. */
  const turn = (state) => {
    if (sale().dataset.state === state || !byId("countdown")) return;
    sale().dataset.state = state;
    byId("sale-badge").textContent = words[state].badge;
    byId("sale-state").textContent = words[state].lead;
    say(words[state].badge + ". " + words[state].lead);
    ready();
    if (["ended", "settled"].includes(state)) lookLater(5000);
  };

  const show = (page) => {
    const next = page.getElementById("sale");
    if (!next) return location.assign(sale().dataset.path);
    const isFocusLost = sale().contains(document.activeElement);
    sale().replaceWith(next);
    document.title = page.title;
    tellTimes(next);
    if (isFocusLost) byId("main").focus({ preventScroll: true });
    say(next.querySelector("#notice h2, #yours")?.textContent ?? next.querySelector("h1").textContent);
    begin();
  };
  const read = async (reply) => show(new DOMParser().parseFromString(await reply.text(), "text/html"));
  const isBusy = () => document.activeElement?.closest("form:not(#ask)");
  let looking = 0;
  const look = async () => {
    if (document.hidden || isBusy()) return;
    const reply = await fetch(sale().dataset.path, { headers: { accept: "text/html" } });
    if (reply.ok) await read(reply);
  };
  const lookLater = (within) => {
    clearTimeout(looking);
    looking = setTimeout(() => look().catch(() => lookLater(5000)), Math.random() * within);
  };

  /** Asks in place. Nothing decided yet: it is asked again, by the same key, so it counts once. */
  let asks = 0;
  const ask = async (form) => {
    const button = form.querySelector("button");
    button.disabled = true;
    say("Asking …");
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "text/html" } });
    await read(reply);
    if (!("again" in sale().dataset) || asks >= 20) return;
    asks += 1;
    const wait = Number(reply.headers.get("retry-after") ?? 1) + Math.random();
    setTimeout(() => byId("ask") && solve().then(() => byId("ask") && ask(byId("ask"))).catch(failed), wait * 1000);
  };
  const failed = () => { say("The shop does not answer. Press again."); ready(); };
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "ask") return;
    event.preventDefault();
    asks = 0;
    ask(event.target).catch(failed);
  });

  const hearSale = (data) => {
    const told = JSON.parse(data);
    ahead = Date.parse(told.serverTime) - Date.now();
    Object.assign(sale().dataset, { opens: told.opensAt, ends: told.endsAt });
    turn(told.state);
    tick();
  };
  const hearPlace = (data) => {
    const told = JSON.parse(data);
    const { place: state, order } = sale().dataset;
    if (told.state === "waiting" && state === "waiting" && byId("place")) {
      if (told.place !== null) byId("place").textContent = "number " + told.place.toLocaleString("en-GB");
      // At the end of the sale all who wait come for the page.
    } else if (told.state !== state || (told.orderId ?? "") !== order) lookLater(told.reason === "sale-ended" ? 5000 : 500);
  };
  const stream = oneStream({
    name: "caravan-sale",
    topic: () => sale().dataset.sale,
    url: () => "/v1/sales/" + sale().dataset.sale + "/watch",
    isWanted: () => "watch" in sale().dataset,
    events: { sale: hearSale, place: hearPlace },
    opened: () => byId("refresh")?.setAttribute("hidden", ""),
    refused: () => byId("refresh")?.removeAttribute("hidden"),
    ended: () => say("Your session has ended. Take part again, or sign in."),
  });

  const begin = () => {
    ready();
    tick();
    solve().catch(failed);
    stream.seek();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return look().catch(() => {}).then(begin);
    stream.close();
    stream.rest();
  });
  addEventListener("pagehide", stream.close);
  addEventListener("pageshow", (event) => event.persisted && begin());
  setInterval(tick, 1000);
  // Without a channel to the tab that has the stream, and if streams are refused.
  setInterval(() => "watch" in sale().dataset && !byId("refresh").hidden && lookLater(5000), 20000);
  begin();
}
`;
