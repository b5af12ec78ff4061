// Goes on to the page's new address and keeps the #fragment, which the meta element would lose.
location.replace(document.currentScript.dataset.target + location.hash);
