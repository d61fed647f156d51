//! What is wrong with the content: a code, a place, a sentence and advice.
//!
//! The codes are in [`code`]; how a report looks on a terminal is in [`render`](mod@render), and for other programs
//! in [`json`], [`sarif`] and [`github`]; how an author silences a finding is in [`silence`].

pub mod code;
pub mod github;
pub mod json;
pub mod render;
pub mod sarif;
pub(crate) mod silence;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

pub use code::Code;

use crate::content::Content;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There will be no bundle.
    Error,
    /// The bundle will probably not be what the author wants.
    Warning,
    /// The course could be better. Told only to authors who ask for it.
    Advice,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What sort of finding it is.
    pub code: Code,
    /// Follows from the code.
    pub severity: Severity,
    /// Lower case, no final full stop, naming the value in question.
    pub message: String,
    /// [`crate::SourceFile::path`], or the name of the content folder where the finding is about the whole.
    pub file: String,
    /// Bytes of [`crate::SourceFile::text`]; `None` where the finding is about the whole file.
    pub span: Option<Range<usize>>,
    /// Remarks on this and other places.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Severity {
    /// The word for it, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// A remark on a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As in [`Diagnostic::file`].
    pub file: String,
    /// As in [`Diagnostic::span`].
    pub span: Range<usize>,
    /// A few words.
    pub text: String,
}

/// Line and column of a byte offset, both beginning with 1, the column counted in characters.
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let before = &source[..source.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The texts of the files that diagnostics are about.
pub(crate) struct Texts<'a>(HashMap<&'a str, Cow<'a, str>>);

impl<'a> Texts<'a> {
    pub(crate) fn of(diagnostics: &'a [Diagnostic], content: &'a Content) -> Self {
        let files = diagnostics.iter().flat_map(|diagnostic| {
            let labels = diagnostic.labels.iter().map(|label| label.file.as_str());
            labels.chain([diagnostic.file.as_str()])
        });
        let mut texts = HashMap::new();
        for file in files.filter_map(|path| content.file(path)) {
            texts.entry(file.path.as_str()).or_insert_with(|| file.text());
        }
        Self(texts)
    }

    pub(crate) fn get(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(AsRef::as_ref)
    }
}

/// A file of the content folder as seen from the root of the repository, in which the folder is `folder`.
pub(crate) fn in_folder(folder: &str, file: &str) -> String {
    match folder.trim_end_matches('/').trim_start_matches("./") {
        "" | "." => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}

/// `1 word`, `2 words`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl Diagnostic {
    /// The message, and on a line of its own what to write instead.
    pub(crate) fn with_help(&self) -> String {
        match &self.help {
            Some(help) => format!("{}\nhelp: {help}", self.message),
            None => self.message.clone(),
        }
    }

    pub(crate) fn new(code: Code, file: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            file: file.into(),
            span: None,
            labels: Vec::new(),
            help: None,
        }
    }

    pub(crate) fn at(self, span: Range<usize>) -> Self {
        Self { span: Some(span), ..self }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn label(mut self, file: &str, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.into(), span, text: text.into() });
        self
    }
}

/// Brings findings into the order in which they are reported: by file, by position, by code.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|one, other| {
        let key = |it: &Diagnostic| (it.span.as_ref().map(|span| span.start), it.code.as_str());
        one.file.cmp(&other.file).then_with(|| key(one).cmp(&key(other)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = "a\nübär\r\nz";
        assert_eq!(line_column(source, 0), (1, 1));
        assert_eq!(line_column(source, source.find('r').unwrap()), (2, 4));
        assert_eq!(line_column(source, source.find('z').unwrap()), (3, 1));
        assert_eq!(line_column(source, 999), (3, 2), "an offset past the end is the end");
        assert_eq!(line_column(source, 3), (2, 1), "an offset inside a character is its start");
    }
}
