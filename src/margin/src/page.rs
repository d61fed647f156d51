//! The page of all notes: bookmarks, then the notes by course and lesson in the order of the library, and at its end those
//! on lessons that are not in it. They can be looked through by words, and exported.

use course::notes::markdown::{self, Chapter, markdown};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};

use crate::book::{self, Note};
use crate::browser::{all, document, escaped, find, window};
use crate::list::{self, Shown, button};
use crate::messages::{Word, counted, moment, of_player, say};
use crate::player::{Keeper, module, player};

/// A lesson with what is kept on it.
struct Kept {
    /// Empty where it is not in this library.
    course: String,
    title: String,
    href: String,
    lesson: String,
    is_bookmarked: bool,
    notes: Vec<Note>,
}

/// All lessons on which anything is kept: those of the library in its order, then the others.
fn kept() -> Vec<Kept> {
    let mut notes = book::all();
    let mut bookmarks = book::bookmarks();
    let lessons = notes.keys().cloned().chain(bookmarks.iter().cloned()).collect();
    let mut kept = Vec::new();
    for [lesson, course, title, href] in player().places(lessons).as_chunks::<4>().0 {
        // A lesson that stands twice in a library is told of once.
        let of_lesson = notes.remove(lesson).unwrap_or_default();
        let is_bookmarked = bookmarks.iter().any(|it| it == lesson);
        bookmarks.retain(|it| it != lesson);
        if is_bookmarked || !of_lesson.is_empty() {
            let [course, title, href, lesson] = [course, title, href, lesson].map(Clone::clone);
            kept.push(Kept { course, title, href, lesson, is_bookmarked, notes: of_lesson });
        }
    }
    for (lesson, notes) in notes {
        let (course, href) = Default::default();
        kept.push(Kept { course, title: lesson.clone(), href, lesson, is_bookmarked: false, notes });
    }
    kept
}

/// Draws the page into its place.
pub(crate) fn draw(place: &Element) {
    let kept = kept();
    place.set_inner_html(&[bookmarks(&kept), notes(&kept)].concat());
}

/// Draws it anew, unless something is being written there or can be brought back.
pub(crate) fn redraw() {
    if let Some(place) = place()
        && find(".notes-page :is([data-write], .note-removed:focus-within)").is_none()
    {
        let sought = field().map(|field| field.value()).unwrap_or_default();
        draw(&place);
        if let Some(field) = field().filter(|_| !sought.is_empty()) {
            field.set_value(&sought);
            sift();
        }
    }
}

/// Where the page is drawn, while it is shown.
pub(crate) fn place() -> Option<Element> {
    find("main[data-page=notes] #keeper")
}

fn bookmarks(kept: &[Kept]) -> String {
    let marked = kept.iter().filter(|it| it.is_bookmarked);
    let items: String = marked
        .map(|it| {
            let (title, about) = (escaped(&it.title), say(Word::mark_remove));
            format!(
                "<li><a class=\"note-lesson\" href=\"{}\">{title}</a> <button type=\"button\" class=\"note-do\" \
                 data-do=\"unmark\" data-lesson=\"{}\" aria-label=\"{about}: {title}\">{about}</button></li>",
                escaped(&it.href),
                escaped(&it.lesson),
            )
        })
        .collect();
    match items.is_empty() {
        true => items,
        false => {
            let title = say(Word::mark_bookmarks);
            format!("<section class=\"bookmarks\"><h2>{title}</h2><ul>{items}</ul></section>")
        }
    }
}

fn notes(kept: &[Kept]) -> String {
    let count: usize = kept.iter().map(|it| it.notes.len()).sum();
    if count == 0 {
        return format!("<section class=\"notes-page\"><p>{}</p></section>", say(Word::mark_none));
    }
    let mut html = format!(
        "<section class=\"notes-page\"><div class=\"notes-tools\"><div class=\"field\"><label for=\"note-filter\">{}</label>\
         <input id=\"note-filter\" type=\"search\" autocomplete=\"off\"></div>{}</div><div class=\"made\"></div>\
         <p class=\"note-count\" role=\"status\">{}</p>",
        say(Word::mark_filter),
        button("export", "button", say(Word::mark_export)),
        escaped(&counted(Word::mark_counted, count)),
    );
    let mut course = None;
    for it in kept.iter().filter(|it| !it.notes.is_empty()) {
        if course != Some(&it.course) {
            html += &match it.course.is_empty() {
                true => format!("<h2>{}</h2>", say(Word::mark_elsewhere)),
                false => format!("<h2 class=\"note-course\">{}</h2>", escaped(&it.course)),
            };
            course = Some(&it.course);
        }
        let title = match it.href.is_empty() {
            true => escaped(&it.title),
            false => format!("<a href=\"{}\">{}</a>", escaped(&it.href), escaped(&it.title)),
        };
        let shown = Shown { href: &it.href, is_here: false };
        let items: String = it.notes.iter().map(|note| list::item(note, shown, true)).collect();
        html += &format!(
            "<section class=\"note-group\"><h3 class=\"note-lesson\">{title}</h3><ul class=\"note-list\">{items}</ul></section>"
        );
    }
    html + "</section>"
}

fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id("note-filter")?.dyn_into().ok()
}

/// Shows only the notes that have all words of the field.
pub(crate) fn sift() {
    let sought = field().map(|field| lower(&field.value())).unwrap_or_default();
    let mut count = 0;
    for item in all(".notes-page .note-item") {
        let text = lower(&item.text_content().unwrap_or_default());
        let is_meant = sought.split_whitespace().all(|word| text.contains(word));
        count += usize::from(is_meant);
        _ = item.toggle_attribute_with_force("hidden", !is_meant);
    }
    for group in all(".notes-page .note-group") {
        let is_empty = matches!(group.query_selector(".note-item:not([hidden])"), Ok(None));
        _ = group.toggle_attribute_with_force("hidden", is_empty);
    }
    if let Some(line) = find(".notes-page .note-count") {
        line.set_text_content(Some(&counted(Word::mark_counted, count)));
    }
}

/// In lower case, by the browser: it has the tables for that.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Offers all of it as a file.
pub(crate) fn export() {
    let here = window().location().href().unwrap_or_default();
    let address = |href: &str| match (href.is_empty(), href.starts_with('#')) {
        (true, _) => String::new(),
        (_, true) => here.split('#').next().unwrap_or_default().to_owned() + href,
        _ => window().location().origin().unwrap_or_default() + href,
    };
    let mut course = String::new();
    let chapter = |it: Kept| {
        let page = address(&it.href);
        let title = if it.course.is_empty() { say(Word::mark_elsewhere).to_owned() } else { it.course };
        let is_new = course != title;
        course.clone_from(&title);
        let notes = it.notes.iter().map(|note| markdown::Note {
            quote: note.record.quote.clone(),
            texts: note.texts().map(str::to_owned).collect(),
            date: moment(note.record.changed()),
            address: match page.is_empty() || note.record.quote.is_empty() {
                true => page.clone(),
                false => format!("{page}#{}", crate::paper::element_id(note)),
            },
            remark: String::new(),
        });
        Chapter {
            course: if is_new { title } else { String::new() },
            title: it.title,
            address: page.clone(),
            remark: if it.is_bookmarked { say(Word::mark_bookmarked).into() } else { String::new() },
            notes: notes.collect(),
        }
    };
    let chapters: Vec<Chapter> = kept().into_iter().map(chapter).collect();
    let heading = format!("{}: {}", player().title(), of_player(Word::my_notes));
    let text = markdown(&heading, &chapters);
    let plain =
        |letter: char| if letter.is_ascii_alphanumeric() || !letter.is_ascii() { letter } else { '-' };
    let name: String = player().title().chars().map(plain).take(40).collect();
    let date: String = js_sys::Date::new_0().to_iso_string().into();
    let name = format!("{name}-{}.md", date.get(..10).unwrap_or_default());
    spawn_local(async move {
        let Some(place) = find(".notes-page .made") else { return };
        match module("keeper").await {
            Ok(keeper) => {
                let keeper: Keeper = keeper.unchecked_into();
                keeper.offer(&place, &name, &text, say(Word::mark_copy));
            }
            Err(_) => place.set_text_content(Some(&of_player(Word::no_keeper))),
        }
    });
}
