// Searches as one types: posts the form and puts what was found in the place of what stood there before.
(() => {
  "use strict";
  const PAUSE = 200;
  const form = document.querySelector("form[data-live]");
  if (!form) { return; }
  let waiting = 0;
  let asking = null;

  async function search() {
    if (asking) { asking.abort(); }
    asking = new AbortController();
    try {
      const body = new URLSearchParams(new FormData(form));
      const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(20000)]);
      const answer = await fetch(form.action, { method: "POST", body, signal });
      // Whoever was signed out meanwhile meets the sign-in page when the form is sent by hand.
      if (!answer.ok || answer.redirected) { return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-found]").forEach((place) => {
        const found = page.querySelector(`[data-found="${place.dataset.found}"]`);
        if (found) { place.replaceChildren(...found.childNodes); }
        place.dispatchEvent(new Event("found", { bubbles: true }));
      });
    } catch (fault) {
      if (fault.name !== "AbortError") { asking = null; }
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
})();
