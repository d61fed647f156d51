//! The pieces of HTML that the compiler wrote: tags are whole, and attributes stand in double quotes. No reader for just
//! any page.

/// Elements that stand within a word as often as around one; all others end the word.
pub(crate) const INLINE: &str = "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr";

/// What stands between `<` and `>`, and what comes behind.
pub(crate) fn tag(html: &str) -> (&str, &str) {
    let mut is_quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return (&html[1..at], &html[at + 1..]),
            _ => {}
        }
    }
    ("", "")
}

/// The value of an attribute of a tag, empty where it has none; `name` is all that stands before it.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    tag.split_once(name).and_then(|(_, value)| value.split('"').next()).unwrap_or_default()
}

/// The character that an entity stands for, and how much of the text behind the `&` is read with it.
pub(crate) fn entity(after: &str) -> (&'static str, usize) {
    for (name, character) in
        [("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("#39;", "'"), ("nbsp;", " ")]
    {
        if after.starts_with(name) {
            return (character, name.len());
        }
    }
    ("&", 0)
}
