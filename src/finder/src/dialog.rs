//! The search: a field with a list of results below it, after the pattern of a combobox with a list box
//! (<https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>). The focus stays in the field; the option that Enter takes is
//! the active one. Options are links, so that a result can be opened in a tab of its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use course::search::query::{Found, Matcher, Query};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};

use crate::browser::{self, escaped};
use crate::commands::{self, Command};
use crate::marks;
use crate::messages::{Word, say};
use crate::results::{self, List};
use crate::shelf;

/// How long a learner does not type before texts are fetched for results, and those drawn that are out of sight, in
/// milliseconds: those of half a word are of no use.
const PAUSE: i32 = 200;

thread_local! {
    /// Which change of the field is the latest.
    static EDIT: Cell<usize> = const { Cell::new(0) };
    /// Whether the list may stand elsewhere than at its beginning: to ask it has the page laid out.
    static IS_SCROLLED: Cell<bool> = const { Cell::new(false) };
    /// What the shown results were found by.
    static MATCHER: RefCell<Matcher> = RefCell::default();
}

/// Opens the search, or goes back to its field.
pub(crate) fn open() {
    let Some(dialog) = browser::dialog("lectern-finder") else { return };
    let Some(field) = field(&dialog) else { return };
    // `boot.js` has opened the dialog already when the finder comes, and something may stand in its field.
    let is_new = list(&dialog).is_none();
    let was_open = dialog.open();
    if is_new {
        listen(&dialog);
    }
    if is_new || !was_open {
        marks::clear();
        shelf::open();
        commands::gather();
        draw(&dialog, &field);
        if !was_open {
            _ = dialog.show_modal();
        }
        update(&dialog);
    }
    if !is_new {
        _ = field.focus();
        field.select();
    }
}

/// Draws all below the field anew, as the words of the last time may be those of another language.
fn draw(dialog: &HtmlDialogElement, field: &HtmlInputElement) {
    for old in browser::within(dialog, ".finder-head ~ *") {
        old.remove();
    }
    let (label, hint) = (say(Word::find_label), say(Word::find_hint));
    _ = dialog.set_attribute("aria-label", label);
    _ = field.set_attribute("aria-label", label);
    _ = field.set_attribute("placeholder", hint);
    let close = say(Word::find_close);
    for button in browser::within(dialog, ".finder-close") {
        _ = button.set_attribute("aria-label", close);
    }
    let rest = format!(
        "<p class=\"finder-count\" role=\"status\"></p>\
         <div id=\"lectern-found\" class=\"finder-list\" role=\"listbox\" tabindex=\"-1\" aria-label=\"{results}\">\
         <div role=\"presentation\"></div><div role=\"presentation\"></div></div>\
         <p class=\"finder-foot\" aria-hidden=\"true\"><span><kbd>↑</kbd> <kbd>↓</kbd> {choose}</span><span><kbd>Enter</kbd> {go}</span>\
         <span><kbd>Esc</kbd> {close}</span></p>",
        results = escaped(say(Word::find_results)),
        choose = escaped(say(Word::find_choose)),
        go = escaped(say(Word::find_go)),
        close = escaped(close),
    );
    _ = dialog.insert_adjacent_html("beforeend", &rest);
}

/// Hears all that happens in the dialog.
fn listen(dialog: &HtmlDialogElement) {
    let here = dialog.clone();
    browser::hear(dialog, "input", move |_: Event| update(&here));
    let here = dialog.clone();
    browser::hear(dialog, "keydown", move |event: KeyboardEvent| key(&here, &event));
    browser::hear(dialog, "scroll", |_: Event| IS_SCROLLED.set(true));
    let here = dialog.clone();
    browser::hear(dialog, "click", move |event: MouseEvent| click(&here, &event));
}

fn key(dialog: &HtmlDialogElement, event: &KeyboardEvent) {
    // An input method takes these keys for itself.
    if event.is_composing() {
        return;
    }
    match event.key().as_str() {
        "ArrowDown" => go(dialog, 1),
        "ArrowUp" => go(dialog, -1),
        // In a field for searches some browsers only empty it.
        "Escape" => dialog.close(),
        "Enter" => {
            let is_in_field =
                event.target().is_some_and(|it| field(dialog).is_some_and(|field| it == *field.as_ref()));
            let option =
                active(dialog).filter(|_| is_in_field).and_then(|it| it.dyn_into::<HtmlElement>().ok());
            let Some(option) = option else { return };
            option.click();
        }
        _ => return,
    }
    event.prevent_default();
}

fn click(dialog: &HtmlDialogElement, event: &MouseEvent) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let around = |css: &str| target.closest(css).ok().flatten();
    if let Some(button) = around("[data-do]") {
        dialog.close();
        commands::run(&button.get_attribute("data-do").unwrap_or_default());
    } else if let Some(link) = around("a[href]")
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
    {
        // The player follows the link, as any on the page.
        dialog.close();
        if around(".found-lesson").is_some() {
            marks::follow(&link.get_attribute("href").unwrap_or_default(), MATCHER.with_borrow(Clone::clone));
        }
    }
}

/// Shows what the field asks for, from what is here at once, and from what has to be fetched as it comes.
fn update(dialog: &HtmlDialogElement) {
    let edit = EDIT.get() + 1;
    EDIT.set(edit);
    let dialog = dialog.clone();
    if let Err(missing) = show(&dialog, true) {
        set_busy(&dialog, true);
        spawn_local(async move {
            let mut missing = missing;
            loop {
                let is_here = shelf::bring(missing).await;
                if EDIT.get() != edit {
                    return;
                }
                if !is_here {
                    // What needs no index is there all the same.
                    put(&dialog, &query(&dialog), Found::default(), true);
                    return tell(&dialog, say(Word::find_failed));
                }
                match show(&dialog, true) {
                    Ok(()) => return,
                    Err(more) => missing = more,
                }
            }
        });
    }
}

/// Shows the results; `is_new` where they are those of another query.
///
/// # Errors
/// Where something is missing for them. What was found before stays until there is an answer.
fn show(dialog: &HtmlDialogElement, is_new: bool) -> Result<(), shelf::Missing> {
    let query = query(dialog);
    let found = match query.is_empty() {
        true => Found::default(),
        false => shelf::find(&query, results::SHOWN)?,
    };
    put(dialog, &query, found, is_new);
    Ok(())
}

/// What answers a query, and where it is shown.
struct Answer {
    dialog: HtmlDialogElement,
    field: HtmlInputElement,
    list: Element,
    commands: Vec<Rc<Command>>,
    found: Found,
    /// The option that is active unless the learner chooses another; 0 for none.
    active: usize,
}

/// Draws commands and lessons that were found. Of another query the best one answers the key, and what else there is room for
/// follows a frame later.
///
/// Nothing of the page is measured once something is written, so the browser lays it out no more than once for a key.
fn put(dialog: &HtmlDialogElement, query: &Query, found: Found, is_new: bool) {
    let Some((field, list)) = field(dialog).zip(list(dialog)) else { return };
    MATCHER.replace(found.matcher.clone());
    set_busy(dialog, false);
    // Without a query nothing is meant yet.
    let active = usize::from(!query.is_empty());
    let answer =
        Answer { dialog: dialog.clone(), field, list, commands: commands::commands(query), found, active };
    if !is_new {
        // What then still has no text is not asked for again by itself.
        answer.draw(results::ALL);
        return;
    }
    if IS_SCROLLED.replace(false) {
        answer.list.set_scroll_top(0);
    }
    answer.put_first(&answer.list_of(results::FIRST, 1));
    let count = match query.is_empty() {
        true => String::new(),
        false => results::count(&answer.found, !answer.commands.is_empty()),
    };
    tell(dialog, &count);
    if answer.found.hits.is_empty() {
        return put_part(answer.list.last_element_child(), "");
    }
    spawn_local(async move { answer.draw_whole().await });
}

impl Answer {
    /// As much of it as the list is to be high, in rem, with so many passages of each lesson at most.
    fn list_of(&self, height: usize, passages: usize) -> List {
        let mut drawn = List::new(self.active);
        drawn.all(&self.commands, &self.found, height, passages);
        drawn
    }

    /// Draws as much of it as the list is to be high, in the place of all that is there. The option that was chosen stays so.
    fn draw(&self, height: usize) -> List {
        let chosen = active(&self.dialog).map(|option| option.get_attribute("href"));
        let drawn = self.list_of(height, results::PASSAGES);
        self.put_first(&drawn);
        put_part(self.list.last_element_child(), "");
        let is_chosen = |option: &Element| Some(option.get_attribute("href")) == chosen;
        if chosen.is_some() && !active(&self.dialog).is_some_and(|option| is_chosen(&option)) {
            choose(&self.dialog, options(&self.dialog).iter().find(|option| is_chosen(option)));
        }
        drawn
    }

    /// Draws all that there is room for once the first result was seen; and all of it with its texts once the learner rests.
    async fn draw_whole(self) {
        let edit = EDIT.get();
        browser::once_drawn().await;
        browser::rest(0).await;
        if EDIT.get() != edit {
            return;
        }
        let drawn = self.draw(results::WINDOW);
        browser::rest(PAUSE).await;
        if EDIT.get() != edit || drawn.is_whole(&self.found) {
            return;
        }
        let lessons: Vec<usize> = self.found.hits.iter().map(|hit| hit.lesson).collect();
        shelf::bring_texts(&lessons).await;
        if EDIT.get() == edit {
            _ = show(&self.dialog, false);
        }
    }

    /// Fills the first part of the list, and tells which option is active, by its number.
    fn put_first(&self, drawn: &List) {
        put_part(self.list.first_element_child(), &drawn.html);
        match drawn.active() {
            Some(option) => {
                browser::set(&self.field, "aria-activedescendant", &format!("found-{option}"));
            }
            None => _ = self.field.remove_attribute("aria-activedescendant"),
        }
    }
}

/// The list has two parts: what answers a key at once, and what was there before until all of it comes a frame later.
fn put_part(part: Option<Element>, html: &str) {
    if let Some(part) = part {
        part.set_inner_html(html);
    }
}

fn go(dialog: &HtmlDialogElement, step: i32) {
    let all = options(dialog);
    let last = all.len() as i32 - 1;
    let at = active(dialog).and_then(|active| all.iter().position(|option| *option == active));
    let next = match at {
        Some(at) => at as i32 + step,
        None if step > 0 => 0,
        None => last,
    };
    let next = if next > last {
        0
    } else if next < 0 {
        last
    } else {
        next
    };
    choose(dialog, all.get(next as usize));
}

/// Makes an option the active one.
fn choose(dialog: &HtmlDialogElement, option: Option<&Element>) {
    if let Some(former) = active(dialog) {
        _ = former.set_attribute("aria-selected", "false");
    }
    let Some(((field, list), option)) = field(dialog).zip(list(dialog)).zip(option) else { return };
    _ = option.set_attribute("aria-selected", "true");
    _ = field.set_attribute("aria-activedescendant", &option.id());
    // Only the list scrolls.
    let (frame, line) = (list.get_bounding_client_rect(), option.get_bounding_client_rect());
    if line.top() < frame.top() {
        list.set_scroll_top(list.scroll_top() + (line.top() - frame.top()) as i32 - 8);
    } else if line.bottom() > frame.bottom() {
        list.set_scroll_top(list.scroll_top() + (line.bottom() - frame.bottom()) as i32 + 8);
    }
}

fn field(dialog: &HtmlDialogElement) -> Option<HtmlInputElement> {
    dialog.query_selector("#lectern-find").ok().flatten()?.dyn_into().ok()
}

fn query(dialog: &HtmlDialogElement) -> Query {
    Query::new(&field(dialog).map(|field| field.value()).unwrap_or_default())
}

fn list(dialog: &HtmlDialogElement) -> Option<Element> {
    dialog.query_selector("#lectern-found").ok().flatten()
}

fn options(dialog: &HtmlDialogElement) -> Vec<Element> {
    browser::within(dialog, "[role=option]")
}

fn active(dialog: &HtmlDialogElement) -> Option<Element> {
    dialog.query_selector("[role=option][aria-selected=true]").ok().flatten()
}

fn set_busy(dialog: &HtmlDialogElement, is_busy: bool) {
    if let Some(list) = list(dialog) {
        browser::set(&list, "aria-busy", if is_busy { "true" } else { "false" });
    }
}

/// Says something of the results; a region that says the same again is not heard.
fn tell(dialog: &HtmlDialogElement, text: &str) {
    if let Ok(Some(line)) = dialog.query_selector(".finder-count") {
        line.set_text_content(Some(text));
    }
}
