//! Options to be assigned to items: a native list of all options beside each item.

use course::grading::Verdict;
use course::quiz::{Choice, Pair};
use course::shuffle::shuffled;

use super::{Sheet, Slot};
use crate::messages::{Word, say};

/// The items in the author's order. The options never stand in his, which would tell what belongs together.
pub(super) fn area(sheet: &Sheet<'_>, pairs: &[Pair], options: &[Choice]) -> String {
    let mut list = format!("<option value=\"\">{}</option>", say(Word::choose));
    for option in shuffled(options, sheet.seed, |option| &option.id) {
        list += &format!("<option value=\"{}\">{}</option>", option.id, option.text);
    }
    let mut html = String::from("<div class=\"pairs\">");
    for pair in pairs {
        html += &format!(
            "<label class=\"pair\"><span class=\"pair-text\">{}</span><select data-gap=\"{}\">{list}</select></label>",
            sheet.navigator.html(&pair.text),
            pair.id,
        );
    }
    html + "</div>"
}

/// How good the option of an item is.
pub(super) fn slot(sheet: &Sheet<'_>, pairs: &[Pair], options: &[Choice], id: &str) -> Option<Slot> {
    let pair = pairs.iter().find(|pair| pair.id == id)?;
    let is_right = sheet.response.entry(id) == pair.option;
    let option = options.iter().find(|option| option.id == pair.option)?;
    Some(Slot {
        verdict: if is_right { Verdict::Correct } else { Verdict::Wrong },
        right: sheet.navigator.html(&option.text),
    })
}
