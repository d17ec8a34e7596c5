// One phone: whose it is, its conversation, and the box to write in.

import { comesAfter, fillBubble, messageOf, messagesOf } from "./messages.js";
import { byRole, dateWords, element, fromTemplate, plural, showError } from "./page.js";
import { describeLength } from "./segments.js";
import { request } from "./server.js";

const REPORTERS = ["county_lead", "deputy_county_lead"];
const ACKNOWLEDGEMENT = /^OK\b/i;
const ANYONES = /^HELP\b/i;
const NEAR_END_PX = 24;

let phonesMade = 0;

export class Phone {
  constructor(person, shelf) {
    this.shelf = shelf;
    this.root = fromTemplate("phone-template");
    this.log = byRole(this.root, "messages");
    this.compose = byRole(this.root, "compose");
    this.jump = byRole(this.root, "jump");
    this.select = byRole(this.root, "person");
    this.tab = element("button", "", { type: "button" });
    this.bubbles = new Map();
    this.onScreen = true;
    this.atEnd = true;
    this.lastTop = 0;
    this.sending = false;
    this.unread = 0;
    this.connectLabels();
    this.listen();
    this.show(person);
  }

  connectLabels() {
    phonesMade += 1;
    this.compose.id = `compose-${phonesMade}`;
    byRole(this.root, "compose-label").htmlFor = this.compose.id;
    byRole(this.root, "counter").id = `counter-${phonesMade}`;
    byRole(this.root, "error").id = `error-${phonesMade}`;
    this.compose.setAttribute("aria-describedby", `counter-${phonesMade} error-${phonesMade}`);
  }

  // Leads are offered what they would report, the others what they would answer to an alert.
  fillExamples() {
    const reports = this.person.roles.some((role) => REPORTERS.includes(role));
    const fits = (text) => ANYONES.test(text) || ACKNOWLEDGEMENT.test(text) !== reports;
    const chips = this.shelf.examples.filter(fits).map((text) => {
      const chip = element("button", text, { type: "button", title: text });
      chip.addEventListener("click", () => this.propose(text));
      return chip;
    });
    byRole(this.root, "try").replaceChildren(...chips);
  }

  listen() {
    this.select.addEventListener("change", () => this.shelf.changePerson(this, Number(this.select.value)));
    byRole(this.root, "remove").addEventListener("click", () => this.shelf.remove(this));
    this.tab.addEventListener("click", () => this.root.scrollIntoView({ inline: "start", block: "nearest" }));
    this.jump.addEventListener("click", () => {
      this.scrollToEnd();
      this.log.focus({ preventScroll: true });
    });
    this.log.addEventListener("scroll", () => this.noteScroll());
    // A growing compose box takes height from the conversation, whose end should stay in view.
    new ResizeObserver(() => this.atEnd && this.scrollToEnd()).observe(this.log);
    this.compose.addEventListener("input", () => this.showLength());
    this.compose.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.root.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  show(person) {
    this.person = person;
    this.root.dataset.phone = person.phone;
    this.root.setAttribute("aria-label", `Phone of ${person.name}`);
    this.log.setAttribute("aria-label", `Messages of ${person.name}`);
    byRole(this.root, "compose-label").textContent = `Text from ${person.name} to SEK`;
    byRole(this.root, "name").textContent = person.name;
    byRole(this.root, "title").textContent = person.title;
    byRole(this.root, "number").textContent = person.phone;
    byRole(this.root, "organisation").textContent = person.organisation || "";
    this.fillExamples();
    this.setText("");
    this.showConversation();
  }

  showConversation() {
    for (const bubble of this.bubbles.values()) bubble.remove();
    this.bubbles.clear();
    for (const message of messagesOf(this.person.phone)) this.place(message);
    this.root.toggleAttribute("data-empty", this.bubbles.size === 0);
    this.unread = 0;
    this.scrollToEnd();
  }

  // New messages, and new states of those that are already shown. Only what comes after the history is
  // news: that is neither announced nor counted.
  receive(updates, isLive) {
    const seen = this.atEnd && this.onScreen;
    const wasAtEnd = this.atEnd;
    for (const { message, isNew } of updates) {
      const isNews = isNew && isLive;
      this.place(message).toggleAttribute("data-fresh", isNews);
      if (isNews && message.direction === "out" && !seen) this.unread += 1;
    }
    this.root.toggleAttribute("data-empty", this.bubbles.size === 0);
    if (wasAtEnd) this.scrollToEnd();
    this.showUnread();
  }

  place(message) {
    const known = this.bubbles.get(message.key);
    const bubble = known || fromTemplate("bubble-template");
    fillBubble(bubble, message, this.shelf.currency);
    this.bubbles.set(message.key, bubble);
    if (!known) this.insert(bubble, message);
    return bubble;
  }

  insert(bubble, message) {
    let before = this.log.lastElementChild;
    while (messageOf(before) && comesAfter(messageOf(before), message)) before = before.previousElementSibling;
    before.after(bubble);
    this.markDay(bubble);
    this.markDay(bubble.nextElementSibling);
  }

  // The date stands above the first message of each day.
  markDay(bubble) {
    if (!bubble) return;
    const before = messageOf(bubble.previousElementSibling);
    byRole(bubble, "day").hidden = Boolean(before) && dateWords(before.ms) === dateWords(messageOf(bubble).ms);
  }

  // Only a movement upwards leaves the end: a box that became smaller meanwhile was not scrolled by anybody.
  noteScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) this.atEnd = true;
    else if (scrollTop < this.lastTop) this.atEnd = false;
    this.lastTop = scrollTop;
    this.markRead();
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
    this.atEnd = true;
    this.markRead();
  }

  setOnScreen(onScreen) {
    this.onScreen = onScreen;
    this.tab.setAttribute("aria-current", String(onScreen));
    if (onScreen) this.tab.parentElement.scrollLeft = this.tab.offsetLeft - 20;
    this.markRead();
  }

  markRead() {
    if (this.atEnd && this.onScreen) this.unread = 0;
    this.showUnread();
  }

  showUnread() {
    const words = plural(this.unread, "new message");
    this.jump.hidden = this.unread === 0 || this.atEnd;
    this.jump.textContent = words;
    this.tab.replaceChildren(this.person.name);
    if (this.unread > 0) this.tab.append(element("span", this.unread, { class: "badge", title: words }));
  }

  propose(text) {
    this.setText(text);
    this.compose.focus();
  }

  setText(text) {
    this.compose.value = text;
    showError(byRole(this.root, "error"), "");
    this.showLength();
  }

  showLength() {
    byRole(this.root, "counter").textContent = describeLength(this.compose.value);
    byRole(this.root, "send").disabled = this.sending || this.compose.value.trim() === "";
  }

  async send() {
    const text = this.compose.value;
    const phone = this.person.phone;
    if (this.sending || text.trim() === "") return;
    this.sending = true;
    this.showLength();
    try {
      await request("/simulator/send", { phone, text });
      // What was typed meanwhile, or by the phone's next person, is not thrown away.
      if (this.compose.value === text && this.person.phone === phone) this.setText("");
      this.scrollToEnd();
    } catch (problem) {
      showError(byRole(this.root, "error"), problem.message);
    }
    this.sending = false;
    this.showLength();
  }
}
