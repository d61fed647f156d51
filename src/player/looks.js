// Puts on the page what the learner has chosen about its look, before anything of it is painted. The page waits for this
// file, so there is nothing else in it. The choices are records of the player (`lectern/setting/…`), which writes them;
// what they mean is said in `style/tokens.css`, and `reader.js` offers them.
(() => {
  const { dataset } = document.documentElement;
  const look = (globalThis.lecternLook = () => {
    for (const name of ["theme", "size", "measure", "face"]) {
      try {
        const value = JSON.parse(localStorage.getItem("lectern/setting/" + name))?.value;
        if (value) dataset[name] = value;
        else delete dataset[name];
      } catch {
        // What was chosen on this page stays.
      }
    }
  });
  look();
  try {
    // The way back to it has its room from the beginning.
    if (localStorage.getItem("lectern/setting/place")) dataset.goesOn = "";
  } catch {
    // Nothing is kept, so there is no way back.
  }
  // Another tab, or a page that comes back from the browser's memory.
  for (const event of ["storage", "pageshow"]) addEventListener(event, look);
})();
