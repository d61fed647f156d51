//! The part of the progress page that the keeper draws: bringing back what was reset, a backup to take along, one to
//! bring here, and starting over. Text with native fields; everything that happens is heard in one place.

use std::cell::{Cell, RefCell};

use course::backup::{self, Backup, flat, pairs};
use course::progress::Key;
use course::route::encode;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use crate::messages::{self, Word, say};
use crate::player::player;
use crate::{archive, everything, looking_back, transfer};

/// What stands before a code in an address.
const TAKE: &str = "#take=";

/// Longer links are cut off by some programs that they are sent with.
const LONGEST_LINK: usize = 8_000;

thread_local! {
    /// The backup that is looked at.
    static OFFERED: RefCell<Option<Backup>> = const { RefCell::new(None) };
    /// What is to be said once the page is drawn anew.
    static TO_SAY: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Draws everything into an element, and looks at the backup that came with the address, where one did.
pub(crate) fn draw(place: &Element) {
    // What stands above the rest is there with it, so that nothing moves.
    let back = ["<div class=\"look-back\">", &looking_back::at_once(), "</div>"].concat();
    place.set_inner_html(&[undo(), back, transfers(), resets()].concat());
    if let Some(back) = within(place, ".look-back") {
        spawn_local(looking_back::complete(back));
    }
    follow(place, clicked, changed);
    if let Some((_, code)) = address().split_once(TAKE) {
        look_at(place.clone(), code.to_owned());
    }
    if let Some(text) = TO_SAY.take() {
        said(text);
    }
}

/// Follows what is done in an element; what does it is told the element, and where in it that is.
pub(crate) fn follow(place: &Element, clicked: fn(&Element, &Element), changed: fn(&Element, &Element)) {
    // A page may be drawn twice before it is seen.
    if place.has_attribute("data-heard") {
        return;
    }
    _ = place.set_attribute("data-heard", "");
    for (name, hear) in [("click", clicked), ("change", changed)] {
        let here = place.clone();
        let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                hear(&here, &target);
            }
        });
        _ = place.add_event_listener_with_callback(name, hear.into_js_value().unchecked_ref());
    }
}

/// A button that says what it does.
pub(crate) fn button(action: &str, class: &str, text: &str) -> String {
    format!("<button type=\"button\" class=\"{class}\" data-do=\"{action}\">{text}</button> ")
}

const PLAIN: &str = "button";
const QUIET: &str = "button quiet";

/// The offer to undo the last reset.
fn undo() -> String {
    match player().can_undo() {
        true => format!(
            "<div class=\"offer\" data-undo><p>{}</p><p class=\"buttons\">{}{}</p></div>",
            say(Word::can_undo),
            button("undo", PLAIN, say(Word::undo)),
            button("forget", QUIET, say(Word::forget)),
        ),
        false => String::new(),
    }
}

/// Backup and restore.
fn transfers() -> String {
    format!(
        "<h2>{}</h2><p>{}</p><p class=\"buttons\">{}{}</p><div class=\"made\" role=\"status\"></div>\
         <h2>{}</h2><p>{}</p>\
         <div class=\"field\"><label for=\"backup-file\">{}</label><input id=\"backup-file\" type=\"file\" \
         accept=\".json,application/json,text/plain\"></div>\
         <div class=\"field\"><label for=\"backup-code\">{}</label><textarea id=\"backup-code\" rows=\"3\" \
         autocomplete=\"off\" spellcheck=\"false\"></textarea></div>\
         <p class=\"buttons\">{}</p><div class=\"offered\" role=\"status\" tabindex=\"-1\"></div>",
        say(Word::backup),
        say(Word::backup_help),
        button("save", PLAIN, say(Word::download_backup)),
        button("code", QUIET, say(Word::make_link)),
        say(Word::restore),
        say(Word::restore_help),
        say(Word::backup_file),
        say(Word::backup_code),
        button("look", QUIET, say(Word::look)),
    )
}

/// Starting lessons, courses and everything over.
fn resets() -> String {
    let mut html = format!("<h2>{}</h2><p>{}</p>", say(Word::start_over), say(Word::reset_help));
    let begun = player().begun();
    let mut lessons = begun.as_chunks::<4>().0.iter().peekable();
    while let Some([course, title, id, lesson]) = lessons.next() {
        if !html.ends_with("</li>") {
            html += &format!("<details><summary>{}</summary><ul>", escaped(title));
        }
        html += &format!(
            "<li><span>{lesson}</span><button type=\"button\" class=\"{QUIET}\" data-do=\"lesson\" data-id=\"{id}\" \
             aria-label=\"{over}: {lesson}\">{over}</button></li>",
            lesson = escaped(lesson),
            over = say(Word::start_over),
        );
        if lessons.peek().is_none_or(|[other, ..]| other != course) {
            html += &format!(
                "</ul><button type=\"button\" class=\"{QUIET}\" data-do=\"course\" data-id=\"{course}\">{}</button></details>",
                say(Word::reset_course),
            );
        }
    }
    html + &format!(
        "<p>{}</p><p class=\"buttons\">{}</p>",
        say(Word::reset_all_help),
        button("all", QUIET, say(Word::reset_all))
    )
}

/// Does what a button says.
fn clicked(place: &Element, target: &Element) {
    let Ok(Some(button)) = target.closest("[data-do]") else { return };
    let id = button.get_attribute("data-id").unwrap_or_default();
    let here = place.clone();
    match button.get_attribute("data-do").unwrap_or_default().as_str() {
        "save" => spawn_local(crate::save()),
        "code" => spawn_local(show_code(here)),
        "copy" => spawn_local(copy(here)),
        "look" => {
            let field =
                within(place, "#backup-code").and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
            look_at(here, field.map(|field| field.value()).unwrap_or_default());
        }
        "take" => {
            if let Some(backup) = OFFERED.take() {
                spawn_local(take_over(backup));
            }
        }
        "leave" => {
            drop_code();
            put(place, ".offered", "");
        }
        "lesson" => spawn_local(reset(vec![id])),
        "course" => {
            let begun = player().begun();
            let lessons = begun.as_chunks::<4>().0.iter().filter(|[course, ..]| *course == id);
            spawn_local(reset(lessons.map(|[_, _, lesson, _]| lesson.clone()).collect()));
        }
        "all" => spawn_local(reset(Vec::new())),
        "undo" => spawn_local(async {
            _ = archive::undo().await;
            player().undo();
            crate::player::look_for_notes();
        }),
        "forget" => spawn_local(async {
            _ = archive::forget().await;
            player().forget_reset();
            _ = archive::remove_lost().await;
        }),
        _ => {}
    }
}

/// Takes away what is remembered of these lessons; everything where there are none. Where there is no archive, nothing
/// of it is there.
async fn reset(lessons: Vec<String>) {
    let ids = player().with_former(lessons.clone());
    _ = archive::reset(&ids, player().goes_on()).await;
    player().reset(lessons);
}

/// Takes a backup over, joined with what the archive holds of its lessons: what is here of a lesson is all of it.
async fn take_over(backup: Backup) {
    TO_SAY.set(Some(say(Word::taken_over)));
    let keys = backup.records.iter().filter_map(|(name, _)| Key::parse(name));
    let mut lessons: Vec<String> = keys.filter_map(|key| key.lesson().map(str::to_owned)).collect();
    lessons.dedup();
    let mut records = backup.records;
    for lesson in lessons {
        let ids = [lesson];
        match archive::of_lessons(&ids).await {
            Ok(archived) => records.extend(course::archive::away(&archived, &ids)),
            Err(_) => player().set_apart(ids.into()),
        }
    }
    // Not before: whoever loads the page meanwhile is offered it again.
    drop_code();
    player().take_over(flat(records));
    crate::player::look_for_notes();
}

/// A file is looked at as soon as it is chosen.
fn changed(place: &Element, target: &Element) {
    let input = target.dyn_ref::<HtmlInputElement>();
    if let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) {
        let place = place.clone();
        spawn_local(async move {
            let text = transfer::read(&file).await.unwrap_or_default();
            offer(&place, backup::parse(&text)).await;
        });
    }
}

/// Shows a link that holds everything, or where it would be too long, a code.
async fn show_code(place: Element) {
    let Some(code) = transfer::pack(&everything().await).await else {
        return put(&place, ".made", say(Word::no_code));
    };
    let address = address();
    let page = address.split_once(TAKE).map_or(address.as_str(), |(page, _)| page);
    let link = format!("{page}{TAKE}{}", encode(&code));
    let (help, text) = match link.len() > LONGEST_LINK {
        false => (say(Word::link_help), link),
        true => (say(Word::code_help), code),
    };
    put(&place, ".made", &to_copy(help, &text));
}

/// A text in a field, with a button to copy it.
fn to_copy(help: &str, text: &str) -> String {
    format!(
        "<div class=\"field\"><label for=\"made-code\">{help}</label>\
         <textarea id=\"made-code\" rows=\"3\" readonly>{}</textarea></div>\
         <p class=\"buttons\">{}<span class=\"copied\"></span></p>",
        escaped(text),
        button("copy", QUIET, say(Word::copy)),
    )
}

/// Shows a text to be copied in an element of another page.
pub(crate) fn offer_text(place: &Element, label: &str, text: &str) {
    follow(place, clicked, changed);
    place.set_inner_html(&to_copy(label, text));
}

async fn copy(place: Element) {
    let field = within(&place, "#made-code").and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(field) = field else { return };
    let is_done = transfer::copy(&field.value()).await;
    if !is_done {
        field.select();
    }
    put(&place, ".copied", if is_done { say(Word::copied) } else { say(Word::not_copied) });
}

/// Reads a code, the link that it stands in, or the text of a backup itself, and offers it.
fn look_at(place: Element, code: String) {
    spawn_local(async move {
        let code = code.trim();
        let text = match code.starts_with('{') {
            true => Some(code.to_owned()),
            false => transfer::unpack(code.rsplit(TAKE).next().unwrap_or_default()).await,
        };
        offer(&place, text.and_then(|text| backup::parse(&text))).await;
    });
}

/// Shows what a backup would change.
async fn offer(place: &Element, backup: Option<Backup>) {
    let Some(backup) = backup else { return said(say(Word::no_backup)) };
    let known = backup::together(pairs(player().stored("")).collect(), archive::all().await);
    let find = |name: &str| {
        let at = known.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(known[at].1.clone())
    };
    let changes = backup::changes(&backup, find);
    let list = |class: &str, items: &[String]| {
        let items: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
        format!("<ul class=\"{class}\">{items}</ul>")
    };
    let lines = messages::changes(&changes);
    let mut html = match changes.is_empty() {
        true => format!("<p>{}</p>", say(Word::nothing_new)),
        false => format!("<p>{}</p>{}", say(Word::new_with_it), list("changes", &lines)),
    };
    let title = |id: &String| player().lesson_title(id).map(|title| escaped(&title));
    let titles: Vec<String> = changes.of_lessons.iter().filter_map(title).collect();
    if !titles.is_empty() {
        html += &format!("<p>{}</p>{}", say(Word::in_lessons), list("in-lessons", &titles));
    }
    html += &format!("<p>{}</p>", messages::backup_rest(&backup, &changes));
    if !changes.is_empty() {
        let take = button("take", PLAIN, say(Word::take_over));
        html += &format!("<p class=\"buttons\">{take}{}</p>", button("leave", QUIET, say(Word::leave)));
    }
    OFFERED.replace(Some(backup));
    // The page may have been drawn anew meanwhile.
    if place.is_connected() {
        said(&html);
    }
}

/// Says something where a backup is offered, and leads there.
fn said(html: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(place) = document.and_then(|it| it.query_selector(".offered").ok().flatten()) else { return };
    place.set_inner_html(html);
    if let Some(place) = place.dyn_ref::<HtmlElement>() {
        _ = place.focus();
    }
}

fn address() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// What was looked at is not to be looked at again when the page is loaded again.
fn drop_code() {
    if let Some((page, _)) = address().split_once(TAKE)
        && let Some(history) = web_sys::window().and_then(|window| window.history().ok())
    {
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(page));
    }
}

/// The first element of a selector within another.
pub(crate) fn within(place: &Element, css: &str) -> Option<Element> {
    place.query_selector(css).ok().flatten()
}

pub(crate) fn put(place: &Element, css: &str, html: &str) {
    if let Some(part) = within(place, css) {
        part.set_inner_html(html);
    }
}

/// A plain text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
