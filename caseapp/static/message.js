// Opens a prepared message in its app as soon as it is recorded that it was opened. Without it, the page leads there.
(() => {
  "use strict";
  document.addEventListener("submit", async (event) => {
    const address = event.target.dataset.opens;
    if (!address || !window.fetch) { return; }
    event.preventDefault();
    try {
      const body = new URLSearchParams(new FormData(event.target));
      const answer = await fetch(event.target.action, { method: "POST", body, signal: AbortSignal.timeout(10000) });
      if (answer.ok && !answer.redirected) {
        location.href = address;
        return;
      }
    } catch { /* the form tells what is wrong */ }
    event.target.submit();
  });
})();
