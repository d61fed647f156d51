//! A word or a short text to be typed.

use course::quiz::Accepted;

use crate::fields::escaped;
use crate::messages::{Word, say};

/// One line to type into.
pub(super) fn area() -> String {
    line(say(Word::your_answer), "text")
}

/// The answer to show.
pub(super) fn right(accepted: &Accepted) -> String {
    accepted.texts.first().map_or(String::new(), |text| escaped(text))
}

/// A labelled line to type into; `keys` are those that a phone offers.
pub(super) fn line(label: &str, keys: &str) -> String {
    format!(
        "<label class=\"field\"><span>{label}</span><input type=\"text\" data-gap=\"\" inputmode=\"{keys}\" \
         autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\"></label>"
    )
}
