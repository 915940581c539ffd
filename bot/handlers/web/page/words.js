// The page's own words, times and days, in the visitor's language and the drive's time zone.

const root = document.documentElement;
const words = JSON.parse(root.dataset.words);

export const lang = root.lang;
export const room = root.dataset.room;
export const demo = "demo" in root.dataset;

/** The words for a key, with {names} filled in. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const locale = lang === "vi" ? "vi-VN" : "en-GB";
const timeZone = root.dataset.zone;
const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const number = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
const near = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "numeric" });
const brief = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric", month: "numeric" });
const far = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "numeric", year: "numeric" });

/** "4.000", or "4,000" in English */
export const sayNumber = (number) => number.toLocaleString(locale);

let ahead = 0; // milliseconds by which the server's clock is ahead of ours; a demonstration's may be years

/** Takes over the server's clock. */
export function setNow(at) {
  ahead = new Date(at).getTime() - Date.now();
}

/** The time now, by the server's clock. */
export const now = () => new Date(Date.now() + ahead);

/** "08:05" */
export const timeOf = (at) => clock.format(at);

/** "08:05", and with the day where that is another than `other`'s. */
export const sayTime = (at, other) => (dayOf(at) === dayOf(other) ? timeOf(at) : `${timeOf(at)} ${brief.format(at)}`);

/** "2021-10-05": one name for each day. */
export const dayOf = (at) => number.format(at);

/** "Today", "Yesterday", "Tuesday 5/10", and with the year where that was long ago. */
export function sayDay(at) {
  const day = dayOf(at);
  if (day === dayOf(now())) return t("day.today");
  if (day === dayOf(new Date(now().getTime() - 864e5))) return t("day.yesterday");
  const said = Math.abs(now() - at) < 300 * 864e5 ? near.format(at) : far.format(at);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** "Tue 5/10 · 08:00", for the demonstration's clock. */
export const sayMoment = (at) => `${brief.format(at)} · ${clock.format(at)}`;
