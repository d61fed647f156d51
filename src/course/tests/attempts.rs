//! Attempts at the quizzes of a lesson, as a page plays them: what is tried again, looked at, and brought back for
//! review, and what is remembered of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use course::attempt::{Attempts, News, REVIEW, World};
use course::library::LessonOutline;
use course::progress::{
    AnswerRecord, AttemptsRecord, CardRecord, Found, Key, LessonRecord, Record, parse, print,
};
use course::quiz::{AnswersShown, Choice, FeedbackTime, Question, QuestionKind, Quiz, QuizSettings};

/// A browser with nothing in it but what is stored.
#[derive(Clone, Default)]
struct Page {
    stored: Rc<RefCell<BTreeMap<String, String>>>,
    clock: Rc<Cell<u64>>,
}

impl World for Page {
    fn get<R: Record>(&self, key: &Key) -> R {
        match self.stored.borrow().get(&key.to_string()).map(|text| parse(text)) {
            Some(Found::Record(record)) => record,
            _ => R::default(),
        }
    }

    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        let mut record: R = self.get(key);
        change(&mut record);
        self.stored.borrow_mut().insert(key.to_string(), print(&record));
        record
    }

    fn complete_lesson(&self, lesson: &str) {
        self.change(&Key::Lesson(lesson.to_owned()), |record: &mut LessonRecord| record.complete(self.now()));
    }

    fn now(&self) -> u64 {
        self.clock.get()
    }

    fn random_id(&self) -> String {
        self.clock.set(self.clock.get() + 1_000);
        format!("id{}", self.clock.get())
    }
}

impl Page {
    fn cards(&self) -> Vec<(String, Vec<u8>)> {
        let record: CardRecord = self.get(&Key::cards("l"));
        let ratings = |(question, reviews): (&str, &[course::progress::Review])| {
            (question.to_owned(), reviews.iter().map(|review| review.rating).collect())
        };
        record.cards().map(ratings).collect()
    }

    fn attempts(&self, quiz: &str) -> AttemptsRecord {
        self.get(&Key::Quiz("l".into(), quiz.into()))
    }
}

fn lesson() -> LessonOutline {
    LessonOutline { id: "l".into(), ..LessonOutline::default() }
}

fn question(id: &str) -> Question {
    let choices = ["right", "wrong"].map(|choice| Choice { id: choice.into(), ..Choice::default() });
    Question {
        id: id.into(),
        prompt: format!("What is {id}?"),
        kind: QuestionKind::SingleChoice { choices: choices.into(), correct: "right".into() },
        points: 1,
        hints: vec!["a hint".into()],
        explanation: String::new(),
    }
}

fn quiz(settings: QuizSettings) -> Vec<Quiz> {
    let questions = ["a", "b", "c"].map(question).into();
    vec![Quiz { id: "check".into(), title: String::new(), settings, questions }]
}

fn open(page: &Page) -> Attempts<Page> {
    Attempts::open(page.clone(), &lesson(), quiz(QuizSettings::default()))
}

fn answer(attempts: &mut Attempts<Page>, at: usize, choice: &str) {
    attempts.change(0, at, |answer| answer.change(|response| response.choices = vec![choice.into()]));
    attempts.check(0, at);
    attempts.settle();
}

#[test]
fn what_was_missed_is_tried_again_with_what_was_right_beside_it() {
    let page = Page::default();
    let mut attempts = open(&page);
    for (at, choice) in ["right", "wrong", "wrong"].into_iter().enumerate() {
        assert!(!attempts.list[0].has_retry(), "not before all is answered right or wrong");
        answer(&mut attempts, at, choice);
    }
    assert!(attempts.list[0].has_retry());
    assert!(attempts.list[0].all().map(|asked| asked.is_missed()).eq([false, true, true]));
    attempts.begin_again(0, true);
    let open: Vec<_> = attempts.list[0].all().map(|asked| asked.answer.checked().is_none()).collect();
    assert_eq!(open, [false, true, true]);
    answer(&mut attempts, 1, "right");
    answer(&mut attempts, 2, "right");
    assert_eq!(attempts.list[0].score().correct, 3);
    assert!(!attempts.list[0].has_retry(), "nothing is missed");
    assert_eq!(page.attempts("check").count(), 2);

    // It is still there, and its answers are its own.
    let first = page.attempts("check").iter().find(|attempt| attempt.number == 1).unwrap().id.clone();
    let before = page.stored.borrow().clone();
    attempts.look_at(0, &first);
    assert!(attempts.list[0].is_past);
    assert_eq!(attempts.list[0].score().correct, 1);
    assert_eq!(*page.stored.borrow(), before, "who looks changes nothing");
    attempts.begin_again(0, false);
    assert!(!attempts.list[0].is_past, "back to the one that is played");
    assert_eq!(page.attempts("check").count(), 2);
}

#[test]
fn a_lesson_is_passed_once_all_of_its_quizzes_are() {
    let page = Page::default();
    let passed = || page.get::<LessonRecord>(&Key::Lesson("l".into())).passed;
    let mut attempts = open(&page);
    for (at, choice) in ["right", "right", "wrong"].into_iter().enumerate() {
        answer(&mut attempts, at, choice);
    }
    assert_eq!(passed(), None, "two of three are not four of five");
    page.clock.set(5_000);
    attempts.begin_again(0, true);
    answer(&mut attempts, 2, "right");
    let first = passed();
    assert!(first.is_some_and(|time| time >= 5_000));

    // A former release has not written it down, and what is missed later takes nothing back.
    page.change(&Key::Lesson("l".into()), |record: &mut LessonRecord| record.passed = None);
    page.clock.set(9_000);
    let mut attempts = open(&page);
    assert_eq!(passed(), Some(9_000));
    attempts.begin_again(0, false);
    answer(&mut attempts, 0, "wrong");
    assert_eq!(passed(), Some(9_000));
}

#[test]
fn an_earlier_attempt_that_was_broken_off_is_looked_at_as_it_was() {
    let page = Page::default();
    let mut attempts = open(&page);
    answer(&mut attempts, 0, "right");
    let first = page.attempts("check").current().unwrap().id.clone();
    attempts.begin_again(0, false);
    attempts.look_at(0, &first);
    let attempt = &attempts.list[0];
    assert!(attempt.all().all(|asked| asked.answer.checked().is_some()), "nothing can be answered there");
    assert_eq!((attempt.score().correct, attempt.score().questions), (1, 3));
    let reviews = page.cards();
    assert_eq!(reviews, [("a".to_owned(), vec![3])], "and what was not answered is no review");
    let record: LessonRecord = page.get(&Key::Lesson("l".into()));
    assert_eq!(record.completed, None, "nor does it complete the lesson");
}

#[test]
fn every_answer_enters_the_schedule_once() {
    let page = Page::default();
    let mut attempts = open(&page);
    attempts.change(0, 1, |answer| answer.hints = 1);
    attempts.change(0, 2, |answer| answer.set_sure(1));
    for at in 0..3 {
        answer(&mut attempts, at, if at == 0 { "wrong" } else { "right" });
    }
    let expected = |ratings: [&[u8]; 3]| {
        ["a", "b", "c"]
            .iter()
            .zip(ratings)
            .map(|(id, it)| ((*id).to_owned(), it.to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(page.cards(), expected([&[1], &[2], &[2]]), "missed; after a hint; guessed");
    attempts.begin_again(0, true);
    answer(&mut attempts, 0, "right");
    assert_eq!(page.cards(), expected([&[1, 2], &[2], &[2]]), "right after a retry");

    // A former release, or a page that was ended too early, has left answers alone.
    page.stored.borrow_mut().retain(|name, _| !name.starts_with("lectern/card/"));
    open(&page);
    assert_eq!(page.cards(), expected([&[3], &[2], &[2]]));
    let before = page.stored.borrow().clone();
    open(&page);
    assert_eq!(*page.stored.borrow(), before);
}

#[test]
fn a_review_is_kept_like_an_answer_and_leaves_the_score_alone() {
    let page = Page::default();
    let mut attempts = open(&page);
    answer(&mut attempts, 0, "right");
    answer(&mut attempts, 1, "wrong");
    let review = |question: &str, anew| {
        let quizzes = quiz(QuizSettings::default());
        Attempts::review(page.clone(), "l", quizzes, question.to_owned(), anew)
    };
    page.clock.set(500_000_000);
    let mut second = review("b", true);
    assert!(second.list[0].all().map(|asked| asked.question.id.as_str()).eq(["b"]));
    assert!(second.list[0].asked(0).answer.is_empty(), "the lesson's answer does not stand there");
    second.change(0, 0, |answer| answer.change(|response| response.choices = vec!["right".into()]));
    assert!(!review("b", true).list[0].asked(0).answer.is_empty(), "what is picked is kept");
    second.check(0, 0);
    second.settle();
    assert!(second.list[0].asked(0).grade().is_some());
    assert_eq!(page.cards()[1], ("b".to_owned(), vec![1, 3]));
    let record: LessonRecord = page.get(&Key::Lesson("l".into()));
    assert_eq!(record.completed, None, "a review completes no lesson");
    let lesson = open(&page);
    assert!(lesson.list[0].asked(1).is_missed(), "the score of the lesson is what it was");
    assert!(lesson.list[0].asked(2).answer.is_empty());

    // Another question of the lesson is in the same attempt, the same one is in another.
    assert!(review("a", true).list[0].asked(0).answer.is_empty());
    assert_eq!(page.attempts(REVIEW).count(), 1);
    assert!(review("b", false).list[0].asked(0).grade().is_some(), "the page is drawn anew after the answer");
    assert!(review("b", true).list[0].asked(0).answer.is_empty());
    assert_eq!(page.attempts(REVIEW).count(), 2);
    assert!(review("gone", true).list[0].all().next().is_none());
    let answers = page.stored.borrow().keys().filter(|name| name.starts_with("lectern/answer/")).count();
    assert_eq!(answers, 3, "two in the lesson, one in review");
}

#[test]
fn what_is_still_to_be_found_out_does_not_come_back_for_review() {
    for (answers, expected) in [(AnswersShown::Always, 3), (AnswersShown::AfterLastAttempt, 0)] {
        let page = Page::default();
        let settings = QuizSettings {
            attempts: Some(2),
            feedback: FeedbackTime::AtEnd,
            answers,
            ..QuizSettings::default()
        };
        let mut exam = Attempts::open(page.clone(), &lesson(), quiz(settings.clone()));
        exam.hand_in(0);
        assert_eq!(page.cards().len(), expected, "{answers:?}");
        assert!(!exam.list[0].has_retry(), "an exam is judged as a whole");
        exam.begin_again(0, false);
        exam.hand_in(0);
        assert_eq!(page.cards().len(), 3, "no attempt is left");
        let rules = settings.for_review();
        assert_eq!(
            (rules.attempts, rules.feedback, rules.answers),
            (None, FeedbackTime::AtOnce, AnswersShown::Always)
        );
    }
    let sealed = QuizSettings { answers: AnswersShown::Never, ..QuizSettings::default() };
    assert_eq!(sealed.for_review().answers, AnswersShown::Never);
}

#[test]
fn an_answer_of_an_earlier_attempt_is_not_lost_when_the_right_ones_are_taken_along() {
    let page = Page::default();
    let mut attempts = open(&page);
    for (at, choice) in ["right", "wrong", "right"].into_iter().enumerate() {
        answer(&mut attempts, at, choice);
    }
    let before = page.stored.borrow().clone();
    attempts.begin_again(0, true);
    for (name, text) in before.iter().filter(|(name, _)| name.contains("/answer/")) {
        assert_eq!(page.stored.borrow().get(name), Some(text));
    }
    let copied: AnswerRecord =
        page.get(&Key::Answer(page.attempts("check").current().unwrap().id.clone(), "a".into()));
    assert_eq!(copied.response().choices, ["right"]);
}

#[test]
fn answers_of_attempts_that_were_begun_in_the_same_moment_are_heard_as_those_of_one() {
    let page = Page::default();
    // Two tabs, neither of which has begun when the other is opened.
    let (mut one, mut other) = (open(&page), open(&page));
    answer(&mut one, 0, "right");
    answer(&mut other, 1, "wrong");
    assert_eq!(page.attempts("check").iter().count(), 2);
    assert_eq!(page.attempts("check").count(), 1, "it is one try");
    let keys = page.stored.borrow().keys().filter_map(|key| Key::parse(key)).collect::<Vec<_>>();
    let key = keys.iter().find(|key| matches!(key, Key::Answer(_, question) if question == "b")).unwrap();
    assert!(matches!(one.hear(key), News::Answer(0, 1)));
    let checked: Vec<bool> = one.list[0].all().map(|asked| asked.answer.checked().is_some()).collect();
    assert_eq!(checked, [true, true, false], "what was answered here is still there");
    // An attempt that was begun later is another try.
    other.begin_again(0, false);
    answer(&mut other, 2, "right");
    let third = page.attempts("check").current().unwrap().id.clone();
    assert!(matches!(one.hear(&Key::Answer(third, "b".into())), News::Nothing));
}
