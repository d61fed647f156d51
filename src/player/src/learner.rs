//! What the player remembers of its learner, as the pages see it. The records and their keys are
//! [`course::progress`]; here they meet the page: what it shows of them, and what other tabs do to them.

use std::time::Duration;

use course::archive::MANY;
use course::library::Library;
use course::progress::{Key, LessonRecord, LessonState, Record, Register};
use course::store::{Health, Heard};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use crate::browser;
use crate::keeper;
use crate::storage;

/// The learner's progress. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Learner {
    /// The states of lessons that were asked for, by lesson id; no more than [`KNOWN`].
    lessons: StoredValue<Vec<(String, LessonState)>>,
    /// Tells that one of these has changed.
    changed: Trigger,
    health: RwSignal<Health>,
    /// Grows when everything is to be drawn anew.
    epoch: RwSignal<u32>,
    /// The record that another tab has changed last.
    heard: RwSignal<Option<Key>>,
    /// Names what this page writes. See [`Register::write`].
    writer: StoredValue<String>,
    /// Whether records are on their way into the archive.
    is_moving: StoredValue<bool>,
    /// The lesson that is shown, or was shown last.
    opened: StoredValue<String>,
}

/// A course has hardly more lessons; of a library with thousands not all are to be kept in mind.
const KNOWN: usize = 1000;

/// When there is time to look whether there are many, after the start.
const QUIET: Duration = Duration::from_secs(3);

impl Learner {
    /// Reads what is known, and follows what other tabs do from now on.
    pub(crate) fn open(library: &Library) -> Self {
        let lessons = library.courses.iter().flat_map(|course| course.lessons());
        let renamed = lessons
            .flat_map(|lesson| lesson.aliases.iter().map(|former| (former.as_str(), lesson.id.as_str())));
        storage::with(|store| store.adopt_all(renamed));
        let learner = Self {
            lessons: StoredValue::default(),
            changed: Trigger::new(),
            health: RwSignal::new(storage::with(|store| store.health().clone())),
            epoch: RwSignal::new(0),
            heard: RwSignal::new(None),
            writer: StoredValue::new(browser::random_id()),
            is_moving: StoredValue::new(false),
            opened: StoredValue::default(),
        };
        browser::listen(&["storage"], move |event| {
            if let Some(event) = event.dyn_ref() {
                learner.hear(event);
            }
        });
        // Leaving may be the last chance for what was refused. A page in the background can be ended without a word.
        browser::listen(&["pagehide", "visibilitychange"], move |event| {
            if event.type_() == "pagehide" || document().hidden() {
                learner.leave();
            }
        });
        // A page that comes back as it was left has heard nothing meanwhile.
        browser::listen(&["pageshow"], move |event| {
            if browser::is_back(event) {
                storage::with(|store| store.look());
                learner.refresh();
            }
        });
        browser::later(QUIET, move || {
            // A tab of a former release may have written while no page of this one was open.
            storage::with(|store| store.gather());
            learner.tell_health();
            if storage::with(|store| store.count()) > MANY {
                learner.make_room();
            }
        });
        learner
    }

    /// Whether what the learner does is kept.
    pub(crate) fn health(self) -> Health {
        self.health.get()
    }

    /// Grows when everything is to be drawn anew.
    pub(crate) fn epoch(self) -> u32 {
        self.epoch.get()
    }

    /// The record that another tab has changed last.
    pub(crate) fn heard(self) -> Option<Key> {
        self.heard.get()
    }

    /// Has whoever asks told of every change of how far the learner is.
    pub(crate) fn follow(self) {
        self.changed.track();
    }

    /// How far the learner is with a lesson.
    pub(crate) fn state(self, lesson: &str) -> LessonState {
        self.follow();
        self.known_state(lesson)
    }

    /// As [`Learner::state`], without being told of changes.
    pub(crate) fn known_state(self, lesson: &str) -> LessonState {
        let find = |known: &Vec<(String, LessonState)>| Some(known[place_in(known, lesson).ok()?].1);
        self.lessons.with_value(find).unwrap_or_else(|| {
            let record: LessonRecord = self.get(&Key::Lesson(lesson.to_owned()));
            self.know_state(lesson, record.state());
            record.state()
        })
    }

    fn know_state(self, lesson: &str, state: LessonState) {
        self.lessons.update_value(|known| {
            if known.len() == KNOWN {
                known.clear();
            }
            match place_in(known, lesson) {
                Ok(at) => known[at].1 = state,
                Err(at) => known.insert(at, (lesson.to_owned(), state)),
            }
        });
    }

    /// Remembers that a lesson was opened, once it was seen. It is shown as open from now on.
    pub(crate) fn open_lesson(self, lesson: &str) {
        let lesson = lesson.to_owned();
        self.opened.set_value(lesson.clone());
        if self.known_state(&lesson) == LessonState::New {
            self.know_state(&lesson, LessonState::Open);
        }
        browser::once_seen(move || {
            let key = Key::Lesson(lesson);
            let record = self.change(&key, |record: &mut LessonRecord| record.open(browser::now()));
            if let Key::Lesson(lesson) = key
                && record.state() != self.known_state(&lesson)
            {
                self.forget_state(&lesson);
            }
        });
    }

    /// The lesson that is shown, or was shown last.
    pub(crate) fn opened(self) -> String {
        self.opened.get_value()
    }

    /// Remembers that a lesson was completed.
    pub(crate) fn complete_lesson(self, lesson: &str) {
        self.change_lesson(lesson, LessonRecord::complete);
        // There is something to lose from now on.
        browser::ask_to_persist();
    }

    /// What stands at an item of the learner's work on a lesson.
    pub(crate) fn work(self, lesson: &str, item: &str) -> Register {
        self.get(&Key::Work(lesson.to_owned(), item.to_owned()))
    }

    /// Remembers a piece of work that its learner has put into the place of all that was known of it.
    pub(crate) fn set_work(self, lesson: &str, item: &str, value: String) {
        self.change_work(lesson, item, |work, writer| {
            if work.value() != value || work.others().next().is_some() {
                work.write(value, writer, browser::now());
            }
        });
    }

    /// Where the learner was reading. See [`course::progress::Place`].
    pub(crate) fn place(self) -> String {
        self.get::<Register>(&Key::Setting("place".into())).value().to_owned()
    }

    /// Remembers the language that the learner has chosen, and shows everything in it.
    pub(crate) fn speak(self, language: String) {
        self.set("language".into(), language);
        self.refresh();
    }

    /// A setting; empty where none was made.
    pub(crate) fn setting(self, name: String) -> String {
        self.get::<Register>(&Key::Setting(name)).value().to_owned()
    }

    /// Remembers a setting.
    pub(crate) fn set(self, name: String, value: String) {
        let writer = storage::with(|store| store.writer(&self.writer.get_value()));
        self.change(&Key::Setting(name), |setting: &mut Register| {
            setting.write(value, &writer, browser::now());
        });
    }

    /// Moves into the archive what is not needed here, then tries again what was refused.
    fn make_room(self) {
        if self.is_moving.get_value() {
            return;
        }
        self.is_moving.set_value(true);
        leptos::task::spawn_local(async move {
            keeper::make_room().await;
            storage::with(|store| store.flush_at_last());
            self.is_moving.set_value(false);
            self.tell_health();
        });
    }

    /// Remembers a text that is being typed, and gives it with all that was written elsewhere and is to be seen yet.
    pub(crate) fn type_work(self, lesson: &str, item: &str, value: &str) -> Register {
        // What another tab wrote without this page hearing of it was not seen by its learner.
        let mut seen: Register =
            storage::with(|store| store.known(&Key::Work(lesson.to_owned(), item.to_owned())));
        if seen.value() == value {
            return seen;
        }
        self.change_work(lesson, item, |work, writer| {
            seen.revise(value.to_owned(), writer, browser::now());
            work.join(seen);
            if work.value() != value {
                work.revise(value.to_owned(), writer, browser::now());
            }
        })
    }

    /// Shows everything as it is stored now, after much of it was changed.
    pub(crate) fn refresh(self) {
        // What waits to be written down is still in fields that are about to go.
        browser::settle();
        self.lessons.update_value(Vec::clear);
        self.changed.notify();
        self.tell_health();
        self.epoch.update(|epoch| *epoch += 1);
    }

    fn change_work(self, lesson: &str, item: &str, change: impl FnOnce(&mut Register, &str)) -> Register {
        let writer = storage::with(|store| store.writer(&self.writer.get_value()));
        self.change(&Key::Work(lesson.to_owned(), item.to_owned()), |work| change(work, &writer))
    }

    fn leave(self) {
        browser::settle();
        storage::with(|store| store.flush_at_last());
        self.tell_health();
    }

    fn change_lesson(self, lesson: &str, change: fn(&mut LessonRecord, u64)) {
        self.change(&Key::Lesson(lesson.to_owned()), |record| change(record, browser::now()));
        self.forget_state(lesson);
    }

    /// The record under a key.
    pub(crate) fn get<R: Record>(self, key: &Key) -> R {
        let record = storage::with(|store| store.get(key));
        // What is read may turn out to be damaged, or of a newer release.
        self.tell_health();
        record
    }

    /// Changes the record under a key, and gives it as it is then.
    pub(crate) fn change<R: Record>(self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        let record = storage::with(|store| store.change(key, change));
        self.tell_health();
        record
    }

    /// Shows what became of reading and writing.
    pub(crate) fn tell_health(self) {
        // Asked after every read, and nearly always nothing new.
        let is_told = |known: &Health| storage::with(|store| store.health() == known);
        if self.health.with_untracked(is_told) {
            return;
        }
        let health = storage::with(|store| store.health().clone());
        let (unkept, damaged) = self.health.with_untracked(|known| (known.unkept.len(), known.damaged.len()));
        if health.unkept.len() > unkept {
            self.make_room();
        }
        if health.damaged.len() > damaged {
            keeper::mend();
        }
        self.health.set(health);
    }

    fn forget_state(self, lesson: &str) {
        self.lessons.update_value(|known| known.retain(|(id, _)| id != lesson));
        self.changed.notify();
    }

    fn hear(self, event: &StorageEvent) {
        browser::settle();
        let heard = storage::hear(event);
        self.tell_health();
        match heard {
            Heard::Nothing => {}
            Heard::Record(key) => {
                if let Key::Lesson(lesson) = &key {
                    self.forget_state(lesson);
                }
                self.heard.set(Some(key));
            }
            Heard::All => self.refresh_soon(),
        }
    }

    /// Once for all that another tab removes at one time.
    fn refresh_soon(self) {
        thread_local! {
            static PENDING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
        }
        if !PENDING.replace(true) {
            let refresh = move || {
                PENDING.set(false);
                self.refresh();
            };
            browser::later(Duration::from_millis(50), refresh);
        }
    }
}

/// Where the state of a lesson is among these, or is to be put.
fn place_in(known: &[(String, LessonState)], lesson: &str) -> Result<usize, usize> {
    known.binary_search_by(|(id, _)| id.as_str().cmp(lesson))
}
