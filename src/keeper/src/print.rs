//! The page that prints a course: all its lessons as one document, once all of them and their pictures are here.
//!
//! The document is [`course::printed`]. The texts come out of the player's own module, and out of content modules, which
//! `boot.js` fetches; one that fails is said, and can be tried again.

use course::bundle::{Bundle, SECTION};
use course::library::{Course, LessonOutline};
use course::printed::Document;
use course::route::{Tool, encode};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlButtonElement, HtmlImageElement};

use crate::content;
use crate::messages::{Word, say};
use crate::page::{escaped, follow, put, within};
use crate::player::fill;

#[wasm_bindgen]
extern "C" {
    /// The section of a content module.
    #[wasm_bindgen(js_name = lecternSection, catch)]
    async fn fetch_section(path: &str, section: &str) -> Result<JsValue, JsValue>;
}

/// Draws the course that the address names, or the only one; else a choice.
pub(crate) fn draw(place: &Element) {
    follow(place, clicked, |_, _| {});
    show(place, &content::fragment());
}

fn clicked(place: &Element, target: &Element) {
    let named = |name: &str| target.closest(&format!("[{name}]")).ok().flatten()?.get_attribute(name);
    if let Some(course) = named("data-course") {
        show(place, &course);
    }
    match named("data-do").as_deref() {
        Some("print") => {
            _ = web_sys::window().map(|window| window.print());
        }
        Some("again") => show(place, &named("data-of").unwrap_or_default()),
        _ => {}
    }
}

/// Draws a course; `fragment` is its id, and behind `/` what of it is to be seen first.
fn show(place: &Element, fragment: &str) {
    let Some(bundle) = content::bundle() else { return place.set_inner_html(say(Word::print_failed)) };
    let library = &bundle.library;
    let named = library.course(fragment.split('/').next().unwrap_or_default());
    let course = named.or(library.courses.first().filter(|_| library.courses.len() == 1));
    let (root, assets) = content::links();
    let mut html = String::new();
    if library.courses.len() > 1 {
        html += &format!("<nav class=\"not-printed\"><h2>{}</h2><ul>", say(Word::print_choose));
        for course in &library.courses {
            let (id, title) = (encode(&course.id), escaped(&course.title));
            html += &format!(
                "<li><a href=\"{root}{}/#{id}\" data-course=\"{}\">{title}</a></li>",
                PAGE.name(),
                course.id
            );
        }
        html += "</ul></nav>";
    }
    let page = format!("{}/", PAGE.name());
    let Some(course) = course else { return place.set_inner_html(&html) };
    let document = Document { course, root: &root, assets: &assets, page: &page };
    place.set_inner_html(&(html + &frame(&document)));
    let (place, fragment) = (place.clone(), fragment.to_owned());
    spawn_local(async move {
        let page = format!("{}/", PAGE.name());
        let document = Document { course, root: &root, assets: &assets, page: &page };
        let is_whole = fill_in(&place, bundle, &document).await;
        finish(&place, course, is_whole).await;
        if fragment.contains('/') {
            scroll_to(&fragment);
        }
    });
}

const PAGE: Tool = Tool::Print;

/// All but the texts of the lessons.
fn frame(document: &Document<'_>) -> String {
    let course = document.course;
    let mut html = format!(
        "<p class=\"buttons not-printed\"><button type=\"button\" class=\"button\" data-do=\"print\" disabled>{}</button>\
         <span class=\"printing\" role=\"status\">{}</span></p>\
         <article class=\"printed\"><h2 class=\"printed-title\" id=\"{}\">{}</h2><p class=\"lead\">{}</p>{}\
         <nav class=\"printed-contents\" aria-label=\"{contents}\"><h3>{contents}</h3>{}</nav>",
        say(Word::print_now),
        say(Word::print_waiting),
        course.id,
        escaped(&course.title),
        escaped(&course.description),
        match course.body.is_empty() {
            true => String::new(),
            false => ["<div class=\"lesson-text\">", &document.course_text(), "</div>"].concat(),
        },
        document.contents(),
        contents = escaped(say(Word::print_contents)),
    );
    for lesson in course.lessons() {
        html += &format!(
            "<section class=\"printed-lesson\"><h2 id=\"{}\">{}</h2><div></div></section>",
            document.id(&lesson.id, ""),
            escaped(&lesson.title)
        );
    }
    html + "</article>"
}

/// Puts the texts in their places, module by module; whether all of them were there.
async fn fill_in(place: &Element, bundle: &Bundle<'static>, document: &Document<'_>) -> bool {
    let Ok(places) = place.query_selector_all(".printed-lesson > div") else { return false };
    let lessons: Vec<&LessonOutline> = document.course.lessons().collect();
    let mut is_whole = true;
    let mut at = 0;
    // Lessons that follow each other lie in one module.
    for run in lessons.chunk_by(|one, other| bundle.module(&one.id) == bundle.module(&other.id)) {
        let section = match bundle.module(&run[0].id) {
            Some(name) => fetch_section(&format!("lessons-{name}.wasm"), SECTION)
                .await
                .map(|section| Uint8Array::new(&section).to_vec())
                .ok(),
            None => Some(Vec::new()),
        };
        let module = section.as_deref().and_then(|section| Bundle::decode(section).ok());
        for lesson in run {
            let body = match &module {
                Some(module) => module.body(&lesson.id),
                None => bundle.body(&lesson.id),
            };
            let into = places.get(at).and_then(|node| node.dyn_into::<Element>().ok());
            match (body, into) {
                (Some(body), Some(into)) => into.set_inner_html(&document.lesson(lesson, &body)),
                _ => is_whole = false,
            }
            at += 1;
        }
        if !place.is_connected() {
            break;
        }
    }
    is_whole
}

/// Lets the document be printed, once its pictures are here, and says so.
async fn finish(place: &Element, course: &Course, is_whole: bool) {
    if let Ok(pictures) = place.query_selector_all("img") {
        for at in 0..pictures.length() {
            let picture = pictures.get(at).and_then(|node| node.dyn_into::<HtmlImageElement>().ok());
            if let Some(picture) = picture {
                // One that cannot be shown is described.
                _ = JsFuture::from(picture.decode()).await;
            }
        }
    }
    if let Some(button) =
        within(place, "[data-do=print]").and_then(|it| it.dyn_into::<HtmlButtonElement>().ok())
    {
        button.set_disabled(false);
    }
    let said = match is_whole {
        true => say(Word::print_ready).to_owned(),
        false => format!(
            "{} <button type=\"button\" class=\"button quiet\" data-do=\"again\" data-of=\"{}\">{}</button>",
            say(Word::print_failed),
            course.id,
            fill(Word::try_again as usize, &[], "")
        ),
    };
    put(place, ".printing", &said);
}

/// Scrolls this window, and no window around it.
fn scroll_to(id: &str) {
    let Some(window) = web_sys::window() else { return };
    if let Some(target) = window.document().and_then(|document| document.get_element_by_id(id)) {
        window.scroll_by_with_x_and_y(0.0, target.get_bounding_client_rect().top());
    }
}
