// Follows changes while an author works: puts the edited text in the place of the former one, reloads the page where
// more than text is another, and shows what is wrong with the content over it. Only `lectern serve` adds this to a page.
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

  // What an author sees is what stands in the files; see `no_worker.js`.
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register = () => Promise.reject(new Error("the course is being edited"));
  }

  let build = document.querySelector('meta[name="lectern-build"]')?.content;
  // The number of the edit that this page shows, once that is known; each server counts its own.
  let shown;
  let server;
  // Whether texts have been changed on this page: the player inside of it still knows the former ones.
  let changed = false;
  let redrawn;
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

  const isReady = () => document.body?.dataset.lectern === "ready";
  // What was heard last, where it waits for the player: it would put its own drawing over anything that comes earlier.
  let waiting;
  const whenReady = (state) => {
    if (!waiting) {
      const observer = new MutationObserver(() => {
        if (!isReady()) return;
        observer.disconnect();
        const last = waiting;
        waiting = undefined;
        take(last);
      });
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-lectern"], subtree: true });
    }
    waiting = state;
  };

  const take = (state) => {
    build ??= state.build;
    if (state.server !== server) shown = undefined;
    server = state.server;
    if (shown === undefined && state.build === build) shown = state.built;
    if (shown === state.edit - 1 && state.lessons) {
      if (!isReady() && document.documentElement.dataset.player !== "failed") return whenReady(state);
      if (change(state.lessons)) shown = state.edit;
    }
    if (shown === state.edit) {
      if (state.built === state.edit) build = state.build;
      show(state.errors);
      return;
    }
    // The site of the edit is still being made, and is told of again.
    if (state.built !== state.edit) return;
    // A page that comes from a cache is still the former one after a reload; once is enough.
    const last = remembered();
    if (last.build === state.build && last.from === build && last.path === location.pathname) return;
    remember({ build: state.build, from: build, path: location.pathname, scroll: scrollY });
    location.reload();
  };

  /** Puts the changed texts of the lesson on this page in their places; false where the page must be loaded anew. */
  const change = (lessons) => {
    if (document.querySelector('main[data-page="lesson"]')) {
      const here = document.querySelector("[data-lesson] a[aria-current]")?.closest("[data-lesson]").dataset.lesson;
      if (here === undefined) return false;
      if (Object.hasOwn(lessons, here)) {
        const texts = lessons[here];
        const places = document.querySelectorAll("main > .lesson-text");
        // In an origin that is not a host's, the player has written the links otherwise.
        if (!texts || self.origin === "null" || texts.some(([at]) => !places[at])) return false;
        for (const [at, before, after] of texts) put(places[at], before, after);
        redrawn?.takeRecords();
      }
    }
    if (!changed) {
      changed = true;
      leaveByLoading();
    }
    return true;
  };

  /** Replaces what differs, paragraph by paragraph, so that the rest keeps what is open, chosen, focused or playing. */
  const put = (place, before, after) => {
    const parse = (html) => {
      const template = document.createElement("template");
      template.innerHTML = html;
      return [...template.content.childNodes];
    };
    const [from, to, there] = [parse(before), parse(after), [...place.childNodes]];
    let [start, end] = [0, 0];
    if (from.length === there.length) {
      const most = Math.min(from.length, to.length);
      while (start < most && from[start].isEqualNode(to[start])) start += 1;
      while (end < most - start && from.at(-1 - end).isEqualNode(to.at(-1 - end))) end += 1;
    }
    const gone = there.slice(start, there.length - end);
    const come = to.slice(start, to.length - end);
    const way = wayTo(document.activeElement, gone);
    const behind = there[there.length - end] ?? null;
    for (const node of gone) node.remove();
    for (const node of come) place.insertBefore(node, behind);
    const [first, ...rest] = way ?? [];
    const focus = rest.reduce((node, at) => node?.childNodes[at], come[first]);
    focus?.focus?.({ preventScroll: true });
  };

  /** Where an element stands among nodes: the number of one of them, then of its child, and so on. */
  const wayTo = (element, nodes) => {
    const way = [];
    for (let node = element; node; node = node.parentNode) {
      const at = nodes.indexOf(node);
      if (at >= 0) return [at, ...way];
      if (node.parentNode) way.unshift([...node.parentNode.childNodes].indexOf(node));
    }
    return undefined;
  };

  /** The player knows the course as it was when the page was loaded, so that another page is a load from now on. */
  const leaveByLoading = () => {
    const main = document.querySelector("main");
    const { pathname } = location;
    addEventListener(
      "click",
      (event) => {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        const href = event.target.closest?.("a[href]")?.getAttribute("href");
        // Where the browser follows a link of the same page it loads nothing.
        if (href && new URL(href, location.href).pathname !== location.pathname) event.stopImmediatePropagation();
      },
      true,
    );
    addEventListener(
      "popstate",
      (event) => {
        if (location.pathname === pathname) return;
        event.stopImmediatePropagation();
        location.reload();
      },
      true,
    );
    // Whatever else has made it draw a page, perhaps into the elements of this one.
    redrawn = new MutationObserver((records) => {
      const isText = ({ target }) => target.matches?.("main > .lesson-text");
      if (document.querySelector("main") !== main || records.some(isText)) location.reload();
    });
    redrawn.observe(document.body, { childList: true, subtree: true });
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
  // A page that the browser has put away and brought back has heard nothing meanwhile.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // The player draws it anew then, as it knows it.
    if (changed) return location.reload();
    events?.close();
    events = undefined;
    follow();
  });
  follow();
  restore();
})();
