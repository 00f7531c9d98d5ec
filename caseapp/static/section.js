// Keeps what is typed in a section of a report, and adds sentences of the notes in place. Everything works without it.
(() => {
  "use strict";
  function start() {
    const form = document.querySelector("form[data-section]");
    if (!form) { return null; }
    const text = form.querySelector("textarea");
    const version = form.querySelector("input[name=version]");
    const place = form.querySelector("[data-save-status]");
    const WAIT = 1500;
    let timer = null;
    let running = false;
    let again = false;
    let clashed = false;

    function say(words) { place.textContent = words; }

    async function keep(leaving) {
      clearTimeout(timer);
      timer = null;
      if (clashed || !form.classList.contains("changed")) { return; }
      if (running) { again = true; return; }
      running = true;
      const body = new URLSearchParams(new FormData(form));
      const sent = body.toString();
      say(form.dataset.saving);
      try {
        const answer = await fetch(form.dataset.section, {
          method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: leaving && sent.length < 60000,
          signal: AbortSignal.timeout(20000),
        });
        if (answer.status === 409) {
          clashed = true;
          say(form.dataset.clash);
        } else if (answer.ok) {
          const kept = await answer.json();
          version.value = kept.version;
          if (new URLSearchParams(new FormData(form)).get(text.name) === body.get(text.name)) {
            form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
            say(kept.status);
          } else {
            again = true;
          }
        } else {
          say(form.dataset.failed);
        }
      } catch {
        say(form.dataset.failed);
      }
      running = false;
      if (again) { again = false; later(); }
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(() => keep(false), WAIT);
    }

    function take(button) {
      const sentence = button.closest("li").querySelector("[dir]").textContent;
      const before = text.value;
      text.value = before + (before && !/\s$/.test(before) ? " " : "") + sentence;
      if (!form.querySelector(`input[name=source][value="${button.dataset.source}"]`)) {
        const source = document.createElement("input");
        source.type = "hidden";
        source.name = "source";
        source.value = button.dataset.source;
        form.append(source);
      }
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.scrollTop = text.scrollHeight;
    }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    text.addEventListener("blur", () => keep(false));
    window.addEventListener("pagehide", () => keep(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden) { keep(true); } });
    return take;
  }

  let take = start();
  document.addEventListener("replaced", () => { take = start(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button && take) {
      event.preventDefault();
      take(button);
    }
  });
})();
