//! The outline of a course: its sections and lessons, what is done, and where one is.

use course::library::{Course, LessonOutline};
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::browser;
use crate::components::course_card::CourseProgressBar;
use crate::components::facts::lesson_facts;
use crate::messages::{self, Word, say};

/// The outline beside a lesson; folded away behind a button where the window is narrow.
#[component]
pub(crate) fn OutlinePanel(course: &'static Course, current: &'static str) -> impl IntoView {
    let open = RwSignal::new(false);
    browser::once_drawn(show_current);
    let href = player().navigator.href(&Route::Course { course: course.id.clone() });

    view! {
        <div class="outline-panel">
            <button
                type="button"
                class="outline-toggle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="lectern-outline"
                on:click=move |_| open.set(!open.get_untracked())
            >
                {say(Word::course_contents)}
            </button>
            <nav id="lectern-outline" class="outline" aria-label=say(Word::course_contents)>
                <a class="outline-course" href=href>
                    {course.title.as_str()}
                </a>
                <CourseProgressBar course />
                <OutlineList course current detailed=false />
            </nav>
        </div>
    }
}

/// Scrolls a long outline to the current lesson. Only the panel scrolls, never the page around it.
fn show_current() {
    let Ok(Some(panel)) = document().query_selector(".outline") else { return };
    let Ok(Some(link)) = panel.query_selector("a[aria-current]") else { return };
    let (frame, line) = (panel.get_bounding_client_rect(), link.get_bounding_client_rect());
    if line.bottom() > frame.bottom() {
        panel.set_scroll_top((line.top() - frame.top() - frame.height() / 2.0) as i32);
    }
}

/// The sections and lessons of a course. `current` is the lesson one is at, or empty; `detailed` adds what each
/// lesson asks for.
#[component]
pub(crate) fn OutlineList(course: &'static Course, current: &'static str, detailed: bool) -> impl IntoView {
    course
        .sections
        .iter()
        .map(|section| {
            let title = section.title.as_str();
            let items = section.lessons.iter().map(|lesson| {
                view! { <OutlineItem course lesson here=lesson.id == current detailed /> }
            });
            view! {
                {(!title.is_empty()).then(|| view! { <h3 class="outline-section">{title}</h3> })}
                <ol class="outline-list">{items.collect_view()}</ol>
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
    let player = player();
    let href = player.navigator.lesson_href(&course.id, &lesson.id);
    let state = Memo::new(move |_| player.learner.state(&lesson.id));
    let name = move || match state.get() {
        LessonState::New => "new",
        LessonState::Open => "open",
        LessonState::Completed => "completed",
    };

    view! {
        <li data-lesson=lesson.id.as_str() data-state=name>
            <a href=href aria-current=here.then_some("page")>
                <span class="state" aria-hidden="true"></span>
                <span class="outline-title">{lesson.title.as_str()}</span>
                <span class="unseen">", " {move || messages::state(state.get())}</span>
            </a>
            {detailed.then(|| lesson_facts(lesson))}
        </li>
    }
}
