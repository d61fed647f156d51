//! Quizzes as the author wrote them: settings, questions, kinds of question and choices.
//!
//! How a response to them is judged is [`crate::grading`].

use serde::{Deserialize, Serialize};

use crate::grading::Score;
use crate::pattern::Pattern;
use crate::shuffle::shuffled;

/// A group of questions that are attempted together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    /// Unique within its lesson; the key of its attempts.
    pub id: String,
    /// Plain text; the heading the quiz stood under.
    pub title: String,
    /// The rules it is played by.
    pub settings: QuizSettings,
    /// At least one in a compiled bundle.
    pub questions: Vec<Question>,
}

/// The rules a quiz is played by. The default is what holds where the author says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizSettings {
    /// The share of the points at which the quiz is passed: 0 to 100.
    pub pass_percent: u32,
    /// How many attempts there are; `None` for as many as the learner likes.
    pub attempts: Option<u32>,
    /// When the learner is told how good an answer was.
    pub feedback: FeedbackTime,
    /// Whether each attempt brings the questions in an order of its own.
    pub shuffle_questions: bool,
    /// Whether each attempt brings the choices in an order of its own.
    pub shuffle_choices: bool,
    /// How many of the questions each attempt draws; `None` for all of them.
    pub draw: Option<u32>,
    /// When the right answers are shown.
    pub answers: AnswersShown,
    /// Whether an answer that is right in part earns a part of the points.
    pub partial_credit: bool,
}

/// When the learner is told how good an answer was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedbackTime {
    /// As soon as the answer is checked.
    #[default]
    AtOnce,
    /// When the whole attempt is handed in.
    AtEnd,
}

/// When the right answers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswersShown {
    /// Together with the verdict.
    #[default]
    Always,
    /// Only when the quiz is passed or no attempt is left.
    AfterLastAttempt,
    /// Never; the learner only sees the verdict.
    Never,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique within its lesson; the key of its answers. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML; a single paragraph without its frame. The gaps of a cloze are `<input data-gap="…">` and
    /// `<select data-gap="…">` in it, with [`Gap::id`].
    pub prompt: String,
    /// What is asked for.
    pub kind: QuestionKind,
    /// What a right answer earns; at least 1.
    pub points: u32,
    /// Sanitised HTML, to be shown one after the other.
    pub hints: Vec<String>,
    /// Sanitised HTML, shown after the answer; empty where there is none.
    pub explanation: String,
}

/// The kinds of question, each with what it needs to be shown and graded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Exactly one of the choices is right.
    SingleChoice {
        /// Two or more, in the author's order.
        choices: Vec<Choice>,
        /// The [`Choice::id`] of the right one.
        correct: String,
    },
    /// Any number of the choices is right, at least one.
    MultipleChoice {
        /// Two or more, in the author's order.
        choices: Vec<Choice>,
        /// The [`Choice::id`] of every right one.
        correct: Vec<String>,
    },
    /// A statement that holds or does not. Never shuffled.
    TrueFalse {
        /// Two, the one that says "true" first.
        choices: Vec<Choice>,
        /// The [`Choice::id`] of the right one.
        correct: String,
    },
    /// A word or a short text to be typed.
    ShortAnswer(Accepted),
    /// A number to be typed, perhaps with its unit.
    Numeric {
        /// One or more; a response has to fit one of them.
        accepted: Vec<Quantity>,
    },
    /// Items to be brought into order.
    Ordering {
        /// Two or more, in the right order.
        items: Vec<Choice>,
    },
    /// Options to be assigned to items.
    Matching {
        /// What an option is sought for, in the author's order.
        pairs: Vec<Pair>,
        /// Every option once, those that fit nothing included.
        options: Vec<Choice>,
    },
    /// A text with gaps to be filled.
    Cloze {
        /// One or more, in reading order.
        gaps: Vec<Gap>,
    },
    /// What a piece of code prints, to be typed.
    Output {
        /// Plain text, lines ending in `\n` but for the last.
        expected: String,
    },
}

/// One choice of a question, or one item of several to be brought into order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique within its question. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML, without an enclosing paragraph.
    pub text: String,
    /// Sanitised HTML: why this choice is right or wrong; empty where there is none.
    pub feedback: String,
    /// Whether it stays behind the others when choices are shuffled, such as "all of the above".
    pub pinned: bool,
}

/// Texts that are right answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// Plain text, the first being the one to show. Compared as [`crate::identity::normalise`] folds them.
    pub texts: Vec<String>,
    /// Patterns that are right as well; matched against the whole folded response.
    pub patterns: Vec<Pattern>,
}

/// A number with its tolerance and unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// How far a response may be off, in the unit of the value: never negative.
    pub tolerance: f64,
    /// As the author wrote it; empty for a bare number.
    pub unit: String,
    /// As the author wrote the whole answer, to be shown.
    pub text: String,
}

/// An item of a matching question with the option that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Unique within its question.
    pub id: String,
    /// Sanitised HTML, without an enclosing paragraph.
    pub text: String,
    /// The [`Choice::id`] of the option that fits.
    pub option: String,
}

/// A gap in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Unique within its question.
    pub id: String,
    /// What is to be put there.
    pub kind: GapKind,
}

/// What is to be put into a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GapKind {
    /// A text to be typed.
    Text(Accepted),
    /// A number to be typed.
    Number(Vec<Quantity>),
    /// One of several texts.
    Choice {
        /// Two or more, in the author's order; plain text.
        choices: Vec<String>,
        /// The one that is right.
        correct: String,
    },
}

impl Default for QuizSettings {
    fn default() -> Self {
        Self {
            pass_percent: 80,
            attempts: None,
            feedback: FeedbackTime::default(),
            shuffle_questions: false,
            shuffle_choices: true,
            draw: None,
            answers: AnswersShown::default(),
            partial_credit: true,
        }
    }
}

impl QuizSettings {
    /// How many attempts are left after `begun` of them; `None` for as many as the learner likes.
    pub fn attempts_left(&self, begun: usize) -> Option<usize> {
        self.attempts.map(|attempts| (attempts as usize).saturating_sub(begun))
    }

    /// Whether the right answers to what is handed in may be seen: `score` is that of the attempt, `left` how many
    /// more there are.
    pub fn shows_answers(&self, score: Score, left: Option<usize>) -> bool {
        match self.answers {
            AnswersShown::Always => true,
            AnswersShown::AfterLastAttempt => score.is_complete() && (score.is_passed() || left == Some(0)),
            AnswersShown::Never => false,
        }
    }

    /// The rules for a question of such a quiz that comes back for review, alone and as often as it is due.
    #[must_use]
    pub fn for_review(&self) -> Self {
        let answers = match self.answers {
            AnswersShown::Never => AnswersShown::Never,
            _ => AnswersShown::Always,
        };
        Self { attempts: None, feedback: FeedbackTime::AtOnce, draw: Some(1), answers, ..self.clone() }
    }
}

impl Quiz {
    /// The questions of the attempt with this seed, as indices in the order they are asked. Where not all are asked,
    /// those of a lower `rank` come first: 0 for what is answered, 1 for what was answered elsewhere, 2 for the others.
    pub fn drawn(&self, seed: &str, rank: impl Fn(usize) -> usize) -> Vec<usize> {
        let all: Vec<usize> = (0..self.questions.len()).collect();
        let QuizSettings { draw, shuffle_questions, .. } = self.settings;
        let count = draw.map_or(all.len(), |draw| all.len().min(draw as usize));
        if count == all.len() && !shuffle_questions {
            return all;
        }
        let ids: Vec<_> = self.questions.iter().map(|question| question.id.as_str()).enumerate().collect();
        let order = shuffled(&ids, seed, |(_, id)| id).into_iter().map(|(at, _)| *at);
        let order: Vec<usize> = order.collect();
        let mut drawn: Vec<usize> = Vec::new();
        for wanted in 0..3 {
            drawn.extend(order.iter().filter(|at| rank(**at) == wanted));
        }
        drawn.truncate(count);
        // Back in order. The questions are few, so that no sort is worth its bytes.
        let order = if shuffle_questions { order } else { all };
        order.into_iter().filter(|at| drawn.contains(at)).collect()
    }

    /// How many questions an attempt asks.
    pub fn asked(&self) -> usize {
        let all = self.questions.len();
        self.settings.draw.map_or(all, |draw| all.min(draw as usize))
    }
}

impl QuestionKind {
    /// The choices in the order they are shown: the author's, or one of `seed`, the pinned ones last.
    pub fn shown<'a>(choices: &'a [Choice], seed: Option<&str>) -> Vec<&'a Choice> {
        let Some(seed) = seed else { return choices.iter().collect() };
        let free = shuffled(choices, seed, |choice| &choice.id).into_iter().filter(|choice| !choice.pinned);
        free.chain(choices.iter().filter(|choice| choice.pinned)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiz(draw: Option<u32>, shuffle_questions: bool) -> Quiz {
        let question = |id: usize| Question {
            id: format!("q{id}"),
            prompt: String::new(),
            kind: QuestionKind::Output { expected: String::new() },
            points: 1,
            hints: Vec::new(),
            explanation: String::new(),
        };
        Quiz {
            settings: QuizSettings { draw, shuffle_questions, ..QuizSettings::default() },
            questions: (0..10).map(question).collect(),
            ..Quiz::default()
        }
    }

    #[test]
    fn an_attempt_draws_its_own_questions() {
        assert_eq!(quiz(None, false).drawn("a", |_| 2), (0..10).collect::<Vec<_>>());
        let drawn = quiz(Some(4), false).drawn("a", |_| 2);
        assert_eq!(drawn.len(), 4);
        assert!(drawn.is_sorted(), "the author's order: {drawn:?}");
        let others: Vec<_> =
            (0..20).map(|seed| quiz(Some(4), false).drawn(&seed.to_string(), |_| 2)).collect();
        assert!(others.iter().any(|other| *other != drawn), "another attempt draws others");
        assert_eq!(quiz(Some(99), false).drawn("a", |_| 2).len(), 10);
        let mut all = quiz(None, true).drawn("a", |_| 2);
        assert!(!all.is_sorted());
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
        assert_eq!((quiz(Some(4), true).asked(), quiz(Some(99), true).asked()), (4, 10));
    }

    #[test]
    fn answers_are_shown_when_the_author_says_so() {
        let score = |correct: u64, answered| Score {
            earned: correct * 1000,
            possible: 2000,
            answered,
            questions: 2,
            pass_percent: 80,
            ..Score::default()
        };
        let settings = |answers| QuizSettings { answers, attempts: Some(3), ..QuizSettings::default() };
        let (always, last, never) = (
            settings(AnswersShown::Always),
            settings(AnswersShown::AfterLastAttempt),
            settings(AnswersShown::Never),
        );
        assert_eq!(
            (last.attempts_left(1), last.attempts_left(3), last.attempts_left(9)),
            (Some(2), Some(0), Some(0))
        );
        assert_eq!(QuizSettings::default().attempts_left(9), None);
        for (score, left, shown) in [
            (score(0, 1), Some(2), [true, false, false]),
            (score(0, 2), Some(2), [true, false, false]),
            (score(0, 1), Some(0), [true, false, false]),
            (score(0, 2), Some(0), [true, true, false]),
            (score(2, 2), None, [true, true, false]),
        ] {
            let seen = [&always, &last, &never].map(|settings| settings.shows_answers(score, left));
            assert_eq!(seen, shown, "{score:?}, {left:?} left");
        }
    }

    #[test]
    fn pinned_choices_stay_last_in_the_order_of_the_author() {
        let choice = |id: &str, pinned| Choice { id: id.into(), pinned, ..Choice::default() };
        let choices = [
            choice("all", true),
            choice("a", false),
            choice("b", false),
            choice("c", false),
            choice("none", true),
        ];
        let mut firsts = Vec::new();
        for seed in 0..50 {
            let shown: Vec<_> = QuestionKind::shown(&choices, Some(&seed.to_string()))
                .into_iter()
                .map(|choice| choice.id.as_str())
                .collect();
            assert_eq!(shown[3..], ["all", "none"]);
            firsts.push(shown[0].to_owned());
        }
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts, ["a", "b", "c"]);
        let as_written: Vec<_> = QuestionKind::shown(&choices, None).iter().map(|it| it.id.clone()).collect();
        assert_eq!(as_written, ["all", "a", "b", "c", "none"]);
    }
}
