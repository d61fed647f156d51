// Follows changes while an author works: reloads the page when the course is another, and shows what is wrong with
// the content over it. Only `lectern serve` adds this to a page.
(() => {
  "use strict";
  // The page for missing addresses writes the shell over itself, and the shell brings this script again.
  if (window.lecternLive) return;
  window.lecternLive = true;

  const KEY = "lectern live";
  // In a frame without an origin there is no storage; then the page reloads and starts at its top.
  const remembered = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };
  const remember = (value) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(value));
    } catch {}
  };

  let build = document.querySelector('meta[name="lectern-build"]')?.content;
  let overlay;

  const show = (errors) => {
    overlay?.remove();
    overlay = undefined;
    if (!errors) return;
    overlay = document.createElement("div");
    overlay.setAttribute("role", "alert");
    overlay.style.cssText =
      "position:fixed;inset:auto 0 0;z-index:2147483647;max-height:60vh;overflow:auto;padding:1rem;" +
      "background:#2b1113;color:#fff;border-top:4px solid #e5484d;text-align:start";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.style.cssText = "float:inline-end;font:inherit;padding:.25rem .75rem;color:#000;background:#fff;border:0";
    close.addEventListener("click", () => show(""));
    const text = document.createElement("pre");
    text.textContent = errors;
    text.style.cssText = "margin:0;font:.875rem/1.5 ui-monospace,monospace;white-space:pre-wrap;color:inherit;background:none";
    overlay.append(close, text);
    document.body.append(overlay);
  };

  const take = (state) => {
    build ??= state.build;
    if (state.build !== build) {
      // A page that comes from a cache is still the former one after a reload; once is enough.
      if (remembered().build === state.build && remembered().from === build) return;
      remember({ build: state.build, from: build, path: location.pathname, scroll: scrollY });
      location.reload();
      return;
    }
    show(state.errors);
  };

  // The player draws the page after it has loaded, so the place to scroll to comes into being a little later.
  const restore = () => {
    const { path, scroll } = remembered();
    remember({ ...remembered(), scroll: 0 });
    if (path !== location.pathname || !scroll) return;
    const end = performance.now() + 5000;
    const attempt = () => {
      if (document.documentElement.scrollHeight >= scroll + innerHeight) scrollTo({ top: scroll, behavior: "instant" });
      else if (performance.now() < end) requestAnimationFrame(attempt);
    };
    attempt();
  };

  // Browsers allow six connections to a host; a page that nobody sees gives its own back.
  let events;
  const follow = () => {
    if (document.hidden) {
      events?.close();
      events = undefined;
    } else if (!events) {
      events = new EventSource("/__lectern/events");
      events.addEventListener("state", (event) => take(JSON.parse(event.data)));
    }
  };

  document.addEventListener("visibilitychange", follow);
  follow();
  restore();
})();
