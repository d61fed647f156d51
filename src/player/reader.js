// Attends to a page while it is read: the table of contents follows, code can be copied, what is wide or drawn can be
// opened large, headings can be linked to, the place is kept in mind, and the look of the text can be chosen.
//
// `boot.js` fetches this file once the player is there. What it adds to the author's text has no text of its own and
// stands inside of the elements it serves: the text stays the same for whoever looks for a passage in it, and the
// paragraphs for `live.js`. What is kept goes through the player's store.

// The assembly puts in the words, a table a language, the author's first.
const WORDS = {};

const page = document.documentElement;
const say = (word) => (WORDS[page.lang] ?? Object.values(WORDS)[0])[`reader_${word}`];

// What there is to choose, in the order in which it is shown. The empty choice is that of everyone who makes none.
const CHOICES = {
  theme: ["", "light", "dark", "sepia", "contrast"],
  size: ["small", "", "large", "largest"],
  measure: ["narrow", "", "wide"],
  face: ["", "legible"],
};

// A heading counts as reached a little below the edge of the window.
const REACHED = 96;
// The place is written down at most so often while a learner reads, and when the page is left.
const PAUSE = 5000;
// Time is counted in such steps, and as long as something was done so lately.
const STEP = 5000;
const IDLE = 60_000;

let player;

const make = (tag, className, attributes = {}) => {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const button = (className, label, act) => {
  const made = make("button", className, { type: "button", "aria-label": label, title: label });
  made.addEventListener("click", act);
  return made;
};

const status = make("div", "unseen", { role: "status" });
const tell = (text) => {
  // The same words twice are to be heard twice.
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 50);
};

/* What is kept. */

const written = {};

const stored = (name) => {
  try {
    return JSON.parse(localStorage.getItem(`lectern/setting/${name}`));
  } catch {
    // The player says where nothing can be stored.
  }
};

const isGone = (key) => {
  try {
    return localStorage.getItem(key) === null;
  } catch {
    return false;
  }
};

/** Writes a setting down: a register whose count is a clock that never goes back, so the later choice stays. */
const keep = (name, value) => {
  const count = Math.max(Date.now(), (stored(name)?.count ?? 0) + 1, (written[name] ?? 0) + 1);
  written[name] = count;
  player.keep(`lectern/setting/${name}`, JSON.stringify({ v: 3, value, changed: count, by: "reader", count }));
};

/* Boxes over the page. */

const open = (className, label, fill) => {
  const box = make("dialog", className, { "aria-label": label });
  const close = make("button", "button quiet close", { type: "button" });
  close.textContent = say("close");
  close.addEventListener("click", () => box.close());
  box.append(...fill(box), close);
  // A click beside it is one on the box itself, whose inside is covered.
  box.addEventListener("click", ({ target }) => target === box && box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
};

const settings = (label) => {
  if (document.querySelector(".reading-settings")) return;
  open("reading-settings", label, (box) => {
    const title = make("h2", "");
    title.textContent = label;
    const groups = Object.entries(CHOICES).map(([name, values]) => {
      const group = make("fieldset", "");
      const legend = make("legend", "");
      legend.textContent = say(name);
      const choices = values.map((value) => {
        const choice = make("label", "pick");
        const field = make("input", "", { type: "radio", name: `reading-${name}`, value });
        field.checked = (page.dataset[name] ?? "") === value;
        choice.append(field, say(`${name}_${value || "usual"}`));
        return choice;
      });
      group.append(legend, ...choices);
      return group;
    });
    box.addEventListener("change", ({ target }) => {
      const name = target.name.replace("reading-", "");
      if (target.value) page.dataset[name] = target.value;
      else delete page.dataset[name];
      keep(name, target.value);
    });
    return [title, ...groups];
  });
};

const enlarge = (element) => {
  const label = element.querySelector("img")?.alt || element.getAttribute("aria-label") || say("enlarge");
  open("large", label, () => {
    const inside = make("div", "large-inside lesson-text", { tabindex: 0, role: "region", "aria-label": label });
    const copy = element.cloneNode(true);
    for (const extra of copy.querySelectorAll(".tools")) extra.remove();
    for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
    for (const stop of [copy, ...copy.querySelectorAll("[tabindex]")]) stop.removeAttribute("tabindex");
    inside.append(copy);
    const picture = copy.querySelector("img, svg");
    if (!picture) return [inside];
    picture.removeAttribute("loading");
    const whole = make("button", "button quiet whole", { type: "button", "aria-pressed": "false" });
    whole.textContent = say("full_size");
    whole.addEventListener("click", () => whole.setAttribute("aria-pressed", inside.classList.toggle("full")));
    return [inside, whole];
  });
};

/* What is added to the author's text. */

const copyText = async (text, element) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No leave, or no clipboard where the page did not come over a safe connection: the old way, which selects.
    if (!element) return false;
    getSelection().selectAllChildren(element);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
};

const copyCode = (code) =>
  button("tool copy", say("copy"), async ({ currentTarget }) => {
    const isDone = await copyText(code.textContent, code);
    tell(say(isDone ? "copied" : "not_copied"));
    currentTarget.classList.toggle("done", isDone);
    setTimeout(() => currentTarget.classList.remove("done"), 2000);
  });

const headingLink = (heading, base) => {
  const link = make("a", "heading-link", { href: `${base}#${encodeURIComponent(heading.id)}`, "aria-label": say("link") });
  // Where it leads is the player's business, as with any link.
  link.addEventListener("click", async () => {
    if (await copyText(link.href)) tell(say("link_copied"));
  });
  heading.append(link);
};

const fits = new ResizeObserver((entries) => {
  // All are measured before the first one changes: else each would have the page laid out again.
  const all = entries.map(({ target }) => [target, target.scrollWidth <= target.clientWidth + 1]);
  for (const [target, isWhole] of all) {
    const box = target.matches("pre") ? target.parentElement : target;
    const tool = box.querySelector(".enlarge");
    if (tool) tool.hidden = isWhole;
  }
});

const attended = new WeakSet();

const dress = () => {
  const base = document.querySelector(".outline a[aria-current]")?.getAttribute("href");
  for (const element of document.querySelectorAll("main .lesson-text :is(h2, h3, h4)[id], main .lesson-text :is(.code, .table, .drawn, div.math, .figure)")) {
    if (attended.has(element)) continue;
    attended.add(element);
    if (element.matches("[id]:is(h2, h3, h4)")) {
      if (base) headingLink(element, base);
      continue;
    }
    const tools = make("div", "tools");
    const code = element.matches(".code") && element.querySelector("pre");
    if (code) tools.append(copyCode(code.querySelector("code") ?? code));
    if (!element.matches(".figure") || element.querySelector(":scope > img")) {
      tools.append(button("tool enlarge", say("enlarge"), () => enlarge(element)));
    }
    if (!tools.childNodes.length) continue;
    element.prepend(tools);
    // What does not scroll need not be larger; a picture may always be.
    if (!element.matches(".figure")) fits.observe(code || element);
  }
};

/* Where the learner is. */

// The page that is shown, the links of its contents, where the learner is on it, and what is written down of that.
let main;
let links = [];
let here;
let saved;
// The place to go on at, once the page is drawn.
let wanted;

const lessonHere = () =>
  document.querySelector("main[data-page=lesson]") &&
  document.querySelector(".outline a[aria-current]")?.closest("[data-lesson]").dataset.lesson;

// Behind `#/` an address has two of these marks.
const idOf = (link) => link.href.split("#").pop();
const headingOf = (link) => document.getElementById(decodeURIComponent(idOf(link)));
const topOf = (element) => element.getBoundingClientRect().top;

const follow = () => {
  const lesson = lessonHere();
  here = undefined;
  if (!lesson) return;
  let [current, next] = [undefined, document.querySelector(".lesson-foot")];
  for (const link of links) {
    const heading = headingOf(link);
    if (!heading) continue;
    if (topOf(heading) > REACHED) {
      next = heading;
      break;
    }
    current = { link, heading };
  }
  for (const link of links) {
    if (link === current?.link) {
      if (link.hasAttribute("aria-current")) continue;
      link.setAttribute("aria-current", "location");
      const frame = link.closest("ol");
      frame.scrollTop = link.offsetTop - frame.clientHeight / 2;
    } else link.removeAttribute("aria-current");
  }
  // How much of the part below the heading is read: the same on a narrow screen and on a wide one.
  const from = topOf(current?.heading ?? main);
  const length = Math.max(1, topOf(next ?? main) - from);
  const part = scrollY ? Math.max(0, Math.min(99, Math.round(((REACHED - from) / length) * 100))) : 0;
  // As `course::progress::Place` reads it.
  here = `${lesson} ${current ? idOf(current.link) : ""} ${part} ${current?.link.textContent ?? ""}`.trimEnd();
};

const save = (place = here) => {
  if (!place || place === saved) return;
  saved = place;
  keep("place", place);
};

/** The same once the next frame was seen: whoever answers or turns a page does not wait for it. */
const saveSoon = () => {
  const place = here;
  lecternAfterFrame(() => save(place));
};

/* How long a learner is at which lesson: while the page is seen and something is done on it. */

// What this page saw since it was opened, or since midnight: a record of its own, which `course::progress` adds up.
let times;
let writtenTime;
let lastDone = Date.now();

const countTime = () => {
  const now = Date.now();
  const lesson = lessonHere();
  if (!lesson || document.hidden || now - lastDone > IDLE) return;
  const today = new Date(now).toDateString();
  if (times?.today !== today) times = { today, opened: now, id: crypto.getRandomValues(new Uint32Array(2)).join("-"), seconds: {} };
  times.seconds[lesson] = (times.seconds[lesson] ?? 0) + STEP / 1000;
};

const saveTime = () => {
  const all = times && Object.entries(times.seconds).sort(([one], [other]) => (one < other ? -1 : 1));
  const sum = (all ?? []).reduce((sum, [, seconds]) => sum + seconds, 0);
  if (!sum || writtenTime === times.id + sum) return;
  // What was started over is not to come back.
  const key = `lectern/time/${times.id}`;
  if (writtenTime?.startsWith(times.id) && isGone(key)) {
    times = undefined;
    return;
  }
  writtenTime = times.id + sum;
  player.keep(key, JSON.stringify({ v: 3, opened: times.opened, seconds: all }));
};

let pending;
let drawing;
const scrolled = () => {
  drawing ??= requestAnimationFrame(() => {
    drawing = undefined;
    follow();
    pending ??= setTimeout(() => {
      pending = undefined;
      save();
    }, PAUSE);
  });
};

/** Goes on within the part that a link to go on leads to. The player goes to its heading, in the same frame. */
const resume = ({ id, part }) => {
  const at = links.findIndex((link) => idOf(link) === id);
  const start = id ? at >= 0 && headingOf(links[at]) : main;
  const end = links.slice(at + 1).map(headingOf).find(Boolean) ?? document.querySelector(".lesson-foot");
  if (!start || !end) return;
  requestAnimationFrame(() => {
    const [from, to] = [topOf(start), topOf(end)];
    scrollTo({ top: scrollY + from + ((to - from) * part) / 100 - REACHED, behavior: "instant" });
  });
};

const arrive = () => {
  // What was restored from a backup, or started over, may be another look.
  globalThis.lecternLook?.();
  if (wanted && document.querySelector("main[data-page=lesson] .lesson-text")) {
    if (wanted.part) resume(wanted);
    wanted = undefined;
  }
};

let count = 0;
let isNew = false;
let dressing;
const look = (changes) => {
  // In a quiz and in a dialog there is nothing to attend to, and whoever answers or searches waits.
  if (changes?.every(({ target }) => target.nodeType === 1 && target.closest(".quiz, dialog"))) return;
  // What helps to read waits until the text has been seen: whoever turns a page waits for that.
  dressing ??= lecternAfterFrame(() => {
    dressing = undefined;
    dress();
    if (isNew) follow();
    isNew = false;
  });
  const now = document.querySelector("main");
  const contents = [...document.querySelectorAll(".toc a")];
  if (now === main && contents.length === count && contents.every((link, at) => link === links[at])) return;
  saveSoon();
  [main, links, count, isNew] = [now, contents, contents.length, true];
  arrive();
};

/** Attends to all pages from now on. `early` are the buttons that were pressed before. */
export const attend = (its, early) => {
  player = its;
  document.body.append(status);
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest?.(".settings");
    if (opener) settings(opener.getAttribute("aria-label"));
    const picture = target.closest?.(".lesson-text .figure > img");
    if (picture && !target.closest("a, dialog")) enlarge(picture.parentElement);
  });
  // Before the player draws what may tell of the place.
  const leave = ({ target }) => {
    const link = target.closest?.("a");
    // Whoever answers waits, and does not leave.
    if (!link) return target.closest?.(".quiz") || saveSoon();
    // The page of another lesson tells nothing of it.
    if (link.matches("[rel=next], [rel=prev], .outline-list a")) saveSoon();
    else save();
    const [, id, part] = link.matches(".start") ? (stored("place")?.value ?? saved ?? "").split(" ") : [];
    wanted = part && (id ? idOf(link) === id : !link.hash.slice(2).includes("#")) ? { id, part: Number(part) } : undefined;
  };
  addEventListener("click", leave, true);
  addEventListener("popstate", save, true);
  const leaveAll = () => {
    save();
    saveTime();
  };
  addEventListener("pagehide", leaveAll);
  document.addEventListener("visibilitychange", () => document.hidden && leaveAll());
  for (const sign of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    addEventListener(sign, () => (lastDone = Date.now()), { capture: true, passive: true });
  }
  setInterval(countTime, STEP);
  setInterval(saveTime, 6 * STEP);
  addEventListener("scroll", scrolled, { passive: true });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
  const opener = early.findLast((pressed) => pressed.matches(".settings"));
  if (opener) settings(opener.getAttribute("aria-label"));
};
