//! When a course has earned its certificate: every lesson completed, and every one that asks questions passed.

use crate::library::{Course, LessonOutline};
use crate::progress::LessonRecord;

/// How far a learner is from the certificate of a course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing<'a> {
    /// Lessons that are not completed.
    pub open: Vec<&'a LessonOutline>,
    /// Lessons that are completed, and whose quizzes are not all passed.
    pub not_passed: Vec<&'a LessonOutline>,
    /// When the last of the rest was done, in milliseconds since 1970-01-01 UTC.
    pub last: u64,
}

impl<'a> Standing<'a> {
    /// Of a course, by what is remembered of each of its lessons.
    pub fn of(course: &'a Course, record: impl Fn(&str) -> LessonRecord) -> Self {
        let mut standing = Self::default();
        for lesson in course.lessons() {
            let LessonRecord { completed, passed, .. } = record(&lesson.id);
            match (completed, passed) {
                (None, _) => standing.open.push(lesson),
                (Some(_), None) if lesson.questions > 0 => standing.not_passed.push(lesson),
                (Some(completed), passed) => {
                    standing.last = standing.last.max(completed).max(passed.unwrap_or_default());
                }
            }
        }
        standing
    }

    /// Whether nothing is left to do.
    pub fn is_earned(&self) -> bool {
        self.open.is_empty() && self.not_passed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Section;

    fn course() -> Course {
        let lesson =
            |id: &str, questions| LessonOutline { id: id.into(), questions, ..LessonOutline::default() };
        let section = |lessons: Vec<LessonOutline>| Section { lessons, ..Section::default() };
        Course {
            sections: vec![
                section(vec![lesson("text", 0), lesson("check", 2)]),
                section(vec![lesson("exam", 5)]),
            ],
            ..Course::default()
        }
    }

    #[test]
    fn a_certificate_asks_for_every_lesson_and_for_a_pass_where_there_are_questions() {
        let course = course();
        let standing = |passes: bool| {
            Standing::of(&course, |lesson| LessonRecord {
                opened: Some(1),
                completed: Some(if lesson == "exam" { 9 } else { 3 }),
                passed: (passes && lesson != "text").then_some(12),
            })
        };
        let ids =
            |lessons: &[&LessonOutline]| lessons.iter().map(|lesson| lesson.id.clone()).collect::<Vec<_>>();
        let earned = standing(true);
        assert!(earned.is_earned());
        assert_eq!(earned.last, 12);
        let failed = standing(false);
        assert!(!failed.is_earned());
        assert_eq!(
            (ids(&failed.open), ids(&failed.not_passed)),
            (vec![], vec!["check".into(), "exam".into()])
        );
        let nothing = Standing::of(&course, |_| LessonRecord::default());
        assert_eq!(ids(&nothing.open), ["text", "check", "exam"]);
        assert!(!nothing.is_earned());
    }
}
