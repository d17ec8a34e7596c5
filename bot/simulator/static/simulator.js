// The simulator: the demonstration's phones in one browser window, and its clock.

import { remember, toldBy } from "./messages.js";
import { aheadWords, byRole, dateWords, element, page, showError, timeWords, wallClock } from "./page.js";
import { Phone } from "./phone.js";
import { listen, request } from "./server.js";
import { Tour } from "./tour.js";

const MOST_PHONES = 6;
const DAY_SECONDS = 24 * 60 * 60;
const A_TICK_MS = 1500;
const REMEMBERED = "sek-simulator-phones";

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

async function moveClock(forward, most) {
  const error = page("clock-error");
  try {
    const { now, seconds } = await request("/simulator/clock", most ? { forward, most } : { forward });
    setClock(now);
    showError(error, "");
    return seconds;
  } catch (problem) {
    showError(error, problem.message);
    return 0;
  }
}

// A day is walked through, not jumped over: at each thing that is due the program gets the time to do it.
async function moveThrough(button) {
  let left = DAY_SECONDS;
  button.disabled = true;
  while (left > 0) {
    const gone = await moveClock("next", `${left}s`);
    if (gone === 0 && !page("clock-error").hidden) break;
    left -= gone;
    if (left > 0) await pause(A_TICK_MS);
  }
  button.disabled = false;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// --- Beginning anew: the page waits until another run answers, and loads itself again ---

async function beginAnew(month, run) {
  document.getElementById("anew").hidePopover();
  showNotice(month ? "A new demonstration is being made. Its month takes some seconds \u2026" : "Beginning anew \u2026");
  try {
    await request("/simulator/restart", { month });
  } catch (problem) {
    showNotice(problem.message, true);
    return;
  }
  for (;;) {
    await pause(A_TICK_MS);
    const told = await request("/simulator/people").catch(() => ({ run }));
    if (told.run !== run) break;
  }
  location.reload();
}

function showNotice(words, mayRetry = false) {
  page("notice-text").textContent = words;
  page("retry").hidden = !mayRetry;
  page("notice").hidden = false;
}

// --- All phones ---

class Shelf {
  constructor({ people, phones, price, try: examples, places, photos, steps }) {
    this.people = people.filter((person) => person.phone);
    if (this.people.length === 0) throw new Error("Nobody on the roster has a telephone number.");
    this.shownAtFirst = phones;
    this.currency = price.split(" ")[0];
    this.examples = examples;
    this.places = places;
    this.takesPhotos = photos;
    this.byAddress = new Map(this.people.flatMap((person) => [[person.phone, person], [person.chat, person]]));
    this.phones = [];
    this.isLive = false;
    this.root = page("shelf");
    this.visible = new IntersectionObserver(
      (entries) => entries.forEach((entry) => this.noteVisible(entry)),
      { root: this.root, threshold: [0.6] },
    );
    new ResizeObserver(() => this.showTabs()).observe(this.root);
    page("add").addEventListener("click", () => this.addNext());
    window.addEventListener("hashchange", () => this.showRemembered());
    page("measure").textContent =
      `A text of up to 160 characters is one SMS segment: ${price}.`;
    this.showRemembered();
    this.tour = new Tour(this, steps);
  }

  // The people whom a message of somebody else reached.
  toldBy(message) {
    const people = toldBy(message).map((address) => this.byAddress.get(address)).filter(Boolean);
    return [...new Set(people)].filter((person) => ![person.phone, person.chat].includes(message.address));
  }

  // Brings a person's phone into view: it takes the last one's place if there is no room for one more.
  open(person) {
    let phone = this.phoneOf(person);
    if (!phone && this.phones.length < MOST_PHONES) {
      phone = this.put(person);
      this.changed();
    } else if (!phone) {
      phone = this.phones.at(-1);
      this.changePerson(phone, person.id);
    }
    phone.root.scrollIntoView({ inline: "nearest", block: "nearest" });
    return phone;
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
    if (this.isLive) phone.log.removeAttribute("aria-busy");
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

  // What the server tells first is the history.
  receive(told) {
    const updates = told.map(remember).filter(({ isChanged }) => isChanged);
    const messages = updates.map(({ message }) => message);
    for (const phone of this.phones) {
      phone.receive(messages, this.isLive);
      phone.log.removeAttribute("aria-busy");
    }
    if (this.isLive) this.tour.receive(messages);
    this.isLive = true;
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

// --- From here on ---

function showConnection(state) {
  page("connection").dataset.state = state;
  page("connection").textContent = state;
}

async function start() {
  page("notice").hidden = true;
  try {
    const told = await request("/simulator/people");
    const shelf = new Shelf(told);
    page("console").hidden = !told.console;
    if (told.console) page("console").href = told.console;
    page("anew").hidden = !told.restarts;
    for (const choice of document.querySelectorAll("[data-month]")) {
      choice.onclick = () => beginAnew(choice.dataset.month === "true", told.run);
    }
    listen({
      onState: showConnection,
      onMessages: (told) => shelf.receive(told),
      onClock: ({ now, ahead_seconds: ahead }) => {
        setClock(now);
        page("clock-ahead").textContent = aheadWords(ahead);
      },
    });
  } catch (problem) {
    showNotice(problem.message, true);
  }
}

for (const button of document.querySelectorAll("[data-through]")) {
  button.addEventListener("click", () => moveThrough(button));
}
for (const button of document.querySelectorAll("[data-forward]")) {
  button.addEventListener("click", () => moveClock(button.dataset.forward));
}
page("retry").addEventListener("click", start);
setInterval(showClock, 1000);
start();
