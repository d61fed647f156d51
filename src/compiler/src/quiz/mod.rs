//! Quizzes: from numbered lists in a lesson to questions of nine kinds.
//!
//! 1. [`place`] finds the quizzes of a lesson, this file the questions in them.
//! 2. [`draft`] sorts the blocks of a question into prompt, answer part and [`labels`]; [`fields`] checks these.
//! 3. [`question`] decides what kind of question it is. Each kind is a file of its own: [`single_choice`],
//!    [`multiple_choice`], [`true_false`] (with [`choices`], which they share), [`short_answer`] (with [`pattern`]),
//!    [`numeric`] (with [`number`]), [`ordering`], [`matching`], [`cloze`] (with [`gaps`]) and [`output`].
//! 4. [`lint`] looks at all questions of a lesson together.
//!
//! The rules of a quiz, such as its pass mark, stand in the front matter: [`settings`].

mod choices;
mod cloze;
mod draft;
mod fields;
mod gaps;
mod kind;
mod labels;
mod lint;
mod matching;
mod multiple_choice;
mod number;
mod numeric;
mod ordering;
mod output;
mod pattern;
pub(crate) mod place;
mod places;
mod question;
mod settings;
mod short_answer;
mod single_choice;
mod true_false;
mod written;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use course::quiz::{Quiz, QuizSettings};
use pulldown_cmark::{Event, Tag};

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::Spanned;
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, span};
use crate::names::nearest;

use place::Place;

pub(crate) use settings::QuizFront;

/// A block of Markdown; one of its own where a line was taken from it.
type Block<'e, 'a> = Cow<'e, Events<'a>>;

/// What is known of the quizzes of a lesson while it is read.
pub(crate) struct Quizzes<'f> {
    /// What the course says of all its quizzes.
    course: Option<&'f QuizFront>,
    /// What the lesson says of all its quizzes.
    lesson: Option<&'f QuizFront>,
    /// What the lesson says of single ones.
    single: &'f [(Spanned<String>, QuizFront)],
    /// The ids of its quizzes so far, each with the number of its questions.
    known: Vec<(String, usize)>,
    question_ids: HashSet<String>,
    /// Where the author's own ids stand.
    own_ids: HashMap<String, Range<usize>>,
    /// What [`lint`] looks at.
    facts: Vec<lint::Facts>,
}

/// A quiz that was read.
pub(crate) struct Section<'e, 'a> {
    /// Blocks of ordinary text before the questions.
    pub(crate) before: Vec<&'e Events<'a>>,
    /// The questions; empty where all of them have errors.
    pub(crate) quiz: Quiz,
    /// Blocks of ordinary text behind the questions.
    pub(crate) after: Vec<&'e Events<'a>>,
}

impl<'f> Quizzes<'f> {
    /// Begins a lesson. `course` and `lesson` are what its course and itself say of all quizzes.
    pub(crate) fn new(
        course: Option<&'f QuizFront>,
        lesson: Option<&'f QuizFront>,
        single: &'f [(Spanned<String>, QuizFront)],
    ) -> Self {
        Self {
            course,
            lesson,
            single,
            known: Vec::new(),
            question_ids: HashSet::new(),
            own_ids: HashMap::new(),
            facts: Vec::new(),
        }
    }

    /// Reads the quiz at one place. `id` and `title` are those of its heading.
    pub(crate) fn read<'e, 'a>(
        &mut self,
        page: &mut Page<'_>,
        content: &[&'e Events<'a>],
        place: &Place,
        (id, title): (String, String),
    ) -> Section<'e, 'a> {
        let settings = self.settings(&id);
        let Parts { before, questions: found, after } = parts(page.text, content, place);
        if let (true, Some(heading)) = (found.is_empty(), place.heading) {
            let at = first_line(page.text, span(content[heading]));
            page.diagnostics.push(
                Diagnostic::new(Code::NoQuestions, page.file, format!("`{title}` has no questions")).at(at).help(
                    "write a numbered list of questions, each with a bullet list of choices below it, the right one first",
                ),
            );
        }
        let mut questions = Vec::new();
        for question in &found {
            let draft = draft::sort(&question.blocks, question.span.clone());
            questions.extend(self.question(page, &draft, settings.shuffle_choices));
        }
        self.known.push((id.clone(), found.len()));
        Section { before, quiz: Quiz { id, title, settings, questions }, after }
    }

    /// Reports what can only be told when the whole lesson is read.
    pub(crate) fn finish(self, page: &mut Page<'_>) {
        self.report_draws(page);
        let known: Vec<_> = self.known.iter().map(|(id, _)| id.as_str()).collect();
        for (id, _) in self.single.iter().filter(|(id, _)| !known.contains(&id.value.as_str())) {
            let help = match (nearest(&id.value, known.iter().copied()), &known[..]) {
                (Some(known), _) => format!("did you mean `{known}`?"),
                (None, []) => "remove it: the lesson has no quiz".to_owned(),
                (None, _) => {
                    format!("the quizzes of this lesson are {}", crate::front_matter::listed(&known))
                }
            };
            page.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownQuiz,
                    page.file,
                    format!("`quizzes` names `{}`, but no quiz of this lesson has this id", id.value),
                )
                .at(id.span.clone())
                .help(help),
            );
        }
        lint::report(page, &self.facts);
    }

    fn settings(&self, id: &str) -> QuizSettings {
        let mut settings = QuizSettings::default();
        let single = self.single.iter().filter(|(other, _)| other.value == id).map(|(_, front)| front);
        let general = self.course.into_iter().chain(self.lesson);
        general.chain(single).for_each(|front| front.apply(&mut settings));
        settings
    }

    /// Reports that more questions are drawn than there are, where the lesson itself says so.
    fn report_draws(&self, page: &mut Page<'_>) {
        let largest = self.known.iter().max_by_key(|(_, count)| count);
        let general = self.lesson.zip(largest);
        let single = self.single.iter().filter_map(|(id, front)| {
            Some((front, self.known.iter().find(|(other, _)| *other == id.value)?))
        });
        for (front, (id, count)) in general.into_iter().chain(single) {
            let Some(draw) = front.draw.as_ref().filter(|draw| draw.value as usize > *count) else {
                continue;
            };
            let message = format!("{} questions are to be drawn, but `{id}` has only {count}", draw.value);
            page.diagnostics.push(
                Diagnostic::new(Code::DrawTooMany, page.file, message)
                    .at(draw.span.clone())
                    .help("draw fewer, remove the line to ask all of them, or write more questions"),
            );
        }
    }
}

/// A question as it stands: its blocks, wherever they are indented to.
struct Raw<'e, 'a> {
    blocks: Vec<&'e Events<'a>>,
    span: Range<usize>,
}

/// Blocks of a quiz, sorted by what they are.
#[derive(Default)]
struct Parts<'e, 'a> {
    before: Vec<&'e Events<'a>>,
    questions: Vec<Raw<'e, 'a>>,
    after: Vec<&'e Events<'a>>,
}

/// Finds the questions. What is not indented far enough stands behind the numbered list and still belongs to its last
/// question, as long as that cannot be answered; from then on, only labels do.
fn parts<'e, 'a>(text: &str, content: &[&'e Events<'a>], place: &Place) -> Parts<'e, 'a> {
    let mut parts = Parts::default();
    // Text between two questions leads to the second; behind the last one it is ordinary text again.
    let mut pending: Vec<&Events<'_>> = Vec::new();
    // Whether the last question is complete, and whether the last label behind it has no text yet.
    let mut is_answered = false;
    let mut is_open = false;
    for at in place.blocks.clone() {
        let block = content[at];
        let is_list = matches!(block[0].0, Event::Start(Tag::List(Some(_))));
        if is_list && (place.is_sure || place::is_question_list(text, content, at)) {
            for item in draft::items(block) {
                let mut raw = Raw { blocks: blocks(inside(item)), span: first_line(text, span(item)) };
                raw.blocks.splice(0..0, pending.drain(..));
                is_answered = draft::sort(&raw.blocks, raw.span.clone()).is_answered();
                parts.questions.push(raw);
            }
            is_open = false;
            continue;
        }
        match (&block[0].0, parts.questions.last_mut()) {
            (Event::Start(Tag::FootnoteDefinition(_)), _) | (Event::Rule, Some(_)) => {}
            (_, None) => parts.before.push(block),
            (_, Some(question)) if !is_answered => {
                // Only this block can make a difference; one before it says that it does not begin the question.
                let alone = [question.blocks.first().copied(), Some(block)];
                let alone: Vec<_> = alone.into_iter().flatten().collect();
                question.blocks.push(block);
                is_answered = draft::sort(&alone, question.span.clone()).is_answered();
                is_open = ends_in_empty_label(block);
            }
            (_, Some(question)) if pending.is_empty() && (is_open || is_labelled(block)) => {
                question.blocks.push(block);
                is_open = ends_in_empty_label(block);
            }
            (_, Some(_)) => pending.push(block),
        }
    }
    parts.after = pending;
    parts
}

fn is_labelled(block: &Events<'_>) -> bool {
    let is_bullets = matches!(block[0].0, Event::Start(Tag::List(None)));
    labels::begins_with(block).is_some() || is_bullets && labels::of_list(&draft::items(block)).is_some()
}

fn ends_in_empty_label(block: &Events<'_>) -> bool {
    labels::is_paragraph(&block[0].0)
        && labels::cut(block, true, true).fields.last().is_some_and(|field| field.is_empty())
}

fn html(page: &mut Page<'_>, blocks: &[Block<'_, '_>]) -> String {
    page.html(&blocks.iter().map(AsRef::as_ref).collect::<Vec<_>>())
}

/// A single paragraph without its frame.
pub(crate) fn unwrapped(html: &str) -> String {
    let html = html.trim();
    match html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.into(),
        _ => html.into(),
    }
}
