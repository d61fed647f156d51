//! What the questions of a lesson look like together: habits that give answers away, and slips that only show when
//! questions or choices are compared.

use std::collections::HashMap;
use std::ops::Range;

use course::identity::normalise;

use super::choices::{Found, Right};
use super::draft::Draft;
use super::kind::Kind;
use super::{multiple_choice, places};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// What is looked at of one question.
pub(super) struct Facts {
    prompt: String,
    span: Range<usize>,
    /// The number of its quiz in the lesson.
    quiz: usize,
    shuffled: bool,
    pub(super) has_own_id: bool,
    /// Only of a question with choices.
    kind: Option<Kind>,
    choices: Vec<ChoiceFacts>,
}

struct ChoiceFacts {
    text: String,
    span: Range<usize>,
    is_right: bool,
    has_feedback: bool,
    is_picture: bool,
}

/// How many questions there have to be before their choices are compared, and how many of a hundred are too many.
const ENOUGH_QUESTIONS: usize = 4;
const TOO_MANY_PERCENT: usize = 80;
/// By how much the right choice has to be longer than any other to be noticed.
const LONGER_BY_CHARACTERS: usize = 8;
const LONGER_BY_PERCENT: usize = 20;

impl Facts {
    pub(super) fn new(prompt: &str, draft: &Draft<'_, '_>, quiz: usize, shuffled: bool) -> Self {
        let prompt = normalise(prompt);
        let span = draft.span.clone();
        Self { prompt, span, quiz, shuffled, has_own_id: false, kind: None, choices: Vec::new() }
    }

    pub(super) fn set_choices(&mut self, kind: Kind, found: &[Found<'_, '_>], right: &Right) {
        self.kind = Some(kind);
        let facts = found.iter().enumerate().map(|(index, choice)| ChoiceFacts {
            text: choice.text.clone(),
            span: choice.span.clone(),
            is_right: right.choices.contains(&index),
            has_feedback: !choice.feedback.is_empty(),
            is_picture: choice.text.is_empty(),
        });
        self.choices = facts.collect();
    }

    /// The right choice and the longest of the others, where the right one is longer by far.
    fn longest(&self) -> Option<(&ChoiceFacts, &ChoiceFacts)> {
        let length = |choice: &&ChoiceFacts| choice.text.chars().count();
        let right = self.choices.iter().find(|choice| choice.is_right)?;
        let other = self.choices.iter().filter(|choice| !choice.is_right).max_by_key(length)?;
        let (longest, next) = (length(&right), length(&other));
        let by_far =
            longest >= next + LONGER_BY_CHARACTERS && longest * 100 >= next * (100 + LONGER_BY_PERCENT);
        by_far.then_some((right, other))
    }
}

/// Reports all that is found.
pub(super) fn report(page: &mut Page<'_>, facts: &[Facts]) {
    let file = page.file;
    page.diagnostics.extend(longest_is_right(file, facts));
    page.diagnostics.extend(repeated_questions(file, facts));
    page.diagnostics.extend(facts.iter().flat_map(|facts| places_named(file, facts)));
    page.diagnostics.extend(facts.iter().filter_map(|facts| no_word_of_several(file, facts)));
    page.diagnostics.extend(missing_feedback(file, facts));
}

fn longest_is_right(file: &str, facts: &[Facts]) -> Option<Diagnostic> {
    let single: Vec<_> = facts
        .iter()
        .filter(|facts| {
            facts.kind == Some(Kind::SingleChoice) && facts.choices.iter().all(|it| !it.is_picture)
        })
        .collect();
    let longest: Vec<_> = single.iter().filter_map(|facts| facts.longest()).collect();
    let is_habit = single.len() >= ENOUGH_QUESTIONS && longest.len() * 100 >= single.len() * TOO_MANY_PERCENT;
    let (right, other) = longest.first().filter(|_| is_habit)?;
    let message =
        format!("the right choice is the longest in {} of {} questions", longest.len(), single.len());
    Some(
        Diagnostic::new(Code::LongestIsRight, file, message)
            .at(right.span.clone())
            .label(file, right.span.clone(), "right, as in the first of them")
            .label(file, other.span.clone(), "the longest of the others")
            .help("learners notice; shorten right choices, moving reasons into the explanation, or write wrong ones as fully"),
    )
}

fn repeated_questions(file: &str, facts: &[Facts]) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &Facts> = HashMap::new();
    let mut found = Vec::new();
    for question in facts.iter().filter(|question| !question.prompt.is_empty()) {
        let Some(first) = seen.get(question.prompt.as_str()) else {
            seen.insert(&question.prompt, question);
            continue;
        };
        if question.has_own_id {
            continue;
        }
        found.push(
            Diagnostic::new(Code::RepeatedQuestion, file, "this question stands in the lesson twice")
                .at(question.span.clone())
                .label(file, first.span.clone(), "first here")
                .help("change or remove one of them; if both are meant, give each a line `Id: …`, since answers are remembered under the text of a question"),
        );
    }
    found
}

fn places_named(file: &str, facts: &Facts) -> Vec<Diagnostic> {
    if !facts.shuffled || matches!(facts.kind, None | Some(Kind::TrueFalse)) {
        return Vec::new();
    }
    // Choices that are letters themselves, or begin with them, are not named by their places.
    let own_letter = |choice: &ChoiceFacts| {
        let mut characters = choice.text.trim_start_matches('(').chars();
        let is_letter = characters.next().is_some_and(|letter| letter.is_ascii_alphanumeric());
        is_letter && characters.next().is_none_or(|next| matches!(next, ')' | '.' | ':'))
    };
    if facts.choices.iter().filter(|choice| own_letter(choice)).count() > 1 {
        return Vec::new();
    }
    let named =
        facts.choices.iter().filter(|it| places::names_letters(&it.text) || places::names_order(&it.text));
    named
        .map(|choice| {
            let message = format!("`{}` speaks of where other choices stand, but they are shuffled", choice.text);
            Diagnostic::new(Code::ChoiceNamesPlaces, file, message)
                .at(choice.span.clone())
                .help("name the choices by what they say, make it a question with several right choices, or write `quiz: {shuffle: none}` into the front matter")
        })
        .collect()
}

fn no_word_of_several(file: &str, facts: &Facts) -> Option<Diagnostic> {
    let right = facts.choices.iter().filter(|choice| choice.is_right).count();
    if facts.kind != Some(Kind::MultipleChoice) || right < 2 || says_several(&facts.prompt) {
        return None;
    }
    let message = format!("{right} choices are right, but the question does not say that several can be");
    Some(
        Diagnostic::new(Code::NoWordOfSeveral, file, message)
            .at(facts.span.clone())
            .help("say so in the question: \"Select all that apply.\", or how many there are"),
    )
}

fn says_several(prompt: &str) -> bool {
    const WORDS: [&str; 19] = [
        "select", "choose", "pick", "check", "tick", "mark", "all", "any", "every", "each", "several",
        "more", "two", "three", "four", "five", "six", "both", "ones",
    ];
    let mut words = prompt.split(|c: char| !c.is_alphanumeric());
    multiple_choice::asks_for_all(prompt)
        || words.any(|word| WORDS.contains(&word) || word.len() == 1 && ("2"..="9").contains(&word))
}

/// One finding a quiz: the first wrong choice without feedback, where other choices have some.
fn missing_feedback(file: &str, facts: &[Facts]) -> Vec<Diagnostic> {
    let quizzes = facts.iter().map(|facts| facts.quiz).max().map_or(0, |last| last + 1);
    let of_quiz = |quiz| {
        let choices =
            || facts.iter().filter(move |facts| facts.quiz == quiz).flat_map(|facts| &facts.choices);
        let missing = || choices().filter(|choice| !choice.is_right && !choice.has_feedback);
        let given = choices().find(|choice| choice.has_feedback)?;
        let first = missing().next()?;
        let message = match missing().count() {
            1 => "this wrong choice has no feedback, others of the quiz have".to_owned(),
            count => format!("{count} wrong choices of this quiz have no feedback, this is the first"),
        };
        Some(
            Diagnostic::new(Code::MissingFeedback, file, message)
                .at(first.span.clone())
                .label(file, given.span.clone(), "this one has")
                .help("write why it is wrong as a quote below it, indented to its text: `> …`"),
        )
    };
    (0..quizzes).filter_map(of_quiz).collect()
}
