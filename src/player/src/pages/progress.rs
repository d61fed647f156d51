//! What is remembered of the learner: where they stand, and what the keeper draws: a backup to take along, one to bring
//! here, and starting over.

use course::library::Course;
use leptos::prelude::*;

use crate::app::player;
use crate::browser;
use crate::components::course_card::{CourseProgressBar, course_progress};
use crate::keeper;
use crate::messages::{Word, say};

/// The page of the learner's progress.
#[component]
pub(crate) fn ProgressPage() -> impl IntoView {
    let player = player();
    let is_begun = |course: &&Course| course_progress(player.learner, course).opened > 0;
    let begun: Vec<_> = player.content.library.courses.iter().filter(is_begun).collect();
    let nothing = begun.is_empty().then(|| view! { <p>{say(Word::nothing_begun)}</p> });
    browser::once_drawn(|| {
        if let Ok(Some(place)) = document().query_selector("#keeper") {
            keeper::draw(place);
        }
    });

    view! {
        <main data-page="progress" class="page">
            <h1>{say(Word::progress)}</h1>
            <p class="lead">{say(Word::progress_lead)}</p>
            {nothing}
            {begun
                .into_iter()
                .map(|course| {
                    view! {
                        <h2>{course.title.as_str()}</h2>
                        <CourseProgressBar course />
                    }
                })
                .collect_view()}
            <div id="keeper" class="kept"></div>
        </main>
    }
}
