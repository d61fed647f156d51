//! What the interface says. The words come with the page, in the learner's language: a list in the order of [`Word`],
//! which the crate `words` has for each language. Components take their words from here and from nowhere else.

use std::cell::Cell;

use course::bundle::BundleError;
use course::grading::{Score, Verdict};
use course::library::{Difficulty, LessonKind, Library};
use course::progress::{CourseProgress, LessonState};
use course::route::Route;
use course::store::Health;
pub(crate) use words::Word;

use crate::attempt::{Asked, Attempt};
use crate::browser;

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

fn at(place: usize) -> &'static str {
    WORDS.get().get(place).map_or("", |text| text)
}

/// A message with its parts put in, in the order that the crate `words` tells.
fn fill(text: &str, parts: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (hole, behind))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        filled += before;
        filled += hole.parse().ok().and_then(|hole: usize| parts.get(hole)).unwrap_or(&"");
        rest = behind;
    }
    filled + rest
}

fn with(word: Word, parts: &[&str]) -> String {
    fill(say(word), parts)
}

/// A message in the form that a number takes. The number is its first part.
fn counted(word: Word, count: usize, parts: &[&str]) -> String {
    let mut all = vec![""; 1];
    all.extend(parts);
    let count_text = number(count);
    all[0] = &count_text;
    fill(say(word).split('\n').nth(browser::form(count)).unwrap_or_default(), &all)
}

fn number(number: usize) -> String {
    browser::number(number as f64, "")
}

/// The title of a page, for the browser's tab and its history.
pub(crate) fn page_title(library: &Library, route: &Route) -> String {
    match route {
        Route::Progress => format!("{} · {}", say(Word::progress), library.title),
        _ => library.page_title(route),
    }
}

pub(crate) fn no_course(error: &BundleError) -> &'static str {
    browser::report(&error.to_string());
    say(Word::no_course)
}

pub(crate) fn continue_with(lesson: &str) -> String {
    with(Word::continue_with, &[lesson])
}

/// A length of time, as in "1 hr 30 min".
pub(crate) fn minutes(minutes: u32) -> String {
    let hours = |hours: u32| browser::number(hours.into(), "hour");
    let of_hour = |minutes: u32| browser::number(minutes.into(), "minute");
    match (minutes / 60, minutes % 60) {
        (0, minutes) => of_hour(minutes),
        (whole, 0) => hours(whole),
        (whole, minutes) => [hours(whole), of_hour(minutes)].join(" "),
    }
}

pub(crate) fn lessons(count: usize) -> String {
    counted(Word::lessons_counted, count, &[])
}

pub(crate) fn questions(count: usize) -> String {
    counted(Word::questions_counted, count, &[])
}

/// The head of a question; with its points where these are worth telling of.
pub(crate) fn question_of(asked: &Asked<'_>) -> String {
    let Asked { attempt, question, at, .. } = asked;
    let of = with(Word::question, &[&number(at + 1), &number(attempt.quiz.asked())]);
    match attempt.has_points() {
        true => [of, counted(Word::points_counted, question.points as usize, &[])].join(" · "),
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
            counted(Word::partly_right, points as usize, &[&decimal(earned)])
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
        (_, Some(right)) => return with(Word::part_right_is, &[&["<b>", right, "</b>"].concat()]),
        (Verdict::Wrong, None) => Word::part_wrong,
        (Verdict::Partial | Verdict::Near, None) => Word::part_nearly,
    };
    say(word).into()
}

pub(crate) fn hint(at: usize) -> String {
    with(Word::hint, &[&number(at)])
}

/// What the button for hints says when `shown` of `all` can be seen.
pub(crate) fn hint_button(shown: usize, all: usize) -> String {
    match shown < all {
        true => with(Word::hint_button, &[&number(shown + 1), &number(all)]),
        false => say(Word::no_more_hints).into(),
    }
}

/// An item of an ordering after its move.
pub(crate) fn moved(item: &str, place: usize, count: usize) -> String {
    with(Word::moved, &[item, &number(place), &number(count)])
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
    counted(Word::course_progress, progress.lessons, &[&number(progress.completed)])
}

/// Which attempt at a quiz it is where they are counted, and how much of it is answered.
pub(crate) fn quiz_count(attempt: &Attempt) -> String {
    let answered =
        if attempt.is_handed_in_at_end() { attempt.answered() } else { attempt.score().answered as usize };
    let answered = with(Word::answered, &[&number(answered), &number(attempt.quiz.asked())]);
    match attempt.quiz.settings.attempts {
        Some(attempts) => {
            let attempt = with(Word::attempt, &[&number(attempt.begun), &number(attempts as usize)]);
            [attempt, answered].join(" · ")
        }
        None => answered,
    }
}

/// What stands above the button that hands all answers in.
pub(crate) fn hand_in_line(attempt: &Attempt) -> String {
    match attempt.quiz.asked() - attempt.answered() {
        open if attempt.warned && open > 0 => counted(Word::questions_open, open, &[]),
        _ => say(Word::hand_in_help).into(),
    }
}

pub(crate) fn hand_in(attempt: &Attempt) -> &'static str {
    say(if attempt.warned { Word::hand_in_anyway } else { Word::hand_in })
}

pub(crate) fn try_again(left: Option<usize>) -> String {
    match left {
        None => say(Word::try_again).into(),
        Some(left) => counted(Word::try_again_counted, left, &[]),
    }
}

pub(crate) fn result(score: Score, has_points: bool) -> String {
    let [correct, questions, percent] =
        [score.correct as usize, score.questions as usize, score.percent() as usize].map(number);
    let parts = [correct.as_str(), &questions, &percent];
    match has_points {
        true => {
            let possible = (score.possible / 1000) as usize;
            let [correct, questions, percent] = parts;
            counted(Word::result_points, possible, &[&decimal(score.earned), correct, questions, percent])
        }
        false => with(Word::result, &parts),
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
        false => {
            let needed = with(Word::needed_to_pass, &[&number(score.pass_percent as usize)]);
            [advice, &needed].join(" ")
        }
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

/// Thousandths with one decimal, rounded down, where there is one.
fn decimal(thousandths: u64) -> String {
    browser::number((thousandths / 100) as f64 / 10.0, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_where_a_language_wants_them() {
        for (text, expected) in [
            ("Question {0} of {1}", "Question 2 of 5"),
            ("{1}問中{0}問", "5問中2問"),
            ("no hole", "no hole"),
            ("{0}{0}", "22"),
            ("{7} { {x} }", "  }"),
            ("{", "{"),
        ] {
            assert_eq!(fill(text, &["2", "5"]), expected, "{text}");
        }
    }
}
