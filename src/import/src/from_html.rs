//! A whole text in HTML, as Moodle and others keep it, made into Markdown.
//!
//! What stands in a line stays HTML, which Markdown may hold; blocks become those of Markdown, since Markdown does not
//! look into blocks of HTML.

use crate::escape;
use crate::files::Files;
use crate::html::{self, Tag, Token};
use crate::loss::{Became, Losses};
use crate::{Use, Where};

/// Makes Markdown of HTML. `breaks` says that a line break in the text is one on the page.
pub(crate) fn markdown(
    html: &str,
    breaks: bool,
    place: (&str, usize),
    files: &mut Files<'_>,
    losses: &mut Losses,
) -> String {
    let mut changes = Vec::new();
    let mut find = |address: &str, how: Use| address_of(address, how, place, files, losses);
    let tidied = html::tidied(html, &mut find, &mut changes);
    for (_, became, sort, detail) in changes {
        losses.note(became, sort, place, &detail);
    }
    let mut writer = Writer::default();
    for (range, token) in html::tokens(&tidied) {
        let source = &tidied[range];
        match token {
            Token::Comment => {}
            Token::Text if writer.preformatted.is_some() => writer.line.push_str(&decoded(source)),
            Token::Text => writer.text(source, breaks),
            Token::Tag(tag) => writer.tag(&tag, source),
        }
    }
    writer.finish()
}

/// Where an address of a text leads that was on a web site: files of the course come along, pages of the site are left.
pub(crate) fn address_of(
    address: &str,
    how: Use,
    place: (&str, usize),
    files: &mut Files<'_>,
    losses: &mut Losses,
) -> Where {
    if is_outside(address) {
        return Where::Same;
    }
    if address.contains("@@PLUGINFILE@@") {
        losses.note(Became::KeptAsText, "files that Moodle keeps elsewhere", place, address);
        return Where::Nowhere;
    }
    files.take(address, place, how == Use::Shown, losses)
}

/// Whether an address leads to the web, to a mailbox or to a place on the same page.
pub(crate) fn is_outside(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    let has_scheme =
        scheme.is_some_and(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()));
    has_scheme || address.starts_with("//") || address.starts_with('#')
}

/// Blocks on their way into Markdown.
#[derive(Default)]
struct Writer {
    out: String,
    /// The words of the block that is open.
    line: String,
    containers: Vec<Container>,
    /// The code of a `<pre>`, which is in `line`, and its language.
    preformatted: Option<String>,
    /// Tables are kept as HTML.
    tables: usize,
}

/// A list item or a quotation.
struct Container {
    /// What stands before its first line; taken when it is written.
    marker: Option<String>,
    /// What stands before every other line.
    rest: String,
    /// Of a list: its number, `None` for bullets.
    list: Option<Option<usize>>,
}

impl Writer {
    fn text(&mut self, source: &str, breaks: bool) {
        if self.tables > 0 {
            self.line.push_str(source);
            return;
        }
        // References such as `&lt;` are Markdown as well.
        for (index, line) in source.split('\n').enumerate() {
            if index > 0 {
                self.line.push_str(if breaks && !self.line.trim().is_empty() { "\\\n" } else { "\n" });
            }
            self.line.push_str(&with_references(line));
        }
    }

    fn tag(&mut self, tag: &Tag, source: &str) {
        let name = tag.name.as_str();
        if name == "table" {
            if !tag.is_end && self.tables == 0 {
                self.flush();
            }
            self.tables = if tag.is_end { self.tables.saturating_sub(1) } else { self.tables + 1 };
            self.line.push_str(source);
            if self.tables == 0 {
                let table = std::mem::take(&mut self.line);
                self.block(table.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
            }
            return;
        }
        if self.tables > 0 {
            self.line.push_str(source);
            return;
        }
        match name {
            "pre" if tag.is_end => {
                if let Some(language) = self.preformatted.take() {
                    let code = std::mem::take(&mut self.line);
                    let code = code.trim_matches('\n');
                    if !code.trim().is_empty() {
                        self.block(&escape::fence(&language, code));
                    }
                }
            }
            "pre" => {
                self.flush();
                self.preformatted = Some(String::new());
            }
            "br" if self.preformatted.is_some() => self.line.push('\n'),
            _ if self.preformatted.is_some() => {}
            "br" => {
                if !self.line.trim().is_empty() {
                    self.line.push_str("\\\n");
                }
            }
            "p" | "div" | "section" | "center" | "figure" | "figcaption" | "dl" | "dt" | "dd" | "details"
            | "summary" => {
                self.flush();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if tag.is_end {
                    let words = std::mem::take(&mut self.line);
                    if !words.trim().is_empty() {
                        self.line = format!("**{}**", words.trim());
                    }
                }
                self.flush();
            }
            "hr" => self.flush(),
            "ul" | "ol" => {
                self.flush();
                if tag.is_end {
                    self.close(|container| container.list.is_some());
                } else {
                    let number = (name == "ol").then_some(0);
                    self.containers.push(Container { marker: None, rest: String::new(), list: Some(number) });
                }
            }
            "li" => {
                self.flush();
                self.close_item();
                if !tag.is_end {
                    let marker =
                        match self.containers.last_mut().and_then(|container| container.list.as_mut()) {
                            Some(Some(number)) => {
                                *number += 1;
                                format!("{number}. ")
                            }
                            _ => "- ".into(),
                        };
                    let rest = " ".repeat(marker.len());
                    self.containers.push(Container { marker: Some(marker), rest, list: None });
                }
            }
            "blockquote" => {
                self.flush();
                if tag.is_end {
                    self.close(|container| container.rest == "> ");
                } else {
                    self.containers.push(Container { marker: None, rest: "> ".into(), list: None });
                }
            }
            "img" => {
                let words = tag.value("alt").unwrap_or_default();
                let address = tag.value("src").unwrap_or_default();
                self.line.push_str(&format!("![{}]({})", escape::inline(words), escape::target(address)));
            }
            _ => self.line.push_str(source),
        }
    }

    /// Ends the innermost container that fits, and all within it.
    fn close(&mut self, fits: impl Fn(&Container) -> bool) {
        if let Some(at) = self.containers.iter().rposition(fits) {
            self.containers.truncate(at);
        }
    }

    /// Ends the item of the innermost list.
    fn close_item(&mut self) {
        let list = self.containers.iter().rposition(|container| container.list.is_some());
        let item = list.map_or(0, |list| list + 1);
        let is_item = self.containers.get(item).is_some_and(|container| container.rest != "> ");
        if is_item {
            self.containers.truncate(item);
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.line);
        if self.preformatted.is_some() || words.trim().is_empty() {
            return;
        }
        let words = words.trim().trim_end_matches(['\\', '\n', ' ']);
        let lines: Vec<_> = words.lines().map(|line| escape::line_start(line.trim())).collect();
        self.block(&lines.join("\n"));
    }

    /// Writes a block into the containers that are open. Beyond some depth nobody can follow, nor can Markdown.
    fn block(&mut self, block: &str) {
        const DEEPEST: usize = 12;
        let depth = self.containers.len().min(DEEPEST);
        let is_first = self.containers[..depth].iter().any(|container| container.marker.is_some());
        let rest: String = self.containers[..depth].iter().map(|container| container.rest.as_str()).collect();
        if !self.out.is_empty() {
            // Items of a list follow each other.
            let is_item =
                is_first && depth > 0 && self.out.lines().last().is_some_and(|line| !line.trim().is_empty());
            self.out.push('\n');
            if !is_item {
                self.out.push_str(rest.trim_end());
                self.out.push('\n');
            }
        }
        let mut first = String::new();
        for container in &mut self.containers[..depth] {
            first.push_str(&container.marker.take().unwrap_or_else(|| container.rest.clone()));
        }
        for (index, line) in block.lines().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let prefix = if index == 0 { &first } else { &rest };
            self.out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
            self.out.push_str(line);
        }
    }

    fn finish(mut self) -> String {
        if let Some(language) = self.preformatted.take() {
            let code = std::mem::take(&mut self.line);
            self.block(&escape::fence(&language, &code));
        }
        if self.tables > 0 {
            // A table without an end is what its words are.
            let words: Vec<_> = html::tokens(&self.line)
                .into_iter()
                .filter(|(_, token)| *token == Token::Text)
                .map(|(range, _)| with_references(&self.line[range]))
                .collect();
            self.line = words.concat();
        }
        self.flush();
        self.out
    }
}

/// Text of HTML as Markdown: everything is escaped but references.
fn with_references(text: &str) -> String {
    escape::inline(text).replace("\\&", "&")
}

/// Text of HTML without references, for code.
pub(crate) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let character = end.and_then(|end| reference(&rest[1..end]));
        match (character, end) {
            (Some(character), Some(end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn check(html: &str, expected: &str) {
        let source = Source::in_memory("s", None, [("x.png", &b"x"[..])]);
        let (mut files, mut losses) = (Files::new(&source), Losses::default());
        assert_eq!(markdown(html, false, ("a", 1), &mut files, &mut losses), expected, "{html}");
    }

    #[test]
    fn blocks_become_markdown_and_lines_stay_html() {
        check("<p>a <b>b</b> * c</p><p>d<br>e</p>", "a <b>b</b> \\* c\n\nd\\\ne");
        check("<pre>x &lt; y\n  z</pre>", "```\nx < y\n  z\n```");
        check("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>d", "- a\n- b\n\n  c\n\nd");
        check("<ol><li>a<ul><li>b</li></ul></li><li>c</ol>", "1. a\n   - b\n2. c");
        check("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
        check("<h3>a</h3>1. b", "**a**\n\n1\\. b");
        check("a<img src='x.png' alt='[b]'>&amp;&nbsp;", "a![\\[b\\]](../files/x.png)&amp;&nbsp;");
        check("<table><tr><td>a\n*</td></tr></table>", "<table><tr><td>a *</td></tr></table>");
        check("<table><tr><td>a", "a");
        check("</li></ul></p>a", "a");
    }
}
