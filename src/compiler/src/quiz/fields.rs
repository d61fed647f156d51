//! Whether the labels of a question are as they should be: filled, not repeated, spelt right, and of some use.

use super::draft::Draft;
use super::gaps;
use super::kind::Kind;
use super::labels::Label;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// Reports labels that are empty, repeated or misspelt.
pub(super) fn report(page: &mut Page<'_>, draft: &Draft<'_, '_>) {
    for (index, field) in draft.fields.iter().enumerate() {
        let name = field.label.name();
        let first = draft.fields[..index].iter().find(|other| other.label == field.label);
        if field.is_empty() {
            page.diagnostics.push(
                Diagnostic::new(Code::EmptyLabel, page.file, format!("nothing stands behind `{name}:`"))
                    .at(field.span.clone())
                    .help("write the text behind the colon, on the same line, or remove the label"),
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

/// Reports labels that mean nothing for a kind of question.
pub(super) fn report_unused(page: &mut Page<'_>, draft: &Draft<'_, '_>, kind: Kind) {
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
