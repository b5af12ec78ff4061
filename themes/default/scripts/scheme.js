// Runs before the first paint, so that nothing moves or changes colour afterwards: marks that there
// is JavaScript, sets the reader's colour scheme, and tells whether the page's review is overdue.
const { dataset } = document.documentElement;
dataset.js = "";
try {
  const scheme = localStorage.getItem("playbook-scheme");
  if (scheme === "light" || scheme === "dark") dataset.scheme = scheme;
} catch (_) {} // Storage may be forbidden; the system's scheme then stands.

// The day of reading counts, not that of the build.
if (Date.now() > Date.parse(document.currentScript.dataset.reviewBy + "T23:59:59")) dataset.overdue = "";
