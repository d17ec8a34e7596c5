// What is said on one phone over one channel, as it stands now.

import { messagesOf } from "./messages.js";

const UNDER_WAY = new Set(["queued", "sending", "unknown"]);

// By SMS every message stays as it was sent. In a chat some are no bubbles of their own: a tap leaves its
// mark on the message that had the button, an edit takes the place of what it edits, and what was said
// in a note beside the button is gone with the note.
export function conversationOf(channel, address) {
  const messages = messagesOf(channel, address);
  return channel === "telegram" ? standing(messages) : messages;
}

function standing(messages) {
  const bubbles = [];
  const byNumber = new Map();
  for (const message of messages) {
    if (message.tap) {
      byNumber.get(message.tap.message)?.taps.push(message.text);
      continue;
    }
    const isDone = !UNDER_WAY.has(message.status);
    if (message.strip && isDone && byNumber.has(message.strip)) byNumber.get(message.strip).keyboard = null;
    if (message.only_toast && !message.message) continue;
    if (message.edit && !isDone) continue;
    const edited = message.edit === message.message && byNumber.get(message.edit);
    if (edited) {
      const { text, html, keyboard, status, document = edited.document } = message;
      Object.assign(edited, { text, html, keyboard, status, document, edits: edited.edits + 1 });
      continue;
    }
    const bubble = { ...message, taps: [], edits: 0 };
    bubbles.push(bubble);
    if (message.message) byNumber.set(message.message, bubble);
  }
  return bubbles;
}

// The button in the place of the keyboard that shares one's number: there until it is used.
export function numberAskedFor(bubbles) {
  const last = bubbles.findLast(({ direction, contact }) => direction === "out" || contact);
  return last?.keyboard?.keyboard?.[0][0].text || "";
}
