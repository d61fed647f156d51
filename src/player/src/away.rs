//! Quizzes whose answers are in the archive, until they are brought back: they are seen, and cannot be answered yet.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use crate::app::Player;
use crate::browser;
use crate::fields::{self, escaped};
use crate::keeper;
use crate::messages::{Word, say};
use crate::storage;

/// The mark on what waits; its value is the lesson's id.
const MARK: &str = "data-away";

/// A database that says nothing for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The attributes of the quizzes of a lesson, where they have to wait; has them brought back. Where that says anything
/// new, the page is drawn again.
pub(crate) fn fetch(player: Player, lesson: &'static str) -> Option<String> {
    if !storage::with(|store| store.is_away(lesson)) {
        return None;
    }
    spawn_local(async move {
        let is_read = keeper::bring(lesson).await;
        if is_read {
            storage::with(|store| store.set_apart(lesson, false));
        }
        release(lesson, is_read);
        player.learner.tell_health();
    });
    browser::later(PATIENCE, move || release(lesson, false));
    Some(format!(" inert {MARK}=\"{}\"", escaped(lesson)))
}

/// Lets the quizzes be answered, and says where that is without what was answered before.
fn release(lesson: &str, is_read: bool) {
    let is_said = Cell::new(is_read);
    fields::each(document().query_selector_all(&format!("[{MARK}]")), &mut |quiz: &Element| {
        if quiz.get_attribute(MARK).as_deref() == Some(lesson) {
            _ = quiz.remove_attribute(MARK);
            _ = quiz.remove_attribute("inert");
            if !is_said.replace(true) {
                storage::with(|store| store.set_apart(lesson, true));
                let notice =
                    format!("<p class=\"notice\" role=\"alert\">{}</p>", say(Word::archive_unreadable));
                _ = quiz.insert_adjacent_html("beforebegin", &notice);
            }
        }
    });
}
