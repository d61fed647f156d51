// Measures how long a page takes to answer what is done on it. Run by turn.rs before every page.
(() => {
  // While this is set, nothing attends to the page: what its layout costs is measured by itself.
  let isQuiet = false;
  for (const name of ["MutationObserver", "ResizeObserver"]) {
    const Own = window[name];
    window[name] = class extends Own {
      constructor(act) {
        super((...told) => isQuiet || act(...told));
      }
    };
  }

  const rest = (pause) => new Promise((done) => setTimeout(done, pause));
  /** The time when the next frame has left this thread, before anything else that waits for that. */
  const drawn = () =>
    new Promise((done) => {
      requestAnimationFrame(() => scheduler.postTask(() => done(performance.now()), { priority: "user-blocking" }));
    });

  // What a frame's time went to, told of frames of 50 ms and more.
  let frames = [];
  const frameObserver = new PerformanceObserver((list) => frames.push(...list.getEntries()));
  frameObserver.observe({ type: "long-animation-frame" });
  /** From a time until the browser turns to style and layout of the next frame, without what scripts had it do of that before. */
  const before = (begun) => {
    frames.push(...frameObserver.takeRecords());
    const frame = frames.find((it) => it.styleAndLayoutStart > begun);
    const forced = frame?.scripts.filter((it) => it.startTime + it.duration > begun) ?? [];
    return frame ? frame.styleAndLayoutStart - begun - forced.reduce((sum, it) => sum + it.forcedStyleAndLayoutDuration, 0) : null;
  };

  let entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ type: "event", durationThreshold: 16, buffered: true });

  /** Measures what is done next: from the time stamp of its first event until the frame after its last one. */
  window.arm = (isDone = () => true, act) => {
    entries = [];
    frames = [];
    window.measured = undefined;
    let begun, latest, waits;
    // No "change": a field also tells of one when it is taken away, which nobody has done.
    const types = ["keydown", "keypress", "click", "input"];
    const wait = async () => {
      const time = (await drawn()) - begun;
      waits = false;
      const mine = latest;
      await rest(250);
      if (latest !== mine || window.measured) return;
      types.forEach((type) => removeEventListener(type, hear, true));
      entries.push(...observer.takeRecords());
      const event_timing = Math.max(0, ...entries.filter((entry) => entry.interactionId).map((entry) => entry.duration));
      isQuiet = false;
      window.measured = { time, before_layout: before(begun), event_timing, is_done: isDone() };
    };
    const hear = (event) => {
      begun ??= event.timeStamp;
      act?.();
      latest = event;
      // Once a frame, as measuring takes its time too.
      if (!waits) wait();
      waits = true;
    };
    types.forEach((type) => addEventListener(type, hear, true));
  };

  const title = () => document.querySelector("main h1")?.textContent;

  window.armTurn = () => {
    const before = title();
    document.querySelector("a.next").focus();
    arm(() => title() !== before && !!document.querySelector("main .lesson-text"));
  };

  /** Has the next key put in what is on the page now, in the place of a copy: only layout and paint are left. */
  window.armLayout = async () => {
    const app = document.getElementById("app");
    const held = [...app.childNodes];
    isQuiet = true;
    // What comes to a text once it was seen is not laid out with it.
    app.querySelectorAll(".lesson-text .tools, .heading-link").forEach((it) => it.remove());
    document.activeElement.blur();
    app.replaceChildren(...held.map((node) => node.cloneNode(true)));
    scrollTo({ top: 0, behavior: "instant" });
    await drawn();
    // As long as before a turn, until all that follows the frame is done.
    await rest(1200);
    let isIn = false;
    arm(() => isIn && app.contains(held[0]), () => {
      if (!isIn) app.replaceChildren(...held);
      isIn = true;
    });
    return true;
  };

  /** Has the next page tell how long after the next key press it was painted. */
  window.armPage = () => {
    delete sessionStorage.painted;
    addEventListener("keydown", (event) => (sessionStorage.begun = performance.timeOrigin + event.timeStamp), { capture: true, once: true });
  };
  if (window.sessionStorage?.begun) {
    new PerformanceObserver((list) => {
      const first = list.getEntries().find(({ name }) => name === "first-contentful-paint");
      if (first) sessionStorage.painted ??= performance.timeOrigin + first.startTime - sessionStorage.begun;
    }).observe({ type: "paint", buffered: true });
  }

  const question = (at) => document.querySelectorAll(".quiz .question")[at];

  /** What there is to do at a question until it can be checked: keys for the field that has the focus, or a place to click. */
  window.fieldsOf = (at) => {
    const one = question(at);
    const picks = [...one.querySelectorAll("label.choice")].slice(0, one.querySelector("[type=checkbox]") ? 2 : 1);
    const moves = [...one.querySelectorAll("[data-move=down]")].slice(0, 1);
    const gaps = [...one.querySelectorAll("[data-gap]")];
    window.fields = [...picks, ...moves, ...gaps];
    return window.fields.map((field) => (field.matches("select") ? "ArrowDown" : field.matches("[data-gap]") ? "4" : "click"));
  };

  /** Where an element is, once it has been brought into view. */
  window.show = async (element, hasFocus) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    if (hasFocus) element.focus({ preventScroll: true });
    await drawn();
    await rest(200);
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + Math.min(width / 2, 60), top + height / 2];
  };

  window.checkOf = (at) => question(at).querySelector("button.check");
  /** Where Enter checks an answer: a field of one line, or the button. */
  window.enterOf = (at) => question(at).querySelector("input[data-gap], .choice input:checked") ?? checkOf(at);
  window.armCheck = (at) => arm(() => "verdict" in question(at).dataset);
})();
