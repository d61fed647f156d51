//! The author's folder, compiled, with everything there is to say about it as text.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Context, Result, bail};
use compiler::{Content, Severity};
use course::library::Library;

use crate::Ended;

/// A compiled content folder.
pub(crate) struct Compiled {
    /// The bundle; `None` where there are errors.
    pub(crate) bundle: Option<Vec<u8>>,
    /// All diagnostics, rendered; empty where there are none.
    pub(crate) report: String,
    /// One line: how much there is, and how many errors and warnings.
    pub(crate) summary: String,
}

/// Reads and compiles a folder.
///
/// # Errors
/// Where the folder is missing or unreadable. Errors in the content are in the report.
pub(crate) fn compile(folder: &Path, color: bool) -> Result<Compiled> {
    let name = folder.display();
    if folder.is_file() {
        bail!("`{name}` is a file; name the folder it is in");
    }
    if !folder.is_dir() {
        bail!(
            "there is no folder `{name}`; name the folder with your lessons, or run this where `content` is"
        );
    }
    let content = Content::read(folder).with_context(|| format!("cannot read the folder `{name}`"))?;
    let compiled = compiler::compile(&content);
    let count = |severity| compiled.diagnostics.iter().filter(|found| found.severity == severity).count();
    let verdict = verdict(count(Severity::Error), count(Severity::Warning));
    let summary = match &compiled.library {
        Some(library) => format!("{name}: {}; {verdict}", size(library)),
        None => format!("{name}: {verdict}"),
    };
    let report = compiler::render(&compiled.diagnostics, &content, color);
    Ok(Compiled { bundle: compiled.bundle, report, summary })
}

/// The bundle of a folder, with its warnings told on stderr; where there are errors they are told and it is the end.
pub(crate) fn bundle(folder: &Path) -> Result<std::result::Result<Vec<u8>, Ended>> {
    let compiled = compile(folder, is_colored(&std::io::stderr()))?;
    if !compiled.report.is_empty() {
        eprintln!("{}", compiled.report.trim_end());
    }
    Ok(compiled.bundle.ok_or_else(|| {
        eprintln!("{}", compiled.summary);
        Ended::WithContentErrors
    }))
}

/// Whether colours are wanted there: <https://no-color.org>.
pub(crate) fn is_colored(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn size(library: &Library) -> String {
    let lessons = library.courses.iter().map(|course| course.lessons().count()).sum();
    format!("{}, {}", counted(library.courses.len(), "course"), counted(lessons, "lesson"))
}

fn verdict(errors: usize, warnings: usize) -> String {
    let errors = if errors == 0 { "no errors".to_owned() } else { counted(errors, "error") };
    let warnings = if warnings == 0 { "no warnings".to_owned() } else { counted(warnings, "warning") };
    format!("{errors}, {warnings}")
}

/// `1 page`, `2 pages`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LESSON: &str = "---\nid: one\ntitle: One\ntype: lesson\n---\n\n# One\n\nText.\n";

    #[test]
    fn a_good_folder_gives_a_bundle_and_a_summary() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one.md"), LESSON).unwrap();
        let compiled = compile(folder.path(), false).unwrap();
        assert!(compiled.bundle.is_some(), "{}", compiled.report);
        assert!(compiled.summary.contains(": 1 course, 1 lesson; no errors"), "{}", compiled.summary);
    }

    #[test]
    fn a_folder_with_errors_gives_a_report() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one.md"), "no front matter\n").unwrap();
        let compiled = compile(folder.path(), false).unwrap();
        assert!(compiled.bundle.is_none());
        assert!(compiled.report.contains("one.md"), "{}", compiled.report);
        assert!(compiled.summary.contains("1 error"), "{}", compiled.summary);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = compile(Path::new("no/such/folder"), false).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }

    #[test]
    fn counts_are_said_as_people_say_them() {
        assert_eq!(verdict(0, 1), "no errors, 1 warning");
        assert_eq!(verdict(2, 0), "2 errors, no warnings");
    }
}
