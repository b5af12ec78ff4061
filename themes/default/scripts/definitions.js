// A term's definition beside it while it is pointed at or has the focus; Escape puts it away.
function definitions(terms) {
  var box = document.createElement("p");
  var shown = null;
  var timer;
  box.className = "definition";
  box.id = "_definition";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  if (terms.length) document.body.append(box);
  function hide() {
    clearTimeout(timer);
    box.hidden = true;
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
  }
  function later() { timer = setTimeout(hide, 200); } // Time to move into the box.
  function show(term) {
    hide();
    shown = term;
    box.textContent = term.dataset.definition;
    box.hidden = false;
    term.setAttribute("aria-describedby", box.id);
    var at = term.getClientRects()[0];
    var left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8));
    var above = at.bottom + box.offsetHeight + 8 > innerHeight;
    box.style.left = left + scrollX + "px";
    box.style.top = (above ? at.top - box.offsetHeight - 4 : at.bottom + 4) + scrollY + "px";
  }
  terms.forEach(function (term) {
    term.addEventListener("pointerenter", function (event) {
      if (event.pointerType !== "touch") show(term);
    });
    term.addEventListener("focus", function () { if (term.matches(":focus-visible")) show(term); });
    term.addEventListener("pointerleave", later);
    term.addEventListener("blur", hide);
  });
  box.addEventListener("pointerenter", function () { clearTimeout(timer); });
  box.addEventListener("pointerleave", later);
  addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
}
