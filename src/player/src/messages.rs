//! Every word the interface says, in English. Components take their words from here and from nowhere else.

use course::bundle::BundleError;
use course::grading::{Score, Verdict};
use course::library::{Difficulty, LessonKind, Library};
use course::progress::{CourseProgress, LessonState};
use course::route::Route;
use course::store::Health;

use crate::attempt::{Asked, Attempt};

pub(crate) const ALL_COURSES: &str = "All courses";
pub(crate) const CHECK_ANSWER: &str = "Check answer";
pub(crate) const CHOOSE: &str = "Choose…";
pub(crate) const COMPLETE_LESSON: &str = "Mark as completed";
pub(crate) const COURSE_COMPLETED: &str = "You have completed every lesson of this course.";
pub(crate) const COURSE_CONTENTS: &str = "Course contents";
pub(crate) const CRASHED: &str =
    "Something went wrong in the player. Your progress up to here is kept. Please reload the page.";
pub(crate) const EXPLANATION: &str = "Explanation";
pub(crate) const FILL_GAPS: &str = "Fill the gaps.";
pub(crate) const HOME: &str = "Home";
pub(crate) const LAST_ATTEMPT: &str = "This was your last attempt.";
pub(crate) const LESSON_COMPLETED: &str = "Lesson completed";
pub(crate) const LESSONS: &str = "Lessons";
pub(crate) const LINK: &str = "Link to your work";
pub(crate) const MORE_COURSES: &str = "More courses";
pub(crate) const MOVE_DOWN: &str = "Move down";
pub(crate) const MOVE_UP: &str = "Move up";
pub(crate) const NEAR_GAPS: &str = "Nearly: look again at the marked gaps, at the spelling or for a unit that is missing. Or check again to hand it in as it is.";
pub(crate) const NEAR_OUTPUT: &str =
    "Nearly: look again at spaces, line breaks and capital letters. Or check again to hand it in as it is.";
pub(crate) const NEAR_SPELLING: &str =
    "Nearly: look again at the spelling. Or check again to hand it in as it is.";
pub(crate) const NEAR_UNIT: &str =
    "Nearly: the number is right, but its unit is missing. Or check again to hand it in as it is.";
pub(crate) const NEXT: &str = "Next";
pub(crate) const NOT_FOUND: &str = "This page does not exist";
pub(crate) const NOT_FOUND_HELP: &str =
    "The link may be old, or the lesson may have moved. Everything that there is can be found from here:";
pub(crate) const NOT_YET: &str = "Not yet available";
pub(crate) const NOTES: &str = "Notes";
pub(crate) const OTHER_COURSES: &str = "Courses";
pub(crate) const PREVIOUS: &str = "Previous";
/// As HTML: for a page that nothing answers on.
pub(crate) const QUIZ_STILL: &str =
    "<noscript><p class=\"quiz-still\">To answer here, allow JavaScript for this site.</p></noscript>";
pub(crate) const REVIEW_COURSE: &str = "Look through it again";
pub(crate) const RIGHT_CHOICE: &str = "right answer";
pub(crate) const RIGHT_ORDER: &str = "The right order:";
pub(crate) const SKIP: &str = "Skip to the text";
pub(crate) const START_COURSE: &str = "Start the course";
pub(crate) const WORK_IS_KEPT: &str = "Kept in this browser as you type. Nobody else sees it.";
pub(crate) const WRITTEN_ELSEWHERE: &str =
    "This was written in another tab or on another device at the same time:";
pub(crate) const TAKE_OTHER: &str = "Put it in";
pub(crate) const LEAVE_OTHER: &str = "Leave it";
pub(crate) const YOUR_ANSWER: &str = "Your answer";
pub(crate) const YOUR_CHOICE: &str = "your answer";
pub(crate) const YOUR_NUMBER: &str = "Your answer, a number";
pub(crate) const YOUR_OUTPUT: &str = "What is printed, line by line";
pub(crate) const YOUR_QUANTITY: &str = "Your answer, a number with its unit";
pub(crate) const YOUR_RIGHT_CHOICE: &str = "your answer, right";

pub(crate) const PROGRESS: &str = "Your progress";
pub(crate) const PROGRESS_LEAD: &str = "What you have done is kept in this browser and nowhere else. Nobody can see it, and nobody can bring it back for you: a backup is up to you.";
pub(crate) const NOTHING_BEGUN: &str = "You have not begun a lesson yet.";
pub(crate) const NO_KEEPER: &str =
    "The rest of this page could not be loaded. Please check the connection and reload the page.";
pub(crate) const NO_ARCHIVE: &str = "What you answered here before is kept in this browser, but cannot be read just now. Please reload the page. What you answer meanwhile is kept too.";
pub(crate) const SAVE_BACKUP: &str = "Download a backup";

/// The title of a page, for the browser's tab and its history.
pub(crate) fn page_title(library: &Library, route: &Route) -> String {
    match route {
        Route::Progress => format!("{PROGRESS} · {}", library.title),
        _ => library.page_title(route),
    }
}

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

/// The head of a question; with its points where these are worth telling of.
pub(crate) fn question_of(asked: &Asked<'_>) -> String {
    let Asked { attempt, question, at, .. } = asked;
    let points = match attempt.has_points() {
        true => format!(" · {}", counted(question.points as usize, "point", "points")),
        false => String::new(),
    };
    format!("Question {} of {}{points}", at + 1, attempt.quiz.asked())
}

/// How good an answer is. `earned` are thousandths of a point, `None` where a part of them does not count.
pub(crate) fn verdict(verdict: Verdict, earned: Option<u64>, points: u32, shows_answers: bool) -> String {
    let seen = if shows_answers { " Above you see what is right." } else { "" };
    match (verdict, earned) {
        (Verdict::Correct, _) => "Correct.".into(),
        (Verdict::Wrong, _) => format!("Not quite.{seen}"),
        (Verdict::Near, None | Some(0)) => format!("Nearly, but not right.{seen}"),
        (Verdict::Partial | Verdict::Near, Some(earned)) => {
            let points = counted(points as usize, "point", "points");
            format!("Partly right: {} of {points}.{seen}", decimal(earned))
        }
        (Verdict::Partial, None) => format!("Partly right, which does not count here.{seen}"),
    }
}

/// How good the content of one field is, behind it; `right` is what should stand there, as HTML.
pub(crate) fn part(verdict: Verdict, right: Option<&String>) -> String {
    match (verdict, right) {
        (Verdict::Correct, _) => "right".into(),
        (_, Some(right)) => format!("right is: <b>{right}</b>"),
        (Verdict::Wrong, None) => "not right".into(),
        (Verdict::Partial | Verdict::Near, None) => "nearly".into(),
    }
}

pub(crate) fn hint(number: usize) -> String {
    format!("Hint {number}")
}

/// What the button for hints says when `shown` of `all` can be seen.
pub(crate) fn hint_button(shown: usize, all: usize) -> String {
    match shown < all {
        true => format!("Hint {} of {all}", shown + 1),
        false => "No more hints".into(),
    }
}

/// An item of an ordering after its move.
pub(crate) fn moved(item: &str, place: usize, count: usize) -> String {
    format!("{item}: now {place} of {count}")
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

/// Which attempt at a quiz it is where they are counted, and how much of it is answered.
pub(crate) fn quiz_count(attempt: &Attempt) -> String {
    let answered =
        if attempt.is_handed_in_at_end() { attempt.answered() } else { attempt.score().answered as usize };
    let answered = format!("{answered} of {} answered", attempt.quiz.asked());
    match attempt.quiz.settings.attempts {
        Some(attempts) => format!("Attempt {} of {attempts} · {answered}", attempt.begun),
        None => answered,
    }
}

/// What stands above the button that hands all answers in.
pub(crate) fn hand_in_line(attempt: &Attempt) -> String {
    match attempt.quiz.asked() - attempt.answered() {
        open if attempt.warned && open > 0 => {
            format!("{} without an answer.", counted(open, "question is", "questions are"))
        }
        _ => "You are told how you did when you hand in all answers together.".into(),
    }
}

pub(crate) fn hand_in(attempt: &Attempt) -> &'static str {
    if attempt.warned { "Hand in all the same" } else { "Hand in all answers" }
}

pub(crate) fn try_again(left: Option<usize>) -> String {
    match left {
        None => "Try again".into(),
        Some(1) => "Try again (one attempt left)".into(),
        Some(left) => format!("Try again ({left} attempts left)"),
    }
}

pub(crate) fn result(score: Score, has_points: bool) -> String {
    let points = match has_points {
        true => format!(", {} of {} points", decimal(score.earned), decimal(score.possible)),
        false => String::new(),
    };
    format!("{} of {} right{points}, {} %", score.correct, score.questions, score.percent())
}

pub(crate) fn result_advice(attempt: &Attempt) -> String {
    let score = attempt.score();
    let advice = match (score.correct == score.questions, score.is_passed(), attempt.left()) {
        (true, ..) => return "Everything right. Well done!".into(),
        (_, true, _) if attempt.shows_answers() => "Passed. The answers above show what was missing.",
        (_, true, _) => "Passed.",
        (_, _, Some(0)) => "Not passed.",
        _ => "Have another look at the lesson and try again.",
    };
    match score.is_passed() {
        true => advice.into(),
        false => format!("{advice} {} % are needed to pass.", score.pass_percent),
    }
}

/// What a learner is told about storage, and a name for it that style sheets and tests know; `None` where all is well.
pub(crate) fn storage(health: &Health) -> Option<(&'static str, &'static str)> {
    let told = if health.is_refused {
        (
            "refused",
            "Your browser does not let this page remember anything. You can play the whole course, but nothing will be remembered once you leave the page.",
        )
    } else if health.is_newer {
        (
            "newer",
            "A newer version of this player has already stored progress here. Please reload the page to get it.",
        )
    } else if !health.unkept.is_empty() {
        (
            "full",
            "Your browser's storage is full: your latest answers will be forgotten once you leave the page. Free some space, then go on.",
        )
    } else if health.is_cleared {
        (
            "cleared",
            "Something has emptied your browser's storage. What this page still knew of your progress was stored again.",
        )
    } else if !health.damaged.is_empty() {
        (
            "damaged",
            "A part of your stored progress cannot be read. It is kept aside, and everything else is there.",
        )
    } else {
        return None;
    };
    Some(told)
}

/// As HTML: what stands in the place of a lesson's text while its module is being fetched, with the words of `boot.js` for
/// where that fails; without a module, that there is none that can be read.
pub(crate) fn no_text(module: Option<&str>) -> String {
    match module {
        Some(module) => format!(
            "<div aria-busy=\"true\" data-retry=\"Try again\" data-failed=\"The text of this lesson could not be fetched. \
             Please check the connection and try again; if that does not help, reload the page.\" \
             data-module=\"{module}\"><p class=\"waiting\" role=\"status\">Loading the lesson…</p></div>"
        ),
        None => "<p class=\"notice\" role=\"alert\">The text of this lesson could not be read. \
                 Please reload the page; if that does not help, tell the author.</p>"
            .into(),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Thousandths with one decimal, rounded down, where there is one.
fn decimal(thousandths: u64) -> String {
    match (thousandths / 1000, thousandths % 1000 / 100) {
        (whole, 0) => format!("{whole}"),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}
