//! How long a learner was at which lesson.

use super::record::{Record, list, number};
use crate::json::Value;

/// What one page that was open saw of a learner's time. Each page has a record of its own, so that none adds to the
/// count of another; the sum over all is the learner's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeRecord {
    /// When the page was opened, in milliseconds since 1970-01-01 UTC.
    pub opened: u64,
    /// Seconds of attention by lesson, each lesson once.
    seconds: Vec<(String, u64)>,
}

impl TimeRecord {
    /// Seconds of attention by lesson.
    pub fn seconds(&self) -> impl Iterator<Item = (&str, u64)> {
        self.seconds.iter().map(|(lesson, seconds)| (lesson.as_str(), *seconds))
    }

    /// Adds seconds to those of a lesson.
    pub fn add(&mut self, lesson: &str, seconds: u64) {
        let known = self.seconds.iter().find(|(known, _)| known == lesson).map_or(0, |(_, known)| *known);
        self.put(lesson, known.saturating_add(seconds));
    }

    fn put(&mut self, lesson: &str, seconds: u64) {
        match self.seconds.binary_search_by(|(known, _)| known.as_str().cmp(lesson)) {
            Ok(at) => self.seconds[at].1 = self.seconds[at].1.max(seconds),
            Err(at) => self.seconds.insert(at, (lesson.to_owned(), seconds)),
        }
    }
}

impl Record for TimeRecord {
    fn read(value: &Value) -> Option<Self> {
        let mut record = Self { opened: number(value, "opened")??, ..Self::default() };
        for (lesson, seconds) in list(value, "seconds", |item| {
            let [lesson, seconds] = item.list()? else { return None };
            Some((lesson.text()?.to_owned(), seconds.number()?))
        })? {
            record.put(&lesson, seconds);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let seconds = self.seconds.iter();
        let seconds =
            seconds.map(|(lesson, seconds)| Value::List(vec![lesson.as_str().into(), (*seconds).into()]));
        vec![("opened", self.opened.into()), ("seconds", Value::List(seconds.collect()))]
    }

    fn join(&mut self, other: Self) {
        // 0 is what a record has before its page knows better.
        self.opened = match (self.opened, other.opened) {
            (0, opened) | (opened, 0) => opened,
            (one, other) => one.min(other),
        };
        for (lesson, seconds) in other.seconds {
            self.put(&lesson, seconds);
        }
    }
}
