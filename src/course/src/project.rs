//! What a lesson of the type `project` holds beside its text: steps to tick off, and a rubric to judge one's own
//! work by.

use serde::{Deserialize, Serialize};

/// A list of steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tasks {
    /// In the author's order; never empty in a compiled bundle.
    pub tasks: Vec<Task>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Unique within its lesson. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML, without an enclosing paragraph.
    pub text: String,
}

/// A table of criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rubric {
    /// The names of the levels, such as "begun" and "excellent"; plain text. Two or more.
    pub levels: Vec<String>,
    /// Never empty in a compiled bundle.
    pub criteria: Vec<Criterion>,
}

/// One thing that is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Unique within its lesson. See [`crate::identity`].
    pub id: String,
    /// Sanitised HTML, without an enclosing paragraph.
    pub text: String,
    /// What each level means here, in the order of [`Rubric::levels`] and as many; sanitised HTML.
    pub levels: Vec<String>,
}
