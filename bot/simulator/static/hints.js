// What to text next, read from the last message of the program: its numbered answers, its codes, and the words
// that it names with a reference.

const OPTIONS = /(?:^|[\s:])(\d) ([^\d(]+?)(?=\s+\d\s|\s*\(|$)/g;
const COMMANDS = /\b([A-Z]{2,}) ([SCMTUQ]\d+)( \.\.\.)?/g;
const CODE = /\b(?:YES|NDIYO) \d{4}\b/;
const MOST = 6;
const LONGEST = 18;

export function hintsOf(conversation, isChat) {
  const last = conversation.findLast(({ direction, kind }) => direction === "out" && kind !== "digest");
  if (!last?.text) return [];
  const code = last.text.match(CODE)?.[0];
  const answers = isChat ? [] : optionsOf(last.text);
  const commands = [...last.text.matchAll(COMMANDS)].map(([, word, ref, open]) => ({
    text: `${word} ${ref}${open ? " " : ""}`,
    label: `${word} ${ref}${open ? " \u2026" : ""}`,
  }));
  const all = [...(code ? [{ text: code, label: code }] : []), ...answers, ...commands];
  const texts = all.map(({ text }) => text.trim());
  return all.filter(({ text }, place) => texts.indexOf(text.trim()) === place).slice(0, MOST);
}

// "1 Yes 2 No": counted from 1, or no answers at all but numbers in a sentence.
function optionsOf(text) {
  const from = text.search(/(?:^|[\s:])1 \D/);
  if (from < 0) return [];
  const found = [...text.slice(from).matchAll(OPTIONS)];
  const isCounted = found.length > 1 && found.every(([, digit], place) => Number(digit) === place + 1);
  if (!isCounted) return [];
  return found.map(([, digit, words]) => {
    const short = words.length > LONGEST ? `${words.slice(0, LONGEST)}\u2026` : words;
    return { text: digit, label: `${digit} ${short}` };
  });
}
