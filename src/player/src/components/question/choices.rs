//! Choices to be picked: one of several, several of several, or true and false. They differ in the native button
//! that stands before a choice.

use course::grading::Verdict;
use course::quiz::{Choice, QuestionKind};

use super::Sheet;
use crate::messages::{Word, say};

/// The choices; after the verdict with the right ones marked and the author's feedback on each.
pub(super) fn area(sheet: &Sheet<'_>, choices: &[Choice], correct: &[String], shuffled: bool) -> String {
    let kind = match sheet.question.kind {
        QuestionKind::MultipleChoice { .. } => "checkbox",
        _ => "radio",
    };
    let handed_in = sheet.verdict.is_some();
    // Whoever picked them has found them.
    let open = handed_in && (sheet.open || sheet.verdict == Some(Verdict::Correct));
    let mut html = String::from("<div class=\"choices\">");
    for choice in QuestionKind::shown(choices, shuffled.then_some(sheet.seed)) {
        let is_picked = sheet.response.choices.contains(&choice.id);
        let is_right = correct.contains(&choice.id);
        let note = match (handed_in && is_picked, open && is_right) {
            (true, true) => say(Word::your_right_choice),
            (true, false) => say(Word::your_choice),
            (false, true) => say(Word::right_choice),
            (false, false) => "",
        };
        let mut marks = String::new();
        if open && is_right {
            marks += " data-correct";
        }
        if handed_in && is_picked {
            marks += " data-picked";
            // Of several, a wrong one is only told apart where the right ones may be seen.
            if !is_right && (open || kind == "radio") {
                marks += " data-wrong";
            }
        }
        let state =
            [if is_picked { " checked" } else { "" }, if handed_in { " disabled" } else { "" }].concat();
        html += &format!(
            "<div><label class=\"choice\"{marks}><input type=\"{kind}\" name=\"{}\" value=\"{}\"{state}>\
             <span class=\"choice-text\">{}</span>",
            sheet.question.id,
            choice.id,
            sheet.navigator.html(&choice.text),
        );
        if !note.is_empty() {
            html += &format!("<span class=\"choice-note\">{note}</span>");
        }
        html += "</label>";
        // Why another choice is wrong would tell which one is right.
        if handed_in && (open || is_picked) && !choice.feedback.is_empty() {
            html += &format!("<div class=\"feedback\">{}</div>", sheet.navigator.html(&choice.feedback));
        }
        html += "</div>";
    }
    html + "</div>"
}
