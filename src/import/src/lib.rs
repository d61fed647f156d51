//! Brings courses that were written for other tools into Lectern's Markdown.
//!
//! The way of a course through this crate:
//!
//! 1. [`Source`] reads the files of the other tool; nothing else here touches the disk.
//! 2. A format ([`gift`], [`liascript`], [`mdbook`], [`quizdown`]) makes a [`model`] with [`question`]s of it. What
//!    text it takes along goes through [`markdown`] or [`from_html`], so that Lectern understands nothing in it that
//!    was not meant, and what it shows through [`files`].
//! 3. [`write`] prints the files of a content folder.
//!
//! Whatever cannot be carried over is a [`Loss`] with its place and what came of it. No source makes this crate panic,
//! and what it writes compiles without errors: `tests/` holds both.

mod escape;
mod files;
mod format;
mod from_html;
mod gift;
mod html;
mod liascript;
mod loss;
mod markdown;
mod mdbook;
mod model;
mod names;
mod question;
mod quizdown;
mod source;
mod text;
mod write;

use std::fmt;

pub use format::{Format, guess};
pub use loss::{Became, Loss, grouped};
pub use source::Source;

use crate::files::Files;
use crate::loss::Losses;
use crate::model::{Course, Part};

/// A course in Lectern's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What the course is called.
    pub title: String,
    /// How many lessons it has.
    pub lessons: usize,
    /// How many questions they have.
    pub questions: usize,
    /// The files, by their paths in the content folder, the list of what was not carried over among them.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was not carried over, by file and line.
    pub losses: Vec<Loss>,
}

/// Why there is no course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(String);

/// How an address is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// To go there.
    Link,
    /// To show what is there.
    Shown,
}

/// Where an address leads from a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// To where it did.
    Same,
    /// There.
    At(String),
    /// Nowhere; only its words stay.
    Nowhere,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

/// Makes a course of a source.
///
/// # Errors
/// Where the source is not of this format, or has nothing in it that could be a lesson.
pub fn import(source: &Source, format: Format) -> Result<Imported, Problem> {
    let mut losses = Losses::default();
    let mut files = Files::new(source);
    let course = match format {
        Format::Gift => gift::read(source, &mut files, &mut losses)?,
        Format::LiaScript => liascript::read(source, &mut files, &mut losses)?,
        Format::MdBook => mdbook::read(source, &mut files, &mut losses)?,
        Format::Quizdown => quizdown::read(source, &mut files, &mut losses)?,
    };
    Ok(finished(course, files, losses, format))
}

fn finished(mut course: Course, files: Files<'_>, mut losses: Losses, format: Format) -> Imported {
    for lesson in &mut course.lessons {
        write::settle(lesson, &mut losses);
    }
    let course_id = names::id(&course.title, "course");
    let questions = |part: &Part| match part {
        Part::Questions(questions, _) => questions.len(),
        Part::Text(_) => 0,
    };
    let questions = course.lessons.iter().flat_map(|lesson| &lesson.parts).map(questions).sum();
    let losses = losses.finish();
    let mut written: Vec<(String, Vec<u8>)> = files.finish(&course_id);
    let texts = write::files(&course, &course_id, &written);
    written.extend(texts.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let counts = format!("{}, {}", counted(course.lessons.len(), "lesson"), counted(questions, "question"));
    written.push((write::REPORT.into(), write::report(&course.title, format, &counts, &losses).into_bytes()));
    written.sort();
    Imported { title: course.title, lessons: course.lessons.len(), questions, files: written, losses }
}

/// `1 lesson`, `2 lessons`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
