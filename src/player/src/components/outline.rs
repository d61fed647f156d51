//! The outline of a course: beside a lesson, and as the contents of a course.

use course::library::{Course, LessonOutline};
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;

use crate::app::{Player, player};
use crate::browser;
use crate::components::course_card::progress_bar;
use crate::components::facts::lesson_facts;
use crate::fields::{self, escaped};
use crate::messages::{self, Word, say};

/// The outline beside a lesson; folded away behind a button where the window is narrow.
#[component]
pub(crate) fn OutlinePanel(course: &'static Course, current: &'static str) -> impl IntoView {
    let player = player();
    browser::once_drawn(show_current);
    let href = player.navigator.href(&Route::Course { course: course.id.clone() });
    let html = move || {
        format!(
            "<a class=\"outline-course\" href=\"{href}\">{}</a>{}{}",
            escaped(&course.title),
            progress_bar(player.learner, course),
            list(player, course, current, false),
        )
    };

    view! {
        <div class="outline-panel">
            <button
                type="button"
                class="outline-toggle"
                aria-expanded="false"
                aria-controls="lectern-outline"
                on:click=|event| unfold(&event)
            >
                {say(Word::course_contents)}
            </button>
            <nav id="lectern-outline" class="outline" aria-label=say(Word::course_contents) inner_html=html></nav>
        </div>
    }
}

/// Shows the outline, or folds it away again.
fn unfold(event: &web_sys::MouseEvent) {
    if let Some(button) = fields::target(event.current_target()) {
        let is_open = button.get_attribute("aria-expanded").as_deref() == Some("true");
        fields::set(&button, "aria-expanded", if is_open { "false" } else { "true" });
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
pub(crate) fn list(player: Player, course: &Course, current: &str, detailed: bool) -> String {
    let mut html = String::new();
    for section in &course.sections {
        if !section.title.is_empty() {
            html += &["<h3 class=\"outline-section\">", &escaped(&section.title), "</h3>"].concat();
        }
        html += "<ol class=\"outline-list\">";
        for lesson in &section.lessons {
            html += &item(player, course, lesson, lesson.id == current, detailed);
        }
        html += "</ol>";
    }
    html
}

/// One lesson of the outline.
fn item(player: Player, course: &Course, lesson: &LessonOutline, here: bool, detailed: bool) -> String {
    let state = player.learner.state(&lesson.id);
    format!(
        "<li data-lesson=\"{}\" data-state=\"{}\"><a href=\"{}\"{}><span class=\"state\" aria-hidden=\"true\"></span>\
         <span class=\"outline-title\">{}</span><span class=\"unseen\">, {}</span></a>{}</li>",
        escaped(&lesson.id),
        match state {
            LessonState::New => "new",
            LessonState::Open => "open",
            LessonState::Completed => "completed",
        },
        player.navigator.lesson_href(&course.id, &lesson.id),
        if here { " aria-current=\"page\"" } else { "" },
        escaped(&lesson.title),
        messages::state(state),
        if detailed { lesson_facts(lesson) } else { String::new() },
    )
}
