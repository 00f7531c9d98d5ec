// The sealed store of a device: one list of the day, and what was written without a network. It belongs to one person.
// Everything about anybody is sealed with AES-GCM under one key and bound to that person; the key itself lies here
// only under the code, stretched and mixed with a secret of this browser. See docs/offline.md.
(() => {
  "use strict";
  const ROUNDS = 600000, MOST_WRONG = 10, CLOCKS_DIFFER = 2 * 3600e3;
  const bytes = (text) => new TextEncoder().encode(text);
  const subtle = crypto.subtle;
  let opened;

  function database() {
    opened = opened || new Promise((done, failed) => {
      const asked = indexedDB.open("caseapp", 1);
      asked.onupgradeneeded = () => ["device", "list", "items"].forEach((name) => asked.result.createObjectStore(name));
      asked.onsuccess = () => {
        asked.result.onversionchange = () => { asked.result.close(); opened = null; };
        done(asked.result);
      };
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  // One transaction; `work` returns the request whose result is wanted. Resolved when it is on the disk.
  async function within(name, mode, work) {
    const store = await database();
    return new Promise((done, failed) => {
      const part = store.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : {});
      const asked = work(part.objectStore(name));
      part.oncomplete = () => done(asked && asked.result);
      part.onerror = part.onabort = () => failed(part.error || new Error("the store refused"));
    });
  }
  const read = (name, key) => within(name, "readonly", (store) => store.get(key));
  const write = (name, key, value) => within(name, "readwrite", (store) => store.put(value, key));
  const remove = (name, key) => within(name, "readwrite", (store) => store.delete(key));

  async function seal(key, person, what, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bound = { name: "AES-GCM", iv, additionalData: bytes(`${person}:${what}`) };
    return { iv, text: await subtle.encrypt(bound, key, bytes(JSON.stringify(value))) };
  }

  async function open(key, person, what, sealed) {
    const bound = { name: "AES-GCM", iv: sealed.iv, additionalData: bytes(`${person}:${what}`) };
    return JSON.parse(new TextDecoder().decode(await subtle.decrypt(bound, key, sealed.text)));
  }

  const aes = (raw) => subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  const keyOf = (hex) => aes(Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)));

  async function stretch(code, salt, secret) {
    const typed = await subtle.importKey("raw", bytes(code.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
    const slow = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return aes(await subtle.sign("HMAC", secret, await subtle.deriveBits(slow, typed, 256)));
  }

  // Browsers write localStorage late: what a killed one forgot is said again.
  async function device() {
    const kept = await read("device", "device");
    if (kept) { localStorage.setItem("offline", kept.person); }
    return kept;
  }
  const change = async (values) => write("device", "device", { ...await device(), ...values });

  async function owner() {
    const { person, device: number } = await device();
    return { person, device: number };
  }

  // `told` is what the server says of this device: person, device, key (hex), proof.
  async function switchOn(code, told, language) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const secret = await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const wrapped = await seal(await stretch(code, salt, secret), told.person, "key", told.key);
    const { person, device, proof } = told;
    await write("device", "device", { person, device, proof, language, salt, secret, wrapped, wrong: 0, offset: 0 });
    localStorage.setItem("offline", person);
    return keyOf(told.key);
  }

  // The key, or null. A try is counted before it is made; the tenth wrong one removes the list and the way to it.
  async function unlock(code) {
    const kept = await device();
    if (!kept || !kept.wrapped) { return null; }
    await change({ wrong: kept.wrong + 1 });
    try {
      const key = await keyOf(await open(await stretch(code, kept.salt, kept.secret), kept.person, "key", kept.wrapped));
      await change({ wrong: 0 });
      return key;
    } catch {
      if (kept.wrong + 1 >= MOST_WRONG) {
        await forgetDay();
        await change({ wrapped: null, secret: null });
      }
      return null;
    }
  }

  async function keepDay(key, told) {
    const kept = await device();
    if (told.person !== kept.person) { throw new Error("another person's day"); }
    await write("list", "day", await seal(key, kept.person, "day", told.day));
    const { mark, ends, zone, idle } = told;
    await change({ mark, ends, zone, idle, fetched: told.now, offset: told.now - Date.now(), taken: {} });
  }

  // The server's time, as far as this device knows it.
  const now = (kept) => Date.now() + (kept.offset || 0);

  // The list, or null; a list that has ended, or that comes from a clock of tomorrow, is removed.
  async function readDay(key) {
    const kept = await device();
    const sealed = await read("list", "day");
    if (!sealed) { return null; }
    if (now(kept) >= kept.ends || now(kept) < kept.fetched - CLOCKS_DIFFER) {
      await forgetDay();
      return null;
    }
    return open(key, kept.person, "day", sealed);
  }
  const forgetDay = () => remove("list", "day");

  // The next id of a form that the server gave out with the list; undefined where none is left.
  async function takeId(form, day) {
    const { taken } = await device();
    const used = taken[form] || 0;
    if (used < day.ids[form].length) { await change({ taken: { ...taken, [form]: used + 1 } }); }
    return day.ids[form][used];
  }

  // An item: what was written. In the clear are its id, whose it is, when it was written, and how far it got.
  async function keepItem(key, id, state, content) {
    const earlier = await read("items", id) || { id, at: Date.now(), ...await owner() };
    await write("items", id, { ...earlier, state, sealed: await seal(key, earlier.person, id, content) });
  }
  const readItem = (key, item) => open(key, item.person, item.id, item.sealed);
  const listItems = async () => (await within("items", "readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);
  const removeItem = (id) => remove("items", id);
  const isAsItWas = async ({ id, sealed }) => String((await read("items", id))?.sealed.iv) === String(sealed.iv);

  // Nothing stays, not even what was not sent.
  async function wipe() {
    localStorage.removeItem("offline");
    for (const name of ["list", "items", "device"]) { await within(name, "readwrite", (store) => store.clear()); }
  }

  window.offlineStore = {
    device, change, switchOn, unlock, keyOf, keepDay, readDay, forgetDay, takeId, now,
    keepItem, readItem, listItems, removeItem, isAsItWas, wipe,
  };
})();
