//! Quizzes: from numbered lists in a lesson to questions of nine kinds.
//!
//! 1. [`place`] finds the quizzes of a lesson, this file the questions in them.
//! 2. [`draft`] sorts the blocks of a question into prompt, answer part and [`labels`].
//! 3. This file decides what kind of question it is. Each kind is a file of its own: [`single_choice`],
//!    [`multiple_choice`], [`true_false`] (with [`choices`], which they share), [`short_answer`] (with [`pattern`]),
//!    [`numeric`] (with [`number`]), [`ordering`], [`matching`], [`cloze`] (with [`gaps`]) and [`output`].
//! 4. [`lint`] looks at all questions of a lesson together.
//!
//! The rules of a quiz, such as its pass mark, stand in the front matter: [`settings`].

mod choices;
mod cloze;
mod draft;
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
mod settings;
mod short_answer;
mod single_choice;
mod true_false;
mod written;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use course::identity::id_of_text;
use course::quiz::{Question, QuestionKind, Quiz, QuizSettings};
use course::route::is_id;
use pulldown_cmark::{Event, Tag};

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::Spanned;
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::{nearest, slug, unique};

use choices::Found;
use draft::{AnswerPart, Draft};
use kind::Kind;
use labels::Label;
use numeric::Outcome;
use place::Place;
use written::{Bar, Written};

pub(crate) use settings::QuizFront;

/// A block of Markdown; one of its own where a line was taken from it.
type Block<'e, 'a> = Cow<'e, Events<'a>>;

/// What is known of the quizzes of a lesson while it is read.
pub(crate) struct Quizzes<'f> {
    /// What the course, then the lesson, says of all its quizzes.
    general: Vec<&'f QuizFront>,
    /// What the lesson says of single ones.
    single: &'f [(Spanned<String>, QuizFront)],
    /// The ids of its quizzes so far.
    quiz_ids: Vec<String>,
    question_ids: HashSet<String>,
    /// Where the author's own ids stand.
    own_ids: HashMap<String, Range<usize>>,
    /// What [`lint`] looks at.
    facts: Vec<lint::Facts>,
    quizzes: usize,
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
            general: [course, lesson].into_iter().flatten().collect(),
            single,
            quiz_ids: Vec::new(),
            question_ids: HashSet::new(),
            own_ids: HashMap::new(),
            facts: Vec::new(),
            quizzes: 0,
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
        self.report_draw(page, &id, found.len());
        self.quiz_ids.push(id.clone());
        self.quizzes += 1;
        Section { before, quiz: Quiz { id, title, settings, questions }, after }
    }

    /// Reports what can only be told when the whole lesson is read.
    pub(crate) fn finish(self, page: &mut Page<'_>) {
        for (id, _) in self.single.iter().filter(|(id, _)| !self.quiz_ids.contains(&id.value)) {
            let known: Vec<_> = self.quiz_ids.iter().map(String::as_str).collect();
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
        self.general.iter().copied().chain(single).for_each(|front| front.apply(&mut settings));
        settings
    }

    /// Reports that a quiz draws more questions than it has, where the lesson itself says so.
    fn report_draw(&self, page: &mut Page<'_>, id: &str, count: usize) {
        let front = self.single.iter().find(|(other, _)| other.value == id).map(|(_, front)| front);
        let Some(draw) = front.and_then(|front| front.draw.as_ref()) else { return };
        if draw.value as usize > count {
            let message = format!("`{id}` draws {} questions, but has only {count}", draw.value);
            page.diagnostics.push(
                Diagnostic::new(Code::DrawTooMany, page.file, message).at(draw.span.clone()).help(format!(
                    "write {count} or less, remove the line to ask all of them, or write more questions"
                )),
            );
        }
    }

    /// Reads one question; `None` where it has errors, which are reported.
    fn question(&mut self, page: &mut Page<'_>, draft: &Draft<'_, '_>, shuffled: bool) -> Option<Question> {
        report_labels(page, draft);
        let asked = kind::asked(page, draft);
        let is_cloze = !matches!(draft.answer, AnswerPart::Choices(_) | AnswerPart::Output(_))
            && gaps::are_in(&draft.prompt);
        let (prompt, text, kind) = if is_cloze {
            let cloze = cloze::read(page, draft);
            report_kind(page, &asked, Kind::Cloze);
            report_unused(page, draft, Kind::Cloze);
            (cloze.prompt, cloze.text, cloze.kind)
        } else {
            let text = draft.prompt.iter().map(|block| plain_text(block)).collect::<Vec<_>>().join(" ");
            let prompt = unwrapped(&html(page, &draft.prompt));
            (prompt, text, None)
        };
        let shows = |html: &str| ["<div", "<figure", "<img", "<math"].iter().any(|tag| html.contains(tag));
        if text.trim().is_empty() && !shows(&prompt) {
            page.diagnostics.push(
                Diagnostic::new(Code::EmptyPrompt, page.file, "this question has no text")
                    .at(draft.span.clone())
                    .help("write the question behind the number"),
            );
        }
        let mut facts = lint::Facts::new(&text, draft, self.quizzes, shuffled);
        let kind = if is_cloze { kind } else { kind_of(page, draft, &text, &asked, &mut facts) };
        let explanations = draft.rest.iter().map(AsRef::as_ref);
        let explanations =
            explanations.chain(draft.all(Label::Explanation).flat_map(|field| field.content()));
        let explanation = unwrapped(&page.html(&explanations.collect::<Vec<_>>()));
        let hints = draft.all(Label::Hint).filter(|field| !field.is_empty());
        let hints = hints.map(|field| unwrapped(&page.html(&field.content()))).collect();
        let points = points(page, draft);
        let id = self.id(page, draft, &text);
        facts.has_own_id = id.is_own;
        self.facts.push(facts);
        let (id, kind) = (id.id?, kind?);
        asked.ok()?;
        Some(Question { id, prompt, kind, points: points?, hints, explanation })
    }

    fn id(&mut self, page: &mut Page<'_>, draft: &Draft<'_, '_>, prompt: &str) -> QuestionId {
        let Some(field) = draft.field(Label::Id).filter(|field| !field.is_empty()) else {
            let id = unique(&id_of_text(prompt), &mut self.question_ids, 2);
            return QuestionId { id: Some(id), is_own: false };
        };
        let at = field.value.clone();
        let id = page.text[at.clone()].trim().trim_matches('`').to_owned();
        if !is_id(&id) {
            let suggestion = slug(&id);
            let advice = "an id is made of letters, digits, `-`, `_` and `.`, and does not begin with a dot";
            let help = if is_id(&suggestion) {
                format!("write `Id: {suggestion}`; {advice}")
            } else {
                advice.into()
            };
            page.diagnostics.push(
                Diagnostic::new(Code::BadQuestionId, page.file, format!("`{id}` cannot be an id"))
                    .at(at)
                    .help(help),
            );
            return QuestionId { id: None, is_own: true };
        }
        if let Some(first) = self.own_ids.get(&id) {
            page.diagnostics.push(
                Diagnostic::new(
                    Code::RepeatedQuestionId,
                    page.file,
                    format!("two questions of this lesson have the id `{id}`"),
                )
                .at(at)
                .label(page.file, first.clone(), "first here")
                .help("change one of them; the one that has been published longer should keep its id"),
            );
            return QuestionId { id: None, is_own: true };
        }
        self.own_ids.insert(id.clone(), at);
        self.question_ids.insert(id.clone());
        QuestionId { id: Some(id), is_own: true }
    }
}

struct QuestionId {
    id: Option<String>,
    is_own: bool,
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

/// What a kind of question is made of: `Ok(None)` where nothing is asked for.
type Asked = Result<Option<(Kind, Range<usize>)>, ()>;

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
                question.blocks.push(block);
                is_answered = draft::sort(&question.blocks, question.span.clone()).is_answered();
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

/// What kind of question a draft is, gaps left out, and what comes of it.
fn kind_of(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    prompt: &str,
    asked: &Asked,
    facts: &mut lint::Facts,
) -> Option<QuestionKind> {
    match &draft.answer {
        AnswerPart::Choices(items) => {
            let found = choices::find(page.text, items);
            with_choices(page, draft, prompt, asked, &found, facts)
        }
        AnswerPart::Ordered(items) => {
            report_kind(page, asked, Kind::Ordering);
            report_unused(page, draft, Kind::Ordering);
            ordering::read(page, draft, items)
        }
        AnswerPart::Table(table) => {
            report_kind(page, asked, Kind::Matching);
            report_unused(page, draft, Kind::Matching);
            matching::read(page, draft, table)
        }
        AnswerPart::Output(fence) => {
            report_kind(page, asked, Kind::Output);
            report_unused(page, draft, Kind::Output);
            output::read(page, fence)
        }
        AnswerPart::None => with_label(page, draft, asked),
    }
}

fn with_choices(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    prompt: &str,
    asked: &Asked,
    found: &[Found<'_, '_>],
    facts: &mut lint::Facts,
) -> Option<QuestionKind> {
    let is_wrong = choices::report(page, draft, found);
    for gap in draft.prompt.iter().flat_map(|block| gaps::find(block).gaps) {
        let written = page.text[gap.span.clone()].to_owned();
        page.diagnostics.push(
            Diagnostic::new(
                Code::GapBesideChoices,
                page.file,
                format!("`{written}` is no gap, since this question has choices"),
            )
            .at(gap.span)
            .help("remove the choices, or write it as code if the brackets are meant as such"),
        );
    }
    let right = choices::right(page, draft, found);
    let asked = asked.as_ref().ok().and_then(|asked| asked.as_ref());
    let asks_for_all = multiple_choice::asks_for_all(prompt);
    let says_right = !right.marks.is_empty();
    let agrees_first = true_false::agrees_first(found);
    let kind = match (asked, agrees_first) {
        (Some((kind @ (Kind::SingleChoice | Kind::MultipleChoice), _)), _) => *kind,
        (_, Some(_)) => Kind::TrueFalse,
        _ if right.choices.len() > 1 || asks_for_all && says_right => Kind::MultipleChoice,
        _ => Kind::SingleChoice,
    };
    if let Some(asked) = asked.filter(|(asked, _)| *asked != kind) {
        kind::report_other(page, asked.clone(), kind);
    }
    report_unused(page, draft, kind);
    if kind == Kind::SingleChoice && asks_for_all && !says_right && !right.is_wrong && asked.is_none() {
        page.diagnostics.push(
            Diagnostic::new(
                Code::SelectAllUnmarked,
                page.file,
                "this question asks for all right choices, but none is marked, so only the first is right",
            )
            .at(draft.span.clone())
            .help("mark every right choice with `[x]` and the others with `[ ]`"),
        );
    }
    let question = match kind {
        Kind::MultipleChoice => multiple_choice::read(page, draft, found, &right),
        Kind::TrueFalse => true_false::read(page, draft, found, &right, agrees_first == Some(true)),
        _ => single_choice::read(page, draft, found, &right),
    };
    facts.set_choices(kind, found, &right);
    question.filter(|_| !is_wrong && !right.is_wrong)
}

/// A question whose answer stands behind a label, or nowhere.
fn with_label(page: &mut Page<'_>, draft: &Draft<'_, '_>, asked: &Asked) -> Option<QuestionKind> {
    let asked_kind = asked.as_ref().ok().and_then(|asked| asked.as_ref()).map(|(kind, _)| *kind);
    let has = |label| draft.field(label).is_some();
    if !has(Label::Answer) && !has(Label::Pattern) {
        if !cloze::report_all_unpaired(page, draft) {
            report_no_answer(page, draft, asked_kind);
        }
        return None;
    }
    let fields = draft.all(Label::Answer).filter(|field| !field.is_empty());
    let answers: Vec<Written> =
        fields.flat_map(|field| written::answers(page.text, field.value.clone(), Bar::Spaced)).collect();
    if answers.is_empty() && !has(Label::Pattern) {
        // The label is empty, which is reported.
        return None;
    }
    let is_short = has(Label::Pattern) || asked_kind == Some(Kind::ShortAnswer);
    let is_sure =
        !is_short && (asked_kind == Some(Kind::Numeric) || has(Label::Tolerance) || has(Label::Unit));
    let truth = match &answers[..] {
        [only] if !only.quoted && !is_short && !is_sure => true_false::of_answer(&only.text),
        _ => None,
    };
    if let Some(kind) = truth {
        report_kind(page, asked, Kind::TrueFalse);
        report_unused(page, draft, Kind::TrueFalse);
        return Some(kind);
    }
    let numbers = if is_short { Outcome::Texts } else { numeric::read(page, draft, &answers, is_sure) };
    match numbers {
        Outcome::Numbers(accepted) => {
            report_kind(page, asked, Kind::Numeric);
            report_unused(page, draft, Kind::Numeric);
            Some(QuestionKind::Numeric { accepted })
        }
        Outcome::Wrong => None,
        Outcome::Texts => {
            report_kind(page, asked, Kind::ShortAnswer);
            report_unused(page, draft, Kind::ShortAnswer);
            short_answer::read(page, draft, &answers)
        }
    }
}

fn report_no_answer(page: &mut Page<'_>, draft: &Draft<'_, '_>, asked: Option<Kind>) {
    let mut diagnostic = Diagnostic::new(Code::NoAnswer, page.file, "this question cannot be answered");
    diagnostic = match draft.misspelt.iter().find(|it| matches!(it.meant, "Answer" | "Pattern")) {
        Some(misspelt) => diagnostic
            .at(misspelt.span.clone())
            .label(page.file, draft.span.clone(), "in this question")
            .help(format!("`{}:` is no label; did you mean `{}:`?", misspelt.word, misspelt.meant)),
        None => diagnostic.at(draft.span.clone()).help(match asked {
            Some(kind) => format!("write {}", kind.how()),
            None => "write two or more choices as a bullet list below the question, indented by three spaces, the right one first; or a line `Answer: …`, or the answer in the text as a gap `[[…]]`".into(),
        }),
    };
    page.diagnostics.push(diagnostic);
}

/// Reports labels that are empty, repeated or misspelt.
fn report_labels(page: &mut Page<'_>, draft: &Draft<'_, '_>) {
    for (index, field) in draft.fields.iter().enumerate() {
        let name = field.label.name();
        let first = draft.fields[..index].iter().find(|other| other.label == field.label);
        if field.is_empty() {
            page.diagnostics.push(
                Diagnostic::new(Code::EmptyLabel, page.file, format!("nothing stands behind `{name}:`"))
                    .at(field.span.clone())
                    .help("write the text behind the colon, or remove the line"),
            );
        } else if let (true, Some(first)) = (field.label.is_single(), first) {
            page.diagnostics.push(
                Diagnostic::new(
                    Code::RepeatedLabel,
                    page.file,
                    format!("`{name}:` stands in this question twice"),
                )
                .at(field.span.clone())
                .label(page.file, first.span.clone(), "first here")
                .help("keep one of the two lines"),
            );
        }
    }
    let is_no_answer = !draft.is_answered() && !gaps::are_in(&draft.prompt);
    for misspelt in &draft.misspelt {
        // Where the answer itself is missing for it, the error about that says so.
        if is_no_answer && matches!(misspelt.meant, "Answer" | "Pattern") {
            continue;
        }
        page.diagnostics.push(
            Diagnostic::new(Code::MisspeltLabel, page.file, format!("`{}:` is no label", misspelt.word))
                .at(misspelt.span.clone())
                .help(format!("did you mean `{}:`? as it stands, the line is ordinary text", misspelt.meant)),
        );
    }
}

fn report_kind(page: &mut Page<'_>, asked: &Asked, found: Kind) {
    if let Ok(Some(asked)) = asked
        && asked.0 != found
    {
        kind::report_other(page, asked.clone(), found);
    }
}

/// Reports labels that mean nothing for a kind of question.
fn report_unused(page: &mut Page<'_>, draft: &Draft<'_, '_>, kind: Kind) {
    for field in &draft.fields {
        let is_used = match field.label {
            Label::Hint | Label::Explanation | Label::Points | Label::Id | Label::Kind => true,
            Label::Answer => matches!(
                kind,
                Kind::SingleChoice
                    | Kind::MultipleChoice
                    | Kind::TrueFalse
                    | Kind::ShortAnswer
                    | Kind::Numeric
            ),
            Label::Pattern => kind == Kind::ShortAnswer,
            Label::Tolerance | Label::Unit => matches!(kind, Kind::Numeric | Kind::Cloze),
        };
        if is_used {
            continue;
        }
        let name = field.label.name();
        let help = match (field.label, kind) {
            (Label::Answer, Kind::Ordering) => {
                "remove the line; the items are written in the right order, and shuffled for the learner. Choices to pick one from are a bullet list, with `-`"
            }
            (Label::Answer, Kind::Matching) => {
                "remove the line; each row of the table holds what fits together"
            }
            (Label::Answer, Kind::Cloze) => "remove the line; each gap holds its answer: `[[Paris]]`",
            (Label::Answer, Kind::Output) => "remove the line; the fence `output` holds the answer",
            (Label::Pattern, _) => {
                "remove the line; patterns are for typed texts, together with a line `Answer: …`"
            }
            _ => "remove the line; it is for answers that are numbers",
        };
        page.diagnostics.push(
            Diagnostic::new(
                Code::UnusedLabel,
                page.file,
                format!("`{name}:` means nothing for a question of the kind {}", kind.name()),
            )
            .at(field.span.clone())
            .help(help),
        );
    }
}

fn points(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Option<u32> {
    let Some(field) = draft.field(Label::Points).filter(|field| !field.is_empty()) else { return Some(1) };
    let written = page.text[field.value.clone()].trim();
    let points = written.trim_matches('`').parse().ok().filter(|points| (1..=100).contains(points));
    if points.is_none() {
        page.diagnostics.push(
            Diagnostic::new(Code::BadPoints, page.file, format!("`{written}` is no number of points"))
                .at(field.value.clone())
                .help("write a whole number from 1 to 100, such as `Points: 2`"),
        );
    }
    points
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
