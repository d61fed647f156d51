//! A storage that refuses, is full, or is cleared; what is reset, and what is taken over.

use course::progress::{AttemptsRecord, Key, LessonRecord, Register};
use course::store::{Health, Scope, Store};

use crate::area::{Failure, Said, Shelf, Texts, after};
use crate::scenario::{Action, Page, everything, full, starts};

const NO_READS: Failure = Failure { reads: true, listing: false, removal: false, writes: None, quota: None };
const NO_LISTING: Failure = Failure { reads: false, listing: true, ..NO_READS };
const NO_REMOVAL: Failure = Failure { reads: false, removal: true, ..NO_READS };
const NOTHING: Failure = Failure { reads: false, ..NO_READS };

/// All that a page knows.
pub(crate) fn known(page: &mut Page<Shelf>) -> Said {
    let mut said = Said::default();
    for name in page.store.keys("").into_iter().filter(|name| !name.starts_with("lectern/undo/")) {
        if let Some(text) = page.store.text(&name) {
            said.add(&name, &text);
        }
    }
    said
}

pub(crate) fn key(name: &str) -> Key {
    Key::parse(name).expect("a key")
}

/// Plays while the storage fails, and looks whether the page knows all that a page knows whose storage does not; then
/// it works again, and everything is stored.
fn play_through(start: &Texts, failure: &Failure, when: &str) {
    let sound = Shelf::holding(start.clone());
    let mut other = Page::open(sound, "page");
    let shelf = Shelf::holding(start.clone());
    shelf.fail(failure.clone());
    let mut page = Page::open(shelf.clone(), "page");
    for action in everything() {
        page.act(&action);
        other.act(&action);
    }
    let said = known(&mut other);
    said.assert_in(&mut page.store, &Texts::new(), when);
    let mut is_all_stored = Page::open(Shelf::holding(shelf.texts()), "look");
    for name in &page.store.health().unkept {
        assert!(Key::parse(name).is_some(), "{when}: {name} is told of");
    }
    if page.store.health().unkept.is_empty() {
        said.assert_in(&mut is_all_stored.store, &Texts::new(), when);
    }

    shelf.fail(Failure::default());
    page.store.flush();
    assert_eq!(page.store.health().unkept, [""; 0], "{when}: there is room again");
    let mut again = Page::open(shelf, "again");
    said.assert_in(&mut again.store, &Texts::new(), when);
    assert_eq!(again.store.health().damaged, [""; 0], "{when}");
}

#[test]
fn whatever_is_refused_is_known_to_the_page_and_stored_when_there_is_room() {
    for (place, start) in starts().into_iter().enumerate() {
        for writes in 0..150 {
            let failure = Failure { writes: Some(writes), ..NOTHING };
            play_through(&start, &failure, &format!("start {place}, {writes} writes"));
        }
    }
}

#[test]
fn a_full_storage_loses_nothing_not_even_by_a_reset_that_is_undone() {
    for (place, start) in starts().into_iter().enumerate() {
        let held = Shelf::holding(start.clone()).size();
        for quota in (0..4_000).step_by(37) {
            let failure = Failure { quota: Some(held + quota), ..NOTHING };
            play_through(&start, &failure, &format!("start {place}, {quota} bytes"));
        }
    }
}

#[test]
fn a_crash_takes_no_more_than_the_copies_that_find_no_room() {
    let start = full();
    let size = Shelf::holding(start.clone()).size();
    let mut said = Said::default();
    said.add_all(&start);
    for spare in [0, 5, 13, 40, 100, 400, 1_000] {
        let shelf = Shelf::holding(start.clone());
        shelf.fail(Failure { quota: Some(size + spare), ..NOTHING });
        let mut page = Page::open(shelf.clone(), "page");
        page.store.reset(&Scope::Everything);
        let changes = shelf.changes();
        let largest = start.iter().map(|(name, text)| name.len() + text.len()).max().unwrap_or(0);
        for cut in 0..=changes.len() {
            let held = after(start.clone(), &changes[..cut]);
            let is_gone = |name: &str| {
                let copy = name.replacen("lectern/", "lectern/undo/", 1);
                !held.contains_key(name) && !held.contains_key(&copy)
            };
            let gone = start.iter().filter(|(name, _)| is_gone(name));
            let gone: usize = gone.map(|(name, text)| name.len() + text.len()).sum();
            // What the longer names of the copies need, the room that was too small, and the one that is moved just now.
            let longer = start.len() * "undo/".len();
            assert!(gone <= 2 * largest + longer, "{spare} bytes, cut at {cut}: {gone} bytes are gone");
            assert!(gone == 0 || spare < largest + longer, "{spare} bytes are enough");
        }
        page.store.undo();
        said.assert_in(&mut page.store, &Texts::new(), &format!("{spare} bytes"));
    }
}

#[test]
fn where_nothing_can_be_read_the_page_goes_on_from_memory() {
    let shelf = Shelf::holding(full());
    shelf.fail(NO_READS);
    let mut page = Page::open(shelf.clone(), "page");
    assert!(page.store.health().is_refused);
    page.act(&Action::Complete("other"));
    page.act(&Action::Set("theme", "blue".into()));
    let theme: Register = page.store.get(&key("lectern/setting/theme"));
    assert_eq!(theme.value(), "blue");
    assert_eq!(shelf.texts(), full(), "nothing was written over what could not be read");
    shelf.fail(NOTHING);
    page.store.flush();
    let theme: Register = page.store.get(&key("lectern/setting/theme"));
    assert_eq!(
        (theme.value(), theme.others().map(|other| other.value.as_str()).collect::<Vec<_>>()),
        ("light", vec!["dark", "blue"]),
        "neither was written with knowledge of the other"
    );
    assert_eq!(page.store.health(), &Health::default());
    let mut said = Said::default();
    said.add_all(&full());
    said.assert_in(&mut Store::open(shelf), &Texts::new(), "after all");
}

#[test]
fn a_former_version_is_moved_later_where_it_cannot_be_now() {
    let start = &starts()[2];
    for failure in
        [NO_LISTING, NO_READS, Failure { writes: Some(0), ..NOTHING }, Failure { writes: Some(1), ..NOTHING }]
    {
        let shelf = Shelf::holding(start.clone());
        shelf.fail(failure.clone());
        let mut page = Page::open(shelf.clone(), "page");
        page.act(&Action::Open("other"));
        shelf.fail(NOTHING);
        page.act(&Action::Complete("other"));
        drop(page);
        let mut page = Page::open(shelf, "again");
        let attempts: AttemptsRecord = page.store.get(&key("lectern/quiz/now/check"));
        assert_eq!(attempts.count(), 3, "{failure:?}");
    }
}

#[test]
fn what_cannot_be_removed_is_not_counted_as_moved() {
    for start in starts() {
        let shelf = Shelf::holding(start.clone());
        shelf.fail(NO_REMOVAL);
        let mut said = Said::default();
        said.add_all(&start);
        for page in ["one", "other"] {
            said.assert_in(&mut Page::open(shelf.clone(), page).store, &Texts::new(), page);
        }
    }
}

#[test]
fn what_is_cleared_while_a_page_is_open_is_written_again() {
    let actions: Vec<Action> = everything();
    for at in 0..actions.len() {
        let shelf = Shelf::default();
        let mut page = Page::open(shelf.clone(), "page");
        actions[..at].iter().for_each(|action| page.act(action));
        let said = known(&mut page);
        shelf.clear();
        let is_known = !page.store.keys("").is_empty();
        page.act(&Action::Complete("another"));
        assert_eq!(page.store.health().is_cleared, is_known, "cleared before {:?}", actions[at]);
        actions[at..].iter().for_each(|action| page.act(action));
        page.store.undo();
        let mut again = Page::open(shelf, "again");
        said.assert_in(&mut again.store, &Texts::new(), &format!("cleared before {:?}", actions[at]));
    }
}

#[test]
fn a_tab_that_hears_of_the_clearing_writes_everything_again() {
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "page");
    everything().iter().for_each(|action| page.act(action));
    let said = known(&mut page);
    shelf.clear();
    page.store.hear(None, None);
    said.assert_in(&mut Store::open(shelf), &Texts::new(), "heard");
}

#[test]
fn a_reset_of_a_lesson_leaves_other_lessons_and_notes() {
    let shelf = Shelf::holding(full());
    let before = shelf.texts();
    let mut page = Page::open(shelf.clone(), "page");
    page.act(&Action::Reset(Scope::Lessons(vec!["now".into()])));
    let gone: Vec<String> = before.into_keys().filter(|name| shelf.text(name).is_none()).collect();
    assert_eq!(
        gone,
        [
            "lectern/answer/x1/q",
            "lectern/answer/x1/r",
            "lectern/answer/x2/q",
            "lectern/asked/now",
            "lectern/card/now/*",
            "lectern/lesson/former",
            "lectern/lesson/now",
            "lectern/quiz/former/check",
            "lectern/quiz/now/check",
            "lectern/work/now/notes",
        ]
    );
    // And what was done under its former id does not come back by itself.
    let mut page = Page::open(shelf, "another page");
    assert_eq!(page.store.get::<LessonRecord>(&key("lectern/lesson/now")), LessonRecord::default());
}

#[test]
fn what_a_page_writes_after_a_reset_is_there_beside_what_comes_back() {
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "page");
    let mut other = Page::open(shelf.clone(), "other");
    page.act(&Action::Work("now", "notes", "one".into()));
    page.act(&Action::Work("now", "notes", "two".into()));
    _ = other.store.text("lectern/work/now/notes");
    other.store.reset(&Scope::Everything);
    page.store.hear(Some("lectern/work/now/notes"), None);
    page.act(&Action::Work("now", "notes", "since".into()));
    page.act(&Action::Stay("now", 7));
    other.store.undo();
    for page in [&mut page, &mut other] {
        let notes: Register = page.store.get(&key("lectern/work/now/notes"));
        let mut texts: Vec<&str> = notes.others().map(|other| other.value.as_str()).collect();
        texts.push(notes.value());
        texts.sort_unstable();
        assert_eq!(texts, ["since", "two"]);
    }
}

#[test]
fn what_is_done_under_a_former_id_is_taken_over_whenever_it_is_done() {
    let shelf = Shelf::default();
    let mut old = Page { store: Store::open(shelf.clone()), name: "old".into(), now: 5 };
    let act = |page: &mut Page<Shelf>| {
        page.act(&Action::Open("former"));
        page.act(&Action::Complete("former"));
    };
    act(&mut old);
    let mut new = Page::open(shelf.clone(), "new");
    assert!(new.store.get::<LessonRecord>(&key("lectern/lesson/now")).completed.is_some());
    // The old release is still open elsewhere, and the lesson is completed there already.
    old.act(&Action::Begin("former", "a1".into()));
    let name = "lectern/quiz/former/check";
    let heard = new.store.hear(Some(name), shelf.text(name).as_deref());
    assert_eq!(heard, course::store::Heard::Record(key("lectern/quiz/now/check")));
    assert_eq!(new.store.get::<AttemptsRecord>(&key("lectern/quiz/now/check")).count(), 1);
    drop(new);
    old.act(&Action::Begin("former", "a2".into()));
    let mut new = Page::open(shelf, "new again");
    assert_eq!(new.store.get::<AttemptsRecord>(&key("lectern/quiz/now/check")).count(), 2);
}

#[test]
fn what_a_tab_of_a_former_release_does_is_taken_over_now_or_later() {
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "page");
    let quiz = key("lectern/quiz/now/check");
    let attempt = |id: &str| {
        (format!("lectern/attempt/now/check/{id}"), format!(r#"{{"v":2,"id":"{id}","started":3}}"#))
    };
    let (name, text) = attempt("a");
    shelf.put(&name, &text);
    assert_eq!(page.store.hear(Some(&name), Some(&text)), course::store::Heard::Record(quiz.clone()));
    assert_eq!(page.store.get::<AttemptsRecord>(&quiz).count(), 1);
    drop(page);
    // While no page of this release is open.
    let (name, text) = attempt("b");
    shelf.put(&name, &text);
    let mut page = Page::open(shelf, "again");
    page.store.gather();
    assert_eq!(page.store.get::<AttemptsRecord>(&quiz).count(), 2);
}

#[test]
fn small_records_are_stored_though_a_large_one_finds_no_room() {
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "page");
    shelf.fail(Failure { quota: Some(shelf.size()), ..NOTHING });
    let large = (0..20).map(|at| Action::Restore("lectern/work/now/notes", work(at, &"x".repeat(4_000))));
    for action in [Action::Open("now"), Action::Open("other")].into_iter().chain(large) {
        page.act(&action);
    }
    shelf.fail(Failure { quota: Some(shelf.size() + 300), ..NOTHING });
    page.store.flush();
    assert_eq!(page.store.health().unkept, ["lectern/work/now/notes"]);
    // Copies of an earlier reset give way, also when they are not the first to do so.
    shelf.fail(NOTHING);
    page.store.flush();
    for _ in 0..2 {
        page.act(&Action::Reset(Scope::Everything));
        shelf.fail(Failure { quota: Some(shelf.size()), ..NOTHING });
        page.act(&Action::Open("now"));
        assert_eq!(page.store.health().unkept, [""; 0]);
        shelf.fail(NOTHING);
        page.act(&Action::Set("theme", "dark".into()));
    }
}

fn work(count: usize, value: &str) -> String {
    format!(r#"{{"v":3,"value":"{value}","changed":1,"by":"w","count":{}}}"#, count + 1)
}
