//! Diagnostics in the Static Analysis Results Interchange Format, which code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::ops::Range;

use course::route::encode;
use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity, Texts, in_folder, line_column};
use crate::content::Content;

/// Writes all diagnostics as one SARIF log. `folder` is the content folder as seen from the root of the repository;
/// it stands before the path of every file.
pub fn sarif(diagnostics: &[Diagnostic], content: &Content, folder: &str) -> String {
    let texts = Texts::of(diagnostics, content);
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.as_str(),
                "name": format!("{code:?}"),
                "shortDescription": {"text": code.summary()},
                "defaultConfiguration": {"level": level(code.severity())},
            })
        })
        .collect();
    let results: Vec<_> = diagnostics.iter().map(|diagnostic| result(diagnostic, folder, &texts)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "lectern", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, folder: &str, texts: &Texts<'_>) -> Value {
    let place = |file: &str, span: Option<&Range<usize>>| {
        let mut place = json!({"artifactLocation": {"uri": encode(&in_folder(folder, file))}});
        if let (Some(span), Some(text)) = (span, texts.get(file)) {
            let ((line, column), (end_line, end_column)) =
                (line_column(text, span.start), line_column(text, span.end));
            place["region"] = json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column});
        }
        place
    };
    let related: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|label| {
            json!({"physicalLocation": place(&label.file, Some(&label.span)), "message": {"text": label.text}})
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": {"text": diagnostic.with_help()},
        "locations": [{"physicalLocation": place(&diagnostic.file, diagnostic.span.as_ref())}],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}
