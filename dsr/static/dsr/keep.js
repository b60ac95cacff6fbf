// Keeps what was typed where it is when the server cannot be reached: it asks first, and sends only then.
// Nothing is written to the device: the words stand in this page alone and go with it.
"use strict";
for (const form of document.querySelectorAll("form[data-keep]")) {
  const notice = document.getElementById(form.dataset.keep);
  let asking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    const reached = await fetch(location.href, { method: "HEAD", cache: "no-store" })
      .then((answer) => answer.status < 500, () => false);
    asking = false;
    notice.hidden = reached;
    if (reached) form.submit();
    else notice.scrollIntoView({ block: "center" });
  });
}
