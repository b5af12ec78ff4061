// A term's definition beside it while it is pointed at or has the focus; Escape puts it away.
function definitions(terms) {
  const box = make("p", { class: "definition", id: "_definition", role: "tooltip" });
  let shown, timer;
  box.hidden = true;
  if (terms.length) document.body.append(box);
  function hide() {
    clearTimeout(timer);
    box.hidden = true;
    shown?.removeAttribute("aria-describedby");
  }
  const later = () => (timer = setTimeout(hide, 200)); // Time to move into the box.
  function show(term) {
    hide();
    shown = term;
    box.textContent = term.dataset.definition;
    box.hidden = false;
    term.setAttribute("aria-describedby", box.id);
    const at = term.getClientRects()[0];
    const left = Math.max(8, Math.min(at.left, html.clientWidth - box.offsetWidth - 8));
    const isBelow = at.bottom + box.offsetHeight + 8 <= innerHeight;
    box.style.left = left + scrollX + "px";
    box.style.top = (isBelow ? at.bottom + 4 : at.top - box.offsetHeight - 4) + scrollY + "px";
  }
  for (const term of terms) {
    on(term, "pointerenter", ({ pointerType }) => {
      if (pointerType !== "touch") show(term);
    });
    on(term, "focus", () => {
      if (term.matches(":focus-visible")) show(term);
    });
    on(term, "pointerleave", later);
    on(term, "blur", hide);
  }
  on(box, "pointerenter", () => clearTimeout(timer));
  on(box, "pointerleave", later);
  on(window, "keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}
