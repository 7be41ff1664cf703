// Lets the interview page open without a network. It keeps pages below its own address and their static parts;
// answers never pass through it.
const CACHE = "motcua-interviews-1";
const scope = new URL(self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(started()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data.keep || [])));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname.startsWith(scope)) event.respondWith(fresh(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(known(event.request));
});

async function started() {
  for (const name of await caches.keys()) if (name.startsWith("motcua-interviews-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function keepAll(addresses) {
  const cache = await caches.open(CACHE);
  await Promise.allSettled(addresses.map((address) => keepOne(cache, address)));
}

async function keepOne(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
}

// The page itself: as the server draws it now, or as it was last seen.
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(new URL(request.url).pathname, answer.clone());
    return answer;
  } catch (error) {
    const page = await cache.match(new URL(request.url).pathname);
    if (page) return page;
    throw error;
  }
}

async function known(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) || fetch(request);
}
