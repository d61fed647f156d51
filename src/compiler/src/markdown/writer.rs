//! From the events of a page to HTML.

use std::ops::Range;

use course::lesson::Heading;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::page::Page;
use super::sanitize;
use super::{Events, code, end_of, escape, inside, plain_text};
use crate::diagnostics::{Code, Diagnostic};

/// Writes stretches of events one after the other.
pub(super) struct Writer<'w, 'p> {
    page: &'w mut Page<'p>,
    html: String,
    has_raw: bool,
    /// What ends the links that are open.
    links: Vec<&'static str>,
    alignments: Vec<Alignment>,
    in_table_head: bool,
    cell: usize,
}

impl<'w, 'p> Writer<'w, 'p> {
    pub(super) fn new(page: &'w mut Page<'p>) -> Self {
        Self {
            page,
            html: String::new(),
            has_raw: false,
            links: Vec::new(),
            alignments: Vec::new(),
            in_table_head: false,
            cell: 0,
        }
    }

    /// The HTML, and whether the author's own HTML is in it.
    pub(super) fn finish(self) -> (String, bool) {
        (self.html, self.has_raw)
    }

    pub(super) fn write_paragraph(&mut self, events: &Events<'_>) {
        self.put("<p>");
        self.write(events);
        self.put("</p>\n");
    }

    pub(super) fn write(&mut self, events: &Events<'_>) {
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            let (event, span) = &events[at];
            at = match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.code(kind, inside(&events[at..end]));
                    end
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    self.image(dest_url, &plain_text(inside(&events[at..end])), span);
                    end
                }
                // Collected by the page, written at its end.
                Event::Start(Tag::FootnoteDefinition(_)) => end,
                Event::Start(tag) => {
                    self.start(tag, span, &events[at..end]);
                    at + 1
                }
                Event::End(tag) => {
                    self.end(*tag);
                    at + 1
                }
                Event::Text(text) => {
                    escape::text_into(text, &mut self.html);
                    at + 1
                }
                Event::Code(text) => {
                    self.put(&format!("<code>{}</code>", escape::text(text)));
                    at + 1
                }
                Event::Html(raw) | Event::InlineHtml(raw) => {
                    self.has_raw = true;
                    if matches!(event, Event::InlineHtml(_)) {
                        self.look_through_raw(span);
                    }
                    self.put(raw);
                    at + 1
                }
                Event::SoftBreak => {
                    self.put("\n");
                    at + 1
                }
                Event::HardBreak => {
                    self.put("<br>\n");
                    at + 1
                }
                Event::Rule => {
                    self.put("<hr>\n");
                    at + 1
                }
                Event::FootnoteReference(label) => {
                    self.footnote_reference(label);
                    at + 1
                }
                Event::TaskListMarker(done) => {
                    self.checkbox(*done, &events[at + 1..]);
                    at + 1
                }
                Event::InlineMath(text) | Event::DisplayMath(text) => {
                    escape::text_into(text, &mut self.html);
                    at + 1
                }
            };
        }
    }

    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>, block: &Events<'_>) {
        match tag {
            Tag::Paragraph => self.put("<p>"),
            Tag::HtmlBlock => self.look_through_raw(span),
            Tag::Heading { level, .. } => self.heading(*level, &plain_text(block)),
            Tag::BlockQuote(None) => self.put("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(None) => self.put("<ul>\n"),
            Tag::List(Some(1)) => self.put("<ol>\n"),
            Tag::List(Some(first)) => self.put(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.put(if is_task(inside(block)) { "<li class=\"task\">" } else { "<li>" }),
            Tag::Table(alignments) => self.table(alignments, block),
            Tag::TableHead => {
                self.in_table_head = true;
                self.cell = 0;
                self.put("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.put("<tr>");
            }
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, span),
            // Of syntax that is not switched on, or written where its whole is at hand.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.put("</p>\n"),
            TagEnd::Heading(level) => self.put(&format!("</{level}>\n")),
            TagEnd::BlockQuote(None) => self.put("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.put("</div>\n"),
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::Item => self.put("</li>\n"),
            TagEnd::Table => self.put("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.put("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.put("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                self.put(if self.in_table_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Link => {
                let end = self.links.pop().unwrap_or_default();
                self.put(end);
            }
            _ => {}
        }
    }

    fn look_through_raw(&mut self, span: &Range<usize>) {
        let findings = sanitize::findings(&self.page.text[span.clone()], span.start);
        self.page.note_removed(findings.removed);
        for (link, span) in findings.links {
            // Asked for its findings; what becomes of the link is up to the sanitiser.
            _ = self.page.href(&link, &span);
        }
    }

    fn heading(&mut self, level: HeadingLevel, text: &str) {
        let id = self.page.heading_id(text);
        self.put(&format!("<{level} id=\"{}\">", escape::attribute(&id)));
        let level = level as u8;
        if (2..=4).contains(&level) {
            self.page.headings.push(Heading { level, id, text: text.into() });
        }
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.put(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
        ));
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, events: &Events<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        let text: String = events
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        code::block(info, &text, &mut self.html);
    }

    fn table(&mut self, alignments: &[Alignment], block: &Events<'_>) {
        self.alignments = alignments.to_vec();
        let head = &block[1..end_of(block, 1)];
        let mut names = Vec::new();
        for (at, (event, _)) in head.iter().enumerate() {
            if matches!(event, Event::Start(Tag::TableCell)) {
                names.push(plain_text(&head[at..end_of(head, at)]));
            }
        }
        names.retain(|name| !name.is_empty());
        let label = escape::attribute(&names.join(", "));
        self.put(&format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>"
        ));
    }

    fn table_cell(&mut self) {
        self.put(if self.in_table_head { "<th scope=\"col\"" } else { "<td" });
        self.put(match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
    }

    fn link(&mut self, link_type: LinkType, link: &str, title: &str, span: &Range<usize>) {
        let address = match link_type {
            LinkType::Email => format!("mailto:{link}"),
            _ => link.into(),
        };
        self.links.push("</a>");
        let Some(href) = self.page.href(&address, span) else {
            self.put("<a class=\"missing\">");
            return;
        };
        self.put(&format!("<a href=\"{}\"", escape::attribute(&href)));
        if is_web(&href) {
            self.put(" rel=\"noopener noreferrer\"");
        }
        if !title.is_empty() {
            self.put(&format!(" title=\"{}\"", escape::attribute(title)));
        }
        self.put(">");
    }

    /// Images are not carried in this version, and one from elsewhere would be a request to another origin. What
    /// stands in its place is its alternative text, linked where there is something to link to.
    fn image(&mut self, source: &str, alternative: &str, span: &Range<usize>) {
        let text =
            if alternative.is_empty() { source.rsplit('/').next().unwrap_or(source) } else { alternative };
        let text = escape::text(text);
        let (message, help) = if is_web(source) {
            (
                format!("the image `{source}` would be requested from another origin"),
                "lessons load nothing from elsewhere; a link with the alternative text stands in its place",
            )
        } else {
            (
                format!("the image `{source}` is not shown, images are not carried yet"),
                "its alternative text stands in its place; draw diagrams as text in a fence",
            )
        };
        self.page.diagnostics.push(
            Diagnostic::new(Code::ImageNotCarried, self.page.file, message).at(span.clone()).help(help),
        );
        if is_web(source) && self.links.is_empty() {
            let href = escape::attribute(source);
            self.put(&format!("<a class=\"image\" href=\"{href}\" rel=\"noopener noreferrer\">{text}</a>"));
        } else {
            self.put(&format!("<span class=\"image\">{text}</span>"));
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        match self.page.refer_to_note(label) {
            Some((number, id, href)) => self.put(&format!(
                "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"{href}\" role=\"doc-noteref\">{number}</a></sup>"
            )),
            None => self.put(&escape::text(&format!("[^{label}]"))),
        }
    }

    fn checkbox(&mut self, done: bool, rest: &Events<'_>) {
        // The text of the item itself names the box, up to a list inside of it.
        let ends = |event: &Event<'_>| {
            matches!(event, Event::End(TagEnd::Item | TagEnd::Paragraph) | Event::Start(Tag::List(_)))
        };
        let end = rest.iter().position(|(event, _)| ends(event)).unwrap_or(rest.len());
        let label = escape::attribute(&plain_text(&rest[..end]));
        let checked = if done { " checked=\"\"" } else { "" };
        self.put(&format!("<input type=\"checkbox\" disabled=\"\"{checked} aria-label=\"{label}\"> "));
    }
}

fn is_task(item: &Events<'_>) -> bool {
    let mut events = item.iter().map(|(event, _)| event);
    match events.next() {
        Some(Event::Start(Tag::Paragraph)) => matches!(events.next(), Some(Event::TaskListMarker(_))),
        first => matches!(first, Some(Event::TaskListMarker(_))),
    }
}

fn is_web(address: &str) -> bool {
    let starts =
        |prefix: &str| address.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts("http:") || starts("https:") || address.starts_with("//")
}
