// Sends forms without leaving the page, and lets one sign in over it. Everything works without it.
//
// caseapp.post(url, fields, { draft, person }) answers { kind }, and never throws:
//   sent        the server said yes; `go` is the page to show
//   refused     the server answered with a page: `page` is its document, `status` its number
//   no-network  nothing is known: the same fields may be sent again, for they carry their own id
//   signed-out  nobody is signed in, or somebody else than `person`: nothing was taken
// `fields` is a URLSearchParams; its token is replaced where it is out of date. `draft` names the drafts that end with
// a yes: the page's own key, then key and number of the one that it goes on with.
(() => {
  "use strict";
  const PATIENCE = 20000; // milliseconds until a network that brings nothing is none
  const PATIENCE_OF_WRITER = 8000;

  function asked(url, options, patience = PATIENCE) {
    return fetch(url, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(patience), ...options });
  }

  // Who is signed in here, and the token of that session: { person: null } for nobody, nothing without a network.
  async function session() {
    try {
      const answer = await asked("/session", { headers: { "X-Background": "1" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  // Tokens of the page's forms after the session was renewed.
  function renew(token) {
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = token; });
  }

  async function once(url, fields, draft) {
    const headers = { "X-Posted": "1", ...(draft ? { "X-Draft": draft } : {}) };
    const answer = await asked(url, { method: "POST", body: fields, headers }, draft ? PATIENCE_OF_WRITER : PATIENCE);
    const go = answer.headers.get("X-Go");
    if (go) { return { kind: "sent", go }; }
    if (answer.status === 401) { return { kind: "signed-out" }; }
    if (answer.headers.get("X-Token") === "old") { return { kind: "old-token" }; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { kind: "refused", status: answer.status, page };
  }

  async function post(url, fields, { draft, person } = {}) {
    try {
      const result = await once(url, fields, draft);
      if (result.kind !== "old-token") { return result; }
      const now = await session();
      if (!now) { return { kind: "no-network" }; }
      if (!now.person || (person && now.person !== person)) { return { kind: "signed-out" }; }
      renew(now.token);
      fields.set("csrf_token", now.token);
      const second = await once(url, fields, draft);
      return second.kind === "old-token" ? { kind: "signed-out" } : second;
    } catch {
      return { kind: "no-network" };
    }
  }

  // The sign-in form in a dialog over the page. Answers whether `person` is signed in afterwards; somebody else is told
  // that this text is not theirs, and sees none of it.
  let asking = null;
  function signIn(person, words) {
    asking = asking || opened(person, words).finally(() => { asking = null; });
    return asking;
  }

  async function opened(person, words) {
    const now = await session();
    if (now && now.person === person) {
      renew(now.token);
      return true;
    }
    const dialog = document.createElement("dialog");
    dialog.className = "sign-in-here";
    const before = document.activeElement;
    document.body.append(dialog);
    const page = now && now.person ? null : await signInPage();
    return new Promise((settle) => {
      function close(isSigned) {
        dialog.close();
        dialog.remove();
        if (before && before.isConnected) { before.focus(); }
        settle(isSigned);
      }
      // Where nobody is signed in yet, the answer leads to the second step.
      async function arrived(go) {
        const who = await session();
        if (who && who.person === person) {
          renew(who.token);
          close(true);
        } else if (who && who.person) {
          foreign();
        } else {
          fill(await pageAt(go));
        }
      }
      function heading(text) {
        const title = document.createElement("h2");
        title.id = "sign-in-here";
        title.textContent = text;
        return title;
      }
      function foreign() {
        document.body.classList.add("of-another");
        const sentence = document.createElement("p");
        const home = document.createElement("a");
        sentence.textContent = words.another;
        home.className = "button button-main";
        home.href = "/";
        home.textContent = words.home;
        dialog.replaceChildren(heading(words.signedOut), sentence, home);
        dialog.dataset.stays = "";
      }
      function fill(shown, sentence) {
        const form = shown && shown.querySelector("main form[method=post]");
        const said = document.createElement("p");
        said.setAttribute("role", "alert");
        said.textContent = sentence || (form ? words.signedOutWhy : words.noNetwork);
        const later = document.createElement("button");
        later.type = "button";
        later.className = "button button-quiet";
        later.textContent = words.later;
        later.addEventListener("click", () => close(false));
        const banners = shown ? [...shown.querySelectorAll("main .banner")] : [];
        dialog.replaceChildren(heading(words.signedOut), said, ...banners, ...(form ? [form] : []), later);
        if (!form) { return; }
        const keys = shown.querySelector("script[src*=passkey]");
        if (keys && !window.caseappPasskeys) {
          const script = document.createElement("script");
          script.nonce = document.querySelector("script[nonce]").nonce;
          script.src = keys.getAttribute("src");
          document.head.append(script);
        }
        dialog.lang = shown.documentElement.lang;
        dialog.dir = shown.documentElement.dir;
        form.addEventListener("submit", async (event) => {
          event.preventDefault();
          event.stopPropagation();
          const result = await post(form.action, new URLSearchParams(new FormData(form)));
          if (result.kind === "sent") { await arrived(result.go); return; }
          if (result.kind === "refused" && result.page.querySelector("main form[method=post]")) { fill(result.page); return; }
          const told = result.page && result.page.querySelector(".error-sentence");
          fill(await signInPage(), told ? told.textContent : words.noNetwork);
        });
        const empty = [...form.querySelectorAll("input:not([type=hidden])")].find((field) => !field.value);
        if (empty) { empty.focus(); }
      }
      dialog.setAttribute("aria-labelledby", "sign-in-here");
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        if (!("stays" in dialog.dataset)) { close(false); }
      });
      if (now && now.person) { foreign(); } else { fill(page); }
      dialog.showModal();
    });
  }

  // By way of the page's language, which leads to the page itself and so to signing in.
  function signInPage() {
    return pageAt(`/language/${document.documentElement.lang}`);
  }

  async function pageAt(address) {
    try {
      const answer = await asked(address);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return null;
    }
  }

  window.caseapp = { ...window.caseapp, post, session, signIn, renew, asked };
})();
