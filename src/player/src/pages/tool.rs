//! Pages of the learner's own: their head, and a place where a module draws the rest. On the progress page stands, in
//! between, how far the learner has come.

use course::route::Tool;
use leptos::prelude::*;

use crate::app::{Player, player};
use crate::browser;
use crate::components::course_card::{course_progress, progress_bar};
use crate::fields::escaped;
use crate::keeper;
use crate::messages::{Word, say, tool_title};

/// A page of the learner's own.
#[component]
pub(crate) fn ToolPage(tool: Tool) -> impl IntoView {
    let player = player();
    browser::once_drawn(move || {
        if let Ok(Some(place)) = document().query_selector("#keeper") {
            keeper::draw(tool, place);
        }
    });

    view! {
        <main data-page=tool.name() class="page">
            <div inner_html=move || html(player, tool)></div>
            <div id="keeper" class="kept"></div>
        </main>
    }
}

fn html(player: Player, tool: Tool) -> String {
    let (lead, inner) = match tool {
        Tool::Progress => (Word::progress_lead, begun(player)),
        Tool::Notes => (Word::my_notes_lead, String::new()),
    };
    format!("<h1>{}</h1><p class=\"lead\">{}</p>{inner}", tool_title(tool), say(lead))
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
