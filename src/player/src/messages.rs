//! What the interface says. The words come with the page, in the learner's language: a list in the order of [`Word`],
//! which the crate `words` has for each language. Components take their words from here and from nowhere else.

use std::cell::Cell;

use course::bundle::BundleError;
use course::grading::{Score, Verdict};
use course::library::{Difficulty, LessonKind, Library};
use course::progress::{CourseProgress, LessonState};
use course::route::{Route, Tool};
use course::store::Health;
pub(crate) use words::Word;

use crate::attempt::{Asked, Attempt};
use crate::browser;
use crate::fields::escaped;

thread_local! {
    static WORDS: Cell<&'static [String]> = const { Cell::new(&[]) };
}

/// Takes the words of another language from now on: those of the player, and behind them, as HTML, the languages that
/// a learner can choose.
pub(crate) fn speak(words: &'static [String]) {
    WORDS.set(words);
}

/// What is said in the learner's language. Nothing is put into it.
pub(crate) fn say(word: Word) -> &'static str {
    at(word as usize)
}

/// The languages that a learner can choose, as HTML.
pub(crate) fn languages() -> &'static str {
    at(words::PLAYER)
}

#[inline(never)]
fn at(place: usize) -> &'static str {
    WORDS.get().get(place).map_or("", |text| text)
}

/// A message with numbers put in, in the order that the crate `words` tells; where it has forms, in that of the first.
#[inline(never)]
fn with(word: Word, numbers: &[usize]) -> String {
    with_text(word, numbers, "")
}

/// A message with numbers put in, and behind them a text.
#[inline(never)]
fn with_text(word: Word, numbers: &[usize], text: &str) -> String {
    // None of them is larger than what both can hold.
    let numbers: Vec<f64> = numbers.iter().map(|number| *number as f64).collect();
    browser::fill(word as usize, &numbers, text)
}

/// The title of a page, for the browser's tab and its history.
pub(crate) fn page_title(library: &Library, route: &Route) -> String {
    match route {
        Route::Tool(tool) => format!("{} · {}", tool_title(*tool), library.title),
        _ => library.page_title(route),
    }
}

/// The heading of a page of the learner's own.
pub(crate) fn tool_title(tool: Tool) -> &'static str {
    say(match tool {
        Tool::Progress => Word::progress,
        Tool::Review => Word::review,
        Tool::Print => Word::print_course,
        Tool::Certificate => Word::certificate,
        Tool::Notes => Word::my_notes,
    })
}

pub(crate) fn no_course(error: &BundleError) -> &'static str {
    browser::report(&error.to_string());
    say(Word::no_course)
}

pub(crate) fn continue_with(lesson: &str) -> String {
    with_text(Word::continue_with, &[], lesson)
}

/// A length of time, as in "1 hr 30 min".
pub(crate) fn minutes(minutes: u32) -> String {
    browser::duration(minutes)
}

pub(crate) fn lessons(count: usize) -> String {
    with(Word::lessons_counted, &[count])
}

pub(crate) fn questions(count: usize) -> String {
    with(Word::questions_counted, &[count])
}

/// The head of a question; with its points where these are worth telling of.
pub(crate) fn question_of(asked: &Asked<'_>) -> String {
    let Asked { attempt, question, at, .. } = asked;
    let of = with(Word::question, &[at + 1, attempt.quiz.asked()]);
    match attempt.has_points() {
        true => of + " · " + &with(Word::points_counted, &[question.points as usize]),
        false => of,
    }
}

/// How good an answer is. `earned` are thousandths of a point, `None` where a part of them does not count.
pub(crate) fn verdict(verdict: Verdict, earned: Option<u64>, points: u32, shows_answers: bool) -> String {
    let mut said = match (verdict, earned) {
        (Verdict::Correct, _) => return say(Word::correct).into(),
        (Verdict::Wrong, _) => say(Word::wrong).to_owned(),
        (Verdict::Near, None | Some(0)) => say(Word::nearly).to_owned(),
        (Verdict::Partial | Verdict::Near, Some(earned)) => {
            browser::fill(Word::partly_right as usize, &[points.into(), decimal(earned)], "")
        }
        (Verdict::Partial, None) => say(Word::partly_right_uncounted).to_owned(),
    };
    if shows_answers {
        said += " ";
        said += say(Word::see_above);
    }
    said
}

/// How good the content of one field is, behind it; `right` is what should stand there, as HTML.
pub(crate) fn part(verdict: Verdict, right: Option<&String>) -> String {
    let word = match (verdict, right) {
        (Verdict::Correct, _) => Word::part_right,
        (_, Some(right)) => return with_text(Word::part_right_is, &[], &format!("<b>{right}</b>")),
        (Verdict::Wrong, None) => Word::part_wrong,
        (Verdict::Partial | Verdict::Near, None) => Word::part_nearly,
    };
    say(word).into()
}

/// A button that leads to a question.
pub(crate) fn missed(asked: &Asked<'_>) -> String {
    format!(
        "<button type=\"button\" class=\"to-question\" data-do=\"go\" data-id=\"{}\" aria-label=\"{}\">{}</button> ",
        asked.at,
        with(Word::question, &[asked.at + 1, asked.attempt.quiz.asked()]),
        asked.at + 1,
    )
}

pub(crate) fn hint(at: usize) -> String {
    with(Word::hint, &[at])
}

/// What the button for hints says when `shown` of `all` can be seen.
pub(crate) fn hint_button(shown: usize, all: usize) -> String {
    match shown < all {
        true => with(Word::hint_button, &[shown + 1, all]),
        false => say(Word::no_more_hints).into(),
    }
}

/// An item of an ordering after its move.
pub(crate) fn moved(item: &str, place: usize, count: usize) -> String {
    with_text(Word::moved, &[place, count], item)
}

pub(crate) fn difficulty(difficulty: Difficulty) -> String {
    say(match difficulty {
        Difficulty::Beginner => Word::beginner,
        Difficulty::Intermediate => Word::intermediate,
        Difficulty::Advanced => Word::advanced,
    })
    .to_owned()
}

/// The word for a kind of lesson; `None` for the ordinary one.
pub(crate) fn kind(kind: LessonKind) -> Option<&'static str> {
    match kind {
        LessonKind::Lesson => None,
        LessonKind::Project => Some(say(Word::project)),
        LessonKind::Quiz => Some(say(Word::quiz)),
    }
}

pub(crate) fn state(state: LessonState) -> &'static str {
    say(match state {
        LessonState::New => Word::state_new,
        LessonState::Open => Word::state_open,
        LessonState::Completed => Word::state_completed,
    })
}

pub(crate) fn course_progress(progress: CourseProgress) -> String {
    with(Word::course_progress, &[progress.lessons, progress.completed])
}

/// Which attempt at a quiz it is where they are counted, and how much of it is answered.
pub(crate) fn quiz_count(attempt: &Attempt) -> String {
    let answered =
        if attempt.is_handed_in_at_end() { attempt.answered() } else { attempt.score().answered as usize };
    let answered = with(Word::answered, &[answered, attempt.quiz.asked()]);
    match attempt.quiz.settings.attempts {
        Some(attempts) => with(Word::attempt, &[attempt.begun, attempts as usize]) + " · " + &answered,
        None => answered,
    }
}

/// What stands above the button that hands all answers in.
pub(crate) fn hand_in_line(attempt: &Attempt) -> String {
    match attempt.quiz.asked() - attempt.answered() {
        open if attempt.warned && open > 0 => with(Word::questions_open, &[open]),
        _ => say(Word::hand_in_help).into(),
    }
}

pub(crate) fn hand_in(attempt: &Attempt) -> &'static str {
    say(if attempt.warned { Word::hand_in_anyway } else { Word::hand_in })
}

pub(crate) fn try_again(left: Option<usize>) -> String {
    match left {
        None => say(Word::try_again).into(),
        Some(left) => with(Word::try_again_counted, &[left]),
    }
}

pub(crate) fn result(score: Score, has_points: bool) -> String {
    let numbers = [score.correct, score.questions, score.percent()].map(f64::from);
    let [correct, questions, percent] = numbers;
    match has_points {
        true => {
            let points = [decimal(score.possible), decimal(score.earned), correct, questions, percent];
            browser::fill(Word::result_points as usize, &points, "")
        }
        false => browser::fill(Word::result as usize, &numbers, ""),
    }
}

pub(crate) fn result_advice(attempt: &Attempt) -> String {
    let score = attempt.score();
    let advice = match (score.correct == score.questions, score.is_passed(), attempt.left()) {
        (true, ..) => Word::everything_right,
        (_, true, _) if attempt.shows_answers() => Word::passed_see_answers,
        (_, true, _) => Word::passed,
        (_, _, Some(0)) => Word::not_passed,
        _ => Word::try_once_more,
    };
    let advice = say(advice);
    match score.is_passed() || score.correct == score.questions {
        true => advice.into(),
        false => advice.to_owned() + " " + &with(Word::needed_to_pass, &[score.pass_percent as usize]),
    }
}

/// What a learner is told about storage, and a name for it that style sheets and tests know; `None` where all is well.
pub(crate) fn storage(health: &Health) -> Option<(&'static str, &'static str)> {
    let (name, word) = if health.is_refused {
        ("refused", Word::storage_refused)
    } else if health.is_newer {
        ("newer", Word::storage_newer)
    } else if !health.unkept.is_empty() {
        ("full", Word::storage_full)
    } else if health.is_cleared {
        ("cleared", Word::storage_cleared)
    } else if !health.damaged.is_empty() {
        ("damaged", Word::storage_damaged)
    } else {
        return None;
    };
    Some((name, say(word)))
}

/// As HTML: what stands in the place of a lesson's text while its module is being fetched, with the words of `boot.js` for
/// where that fails; without a module, that there is none that can be read.
pub(crate) fn no_text(module: Option<&str>) -> String {
    match module {
        Some(module) => format!(
            "<div aria-busy=\"true\" data-module=\"{module}\" data-failed=\"{}\" data-retry=\"{}\">\
             <p class=\"waiting\" role=\"status\">{}</p></div>",
            escaped(say(Word::lesson_not_fetched)),
            escaped(say(Word::try_again)),
            say(Word::lesson_loading)
        ),
        None => format!("<p class=\"notice\" role=\"alert\">{}</p>", say(Word::lesson_damaged)),
    }
}

/// Thousandths with one decimal, rounded down.
fn decimal(thousandths: u64) -> f64 {
    (thousandths / 100) as f64 / 10.0
}
