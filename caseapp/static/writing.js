// Saves a form without leaving its page, and keeps what is typed until then. Everything works without it.
(() => {
  "use strict";
  const { post, signIn, dress } = window.caseapp;
  const { say, saySignedOut, sayOther, soon, keep, hold, numbered, goOn, textsOf } = window.caseapp.drafts;
  const MARK = "form[data-draft], form[data-posted]";
  const SLOW = 1000;
  const states = new Map();
  let isTouched = false;

  function wake(form) {
    document.querySelector("main").inert = false;
    form.removeAttribute("aria-busy");
    form.classList.add("changed");
    form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
  }

  function follow(state, go) {
    const to = new URL(go, location.href);
    state.isDone = true;
    if (window.heldTexts) { window.heldTexts.release(state.key); }
    state.form.classList.remove("changed");
    if (to.pathname + to.search === location.pathname + location.search) {
      location.hash = to.hash;
      location.reload();
    } else {
      location.assign(to);
    }
  }

  // The server's page stands in the place of this one: the form again, with what is to be corrected, or another page
  // that says what was done. An error leaves the form as it is.
  function show(state, { page, status }) {
    const there = page.querySelector("main");
    const found = there && [...there.querySelectorAll(MARK)].find((form) => (form.dataset.draft ?? null) === state.name);
    if (!found && (!there || status >= 400)) { return false; }
    const main = document.querySelector("main");
    main.inert = false;
    dress(page);
    main.replaceChildren(...there.childNodes);
    document.title = page.title;
    states.delete(state.form);
    if (found) { takeOver(state, found); }
    document.querySelectorAll(MARK).forEach((form) => { if (!states.has(form)) { start(form); } });
    document.dispatchEvent(new Event("replaced"));
    return true;
  }

  function takeOver(state, form) {
    states.set(form, state);
    state.form = form;
    state.kept = null;
    state.isRefused = true;
    form.classList.add("changed");
    say(state, "failed", state.words.refused);
    soon(state);
  }

  async function send(event) {
    const form = event.target;
    const state = states.get(form);
    if (!state || event.defaultPrevented) { return; }
    event.preventDefault();
    const button = event.submitter;
    const focused = document.activeElement;
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) { body.append(button.name, button.value); }
    const url = (button && button.getAttribute("formaction")) || form.getAttribute("action") || location.href;
    say(state, "saving", state.words.saving);
    document.querySelector("main").inert = state.isPosting = true; // nothing else begins meanwhile
    numbered(state);
    const { key, number, goesOn } = state;
    const draft = state.name === null ? "" : `${key} ${number}${goesOn ? ` ${goesOn.key} ${goesOn.number}` : ""}`;
    const slow = setTimeout(() => hold(state), SLOW);
    const result = await post(url, body, { draft, person: state.person });
    clearTimeout(slow);
    state.isPosting = false;
    if (result.kind === "sent") { follow(state, result.go); return; }
    if (result.kind === "refused" && show(state, result)) { return; }
    wake(form);
    state.isRefused = true;
    soon(state);
    if (focused && focused.isConnected) { focused.focus(); }
    if (result.kind === "signed-out") {
      saySignedOut(state);
      if (await signIn(state.person, state.words)) { form.requestSubmit(button); }
    } else if (result.kind === "no-network") {
      say(state, "waiting", state.words.noNetwork);
    } else {
      const told = result.page.querySelector(".error-sentence");
      say(state, "failed", state.words.failed.replace("{}", told ? told.textContent : state.words.notTaken));
    }
  }

  function start(form) {
    const { draft, person, words, kept } = form.dataset;
    const name = draft ?? null;
    const state = { form, name, person, words: JSON.parse(words), key: crypto.randomUUID(), number: 0, kept: null };
    states.set(form, state);
    state.texts = textsOf(form);
    if (kept) { goOn(state); }
    // Browsers fill a form in again when its page comes back: what is there already was typed.
    if (textsOf(form) !== state.texts) { soon(state); }
  }

  function typed(event) {
    const state = states.get(event.target.form);
    if (!state) { return; }
    isTouched = true;
    soon(state);
    if (window.holdTexts) { window.holdTexts().then((texts) => texts && texts.ready(state.person)).catch(() => undefined); }
  }

  function keepAll(isLeaving) { states.forEach((state) => keep(state, isLeaving)); }

  // A page that was drawn before a text of its form arrived is older than that text.
  document.addEventListener("arrived", () => {
    const state = [...states.values()].find(({ name }) => name !== null);
    if (!state) { return; }
    localStorage.removeItem("arrived");
    if (isTouched) { sayOther(state); } else { location.reload(); }
  });
  document.querySelectorAll(MARK).forEach(start);
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("focusout", (event) => {
    const state = states.get(event.target.form);
    if (state && state.timer) { keep(state); }
  });
  document.addEventListener("submit", send);
  document.addEventListener("visibilitychange", () => { if (document.hidden) { keepAll(true); } });
  window.addEventListener("pagehide", () => keepAll(true));
  window.addEventListener("online", () => keepAll(false));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && [...states.values()].some((state) => state.isDone)) { location.reload(); }
  });
})();
