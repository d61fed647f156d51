//! What may leave localStorage for an archive that holds more, and what comes back from there.
//!
//! Browsers bring all of this storage into the process before the first record of it can be read, which takes a page
//! of a cheap phone some 50 ms after a year of heavy use; and the smallest of the stores holds some 2.5 million
//! characters, which is less than such a year. So there are three things that leave, the oldest first:
//!
//! - what earlier pages saw of a learner's time, which only looking back asks for;
//! - answers of earlier attempts, which no page needs to be drawn;
//! - the quizzes of a lesson that was not played for long: how its questions were worded, its attempts, its answers,
//!   the log of its reviews. They are brought back when the lesson is opened. Whoever plans reviews or looks back reads
//!   the logs that are here and those that are there.
//!
//! The archive itself is the player's; [`crate::store`] takes out what has left, and tells what has to be looked for.

use std::collections::BTreeMap;

use crate::progress::{AttemptsRecord, Found, Key, PREFIX, TimeRecord, is_record, parse};

/// More records that may leave than this make every start slow.
pub const MANY: usize = 1_000;

/// So many of them stay: those of the lessons that were played last.
pub const FEW: usize = 500;

/// The kinds of records that may leave.
pub(crate) const MOVABLE: [&str; 5] = ["answer/", "asked/", "card/", "quiz/", "time/"];

/// So many records of time stay: those of pages that may be open yet.
const TIMES: usize = 10;

/// Everything that is stored: texts by their keys.
pub type Stored = BTreeMap<String, String>;

/// The quizzes of a lesson.
struct Lesson {
    /// When the last attempt was begun.
    started: u64,
    id: String,
    /// Keys, in the order in which they may leave: while the first one is here, so is all the rest.
    names: Vec<String>,
}

/// The records whose keys begin like this, after what all keys begin with.
pub(crate) fn beginning<'a>(
    stored: &'a Stored,
    start: &str,
) -> impl Iterator<Item = (&'a String, &'a String)> + use<'a> {
    let start = format!("{PREFIX}{start}");
    stored.range(start.clone()..).take_while(move |(name, _)| name.starts_with(&start))
}

/// The answers within an attempt.
pub(crate) fn answers<'a>(
    stored: &'a Stored,
    attempt: &str,
) -> impl Iterator<Item = (&'a String, &'a String)> + use<'a> {
    beginning(stored, &format!("answer/{attempt}/"))
}

/// The records that may leave with their texts, those that are needed least first, until so `few` are left; they are to
/// leave in this order. Stays what is of the lesson that is `open`, and where it cannot be told what is played: a list
/// of attempts that cannot be read, or is `unkept`, so that it would be another one after a reload.
pub fn past(stored: &Stored, unkept: &[String], few: usize, open: &str) -> Vec<(String, String)> {
    let answers = |attempt: &str| answers(stored, attempt).map(|(name, _)| name.clone());
    let mut ended = Vec::new();
    let mut lessons: Vec<Lesson> = Vec::new();
    for (name, text) in beginning(stored, "quiz/") {
        let Some(Key::Quiz(id, _)) = Key::parse(name) else { continue };
        if lessons.last().is_none_or(|lesson| lesson.id != id) {
            lessons.push(Lesson { started: 0, names: vec![Key::Asked(id.clone()).to_string()], id });
        }
        let Some(lesson) = lessons.last_mut() else { continue };
        let attempts = match parse::<AttemptsRecord>(text) {
            Found::Record(attempts) if !unkept.contains(name) => attempts,
            _ => {
                lesson.started = u64::MAX;
                continue;
            }
        };
        lesson.names.insert(1, name.clone());
        for attempt in attempts.iter() {
            match attempts.is_played(attempt) {
                true => {
                    lesson.started = lesson.started.max(attempt.started);
                    lesson.names.extend(answers(&attempt.id));
                }
                false => ended.push((attempt.started, attempt.id.clone())),
            }
        }
    }
    ended.sort_unstable();
    let mut names = past_times(stored);
    names.extend(ended.iter().flat_map(|(_, attempt)| answers(attempt)));
    lessons.retain(|lesson| lesson.started < u64::MAX && lesson.id != open);
    lessons.sort_unstable_by(|one, other| (one.started, &one.id).cmp(&(other.started, &other.id)));
    let count: usize = MOVABLE.iter().map(|kind| beginning(stored, kind).count()).sum();
    for lesson in lessons {
        if count <= few.saturating_add(names.len()) {
            break;
        }
        names.extend(lesson.names);
        // Last: an answer that stands here without its review is entered once more, and maybe with another rating.
        names.extend(beginning(stored, &format!("card/{}/", lesson.id)).map(|(name, _)| name.clone()));
    }
    let is_record = |name: &str, text: &str| Key::parse(name).is_some_and(|key| is_record(&key, text));
    let read = |name: String| {
        stored.get(&name).filter(|text| is_record(&name, text)).cloned().map(|text| (name, text))
    };
    names.into_iter().filter_map(read).collect()
}

/// The records of time but for those of the pages that were opened last. A page that is open yet writes all that it saw
/// again, and both are joined when that leaves.
fn past_times(stored: &Stored) -> Vec<String> {
    let mut times: Vec<(u64, &String)> = beginning(stored, "time/")
        .filter_map(|(name, text)| match parse::<TimeRecord>(text) {
            Found::Record(time) => Some((time.opened, name)),
            _ => None,
        })
        .collect();
    times.sort_unstable();
    times.truncate(times.len().saturating_sub(TIMES));
    times.into_iter().map(|(_, name)| name.clone()).collect()
}

/// The ids of all attempts that lists of attempts among these records name.
pub fn attempts<'a>(records: impl IntoIterator<Item = (&'a String, &'a String)>) -> Vec<String> {
    let lists = records.into_iter().filter_map(|(name, text)| match (Key::parse(name), parse(text)) {
        (Some(Key::Quiz(..)), Found::Record(attempts)) => Some(attempts),
        _ => None,
    });
    lists.flat_map(|list: AttemptsRecord| list.iter().map(|it| it.id.clone()).collect::<Vec<_>>()).collect()
}

/// What stands in the archive of the quizzes of a lesson, to be brought back under the id that it has now, which is the
/// first one of these; the others are those it had before. Answers are those of the attempts that are played.
///
/// To be joined in this order: reviews before the answers that they are of, and last what tells that all is here.
pub fn away(archived: &Stored, ids: &[String]) -> Vec<(String, String)> {
    let mut away = Vec::new();
    let Some(now) = ids.first() else { return away };
    for (name, text) in archived {
        let Some(key @ (Key::Asked(_) | Key::Card(..) | Key::Quiz(..))) = Key::parse(name) else { continue };
        if !key.lesson().is_some_and(|lesson| ids.iter().any(|id| id == lesson)) {
            continue;
        }
        if let (Key::Quiz(..), Found::Record(attempts)) = (&key, parse::<AttemptsRecord>(text)) {
            for attempt in attempts.iter().filter(|attempt| attempts.is_played(attempt)) {
                let answers = answers(archived, &attempt.id);
                away.extend(answers.map(|(name, text)| (name.clone(), text.clone())));
            }
        }
        away.push((key.of_lesson(now).to_string(), text.clone()));
    }
    away.sort_by_key(|(name, _)| match Key::parse(name) {
        Some(Key::Card(..)) => 0,
        Some(Key::Asked(_)) => 2,
        _ => 1,
    });
    away
}
