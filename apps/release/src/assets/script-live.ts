/**
 * A page follows what it shows: it asks for itself again, and takes over what has changed. The server answers 304 while nothing has, so asking
 * costs little. Without scripts the page says of when it is. Over a confirmation nothing is replaced: it is only told that the release moved on.
 */
export const liveScript = `
{
  const byId = (id) => document.getElementById(id);
  const usual = 3000, longest = 30000, patience = 10000;
  let wait = usual, timer = 0, heard = Date.now();

  const ago = () => {
    const seconds = Math.round((Date.now() - heard) / 1000);
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60) + " min";
  };
  /** How old what is shown is, and whether it is followed. */
  const tell = (state) => {
    const link = byId("link");
    if (!link) return;
    link.className = "link-" + state;
    link.textContent = state === "live" ? "Live" : state === "ended" ? "Ended: nothing changes any more"
      : state === "signed-out" ? "Your session has ended: this is " + ago() + " old. Sign in again to follow it"
      : "Connection lost: this is " + ago() + " old";
  };
  const say = (text) => { byId("news").textContent = text; };
  const isAsking = () => "asking" in byId("live").dataset;
  const isMoving = () => "moving" in byId("live").dataset;

  /** Over plain HTTP browsers offer no clipboard to scripts, but still copy what is selected. */
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  const copies = (root) => {
    for (const button of root.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const before = button.firstChild.textContent;
        await copy(button.dataset.copy);
        button.firstChild.textContent = "Copied";
        setTimeout(() => { button.firstChild.textContent = before; }, 1500);
      });
    }
  };

  const renew = (page) => {
    const before = byId("live"), now = page.getElementById("live");
    const open = [...before.querySelectorAll("figure:has(details[open])")].map(({ id }) => id);
    const active = document.activeElement, isInside = before.contains(active);
    const address = isInside && active.getAttribute("href"), place = isInside && active.closest("figure")?.id;
    const heading = before.querySelector("h1").textContent;
    before.replaceWith(now);
    for (const id of open) now.querySelector("#" + id + " details")?.setAttribute("open", "");
    tellTimes(now);
    copies(now);
    document.title = page.title;
    if (isInside) {
      const same = address ? now.querySelector('a[href="' + CSS.escape(address) + '"]') : place ? now.querySelector("#" + place + " summary") : undefined;
      (same ?? byId("main")).focus({ preventScroll: true });
    }
    const after = now.querySelector("h1").textContent;
    if (after !== heading) say(after);
  };

  let shown = "";
  const look = async () => {
    const reply = await fetch(byId("live").dataset.path, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(patience) });
    if (reply.status === 401 || reply.status === 403) return "signed-out";
    if (!reply.ok) throw new Error(String(reply.status));
    const text = await reply.text();
    heard = Date.now();
    if (text === shown) return isMoving() ? "live" : "ended";
    shown = text;
    const page = new DOMParser().parseFromString(text, "text/html");
    const now = page.getElementById("live");
    if (!now) throw new Error("another page");
    if (!isAsking()) renew(page);
    else if (now.dataset.state !== byId("live").dataset.state) say("The release has moved on since this page was opened. What you confirm is shown to you again first.");
    return isMoving() ? "live" : "ended";
  };
  const later = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(follow, wait);
  };
  const follow = async () => {
    try {
      const state = await look();
      wait = usual;
      tell(state);
      if (state === "live") later();
    } catch {
      wait = Math.min(wait * 2, longest);
      tell("lost");
      later();
    }
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : isMoving() && follow()));
  addEventListener("offline", () => tell("lost"));
  addEventListener("online", () => follow());
  copies(document);
  if (byId("live")) {
    setInterval(() => byId("link")?.className.match(/lost|signed-out/) && tell(byId("link").className.slice(5)), 1000);
    if (isMoving()) { tell("live"); later(); } else tell("ended");
  }
}
`;
