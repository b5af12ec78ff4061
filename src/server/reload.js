// Reloads the page when the server has a newer version of it. The first message says which this is.
(() => {
  let version = null;
  const events = new EventSource(`/__playbook/events?page=${encodeURIComponent(location.pathname)}`);
  events.onmessage = (event) => {
    if (version !== null && version !== event.data) location.reload();
    version = event.data;
  };
  addEventListener("pagehide", () => events.close());
})();
