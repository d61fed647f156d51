//! What all parts of one page share while it is written: ids, headings, footnotes, and findings.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use course::lesson::Heading;
use course::route::{ASSET_SCHEME, LINK_SCHEME, Location, Route};
use pulldown_cmark::{Event, Tag};

use super::sanitize::{self, Removed};
use super::trusted::Trusted;
use super::writer::Writer;
use super::{Events, blocks, end_of, inside, lint, math};
use crate::aliases::former_id;
use crate::assets::{Absent, Held};
use crate::diagnostics::{Code, Diagnostic};
use crate::glossary::{Term, Terms};
use crate::links::{Target, Targets};
use crate::names::slug;

/// A page that is being written.
pub(crate) struct Page<'p> {
    pub(crate) file: &'p str,
    pub(crate) text: &'p str,
    pub(crate) route: Route,
    pub(crate) targets: Arc<Targets>,
    /// The ids of all elements of the page.
    pub(crate) ids: HashSet<String>,
    /// The headings of levels 2 to 4.
    pub(crate) headings: Vec<Heading>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Links to a part of a page, to be checked when all pages are written.
    pub(crate) fragments: Vec<FragmentLink>,
    /// The terms to explain in running text.
    pub(crate) terms: Arc<Terms>,
    /// The values of `href` that the compiler wrote for links inside the library.
    pub(super) written: HashSet<String>,
    /// How many groups of tabs are open around what is being written.
    pub(super) open_tabs: usize,
    /// Whether running text is being written, in which terms are explained.
    pub(super) is_running: bool,
    tab_groups: usize,
    /// For ids that were wanted more than once, the next suffix to try.
    suffixes: HashMap<String, usize>,
    /// The ids of the terms that were explained.
    pub(crate) explained: HashSet<String>,
    /// The paths of the files that the page needs on the site.
    pub(crate) taken: BTreeSet<String>,
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

impl FragmentLink {
    /// The part that it leads to.
    pub(crate) fn target(&self) -> (&Route, &str) {
        (&self.route, &self.fragment)
    }
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
        let mut page = Self {
            file,
            text,
            route,
            targets,
            ids: HashSet::new(),
            headings: Vec::new(),
            diagnostics: Vec::new(),
            fragments: Vec::new(),
            terms: Arc::default(),
            written: HashSet::new(),
            open_tabs: 0,
            is_running: false,
            tab_groups: 0,
            suffixes: HashMap::new(),
            explained: HashSet::new(),
            taken: BTreeSet::new(),
            notes,
            removed: Vec::new(),
            trusted: Trusted::default(),
        };
        lint::text(&mut page, events);
        page
    }

    /// The HTML of some blocks, sanitised if any raw HTML is in them. Text outside of a paragraph, as from a tight
    /// list, gets one.
    pub(crate) fn html(&mut self, blocks: &[&Events<'_>]) -> String {
        let mut writer = Writer::new(self);
        writer.write_blocks(blocks, true);
        let (html, has_raw) = writer.finish();
        self.finished(html, has_raw)
    }

    /// As [`Page::html`], for the running text of a lesson: the terms of the glossary are explained where they are
    /// first used. Not for the prompts and choices of questions, where an explanation would be a hint, and a button
    /// inside of a label.
    pub(crate) fn running_text(&mut self, blocks: &[&Events<'_>]) -> String {
        let before = std::mem::replace(&mut self.is_running, true);
        let html = self.html(blocks);
        self.is_running = before;
        html
    }

    /// The HTML of what stands inside of a paragraph.
    pub(crate) fn inline_html(&mut self, events: &Events<'_>) -> String {
        let mut writer = Writer::new(self);
        writer.write(events);
        let (html, has_raw) = writer.finish();
        self.finished(html, has_raw)
    }

    fn finished(&mut self, html: String, has_raw: bool) -> String {
        let html = if has_raw { sanitize::clean(&html, self) } else { html };
        self.trusted.put_into(html)
    }

    /// A formula that stands by itself.
    pub(super) fn formula_block(&mut self, source: &str, span: &Range<usize>) -> String {
        match self.formula(source, true, span) {
            Ok(math) => format!("<div class=\"math\" tabindex=\"0\">{math}</div>\n"),
            Err(source) => format!("<div class=\"math\" tabindex=\"0\"><code>{source}</code></div>\n"),
        }
    }

    /// A formula as MathML; where it cannot be read, which is reported, its source as text.
    pub(super) fn formula(
        &mut self,
        source: &str,
        is_block: bool,
        span: &Range<usize>,
    ) -> Result<String, String> {
        math::html(source, is_block).map_err(|unreadable| {
            let part = &self.text[span.clone()];
            let at = match part.find(source).filter(|_| !unreadable.at.is_empty()) {
                Some(start) => {
                    let start = span.start + start;
                    start + unreadable.at.start..start + unreadable.at.end
                }
                None => super::first_line(self.text, span.clone()),
            };
            let message = format!("this formula cannot be read: {}", lower(&unreadable.message));
            self.diagnostics.push(
                Diagnostic::new(Code::UnreadableMath, self.file, message)
                    .at(at)
                    .help("correct it, or write `\\$` where a dollar is meant; for now its source is shown"),
            );
            super::escape::text(source)
        })
    }

    /// Whether a term has not been explained yet.
    pub(super) fn is_new_term(&self, term: &Term) -> bool {
        !self.explained.contains(&term.id)
    }

    /// Says that the page needs a file on the site.
    pub(super) fn take(&mut self, held: &Held) {
        self.taken.insert(held.path().to_owned());
    }

    pub(super) fn note_term(&mut self, term: &Term) {
        self.explained.insert(term.id.clone());
    }

    /// A name for a group of tabs.
    pub(super) fn tab_group(&mut self) -> String {
        self.tab_groups += 1;
        format!("tabs-{}", self.tab_groups)
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
            for reference in self.notes.references.get(&label).cloned().unwrap_or_default() {
                let href = self.here(&reference);
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
        self.unique_id(if slug.trim_matches('-').is_empty() { "section" } else { &slug }, 1)
    }

    /// The first of `wanted`, `wanted-1`, `wanted-2`… that is no id yet, where `first_suffix` is 1.
    pub(super) fn unique_id(&mut self, wanted: &str, first_suffix: usize) -> String {
        if self.ids.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        // Ids are never given back, so what was taken before need not be tried again.
        let suffix = self.suffixes.entry(wanted.to_owned()).or_insert(first_suffix);
        loop {
            let id = format!("{wanted}-{suffix}");
            *suffix += 1;
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
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
                let id = self.unique_id(&format!("fn-{number}"), 2);
                self.notes.ids.insert(label.clone(), id);
                number
            }
        };
        let reference = self.unique_id(&format!("fnref-{number}"), 2);
        self.notes.references.entry(label.clone()).or_default().push(reference.clone());
        let id = self.notes.ids[&label].clone();
        let href = self.here(&id);
        Some((number, reference, href))
    }

    /// The value of `href` for a link, or nothing where it leads nowhere, which is reported.
    pub(super) fn href(&mut self, link: &str, span: &Range<usize>) -> Option<String> {
        let href = self.found_href(link, span)?;
        if href.starts_with(LINK_SCHEME) || href.starts_with(ASSET_SCHEME) {
            self.written.insert(href.clone());
        }
        Some(href)
    }

    /// The name under which a learner saves a linked file, where the link leads to one.
    pub(super) fn download_name(&self, link: &str) -> Option<String> {
        let path = match self.targets.resolve(link, self.file, &self.route) {
            Target::File(path) => path,
            _ => return None,
        };
        self.targets.assets.find(&path, self.file).ok().map(|held| held.file_name().to_owned())
    }

    fn found_href(&mut self, link: &str, span: &Range<usize>) -> Option<String> {
        match self.targets.resolve(link, self.file, &self.route) {
            Target::Outside(address) => Some(address),
            Target::Inside(location) => Some(self.inside(&location, span)),
            Target::Renamed(location) => {
                let href = self.inside(&location, span);
                if let Route::Lesson { lesson, .. } = location.route {
                    let message = format!("the link `{link}` names a lesson by an id that it had before");
                    let now = link.find('#').map_or(lesson.clone(), |at| format!("{lesson}{}", &link[at..]));
                    self.diagnostics.push(former_id(self.file, message, &now).at(span.clone()));
                }
                Some(href)
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
            Target::File(path) => {
                let targets = self.targets.clone();
                let held = targets.assets.find(&path, self.file).ok()?;
                match held.carried() {
                    Ok(carried) => {
                        self.take(held);
                        self.diagnostics.extend(held.too_large(self.file, span));
                        Some(format!("{ASSET_SCHEME}{}", carried.name))
                    }
                    Err(error) => {
                        let message = format!("`{path}` cannot be read: {error}");
                        self.diagnostics.push(
                            Diagnostic::new(Code::MissingFile, self.file, message)
                                .at(span.clone())
                                .help("see to it that you may read the file"),
                        );
                        None
                    }
                }
            }
            Target::Nowhere => {
                self.diagnostics.push(self.nowhere(link, span.clone()));
                None
            }
        }
    }

    /// The value of `href` for a page of the library. The part of it that is meant is looked for later.
    fn inside(&mut self, location: &Location, span: &Range<usize>) -> String {
        if let Some(fragment) = &location.fragment {
            self.fragments.push(FragmentLink {
                route: location.route.clone(),
                fragment: fragment.clone(),
                file: self.file.into(),
                span: span.clone(),
            });
        }
        format!("{LINK_SCHEME}{location}")
    }

    fn nowhere(&self, link: &str, span: Range<usize>) -> Diagnostic {
        let path = link.split(['#', '?']).next().unwrap_or(link);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let help = if path.starts_with("www.") {
            format!("write the whole address: `https://{link}`")
        } else if !ending.is_empty() && !ending.eq_ignore_ascii_case("md") {
            match self.targets.assets.find(path, self.file) {
                Err(Absent::Missing(Some(near))) => format!("did you mean `{near}`?"),
                Err(Absent::Outside) => {
                    "it leads out of the content folder; only what is in the folder is carried".to_owned()
                }
                _ => "write the path relative to this file, or put the file there".to_owned(),
            }
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

    fn here(&mut self, id: &str) -> String {
        let location = Location { route: self.route.clone(), fragment: Some(id.into()) };
        let href = format!("{LINK_SCHEME}{location}");
        self.written.insert(href.clone());
        href
    }
}

/// A sentence of another crate as a part of one of ours.
fn lower(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) if !characters.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.into(),
    }
}
