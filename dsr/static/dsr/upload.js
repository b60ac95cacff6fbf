// Sends each chosen file by itself and says how far it is; without this the button sends them all at once.
"use strict";
for (const form of document.querySelectorAll("form[data-upload]")) {
  const list = document.getElementById(form.dataset.upload);
  const field = form.querySelector("input[type=file]");
  const say = (text, name, percent) => text.replace("{name}", name).replace("{percent}", percent);
  const send = (file) => new Promise((done) => {
    const line = list.appendChild(document.createElement("li"));
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("add", "more");
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => {
      line.textContent = say(form.dataset.sending, file.name, Math.floor(100 * event.loaded / event.total));
    };
    request.onloadend = () => {
      const answer = request.status === 200 ? JSON.parse(request.responseText) : {};
      line.textContent = answer.taken ? say(form.dataset.done, file.name) : answer.wrong || say(form.dataset.failed, file.name);
      line.className = answer.taken ? "" : "error";
      done(Boolean(answer.taken));
    };
    request.open("POST", location.href);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
  if (field) field.addEventListener("change", async () => {
    const files = [...field.files];
    field.value = "";
    let all = true;
    for (const file of files) all = (await send(file)) && all;
    if (all && files.length) location.reload();
  });
}
