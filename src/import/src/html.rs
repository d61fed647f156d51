//! HTML in other people's texts: read as tags, and made into what Lectern carries.
//!
//! What Lectern's compiler would take out is taken out here, so that it stands in the list of losses with its place.
//! HTML as a whole text, as Moodle has it, is [`crate::from_html`].

use std::ops::Range;

use crate::from_html::is_outside;
use crate::loss::Became;
use crate::markdown::ELSEWHERE;
use crate::{Use, Where, escape};

/// A part of some HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Text,
    Comment,
    Tag(Tag),
}

/// A tag as it is written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) is_end: bool,
    /// Names in lower case, and values without quotes.
    pub(crate) attributes: Vec<(String, String)>,
}

/// Elements that go with all that is in them.
const WITH_CONTENT: [&str; 13] = [
    "script", "style", "template", "svg", "canvas", "object", "head", "title", "math", "textarea", "select",
    "noscript", "applet",
];

/// Elements that show another page.
const EMBEDS: [&str; 3] = ["iframe", "embed", "frame"];

/// Elements that show a file.
const MEDIA: [&str; 3] = ["img", "video", "audio"];

/// Elements that Lectern's lessons may carry.
const CARRIED: [&str; 67] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes that may stay.
const ATTRIBUTES: [&str; 29] = [
    "alt",
    "aria-hidden",
    "aria-label",
    "colspan",
    "controls",
    "datetime",
    "dir",
    "download",
    "headers",
    "height",
    "href",
    "lang",
    "loading",
    "open",
    "preload",
    "poster",
    "reversed",
    "role",
    "rowspan",
    "scope",
    "span",
    "src",
    "start",
    "tabindex",
    "title",
    "translate",
    "type",
    "value",
    "width",
];

/// Attributes of which nothing is lost but looks.
const LOOKS: [&str; 20] = [
    "align",
    "allow",
    "allowfullscreen",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "color",
    "face",
    "frameborder",
    "name",
    "referrerpolicy",
    "rel",
    "sandbox",
    "scrolling",
    "size",
    "style",
    "target",
    "valign",
];

/// The tag that begins or ends at the start of a text, if one does; for tags that stand alone.
pub(crate) fn first_tag(html: &str) -> Option<Tag> {
    match tokens(html).into_iter().next() {
        Some((_, Token::Tag(tag))) => Some(tag),
        _ => None,
    }
}

/// Whether an element goes with its content.
pub(crate) fn goes_with_content(name: &str) -> bool {
    WITH_CONTENT.contains(&name)
}

/// Whether an element may stay as it is.
pub(crate) fn is_carried(name: &str) -> bool {
    CARRIED.contains(&name)
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As short HTML, for a list of losses.
    fn shown(&self) -> String {
        let attribute = |(name, value): &(String, String)| match value.as_str() {
            "" => format!(" {name}"),
            value => format!(" {name}=\"{value}\""),
        };
        format!("<{}{}>", self.name, self.attributes.iter().map(attribute).collect::<String>())
    }
}

/// Cuts HTML into text, comments and tags. What only looks like a tag is text.
pub(crate) fn tokens(html: &str) -> Vec<(Range<usize>, Token)> {
    let mut tokens = Vec::new();
    let mut text = 0;
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let found = match html[open..].strip_prefix("<!--") {
            Some(rest) => {
                let end = rest.find("-->").map_or(html.len(), |offset| open + 4 + offset + 3);
                Some((end, Token::Comment))
            }
            None => tag(html, open).map(|(tag, end)| (end, Token::Tag(tag))),
        };
        let Some((end, token)) = found else {
            at = open + 1;
            continue;
        };
        if text < open {
            tokens.push((text..open, Token::Text));
        }
        tokens.push((open..end, token));
        at = end;
        text = end;
    }
    if text < html.len() {
        tokens.push((text..html.len(), Token::Text));
    }
    tokens
}

fn tag(html: &str, open: usize) -> Option<(Tag, usize)> {
    let bytes = html.as_bytes();
    let is_end = bytes.get(open + 1) == Some(&b'/');
    let start = open + 1 + usize::from(is_end);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = start + bytes[start..].iter().take_while(|byte| is_name(byte)).count();
    let mut tag = Tag { name: html[start..at].to_lowercase(), is_end, attributes: Vec::new() };
    loop {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'/').count();
        match bytes.get(at)? {
            b'>' => return Some((tag, at + 1)),
            b'<' => return None,
            _ => {}
        }
        let is_free = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'=' | b'/' | b'<');
        let end = at + bytes[at..].iter().take_while(|byte| is_free(byte)).count().max(1);
        // A byte that is no part of a name may begin a longer character.
        let end = (end..=html.len()).find(|end| html.is_char_boundary(*end))?;
        let name = html[at..end].to_lowercase();
        at = end + bytes[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if bytes.get(at) != Some(&b'=') {
            tag.attributes.push((name, String::new()));
            continue;
        }
        at += 1;
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let quote = *bytes.get(at)?;
        let value = if matches!(quote, b'"' | b'\'') {
            let length = html[at + 1..].find(char::from(quote))?;
            let value = &html[at + 1..at + 1 + length];
            at += length + 2;
            value
        } else {
            let length = bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count();
            let value = &html[at..at + length];
            at += length;
            value
        };
        tag.attributes.push((name, value.to_owned()));
    }
}

/// Something that was taken out of HTML or changed: where, what came of it, what sort of thing, and what it was.
pub(crate) type Change = (usize, Became, &'static str, String);

/// HTML with what Lectern carries, its addresses replaced.
pub(crate) fn tidied(
    html: &str,
    find: &mut dyn FnMut(&str, Use) -> Where,
    changes: &mut Vec<Change>,
) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside: Option<(String, usize)> = None;
    // Ends of elements that were taken out.
    let mut open_links = Vec::new();
    for (range, token) in tokens(html) {
        if let Some((name, depth)) = &mut inside {
            if let Token::Tag(tag) = &token
                && tag.name == *name
                && !html[range].ends_with("/>")
            {
                *depth = if tag.is_end { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    inside = None;
                }
            }
            continue;
        }
        let source = &html[range.clone()];
        let mut tag = match token {
            Token::Text => {
                out.push_str(source);
                continue;
            }
            Token::Comment => {
                if !has_meaning(source) {
                    out.push_str(source);
                }
                continue;
            }
            Token::Tag(tag) => tag,
        };
        let name = tag.name.as_str();
        if goes_with_content(name) {
            if !tag.is_end {
                changes.push((range.start, Became::LeftOut, sort_of(name), tag.shown()));
                let closes_itself = source.ends_with("/>");
                inside = (!closes_itself).then(|| (name.to_owned(), 1));
            }
            continue;
        }
        if EMBEDS.contains(&name) {
            if !tag.is_end {
                changes.push((range.start, Became::Approximated, "pages shown in a frame", tag.shown()));
                out.push_str(&embed(&tag));
            }
            continue;
        }
        if !is_carried(name) && !MEDIA.contains(&name) {
            let is_part_of_media = matches!(name, "source" | "track");
            if !tag.is_end && !is_part_of_media {
                changes.push((
                    range.start,
                    Became::KeptAsText,
                    "HTML elements that lessons do not carry",
                    tag.shown(),
                ));
            }
            continue;
        }
        if name == "a" && tag.is_end {
            out.push_str(if open_links.pop().unwrap_or(true) { source } else { "" });
            continue;
        }
        if !tag.is_end {
            let is_media = MEDIA.contains(&name);
            let is_link = name == "a";
            let address = if is_media { "src" } else { "href" };
            let mut target = tag.value(address).map(str::to_owned);
            if let Some(value) = target.as_mut().filter(|_| is_media || is_link) {
                match find(value, if is_media { Use::Shown } else { Use::Link }) {
                    Where::Same if is_media && is_outside(value) => {
                        changes.push((range.start, Became::Approximated, ELSEWHERE, value.clone()));
                    }
                    Where::Same => {}
                    Where::At(new) => *value = new,
                    Where::Nowhere if is_media => {
                        out.push_str(&escape_text(tag.value("alt").unwrap_or_default()));
                        continue;
                    }
                    Where::Nowhere => {
                        open_links.push(false);
                        continue;
                    }
                }
            }
            if is_link {
                open_links.push(true);
            }
            let shown = tag.shown();
            let before = tag.attributes.len();
            tag.attributes
                .retain(|(name, _)| ATTRIBUTES.contains(&name.as_str()) || LOOKS.contains(&name.as_str()));
            if tag.attributes.len() < before {
                changes.push((range.start, Became::LeftOut, "attributes of HTML", shown));
            }
            tag.attributes.retain(|(name, _)| ATTRIBUTES.contains(&name.as_str()));
            let is_same = tag.attributes.len() == before && tag.value(address) == target.as_deref();
            if let (Some(target), Some(place)) =
                (target, tag.attributes.iter_mut().find(|(name, _)| name == address))
            {
                place.1 = target;
            }
            if !is_same {
                out.push_str(&written(&tag, source.ends_with("/>")));
                continue;
            }
        }
        out.push_str(source);
    }
    out
}

/// A comment that Lectern's compiler would take for a word to itself.
fn has_meaning(comment: &str) -> bool {
    let inner = comment.trim_start_matches("<!--").trim_end_matches("-->").trim().to_lowercase();
    inner.starts_with("tabs") || inner.starts_with("/tabs") || inner.starts_with("allow")
}

fn sort_of(name: &str) -> &'static str {
    match name {
        "script" => "scripts",
        "style" => "style sheets",
        "svg" => "drawings in HTML",
        _ => "HTML elements that lessons do not carry",
    }
}

/// A link in the place of a page in a frame.
fn embed(tag: &Tag) -> String {
    let Some(address) = tag.value("src").filter(|address| !address.is_empty()) else { return String::new() };
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let words = tag.value("title").filter(|title| !title.is_empty()).unwrap_or(&address);
    format!("<a href=\"{}\">{}</a>", address.replace('"', "&quot;"), escape_text(words))
}

fn written(tag: &Tag, closes_itself: bool) -> String {
    let mut html = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        html.push_str(&format!(" {name}"));
        if !value.is_empty() || matches!(name.as_str(), "alt" | "href" | "src") {
            html.push_str(&format!("=\"{}\"", value.replace('"', "&quot;")));
        }
    }
    html.push_str(if closes_itself { "/>" } else { ">" });
    html
}

fn escape_text(text: &str) -> String {
    escape::inline(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str, sorts: &[&str]) {
        let mut changes = Vec::new();
        let mut find = |address: &str, _| match address {
            "gone" => Where::Nowhere,
            "old.png" => Where::At("new.png".into()),
            _ => Where::Same,
        };
        assert_eq!(tidied(html, &mut find, &mut changes), expected, "{html}");
        let found: Vec<_> = changes.iter().map(|(_, _, sort, _)| *sort).collect();
        assert_eq!(found, sorts, "{html}");
    }

    #[test]
    fn what_lessons_carry_stays() {
        check("<b>a</b> <!-- c --> 1 < 2 <br/>", "<b>a</b> <!-- c --> 1 < 2 <br/>", &[]);
        check("<div class='x' style=y>z</div>", "<div>z</div>", &[]);
        check("<a href=\"x\" onclick='y' id=z>t</a>", "<a href=\"x\">t</a>", &["attributes of HTML"]);
    }

    #[test]
    fn what_they_do_not_carry_goes_and_is_told() {
        check("a<script>if (a < b) { x('</b>') }</script>b", "ab", &["scripts"]);
        check("<svg><svg/></svg>c", "c", &["drawings in HTML"]);
        check("<blink>x</blink>", "x", &["HTML elements that lessons do not carry"]);
        check("<!-- tabs --><!-- /tabs:end -->", "", &[]);
        let frame = "<iframe src=\"//e.org/?a=1\" title='A film'></iframe>";
        check(frame, "<a href=\"https://e.org/?a=1\">A film</a>", &["pages shown in a frame"]);
    }

    #[test]
    fn addresses_are_replaced() {
        check("<img src='old.png' alt='A \"b\"'>", "<img src=\"new.png\" alt=\"A &quot;b&quot;\">", &[]);
        check("<img src=gone alt=x><a href=gone>y</a>", "xy", &[]);
    }

    #[test]
    fn halves_of_tags_are_text() {
        for html in ["<", "<a", "<a b", "<a b=", "<a b='", "<a <b", "</", "<é", "<a é='ü", "<!--", "<a =>"]
        {
            let covered: usize = tokens(html).iter().map(|(range, _)| range.len()).sum();
            assert_eq!(covered, html.len(), "{html}");
        }
    }
}
