// Starts the player: loads the wasm module, and where that is impossible says so in a line a learner can use.
//
// Most pages are drawn ahead and can be read before this file is there. Until the player takes a page over, this file
// notes what a learner does on it, and then hands it on: nothing that is ticked, typed or pressed early is lost.
//
// A classic script on purpose. In a frame without an origin (sandboxed without allow-same-origin) modules and wasm
// need the host's CORS leave while classic scripts do not, so this file still runs and can explain what is missing.
// Nothing about courses is decided here.
(() => {
  "use strict";
  const script = document.currentScript;
  // The address changes without a load from now on: what is relative to it is so to this one.
  const loaded = location.href;
  const resolve = (name) => new URL(script.dataset[name], loaded);
  const root = resolve("root");
  const app = document.getElementById("app");

  // The assembly puts in the languages, the author's first, and what is said of a fault.
  const LANGUAGES = {};
  const SAID = {};

  // The player prints its links from here (see `navigator` in the player).
  document.documentElement.dataset.root = root.pathname;

  // The address changes without a load from now on: what is relative to it has to be settled first.
  for (const link of document.querySelectorAll("link[rel*=icon], link[rel=manifest]")) link.setAttribute("href", link.href);

  // Behind `#/` stands another page.
  if (location.hash.startsWith("#/")) {
    app.replaceChildren();
    delete app.dataset.ahead;
  }

  // Where the page was left: the player keeps it in the history, and told the browser to leave it alone.
  if (typeof history.state === "number") scrollTo({ top: history.state, behavior: "instant" });
  const outline = app.querySelector(".outline");
  const here = outline?.querySelector("[aria-current]");
  if (here) outline.scrollTop = Math.max(0, here.offsetTop - outline.clientHeight / 2);

  const pressed = [];
  const press = (event) => {
    const button = event.target.closest?.("button");
    if (button && app.contains(button)) pressed.push(button);
  };
  document.addEventListener("click", press);

  const known = (tag) => {
    const [first] = tag.toLowerCase().split("-");
    return tag in LANGUAGES ? tag : Object.keys(LANGUAGES).find((it) => it.split("-")[0] === first);
  };

  const chosen = () => {
    try {
      return JSON.parse(localStorage.getItem("lectern/setting/language"))?.value;
    } catch {
    }
  };

  const page = document.documentElement;
  const authors = { lang: page.lang, dir: page.dir || "ltr" };
  const wishes = [chosen(), ...navigator.languages].filter(Boolean);
  let language = wishes.map(known).find(Boolean) ?? Object.keys(LANGUAGES)[0];

  const json = async (name) => {
    const answer = await fetch(new URL(name, root));
    if (!answer.ok) throw new Error(answer.url);
    return answer.json();
  };

  // Where these words do not come, the author's may.
  let words = LANGUAGES[language] && json(LANGUAGES[language].words).catch((error) => {
    [language] = Object.keys(LANGUAGES);
    return json(LANGUAGES[language].words).catch(() => Promise.reject(error));
  });
  words?.then((words) => Object.assign(SAID, words.page), () => {});

  let said, marks;
  const speak = async ({ player }) => {
    const { forms, isRightToLeft } = LANGUAGES[language];
    said = [...player];
    page.lang = language;
    page.dir = isRightToLeft ? "rtl" : "ltr";
    const region = navigator.languages.find((tag) => known(tag) === language) ?? language;
    const rules = new Intl.PluralRules(region);
    const [plain, hours, minutes] = [{ maximumFractionDigits: 1, useGrouping: false }, { unit: "hour" }, { unit: "minute" }].map(
      (wish) => new Intl.NumberFormat(region, wish.unit ? { style: "unit", ...wish } : wish),
    );
    // The same few come again and again, and each takes a browser a while.
    const written = {};
    globalThis.lecternFill = (word, numbers, text) => {
      const texts = said[word].split("\n");
      const form = texts.length > 1 ? texts.at(forms.indexOf(rules.select(numbers[0]))) : texts[0];
      const parts = [...numbers].map((number) => (written[number] ??= plain.format(number))).concat(text);
      return form.replace(/\{(\d)\}/g, (_, at) => parts[at]);
    };
    globalThis.lecternDuration = (all) =>
      [all >= 60 && hours.format(Math.floor(all / 60)), (all % 60 || !all) && minutes.format(all % 60)].filter(Boolean).join(" ");
    const isAuthors = () => known(authors.lang) === language;
    if (!isAuthors()) marks ??= await import(resolve("marks").href).catch(() => {});
    marks?.mark(authors, isAuthors);
  };

  /** Puts what the player has drawn in the place of the page, in one step, together with what was done on the page. */
  const takeOver = (drawn) => {
    drawn.id = "app";
    if (!("ahead" in app.dataset)) return app.replaceWith(drawn);

    // What can be told from its like by this stands for the same on both; of several alike, in the same order.
    const mark = (element) => [
      element.tagName,
      element.className,
      element.id,
      element.name,
      element.type === "radio" || element.type === "checkbox" ? element.value : "",
      element.href,
      element.dataset.gap,
      element.dataset.move,
      element.closest("[data-question]")?.dataset.question,
    ].join("\n");
    const alike = (within, element) => [...within.querySelectorAll(element.tagName)].filter((other) => mark(other) === mark(element));
    const counterpart = (element) => alike(drawn, element)[alike(app, element).indexOf(element)];

    const changed = [...app.querySelectorAll("input, select:not(.language), textarea")].filter((field) =>
      field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? field.selectedIndex > 0
      : field.value !== field.defaultValue,
    );
    const scrolled = [...app.querySelectorAll("pre, .table, .outline")].filter((element) => element.scrollTop || element.scrollLeft);
    const offsets = scrolled.map((element) => [element.scrollLeft, element.scrollTop]);
    const focused = app.contains(document.activeElement) ? document.activeElement : undefined;
    const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = getSelection();

    // Text stays as it is, with what is open, chosen, loaded or playing in it; only its links are the player's.
    const texts = drawn.querySelectorAll(".lesson-text");
    [...app.querySelectorAll(".lesson-text")].forEach((text, at) => {
      const links = [...(texts[at]?.querySelectorAll("a[href]") ?? [])];
      const former = text.querySelectorAll("a[href]");
      if (!texts[at] || former.length !== links.length) return;
      former.forEach((link, index) => link.setAttribute("href", links[index].getAttribute("href")));
      texts[at].replaceChildren(...text.childNodes);
    });
    const now = (element) => (drawn.contains(element) ? element : counterpart(element));
    const [fields, panes, buttons, focus] = [changed.map(now), scrolled.map(now), pressed.splice(0).map(now), focused && now(focused)];

    app.replaceWith(drawn);

    panes.forEach((pane, at) => pane?.scrollTo({ left: offsets[at][0], top: offsets[at][1], behavior: "instant" }));
    fields.forEach((field, at) => {
      if (!field || field === changed[at] || field.disabled) return;
      field.checked = changed[at].checked;
      field.value = changed[at].value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    buttons.forEach((button) => button?.click());
    // Unless a button has led on.
    if (focus && document.activeElement === document.body) {
      // Without a layout WebKit would scroll there later, whatever it is told.
      void drawn.offsetHeight;
      if (focused !== focus && typeof focused.selectionStart === "number") focus.setSelectionRange(focused.selectionStart, focused.selectionEnd);
      focus.focus({ preventScroll: true });
    }
    if (!isCollapsed && drawn.contains(anchorNode) && drawn.contains(focusNode)) {
      getSelection().setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    }
  };

  const explain = (name) => {
    if (document.getElementById("boot-failure")) return;
    // What has been drawn ahead can still be read; what answers to nobody is taken away (see style/still.css).
    document.documentElement.dataset.player = "failed";
    const box = document.createElement("div");
    box.id = "boot-failure";
    box.className = "boot";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = SAID[name];
    const link = document.createElement("a");
    link.href = root.href;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = SAID.page_open_alone;
    box.append(line, link);
    if ("ahead" in app.dataset) app.prepend(box);
    else app.replaceChildren(box);
  };

  // Calls back once the next frame is on its way. A frame out of sight has none for as long as it is, nor has a page that is hidden;
  // what waits is not to wait for that.
  globalThis.lecternAfterFrame = (act) => {
    const late = setTimeout(() => {
      cancelAnimationFrame(frame);
      act();
    }, document.hidden ? 0 : 300);
    const frame = requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(act);
    });
    return frame;
  };

  // What is not needed at once comes in modules of their own, when somebody asks for one.
  const modules = {};
  globalThis.lecternModule = async (name) => {
    const known = (modules[name] ??= {});
    known.arrival ??= Promise.all([import(resolve(name).href), import(resolve("player").href)]).then(async ([module, player]) => {
      await module.default({ module_or_path: fetch(resolve(`${name}Wasm`).href) });
      module.meet(player);
      return module;
    });
    try {
      const [module, words] = await Promise.all([known.arrival, known.speaks !== language && json(LANGUAGES[language][name])]);
      if (words) {
        // They stand behind those of the player.
        const first = module.speak(words);
        words.forEach((word, at) => (said[first + at] = word));
      }
      known.speaks = language;
      return module;
    } catch (error) {
      // One that failed is tried again the next time.
      delete modules[name];
      throw error;
    }
  };

  // What a learner marks and writes beside a lesson is drawn by the margin, where there is any of it or comes some.
  let margin;
  const bringMargin = () => (margin ??= lecternModule("margin").catch((error) => console.error("lectern:", error)));
  const isNote = (key) => /^lectern\/(note|bookmark)\//.test(key);
  globalThis.lecternNotes = () => {
    try {
      if (Object.keys(localStorage).some(isNote)) bringMargin();
    } catch {
      // Where nothing is kept there is nothing yet.
    }
  };
  const heedNotes = () => {
    addEventListener("storage", ({ key }) => isNote(key) && bringMargin());
    let settling;
    document.addEventListener("selectionchange", () => {
      // To look at it may take long, and whoever types waits.
      settling ??= setTimeout(() => {
        settling = undefined;
        const { isCollapsed, anchorNode } = getSelection();
        if (!isCollapsed && anchorNode.parentElement?.closest(".lesson-text")) bringMargin();
      }, 50);
    });
    document.addEventListener("click", async ({ target }) => {
      const button = target.closest?.(".lesson-tools button");
      if (!button) return;
      const tools = button.parentElement;
      tools.querySelector("[role]")?.remove();
      try {
        (await lecternModule("margin")).press(button.className);
      } catch {
        const line = document.createElement("span");
        line.setAttribute("role", "alert");
        line.textContent = SAID.page_cannot_load;
        tools.append(line);
      }
    });
  };

  let isComing = false;
  /** Opens the search, or for `?` the list of shortcuts. The search has its field at once, and the finder takes that over
      with what was typed meanwhile. */
  const find = async (what) => {
    let dialog;
    if (!what && !(dialog = document.getElementById("lectern-finder"))) {
      dialog = document.createElement("dialog");
      dialog.id = "lectern-finder";
      dialog.className = "finder";
      dialog.innerHTML = '<div class="finder-head"><input id="lectern-find" class="finder-field" type="search" role="combobox" aria-autocomplete="list" aria-expanded="true" aria-controls="lectern-found" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go"><button type="button" class="finder-close"></button></div><p class="finder-count waiting" role="status"></p>';
      const [field, close] = dialog.firstChild.children;
      field.setAttribute("aria-label", document.querySelector(".search").textContent);
      close.setAttribute("aria-label", SAID.page_close);
      dialog.lastChild.textContent = SAID.page_search_loading;
      dialog.addEventListener("click", ({ target }) => [dialog, close].includes(target) && dialog.close());
      document.body.append(dialog);
    }
    const isWaiting = dialog && !dialog.querySelector("[role=listbox]");
    if (isWaiting) {
      if (!dialog.open) dialog.showModal();
      if (isComing) return;
      isComing = true;
    }
    try {
      const finder = await lecternModule("finder");
      // Whoever has closed it by then does not look for anything any more.
      if (!isWaiting || dialog.open) finder.open(what);
    } catch (error) {
      console.error("lectern:", error);
      dialog?.close();
      const line = document.querySelector(".finder-failed") ?? document.createElement("p");
      line.className = "finder-failed notice";
      line.role = "alert";
      line.textContent = SAID.page_cannot_load;
      document.querySelector(".site-header").append(line);
    }
    if (isWaiting) isComing = false;
  };
  const isAsked = (event) => event.target.closest?.(".search");
  const heed = () => {
    addEventListener("click", (event) => isAsked(event) && find(""));
    addEventListener("keydown", (event) => {
      const isModified = event.ctrlKey || event.metaKey;
      const isSearch = isModified && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
      const isList = event.key === "?" && !isModified && !event.target.closest?.("input, select, textarea");
      if (!(isSearch || isList) || player.setting("shortcuts") === "off") return;
      event.preventDefault();
      find(isList ? "?" : "");
    });
  };

  // A large library has its lessons in modules of their own, which hold nothing else. What failed is tried again when it
  // is needed again, and not out of the browser's cache.
  let player;
  const lessons = new Map();
  const failed = new Set();
  globalThis.lecternSearch = resolve("search").href;
  globalThis.lecternSection = async (path, name) => {
    try {
      const response = await fetch(new URL(path, root), { cache: failed.has(path) ? "reload" : "default" });
      // Hosts call it by several types, and some answer with a page.
      const module = await WebAssembly.compile(await response.arrayBuffer()).catch(() => {});
      const [section] = module ? WebAssembly.Module.customSections(module, name) : [];
      if (!section) throw new Error(`${response.url} holds no ${name}`);
      return new Uint8Array(section);
    } catch (error) {
      failed.add(path);
      throw error;
    }
  };
  const bringLessons = (name) => {
    if (lessons.has(name)) return;
    lessons.set(name, undefined);
    // The player leaves room for what it waits for, with the words about it.
    const room = () => document.querySelector(`[data-module="${name}"]`);
    const arrival = lecternSection(`lessons-${name}.wasm`, "course").then((section) => {
      lessons.set(name, section);
      if (room()) player.redraw();
    });
    arrival.catch((error) => {
      console.error("lectern:", error);
      lessons.delete(name);
      const place = room();
      if (!place) return;
      const line = place.firstChild;
      const tell = (className, text, isBusy) => {
        line.className = className;
        line.textContent = text;
        place.setAttribute("aria-busy", isBusy);
      };
      const waiting = line.textContent;
      tell("notice", place.dataset.failed, false);
      if (line.nextSibling) return;
      const retry = document.createElement("button");
      retry.className = "button";
      retry.textContent = place.dataset.retry;
      retry.addEventListener("click", () => {
        tell("waiting", waiting, true);
        bringLessons(name);
      });
      place.append(retry);
    });
    return arrival;
  };
  const lookAhead = (link) => {
    const name = link && player.module_of(link.getAttribute("href"));
    if (name) bringLessons(name);
  };
  globalThis.lecternLessons = (name) => {
    bringLessons(name);
    // What the learner will want next, once it is drawn.
    setTimeout(() => document.querySelectorAll("a.next, a.previous").forEach(lookAhead));
    return lessons.get(name);
  };

  // The first look at storage brings all of it into this process, which takes a while where there is much. It is had
  // while the player is on its way.
  const lookAtStorage = () => {
    try {
      void localStorage.length;
    } catch {
      // The player says so.
    }
  };

  /** Goes on in the language that the learner chooses. */
  const follow = (player) => {
    const change = async (field) => {
      const wanted = field.value;
      try {
        const list = await json(LANGUAGES[wanted].words);
        language = wanted;
        Object.values(modules).forEach((it) => (it.speaks = undefined));
        await speak(list);
        player.speak(wanted, [...list.player, list.choices]);
        if (margin) lecternModule("margin").catch(() => {});
        setTimeout(() => document.querySelector("select.language")?.focus());
      } catch {
        field.value = language;
      }
    };
    document.addEventListener("change", ({ target }) => target.matches?.("select.language") && change(target));
    if (early) change(early);
  };

  let early;
  app.querySelector("select.language")?.addEventListener("change", (event) => (early = event.target));

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      await words?.catch(() => {});
      explain("page_no_wasm");
      return;
    }
    try {
      // The page has begun to fetch it.
      const shown = "ahead" in app.dataset && script.dataset.lessons && bringLessons(script.dataset.lessons);
      player = await import(resolve("player").href);
      const arrival = player.default({ module_or_path: fetch(resolve("wasm").href) });
      lookAtStorage();
      await arrival;
      const list = await words;
      await shown;
      await speak(list);
      heed();
      heedNotes();
      player.play(takeOver, [...list.player, list.choices]);
      follow(player);
      lecternNotes();
      // What was pressed until it is there may be for it.
      import(resolve("reader").href)
        .then(({ attend }) => attend(player, pressed))
        .catch(() => {})
        .then(() => document.removeEventListener("click", press));
      // Whoever points at a link may follow it, whoever comes to a quiz may answer by keys.
      let keys;
      for (const pointing of ["pointerover", "focusin"]) {
        addEventListener(pointing, (event) => {
          const link = event.target.closest?.("a[href]");
          lookAhead(link);
          if (link?.rel) setTimeout(() => player.get_ready(link.getAttribute("href")));
          if (isAsked(event)) lecternModule("finder").catch(() => {});
          if (!keys && event.target.closest?.(".quiz")) keys = import(resolve("keys").href).catch(() => (keys = undefined));
        });
      }
    } catch (error) {
      console.error("lectern:", error);
      if (self.origin === "null") {
        explain("page_closed_frame");
      } else if (error instanceof WebAssembly.CompileError) {
        explain("page_too_old");
      } else {
        explain("page_cannot_load");
      }
    }
  };

  // Offline use is a gift where the browser grants it: private windows, frames and insecure hosts may refuse.
  const register = () => {
    try {
      navigator.serviceWorker
        ?.register(new URL("sw.js", root), { scope: root.pathname })
        .catch((error) => console.info("lectern: not available offline:", error.message));
    } catch (error) {
      console.info("lectern: not available offline:", error.message);
    }
  };

  start();
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
})();
