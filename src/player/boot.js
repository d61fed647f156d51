// Starts the player: loads the wasm module, and where that is impossible says so in a line a learner can use.
//
// A classic script on purpose. In a frame without an origin (sandboxed without allow-same-origin) modules and wasm
// need the host's CORS leave while classic scripts do not, so this file still runs and can explain what is missing.
// Nothing about courses is decided here.
(() => {
  "use strict";
  const script = document.currentScript;
  const resolve = (name) => new URL(script.dataset[name], location.href);
  const root = resolve("root");

  // The player prints its links from here (see `location` in the player).
  document.documentElement.dataset.root = root.pathname;

  // The address changes without a load from now on: what is relative to it has to be settled first.
  for (const link of document.querySelectorAll("link[rel=icon]")) link.setAttribute("href", link.href);

  const explain = (text) => {
    if (document.getElementById("boot-failure")) return;
    const box = document.createElement("div");
    box.id = "boot-failure";
    box.className = "boot";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = text;
    const link = document.createElement("a");
    link.href = root.href;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open the course in a window of its own";
    box.append(line, link);
    document.getElementById("app").replaceChildren(box);
  };

  // What is seldom needed is a module of its own, which comes when the player asks for it.
  let keeper;
  globalThis.lecternKeeper = () => {
    keeper ??= Promise.all([import(resolve("keeper").href), import(resolve("player").href)]).then(async ([module, player]) => {
      await module.default({ module_or_path: fetch(resolve("keeperWasm").href) });
      module.meet(player);
      return module;
    });
    // One that failed is tried again the next time.
    return keeper.catch((error) => {
      keeper = undefined;
      throw error;
    });
  };

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      explain("This browser cannot run the course: it has no WebAssembly, or it is switched off. Please use a current browser.");
      return;
    }
    try {
      const player = await import(resolve("player").href);
      await player.default({ module_or_path: fetch(resolve("wasm").href) });
    } catch (error) {
      console.error("lectern:", error);
      if (self.origin === "null") {
        explain(
          "The course cannot start inside this page: the frame is closed off from the course's own site, and that site does not allow it to be loaded from elsewhere. " +
            "Whoever made this page can add allow-same-origin to the frame; whoever hosts the course can send Access-Control-Allow-Origin.",
        );
      } else if (error instanceof WebAssembly.CompileError) {
        explain("This browser cannot run the course: it is too old for it. Please use a current browser.");
      } else {
        explain("The course could not be loaded. Please check the connection and reload the page.");
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
