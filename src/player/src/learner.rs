//! What the player remembers of its learner, as the pages see it. The records and their keys are
//! [`course::progress`]; here they meet the page: what it shows of them, and what other tabs do to them.

use course::library::Library;
use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, Key, LessonRecord, LessonState, Register, Wording,
};
use course::store::{Health, Heard};
use leptos::ev;
use leptos::prelude::*;
use web_sys::StorageEvent;

use crate::browser;
use crate::storage;

/// The learner's progress. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Learner {
    /// The states of lessons that were asked for, by lesson id.
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
}

impl Learner {
    /// Reads what is known, and follows what other tabs do from now on.
    pub(crate) fn open(library: &Library) -> Self {
        for lesson in library.courses.iter().flat_map(|course| course.lessons()) {
            for former in &lesson.aliases {
                storage::with(|store| store.adopt(former, &lesson.id));
            }
        }
        let learner = Self {
            lessons: StoredValue::default(),
            changed: Trigger::new(),
            health: RwSignal::new(storage::with(|store| store.health().clone())),
            epoch: RwSignal::new(0),
            heard: RwSignal::new(None),
            writer: StoredValue::new(browser::random_id()),
        };
        browser::listen(ev::storage, move |event| learner.hear(&event));
        // Leaving may be the last chance for what was refused.
        browser::listen(ev::pagehide, |_| storage::with(|store| store.flush()));
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

    /// How far the learner is with a lesson.
    pub(crate) fn state(self, lesson: &str) -> LessonState {
        self.changed.track();
        let find =
            |known: &Vec<(String, LessonState)>| known.binary_search_by(|(id, _)| id.as_str().cmp(lesson));
        let known = self.lessons.with_value(|known| find(known).ok().map(|at| known[at].1));
        known.unwrap_or_else(|| {
            let record: LessonRecord = storage::with(|store| store.get(&Key::Lesson(lesson.to_owned())));
            self.lessons.update_value(|known| {
                if let Err(at) = find(known) {
                    known.insert(at, (lesson.to_owned(), record.state()));
                }
            });
            record.state()
        })
    }

    /// Remembers that a lesson was opened.
    pub(crate) fn open_lesson(self, lesson: &str) {
        self.change_lesson(lesson, LessonRecord::open);
    }

    /// Remembers that a lesson was completed.
    pub(crate) fn complete_lesson(self, lesson: &str) {
        self.change_lesson(lesson, LessonRecord::complete);
        // There is something to lose from now on.
        browser::ask_to_persist();
    }

    /// All attempts at a quiz.
    pub(crate) fn attempts(self, lesson: &str, quiz: &str) -> AttemptsRecord {
        storage::with(|store| store.get(&Key::Quiz(lesson.to_owned(), quiz.to_owned())))
    }

    /// Remembers that an attempt was begun, and gives all.
    pub(crate) fn begin_attempt(self, lesson: &str, quiz: &str, id: &str) -> AttemptsRecord {
        self.change(&Key::Quiz(lesson.to_owned(), quiz.to_owned()), |attempts: &mut AttemptsRecord| {
            attempts.begin(id.to_owned(), browser::now());
        })
    }

    /// The answer to a question within an attempt.
    pub(crate) fn answer(self, attempt: &str, question: &str) -> AnswerRecord {
        storage::with(|store| store.get(&Key::Answer(attempt.to_owned(), question.to_owned())))
    }

    /// Changes an answer.
    pub(crate) fn change_answer(
        self,
        attempt: &str,
        question: &str,
        change: impl FnOnce(&mut AnswerRecord),
    ) -> AnswerRecord {
        self.change(&Key::Answer(attempt.to_owned(), question.to_owned()), change)
    }

    /// How the questions of a lesson were worded when they were answered.
    pub(crate) fn asked(self, lesson: &str) -> AskedRecord {
        storage::with(|store| store.get(&Key::Asked(lesson.to_owned())))
    }

    /// Remembers how questions of a lesson are worded.
    pub(crate) fn remember_wordings(self, lesson: &str, wordings: impl Iterator<Item = Wording>) {
        self.change(&Key::Asked(lesson.to_owned()), |asked: &mut AskedRecord| {
            wordings.for_each(|it| asked.put(it))
        });
    }

    /// What stands at an item of the learner's work on a lesson.
    pub(crate) fn work(self, lesson: &str, item: &str) -> Register {
        storage::with(|store| store.get(&Key::Work(lesson.to_owned(), item.to_owned())))
    }

    /// Remembers a piece of work.
    pub(crate) fn set_work(self, lesson: &str, item: &str, value: String) {
        let writer = self.writer.get_value();
        self.change(&Key::Work(lesson.to_owned(), item.to_owned()), |work: &mut Register| {
            work.write(value, &writer, browser::now());
        });
    }

    /// Shows everything as it is stored now, after much of it was changed.
    pub(crate) fn refresh(self) {
        self.lessons.update_value(Vec::clear);
        self.changed.notify();
        self.tell_health();
        self.epoch.update(|epoch| *epoch += 1);
    }

    fn change_lesson(self, lesson: &str, change: fn(&mut LessonRecord, u64)) {
        self.change(&Key::Lesson(lesson.to_owned()), |record| change(record, browser::now()));
        self.forget_state(lesson);
    }

    fn change<R: course::progress::Record>(self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        let record = storage::with(|store| store.change(key, change));
        self.tell_health();
        record
    }

    fn tell_health(self) {
        let health = storage::with(|store| store.health().clone());
        if self.health.with_untracked(|known| *known != health) {
            self.health.set(health);
        }
    }

    fn forget_state(self, lesson: &str) {
        self.lessons.update_value(|known| known.retain(|(id, _)| id != lesson));
        self.changed.notify();
    }

    fn hear(self, event: &StorageEvent) {
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
            set_timeout(refresh, std::time::Duration::from_millis(50));
        }
    }
}
