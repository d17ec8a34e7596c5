// What every part of the page uses: its elements, and how numbers and times are written.
// Every text from the roster or from a phone is set with textContent, so that it is shown as typed.

export const byRole = (root, role) => root.querySelector(`[data-role="${role}"]`);
export const page = (role) => byRole(document, role);

export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function showError(place, words) {
  place.textContent = words;
  place.hidden = !words;
}

export function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

// --- Times, in the offset the server gives and never in the browser's own zone ---

const DATE_STYLE = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const DATE_FORMAT = new Intl.DateTimeFormat("en-GB", DATE_STYLE);
const TIME_FORMAT = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:?\d\d)?$/;

// The wall clock of a timestamp, held as if it were UTC so that formatting does not shift it.
export function wallClock(timestamp) {
  const [, local, offset] = timestamp.match(TIMESTAMP);
  return { ms: Date.parse(`${local}Z`), zone: !offset || offset === "Z" ? "UTC" : `UTC${offset}` };
}

export const dateWords = (ms) => DATE_FORMAT.format(ms);
export const timeWords = (ms) => TIME_FORMAT.format(ms);

export function aheadWords(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days && plural(days, "day"), hours && `${hours} h`, rest && `${rest} min`];
  return `Now ${parts.filter(Boolean).join(" ")} ahead.`;
}
