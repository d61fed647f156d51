//! Diagnostics as commands that GitHub's and Forgejo's runners turn into annotations of a change.
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>

use super::{Diagnostic, Severity, Texts, in_folder, line_column};
use crate::content::Content;

/// Writes one command a line. `folder` is the content folder as seen from the root of the repository.
pub fn github(diagnostics: &[Diagnostic], content: &Content, folder: &str) -> String {
    let texts = Texts::of(diagnostics, content);
    let mut commands = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut place = format!("file={}", property(&in_folder(folder, &diagnostic.file)));
        if let (Some(span), Some(text)) = (&diagnostic.span, texts.get(&diagnostic.file)) {
            let ((line, column), (end_line, end_column)) =
                (line_column(text, span.start), line_column(text, span.end));
            place.push_str(&format!(",line={line},endLine={end_line},col={column},endColumn={end_column}"));
        }
        let message = data(&diagnostic.with_help());
        commands.push_str(&format!("::{command} {place},title={}::{message}\n", diagnostic.code));
    }
    commands
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
