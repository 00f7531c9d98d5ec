// The settings of this device, and what it has not sent yet.
(() => {
  "use strict";
  const store = window.offlineStore;
  const { ask, keyFor, openItem, refresh, sendAll } = window.offlineSend;
  const find = (what, within = document) => within.querySelector(what);
  const settings = document.getElementById("offline-settings");
  const unsent = document.getElementById("offline-unsent");

  async function showSettings() {
    const kept = await store.device();
    const isOwn = kept && kept.person === settings.dataset.person;
    const state = !isOwn ? "off" : kept.wrapped ? "on" : "closed";
    settings.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== state; });
  }

  function complain(words) {
    const place = document.getElementById("offline-fault");
    find("strong", place).textContent = words;
    place.hidden = !words;
  }

  const isWeak = (code, least) => [...code].length < least || new Set(code).size < 3;

  async function switchOn() {
    const [code, again] = ["code", "again"].map((id) => document.getElementById(id));
    const words = settings.dataset;
    if (isWeak(code.value, Number(code.dataset.least))) { return complain(words.short); }
    if (code.value !== again.value) { return complain(words.differs); }
    let kept = await store.device();
    if (kept && kept.person !== words.person) {
      if ((await store.listItems()).length) { return complain(words.other); }
      await store.wipe();
      kept = undefined;
    }
    const number = kept ? kept.device : crypto.randomUUID().replaceAll("-", "");
    const told = await ask(`/offline/device/${number}`);
    if (!told) { return complain(words.failed); }
    await store.switchOn(code.value, told, words.language);
    await navigator.serviceWorker?.register(words.worker);
    await navigator.storage?.persist?.();
    await refresh(true);
    code.value = again.value = "";
    complain("");
    return showSettings();
  }

  async function switchOff() {
    if ((await store.listItems()).length) { return location.assign("/account/unsent"); }
    await store.wipe();
    for (const each of await navigator.serviceWorker?.getRegistrations() || []) { await each.unregister(); }
    for (const name of await caches.keys()) { await caches.delete(name); }
    return showSettings();
  }

  async function drawItem(item, means) {
    const row = document.getElementById("unsent-item").content.cloneNode(true);
    const content = means ? await store.readItem(means.key, item) : {};
    const say = (name, words) => { find(`[data-fill=${name}]`, row).textContent = words || ""; };
    say("title", content.title);
    say("when", new Date(item.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }));
    say("state", find("[data-fill=state]", row).dataset[item.state]);
    say("reason", content.reason);
    find("[data-act=open]", row).addEventListener("click", () => openItem(item));
    find("[data-act=delete]", row).addEventListener("click", async (event) => {
      if (!window.confirm(event.currentTarget.dataset.sure)) { return; }
      await store.removeItem(item.id);
      await showUnsent();
    });
    return row;
  }

  async function showUnsent() {
    const items = await store.listItems();
    const means = new Map();
    for (const item of items) { if (!means.has(item.device)) { means.set(item.device, await keyFor(item)); } }
    const rows = await Promise.all(items.map((item) => drawItem(item, means.get(item.device))));
    document.getElementById("unsent-items").replaceChildren(...rows);
    document.getElementById("unsent-none").hidden = items.length > 0;
    document.getElementById("unsent-acts").hidden = items.length === 0;
    unsent.querySelectorAll("[data-when]").forEach((part) => { part.hidden = (part.dataset.when === "some") !== items.length > 0; });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const act = button && { on: switchOn, off: switchOff, send: () => sendAll().then(showUnsent) }[button.dataset.act];
    if (!act) { return; }
    button.disabled = true;
    act().catch(() => settings && complain(settings.dataset.failed)).finally(() => { button.disabled = false; });
  });
  if (settings) { showSettings(); }
  if (unsent) { showUnsent(); window.addEventListener("offline-items", showUnsent); }
})();
