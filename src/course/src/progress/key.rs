//! The keys that records stand under: ids of the content, never positions.
//!
//! ```text
//! lectern/lesson/<lesson>                    LessonRecord
//! lectern/quiz/<lesson>/<quiz>               AttemptsRecord
//! lectern/answer/<attempt>/<question>        AnswerRecord
//! lectern/asked/<lesson>                     AskedRecord
//! lectern/work/<lesson>/<item>               Register
//! lectern/note/<lesson>/<note>               NoteRecord
//! lectern/bookmark/<lesson>                  Register
//! lectern/setting/<name>                     Register
//! lectern/card/<lesson>/*                    CardRecord
//! lectern/card/<lesson>/<question>           CardRecord of one question, as it was planned once
//! lectern/time/<page>                        TimeRecord
//! lectern/attempt/<lesson>/<quiz>/<attempt>  an attempt of version 1 or 2
//! ```
//!
//! Beside them stand `lectern/format`, and below `lectern/aside/`, `lectern/undo/` and `lectern/from…/` what
//! [`crate::store`] keeps for its own purposes.

use std::fmt::{self, Display, Formatter};

/// All keys of Lectern begin like this; the origin's storage belongs to others too.
pub const PREFIX: &str = "lectern/";

/// What a record is about. Ids other than the last one of a key hold no `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// [`super::LessonRecord`] of a lesson.
    Lesson(String),
    /// [`super::AttemptsRecord`] of a lesson's quiz.
    Quiz(String, String),
    /// [`super::AnswerRecord`] of a question within an attempt.
    Answer(String, String),
    /// [`super::AskedRecord`] of a lesson.
    Asked(String),
    /// [`super::Register`] of an item of the work on a lesson: a step, a criterion of a rubric, `link` or `notes`.
    Work(String, String),
    /// [`super::NoteRecord`] of a lesson, by its random id.
    Note(String, String),
    /// [`super::Register`]: empty for no bookmark.
    Bookmark(String),
    /// [`super::Register`] of a setting by its name.
    Setting(String),
    /// [`super::CardRecord`] of a lesson's questions, which stand for all as [`Key::cards`] has it; or of one of them.
    Card(String, String),
    /// [`super::TimeRecord`] of a page that was open, by its random id.
    Time(String),
    /// An attempt as versions 1 and 2 kept it: lesson, quiz, attempt.
    Attempt(String, String, String),
}

impl Key {
    /// That of the [`super::CardRecord`] of all questions of a lesson.
    pub fn cards(lesson: &str) -> Self {
        Self::Card(lesson.to_owned(), "*".to_owned())
    }

    /// Reads a key; `None` where it is none of a record.
    pub fn parse(key: &str) -> Option<Self> {
        let (kind, rest) = key.strip_prefix(PREFIX)?.split_once('/')?;
        let one = || (!rest.is_empty()).then(|| rest.to_owned());
        let two = || {
            let (first, second) = rest.split_once('/')?;
            (!first.is_empty() && !second.is_empty()).then(|| (first.to_owned(), second.to_owned()))
        };
        Some(match kind {
            "lesson" => Self::Lesson(one()?),
            "asked" => Self::Asked(one()?),
            "bookmark" => Self::Bookmark(one()?),
            "setting" => Self::Setting(one()?),
            "time" => Self::Time(one()?),
            _ => {
                let (first, second) = two()?;
                match kind {
                    "quiz" => Self::Quiz(first, second),
                    "answer" => Self::Answer(first, second),
                    "work" => Self::Work(first, second),
                    "note" => Self::Note(first, second),
                    "card" => Self::Card(first, second),
                    "attempt" => {
                        let (quiz, attempt) = second.split_once('/')?;
                        if quiz.is_empty() || attempt.is_empty() {
                            return None;
                        }
                        Self::Attempt(first, quiz.to_owned(), attempt.to_owned())
                    }
                    _ => return None,
                }
            }
        })
    }

    /// The lesson it is about, where it names one.
    pub fn lesson(&self) -> Option<&str> {
        match self {
            Self::Lesson(lesson)
            | Self::Quiz(lesson, _)
            | Self::Asked(lesson)
            | Self::Work(lesson, _)
            | Self::Note(lesson, _)
            | Self::Bookmark(lesson)
            | Self::Card(lesson, _)
            | Self::Attempt(lesson, ..) => Some(lesson),
            Self::Answer(..) | Self::Setting(_) | Self::Time(_) => None,
        }
    }

    /// The same of another lesson, where it names one.
    #[must_use]
    pub fn of_lesson(mut self, id: &str) -> Self {
        match &mut self {
            Self::Lesson(lesson)
            | Self::Quiz(lesson, _)
            | Self::Asked(lesson)
            | Self::Work(lesson, _)
            | Self::Note(lesson, _)
            | Self::Bookmark(lesson)
            | Self::Card(lesson, _)
            | Self::Attempt(lesson, ..) => id.clone_into(lesson),
            Self::Answer(..) | Self::Setting(_) | Self::Time(_) => {}
        }
        self
    }
}

impl Display for Key {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let (kind, parts) = match self {
            Self::Lesson(lesson) => ("lesson", [lesson, "", ""]),
            Self::Quiz(lesson, quiz) => ("quiz", [lesson, quiz, ""]),
            Self::Answer(attempt, question) => ("answer", [attempt, question, ""]),
            Self::Asked(lesson) => ("asked", [lesson, "", ""]),
            Self::Work(lesson, item) => ("work", [lesson, item, ""]),
            Self::Note(lesson, note) => ("note", [lesson, note, ""]),
            Self::Bookmark(lesson) => ("bookmark", [lesson, "", ""]),
            Self::Setting(name) => ("setting", [name, "", ""]),
            Self::Card(lesson, question) => ("card", [lesson, question, ""]),
            Self::Time(page) => ("time", [page, "", ""]),
            Self::Attempt(lesson, quiz, attempt) => ("attempt", [lesson.as_str(), quiz, attempt]),
        };
        out.write_str(PREFIX)?;
        out.write_str(kind)?;
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            out.write_str("/")?;
            out.write_str(part)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for key in [
            "lectern/lesson/what-is-ml",
            "lectern/quiz/what-is-ml/knowledge-check",
            "lectern/answer/0f3a/a question/with its own id",
            "lectern/asked/l",
            "lectern/work/l/notes",
            "lectern/note/l/0f3a",
            "lectern/bookmark/l",
            "lectern/setting/theme",
            "lectern/card/l/q",
            "lectern/card/l/*",
            "lectern/time/0f3a",
            "lectern/attempt/l/q/0f3a",
        ] {
            assert_eq!(Key::parse(key).expect(key).to_string(), key);
        }
        for key in [
            "",
            "lectern",
            "lectern/",
            "lectern/format",
            "lectern/lesson",
            "lectern/lesson/",
            "lectern/quiz/l",
            "lectern/quiz//q",
            "lectern/quiz/l/",
            "lectern/attempt/l/q",
            "lectern/attempt/l/q/",
            "lectern/attempt/l//0f3a",
            "lectern/aside/lesson/l",
            "other/lesson/l",
        ] {
            assert_eq!(Key::parse(key), None, "{key}");
        }
    }

    #[test]
    fn a_key_can_be_told_of_another_lesson() {
        let key = Key::parse("lectern/work/old/notes").unwrap();
        assert_eq!(key.lesson(), Some("old"));
        assert_eq!(key.of_lesson("new").to_string(), "lectern/work/new/notes");
        let answer = Key::Answer("a".into(), "q".into());
        assert_eq!(answer.lesson(), None);
        assert_eq!(answer.clone().of_lesson("new"), answer);
    }
}
