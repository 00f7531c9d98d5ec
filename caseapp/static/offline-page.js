// On the pages of a signed-in person, where this device keeps a day: fetches the list, sends what waits, and asks before
// signing out would delete it.
(() => {
  "use strict";
  const { nonce, dataset: told } = document.currentScript;
  const owner = localStorage.getItem("offline");
  if (!owner) { return; }
  const isOwn = owner === told.me;
  let place = null;

  const load = (src) => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { nonce, src, onload: done, onerror: failed });
    document.head.append(script);
  });

  function show({ unsent }) {
    if (!isOwn || (!place && !unsent)) { return; }
    if (!place) {
      place = document.createElement("p");
      place.className = "status amber";
      place.setAttribute("role", "status");
      place.append(Object.assign(document.createElement("a"), { href: "/account/unsent" }));
      document.querySelector(".page-body").prepend(place);
    }
    place.firstChild.textContent = `${told.unsent} (${unsent})`;
    place.hidden = unsent === 0;
  }

  async function begin() {
    for (const src of told.load.split(" ")) { await load(src); }
    window.addEventListener("offline-items", (event) => show(event.detail));
    await window.offlineSend.meet(isOwn ? 5 * 60e3 : 0);
    if (!isOwn) { return; }
    navigator.serviceWorker?.register(`/worker-${document.documentElement.lang}.js`);
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
      location.assign("/account/unsent?leaving=1");
      return;
    }
    if (unsent) { form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keep", value: "1" })); }
    form.submit();
  }, true);
})();
