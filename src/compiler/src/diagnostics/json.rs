//! Diagnostics as JSON, for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "errors": 1, "warnings": 0, "advice": 0,
//!   "diagnostics": [{
//!     "code": "E014", "severity": "error", "message": "…", "help": "…" or null,
//!     "file": "courses/a/lessons/b.md",
//!     "start": {"line": 12, "column": 1, "offset": 340} or null, "end": as "start",
//!     "labels": [{"file": "…", "start": {…}, "end": {…}, "text": "…"}]
//!   }]
//! }
//! ```
//!
//! Lines and columns begin with 1, columns count characters, offsets count bytes of the file without a byte order
//! mark. Fields may be added; `version` changes when one is taken away or means something else.

use std::ops::Range;

use serde_json::{Value, json};

use super::{Diagnostic, Severity, Texts, line_column};
use crate::content::Content;

/// Writes all diagnostics as one JSON object.
pub fn json(diagnostics: &[Diagnostic], content: &Content) -> String {
    let texts = Texts::of(diagnostics, content);
    let count = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
    let list: Vec<_> = diagnostics.iter().map(|diagnostic| object(diagnostic, &texts)).collect();
    let report = json!({
        "version": 1,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "advice": count(Severity::Advice),
        "diagnostics": list,
    });
    format!("{report:#}\n")
}

fn object(diagnostic: &Diagnostic, texts: &Texts<'_>) -> Value {
    let (start, end) = places(&diagnostic.file, diagnostic.span.as_ref(), texts);
    let labels: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let (start, end) = places(&label.file, Some(&label.span), texts);
            json!({"file": label.file, "start": start, "end": end, "text": label.text})
        })
        .collect();
    json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.file,
        "start": start,
        "end": end,
        "labels": labels,
    })
}

fn places(file: &str, span: Option<&Range<usize>>, texts: &Texts<'_>) -> (Value, Value) {
    let (Some(span), Some(text)) = (span, texts.get(file)) else { return (Value::Null, Value::Null) };
    let place = |offset| {
        let (line, column) = line_column(text, offset);
        json!({"line": line, "column": column, "offset": offset})
    };
    (place(span.start), place(span.end))
}
