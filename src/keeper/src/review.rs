//! The page of reviews: what is due, a session through it, what comes, what is missed, and how the learner wants to
//! answer. Questions are drawn, graded and kept by the player, in the place that this page has for them.

use std::cell::RefCell;

use course::backup::{flat, pairs, together};
use course::progress::{AskedRecord, CardRecord, Found, Key, Review, parse, print};
use course::review::forecast;
use course::session::{Card, Session, cards};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, MutationObserver, MutationObserverInit};

use crate::charts::{Bar, bars, folded_table};
use crate::messages::{self, Word, counted, say};
use crate::page::{button, escaped, follow, within};
use crate::player::player;
use crate::{archive, dates};

/// How many days are looked ahead.
const DAYS: usize = 14;

/// How many missed questions are listed.
const MOST: usize = 50;

thread_local! {
    /// The session that is under way.
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// A lesson that was begun.
struct Lesson {
    course: String,
    id: String,
    title: String,
}

/// Draws the page into an element, or goes on with the session where one is under way.
pub(crate) fn draw(place: &Element) {
    follow(place, clicked, changed);
    match SESSION.with_borrow(Option::is_some) {
        true => show_question(place, false),
        false => show_overview(place, String::new(), false),
    }
}

/// Draws the overview once it is read what was answered; `is_end` has the focus put on what is `said`.
fn show_overview(place: &Element, said: String, is_end: bool) {
    let place = place.clone();
    spawn_local(async move {
        let now = dates::now();
        let cards = all_cards(now).await;
        if SESSION.with_borrow(Option::is_some) || !place.is_connected() {
            return;
        }
        overview(&place, &said, cards, now);
        if let Some(said) = within(&place, ".review-now").filter(|_| is_end) {
            focus(&said);
        }
    });
}

/// Shows how many questions are due, where any are.
pub(crate) async fn count_due(place: Element) {
    let now = dates::now();
    show_due(&place, all_cards(now).await.iter().filter(|card| card.memory.due() <= now).count());
}

fn show_due(place: &Element, due: usize) {
    let html = match due {
        0 => String::new(),
        due => format!(
            "<span aria-hidden=\"true\">{}</span><span class=\"unseen\">{}</span>",
            dates::number(due),
            counted(Word::due_counted, due)
        ),
    };
    place.set_inner_html(&html);
}

fn begun() -> Vec<Lesson> {
    let begun = player().begun();
    let lessons = begun.as_chunks::<4>().0.iter();
    let lesson = |[course, _, id, title]: &[String; 4]| Lesson {
        course: course.clone(),
        id: id.clone(),
        title: title.clone(),
    };
    lessons.map(lesson).collect()
}

/// What was answered, whether it is stored here or in the archive.
async fn all_cards(now: u64) -> Vec<Card> {
    let archived = archive::cards().await;
    let mut there: Vec<String> = begun().into_iter().map(|lesson| lesson.id).collect();
    there.sort_unstable();
    cards(
        together(pairs(player().stored("card/")).collect(), archived),
        |lesson| there.binary_search_by(|it| it.as_str().cmp(lesson)).is_ok(),
        now,
    )
}

/// A link to a lesson; its title alone where it cannot be told where that is.
fn link(lessons: &[Lesson], id: &str) -> String {
    let Some(Lesson { course, title, .. }) = lessons.iter().find(|lesson| lesson.id == id) else {
        return escaped(id);
    };
    let root = document().and_then(|it| it.query_selector(".site-title").ok()?);
    let root = root.and_then(|home| home.get_attribute("href")).unwrap_or_default();
    let route = course::route::Route::Lesson { course: course.clone(), lesson: id.to_owned() };
    format!("<a href=\"{root}{route}\">{}</a>", escaped(title))
}

/// What is due, what comes, what is missed. `said` stands above.
fn overview(place: &Element, said: &str, cards: Vec<Card>, now: u64) {
    let due = cards.iter().filter(|card| card.memory.due() <= now).count();
    if let Some(number) = document().and_then(|it| it.query_selector(".due").ok()?) {
        show_due(&number, due);
    }
    let mut html = format!("<div class=\"review-now\" tabindex=\"-1\" role=\"status\">{said}");
    html += &match (cards.first(), due) {
        (None, _) => format!("<p>{}</p>", say(Word::nothing_answered)),
        (Some(next), 0) => format!(
            "<p class=\"due-line\">{}</p><p>{}</p>",
            say(Word::nothing_due),
            messages::with_text(Word::next_due, &dates::from_now(next.memory.due(), now))
        ),
        _ => format!("<p class=\"due-line\">{}</p>", counted(Word::due_counted, due)),
    };
    html += "</div>";
    if due > 0 {
        html += &format!("<p class=\"buttons\">{}</p>", button("due", "button", say(Word::start_review)));
    }
    if !cards.is_empty() {
        html += &forecast_of(&cards, now);
        let missed = cards.iter().filter(|card| card.memory.rating == 1).count();
        html += &format!("<h2>{}</h2>", say(Word::missed_questions));
        html += &match missed {
            0 => format!("<p>{}</p>", say(Word::missed_none)),
            _ => format!(
                "<p>{}</p><p class=\"buttons\">{}</p><ul class=\"missed-list\"></ul>",
                counted(Word::missed_counted, missed),
                button("missed", "button quiet", say(Word::practise_missed))
            ),
        };
    }
    html += &settings();
    place.set_inner_html(&html);
    let mut missed: Vec<Card> = cards.into_iter().filter(|card| card.memory.rating == 1).collect();
    if let Some(list) = within(place, ".missed-list") {
        missed.sort_by_key(|card| std::cmp::Reverse(card.memory.last));
        missed.truncate(MOST);
        spawn_local(list_missed(list, missed));
    }
}

/// What comes in the next days, as a picture and as a table.
fn forecast_of(cards: &[Card], now: u64) -> String {
    let midnights = dates::midnights(now, DAYS + 1);
    let begins: Vec<u64> = midnights.iter().map(|time| *time as u64).collect();
    let counts = forecast(cards.iter().map(|card| card.memory.due()), &begins);
    let most = counts.iter().max().copied().unwrap_or_default();
    let bar = |(count, midnight): (&usize, &f64)| Bar {
        whole: *count,
        filled: *count,
        value: if *count > 0 { dates::number(*count) } else { String::new() },
        name: dates::weekday(*midnight),
    };
    let days = || counts.iter().zip(&midnights);
    let rows = days().map(|(count, midnight)| vec![dates::day(*midnight), dates::number(*count)]);
    let title = say(Word::forecast);
    format!(
        "<h2>{title}</h2>{}{}",
        bars(&days().map(bar).collect::<Vec<_>>(), most),
        folded_table(
            title,
            &[Word::forecast_day, Word::forecast_questions].map(say),
            &rows.collect::<Vec<_>>()
        )
    )
}

/// How the learner wants to answer.
fn settings() -> String {
    let mut html = format!("<h2>{}</h2><ul class=\"wishes\">", say(Word::answering));
    for (name, is_on, word) in [
        ("confidence", player().setting("confidence") == "on", Word::ask_confidence),
        ("shortcuts", player().setting("shortcuts") != "off", Word::use_keys),
    ] {
        html += &format!(
            "<li><label class=\"wish\"><input type=\"checkbox\" data-setting=\"{name}\"{}><span>{}</span></label></li>",
            if is_on { " checked" } else { "" },
            say(word),
        );
    }
    html + "</ul>"
}

/// Lists questions by their prompts, as they were worded when they were asked. What is in the archive is looked up
/// there.
async fn list_missed(list: Element, missed: Vec<Card>) {
    let lessons = begun();
    let mut html = String::new();
    let mut known: Option<(String, AskedRecord)> = None;
    for Card { lesson, question, .. } in missed {
        if known.as_ref().is_none_or(|(known, _)| *known != lesson) {
            known = Some((lesson.clone(), asked(&lesson).await));
        }
        let wordings = known.iter().flat_map(|(_, asked)| asked.wordings());
        let wording = wordings.filter(|wording| wording.key == question).max_by_key(|wording| wording.number);
        let prompt = wording.map_or("", |wording| &wording.question.text);
        // Code and formulas stand between back quotes.
        let parts = prompt.split('`').enumerate().map(|(at, part)| match at % 2 {
            0 => escaped(part),
            _ => format!("<code>{}</code>", escaped(part)),
        });
        html += &format!(
            "<li><span class=\"missed-prompt\">{}</span> {}</li>",
            parts.collect::<String>(),
            link(&lessons, &lesson)
        );
    }
    if list.is_connected() {
        list.set_inner_html(&html);
    }
}

async fn asked(lesson: &str) -> AskedRecord {
    let key = Key::Asked(lesson.to_owned()).to_string();
    let start = key.trim_start_matches(course::progress::PREFIX);
    let mut text = pairs(player().stored(start)).find(|(name, _)| *name == key).map(|(_, text)| text);
    if text.is_none() {
        text = archive::of_lessons(&[lesson.to_owned()]).await.ok().and_then(|mut found| found.remove(&key));
    }
    match text.map(|text| parse(&text)) {
        Some(Found::Record(asked)) => asked,
        _ => AskedRecord::default(),
    }
}

/// Shows the question that the session is at; where it is not there any more, that is remembered and the next is shown.
fn show_question(place: &Element, anew: bool) {
    loop {
        let current = SESSION.with_borrow(|session| {
            let session = session.as_ref()?;
            let (lesson, question) = session.current()?;
            Some((lesson.to_owned(), question.to_owned(), session.place()))
        });
        let Some((lesson, question, (at, all))) = current else { return end(place) };
        place.set_inner_html(&format!(
            "<p class=\"session-head\"><span>{}</span> <span>{}</span></p><div class=\"asked\"></div>\
             <p class=\"buttons answered\" hidden>{}{}</p><p class=\"buttons open\">{}{}</p>",
            messages::with_numbers(Word::question, &[at, all]),
            messages::with_text(Word::from_lesson, &link(&begun(), &lesson)),
            button("next", "button", say(Word::go_on)),
            button("easy", "button quiet", say(Word::easy)),
            button("skip", "button quiet", say(Word::leave_for_now)),
            button("end", "button quiet", say(Word::end_review)),
        ));
        let Some(asked) = within(place, ".asked") else { return };
        if player().ask(asked.clone(), &lesson, question.clone(), anew) {
            watch(place, &asked);
            look_whether_answered(place);
            if anew && let Some(fieldset) = within(&asked, ".question") {
                _ = fieldset.set_attribute("tabindex", "-1");
                focus(&fieldset);
            }
            return;
        }
        rate(&lesson, &question, Some(0));
        SESSION.with_borrow_mut(|session| session.iter_mut().for_each(Session::take_out));
    }
}

/// Looks whether the question was answered, whenever the buttons of it are hidden.
fn watch(place: &Element, asked: &Element) {
    let place = place.clone();
    let look = Closure::<dyn Fn()>::new(move || look_whether_answered(&place));
    let options = MutationObserverInit::new();
    options.set_subtree(true);
    options.set_attributes(true);
    options.set_attribute_filter(&js_sys::Array::of1(&"hidden".into()));
    // It lives as long as the element.
    if let Ok(observer) = MutationObserver::new(look.into_js_value().unchecked_ref()) {
        _ = observer.observe_with_options(asked, &options);
    }
}

fn look_whether_answered(place: &Element) {
    if within(place, ".asked .actions[hidden]").is_none() {
        return;
    }
    let is_right = within(place, ".asked [data-verdict=correct]").is_some();
    SESSION.with_borrow_mut(|session| session.iter_mut().for_each(|it| it.answer(is_right)));
    show(place, ".answered", true);
    show(place, "[data-do=easy]", is_right);
    show(place, "[data-do=skip]", false);
}

fn show(place: &Element, css: &str, is_shown: bool) {
    if let Some(part) = within(place, css).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        part.set_hidden(!is_shown);
    }
}

/// Gives the last review of a question another rating; with `Some(0)` a new one, that the question is not there.
fn rate(lesson: &str, question: &str, gone: Option<u8>) {
    let key = Key::cards(lesson).to_string();
    let start = key.trim_start_matches(course::progress::PREFIX);
    let text = pairs(player().stored(start)).find(|(name, _)| *name == key).map(|(_, text)| text);
    let mut record = CardRecord::default();
    let last = match text.map(|text| parse::<CardRecord>(&text)) {
        Some(Found::Record(known)) => known.reviews(question).last().copied(),
        _ => None,
    };
    // A clock that was ahead does not make it come back.
    let last_time = last.map_or(0, |last| last.time);
    record.put(
        question,
        match gone {
            Some(rating) => Review { time: dates::now().max(last_time + 1000), rating },
            None => Review { time: last_time, rating: 4 },
        },
    );
    player().recall(flat([(key, print(&record))]));
}

/// What the session has brought.
fn end(place: &Element) {
    let Some(session) = SESSION.take() else { return show_overview(place, String::new(), false) };
    let (right, all) = session.score();
    let mut said = format!("<p class=\"session-end\">{}</p>", say(Word::review_done));
    if all > 0 {
        said += &format!("<p>{}</p>", messages::with_numbers(Word::result, &[right, all, right * 100 / all]));
    }
    show_overview(place, said, true);
}

/// Begins a session with the cards that are meant, at this time.
fn begin(place: &Element, is_meant: fn(&Card, u64) -> bool) {
    let place = place.clone();
    spawn_local(async move {
        let now = dates::now();
        let cards = all_cards(now).await;
        if place.is_connected() {
            SESSION.set(Some(Session::of(cards.iter().filter(|card| is_meant(card, now)))));
            show_question(&place, true);
        }
    });
}

fn clicked(place: &Element, target: &Element) {
    let Ok(Some(pressed)) = target.closest("[data-do]") else { return };
    match pressed.get_attribute("data-do").unwrap_or_default().as_str() {
        "due" => begin(place, |card, now| card.memory.due() <= now),
        "missed" if within(place, ".asked").is_none() => begin(place, |card, _| card.memory.rating == 1),
        "easy" => {
            let current = SESSION.with_borrow(|session| {
                let (lesson, question) = session.as_ref()?.current()?;
                Some((lesson.to_owned(), question.to_owned()))
            });
            if let Some((lesson, question)) = current {
                rate(&lesson, &question, None);
            }
            go_on(place);
        }
        "next" | "skip" => go_on(place),
        "end" => end(place),
        _ => {}
    }
}

fn go_on(place: &Element) {
    SESSION.with_borrow_mut(|session| session.iter_mut().for_each(Session::go_on));
    show_question(place, true);
}

fn changed(_: &Element, target: &Element) {
    if let (Some(name), Some(field)) =
        (target.get_attribute("data-setting"), target.dyn_ref::<HtmlInputElement>())
    {
        let value = if field.checked() { "on" } else { "off" };
        player().set(&name, value);
        // Where nothing can be stored, the page still knows.
        if let Some(page) = document().and_then(|it| it.document_element()) {
            _ = page.set_attribute(&format!("data-{name}"), value);
        }
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        _ = element.focus();
        element.scroll_into_view();
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
