//! The attempts at the quizzes of a lesson while they are played: which questions are asked, what is answered so far,
//! and what is remembered of it.
//!
//! Plain data without signals. Every change is written down at once, letter by letter; what has to be drawn anew
//! after it is the business of the player. An attempt is written down with its first change, so that looking at a
//! lesson leaves nothing behind.
//!
//! A question that comes back for review is an attempt of its own, listed beside those at the quizzes, so that it never
//! changes their score. How well any answer went is entered into the schedule of [`crate::review`].

use crate::grading::{self, Grade, Response, Score, Verdict};
use crate::library::{LessonKind, LessonOutline};
use crate::lineage::AskedQuestion;
use crate::progress::{
    self, AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, Key, LessonRecord, Recall, Recalled, Record,
    Review, Wording,
};
use crate::quiz::{FeedbackTime, Question, Quiz};

/// What attempts at questions that come back for review are listed under, in the place of a quiz.
pub const REVIEW: &str = "~review";

/// What attempts need of the world: what is remembered, the clock, and chance.
pub trait World {
    /// The record under a key; the default where there is none.
    fn get<R: Record>(&self, key: &Key) -> R;

    /// Changes the record under a key, and gives it as it is then.
    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R;

    /// Remembers that a lesson was completed.
    fn complete_lesson(&self, lesson: &str);

    /// Milliseconds since 1970-01-01 UTC.
    fn now(&self) -> u64;

    /// A text without `/` that nobody has got before.
    fn random_id(&self) -> String;
}

/// The attempts at all quizzes of a lesson.
pub struct Attempts<W> {
    world: W,
    /// Its id.
    lesson: String,
    kind: LessonKind,
    /// The question that comes back for review, by what its answers stand under; `None` where the lesson is played.
    review: Option<String>,
    /// One for each quiz, in the order of the lesson.
    pub list: Vec<Attempt>,
}

/// The attempt at a quiz that is played.
pub struct Attempt {
    /// What is attempted.
    pub quiz: Quiz,
    /// How many attempts were begun, this one included.
    pub begun: usize,
    /// Whether the learner was told that questions are open, and may hand in all the same.
    pub warned: bool,
    /// Whether it is one that was played before, to be looked at: then all is handed in.
    pub is_past: bool,
    /// [`Quiz::id`], or [`REVIEW`].
    listed: String,
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
    /// As many as are drawn, in their order. See [`Wording::from`] and [`Wording::number`].
    past: Vec<(String, u64)>,
    /// As many as are drawn, in their order.
    answers: Vec<AnswerRecord>,
}

/// What another tab has changed of the attempts on this page.
pub enum News {
    /// Nothing.
    Nothing,
    /// One answer: of this quiz, at this place.
    Answer(usize, usize),
    /// All of this quiz.
    Quiz(usize),
}

/// A question as an attempt asks it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Where it is asked.
    pub attempt: &'a Attempt,
    /// What is asked.
    pub question: &'a Question,
    /// What is answered.
    pub answer: &'a AnswerRecord,
    /// Its place in the attempt, from 0.
    pub at: usize,
}

impl<W: World> Attempts<W> {
    /// Opens the attempts that were played last, or the first ones.
    pub fn open(world: W, lesson: &LessonOutline, quizzes: Vec<Quiz>) -> Self {
        Self::open_for(world, &lesson.id, lesson.kind, quizzes, None)
    }

    /// Opens one question of a lesson, by its id, that comes back for review, by what its answers stand under: only one attempt
    /// has a question then, or none where it is not there any more. `quizzes` are all of the lesson. What was answered
    /// before is asked again where `anew` says so.
    pub fn review(world: W, lesson: &str, mut quizzes: Vec<Quiz>, question: String, anew: bool) -> Self {
        quizzes.iter_mut().for_each(|quiz| quiz.settings = quiz.settings.for_review());
        let mut attempts = Self::open_for(world, lesson, LessonKind::Lesson, quizzes, Some(question));
        let is_answered = |attempt: &Attempt| attempt.answers.iter().any(|answer| answer.checked().is_some());
        if let Some(quiz) = attempts.list.iter().position(is_answered)
            && anew
        {
            attempts.begin_again(quiz, false);
        }
        attempts
    }

    fn open_for(
        world: W,
        lesson: &str,
        kind: LessonKind,
        quizzes: Vec<Quiz>,
        review: Option<String>,
    ) -> Self {
        let mut attempts = Self { world, lesson: lesson.to_owned(), kind, review, list: Vec::new() };
        attempts.put(quizzes, None);
        attempts
    }

    /// Begins another attempt at a quiz, or goes on with the one that was begun in another tab meanwhile. With
    /// `only_missed` all that was right is taken along.
    pub fn begin_again(&mut self, quiz: usize, only_missed: bool) {
        let (world, attempt) = (&self.world, &self.list[quiz]);
        let attempts = attempts_at(world, &self.lesson, &attempt.listed);
        if attempts.current().is_none_or(|current| current.id == attempt.id) {
            let id = world.random_id();
            for (asked, key) in attempt.all().zip(&attempt.keys).filter(|_| only_missed) {
                if !asked.is_missed() {
                    world.change(&answer_key(&id, key), |answer: &mut AnswerRecord| {
                        answer.join(asked.answer.clone());
                    });
                }
            }
            change_attempts(world, &self.lesson, &attempt.listed, |attempts| attempts.begin(id, world.now()));
        }
        self.open_again(None);
    }

    /// Shows an attempt at a quiz that was played before, by its id; the one that is played where it is that.
    pub fn look_at(&mut self, quiz: usize, id: &str) {
        self.open_again(Some((quiz, id)));
    }

    /// Reads all attempts as they are stored now; `past` is an attempt to look at, and at which quiz.
    fn open_again(&mut self, past: Option<(usize, &str)>) {
        let quizzes = std::mem::take(&mut self.list).into_iter().map(|attempt| attempt.quiz);
        self.put(quizzes.collect(), past);
    }

    fn put(&mut self, quizzes: Vec<Quiz>, past: Option<(usize, &str)>) {
        let (world, lesson) = (&self.world, &self.lesson);
        let asked: AskedRecord = world.get(&Key::Asked(lesson.clone()));
        let questions: Vec<&Question> = quizzes.iter().flat_map(|quiz| &quiz.questions).collect();
        let recall = Recall::new(&asked, &questions);
        let mut first = 0;
        let mut carried = Vec::new();
        for (place, quiz) in quizzes.iter().enumerate() {
            let listed = if self.review.is_some() { REVIEW } else { &quiz.id };
            let attempts = attempts_at(world, lesson, listed);
            let past = past.filter(|(at, _)| *at == place).map(|(_, id)| id);
            let mut attempt = Attempt::new(world, lesson, listed, &attempts, past);
            let is_alone = attempt.is_past || self.review.is_some();
            let answer = |key: &str| answer_in(world, &attempts, &attempt.id, key);
            let elsewhere = |quiz: &str, key: &str| match attempts_at(world, lesson, quiz).current() {
                Some(current) if !is_alone => world.get(&answer_key(&current.id, key)),
                _ => AnswerRecord::default(),
            };
            let here = (quiz.id.as_str(), attempts.count() < 2 && !is_alone);
            let all = quiz.questions.iter().enumerate();
            let mut all: Vec<Recalled> = all
                .map(|(at, question)| recall.answer(first + at, question, here, answer, elsewhere))
                .collect();
            attempt.drawn = match &self.review {
                Some(key) => all.iter().position(|recalled| recalled.key == *key).into_iter().collect(),
                None => quiz.drawn(&attempt.seed, |at| match &all[at] {
                    recalled if recalled.answer.is_empty() => 2,
                    recalled => usize::from(recalled.is_moved),
                }),
            };
            for (at, question) in attempt.drawn.iter().enumerate() {
                let Recalled { key, from, number, mut answer, is_carried, is_reworded, .. } =
                    std::mem::take(&mut all[*question]);
                if attempt.is_past {
                    answer.hand_in(0);
                }
                attempt.keys.push(key);
                attempt.past.push((from, number));
                attempt.answers.push(answer);
                if (is_carried || is_reworded) && !attempt.is_past {
                    carried.push((place, at, is_carried));
                }
            }
            first += quiz.questions.len();
            self.list.push(attempt);
        }
        for (attempt, quiz) in self.list.iter_mut().zip(quizzes) {
            attempt.quiz = quiz;
        }
        for (quiz, at, is_carried) in carried {
            self.write_down(quiz);
            if !is_carried {
                continue;
            }
            let attempt = &self.list[quiz];
            let answer = attempt.answers[at].clone();
            let key = answer_key(&attempt.id, &attempt.keys[at]);
            self.world.change(&key, |stored: &mut AnswerRecord| stored.join(answer));
        }
        // A page that was ended between the last answer and this left it to be done.
        let key = Key::Lesson(self.lesson.clone());
        match self.world.get::<LessonRecord>(&key).completed {
            None => self.complete(),
            Some(_) => self.pass(),
        }
        self.enter();
    }

    /// Writes down that an attempt was begun, and how its questions are worded.
    fn write_down(&mut self, quiz: usize) {
        let (world, lesson, attempt) = (&self.world, &self.lesson, &mut self.list[quiz]);
        if !attempt.is_begun {
            attempt.begin(world, lesson);
        }
        if !std::mem::replace(&mut attempt.is_worded, true) {
            world.change(&Key::Asked(lesson.clone()), |asked: &mut AskedRecord| {
                for ((question, key), (from, number)) in
                    attempt.drawn.iter().zip(&attempt.keys).zip(&attempt.past)
                {
                    asked.put(Wording {
                        quiz: attempt.quiz.id.clone(),
                        key: key.clone(),
                        question: AskedQuestion::of(&attempt.quiz.questions[*question]),
                        from: from.clone(),
                        number: *number,
                    });
                }
            });
        }
    }

    /// Changes an answer.
    pub fn change(&mut self, quiz: usize, at: usize, change: impl FnOnce(&mut AnswerRecord)) {
        self.write_down(quiz);
        let attempt = &self.list[quiz];
        let given = attempt.answers[at].response().clone();
        let key = answer_key(&attempt.id, &attempt.keys[at]);
        let stored = self.world.change(&key, |answer: &mut AnswerRecord| {
            // What is shown may be in other words than what is stored, where the question was edited since.
            if answer.checked().is_none() && *answer.response() != given {
                answer.change(|response| *response = given);
            }
            change(answer);
        });
        self.show(quiz, at, stored);
    }

    /// Shows an answer as it is stored, but in the ids of now.
    fn show(&mut self, quiz: usize, at: usize, stored: AnswerRecord) {
        let asked = self.list[quiz].asked(at);
        let stored = match AskedQuestion::of(asked.question).fits(stored.response()) {
            true => Some(stored),
            false => {
                let record: AskedRecord = self.world.get(&Key::Asked(self.lesson.clone()));
                record.told(&asked.attempt.keys[at], &stored, asked.question)
            }
        };
        if let Some(answer) = stored {
            self.list[quiz].answers[at] = answer;
        }
    }

    /// Hands one answer in; but where it is only nearly right and the learner was not told so yet, that is what
    /// happens. What follows from it is done by [`Attempts::settle`].
    pub fn check(&mut self, quiz: usize, at: usize) {
        let asked = self.list[quiz].asked(at);
        let is_near = grading::grade(asked.question, asked.answer.response()).verdict == Verdict::Near;
        if is_near && !asked.answer.is_told() {
            return self.change(quiz, at, AnswerRecord::tell);
        }
        let now = self.world.now();
        self.change(quiz, at, |answer| answer.hand_in(now));
    }

    /// Does what follows from the answers: completes and passes the lesson, and enters them into the schedule of reviews. Where
    /// a page is ended before that, it is done when the lesson is opened the next time.
    pub fn settle(&self) {
        self.complete();
        self.enter();
    }

    /// Hands in whatever is answered, and what is not as it is.
    pub fn hand_in(&mut self, quiz: usize) {
        let now = self.world.now();
        for at in 0..self.list[quiz].answers.len() {
            self.change(quiz, at, |answer| answer.hand_in(now));
        }
        self.settle();
    }

    /// Takes over a record that another tab has changed.
    pub fn hear(&mut self, key: &Key) -> News {
        match key {
            Key::Answer(id, question) => {
                let found = self.list.iter().position(|attempt| attempt.id == *id);
                let place = found.and_then(|quiz| Some((quiz, self.list[quiz].place_of(question)?)));
                let Some((quiz, at)) = place else { return self.hear_twin(id, question) };
                let stored = self.world.get(key);
                self.show(quiz, at, stored);
                News::Answer(quiz, at)
            }
            Key::Quiz(lesson, id) if *lesson == self.lesson => {
                let found = self.list.iter().position(|attempt| attempt.listed == *id);
                found.map_or(News::Nothing, |quiz| self.hear_attempts(quiz))
            }
            _ => News::Nothing,
        }
    }

    /// Takes over an answer of an attempt that was begun elsewhere in the same moment as one of these: both are one try.
    fn hear_twin(&mut self, id: &str, question: &str) -> News {
        for quiz in 0..self.list.len() {
            let attempt = &self.list[quiz];
            let Some(at) = attempt.place_of(question) else { continue };
            let attempts = attempts_at(&self.world, &self.lesson, &attempt.listed);
            if attempts.twins(&attempt.id).into_iter().flatten().any(|twin| twin.id == id) {
                let stored = answer_in(&self.world, &attempts, &attempt.id, question);
                self.show(quiz, at, stored);
                return News::Answer(quiz, at);
            }
        }
        News::Nothing
    }

    /// Goes on with the attempt that is played elsewhere.
    fn hear_attempts(&mut self, quiz: usize) -> News {
        let (world, attempt) = (&self.world, &mut self.list[quiz]);
        let attempts = attempts_at(world, &self.lesson, &attempt.listed);
        if attempts.current().is_none_or(|current| current.id == attempt.id) {
            attempt.begun = attempts.count().max(1);
            return News::Nothing;
        }
        self.open_again(None);
        News::Quiz(quiz)
    }

    /// A lesson is completed by its questions, unless it is a project: that is completed by its learner's own word.
    fn complete(&self) {
        let is_answered = |attempt: &Attempt| attempt.score().is_complete() && !attempt.is_past;
        let is_done = !self.list.is_empty() && self.list.iter().all(is_answered);
        if self.kind != LessonKind::Project && is_done && self.review.is_none() {
            self.world.complete_lesson(&self.lesson);
        }
        self.pass();
    }

    /// A lesson is passed once all of its quizzes are, each by its own mark. What a former release left is made good for
    /// when the lesson is opened.
    fn pass(&self) {
        let is_passed = |attempt: &Attempt| attempt.score().is_passed() && !attempt.is_past;
        if self.review.is_some() || self.list.is_empty() || !self.list.iter().all(is_passed) {
            return;
        }
        let (key, now) = (Key::Lesson(self.lesson.clone()), self.world.now());
        if self.world.get::<LessonRecord>(&key).passed.is_none() {
            self.world.change(&key, |lesson: &mut LessonRecord| lesson.pass(now));
        }
    }

    /// Enters what is answered into the schedule of reviews, but for what the learner is to find out by themselves in
    /// another attempt. A page that was ended after the answer, or a former release, left it to be done.
    fn enter(&self) {
        let mut answered = Vec::new();
        for attempt in self.list.iter().filter(|attempt| attempt.is_open_to_review()) {
            for (asked, key) in attempt.all().zip(&attempt.keys) {
                if let Some(time) = asked.answer.checked() {
                    answered.push((key, Review { time, rating: asked.rating() }));
                }
            }
        }
        if !answered.is_empty() {
            self.world.change(&Key::cards(&self.lesson), |cards: &mut CardRecord| {
                answered.into_iter().for_each(|(key, review)| cards.enter(key, review));
            });
        }
    }
}

impl Attempt {
    /// The attempt that was begun last, or the first one, or that of `past`; without its quiz and its answers.
    fn new(
        world: &impl World,
        lesson: &str,
        quiz: &str,
        attempts: &AttemptsRecord,
        past: Option<&str>,
    ) -> Self {
        let current = attempts.current();
        let first = || progress::first_id(&world.random_id());
        let mut id = current.map_or_else(first, |attempt| attempt.id.clone());
        let past = past.filter(|past| *past != id);
        if let Some(past) = past {
            past.clone_into(&mut id);
        }
        Self {
            is_past: past.is_some(),
            listed: quiz.to_owned(),
            quiz: Quiz::default(),
            begun: attempts.count().max(1),
            warned: false,
            drawn: Vec::new(),
            seed: progress::seed(&id, lesson, quiz),
            id,
            is_begun: current.is_some(),
            is_worded: false,
            keys: Vec::new(),
            past: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Writes down that it was begun. Where another tab has begun one meanwhile, what was answered there goes along.
    fn begin(&mut self, world: &impl World, lesson: &str) {
        self.is_begun = true;
        let attempts = attempts_at(world, lesson, &self.listed);
        change_attempts(world, lesson, &self.listed, |attempts| {
            attempts.begin_first(self.id.clone(), world.now());
        });
        if attempts.count() > 0 {
            let attempts = attempts_at(world, lesson, &self.listed);
            self.begun = attempts.count();
            for (key, answer) in self.keys.iter().zip(&mut self.answers) {
                *answer = answer_in(world, &attempts, &self.id, key);
            }
        }
    }

    /// [`progress::AttemptRecord::id`].
    pub fn id(&self) -> &str {
        &self.id
    }

    fn place_of(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
    }

    /// The question at a place of the attempt.
    pub fn asked(&self, at: usize) -> Asked<'_> {
        Asked { attempt: self, question: &self.quiz.questions[self.drawn[at]], answer: &self.answers[at], at }
    }

    /// All questions of the attempt, in order.
    pub fn all(&self) -> impl Iterator<Item = Asked<'_>> {
        (0..self.drawn.len()).map(|at| self.asked(at))
    }

    /// The score of what is handed in so far.
    pub fn score(&self) -> Score {
        progress::score(&self.quiz, &self.drawn, &self.answers)
    }

    /// How many questions have an answer, handed in or not.
    pub fn answered(&self) -> usize {
        self.all().filter(|asked| asked.is_ready()).count()
    }

    /// How many more attempts there are after this one; `None` for as many as the learner likes.
    pub fn left(&self) -> Option<usize> {
        self.quiz.settings.attempts_left(self.begun)
    }

    /// Whether the right answers to what is handed in may be seen.
    pub fn shows_answers(&self) -> bool {
        self.quiz.settings.shows_answers(self.score(), self.left())
    }

    /// Whether the questions that were missed can be tried again by themselves: where the author has set no number of
    /// attempts, and each attempt asks the same.
    pub fn has_retry(&self) -> bool {
        let (score, all) = (self.score(), self.quiz.questions.len());
        let is_mixed = score.is_complete() && (1..all).contains(&(score.correct as usize));
        is_mixed && self.left().is_none() && self.drawn.len() == all
    }

    /// Whether its questions may come back: not while there is another attempt to find out what is right.
    fn is_open_to_review(&self) -> bool {
        !self.is_past && (self.left().is_none_or(|left| left == 0) || self.shows_answers())
    }

    /// Whether questions weigh more than a point, so that points are worth telling of.
    pub fn has_points(&self) -> bool {
        self.quiz.questions.iter().any(|question| question.points != 1)
    }

    /// Whether the answers are handed in all together.
    pub fn is_handed_in_at_end(&self) -> bool {
        self.quiz.settings.feedback == FeedbackTime::AtEnd
    }
}

impl Asked<'_> {
    /// The seed of the order in which what can be chosen is shown; without the attempt where the author wants no
    /// order of its own for each.
    pub fn seed(&self) -> String {
        let attempt = if self.attempt.quiz.settings.shuffle_choices { &self.attempt.seed } else { "" };
        format!("{attempt}/{}", self.question.id)
    }

    /// How good the answer is, once it is handed in.
    pub fn grade(&self) -> Option<Grade> {
        self.answer.checked().map(|_| grading::grade(self.question, self.answer.response()))
    }

    /// Whether it is handed in and not right.
    pub fn is_missed(&self) -> bool {
        self.grade().is_some_and(|grade| grade.verdict != Verdict::Correct)
    }

    /// How well it went, as [`Review::rating`] has it: what was right after a hint, or guessed, was hard.
    fn rating(&self) -> u8 {
        match self.is_missed() {
            true => 1,
            false if self.answer.hints > 0 || self.answer.sure() == 1 => 2,
            false => 3,
        }
    }

    /// Whether there is enough of an answer to be judged.
    pub fn is_ready(&self) -> bool {
        grading::is_complete(self.question, self.answer.response())
    }

    /// As [`Asked::is_ready`], of the answer as it would be after a change.
    pub fn would_be_ready(&self, change: impl FnOnce(&mut Response)) -> bool {
        let mut response = self.answer.response().clone();
        change(&mut response);
        grading::is_complete(self.question, &response)
    }

    /// Whether the learner was told that the answer is nearly right, and can mend it.
    pub fn is_near(&self) -> bool {
        self.answer.is_told()
    }
}

fn attempts_at(world: &impl World, lesson: &str, quiz: &str) -> AttemptsRecord {
    world.get(&Key::Quiz(lesson.to_owned(), quiz.to_owned()))
}

fn change_attempts(world: &impl World, lesson: &str, quiz: &str, change: impl FnOnce(&mut AttemptsRecord)) {
    world.change(&Key::Quiz(lesson.to_owned(), quiz.to_owned()), change);
}

/// The answer within an attempt, if that was begun. What was answered in those that were begun without knowing of it
/// goes along: all of them are one try.
fn answer_in(world: &impl World, attempts: &AttemptsRecord, id: &str, key: &str) -> AnswerRecord {
    let Some(twins) = attempts.twins(id) else { return AnswerRecord::default() };
    let others = twins.map(|twin| world.get::<AnswerRecord>(&answer_key(&twin.id, key)));
    let others: Vec<AnswerRecord> = others.filter(|answer| !answer.is_empty()).collect();
    let own = answer_key(id, key);
    match others.is_empty() {
        true => world.get(&own),
        false => world.change(&own, |answer: &mut AnswerRecord| {
            others.into_iter().for_each(|other| answer.join(other));
        }),
    }
}

fn answer_key(attempt: &str, question: &str) -> Key {
    Key::Answer(attempt.to_owned(), question.to_owned())
}
