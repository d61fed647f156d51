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

/** For each letter the time until the list answers what then stands in the field, and whether it had to fetch. */
window.typeQuery = async (query, pause) => {
  const presses = [];
  field().value = "";
  field().dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (let length = 1; length <= query.length; length += 1) {
    await rest(pause);
    const begun = performance.now();
    field().value = query.slice(0, length);
    field().dispatchEvent(new InputEvent("input", { bubbles: true }));
    const fetched = list().getAttribute("aria-busy") === "true";
    while (list().getAttribute("aria-busy") === "true") await rest(0);
    // Laid out, too.
    void list().offsetHeight;
    presses.push({ time: performance.now() - begun, fetched });
  }
  return presses;
};
