//! What leaves the store for the archive, and what a backup brings back: nothing is in neither of both.

use course::backup::{self, Backup, Changes};
use course::grading::Response;
use course::progress::{AnswerRecord, AttemptsRecord, Key, LessonRecord, print};
use course::store::Store;

use crate::area::{Failure, Shelf};
use crate::failing::key;

fn answered(choice: &str, at: u64) -> AnswerRecord {
    AnswerRecord::handed_in(Response { choices: vec![choice.into()], ..Response::default() }, at)
}

/// A quiz with an attempt for each of these ids, each with one answer.
fn play(shelf: &Shelf, attempts: &[&str]) -> Store<Shelf> {
    let mut store = Store::open(shelf.clone());
    for (at, id) in attempts.iter().enumerate() {
        store.change(&key("lectern/quiz/l/check"), |record: &mut AttemptsRecord| {
            record.begin((*id).into(), at as u64);
        });
        store.change(&answer(id), |record: &mut AnswerRecord| *record = answered(id, at as u64));
    }
    store
}

fn answer(attempt: &str) -> Key {
    Key::Answer(attempt.into(), "q".into())
}

fn names(past: &[(String, String)]) -> Vec<&str> {
    past.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn answers_of_attempts_that_are_over_may_leave_the_oldest_first() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a", "m"]);
    let past = store.past();
    assert_eq!(names(&past), ["lectern/answer/z/q", "lectern/answer/a/q"]);
    assert_eq!(past[0].1, print(&answered("z", 0)));
    let mut ids = store.attempts();
    ids.sort();
    assert_eq!(ids, ["a", "m", "z"]);
    for (name, text) in &past {
        store.take_out(name, text);
        assert_eq!(shelf.text(name), None);
    }
    assert!(store.past().is_empty());
    assert_eq!(store.get::<AnswerRecord>(&answer("m")), answered("m", 2), "what is played stays");
}

#[test]
fn what_has_changed_since_it_was_archived_stays() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a"]);
    let past = store.past();
    store.change(&answer("z"), |record: &mut AnswerRecord| record.hints = 2);
    store.take_out(&past[0].0, &past[0].1);
    assert_eq!(store.get::<AnswerRecord>(&answer("z")).hints, 2);
    assert!(shelf.text("lectern/answer/z/q").is_some());
}

#[test]
fn attempts_that_were_begun_at_once_stay_together() {
    let shelf = Shelf::default();
    let mut one = play(&shelf, &["z"]);
    let quiz = shelf.text("lectern/quiz/l/check").unwrap();
    one.change(&key("lectern/quiz/l/check"), |record: &mut AttemptsRecord| record.begin("a".into(), 7));
    let mut other = AttemptsRecord::default();
    other.begin("y".into(), 0);
    other.begin("b".into(), 9);
    one.join(&key("lectern/quiz/l/check"), &print(&other));
    one.join(&key("lectern/quiz/l/check"), &quiz);
    for id in ["a", "b", "y"] {
        one.change(&answer(id), |record: &mut AnswerRecord| *record = answered(id, 1));
    }
    assert_eq!(names(&one.past()), ["lectern/answer/y/q", "lectern/answer/z/q"], "a and b are played as one");
}

#[test]
fn an_attempt_that_could_not_be_stored_sends_none_away() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z"]);
    shelf.fail(Failure { writes: Some(0), ..Failure::default() });
    store.change(&key("lectern/quiz/l/check"), |record: &mut AttemptsRecord| record.begin("a".into(), 7));
    assert!(!store.health().unkept.is_empty());
    assert!(store.past().is_empty(), "after a reload the first attempt is the one that is played");
    shelf.fail(Failure::default());
    store.flush();
    assert_eq!(names(&store.past()), ["lectern/answer/z/q"]);
}

#[test]
fn a_backup_brings_everything_back_and_says_before_what_that_is() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a"]);
    store.change(&key("lectern/lesson/l"), |record: &mut LessonRecord| record.complete(5));
    let archived = store.past();
    for (name, text) in &archived {
        store.take_out(name, text);
    }
    let all = backup::together(store.all(), archived);
    let backup = backup::parse(&backup::print("now", "School", &all)).unwrap();
    let expected: Vec<_> =
        all.iter().filter(|(name, _)| name != "lectern/format").map(|(name, _)| name.clone()).collect();
    assert_eq!(backup.records.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), expected);

    let changes = |store: &mut Store<Shelf>, backup: &Backup| {
        let all = store.all();
        backup::changes(backup, |name| {
            all.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
        })
    };
    let elsewhere = Shelf::default();
    let mut other = Store::open(elsewhere.clone());
    other.change(&key("lectern/lesson/m"), |record: &mut LessonRecord| record.open(1));
    let expected =
        Changes { lessons: 1, quizzes: 1, answers: 2, of_lessons: vec!["l".into()], ..Changes::default() };
    assert_eq!(changes(&mut other, &backup), expected);
    other.restore(backup.records.clone());
    assert_eq!(other.get::<AnswerRecord>(&answer("z")), answered("z", 0));
    assert_eq!(other.get::<LessonRecord>(&key("lectern/lesson/m")).opened, Some(1), "what was here stays");
    let again = changes(&mut other, &backup);
    assert!(again.is_empty() && again.known == 4, "{again:?}");
    let texts = elsewhere.texts();
    other.restore(backup.records.clone());
    assert_eq!(elsewhere.texts(), texts, "once more changes nothing");
}

#[test]
fn what_an_archive_holds_is_joined_with_what_is_stored() {
    let mut one = AnswerRecord::default();
    one.change(|response| response.choices = vec!["x".into()]);
    let mut two = one.clone();
    one.hints = 3;
    two.hand_in(9);
    let name = "lectern/answer/a/q".to_owned();
    let other = ("lectern/answer/b/q".to_owned(), print(&answered("y", 1)));
    let together =
        backup::together(vec![(name.clone(), print(&one))], vec![other.clone(), (name.clone(), print(&two))]);
    two.hints = 3;
    assert_eq!(together, [(name, print(&two)), other]);
}
