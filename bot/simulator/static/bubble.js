// One message as it is shown, by SMS or in a chat.

import { fillWithMarkup } from "./markup.js";
import { byRole, dateWords, element, fromTemplate, plural, timeWords } from "./page.js";

const MOST_TOLD = 7;

const STATUS_WORDS = {
  out: { unknown: "not confirmed", skipped: "not sent" },
  in: { new: "received", done: "read", failed: "could not be handled", kept: "kept for the coordinators" },
};

export class Bubble {
  constructor({ channel }) {
    this.root = fromTemplate(channel === "telegram" ? "chat-bubble-template" : "bubble-template");
    this.shown = "";
  }

  // Says whether anything differs from before.
  fill(message, settings) {
    const shown = JSON.stringify(message);
    if (shown === this.shown) return false;
    this.shown = shown;
    this.message = message;
    Object.assign(this.root.dataset, {
      key: message.key,
      direction: message.direction,
      status: message.status,
      kind: message.kind,
    });
    byRole(this.root, "author").textContent = authorWords(message);
    byRole(this.root, "kind").textContent = kindWords(message);
    byRole(this.root, "kind").hidden = !kindWords(message);
    byRole(this.root, "day").textContent = dateWords(message.ms);
    byRole(this.root, "meta").replaceChildren(...metaParts(message, settings.currency));
    if (message.html) fillWithMarkup(byRole(this.root, "text"), message.html);
    else byRole(this.root, "text").textContent = message.text || sharedWords(message, settings.places);
    if (message.channel === "telegram") this.fillChat(message);
    this.fillTold(message.told || [], settings);
    return true;
  }

  // Who else heard of it: each name opens that person's phone.
  fillTold(told, settings) {
    const line = byRole(this.root, "told");
    line.hidden = told.length === 0;
    const shown = told.slice(0, MOST_TOLD);
    const names = shown.map((person, place) => {
      const whole = element("span", place < shown.length - 1 ? ", " : " ");
      const name = element("button", person.name, { type: "button", class: "link" });
      name.addEventListener("click", () => settings.open(person));
      whole.prepend(name);
      return whole;
    });
    const rest = told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} more`] : [];
    line.replaceChildren("Also told: ", ...names, ...rest);
  }

  // What only a chat has. A message that has no number yet has not arrived: nothing under it could be tapped.
  fillChat({ message, keyboard, document }) {
    this.fillKeyboard((message && keyboard?.inline_keyboard) || []);
    const file = byRole(this.root, "file");
    file.hidden = !document;
    if (!document) return;
    file.textContent = document.name;
    file.href = document.link;
  }

  highlight() {
    const { classList } = byRole(this.root, "bubble");
    classList.remove("changed");
    void this.root.offsetWidth; // so that a second change is seen too
    classList.add("changed");
  }

  // A button says what it does by its data; the phone listens.
  fillKeyboard(rows) {
    const before = byRole(this.root, "keyboard");
    if (before.dataset.rows === JSON.stringify(rows)) return;
    const hadFocus = before.contains(document.activeElement);
    before.dataset.rows = JSON.stringify(rows);
    before.hidden = rows.length === 0;
    before.replaceChildren(
      ...rows.map((row) => {
        const line = element("div", "", { class: "keys" });
        line.append(
          ...row.map(({ text, callback_data: data }) =>
            element("button", text, { type: "button", "data-callback": data }),
          ),
        );
        return line;
      }),
    );
    // Who goes through the buttons by keyboard goes on where the next question stands.
    if (hadFocus) (before.querySelector("button") || this.root.parentElement)?.focus({ preventScroll: true });
  }
}

function authorWords({ direction, channel }) {
  if (direction === "out") return "From SEK:";
  return channel === "telegram" ? "Wrote:" : "Texted:";
}

function kindWords({ direction, kind }) {
  if (direction === "in" || kind === "answer") return "";
  const words = kind.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

function sharedWords({ location, contact, file }, places) {
  if (file) return `My ${file}`;
  if (contact) return `My number: ${contact.phone}`;
  if (!location) return "";
  const { lat, lon } = location;
  const known = places.find(({ latitude, longitude }) => latitude === lat && longitude === lon);
  return `My location: ${known ? known.name : ""}\n${lat}, ${lon}`;
}

function metaParts(message, currency) {
  const { ms, segments, cost, direction, status, channel, edits, taps } = message;
  const facts = [timeWords(ms)];
  if (channel === "sms") facts.push(plural(segments, "segment"));
  if (channel === "sms" && cost !== null) facts.push(`${currency} ${cost}`);
  if (edits) facts.push("edited");
  const isSent = channel === "telegram" && status === "accepted";
  const words = isSent ? "sent" : STATUS_WORDS[direction][status] || status;
  const parts = [`${facts.join(" · ")} · `, element("span", words, { "data-status": status })];
  if (taps?.length) parts.push(` · tapped ${taps.join(", ")}`);
  return parts;
}
