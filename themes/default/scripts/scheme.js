// Runs before the first paint, so that nothing moves or changes colour afterwards: marks that there
// is JavaScript, sets the reader's colour scheme, and tells whether the page's review is overdue.
(function () {
  var root = document.documentElement;
  root.dataset.js = "";
  try {
    var scheme = localStorage.getItem("playbook-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch (_) {} // Storage may be forbidden; the system's scheme then stands.

  // The day of reading counts, not that of the build.
  var reviewBy = document.currentScript.dataset.reviewBy;
  var now = new Date();
  var today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  if (reviewBy && today > reviewBy) root.dataset.overdue = "";
})();
