// Tells the page when something changed that its reader may see, while the page is looked at.
(() => {
  const saving = navigator.connection && navigator.connection.saveData;
  if (!document.querySelector("#live") || !window.EventSource || saving) return;
  let stream = null;
  const open = () => {
    stream = new EventSource("/console/events");
    stream.addEventListener("changed", () => document.body.dispatchEvent(new Event("changed")));
  };
  const close = () => { if (stream) stream.close(); stream = null; };
  const look = () => (document.hidden ? close() : stream || open());
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", close);
  look();
})();
