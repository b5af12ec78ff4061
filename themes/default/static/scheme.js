// Runs before the first paint: marks that there is JavaScript and sets the reader's colour scheme.
(function () {
  var root = document.documentElement;
  root.dataset.js = "";
  try {
    var scheme = localStorage.getItem("playbook-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch (_) {} // Storage may be forbidden; the system's scheme then stands.
})();
