/**
 * An open order page follows its parcel and its status in place. Without scripts the page shows the state at load time,
 * with a link to reload.
 *
 * A browser opens no more than six connections to a shop without HTTP/2, and a stream holds one permanently: so all tabs together
 * have one stream, and hidden tabs have none. The tab with the stream answers the others over a channel, and forwards the events
 * of their parcel; the others reload their page periodically.
 */
export const liveScript = `"use strict";
if (document.getElementById("order")) {
  const byId = (id) => document.getElementById(id);
  const longestWait = 30000;
  const self = Math.random();

  /** Announces to screen readers; also visible if the reader has to act. */
  const say = (text, isShown) => {
    const news = byId("news");
    news.className = isShown ? "news" : "unseen";
    news.textContent = text + " ";
    if (!isShown) return;
    const link = document.createElement("a");
    link.href = byId("order").dataset.path;
    link.textContent = "Refresh";
    news.append(link);
  };

  const isMoving = () => "moving" in byId("order").dataset;
  /** While the shopper types or has a form open, the news is only announced. */
  const isBusy = () => document.activeElement?.closest("form") || byId("order").querySelector("details[open] form");

  const renew = (page) => {
    const before = byId("order");
    const now = page.getElementById("order");
    if (byId("history")?.open) page.getElementById("history").open = true;
    const isFocusLost = before.contains(document.activeElement);
    before.replaceWith(now);
    tellTimes(now);
    if (isFocusLost) byId("main").focus({ preventScroll: true });
    document.title = page.title;
    history.replaceState(null, "", byId("order").dataset.path);
    say(now.querySelector("h1").textContent, false);
    follow();
  };

  let looking = 0;
  const look = async () => {
    if (document.hidden) return;
    const reply = await fetch(byId("order").dataset.look, { headers: { accept: "text/html" } });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const now = page.getElementById("order");
    if (!now) return;
    if (now.dataset.state === byId("order").dataset.state) byId("order").dataset.look = now.dataset.look;
    else if (isBusy()) say("This order has moved on.", true);
    else renew(page);
  };
  const longer = (wait) => (byId("order").dataset.state === "confirming" ? wait : Math.min(wait * 1.5, longestWait));
  const lookLater = (wait) => {
    clearTimeout(looking);
    if (!isMoving() || document.hidden) return;
    looking = setTimeout(() => look().catch(() => {}).then(() => { seek(); lookLater(longer(wait)); }), wait);
  };

  let last = 0;
  const show = (event, words) => {
    if (event.number <= last) return;
    last = event.number;
    const entry = document.createElement("li");
    const what = document.createElement("strong");
    what.textContent = words.event[event.kind] ?? event.kind;
    const when = document.createElement("time");
    when.dateTime = event.at;
    when.dataset.moment = "";
    when.className = "quiet";
    entry.append(what, " " + (event.place ?? "") + " ", when);
    byId("parcel-events").prepend(entry);
    tellTimes(byId("parcel-events"));
  };
  const hear = (data) => {
    const update = JSON.parse(data);
    const words = JSON.parse(byId("parcel").dataset.words);
    const status = byId("parcel-status");
    if (words[update.status] && status.textContent !== words[update.status]) {
      status.textContent = words[update.status];
      lookLater(1000);
    }
    if (update.event) show(update.event, words);
  };

  let source;
  const shipment = () => byId("parcel")?.dataset.shipment;
  const channel = window.BroadcastChannel ? new BroadcastChannel("caravan-live") : undefined;
  const tell = (message) => channel?.postMessage({ ...message, self });

  const open = (wait) => {
    const stream = new EventSource("/v1/shipments/" + shipment() + "/events?lastEventId=" + last);
    source = stream;
    tell({ kind: "streaming" });
    let next = wait;
    stream.addEventListener("open", () => {
      next = 1000;
      byId("refresh").hidden = true;
    });
    stream.addEventListener("shipment", (message) => {
      tell({ kind: "heard", shipment: shipment(), data: message.data });
      hear(message.data);
    });
    stream.addEventListener("error", () => {
      // The browser reopens a broken connection with Last-Event-ID, but not a refused one.
      if (stream.readyState !== EventSource.CLOSED) return;
      byId("refresh").hidden = false;
      next = Math.min(next * 2, longestWait);
      const again = () => setTimeout(() => source === stream && open(next), next);
      fetch("/session/refresh", { method: "POST" }).then((reply) => {
        if (reply.status === 401) say("Your session has ended. Sign in to follow your parcel.", true);
        else again();
      }, again);
    });
  };
  const close = () => {
    if (!source) return;
    source.close();
    source = undefined;
    tell({ kind: "free" });
  };

  /** Opens the stream unless another tab answers shortly that it has one. */
  let asking = 0;
  const seek = () => {
    if (source || !shipment() || !isMoving() || document.hidden || !window.EventSource) return;
    clearTimeout(asking);
    asking = setTimeout(() => !source && !document.hidden && isMoving() && shipment() && open(1000), channel ? 100 + 200 * self : 0);
    tell({ kind: "who" });
  };
  channel?.addEventListener("message", ({ data: message }) => {
    if (message.kind === "who" && source) tell({ kind: "streaming" });
    if (message.kind === "free") seek();
    if (message.kind === "heard" && message.shipment === shipment()) hear(message.data);
    if (message.kind === "streaming") {
      clearTimeout(asking);
      // Two tabs that began at the same time: one of them keeps its stream.
      if (source && message.self < self) {
        source.close();
        source = undefined;
      }
    }
  });

  const follow = () => {
    close();
    lookLater(2000);
    if (!isMoving()) return;
    const parcel = byId("parcel");
    if (!parcel) byId("refresh").hidden = true;
    else last = Number(parcel.dataset.last);
    seek();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      close();
      clearTimeout(looking);
      clearTimeout(asking);
    } else look().catch(() => {}).then(follow);
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
}
`;
