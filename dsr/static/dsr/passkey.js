// Asks the device for a passkey, or to make one. Each form that can says so by `data-passkey`; all else is HTML.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    if (!buffer) return null;
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const listed = (found) => (found || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const asked = (given) => {
    const options = { ...given, challenge: toBytes(given.challenge) };
    if (given.user) options.user = { ...given.user, id: toBytes(given.user.id) };
    if (given.excludeCredentials) options.excludeCredentials = listed(given.excludeCredentials);
    if (given.allowCredentials) options.allowCredentials = listed(given.allowCredentials);
    return options;
  };

  const answered = (credential) => {
    const from = credential.response;
    const response = { clientDataJSON: toText(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = toText(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = toText(from.authenticatorData);
      response.signature = toText(from.signature);
      response.userHandle = toText(from.userHandle);
    }
    return {
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const page = await fetch(form.dataset.fetch, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return (await page.json()).request_options;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value || (event.submitter && event.submitter.hasAttribute("data-plain"))) return;
      event.preventDefault();
      if (failed) failed.hidden = true;
      try {
        const options = asked((await optionsOf(form)).publicKey);
        const credential = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: options })
          : await navigator.credentials.get({ publicKey: options });
        form.elements.credential.value = JSON.stringify(answered(credential));
        form.submit();
      } catch {
        if (failed) failed.hidden = false;
      }
    });
  }
})();
