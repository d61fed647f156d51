//! A lesson: the outline of its course, its text, its quizzes, and the way on.

use course::lesson::Block;
use course::library::Placed;
use course::route::with_links_at;
use leptos::prelude::*;

use crate::bundle::Content;
use crate::components::facts::Facts;
use crate::components::header::Trail;
use crate::components::lesson_foot::LessonFoot;
use crate::components::outline::OutlinePanel;
use crate::components::quiz::QuizSection;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;

/// The page of one lesson.
#[component]
pub(crate) fn LessonPage(place: Placed<'static>) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let root = expect_context::<Navigator>().root();
    let Placed { course, section, lesson, .. } = place;
    let body = expect_context::<Content>().body(&lesson.id);
    let damaged = body.is_none();
    if !damaged {
        learner.open_lesson(&lesson.id);
    }
    // Moved into the view once: the page is drawn anew for every lesson.
    let blocks = body.unwrap_or_default().blocks;
    let quizzes: Vec<_> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quiz(quiz) => Some(quiz.clone()),
            Block::Html(_) => None,
        })
        .collect();
    let tally = crate::components::quiz::Tally::new(&lesson.id, &quizzes);
    let kind = messages::kind(lesson.kind);

    view! {
        <div class="with-outline">
            <OutlinePanel course current=lesson.id.clone() />
            <main data-page="lesson" class="page">
                <Trail course=Some(course) />
                <header class="lesson-head">
                    <p class="eyebrow">
                        {(!section.title.is_empty()).then(|| section.title.clone())}
                        {kind.map(|kind| view! { <span class="tag">{kind}</span> })}
                    </p>
                    <h1>{lesson.title.clone()}</h1>
                    <Facts
                        difficulty=None
                        minutes=lesson.duration_minutes
                        questions=lesson.questions as usize
                    />
                </header>
                {damaged.then(|| view! { <p class="notice" role="alert">{messages::LESSON_DAMAGED}</p> })}
                {blocks
                    .into_iter()
                    .map(|block| match block {
                        Block::Html(html) => {
                            view! { <div class="lesson-text" inner_html=with_links_at(&html, &root)></div> }.into_any()
                        }
                        Block::Quiz(quiz) => view! { <QuizSection quiz tally=tally.clone() /> }.into_any(),
                    })
                    .collect_view()}
                <LessonFoot place has_questions=!quizzes.is_empty() />
            </main>
        </div>
    }
}
