// How long a text is, in SMS segments (3GPP TS 23.038), counted as the server counts it.

import { plural } from "./page.js";

const GSM_BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_EXTENSION = new Set("^{}\\[~]|€");

function gsmUnits(character) {
  if (GSM_BASIC.has(character)) return 1;
  return GSM_EXTENSION.has(character) ? 2 : null;
}

// The two units of an extension character are never split between two segments, so these are filled
// one character at a time.
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
  const units = unicode ? Array(text.length).fill(1) : characters.map(gsmUnits);
  const used = units.reduce((sum, unit) => sum + unit, 0);
  const segments = used <= single ? 1 : fillSegments(units, joined);
  return { used, segments, room: segments === 1 ? single : segments * joined, unicode };
}

export function describeLength(text) {
  const { used, segments, room, unicode } = measure(text);
  const words = `${used} of ${room} · ${plural(segments, "segment")}`;
  return unicode ? `${words} · Unicode` : words;
}
