//! What leaves the store for the archive, and what a backup brings back: nothing is in neither of both.

use course::archive;
use course::backup::{self, Backup, Changes};
use course::grading::Response;
use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, Key, LessonRecord, LessonState, Review, Wording,
    print,
};
use course::store::{Scope, Store};

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

/// What may leave, as a page finds it.
fn past(store: &mut Store<Shelf>, few: usize, open: &str) -> Vec<(String, String)> {
    let unkept = store.health().unkept.clone();
    archive::past(&store.all("").into_iter().collect(), &unkept, few, open)
}

/// What may leave in any case: answers of earlier attempts.
fn over(store: &mut Store<Shelf>) -> Vec<(String, String)> {
    past(store, usize::MAX, "")
}

fn names(past: &[(String, String)]) -> Vec<&str> {
    past.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn answers_of_attempts_that_are_over_may_leave_the_oldest_first() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a", "m"]);
    let past = over(&mut store);
    assert_eq!(names(&past), ["lectern/answer/z/q", "lectern/answer/a/q"]);
    assert_eq!(past[0].1, print(&answered("z", 0)));
    let mut ids = archive::attempts(&shelf.texts());
    ids.sort();
    assert_eq!(ids, ["a", "m", "z"]);
    for (name, text) in &past {
        store.take_out(name, text);
        assert_eq!(shelf.text(name), None);
    }
    assert!(over(&mut store).is_empty());
    assert_eq!(store.get::<AnswerRecord>(&answer("m")), answered("m", 2), "what is played stays");
}

#[test]
fn what_has_changed_since_it_was_archived_stays() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a"]);
    let past = over(&mut store);
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
    assert_eq!(
        names(&over(&mut one)),
        ["lectern/answer/y/q", "lectern/answer/z/q"],
        "a and b are played as one"
    );
}

#[test]
fn an_attempt_that_could_not_be_stored_sends_none_away() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z"]);
    shelf.fail(Failure { writes: Some(0), ..Failure::default() });
    store.change(&key("lectern/quiz/l/check"), |record: &mut AttemptsRecord| record.begin("a".into(), 7));
    assert!(!store.health().unkept.is_empty());
    assert!(over(&mut store).is_empty(), "after a reload the first attempt is the one that is played");
    shelf.fail(Failure::default());
    store.flush();
    assert_eq!(names(&over(&mut store)), ["lectern/answer/z/q"]);
}

/// Three lessons, each with an attempt that is over and one that is played; `late` was played last.
fn play_three(shelf: &Shelf) -> Store<Shelf> {
    let mut store = Store::open(shelf.clone());
    for (lesson, time) in [("late", 30), ("early", 10), ("middle", 20)] {
        for (number, time) in [("one", time), ("two", time + 5)] {
            let id = format!("{lesson}-{number}");
            store.change(&Key::Quiz(lesson.into(), "check".into()), |record: &mut AttemptsRecord| {
                record.begin(id.clone(), time);
            });
            store.change(&answer(&id), |record: &mut AnswerRecord| *record = answered(&id, time));
        }
        store.change(&Key::Asked(lesson.into()), |record: &mut AskedRecord| {
            record.put(Wording { quiz: "check".into(), key: "q".into(), ..Wording::default() });
        });
        store.change(&Key::cards(lesson), |record: &mut CardRecord| {
            record.enter("q", Review { time, rating: 3 });
        });
        store.change(&Key::Lesson(lesson.into()), |record: &mut LessonRecord| record.complete(time));
    }
    store
}

const EARLY: [&str; 4] =
    ["lectern/asked/early", "lectern/quiz/early/check", "lectern/answer/early-two/q", "lectern/card/early/*"];

#[test]
fn quizzes_of_lessons_that_were_not_played_for_long_leave_after_all_that_is_over() {
    let shelf = Shelf::default();
    let mut store = play_three(&shelf);
    assert_eq!(store.count(), 15);
    let ended = ["lectern/answer/early-one/q", "lectern/answer/middle-one/q", "lectern/answer/late-one/q"];
    assert_eq!(names(&over(&mut store)), ended);
    assert_eq!(names(&past(&mut store, 12, "")), ended, "there are twelve without them");
    assert_eq!(names(&past(&mut store, 11, "")), [&ended[..], &EARLY].concat());
    assert_eq!(names(&past(&mut store, 8, "")), [&ended[..], &EARLY].concat());
    let middle = [
        "lectern/asked/middle",
        "lectern/quiz/middle/check",
        "lectern/answer/middle-two/q",
        "lectern/card/middle/*",
    ];
    assert_eq!(names(&past(&mut store, 11, "early")), [&ended[..], &middle].concat(), "what is open stays");
    assert_eq!(past(&mut store, 0, "").len(), 15);
    assert_eq!(past(&mut store, 0, "late").len(), 11);
}

#[test]
fn what_is_away_comes_back_under_the_id_of_now_without_attempts_that_are_over() {
    let shelf = Shelf::default();
    drop(play_three(&shelf));
    let archived = shelf.texts();
    let away =
        |ids: &[&str]| archive::away(&archived, &ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert_eq!(
        names(&away(&["early"])),
        [
            "lectern/card/early/*",
            "lectern/answer/early-two/q",
            "lectern/quiz/early/check",
            "lectern/asked/early"
        ],
        "what tells that all is here comes last"
    );
    assert_eq!(
        names(&away(&["dawn", "early"])),
        [
            "lectern/card/dawn/*",
            "lectern/answer/early-two/q",
            "lectern/quiz/dawn/check",
            "lectern/asked/dawn"
        ]
    );
    assert!(away(&["dawn"]).is_empty() && away(&[]).is_empty());
}

#[test]
fn a_lesson_whose_attempts_cannot_be_read_stays_as_it_is() {
    let shelf = Shelf::default();
    drop(play_three(&shelf));
    shelf.put("lectern/quiz/early/check", "{\"v\":3,\"attem");
    shelf.put("lectern/quiz/middle/check", "{\"v\":9}");
    let mut store = Store::open(shelf.clone());
    assert!(past(&mut store, 0, "").iter().all(|(name, _)| name.contains("late")));
}

#[test]
fn wherever_it_is_cut_what_left_is_looked_for() {
    let all = {
        let shelf = Shelf::default();
        drop(play_three(&shelf));
        shelf.texts()
    };
    let full = past(&mut Store::open(Shelf::holding(all.clone())), 0, "");
    for left in 0..=full.len() {
        let shelf = Shelf::holding(all.clone());
        let mut store = Store::open(shelf.clone());
        full[..left].iter().for_each(|(name, text)| store.take_out(name, text));
        // Another page.
        let mut store = Store::open(shelf.clone());
        for lesson in ["early", "middle", "late"] {
            let of = |name: &String| name.contains(&format!("/{lesson}")) && !name.contains("-one");
            let is_whole = shelf.texts().keys().filter(|name| of(name)).count() == 5;
            assert!(is_whole || store.is_away(lesson), "{lesson} after {left}");
            assert_eq!(
                store.get::<LessonRecord>(&Key::Lesson(lesson.into())).state(),
                LessonState::Completed
            );
        }
        store.restore(full.clone());
        let mut texts = shelf.texts();
        texts.remove("lectern/archive");
        assert_eq!(texts, all, "after {left}");
        assert!(!store.is_away("early") && !store.is_away("late"));
    }
    let mut store = Store::open(Shelf::holding(all));
    assert!(!store.is_away("never"), "nobody looks where there is no archive");
}

#[test]
fn what_was_answered_while_the_archive_could_not_be_read_does_not_hide_it() {
    let shelf = Shelf::default();
    let mut store = play_three(&shelf);
    store.set_apart("early", true);
    assert_eq!(shelf.text("lectern/archive/early"), None, "there is no archive yet");
    for (name, text) in past(&mut store, 0, "") {
        store.take_out(&name, &text);
    }
    store.set_apart("early", true);
    store.change(&key("lectern/asked/early"), |record: &mut AskedRecord| record.put(Wording::default()));
    let mut store = Store::open(shelf.clone());
    assert!(store.is_away("early"));
    assert!(store.all("").iter().all(|(name, _)| !name.contains("archive")));
    store.set_apart("early", false);
    assert!(!store.is_away("early"));
}

#[test]
fn the_mark_of_an_archive_finds_room_in_a_full_storage() {
    let shelf = Shelf::default();
    let mut store = play_three(&shelf);
    let gone = past(&mut store, 0, "");
    shelf.fail(Failure { quota: Some(shelf.size()), ..Failure::default() });
    for (name, text) in &gone {
        store.take_out(name, text);
    }
    assert!(store.is_away("early"));
    assert_eq!(store.count(), 0);
}

#[test]
fn a_reset_and_a_backup_leave_the_mark_where_it_is() {
    let shelf = Shelf::default();
    let mut store = play_three(&shelf);
    for (name, text) in past(&mut store, 6, "") {
        store.take_out(&name, &text);
    }
    assert!(store.all("").iter().all(|(name, _)| name != "lectern/archive"));
    store.reset(&Scope::Everything);
    assert!(shelf.text("lectern/archive").is_some(), "the archive is still there");
    store.undo();
    assert!(store.is_away("early") && !store.is_away("late"));
}

#[test]
fn a_backup_brings_everything_back_and_says_before_what_that_is() {
    let shelf = Shelf::default();
    let mut store = play(&shelf, &["z", "a"]);
    store.change(&key("lectern/lesson/l"), |record: &mut LessonRecord| record.complete(5));
    let archived = over(&mut store);
    for (name, text) in &archived {
        store.take_out(name, text);
    }
    let all = backup::together(store.all(""), archived);
    let backup = backup::parse(&backup::print("now", "School", &all)).unwrap();
    let expected: Vec<_> =
        all.iter().filter(|(name, _)| name != "lectern/format").map(|(name, _)| name.clone()).collect();
    assert_eq!(backup.records.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), expected);

    let changes = |store: &mut Store<Shelf>, backup: &Backup| {
        let all = store.all("");
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
