// What is typed into a form, kept on the server as a draft: its status, the keeping, and going on with it later.
(() => {
  "use strict";
  const { post, session, signIn, renew, asked } = window.caseapp;
  const WAIT = 1500;
  const SLOW = 1000;
  const MOST_WAIT = 30000;
  const KEEPALIVE_MAX = 60000; // bytes that a browser sends for a page that is gone
  const CODE = /^[a-z0-9_:.+-]{0,40}$/;
  const LOOKS = {
    saved: ["sage", "cloud-check"], saving: ["plain", "cloud-check"], waiting: ["amber", "cloud-off"],
    failed: ["brick", "circle-alert"],
  };

  function contentOf(form) {
    return JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string"));
  }

  function textsOf(form) {
    return [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value).join("\n");
  }

  function made(tag, text, attributes = {}) {
    const part = document.createElement(tag);
    part.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, value));
    return part;
  }

  function icon(name) {
    const known = document.querySelector("svg.icon use");
    if (!known) { return []; }
    const svg = known.closest("svg").cloneNode(true);
    svg.setAttribute("class", "icon");
    svg.querySelector("use").setAttribute("href", known.getAttribute("href").replace(/#.*$/, `#${name}`));
    return [svg];
  }

  // ---- the status: one place, said to screen readers when it becomes another ----
  function say(state, kind, text, button) {
    const { form } = state;
    let place = form.querySelector("[data-save-status]");
    if (!place) {
      place = made("p", "", { role: "status", "data-save-status": "", "data-unsaved": "" });
      form.append(place);
    }
    if (place.dataset.said === kind + text) { return; }
    place.dataset.said = kind + text;
    const [colour, name] = LOOKS[kind];
    const line = made("span", "", { class: `status ${colour}` });
    line.append(...icon(name), made("span", text));
    place.replaceChildren(line, ...(button ? [button] : []));
  }

  function saySignedOut(state) {
    hold(state);
    const button = made("button", state.words.signIn, { type: "button", class: "button button-quiet" });
    button.addEventListener("click", async () => {
      if (await signIn(state.person, state.words)) { keep(state); }
    });
    say(state, "failed", state.words.failed.replace("{}", state.words.signedOut), button);
  }

  // ---- drafts ----
  // Where the network is tried again only later, the device has the text as soon.
  function soon(state, wait = WAIT) {
    if (!state.timer) {
      state.timer = setTimeout(() => keep(state), wait);
    } else if (state.pause && !state.holding) {
      state.holding = setTimeout(() => {
        state.holding = null;
        hold(state);
      }, WAIT);
    }
  }

  function later(state) {
    state.pause = Math.min((state.pause || SLOW) * 2, MOST_WAIT);
    soon(state, state.pause);
  }

  // Sealed on the device, so that closing the page loses nothing; where that cannot be, the status says so. What the
  // server has is not held; what is posted at the moment is, until there is an answer.
  async function hold(state) {
    const texts = window.heldTexts;
    if (!texts || state.name === null || state.isDone || contentOf(state.form) === state.kept) { return false; }
    const isHeld = await texts.hold(state.key, bodyOf(state));
    if (state.isDone) { texts.release(state.key); }
    return isHeld;
  }

  async function sayWaiting(state, words) {
    const isHeld = await hold(state);
    if (!state.isDone && state.pause) { say(state, "waiting", isHeld ? state.words.held : words); }
  }

  // Every text has a number of its own, by which the server knows what it has had.
  function numbered(state) {
    const content = contentOf(state.form);
    if (content !== state.content) {
      state.content = content;
      state.number += 1;
    }
    return content;
  }

  function bodyOf(state) {
    const content = numbered(state);
    const heading = document.querySelector("h1");
    const body = new URLSearchParams({
      csrf_token: state.form.elements.csrf_token.value, path: location.pathname, form: state.name, key: state.key,
      number: state.number, title: heading ? heading.textContent : "", content,
    });
    if (state.goesOn) {
      body.set("from_key", state.goesOn.key);
      body.set("from_number", state.goesOn.number);
    }
    return body.toString();
  }

  async function keep(state, isLeaving = false) {
    clearTimeout(state.timer);
    state.timer = null;
    const content = contentOf(state.form);
    if (state.isPosting && isLeaving) { hold(state); }
    const isBegun = state.isBegun || textsOf(state.form) !== state.texts;
    if (state.name === null || state.isDone || state.isPosting || !isBegun || content === state.kept) { return; }
    if (state.isKeeping && !isLeaving) {
      state.isAgain = true;
      if (state.isSlow) { hold(state); }
      return;
    }
    state.isBegun = state.isKeeping = true;
    const body = bodyOf(state);
    const { number, key } = state;
    const slow = setTimeout(() => {
      state.isSlow = true;
      hold(state);
      say(state, "saving", state.words.saving);
    }, SLOW);
    if (isLeaving || state.pause) { hold(state); }
    try {
      const headers = { "X-Background": "1", "X-Posted": "1", "Content-Type": "application/x-www-form-urlencoded" };
      const keepalive = isLeaving && body.length < KEEPALIVE_MAX;
      await take(state, await asked("/drafts", { method: "POST", body, headers, keepalive }), { number, key, content });
    } catch {
      later(state);
      sayWaiting(state, state.words.waiting);
    }
    clearTimeout(slow);
    state.isKeeping = state.isSlow = false;
    if (state.isAgain) {
      state.isAgain = false;
      soon(state);
    }
  }

  async function take(state, answer, { number, key, content }) {
    if (answer.ok && window.heldTexts) { window.heldTexts.release(key); }
    if (state.isDone || key !== state.key) { return; }
    if (answer.ok) {
      const told = await answer.json();
      state.pause = 0;
      state.goesOn = null;
      if (told.is_ended) { state.key = crypto.randomUUID(); }
      if (number === state.number) { state.kept = content; }
      if (state.isRefused && !told.is_ended) { say(state, "failed", state.words.refused); } else { say(state, "saved", told.status); }
      if (contentOf(state.form) === content) {
        state.form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
      } else {
        soon(state);
      }
    } else if (answer.status === 401) {
      saySignedOut(state);
    } else if (answer.headers.get("X-Token") === "old") {
      const now = await session();
      if (now && now.person === state.person) { renew(now.token); later(state); } else { saySignedOut(state); }
    } else if (answer.status >= 500 || answer.status === 429) {
      later(state);
      sayWaiting(state, state.words.busy);
    } else {
      say(state, "failed", state.words.failed.replace("{}", state.words.notTaken));
    }
  }

  // ---- going on with what was typed before ----
  function fillIn(form, pairs) {
    const left = new Map();
    pairs.forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    const known = new Set();
    [...form.elements].forEach((field) => {
      const { name, type } = field;
      if (!name || name === "csrf_token" || type === "submit" || type === "button") { return; }
      known.add(name);
      const values = left.get(name) || [];
      if (type === "checkbox" || (type === "radio" && values.length)) {
        field.checked = values.includes(field.value);
      } else if (type === "select-multiple") {
        [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      } else if (type !== "radio" && values.length) {
        field.value = values.shift();
      }
      const folded = field.closest("details:not([open])");
      if (folded && values.length + String(field.value || "").length && field.value !== field.defaultValue) { folded.open = true; }
    });
    const rest = pairs.filter(([name]) => !known.has(name));
    rest.forEach(([name, value]) => {
      const field = made("input", "", { type: "hidden", name });
      field.value = value;
      form.append(field);
    });
    return rest.map(([, value]) => value).filter((value) => !CODE.test(value));
  }

  function banner(form, attributes = {}) {
    const told = made("div", "", { class: "banner sea", ...attributes });
    const inside = made("div", "", { class: "banner-words" });
    told.append(...icon("pen-line"), inside);
    form.prepend(told);
    return inside;
  }

  function goOn(state) {
    const { form, words } = state;
    const { goesOn, number, kept, keptAt, keptStatus } = form.dataset;
    state.goesOn = { key: goesOn, number };
    state.isBegun = true;
    const homeless = fillIn(form, JSON.parse(kept));
    state.kept = contentOf(form);
    say(state, "saved", keptStatus);
    const inside = banner(form);
    inside.append(made("strong", words.goesOn.replace("{}", keptAt)));
    homeless.forEach((text) => inside.append(made("p", text, { class: "user-text", dir: "auto" })));
    const anew = new URL(location.href);
    anew.searchParams.set("draft", "new");
    const drop = made("button", words.drop, { type: "button", class: "button button-quiet" });
    drop.addEventListener("click", async () => {
      const fields = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, number });
      const result = await post(`/drafts/${goesOn}/drop`, fields, { person: state.person });
      if (result.kind === "sent") {
        state.isDone = true;
        form.classList.remove("changed");
        location.replace(anew);
      } else if (result.kind === "no-network") {
        say(state, "waiting", words.waiting);
      } else if (result.kind === "signed-out") {
        saySignedOut(state);
      }
    });
    const acts = made("p", "", { class: "banner-acts" });
    acts.append(made("a", words.anew, { href: anew.pathname + anew.search, class: "button button-quiet" }), drop);
    inside.append(acts);
    form.dispatchEvent(new Event("filled", { bubbles: true }));
  }

  // What waited on this device came to the server after this page was drawn, and while somebody writes here.
  function sayOther({ form, words }) {
    banner(form, { role: "status" }).append(made("a", words.other, { href: "/drafts" }));
  }

  window.caseapp.drafts = { say, saySignedOut, sayOther, soon, keep, hold, numbered, goOn, textsOf };
})();
