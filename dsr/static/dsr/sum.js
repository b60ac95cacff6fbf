// Looks for the number whose digest is the challenge, as altcha's widget does, and sends the form with it.
"use strict";
const sum = document.querySelector("input[data-challenge]");
const button = document.querySelector("button[data-sum]");
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
async function solve({ challenge, salt, most, signature, algorithm }) {
  const writer = new TextEncoder();
  for (let number = 0; number <= Number(most); number += 1) {
    if (hex(await crypto.subtle.digest(algorithm, writer.encode(salt + number))) === challenge) {
      return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }
  return "";
}
if (sum && button && window.crypto && crypto.subtle) {
  button.addEventListener("click", async (event) => {
    if (sum.value) return;
    event.preventDefault();
    button.disabled = true;
    document.getElementById(button.dataset.sum).textContent = button.dataset.doing;
    sum.value = await solve(sum.dataset);
    button.disabled = false;
    button.form.submit();
  });
}
