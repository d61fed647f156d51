//! Text as HTML.

/// Text between tags.
pub(crate) fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    text_into(text, &mut html);
    html
}

/// As [`text`], added to what is there.
pub(crate) fn text_into(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            // A parser of HTML would drop it or replace it.
            '\0' => html.push('\u{fffd}'),
            other => html.push(other),
        }
    }
}

/// The value of an attribute, to stand between double quotes.
pub(crate) fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;")
}
