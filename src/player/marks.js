// Marks what the author has written where it is in another language than the interface: for whoever reads it out, and
// so that it runs in its own direction. `boot.js` fetches this file only then.
//
// It is marked as it comes onto the page: in the player each mark would be code for every learner.

const AUTHORS = `.site-title, .trail a + a, .toc li, .path > :is(h2:not([class]), .lead), .course-card :is(h1, h3, .lead),
  .outline-course, .outline-section, .outline-title, .way-title, .eyebrow, .lesson-head h1, .lesson-text, .quiz-head h2,
  .prompt, .choice-text, .feedback, .order-text, .pair-text, .pair option + option, .note > :not(.note-title),
  .task span, .rubric-head, .criterion legend, .level span, .in-lessons li, .note-quote, .note-lesson, .note-course, .kept summary, .kept details li span, .missed-prompt, .missed-list a, .session-head a,
  .look-back .part, .certificate h2, .left-to-do > h2, .left-to-do li,
  .printed-title, .printed > .lead, .printed-contents li, .printed-lesson > :is(h2, div), [data-course],
  [data-page=home] > h1, [data-page=course] > :is(h1, .lead), [data-page=progress] h2:has(+ .progress-line), [data-page=not-found] li + li a`;

let watched;

/** Marks all there is and all that comes with the author's language, for as long as `isSpoken` says that it is another. */
export const mark = (authors, isSpoken) => {
  const markIn = (within) => {
    for (const text of within.querySelectorAll?.(AUTHORS) ?? []) {
      if (isSpoken()) text.removeAttribute("lang"), text.removeAttribute("dir");
      else Object.assign(text, authors);
    }
  };
  markIn(document);
  watched ??= new MutationObserver((changes) => {
    for (const { target } of changes) markIn(target);
  });
  watched.observe(document.body, { childList: true, subtree: true });
};
