//! The page of certificates: for each course what is left to do, or the certificate, to be printed.

use course::backup::pairs;
use course::certificate::Standing;
use course::library::{Course, LessonOutline, Library};
use course::progress::{Found, Key, LessonRecord, parse};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::messages::{Word, say};
use crate::page::{button, escaped, follow};
use crate::player::{duration, player};
use crate::{content, dates};

/// Draws the certificate of the course that the address names, or those of all that were begun.
pub(crate) fn draw(place: &Element) {
    follow(place, clicked, typed);
    let Some(bundle) = content::bundle() else { return };
    let named = content::fragment();
    let records: Vec<(String, String)> = pairs(player().stored("lesson/")).collect();
    let record = |lesson: &str| {
        let key = Key::Lesson(lesson.to_owned()).to_string();
        let text = records.iter().find(|(name, _)| *name == key).map(|(_, text)| text);
        match text.map(|text| parse(text)) {
            Some(Found::Record(record)) => record,
            _ => LessonRecord::default(),
        }
    };
    let courses = bundle.library.courses.iter();
    let begun = |course: &Course| course.lessons().any(|lesson| record(&lesson.id).opened.is_some());
    let mut shown: Vec<&Course> = courses.clone().filter(|course| course.id == named).collect();
    if shown.is_empty() {
        shown = courses.filter(|course| begun(course)).collect();
    }
    let mut html = String::new();
    let standings: Vec<_> = shown.into_iter().map(|course| (course, Standing::of(course, record))).collect();
    if standings.iter().any(|(_, standing)| standing.is_earned()) {
        html += &format!(
            "<div class=\"field not-printed\"><label for=\"certificate-name\">{}</label>\
             <input id=\"certificate-name\" autocomplete=\"name\" value=\"{}\"></div>\
             <p class=\"buttons not-printed\">{}</p>",
            say(Word::certificate_name),
            escaped(&name()),
            button("print", "button", say(Word::print_now))
        );
    } else {
        html += &format!("<p>{}</p>", say(Word::certificate_none));
    }
    for (course, standing) in standings {
        html += &match standing.is_earned() {
            true => certificate(&bundle.library, course, standing.last),
            false => left(course, &standing),
        };
    }
    place.set_inner_html(&html);
}

fn certificate(library: &Library, course: &Course, last: u64) -> String {
    let minutes = course.duration_minutes.or(course.lesson_minutes());
    let length = minutes.map(|minutes| format!("<p>{}</p>", duration(minutes)));
    format!(
        "<article class=\"certificate\" aria-label=\"{of}\"><p class=\"certificate-of\">{of}</p>\
         <p class=\"certificate-name\">{name}</p><p>{has}</p><h2>{title}</h2>{length}\
         <p class=\"certificate-date\">{date}</p><p>{library}</p><p class=\"certificate-own\">{own}</p></article>",
        of = say(Word::certificate_of),
        name = escaped(&name()),
        has = say(Word::certificate_has),
        title = escaped(&course.title),
        length = length.unwrap_or_default(),
        date = dates::long(last),
        library = escaped(&library.title),
        own = say(Word::certificate_own),
    )
}

/// What is left to do, by lesson.
fn left(course: &Course, standing: &Standing<'_>) -> String {
    let list = |word: Word, lessons: &[&LessonOutline]| match lessons {
        [] => String::new(),
        lessons => {
            let lessons = lessons.iter().map(|lesson| {
                format!(
                    "<li><a href=\"{}\">{}</a></li>",
                    content::href(&course.route_to(&lesson.id)),
                    escaped(&lesson.title)
                )
            });
            format!("<h3>{}</h3><ul>{}</ul>", say(word), lessons.collect::<String>())
        }
    };
    format!(
        "<section class=\"left-to-do not-printed\"><h2>{}</h2>{}{}</section>",
        escaped(&course.title),
        list(Word::left_to_complete, &standing.open),
        list(Word::left_to_pass, &standing.not_passed),
    )
}

fn clicked(_: &Element, target: &Element) {
    if let Ok(Some(_)) = target.closest("[data-do=print]") {
        _ = web_sys::window().map(|window| window.print());
    }
}

/// The name is kept, and stands on every certificate at once.
fn typed(place: &Element, target: &Element) {
    if let Some(field) = target.dyn_ref::<HtmlInputElement>().filter(|field| field.id() == "certificate-name")
    {
        player().set("name", &field.value());
        let Ok(names) = place.query_selector_all("p.certificate-name") else { return };
        for at in 0..names.length() {
            if let Some(name) = names.get(at) {
                name.set_text_content(Some(&field.value()));
            }
        }
    }
}

fn name() -> String {
    player().setting("name")
}
