//! The outline of a course: beside a lesson, and as the contents of a course.

use course::library::{Course, LessonOutline};
use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;
use web_sys::Element;

use crate::app::Player;
use crate::browser;
use crate::components::course_card::progress_bar;
use crate::components::facts::lesson_facts;
use crate::fields::{self, escaped};
use crate::messages::{self, Word, say};

/// The outline beside a lesson; folded away behind a button where the window is narrow.
pub(crate) fn panel(player: Player, course: &'static Course, current: &'static str) -> String {
    browser::once_drawn(show_current);
    Effect::new(move |drawn: Option<()>| {
        player.learner.follow();
        if drawn.is_some()
            && let Ok(Some(panel)) = document().query_selector(".outline-panel")
        {
            fields::put_html(&panel, ".outline", &within_panel(player, course, current));
        }
    });
    format!(
        "<div class=\"outline-panel\"><button type=\"button\" class=\"outline-toggle\" aria-expanded=\"false\" \
         aria-controls=\"lectern-outline\">{contents}</button>\
         <nav id=\"lectern-outline\" class=\"outline\" aria-label=\"{label}\">{inner}</nav></div>",
        contents = say(Word::course_contents),
        label = escaped(say(Word::course_contents)),
        inner = within_panel(player, course, current),
    )
}

fn within_panel(player: Player, course: &Course, current: &str) -> String {
    format!(
        "<a class=\"outline-course\" href=\"{}\">{}</a>{}{}",
        player.navigator.href(&Route::Course { course: course.id.clone() }),
        escaped(&course.title),
        progress_bar(player.learner, course),
        list(player, course, current, false),
    )
}

/// Shows the outline, or folds it away again.
pub(crate) fn unfold(button: &Element) {
    let is_open = button.get_attribute("aria-expanded").as_deref() == Some("true");
    fields::set(button, "aria-expanded", if is_open { "false" } else { "true" });
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
