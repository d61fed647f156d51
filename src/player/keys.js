// Keys for whoever is at a question: digits choose, Enter goes on from the verdict to what is open next. `boot.js` fetches
// this file when a learner comes to a quiz; that Enter checks an answer is the player's own.
//
// Only while the focus is within a question and not in a field that is typed into, so no key is taken from a screen
// reader, or from whoever reads. The setting `shortcuts` switches it off.

const isOff = () => {
  if (document.documentElement.dataset.shortcuts) return document.documentElement.dataset.shortcuts === "off";
  try {
    return JSON.parse(localStorage.getItem("lectern/setting/shortcuts"))?.value === "off";
  } catch {
    return false;
  }
};

/** Leads to the next question that is open; in a review, to the next one; else to what became of the quiz. */
const goOn = (question) => {
  const next = document.querySelector("[data-do=next]");
  if (next) return next.click();
  const quiz = question.closest(".quiz");
  const open = [...quiz.querySelectorAll(".question")].find(
    (other) => other.querySelector(".actions:not([hidden])") && question.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const goal = open?.querySelector(".answer :is(input, select, textarea, button)") ?? quiz.querySelector(".quiz-end");
  goal.focus({ preventScroll: true });
  (open ?? goal).scrollIntoView({ block: open ? "start" : "nearest" });
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const question = target.closest?.(".question");
  if (!question || event.defaultPrevented || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (target.matches("select, textarea, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  const isOn = key === "Enter" && target.matches(".verdict");
  if (!(isOn || /^[1-9]$/.test(key)) || isOff()) return;
  if (isOn) {
    event.preventDefault();
    goOn(question);
  } else {
    const choice = question.querySelectorAll(".answer .choice input")[key - 1];
    if (!choice || choice.disabled) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  }
});
