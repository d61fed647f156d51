//! The attempts at the quizzes of a lesson while they are played: which questions are asked, what is answered so far,
//! and what is remembered of it.
//!
//! Plain data without signals. Every change is written down at once, letter by letter; what has to be drawn anew
//! after it is the business of [`crate::components::quiz`]. An attempt is written down with its first change, so that
//! looking at a lesson leaves nothing behind.

use course::grading::{self, Grade, Score, Verdict};
use course::library::{LessonKind, LessonOutline};
use course::lineage::AskedQuestion;
use course::progress::{self, AnswerRecord, AttemptsRecord, Key, Recall, Recalled, Record as _, Wording};
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
    /// [`progress::AttemptRecord::id`].
    id: String,
    /// Of all orders. See [`progress::seed`].
    seed: String,
    /// Whether it is written down that it was begun.
    is_begun: bool,
    /// Whether it is written down how its questions are worded.
    is_worded: bool,
    /// See [`Quiz::drawn`].
    drawn: Vec<usize>,
    /// What the answers stand under, as many as are drawn, in their order. See [`Recalled::key`].
    keys: Vec<String>,
    /// As many as are drawn, in their order.
    answers: Vec<AnswerRecord>,
}

/// What another tab has changed of the attempts on this page.
pub(crate) enum News {
    /// Nothing.
    Nothing,
    /// One answer: of this quiz, at this place.
    Answer(usize, usize),
    /// All of this quiz.
    Quiz(usize),
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
    pub(crate) fn open(learner: Learner, lesson: &'static LessonOutline, quizzes: Vec<Quiz>) -> Self {
        let mut attempts = Self { learner, lesson, list: Vec::new() };
        attempts.put(quizzes);
        attempts
    }

    /// Begins another attempt at a quiz.
    pub(crate) fn begin_again(&mut self, quiz: usize) {
        self.learner.begin_attempt(&self.lesson.id, &self.list[quiz].quiz.id, &browser::random_id());
        self.open_again();
    }

    /// Reads all attempts as they are stored now.
    fn open_again(&mut self) {
        let quizzes = std::mem::take(&mut self.list).into_iter().map(|attempt| attempt.quiz);
        self.put(quizzes.collect());
    }

    fn put(&mut self, quizzes: Vec<Quiz>) {
        let (learner, lesson) = (self.learner, &self.lesson.id);
        let asked = learner.asked(lesson);
        let questions: Vec<&Question> = quizzes.iter().flat_map(|quiz| &quiz.questions).collect();
        let recall = Recall::new(&asked, &questions);
        let mut first = 0;
        let mut carried = Vec::new();
        for (place, quiz) in quizzes.iter().enumerate() {
            let attempts = learner.attempts(lesson, &quiz.id);
            let mut attempt = Attempt::new(lesson, quiz, &attempts);
            for (at, question) in attempt.drawn.iter().enumerate() {
                let answer = |key: &str| match attempt.is_begun {
                    true => learner.answer(&attempt.id, key),
                    false => AnswerRecord::default(),
                };
                // A question that has moved takes its answer along, but not into every new attempt.
                let elsewhere = |quiz: &str, key: &str| match learner.attempts(lesson, quiz).current() {
                    Some(current) if attempts.count() < 2 => learner.answer(&current.id, key),
                    _ => AnswerRecord::default(),
                };
                let Recalled { key, answer, is_carried } =
                    recall.answer(first + question, &quiz.questions[*question], &quiz.id, answer, elsewhere);
                attempt.keys.push(key);
                attempt.answers.push(answer);
                if is_carried {
                    carried.push((place, at));
                }
            }
            first += quiz.questions.len();
            self.list.push(attempt);
        }
        for (attempt, quiz) in self.list.iter_mut().zip(quizzes) {
            attempt.quiz = quiz;
        }
        for (quiz, at) in carried {
            let answer = self.list[quiz].answers[at].clone();
            self.change(quiz, at, |stored| stored.join(answer));
        }
    }

    /// Changes an answer.
    pub(crate) fn change(&mut self, quiz: usize, at: usize, change: impl FnOnce(&mut AnswerRecord)) {
        let (learner, lesson, attempt) = (self.learner, &self.lesson.id, &mut self.list[quiz]);
        if !attempt.is_begun {
            attempt.is_begun = true;
            learner.begin_attempt(lesson, &attempt.quiz.id, &attempt.id);
        }
        if !std::mem::replace(&mut attempt.is_worded, true) {
            let all = attempt.drawn.iter().zip(&attempt.keys);
            let wording = |(question, key): (&usize, &String)| Wording {
                quiz: attempt.quiz.id.clone(),
                key: key.clone(),
                question: AskedQuestion::of(&attempt.quiz.questions[*question]),
            };
            learner.remember_wordings(lesson, all.map(wording));
        }
        let given = attempt.answers[at].response().clone();
        attempt.answers[at] = learner.change_answer(&attempt.id, &attempt.keys[at], |answer| {
            // What is shown may be in other words than what is stored, where the question was edited since.
            if answer.checked().is_none() && *answer.response() != given {
                answer.change(|response| *response = given);
            }
            change(answer);
        });
    }

    /// Hands one answer in; but where it is only nearly right and the learner was not told so yet, that is what
    /// happens.
    pub(crate) fn check(&mut self, quiz: usize, at: usize) {
        let asked = self.list[quiz].asked(at);
        let is_near = grading::grade(asked.question, asked.answer.response()).verdict == Verdict::Near;
        if is_near && !asked.answer.is_told() {
            return self.change(quiz, at, AnswerRecord::tell);
        }
        self.change(quiz, at, |answer| answer.hand_in(browser::now()));
        self.complete();
    }

    /// Hands in whatever is answered, and what is not as it is.
    pub(crate) fn hand_in(&mut self, quiz: usize) {
        for at in 0..self.list[quiz].answers.len() {
            self.change(quiz, at, |answer| answer.hand_in(browser::now()));
        }
        self.complete();
    }

    /// Takes over a record that another tab has changed.
    pub(crate) fn hear(&mut self, key: &Key) -> News {
        match key {
            Key::Answer(id, question) => {
                let found = self.list.iter().position(|attempt| attempt.id == *id);
                let place = found.and_then(|quiz| Some((quiz, self.list[quiz].place_of(question)?)));
                let Some((quiz, at)) = place else { return News::Nothing };
                self.list[quiz].answers[at] = self.learner.answer(id, question);
                News::Answer(quiz, at)
            }
            Key::Quiz(lesson, id) if *lesson == self.lesson.id => {
                let found = self.list.iter().position(|attempt| attempt.quiz.id == *id);
                found.map_or(News::Nothing, |quiz| self.hear_attempts(quiz))
            }
            _ => News::Nothing,
        }
    }

    /// Goes on with the attempt that is played elsewhere. Where both were begun at the same time, what was answered
    /// here goes along.
    fn hear_attempts(&mut self, quiz: usize) -> News {
        let (learner, attempt) = (self.learner, &mut self.list[quiz]);
        let attempts = learner.attempts(&self.lesson.id, &attempt.quiz.id);
        let number = |id: &str| attempts.iter().find(|other| other.id == id).map(|other| other.number);
        let Some(current) = attempts.current().filter(|current| current.id != attempt.id) else {
            attempt.begun = attempts.count().max(1);
            return News::Nothing;
        };
        if attempt.is_begun && number(&attempt.id) == Some(current.number) {
            for (key, answer) in attempt.keys.iter().zip(&attempt.answers) {
                learner.change_answer(&current.id, key, |other| other.join(answer.clone()));
            }
        }
        self.open_again();
        News::Quiz(quiz)
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
    /// The attempt that was begun last, or the first one; without its quiz and its answers.
    fn new(lesson: &str, quiz: &Quiz, attempts: &AttemptsRecord) -> Self {
        let current = attempts.current();
        let first = || progress::first_id(&browser::random_id());
        let id = current.map_or_else(first, |attempt| attempt.id.clone());
        let seed = progress::seed(&id, lesson, &quiz.id);
        Self {
            quiz: Quiz::default(),
            begun: attempts.count().max(1),
            warned: false,
            drawn: quiz.drawn(&seed),
            id,
            seed,
            is_begun: current.is_some(),
            is_worded: false,
            keys: Vec::new(),
            answers: Vec::new(),
        }
    }

    fn place_of(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
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
        let attempt = if self.attempt.quiz.settings.shuffle_choices { &self.attempt.seed } else { "" };
        format!("{attempt}/{}", self.question.id)
    }

    /// How good the answer is, once it is handed in.
    pub(crate) fn grade(&self) -> Option<Grade> {
        self.answer.checked().map(|_| grading::grade(self.question, self.answer.response()))
    }

    /// Whether there is enough of an answer to be judged.
    pub(crate) fn is_ready(&self) -> bool {
        grading::is_complete(self.question, self.answer.response())
    }

    /// Whether the learner was told that the answer is nearly right, and can mend it.
    pub(crate) fn is_near(&self) -> bool {
        self.answer.is_told()
    }
}
