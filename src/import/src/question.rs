//! A question as every format has it, before it is written as Lectern's Markdown.

/// A question. All texts are Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// A name of its own, made legal and given once by the writer.
    pub(crate) id: Option<String>,
    /// Of a [`Kind::Cloze`], with [`gap`] where a gap is.
    pub(crate) prompt: String,
    pub(crate) kind: Kind,
    pub(crate) hints: Vec<String>,
    pub(crate) explanation: String,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Two or more choices, one of them right.
    Single(Vec<Choice>),
    /// Two or more choices, any number of them right, but at least one.
    Multiple(Vec<Choice>),
    /// A statement that holds or not.
    TrueFalse(bool),
    /// Plain texts, any of which is right, and regular expressions.
    Short { answers: Vec<String>, patterns: Vec<String> },
    /// Numbers as Lectern writes them.
    Numeric(Vec<String>),
    /// Two or more items in the right order.
    Ordering(Vec<String>),
    /// Two or more pairs of an item and what fits it, and what fits nothing.
    Matching { pairs: Vec<(String, String)>, others: Vec<String> },
    /// Gaps, by their numbers in the prompt.
    Cloze(Vec<Gap>),
    /// What the code in the prompt prints.
    Output(String),
}

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) text: String,
    pub(crate) is_right: bool,
    pub(crate) feedback: String,
    /// Whether it stays behind the others when they are shuffled.
    pub(crate) is_last: bool,
}

/// A gap in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Plain texts, any of which is right.
    Texts(Vec<String>),
    /// Numbers as Lectern writes them.
    Numbers(Vec<String>),
    /// Plain texts to choose from, two or more, and which of them is right; see [`can_be_chosen`].
    Choice { choices: Vec<String>, right: usize },
}

impl Default for Kind {
    fn default() -> Self {
        Self::TrueFalse(true)
    }
}

/// What stands in a prompt for the gap of this number.
pub(crate) fn gap(number: usize) -> String {
    format!("\u{e000}{number}\u{e001}")
}

/// Whether a gap can have these texts to choose from: some signs part the choices of a gap.
pub(crate) fn can_be_chosen(texts: &[String]) -> bool {
    let is_fit = |text: &String| {
        !text.trim().is_empty() && !text.contains(['(', ')', '[', ']', '|', '`', '"', '“', '”', '\n', '<'])
    };
    texts.len() > 1 && texts.iter().all(is_fit)
}

/// Whether a text can stand in a gap that is typed into.
pub(crate) fn can_be_typed(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(['`', '\n', '|', '[', ']'])
}
