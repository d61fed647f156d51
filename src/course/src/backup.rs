//! A backup: all that is remembered of a learner in one text that people can read, one record a line.
//!
//! ```text
//! {
//! "lectern": "backup",
//! "v": 1,
//! "made": "2026-11-25T21:30:00.000Z",
//! "library": "School",
//! "records": {
//! "lesson/what-is-ml": {"v":3,"opened":1760000000000},
//! "note/what-is-ml/0f3a": {"v":3,"quote":"…"}
//! },
//! "unreadable": {
//! "answer/9c1e/abc": "{\"v\":3,\"choi"
//! }
//! }
//! ```
//!
//! The names are those of [`crate::progress::Key`] without their common beginning, the records the stored texts
//! themselves, each with its version. [`changes`] tells what taking it over would change.

use crate::json::Value;
use crate::progress::{Found, Key, PREFIX, is_record, joined, moved, object};

/// The version of the frame around the records, which have their own.
const VERSION: u64 = 1;

/// What a backup holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    /// Records that this release can read: keys as they are stored, and their texts.
    pub records: Vec<(String, String)>,
    /// How many were written by a newer release, and are not among the records.
    pub newer: usize,
    /// How many could not be read, and are not among the records.
    pub unreadable: usize,
    /// Whether the text breaks off or is damaged, so that there may have been more.
    pub is_partial: bool,
}

/// Writes a backup of stored texts under their stored keys. `made` is the time as people write it, `library` the title
/// of the library that is played.
pub fn print(made: &str, library: &str, stored: &[(String, String)]) -> String {
    let mut records = Vec::new();
    let mut unreadable = Vec::new();
    for (name, text) in stored {
        let short = name.strip_prefix(PREFIX).unwrap_or(name);
        let is_known = Key::parse(name).is_some_and(|key| is_record(&key, text));
        if is_known || object(text) == Found::Newer {
            records.push(format!("{}: {text}", Value::from(short)));
        } else {
            unreadable.push(format!("{}: {}", Value::from(short), Value::from(text.as_str())));
        }
    }
    let [made, library] = [made, library].map(Value::from);
    let records = records.join(",\n");
    let unreadable = match unreadable.as_slice() {
        [] => String::new(),
        lines => format!(",\n\"unreadable\": {{\n{}\n}}", lines.join(",\n")),
    };
    format!(
        "{{\n\"lectern\": \"backup\",\n\"v\": {VERSION},\n\"made\": {made},\n\"library\": {library},\n\
         \"records\": {{\n{records}\n}}{unreadable}\n}}\n"
    )
}

/// Reads a backup; `None` where the text is none. Of one that breaks off, or that somebody has damaged, every line
/// that can be read.
pub fn parse(text: &str) -> Option<Backup> {
    let text = text.trim_start_matches('\u{feff}');
    let mut backup = Backup::default();
    if let Some(whole) = Value::parse(text) {
        let is_backup = whole.get("lectern").and_then(Value::text) == Some("backup");
        let records = whole.get("records").filter(|_| is_backup)?;
        let Value::Object(records) = records else { return None };
        for (name, value) in records {
            backup.add(name, value);
        }
        if let Some(Value::Object(unreadable)) = whole.get("unreadable") {
            backup.unreadable += unreadable.len();
        }
        return Some(backup);
    }
    for line in text.lines() {
        let line = line.trim().trim_end_matches(',');
        if let Some(Value::Object(fields)) = Value::parse(&format!("{{{line}}}")) {
            for (name, value) in fields.iter().filter(|(_, value)| matches!(value, Value::Object(_))) {
                backup.add(name, value);
            }
        }
    }
    backup.is_partial = true;
    (!backup.records.is_empty() || backup.newer > 0).then_some(backup)
}

/// What taking a backup over would change, counted in records of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Lessons opened or completed.
    pub lessons: usize,
    /// Attempts at quizzes.
    pub quizzes: usize,
    /// Answers to questions.
    pub answers: usize,
    /// Pieces of work on projects.
    pub work: usize,
    /// Notes.
    pub notes: usize,
    /// Bookmarks.
    pub bookmarks: usize,
    /// Settings.
    pub settings: usize,
    /// All else: reviews, times, wordings of questions.
    pub rest: usize,
    /// Records that are here already with all that the backup says of them.
    pub known: usize,
    /// The ids of lessons that would change, each once, in order.
    pub of_lessons: Vec<String>,
}

impl Changes {
    /// Whether there is nothing new to anything.
    pub fn is_empty(&self) -> bool {
        *self == Self { known: self.known, ..Self::default() }
    }
}

/// What a backup would change. `known` tells what is stored under a key.
pub fn changes(backup: &Backup, known: impl Fn(&str) -> Option<String>) -> Changes {
    let mut changes = Changes::default();
    for (name, text) in &backup.records {
        let Some(key) = Key::parse(name) else { continue };
        // A record of an older version where it stands now.
        let (key, text) = moved(&key, text).unwrap_or_else(|| (key, text.clone()));
        // Joined with itself, so that equal records have equal texts.
        let known = known(&key.to_string()).and_then(|known| joined(&key, &known, &known));
        if let Some(known) = known
            && joined(&key, &known, &text).as_ref() == Some(&known)
        {
            changes.known += 1;
            continue;
        }
        *match &key {
            Key::Lesson(_) => &mut changes.lessons,
            Key::Quiz(..) | Key::Attempt(..) => &mut changes.quizzes,
            Key::Answer(..) => &mut changes.answers,
            Key::Work(..) => &mut changes.work,
            Key::Note(..) => &mut changes.notes,
            Key::Bookmark(_) => &mut changes.bookmarks,
            Key::Setting(_) => &mut changes.settings,
            Key::Asked(_) | Key::Card(..) | Key::Time(_) => &mut changes.rest,
        } += 1;
        if let Some(lesson) = key.lesson()
            && let Err(at) = changes.of_lessons.binary_search_by(|known| known.as_str().cmp(lesson))
        {
            changes.of_lessons.insert(at, lesson.to_owned());
        }
    }
    changes
}

/// Pairs as a flat list, which is what the border between two wasm modules carries.
pub fn flat(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    pairs.into_iter().flat_map(|(one, other)| [one, other]).collect()
}

/// A flat list as pairs; one that is over is left out.
pub fn pairs(flat: Vec<String>) -> impl Iterator<Item = (String, String)> {
    let mut flat = flat.into_iter();
    std::iter::from_fn(move || Some((flat.next()?, flat.next()?)))
}

/// Stored texts under their keys together with what an archive holds, each key once and in order.
pub fn together(stored: Vec<(String, String)>, archived: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut all = stored;
    all.sort_unstable();
    let stored = all.len();
    for (name, text) in archived {
        match all[..stored].binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => {
                let joined = Key::parse(&name).and_then(|key| joined(&key, &all[at].1, &text));
                all[at].1 = joined.unwrap_or(std::mem::take(&mut all[at].1));
            }
            Err(_) => all.push((name, text)),
        }
    }
    all.sort_unstable();
    all
}

impl Backup {
    fn add(&mut self, name: &str, value: &Value) {
        let name = format!("{PREFIX}{name}");
        let text = value.to_string();
        match Key::parse(&name) {
            Some(key) if is_record(&key, &text) => self.records.push((name, text)),
            _ if object(&text) == Found::Newer => self.newer += 1,
            _ => self.unreadable += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored() -> Vec<(String, String)> {
        let pairs = [
            ("lectern/lesson/l", r#"{"v":3,"opened":1,"completed":2}"#),
            ("lectern/answer/a/q", r#"{"v":2,"choices":["x"],"checked":7}"#),
            ("lectern/work/l/notes", r#"{"v":3,"value":"two\nlines, \"é\"","changed":1,"by":"w","count":1}"#),
            ("lectern/lesson/m", r#"{"v":4,"seen":"later"}"#),
            ("lectern/aside/answer/a/r", r#"{"v":3,"choi"#),
        ];
        pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
    }

    #[test]
    fn a_backup_is_read_as_it_was_written_one_record_a_line() {
        let text = print("2026-11-25T21:30:00Z", "School \"A\"", &stored());
        assert_eq!(
            text,
            r#"{
"lectern": "backup",
"v": 1,
"made": "2026-11-25T21:30:00Z",
"library": "School \"A\"",
"records": {
"lesson/l": {"v":3,"opened":1,"completed":2},
"answer/a/q": {"v":2,"choices":["x"],"checked":7},
"work/l/notes": {"v":3,"value":"two\nlines, \"é\"","changed":1,"by":"w","count":1},
"lesson/m": {"v":4,"seen":"later"}
},
"unreadable": {
"aside/answer/a/r": "{\"v\":3,\"choi"
}
}
"#
        );
        let backup = parse(&text).unwrap();
        assert_eq!(backup.records, stored()[..3]);
        assert_eq!((backup.newer, backup.unreadable, backup.is_partial), (1, 1, false));
        assert_eq!(parse(&print("", "", &[])), Some(Backup::default()));
        let spread = text.replace(['\n'], "\r\n  ").replace(':', " : ");
        assert!(Value::parse(&spread).is_some());
        assert_eq!(parse(&format!("\u{feff}{text}")).unwrap(), backup);
    }

    #[test]
    fn of_a_backup_that_breaks_off_all_whole_lines_are_read() {
        let text = print("", "", &stored());
        let cut = text.find("\"work/").unwrap() + 30;
        let backup = parse(&text[..cut]).unwrap();
        assert_eq!(backup.records, stored()[..2]);
        assert!(backup.is_partial);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            _ = parse(&text[..end]);
        }
    }

    #[test]
    fn a_flat_list_and_pairs_are_the_same() {
        assert_eq!(pairs(flat(stored())).collect::<Vec<_>>(), stored());
        assert_eq!(pairs(vec!["a".into(), "b".into(), "c".into()]).count(), 1);
    }

    #[test]
    fn what_is_no_backup_is_refused() {
        for text in [
            "",
            "{}",
            "[]",
            "no",
            "{\"lectern\":\"backup\"}",
            "{\"records\":{}}",
            "{\"lectern\":1,\"records\":{}}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
