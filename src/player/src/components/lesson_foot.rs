//! The end of a lesson: completing it, and the lessons before and after.

use course::library::{LessonOutline, Placed};
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::messages::{Word, say};

/// The foot of a lesson page; with a button to complete it where that is not done by answering its questions.
#[component]
pub(crate) fn LessonFoot(place: Placed<'static>, has_button: bool) -> impl IntoView {
    let player = player();
    let Placed { course, lesson, .. } = place;
    let lesson_href = |to: &LessonOutline| player.navigator.lesson_href(&course.id, &to.id);
    let previous = place
        .previous()
        .map(|to| way("previous", Some("prev"), lesson_href(to), say(Word::previous), &to.title));
    let next = match (place.next(), &lesson.planned_next) {
        (Some(to), _) => way("next", Some("next"), lesson_href(to), say(Word::next), &to.title),
        (None, Some(planned)) => view! {
            <p class="planned">
                <span class="way">{say(Word::not_yet)}</span>
                <span class="way-title">{planned.as_str()}</span>
            </p>
        }
        .into_any(),
        (None, None) => {
            let href = player.navigator.href(&Route::Course { course: course.id.clone() });
            way("next", None, href, say(Word::course_contents), &course.title)
        }
    };
    let completed = move || {
        if player.learner.state(&lesson.id) == LessonState::Completed {
            view! { <p class="done-line">{say(Word::lesson_completed)}</p> }.into_any()
        } else if !has_button {
            ().into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="button complete"
                    on:click=move |_| player.learner.complete_lesson(&lesson.id)
                >
                    {say(Word::complete_lesson)}
                </button>
            }
            .into_any()
        }
    };

    view! {
        <footer class="lesson-foot">
            <div role="status">{completed}</div>
            <nav class="ways" aria-label=say(Word::lessons)>
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
