//! The formats, and which of them a source is in.

use std::fmt;

use crate::source::Source;
use crate::{Problem, gift, liascript, mdbook, quizdown};

/// What a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Moodle's text format for questions: <https://docs.moodle.org/en/GIFT_format>.
    Gift,
    /// <https://liascript.github.io>.
    LiaScript,
    /// <https://rust-lang.github.io/mdBook>, with the questions of `mdbook-quiz`.
    MdBook,
    /// <https://github.com/bonartm/quizdown-js>.
    Quizdown,
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Gift => "GIFT",
            Self::LiaScript => "LiaScript",
            Self::MdBook => "mdBook",
            Self::Quizdown => "quizdown",
        })
    }
}

/// The format of a source, by what is in it.
///
/// # Errors
/// Where nothing tells.
pub fn guess(source: &Source) -> Result<Format, Problem> {
    let file = source.file.as_deref();
    if mdbook::is_book(source) {
        return Ok(Format::MdBook);
    }
    let Some(file) = file.map(str::to_owned).or_else(|| main_file(source)) else {
        return Err(Problem(
            "there is neither a `book.toml` nor one file to begin at in this folder; name the file of the course".into(),
        ));
    };
    let Ok((text, _)) = source.text(&file) else { return Err(Problem(format!("cannot read `{file}`"))) };
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if ending == "gift" {
        return Ok(Format::Gift);
    }
    if liascript::is_course(&text) {
        return Ok(Format::LiaScript);
    }
    if quizdown::is_quiz(&text) {
        return Ok(Format::Quizdown);
    }
    // Braces are found in every language; a text of GIFT is named as one.
    if matches!(ending.as_str(), "txt" | "") && gift::has_questions(&text) {
        return Ok(Format::Gift);
    }
    Err(Problem(format!("cannot tell what `{file}` is written in; say so with `--format`")))
}

/// The file that a folder's course is in: its only one, or its readme.
pub(crate) fn main_file(source: &Source) -> Option<String> {
    if let Some(file) = &source.file {
        return Some(file.clone());
    }
    let names = source.names();
    let readme = names.iter().find(|name| name.eq_ignore_ascii_case("readme.md"));
    let is_text = |name: &&String| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| ["md", "gift", "txt", "html"].contains(&ending.as_str()))
    };
    readme.cloned().or_else(|| match names.iter().filter(is_text).collect::<Vec<_>>()[..] {
        [only] => Some(only.clone()),
        _ => None,
    })
}
