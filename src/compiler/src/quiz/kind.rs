//! `Kind: …`, by which an author says what kind of question is meant where it could be two.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::listed;
use crate::markdown::page::Page;
use crate::names::nearest;

use super::draft::Draft;
use super::labels::Label;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    ShortAnswer,
    Numeric,
    Ordering,
    Matching,
    Cloze,
    Output,
}

/// Every word for a kind; the first nine are the ones that messages name.
const WORDS: [(&str, Kind); 16] = [
    ("single choice", Kind::SingleChoice),
    ("multiple choice", Kind::MultipleChoice),
    ("true or false", Kind::TrueFalse),
    ("short answer", Kind::ShortAnswer),
    ("numeric", Kind::Numeric),
    ("ordering", Kind::Ordering),
    ("matching", Kind::Matching),
    ("cloze", Kind::Cloze),
    ("output", Kind::Output),
    ("true/false", Kind::TrueFalse),
    ("number", Kind::Numeric),
    ("text", Kind::ShortAnswer),
    ("order", Kind::Ordering),
    ("gaps", Kind::Cloze),
    ("single-choice", Kind::SingleChoice),
    ("multiple-choice", Kind::MultipleChoice),
];

impl Kind {
    /// As authors write it.
    pub(super) fn name(self) -> &'static str {
        WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// How a question of this kind is written.
    pub(super) fn how(self) -> &'static str {
        match self {
            Self::SingleChoice => "a bullet list of choices, the right one first or marked with `[x]`",
            Self::MultipleChoice => "a bullet list of choices, each right one marked with `[x]`",
            Self::TrueFalse => "two choices `True` and `False`, or a line `Answer: true`",
            Self::ShortAnswer => "a line `Answer: …`",
            Self::Numeric => "a line `Answer: …` with a number",
            Self::Ordering => "a numbered list in the right order, indented below the question",
            Self::Matching => "a table of two columns, indented below the question",
            Self::Cloze => "a text with the answers in it as `[[…]]`",
            Self::Output => "a fence `output` with what the program prints",
        }
    }
}

/// The kind that is asked for, with its place. An unknown one is reported.
pub(super) fn asked(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Result<Option<(Kind, Range<usize>)>, ()> {
    let Some(field) = draft.field(Label::Kind).filter(|field| !field.is_empty()) else { return Ok(None) };
    let written = page.text[field.value.clone()].trim().trim_matches(['`', '*', '_', '.', '"']);
    let found = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(written));
    if let Some((_, kind)) = found {
        return Ok(Some((*kind, field.value.clone())));
    }
    let known: Vec<_> = WORDS[..9].iter().map(|(word, _)| *word).collect();
    let help = match nearest(written, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("the kinds are {}", listed(&known)),
    };
    page.diagnostics.push(
        Diagnostic::new(Code::WrongKind, page.file, format!("`{written}` is no kind of question"))
            .at(field.value.clone())
            .help(help),
    );
    Err(())
}

/// Reports that a question is asked to be what it is not.
pub(super) fn report_other(page: &mut Page<'_>, (asked, at): (Kind, Range<usize>), found: Kind) {
    let message = format!("`Kind:` says {}, but this question is written as {}", asked.name(), found.name());
    page.diagnostics.push(
        Diagnostic::new(Code::WrongKind, page.file, message)
            .at(at)
            .help(format!("remove the line, or write {}", asked.how())),
    );
}
