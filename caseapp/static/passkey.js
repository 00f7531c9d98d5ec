// A button asks the device for a passkey, and sends what it answers with the form.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || window.caseappPasskeys) { return; }
  window.caseappPasskeys = true;
  document.documentElement.dataset.passkeys = "";
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function answer(asked) {
    asked.challenge = bytes(asked.challenge);
    if (!asked.user) {
      asked.allowCredentials = named(asked.allowCredentials);
      return navigator.credentials.get({ publicKey: asked });
    }
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = named(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey: asked });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-passkey]");
    if (!button) { return; }
    const { form } = button;
    const asked = JSON.parse(button.dataset.passkey);
    const name = asked.user ? "new_passkey" : "passkey";
    try {
      const given = await answer(asked);
      const response = {};
      for (const part of parts) {
        if (given.response[part]) { response[part] = text(given.response[part]); }
      }
      form.elements[name].value = JSON.stringify({ id: given.id, rawId: given.id, type: given.type, response });
      form.requestSubmit();
    } catch {
      button.previousElementSibling.hidden = false;
    }
  });
})();
