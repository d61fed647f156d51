//! Every word the interface says, in English. Components take their words from here and from nowhere else.

use course::bundle::BundleError;
use course::grading::Score;
use course::library::{Difficulty, LessonKind};
use course::progress::{CourseProgress, LessonState};

use crate::storage::Health;

pub(crate) const ALL_COURSES: &str = "All courses";
pub(crate) const CHECK_ANSWER: &str = "Check answer";
pub(crate) const COMPLETE_LESSON: &str = "Mark as completed";
pub(crate) const CORRECT: &str = "Correct.";
pub(crate) const COURSE_COMPLETED: &str = "You have completed every lesson of this course.";
pub(crate) const COURSE_CONTENTS: &str = "Course contents";
pub(crate) const CRASHED: &str =
    "Something went wrong in the player. Your progress up to here is kept. Please reload the page.";
pub(crate) const HOME: &str = "Home";
pub(crate) const LESSON_COMPLETED: &str = "Lesson completed";
pub(crate) const LESSON_DAMAGED: &str = "The text of this lesson could not be read. Please reload the page; if that does not help, tell the author.";
pub(crate) const LESSONS: &str = "Lessons";
pub(crate) const MORE_COURSES: &str = "More courses";
pub(crate) const NEXT: &str = "Next";
pub(crate) const NOT_FOUND: &str = "This page does not exist";
pub(crate) const NOT_FOUND_HELP: &str =
    "The link may be old, or the lesson may have moved. Everything that there is can be found from here:";
pub(crate) const NOT_YET: &str = "Not yet available";
pub(crate) const OTHER_COURSES: &str = "Courses";
pub(crate) const PREVIOUS: &str = "Previous";
pub(crate) const REVIEW_COURSE: &str = "Look through it again";
pub(crate) const RIGHT_CHOICE: &str = "right answer";
pub(crate) const SKIP: &str = "Skip to the text";
pub(crate) const START_COURSE: &str = "Start the course";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const WRONG: &str = "Not quite. The right answer is marked.";
pub(crate) const YOUR_CHOICE: &str = "your answer";

pub(crate) fn no_course(error: &BundleError) -> String {
    format!("There is nothing to show: {error}. Please tell whoever runs this site.")
}

pub(crate) fn continue_with(lesson: &str) -> String {
    format!("Continue with {lesson}")
}

/// A length of time, as in "1 h 30 min".
pub(crate) fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

pub(crate) fn lessons(count: usize) -> String {
    counted(count, "lesson", "lessons")
}

pub(crate) fn questions(count: usize) -> String {
    counted(count, "question", "questions")
}

pub(crate) fn question_of(number: usize, count: usize) -> String {
    format!("Question {number} of {count}")
}

pub(crate) fn difficulty(difficulty: Difficulty) -> String {
    let word = match difficulty {
        Difficulty::Beginner => "Beginner",
        Difficulty::Intermediate => "Intermediate",
        Difficulty::Advanced => "Advanced",
    };
    word.to_owned()
}

/// The word for a kind of lesson; `None` for the ordinary one.
pub(crate) fn kind(kind: LessonKind) -> Option<&'static str> {
    match kind {
        LessonKind::Lesson => None,
        LessonKind::Project => Some("Project"),
        LessonKind::Quiz => Some("Quiz"),
    }
}

pub(crate) fn state(state: LessonState) -> &'static str {
    match state {
        LessonState::New => "not started",
        LessonState::Open => "started",
        LessonState::Completed => "completed",
    }
}

pub(crate) fn course_progress(progress: CourseProgress) -> String {
    format!("{} of {} completed", progress.completed, lessons(progress.lessons))
}

pub(crate) fn answered(score: Score) -> String {
    format!("{} of {} answered", score.answered, score.questions)
}

pub(crate) fn result(score: Score) -> String {
    format!("{} of {} right, {} %", score.correct, score.questions, score.percent())
}

pub(crate) fn result_advice(score: Score) -> &'static str {
    if score.correct == score.questions {
        "Everything right. Well done!"
    } else if score.is_passed() {
        "Passed. The marked answers show what was missing."
    } else {
        "Have another look at the lesson and try again: the choices will stand in a new order."
    }
}

/// What a learner is told about storage; `None` where all is well.
pub(crate) fn storage(health: Health) -> Option<&'static str> {
    match health {
        Health::Kept => None,
        Health::Refused => Some(
            "Your browser does not let this page remember anything. You can play the whole course, but nothing will be remembered once you leave the page.",
        ),
        Health::Full => Some(
            "Your browser's storage is full: your latest answers will be forgotten once you leave the page. Free some space, then go on.",
        ),
        Health::Newer => Some(
            "A newer version of this player has already stored progress here. Please reload the page to get it.",
        ),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
