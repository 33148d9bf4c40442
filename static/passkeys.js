// Asks the browser for a passkey and posts what it answers as an ordinary form (Web Authentication Level 3 §5.1). Without this
// file, or where the browser knows no passkeys, the forms stay hidden and the other ways remain.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // What `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` do, which younger browsers only have.
  function optionsOf(form) {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      options[list]?.forEach((one) => { one.id = bytes(one.id); });
    }
    return options;
  }

  // What `toJSON` of a credential does.
  function written(credential) {
    const { id, rawId, type, authenticatorAttachment, response } = credential;
    const results = credential.getClientExtensionResults();
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      said.attestationObject = text(response.attestationObject);
      said.transports = response.getTransports?.() ?? [];
    } else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      if (response.userHandle) said.userHandle = text(response.userHandle);
    }
    return { id, rawId: text(rawId), type, authenticatorAttachment, clientExtensionResults: results, response: said };
  }

  async function ask(form, how) {
    const wanted = { publicKey: optionsOf(form), ...how };
    const isNew = form.dataset.passkey === "create";
    const made = await (isNew ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
    form.elements.credential.value = JSON.stringify(written(made));
    form.submit();
  }

  function say(form, what) {
    for (const words of form.querySelectorAll("[data-said]")) words.hidden = words.dataset.said !== what;
  }

  // The browser offers its passkeys where the name is typed, and the page waits for that without a word.
  let waiting;
  async function autofill(form) {
    if (!document.querySelector("input[autocomplete~=webauthn]")) return;
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    waiting = new AbortController();
    ask(form, { mediation: "conditional", signal: waiting.signal }).catch(() => {});
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isBusy) return;
      isBusy = true;
      say(form, "");
      waiting?.abort();
      try {
        await ask(form);
      } catch (error) {
        say(form, error.name === "InvalidStateError" ? "known" : "failed");
        isBusy = false;
        if (form.dataset.passkey === "get") autofill(form);
      }
    });
    form.hidden = false;
    if (form.dataset.passkey === "get") autofill(form);
  }
  for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = true;
})();
