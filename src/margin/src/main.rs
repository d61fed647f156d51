//! The margin: a wasm module of its own, which the player fetches where a learner has marked something or begins to. It
//! lays marks over the passages of their notes, has notes written, and draws the page of all of them.
//!
//! What is kept is kept by the player, which is asked for it through [`player`]; how passages are found again is
//! `course::notes`. Everything that is done is heard here.
#![allow(unreachable_pub, reason = "what the player calls is exported to JavaScript, not to Rust")]

mod book;
mod browser;
mod lesson;
mod list;
mod messages;
mod page;
mod paper;
mod player;
mod tools;

use std::cell::{Cell, RefCell};

use course::progress::Key;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlTextAreaElement, KeyboardEvent, MutationObserver, MutationObserverInit,
    MutationRecord, StorageEvent,
};

use crate::browser::{around, attribute, document, find, focus, hear, window};
use crate::player::Player;

thread_local! {
    static IS_HEARING: Cell<bool> = const { Cell::new(false) };
    static OBSERVER: RefCell<Option<MutationObserver>> = const { RefCell::new(None) };
    /// The panel that was open last.
    static PANEL: RefCell<Option<Element>> = const { RefCell::new(None) };
}

fn main() {}

/// Makes the player known; to be called before anything else.
#[wasm_bindgen]
pub fn meet(player: Player) {
    player::meet(player);
}

/// Takes the words of the learner's language, in the order of the crate `words`, and tells the place of the first. From
/// then on everything is drawn and heard.
#[wasm_bindgen]
pub fn speak(words: Vec<String>) -> usize {
    messages::speak(words);
    // `boot.js` knows them from the next moment on.
    let begin = Closure::once_into_js(|| {
        if !IS_HEARING.replace(true) {
            listen();
            tools::select();
        }
        redraw();
    });
    _ = window().set_timeout_with_callback(begin.unchecked_ref());
    words::MARGIN
}

/// Draws its part of a page into an empty element.
#[wasm_bindgen]
pub fn draw(_tool: &str, place: Element) {
    page::draw(&place);
}

/// Does what a button in the head of a lesson says, by its class.
#[wasm_bindgen]
pub fn press(class: &str) {
    if class != "bookmark" {
        return tools::write();
    }
    if let Some(lesson) = lesson::shown() {
        book::bookmark(&lesson, !book::is_bookmarked(&lesson));
        redraw();
    }
}

/// Draws anew what is shown.
fn redraw() {
    lesson::draw();
    page::redraw();
    OBSERVER.with_borrow(|observer| observer.as_ref().map(MutationObserver::take_records));
}

fn listen() {
    hear(&document(), "click", |event: Event| {
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            click(&target);
        }
    });
    hear(&document(), "mousedown", |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| around(&target, ".mark-tools, .lesson-tools button").is_some()) {
            // What is selected stays selected.
            event.prevent_default();
        }
    });
    hear(&document(), "input", |event: Event| {
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            input(&target);
        }
    });
    hear(&document(), "keydown", |event: KeyboardEvent| {
        let is_plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
        match event.key().as_str() {
            "Tab" if is_plain && tools::enter() => event.prevent_default(),
            "Escape" => escape(),
            _ => {}
        }
    });
    hear(&document(), "selectionchange", |_: Event| tools::select());
    hear(&window(), "beforeprint", |_: Event| lesson::print(true));
    hear(&window(), "afterprint", |_: Event| lesson::print(false));
    hear(&window(), "storage", |event: StorageEvent| {
        if let Some(Key::Note(..) | Key::Bookmark(_)) = event.key().and_then(|key| Key::parse(&key)) {
            renew_field();
            redraw();
        }
    });
    watch();
}

/// Draws whenever the player or another has drawn something without marks.
fn watch() {
    let seen = Closure::<dyn Fn(Array)>::new(|records: Array| {
        let is_text = |record: JsValue| {
            let target = record.unchecked_into::<MutationRecord>().target();
            let target = target.and_then(|target| target.dyn_into::<Element>().ok());
            target.is_some_and(|target| target.is_connected() && around(&target, ".lesson-text").is_some())
        };
        if lesson::is_new() || records.iter().any(is_text) {
            redraw();
            PANEL.with_borrow(|panel| panel.as_ref().map(tools::keep_open));
        }
    });
    let Ok(observer) = MutationObserver::new(seen.into_js_value().unchecked_ref()) else { return };
    let wish = MutationObserverInit::new();
    wish.set_child_list(true);
    wish.set_subtree(true);
    if let Some(body) = document().body()
        && observer.observe_with_options(&body, &wish).is_ok()
    {
        OBSERVER.replace(Some(observer));
    }
}

fn click(target: &Element) {
    let action = around(target, "[data-do]").filter(|it| {
        around(it, ".note-list, .mark-panel, .mark-tools, .notes-page, .bookmarks, .mark-button").is_some()
    });
    match action {
        Some(button) => act(&button),
        // A mark is as good as its button.
        None => {
            let mark = around(target, "mark.own, math.marked");
            let is_free = around(target, "a, button, summary, label").is_none();
            let is_point = window().get_selection().ok().flatten().is_none_or(|it| it.is_collapsed());
            if let Some(mark) = mark.filter(|_| is_free && is_point) {
                open(attribute(&mark, "data-note").rsplit(' ').next().unwrap_or_default());
            }
        }
    }
    remember_panel();
}

fn remember_panel() {
    PANEL.replace(find("main .mark-panel"));
}

fn open(name: &str) {
    tools::open(name);
}

/// Does what a button says.
fn act(button: &Element) {
    let action = attribute(button, "data-do");
    let holder = around(button, "[data-note]");
    let name = holder.as_ref().map(|it| attribute(it, "data-note")).unwrap_or_default();
    match (action.as_str(), holder) {
        ("highlight", _) => tools::highlight(),
        ("note", _) => tools::write(),
        ("open", _) => open(&name),
        ("unmark", _) => {
            book::bookmark(&attribute(button, "data-lesson"), false);
            redraw();
            lead_on(".note-lesson");
        }
        ("export", _) => page::export(),
        ("edit", Some(item)) => edit(&item, &name),
        ("done", Some(holder)) => done(&holder, &name),
        ("remove", Some(holder)) => {
            book::change(&name, |note, writer, now| note.remove(writer, now));
            holder.set_inner_html(&list::removed());
            focus_in(&holder, "button");
            lesson::draw();
        }
        ("undo", Some(holder)) => {
            book::change(&name, |note, writer, now| note.restore(writer, now));
            done(&holder, &name);
        }
        ("take" | "leave", Some(holder)) => settle(&holder, &name, action == "take"),
        _ => {}
    }
    OBSERVER.with_borrow(|observer| observer.as_ref().map(MutationObserver::take_records));
}

/// Puts a field into an item of a list.
fn edit(item: &Element, name: &str) {
    // One at a time: all fields have one name.
    if let Some(other) = find(".note-item:has([data-write])") {
        close_item(&other, &attribute(&other, "data-note"));
    }
    tools::close();
    if let Some(note) = book::get(name) {
        item.set_inner_html(&list::editor(&note, false));
        focus_in(item, "textarea");
    }
}

/// Closes a panel, or the field of an item.
fn done(holder: &Element, name: &str) {
    if around(holder, ".mark-panel").is_some() {
        return tools::done(name);
    }
    close_item(holder, name);
    focus_in(holder, "[data-do=edit]");
    lesson::draw();
}

fn close_item(item: &Element, name: &str) {
    if let Some(note) = book::get(name) {
        item.set_inner_html(&lesson::body(&note));
    }
}

/// Puts what was written elsewhere behind what stands in the field, or leaves it.
fn settle(holder: &Element, name: &str, takes: bool) {
    let (Some(field), Some(note)) = (field(), book::get(name)) else { return };
    let here = field.value();
    let others = note.texts().filter(|text| takes && *text != here);
    let texts: Vec<&str> = std::iter::once(here.as_str()).chain(others).collect();
    let text = texts.join("\n\n");
    book::change(name, |note, writer, now| note.write(text, writer, now));
    if let Some(note) = book::get(name) {
        holder.set_inner_html(&list::editor(&note, false));
        focus_in(holder, "textarea");
    }
}

/// The field in which a note is written.
fn field() -> Option<HtmlTextAreaElement> {
    find("main [data-write]")?.dyn_into().ok()
}

/// Writes each letter down as it is typed.
fn input(target: &Element) {
    if target.id() == "note-filter" {
        return page::sift();
    }
    let Some(field) = target.dyn_ref::<HtmlTextAreaElement>().filter(|it| it.has_attribute("data-write"))
    else {
        return;
    };
    let name = attribute(field, "data-write");
    if let Some(note) = book::write(&name, &field.value()) {
        show_others(field, &note);
    }
}

fn show_others(field: &HtmlTextAreaElement, note: &book::Note) {
    let holder = around(field, "[data-note]");
    if let Some(place) = holder.and_then(|it| it.query_selector(".note-others").ok().flatten()) {
        let others = list::others(note, &field.value());
        if place.inner_html() != others {
            place.set_inner_html(&others);
        }
    }
}

/// Another tab has written. What knew of the text in the field takes its place; else both are shown.
fn renew_field() {
    let Some(field) = field() else { return };
    let Some(note) = book::get(&attribute(&field, "data-write")) else { return };
    let here = field.value();
    if !here.is_empty() && note.texts().any(|text| text == here) {
        return show_others(&field, &note);
    }
    field.set_value(note.record.text.value());
    book::show(&note);
    show_others(&field, &note);
}

fn escape() {
    if let Some(panel) = find("main .mark-panel") {
        tools::done(&attribute(&panel, "data-note"));
    } else {
        tools::hide();
    }
    remember_panel();
}

fn focus_in(holder: &Element, css: &str) {
    if let Ok(Some(element)) = holder.query_selector(css) {
        focus(&element, true);
    }
}

/// Where what had the focus is gone, it goes on at the first of these, or at the heading.
fn lead_on(css: &str) {
    if let Some(element) = find(&format!("main {css} a, main a{css}")).or_else(|| find("main h1")) {
        if element.tag_name() == "H1" {
            browser::set(&element, "tabindex", "-1");
        }
        focus(&element, true);
    }
}
