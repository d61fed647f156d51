//! The end of a lesson: completing it, and the lessons before and after.

use course::library::{LessonOutline, Placed};
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::messages;

/// The foot of a lesson page; with a button to complete it where that is not done by answering its questions.
#[component]
pub(crate) fn LessonFoot(place: Placed<'static>, has_button: bool) -> impl IntoView {
    let player = player();
    let Placed { course, lesson, .. } = place;
    let lesson_href = |to: &LessonOutline| player.navigator.lesson_href(&course.id, &to.id);
    let previous = place
        .previous()
        .map(|to| way("previous", Some("prev"), lesson_href(to), messages::PREVIOUS, &to.title));
    let next = match (place.next(), &lesson.planned_next) {
        (Some(to), _) => way("next", Some("next"), lesson_href(to), messages::NEXT, &to.title),
        (None, Some(planned)) => view! {
            <p class="planned">
                <span class="way">{messages::NOT_YET}</span>
                <span class="way-title">{planned.as_str()}</span>
            </p>
        }
        .into_any(),
        (None, None) => {
            let href = player.navigator.href(&Route::Course { course: course.id.clone() });
            way("next", None, href, messages::COURSE_CONTENTS, &course.title)
        }
    };
    let completed = move || {
        if player.learner.state(&lesson.id) == LessonState::Completed {
            view! { <p class="done-line">{messages::LESSON_COMPLETED}</p> }.into_any()
        } else if !has_button {
            ().into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="button complete"
                    on:click=move |_| player.learner.complete_lesson(&lesson.id)
                >
                    {messages::COMPLETE_LESSON}
                </button>
            }
            .into_any()
        }
    };

    view! {
        <footer class="lesson-foot">
            <div role="status">{completed}</div>
            <nav class="ways" aria-label=messages::LESSONS>
                {previous}
                {next}
            </nav>
        </footer>
    }
}

/// A large link to a neighbour.
fn way(
    class: &'static str,
    rel: Option<&'static str>,
    href: String,
    word: &'static str,
    title: &'static str,
) -> AnyView {
    view! {
        <a class=class rel=rel href=href>
            <span class="way">{word}</span>
            <span class="way-title">{title}</span>
        </a>
    }
    .into_any()
}
