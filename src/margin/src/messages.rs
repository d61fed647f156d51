//! What the margin says, in the learner's language: its own words come with it, in the order in which the crate `words`
//! has those of the margin; those of the player are known to `boot.js`. Dates are asked of `Intl`.

use std::cell::Cell;

use js_sys::{Date, Object, Reflect};
pub(crate) use words::Word;

use crate::browser::document;
use crate::player;

thread_local! {
    static WORDS: Cell<&'static [String]> = const { Cell::new(&[]) };
}

/// Takes the words of another language from now on.
pub(crate) fn speak(words: Vec<String>) {
    WORDS.set(words.leak());
}

/// What is said in the learner's language.
pub(crate) fn say(word: Word) -> &'static str {
    let place = (word as usize).wrapping_sub(words::MARGIN);
    WORDS.get().get(place).map_or("", |text| text)
}

/// A message with a number.
pub(crate) fn counted(word: Word, count: usize) -> String {
    player::fill(word as usize, &[count as f64], "")
}

/// A message of the player's.
pub(crate) fn of_player(word: Word) -> String {
    player::fill(word as usize, &[], "")
}

/// Day and time of day of milliseconds since 1970-01-01 UTC.
pub(crate) fn moment(time: u64) -> String {
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let language = document().document_element().and_then(|page| page.get_attribute("lang"));
    Date::new(&(time as f64).into()).to_locale_string(&language.unwrap_or_default(), &options).into()
}
