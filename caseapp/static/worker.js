// Answers a page that the network cannot bring with an empty shell. Keeps no page that says anything about anybody:
// the shell and the help are the same for everybody, and the files under /static/ are too. LANGUAGE, VERSION and FILES are
// told above this text.
"use strict";
const SHELL = `/offline/${LANGUAGE}`, HELP = `/help/${LANGUAGE}`;
const KEPT = `shell-${LANGUAGE}-${VERSION}`;
const PATIENCE = 6000;

// The pages that the shell can stand in for: a network that is there and brings nothing is given up for them after
// PATIENCE. Any other page may take its time, for a long file is drawn while its browser waits.
const ID = "[0-9a-f-]{36}";
const OF_THE_DAY = new RegExp(
  `^/(clients|groups|help/..|activities/new|(clients|groups)/${ID}|clients/${ID}/activities/new|activities/${ID}(/edit)?` +
  `|groups/${ID}/(days/.+|meetings/new)|meetings/${ID}/attendance)?$`,
);

self.addEventListener("install", (event) => {
  const wanted = [SHELL, HELP, ...FILES].map((url) => new Request(url, { credentials: "omit", redirect: "error" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const older = async () => Promise.all((await caches.keys()).filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(older().then(() => self.clients.claim()));
});

async function pageOf(asked) {
  const { pathname } = new URL(asked.url);
  const network = fetch(asked);
  const late = new Promise((_, fail) => { if (OF_THE_DAY.test(pathname)) { setTimeout(fail, PATIENCE); } });
  try {
    return await Promise.race([network, late]);
  } catch {
    return await caches.match(pathname === HELP ? HELP : SHELL) || network;
  }
}

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET") { return; }
  if (asked.mode === "navigate") {
    event.respondWith(pageOf(asked));
  } else if (FILES.includes(new URL(asked.url).pathname)) {
    event.respondWith(caches.match(asked.url).then((found) => found || fetch(asked)));
  }
});
