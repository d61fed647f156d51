//! What the player remembers of its learner, as the pages see it: reactive where pages show it, records below.
//!
//! The keys, each with one small record (see `course::progress`):
//!
//! ```text
//! lectern/lesson/<lesson>                    LessonRecord
//! lectern/attempt/<lesson>/<quiz>/<attempt>  AttemptRecord
//! lectern/answer/<attempt>/<question>        AnswerRecord
//! lectern/work/<lesson>/<item>               WorkRecord
//! ```
//!
//! An item of work is a step, a criterion of a rubric, `link` or `notes`.

use course::progress::{self, AnswerRecord, AttemptRecord, LessonRecord, LessonState, WorkRecord};
use leptos::prelude::*;

use crate::browser;
use crate::record::Record;
use crate::storage::{self, Health};

const LESSON: &str = "lectern/lesson/";

/// The learner's progress. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Learner {
    /// Sorted by lesson id.
    lessons: RwSignal<Vec<(String, LessonRecord)>>,
    health: RwSignal<Health>,
}

impl Learner {
    /// Reads what is known.
    pub(crate) fn open() -> Self {
        let mut lessons = Vec::new();
        for key in storage::keys(LESSON) {
            if let Some(record) = storage::get(&key) {
                put(&mut lessons, &key[LESSON.len()..], record);
            }
        }
        Self { lessons: RwSignal::new(lessons), health: RwSignal::new(storage::health()) }
    }

    /// Whether what the learner does is kept.
    pub(crate) fn health(self) -> Health {
        self.health.get()
    }

    /// How far the learner is with a lesson.
    pub(crate) fn state(self, lesson: &str) -> LessonState {
        self.lessons.with(|lessons| match find(lessons, lesson) {
            Ok(at) => lessons[at].1.state(),
            Err(_) => LessonState::New,
        })
    }

    /// Remembers that a lesson was opened.
    pub(crate) fn open_lesson(self, lesson: &str) {
        self.update_lesson(lesson, LessonRecord::open);
    }

    /// Remembers that a lesson was completed.
    pub(crate) fn complete_lesson(self, lesson: &str) {
        self.update_lesson(lesson, LessonRecord::complete);
    }

    /// The attempt that is played, a new one where there is none yet; and how many were begun, this one included.
    pub(crate) fn attempt(self, lesson: &str, quiz: &str) -> (AttemptRecord, usize) {
        let keys = storage::keys(&attempt_key(lesson, quiz, ""));
        let stored: Vec<AttemptRecord> = keys.iter().filter_map(|key| storage::get(key)).collect();
        let begun = stored.len().max(1);
        (progress::current_attempt(stored).unwrap_or_else(|| self.begin_attempt(lesson, quiz)), begun)
    }

    /// Begins a new attempt. The former ones stay stored.
    pub(crate) fn begin_attempt(self, lesson: &str, quiz: &str) -> AttemptRecord {
        let attempt = AttemptRecord { id: browser::random_id(), started: browser::now() };
        self.set(&attempt_key(lesson, quiz, &attempt.id), &attempt);
        attempt
    }

    /// The answer to a question within an attempt.
    pub(crate) fn answer(self, attempt: &str, question: &str) -> Option<AnswerRecord> {
        storage::get(&answer_key(attempt, question))
    }

    /// Remembers an answer.
    pub(crate) fn set_answer(self, attempt: &str, question: &str, answer: &AnswerRecord) {
        self.set(&answer_key(attempt, question), answer);
    }

    /// What stands at an item of the learner's work on a lesson; empty for nothing.
    pub(crate) fn work(self, lesson: &str, item: &str) -> String {
        storage::get::<WorkRecord>(&work_key(lesson, item)).unwrap_or_default().value
    }

    /// Remembers a piece of work.
    pub(crate) fn set_work(self, lesson: &str, item: &str, value: String) {
        self.set(&work_key(lesson, item), &WorkRecord { value, changed: browser::now() });
    }

    fn update_lesson(self, lesson: &str, change: fn(LessonRecord, u64) -> LessonRecord) {
        let key = format!("{LESSON}{lesson}");
        // Another tab may have written since this page was opened: the stored record is the one to change.
        let known: LessonRecord = storage::get(&key).unwrap_or_default();
        let record = change(known, browser::now());
        if record != known {
            self.set(&key, &record);
        }
        self.lessons.update(|lessons| put(lessons, lesson, record));
    }

    fn set(self, key: &str, record: &impl Record) {
        storage::set(key, record);
        let health = storage::health();
        if self.health.get_untracked() != health {
            self.health.set(health);
        }
    }
}

fn find(lessons: &[(String, LessonRecord)], lesson: &str) -> Result<usize, usize> {
    lessons.binary_search_by(|(id, _)| id.as_str().cmp(lesson))
}

fn put(lessons: &mut Vec<(String, LessonRecord)>, lesson: &str, record: LessonRecord) {
    match find(lessons, lesson) {
        Ok(at) => lessons[at].1 = record,
        Err(at) => lessons.insert(at, (lesson.to_owned(), record)),
    }
}

fn attempt_key(lesson: &str, quiz: &str, attempt: &str) -> String {
    format!("lectern/attempt/{lesson}/{quiz}/{attempt}")
}

fn answer_key(attempt: &str, question: &str) -> String {
    format!("lectern/answer/{attempt}/{question}")
}

fn work_key(lesson: &str, item: &str) -> String {
    format!("lectern/work/{lesson}/{item}")
}
