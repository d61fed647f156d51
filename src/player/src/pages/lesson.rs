//! A lesson: the outline of its course, its text, its quizzes, and the way on.

use std::sync::Arc;

use course::lesson::Block;
use course::library::Placed;
use course::route::with_links_at;
use leptos::prelude::*;

use crate::app::player;
use crate::components::facts::lesson_facts;
use crate::components::header::Trail;
use crate::components::lesson_foot::LessonFoot;
use crate::components::outline::OutlinePanel;
use crate::components::quiz::{Attempt, QuizSection};
use crate::messages;

/// The page of one lesson.
#[component]
pub(crate) fn LessonPage(place: Placed<'static>) -> impl IntoView {
    let player = player();
    let root = player.navigator.root();
    let Placed { course, section, lesson, .. } = place;
    let body = player.content.body(&lesson.id);
    let damaged = body.is_none();
    if !damaged {
        player.learner.open_lesson(&lesson.id);
    }
    let blocks = body.unwrap_or_default().blocks;
    let attempts: Arc<[Attempt]> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quiz(quiz) => Some(Attempt::open(player.learner, &lesson.id, quiz.clone())),
            _ => None,
        })
        .collect();
    let has_questions = !attempts.is_empty();
    let mut quiz = 0..;
    let content: Vec<_> = blocks
        .into_iter()
        .map(|block| match block {
            Block::Html(html) => {
                view! { <div class="lesson-text" inner_html=with_links_at(&html, root, "")></div> }.into_any()
            }
            Block::Quiz(_) => {
                let index = quiz.next().unwrap_or_default();
                view! { <QuizSection lesson=lesson.id.as_str() attempts=attempts.clone() index /> }.into_any()
            }
            _ => ().into_any(),
        })
        .collect();

    view! {
        <div class="with-outline">
            <OutlinePanel course current=lesson.id.as_str() />
            <main data-page="lesson" class="page">
                <Trail course=Some(course) />
                <header class="lesson-head">
                    <p class="eyebrow">
                        {section.title.as_str()}
                        {messages::kind(lesson.kind).map(|kind| view! { <span class="tag">{kind}</span> })}
                    </p>
                    <h1>{lesson.title.as_str()}</h1>
                    {lesson_facts(lesson)}
                </header>
                {damaged.then(|| view! { <p class="notice" role="alert">{messages::LESSON_DAMAGED}</p> })}
                {content}
                <LessonFoot place has_questions />
            </main>
        </div>
    }
}
