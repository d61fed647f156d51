//! What comes up beside the text of a lesson: buttons for what is selected, and the panel in which a note is written.
//! Both stand in the page's own `main`, over the text and taking no room.

use std::cell::{Cell, RefCell};

use course::notes::passage::Quote;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, Range};

use crate::book::{self, Note};
use crate::browser::{all, around, document, find, focus, made, set, window};
use crate::lesson;
use crate::list::{self, button};
use crate::messages::{Word, of_player, say};
use crate::paper::{Paper, element_id};

/// How long a selection has to stay as it is until the buttons come up, in milliseconds; it is being drawn out.
const PAUSE: i32 = 150;

thread_local! {
    /// What is selected.
    static RANGE: RefCell<Option<Range>> = const { RefCell::new(None) };
    /// Which change of the selection was the last.
    static CHANGE: Cell<usize> = const { Cell::new(0) };
}

/// The selection is another one.
pub(crate) fn select() {
    let change = CHANGE.get() + 1;
    CHANGE.set(change);
    let look = Closure::once_into_js(move || {
        if CHANGE.get() == change {
            look();
        }
    });
    _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(look.unchecked_ref(), PAUSE);
}

/// Brings the buttons up for what is selected, or takes them away.
fn look() {
    match selection() {
        Some(range) => show(range),
        // A finger on one of the buttons may take the selection away before it presses it; so may a screen reader.
        None if has_focus(".mark-tools") => {}
        None => hide(),
    }
}

/// The selection, where it is one of the lesson's text.
fn selection() -> Option<Range> {
    let range = window().get_selection().ok().flatten()?.get_range_at(0).ok().filter(|it| !it.collapsed())?;
    let texts = all("main .lesson-text");
    let is_in = |node: Result<web_sys::Node, _>| {
        node.is_ok_and(|node| texts.iter().any(|text| text.contains(Some(&node))))
    };
    (lesson::shown().is_some() && (is_in(range.start_container()) || is_in(range.end_container())))
        .then_some(range)
}

fn show(range: Range) {
    let Some(main) = find("main[data-page=lesson]") else { return };
    let tools = match find("main .mark-tools") {
        Some(tools) => tools,
        None => {
            let Some(tools) = made("div", "mark-tools") else { return };
            set(&tools, "role", "group");
            set(&tools, "aria-label", say(Word::mark_tools));
            tools.set_inner_html(
                &[
                    button("highlight", "", say(Word::mark_highlight)),
                    button("note", "", &of_player(Word::write_note)),
                ]
                .concat(),
            );
            _ = main.append_child(&tools);
            tools
        }
    };
    let (page, lines) = (main.get_bounding_client_rect(), range.get_client_rects());
    let last = lines.and_then(|it| it.get(it.length().saturating_sub(1)));
    let last = last.unwrap_or_else(|| range.get_bounding_client_rect());
    let width = tools.get_bounding_client_rect().width();
    let most = (page.width() - width).max(0.0);
    let left = (last.right() - page.left() - width / 2.0).min(most).max(0.0);
    place(&tools, last.bottom() - page.top(), Some(left));
    RANGE.replace(Some(range));
}

/// Takes the buttons away.
pub(crate) fn hide() {
    RANGE.take();
    if let Some(tools) = find("main .mark-tools") {
        tools.remove();
    }
}

/// Whether the focus is in an element of a selector.
fn has_focus(css: &str) -> bool {
    document().active_element().is_some_and(|it| around(&it, css).is_some())
}

/// Leads from the text to the buttons that belong to what is selected in it; `false` where there are none, or the focus
/// is there or in a field.
pub(crate) fn enter() -> bool {
    let Some(first) = find("main .mark-tools button") else { return false };
    if has_focus(".mark-tools, .mark-panel, input, select, textarea") {
        return false;
    }
    focus(&first, false);
    true
}

/// Puts the panel or the buttons so far below the beginning of the page.
fn place(element: &Element, top: f64, left: Option<f64>) {
    if let Some(style) = element.dyn_ref::<HtmlElement>().map(HtmlElement::style) {
        // Whole pixels: to write others down is a lot of code.
        _ = style.set_property("top", &format!("{}px", top as i32));
        if let Some(left) = left {
            _ = style.set_property("left", &format!("{}px", left as i32));
        }
    }
}

/// Makes a note of what is selected, and writes it down.
fn take() -> Option<Note> {
    let range = RANGE.take().or_else(selection)?;
    let lesson = lesson::shown()?;
    let paper = Paper::read();
    let note = book::begin(&lesson, paper.quote(paper.selected(&range)?));
    book::keep(&note);
    Some(note)
}

/// Highlights what is selected.
pub(crate) fn highlight() {
    let was_in = has_focus(".mark-tools");
    let note = take();
    hide();
    if let Ok(Some(selection)) = window().get_selection() {
        _ = selection.empty();
    }
    lesson::draw();
    if let Some(note) = note.filter(|_| was_in) {
        lead_to(&note);
    }
}

/// Has a note written on what is selected; on the whole lesson where nothing is.
pub(crate) fn write() {
    let Some(lesson) = lesson::shown() else { return };
    let note = take();
    hide();
    if let Ok(Some(selection)) = window().get_selection() {
        _ = selection.empty();
    }
    lesson::draw();
    match note {
        Some(note) => open(&note.name()),
        None => {
            // It is written down with its first letter.
            open_panel(&book::begin(&lesson, Quote::default()), true);
        }
    }
}

/// Opens the panel of a note.
pub(crate) fn open(name: &str) {
    if let Some(note) = book::get(name) {
        open_panel(&note, false);
    }
}

fn open_panel(note: &Note, is_draft: bool) {
    hide();
    close();
    let (Some(main), Some(panel)) = (find("main[data-page=lesson]"), made("div", "mark-panel")) else {
        return;
    };
    set(&panel, "role", "dialog");
    set(&panel, "aria-label", say(Word::mark_your_note));
    set(&panel, "data-note", &note.name());
    panel.set_inner_html(&list::editor(note, is_draft));
    _ = main.append_child(&panel);
    let below = marks(note).pop().or_else(|| find("main .lesson-tools"));
    if let Some(below) = below {
        let top = below.get_bounding_client_rect().bottom() - main.get_bounding_client_rect().top();
        place(&panel, top, None);
    }
    if let Ok(Some(field)) = panel.query_selector("textarea") {
        focus(&field, true);
    }
}

/// The marks of a note, in order.
fn marks(note: &Note) -> Vec<Element> {
    let name = note.name();
    let of_note =
        |mark: &Element| mark.get_attribute("data-note").is_some_and(|it| it.split(' ').any(|it| it == name));
    all("main .lesson-text :is(mark.own, math.marked)").into_iter().filter(of_note).collect()
}

/// Takes the panel away; `true` where there was one.
pub(crate) fn close() -> bool {
    match find("main .mark-panel") {
        Some(panel) => {
            panel.remove();
            true
        }
        None => false,
    }
}

/// Closes the panel and goes back to where its note is.
pub(crate) fn done(name: &str) {
    close();
    book::drop_empty(name);
    lesson::draw();
    if let Some(note) = book::get(name) {
        lead_to(&note);
    }
}

/// Moves the focus to a note in the text, or to where notes on the whole lesson begin.
fn lead_to(note: &Note) {
    let button = document().get_element_by_id(&element_id(note)).filter(|it| it.tag_name() == "BUTTON");
    if let Some(target) = button.or_else(|| find("main .write-note")) {
        focus(&target, false);
    }
}

/// Puts the panel back where the page was drawn anew around it.
pub(crate) fn keep_open(panel: &Element) {
    if panel.is_connected() {
        return;
    }
    let lesson = lesson::shown().unwrap_or_default();
    let is_here =
        panel.get_attribute("data-note").is_some_and(|name| name.starts_with(&format!("{lesson}/")));
    if let Some(main) = find("main[data-page=lesson]").filter(|_| is_here) {
        _ = main.append_child(panel);
        if let Ok(Some(field)) = panel.query_selector("textarea") {
            focus(&field, false);
        }
    }
}
