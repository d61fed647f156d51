//! A course as every format has it, before it is written as Lectern's files.

use crate::question::Question;

/// A course with its lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) title: String,
    /// Plain text.
    pub(crate) description: String,
    /// Markdown: what stands on the page of the course.
    pub(crate) body: String,
    pub(crate) lessons: Vec<Lesson>,
}

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lesson {
    /// Legal, and once in the course.
    pub(crate) id: String,
    pub(crate) title: String,
    /// The file that it comes from.
    pub(crate) file: String,
    pub(crate) kind: Type,
    pub(crate) section: Option<String>,
    pub(crate) minutes: Option<u32>,
    /// Lines of YAML below `quiz:`.
    pub(crate) quiz: Vec<String>,
    pub(crate) parts: Vec<Part>,
}

/// What sort of lesson it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Type {
    #[default]
    Lesson,
    Project,
    Quiz,
}

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Markdown.
    Text(String),
    /// Questions that stand together, one or more, and the line of the source where they begin.
    Questions(Vec<Question>, usize),
}
