// Reloads the page when the server has another version of it than this one.
(() => {
  const { version } = document.currentScript.dataset;
  const events = new EventSource(`/__playbook/events?page=${encodeURIComponent(location.pathname)}`);
  events.onmessage = ({ data }) => {
    if (data !== version) location.reload();
  };
  addEventListener("pagehide", () => events.close());
  // A page that the browser kept whole and shows again hears of nothing.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
})();
