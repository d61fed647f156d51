//! Texts with gaps `[[…]]`: typed texts, typed numbers, and choices from a list.
//!
//! The fields themselves are written here, into the prompt. A gap is a choice where one of its answers stands in
//! parentheses, as LiaScript has it: `[[Rome|(Paris)|Berlin]]`.

use std::collections::HashSet;

use course::identity::{id_of_text, normalise};
use course::quiz::{Accepted, Gap, GapKind, Quantity, QuestionKind};

use super::draft::Draft;
use super::gaps::{self, Gaps};
use super::numeric::{self, Outcome};
use super::written::{self, Bar, Written};
use super::{Block, html, unwrapped};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::escape;
use crate::markdown::page::Page;
use crate::markdown::plain_text;
use crate::names::unique;

/// A text with gaps.
pub(super) struct Cloze {
    /// HTML with the fields in it.
    pub(super) prompt: String,
    /// Plain text with `___` for every gap, so that its id does not change with the answers.
    pub(super) text: String,
    /// `None` where something is wrong, which is reported.
    pub(super) kind: Option<QuestionKind>,
}

/// Reads the gaps of a prompt and writes it.
pub(super) fn read(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Cloze {
    let found: Vec<Gaps> = draft.prompt.iter().map(|block| gaps::find(block)).collect();
    let all: usize = found.iter().map(|found| found.gaps.len()).sum();
    let mut ids = HashSet::new();
    let mut kinds = Vec::new();
    let mut blocks: Vec<Block<'_, '_>> = Vec::new();
    let mut texts = Vec::new();
    let mut is_wrong = false;
    for (block, found) in draft.prompt.iter().zip(&found) {
        let mut fields = Vec::new();
        for gap in &found.gaps {
            let number = kinds.len() + 1;
            match kind(page, draft, gap) {
                Some(kind) => {
                    let id = unique(&id_of_text(first_text(&kind)), &mut ids, 2);
                    let field = field(&id, &kind, &format!("gap {number} of {all}"));
                    fields.push(page.trusted(match gap.sign {
                        Some(sign) => format!("<span class=\"with-sign\">{field}{sign}</span>"),
                        None => field,
                    }));
                    kinds.push(Some(Gap { id, kind }));
                }
                None => {
                    fields.push(String::new());
                    kinds.push(None);
                }
            }
        }
        for at in &found.unpaired {
            is_wrong = true;
            report_unpaired(page, at.clone());
        }
        blocks.push(gaps::replaced(block, &found.gaps, |index| fields[index].clone()).into());
        let blank = |index: usize| format!("___{}", String::from_iter(found.gaps[index].sign));
        texts.push(plain_text(&gaps::replaced(block, &found.gaps, blank)));
    }
    let prompt = unwrapped(&html(page, &blocks));
    let gaps: Option<Vec<Gap>> = kinds.into_iter().collect();
    let kind = gaps.filter(|_| !is_wrong).map(|gaps| QuestionKind::Cloze { gaps });
    Cloze { prompt, text: texts.join(" "), kind }
}

/// Reports brackets without their counterparts in a question that cannot be answered otherwise. Returns whether
/// there are any.
pub(super) fn report_all_unpaired(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> bool {
    let unpaired: Vec<_> = draft.prompt.iter().flat_map(|block| gaps::find(block).unpaired).collect();
    for at in &unpaired {
        report_unpaired(page, at.clone());
    }
    !unpaired.is_empty()
}

fn report_unpaired(page: &mut Page<'_>, at: std::ops::Range<usize>) {
    let (message, help) = match &page.text[at.clone()] {
        "]]" => ("`]]` ends a gap that has no beginning", "write `[[` before the answer: `[[Paris]]`"),
        _ => ("this gap has no end", "write `]]` behind the answer, in the same paragraph: `[[Paris]]`"),
    };
    page.diagnostics.push(Diagnostic::new(Code::UnclosedGap, page.file, message).at(at).help(help));
}

fn kind(page: &mut Page<'_>, draft: &Draft<'_, '_>, gap: &gaps::Gap) -> Option<GapKind> {
    let bar = if gap.in_table { Bar::Escaped } else { Bar::Bare };
    let answers = written::answers(page.text, gap.inner.clone(), bar);
    if let Some(empty) = answers.iter().find(|answer| answer.text.trim().is_empty()) {
        let (message, help) = match &answers[..] {
            [_] => ("this gap has no answer", "write the answer between the brackets: `[[Paris]]`"),
            _ => (
                "one of the answers in this gap is empty",
                "write an answer between the bars, or remove one of them",
            ),
        };
        let at =
            if answers.len() == 1 || empty.span.is_empty() { gap.span.clone() } else { empty.span.clone() };
        page.diagnostics.push(Diagnostic::new(Code::EmptyGap, page.file, message).at(at).help(help));
        return None;
    }
    let right: Vec<_> = answers.iter().filter_map(|answer| Some((answer, in_parentheses(answer)?))).collect();
    if let [(first, correct), others @ ..] = &right[..] {
        return choice(page, gap, &answers, (first, correct), others);
    }
    match numeric::read(page, draft, &answers, false) {
        Outcome::Numbers(accepted) => Some(GapKind::Number(accepted)),
        Outcome::Wrong => None,
        Outcome::Texts => {
            let texts = answers.into_iter().map(|answer| answer.text).collect();
            Some(GapKind::Text(Accepted { texts, patterns: Vec::new() }))
        }
    }
}

fn choice(
    page: &mut Page<'_>,
    gap: &gaps::Gap,
    answers: &[Written],
    (first, correct): (&Written, &str),
    others: &[(&Written, &str)],
) -> Option<GapKind> {
    if let [(second, _), ..] = others {
        page.diagnostics.push(
            Diagnostic::new(
                Code::BadGapChoices,
                page.file,
                format!("{} choices of this gap stand in parentheses, but only one can be right", others.len() + 1),
            )
            .at(second.span.clone())
            .label(page.file, first.span.clone(), "the first one")
            .help("leave the parentheses around the right one; to accept several typed answers, write none at all"),
        );
        return None;
    }
    if answers.len() == 1 {
        page.diagnostics.push(
            Diagnostic::new(Code::BadGapChoices, page.file, "this gap has nothing to choose from")
                .at(gap.span.clone())
                .help(format!(
                    "add wrong choices: `[[({correct})|another]]`; to have it typed, write `[[{correct}]]`, or `` [[`({correct})`]] `` with the parentheses"
                )),
        );
        return None;
    }
    let text =
        |answer: &Written| if answer.span == first.span { correct.to_owned() } else { answer.text.clone() };
    let choices: Vec<String> = answers.iter().map(text).collect();
    let mut seen = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        if !seen.insert(normalise(choice)) {
            page.diagnostics.push(
                Diagnostic::new(Code::RepeatedChoice, page.file, format!("`{choice}` is a choice twice"))
                    .at(answers[index].span.clone())
                    .help("change or remove one of them"),
            );
        }
    }
    Some(GapKind::Choice { choices, correct: correct.to_owned() })
}

fn in_parentheses(answer: &Written) -> Option<&str> {
    let inner = answer.text.strip_prefix('(')?.strip_suffix(')')?.trim();
    // `(a) and (b)` only begins and ends so.
    (!answer.quoted && !inner.is_empty() && !inner.contains(['(', ')'])).then_some(inner)
}

fn first_text(kind: &GapKind) -> &str {
    match kind {
        GapKind::Text(accepted) => accepted.texts.first().map_or("", String::as_str),
        GapKind::Number(accepted) => accepted.first().map_or("", |quantity| &quantity.text),
        GapKind::Choice { correct, .. } => correct,
    }
}

/// The field of a gap.
fn field(id: &str, kind: &GapKind, name: &str) -> String {
    let id = escape::attribute(id);
    let input = |longest: usize, mode: &str| {
        let size = (longest + 2).max(6);
        format!(
            "<input class=\"gap\" type=\"text\"{mode} data-gap=\"{id}\" size=\"{size}\" autocomplete=\"off\" \
             autocapitalize=\"off\" spellcheck=\"false\" aria-label=\"{name}\">"
        )
    };
    let longest =
        |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
    match kind {
        GapKind::Text(accepted) => input(longest(&mut accepted.texts.iter()), ""),
        GapKind::Number(accepted) => {
            // A keypad of digits has neither letters nor, on some telephones, a minus.
            let is_plain = |quantity: &Quantity| quantity.unit.is_empty() && quantity.value >= 0.0;
            let mode = if accepted.iter().all(is_plain) { " inputmode=\"decimal\"" } else { "" };
            input(longest(&mut accepted.iter().map(|quantity| &quantity.text)), mode)
        }
        GapKind::Choice { choices, .. } => {
            let option = |choice: &String| {
                format!("<option value=\"{}\">{}</option>", escape::attribute(choice), escape::text(choice))
            };
            let options: String = choices.iter().map(option).collect();
            format!(
                "<select class=\"gap\" data-gap=\"{id}\" aria-label=\"{name}\"><option value=\"\"></option>{options}</select>"
            )
        }
    }
}
