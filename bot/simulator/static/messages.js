// Every message that the page was told of.

import { wallClock } from "./page.js";

const messages = new Map();
const sentAt = new Map();

// Takes in what the server told; says whether it differs from what is known.
// A later version of a message keeps its place among those of the same moment.
export function remember(told) {
  const known = messages.get(told.key);
  // The same key at another time is another message: the server has a new database, and all else is gone.
  if (known && known.at !== told.at) location.reload();
  const message = { ...told, ms: wallClock(told.at).ms, arrival: known ? known.arrival : messages.size };
  messages.set(message.key, message);
  if (!known && told.direction === "out") sentAt.set(told.at, [...(sentAt.get(told.at) || []), message]);
  return { message, isChanged: !known || known.status !== told.status };
}

export function comesAfter(one, other) {
  return one.ms === other.ms ? one.arrival > other.arrival : one.ms > other.ms;
}

export function messagesOf(channel, address) {
  return [...messages.values()]
    .filter((message) => message.channel === channel && message.address === address)
    .sort((one, other) => (comesAfter(one, other) ? 1 : -1));
}

// The addresses of others to whom the program wrote as it handled this message: both have that one time.
export function toldBy({ direction, handled, address }) {
  if (direction !== "in" || !handled) return [];
  const sent = (sentAt.get(handled) || []).filter((message) => message.address !== address);
  return [...new Set(sent.map((message) => message.address))];
}
