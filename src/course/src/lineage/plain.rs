//! The words of a text that stands in the bundle as HTML, to be kept and compared.
//!
//! No reader of HTML for just any page: the compiler wrote it, so tags are whole and attributes stand in double
//! quotes. Code and formulas come out between back quotes, since there every sign has a meaning.

use crate::html::{INLINE, attribute, entity, tag};
use crate::identity::{fnv1a, normalise};

/// Plain text on one line. Pictures are told by their `alt`, sound and video by their label, gaps as `___`.
pub(super) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    let mut in_field = false;
    while let Some(at) = rest.find(['<', '&']) {
        put(&rest[..at], in_field, &mut text);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('&') {
            let (character, length) = entity(after);
            put(character, in_field, &mut text);
            rest = &after[length..];
            continue;
        }
        let (tag, after) = tag(rest);
        rest = after;
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if name == "select" {
            // Its options are no part of the text.
            in_field = !is_end;
        }
        text.push_str(stands_for(name, is_end, tag));
        let told = match name {
            "img" => attribute(tag, " alt=\""),
            "video" | "audio" => attribute(tag, " aria-label=\""),
            _ => "",
        };
        if !told.is_empty() {
            text.push_str(&self::text(told));
            text.push(' ');
        }
    }
    put(rest, in_field, &mut text);
    on_one_line(&text)
}

/// What is left of a tag.
fn stands_for(name: &str, is_end: bool, tag: &str) -> &'static str {
    match name {
        "code" | "math" => "`",
        _ if is_end && INLINE.split(' ').any(|inline| name == inline) => "",
        _ if is_end => " ",
        "select" => " ___ ",
        "input" if tag.contains("data-gap=") => " ___ ",
        // What would be lost with the element: that `10³` is not 103, and a fraction no product.
        "sup" | "msup" => " ^ ",
        "msub" => " _ ",
        "mfrac" => " / ",
        "msqrt" | "mroot" => " √ ",
        _ if INLINE.split(' ').any(|inline| name == inline) => "",
        _ => " ",
    }
}

/// At most about `limit` characters; of what is beyond, a few letters that tell whether it is still the same.
pub(super) fn cut(mut text: String, limit: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(limit) else { return text };
    let at = text[..at].rfind(' ').unwrap_or(at);
    let rest = mark(normalise(&text[at..]).as_bytes());
    text.truncate(at);
    text.push_str(" …#");
    text.extend(rest);
    text
}

/// Four characters that two different texts share once in a million.
pub(super) fn mark(bytes: &[u8]) -> [char; 4] {
    let hash = fnv1a(bytes);
    [0, 5, 10, 15].map(|shift| char::from(b"0123456789abcdefghijklmnopqrstuv"[(hash >> shift & 31) as usize]))
}

fn put(part: &str, in_field: bool, text: &mut String) {
    if !in_field {
        // Back quotes are ours.
        text.extend(part.chars().map(|character| if character == '`' { '\'' } else { character }));
    }
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_plain_text() {
        for (html, expected) in [
            ("What is <em>un</em>biased?", "What is unbiased?"),
            ("<p>One</p>\n<ul>\n<li>two</li><li>three</li></ul>", "One two three"),
            (
                "a &lt; b &amp;&amp; &quot;c&quot; &#39;d&#39;&nbsp;e &amp;lt; R&D",
                "a < b && \"c\" 'd' e &lt; R&D",
            ),
            ("<code>a[0]</code> or <code>a(0)</code>", "`a[0]` or `a(0)`"),
            (
                "<div class=\"code\"><pre tabindex=\"0\"><code><span class=\"hl-f\">print</span>(1)\nx\n</code></pre></div>",
                "`print(1) x `",
            ),
            ("<img src=\"x.png\" alt=\"A &quot;cat&quot; &lt;3\" width=\"4\"> sits", "A \"cat\" <3 sits"),
            ("<video src=\"x\" aria-label=\"A walk\"></video>", "A walk"),
            (
                "is <input class=\"gap\" data-gap=\"x\" aria-label=\"gap 1 of 2\">, or <select data-gap=\"y\"><option value=\"\"></option><option value=\"a\">a</option></select>.",
                "is ___ , or ___ .",
            ),
            ("<input type=\"checkbox\"> done", "done"),
            ("10<sup>3</sup> H<sub>2</sub>O", "10 ^ 3 H2O"),
            ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "` / 1 2 `"),
            ("<a title=\"a > b\">c</a>", "c"),
            ("`", "'"),
            ("broken <b", "broken"),
            ("", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn a_long_text_is_cut_and_its_rest_still_tells() {
        let long = |end: &str| cut(format!("{}{end}", "word ".repeat(20)), 40);
        assert_eq!(cut("short".into(), 5), "short");
        assert!(long("end").chars().count() <= 47, "{}", long("end"));
        assert_eq!(long("end"), long("END"));
        assert_ne!(long("end"), long("not"));
        assert_eq!(cut("字".repeat(50), 40).chars().count(), 47);
    }
}
