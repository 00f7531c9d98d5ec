// Makes pages quicker to use. Everything works without it.
(() => {
  "use strict";
  const root = document;
  const changed = new WeakSet();
  const { nonce, dataset: { left, over, beside } } = root.currentScript;
  const loads = new Map();

  // A script that few pages need, once; what could not be loaded is tried again.
  function load(src) {
    const begun = loads.get(src) || new Promise((done, failed) => {
      root.head.append(Object.assign(root.createElement("script"), { nonce, src, onload: done, onerror: failed }));
    });
    loads.set(src, begun);
    begun.catch(() => loads.delete(src));
    return begun;
  }
  window.caseapp = { load };

  // What can work only with a script is hidden until there is one.
  function show(within) {
    within.querySelectorAll("[data-show-password], [data-scripted]").forEach((part) => { part.hidden = false; });
    if (navigator.clipboard) {
      within.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
    }
  }

  function togglePassword(button) {
    const field = root.getElementById(button.getAttribute("aria-controls"));
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  }

  function announce(words) {
    let place = root.getElementById("spoken");
    if (!place) {
      place = root.createElement("p");
      place.id = "spoken";
      place.className = "for-readers";
      place.setAttribute("role", "status");
      (root.querySelector("main") || root.body).append(place);
    }
    place.textContent = words;
  }

  function copyText(button) {
    navigator.clipboard.writeText(button.dataset.copy).then(() => {
      const use = button.querySelector("use");
      const before = use.getAttribute("href");
      use.setAttribute("href", before.replace(/#.*$/, "#check"));
      announce(button.dataset.copied);
      setTimeout(() => use.setAttribute("href", before), 2000);
    });
  }

  // A choice unfolds what belongs to it: data-unfolds="id" on a radio or checkbox.
  function unfold(within) {
    within.querySelectorAll("[data-unfolds]").forEach((choice) => {
      const part = root.getElementById(choice.dataset.unfolds);
      if (part) { part.hidden = !choice.checked; }
    });
  }

  function plain(words) { return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }

  // Leaves the chips that hold what was typed, and the chosen ones.
  function sift(box) {
    const wanted = plain(box.value).split(/\s+/);
    box.closest("fieldset").querySelectorAll(".chip").forEach((chip) => {
      const words = plain(chip.textContent);
      chip.hidden = !chip.querySelector("input").checked && !wanted.every((word) => words.includes(word));
    });
  }

  // Says near the end of a field how many letters are left, and beyond it how many are too many: nothing is cut.
  function count(field) {
    const most = Number(field.dataset.most);
    let place = field.nextElementSibling;
    const isNear = field.value.length > most * 0.9 && most > 20;
    if (!place?.hasAttribute("data-counter")) {
      if (!isNear) { return; }
      place = root.createElement("p");
      place.setAttribute("data-counter", "");
      place.setAttribute("role", "status");
      field.after(place);
    }
    const rest = most - Array.from(field.value).length;
    place.className = rest < 0 ? "field-error" : "hint";
    place.textContent = isNear ? (rest < 0 ? over : left).replace("{}", Math.abs(rest)) : "";
  }

  function noteChange(field) {
    const form = field.form;
    if (!field.name || !form?.hasAttribute("data-keep") || changed.has(form)) { return; }
    changed.add(form);
    form.classList.add("changed");
    const place = form.querySelector("[data-save-status]");
    if (place && !("draft" in form.dataset)) { place.textContent = place.dataset.unsaved; }
  }

  function submitOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.classList.remove("changed");
    form.setAttribute("aria-busy", "true");
    // After the form was read, so that the pressed button's name and value go along.
    setTimeout(() => {
      form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = true; });
    }, 0);
    // A download leaves the page where it is; the record's own id makes a second post harmless.
    setTimeout(wakeForms, 10000);
  }

  function wakeForms() {
    root.querySelectorAll("form[aria-busy]").forEach((form) => {
      form.removeAttribute("aria-busy");
      form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
    });
  }

  function focusFirstError(within) {
    within.querySelector("[data-first-look]")?.focus();
  }

  // A sheet that lies over the page shuts when one looks elsewhere, or goes on by keyboard.
  function shutSheets(at, kind = "") {
    root.querySelectorAll(`details[data-shuts${kind}][open]`).forEach((sheet) => { sheet.open = sheet.contains(at); });
  }

  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-sift]")) { event.preventDefault(); }
    const open = event.key === "Escape" && root.querySelector("details[data-shuts][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  root.addEventListener("focusin", (event) => shutSheets(event.target, "=left"));
  root.addEventListener("click", (event) => {
    shutSheets(event.target);
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-show-password")) { togglePassword(button); }
    if (button?.hasAttribute("data-copy")) { copyText(button); }
    if (button?.hasAttribute("data-print")) { window.print(); }
    const link = event.target.closest(".banner-links a");
    if (link) {
      const target = root.querySelector(link.getAttribute("href"));
      const field = target?.matches("fieldset") ? target.querySelector("input") : target;
      if (field) {
        event.preventDefault();
        field.focus();
        field.scrollIntoView({ block: "center" });
      }
    }
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-sift]")) { sift(event.target); }
    if (event.target.dataset.most) { count(event.target); }
    noteChange(event.target);
  });
  root.addEventListener("change", (event) => { noteChange(event.target); unfold(root); });
  // What was kept without leaving the page is not unsaved any more.
  root.addEventListener("kept", (event) => {
    changed.delete(event.target);
    event.target.classList.remove("changed");
  });
  root.addEventListener("filled", () => unfold(root));
  // The server's answer to a form stands in the place of the page.
  root.addEventListener("replaced", () => {
    show(root);
    unfold(root);
    focusFirstError(root);
  });
  // Of a row of tabs that is wider than the page, the open one is seen.
  root.querySelectorAll(".tabs [aria-current]").forEach((tab) => tab.scrollIntoView({ block: "nearest", inline: "center" }));
  root.addEventListener("submit", submitOnce);
  window.addEventListener("pageshow", wakeForms);
  window.addEventListener("beforeunload", (event) => {
    if (root.querySelector("form.changed")) { event.preventDefault(); }
  });

  // What stands behind the # of a one-time link never reaches a server, nor does it stay in the history.
  const code = root.querySelector("[data-from-fragment]");
  if (code && location.hash.length > 1) {
    code.value = location.hash.slice(1);
    if (code.dataset.fromFragment === "kept") {
      // The page is looked at again later, on a phone that has thrown it away meanwhile.
      code.closest(".field").hidden = true;
    } else {
      history.replaceState(null, "", location.pathname);
    }
  }

  // A network that is there and brings nothing is given up after this.
  const PATIENCE = 20000;

  // How far background work is: data-poll is the page to look at. Looking keeps no session alive.
  async function lookAgain(id) {
    const place = root.getElementById(id);
    let answer;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      answer = await fetch(place.dataset.poll, { headers: { "X-Background": "1" }, redirect: "error", signal });
    } catch {
      answer = null;
    }
    const now = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
    if (now?.dataset.poll) {
      place.querySelector(".progress").replaceWith(now.querySelector(".progress"));
    } else if (now) {
      place.replaceWith(now);
      announce(now.querySelector(".progress-words").textContent);
      fetchFile(now);
      return;
    }
    setTimeout(lookAgain, now ? 3000 : 15000, id);
  }
  // A file that somebody waits for: the page stays while it is downloaded.
  function fetchFile(place) {
    if (place.dataset.fetch) { location.assign(place.dataset.fetch); }
  }
  root.querySelectorAll("[data-poll]").forEach((place) => setTimeout(lookAgain, 1000, place.id));
  root.querySelectorAll("[data-fetch]").forEach(fetchFile);

  // A client holds the screen: pages of other tabs, and those that the browser kept, give way to the client's own. Only
  // the server knows when it is over; until then the day without a network stays shut too.
  const MARK = "beside";
  async function giveWay() {
    if (!localStorage.getItem(MARK)) { return; }
    root.documentElement.hidden = true;
    const options = { cache: "no-store", headers: { "X-Background": "1" }, signal: AbortSignal.timeout(PATIENCE) };
    const now = await fetch("/session", options).then((answer) => answer.ok && answer.json()).catch(() => null);
    if (now?.person) {
      localStorage.removeItem(MARK);
      root.documentElement.hidden = false;
    } else {
      location.replace("/with");
    }
  }
  if (beside !== undefined) {
    localStorage.setItem(MARK, "1");
  } else if (root.body.classList.contains("inside")) {
    giveWay();
    window.addEventListener("pageshow", (event) => event.persisted && giveWay());
    window.addEventListener("storage", (event) => event.key === MARK && event.newValue && giveWay());
  }

  show(root);
  unfold(root);
  focusFirstError(root);
})();
