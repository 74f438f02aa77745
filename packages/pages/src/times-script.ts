/** In which cookie the script tells the zone. */
export const zoneCookieName = "caravan-zone";

/**
 * Shows times in the browser's time zone, and sends the zone to the shop once, so that its pages are rendered with it.
 * Without it times are in the zone of the delivery address, and name the zone.
 */
export const timesScript = `"use strict";
const tellTimes = (root) => {
  const hour = { hour: "2-digit", minute: "2-digit" };
  const forms = {
    moment: { day: "numeric", month: "long", year: "numeric", ...hour, timeZoneName: "short" },
    short: { day: "numeric", month: "short", ...hour, second: "2-digit" },
  };
  for (const [name, form] of Object.entries(forms))
    for (const time of root.querySelectorAll("time[data-" + name + "]")) time.textContent = new Date(time.dateTime).toLocaleString("en-GB", form);
};
{
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = "${zoneCookieName}=" + encodeURIComponent(zone) + "; Path=/; Max-Age=31536000; SameSite=Lax";
  tellTimes(document);
}
`;
