//! Notes as a list: at the end of their lesson, and on the page of all notes. Text with native fields; what is done in it
//! is heard in `main.rs`.

use course::progress::NoteRecord;

use crate::book::{self, Note};
use crate::browser::escaped;
use crate::messages::{Word, moment, of_player, say};
use crate::paper::element_id;

/// How a list is shown.
#[derive(Clone, Copy, Default)]
pub(crate) struct Shown<'a> {
    /// What leads to the lesson; empty for nothing.
    pub(crate) href: &'a str,
    /// Whether the lesson is on the page, so that it is known of each passage whether it is there.
    pub(crate) is_here: bool,
}

/// An item for a note; `is_there` tells whether its passage is in the lesson.
pub(crate) fn item(note: &Note, shown: Shown<'_>, is_there: bool) -> String {
    let NoteRecord { quote, .. } = &note.record;
    let is_lost = shown.is_here && !is_there && !quote.is_empty();
    // Links find what is lost here, since it has no mark.
    let id = match is_lost || shown.is_here && quote.is_empty() {
        true => format!(" id=\"{}\" tabindex=\"-1\"", escaped(&element_id(note))),
        false => String::new(),
    };
    format!(
        "<li class=\"note-item\"{id} data-note=\"{}\">{}</li>",
        escaped(&note.name()),
        body(note, shown, is_lost)
    )
}

/// What stands in an item.
pub(crate) fn body(note: &Note, shown: Shown<'_>, is_lost: bool) -> String {
    let NoteRecord { quote, .. } = &note.record;
    let mut html = match quote.is_empty() {
        true => format!("<p class=\"note-whole\">{}</p>", say(Word::mark_on_lesson)),
        false => format!("<blockquote class=\"note-quote\" dir=\"auto\">{}</blockquote>", escaped(quote)),
    };
    if is_lost {
        html += &format!("<p class=\"note-lost\">{}</p>", say(Word::mark_lost));
    }
    for text in note.texts() {
        html += &format!("<p class=\"note-text\" dir=\"auto\">{}</p>", escaped(text));
    }
    html += &format!("<p class=\"note-foot\"><span>{}</span>", escaped(&moment(note.record.changed())));
    if !shown.href.is_empty() && !quote.is_empty() && !is_lost {
        let (href, id) = (escaped(shown.href), escaped(&element_id(note)));
        html += &format!("<a href=\"{href}#{id}\">{}</a>", say(Word::mark_go));
    }
    html += &format!(
        "{}{}</p>",
        match note.has_text() {
            true => small("edit", say(Word::mark_edit), &note.record),
            false => small("edit", &of_player(Word::write_note), &note.record),
        },
        small("remove", say(Word::mark_remove), &note.record)
    );
    html
}

/// A button in an item; what it is about is told with it where it is read by itself.
fn small(action: &str, text: &str, record: &NoteRecord) -> String {
    let about: String = match record.quote.is_empty() {
        true => record.text.value().chars().take(40).collect(),
        false => record.quote.chars().take(40).collect(),
    };
    format!(
        "<button type=\"button\" class=\"note-do\" data-do=\"{action}\" aria-label=\"{text}: {}\">{text}</button>",
        escaped(&about)
    )
}

/// A field for what is written on a passage, with what was written elsewhere meanwhile. `draft` where there is nothing
/// to be removed yet.
pub(crate) fn editor(note: &Note, is_draft: bool) -> String {
    book::show(note);
    let name = escaped(&note.name());
    let remove = match is_draft {
        true => String::new(),
        false => button("remove", "button quiet", say(Word::mark_remove)),
    };
    format!(
        "<div class=\"field\"><label for=\"note-field\">{}</label>\
         <textarea id=\"note-field\" rows=\"4\" dir=\"auto\" data-write=\"{name}\">{}</textarea></div>\
         <p class=\"note-kept\">{}</p><div class=\"note-others\" role=\"status\">{}</div>\
         <p class=\"buttons\">{}{remove}</p>",
        say(Word::mark_your_note),
        // A line break behind the tag is not part of the text.
        ["\n", &escaped(note.record.text.value())].concat(),
        escaped(&of_player(Word::work_is_kept)),
        others(note, note.record.text.value()),
        button("done", "button", say(Word::mark_done)),
    )
}

/// What was written elsewhere at the same time as what stands in the field.
pub(crate) fn others(note: &Note, here: &str) -> String {
    let others: String = note
        .texts()
        .filter(|text| *text != here)
        .map(|text| format!("<p class=\"note-text\" dir=\"auto\">{}</p>", escaped(text)))
        .collect();
    match others.is_empty() {
        true => others,
        false => format!(
            "<p>{}</p>{others}<p class=\"buttons\">{}{}</p>",
            escaped(&of_player(Word::written_elsewhere)),
            button("take", "button quiet", &of_player(Word::take_other)),
            button("leave", "button quiet", &of_player(Word::leave_other)),
        ),
    }
}

/// What is left of an item that was removed.
pub(crate) fn removed() -> String {
    format!(
        "<p class=\"note-removed\"><span role=\"status\">{}</span> {}</p>",
        say(Word::mark_removed),
        button("undo", "note-do", say(Word::mark_undo))
    )
}

/// A button that says what it does.
pub(crate) fn button(action: &str, class: &str, text: &str) -> String {
    format!("<button type=\"button\" class=\"{class}\" data-do=\"{action}\">{}</button>", escaped(text))
}
