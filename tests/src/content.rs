//! The content folders the suite plays, and where the repository's other rooms are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository's root")
}

/// Where cargo puts what it makes.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The course that ships with Lectern.
pub fn shipped() -> PathBuf {
    root().join("content")
}

/// A small course that shows every part of a page: `tests/content/bakery`.
pub fn bakery() -> PathBuf {
    root().join("tests/content/bakery")
}

/// Every kind of question, every rule of a quiz, and a project: `tests/content/workshop`.
pub fn workshop() -> PathBuf {
    root().join("tests/content/workshop")
}

/// A project, an exam and a lesson: everything that progress is made of: `tests/content/desk`.
pub fn desk() -> PathBuf {
    root().join("tests/content/desk")
}

/// The course of [`bakery`] in a folder of its own, each `from` in its files replaced by `to`.
///
/// # Errors
/// Where the file system refuses.
pub fn bakery_with(from: &str, to: &str) -> Result<TempDir> {
    changed(&bakery(), &[(from, to)])
}

/// A content folder in a folder of its own, each `from` in its files replaced by its `to`.
///
/// # Errors
/// Where the file system refuses, or there is nothing to replace.
pub fn changed(from: &Path, changes: &[(&str, &str)]) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let mut found = vec![false; changes.len()];
    for file in markdown_files(from)? {
        let copy = folder.path().join(file.strip_prefix(from)?);
        let mut text = std::fs::read_to_string(&file)?;
        for ((from, to), found) in changes.iter().zip(&mut found) {
            *found |= text.contains(from);
            text = text.replace(from, to);
        }
        std::fs::create_dir_all(copy.parent().context("a file below a folder has a parent")?)?;
        std::fs::write(copy, text)?;
    }
    let missing = changes.iter().zip(found).find(|(_, found)| !found);
    ensure!(missing.is_none(), "nothing to change by {missing:?}");
    Ok(folder)
}

/// How many lessons each of the two courses of [`large`] has.
pub const LARGE: usize = 6;

/// The id of a lesson of [`large`], by its place from 0.
pub fn large_lesson(course: &str, place: usize) -> String {
    format!("{course}-{place}")
}

/// A library too large for one file: two courses, `one` and `two`, of [`LARGE`] lessons each, of which three at a time
/// come in one content module. Each says its id in its text, asks for it, and ends in a heading; the first lesson of
/// `one` links to that of the last of `two`.
///
/// # Errors
/// Where the file system refuses.
pub fn large() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for course in ["one", "two"] {
        let lessons = folder.path().join("courses").join(course).join("lessons");
        std::fs::create_dir_all(&lessons)?;
        let page = format!("---\nid: {course}\ntitle: Course {course}\n---\n\nA long course.\n");
        std::fs::write(folder.path().join("courses").join(format!("{course}.md")), page)?;
        for place in 0..LARGE {
            let id = large_lesson(course, place);
            let last = large_lesson("two", LARGE - 1);
            let link = format!("It goes on [at the very end](../../two/lessons/{last}.md#the-end).\n\n");
            let text: String =
                (0..200).map(|line| format!("Paragraph {line} of lesson {id} goes on for a while, as long texts do, and says little.\n\n")).collect();
            let lesson = format!(
                "---\nid: {id}\ntitle: Lesson {id}\ntype: lesson\norder: {place}\n---\n\n# Lesson {id}\n\nThis is the text of {id}.\n\n{}{text}\
                 ## The end\n\nSo much for {id}.\n\n## Knowledge Check\n\n1. Which lesson is it?\n   - It is {id}\n   - It is none\n",
                if id == "one-0" { &link } else { "" },
            );
            std::fs::write(lessons.join(format!("{id}.md")), lesson)?;
        }
    }
    Ok(folder)
}

/// The sample lesson of the base format, alone in a folder; `None` where `shared` is not beside the checkout.
///
/// # Errors
/// Where the file system refuses.
pub fn sample() -> Result<Option<TempDir>> {
    let Some(text) = sample_text() else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("sample-lesson.md"), text)?;
    Ok(Some(folder))
}

/// The text of the sample lesson, where `shared` is beside the checkout.
pub fn sample_text() -> Option<String> {
    std::fs::read_to_string(root().join("../shared/sample-lesson.md")).ok()
}

/// Every Markdown file below a folder, sorted by path.
///
/// # Errors
/// Where the folder cannot be read.
pub fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = files_below(folder)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    Ok(files)
}

/// Every file below a folder, sorted by path.
///
/// # Errors
/// Where the folder cannot be read.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
