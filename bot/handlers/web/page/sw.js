// The service worker: keeps the page's own files, so that it opens without a signal; never a message or a picture.

const VERSION = new URL(location.href).searchParams.get("v");
const CACHE = `song-${VERSION}`;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name.startsWith("song-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/chat/static/")) event.respondWith(keptFirst(request));
  else if (url.pathname === "/chat" && request.mode === "navigate") event.respondWith(freshFirst(request, event));
});

/** Keeps the page and every file it names; its background only the style names. */
async function keepPage() {
  const cache = await caches.open(CACHE);
  await cache.add("/chat");
  const page = await (await cache.match("/chat")).text();
  const named = page.match(/\/chat\/static\/[^"]+/g) ?? [];
  await cache.addAll([...new Set([...named, `/chat/static/${VERSION}/waves.svg`])]);
}

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

async function freshFirst(request, event) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    // Kept under its own address without a start code, which must not be sent twice.
    if (fresh.ok && !new URL(request.url).searchParams.has("start")) event.waitUntil(cache.put(request, fresh.clone()));
    return fresh;
  } catch (error) {
    const kept = (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true }));
    if (kept) return kept;
    throw error;
  }
}
