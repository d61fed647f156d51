//! The settings of quizzes, as the front matter of a lesson or a course has them.
//!
//! What a lesson says of one quiz beats what it says of all, that beats what the course says, and that the default.

use std::ops::RangeInclusive;

use course::quiz::{AnswersShown, FeedbackTime, QuizSettings};

use crate::diagnostics::{Code, Diagnostic};
use crate::documents::TRUTH;
use crate::front_matter::{Fields, Spanned, listed};
use crate::names::nearest;

/// What is said about quizzes in one place. What is not said is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct QuizFront {
    pass_percent: Option<u32>,
    /// `Some(None)` for as many as one likes.
    attempts: Option<Option<u32>>,
    feedback: Option<FeedbackTime>,
    /// Of questions and of choices.
    shuffle: Option<(bool, bool)>,
    pub(crate) draw: Option<Spanned<u32>>,
    answers: Option<AnswersShown>,
    partial_credit: Option<bool>,
}

const FEEDBACK: [(&str, FeedbackTime); 2] =
    [("at-once", FeedbackTime::AtOnce), ("at-end", FeedbackTime::AtEnd)];
const SHUFFLE: [(&str, (bool, bool)); 4] = [
    ("none", (false, false)),
    ("choices", (false, true)),
    ("questions", (true, false)),
    ("all", (true, true)),
];
const ANSWERS: [(&str, AnswersShown); 3] = [
    ("always", AnswersShown::Always),
    ("after-last-attempt", AnswersShown::AfterLastAttempt),
    ("never", AnswersShown::Never),
];

impl QuizFront {
    /// Reads the keys of one group. `owner` names it in messages.
    pub(crate) fn read(fields: &Fields<'_>, owner: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let front = Self {
            pass_percent: number(fields, "passMark", 0..=100, diagnostics).map(|number| number.value),
            attempts: attempts(fields, diagnostics),
            feedback: one_of(fields, "feedback", &FEEDBACK, diagnostics),
            shuffle: one_of(fields, "shuffle", &SHUFFLE, diagnostics),
            draw: number(fields, "draw", 1..=1000, diagnostics),
            answers: one_of(fields, "showAnswers", &ANSWERS, diagnostics),
            partial_credit: one_of(fields, "partialCredit", &TRUTH, diagnostics),
        };
        fields.report_unknown(owner, diagnostics);
        front
    }

    /// Puts what is said here into the place of what was said before.
    pub(crate) fn apply(&self, settings: &mut QuizSettings) {
        settings.pass_percent = self.pass_percent.unwrap_or(settings.pass_percent);
        settings.attempts = self.attempts.unwrap_or(settings.attempts);
        settings.feedback = self.feedback.unwrap_or(settings.feedback);
        if let Some((questions, choices)) = self.shuffle {
            (settings.shuffle_questions, settings.shuffle_choices) = (questions, choices);
        }
        settings.draw = self.draw.as_ref().map(|draw| draw.value).or(settings.draw);
        settings.answers = self.answers.unwrap_or(settings.answers);
        settings.partial_credit = self.partial_credit.unwrap_or(settings.partial_credit);
    }
}

fn attempts(fields: &Fields<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Option<u32>> {
    let text = fields.text("attempts", diagnostics)?;
    if text.value.eq_ignore_ascii_case("unlimited") {
        return Some(None);
    }
    whole(fields, "attempts", text, 1..=100, diagnostics).map(|number| Some(number.value))
}

/// A whole number within bounds.
fn number(
    fields: &Fields<'_>,
    key: &'static str,
    bounds: RangeInclusive<u32>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<u32>> {
    let text = fields.text(key, diagnostics)?;
    whole(fields, key, text, bounds, diagnostics)
}

/// A sign of per cent behind a pass mark is no harm.
fn whole(
    fields: &Fields<'_>,
    key: &'static str,
    text: Spanned<String>,
    bounds: RangeInclusive<u32>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<u32>> {
    let digits = match key {
        "passMark" => text.value.trim_end_matches('%').trim_end(),
        _ => &text.value,
    };
    let number: Option<f64> = digits.parse().ok();
    let whole = number
        .filter(|number| number.fract() == 0.0 && (0.0..=1e9).contains(number))
        .map(|number| number as u32);
    if let Some(value) = whole.filter(|number| bounds.contains(number)) {
        return Some(Spanned { value, span: text.span });
    }
    let (low, high) = (bounds.start(), bounds.end());
    let (message, help) = match (key, number) {
        ("attempts", Some(0.0)) => (
            "a quiz without attempts cannot be played".into(),
            "write a number, or `attempts: unlimited`".into(),
        ),
        ("passMark", Some(share)) if share > 0.0 && share < 1.0 => (
            format!("`{}` is less than one per cent", text.value),
            format!("the pass mark is per cent: write `passMark: {}`", (share * 100.0).round()),
        ),
        (_, Some(_)) => (
            format!("`{}` is no whole number from {low} to {high}", text.value),
            format!(
                "write `{key}: {}`",
                number.unwrap_or_default().round().clamp(f64::from(*low), f64::from(*high))
            ),
        ),
        _ => (
            format!("`{}` is no number", text.value),
            format!(
                "write a whole number from {low} to {high}, such as `{key}: {}`",
                if key == "passMark" { 80 } else { 3 }
            ),
        ),
    };
    diagnostics.push(Diagnostic::new(Code::BadQuizSetting, fields.file(), message).at(text.span).help(help));
    None
}

fn one_of<T: Copy>(
    fields: &Fields<'_>,
    key: &'static str,
    words: &[(&str, T)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let text = fields.text(key, diagnostics)?;
    let fold = |text: &str| text.replace([' ', '_'], "-").to_lowercase();
    let found = words.iter().find(|(word, _)| fold(&text.value) == *word);
    if found.is_none() {
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let help = match nearest(&text.value, known.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("the values of `{key}` are {}", listed(&known)),
        };
        let message = format!("`{}` is no value of `{key}`", text.value);
        diagnostics
            .push(Diagnostic::new(Code::BadQuizSetting, fields.file(), message).at(text.span).help(help));
    }
    found.map(|(_, value)| *value)
}
