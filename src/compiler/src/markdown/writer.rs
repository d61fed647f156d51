//! From the events of a page to HTML.

use std::ops::Range;

use course::lesson::Heading;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use words::Word;

use super::media::{self, Element, Shown};
use super::page::Page;
use super::{Events, blocks, code, end_of, escape, inside, is_block, plain_text, span};
use super::{sanitize, table, tabs, terms};
use crate::diagnostics::{Code, Diagnostic};
use crate::links::is_web;

/// Blocks inside of blocks are looked at as blocks up to this depth, which no text for readers reaches.
const DEEPEST: usize = 32;

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
    depth: usize,
    /// How many headings and links are open, in which no term is explained.
    quiet: usize,
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
            depth: 0,
            quiet: 0,
        }
    }

    /// The HTML, and whether the author's own HTML is in it.
    pub(super) fn finish(self) -> (String, bool) {
        (self.html, self.has_raw)
    }

    /// Writes blocks that stand one after the other. Text outside of a paragraph gets one where `is_loose`.
    pub(super) fn write_blocks(&mut self, blocks: &[&Events<'_>], is_loose: bool) {
        let groups = tabs::groups(blocks, self.page.open_tabs);
        let mut at = 0;
        while at < blocks.len() {
            let block = blocks[at];
            match groups.get(&at) {
                Some(Some(end)) => {
                    let html = tabs::html(self.page, block, &blocks[at + 1..*end]);
                    self.put_trusted(html);
                    at = end + 1;
                    continue;
                }
                Some(None) => {
                    tabs::stray(self.page, block);
                    at += 1;
                    continue;
                }
                None => {}
            }
            if let Some((caption, table)) = table::captioned(&blocks[at..]) {
                self.table(table, Some(caption));
                at += 2;
                continue;
            }
            if table::is_caption(block) {
                self.warn_of_caption(block);
            }
            match block.first() {
                Some((event, _)) if is_loose && !is_block(event) => {
                    self.put("<p>");
                    self.write(block);
                    self.put("</p>\n");
                }
                _ => self.write(block),
            }
            at += 1;
        }
    }

    /// Writes a stretch of events.
    pub(super) fn write(&mut self, events: &Events<'_>) {
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            let (event, span) = &events[at];
            at = match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.code(kind, inside(&events[at..end]), span);
                    end
                }
                Event::Start(Tag::Image { .. }) => {
                    self.image(&events[at..end], false);
                    end
                }
                Event::Start(Tag::Table(_)) => {
                    self.table(&events[at..end], None);
                    end
                }
                Event::Start(Tag::HtmlBlock) => {
                    let raw: String =
                        inside(&events[at..end]).iter().filter_map(|(event, _)| raw(event)).collect();
                    self.raw(&raw, span);
                    end
                }
                // Collected by the page, written at its end.
                Event::Start(Tag::FootnoteDefinition(_)) => end,
                Event::Start(Tag::Paragraph) if self.stands_alone(&events[at..end]) => end,
                Event::Start(tag) if self.depth < DEEPEST && holds_blocks(tag) => {
                    self.start(tag, span, &events[at..end]);
                    self.depth += 1;
                    self.write_blocks(&blocks(inside(&events[at..end])), false);
                    self.depth -= 1;
                    if let Some((Event::End(tag), _)) = events.get(end - 1) {
                        self.end(*tag);
                    }
                    end
                }
                Event::Start(tag) => {
                    self.start(tag, span, &events[at..end]);
                    at + 1
                }
                Event::End(tag) => {
                    self.end(*tag);
                    at + 1
                }
                Event::Text(_) => {
                    let is_text = |event: &Event<'_>| matches!(event, Event::Text(_));
                    let length = events[at..].iter().take_while(|(event, _)| is_text(event)).count();
                    self.text(&events[at..at + length]);
                    at + length
                }
                Event::Code(text) => {
                    self.put(&format!("<code>{}</code>", escape::text(text)));
                    at + 1
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    self.raw(html, span);
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
                Event::InlineMath(source) => {
                    let math = self.page.formula(source, false, span);
                    self.put_trusted(math.unwrap_or_else(|source| format!("<code>{source}</code>")));
                    at + 1
                }
                Event::DisplayMath(source) => {
                    let math = self.page.formula(source, true, span);
                    let math = math.unwrap_or_else(|source| format!("<code>{source}</code>"));
                    self.put_trusted(format!("<span class=\"math\" tabindex=\"0\">{math}</span>"));
                    at + 1
                }
            };
        }
    }

    /// Writes a paragraph that is only a picture or only formulas without the frame of a paragraph.
    fn stands_alone(&mut self, paragraph: &Events<'_>) -> bool {
        let content = inside(paragraph);
        if let Some((Event::Start(Tag::Image { .. }), _)) = content.first()
            && end_of(content, 0) == content.len()
        {
            self.image(content, true);
            return true;
        }
        let is_formula = |event: &Event<'_>| match event {
            Event::DisplayMath(_) | Event::SoftBreak | Event::HardBreak => true,
            Event::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        let is_only_formulas = content.iter().all(|(event, _)| is_formula(event))
            && content.iter().any(|(event, _)| matches!(event, Event::DisplayMath(_)));
        if !is_only_formulas {
            return false;
        }
        for (event, span) in content {
            if let Event::DisplayMath(source) = event {
                let html = self.page.formula_block(source, span);
                self.put_trusted(html);
            }
        }
        true
    }

    fn text(&mut self, events: &Events<'_>) {
        let parts = events.iter().filter_map(|(event, _)| match event {
            Event::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        if !self.page.is_running || self.quiet > 0 || self.page.terms.is_empty() {
            parts.for_each(|part| escape::text_into(part, &mut self.html));
            return;
        }
        // A parser cuts text where markup could begin; a term may stand across.
        let text: String = parts.collect();
        terms::explained(self.page, &text, &mut self.html);
    }

    /// Raw HTML, to be sanitised with all that is around it.
    fn raw(&mut self, raw: &str, span: &Range<usize>) {
        self.has_raw = true;
        self.look_through_raw(span);
        let tag = raw.trim_start().to_ascii_lowercase();
        if tag.starts_with("<a") {
            self.quiet += 1;
        } else if tag.starts_with("</a") {
            self.quiet = self.quiet.saturating_sub(1);
        }
        let html = media::with_media(self.page, raw, span);
        self.put(&html);
    }

    fn put_trusted(&mut self, html: String) {
        let placeholder = self.page.trusted(html);
        self.put(&placeholder);
    }

    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>, block: &Events<'_>) {
        match tag {
            Tag::Paragraph => self.put("<p>"),
            Tag::Heading { level, .. } => self.heading(*level, &plain_text(block)),
            Tag::BlockQuote(None) => self.put("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(None) => self.put("<ul>\n"),
            Tag::List(Some(1)) => self.put("<ol>\n"),
            Tag::List(Some(first)) => self.put(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.put(if is_task(inside(block)) { "<li class=\"task\">" } else { "<li>" }),
            Tag::DefinitionList => self.put("<dl>\n"),
            Tag::DefinitionListTitle => self.put("<dt>"),
            Tag::DefinitionListDefinition => self.put("<dd>"),
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
            TagEnd::Heading(level) => {
                self.quiet = self.quiet.saturating_sub(1);
                self.put(&format!("</{level}>\n"));
            }
            TagEnd::BlockQuote(None) => self.put("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.put("</div>\n"),
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::Item => self.put("</li>\n"),
            TagEnd::DefinitionList => self.put("</dl>\n"),
            TagEnd::DefinitionListTitle => self.put("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.put("</dd>\n"),
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
                self.quiet = self.quiet.saturating_sub(1);
                let end = self.links.pop().unwrap_or_default();
                self.put(end);
            }
            _ => {}
        }
    }

    fn look_through_raw(&mut self, span: &Range<usize>) {
        let is_shown = |tag: &sanitize::RawTag| media::raw(self.page, tag).is_some();
        let findings = sanitize::findings(&self.page.text[span.clone()], span.start, is_shown);
        self.page.note_removed(findings.removed);
        for (link, span) in findings.links {
            // Asked for its findings; what becomes of the link is up to the sanitiser.
            _ = self.page.href(&link, &span);
        }
    }

    fn heading(&mut self, level: HeadingLevel, text: &str) {
        self.quiet += 1;
        let id = self.page.heading_id(text);
        self.put(&format!("<{level} id=\"{}\">", escape::attribute(&id)));
        let level = level as u8;
        // What stands in a tab may be hidden, and a way to it would lead nowhere.
        if (2..=4).contains(&level) && self.page.open_tabs == 0 {
            self.page.headings.push(Heading { level, id, text: text.into() });
        }
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", Word::alert_note),
            BlockQuoteKind::Tip => ("tip", Word::alert_tip),
            BlockQuoteKind::Important => ("important", Word::alert_important),
            BlockQuoteKind::Warning => ("warning", Word::alert_warning),
            BlockQuoteKind::Caution => ("caution", Word::alert_caution),
        };
        let title = escape::text(self.page.targets.say(title));
        self.put(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
        ));
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, events: &Events<'_>, span: &Range<usize>) {
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
        let html = code::block(self.page, info, &text, span);
        self.put_trusted(html);
    }

    fn table(&mut self, block: &Events<'_>, caption: Option<&Events<'_>>) {
        if let Some((Event::Start(Tag::Table(alignments)), _)) = block.first() {
            self.alignments = alignments.clone();
        }
        let caption = caption.map(table::caption_text);
        let caption = caption.map(|events| (plain_text(&events), self.page.inline_html(&events)));
        let opening = table::opening(block, caption.as_ref().map(|(text, _)| text.as_str()));
        self.put(&opening);
        if let Some((_, html)) = caption {
            self.put("<caption>");
            self.put_trusted(html);
            self.put("</caption>");
        }
        self.write(inside(block));
        self.put("</tbody></table></div>\n");
    }

    fn warn_of_caption(&mut self, block: &Events<'_>) {
        let at = super::first_line(self.page.text, span(block));
        self.page.diagnostics.push(
            Diagnostic::new(Code::CaptionWithoutTable, self.page.file, "this caption has no table beside it")
                .at(at)
                .help("put it directly before or behind its table; where it is no caption, begin the sentence with another word"),
        );
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
        self.quiet += 1;
        self.links.push("</a>");
        let Some(href) = self.page.href(&address, span) else {
            self.put("<a class=\"missing\">");
            return;
        };
        self.put(&format!("<a href=\"{}\"", escape::attribute(&href)));
        if is_web(&href) {
            self.put(" rel=\"noopener noreferrer\"");
        }
        if let Some(name) = self.page.download_name(&address) {
            self.put(&format!(" download=\"{}\"", escape::attribute(&name)));
        }
        if !title.is_empty() {
            self.put(&format!(" title=\"{}\"", escape::attribute(title)));
        }
        self.put(">");
    }

    /// An image, or sound or video written as one. What is all of a paragraph is a figure.
    fn image(&mut self, image: &Events<'_>, is_alone: bool) {
        let Some((Event::Start(Tag::Image { dest_url, title, .. }), span)) = image.first() else { return };
        let alternative = plain_text(inside(image));
        let shown = Shown { source: dest_url, alternative: &alternative, title, size: (None, None), span };
        match media::element(self.page, &shown, !self.links.is_empty()) {
            Element::Media(html) if is_alone => self.put_trusted(media::figure(&html, title)),
            Element::Media(html) => self.put_trusted(html),
            Element::Instead(html) if is_alone => self.put(&format!("<p>{html}</p>\n")),
            Element::Instead(html) => self.put(&html),
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

fn raw<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(raw),
        _ => None,
    }
}

/// Whether what stands inside may be blocks. Text without a paragraph in it is a block of its own.
fn holds_blocks(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::Item | Tag::DefinitionListDefinition)
}
