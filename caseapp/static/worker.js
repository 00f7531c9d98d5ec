// Answers a page that the network cannot bring with an empty shell. Keeps no page that says anything about anybody:
// the shell and the help are the same for everybody, and the files under /static/ are too. LANGUAGE, VERSION and FILES are
// told above this text.
"use strict";
const SHELL = `/offline/${LANGUAGE}`, HELP = `/help/${LANGUAGE}`;
const KEPT = `shell-${LANGUAGE}-${VERSION}`;

self.addEventListener("install", (event) => {
  const wanted = [SHELL, HELP, ...FILES].map((url) => new Request(url, { credentials: "omit", redirect: "error" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const older = async () => Promise.all((await caches.keys()).filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(older().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET") { return; }
  if (asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(new URL(asked.url).pathname === HELP ? HELP : SHELL)));
  } else if (FILES.includes(new URL(asked.url).pathname)) {
    event.respondWith(caches.match(asked.url).then((found) => found || fetch(asked)));
  }
});
