/**
 * Tells times by the browser's own clock, and tells the shop once which zone that is, so that its pages come with the right ones.
 * Without it they are told by the clock of where the parcel goes, and name their zone.
 */
export const timesScript = `"use strict";
const tellTimes = (root) => {
  const form = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  for (const time of root.querySelectorAll("time[data-moment]")) time.textContent = new Date(time.dateTime).toLocaleString("en-GB", form);
};
{
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = "caravan-zone=" + encodeURIComponent(zone) + "; Path=/; Max-Age=31536000; SameSite=Lax";
  tellTimes(document);
}
`;
