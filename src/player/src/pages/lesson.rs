//! A lesson: the outline of its course, its text, its quizzes, and the way on. Of a large library the text may have to be
//! fetched first; everything else is there at once.

use std::cell::RefCell;
use std::rc::Rc;

use course::lesson::{Block, Heading};
use course::library::{LessonKind, Placed};
use course::quiz::Quiz;
use course::route::{Route, Tool, encode};
use leptos::prelude::*;
use web_sys::{DocumentFragment, Element, Event};

use crate::app::Player;
use crate::attempt::Attempts;
use crate::away;
use crate::components::course_card::prerequisites;
use crate::components::facts::lesson_facts;
use crate::components::header::trail;
use crate::components::lesson_foot::{completion, lesson_foot};
use crate::components::outline;
use crate::components::project;
use crate::components::quiz::Quizzes;
use crate::fields::{self, escaped};
use crate::messages::{self, Word, say, tool_title};

/// What is played on the page of a lesson.
pub(crate) struct Played {
    /// The lesson's id.
    id: &'static str,
    quizzes: Quizzes,
}

thread_local! {
    /// Of the lesson that is shown, or was shown last.
    static PLAYED: RefCell<Option<Rc<Played>>> = const { RefCell::new(None) };
}

/// The text of a lesson that is likely to be shown next.
struct Ready {
    id: String,
    headings: Vec<Heading>,
    blocks: Vec<Block>,
    /// What its blocks of HTML are, in their order, for a browser.
    texts: Vec<DocumentFragment>,
}

thread_local! {
    static READY: RefCell<Option<Ready>> = const { RefCell::new(None) };
}

/// Gets the text of a lesson ready for whoever is about to go there: to read it takes a browser longer than all else that a
/// page is drawn from, and it is the same for every learner.
pub(crate) fn get_ready(player: Player, id: String) {
    if READY.with_borrow(|ready| ready.as_ref().is_some_and(|ready| ready.id == id)) {
        return;
    }
    let Ok(body) = player.content.body(&id) else { return };
    let fragment = |block: &Block| match block {
        Block::Html(html) => Some(fields::fragment(&player.navigator.html(html))),
        _ => None,
    };
    let Some(texts) = body.blocks.iter().filter_map(fragment).collect() else { return };
    READY.replace(Some(Ready { id, headings: body.headings, blocks: body.blocks, texts }));
}

/// Puts texts that are ready into their places, once the page is drawn around them.
fn put_texts(texts: Vec<DocumentFragment>) {
    leptos::task::spawn_local(async move {
        let mut texts = texts.into_iter();
        fields::each(document().query_selector_all("main .lesson-text"), &mut |place| {
            if let Some(text) = texts.next() {
                _ = place.append_child(&text);
            }
        });
    });
}

/// The page of one lesson.
pub(crate) fn page(player: Player, place: Placed<'static>) -> String {
    let Placed { course, lesson, .. } = place;
    let ready = READY.take().filter(|ready| ready.id == lesson.id);
    let body = match ready {
        Some(Ready { headings, blocks, texts, .. }) => Ok((headings, blocks, Some(texts))),
        None => player.content.body(&lesson.id).map(|body| (body.headings, body.blocks, None)),
    };
    let is_here = body.is_ok();
    if is_here {
        player.learner.open_lesson(&lesson.id);
    }
    // What `boot.js` is fetching has the page drawn again once it is here.
    let (headings, mut blocks, texts) =
        body.unwrap_or_else(|module| (Vec::new(), vec![Block::Html(messages::no_text(module))], None));
    let attempts = Attempts::open(player.learner, lesson, quizzes(&mut blocks));
    let is_asked = !attempts.list.is_empty();
    let has_button = is_here && (!is_asked || lesson.kind == LessonKind::Project);
    let quizzes = Quizzes::new(attempts, player.navigator);
    let id = lesson.id.as_str();
    let away = is_asked.then(|| away::fetch(player, id)).flatten();
    let mut quiz = 0..;
    let mut html = head(player, place) + &contents(player, place, &headings);
    for block in blocks {
        let waits = matches!(block, Block::Quiz(_)).then_some(away.as_deref()).flatten();
        let (class, block) = match block {
            Block::Html(_) if texts.is_some() => ("lesson-text", String::new()),
            Block::Html(html) => (if is_here { "lesson-text" } else { "" }, player.navigator.html(&html)),
            Block::Quiz(_) => ("", quizzes.section(quiz.next().unwrap_or_default())),
            Block::Tasks(tasks) => ("", project::tasks(player, id, &tasks)),
            Block::Rubric(rubric) => ("", project::rubric(player, id, &rubric)),
            Block::Submission => ("", project::submission(player, id)),
        };
        html += &format!("<div class=\"{class}\"{}>{block}</div>", waits.unwrap_or_default());
    }
    if let Some(texts) = texts {
        put_texts(texts);
    }
    html += &lesson_foot(player, place, has_button);
    let panel = outline::panel(player, course, id);
    let html = format!("<div class=\"with-outline\">{panel}{}</div>", super::page("lesson", &html));
    let played = play(id, quizzes);
    Effect::new(move |_| {
        if let Some(key) = player.learner.heard() {
            played.quizzes.hear(&key);
            project::hear(player, id, &key);
        }
    });

    // Whether it is completed is said anew where that changes, beside fields that stay as they are.
    Effect::new(move |_| {
        let completion = completion(player, id, has_button);
        if let Ok(Some(foot)) = document().query_selector(".lesson-foot") {
            fields::put_html(&foot, "[role=status]", &completion);
        }
    });

    html
}

/// The page of a lesson whose course is not open yet.
pub(crate) fn closed_page(player: Player, place: Placed<'_>) -> String {
    super::page("lesson", &(head(player, place) + &prerequisites(player, place.course)))
}

/// Follows what is done in these quizzes of a lesson, by its id, in the place of those that were shown before.
pub(crate) fn play(id: &'static str, quizzes: Quizzes) -> Rc<Played> {
    let played = Rc::new(Played { id, quizzes });
    PLAYED.replace(Some(played.clone()));
    played
}

/// Takes the quizzes out of a lesson.
pub(crate) fn quizzes(blocks: &mut [Block]) -> Vec<Quiz> {
    let quizzes = blocks.iter_mut().filter_map(|block| match block {
        Block::Quiz(quiz) => Some(std::mem::take(quiz)),
        _ => None,
    });
    quizzes.collect()
}

/// Does what is done on the page of a lesson, or at a question that comes back for review. `button` is the one that was
/// clicked; of keys only Enter is heard.
pub(crate) fn hear(player: Player, event: &Event, target: &Element, button: Option<&Element>) {
    let played = PLAYED
        .with_borrow(Clone::clone)
        .filter(|_| fields::around(target, "[data-page=lesson], .asked").is_some());
    let Some(played) = played else { return };
    let Played { id, quizzes } = &*played;
    if let Some(button) = button {
        quizzes.click(button);
        project::click(player, id, button);
        if button.class_list().contains("complete") {
            player.learner.complete_lesson(id);
        }
        return;
    }
    match event.type_().as_str() {
        "click" => {}
        "keydown" => quizzes.enter(target),
        _ => {
            project::input(player, id, target);
            quizzes.input(target);
        }
    }
}

/// The contents of the page, where there are any. A narrow window has them folded away, a wide one beside the text.
fn contents(player: Player, place: Placed<'_>, headings: &[Heading]) -> String {
    let href = player.navigator.lesson_href(&place.course.id, &place.lesson.id);
    let mut items = String::new();
    for heading in headings.iter().filter(|heading| matches!(heading.level, 2 | 3)) {
        let level = if heading.level == 2 { "<li>" } else { "<li class=\"lower\">" };
        let link = [
            level,
            "<a href=\"",
            &href,
            "#",
            &encode(&heading.id),
            "\">",
            &escaped(&heading.text),
            "</a></li>",
        ];
        items += &link.concat();
    }
    if items.is_empty() {
        return items;
    }
    let title = escaped(say(Word::on_this_page));
    format!(
        "<nav class=\"toc\" aria-label=\"{title}\"><button type=\"button\" class=\"outline-toggle\" \
         aria-expanded=\"false\">{title}</button><p aria-hidden=\"true\">{title}</p><ol>{items}</ol></nav>"
    )
}

/// What stands above the text.
fn head(player: Player, place: Placed<'_>) -> String {
    let kind =
        messages::kind(place.lesson.kind).map(|kind| ["<span class=\"tag\">", kind, "</span>"].concat());
    format!(
        "{}<header class=\"lesson-head\"><p class=\"eyebrow\">{}{}</p><h1>{}</h1>{}\
         <p class=\"lesson-tools\"><button type=\"button\" class=\"bookmark\" aria-pressed=\"false\">{}</button>\
         <button type=\"button\" class=\"write-note\">{}</button><a href=\"{}\">{}</a></p></header>",
        trail(player, Some(place.course)),
        escaped(&place.section.title),
        kind.unwrap_or_default(),
        escaped(&place.lesson.title),
        lesson_facts(place.lesson),
        // `boot.js` hears of these, and fetches the margin.
        say(Word::bookmark),
        say(Word::write_note),
        player.navigator.href(&Route::Tool(Tool::Notes)),
        tool_title(Tool::Notes),
    )
}
