/**
 * An open order page follows its parcel and its status in place. Without scripts the page shows the state at load time,
 * with a link to reload.
 */
export const liveScript = `"use strict";
if (document.getElementById("order")) {
  const byId = (id) => document.getElementById(id);

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
    looking = setTimeout(() => look().catch(() => {}).then(() => { stream.seek(); lookLater(longer(wait)); }), wait);
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

  const shipment = () => byId("parcel")?.dataset.shipment;
  const stream = oneStream({
    name: "caravan-live",
    topic: shipment,
    url: () => "/v1/shipments/" + shipment() + "/events?lastEventId=" + last,
    isWanted: isMoving,
    events: { shipment: hear },
    opened: () => { byId("refresh").hidden = true; },
    refused: () => { byId("refresh").hidden = false; },
    ended: () => say("Your session has ended. Sign in to follow your parcel.", true),
  });

  const follow = () => {
    stream.close();
    lookLater(2000);
    if (!isMoving()) return;
    const parcel = byId("parcel");
    if (!parcel) byId("refresh").hidden = true;
    else last = Number(parcel.dataset.last);
    stream.seek();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream.close();
      clearTimeout(looking);
      stream.rest();
    } else look().catch(() => {}).then(follow);
  });
  addEventListener("pagehide", stream.close);
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
}
`;
