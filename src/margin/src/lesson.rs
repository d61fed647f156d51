//! What the margin draws on the page of a lesson: its bookmark, the marks in its text, and the list of its notes at its
//! end, which also has those whose passage is gone.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use crate::book::{self, Note};
use crate::browser::{all, document, escaped, find, focus, set, window};
use crate::list::{self, Shown};
use crate::messages::{Word, counted, say};
use crate::paper::{self, Paper};
use crate::player::player;

thread_local! {
    /// Whether something was drawn since the page was loaded.
    static IS_BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// The id of the lesson whose page is shown.
pub(crate) fn shown() -> Option<String> {
    find("main[data-page=lesson]").map(|_| player().open_lesson()).filter(|id| !id.is_empty())
}

/// Whether there is something that was drawn without the margin.
pub(crate) fn is_new() -> bool {
    find(".lesson-tools:not([data-drawn])").is_some()
}

/// Draws everything anew.
pub(crate) fn draw() {
    let Some(lesson) = shown() else { return };
    if let Some(tools) = find(".lesson-tools") {
        set(&tools, "data-drawn", "");
    }
    if let Some(button) = find("main .bookmark") {
        set(&button, "aria-pressed", if book::is_bookmarked(&lesson) { "true" } else { "false" });
    }
    // The text may not be here yet; then the page is drawn again.
    if find("main [data-module]").is_some() {
        return;
    }
    let focused = document().active_element().filter(|it| it.class_list().contains("mark-button"));
    let focused = focused.map(|it| it.id());
    paper::clear();
    let notes = book::of_lesson(&lesson);
    let is_there = if notes.is_empty() { Vec::new() } else { Paper::read().mark(&notes) };
    draw_list(&lesson, &notes, &is_there);
    if let Some(button) = focused.and_then(|id| document().get_element_by_id(&id)) {
        focus(&button, false);
    }
    if !IS_BEGUN.replace(true) {
        arrive();
    }
}

/// Goes to the note that the address names, where the page was loaded with it: the player was there before its mark was.
fn arrive() {
    let href = window().location().href().unwrap_or_default();
    let has_place = window().history().and_then(|it| it.state()).is_ok_and(|state| state.as_f64().is_some());
    if let Some((_, id)) = href.rsplit_once('#')
        && id.starts_with("note-")
        && !has_place
        && let Some(target) = document().get_element_by_id(id)
    {
        let top = target.get_bounding_client_rect().top() + window().scroll_y().unwrap_or_default();
        window().scroll_to_with_x_and_y(0.0, top);
        focus(&target, false);
    }
}

fn draw_list(lesson: &str, notes: &[Note], is_there: &[bool]) {
    // What is being written there stays, and what was just removed, for it to be brought back.
    if find("main .lesson-notes :is([data-write], .note-removed:focus-within)").is_some() {
        return;
    }
    let former = find("main .lesson-notes");
    let was_open = former.as_ref().is_some_and(|it| it.has_attribute("open"));
    if let Some(former) = former {
        former.remove();
    }
    let Some(foot) = find("main .lesson-foot").filter(|_| !notes.is_empty()) else { return };
    let href = href(lesson);
    let shown = Shown { href: &href, is_here: true };
    let (mut items, mut is_any_lost) = (String::new(), false);
    for (note, is_there) in notes.iter().zip(is_there) {
        is_any_lost |= !is_there && !note.record.quote.is_empty();
        items += &list::item(note, shown, *is_there);
    }
    let html = format!(
        "<details class=\"lesson-notes\"{}><summary>{} <span class=\"note-count\">{}</span></summary>\
         <ul class=\"note-list\">{items}</ul></details>",
        if was_open || is_any_lost { " open" } else { "" },
        say(Word::mark_of_lesson),
        escaped(&counted(Word::mark_counted, notes.len())),
    );
    _ = foot.insert_adjacent_html("beforebegin", &html);
}

/// What leads to a lesson.
pub(crate) fn href(lesson: &str) -> String {
    player().places(vec![lesson.into()]).pop().unwrap_or_default()
}

/// An item of the list as it is now.
pub(crate) fn body(note: &Note) -> String {
    let href = href(&note.lesson);
    let is_here = shown().as_ref() == Some(&note.lesson);
    let is_lost = is_here && !note.record.quote.is_empty() && !Paper::read().has(note);
    list::body(note, Shown { href: &href, is_here }, is_lost)
}

/// Opens every list of notes for the printer, and closes afterwards those that were closed.
pub(crate) fn print(is_begun: bool) {
    let css = if is_begun { ".lesson-notes:not([open])" } else { ".lesson-notes[data-closed]" };
    for details in all(css) {
        if let Some(details) = details.dyn_ref::<HtmlDetailsElement>() {
            details.set_open(is_begun);
        }
        _ = details.toggle_attribute_with_force("data-closed", is_begun);
    }
}
