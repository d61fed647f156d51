//! A quiz: its questions, one attempt at them, the score, and another try.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::attempt::{Asked, Attempt, Attempts};
use crate::components::question::question_box;
use crate::fields;
use crate::messages;
use crate::navigator;

/// One of the quizzes of a lesson, by its index, with its current attempt.
pub(crate) fn quiz_section(attempts: Arc<Attempts>, index: usize) -> AnyView {
    let attempt = &attempts.list[index];
    let id = attempt.quiz.id.clone();
    let title = attempt.quiz.title.clone();
    // Whether the learner was told that questions are open, and may hand in all the same.
    let warned = RwSignal::new(false);

    // Drawn anew for every attempt, since questions and orders are the attempt's.
    let questions = {
        let attempts = attempts.clone();
        move || {
            let asked = attempts.asked(index);
            let count = asked.len();
            let draw = |asked: Asked| {
                let points = asked.attempt().has_points().then(|| asked.question().points);
                let label = messages::question_of(asked.at + 1, count, points);
                question_box(asked, label)
            };
            asked.into_iter().map(draw).collect_view()
        }
    };
    let count = {
        let attempts = attempts.clone();
        move || messages::quiz_count(&attempts.list[index])
    };
    let end = {
        let attempts = attempts.clone();
        move || {
            let attempt = &attempts.list[index];
            let is_complete = attempt.score().is_complete();
            if is_complete {
                result(attempt)
            } else if attempt.is_handed_in_at_end() {
                hand_in(attempts.clone(), index, warned)
            } else {
                ().into_any()
            }
        }
    };
    let click = move |event: MouseEvent| {
        let Some(button) = fields::target(event.target()).filter(|target| target.has_attribute("data-do"))
        else {
            return;
        };
        let find = |css| button.closest(css).ok().flatten();
        let attempt = &attempts.list[index];
        if button.get_attribute("data-do").as_deref() == Some("retry") {
            warned.set(false);
            attempts.begin_again(index);
            // The button that was pressed is gone with the attempt: reading begins again at the first question.
            if let Some(section) = find(".quiz") {
                navigator::focus(&section);
                navigator::scroll_to(&section);
            }
        } else if warned.get_untracked() || untrack(|| attempt.answered()) == attempt.quiz.asked() {
            attempts.hand_in(index);
            if let Some(end) = find(".quiz-end") {
                navigator::focus(&end);
            }
        } else {
            warned.set(true);
        }
    };

    view! {
        <section class="quiz" tabindex="-1" aria-labelledby=id.clone()>
            <header class="quiz-head">
                <h2 id=id.clone()>{title}</h2>
                <p class="quiz-count">{count}</p>
            </header>
            {questions}
            <div class="quiz-end" role="status" tabindex="-1" on:click=click>
                {end}
            </div>
        </section>
    }
    .into_any()
}

/// What became of an attempt.
fn result(attempt: &Attempt) -> AnyView {
    let score = attempt.score();
    let left = attempt.left();
    let shows_answers = attempt.quiz.settings.shows_answers(score, left);
    let end = match left {
        Some(0) => view! { <p>{messages::LAST_ATTEMPT}</p> }.into_any(),
        _ => view! {
            <button type="button" class="button quiet retry" data-do="retry">
                {messages::try_again(left)}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="quiz-result" data-passed=if score.is_passed() { "true" } else { "false" }>
            <p class="quiz-score">{messages::result(score, attempt.has_points())}</p>
            <p>{messages::result_advice(score, left, shows_answers)}</p>
            {end}
        </div>
    }
    .into_any()
}

/// The way to hand all answers in together.
fn hand_in(attempts: Arc<Attempts>, index: usize, warned: RwSignal<bool>) -> AnyView {
    let open = move || {
        let attempt = &attempts.list[index];
        if warned.get() { attempt.quiz.asked() - attempt.answered() } else { 0 }
    };
    let line = move || messages::hand_in_line(open());
    view! {
        <div class="hand-in">
            <p>{line}</p>
            <button type="button" class="button" data-do="hand-in">
                {move || if warned.get() { messages::HAND_IN_SO } else { messages::HAND_IN }}
            </button>
        </div>
    }
    .into_any()
}
