// Every message that the page was told of, and how one is shown.

import { byRole, dateWords, element, plural, timeWords, wallClock } from "./page.js";

const STATUS_WORDS = {
  out: { unknown: "not confirmed", skipped: "not sent" },
  in: { new: "received", done: "handled", failed: "could not be handled", kept: "kept for the coordinators" },
};

const messages = new Map();

export const messageOf = (bubble) => messages.get(bubble?.dataset.key);

// Takes in what the server told; says whether the message is new, and whether it differs from what is shown.
// A later version of a message keeps its place among those of the same moment.
export function remember(told) {
  const known = messages.get(told.key);
  // The same key at another time is another message: the server has a new database, and all else is gone.
  if (known && known.at !== told.at) location.reload();
  const message = { ...told, ms: wallClock(told.at).ms, arrival: known ? known.arrival : messages.size };
  messages.set(message.key, message);
  return { message, isNew: !known, isChanged: !known || known.status !== told.status };
}

export function comesAfter(one, other) {
  return one.ms === other.ms ? one.arrival > other.arrival : one.ms > other.ms;
}

export function messagesOf(number) {
  return [...messages.values()]
    .filter((message) => message.phone === number)
    .sort((one, other) => (comesAfter(one, other) ? 1 : -1));
}

export function fillBubble(bubble, message, currency) {
  bubble.dataset.key = message.key;
  bubble.dataset.direction = message.direction;
  bubble.dataset.status = message.status;
  bubble.dataset.kind = message.kind;
  byRole(bubble, "author").textContent = message.direction === "in" ? "Texted:" : "From SEK:";
  byRole(bubble, "kind").textContent = kindWords(message);
  byRole(bubble, "kind").hidden = !kindWords(message);
  byRole(bubble, "text").textContent = message.text;
  byRole(bubble, "day").textContent = dateWords(message.ms);
  byRole(bubble, "meta").replaceChildren(...metaParts(message, currency));
}

function kindWords({ direction, kind }) {
  if (direction === "in" || kind === "answer") return "";
  const words = kind.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

function metaParts({ ms, segments, cost, direction, status }, currency) {
  const facts = [timeWords(ms), plural(segments, "segment")];
  if (cost !== null) facts.push(`${currency} ${cost}`);
  const words = STATUS_WORDS[direction][status] || status;
  return [`${facts.join(" · ")} · `, element("span", words, { "data-status": status })];
}
