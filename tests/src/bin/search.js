// Types a query into the search of the player as a person does, and measures each letter. Run by search.rs.
const field = () => document.querySelector("#lectern-find");
const list = () => document.querySelector("#lectern-found");
const entries = () => performance.getEntriesByType("resource");
const rest = (pause) => new Promise((done) => setTimeout(done, pause));

performance.setResourceTimingBufferSize(10_000);
let told = entries().length;

/** Bytes over the network since the last call, of files whose names begin like this. */
window.takeFetched = (name) => {
  const fresh = entries().slice(told);
  told += fresh.length;
  return fresh.filter((it) => new URL(it.name).pathname.includes(`/${name}`)).reduce((sum, it) => sum + it.transferSize, 0);
};

/** Puts a text into the field as the key press of its last letter does: the time until the list answers it, until it has all that
    there is room for, and whether it had to fetch. */
window.typeLetter = async (text, pause) => {
  await rest(pause);
  const begun = performance.now();
  field().value = text;
  field().dispatchEvent(new InputEvent("input", { bubbles: true }));
  const fetched = list().getAttribute("aria-busy") === "true";
  while (list().getAttribute("aria-busy") === "true") await rest(0);
  // Laid out, too.
  void list().offsetHeight;
  const time = performance.now() - begun;
  await new Promise((seen) => requestAnimationFrame(() => setTimeout(() => setTimeout(seen))));
  void list().offsetHeight;
  return { time, filled: performance.now() - begun, fetched };
};
