//! A lesson: the outline of its course, its text, its quizzes, and the way on.

use course::lesson::Block;
use course::library::{LessonKind, Placed};
use leptos::prelude::*;

use crate::app::player;
use crate::attempt::Attempts;
use crate::components::facts::lesson_facts;
use crate::components::header::Trail;
use crate::components::lesson_foot::LessonFoot;
use crate::components::outline::OutlinePanel;
use crate::components::project;
use crate::components::quiz::quiz_section;
use crate::messages;

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
    let blocks = body.unwrap_or_default().blocks;
    let quizzes = blocks.iter().filter_map(|block| match block {
        Block::Quiz(quiz) => Some(quiz.clone()),
        _ => None,
    });
    let attempts = Attempts::open(player.learner, lesson, quizzes);
    let has_button = attempts.list.is_empty() || lesson.kind == LessonKind::Project;
    let id = lesson.id.as_str();
    let mut quiz = 0..;
    let content: Vec<_> = blocks
        .into_iter()
        .map(|block| match block {
            Block::Html(html) => {
                view! { <div class="lesson-text" inner_html=player.navigator.html(&html)></div> }.into_any()
            }
            Block::Quiz(_) => quiz_section(attempts.clone(), quiz.next().unwrap_or_default()),
            Block::Tasks(tasks) => project::tasks(id, &tasks),
            Block::Rubric(rubric) => project::rubric(id, &rubric),
            Block::Submission => project::submission(id),
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
                <LessonFoot place has_button />
            </main>
        </div>
    }
}
