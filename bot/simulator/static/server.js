// What the page asks of the server, and what the server tells it.

const RECONNECT_AFTER_MS = 3000;
const SERVER_SILENT = 'The simulator did not answer. Is "sek run" still running?';

export async function request(path, body) {
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

// Each time it connects, the server tells the latest messages anew, and then what is new or has changed.
export function listen({ onState, onMessages, onClock }) {
  const source = new EventSource("/simulator/events");
  source.addEventListener("open", () => onState("connected"));
  source.addEventListener("messages", (event) => onMessages(JSON.parse(event.data)));
  source.addEventListener("clock", (event) => onClock(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    onState("reconnecting");
    // After an answer that is no stream (a restart behind a proxy) the browser gives up; we do not.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen({ onState, onMessages, onClock }), RECONNECT_AFTER_MS);
    }
  });
}
