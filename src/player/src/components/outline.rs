//! The outline of a course: its sections and lessons, what is done, and where one is.

use course::library::{Course, LessonOutline};
use course::progress::LessonState;
use course::route::Route;
use leptos::html;
use leptos::prelude::*;

use crate::components::course_card::CourseProgressBar;
use crate::components::facts::Facts;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;

/// The outline beside a lesson; folded away behind a button where the window is narrow.
#[component]
pub(crate) fn OutlinePanel(course: &'static Course, current: String) -> impl IntoView {
    let open = RwSignal::new(false);
    let nav = NodeRef::<html::Nav>::new();
    // A long outline shows the current lesson. Only the panel scrolls, never the page around it.
    Effect::new(move || {
        let Some(nav) = nav.get() else { return };
        request_animation_frame(move || {
            if let Ok(Some(link)) = nav.query_selector("a[aria-current]") {
                let (panel, link) = (nav.get_bounding_client_rect(), link.get_bounding_client_rect());
                if link.bottom() > panel.bottom() {
                    nav.set_scroll_top((link.top() - panel.top() - panel.height() / 2.0) as i32);
                }
            }
        });
    });
    let href = expect_context::<Navigator>().href(&Route::Course { course: course.id.clone() });

    view! {
        <div class="outline-panel">
            <button
                type="button"
                class="outline-toggle"
                aria-expanded=move || open.get().to_string()
                aria-controls="outline"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {messages::COURSE_CONTENTS}
            </button>
            <nav id="outline" class="outline" class:open=open node_ref=nav aria-label=messages::COURSE_CONTENTS>
                <a class="outline-course" href=href>
                    {course.title.clone()}
                </a>
                <CourseProgressBar course />
                <OutlineList course current=Some(current) detailed=false />
            </nav>
        </div>
    }
}

/// The sections and lessons of a course. `detailed` adds what each lesson asks for.
#[component]
pub(crate) fn OutlineList(course: &'static Course, current: Option<String>, detailed: bool) -> impl IntoView {
    let current = StoredValue::new(current);
    course
        .sections
        .iter()
        .map(|section| {
            view! {
                {(!section.title.is_empty()).then(|| view! { <h3 class="outline-section">{section.title.clone()}</h3> })}
                <ol class="outline-list">
                    {section
                        .lessons
                        .iter()
                        .map(|lesson| {
                            let here = current.with_value(|current| current.as_ref() == Some(&lesson.id));
                            view! { <OutlineItem course lesson here detailed /> }
                        })
                        .collect_view()}
                </ol>
            }
        })
        .collect_view()
}

/// One lesson of the outline.
#[component]
fn OutlineItem(
    course: &'static Course,
    lesson: &'static LessonOutline,
    here: bool,
    detailed: bool,
) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let href = expect_context::<Navigator>().lesson_href(&course.id, &lesson.id);
    let state = Memo::new(move |_| learner.state(&lesson.id));
    let name = move || match state.get() {
        LessonState::New => "new",
        LessonState::Open => "open",
        LessonState::Completed => "completed",
    };

    view! {
        <li data-lesson=lesson.id.clone() data-state=name>
            <a href=href aria-current=here.then_some("page")>
                <span class="state" aria-hidden="true"></span>
                <span class="outline-title">{lesson.title.clone()}</span>
                <span class="unseen">", " {move || messages::state(state.get())}</span>
            </a>
            {detailed
                .then(|| {
                    view! {
                        <Facts
                            difficulty=None
                            minutes=lesson.duration_minutes
                            questions=lesson.questions as usize
                        />
                    }
                })}
        </li>
    }
}
