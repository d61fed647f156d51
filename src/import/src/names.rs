//! Ids: of lessons, of headings, of questions.

use std::collections::HashSet;

use course::route::is_id;

/// The id that GitHub, mdBook and Lectern give a heading: lower case, letters, digits, `-` and `_` kept, spaces
/// become `-`.
pub(crate) fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            other => other.is_alphanumeric().then_some(other),
        })
        .collect()
}

/// A short id for a page or a question: like [`slug`], without hyphens that say nothing, cut at a word.
pub(crate) fn id(text: &str, otherwise: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_whitespace() || matches!(c, '/' | '.' | ':') { ' ' } else { c })
        .collect();
    let mut id = String::new();
    for part in slug(&spaced).split('-').filter(|part| !part.is_empty()) {
        if !id.is_empty() && id.len() + part.len() > 60 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(part.chars().take(60));
    }
    if is_id(&id) { id } else { otherwise.into() }
}

/// Gives every name once: `a`, `a-2`, `a-3`.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    next: std::collections::HashMap<String, usize>,
}

impl Names {
    /// `wanted`, or with a number behind it where that is taken.
    pub(crate) fn unique(&mut self, wanted: &str) -> String {
        self.numbered(wanted, 2)
    }

    /// The same for headings of one page, as GitHub, mdBook and Lectern number them: `a`, `a-1`.
    pub(crate) fn heading(&mut self, words: &str) -> String {
        self.numbered(&slug(words), 1)
    }

    fn numbered(&mut self, wanted: &str, first: usize) -> String {
        if self.taken.insert(wanted.to_owned()) {
            return wanted.into();
        }
        let next = self.next.entry(wanted.to_owned()).or_insert(first);
        loop {
            let name = format!("{wanted}-{next}");
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// A title for what has only the name of a file: `01-getting_started` becomes `Getting started`.
pub(crate) fn humanise(name: &str) -> String {
    let name = name.trim();
    let unnumbered =
        name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.']);
    let words = if unnumbered.is_empty() { name } else { unnumbered };
    let words = words.split(['-', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Course".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_legal() {
        for (text, expected) in [
            ("Foo::bar & Baz!", "foo-bar-baz"),
            ("ch01/intro.md", "ch01-intro-md"),
            ("🚀", "x"),
            ("Über uns", "über-uns"),
            ("...", "x"),
        ] {
            assert_eq!(id(text, "x"), expected, "{text}");
        }
        assert!(id(&"word ".repeat(100), "x").len() <= 64);
        assert_eq!(id(&"ä".repeat(500), "x").chars().count(), 60);
    }

    #[test]
    fn names_are_given_once() {
        let mut names = Names::default();
        let given = ["a", "a", "a-2", "a"].map(|wanted| names.unique(wanted));
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3"]);
        assert_eq!([names.heading("B c"), names.heading("B C")], ["b-c", "b-c-1"]);
    }

    #[test]
    fn file_names_become_titles() {
        assert_eq!(["02-two_knots", "42", "-"].map(humanise), ["Two knots", "42", "Course"]);
    }
}
