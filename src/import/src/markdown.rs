//! Other people's Markdown made into Lectern's: addresses replaced, fences named, and nothing left by which Lectern
//! would understand something that was not meant.
//!
//! Text is kept as its author wrote it; only what has to change is changed, in place.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::loss::{Became, Losses};
use crate::names::slug;
use crate::text::Text;
use crate::{Use, Where, escape};
use crate::{from_html, html};

/// What Lectern's compiler understands.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// What stands before the words of a heading that would begin a quiz in Lectern and is not meant to.
pub(crate) const KEPT_FROM_QUIZ: &str = "· ";

/// What lessons link to and do not show: their readers ask no other site for anything.
pub(crate) const ELSEWHERE: &str = "pictures and media from elsewhere, which are links now";

/// A stretch of events, each with its place.
pub(crate) type Events<'a> = [(Event<'a>, Range<usize>)];

/// How a text is to be read.
pub(crate) struct Reading<'r> {
    /// The file that the text is from.
    pub(crate) file: &'r str,
    /// Whether dollar signs make formulas.
    pub(crate) has_math: bool,
    /// Whether `{#id .class}` behind a heading says something about it.
    pub(crate) has_heading_attributes: bool,
    /// Whether headings become something else, so that none of them begins a quiz.
    pub(crate) takes_headings: bool,
    /// Where an address leads that stands in this line.
    pub(crate) find: &'r mut dyn FnMut(&str, Use, usize) -> Where,
    /// What is to be done with a fence, by what stands behind its opening.
    pub(crate) fence: &'r dyn Fn(&str) -> Fence,
    pub(crate) losses: &'r mut Losses,
}

/// What becomes of a line of code.
pub(crate) type Line = Box<dyn Fn(&str) -> Option<String>>;

/// What becomes of a fence.
pub(crate) struct Fence {
    /// What is to stand behind its opening.
    pub(crate) info: String,
    /// What becomes of each of its lines: `None` where it is not shown.
    pub(crate) line: Line,
    /// What is lost whatever its lines are: a sort of thing.
    pub(crate) loss: Option<&'static str>,
}

impl Fence {
    /// A fence whose lines stay.
    pub(crate) fn new(info: String) -> Self {
        Self { info, line: Box::new(|line| Some(line.to_owned())), loss: None }
    }

    /// What Lectern understands of the words behind a fence: the language and a title.
    pub(crate) fn usual(info: &str) -> Self {
        let info = info.trim().trim_start_matches(['{', '.']);
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';' | '=');
        let language = &info[..info.find(is_end).unwrap_or(info.len())];
        let title =
            info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(title, _)| title);
        Self::new(with_title(language, title.unwrap_or_default()))
    }
}

/// A language and a title as they stand behind a fence.
pub(crate) fn with_title(language: &str, title: &str) -> String {
    let language: String = language.chars().filter(|c| !matches!(c, '`' | '"')).collect();
    let title: String = title.chars().filter(|c| !matches!(c, '`' | '"' | '\n')).collect();
    match (language.as_str(), title.trim()) {
        (language, "") => language.into(),
        ("", title) => format!("text title=\"{title}\""),
        (language, title) => format!("{language} title=\"{title}\""),
    }
}

/// Parses Markdown as Lectern does.
pub(crate) fn parse(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    Parser::new_ext(text, OPTIONS).into_offset_iter().collect()
}

/// The text of some Markdown without its markup, with single spaces.
pub(crate) fn plain(markdown: &str) -> String {
    plain_of(&parse(markdown))
}

/// The same of parsed Markdown.
pub(crate) fn plain_of(events: &Events<'_>) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::InlineMath(part) | Event::DisplayMath(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            ) => {}
            Event::End(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The outermost blocks: the range of each, and its first event's index.
pub(crate) fn blocks(events: &Events<'_>) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    blocks.push(start..at + 1);
                }
            }
            _ if depth == 0 => blocks.push(at..at + 1),
            _ => {}
        }
    }
    blocks
}

/// A text that ends where it ends: code and HTML that go on for ever would take along what stands behind them.
pub(crate) fn closed(text: &str) -> String {
    let text = text.trim_end();
    let events = parse(text);
    let Some(last) = blocks(&events).pop() else { return text.into() };
    let (event, range) = &events[last.start];
    let source = &text[range.clone()];
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
            let fence: String = source.chars().take_while(|c| matches!(c, '`' | '~')).collect();
            let end = source.lines().skip(1).last().unwrap_or_default().trim();
            let is_closed = end.len() >= fence.len()
                && !fence.is_empty()
                && end.trim_start_matches(&fence[..1]).is_empty();
            if is_closed { text.into() } else { format!("{text}\n{fence}") }
        }
        Event::Start(Tag::HtmlBlock) => {
            let lower = source.trim_start().to_lowercase();
            const OPEN: [(&str, &str); 8] = [
                ("<!--", "-->"),
                ("<![cdata[", "]]>"),
                ("<!", ">"),
                ("<?", "?>"),
                ("<script", "</script>"),
                ("<pre", "</pre>"),
                ("<style", "</style>"),
                ("<textarea", "</textarea>"),
            ];
            let open = OPEN.iter().find(|(open, _)| lower.starts_with(open));
            if open.is_some_and(|(_, close)| !lower.contains(close)) {
                let start = range.start + (source.len() - source.trim_start().len());
                format!("{}\\{}", &text[..start], &text[start..])
            } else {
                text.into()
            }
        }
        _ => text.into(),
    }
}

/// A text between questions: its lists would be taken for questions, so they stand in quotations.
pub(crate) fn without_lists(text: &str) -> String {
    let text = text.trim_end();
    let events = parse(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for block in blocks(&events) {
        let (event, range) = &events[block.start];
        if matches!(event, Event::Start(Tag::List(_))) {
            out.push_str(&text[at..range.start]);
            let quoted: Vec<_> =
                text[range.clone()].trim_end().lines().map(|line| format!("> {line}")).collect();
            out.push_str(&quoted.join("\n"));
            at = range.end;
            out.push_str(if at < text.len() { "\n\n" } else { "" });
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a heading would begin a quiz in Lectern.
pub(crate) fn announces_quiz(level: HeadingLevel, text: &str) -> bool {
    let folded = course::identity::normalise(text.trim_end_matches([':', '?', '.']));
    let begins = |word: &str| {
        let rest = folded.strip_prefix(word);
        rest.is_some_and(|rest| {
            rest.is_empty() || [":", " - ", "-"].iter().any(|sign| rest.starts_with(sign))
        })
    };
    (level as u8) <= 4 && (begins("quiz") || begins("knowledge check"))
}

/// The ids that headings were given by attributes, and those that Lectern gives them.
pub(crate) type Anchors = HashMap<String, String>;

/// The ids of headings that are given by `{#id}`, with those that Lectern gives the same headings.
pub(crate) fn anchors(text: &str) -> Anchors {
    let mut anchors = Anchors::new();
    let events: Vec<_> = Parser::new_ext(text, OPTIONS.union(Options::ENABLE_HEADING_ATTRIBUTES)).collect();
    let mut id = None;
    let mut heading = String::new();
    for event in events {
        match event {
            Event::Start(Tag::Heading { id: given, .. }) => {
                id = given;
                heading.clear();
            }
            Event::Text(text) | Event::Code(text) if id.is_some() => heading.push_str(&text),
            Event::End(TagEnd::Heading(_)) => {
                if let Some(id) = id.take() {
                    anchors.insert(id.into_string(), slug(&heading));
                }
            }
            _ => {}
        }
    }
    anchors
}

/// Makes a text Lectern's.
pub(crate) fn rewritten(text: &Text, reading: &mut Reading<'_>) -> Text {
    let mut options = OPTIONS;
    options.set(Options::ENABLE_MATH, reading.has_math);
    options.set(Options::ENABLE_HEADING_ATTRIBUTES, reading.has_heading_attributes);
    let parser = Parser::new_ext(text.as_str(), options);
    let mut definitions: Vec<(Range<usize>, String, Option<String>)> = Vec::new();
    for (_, definition) in parser.reference_definitions().iter() {
        let title = definition.title.as_ref().map(|title| title.to_string());
        definitions.push((definition.span.clone(), definition.dest.to_string(), title));
    }
    let events: Vec<_> = parser.into_offset_iter().collect();
    let mut work = Work {
        source: text.as_str(),
        text,
        edits: Vec::new(),
        open: Vec::new(),
        dropping: None,
        in_code: false,
        reading,
    };
    for (span, address, title) in definitions {
        work.definition(&span, &address, title.as_deref());
    }
    for at in 0..events.len() {
        work.event(&events, at);
    }
    let edits = work.edits;
    text.edited(edits)
}

/// The rewriting of one text.
struct Work<'w, 'r> {
    source: &'w str,
    text: &'w Text,
    edits: Vec<(Range<usize>, String)>,
    /// Links and images that are open: the index of their events, and where what is in them ends so far.
    open: Vec<(usize, usize)>,
    /// An element in a line that goes with its content, from here.
    dropping: Option<(String, usize)>,
    in_code: bool,
    reading: &'w mut Reading<'r>,
}

impl Work<'_, '_> {
    fn note(&mut self, became: Became, sort: &str, at: usize, detail: &str) {
        let place = (self.reading.file, self.text.line_at(at));
        self.reading.losses.note(became, sort, place, detail);
    }

    fn event(&mut self, events: &Events<'_>, at: usize) {
        let (event, range) = &events[at];
        if let Some((_, inner)) = self.open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *inner = range.end.max(*inner);
        }
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.open.push((at, range.start + 1)),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((start, inner)) = self.open.pop() {
                    self.link(events, start..at, inner);
                    if let Some((_, outer)) = self.open.last_mut() {
                        *outer = range.end.max(*outer);
                    }
                }
            }
            Event::Start(Tag::Heading { level, .. }) => self.heading(events, at, *level),
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if let CodeBlockKind::Fenced(info) = kind {
                    self.fence(events, at, info);
                }
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::HtmlBlock) => self.html_block(range.clone()),
            Event::InlineHtml(_) => self.inline_html(range.clone()),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                self.dropping = None;
            }
            Event::Text(_) if !self.reading.has_math && !self.in_code => self.dollars(range.clone()),
            _ => {}
        }
    }

    /// A dollar sign that begins no formula. Of one that is escaped, the text begins behind the backslash.
    fn dollars(&mut self, range: Range<usize>) {
        for (offset, _) in self.source[range.clone()].match_indices('$') {
            let at = range.start + offset;
            if !(offset == 0 && self.source[..at].ends_with('\\')) {
                self.edits.push((at..at, "\\".into()));
            }
        }
    }

    fn heading(&mut self, events: &Events<'_>, at: usize, level: HeadingLevel) {
        let range = events[at].1.clone();
        let length =
            events[at..].iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))));
        let end = at + length.unwrap_or(0);
        let plain = plain_of(&events[at..end]);
        let source = &self.source[range.clone()];
        let start = range.start + (source.len() - source.trim_start_matches(['#', ' ', '\t']).len());
        if !self.reading.takes_headings && announces_quiz(level, &plain) {
            self.note(Became::Approximated, "headings that would begin a quiz", range.start, &plain);
            self.edits.push((start..start, KEPT_FROM_QUIZ.into()));
        }
        if let Event::Start(Tag::Heading { id, classes, attrs, .. }) = &events[at].0
            && (id.is_some() || !classes.is_empty() || !attrs.is_empty())
        {
            let inner = events[at + 1..end].iter().map(|(_, range)| range.end).max().unwrap_or(start);
            let line = &self.source[inner..range.end];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            if let (Some(open), Some(close)) = (line.find('{'), line.rfind('}')) {
                let blank = line[..open].len() - line[..open].trim_end().len();
                self.edits.push((inner + open - blank..inner + close + 1, String::new()));
            }
            if !classes.is_empty() || !attrs.is_empty() {
                self.note(Became::LeftOut, "attributes of headings", range.start, source);
            }
        }
    }

    fn definition(&mut self, span: &Range<usize>, address: &str, title: Option<&str>) {
        // The end of a label; what is escaped in it does not matter, since the rest follows from the end.
        let Some(label) = self.source[span.clone()].find("]:") else { return };
        if let Where::At(new) = (self.reading.find)(address, Use::Link, self.text.line_at(span.start)) {
            let title = title.map(|title| format!(" \"{}\"", title.replace('"', "\\\""))).unwrap_or_default();
            let put = format!(" {}{title}", escape::target(&new));
            self.edits.push((span.start + label + 2..span.end, put));
        }
    }

    /// `inner` is the end of what stands between the brackets.
    fn link(&mut self, events: &Events<'_>, at: Range<usize>, inner: usize) {
        let range = events[at.start].1.clone();
        let (kind, address, title, how) = match &events[at.start].0 {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                (link_type, dest_url, title, Use::Link)
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                (link_type, dest_url, title, Use::Shown)
            }
            _ => return,
        };
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            return;
        }
        let is_inline = matches!(kind, LinkType::Inline);
        let inner = inner.min(range.end);
        let tail = match self.source[inner..range.end].find(']') {
            Some(offset) => inner + offset..range.end,
            None => return,
        };
        match (self.reading.find)(address, how, self.text.line_at(range.start)) {
            Where::Same if how == Use::Shown && from_html::is_outside(address) => {
                self.note(Became::Approximated, ELSEWHERE, range.start, address);
            }
            Where::Same => {}
            Where::At(new) if is_inline => {
                let title = if title.is_empty() {
                    String::new()
                } else {
                    format!(" \"{}\"", title.replace('"', "\\\""))
                };
                self.edits.push((tail, format!("]({}{title})", escape::target(&new))));
            }
            // The definition is replaced. What is shown need not be where a link would lead, so it is written out.
            Where::At(new) if how == Use::Shown => {
                self.edits.push((tail, format!("]({})", escape::target(&new))));
            }
            Where::At(_) => {}
            Where::Nowhere if how == Use::Shown => {
                let words = plain_of(&events[at.start + 1..at.end]);
                self.edits.push((range, escape::inline(&words)));
            }
            Where::Nowhere => {
                self.edits.push((range.start..range.start + 1, String::new()));
                self.edits.push((tail, String::new()));
            }
        }
    }

    fn fence(&mut self, events: &Events<'_>, at: usize, info: &str) {
        let range = events[at].1.clone();
        let source = &self.source[range.clone()];
        let first = &source[..source.find('\n').unwrap_or(source.len())];
        let ticks = first.len() - first.trim_start_matches(['`', '~']).len();
        let fence = (self.reading.fence)(info);
        if fence.info != info || first[ticks..].trim() != info {
            let space = if fence.info.is_empty() { "" } else { " " };
            let space = if first[ticks..].starts_with(' ') { space } else { "" };
            let put = format!("{space}{}", fence.info);
            self.edits.push((range.start + ticks..range.start + first.len(), put));
        }
        if let Some(sort) = fence.loss {
            self.note(Became::LeftOut, sort, range.start, first);
        }
        let mut hidden = 0;
        for (event, line) in events[at + 1..].iter() {
            let Event::Text(_) = event else { break };
            let mut start = line.start;
            for part in self.source[line.clone()].split_inclusive('\n') {
                let bare = part.trim_end_matches('\n');
                let end = start + part.len();
                match (fence.line)(bare) {
                    Some(shown) if shown == bare => {}
                    Some(shown) => self.edits.push((start..start + bare.len(), shown)),
                    None => {
                        hidden += 1;
                        // The line with its indentation within a list or a quotation.
                        let whole = self.source[..start].rfind('\n').map_or(0, |before| before + 1);
                        let whole = whole.max(range.start + first.len() + 1).min(start);
                        self.edits.push((whole..end, String::new()));
                    }
                }
                start = end;
            }
        }
        if hidden > 0 {
            let detail = if hidden == 1 { "1 line".to_owned() } else { format!("{hidden} lines") };
            self.note(Became::LeftOut, "hidden lines of code", range.start, &detail);
        }
    }

    fn html_block(&mut self, range: Range<usize>) {
        let (put, changes) = self.tidied(range.clone());
        for (offset, became, sort, detail) in changes {
            self.note(became, sort, range.start + offset, &detail);
        }
        if put != self.source[range.clone()] {
            // What is nothing but white space would go on with the paragraph before.
            let put = if put.trim().is_empty() { "\n".to_owned() } else { put };
            self.edits.push((range, put));
        }
    }

    fn tidied(&mut self, range: Range<usize>) -> (String, Vec<html::Change>) {
        let mut changes = Vec::new();
        let line = self.text.line_at(range.start);
        let mut find = |address: &str, how: Use| (self.reading.find)(address, how, line);
        (html::tidied(&self.source[range], &mut find, &mut changes), changes)
    }

    fn inline_html(&mut self, range: Range<usize>) {
        let source = &self.source[range.clone()];
        let tag = html::first_tag(source);
        if let Some((name, start)) = &self.dropping {
            if let Some(tag) = tag
                && tag.is_end
                && tag.name == *name
            {
                self.edits.push((*start..range.end, String::new()));
                self.dropping = None;
            }
            return;
        }
        if let Some(tag) = &tag
            && !tag.is_end
            && html::goes_with_content(&tag.name)
            && !source.ends_with("/>")
        {
            self.dropping = Some((tag.name.clone(), range.start));
        }
        let (put, changes) = self.tidied(range.clone());
        for (_, became, sort, detail) in changes {
            self.note(became, sort, range.start, &detail);
        }
        if put != source {
            self.edits.push((range, put));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str, sorts: &[&str]) {
        let mut losses = Losses::default();
        let mut find = |address: &str, _: Use, _: usize| match address {
            "gone" => Where::Nowhere,
            "old" => Where::At("new (1)".into()),
            _ => Where::Same,
        };
        let text = Text::of(markdown);
        let fence = |info: &str| Fence {
            line: Box::new(|line| if line.starts_with("# ") { None } else { Some(line.replace("##", "#")) }),
            ..Fence::usual(info)
        };
        let mut reading = Reading {
            file: "a.md",
            has_math: false,
            has_heading_attributes: true,
            takes_headings: false,
            find: &mut find,
            fence: &fence,
            losses: &mut losses,
        };
        assert_eq!(rewritten(&text, &mut reading).as_str(), expected, "{markdown}");
        let sorts_found: Vec<_> = losses.finish().into_iter().map(|loss| loss.sort).collect();
        assert_eq!(sorts_found, sorts, "{markdown}");
    }

    #[test]
    fn what_has_no_end_gets_one() {
        for (text, expected) in [
            ("a", "a"),
            ("```c\na", "```c\na\n```"),
            ("~~~~\na\n~~~", "~~~~\na\n~~~\n~~~~"),
            ("```\na\n```\n", "```\na\n```"),
            ("a\n\n<!-- b\n\nc", "a\n\n\\<!-- b\n\nc"),
            ("<pre>\n\na", "\\<pre>\n\na"),
            ("<pre>a</pre>", "<pre>a</pre>"),
            ("<div>", "<div>"),
        ] {
            assert_eq!(closed(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_between_questions_are_quoted() {
        assert_eq!(without_lists("a\n\n1. b\n   c\n\nd\n- e"), "a\n\n> 1. b\n>    c\n\nd\n> - e");
        assert_eq!(without_lists("a\n"), "a");
    }

    #[test]
    fn text_stays_as_it_is() {
        let text = "# A *b* \\$ `$` [c](d \"e\") <b>f</b>\n\n    code $\n\n* g\n\n| h |\n|---|\n| i |\n";
        check(text, text, &[]);
    }

    #[test]
    fn addresses_are_replaced_wherever_they_stand() {
        check("[a](old \"t\") ![b](old)", "[a](<new (1)> \"t\") ![b](<new (1)>)", &[]);
        check("[*a* ![b](gone)](old) [c](gone)", "[*a* b](<new (1)>) c", &[]);
        check(
            "[a][r] [r] ![i][r]\n\n[r]: old 'x'\n",
            "[a][r] [r] ![i](<new (1)>)\n\n[r]: <new (1)> \"x\"\n",
            &[],
        );
        check("[a][r] and [r]\n\n[r]: gone\n", "a and r\n\n[r]: gone\n", &[]);
        check("<img src=old>", "<img src=\"new (1)\">", &[]);
    }

    #[test]
    fn prices_are_no_formulas() {
        check("$5 and $6, `$x$`, \\$7", "\\$5 and \\$6, `$x$`, \\$7", &[]);
    }

    #[test]
    fn a_heading_begins_no_quiz() {
        let sorts = &["headings that would begin a quiz"];
        check("## Quiz: cats\n", "## · Quiz: cats\n", sorts);
        check("Knowledge check\n---\n", "· Knowledge check\n---\n", sorts);
        check("## A quiz\n\n##### Quiz\n", "## A quiz\n\n##### Quiz\n", &[]);
        check("## A {#b}\n", "## A\n", &[]);
        check("## A { #b .c }\n", "## A\n", &["attributes of headings"]);
        assert_eq!(anchors("## A `b` {#x}\n## C\n"), Anchors::from([("x".into(), "a-b".into())]));
    }

    #[test]
    fn fences_lose_what_is_hidden_and_what_others_say_of_them() {
        let hidden = &["hidden lines of code"];
        check("```rust,ignore\n# use a;\nb\n## c\n```\n", "```rust\nb\n# c\n```\n", hidden);
        check("> ``` {.py file=x}\n> # a\n> b\n> ```\n", "> ``` py\n> b\n> ```\n", hidden);
        check("- ~~~ c\n  # a\n  ~~~\n", "- ~~~ c\n  ~~~\n", hidden);
        check("```\n", "```\n", &[]);
    }

    #[test]
    fn scripts_in_a_line_go_with_their_content() {
        check("a <script>x *y*</script> b", "a  b", &["scripts"]);
        check("a <script>x\n\nb", "a x\n\nb", &["scripts"]);
        check("<style>\na\n</style>\n\nb", "\n\nb", &["style sheets"]);
    }
}
