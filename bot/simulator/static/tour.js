// The guided first minute: a step is done when its person has texted it, and then comes the next.

import { element, page } from "./page.js";

const HIDDEN = "sek-simulator-guide";
const REFERENCE = /\bS\d+\b/;
const MORE =
  "That was it. Try an unknown number, a photo on Telegram, or MEETING tomorrow 2pm County HQ.";

export class Tour {
  constructor(shelf, steps) {
    this.shelf = shelf;
    this.steps = steps;
    this.done = 0;
    this.ref = "";
    page("guide").hidden = steps.length === 0;
    page("guide").onclick = () => this.show(page("tour").hidden);
    page("tour-close").onclick = () => this.show(false);
    page("tour-do").onclick = () => this.propose();
    this.render();
    page("tour").hidden = steps.length === 0 || isHidden();
  }

  show(isShown) {
    page("tour").hidden = !isShown;
    remember(!isShown);
  }

  get step() {
    return this.steps[this.done];
  }

  // Without the reference of the report there is nothing to take yet.
  get text() {
    return this.step.text.includes("{ref}") && !this.ref ? "" : this.step.text.replace("{ref}", this.ref);
  }

  receive(messages) {
    const before = `${this.done} ${this.ref}`;
    for (const message of messages) {
      if (this.done === this.steps.length) break;
      if (message.direction === "in" && isOf(this.shelf.personById(this.step.who), message)) {
        if (sameWords(message.text, this.text)) this.done += 1;
      } else if (this.done === 1 && !this.ref && isOf(this.shelf.personById(this.steps[0].who), message)) {
        this.ref = message.text.match(REFERENCE)?.[0] || "";
      }
    }
    if (before !== `${this.done} ${this.ref}`) this.render();
  }

  render() {
    const items = this.steps.map(({ title }, place) => {
      const item = element("li", title, { "data-place": place + 1, "data-state": place < this.done ? "done" : "to-do" });
      if (place === this.done) item.setAttribute("aria-current", "step");
      return item;
    });
    page("tour-steps").replaceChildren(...items);
    const isOver = this.done === this.steps.length;
    page("tour-do").hidden = isOver;
    page("tour-why").textContent = isOver ? `${this.steps.at(-1)?.why ?? ""} ${MORE}` : this.step.why;
    if (isOver) return;
    page("tour-do").textContent = `Write as ${this.shelf.personById(this.step.who).name}`;
    page("tour-do").disabled = this.text === "";
  }

  propose() {
    this.shelf.open(this.shelf.personById(this.step.who)).propose(this.text);
  }
}

function isOf({ phone, chat }, { address }) {
  return address === phone || address === chat;
}

function sameWords(one, other) {
  return other !== "" && one.trim().toLowerCase() === other.trim().toLowerCase();
}

// Storage may be switched off in the browser (then reading it throws): the guide is there again next time.
function isHidden() {
  try {
    return window.localStorage.getItem(HIDDEN) === "yes";
  } catch {
    return false;
  }
}

function remember(isHiddenNow) {
  try {
    window.localStorage.setItem(HIDDEN, isHiddenNow ? "yes" : "no");
  } catch {
    return;
  }
}
