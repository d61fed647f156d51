//! What a book says of itself in `book.toml`: <https://rust-lang.github.io/mdBook/format/configuration/>.

use std::collections::HashMap;

use toml::{Table, Value};

use crate::Problem;
use crate::loss::{Became, Losses};
use crate::source::Source;

/// The name of the file.
pub(super) const FILE: &str = "book.toml";

/// Preprocessors whose work is done here, or is not needed.
const KNOWN: [&str; 12] = [
    "links",
    "index",
    "quiz",
    "admonish",
    "katex",
    "svgbob",
    "alerts",
    "trpl-listing",
    "trpl-note",
    "trpl-figure",
    "trpl-heading",
    "gettext",
];

/// What of it matters to a course.
#[derive(Debug, Default)]
pub(super) struct Config {
    pub(super) title: Option<String>,
    pub(super) description: String,
    pub(super) authors: Vec<String>,
    /// The folder of the chapters, relative to the book.
    pub(super) src: String,
    /// Whether formulas stand between dollar signs.
    pub(super) has_dollars: bool,
    /// Whether formulas stand between `\\(` and `\\)`.
    pub(super) has_brackets: bool,
    /// By language, what hidden lines of code begin with.
    pub(super) hide: HashMap<String, String>,
}

/// Reads the file.
pub(super) fn read(source: &Source, losses: &mut Losses) -> Result<Config, Problem> {
    let (text, _) = source.text(FILE).map_err(|_| Problem(format!("there is no `{FILE}` in this folder")))?;
    let table: Table = text.parse().map_err(|error| Problem(format!("`{FILE}` cannot be read: {error}")))?;
    let line =
        |key: &str| text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 1);
    let none = Table::new();
    let inner =
        |table: &'_ Table, key: &str| table.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
    let book = table.get("book").and_then(Value::as_table).unwrap_or(&none);
    let words = |key: &str| book.get(key).and_then(Value::as_str).map(str::to_owned);
    let texts = |value: Option<&Value>| -> Vec<String> {
        let list = value.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut config = Config {
        title: words("title").filter(|title| !title.trim().is_empty()),
        description: words("description").unwrap_or_default(),
        authors: texts(book.get("authors")),
        src: words("src").unwrap_or_else(|| "src".into()),
        ..Config::default()
    };
    config.src = config.src.trim_start_matches("./").trim_matches('/').to_owned();
    let mut lose =
        |became, sort: &str, key: &str, detail: &str| losses.note(became, sort, (FILE, line(key)), detail);
    if let Some(language) = words("language").filter(|language| language != "en") {
        lose(Became::LeftOut, "the language of the book", "language", &language);
    }
    let html = inner(&inner(&table, "output"), "html");
    config.has_brackets = html.get("mathjax-support").and_then(Value::as_bool).unwrap_or(false);
    for key in ["additional-css", "additional-js", "theme"] {
        let files = match html.get(key) {
            Some(Value::String(folder)) => folder.clone(),
            list => texts(list).join(", "),
        };
        if !files.is_empty() {
            lose(Became::LeftOut, "style sheets and scripts of the book", key, &files);
        }
    }
    let redirects = inner(&html, "redirect");
    if !redirects.is_empty() {
        let detail = format!("{} addresses of before", redirects.len());
        lose(Became::LeftOut, "redirects", "[output.html.redirect]", &detail);
    }
    for (language, sign) in inner(&inner(&html, "code"), "hidelines") {
        if let Some(sign) = sign.as_str().filter(|sign| !sign.is_empty()) {
            config.hide.insert(language, sign.to_owned());
        }
    }
    for (name, _) in inner(&table, "preprocessor") {
        config.has_dollars |= name == "katex";
        if !KNOWN.contains(&name.as_str()) {
            lose(
                Became::KeptAsText,
                "preprocessors that were not run",
                &format!("[preprocessor.{name}"),
                &name,
            );
        }
    }
    Ok(config)
}
