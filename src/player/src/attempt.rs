//! The attempts at the quizzes of a lesson while they are played: which questions are asked, what is answered so far,
//! and what is remembered of it.
//!
//! Signals tell only what a page has to be drawn anew for: an answer that is checked, another attempt. A letter typed
//! or a choice picked is written down at once and tells nobody, as the field it was typed into shows it already.

use std::sync::Arc;

use course::grading::{self, Grade, Response, Score};
use course::library::{LessonKind, LessonOutline};
use course::progress::{self, AnswerRecord, AttemptRecord};
use course::quiz::{FeedbackTime, Question, Quiz};
use leptos::prelude::*;

use crate::browser;
use crate::learner::Learner;

/// The attempts at all quizzes of a lesson.
pub(crate) struct Attempts {
    learner: Learner,
    lesson: &'static LessonOutline,
    /// One for each quiz, in the order of the lesson.
    pub(crate) list: Vec<Attempt>,
}

/// The attempt at a quiz that is played.
pub(crate) struct Attempt {
    /// What is attempted.
    pub(crate) quiz: Quiz,
    /// Which attempt it is.
    pub(crate) played: RwSignal<Played>,
    answers: Vec<Answer>,
}

/// One attempt of several.
#[derive(Clone)]
pub(crate) struct Played {
    /// [`AttemptRecord::id`].
    pub(crate) id: String,
    /// How many attempts were begun, this one included.
    pub(crate) begun: usize,
    /// The questions it asks; see [`Quiz::drawn`].
    pub(crate) drawn: Vec<usize>,
}

/// The answer at one place of an attempt.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    /// As it is kept.
    pub(crate) record: RwSignal<AnswerRecord>,
    /// Whether there is enough of it to be judged.
    pub(crate) ready: RwSignal<bool>,
}

/// A question as an attempt asks it.
#[derive(Clone)]
pub(crate) struct Asked {
    attempts: Arc<Attempts>,
    quiz: usize,
    question: usize,
    /// Its place in the attempt, from 0.
    pub(crate) at: usize,
    /// The attempt's id, which is also the seed of all orders.
    attempt: String,
}

impl Attempts {
    /// Opens the attempts that were played last, or the first ones.
    pub(crate) fn open(
        learner: Learner,
        lesson: &'static LessonOutline,
        quizzes: impl IntoIterator<Item = Quiz>,
    ) -> Arc<Self> {
        let open = |quiz: Quiz| {
            let (record, begun) = learner.attempt(&lesson.id, &quiz.id);
            let played = Played { drawn: quiz.drawn(&record.id), id: record.id, begun };
            let answer = |at: &usize| {
                let question = &quiz.questions[*at];
                let record = learner.answer(&played.id, &question.id).unwrap_or_default();
                let ready = grading::is_complete(question, &record.response);
                Answer { record: RwSignal::new(record), ready: RwSignal::new(ready) }
            };
            let answers = played.drawn.iter().map(answer).collect();
            Attempt { quiz, played: RwSignal::new(played), answers }
        };
        Arc::new(Self { learner, lesson, list: quizzes.into_iter().map(open).collect() })
    }

    /// The questions of the current attempt at a quiz, by the index of the quiz.
    pub(crate) fn asked(self: &Arc<Self>, quiz: usize) -> Vec<Asked> {
        let Played { id, drawn, .. } = self.list[quiz].played.get();
        let asked =
            |(at, question)| Asked { attempts: self.clone(), quiz, question, at, attempt: id.clone() };
        drawn.into_iter().enumerate().map(asked).collect()
    }

    /// Hands in whatever is answered, and what is not as it is.
    pub(crate) fn hand_in(self: &Arc<Self>, quiz: usize) {
        for asked in untrack(|| self.asked(quiz)) {
            asked.hand_in();
        }
    }

    /// Begins another attempt at a quiz.
    pub(crate) fn begin_again(&self, quiz: usize) {
        let attempt = &self.list[quiz];
        let AttemptRecord { id, .. } = self.learner.begin_attempt(&self.lesson.id, &attempt.quiz.id);
        for answer in &attempt.answers {
            answer.record.set(AnswerRecord::default());
            answer.ready.set(false);
        }
        let begun = untrack(|| attempt.begun()) + 1;
        attempt.played.set(Played { drawn: attempt.quiz.drawn(&id), id, begun });
    }

    /// A lesson is completed by its questions, unless it is a project: that is completed by its learner's own word.
    fn complete(&self) {
        let is_answered = |attempt: &Attempt| untrack(|| attempt.score()).is_complete();
        if self.lesson.kind != LessonKind::Project && self.list.iter().all(is_answered) {
            self.learner.complete_lesson(&self.lesson.id);
        }
    }
}

impl Attempt {
    /// The score of what is handed in so far.
    pub(crate) fn score(&self) -> Score {
        let answers: Vec<_> = self.answers.iter().map(|answer| Some(answer.record.get())).collect();
        self.played.with(|played| progress::score(&self.quiz, &played.drawn, &answers))
    }

    /// How many questions have an answer, handed in or not.
    pub(crate) fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| answer.ready.get()).count()
    }

    /// How many attempts were begun, this one included.
    pub(crate) fn begun(&self) -> usize {
        self.played.with(|played| played.begun)
    }

    /// How many more attempts there are after this one; `None` for as many as the learner likes.
    pub(crate) fn left(&self) -> Option<usize> {
        self.quiz.settings.attempts_left(self.begun())
    }

    /// Whether questions weigh more than a point, so that points are worth telling of.
    pub(crate) fn has_points(&self) -> bool {
        self.quiz.questions.iter().any(|question| question.points != 1)
    }

    /// Whether the answers are handed in all together.
    pub(crate) fn is_handed_in_at_end(&self) -> bool {
        self.quiz.settings.feedback == FeedbackTime::AtEnd
    }
}

impl Asked {
    /// The quiz and the attempt it is asked in.
    pub(crate) fn attempt(&self) -> &Attempt {
        &self.attempts.list[self.quiz]
    }

    /// What is asked.
    pub(crate) fn question(&self) -> &Question {
        &self.attempt().quiz.questions[self.question]
    }

    /// What is answered.
    pub(crate) fn answer(&self) -> Answer {
        self.attempt().answers[self.at]
    }

    /// The seed of the order in which what can be chosen is shown; without the attempt where the author wants no
    /// order of its own for each.
    pub(crate) fn seed(&self) -> String {
        let attempt = if self.attempt().quiz.settings.shuffle_choices { &self.attempt } else { "" };
        format!("{attempt}/{}", self.question().id)
    }

    /// How good the answer is, once it is handed in.
    pub(crate) fn grade(&self) -> Option<Grade> {
        self.answer().record.with(|answer| answer.checked.map(|_| self.grade_of(&answer.response)))
    }

    /// How good a response would be.
    pub(crate) fn grade_of(&self, response: &Response) -> Grade {
        grading::grade(self.question(), response)
    }

    /// Whether the right answer to what is handed in may be seen.
    pub(crate) fn shows_answers(&self) -> bool {
        let attempt = self.attempt();
        attempt.quiz.settings.shows_answers(attempt.score(), attempt.left())
    }

    /// Takes a change of the answer by a field that shows it already.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Response)) {
        let Answer { record, ready } = self.answer();
        record.update_untracked(|answer| change(&mut answer.response));
        let answer = record.get_untracked();
        let is_ready = grading::is_complete(self.question(), &answer.response);
        if ready.get_untracked() != is_ready {
            ready.set(is_ready);
        }
        self.keep(&answer);
    }

    /// Hands the answer in.
    pub(crate) fn hand_in(&self) {
        let record = self.answer().record;
        if record.with_untracked(|answer| answer.checked.is_none()) {
            record.update(|answer| answer.checked = Some(browser::now()));
            self.keep(&record.get_untracked());
            self.attempts.complete();
        }
    }

    /// Shows one more hint.
    pub(crate) fn take_hint(&self) {
        let record = self.answer().record;
        if (record.with_untracked(|answer| answer.hints) as usize) < self.question().hints.len() {
            record.update(|answer| answer.hints += 1);
            self.keep(&record.get_untracked());
        }
    }

    fn keep(&self, answer: &AnswerRecord) {
        self.attempts.learner.set_answer(&self.attempt, &self.question().id, answer);
    }
}
