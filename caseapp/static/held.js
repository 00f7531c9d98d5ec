// What is typed while the network is away, sealed on this device until the server has it. No code is asked for: the key
// is the server's, made anew for whoever is signed in as its writer, and only the open page has it. See decision 79.
(() => {
  "use strict";
  const PATIENCE = 15000, AGAIN = 10000;
  const bytes = (text) => new TextEncoder().encode(text);
  const quiet = { "X-Background": "1" };
  const plain = (person) => person.replaceAll("-", "");
  const reach = (url, options) => fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
  const own = new Map(); // what this page holds
  let opened, mine, asking, turn = Promise.resolve();

  function database() {
    opened = opened || new Promise((done, failed) => {
      const asked = indexedDB.open("caseapp-held", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("texts");
      asked.onsuccess = () => {
        // Another page that has sent everything removes the store: what was put there meanwhile is put there again.
        asked.result.onversionchange = () => {
          asked.result.close();
          opened = null;
          own.forEach((item) => inTurn(() => put(item)).catch(() => undefined));
        };
        done(asked.result);
      };
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  // One transaction; resolved when it is on the disk.
  async function within(mode, work) {
    const part = (await database()).transaction("texts", mode, mode === "readwrite" ? { durability: "strict" } : {});
    return new Promise((done, failed) => {
      const asked = work(part.objectStore("texts"));
      part.oncomplete = () => done(asked.result);
      part.onerror = part.onabort = () => failed(part.error || new Error("the store refused"));
    });
  }

  // The person's key for that number, and a fresh token; null without a session, or in somebody else's.
  async function keyOf(number, person) {
    const answer = await reach(`/offline/device/${number}`, { headers: quiet, redirect: "manual" });
    const told = answer.ok ? await answer.json() : null;
    if (!told || told.person !== person) { return null; }
    const raw = Uint8Array.from(told.key.match(/../g), (pair) => parseInt(pair, 16));
    return { key: await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]), token: told.token };
  }

  // A key of this page's own, fetched while there is a network. Without one nothing is held, and the page says so.
  async function fetchKey(person) {
    const number = plain(crypto.randomUUID());
    const told = await keyOf(number, person);
    if (told) { mine = { number, person, key: told.key }; }
  }
  function ready(person) {
    if (mine || asking) { return; }
    asking = fetchKey(plain(person)).catch(() => undefined);
    setTimeout(() => { asking = null; }, AGAIN);
  }

  const bound = (item, iv) => ({ name: "AES-GCM", iv, additionalData: bytes(`${item.person}:${item.id}`) });

  // One after the other, so that a text which the server has got is not put back.
  function inTurn(work) {
    turn = turn.then(work, work);
    return turn;
  }

  const put = (item) => within("readwrite", (store) => store.put(item, item.id));

  // Seals a save of a draft; answers whether it lies on the device.
  function hold(id, body) {
    return inTurn(async () => {
      if (!mine) { return false; }
      const item = { id, person: mine.person, number: mine.number, iv: crypto.getRandomValues(new Uint8Array(12)) };
      item.text = await crypto.subtle.encrypt(bound(item, item.iv), mine.key, bytes(body));
      own.set(id, item);
      await put(item);
      return true;
    }).catch(() => false);
  }

  // Deletes what another page held, unless that page has put a later text in its place.
  function deleteSent(store, { id, iv }) {
    const asked = store.get(id);
    asked.onsuccess = () => { if (String(asked.result?.iv) === String(iv)) { store.delete(id); } };
    return asked;
  }

  // Where nothing is left there is no store, by which pages see that there is nothing to send.
  const release = (id, sent) => inTurn(async () => {
    if (!sent) { own.delete(id); }
    if (!opened) { return; }
    await within("readwrite", (store) => (sent ? deleteSent(store, sent) : store.delete(id)));
    if (await within("readonly", (store) => store.count())) { return true; }
    (await opened).close();
    opened = null;
    indexedDB.deleteDatabase("caseapp-held");
    return true;
  }).catch(() => undefined);

  // Sends what the person left, and leaves word for pages that were drawn before. What cannot be sent now stays.
  async function send(item, person) {
    const told = item.person === person && await keyOf(item.number, person);
    if (!told) { return; }
    const text = await crypto.subtle.decrypt(bound(item, item.iv), told.key, item.text);
    const body = new URLSearchParams(new TextDecoder().decode(text));
    body.set("csrf_token", told.token);
    const answer = await reach("/drafts", { method: "POST", body, headers: { ...quiet, "X-Posted": "1" } });
    if (answer.ok && await release(item.id, item)) { localStorage.setItem("arrived", Date.now()); }
  }
  async function sendAll(person) {
    for (const item of await within("readonly", (store) => store.getAll())) {
      await send(item, plain(person)).catch(() => undefined);
    }
  }

  window.heldTexts = { ready, hold, release, sendAll };
})();
