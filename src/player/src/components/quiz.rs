//! A quiz: its questions, one attempt at them, the score, and another try.

use std::collections::HashMap;

use course::grading::Score;
use course::progress::{self, AnswerRecord, AttemptRecord};
use course::quiz::{Question, QuestionKind, Quiz};
use leptos::html;
use leptos::prelude::*;

use crate::browser;
use crate::components::single_choice::SingleChoice;
use crate::learner::Learner;
use crate::messages;
use crate::navigator;

/// The current attempt at one quiz, with the answers given so far.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    record: RwSignal<AttemptRecord>,
    answers: RwSignal<HashMap<String, AnswerRecord>>,
}

/// The attempts at all quizzes of a lesson: the lesson is completed when the last question of all is answered.
#[derive(Clone)]
pub(crate) struct Tally {
    lesson: String,
    attempts: Vec<(Quiz, Attempt)>,
}

impl Attempt {
    fn open(learner: Learner, lesson: &str, quiz: &Quiz) -> Self {
        let record = learner.attempt(lesson, &quiz.id);
        let answer =
            |question: &Question| Some((question.id.clone(), learner.answer(&record.id, &question.id)?));
        let answers = quiz.questions.iter().filter_map(answer).collect();
        Self { record: RwSignal::new(record), answers: RwSignal::new(answers) }
    }

    fn score(self, quiz: &Quiz) -> Score {
        self.answers.with(|answers| progress::score(quiz, |question| answers.get(question)))
    }
}

impl Tally {
    /// Opens the attempts at the quizzes of a lesson.
    pub(crate) fn new(lesson: &str, quizzes: &[Quiz]) -> Self {
        let learner = expect_context::<Learner>();
        let open = |quiz: &Quiz| (quiz.clone(), Attempt::open(learner, lesson, quiz));
        Self { lesson: lesson.to_owned(), attempts: quizzes.iter().map(open).collect() }
    }

    fn attempt(&self, quiz: &str) -> Option<Attempt> {
        self.attempts.iter().find(|(known, _)| known.id == quiz).map(|(_, attempt)| *attempt)
    }

    fn is_complete(&self) -> bool {
        self.attempts.iter().all(|(quiz, attempt)| untrack(|| attempt.score(quiz)).is_complete())
    }
}

/// A quiz with its current attempt.
#[component]
pub(crate) fn QuizSection(quiz: Quiz, tally: Tally) -> impl IntoView {
    let learner = expect_context::<Learner>();
    let attempt = tally.attempt(&quiz.id);
    attempt.map(|attempt| {
        let quiz = StoredValue::new(quiz);
        let tally = StoredValue::new(tally);
        let section = NodeRef::<html::Section>::new();
        let score = Memo::new(move |_| quiz.with_value(|quiz| attempt.score(quiz)));
        let retry = move |_| {
            let record = tally.with_value(|tally| quiz.with_value(|quiz| learner.begin_attempt(&tally.lesson, &quiz.id)));
            attempt.answers.update(HashMap::clear);
            attempt.record.set(record);
            // The button that was pressed is gone with the attempt: reading begins again at the first question.
            if let Some(section) = section.get_untracked() {
                navigator::focus(&section);
                navigator::scroll_to(&section);
            }
        };
        let give = move |question: &str, answer: AnswerRecord| {
            learner.set_answer(&attempt.record.get_untracked().id, question, &answer);
            attempt.answers.update(|answers| {
                answers.insert(question.to_owned(), answer);
            });
            tally.with_value(|tally| {
                if tally.is_complete() {
                    learner.complete_lesson(&tally.lesson);
                }
            });
        };
        // Drawn anew for every attempt, since the order of the choices is the attempt's.
        let questions = move || {
            let seed = attempt.record.get().id;
            quiz.with_value(|quiz| {
                let count = quiz.questions.len();
                let draw = |(index, question): (usize, &Question)| {
                    let number = index + 1;
                    let id = question.id.clone();
                    let answer = untrack(|| attempt.answers.with(|answers| answers.get(&id).cloned()));
                    let give = Callback::new(move |answer: AnswerRecord| give(&id, answer));
                    view! { <QuestionBox question=question.clone() number count seed=seed.clone() answer give /> }
                };
                quiz.questions.iter().enumerate().map(draw).collect_view()
            })
        };

        view! {
            <section class="quiz" tabindex="-1" node_ref=section aria-labelledby=quiz.with_value(|quiz| quiz.id.clone())>
                <header class="quiz-head">
                    <h2 id=quiz.with_value(|quiz| quiz.id.clone())>{quiz.with_value(|quiz| quiz.title.clone())}</h2>
                    <p class="quiz-count">{move || messages::answered(score.get())}</p>
                </header>
                {questions}
                <div role="status">
                    <Show when=move || score.get().is_complete()>
                        <div class="quiz-result" data-passed=move || score.get().is_passed().to_string()>
                            <p class="quiz-score">{move || messages::result(score.get())}</p>
                            <p>{move || messages::result_advice(score.get())}</p>
                            <button type="button" class="button quiet retry" on:click=retry>
                                {messages::TRY_AGAIN}
                            </button>
                        </div>
                    </Show>
                </div>
            </section>
        }
    })
}

/// One question: draws the kind it is and hands the answer on.
#[component]
fn QuestionBox(
    question: Question,
    number: usize,
    count: usize,
    seed: String,
    answer: Option<AnswerRecord>,
    give: Callback<AnswerRecord>,
) -> impl IntoView {
    let label = messages::question_of(number, count);
    match question.kind.clone() {
        QuestionKind::SingleChoice { choices, correct } => {
            view! { <SingleChoice question choices correct label seed answer give /> }
        }
    }
}

/// An answer that is handed in now.
pub(crate) fn checked(answer: &AnswerRecord) -> AnswerRecord {
    AnswerRecord { checked: Some(browser::now()), ..answer.clone() }
}
