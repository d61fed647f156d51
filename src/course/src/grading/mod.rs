//! From a learner's response to a grade, and from grades to a score.
//!
//! Total: every response to every question has a grade, whatever stands in it. Each kind of question whose rule is
//! more than a comparison has a file of its own.

mod choice;
mod cloze;
mod matching;
mod numeric;
mod ordering;
mod output;
mod text;

use crate::quiz::{Question, QuestionKind, QuizSettings};

/// What a learner gave as the answer to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Response {
    /// The ids of the choices picked; for an ordering, of all its items in the learner's order.
    pub choices: Vec<String>,
    /// What was typed, or assigned to an item. Of two entries for one slot the last one counts.
    pub entries: Vec<Entry>,
}

/// One thing that was typed or assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// [`crate::quiz::Gap::id`] or [`crate::quiz::Pair::id`]; empty where the question has only one field.
    pub slot: String,
    /// The text, or the id of the option.
    pub value: String,
}

/// How good a response is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The verdict in a word.
    pub verdict: Verdict,
    /// The share of the question's points it earns, in thousandths: 1000 exactly where the verdict is correct.
    pub credit: u32,
}

/// How good a response is, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right.
    Correct,
    /// Right in part.
    Partial,
    /// Not right, but so near that a slip is likely: a letter too many, or a unit forgotten.
    Near,
    /// Not right.
    Wrong,
}

/// The sum over the questions of one attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Points earned, in thousandths.
    pub earned: u64,
    /// Points there are to earn, in thousandths.
    pub possible: u64,
    /// Questions answered right.
    pub correct: u32,
    /// Questions answered at all.
    pub answered: u32,
    /// Questions there are.
    pub questions: u32,
    /// The share of the points at which the quiz is passed, 0 to 100.
    pub pass_percent: u32,
}

/// Judges one response.
pub fn grade(question: &Question, response: &Response) -> Grade {
    match &question.kind {
        QuestionKind::SingleChoice { correct, .. } | QuestionKind::TrueFalse { correct, .. } => {
            choice::single(correct, response)
        }
        QuestionKind::MultipleChoice { correct, .. } => choice::multiple(correct, response),
        QuestionKind::ShortAnswer(accepted) => Grade::of(text::verdict(accepted, response.entry(""))),
        QuestionKind::Numeric { accepted } => Grade::of(numeric::verdict(accepted, response.entry(""))),
        QuestionKind::Ordering { items } => ordering::grade(items, response),
        QuestionKind::Matching { pairs, .. } => matching::grade(pairs, response),
        QuestionKind::Cloze { gaps } => cloze::grade(gaps, response),
        QuestionKind::Output { expected } => Grade::of(output::verdict(expected, response.entry(""))),
    }
}

/// Whether there is enough of a response to be judged.
pub fn is_complete(question: &Question, response: &Response) -> bool {
    let filled = |slot: &str| !response.entry(slot).trim().is_empty();
    match &question.kind {
        QuestionKind::SingleChoice { .. }
        | QuestionKind::TrueFalse { .. }
        | QuestionKind::MultipleChoice { .. } => !response.choices.is_empty(),
        QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } | QuestionKind::Output { .. } => {
            filled("")
        }
        QuestionKind::Ordering { items } => response.choices.len() == items.len(),
        QuestionKind::Matching { pairs, .. } => pairs.iter().all(|pair| filled(&pair.id)),
        QuestionKind::Cloze { gaps } => gaps.iter().all(|gap| filled(&gap.id)),
    }
}

pub use cloze::verdict as grade_gap;

impl Response {
    /// What stands in a slot; empty where nothing does.
    pub fn entry(&self, slot: &str) -> &str {
        self.entries.iter().rev().find(|entry| entry.slot == slot).map_or("", |entry| &entry.value)
    }

    /// Puts a value into a slot, in the place of what was there.
    pub fn set_entry(&mut self, slot: &str, value: String) {
        match self.entries.iter_mut().rev().find(|entry| entry.slot == slot) {
            Some(entry) => entry.value = value,
            None => self.entries.push(Entry { slot: slot.into(), value }),
        }
    }
}

impl Grade {
    fn of(verdict: Verdict) -> Self {
        Self { verdict, credit: if verdict == Verdict::Correct { 1000 } else { 0 } }
    }

    /// `right` of `all` parts are right; `near` says that the rest is near enough for a slip.
    fn share(right: usize, all: usize, near: bool) -> Self {
        match right {
            _ if right >= all => Self::of(Verdict::Correct),
            _ if near => Self { verdict: Verdict::Near, credit: thousandths(right, all) },
            0 => Self::of(Verdict::Wrong),
            _ => Self { verdict: Verdict::Partial, credit: thousandths(right, all) },
        }
    }
}

/// Rounded down, so that less than all is less than 1000.
fn thousandths(right: usize, all: usize) -> u32 {
    (right * 1000).checked_div(all).map_or(0, |share| u32::try_from(share.min(999)).unwrap_or(0))
}

impl Score {
    /// Adds up the grades of an attempt: the points of each question, and its grade or `None` where it has no
    /// answer.
    pub fn of(settings: &QuizSettings, grades: impl IntoIterator<Item = (u32, Option<Grade>)>) -> Self {
        let start = Self { pass_percent: settings.pass_percent, ..Self::default() };
        grades.into_iter().fold(start, |score, (points, grade)| {
            let credit = match grade {
                Some(Grade { credit, .. }) if credit == 1000 || settings.partial_credit => credit,
                _ => 0,
            };
            Self {
                earned: score.earned + u64::from(points) * u64::from(credit),
                possible: score.possible + u64::from(points) * 1000,
                correct: score.correct
                    + u32::from(grade.is_some_and(|grade| grade.verdict == Verdict::Correct)),
                answered: score.answered + u32::from(grade.is_some()),
                questions: score.questions + 1,
                ..score
            }
        })
    }

    /// Whether every question has an answer.
    pub fn is_complete(self) -> bool {
        self.answered == self.questions
    }

    /// The share of points earned, 0 to 100, rounded down so that 100 means all of them.
    pub fn percent(self) -> u32 {
        (self.earned * 100).checked_div(self.possible).map_or(100, |share| share as u32)
    }

    /// Whether the attempt is complete and reaches its pass mark.
    pub fn is_passed(self) -> bool {
        self.is_complete() && self.percent() >= self.pass_percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entry_of_a_slot_counts() {
        let mut response = Response::default();
        assert_eq!(response.entry("a"), "");
        response.set_entry("a", "1".into());
        response.set_entry("b", "2".into());
        response.set_entry("a", "3".into());
        assert_eq!((response.entry("a"), response.entry("b"), response.entries.len()), ("3", "2", 2));
    }

    #[test]
    fn a_score_passes_at_its_mark_of_a_complete_attempt() {
        let right = Some(Grade::of(Verdict::Correct));
        let wrong = Some(Grade::of(Verdict::Wrong));
        let score = |grades: &[Option<Grade>]| {
            Score::of(&QuizSettings::default(), grades.iter().map(|grade| (1, *grade)))
        };
        assert!(score(&[right, right, right, right, wrong]).is_passed());
        assert!(!score(&[right, right, right, wrong, wrong]).is_passed());
        assert!(!score(&[right, right, right, right, None]).is_passed(), "an open question keeps it open");
        assert_eq!(score(&[right, right, wrong]).percent(), 66);
        assert_eq!(score(&[]).percent(), 100);
    }

    #[test]
    fn points_and_partial_credit_weigh() {
        let half = Some(Grade::share(1, 2, false));
        let right = Some(Grade::of(Verdict::Correct));
        let settings = QuizSettings::default();
        let score = Score::of(&settings, [(3, right), (1, half)]);
        assert_eq!((score.earned, score.possible, score.correct, score.percent()), (3500, 4000, 1, 87));
        let strict = QuizSettings { partial_credit: false, ..settings };
        assert_eq!(Score::of(&strict, [(3, right), (1, half)]).percent(), 75);
    }

    #[test]
    fn only_all_of_it_is_a_thousand_thousandths() {
        assert_eq!(Grade::share(2, 2, false), Grade { verdict: Verdict::Correct, credit: 1000 });
        assert_eq!(Grade::share(0, 0, false).credit, 1000, "nothing was asked for");
        assert_eq!(Grade::share(2, 3, false), Grade { verdict: Verdict::Partial, credit: 666 });
        assert_eq!(Grade::share(1999, 2000, false).credit, 999);
        assert_eq!(Grade::share(0, 3, false), Grade { verdict: Verdict::Wrong, credit: 0 });
        assert_eq!(Grade::share(1, 2, true), Grade { verdict: Verdict::Near, credit: 500 });
    }
}
