// Keeps what was typed where it is when the server cannot be reached, or would not take it: it asks first, and sends
// only then. Nothing is written to the device: the words stand in this page alone and go with it.
"use strict";
// The server reads two megabytes of text at most.
const MOST_BYTES = 1900000;
const words = (form) => new Blob([...new FormData(form).values()].filter((value) => typeof value === "string")).size;
for (const form of document.querySelectorAll("form[data-keep]")) {
  const unreached = document.getElementById(form.dataset.keep);
  const long = document.getElementById(form.dataset.long);
  let asking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    long.hidden = words(form) < MOST_BYTES;
    if (!long.hidden) return long.scrollIntoView({ block: "center" });
    asking = true;
    const reached = await fetch(location.href, { method: "HEAD", cache: "no-store" })
      .then((answer) => answer.status < 500, () => false);
    asking = false;
    unreached.hidden = reached;
    if (reached) form.submit();
    else unreached.scrollIntoView({ block: "center" });
  });
}
