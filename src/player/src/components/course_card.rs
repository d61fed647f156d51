//! A course on the home page, and the pieces it shares with the course page.

use course::library::Course;
use course::progress::{self, CourseProgress};
use course::route::Route;
use leptos::prelude::*;

use crate::components::facts::Facts;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;

/// A course to choose. `lone` makes it the only thing on the page.
#[component]
pub(crate) fn CourseCard(course: &'static Course, lone: bool) -> impl IntoView {
    let href = expect_context::<Navigator>().href(&Route::Course { course: course.id.clone() });
    let link = view! { <a href=href>{course.title.clone()}</a> };
    let title =
        if lone { view! { <h1>{link}</h1> }.into_any() } else { view! { <h3>{link}</h3> }.into_any() };

    view! {
        <article class="course-card" class:lone=lone>
            {title}
            {(!course.description.is_empty()).then(|| view! { <p class="lead">{course.description.clone()}</p> })}
            <Facts
                difficulty=course.difficulty
                minutes=course.duration_minutes.or_else(|| course.lesson_minutes())
                lessons=course.lessons().count()
            />
            <CourseProgressBar course />
            {lone.then(|| view! { <StartLink course /> })}
        </article>
    }
}

/// How much of a course is completed, as a bar and in words.
#[component]
pub(crate) fn CourseProgressBar(course: &'static Course) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let progress = Memo::new(move |_| CourseProgress::of(course, |id| learner.state(id)));

    view! {
        <label class="progress-line">
            <progress
                class="course-progress"
                max=move || progress.get().lessons.to_string()
                value=move || progress.get().completed.to_string()
            ></progress>
            <span>{move || messages::course_progress(progress.get())}</span>
        </label>
    }
}

/// The link to where the learner goes on: the first lesson that is not completed.
#[component]
pub(crate) fn StartLink(course: &'static Course) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let navigator = expect_context::<Navigator>();
    let target = Memo::new(move |_| {
        let begun = CourseProgress::of(course, |id| learner.state(id)).opened > 0;
        let resumed = progress::resume(course, |id| learner.state(id)).and_then(|id| course.place(id));
        match resumed {
            Some(place) if begun => {
                Some((place.lesson.id.clone(), messages::continue_with(&place.lesson.title)))
            }
            Some(place) => Some((place.lesson.id.clone(), messages::START_COURSE.to_owned())),
            None => {
                course.lessons().next().map(|lesson| (lesson.id.clone(), messages::REVIEW_COURSE.to_owned()))
            }
        }
    });

    move || {
        target.get().map(|(lesson, text)| {
            view! {
                <a class="button start" href=navigator.lesson_href(&course.id, &lesson)>
                    {text}
                </a>
            }
        })
    }
}
