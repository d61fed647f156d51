//! A storage that holds what cannot be read: damaged records, and those of a newer version.

use course::progress::{Key, LessonRecord, Register};
use course::store::{Health, Scope, Store};

use crate::area::{Failure, Said, Shelf, Texts, after};
use crate::failing::{key, known};
use crate::scenario::{Action, Page, everything, full};

fn health(change: impl FnOnce(&mut Health)) -> Health {
    let mut health = Health::default();
    change(&mut health);
    health
}

/// What a text may have become.
fn damages(text: &str) -> Vec<String> {
    let mut damages =
        vec![String::new(), "null".into(), "{}".into(), "\u{0}\u{fffd}".into(), format!("{text}}}")];
    damages.extend([r#"{"v":0}"#, r#"{"v":"3"}"#, "[3]"].map(str::to_owned));
    damages.extend((1..text.len()).step_by(7).filter_map(|end| text.get(..end)).map(str::to_owned));
    damages
}

#[test]
fn what_is_damaged_is_kept_for_rescue_and_everything_else_loads() {
    let start = full();
    let mut kinds = 0;
    for name in start.keys().filter(|name| Key::parse(name).is_some()) {
        kinds += 1;
        for damage in damages(&start[name]) {
            let mut texts = start.clone();
            let mut said = Said::default();
            texts.insert(name.clone(), damage.clone());
            said.add_all(&texts);
            let shelf = Shelf::holding(texts.clone());
            let mut store = Store::open(shelf.clone());
            store.text(name);
            said.assert_in(&mut store, &Texts::new(), &damage);
            assert_eq!(store.health(), &health(|it| it.damaged.push(name.clone())), "{name}: {damage}");
            assert_eq!(shelf.text(name).as_ref(), Some(&damage), "reading changes nothing");

            store.join(&key(name), &start[name]);
            let aside = name.replacen("lectern/", "lectern/aside/", 1);
            assert_eq!(shelf.text(&aside).as_ref(), Some(&damage), "{name}");
            said.add(name, &start[name]);
            said.assert_in(&mut Store::open(shelf.clone()), &Texts::new(), &damage);

            // The next damage goes beside the first.
            shelf.put(name, "again");
            let mut store = Store::open(shelf.clone());
            store.join(&key(name), &start[name]);
            assert_eq!(shelf.text(&aside).as_ref(), Some(&damage), "{name}");
            assert_eq!(shelf.text(&format!("{aside}~")).as_deref(), Some("again"), "{name}");
        }
    }
    assert!(kinds >= 10, "{kinds} records");
}

#[test]
fn what_is_damaged_stays_where_there_is_no_room_beside_it() {
    let name = "lectern/setting/theme";
    let damage = "x".repeat(200);
    let shelf = Shelf::holding([(name.to_owned(), damage.clone())].into());
    shelf.fail(Failure { quota: Some(shelf.size() + 100), ..Failure::default() });
    let mut page = Page::open(shelf.clone(), "page");
    page.act(&Action::Set("theme", "dark".into()));
    assert_eq!(shelf.text(name), Some(damage.clone()));
    assert_eq!(page.store.health().unkept, [name]);
    shelf.fail(Failure::default());
    page.act(&Action::Open("other"));
    assert_eq!(page.store.health().unkept, [""; 0]);
    assert_eq!(shelf.text("lectern/aside/setting/theme"), Some(damage));
    assert_eq!(Store::open(shelf).get::<Register>(&key(name)).value(), "dark");
}

/// A record of a version that this release does not know.
fn newer(text: &str) -> String {
    text.replacen("{\"v\":3", "{\"v\":4,\"new\":[1,2]", 1)
}

#[test]
fn records_of_a_newer_version_stay_as_they_are_and_what_is_done_meanwhile_is_taken_over() {
    let start = full();
    let records = start.keys().filter(|name| Key::parse(name).is_some());
    let each = records.clone().map(|name| vec![name.clone()]);
    let all: Vec<String> = records.cloned().collect();
    for names in each.chain([all.clone()]) {
        let mut texts = start.clone();
        for name in &names {
            texts.insert(name.clone(), newer(&start[name]));
        }
        let before = texts.clone();
        let shelf = Shelf::holding(texts);
        let mut page = Page::open(shelf.clone(), "old release");
        for action in everything().into_iter().filter(|it| !matches!(it, Action::Reset(_) | Action::Undo)) {
            page.act(&action);
        }
        for name in &all {
            page.store.join(&key(name), &start[name]);
        }
        assert_eq!(page.store.health(), &health(|it| it.is_newer = true), "{names:?}");
        for name in &names {
            assert_eq!(shelf.text(name), Some(before[name].clone()), "{name} is not touched");
        }
        // At any time the newer release is told that there is something for it.
        let changes = shelf.changes();
        for cut in 0..=changes.len() {
            let held = after(before.clone(), &changes[..cut]);
            let is_there = held.keys().any(|name| name.starts_with("lectern/from3/"));
            assert!(!is_there || held.contains_key("lectern/from"), "{names:?}, cut at {cut}");
        }
        let said = known(&mut page);
        said.assert_in(&mut Page::open(shelf.clone(), "old release again").store, &Texts::new(), "again");

        // The newer release reads them; here it is this one, to which they are of its version again.
        for name in &names {
            shelf.put(name, &start[name]);
        }
        let mut page = Page::open(shelf.clone(), "newer release");
        said.assert_in(&mut page.store, &Texts::new(), "taken over");
        assert_eq!(page.store.health(), &Health::default());
        let left: Vec<String> =
            shelf.texts().into_keys().filter(|name| name.starts_with("lectern/from")).collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn the_mark_of_a_newer_release_stays() {
    let mark = r#"{"v":4,"note":"mine"}"#;
    let mut texts = full();
    texts.insert("lectern/format".into(), mark.into());
    let shelf = Shelf::holding(texts);
    let mut page = Page::open(shelf.clone(), "page");
    assert_eq!(page.store.health(), &health(|it| it.is_newer = true));
    everything().iter().for_each(|action| page.act(action));
    page.store.hear(None, None);
    assert_eq!(shelf.text("lectern/format").as_deref(), Some(mark));

    // It may come while a page of this release is open, and that page may hear of it late.
    let shelf = Shelf::holding(full());
    let mut page = Page::open(shelf.clone(), "page");
    page.act(&Action::Open("other"));
    shelf.put("lectern/format", mark);
    page.store.hear(None, None);
    assert_eq!(shelf.text("lectern/format").as_deref(), Some(mark));
    page.store.hear(Some("lectern/format"), Some(mark));
    assert!(page.store.health().is_newer);
}

#[test]
fn what_stands_beside_and_cannot_be_read_is_kept() {
    let name = "lectern/setting/theme";
    let beside = "lectern/from3/setting/theme";
    let later = "lectern/from4/setting/theme";
    let shelf = Shelf::holding(full());
    for (name, text) in
        [(beside, "damaged"), (later, r#"{"v":4}"#), ("lectern/from", "1"), (name, r#"{"v":5,"value":"x"}"#)]
    {
        shelf.put(name, text);
    }
    let mut page = Page::open(shelf.clone(), "page");
    page.act(&Action::Set("theme", "dark".into()));
    assert_eq!(shelf.text("lectern/aside/from3/setting/theme").as_deref(), Some("damaged"));
    assert_eq!(page.store.health(), &health(|it| (it.is_newer, it.damaged) = (true, vec![beside.into()])));
    // What a newer one had to say to a still newer one is neither's business here.
    shelf.put(name, r#"{"v":3}"#);
    let mut page = Page::open(shelf.clone(), "page");
    assert_eq!(page.store.get::<Register>(&key(name)).value(), "dark");
    assert_eq!(shelf.text(later).as_deref(), Some(r#"{"v":4}"#));
    assert_eq!(shelf.text("lectern/from").as_deref(), Some("1"), "it is still to be taken over");
}

#[test]
fn a_reset_takes_everything_and_its_undoing_brings_back_every_byte() {
    let mut texts = full();
    texts.insert("lectern/work/now/link".into(), "damaged".into());
    texts.insert("lectern/work/now/step".into(), newer(r#"{"v":3,"value":"x"}"#));
    texts.insert(
        "lectern/from3/work/now/step".into(),
        r#"{"v":3,"value":"y","changed":1,"by":"b","count":1}"#.into(),
    );
    texts.insert("lectern/from".into(), "1".into());
    texts.insert("lectern/aside/setting/theme".into(), "damaged before".into());
    texts.insert("lectern/something/new".into(), "of a release to come".into());
    texts.insert("somebody/else".into(), "theirs".into());
    for read_before in [false, true] {
        let shelf = Shelf::holding(texts.clone());
        let mut page = Page::open(shelf.clone(), "page");
        if read_before {
            _ = known(&mut page);
        }
        let before = shelf.texts();
        assert_eq!(page.store.reset(&Scope::Everything), before.len() - 2);
        let left: Vec<String> =
            shelf.texts().into_keys().filter(|name| !name.starts_with("lectern/undo/")).collect();
        assert_eq!(left, ["lectern/format", "somebody/else"]);
        let mut page = Page::open(shelf.clone(), "another page");
        assert!(page.store.can_undo());
        assert_eq!(page.store.get::<LessonRecord>(&key("lectern/lesson/now")), LessonRecord::default());
        page.store.undo();
        assert_eq!(shelf.texts(), before);
        assert!(!page.store.can_undo());
        page.store.reset(&Scope::Everything);
        page.store.forget_reset();
        assert_eq!(shelf.texts().into_keys().collect::<Vec<_>>(), ["lectern/format", "somebody/else"]);
        assert!(!page.store.can_undo());
    }
}

#[test]
fn what_is_written_in_the_place_of_what_cannot_be_read_stays_when_that_comes_back() {
    let name = "lectern/work/now/step";
    for there in ["damaged", r#"{"v":4,"value":"x"}"#] {
        let mut texts = full();
        texts.insert(name.into(), there.into());
        let shelf = Shelf::holding(texts);
        let mut page = Page::open(shelf.clone(), "page");
        page.act(&Action::Reset(Scope::Lessons(vec!["now".into()])));
        page.act(&Action::Work("now", "step", "after".into()));
        page.act(&Action::Undo);
        for store in [&mut page.store, &mut Store::open(shelf.clone())] {
            assert_eq!(store.get::<Register>(&key(name)).value(), "after", "{there}");
            assert!(!store.can_undo());
        }
        assert_eq!(shelf.texts().values().filter(|text| *text == there).count(), 1, "{there} is kept");
    }
}

#[test]
fn what_a_newer_release_writes_over_without_knowing_is_put_beside() {
    let name = "lectern/setting/theme";
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "page");
    page.act(&Action::Set("theme", "dark".into()));
    let mine = shelf.text(name);
    let theirs = r#"{"v":4,"value":"light"}"#;
    shelf.put(name, theirs);
    page.store.hear(Some(name), Some(theirs));
    assert_eq!(shelf.text(name).as_deref(), Some(theirs));
    assert_eq!(shelf.text("lectern/from3/setting/theme"), mine);
    assert!(page.store.health().is_newer);
    // Another tab of this release hears of that, too.
    let mut other = Page::open(shelf.clone(), "other");
    page.act(&Action::Set("theme", "blue".into()));
    let beside = "lectern/from3/setting/theme";
    let heard = other.store.hear(Some(beside), shelf.text(beside).as_deref());
    assert_eq!(heard, course::store::Heard::Record(key(name)));
    assert_eq!(other.store.get::<Register>(&key(name)).value(), "blue");
}
