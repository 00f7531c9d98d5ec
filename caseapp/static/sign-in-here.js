// The sign-in form in a dialog over the page, loaded where a session has ended. Answers whether `person` is signed in
// afterwards; somebody else is told that this text is not theirs, and sees none of it.
(() => {
  "use strict";
  const { load, post, session, renew, asked, dress } = window.caseapp;

  async function signInHere(person, words) {
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
        dress(shown);
        const keys = shown.querySelector("script[src*=passkey]");
        if (keys) { load(keys.getAttribute("src")); }
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

  window.caseapp.signInHere = signInHere;
})();
