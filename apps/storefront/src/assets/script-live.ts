/**
 * The shop's only script: an order's page follows its parcel and its status while it is open, in place. Without it the page is
 * the same as of its moment, with a link to look again.
 */
export const liveScript = `"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const longestWait = 30000;

  /** Tells screen readers; shows it too if the reader has to do something. */
  const say = (text, isShown) => {
    const news = byId("news");
    news.className = isShown ? "news" : "unseen";
    news.textContent = text + " ";
    if (!isShown) return;
    const link = document.createElement("a");
    link.href = byId("order").dataset.path;
    link.textContent = "Look again";
    news.append(link);
  };

  const isMoving = () => "moving" in byId("order").dataset;
  /** Nobody loses what they are typing, or a form that they have unfolded: then the news is only told. */
  const isBusy = () => document.activeElement?.closest("form") || byId("order").querySelector("details[open] form");

  const renew = (page) => {
    const before = byId("order");
    const now = page.getElementById("order");
    if (byId("history")?.open) page.getElementById("history").open = true;
    const isFocusLost = before.contains(document.activeElement);
    before.replaceWith(now);
    if (isFocusLost) byId("main").focus({ preventScroll: true });
    document.title = page.title;
    history.replaceState(null, "", byId("order").dataset.path);
    say(now.querySelector("h1").textContent, false);
    follow();
  };

  let looking = 0;
  const look = async () => {
    if (document.hidden) return;
    const reply = await fetch(byId("order").dataset.path, { headers: { accept: "text/html" } });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const now = page.getElementById("order");
    if (!now) return;
    if (now.dataset.state === byId("order").dataset.state) return;
    if (isBusy()) say("This order has moved on.", true);
    else renew(page);
  };
  const lookLater = (wait) => {
    clearTimeout(looking);
    if (isMoving()) looking = setTimeout(() => look().catch(() => {}).then(() => lookLater(Math.min(wait * 1.5, longestWait))), wait);
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
    when.className = "quiet";
    when.textContent = new Date(event.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC";
    entry.append(what, " " + (event.place ?? "") + " ", when);
    byId("parcel-events").prepend(entry);
  };

  let source;
  const open = (wait) => {
    const { shipment, words: text } = byId("parcel").dataset;
    const words = JSON.parse(text);
    const stream = new EventSource("/v1/shipments/" + shipment + "/events?lastEventId=" + last);
    source = stream;
    let next = wait;
    stream.addEventListener("open", () => {
      next = 1000;
      byId("refresh").hidden = true;
    });
    stream.addEventListener("shipment", (message) => {
      const update = JSON.parse(message.data);
      const status = byId("parcel-status");
      if (words[update.status] && status.textContent !== words[update.status]) {
        status.textContent = words[update.status];
        lookLater(1000);
      }
      if (update.event) show(update.event, words);
    });
    stream.addEventListener("error", () => {
      // A broken connection the browser opens anew by itself, with Last-Event-ID; a refusal it does not.
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

  const follow = () => {
    source?.close();
    source = undefined;
    lookLater(2000);
    if (!isMoving()) return;
    const parcel = byId("parcel");
    if (!parcel) byId("refresh").hidden = true;
    else if (window.EventSource) {
      last = Number(parcel.dataset.last);
      open(1000);
    }
  };
  follow();
})();
`;
