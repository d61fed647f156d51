//! What all parts of one page share while it is written: ids, headings, footnotes, and findings.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use course::lesson::Heading;
use course::route::{LINK_SCHEME, Location, Route};
use pulldown_cmark::{Event, Tag};

use super::sanitize::{self, Removed};
use super::trusted::Trusted;
use super::writer::Writer;
use super::{Events, blocks, end_of, inside, is_block};
use crate::diagnostics::{Code, Diagnostic};
use crate::links::{Target, Targets};
use crate::names::{slug, unique};

/// A page that is being written.
pub(crate) struct Page<'p> {
    pub(crate) file: &'p str,
    pub(crate) text: &'p str,
    pub(crate) route: Route,
    pub(super) targets: Arc<Targets>,
    /// The ids of all elements of the page.
    pub(crate) ids: HashSet<String>,
    /// The headings of levels 2 to 4.
    pub(crate) headings: Vec<Heading>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Links to a part of a page, to be checked when all pages are written.
    pub(crate) fragments: Vec<FragmentLink>,
    notes: Footnotes<'p>,
    removed: Vec<Removed>,
    trusted: Trusted,
}

/// A link to a part of a page.
pub(crate) struct FragmentLink {
    pub(crate) route: Route,
    pub(crate) fragment: String,
    pub(crate) file: String,
    pub(crate) span: Range<usize>,
}

#[derive(Default)]
struct Footnotes<'p> {
    definitions: HashMap<String, &'p Events<'p>>,
    /// The labels in the order in which they are first referred to.
    used: Vec<String>,
    /// For every used label the ids of its references.
    references: HashMap<String, Vec<String>>,
    ids: HashMap<String, String>,
}

impl<'p> Page<'p> {
    /// Begins a page made of these events.
    pub(crate) fn new(
        file: &'p str,
        text: &'p str,
        route: Route,
        targets: Arc<Targets>,
        events: &'p Events<'p>,
    ) -> Self {
        let mut notes = Footnotes::default();
        let mut at = 0;
        while at < events.len() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = &events[at].0 {
                notes.definitions.entry(label.to_lowercase()).or_insert(&events[at..end_of(events, at)]);
            }
            at += 1;
        }
        Self {
            file,
            text,
            route,
            targets,
            ids: HashSet::new(),
            headings: Vec::new(),
            diagnostics: Vec::new(),
            fragments: Vec::new(),
            notes,
            removed: Vec::new(),
            trusted: Trusted::default(),
        }
    }

    /// The HTML of some blocks, sanitised if any raw HTML is in them. Text outside of a paragraph, as from a tight
    /// list, gets one.
    pub(crate) fn html(&mut self, blocks: &[&Events<'_>]) -> String {
        let mut writer = Writer::new(self);
        for block in blocks {
            match block.first() {
                Some((event, _)) if !is_block(event) => writer.write_paragraph(block),
                _ => writer.write(block),
            }
        }
        let (html, has_raw) = writer.finish();
        let html = if has_raw { sanitize::clean(&html, self) } else { html };
        self.trusted.put_into(html)
    }

    /// Takes HTML that the compiler made and that must pass the sanitiser unchanged, such as a gap to fill in.
    /// Returns what stands for it until the page is written: put it where text of an event stands, once, and
    /// [`Page::html`] puts the HTML in its place. Whatever of the author's is in it has to be escaped or
    /// sanitised before.
    pub(crate) fn trusted(&mut self, html: String) -> String {
        self.trusted.keep(html)
    }

    /// The footnotes that were referred to; empty where there are none. To be called once, when all else is written.
    pub(crate) fn footnotes(&mut self) -> String {
        let mut list = String::new();
        let mut written = 0;
        // A footnote can refer to another one, which then stands behind it.
        while let Some(label) = self.notes.used.get(written).cloned() {
            written += 1;
            let definition = self.notes.definitions.get(&label).copied().unwrap_or_default();
            let html = self.html(&blocks(inside(definition)));
            let mut back = String::new();
            for reference in self.notes.references.get(&label).into_iter().flatten() {
                let href = self.here(reference);
                back.push_str(&format!(
                    " <a class=\"footnote-back\" href=\"{href}\" role=\"doc-backlink\">↩</a>"
                ));
            }
            let html = html.trim_end();
            let html = match html.strip_suffix("</p>") {
                Some(open) => format!("{open}{back}</p>"),
                None => format!("{html}{back}"),
            };
            list.push_str(&format!("<li id=\"{}\">{html}</li>\n", self.notes.ids[&label]));
        }
        if list.is_empty() {
            return list;
        }
        format!("<section class=\"footnotes\" role=\"doc-endnotes\"><ol>\n{list}</ol></section>\n")
    }

    /// Reports what can only be told when everything is written.
    pub(crate) fn report_rest(&mut self) {
        let unused = self.notes.definitions.iter().filter(|(label, _)| !self.notes.used.contains(label));
        for (label, definition) in unused {
            let span = super::first_line(self.text, super::span(definition));
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnusedFootnote,
                    self.file,
                    format!("the footnote `{label}` is never referred to"),
                )
                .at(span)
                .help(format!("refer to it with `[^{label}]`, or remove it; it is not shown")),
            );
        }
        if let Some(diagnostic) = sanitize::report(&self.removed, self.file) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn note_removed(&mut self, removed: Vec<Removed>) {
        self.removed.extend(removed);
    }

    /// An id for a heading, unique on the page.
    pub(crate) fn heading_id(&mut self, text: &str) -> String {
        let slug = slug(text);
        unique(if slug.trim_matches('-').is_empty() { "section" } else { &slug }, &mut self.ids, 1)
    }

    /// The number of a footnote and the id of this reference to it, or nothing where it has no definition.
    pub(super) fn refer_to_note(&mut self, label: &str) -> Option<(usize, String, String)> {
        let label = label.to_lowercase();
        if !self.notes.definitions.contains_key(&label) {
            return None;
        }
        let number = match self.notes.used.iter().position(|used| *used == label) {
            Some(index) => index + 1,
            None => {
                self.notes.used.push(label.clone());
                let number = self.notes.used.len();
                self.notes.ids.insert(label.clone(), unique(&format!("fn-{number}"), &mut self.ids, 2));
                number
            }
        };
        let reference = unique(&format!("fnref-{number}"), &mut self.ids, 2);
        self.notes.references.entry(label.clone()).or_default().push(reference.clone());
        let href = self.here(&self.notes.ids[&label]);
        Some((number, reference, href))
    }

    /// The value of `href` for a link, or nothing where it leads nowhere, which is reported.
    pub(super) fn href(&mut self, link: &str, span: &Range<usize>) -> Option<String> {
        match self.targets.resolve(link, self.file, &self.route) {
            Target::Outside(address) => Some(address),
            Target::Inside(location) => {
                if let Some(fragment) = &location.fragment {
                    self.fragments.push(FragmentLink {
                        route: location.route.clone(),
                        fragment: fragment.clone(),
                        file: self.file.into(),
                        span: span.clone(),
                    });
                }
                Some(format!("{LINK_SCHEME}{location}"))
            }
            Target::Broken => None,
            Target::Unsafe(scheme) => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnsafeLink,
                        self.file,
                        format!("links with `{scheme}:` are removed"),
                    )
                    .at(span.clone())
                    .help("link to a page, or to an address with `https:`, `http:`, `mailto:` or `tel:`"),
                );
                None
            }
            Target::Nowhere => {
                self.diagnostics.push(self.nowhere(link, span.clone()));
                None
            }
        }
    }

    fn nowhere(&self, link: &str, span: Range<usize>) -> Diagnostic {
        let path = link.split(['#', '?']).next().unwrap_or(link);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let help = if path.starts_with("www.") {
            format!("write the whole address: `https://{link}`")
        } else if !ending.is_empty() && !ending.eq_ignore_ascii_case("md") {
            "link to a Markdown file of this library or to an address with `https:`; other files are not carried"
                .to_owned()
        } else {
            let name = name.strip_suffix(".md").unwrap_or(name);
            let known = self.targets.lessons.keys().chain(self.targets.courses.keys());
            // The smallest of equally near ones, since the order of a map is not the same every time.
            let mut known: Vec<_> = known.map(String::as_str).collect();
            known.sort_unstable();
            match crate::names::nearest(name, known) {
                Some(id) => format!("did you mean `{id}`?"),
                None => {
                    "write the path of a Markdown file relative to this one, or the id of a lesson".to_owned()
                }
            }
        };
        Diagnostic::new(Code::BrokenLink, self.file, format!("the link `{link}` leads nowhere"))
            .at(span)
            .help(help)
    }

    fn here(&self, id: &str) -> String {
        let location = Location { route: self.route.clone(), fragment: Some(id.into()) };
        format!("{LINK_SCHEME}{location}")
    }
}
