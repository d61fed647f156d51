//! What is remembered of a learner, as records small enough that one answer is one write.
//!
//! Every record is keyed by the ids of the content, never by position, carries its own format version, and joins with
//! any other copy of itself: see [`Record`]. Here are the records and what follows from them; how they are kept is
//! [`crate::store`], and where is the player's business.
//!
//! Clocks of devices differ, so no record lets a clock alone decide what stays. Where two things happened without
//! knowing of each other both stay, and a clock may say which is shown first.

mod answer;
mod asked;
mod attempt;
mod card;
mod key;
mod lesson;
mod note;
mod place;
mod recall;
mod record;
mod register;
mod time;

pub use answer::AnswerRecord;
pub use asked::{AskedRecord, Wording};
pub use attempt::{AttemptRecord, AttemptsRecord, first_id, seed};
pub use card::{CardRecord, LONGEST, Review};
pub use key::{Key, PREFIX};
pub use lesson::LessonRecord;
pub use note::NoteRecord;
pub use place::Place;
pub use recall::{Recall, Recalled};
pub use record::{Found, Record, VERSION, object, parse, print};
pub use register::{Register, Version};
pub use time::TimeRecord;

use crate::grading::{self, Score};
use crate::library::Course;
use crate::quiz::Quiz;

/// How far a learner is with a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonState {
    /// Never opened.
    New,
    /// Opened, not completed.
    Open,
    /// Completed.
    Completed,
}

/// How far a learner is with a course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CourseProgress {
    /// Lessons completed.
    pub completed: usize,
    /// Lessons opened, the completed ones included.
    pub opened: usize,
    /// Lessons there are.
    pub lessons: usize,
}

impl CourseProgress {
    /// Adds up the lessons of a course.
    pub fn of(course: &Course, state: impl Fn(&str) -> LessonState) -> Self {
        course.lessons().fold(Self::default(), |sum, lesson| {
            let state = state(&lesson.id);
            Self {
                completed: sum.completed + usize::from(state == LessonState::Completed),
                opened: sum.opened + usize::from(state != LessonState::New),
                lessons: sum.lessons + 1,
            }
        })
    }

    /// Whether every lesson is completed.
    pub fn is_completed(self) -> bool {
        self.lessons > 0 && self.completed == self.lessons
    }
}

/// The lesson to go on with: the first that is not completed, in reading order.
pub fn resume(course: &Course, state: impl Fn(&str) -> LessonState) -> Option<&str> {
    course.lessons().map(|lesson| lesson.id.as_str()).find(|id| state(id) != LessonState::Completed)
}

/// The score of an attempt. `drawn` are the questions it asks as [`Quiz::drawn`] has them, `answers` what is given so
/// far to each of these, in their order.
pub fn score(quiz: &Quiz, drawn: &[usize], answers: &[AnswerRecord]) -> Score {
    let grades = drawn.iter().zip(answers).map(|(at, answer)| {
        let question = &quiz.questions[*at];
        (question.points, answer.checked().map(|_| grading::grade(question, answer.response())))
    });
    Score::of(&quiz.settings, grades)
}

/// One stored text that says what both say; the key tells the type of their records.
///
/// What is damaged gives way to what is not. `None` where both are, where one is of a version that this release does
/// not know, and for an attempt of version 2, which has no place of its own any more: see [`moved`].
pub fn joined(key: &Key, one: &str, other: &str) -> Option<String> {
    match key {
        Key::Lesson(_) => joined_as::<LessonRecord>(one, other),
        Key::Quiz(..) => joined_as::<AttemptsRecord>(one, other),
        Key::Answer(..) => joined_as::<AnswerRecord>(one, other),
        Key::Asked(_) => joined_as::<AskedRecord>(one, other),
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => joined_as::<Register>(one, other),
        Key::Note(..) => joined_as::<NoteRecord>(one, other),
        Key::Card(..) => joined_as::<CardRecord>(one, other),
        Key::Time(_) => joined_as::<TimeRecord>(one, other),
        Key::Attempt(..) => None,
    }
}

fn joined_as<R: Record>(one: &str, other: &str) -> Option<String> {
    match (parse::<R>(one), parse::<R>(other)) {
        (Found::Record(mut one), Found::Record(other)) => {
            one.join(other);
            Some(print(&one))
        }
        (Found::Record(record), Found::Damaged) | (Found::Damaged, Found::Record(record)) => {
            Some(print(&record))
        }
        _ => None,
    }
}

/// Whether a text is a record of the type that its key tells, of this version or an older one.
pub fn is_record(key: &Key, text: &str) -> bool {
    fn is<R: Record>(text: &str) -> bool {
        matches!(parse::<R>(text), Found::Record(_))
    }
    match key {
        Key::Lesson(_) => is::<LessonRecord>(text),
        Key::Quiz(..) => is::<AttemptsRecord>(text),
        Key::Answer(..) => is::<AnswerRecord>(text),
        Key::Asked(_) => is::<AskedRecord>(text),
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => is::<Register>(text),
        Key::Note(..) => is::<NoteRecord>(text),
        Key::Card(..) => is::<CardRecord>(text),
        Key::Time(_) => is::<TimeRecord>(text),
        Key::Attempt(..) => moved(key, text).is_some(),
    }
}

/// What versions 1 and 2 kept elsewhere: where it stands now, and its text. `None` where there is nothing to move.
pub fn moved(key: &Key, text: &str) -> Option<(Key, String)> {
    let Key::Attempt(lesson, quiz, _) = key else { return None };
    let Found::Record(value) = object(text) else { return None };
    let record = AttemptsRecord::of_version_2(&value)?;
    Some((Key::Quiz(lesson.clone(), quiz.clone()), print(&record)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{LessonOutline, Section};

    #[test]
    fn a_course_counts_its_lessons_and_resumes_at_the_first_open_one() {
        let lessons: Vec<_> =
            ["a", "b", "c"].map(|id| LessonOutline { id: id.into(), ..LessonOutline::default() }).into();
        let course =
            Course { sections: vec![Section { title: String::new(), lessons }], ..Course::default() };
        let state = |id: &str| match id {
            "a" => LessonState::Completed,
            "b" => LessonState::Open,
            _ => LessonState::New,
        };
        let progress = CourseProgress::of(&course, state);
        assert_eq!(progress, CourseProgress { completed: 1, opened: 2, lessons: 3 });
        assert_eq!(resume(&course, state), Some("b"));
        assert_eq!(resume(&course, |_| LessonState::Completed), None);
    }
}
