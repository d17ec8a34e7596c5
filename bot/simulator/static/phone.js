// One phone: whose it is, its conversation, and the box to write in.

import { Bubble } from "./bubble.js";
import { Chat } from "./chat.js";
import { conversationOf } from "./conversation.js";
import { hintsOf } from "./hints.js";
import { comesAfter } from "./messages.js";
import { byRole, dateWords, element, fromTemplate, plural, showError } from "./page.js";
import { describeLength } from "./segments.js";
import { request } from "./server.js";

const REPORTERS = ["county_lead", "deputy_county_lead"];
const ACKNOWLEDGEMENT = /^OK\b/i;
const ANYONES = /^HELP\b/i;
const STRANGER = 0;
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
    this.chat = new Chat(this);
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
    for (const choice of this.switches()) choice.name = `channel-${phonesMade}`;
    byRole(this.root, "error").id = `error-${phonesMade}`;
    this.compose.setAttribute("aria-describedby", `counter-${phonesMade} error-${phonesMade}`);
  }

  switches() {
    return this.root.querySelectorAll("[data-channel-choice]");
  }

  // What the last message asks for comes first. Behind it leads and strangers are offered what they would report.
  fillHints(conversation) {
    const { roles, channel } = this.person;
    const reports = roles.length === 0 || roles.some((role) => REPORTERS.includes(role));
    const fits = (text) => ANYONES.test(text) || (reports && !ACKNOWLEDGEMENT.test(text));
    const examples = this.shelf.examples.filter(fits).map((text) => ({ text, label: text }));
    const hints = [...hintsOf(conversation, channel === "telegram"), ...examples];
    const shown = JSON.stringify(hints);
    if (this.hints === shown) return;
    this.hints = shown;
    const chips = hints.map(({ text, label }) => {
      const chip = element("button", label, { type: "button", title: text });
      chip.addEventListener("click", () => this.propose(text));
      return chip;
    });
    byRole(this.root, "try").replaceChildren(...chips);
    byRole(this.root, "try").scrollLeft = 0;
  }

  listen() {
    this.select.addEventListener("change", () => this.shelf.changePerson(this, Number(this.select.value)));
    for (const choice of this.switches()) choice.addEventListener("change", () => this.prefer(choice.value));
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
    byRole(this.root, "name").textContent = person.name;
    byRole(this.root, "title").textContent = person.title;
    byRole(this.root, "number").textContent = person.phone;
    byRole(this.root, "organisation").textContent = person.organisation || "";
    for (const channel of ["sms", "telegram"]) byRole(this.root, `news-${channel}`).hidden = true;
    this.setText("");
    this.showChannel();
  }

  // From now on messages to this person go over the other channel; what was typed stays in the box.
  async prefer(channel) {
    const { person } = this;
    try {
      if (person.id !== STRANGER) await request("/simulator/channel", { person: person.id, channel });
      person.channel = channel;
    } catch (problem) {
      showError(byRole(this.root, "error"), problem.message);
    }
    if (this.person === person) this.showChannel();
  }

  showChannel() {
    const { name, channel } = this.person;
    const isChat = channel === "telegram";
    this.root.dataset.channel = channel;
    for (const choice of this.switches()) choice.checked = choice.value === channel;
    byRole(this.root, `news-${channel}`).hidden = true;
    byRole(this.root, "compose-label").textContent = `${isChat ? "Message" : "Text"} from ${name} to SEK`;
    this.compose.placeholder = isChat ? "Message to SEK" : "Text to SEK";
    byRole(this.root, "empty").textContent = isChat
      ? "No messages yet. A chat with SEK begins with Start."
      : "No messages yet. Text something:";
    this.showLength();
    this.showConversation();
  }

  get address() {
    return this.person.channel === "telegram" ? this.person.chat : this.person.phone;
  }

  showConversation() {
    for (const bubble of this.bubbles.values()) bubble.root.remove();
    this.bubbles.clear();
    this.chat.clear();
    this.placeAll(false);
    this.unread = 0;
    this.scrollToEnd();
  }

  // Puts the conversation on the screen as it stands; returns how many messages are new there.
  placeAll(isLive) {
    const conversation = conversationOf(this.person.channel, this.address);
    const placed = conversation.filter((message) => this.place(message, isLive));
    this.root.toggleAttribute("data-empty", conversation.length === 0);
    this.chat.show(conversation);
    this.fillHints(conversation);
    return placed.filter(({ direction }) => direction === "out").length;
  }

  // New messages, and new states of those that are already shown. Only what comes after the history is
  // news: that is neither announced nor counted.
  receive(messages, isLive) {
    const own = messages.filter(({ address }) => address === this.address);
    const elsewhere = [this.person.phone, this.person.chat].filter((address) => address !== this.address);
    const missed = messages.find(({ address, direction }) => elsewhere.includes(address) && direction === "out");
    if (isLive && missed) byRole(this.root, `news-${missed.channel}`).hidden = false;
    if (own.length === 0) return;
    const seen = this.atEnd && this.onScreen;
    const wasAtEnd = this.atEnd;
    const news = this.placeAll(isLive);
    for (const message of own) this.chat.hear(message);
    if (isLive && !seen) this.unread += news;
    if (wasAtEnd) this.scrollToEnd();
    this.showUnread();
  }

  // Says whether the message was not there before.
  place(said, isLive) {
    const message = { ...said, told: this.shelf.toldBy(said) };
    const known = this.bubbles.get(message.key);
    const bubble = known || new Bubble(message);
    const edits = known ? known.message.edits : message.edits;
    if (!bubble.fill(message, this.shelf)) return false;
    bubble.root.toggleAttribute("data-fresh", !known && isLive);
    if (message.edits !== edits && isLive) bubble.highlight();
    if (known) return false;
    this.bubbles.set(message.key, bubble);
    this.insert(bubble.root, message);
    return true;
  }

  messageOf(root) {
    return this.bubbles.get(root?.dataset.key)?.message;
  }

  bubbleAt(element) {
    return this.bubbles.get(element.closest(".message").dataset.key);
  }

  insert(root, message) {
    let before = this.log.lastElementChild;
    while (this.messageOf(before) && comesAfter(this.messageOf(before), message)) before = before.previousElementSibling;
    before.after(root);
    this.markDay(root);
    this.markDay(root.nextElementSibling);
  }

  // The date stands above the first message of each day.
  markDay(root) {
    if (!root) return;
    const before = this.messageOf(root.previousElementSibling);
    byRole(root, "day").hidden = Boolean(before) && dateWords(before.ms) === dateWords(this.messageOf(root).ms);
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
    // Described by it, the box must say nothing of segments where there are none.
    const isChat = this.person.channel === "telegram";
    byRole(this.root, "counter").textContent = isChat ? "" : describeLength(this.compose.value);
    byRole(this.root, "send").disabled = this.sending || this.compose.value.trim() === "";
  }

  async send() {
    const text = this.compose.value;
    const { person } = this;
    if (this.sending || text.trim() === "") return;
    this.sending = true;
    this.showLength();
    try {
      await (person.channel === "telegram"
        ? this.chat.send({ text })
        : request("/simulator/send", { phone: person.phone, text }));
      // What was typed meanwhile, or by the phone's next person, is not thrown away.
      if (this.compose.value === text && this.person === person) this.setText("");
      this.scrollToEnd();
    } catch (problem) {
      showError(byRole(this.root, "error"), problem.message);
    }
    this.sending = false;
    this.showLength();
  }
}
