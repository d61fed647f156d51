//! A quiz: its questions, one attempt at them, the score, and another try.

use std::sync::Arc;

use course::grading::Score;
use course::progress::{self, AnswerRecord, AttemptRecord};
use course::quiz::{Question, QuestionKind, Quiz};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::app::player;
use crate::components::single_choice::SingleChoice;
use crate::learner::Learner;
use crate::messages;
use crate::navigator;

/// A quiz with the attempt at it that is played, and the answers given so far.
#[derive(Clone)]
pub(crate) struct Attempt {
    quiz: Arc<Quiz>,
    record: RwSignal<AttemptRecord>,
    /// In the order of the questions.
    answers: RwSignal<Vec<Option<AnswerRecord>>>,
}

/// Takes the answer to a question, each time it changes.
pub(crate) type Give = Arc<dyn Fn(AnswerRecord) + Send + Sync>;

impl Attempt {
    /// Opens the attempt that was played last, or the first one.
    pub(crate) fn open(learner: Learner, lesson: &str, quiz: Quiz) -> Self {
        let record = learner.attempt(lesson, &quiz.id);
        let answers =
            quiz.questions.iter().map(|question| learner.answer(&record.id, &question.id)).collect();
        Self { quiz: Arc::new(quiz), record: RwSignal::new(record), answers: RwSignal::new(answers) }
    }

    /// The score so far.
    fn score(&self) -> Score {
        self.answers.with(|answers| {
            progress::score(&self.quiz, &(0..self.quiz.questions.len()).collect::<Vec<_>>(), answers)
        })
    }
}

/// One of the quizzes of a lesson, with its current attempt. The lesson is completed when the last open question
/// of all its `attempts` is answered.
#[component]
pub(crate) fn QuizSection(lesson: &'static str, attempts: Arc<[Attempt]>, index: usize) -> impl IntoView {
    let learner = player().learner;
    let attempt = attempts[index].clone();
    let Attempt { quiz, record, answers } = attempt.clone();

    let retry = {
        let quiz = quiz.clone();
        move |event: MouseEvent| {
            answers.set(vec![None; quiz.questions.len()]);
            record.set(learner.begin_attempt(lesson, &quiz.id));
            // The button that was pressed is gone with the attempt: reading begins again at the first question.
            let button = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(section) = button.and_then(|button| button.closest(".quiz").ok().flatten()) {
                navigator::focus(&section);
                navigator::scroll_to(&section);
            }
        }
    };
    let give = move |at: usize, question: &str, answer: AnswerRecord| {
        learner.set_answer(&record.get_untracked().id, question, &answer);
        answers.update(|answers| answers[at] = Some(answer));
        if attempts.iter().all(|attempt| untrack(|| attempt.score()).is_complete()) {
            learner.complete_lesson(lesson);
        }
    };
    // Drawn anew for every attempt, since the order of the choices is the attempt's.
    let questions = {
        let quiz = quiz.clone();
        move || {
            let seed = record.get().id;
            let count = quiz.questions.len();
            let draw = |(at, question): (usize, &Question)| {
                let (id, give) = (question.id.clone(), give.clone());
                let give: Give = Arc::new(move |answer| give(at, &id, answer));
                let answer = answers.with_untracked(|answers| answers[at].clone()).unwrap_or_default();
                let label = messages::question_of(at + 1, count);
                question_box(question.clone(), label, &seed, answer, give)
            };
            quiz.questions.iter().enumerate().map(draw).collect_view()
        }
    };
    let count = {
        let attempt = attempt.clone();
        move || messages::answered(attempt.score())
    };
    let result = move || {
        let score = attempt.score();
        let passed = if score.is_passed() { "true" } else { "false" };
        let retry = retry.clone();
        score.is_complete().then(|| {
            view! {
                <div class="quiz-result" data-passed=passed>
                    <p class="quiz-score">{messages::result(score)}</p>
                    <p>{messages::result_advice(score)}</p>
                    <button type="button" class="button quiet retry" on:click=retry>
                        {messages::TRY_AGAIN}
                    </button>
                </div>
            }
        })
    };

    view! {
        <section class="quiz" tabindex="-1" aria-labelledby=quiz.id.clone()>
            <header class="quiz-head">
                <h2 id=quiz.id.clone()>{quiz.title.clone()}</h2>
                <p class="quiz-count">{count}</p>
            </header>
            {questions}
            <div role="status">{result}</div>
        </section>
    }
}

/// Draws a question as the kind that it is.
fn question_box(question: Question, label: String, seed: &str, answer: AnswerRecord, give: Give) -> AnyView {
    let seed = format!("{seed}/{}", question.id);
    match &question.kind {
        QuestionKind::SingleChoice { .. } => {
            view! { <SingleChoice question=question label seed answer give /> }.into_any()
        }
        _ => ().into_any(),
    }
}
