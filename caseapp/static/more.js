// Puts the rows that follow under those of the page, as soon as the way to them comes into view.
(() => {
  "use strict";
  const AHEAD = "600px";
  const spoken = document.createElement("p");
  spoken.className = "for-readers";
  spoken.setAttribute("role", "status");
  document.querySelector("main").append(spoken);

  async function fetched(way) {
    const form = way.form;
    const asked = form ? { method: "POST", body: new URLSearchParams(new FormData(form)) } : {};
    const answer = await fetch(form ? way.formAction : way.href, { ...asked, signal: AbortSignal.timeout(20000) });
    if (!answer.ok || answer.redirected) { return null; }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  // As without this script: whoever was signed out meanwhile meets the sign-in page.
  function takeWay(way) {
    if (way.form) { way.form.requestSubmit(way); } else { location.assign(way.href); }
  }

  function whose(row) { return row.querySelector("a").getAttribute("href"); }

  // Rows of a part that is there already go under its last one; a row that moved meanwhile is not shown twice.
  function append(table, page) {
    const added = [];
    const known = new Set([...table.querySelectorAll(".board-row")].map(whose));
    page.querySelectorAll("tbody[data-part]").forEach((part) => {
      const there = table.querySelector(`tbody[data-part="${part.dataset.part}"]`);
      if (there) { there.rows[0].replaceWith(part.rows[0]); } else { table.append(part); }
      [...part.querySelectorAll(".board-row")].forEach((row) => {
        if (known.has(whose(row))) { row.remove(); return; }
        if (there) { there.append(row); }
        added.push(row);
      });
    });
    return added;
  }

  async function more(way, byHand) {
    if (way.getAttribute("aria-busy")) { return; }
    way.setAttribute("aria-busy", "true");
    const page = await fetched(way).catch(() => null);
    way.removeAttribute("aria-busy");
    if (!way.isConnected) { return; }
    if (!page) {
      if (byHand) { takeWay(way); }
      return;
    }
    const words = way.textContent;
    const added = append(document.querySelector("table.board"), page);
    const next = page.querySelector("[data-more]");
    if (next) { way.replaceWith(next); } else { way.remove(); }
    spoken.textContent = words;
    if (byHand && added.length) { added[0].querySelector("a").focus(); }
    watch();
  }

  const seen = new IntersectionObserver((found) => {
    found.filter((each) => each.isIntersecting).forEach((each) => {
      seen.unobserve(each.target);
      more(each.target, false);
    });
  }, { rootMargin: AHEAD });
  function watch() { document.querySelectorAll("[data-more]").forEach((way) => seen.observe(way)); }

  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-more]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    more(way, true);
  });
  document.addEventListener("found", watch);
  watch();
})();
