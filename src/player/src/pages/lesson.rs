//! A lesson: the outline of its course, its text, its quizzes, and the way on.

use course::lesson::Block;
use course::library::{LessonKind, Placed};
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use crate::app::player;
use crate::attempt::Attempts;
use crate::away;
use crate::components::facts::lesson_facts;
use crate::components::header::Trail;
use crate::components::lesson_foot::LessonFoot;
use crate::components::outline::OutlinePanel;
use crate::components::project;
use crate::components::quiz::Quizzes;
use crate::fields;
use crate::messages::{self, Word, say};

/// The page of one lesson.
#[component]
pub(crate) fn LessonPage(place: Placed<'static>) -> impl IntoView {
    let player = player();
    let Placed { course, section, lesson, .. } = place;
    let body = player.content.body(&lesson.id);
    let damaged = body.is_none();
    if !damaged {
        player.learner.open_lesson(&lesson.id);
    }
    let mut blocks = body.unwrap_or_default().blocks;
    let quizzes = blocks.iter_mut().filter_map(|block| match block {
        Block::Quiz(quiz) => Some(std::mem::take(quiz)),
        _ => None,
    });
    let attempts = Attempts::open(player.learner, lesson, quizzes.collect());
    let is_asked = !attempts.list.is_empty();
    let has_button = !is_asked || lesson.kind == LessonKind::Project;
    let quizzes = Quizzes::new(attempts, player.navigator);
    let id = lesson.id.as_str();
    let away = is_asked.then(|| away::fetch(player, id)).flatten();
    let mut quiz = 0..;
    let content: Vec<_> = blocks
        .into_iter()
        .map(|block| {
            let waits = away.filter(|_| matches!(block, Block::Quiz(_)));
            let (class, html) = match block {
                Block::Html(html) => ("lesson-text", player.navigator.html(&html)),
                Block::Quiz(_) => ("", quizzes.section(quiz.next().unwrap_or_default())),
                Block::Tasks(tasks) => ("", project::tasks(player, id, &tasks)),
                Block::Rubric(rubric) => ("", project::rubric(player, id, &rubric)),
                Block::Submission => ("", project::submission(player, id)),
            };
            view! { <div class=class inert=waits.is_some() data-away=waits inner_html=html></div> }
        })
        .collect();
    // All that is done on the page is heard in one place: each handler is code that every learner fetches.
    let input = {
        let quizzes = quizzes.clone();
        move |event: Event| {
            if let Some(field) = fields::target(event.target()) {
                project::input(player, id, &field);
                quizzes.input(&field);
            }
        }
    };
    // Not every browser tells of a list by the one event, nor of every key by the other.
    let change = input.clone();
    let key = {
        let quizzes = quizzes.clone();
        move |event: KeyboardEvent| {
            if let Some(field) =
                fields::target(event.target()).filter(|_| event.key() == "Enter" && !event.repeat())
            {
                quizzes.enter(&field);
            }
        }
    };
    {
        let quizzes = quizzes.clone();
        Effect::new(move |_| {
            if let Some(key) = player.learner.heard() {
                quizzes.hear(&key);
                project::hear(player, id, &key);
            }
        });
    }
    let click = move |event: MouseEvent| {
        if let Some(button) =
            fields::target(event.target()).and_then(|target| fields::around(&target, "button"))
        {
            quizzes.click(&button);
            project::click(player, id, &button);
        }
    };

    view! {
        <div class="with-outline">
            <OutlinePanel course current=lesson.id.as_str() />
            <main data-page="lesson" class="page" on:input=input on:change=change on:keydown=key on:click=click>
                <Trail course=Some(course) />
                <header class="lesson-head">
                    <p class="eyebrow">
                        {(!section.title.is_empty()).then_some(section.title.as_str())}
                        {messages::kind(lesson.kind).map(|kind| view! { <span class="tag">{kind}</span> })}
                    </p>
                    <h1>{lesson.title.as_str()}</h1>
                    {lesson_facts(lesson)}
                </header>
                {damaged.then(|| view! { <p class="notice" role="alert">{say(Word::lesson_damaged)}</p> })}
                {content}
                <LessonFoot place has_button />
            </main>
        </div>
    }
}
