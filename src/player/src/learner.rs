//! What the player remembers of its learner, as the pages see it: reactive where pages show it, records below.
//!
//! The keys, each with one small record (see `course::progress`):
//!
//! ```text
//! lectern/lesson/<lesson>                    LessonRecord
//! lectern/attempt/<lesson>/<quiz>/<attempt>  AttemptRecord
//! lectern/answer/<attempt>/<question>        AnswerRecord
//! ```

use std::collections::HashMap;

use course::progress::{self, AnswerRecord, AttemptRecord, LessonRecord, LessonState};
use leptos::prelude::*;

use crate::browser;
use crate::storage::{Health, Storage};

const LESSON: &str = "lectern/lesson/";

/// The learner's progress. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Learner {
    storage: StoredValue<Storage, LocalStorage>,
    lessons: RwSignal<HashMap<String, LessonRecord>>,
    health: RwSignal<Health>,
}

impl Learner {
    /// Reads what is known.
    pub(crate) fn open() -> Self {
        let storage = Storage::open();
        let lessons = storage
            .keys(LESSON)
            .into_iter()
            .filter_map(|key| Some((key[LESSON.len()..].to_owned(), storage.get(&key)?)))
            .collect();
        Self {
            lessons: RwSignal::new(lessons),
            health: RwSignal::new(storage.health()),
            storage: StoredValue::new_local(storage),
        }
    }

    /// Whether what the learner does is kept.
    pub(crate) fn health(self) -> Health {
        self.health.get()
    }

    /// How far the learner is with a lesson.
    pub(crate) fn state(self, lesson: &str) -> LessonState {
        self.lessons.with(|lessons| lessons.get(lesson).copied().unwrap_or_default().state())
    }

    /// Remembers that a lesson was opened.
    pub(crate) fn open_lesson(self, lesson: &str) {
        self.update_lesson(lesson, LessonRecord::open);
    }

    /// Remembers that a lesson was completed.
    pub(crate) fn complete_lesson(self, lesson: &str) {
        self.update_lesson(lesson, LessonRecord::complete);
    }

    /// The attempt that is played; a new one where there is none yet.
    pub(crate) fn attempt(self, lesson: &str, quiz: &str) -> AttemptRecord {
        let stored = self.storage.with_value(|storage| {
            let keys = storage.keys(&attempt_key(lesson, quiz, ""));
            progress::current_attempt(keys.into_iter().filter_map(|key| storage.get(&key)))
        });
        stored.unwrap_or_else(|| self.begin_attempt(lesson, quiz))
    }

    /// Begins a new attempt. The former ones stay stored.
    pub(crate) fn begin_attempt(self, lesson: &str, quiz: &str) -> AttemptRecord {
        let attempt = AttemptRecord { id: browser::random_id(), started: browser::now() };
        self.set(&attempt_key(lesson, quiz, &attempt.id), &attempt);
        attempt
    }

    /// The answer to a question within an attempt.
    pub(crate) fn answer(self, attempt: &str, question: &str) -> Option<AnswerRecord> {
        self.storage.with_value(|storage| storage.get(&answer_key(attempt, question)))
    }

    /// Remembers an answer.
    pub(crate) fn set_answer(self, attempt: &str, question: &str, answer: &AnswerRecord) {
        self.set(&answer_key(attempt, question), answer);
    }

    fn update_lesson(self, lesson: &str, change: fn(LessonRecord, u64) -> LessonRecord) {
        let key = format!("{LESSON}{lesson}");
        // Another tab may have written since this page was opened: the stored record is the one to change.
        let known: LessonRecord = self.storage.with_value(|storage| storage.get(&key)).unwrap_or_default();
        let record = change(known, browser::now());
        if record != known {
            self.set(&key, &record);
        }
        self.lessons.update(|lessons| {
            lessons.insert(lesson.to_owned(), record);
        });
    }

    fn set<T: serde::Serialize + serde::de::DeserializeOwned>(self, key: &str, record: &T) {
        let health = self.storage.with_value(|storage| {
            storage.set(key, record);
            storage.health()
        });
        if self.health.get_untracked() != health {
            self.health.set(health);
        }
    }
}

fn attempt_key(lesson: &str, quiz: &str, attempt: &str) -> String {
    format!("lectern/attempt/{lesson}/{quiz}/{attempt}")
}

fn answer_key(attempt: &str, question: &str) -> String {
    format!("lectern/answer/{attempt}/{question}")
}
