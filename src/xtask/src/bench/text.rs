//! The text that is measured: the same lessons as a content folder, as a book of mdBook and as a site of VitePress.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::lessons;

/// How many lessons a course has.
const COURSE: usize = 40;

/// One text in folders of their own, written anew.
pub(super) struct Text {
    /// For lectern.
    pub(super) content: PathBuf,
    /// For mdBook: the folder of `book.toml`. It writes to `book` in there.
    pub(super) book: PathBuf,
    /// For VitePress: the folder of `.vitepress`.
    pub(super) site: PathBuf,
}

impl Text {
    /// So many lessons beside one another in one folder.
    pub(super) fn flat(folder: &Path, count: usize) -> Result<Self> {
        let text = Self::empty(folder)?;
        let mut summary = String::new();
        for number in 0..count {
            let path = format!("{}.md", lessons::id(number));
            text.add(&path, &lessons::lesson(number, (number + 1) % count))?;
            summary.push_str(&format!("- [Lesson {number}]({path})\n"));
        }
        text.finish(&summary)?;
        Ok(text)
    }

    /// So many lessons in courses of [`COURSE`].
    pub(super) fn in_courses(folder: &Path, count: usize) -> Result<Self> {
        Self::in_courses_of(folder, count, lessons::lesson)
    }

    /// The same with lessons that are written so, by their number and that of the one behind them.
    pub(super) fn in_courses_of(
        folder: &Path,
        count: usize,
        lesson: fn(usize, usize) -> String,
    ) -> Result<Self> {
        let text = Self::empty(folder)?;
        let mut summary = String::new();
        for course in 0..count.div_ceil(COURSE) {
            let id = format!("course-{course:03}");
            let path = format!("courses/{id}.md");
            text.add(
                &path,
                &format!(
                    "---\nid: {id}\ntitle: \"Course {course}\"\norder: {course}\n---\n\n# Course {course}\n\nA part of what is measured.\n"
                ),
            )?;
            summary.push_str(&format!("- [Course {course}]({path})\n"));
            let first = course * COURSE;
            for number in first..count.min(first + COURSE) {
                let path = lesson_in_course(number);
                let next = if number + 1 < count.min(first + COURSE) { number + 1 } else { first };
                text.add(&path, &lesson(number, next))?;
                summary.push_str(&format!("  - [Lesson {number}]({path})\n"));
            }
        }
        text.finish(&summary)?;
        Ok(text)
    }

    fn empty(folder: &Path) -> Result<Self> {
        let text =
            Self { content: folder.join("content"), book: folder.join("book"), site: folder.join("site") };
        for folder in [&text.content, &text.book, &text.site] {
            _ = fs::remove_dir_all(folder);
        }
        Ok(text)
    }

    fn add(&self, path: &str, text: &str) -> Result<()> {
        for root in [&self.content, &self.book.join("src"), &self.site] {
            write(&root.join(path), text)?;
        }
        Ok(())
    }

    /// What only the others want.
    fn finish(&self, summary: &str) -> Result<()> {
        write(&self.book.join("src/SUMMARY.md"), &format!("# Summary\n\n{summary}"))?;
        write(&self.book.join("book.toml"), "[book]\ntitle = \"Measured\"\n")?;
        // Without one of its own it would heed that of the checkout, and follow nothing in cargo's folder.
        write(&self.book.join(".gitignore"), "book\n")?;
        write(&self.site.join("index.md"), "# Measured\n")?;
        // It looks for the packages it is made of from the folder of its configuration upwards.
        write(&self.site.join("package.json"), "{ \"type\": \"module\" }\n")?;
        write(&self.site.join(".vitepress/config.mjs"), "export default { title: \"Measured\" };\n")
    }
}

/// Where a lesson lies in [`Text::in_courses`].
pub(super) fn lesson_in_course(number: usize) -> String {
    format!("courses/course-{:03}/lessons/{}.md", number / COURSE, lessons::id(number))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
