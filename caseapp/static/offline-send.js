// Sends what was written without a network, the oldest first, through the routes of the pages themselves: each item
// bears the id of its record, so that a second sending is harmless. What is refused stays, with the reason.
(() => {
  "use strict";
  const store = window.offlineStore;
  const REFRESH = 30 * 60e3, PATIENCE = 15e3;
  const quiet = { "X-Background": "1" };

  // A network that is there and brings nothing is no network: one that hangs would hold everything that waits.
  const reach = (url, options) => fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });

  // JSON of one of our own routes; null where nobody is signed in.
  async function ask(url, headers) {
    const answer = await reach(url, { headers: { ...quiet, ...headers }, redirect: "manual" });
    return answer.ok ? answer.json() : null;
  }

  // The key and a fresh token for a device of this person; null without a session, or in another person's.
  async function keyFor(item) {
    const told = await ask(`/offline/device/${item.device}`);
    return told && told.person === item.person ? { key: await store.keyOf(told.key), token: told.token } : null;
  }

  class Later extends Error {}

  async function post(url, fields, token) {
    const body = new URLSearchParams([...fields, ["csrf_token", token]]);
    const headers = { ...quiet, "X-Posted": "1" };
    const answer = await reach(url, { method: "POST", body, headers });
    const go = answer.headers.get("X-Go");
    if (go) { return { state: "sent", go }; }
    const isLater = [401, 429].includes(answer.status) || answer.status >= 500 || answer.headers.get("X-Token") === "old";
    if (isLater) { throw new Later(); }
    const state = answer.status === 409 ? "conflict" : "refused";
    return { state, status: answer.status, reason: await reasonIn(answer) };
  }

  async function reasonIn(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.querySelector(".banner-links li, main .banner strong, main h1");
    return told ? told.textContent.trim() : String(answer.status);
  }

  // A group's meeting may have to be made first; a planned meeting of an assignment that has ended is a late note.
  async function sendOne(item, content, token) {
    if (content.first) {
      const made = await post(content.first.url, content.first.fields, token);
      if (made.state !== "sent") { return made; }
      Object.assign(content, { url: made.go, first: null });
    }
    const answer = await post(content.url, content.sent, token);
    const isLate = answer.status === 404 && content.late;
    return isLate ? post(content.late.url, content.late.fields, token) : answer;
  }

  async function sendInOrder() {
    const keys = new Map();
    for (const item of (await store.listItems()).filter((each) => each.state === "waiting")) {
      const means = keys.get(item.device) || await keyFor(item);
      if (!means) { return tell(true); }
      if (!await store.isAsItWas(item)) { continue; }
      keys.set(item.device, means);
      const content = await store.readItem(means.key, item);
      const { state, reason } = await sendOne(item, content, means.token);
      if (!await store.isAsItWas(item)) { continue; } // somebody goes on writing it
      if (state === "sent") {
        await store.removeItem(item.id);
      } else {
        await store.keepItem(means.key, item.id, state, { ...content, reason });
      }
      tell();
    }
  }

  // One tab at a time. A network that goes away again leaves the rest where it is.
  async function sendAll() {
    try {
      await navigator.locks.request("offline-send", sendInOrder);
    } catch (fault) {
      const isLate = fault.name === "TimeoutError" || fault instanceof Later;
      if (!(fault instanceof TypeError || isLate)) { throw fault; }
    }
  }

  async function tell(signedOut = false) {
    const items = await store.listItems();
    const count = (...states) => items.filter((item) => states.includes(item.state)).length;
    const detail = { unsent: items.length, waiting: count("waiting"), asking: count("refused", "conflict"), signedOut };
    window.dispatchEvent(new CustomEvent("offline-items", { detail }));
    return detail;
  }

  const base64 = (sealed) => btoa(Array.from(new Uint8Array(sealed), (each) => String.fromCharCode(each)).join(""));

  // What somebody whose account was closed had not sent goes, as it is sealed, to the server, for whoever is in charge.
  async function leave(kept, shown, token) {
    for (const { id, person, device, sealed } of await store.listItems()) {
      if (person !== kept.person || device !== kept.device) { continue; }
      const body = new URLSearchParams({ item: id, iv: base64(sealed.iv), text: base64(sealed.text), csrf_token: token });
      const headers = { ...quiet, "X-Device": shown };
      const answer = await reach("/offline/left", { method: "POST", body, headers });
      if (answer.ok && (await answer.json()).is_kept) { await store.removeItem(id); }
    }
  }

  // What a device does at each contact: the list goes where it has to, and comes anew where it is old.
  async function meet(every = 0) {
    const kept = await store.device();
    if (!kept || Date.now() - (kept.met || 0) < every) { return; }
    const shown = [kept.person, kept.device, kept.proof, kept.mark || ""].join(".");
    const told = await ask("/offline/contact", { "X-Device": shown });
    if (told && ["gone", "changed"].includes(told.list)) {
      await store.forgetDay();
      await store.change({ fetched: 0, ...(told.list === "gone" ? { wrapped: null, secret: null } : {}) });
      if (told.list === "gone") { await leave(kept, shown, told.token); }
      if (told.list === "gone" && (await store.listItems()).length === 0) { return store.wipe(); }
    }
    await store.change({ met: Date.now() });
  }

  async function refresh(force) {
    const kept = await store.device();
    if (!kept || !kept.wrapped || (!force && kept.fetched && store.now(kept) - kept.fetched < REFRESH)) { return; }
    const means = await keyFor(kept);
    const told = means && await ask(`/offline/device/${kept.device}/day`);
    if (told) { await store.keepDay(means.key, told); }
  }

  // Shows the form of the server with what was written, to be mended or compared there: a post of the whole page.
  async function openItem(item) {
    const means = await keyFor(item);
    if (!means) { return false; }
    const content = await store.readItem(means.key, item);
    const form = document.createElement("form");
    form.method = "post";
    form.action = (content.first || content).url;
    for (const [name, value] of [...(content.first ? content.first.fields : content.sent), ["csrf_token", means.token]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      [field.name, field.value] = [name, value];
      form.append(field);
    }
    await store.keepItem(means.key, item.id, "opened", content);
    document.body.append(form);
    form.submit();
    return true;
  }

  window.offlineSend = { sendAll, meet, refresh, openItem, keyFor, ask, tell };
})();
