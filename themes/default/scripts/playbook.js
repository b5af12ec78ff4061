// What scripts add to a page that works without them. A part that is missing from the page is skipped.
(function () {
  "use strict";
  var root = document.documentElement;
  var threeColumns = matchMedia("(width >= 74rem)");
  var twoColumns = matchMedia("(width >= 60rem)");
  var find = function (selector) { return document.querySelector(selector); };
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };

  // Storage may be full or forbidden; then nothing is remembered.
  function read(storage, key) {
    try { return window[storage].getItem(key); } catch (_) { return null; }
  }
  function write(storage, key, value) {
    try {
      if (value === null) window[storage].removeItem(key);
      else window[storage].setItem(key, value);
    } catch (_) {}
  }

  // Colour scheme: system, light, dark and round again.
  function schemeButton(button) {
    var states = ["system", "light", "dark"];
    function show() {
      var state = root.dataset.scheme || "system";
      var label = say("scheme-" + state);
      button.firstElementChild.textContent = label;
      button.title = label;
      return label;
    }
    button.addEventListener("click", function () {
      var next = states[(states.indexOf(root.dataset.scheme || "system") + 1) % states.length];
      if (next === "system") delete root.dataset.scheme;
      else root.dataset.scheme = next;
      write("localStorage", "playbook-scheme", next === "system" ? null : next);
      announce(show());
    });
    // Another tab of the same playbook follows.
    addEventListener("storage", function (event) {
      if (event.key !== "playbook-scheme") return;
      if (event.newValue) root.dataset.scheme = event.newValue;
      else delete root.dataset.scheme;
      show();
    });
    show();
  }

  // The sidebar opens as a popover by itself; here it keeps the rest of the page out of reach.
  function menu(sidebar, button) {
    if (!sidebar.togglePopover) { // An old browser: the sidebar stands above the page.
      button.hidden = true;
      return;
    }
    var behind = all(".skip-link, .main, .site-footer");
    sidebar.addEventListener("beforetoggle", function (event) {
      var open = event.newState === "open";
      button.setAttribute("aria-expanded", open);
      behind.forEach(function (element) { element.inert = open; });
    });
    sidebar.addEventListener("toggle", function (event) {
      if (event.newState === "open") showCurrent(sidebar);
    });
    twoColumns.addEventListener("change", function () {
      if (sidebar.matches(":popover-open")) sidebar.hidePopover();
    });
  }

  function showCurrent(sidebar) {
    var current = sidebar.querySelector("[aria-current]");
    if (!current) return;
    var above = current.getBoundingClientRect().top - sidebar.getBoundingClientRect().top;
    if (above < 0 || above > sidebar.clientHeight * 0.8) sidebar.scrollTop += above - sidebar.clientHeight / 3;
  }

  // The groups that the reader opened elsewhere and the place in the list are kept from page to page.
  function keepSidebar(sidebar) {
    var groups = all("details", sidebar);
    var name = function (details) { return details.previousElementSibling.pathname; };
    var opened = (read("sessionStorage", "playbook-open") || "").split("\n");
    groups.forEach(function (details) {
      if (opened.includes(name(details))) details.open = true;
    });
    var top = read("sessionStorage", "playbook-scroll");
    if (top !== null) sidebar.scrollTop = Number(top);
    showCurrent(sidebar);
    addEventListener("pagehide", function () {
      write("sessionStorage", "playbook-scroll", sidebar.scrollTop);
      write("sessionStorage", "playbook-open", groups.filter(function (details) {
        return details.open && !details.parentElement.querySelector("[aria-current]");
      }).map(name).join("\n"));
    });
  }

  // Contents: open beside the article, folded above it; marks the heading that is being read.
  function contents(toc) {
    var details = toc.querySelector("details");
    function fold() {
      details.open = threeColumns.matches;
      details.dataset.ready = "";
    }
    fold();
    threeColumns.addEventListener("change", fold);

    var links = new Map();
    all("a", toc).forEach(function (link) {
      var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    });
    // The observed area begins far above the page, so "intersecting" means "read or being read".
    var passed = new Set();
    var current = null;
    var held = 0;
    function mark(link) {
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "location");
      if (!threeColumns.matches) return;
      var box = toc.getBoundingClientRect();
      var at = link.getBoundingClientRect();
      if (at.top < box.top + 48) toc.scrollTop += at.top - box.top - 48;
      else if (at.bottom > box.bottom - 48) toc.scrollTop += at.bottom - box.bottom + 48;
    }
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) passed.add(entry.target);
        else passed.delete(entry.target);
      });
      if (performance.now() < held) return;
      var last = null;
      links.forEach(function (link, heading) {
        if (passed.has(heading)) last = link;
      });
      mark(last);
    }, { rootMargin: "9999999px 0px -75% 0px" });
    links.forEach(function (_, heading) { observer.observe(heading); });

    // Who asks for a heading gets it marked, even where a later one is already in view.
    function follow() {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!links.has(target)) return;
      held = performance.now() + 1000;
      mark(links.get(target));
      if (!threeColumns.matches) details.open = false;
    }
    addEventListener("hashchange", follow);
    follow();
  }

  // What changed since the visit before this one; a visit ends with four hours without a page.
  function markChanges(rows) {
    var now = Date.now();
    var last = Number(read("localStorage", "playbook-visit"));
    if (last && now - last > 4 * 3600 * 1000) write("localStorage", "playbook-since", last);
    write("localStorage", "playbook-visit", now);
    var since = Number(read("localStorage", "playbook-since"));
    if (!since) return;
    // The day of the visit counts: the change may have come after it.
    var fresh = rows.filter(function (row) { return Date.parse(row.dataset.changed + "T23:59") >= since; });
    fresh.forEach(function (row) {
      var word = document.createElement("span");
      word.className = "visually-hidden";
      word.textContent = " " + say("fresh");
      row.dataset.fresh = "";
      row.firstElementChild.append(word);
    });
    var line = find("[data-since]");
    if (line) line.textContent = fresh.length ? line.dataset.since : line.dataset.none;
  }

  // One live region for short messages.
  var region;
  function announce(message) {
    region.textContent = "";
    setTimeout(function () { region.textContent = message; }, 50);
  }
  function liveRegion() {
    region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }

  // A button on each block of code.
  function copyButton(pre) {
    var box = document.createElement("div");
    var button = document.createElement("button");
    var timer;
    box.className = "code-box";
    button.className = "copy";
    button.type = "button";
    button.textContent = say("copy");
    button.setAttribute("aria-label", say("copy-code"));
    pre.replaceWith(box);
    box.append(pre, button);
    button.addEventListener("click", function () {
      copy(pre).then(function () {
        button.textContent = say("copied");
        button.dataset.copied = "";
        announce(say("code-copied"));
        clearTimeout(timer);
        timer = setTimeout(function () {
          button.textContent = say("copy");
          delete button.dataset.copied;
        }, 2000);
      }, function () { announce(say("code-not-copied")); });
    });
  }
  function copy(pre) {
    if (navigator.clipboard) return navigator.clipboard.writeText(pre.textContent);
    // No clipboard on an insecure origin, such as a server inside the house.
    getSelection().selectAllChildren(pre);
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }

  // The page's Markdown: beside the page on a server, in it on a disk, where no file may be read.
  function copyPage(button) {
    var kept = find("template[data-markdown]");
    function markdown() {
      if (kept) return Promise.resolve(kept.content.textContent);
      return fetch(button.dataset.copyPage).then(function (answer) {
        return answer.ok ? answer.text() : Promise.reject();
      });
    }
    button.addEventListener("click", function () {
      var text = markdown();
      var done;
      // Safari wants the promise itself, made during the click.
      if (navigator.clipboard && window.ClipboardItem) {
        done = navigator.clipboard.write([new ClipboardItem({
          "text/plain": text.then(function (words) { return new Blob([words], { type: "text/plain" }); })
        })]);
      } else {
        done = text.then(function (words) {
          var pre = document.createElement("pre");
          pre.textContent = words;
          document.body.append(pre);
          return copy(pre).finally(function () { pre.remove(); });
        });
      }
      done.then(function () {
        announce(say("page-copied"));
        flash(button, say("copied"));
      }, function () { location.href = button.dataset.copyPage; });
    });
  }

  // Progress and answers: each control with `data-keep` has its value kept in this browser alone.
  function keptKey(control) { return "playbook-keep:" + control.dataset.keep; }
  function keepCheckbox(box) {
    box.checked = read("localStorage", keptKey(box)) !== null;
    box.addEventListener("change", function () {
      write("localStorage", keptKey(box), box.checked ? "1" : null);
      showProgress();
    });
  }
  function showProgress() {
    var line = find("[data-progress]");
    if (!line) return;
    var boxes = all(".path-pages [data-keep]");
    var done = boxes.filter(function (box) { return box.checked; }).length;
    line.hidden = false;
    line.firstElementChild.value = done;
    line.lastElementChild.textContent = say("read", { done: done, all: boxes.length });
  }
  function assessment(section) {
    var ranges = all("[type=range]", section);
    var clear = section.querySelector("[data-clear]");
    function show(range) {
      var answered = read("localStorage", keptKey(range)) !== null || range.dataset.answered === "";
      var answer = say("answer", { answer: range.value });
      range.parentElement.querySelector("output").textContent = answered ? answer : "\u2013";
      range.setAttribute("aria-valuetext", answered ? answer : say("no-answer"));
      if (answered) clear.hidden = false;
    }
    ranges.forEach(function (range) {
      var kept = Number(read("localStorage", keptKey(range)));
      range.value = kept >= 1 && kept <= 5 ? kept : 3;
      // A click on the middle is an answer too, though it changes nothing.
      ["input", "pointerup"].forEach(function (name) {
        range.addEventListener(name, function () {
          range.dataset.answered = "";
          write("localStorage", keptKey(range), range.value);
          show(range);
        });
      });
      show(range);
    });
    clear.addEventListener("click", function () {
      ranges.forEach(function (range) {
        write("localStorage", keptKey(range), null);
        delete range.dataset.answered;
        range.value = 3;
        show(range);
      });
      clear.hidden = true;
      ranges[0].focus();
      announce(say("cleared"));
    });
  }

  // Who comes along a reading path is led on by that path alone.
  function followPath(id) {
    var places = all(".path-place");
    var followed = places.find(function (place) { return place.dataset.path === id; });
    if (!followed) return;
    followed.dataset.followed = "";
    places.forEach(function (place) { place.hidden = place !== followed; });
    all(".pager").forEach(function (pager) { pager.hidden = true; });
  }

  // The symptom finder: an item stays while it holds every word that was typed.
  function filter(list) {
    var input = find("#" + list.dataset.filter);
    var output = list.querySelector("output");
    var items = all("li", list).map(function (item) { return [item, item.textContent.toLowerCase()]; });
    var groups = all("section", list);
    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      items.forEach(function (pair) {
        pair[0].hidden = !words.every(function (word) { return pair[1].includes(word); });
        if (!pair[0].hidden) shown += 1;
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector("li:not([hidden])"); });
      output.textContent = !words.length ? say("symptoms", { count: items.length })
        : shown ? say("some-symptoms", { shown: shown, count: items.length })
        : say("no-symptom");
    }
    input.parentElement.hidden = false;
    input.addEventListener("input", apply);
    apply();
  }

  // The template of a review: copied, or saved as a file.
  function templateButtons(line) {
    var source = document.getElementById(line.dataset.for);
    line.hidden = false;
    line.querySelector("[data-copy]").addEventListener("click", function () {
      var fold = source.closest("details");
      if (!navigator.clipboard) fold.open = true; // Only what is shown can be selected.
      copy(source).then(function () { announce(say("template-copied")); flash(line.querySelector("[data-copy]"), say("copied")); },
        function () {
          fold.open = true;
          announce(say("template-not-copied"));
        });
    });
    line.querySelector("[data-save]").addEventListener("click", function () {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([source.textContent], { type: "text/markdown" }));
      link.download = line.dataset.file;
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
  }
  function flash(button, word) {
    var label = button.textContent;
    if (label === word) return;
    button.textContent = word;
    setTimeout(function () { button.textContent = label; }, 2000);
  }

  liveRegion();
  var sidebar = find(".sidebar");
  if (sidebar) {
    menu(sidebar, find(".menu-button"));
    keepSidebar(sidebar);
  }
  all("[data-scheme-button]").forEach(schemeButton);
  all(".toc").forEach(contents);
  all("pre.code").forEach(copyButton);
  all("[type=checkbox][data-keep]").forEach(keepCheckbox);
  showProgress();
  all("[data-assessment]").forEach(assessment);
  all("[data-filter]").forEach(filter);
  all("[data-for]").forEach(templateButtons);
  all("[data-copy-page]").forEach(copyPage);
  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  });
  markChanges(all("[data-changed]"));
  definitions(all(".term[data-definition]"));
  followPath(new URLSearchParams(location.search).get("path"));
})();
