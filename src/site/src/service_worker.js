// Lectern service worker. It keeps one build of this site on the device, so that every page opens without a network.
//
// The site is its own folder: nothing outside the scope is touched, for the origin may be shared with others.
// One cache holds one build. It counts only once it is whole, which its bare page says: that comes last. Files of two
// builds never meet on one page, since every page names its assets by their hash.
"use strict";

const BUILD = "";
const FILES = [];

const SCOPE = new URL(self.registration.scope);
// A path has no space in it, so no scope's family is the beginning of another's.
const FAMILY = `lectern ${SCOPE.pathname} `;
const CACHE = FAMILY + BUILD;
const SHELL = new URL("bare.html", SCOPE).href;
// A name with the hash of its content is right for ever.
const IMMUTABLE = /-[0-9a-f]{16}\.[0-9a-z]+$/;
// How many files are fetched at once: the page that is open has requests of its own to make.
const LANES = 4;
// How long a page may take before a learner on a poor network gets the one on the device.
const PATIENCE = 3000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);
  if (!ours || request.method !== "GET") return;
  // An event stream never ends; and this cache mode is refused for a request that another page began.
  if (request.headers.get("accept") === "text/event-stream") return;
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return;

  if (request.headers.has("range")) {
    if (IMMUTABLE.test(url.pathname)) event.respondWith(part(request));
  } else if (IMMUTABLE.test(url.pathname)) event.respondWith(immutable(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(fresh(request));
});

/** Answers a player of sound or video, which asks for parts: from the device where the file is kept. */
async function part(request) {
  const whole = await cached(request.url);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range")) || [];
  if (!whole || from === undefined) return fetch(request);
  const bytes = await whole.blob();
  const start = Number(from);
  const end = to ? Math.min(Number(to), bytes.size - 1) : bytes.size - 1;
  if (start > end) return new Response(null, { status: 416, headers: { "content-range": `bytes */${bytes.size}` } });
  return new Response(bytes.slice(start, end + 1, bytes.type), {
    status: 206,
    headers: {
      "content-type": bytes.type,
      "content-length": String(end + 1 - start),
      "content-range": `bytes ${start}-${end}/${bytes.size}`,
    },
  });
}

/** Fetches the whole build. What an installation that broke off has left here is not fetched again. */
async function install() {
  const shell = await load(SHELL, "reload");
  if (!(await shell.clone().text()).includes(`content="${BUILD}"`)) {
    throw new Error(`the host is being updated: ${SHELL} is not of build ${BUILD}`);
  }
  const cache = await caches.open(CACHE);
  const paths = FILES.values();
  let failure;
  const lane = async () => {
    for (const path of paths) {
      if (failure) return;
      const url = new URL(path, SCOPE).href;
      const isImmutable = IMMUTABLE.test(url);
      if (isImmutable && (await cache.match(url))) continue;
      const kept = isImmutable && (await cached(url));
      await cache.put(url, kept || (await load(url, isImmutable ? "default" : "reload")));
    }
  };
  await Promise.all(Array.from({ length: LANES }, () => lane().catch((error) => (failure ??= error))));
  try {
    if (failure) throw failure;
    await cache.put(SHELL, shell);
  } catch (error) {
    // No room for all of it: a part would only take it from others.
    if (error.name === "QuotaExceededError") await caches.delete(CACHE);
    throw error;
  }
  await self.skipWaiting();
}

/** Forgets former builds of this site but the last that was whole: a page of it may still be open and load more. */
async function activate() {
  const former = (await family()).filter((name) => name !== CACHE);
  const shells = await Promise.all(former.map((cacheName) => caches.match(SHELL, { cacheName })));
  const last = former.filter((_, at) => shells[at]).pop();
  await Promise.all(former.filter((name) => name !== last).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A page: from the network, and where that fails or dawdles, the bare one, on which the player draws any. */
async function page(request) {
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const response = await Promise.race([network, late]);
    if (response && response.status < 500) return response;
    return (await offlinePage()) || (await network);
  } catch {
    return (await offlinePage()) || Response.error();
  }
}

/** What never changes: from the device, else from the network. */
async function immutable(request) {
  return (await cached(request.url)) || fetch(request);
}

/** What may change: from the network, else from the device. */
async function fresh(request) {
  try {
    return await fetch(request);
  } catch {
    return (await cached(request.url)) || Response.error();
  }
}

/** The kept bare page with its references made to start at the root, so that it works at any depth. */
async function offlinePage() {
  const shell = await cached(SHELL);
  if (!shell) return undefined;
  const html = (await shell.text()).replaceAll('="./', `="${SCOPE.pathname}`);
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
}

/** A whole, fitting response, or an error. */
async function load(url, cache) {
  const response = await fetch(url, { cache, credentials: "same-origin" });
  const isPage = (response.headers.get("content-type") || "").startsWith("text/html");
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  // Some hosts answer every unknown path with a page.
  if (isPage !== (url === SHELL)) throw new Error(`${url} answered with something else`);
  if (!response.redirected) return response;
  // A response that went through a redirect may not answer a navigation, but its content may.
  return new Response(await response.blob(), { headers: response.headers });
}

/** The kept response to an address: this build's own first, then those of former builds, newest first. */
async function cached(url) {
  const former = (await family()).filter((name) => name !== CACHE).reverse();
  for (const cacheName of [CACHE, ...former]) {
    const response = await caches.match(url, { cacheName, ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

/** The caches of this site, oldest first. */
async function family() {
  return (await caches.keys()).filter((name) => name.startsWith(FAMILY));
}
