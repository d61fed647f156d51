//! Pages of the learner's own: their head, and a place where a module draws the rest. On the progress page stands, in
//! between, how far the learner has come.

use course::route::Tool;
use leptos::prelude::*;

use crate::app::Player;
use crate::browser;
use crate::components::course_card::{course_progress, progress_bar};
use crate::fields::escaped;
use crate::keeper;
use crate::messages::{Word, say, tool_title};
use crate::pages::page;

/// A page of the learner's own.
pub(crate) fn tool_page(player: Player, tool: Tool) -> String {
    browser::once_drawn(move || {
        if let Ok(Some(place)) = document().query_selector("#keeper") {
            keeper::draw(tool.name(), place);
        }
    });
    let (lead, inner) = match tool {
        Tool::Progress => (Word::progress_lead, begun(player)),
        Tool::Review => (Word::review_lead, String::new()),
        Tool::Print => (Word::print_lead, String::new()),
        Tool::Certificate => (Word::certificate_lead, String::new()),
        Tool::Notes => (Word::my_notes_lead, String::new()),
    };
    let html = format!(
        "<h1>{}</h1><p class=\"lead\">{}</p>{inner}<div id=\"keeper\" class=\"kept\"></div>",
        tool_title(tool),
        say(lead)
    );
    page(tool.name(), &html)
}

/// How far the learner has come in each course.
fn begun(player: Player) -> String {
    let mut begun = String::new();
    for course in &player.content.library.courses {
        if course_progress(player.learner, course).opened > 0 {
            begun += &format!("<h2>{}</h2>{}", escaped(&course.title), progress_bar(player.learner, course));
        }
    }
    if begun.is_empty() {
        begun = ["<p>", say(Word::nothing_begun), "</p>"].concat();
    }
    begun
}
