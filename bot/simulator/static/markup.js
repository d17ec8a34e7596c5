// The little HTML that a message of the program's may hold: bold and italic. All else is text.

import { element } from "./page.js";

const MARKED = /<([bi])>([^<]*)<\/\1>/g;
const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

const plain = (written) => written.replace(/&(?:lt|gt|amp);/g, (name) => CHARACTERS[name]);

export function fillWithMarkup(place, html) {
  const parts = [];
  let end = 0;
  for (const { 0: whole, 1: tag, 2: inner, index } of html.matchAll(MARKED)) {
    parts.push(plain(html.slice(end, index)), element(tag, plain(inner)));
    end = index + whole.length;
  }
  place.replaceChildren(...parts, plain(html.slice(end)));
}
