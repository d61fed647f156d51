//! A course: what it is about, its lessons, and where the learner stands.

use course::library::Course;
use leptos::prelude::*;

use crate::app::player;
use crate::components::course_card::{CourseProgressBar, StartLink, course_progress};
use crate::components::facts::course_facts;
use crate::components::header::Trail;
use crate::components::outline::OutlineList;
use crate::messages::{Word, say};

/// The page of one course.
#[component]
pub(crate) fn CoursePage(course: &'static Course) -> impl IntoView {
    let player = player();
    let body = player.navigator.html(&course.body);
    let completed = move || {
        course_progress(player.learner, course)
            .is_completed()
            .then(|| view! { <p class="done-line">{say(Word::course_completed)}</p> })
    };

    view! {
        <main data-page="course" class="page">
            <Trail course=None />
            <h1>{course.title.as_str()}</h1>
            {(!course.description.is_empty()).then(|| view! { <p class="lead">{course.description.as_str()}</p> })}
            {course_facts(course)}
            <div class="course-start">
                <CourseProgressBar course />
                {completed}
                <StartLink course />
            </div>
            {(!body.is_empty()).then(|| view! { <div class="lesson-text" inner_html=body></div> })}
            <section class="contents">
                <h2>{say(Word::lessons)}</h2>
                <OutlineList course current="" detailed=true />
            </section>
        </main>
    }
}
