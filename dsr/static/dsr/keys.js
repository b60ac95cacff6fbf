// Keys of the desk: / to search, j and k along the rows, Enter to open, g h and g l to go, ? for this list.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll(".rows .row .ref-cell a")];
  let before = "";

  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
    links[next].closest(".row").scrollIntoView({ block: "nearest" });
  };
  const go = (name) => {
    const link = document.querySelector(`[data-go="${name}"]`);
    if (link) link.click();
  };
  const writing = (place) => place.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const pressed = before + event.key;
    before = event.key === "g" ? "g" : "";
    if (pressed === "gh") go("home");
    else if (pressed === "gl") go("list");
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") go("keys");
    else if (event.key === "/") {
      const search = document.getElementById("search");
      if (!search) return;
      search.focus();
      event.preventDefault();
    }
  });
})();
