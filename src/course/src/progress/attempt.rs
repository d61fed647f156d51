//! The attempts at a quiz that were begun.

use super::record::{Record, list, number, text};
use crate::json::Value;

/// One try at a quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttemptRecord {
    /// Random, unique; what [`seed`] of the order in which choices are shown comes from. Holds no `/`.
    pub id: String,
    /// One more than that of every attempt that was known when it was begun; 0 for those of versions 1 and 2.
    pub number: u64,
    /// When it was begun, in milliseconds since 1970-01-01 UTC.
    pub started: u64,
}

/// All attempts at a quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttemptsRecord {
    /// By id, each once.
    attempts: Vec<AttemptRecord>,
}

/// How the ids of first attempts begin. Those that were stored by releases before this one are random throughout.
const FIRST: &str = "first-";

/// The id of a learner's first attempt at a quiz; every later one is just random.
pub fn first_id(random: &str) -> String {
    format!("{FIRST}{random}")
}

/// The seed of the order in which an attempt shows its questions and choices: its id, unless it is a first one. These
/// have the same order for everyone, the one of the page that is drawn before anything is known of a learner.
pub fn seed(attempt: &str, lesson: &str, quiz: &str) -> String {
    match attempt.starts_with(FIRST) {
        true => format!("{lesson}/{quiz}"),
        false => attempt.to_owned(),
    }
}

impl AttemptRecord {
    /// Whether both are one try: begun without knowing of each other.
    fn is_one_with(&self, other: &Self) -> bool {
        self.id == other.id || self.number > 0 && self.number == other.number
    }
}

impl AttemptsRecord {
    /// Those of versions 1 and 2, which kept each under a key of its own.
    pub(crate) fn of_version_2(value: &Value) -> Option<Self> {
        let started = number(value, "started")??;
        let id = text(value, "id").filter(|id| !id.is_empty() && !id.contains('/'))?;
        Some(Self { attempts: vec![AttemptRecord { id, number: 0, started }] })
    }

    /// All attempts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &AttemptRecord> {
        self.attempts.iter()
    }

    /// How many were begun. Those that were begun without knowing of each other are one: no learner has had two tries.
    pub fn count(&self) -> usize {
        let mut numbers: Vec<u64> = self.attempts.iter().map(|attempt| attempt.number).collect();
        numbers.sort_unstable();
        // Attempts of versions 1 and 2 have no number.
        numbers.dedup_by(|one, other| *one > 0 && one == other);
        numbers.len()
    }

    /// The attempt that is played: the one begun last. Between two that were begun without knowing of each other the
    /// clock decides, and where clocks agree the id, so that all copies agree.
    pub fn current(&self) -> Option<&AttemptRecord> {
        self.attempts.iter().max_by_key(|attempt| (attempt.number, attempt.started, &attempt.id))
    }

    /// Whether it is the attempt that is played, or was begun without knowing of that one: these are played as one.
    pub fn is_played(&self, attempt: &AttemptRecord) -> bool {
        self.current().is_some_and(|current| current.is_one_with(attempt))
    }

    /// The attempts that were begun without knowing of the one with this id; `None` where there is none with it.
    pub fn twins(&self, id: &str) -> Option<impl Iterator<Item = &AttemptRecord>> {
        let own = self.attempts.iter().find(|attempt| attempt.id == id)?;
        Some(self.attempts.iter().filter(|other| other.id != own.id && other.is_one_with(own)))
    }

    /// Begins an attempt with this unique id at `now`.
    pub fn begin(&mut self, id: String, now: u64) {
        let number = self.current().map_or(0, |latest| latest.number).saturating_add(1);
        self.put(AttemptRecord { id, number, started: now });
    }

    /// Begins an attempt that is the first one as far as its learner knows. Where there are others all the same it is
    /// one with the latest of them, and goes on in its place.
    pub fn begin_first(&mut self, id: String, now: u64) {
        let (number, started) = match self.current() {
            Some(latest) => (latest.number.max(1), latest.started.saturating_add(1).max(now)),
            None => (1, now),
        };
        self.put(AttemptRecord { id, number, started });
    }

    /// Adds an attempt, joined with what is known of it.
    pub(crate) fn put(&mut self, attempt: AttemptRecord) {
        match self.attempts.binary_search_by(|known| known.id.cmp(&attempt.id)) {
            // Versions 1 and 2 know no number.
            Ok(at) => {
                let known = &mut self.attempts[at];
                known.number = known.number.max(attempt.number);
                known.started = known.started.min(attempt.started);
            }
            Err(at) => self.attempts.insert(at, attempt),
        }
    }
}

impl Record for AttemptsRecord {
    fn read(value: &Value) -> Option<Self> {
        let attempts = list(value, "attempts", |item| {
            let [id, number, started] = item.list()? else { return None };
            let id = id.text().filter(|id| !id.is_empty() && !id.contains('/'))?;
            Some(AttemptRecord { id: id.into(), number: number.number()?, started: started.number()? })
        })?;
        let mut record = Self::default();
        for attempt in attempts {
            record.put(attempt);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let attempts = self.attempts.iter().map(|attempt| {
            Value::List(vec![attempt.id.as_str().into(), attempt.number.into(), attempt.started.into()])
        });
        vec![("attempts", Value::List(attempts.collect()))]
    }

    fn join(&mut self, other: Self) {
        for attempt in other.attempts {
            self.put(attempt);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::print;

    #[test]
    fn first_attempts_have_one_order_and_all_others_their_own() {
        let first = |random: &str| seed(&first_id(random), "bread", "check");
        assert_eq!(first("0f3a"), first("77aa"), "whoever begins sees what the page showed before");
        assert_ne!(first_id("0f3a"), first_id("77aa"), "and is somebody else all the same");
        assert_ne!(first("0f3a"), seed(&first_id("0f3a"), "bread", "other"));
        assert_eq!(seed("0f3a", "bread", "check"), "0f3a", "what was begun keeps the order that was seen");
    }

    #[test]
    fn the_current_attempt_is_the_one_begun_last_whatever_the_clock_says() {
        let mut record = AttemptsRecord::default();
        record.begin("x".into(), 900);
        record.begin("a".into(), 5);
        assert_eq!(
            record.current().unwrap().id,
            "a",
            "the clock went back, the attempt is later all the same"
        );
        let mut other = record.clone();
        record.begin("one".into(), 7);
        other.begin("two".into(), 7);
        let mut joined = record.clone();
        joined.join(other.clone());
        other.join(record);
        assert_eq!(joined, other);
        assert_eq!((joined.current().unwrap().id.as_str(), joined.count()), ("two", 3));
        assert_eq!(print(&joined), r#"{"v":3,"attempts":[["a",2,5],["one",3,7],["two",3,7],["x",1,900]]}"#);
    }
}
