// Runs in every page of the suite's desk before the player does: makes the page's storage fail as the test wants it,
// and works the page as a learner does, several steps at a time. The test says by the window's name what is to fail,
// as a name outlives a reload and needs no storage.
(() => {
  "use strict";
  const faults = {
    // How `localStorage` is reached: "" as ever, else "throws", "null" or "missing"; after so many times only.
    access: "", accessAfter: 0,
    // Whether texts and the list of keys cannot be read.
    read: false, list: false,
    // What becomes of writes: "" as ever, "full", "denied", or "dead", as if the page was gone.
    write: "",
    // Only after so many writes, only so many of them, and only those to keys that contain this text.
    writeAfter: 0, writeTimes: Infinity, writeTo: "",
    // What somebody else does to the storage in the moment of a read: a script, and after how many reads.
    meanwhile: "", readsBefore: 0,
    // Milliseconds that the clock is wrong by.
    clock: 0,
    // Whether nothing is heard of other tabs.
    deaf: false,
    // What asking for a storage that stays comes to: "" as ever, "rejects", "throws" or "missing".
    persist: "",
  };
  try { Object.assign(faults, JSON.parse(name || "{}")) } catch { /* the name of a frame that nothing is to fail in */ }
  window.faults = faults;
  addEventListener("storage", (event) => faults.deaf && event.stopImmediatePropagation(), true);

  const own = Object.getOwnPropertyDescriptor(window, "localStorage")
    ?? Object.getOwnPropertyDescriptor(Window.prototype, "localStorage");
  Object.defineProperty(window, "localStorage", {
    configurable: true,
    get() {
      if (faults.access && faults.accessAfter-- <= 0) {
        if (faults.access === "throws") throw new DOMException("denied by the test", "SecurityError");
        return faults.access === "null" ? null : undefined;
      }
      return own.get.call(window);
    },
  });
  // Looks, the place and the time are kept beside what is played, at any moment: they are not counted.
  const isBeside = (key) => /^lectern\/(setting|time)\//.test(key);
  const { getItem, setItem } = Storage.prototype;
  Storage.prototype.getItem = function (key) {
    if (faults.meanwhile && !isBeside(key) && faults.readsBefore-- === 0) (0, eval)(faults.meanwhile);
    if (faults.read) throw new DOMException("denied by the test", "SecurityError");
    return getItem.call(this, key);
  };
  Storage.prototype.setItem = function (key, value) {
    if (faults.write && !isBeside(key) && key.includes(faults.writeTo) && faults.writeAfter-- <= 0 && faults.writeTimes-- > 0) {
      if (faults.write === "dead") return;
      const error = faults.write === "full" ? "QuotaExceededError" : "SecurityError";
      throw new DOMException("denied by the test", error);
    }
    setItem.call(this, key, value);
  };
  const keys = Object.keys, ownKeys = Reflect.ownKeys;
  const listed = (list) => (object) => {
    if (faults.list && object instanceof Storage) throw new DOMException("denied by the test", "SecurityError");
    return list(object);
  };
  Object.keys = listed(keys);
  Reflect.ownKeys = listed(ownKeys);
  const now = Date.now;
  Date.now = () => now.call(Date) + faults.clock;
  if (navigator.storage && faults.persist) {
    const persist = {
      rejects: () => Promise.reject(new TypeError("denied by the test")),
      throws: () => { throw new TypeError("denied by the test") },
    }[faults.persist];
    const target = faults.persist === "missing" ? navigator : navigator.storage;
    const property = faults.persist === "missing" ? "storage" : "persist";
    Object.defineProperty(target, property, { configurable: true, value: persist });
  }

  const one = (css) => document.querySelector(css) ?? (() => { throw new Error(`no ${css} on the page`) })();
  const question = (id) => `fieldset[data-question="${id}"]`;
  const labelled = (css, text) =>
    [...document.querySelectorAll(css)].find((label) => label.innerText.includes(text)) ?? one(`${css} of ${text}`);
  // Letter by letter, into the field as it is then: the page may be drawn anew meanwhile.
  const letters = function* (css, text) {
    one(css).focus();
    for (let length = 1; length <= text.length; length += 1) {
      one(css).value = text.slice(0, length);
      yield one(css).dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    one(css).blur();
  };
  const acts = {
    pick: (id, text) => labelled(`${question(id)} label.choice`, text).querySelector("input").click(),
    type: (id, text) => [...acts.letters(id, text)],
    letters: (id, text) => letters(id === "notes" ? "[data-work=notes]" : `${question(id)} [data-gap]`, text),
    check: (id) => one(`${question(id)} button.check`).click(),
    note: (text) => [...acts.letters("notes", text)],
    tick: (text) => labelled(".task", text).querySelector("input").click(),
    complete: () => one("button.complete").click(),
    // Where a question is open the first press only warns.
    handIn: () => { for (let press = 0; press < 2; press += 1) document.querySelector("[data-do=hand-in]")?.click() },
    retry: () => one("button.retry").click(),
  };
  window.desk = {
    // What the page shows: facts by their names, and the name of the notice about storage.
    seen() {
      const facts = {};
      for (const shown of document.querySelectorAll("fieldset.question")) {
        const picked = [...shown.querySelectorAll("label.choice:has(:checked)")]
          .map((label) => label.querySelector(".choice-text, span, p")?.innerText.trim() ?? label.innerText.trim());
        const typed = [...shown.querySelectorAll("[data-gap]")].map((field) => field.value).filter(Boolean);
        const fact = [...picked, ...typed, shown.dataset.verdict ?? ""].filter(Boolean).join(" ");
        if (fact) facts[shown.dataset.question] = fact;
      }
      for (const task of document.querySelectorAll(".task:has(:checked)")) facts[task.innerText.trim()] = "done";
      const notes = document.querySelector("[data-work=notes]")?.value;
      if (notes) facts.notes = notes;
      const others = [...document.querySelectorAll(".other-text pre")].map((other) => other.innerText);
      if (others.length) facts.others = others.sort().join(", ");
      const attempt = document.querySelector(".quiz-count")?.innerText.match(/Attempt (\d+)/)?.[1];
      if (attempt > 1) facts.attempt = attempt;
      for (const lesson of document.querySelectorAll("[data-lesson][data-state=completed]")) {
        facts[lesson.dataset.lesson] = "completed";
      }
      const failure = document.querySelector("#boot-failure")?.innerText;
      if (failure) facts.failure = failure;
      const notice = document.querySelector("[data-notice=storage]");
      const isSeen = notice?.checkVisibility() && notice.innerText.trim();
      return { facts, notice: isSeen ? notice.dataset.health : "" };
    },
  };
  // What a person does is seen before they do the next thing, and what follows from it is done.
  const seen = () => new Promise((done) => {
    requestAnimationFrame(() => setTimeout(() => setTimeout(done)));
    // A page that is hidden has no frames, and waits for none.
    setTimeout(done, document.hidden ? 20 : 400);
  });
  const slowly = async (name, ...given) => {
    if (name === "type" || name === "note") {
      for (const _ of acts.letters(...(name === "type" ? given : ["notes", ...given]))) await seen();
    } else acts[name](...given);
    await seen();
  };
  Object.assign(window.desk, acts, { slowly });
})();
