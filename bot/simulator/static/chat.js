// What only a Telegram phone has: a Start button, buttons under messages, things to share, and notes over
// the chat.

import { numberAskedFor } from "./conversation.js";
import { byRole, element } from "./page.js";
import { request } from "./server.js";

const UNDER_WAY = new Set(["queued", "sending"]);
const NOTE_MS = 5000;
const PATIENCE_MS = 15000;
const LONGEST_SIDE_PX = 1280;

// A photo as a phone would send it: a JPEG of at most 1,280 pixels a side, in base64.
async function shrunk(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
}

export class Chat {
  constructor(phone) {
    this.phone = phone;
    this.start = byRole(phone.root, "start");
    this.attach = byRole(phone.root, "attach");
    this.places = byRole(phone.root, "places");
    this.number = byRole(phone.root, "share-number");
    this.tapped = new Map();
    this.photo = byRole(phone.root, "photo");
    this.offerPlaces();
    this.listen();
  }

  offerPlaces() {
    const choices = this.phone.shelf.places.map(({ name, latitude, longitude }) => {
      const choice = element("button", name, { type: "button" });
      choice.addEventListener("click", () => {
        this.places.hidePopover();
        this.share({ place: { latitude, longitude } });
      });
      return choice;
    });
    this.places.replaceChildren(...choices);
    this.attach.popoverTargetElement = this.places;
  }

  listen() {
    this.phone.log.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-callback]");
      if (button) this.tap(button);
    });
    this.start.addEventListener("click", () => this.share({ text: "/start" }));
    byRole(this.phone.root, "photo-file").addEventListener("change", ({ target }) => this.sharePhoto(target));
    this.number.addEventListener("click", () => this.share({ number: this.phone.person.phone }));
  }

  // Whoever has never written to the bot is offered to start, and nothing else.
  show(bubbles) {
    const isChat = this.phone.person.channel === "telegram";
    const asksNumber = isChat ? numberAskedFor(bubbles) : "";
    const hadFocus = document.activeElement === this.start;
    this.start.hidden = !isChat || bubbles.length > 0;
    if (hadFocus && this.start.hidden) this.phone.compose.focus({ preventScroll: true });
    this.attach.hidden = !isChat;
    this.photo.hidden = !isChat || !this.phone.shelf.takesPhotos;
    this.number.hidden = !asksNumber;
    this.number.textContent = asksNumber;
  }

  send(what) {
    const { chat, name } = this.phone.person;
    return request("/simulator/telegram", { chat, name, ...what });
  }

  async share(what) {
    try {
      await this.send(what);
      this.phone.scrollToEnd();
    } catch (problem) {
      this.note(problem.message);
    }
  }

  // The words in the box go with it, as its caption.
  async sharePhoto(field) {
    const [file] = field.files;
    if (!file) return;
    const text = this.phone.compose.value;
    try {
      await this.send({ photo: await shrunk(file), text });
      this.phone.setText("");
      this.phone.scrollToEnd();
    } catch (problem) {
      this.note(problem.message || "This is no picture that the browser can read.");
    }
    field.value = "";
  }

  async tap(button) {
    if (button.hasAttribute("data-busy")) return;
    const { message } = this.phone.bubbleAt(button).message;
    const callback = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    button.toggleAttribute("data-busy", true);
    button.setAttribute("aria-disabled", "true");
    this.tapped.set(callback, button);
    setTimeout(() => this.release(callback), PATIENCE_MS);
    try {
      await this.send({ tap: { callback, data: button.dataset.callback, message } });
    } catch (problem) {
      this.release(callback);
      this.note(problem.message);
    }
  }

  release(callback) {
    const button = this.tapped.get(callback);
    this.tapped.delete(callback);
    button?.removeAttribute("data-busy");
    button?.removeAttribute("aria-disabled");
  }

  // Only who tapped sees the note that answers the tap.
  hear({ callback, toast, alert, status }) {
    if (!this.tapped.has(callback) || UNDER_WAY.has(status)) return;
    this.release(callback);
    if (toast) this.note(toast, alert);
  }

  note(words, untilClosed = false) {
    const note = element("div", "", { class: "note" });
    note.append(element("p", words));
    if (untilClosed) {
      const close = element("button", "OK", { type: "button" });
      close.addEventListener("click", () => {
        note.remove();
        this.phone.log.focus({ preventScroll: true });
      });
      note.append(close);
    } else {
      setTimeout(() => note.remove(), NOTE_MS);
    }
    byRole(this.phone.root, "notes").replaceChildren(note);
  }

  clear() {
    this.tapped.clear();
    byRole(this.phone.root, "notes").replaceChildren();
  }
}
