//! A course on the home page, and the pieces it shares with the course page.

use course::library::Course;
use course::progress::{self, CourseProgress};
use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::components::facts::course_facts;
use crate::learner::Learner;
use crate::messages::{self, Word, say};

/// A course to choose. `lone` makes it the only thing on the page.
#[component]
pub(crate) fn CourseCard(course: &'static Course, lone: bool) -> impl IntoView {
    let href = player().navigator.href(&Route::Course { course: course.id.clone() });
    let link = view! { <a href=href>{course.title.as_str()}</a> };
    let title =
        if lone { view! { <h1>{link}</h1> }.into_any() } else { view! { <h3>{link}</h3> }.into_any() };

    view! {
        <article class=if lone { "course-card lone" } else { "course-card" }>
            {title} {(!course.description.is_empty()).then(|| view! { <p class="lead">{course.description.as_str()}</p> })}
            {course_facts(course)} <CourseProgressBar course /> {lone.then(|| view! { <StartLink course /> })}
        </article>
    }
}

/// How much of a course is completed.
pub(crate) fn course_progress(learner: Learner, course: &Course) -> CourseProgress {
    CourseProgress::of(course, |lesson| learner.state(lesson))
}

/// How much of a course is completed, as a bar and in words.
#[component]
pub(crate) fn CourseProgressBar(course: &'static Course) -> impl IntoView {
    let learner = player().learner;
    move || {
        let progress = course_progress(learner, course);
        view! {
            <label class="progress-line">
                <progress
                    class="course-progress"
                    max=progress.lessons.to_string()
                    value=progress.completed.to_string()
                ></progress>
                <span>{messages::course_progress(progress)}</span>
            </label>
        }
    }
}

/// The link to where the learner goes on: the first lesson that is not completed.
#[component]
pub(crate) fn StartLink(course: &'static Course) -> impl IntoView {
    let player = player();
    move || {
        let learner = player.learner;
        let begun = course_progress(learner, course).opened > 0;
        let resumed = progress::resume(course, |id| learner.state(id)).and_then(|id| course.place(id));
        let (lesson, text) = match resumed {
            Some(place) if begun => (place.lesson, messages::continue_with(&place.lesson.title)),
            Some(place) => (place.lesson, say(Word::start_course).to_owned()),
            None => (course.lessons().next()?, say(Word::review_course).to_owned()),
        };
        Some(view! {
            <a class="button start" href=player.navigator.lesson_href(&course.id, &lesson.id)>
                {text}
            </a>
        })
    }
}
