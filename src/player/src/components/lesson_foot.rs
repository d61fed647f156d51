//! The end of a lesson: completing it, and the lessons before and after.

use course::library::Placed;
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;

use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;

/// The foot of a lesson page. A lesson with questions is completed by answering them, any other by a button.
#[component]
pub(crate) fn LessonFoot(place: Placed<'static>, has_questions: bool) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let navigator = expect_context::<Navigator>();
    let Placed { course, lesson, .. } = place;
    let completed = Memo::new(move |_| learner.state(&lesson.id) == LessonState::Completed);

    let way = |rel: &'static str, word: &'static str, to: &course::library::LessonOutline| {
        view! {
            <a class=rel_class(rel) rel=rel href=navigator.lesson_href(&course.id, &to.id)>
                <span class="way">{word}</span>
                <span class="way-title">{to.title.clone()}</span>
            </a>
        }
    };
    let previous = place.previous().map(|to| way("prev", messages::PREVIOUS, to));
    let next = match (place.next(), &lesson.planned_next) {
        (Some(to), _) => Some(way("next", messages::NEXT, to).into_any()),
        (None, Some(planned)) => Some(
            view! {
                <p class="planned">
                    <span class="way">{messages::NOT_YET}</span>
                    <span class="way-title">{planned.clone()}</span>
                </p>
            }
            .into_any(),
        ),
        (None, None) => Some(
            view! {
                <a class="next" href=navigator.href(&Route::Course { course: course.id.clone() })>
                    <span class="way">{messages::COURSE_CONTENTS}</span>
                    <span class="way-title">{course.title.clone()}</span>
                </a>
            }
            .into_any(),
        ),
    };

    view! {
        <footer class="lesson-foot">
            <div role="status">
                <Show when=move || completed.get()>
                    <p class="done-line">{messages::LESSON_COMPLETED}</p>
                </Show>
            </div>
            <Show when=move || !has_questions && !completed.get()>
                <button type="button" class="button complete" on:click=move |_| learner.complete_lesson(&lesson.id)>
                    {messages::COMPLETE_LESSON}
                </button>
            </Show>
            <nav class="ways" aria-label=messages::LESSONS>
                {previous}
                {next}
            </nav>
        </footer>
    }
}

fn rel_class(rel: &str) -> &'static str {
    if rel == "prev" { "previous" } else { "next" }
}
