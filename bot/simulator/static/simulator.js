// The simulator: the demonstration's phones in one browser window.
// Every text from the roster or from a phone is set with textContent, so that it is shown as typed.

const MOST_PHONES = 6;
const REMEMBERED = "sek-simulator-phones";
const REPORTERS = ["county_lead", "deputy_county_lead"];
const ACKNOWLEDGEMENT = /^OK\b/i;
const ANYONES = /^HELP\b/i;
const RECONNECT_AFTER_MS = 3000;
const HISTORY_QUIET_MS = 600;
const NEAR_END_PX = 24;
const SERVER_SILENT = 'The simulator did not answer. Is "sek run" still running?';

const STATUS_WORDS = {
  out: { accepted: "accepted", unknown: "not confirmed", skipped: "not sent" },
  in: { new: "received", done: "handled", failed: "could not be handled" },
};

const byRole = (root, role) => root.querySelector(`[data-role="${role}"]`);
const page = (role) => byRole(document, role);

function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

// --- How long a text is, in SMS segments (3GPP TS 23.038) ---

const GSM_BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_EXTENSION = new Set("\f^{}\\[~]|€");

function gsmUnits(character) {
  if (GSM_BASIC.has(character)) return 1;
  return GSM_EXTENSION.has(character) ? 2 : null;
}

// A two-unit character (an escape pair, a surrogate pair) is never split between two segments,
// so the segments are filled one character at a time.
function fillSegments(units, size) {
  let segments = 1;
  let filled = 0;
  for (const unit of units) {
    if (filled + unit > size) {
      segments += 1;
      filled = 0;
    }
    filled += unit;
  }
  return segments;
}

function measure(text) {
  const characters = [...text];
  const unicode = characters.some((character) => gsmUnits(character) === null);
  const [single, joined] = unicode ? [70, 67] : [160, 153];
  const units = characters.map((character) => (unicode ? character.length : gsmUnits(character)));
  const used = units.reduce((sum, unit) => sum + unit, 0);
  const segments = used <= single ? 1 : fillSegments(units, joined);
  return { used, segments, room: segments === 1 ? single : segments * joined, unicode };
}

function describeLength(text) {
  const { used, segments, room, unicode } = measure(text);
  const words = `${used} of ${room} · ${plural(segments, "segment")}`;
  return unicode ? `${words} · Unicode` : words;
}

// --- Times, in the offset the server gives and never in the browser's own zone ---

const DATE_STYLE = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const DATE_FORMAT = new Intl.DateTimeFormat("en-GB", DATE_STYLE);
const TIME_FORMAT = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

// The wall clock of a timestamp, held as if it were UTC so that formatting does not shift it.
function wallClock(timestamp) {
  const [, local, offset] = timestamp.match(/^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)[.\d]*(Z|[+-]\d\d:?\d\d)?$/);
  return { ms: Date.parse(`${local}Z`), zone: !offset || offset === "Z" ? "UTC" : `UTC${offset}` };
}

const dateWords = (ms) => DATE_FORMAT.format(ms);
const timeWords = (ms) => TIME_FORMAT.format(ms);

function aheadWords(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days && plural(days, "day"), hours && `${hours} h`, rest && `${rest} min`];
  return `Now ${parts.filter(Boolean).join(" ")} ahead.`;
}

// --- The server ---

async function request(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(SERVER_SILENT);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `The simulator refused this (${response.status}).`);
  return answer;
}

function showError(place, words) {
  place.textContent = words;
  place.hidden = !words;
}

// --- The demonstration's clock ---

const clock = { shown: null, receivedAt: 0 };

function setClock(now) {
  clock.shown = wallClock(now);
  clock.receivedAt = performance.now();
  showClock();
}

function showClock() {
  if (!clock.shown) return;
  const ms = clock.shown.ms + (performance.now() - clock.receivedAt);
  page("clock-date").textContent = dateWords(ms);
  page("clock-time").textContent = timeWords(ms);
  page("clock-zone").textContent = clock.shown.zone;
}

async function moveClock(forward) {
  const error = page("clock-error");
  try {
    const { now } = await request("/simulator/clock", { forward });
    setClock(now);
    showError(error, "");
  } catch (problem) {
    showError(error, problem.message);
  }
}

// --- Messages ---

const messages = new Map();

// Later versions of a message keep its place among those of the same second.
function remember(message) {
  const known = messages.get(message.key);
  const kept = { ...message, ms: wallClock(message.at).ms, arrival: known ? known.arrival : messages.size };
  messages.set(message.key, kept);
  return { message: kept, isNew: !known };
}

function comesAfter(one, other) {
  return one.ms === other.ms ? one.arrival > other.arrival : one.ms > other.ms;
}

function messagesOf(number) {
  return [...messages.values()]
    .filter((message) => message.phone === number)
    .sort((one, other) => (comesAfter(one, other) ? 1 : -1));
}

function statusWords({ direction, status, kept }) {
  if (kept) return "kept for the coordinators";
  return STATUS_WORDS[direction][status] || status;
}

function metaParts(message, currency) {
  const facts = [timeWords(message.ms), plural(message.segments, "segment")];
  if (message.cost !== null) facts.push(`${currency} ${Number(message.cost).toFixed(2)}`);
  const status = element("span", statusWords(message), { "data-status": message.kept ? "kept" : message.status });
  return [`${facts.join(" · ")} · `, status];
}

function kindWords({ direction, kind }) {
  if (direction === "in" || !kind || kind === "answer") return "";
  const words = kind.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

function fillBubble(bubble, message, currency) {
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

// --- One phone ---

let phonesMade = 0;

class Phone {
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
    this.scrollToEnd();
  }

  // A new message, or a new state of one that is already shown.
  receive(message, { isNew, isLive }) {
    const wasAtEnd = this.atEnd;
    const bubble = this.place(message);
    this.root.removeAttribute("data-empty");
    bubble.toggleAttribute("data-fresh", isNew && isLive);
    if (isNew && isLive && message.direction === "out" && !(wasAtEnd && this.onScreen)) this.unread += 1;
    if (wasAtEnd) this.scrollToEnd();
    this.showUnread();
  }

  place(message) {
    const known = this.bubbles.get(message.key);
    const bubble = known || fromTemplate("bubble-template");
    bubble.dataset.key = message.key;
    fillBubble(bubble, message, this.shelf.currency);
    this.bubbles.set(message.key, bubble);
    if (!known || !this.isInOrder(bubble, message)) this.insert(bubble, message);
    this.markDay(bubble);
    this.markDay(bubble.nextElementSibling);
    return bubble;
  }

  isInOrder(bubble, message) {
    const [before, after] = [bubble.previousElementSibling, bubble.nextElementSibling]
      .map((neighbour) => neighbour && messages.get(neighbour.dataset.key));
    return !(before && comesAfter(before, message)) && !(after && comesAfter(message, after));
  }

  insert(bubble, message) {
    let before = this.log.lastElementChild;
    while (before.dataset.key && (before === bubble || comesAfter(messages.get(before.dataset.key), message))) {
      before = before.previousElementSibling;
    }
    const oldNext = bubble.nextElementSibling;
    before.after(bubble);
    this.markDay(oldNext);
  }

  // The date stands above the first message of each day.
  markDay(bubble) {
    if (!bubble) return;
    const before = messages.get(bubble.previousElementSibling?.dataset.key);
    const own = messages.get(bubble.dataset.key);
    byRole(bubble, "day").hidden = Boolean(before) && dateWords(before.ms) === dateWords(own.ms);
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

// --- All phones ---

class Shelf {
  constructor({ people, phones, price, try: examples }) {
    this.people = people.filter((person) => person.phone);
    if (this.people.length === 0) throw new Error("Nobody on the roster has a telephone number.");
    this.shownAtFirst = phones;
    this.currency = price.split(" ")[0];
    this.examples = examples;
    this.phones = [];
    this.root = page("shelf");
    this.visible = new IntersectionObserver(
      (entries) => entries.forEach((entry) => this.noteVisible(entry)),
      { root: this.root, threshold: [0.6] },
    );
    new ResizeObserver(() => this.showTabs()).observe(this.root);
    page("add").addEventListener("click", () => this.addNext());
    window.addEventListener("hashchange", () => this.showRemembered());
    page("measure").textContent =
      `Five full lines on a phone are the 160 characters of one SMS segment, which would cost ${price}.`;
    this.showRemembered();
  }

  personById(id) {
    return this.people.find((person) => person.id === id);
  }

  phoneOf(person) {
    return this.phones.find((phone) => phone.person === person);
  }

  showRemembered() {
    const choices = [idsInAddress(), idsInStorage(), this.shownAtFirst, this.people.map((person) => person.id)];
    const known = choices.map((ids) => [...new Set(ids)].map((id) => this.personById(id)).filter(Boolean));
    const chosen = known.find((people) => people.length > 0);
    for (const phone of [...this.phones]) this.take(phone);
    for (const person of chosen.slice(0, MOST_PHONES)) this.put(person);
    this.changed();
  }

  put(person) {
    const phone = new Phone(person, this);
    this.phones.push(phone);
    this.root.append(phone.root);
    page("tabs").append(phone.tab);
    this.visible.observe(phone.root);
    if (isLive) phone.log.removeAttribute("aria-busy");
    phone.scrollToEnd();
    return phone;
  }

  take(phone) {
    this.visible.unobserve(phone.root);
    this.phones = this.phones.filter((other) => other !== phone);
    phone.root.remove();
    phone.tab.remove();
  }

  addNext() {
    const next = this.people.find((person) => !this.phoneOf(person));
    const phone = this.put(next);
    this.changed();
    phone.root.scrollIntoView({ inline: "end", block: "nearest" });
    phone.select.focus({ preventScroll: true });
  }

  remove(phone) {
    const place = this.phones.indexOf(phone);
    this.take(phone);
    this.changed();
    this.phones[Math.min(place, this.phones.length - 1)].select.focus();
  }

  // A person has one phone: choosing somebody who is shown elsewhere swaps the two.
  changePerson(phone, id) {
    const chosen = this.personById(id);
    this.phoneOf(chosen)?.show(phone.person);
    phone.show(chosen);
    this.changed();
  }

  changed() {
    for (const phone of this.phones) {
      this.fillSelect(phone);
      byRole(phone.root, "remove").hidden = this.phones.length === 1;
    }
    page("add").hidden = this.phones.length >= Math.min(MOST_PHONES, this.people.length);
    rememberIds(this.phones.map((phone) => phone.person.id));
    this.showTabs();
  }

  fillSelect(phone) {
    const options = this.people.map((person) => {
      const option = element("option", `${person.name} \u2014 ${person.title}`, { value: person.id });
      option.selected = person === phone.person;
      return option;
    });
    phone.select.replaceChildren(...options);
  }

  noteVisible({ target, isIntersecting }) {
    this.phones.find((phone) => phone.root === target)?.setOnScreen(isIntersecting);
  }

  // Tabs are wanted only while some phones are out of sight; the note on segments has their place otherwise.
  showTabs() {
    const slides = this.root.scrollWidth > this.root.clientWidth + 1;
    page("tabs").hidden = !slides;
    page("measure").hidden = slides;
  }

  receive(update) {
    const { message, isNew } = remember(update);
    this.phones.find((phone) => phone.person.phone === message.phone)?.receive(message, { isNew, isLive });
  }

  historyShown() {
    for (const phone of this.phones) phone.log.removeAttribute("aria-busy");
  }
}

// --- Which phones are shown is kept in the address (to share) and in the browser (to come back to) ---

function idsInAddress() {
  return readIds(new URLSearchParams(location.hash.slice(1)).get("phones"));
}

// Storage may be switched off in the browser (then reading it throws); the address still remembers.
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function idsInStorage() {
  return readIds(storage()?.getItem(REMEMBERED));
}

function readIds(list) {
  return (list || "").split(",").filter(Boolean).map(Number);
}

function rememberIds(ids) {
  const list = ids.join(",");
  history.replaceState(null, "", `#phones=${list}`);
  storage()?.setItem(REMEMBERED, list);
}

// --- What the server sends ---

// The history comes in one burst on connecting: it is neither news nor to be read out.
let isLive = false;
let cursor = "";
let historyTimer;

function waitForQuiet(shelf) {
  if (isLive) return;
  clearTimeout(historyTimer);
  historyTimer = setTimeout(() => {
    isLive = true;
    shelf.historyShown();
  }, HISTORY_QUIET_MS);
}

function showConnection(state) {
  page("connection").dataset.state = state;
  page("connection").textContent = state;
}

function connect(shelf) {
  const source = new EventSource(`/simulator/events${cursor && `?after=${encodeURIComponent(cursor)}`}`);
  source.addEventListener("open", () => {
    showConnection("connected");
    waitForQuiet(shelf);
  });
  source.addEventListener("message", (event) => {
    cursor = event.lastEventId || cursor;
    waitForQuiet(shelf);
    shelf.receive(JSON.parse(event.data));
  });
  source.addEventListener("clock", (event) => {
    const { now, ahead_seconds: ahead } = JSON.parse(event.data);
    setClock(now);
    page("clock-ahead").textContent = aheadWords(ahead);
  });
  source.addEventListener("error", () => {
    showConnection("reconnecting");
    // After an answer that is no stream (a restart behind a proxy) the browser gives up; we do not.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(shelf), RECONNECT_AFTER_MS);
  });
}

async function start() {
  page("notice").hidden = true;
  try {
    connect(new Shelf(await request("/simulator/people")));
  } catch (problem) {
    page("notice-text").textContent = problem.message;
    page("notice").hidden = false;
  }
}

for (const button of document.querySelectorAll("[data-forward]")) {
  button.addEventListener("click", () => moveClock(button.dataset.forward));
}
page("retry").addEventListener("click", start);
setInterval(showClock, 1000);
start();
