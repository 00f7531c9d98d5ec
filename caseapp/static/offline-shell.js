// The page without a network: opens the sealed store by the code, shows the day, and keeps what is written.
(() => {
  "use strict";
  const store = window.offlineStore, { sendAll, openItem, meet, tell } = window.offlineSend;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const TRY_AGAIN = 60e3, KEEP_AFTER = 1000;
  let key = null, day = null, kept = null, contents = new Map(), writing = null, used = Date.now(), later = 0;
  let turn = Promise.resolve();

  function show(view, sub = "") {
    document.querySelectorAll("[data-view]").forEach((part) => { part.hidden = part.dataset.view !== view; });
    byId("kept-heading").textContent = byId("kept-heading").dataset[view];
    byId("kept-sub").textContent = sub;
    document.querySelector("[data-act=day]").hidden = !["note", "roll"].includes(view);
    complain("");
    window.scrollTo(0, 0);
  }

  function complain(why) {
    const place = byId("kept-fault");
    place.hidden = !why;
    if (why) { place.querySelector("strong").textContent = place.dataset[why]; }
  }

  const said = (on) => new Date(`${on}T12:00`).toLocaleDateString(root.lang, { weekday: "long", day: "numeric", month: "long" });

  // Day and hour where the organisation is, by the server's clock as far as it is known.
  function today(minutesAgo = 0) {
    const at = new Date(store.now(kept) - minutesAgo * 60e3);
    return new Intl.DateTimeFormat("sv-SE", { timeZone: kept.zone, dateStyle: "short", timeStyle: "short" }).format(at).split(" ");
  }

  function drawn(template, parts) {
    const piece = byId(template).content.cloneNode(true);
    for (const [name, words] of Object.entries(parts)) {
      piece.querySelectorAll(`[data-fill=${name}]`).forEach((place) => { place.textContent = words; });
    }
    return piece;
  }

  function row({ time = "", name, lines = [], phone = "", act }) {
    const piece = drawn("kept-row", { time, name });
    const call = piece.querySelector("[data-fill=call]");
    for (const line of lines.filter(Boolean)) {
      const place = document.createElement("span");
      place.className = "row-line";
      place.dir = "auto";
      place.textContent = line;
      piece.querySelector(".row-words").append(place);
    }
    if (phone) { call.href = `tel:${phone}`; } else { call.remove(); }
    if (!time) { piece.querySelector(".row-time").remove(); }
    const open = piece.querySelector("[data-open]");
    open.setAttribute("aria-label", `${open.textContent.trim()}: ${name}`);
    open.addEventListener("click", act);
    return piece;
  }

  function fill(name, rows) {
    const part = document.querySelector(`[data-list=${name}]`);
    part.hidden = rows.length === 0;
    part.querySelector("ul").replaceChildren(...rows);
  }

  async function showDay() {
    if (!await keepNow()) { return; }
    shutForms();
    await drawDay();
    if (key) { show("day", day ? said(day.on) : ""); }
  }

  // The lists, without taking away a form that is open by now.
  async function drawDay() {
    const items = await store.listItems();
    contents = new Map(await Promise.all(items.map(async (item) => [item.id, await store.readItem(key, item)])));
    day = await store.readDay(key);
    const words = byId("kept-row").dataset;
    fill("items", items.map((item) => {
      const { title, reason } = contents.get(item.id);
      return row({ name: title, lines: [words[item.state], reason], act: () => openAgain(item) });
    }));
    byId("kept-ended").hidden = Boolean(day);
    const { people, meetings, groups } = day || { people: [], meetings: [], groups: [] };
    const person = (id) => people.find((each) => each.id === id);
    fill("meetings", meetings.filter((plan) => person(plan.client)).map((plan) => {
      const { name, phone, introduction } = person(plan.client);
      const when = plan.on === day.on ? "" : said(plan.on);
      const lines = [when, [plan.mode_name, plan.place].filter(Boolean).join(", "), introduction];
      return row({ time: plan.at, name, phone, lines, act: () => writeNote(person(plan.client), plan) });
    }));
    fill("groups", groups.map((group) => row({ name: group.name, lines: [said(group.on), group.hours], act: () => writeRoll(group) })));
    fill("people", people.map((each) => {
      const step = each.step && words.next.replace("{}", each.step);
      return row({ name: each.name, phone: each.phone, lines: [step], act: () => writeNote(each) });
    }));
  }

  function openAgain(item) {
    const content = contents.get(item.id);
    if (["draft", "waiting"].includes(item.state)) {
      (content.kind === "note" ? noteForm : rollForm)(item.id, content);
      return item.state === "waiting" ? keep("draft") : undefined;
    }
    return openItem(item).catch(() => false).then((isOpen) => { if (!isOpen) { complain("network"); } });
  }

  const begun = (match) => [...contents].find(([, content]) => match(content));

  async function writeNote(person, plan) {
    const known = plan && begun((content) => content.meeting === plan.id);
    if (known) { return noteForm(...known); }
    const id = await store.takeId("NoteForm", day);
    if (!id) { return complain("noIds"); }
    const [on, hour] = plan ? [plan.on, plan.at] : today(60);
    const { name, goals } = person;
    const fields = [["held_on", on], ["starts_at", hour], ["minutes", String(plan ? plan.minutes : 60)], ...(plan ? [["mode", plan.mode]] : [])];
    const late = { url: `/clients/${person.id}/activities/new`, more: [["record_id", id]] };
    const edit = plan && { url: `/activities/${plan.id}/edit`, more: [["version", String(plan.version)]] };
    return noteForm(id, { kind: "note", name, goals, fields, meeting: plan ? plan.id : "", ...(edit || late), late: edit ? late : null });
  }

  function noteForm(id, content) {
    const piece = drawn("kept-note", {});
    for (const goal of content.goals) {
      const part = drawn("kept-goal", { title: goal.called || goal.title });
      part.querySelectorAll("input").forEach((field) => { field.name += goal.id; });
      piece.querySelector("[data-goals]").append(part);
    }
    begin("note", id, content, piece);
  }

  async function writeRoll(group) {
    const known = begun((content) => content.group === group.id && content.on === group.on);
    if (known) { return rollForm(...known); }
    const id = await store.takeId("MeetingForm", day);
    if (!id) { return complain("noIds"); }
    const { name, members, on } = group;
    const first = group.meeting ? null : { url: `/groups/${group.id}/meetings/new`, fields: [["record_id", id], ["held_on", on]] };
    const url = group.meeting ? `/meetings/${group.meeting}/attendance` : "";
    const more = [["version", String(group.version)], ["others", "0"], ...members.map((each) => [`why-${each.id}`, ""])];
    return rollForm(id, { kind: "roll", name, members, on, group: group.id, fields: [], first, url, more });
  }

  function rollForm(id, content) {
    const piece = drawn("kept-roll", {});
    for (const member of content.members) {
      const part = drawn("kept-member", { name: member.name });
      part.querySelectorAll("input").forEach((field) => { field.name += member.id; });
      const words = part.querySelector("input[type=text]");
      words.id = words.name;
      part.querySelector("label[data-fill]").htmlFor = words.id;
      piece.querySelector("[data-members]").append(part);
    }
    begin("roll", id, content, piece);
  }

  function begin(view, id, content, piece) {
    const form = piece.querySelector("form");
    for (const [name, value] of content.fields) {
      const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      fields.forEach((field) => { if (field.type === "radio") { field.checked = field.value === value; } else { field.value = value; } });
    }
    writing = { id, view, content, form, isChanged: false };
    form.addEventListener("input", () => { writing.isChanged = true; clearTimeout(later); later = setTimeout(keepNow, KEEP_AFTER); });
    form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
    document.querySelector(`[data-view=${view}]`).replaceChildren(piece);
    show(view, content.name);
  }

  // What is typed, as it will be sent.
  function written() {
    const typed = [...new FormData(writing.form)];
    const { content } = writing;
    const [on, hour] = ["held_on", "starts_at"].map((name) => (typed.find(([field]) => field === name) || [])[1]);
    const title = [content.name, said(on || content.on || today()[0]), hour].filter(Boolean).join(", ");
    const late = content.late && { ...content.late, fields: [...typed, ...content.late.more] };
    return { ...content, title, fields: typed, sent: [...typed, ...content.more], late };
  }

  // One after the other, so that what was kept last stays. What is typed meanwhile is yet to be kept.
  function keep(state) {
    const now = writing, kept = store.keepItem.bind(null, key, now.id, state, written());
    now.isChanged = false;
    turn = turn.then(kept).then(() => {
      tell();
      return true;
    }, () => {
      now.isChanged = true;
      complain("full");
      return false;
    });
    return turn;
  }

  // Answers whether nothing is lost when the form is shut.
  async function keepNow() {
    clearTimeout(later);
    return key && writing && writing.isChanged ? keep("draft") : turn.then(() => !writing || !writing.isChanged);
  }

  async function save() {
    const { elements } = writing.form;
    if (elements.held_on && !(elements.held_on.value && elements.starts_at.value)) { return complain("needs"); }
    if (!await keep("waiting")) { return; }
    await showDay();
    send();
  }

  // Without a session nothing is sent; what is said then is where to sign in.
  async function send() {
    await meet().catch(() => undefined);
    await sendAll();
    if (key && !writing) { await drawDay(); }
  }

  function shutForms() {
    writing = null;
    document.querySelectorAll("[data-view=note], [data-view=roll]").forEach((part) => part.replaceChildren());
  }

  // A text for which the device has no room waits behind the code.
  async function lock() {
    if (await keepNow()) { shutForms(); }
    [key, day, contents] = [null, null, new Map()];
    document.querySelectorAll("[data-list] ul").forEach((part) => part.replaceChildren());
    byId("code").value = "";
    show("locked");
  }

  async function unlock(event) {
    event.preventDefault();
    if (isBeside()) { return show("nothing"); }
    const place = byId("code-error"), words = place.querySelector("span");
    key = await store.unlock(byId("code").value);
    byId("code").value = "";
    kept = await store.device();
    place.hidden = Boolean(key);
    words.textContent = words.dataset.wrong.replace("{}", String(Math.max(0, 10 - kept.wrong)));
    if (!key) { return kept.wrapped ? byId("code").focus() : show("nothing"); }
    if (writing) { show(writing.view, writing.content.name); }
    await showDay();
    send();
  }

  window.addEventListener("offline-items", ({ detail }) => {
    const place = byId("kept-status");
    const left = detail.waiting || detail.asking;
    place.hidden = !left;
    place.querySelector("span").textContent = `${detail.waiting ? place.dataset.waiting : place.dataset.asking} (${left})`;
    place.querySelector("a").hidden = !detail.signedOut;
  });
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]");
    if (act) { ({ day: showDay, lock })[act.dataset.act](); }
  });
  for (const name of ["pointerdown", "keydown"]) { document.addEventListener(name, () => { used = Date.now(); }, true); }
  document.addEventListener("visibilitychange", keepNow);
  window.addEventListener("pagehide", keepNow);
  window.addEventListener("online", () => key && send());
  setInterval(() => { if (key && !document.hidden) { send(); } }, TRY_AGAIN);
  setInterval(() => { if (key && kept.idle && Date.now() - used >= kept.idle * 60e3) { lock(); } }, 5000);
  byId("kept-unlock").addEventListener("submit", unlock);

  // While a client holds the screen of this browser, the list stays shut, and shuts in a tab that has it open.
  const isBeside = () => Boolean(localStorage.getItem("beside"));
  window.addEventListener("storage", () => isBeside() && location.reload());

  store.device().then((found) => {
    if (!found || !found.wrapped || isBeside()) { return; }
    kept = found;
    show("locked");
    tell();
    byId("code").focus();
  });
})();
