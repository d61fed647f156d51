//! Quizzes as the author wrote them: questions, kinds of question and choices.
//!
//! How a response to them is judged is [`crate::grading`].

use serde::{Deserialize, Serialize};

/// A group of questions that are attempted together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    /// Unique within its lesson; the key of its attempts.
    pub id: String,
    /// Plain text; the heading the quiz stood under.
    pub title: String,
    /// At least one in a compiled bundle.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique within its lesson; the key of its answers. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML; a single paragraph without its frame.
    pub prompt: String,
    /// What is asked for.
    pub kind: QuestionKind,
}

/// The kinds of question, each with what it needs to be shown and graded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Exactly one of the choices is right.
    SingleChoice {
        /// Two or more, in the author's order.
        choices: Vec<Choice>,
        /// The [`Choice::id`] of the right one.
        correct: String,
    },
}

/// One choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique within its question. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML, without an enclosing paragraph.
    pub text: String,
}
