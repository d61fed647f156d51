//! HTML that the compiler itself made and that its own sanitiser would not let through: drawings, formulas, fields.
//!
//! While a page is written, a placeholder stands for such a piece: a number between two marks. The marks are
//! noncharacters of Unicode, which are there for a program's own use and not for text; they are taken out of
//! everything an author writes, so no author can write a placeholder. When the sanitiser is done, the pieces are put
//! in: each once, and only where text stands, never into an attribute.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// Stand around the number of a piece.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// The pieces that stand on a page.
#[derive(Default)]
pub(super) struct Trusted {
    /// `None` where a piece was put in.
    pieces: Vec<Option<String>>,
}

impl Trusted {
    /// Keeps a piece and returns its placeholder.
    pub(super) fn keep(&mut self, html: String) -> String {
        // Texts that were taken straight from the file, such as that of a gap, may have marks of the author's in them.
        self.pieces.push(Some(text_without_marks(&html).into_owned()));
        format!("{OPEN}{}{CLOSE}", self.pieces.len() - 1)
    }

    /// Puts the pieces into the places of their placeholders. A placeholder that is not as it should be vanishes.
    pub(super) fn put_into(&mut self, html: String) -> String {
        if !html.contains(OPEN) {
            return html;
        }
        let mut whole = String::with_capacity(html.len());
        let mut parts = html.split(OPEN);
        let mut place = Place::Text;
        for (index, part) in parts.by_ref().enumerate() {
            let text = match part.split_once(CLOSE).filter(|_| index > 0) {
                Some((number, rest)) => {
                    let number = number.parse().ok().filter(|_| place == Place::Text);
                    let piece = number.and_then(|number: usize| self.pieces.get_mut(number)?.take());
                    whole.push_str(piece.as_deref().unwrap_or_default());
                    rest
                }
                None => part,
            };
            place = place.behind(text);
            whole.push_str(text);
        }
        whole
    }
}

/// Where in HTML one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Tag,
    /// In the value of an attribute, between these quotes.
    Value(char),
}

impl Place {
    fn behind(self, html: &str) -> Self {
        html.chars().fold(self, |place, character| match (place, character) {
            (Self::Text, '<') => Self::Tag,
            (Self::Tag, '>') => Self::Text,
            (Self::Tag, '"' | '\'') => Self::Value(character),
            (Self::Value(quote), _) if character == quote => Self::Tag,
            _ => place,
        })
    }
}

/// Whether a text can give events with marks in them, be it as characters or as references to them.
pub(super) fn may_have_marks(text: &str) -> bool {
    text.contains([OPEN, CLOSE]) || text.contains("&#")
}

/// An author's text without marks, as it has to be before it is written.
pub(super) fn text_without_marks(text: &str) -> Cow<'_, str> {
    if text.contains([OPEN, CLOSE]) { text.replace([OPEN, CLOSE], "\u{fffd}").into() } else { text.into() }
}

/// A text without the placeholders that this crate put into it, for names and ids.
pub(super) fn without_placeholders(text: &str) -> Cow<'_, str> {
    if !text.contains(OPEN) {
        return text.into();
    }
    let mut parts = text.split(OPEN);
    let first = parts.next().unwrap_or_default();
    parts
        .fold(first.to_owned(), |whole, part| whole + part.split_once(CLOSE).map_or("", |(_, rest)| rest))
        .into()
}

/// An author's event without marks.
pub(super) fn without_marks(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(tag) => Event::Start(tag_without_marks(tag)),
        Event::Text(text) => Event::Text(cleaned(text)),
        Event::Code(text) => Event::Code(cleaned(text)),
        Event::InlineMath(text) => Event::InlineMath(cleaned(text)),
        Event::DisplayMath(text) => Event::DisplayMath(cleaned(text)),
        Event::Html(raw) => Event::Html(raw_cleaned(raw)),
        Event::InlineHtml(raw) => Event::InlineHtml(raw_cleaned(raw)),
        Event::FootnoteReference(label) => Event::FootnoteReference(cleaned(label)),
        other => other,
    }
}

fn tag_without_marks(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(cleaned(info))),
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(cleaned(label)),
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: cleaned(dest_url), title: cleaned(title), id }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: cleaned(dest_url), title: cleaned(title), id }
        }
        other => other,
    }
}

fn cleaned(text: CowStr<'_>) -> CowStr<'_> {
    match text_without_marks(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(cleaned) => cleaned.into(),
    }
}

/// Raw HTML can also name a mark by its number, which a parser of HTML reads later.
fn raw_cleaned(raw: CowStr<'_>) -> CowStr<'_> {
    if !raw.contains("&#") {
        return cleaned(raw);
    }
    let mut parts = raw.split("&#");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, radix) = match part.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (part, 10),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        // Leading zeros change nothing; a number that is too long for a `u32` is no character.
        let number = u32::from_str_radix(&digits[..end], radix).ok().and_then(char::from_u32);
        if matches!(number, Some(OPEN | CLOSE)) {
            whole.push('\u{fffd}');
            whole.push_str(digits[end..].strip_prefix(';').unwrap_or(&digits[end..]));
        } else {
            whole.push_str("&#");
            whole.push_str(part);
        }
    }
    text_without_marks(&whole).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_once_and_only_into_text() {
        let mut trusted = Trusted::default();
        let (one, two) = (trusted.keep("<i>\"1\"</i>".into()), trusted.keep("<i>2</i>".into()));
        assert_eq!(
            trusted.put_into(format!("<p title=\"{one}\">a{two}b{two}</p>")),
            "<p title=\"\">a<i>2</i>b</p>"
        );
        assert_eq!(trusted.put_into(format!("{one}\u{fdd0}9\u{fdd1}\u{fdd0}x")), "<i>\"1\"</i>x");
    }

    #[test]
    fn no_author_can_write_a_mark() {
        for raw in [
            "\u{fdd0}0\u{fdd1}",
            "&#xfdd0;0&#xFDD1;",
            "&#64976;0&#64977",
            "&#x0000fdd0;0&#X0FDD1;",
            "&#&#xfdd0;0",
            "&#xfdd0&#xfdd10",
        ] {
            let text = format!(
                "<b title=\"{raw}\">{raw}</b>\n\n<div>\n{raw}\n</div>\n\n`{raw}` [{raw}](/{raw} \"{raw}\")\n\n```{raw}\n{raw}\n```\n"
            );
            for (event, _) in super::super::parse(&text, 0) {
                let read = match &event {
                    Event::Html(raw) | Event::InlineHtml(raw) => {
                        ammonia::Builder::default().clean(raw).to_string()
                    }
                    other => format!("{other:?}").replace("\\u{fdd", "\u{fdd0}"),
                };
                assert!(!read.contains([OPEN, CLOSE]), "{event:?}");
            }
        }
    }

    #[test]
    fn other_references_are_left_alone() {
        assert_eq!(&*raw_cleaned("&#65;&#x1F600;&#;&#x;&amp;".into()), "&#65;&#x1F600;&#;&#x;&amp;");
    }

    #[test]
    fn names_have_no_placeholders() {
        let mut trusted = Trusted::default();
        let mark = trusted.keep("<i>1</i>".into());
        assert_eq!(without_placeholders(&format!("a {mark}b")), "a b");
    }
}
