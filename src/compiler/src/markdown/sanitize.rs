//! The author's own HTML: what may stay, and what is reported as removed.
//!
//! Only what contains raw HTML comes here; what the compiler itself writes is safe and passes unchanged, pictures,
//! formulas and the like behind placeholders (see [`super::trusted`]). No script, style, form, frame, image or event
//! attribute gets through, no address but those of links, no id but those that the compiler gave, and no class but
//! its own, so that a lesson cannot take the player's looks or its elements. Images and videos of the content folder
//! are taken out before and written by the compiler, see [`super::media`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ammonia::Builder;
use course::route::{ASSET_SCHEME, LINK_SCHEME};

use super::page::Page;
use crate::diagnostics::{Code, Diagnostic};
use crate::links::Target;

/// Elements that lessons may carry.
const TAGS: [&str; 62] = [
    "a",
    "abbr",
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
    "input",
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
    "tr",
    "u",
    "ul",
];

/// More of them, which are rare.
const RARE_TAGS: [&str; 6] = ["data", "time", "tt", "var", "wbr", "acronym"];

/// Attributes that any element may carry. `class` and `id` are looked at value by value.
const ATTRIBUTES: [&str; 13] = [
    "aria-label",
    "aria-hidden",
    "class",
    "data-language",
    "dir",
    "id",
    "lang",
    "role",
    "tabindex",
    "title",
    "open",
    "datetime",
    "translate",
];

/// Attributes of single elements.
const OF_ELEMENTS: [(&str, &[&str]); 9] = [
    ("a", &["href", "download"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("input", &["checked", "disabled"]),
    ("data", &["value"]),
];

/// Attributes that are dropped without a word, since nothing of the meaning is lost.
const QUIET: [&str; 8] = ["align", "class", "height", "rel", "style", "target", "valign", "width"];

/// Attributes of raw tags that show a file; what stands in them is taken over or does not matter.
const OF_MEDIA: [&str; 8] =
    ["src", "alt", "title", "aria-label", "controls", "preload", "loading", "decoding"];

/// Classes that the compiler writes, and the beginnings of those that vary.
const CLASSES: [&str; 11] = [
    "code",
    "diagram",
    "table",
    "alert",
    "alert-title",
    "task",
    "image",
    "missing",
    "footnotes",
    "footnote-ref",
    "footnote-back",
];
const CLASS_PREFIXES: [&str; 3] = ["hl-", "alert-", "align-"];

/// Something of the author's that does not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removed {
    /// As in `<script>` or `onclick`.
    what: String,
    span: Range<usize>,
}

/// The part of some HTML that lessons may carry. Links are resolved as those of Markdown are.
pub(super) fn clean(html: &str, page: &Page<'_>) -> String {
    let (ids, written, taken) = (page.ids.clone(), page.written.clone(), page.taken.clone());
    let (targets, file, route) = (page.targets.clone(), page.file.to_owned(), page.route.clone());
    let resolve = move |link: &str| match targets.resolve(link, &file, &route) {
        Target::Outside(address) => Some(address),
        Target::Inside(location) | Target::Renamed(location) => Some(format!("{LINK_SCHEME}{location}")),
        Target::File(path) => {
            let held = targets.assets.find(&path, &file).ok().filter(|held| taken.contains(held.path()))?;
            Some(format!("{ASSET_SCHEME}{}", held.carried().ok()?.name))
        }
        Target::Broken | Target::Unsafe(_) | Target::Nowhere => None,
    };
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into_iter().chain(RARE_TAGS).collect())
        .clean_content_tags(HashSet::from(["script", "style", "template", "noscript", "textarea", "select"]))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(
            OF_ELEMENTS.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect(),
        )
        .set_tag_attribute_values(HashMap::from([("input", HashMap::from([("type", "checkbox")]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "route", "asset"]))
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |_, attribute, value| match attribute {
            "class" => {
                let classes = own_classes(value);
                (!classes.is_empty()).then(|| classes.into())
            }
            "id" => ids.contains(value).then(|| value.into()),
            // Only the compiler's own; an author's `route:` is a scheme like any other.
            "href" if written.contains(value) => Some(value.into()),
            "href" => resolve(value).map(Into::into),
            _ => Some(value.into()),
        });
    builder.clean(html).to_string()
}

/// What the author is told about some raw HTML.
#[derive(Default)]
pub(super) struct Findings {
    /// What [`clean`] will remove.
    pub(super) removed: Vec<Removed>,
    /// The links in it, with their places.
    pub(super) links: Vec<(String, Range<usize>)>,
}

/// A tag that opens an element, as an author wrote it.
pub(super) struct RawTag {
    /// In lower case.
    pub(super) name: String,
    pub(super) at: Range<usize>,
    /// Names, in lower case, and values, decoded as far as it matters here, with their places.
    attributes: Vec<(String, Range<usize>, String, Range<usize>)>,
}

impl RawTag {
    /// The value of the first attribute of this name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, ..)| it == name).map(|(_, _, value, _)| value.as_str())
    }
}

/// The tags in raw HTML, about as a browser finds them. Nothing that matters for safety hangs on it.
pub(super) fn tags(raw: &str) -> Vec<RawTag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = raw[at..].find('<') {
        at += found;
        let rest = &raw[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let name_length =
            rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len() - 1);
        let name = rest[1..=name_length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at += 1;
            continue;
        }
        let mut own = Vec::new();
        let end = attributes(raw, at + 1 + name_length, |(name, name_at), value_at| {
            let value = raw[value_at.clone()].replace("&quot;", "\"").replace("&amp;", "&");
            own.push((name.to_owned(), name_at, value, value_at));
        });
        let is_program = matches!(name.as_str(), "script" | "style");
        tags.push(RawTag { name, at: at..end, attributes: own });
        at = match is_program.then(|| raw[end..].find("</")).flatten() {
            Some(close) => end + close,
            None => end,
        };
    }
    tags
}

/// Looks through raw HTML that begins at `start` of the file. `is_shown` tells the tags that show a file of ours.
/// This only serves the findings: what it overlooks is removed all the same.
pub(super) fn findings(raw: &str, start: usize, is_shown: impl Fn(&RawTag) -> bool) -> Findings {
    let mut findings = Findings::default();
    let span = |part: &Range<usize>| start + part.start..start + part.end;
    for tag in tags(raw) {
        let name = tag.name.as_str();
        let is_media = is_shown(&tag);
        if !is_media && !TAGS.contains(&name) && !RARE_TAGS.contains(&name) {
            findings.removed.push(Removed { what: format!("<{name}>"), span: span(&tag.at) });
            continue;
        }
        for (attribute, at, value, value_at) in &tag.attributes {
            let is_kept = if is_media {
                OF_MEDIA.contains(&attribute.as_str()) || QUIET.contains(&attribute.as_str())
            } else {
                is_allowed(name, attribute)
            };
            if name == "a" && attribute == "href" {
                findings.links.push((value.clone(), span(value_at)));
            } else if !is_kept {
                findings.removed.push(Removed { what: attribute.clone(), span: span(at) });
            }
        }
    }
    findings
}

/// One finding for all that was removed from a page.
pub(super) fn report(removed: &[Removed], file: &str) -> Option<Diagnostic> {
    let (first, others) = removed.split_first()?;
    let mut names: Vec<&str> = Vec::new();
    for removed in removed {
        if !names.contains(&removed.what.as_str()) {
            names.push(&removed.what);
        }
    }
    let message = format!("removed what lessons may not carry: {}", crate::front_matter::listed(&names));
    let diagnostic = Diagnostic::new(Code::RemovedHtml, file, message).at(first.span.clone()).help(
        "where it was meant as text, put it in backticks or write `&lt;` for `<`; otherwise say it in Markdown",
    );
    Some(
        others
            .iter()
            .take(4)
            .fold(diagnostic, |diagnostic, other| diagnostic.label(file, other.span.clone(), "here too")),
    )
}

/// Calls back for every attribute of a tag whose name ends at `at`, with its name and place and the place of its
/// value. Returns where the tag ends.
fn attributes(raw: &str, mut at: usize, mut found: impl FnMut((&str, Range<usize>), Range<usize>)) -> usize {
    loop {
        at += raw[at..].len() - raw[at..].trim_start_matches(|c: char| c.is_whitespace() || c == '/').len();
        let rest = &raw[at..];
        if rest.is_empty() {
            return at;
        }
        if rest.starts_with('>') {
            return at + 1;
        }
        let length = rest
            .char_indices()
            .find(|(index, c)| *index > 0 && (c.is_whitespace() || matches!(c, '=' | '>' | '/')))
            .map_or(rest.len(), |(index, _)| index);
        let name = rest[..length].to_ascii_lowercase();
        let name_span = at..at + length;
        at += length;
        let mut value_span = at..at;
        if let Some(value) = raw[at..].trim_start().strip_prefix('=') {
            let value = value.trim_start();
            let start = raw.len() - value.len();
            (value_span, at) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let end = value[1..].find(quote).map_or(raw.len(), |end| start + 1 + end);
                    (start + 1..end, raw.len().min(end + 1))
                }
                _ => {
                    let length = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                    (start..start + length, start + length)
                }
            };
        }
        found((&name, name_span), value_span);
    }
}

fn is_allowed(element: &str, attribute: &str) -> bool {
    let of_element = OF_ELEMENTS.iter().any(|(name, names)| *name == element && names.contains(&attribute));
    let of_all = ATTRIBUTES.contains(&attribute) && attribute != "id";
    // The boxes of task lists are the only ones there can be, so the attributes of others are not worth a word.
    element == "input" || of_element || of_all || QUIET.contains(&attribute)
}

fn own_classes(value: &str) -> String {
    let own = |class: &&str| {
        CLASSES.contains(class) || CLASS_PREFIXES.iter().any(|prefix| class.starts_with(prefix))
    };
    value.split_whitespace().filter(own).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(raw: &str) -> Vec<String> {
        findings(raw, 0, |_| false).removed.into_iter().map(|removed| removed.what).collect()
    }

    #[test]
    fn what_will_be_removed_is_found() {
        assert_eq!(found("<details open><summary>a</summary> <kbd class=x>b</kbd></details>"), [""; 0]);
        assert_eq!(found("<!-- <script> -->"), [""; 0]);
        assert_eq!(found("a < b <3"), [""; 0]);
        assert_eq!(found("<script>if (a <x) {}</script>"), ["<script>"]);
        assert_eq!(found("<a href='x>y' onclick=\"a > b\" id=q>"), ["onclick", "id"]);
        assert_eq!(found("Vec<String><iframe src=x"), ["<string>", "<iframe>"]);
        assert_eq!(found("<p\n a = 'ü' /é>"), ["a", "é"]);
        assert_eq!(found("<b x='"), ["x"]);
    }

    #[test]
    fn links_are_found_with_their_places() {
        let raw = "<b href=no><a class=x href=\"a.md?b&amp;c\">x</a> <a\nHREF=d.md>y</a>";
        let links = findings(raw, 100, |_| false).links;
        assert_eq!(links.iter().map(|(link, _)| link.as_str()).collect::<Vec<_>>(), ["a.md?b&c", "d.md"]);
        assert_eq!(&raw[links[1].1.start - 100..links[1].1.end - 100], "d.md");
    }
}
