//! From a learner's response to a grade. Total: every response to every question has a grade.

use crate::quiz::{Question, QuestionKind};

/// What a learner gave as the answer to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The ids of the choices picked. For a single choice, at most one counts: the first.
    pub choices: Vec<String>,
}

/// How good a response is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Right.
    Correct,
    /// Not right.
    Wrong,
}

/// The sum over the questions of one attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Questions answered right.
    pub correct: u32,
    /// Questions answered at all.
    pub answered: u32,
    /// Questions there are.
    pub questions: u32,
}

/// The share of right answers at which a quiz is passed: 80 of 100, the default of the format.
pub const PASS_PERCENT: u32 = 80;

/// Judges one response.
pub fn grade(question: &Question, response: &Response) -> Grade {
    match &question.kind {
        QuestionKind::SingleChoice { correct, .. } => {
            if response.choices.first() == Some(correct) {
                Grade::Correct
            } else {
                Grade::Wrong
            }
        }
    }
}

impl Score {
    /// Adds up the grades of an attempt; `None` stands for a question without an answer.
    pub fn of(grades: impl IntoIterator<Item = Option<Grade>>) -> Self {
        grades.into_iter().fold(Self::default(), |score, grade| Self {
            correct: score.correct + u32::from(grade == Some(Grade::Correct)),
            answered: score.answered + u32::from(grade.is_some()),
            questions: score.questions + 1,
        })
    }

    /// Whether every question has an answer.
    pub fn is_complete(self) -> bool {
        self.answered == self.questions
    }

    /// The share of right answers, 0 to 100, rounded down so that 100 means all of them.
    pub fn percent(self) -> u32 {
        (self.correct * 100).checked_div(self.questions).unwrap_or(100)
    }

    /// Whether the attempt is complete and reaches [`PASS_PERCENT`].
    pub fn is_passed(self) -> bool {
        self.is_complete() && self.percent() >= PASS_PERCENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Choice;

    fn question() -> Question {
        let choice = |id: &str| Choice { id: id.into(), text: id.into() };
        Question {
            id: "q".into(),
            prompt: "?".into(),
            kind: QuestionKind::SingleChoice { choices: vec![choice("a"), choice("b")], correct: "a".into() },
        }
    }

    fn picked(ids: &[&str]) -> Response {
        Response { choices: ids.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn only_the_right_choice_is_correct() {
        assert_eq!(grade(&question(), &picked(&["a"])), Grade::Correct);
        assert_eq!(grade(&question(), &picked(&["b"])), Grade::Wrong);
        assert_eq!(grade(&question(), &picked(&["gone"])), Grade::Wrong);
        assert_eq!(grade(&question(), &picked(&[])), Grade::Wrong);
    }

    #[test]
    fn a_score_passes_at_eighty_percent_of_a_complete_attempt() {
        let score = |right: usize, wrong: usize, open: usize| {
            Score::of(
                std::iter::repeat_n(Some(Grade::Correct), right)
                    .chain(std::iter::repeat_n(Some(Grade::Wrong), wrong))
                    .chain(std::iter::repeat_n(None, open)),
            )
        };
        assert!(score(4, 1, 0).is_passed());
        assert!(!score(3, 2, 0).is_passed());
        assert!(!score(4, 0, 1).is_passed(), "an open question keeps the attempt open");
        assert_eq!(score(2, 1, 0).percent(), 66);
        assert_eq!(score(0, 0, 0).percent(), 100);
    }
}
