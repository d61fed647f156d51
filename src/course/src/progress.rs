//! What is remembered of a learner, as records small enough that one answer is one write.
//!
//! Every record is keyed by the ids of the content, never by position, and carries its own format version.
//! Attempts have ids that are unique wherever they are made, so two copies of a learner's progress can be
//! laid over each other record by record. Here are the records and what follows from them; where they are
//! kept is the player's business.

use crate::grading::{self, Response, Score};
use crate::library::Course;
use crate::quiz::Quiz;

/// The version that records are written in.
pub const VERSION: u32 = 2;

/// What is known of a learner and one lesson. Times are milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LessonRecord {
    /// When the lesson was first opened.
    pub opened: Option<u64>,
    /// When it was first completed. Stays once set, whatever the author adds later.
    pub completed: Option<u64>,
}

/// One try at a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRecord {
    /// Random, unique; also the seed of the order in which choices are shown.
    pub id: String,
    /// When it was begun, in milliseconds since 1970-01-01 UTC.
    pub started: u64,
}

/// The answer to one question within one attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRecord {
    /// What was given.
    pub response: Response,
    /// When it was handed in, in milliseconds since 1970-01-01 UTC; `None` while it is only picked.
    pub checked: Option<u64>,
    /// How many hints were looked at.
    pub hints: u32,
}

/// One piece of a learner's work on a project: a step ticked off, a level of a rubric, a link, a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkRecord {
    /// What stands there now: empty for nothing.
    pub value: String,
    /// When it was changed, in milliseconds since 1970-01-01 UTC.
    pub changed: u64,
}

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

impl LessonRecord {
    /// What the record says of the lesson.
    pub fn state(self) -> LessonState {
        match (self.opened, self.completed) {
            (_, Some(_)) => LessonState::Completed,
            (Some(_), None) => LessonState::Open,
            (None, None) => LessonState::New,
        }
    }

    /// The record after the lesson was opened at `now`.
    pub fn open(self, now: u64) -> Self {
        Self { opened: self.opened.or(Some(now)), ..self }
    }

    /// The record after the lesson was completed at `now`.
    pub fn complete(self, now: u64) -> Self {
        Self { completed: self.completed.or(Some(now)), ..self.open(now) }
    }
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

    /// The share of completed lessons, 0 to 100, rounded down so that 100 means all of them.
    pub fn percent(self) -> usize {
        (self.completed * 100).checked_div(self.lessons).unwrap_or(0)
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

/// The attempt that is played: the one begun last; where clocks agree, the larger id, so that all copies agree.
pub fn current_attempt(attempts: impl IntoIterator<Item = AttemptRecord>) -> Option<AttemptRecord> {
    attempts.into_iter().max_by(|one, other| (one.started, &one.id).cmp(&(other.started, &other.id)))
}

/// The score of an attempt. `drawn` are the questions it asks as [`Quiz::drawn`] has them, `answers` what is given so
/// far to each of these, in their order.
pub fn score(quiz: &Quiz, drawn: &[usize], answers: &[AnswerRecord]) -> Score {
    let grades = drawn.iter().zip(answers).map(|(at, answer)| {
        let question = &quiz.questions[*at];
        (question.points, answer.checked.map(|_| grading::grade(question, &answer.response)))
    });
    Score::of(&quiz.settings, grades)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{LessonOutline, Section};

    #[test]
    fn a_completed_lesson_stays_completed() {
        let record = LessonRecord::default().open(1).complete(2).open(3).complete(4);
        assert_eq!(record, LessonRecord { opened: Some(1), completed: Some(2) });
        assert_eq!(record.state(), LessonState::Completed);
    }

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
        assert_eq!(progress.percent(), 33);
        assert_eq!(resume(&course, state), Some("b"));
        assert_eq!(resume(&course, |_| LessonState::Completed), None);
    }

    #[test]
    fn the_current_attempt_does_not_depend_on_the_order_of_reading() {
        let attempt = |id: &str, started| AttemptRecord { id: id.into(), started };
        let attempts = [attempt("x", 5), attempt("b", 9), attempt("a", 9)];
        assert_eq!(current_attempt(attempts.clone()).unwrap().id, "b");
        assert_eq!(current_attempt(attempts.into_iter().rev()).unwrap().id, "b");
    }
}
