//! What a piece of code prints, to be typed.

use crate::fields::escaped;
use crate::messages::{Word, say};

/// Several lines to type into, whatever their number is: it would tell a part of the answer.
pub(super) fn area() -> String {
    format!(
        "<label class=\"field\"><span>{}</span><textarea class=\"output\" data-gap=\"\" rows=\"4\" \
         autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\"></textarea></label>",
        say(Word::your_output)
    )
}

/// The answer to show.
pub(super) fn right(expected: &str) -> String {
    format!("<pre tabindex=\"0\">{}</pre>", escaped(expected))
}
