//! Puts the terms of the glossary into running text: the first use on a page becomes a button that opens its
//! explanation.

use std::sync::Arc;

use super::escape;
use super::page::Page;
use crate::glossary::{Term, Terms, first_word};

/// Endings under which a term is still known.
const PLURALS: [&str; 3] = ["", "s", "es"];

/// Writes a piece of text, its terms explained.
pub(super) fn explained(page: &mut Page<'_>, text: &str, html: &mut String) {
    let terms = page.terms.clone();
    let mut written = 0;
    let mut at = 0;
    while let Some((start, word)) = first_word(&text[at..]) {
        let start = at + start;
        at = start + word.len();
        let Some((term, begin, end)) =
            found(&terms, text, start, word, written, |term| page.is_new_term(term))
        else {
            continue;
        };
        escape::text_into(&text[written..begin], html);
        let piece = button(page, &term, &text[begin..end]);
        html.push_str(&page.trusted(piece));
        (written, at) = (end, end);
    }
    escape::text_into(&text[written..], html);
}

/// The term that begins with the word at `start`, and its place.
fn found(
    terms: &Terms,
    text: &str,
    start: usize,
    word: &str,
    written: usize,
    is_new: impl Fn(&Term) -> bool,
) -> Option<(Arc<Term>, usize, usize)> {
    let folded = word.to_lowercase();
    let stems = PLURALS.iter().filter_map(|ending| folded.strip_suffix(ending));
    let candidates = stems.flat_map(|stem| terms.beginning_with(stem));
    candidates.filter(|term| is_new(term)).find_map(|term| {
        // A name may begin with a mark, as `.NET` does.
        let before = first_word(&term.name).map_or(0, |(before, _)| before);
        let begin =
            start.checked_sub(before).filter(|begin| *begin >= written && text.is_char_boundary(*begin))?;
        let length = fitting(&text[begin..], &term.name)?;
        let is_apart = !text[..begin].ends_with(char::is_alphanumeric);
        is_apart.then(|| (term.clone(), begin, begin + length))
    })
}

/// How much of the text the term takes, in the singular or the plural.
fn fitting(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for character in name.chars() {
        let mut ahead = rest.chars();
        let next = ahead.next()?;
        let is_same = next == character || next.to_lowercase().eq(character.to_lowercase());
        if !is_same {
            return None;
        }
        rest = ahead.as_str();
    }
    let length = text.len() - rest.len();
    PLURALS.iter().find_map(|ending| {
        let behind = rest.strip_prefix(ending)?;
        (!behind.starts_with(char::is_alphanumeric)).then_some(length + ending.len())
    })
}

fn button(page: &mut Page<'_>, term: &Term, text: &str) -> String {
    page.note_term(term);
    let id = page.unique_id(&format!("term-{}", term.id), 2);
    let id = escape::attribute(&id);
    format!(
        "<button type=\"button\" class=\"term\" popovertarget=\"{id}\">{}</button><span popover class=\"term-text\" id=\"{id}\"><b>{}</b> {}</span>",
        escape::text(text),
        escape::text(&term.name),
        term.html
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_fits_in_singular_and_plural_whatever_the_case() {
        for (text, name, expected) in [
            ("Containers run", "container", Some(10)),
            ("container.", "Container", Some(9)),
            ("containerd", "container", None),
            ("boxes", "box", Some(5)),
            ("CI/CD is", "ci/cd", Some(5)),
            ("ÜBER x", "über", Some(5)),
            ("con", "container", None),
        ] {
            assert_eq!(fitting(text, name), expected, "{text}");
        }
    }
}
