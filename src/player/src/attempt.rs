//! The attempts at the quizzes of a lesson while they are played: which questions are asked, what is answered so far,
//! and what is remembered of it.
//!
//! Plain data without signals. Every change is written down at once, letter by letter; what has to be drawn anew
//! after it is the business of [`crate::components::quiz`].

use course::grading::{self, Grade, Response, Score, Verdict};
use course::library::{LessonKind, LessonOutline};
use course::progress::{self, AnswerRecord};
use course::quiz::{FeedbackTime, Question, Quiz};

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
    /// How many attempts were begun, this one included.
    pub(crate) begun: usize,
    /// Whether the learner was told that questions are open, and may hand in all the same.
    pub(crate) warned: bool,
    /// [`progress::AttemptRecord::id`], which is also the seed of all orders.
    id: String,
    /// See [`Quiz::drawn`].
    drawn: Vec<usize>,
    /// As many as are drawn, in their order.
    answers: Vec<AnswerRecord>,
    /// The responses that the learner was told of that they are nearly right.
    told: Vec<Option<Response>>,
}

/// A question as an attempt asks it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Where it is asked.
    pub(crate) attempt: &'a Attempt,
    /// What is asked.
    pub(crate) question: &'a Question,
    /// What is answered.
    pub(crate) answer: &'a AnswerRecord,
    /// Its place in the attempt, from 0.
    pub(crate) at: usize,
}

impl Attempts {
    /// Opens the attempts that were played last, or the first ones.
    pub(crate) fn open(
        learner: Learner,
        lesson: &'static LessonOutline,
        quizzes: impl IntoIterator<Item = Quiz>,
    ) -> Self {
        let open = |quiz: Quiz| {
            let (record, begun) = learner.attempt(&lesson.id, &quiz.id);
            let mut attempt = Attempt::new(quiz, record.id, begun);
            for (answer, at) in attempt.answers.iter_mut().zip(&attempt.drawn) {
                let question = &attempt.quiz.questions[*at];
                *answer = learner.answer(&attempt.id, &question.id).unwrap_or_default();
            }
            attempt
        };
        Self { learner, lesson, list: quizzes.into_iter().map(open).collect() }
    }

    /// Begins another attempt at a quiz.
    pub(crate) fn begin_again(&mut self, quiz: usize) {
        let attempt = &mut self.list[quiz];
        let id = self.learner.begin_attempt(&self.lesson.id, &attempt.quiz.id).id;
        *attempt = Attempt::new(std::mem::take(&mut attempt.quiz), id, attempt.begun + 1);
    }

    /// Changes an answer that is not handed in.
    pub(crate) fn change(&mut self, quiz: usize, at: usize, change: impl FnOnce(&mut AnswerRecord)) {
        let attempt = &mut self.list[quiz];
        if attempt.answers[at].checked.is_none() {
            change(&mut attempt.answers[at]);
            let question = &attempt.quiz.questions[attempt.drawn[at]];
            self.learner.set_answer(&attempt.id, &question.id, &attempt.answers[at]);
        }
    }

    /// Hands one answer in; but where it is only nearly right and the learner was not told so yet, that is what
    /// happens.
    pub(crate) fn check(&mut self, quiz: usize, at: usize) {
        let asked = self.list[quiz].asked(at);
        let response = &asked.answer.response;
        let is_near = grading::grade(asked.question, response).verdict == Verdict::Near;
        let told = Some(response.clone());
        if is_near && self.list[quiz].told[at] != told {
            self.list[quiz].told[at] = told;
            return;
        }
        self.change(quiz, at, |answer| answer.checked = Some(browser::now()));
        self.complete();
    }

    /// Hands in whatever is answered, and what is not as it is.
    pub(crate) fn hand_in(&mut self, quiz: usize) {
        for at in 0..self.list[quiz].answers.len() {
            self.change(quiz, at, |answer| answer.checked = Some(browser::now()));
        }
        self.complete();
    }

    /// A lesson is completed by its questions, unless it is a project: that is completed by its learner's own word.
    fn complete(&self) {
        let is_answered = |attempt: &Attempt| attempt.score().is_complete();
        if self.lesson.kind != LessonKind::Project && self.list.iter().all(is_answered) {
            self.learner.complete_lesson(&self.lesson.id);
        }
    }
}

impl Attempt {
    fn new(quiz: Quiz, id: String, begun: usize) -> Self {
        let drawn = quiz.drawn(&id);
        let answers = vec![AnswerRecord::default(); drawn.len()];
        let told = vec![None; drawn.len()];
        Self { quiz, begun, warned: false, id, drawn, answers, told }
    }

    /// The question at a place of the attempt.
    pub(crate) fn asked(&self, at: usize) -> Asked<'_> {
        Asked { attempt: self, question: &self.quiz.questions[self.drawn[at]], answer: &self.answers[at], at }
    }

    /// All questions of the attempt, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = Asked<'_>> {
        (0..self.drawn.len()).map(|at| self.asked(at))
    }

    /// The score of what is handed in so far.
    pub(crate) fn score(&self) -> Score {
        progress::score(&self.quiz, &self.drawn, &self.answers)
    }

    /// How many questions have an answer, handed in or not.
    pub(crate) fn answered(&self) -> usize {
        self.all().filter(|asked| asked.is_ready()).count()
    }

    /// How many more attempts there are after this one; `None` for as many as the learner likes.
    pub(crate) fn left(&self) -> Option<usize> {
        self.quiz.settings.attempts_left(self.begun)
    }

    /// Whether the right answers to what is handed in may be seen.
    pub(crate) fn shows_answers(&self) -> bool {
        self.quiz.settings.shows_answers(self.score(), self.left())
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

impl Asked<'_> {
    /// The seed of the order in which what can be chosen is shown; without the attempt where the author wants no
    /// order of its own for each.
    pub(crate) fn seed(&self) -> String {
        let attempt = if self.attempt.quiz.settings.shuffle_choices { &self.attempt.id } else { "" };
        format!("{attempt}/{}", self.question.id)
    }

    /// How good the answer is, once it is handed in.
    pub(crate) fn grade(&self) -> Option<Grade> {
        self.answer.checked.map(|_| grading::grade(self.question, &self.answer.response))
    }

    /// Whether there is enough of an answer to be judged.
    pub(crate) fn is_ready(&self) -> bool {
        grading::is_complete(self.question, &self.answer.response)
    }

    /// Whether the learner was told that the answer is nearly right, and can mend it.
    pub(crate) fn is_near(&self) -> bool {
        self.answer.checked.is_none() && self.attempt.told[self.at].is_some()
    }
}
