//! A course: what it is about, its lessons, and where the learner stands.

use course::library::Course;
use course::progress::CourseProgress;
use course::route::with_links_at;
use leptos::prelude::*;

use crate::components::course_card::{CourseProgressBar, StartLink};
use crate::components::facts::Facts;
use crate::components::header::Trail;
use crate::components::outline::OutlineList;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;

/// The page of one course.
#[component]
pub(crate) fn CoursePage(course: &'static Course) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let body = with_links_at(&course.body, &expect_context::<Navigator>().root());
    let completed = move || CourseProgress::of(course, |id| learner.state(id)).is_completed();

    view! {
        <main data-page="course" class="page">
            <Trail course=None />
            <h1>{course.title.clone()}</h1>
            {(!course.description.is_empty()).then(|| view! { <p class="lead">{course.description.clone()}</p> })}
            <Facts
                difficulty=course.difficulty
                minutes=course.duration_minutes.or_else(|| course.lesson_minutes())
                lessons=course.lessons().count()
            />
            <div class="course-start">
                <CourseProgressBar course />
                <Show when=completed>
                    <p class="done-line">{messages::COURSE_COMPLETED}</p>
                </Show>
                <StartLink course />
            </div>
            {(!body.is_empty()).then(|| view! { <div class="lesson-text" inner_html=body></div> })}
            <section class="contents">
                <h2>{messages::LESSONS}</h2>
                <OutlineList course current=None detailed=true />
            </section>
        </main>
    }
}
