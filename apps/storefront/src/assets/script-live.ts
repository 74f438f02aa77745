/**
 * The shop's only script: an order's page follows its parcel and its status while it is open. Without it the page is the same
 * as of its moment, with links to look again.
 */
export const liveScript = `"use strict";
(() => {
  const order = document.getElementById("order");
  const news = document.getElementById("news");
  const parcel = document.getElementById("parcel");
  const longestWait = 30000;

  const say = (text) => {
    news.textContent = text + " ";
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "Look again";
    news.append(link);
  };

  // Nobody loses what they are typing: then the news is only told.
  const renew = () => {
    if (document.activeElement?.closest("form")) say("This order has moved on.");
    else location.replace(location.pathname);
  };

  let looking = 0;
  const look = async () => {
    if (document.hidden) return;
    const reply = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const now = page.getElementById("order");
    if (!now) return;
    const isNew = now.dataset.status !== order.dataset.status;
    const hasParcel = page.getElementById("parcel") && !parcel;
    if (isNew || hasParcel) renew();
  };
  const lookLater = (wait) => {
    clearTimeout(looking);
    looking = setTimeout(() => look().catch(() => {}).then(() => lookLater(Math.min(wait * 1.5, longestWait))), wait);
  };
  if (order && "moving" in order.dataset) lookLater(2000);

  if (!parcel || !window.EventSource) return;
  const words = JSON.parse(parcel.dataset.words);
  const status = document.getElementById("parcel-status");
  const events = document.getElementById("parcel-events");
  let last = Number(parcel.dataset.last);
  let wait = 1000;

  const show = (event) => {
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
    events.prepend(entry);
  };

  const open = () => {
    const source = new EventSource("/v1/shipments/" + parcel.dataset.shipment + "/events?lastEventId=" + last);
    source.addEventListener("open", () => {
      wait = 1000;
      document.getElementById("parcel-refresh").hidden = true;
    });
    source.addEventListener("shipment", (message) => {
      const update = JSON.parse(message.data);
      const text = words[update.status];
      if (text && status.textContent !== text) {
        status.textContent = text;
        lookLater(1000);
      }
      if (update.event) show(update.event);
    });
    source.addEventListener("error", () => {
      // A broken connection the browser opens anew by itself, with Last-Event-ID; a refusal it does not.
      if (source.readyState !== EventSource.CLOSED) return;
      document.getElementById("parcel-refresh").hidden = false;
      wait = Math.min(wait * 2, longestWait);
      fetch("/session/refresh", { method: "POST" })
        .then((reply) => {
          if (reply.status === 401) say("Your session has ended. Sign in to follow your parcel.");
          else setTimeout(open, wait);
        })
        .catch(() => setTimeout(open, wait));
    });
  };
  open();
})();
`;
