// Reloads the page when the server has a newer build. The first message says which build this is.
(() => {
  let build = null;
  const events = new EventSource("/__playbook/events");
  events.onmessage = (event) => {
    if (build !== null && build !== event.data) location.reload();
    build = event.data;
  };
  addEventListener("pagehide", () => events.close());
})();
