// On the pages of a signed-in person: sends what was typed while the network was away. Where this device keeps a day, it
// fetches the list, sends what waits, and asks before signing out would delete it.
(() => {
  "use strict";
  const { load } = window.caseapp;
  const told = document.currentScript.dataset;
  const owner = localStorage.getItem("offline");
  const isOwn = owner === told.me;
  let place = null, ready = null;

  // Seals what is typed without a network: loaded with the first key that somebody presses.
  window.holdTexts = () => load(told.held).then(() => window.heldTexts, () => null);

  // A page that was asked for before a text arrived, sent by itself or by one that was left meanwhile, is told.
  async function sendHeld() { return (await window.holdTexts()).sendAll(told.me); }
  function tellArrived() {
    if (Number(localStorage.getItem("arrived")) > performance.timeOrigin) { document.dispatchEvent(new Event("arrived")); }
  }
  const isHeld = async () => (await indexedDB.databases()).some((each) => each.name === "caseapp-held");
  const sent = isHeld().then((is) => is && sendHeld()).then(tellArrived).catch(() => undefined);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]")) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all([ready, sent]);
    const unsent = window.offlineStore ? (await window.offlineStore.listItems()).length : 0;
    if (unsent && isOwn) {
      location.assign("/account/unsent?leaving=1");
      return;
    }
    if (unsent || await isHeld().catch(() => true)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keep", value: "1" }));
    }
    form.submit();
  }, true);

  if (!owner) { return; }

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
  ready = begin().catch(() => undefined);
  window.addEventListener("online", () => ready.then(() => isOwn && window.offlineSend.sendAll()));
})();
