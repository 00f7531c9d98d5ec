// On the pages of a signed-in person, where this device keeps a day: fetches the list, sends what waits, and asks before
// signing out would delete it.
(() => {
  "use strict";
  const place = document.querySelector("[data-offline]");
  const owner = localStorage.getItem("offline");
  if (!place || !owner) { return; }
  const { nonce } = document.currentScript;
  const isOwn = owner === place.dataset.person;

  const load = (src) => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { nonce, src, onload: done, onerror: failed });
    document.head.append(script);
  });

  function show({ waiting, asking, unsent }) {
    const words = asking ? place.dataset.asking : place.dataset.waiting;
    place.querySelector("a").textContent = `${words} (${asking || waiting || unsent})`;
    place.hidden = !isOwn || unsent === 0;
  }

  async function begin() {
    await load(place.dataset.store);
    await load(place.dataset.send);
    window.addEventListener("offline-items", (event) => show(event.detail));
    await window.offlineSend.meet(isOwn ? 5 * 60e3 : 0);
    if (!isOwn) { return; }
    navigator.serviceWorker?.register(place.dataset.worker);
    await window.offlineSend.sendAll();
    await window.offlineSend.refresh();
  }
  const ready = begin().catch(() => undefined);
  window.addEventListener("online", () => ready.then(() => isOwn && window.offlineSend.sendAll()));

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]")) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    await ready;
    const unsent = window.offlineStore ? (await window.offlineStore.listItems()).length : 0;
    if (unsent && isOwn) {
      location.assign(place.dataset.leaving);
      return;
    }
    form.elements.keep.value = unsent ? "1" : "";
    form.submit();
  }, true);
})();
