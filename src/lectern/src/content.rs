//! The author's folder, compiled, with everything there is to say about it as text.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use anyhow::{Context, Result, bail};
use compiler::{Asset, Compiler, Content, Pieces, Severity};
use course::library::Library;
use site::{Assembler, Assets, Options, Player, Site};

use crate::Ended;
use crate::cli::ContentFolder;
use crate::progress::counting;

impl ContentFolder {
    /// The folder that is meant: the one that is named; otherwise `content`, or this folder where there is no
    /// `content` but something that can be a lesson.
    pub(crate) fn folder(&self) -> PathBuf {
        let usual = Path::new("content");
        let here = Path::new(".");
        match &self.named {
            Some(named) => named.clone(),
            None if !usual.exists() && holds_markdown(here) => here.to_owned(),
            None => usual.to_owned(),
        }
    }
}

fn holds_markdown(folder: &Path) -> bool {
    let is_lesson = |path: PathBuf| {
        let is_markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        is_markdown && path.file_stem().is_some_and(|stem| !stem.eq_ignore_ascii_case("readme"))
    };
    let entries = std::fs::read_dir(folder);
    folder.join("courses").is_dir()
        || entries.is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|it| is_lesson(it.path()))))
}

/// Reads a folder.
///
/// # Errors
/// Where the folder is missing or unreadable.
pub(crate) fn read(folder: &Path) -> Result<Content> {
    read_again(folder, &Content::default())
}

/// Reads a folder of which a former state is known.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_again(folder: &Path, former: &Content) -> Result<Content> {
    let name = folder.display();
    if folder.is_file() {
        bail!("`{name}` is a file; name the folder it is in");
    }
    if !folder.is_dir() {
        bail!(
            "there is no folder `{name}`; name the folder with your lessons, run this where `content` is, \
             or begin with `lectern new DIR`"
        );
    }
    former.read_again(folder).with_context(|| format!("cannot read the folder `{name}`"))
}

/// One line: how much there is, and how many errors and warnings.
pub(crate) fn summary(folder: &str, compiled: &Pieces) -> String {
    let count = |severity| compiled.diagnostics.iter().filter(|found| found.severity == severity).count();
    let verdict = verdict(count(Severity::Error), count(Severity::Warning));
    match &compiled.library {
        Some(library) => format!("{folder}: {}; {verdict}", size(library)),
        None => format!("{folder}: {verdict}"),
    }
}

/// All errors and warnings as text; empty where there are none. Advice is for `check`.
pub(crate) fn report(compiled: &Pieces, content: &Content, color: bool) -> String {
    compiler::render(&compiled.told(), content, color)
}

/// A folder that was compiled, and what is needed to compile it again.
pub(crate) struct First {
    pub(crate) content: Content,
    pub(crate) compiler: Compiler,
    pub(crate) pieces: Pieces,
}

/// A folder compiled, with its warnings told on stderr; where there are errors they are told and it is the end.
pub(crate) fn compile(folder: &Path) -> Result<std::result::Result<First, Ended>> {
    let content = read(folder)?;
    let mut compiler = Compiler::default();
    let pieces = compiled(&mut compiler, &content);
    let report = report(&pieces, &content, is_colored(&std::io::stderr()));
    if !report.is_empty() {
        eprintln!("{}", report.trim_end());
    }
    if pieces.library.is_none() {
        eprintln!("{}", summary(&folder.display().to_string(), &pieces));
        return Ok(Err(Ended::WithContentErrors));
    }
    Ok(Ok(First { content, compiler, pieces }))
}

/// Compiles what was read, and tells how far that is.
pub(crate) fn compiled(compiler: &mut Compiler, content: &Content) -> Pieces {
    let written = compiler.written();
    let count = || written.load(Ordering::Relaxed);
    counting("compiling lessons", content.lessons(), count, || compiler.pieces(content))
}

/// Makes a site of a folder that was compiled without errors.
pub(crate) fn assemble(
    assembler: &mut Assembler,
    player: &Player,
    pieces: &Pieces,
    options: &Options,
) -> site::Result<Site> {
    let options = Options { looks: pieces.looks.clone(), words: pieces.words.clone(), ..options.clone() };
    let library = pieces.library.as_ref().expect("without errors there is a library");
    let bodies: Vec<_> = pieces.bodies().collect();
    assembler.assemble_lessons(player, library, &bodies, &assets(&pieces.assets), &options)
}

/// The files of the author's that go along with the bundle, by their names on the site.
pub(crate) fn assets(assets: &[Asset]) -> Assets {
    assets.iter().map(|asset| (asset.name.clone(), asset.bytes.clone())).collect()
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

    fn compiled(text: &str) -> (Pieces, Content) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one.md"), text).unwrap();
        let content = read(folder.path()).unwrap();
        (Compiler::default().pieces(&content), content)
    }

    #[test]
    fn a_good_folder_gives_a_bundle_and_a_summary() {
        let (compiled, content) = compiled(LESSON);
        assert!(compiled.bundle().is_some());
        assert_eq!(report(&compiled, &content, false), "", "advice is not told");
        let summary = summary("here", &compiled);
        assert!(summary.starts_with("here: 1 course, 1 lesson; no errors"), "{summary}");
    }

    #[test]
    fn a_folder_with_errors_gives_a_report() {
        let (compiled, content) = compiled("no front matter\n");
        assert!(compiled.bundle().is_none());
        let report = report(&compiled, &content, false);
        assert!(report.contains("one.md"), "{report}");
        assert!(summary("here", &compiled).contains("1 error"));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = read(Path::new("no/such/folder")).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }

    #[test]
    fn counts_are_said_as_people_say_them() {
        assert_eq!(verdict(0, 1), "no errors, 1 warning");
        assert_eq!(verdict(2, 0), "2 errors, no warnings");
    }
}
