//! One question: what kind it is, and what it has whatever its kind: id, points, hints, explanation.

use std::ops::Range;

use course::identity::id_of_text;
use course::quiz::{Question, QuestionKind};
use course::route::is_id;

use super::choices::{self, Found};
use super::draft::{AnswerPart, Draft};
use super::fields::{self, report_unused};
use super::kind::{self, Kind};
use super::labels::Label;
use super::numeric::{self, Outcome};
use super::written::{self, Bar, Written};
use super::{
    Quizzes, cloze, gaps, html, lint, matching, multiple_choice, ordering, output, short_answer,
    single_choice, true_false, unwrapped,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::plain_text;
use crate::names::{slug, unique};

/// What a kind of question is made of: `Ok(None)` where nothing is asked for.
type Asked = Result<Option<(Kind, Range<usize>)>, ()>;

impl Quizzes<'_> {
    /// Reads one question; `None` where it has errors, which are reported.
    pub(super) fn question(
        &mut self,
        page: &mut Page<'_>,
        draft: &Draft<'_, '_>,
        shuffled: bool,
    ) -> Option<Question> {
        fields::report(page, draft);
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
        let mut facts = lint::Facts::new(&text, draft, self.known.len(), shuffled);
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
    let answers = answers(page, draft)?;
    if answers.is_empty() && !has(Label::Pattern) {
        // The label is empty, which is reported.
        return None;
    }
    let is_short = has(Label::Pattern) || asked_kind == Some(Kind::ShortAnswer);
    let is_sure =
        !is_short && (asked_kind == Some(Kind::Numeric) || has(Label::Tolerance) || has(Label::Unit));
    let truth = match &answers[..] {
        [only] if !only.quoted && !is_short && !is_sure => true_false::of_answer(page, &only.text),
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

/// The answers behind `Answer:`; `None` where one of them is empty, which is reported.
pub(super) fn answers(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Option<Vec<Written>> {
    let mut answers = Vec::new();
    let mut is_wrong = false;
    for field in draft.all(Label::Answer).filter(|field| !field.is_empty()) {
        let of_field = written::answers(page.text, field.value.clone(), Bar::Spaced);
        if of_field.iter().any(|answer| answer.text.trim().is_empty()) {
            is_wrong = true;
            page.diagnostics.push(
                Diagnostic::new(Code::EmptyLabel, page.file, "one of the answers is empty")
                    .at(field.value.clone())
                    .help("write an answer between the bars, or remove one of them"),
            );
        }
        answers.extend(of_field);
    }
    (!is_wrong).then_some(answers)
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

fn report_kind(page: &mut Page<'_>, asked: &Asked, found: Kind) {
    if let Ok(Some(asked)) = asked
        && asked.0 != found
    {
        kind::report_other(page, asked.clone(), found);
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
