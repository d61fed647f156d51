//! A browser of which nothing is known and nothing is asked; see `browser.rs`.

use std::cell::Cell;
use std::time::Duration;

use web_sys::{Event, HtmlElement};
use words::{Spoken, Word};

thread_local! {
    static VOICE: Cell<Option<&'static Spoken>> = const { Cell::new(None) };
}

/// Draws in this language from now on.
pub(super) fn speak(voice: &'static Spoken) {
    VOICE.set(Some(voice));
}

/// A message with numbers and a text put in. What is drawn for a new learner has no fractions.
pub(crate) fn fill(word: usize, numbers: &[f64], text: &str) -> String {
    let numbers: Vec<usize> = numbers.iter().map(|number| *number as usize).collect();
    VOICE.get().map_or_else(String::new, |voice| voice.fill(word, &numbers, text))
}

/// A length of time.
pub(crate) fn duration(minutes: u32) -> String {
    VOICE.get().map_or_else(String::new, |voice| voice.duration(minutes as usize))
}

/// What stands in a quiz on a page that nothing answers on, as HTML.
pub(crate) fn still() -> String {
    let said = VOICE.get().map_or("", |voice| voice.say(Word::to_answer_allow_scripts));
    format!("<noscript><p class=\"quiz-still\">{said}</p></noscript>")
}

/// Nothing is shown in anything.
pub(crate) fn app_element() -> Option<HtmlElement> {
    None
}

/// Nothing is made.
pub(crate) fn new_element() -> Option<HtmlElement> {
    None
}

/// No time at all: what is shown of a new learner depends on none.
pub(crate) fn now() -> u64 {
    0
}

/// No chance: the same content gives the same page.
pub(crate) fn random_id() -> String {
    String::new()
}

/// There is nothing to lose.
pub(crate) fn ask_to_persist() {}

/// The title stands in the head of the page.
pub(crate) fn set_title(_: &str) {}

/// Nothing happens.
pub(crate) fn listen(_: &[&str], _: impl Fn(&Event) + 'static) {}

/// There is no later.
pub(crate) fn later(_: Duration, _: impl FnOnce() + 'static) {}

/// Nothing comes back.
pub(crate) fn is_back<E>(_: &E) -> bool {
    false
}

/// Nobody looks into a console.
pub(crate) fn report(_: &str) {}

/// It is never seen from here.
pub(crate) fn once_drawn(_: impl FnOnce() + 'static) {}

/// It is never seen from here.
pub(crate) fn once_seen(_: impl FnOnce() + 'static) {}

/// Nothing waits.
pub(crate) fn settle() {}
