//! What is known of a learner and one lesson.

use super::LessonState;
use super::record::{Record, earlier, number};
use crate::json::Value;

/// What is known of a learner and one lesson. Times are milliseconds since 1970-01-01 UTC, by the clock of the device;
/// they are told, and nothing is decided by them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LessonRecord {
    /// When the lesson was first opened.
    pub opened: Option<u64>,
    /// When it was first completed. Stays once set, whatever the author adds later.
    pub completed: Option<u64>,
    /// When all quizzes of the lesson were first passed, by the marks that they had then. Stays once set.
    pub passed: Option<u64>,
}

impl LessonRecord {
    /// What the record says of the lesson.
    pub fn state(self) -> LessonState {
        match (self.opened, self.completed) {
            (_, Some(_)) => LessonState::Completed,
            (Some(_), None) => LessonState::Open,
            (None, None) => LessonState::New,
        }
    }

    /// The lesson was opened at `now`.
    pub fn open(&mut self, now: u64) {
        self.opened.get_or_insert(now);
    }

    /// The lesson was completed at `now`.
    pub fn complete(&mut self, now: u64) {
        self.open(now);
        self.completed.get_or_insert(now);
    }

    /// All quizzes of the lesson were passed at `now`.
    pub fn pass(&mut self, now: u64) {
        self.open(now);
        self.passed.get_or_insert(now);
    }
}

impl Record for LessonRecord {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            opened: number(value, "opened")?,
            completed: number(value, "completed")?,
            passed: number(value, "passed")?,
        })
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = Vec::new();
        for (name, time) in [("opened", self.opened), ("completed", self.completed), ("passed", self.passed)]
        {
            if let Some(time) = time {
                fields.push((name, time.into()));
            }
        }
        fields
    }

    fn join(&mut self, other: Self) {
        self.opened = earlier(self.opened, other.opened);
        self.completed = earlier(self.completed, other.completed);
        self.passed = earlier(self.passed, other.passed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::print;

    #[test]
    fn a_completed_lesson_stays_completed() {
        let mut record = LessonRecord::default();
        record.open(1);
        record.complete(2);
        record.open(3);
        record.complete(4);
        assert_eq!(record, LessonRecord { opened: Some(1), completed: Some(2), passed: None });
        assert_eq!(record.state(), LessonState::Completed);
        assert_eq!(print(&record), r#"{"v":3,"opened":1,"completed":2}"#);
    }
}
