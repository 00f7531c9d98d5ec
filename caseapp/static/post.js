// Sends forms without leaving the page, and asks to sign in over it. Everything works without it.
//
// caseapp.post(url, fields, { draft, person }) answers { kind }, and never throws:
//   sent        the server said yes; `go` is the page to show
//   refused     the server answered with a page: `page` is its document, `status` its number
//   no-network  nothing is known: the same fields may be sent again, for they carry their own id
//   signed-out  nobody is signed in, or somebody else than `person`: nothing was taken
// `fields` is a URLSearchParams; its token is replaced where it is out of date. `draft` names the drafts that end with
// a yes: key and number of the page's own, then of the one that it goes on with.
(() => {
  "use strict";
  const { signInHere } = document.currentScript.dataset;
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

  // The styles of a page of which a part is about to be shown here.
  function dress(page) {
    page.querySelectorAll("link[rel=stylesheet]").forEach((link) => {
      const href = link.getAttribute("href");
      if (!document.querySelector(`link[rel=stylesheet][href="${href}"]`)) { document.head.append(link.cloneNode()); }
    });
  }

  // Asks to sign in over the page. Answers whether `person` is signed in afterwards.
  let asking = null;
  async function askToSignIn(person, words) {
    try { await window.caseapp.load(signInHere); } catch { return false; }
    return window.caseapp.signInHere(person, words);
  }
  function signIn(person, words) {
    asking = asking || askToSignIn(person, words).finally(() => { asking = null; });
    return asking;
  }

  window.caseapp = { ...window.caseapp, post, session, signIn, renew, asked, dress };
})();
