//! The attempts that there were at a quiz, to be looked at again; the player shows the one that is chosen. Answers of
//! earlier ones may rest in the archive, and are brought back first.

use course::backup::{flat, pairs};
use course::progress::{AttemptsRecord, Found, Key, parse};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use crate::messages::{self, Word, say};
use crate::page::within;
use crate::player::player;
use crate::{archive, dates};

/// Lists the attempts at the quiz that an element stands in, of the lesson that is shown. The element says which of them
/// is shown; that one is marked.
pub(crate) fn list(place: Element) {
    spawn_local(async move {
        let section = place.closest(".quiz").ok().flatten();
        // It is named by its heading, which has its id.
        let quiz = section.and_then(|it| it.get_attribute("aria-labelledby")).unwrap_or_default();
        let shown = place.get_attribute("data-id").unwrap_or_default();
        let key = Key::Quiz(player().open_lesson(), quiz).to_string();
        let start = key.trim_start_matches(course::progress::PREFIX);
        let stored = pairs(player().stored(start)).find(|(name, _)| *name == key);
        let attempts = match stored.map(|(_, text)| parse::<AttemptsRecord>(&text)) {
            Some(Found::Record(attempts)) => attempts,
            _ => AttemptsRecord::default(),
        };
        let ids: Vec<String> = attempts.iter().map(|attempt| attempt.id.clone()).collect();
        let note = match archive::answers(&ids).await {
            Ok(answers) => {
                player().recall(flat(answers));
                String::new()
            }
            Err(_) => format!("<p>{}</p>", messages::of_player(Word::archive_unreadable)),
        };
        let mut attempts: Vec<_> = attempts.iter().collect();
        attempts.sort_by_key(|attempt| (attempt.number, attempt.started));
        let mut html = format!("{note}<p>{}</p><ol class=\"attempts\">", say(Word::attempts_lead));
        for attempt in attempts {
            html += &format!(
                "<li><button type=\"button\" class=\"button quiet\" data-do=\"look\" data-id=\"{}\"{}>{}</button></li>",
                attempt.id,
                if attempt.id == shown { " aria-current=\"true\"" } else { "" },
                dates::moment(attempt.started),
            );
        }
        let had_focus = within(&place, ":focus").is_some();
        place.set_inner_html(&(html + "</ol>"));
        // The button that was pressed is gone.
        if had_focus
            && let Some(first) =
                within(&place, "button").and_then(|it| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(it).ok())
        {
            _ = first.focus();
        }
    });
}
