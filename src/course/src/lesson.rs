//! The body of a lesson: what its page shows below the title.

use serde::{Deserialize, Serialize};

use crate::project::{Rubric, Tasks};
use crate::quiz::Quiz;

/// The text and the quizzes of one lesson, in the order they stand in its file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonBody {
    /// Text and quizzes, in reading order.
    pub blocks: Vec<Block>,
    /// The headings of the text, in reading order, for a table of contents.
    pub headings: Vec<Heading>,
}

/// A stretch of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Sanitised HTML, with links inside the library as [`crate::route::LINK_SCHEME`] has them, and files of the
    /// author's as [`crate::route::ASSET_SCHEME`] has them.
    Html(String),
    /// Questions to answer.
    Quiz(Quiz),
    /// Steps of a project to tick off.
    Tasks(Tasks),
    /// Criteria by which learners judge their own work.
    Rubric(Rubric),
    /// The place for a link to the learner's work, and for notes. At most one in a lesson.
    Submission,
}

/// A heading of the lesson's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as in HTML.
    pub level: u8,
    /// The id of the element, unique within the lesson.
    pub id: String,
    /// Plain text.
    pub text: String,
}

impl LessonBody {
    /// The quizzes of the lesson, in order.
    pub fn quizzes(&self) -> impl Iterator<Item = &Quiz> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Quiz(quiz) => Some(quiz),
            _ => None,
        })
    }
}
