// Takes the place of a site's service worker while the course is being edited: forgets what a former one has kept for
// this site, and goes. What an author sees is what stands in the files.
"use strict";

const FAMILY = `lectern ${new URL(self.registration.scope).pathname} `;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith(FAMILY)).map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  );
});
