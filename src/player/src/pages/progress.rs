//! What is remembered of the learner: where they stand, and what the keeper draws: a backup to take along, one to bring
//! here, and starting over.

use leptos::prelude::*;

use crate::app::{Player, player};
use crate::browser;
use crate::components::course_card::{course_progress, progress_bar};
use crate::fields::escaped;
use crate::keeper;
use crate::messages::{Word, say};

/// The page of the learner's progress.
#[component]
pub(crate) fn ProgressPage() -> impl IntoView {
    let player = player();
    browser::once_drawn(|| {
        if let Ok(Some(place)) = document().query_selector("#keeper") {
            keeper::draw(place);
        }
    });

    view! {
        <main data-page="progress" class="page">
            <div inner_html=move || html(player)></div>
            <div id="keeper" class="kept"></div>
        </main>
    }
}

fn html(player: Player) -> String {
    let mut begun = String::new();
    for course in &player.content.library.courses {
        if course_progress(player.learner, course).opened > 0 {
            begun += &format!("<h2>{}</h2>{}", escaped(&course.title), progress_bar(player.learner, course));
        }
    }
    if begun.is_empty() {
        begun = ["<p>", say(Word::nothing_begun), "</p>"].concat();
    }
    format!("<h1>{}</h1><p class=\"lead\">{}</p>{begun}", say(Word::progress), say(Word::progress_lead))
}
