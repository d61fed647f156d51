//! The glossary: terms that explain themselves where a lesson first uses them.
//!
//! A file `glossary.md`, at the top of the content folder for all courses or in `courses/<course>/` for one, holds a
//! definition list, or a heading a term with its text below. Where both explain a term, the course's own text counts.
//! How a term gets into the text of a lesson is in [`crate::markdown::terms`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use course::identity::normalise;
use course::route::Route;
use pulldown_cmark::{Event, Tag};

use crate::diagnostics::{Code, Diagnostic};
use crate::links::Targets;
use crate::markdown::page::Page;
use crate::markdown::{self, Events, blocks, escape, first_line, inside, plain_text, span};
use crate::names::slug;
use crate::sources::Source;

/// One file of terms.
pub(crate) struct GlossaryFile<'a> {
    pub(crate) source: &'a Arc<Source>,
    /// The folder of the course it is for; `None` for all courses.
    pub(crate) folder: Option<String>,
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Where the terms begin, behind any front matter.
    pub(crate) body: usize,
}

/// A term and what it means.
#[derive(Debug)]
pub(crate) struct Term {
    /// As the glossary writes it.
    pub(crate) name: String,
    /// [`slug`] of the name.
    pub(crate) id: String,
    /// Sanitised, and without blocks.
    pub(crate) html: String,
    file: String,
    span: Range<usize>,
}

/// The terms of one course, to be looked up by their first words.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    terms: Vec<Arc<Term>>,
    by_word: HashMap<String, Vec<usize>>,
}

/// All terms.
#[derive(Default)]
pub(crate) struct Glossaries {
    all: Vec<Arc<Term>>,
    of_library: Arc<Terms>,
    /// By the folder of the course.
    of_courses: HashMap<String, Arc<Terms>>,
}

impl Glossaries {
    pub(crate) fn read(
        files: &[GlossaryFile<'_>],
        targets: &Arc<Targets>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let read: Vec<_> = files.iter().map(|file| (file, terms(file, targets, diagnostics))).collect();
        let of = |folder: Option<&str>| {
            let of_folder = read.iter().filter(|(file, _)| file.folder.as_deref() == folder);
            of_folder.flat_map(|(_, terms)| terms.iter().cloned()).collect::<Vec<_>>()
        };
        let of_library = of(None);
        let of_courses = files.iter().filter_map(|file| file.folder.as_deref()).map(|folder| {
            let terms = Terms::new(of(Some(folder)).into_iter().chain(of_library.iter().cloned()));
            (folder.to_owned(), Arc::new(terms))
        });
        Self {
            of_courses: of_courses.collect(),
            of_library: Arc::new(Terms::new(of_library.iter().cloned())),
            all: read.iter().flat_map(|(_, terms)| terms.iter().cloned()).collect(),
        }
    }

    /// The terms of the course with this folder.
    pub(crate) fn of(&self, folder: &str) -> Arc<Terms> {
        self.of_courses.get(folder).unwrap_or(&self.of_library).clone()
    }

    /// Reports the terms that no lesson has used. `used` are the ids of all that are.
    pub(crate) fn report_unused(&self, used: &HashSet<&str>, diagnostics: &mut Vec<Diagnostic>) {
        for term in self.all.iter().filter(|term| !used.contains(term.id.as_str())) {
            let message = format!("the glossary explains `{}`, but no lesson uses the term", term.name);
            diagnostics.push(
                Diagnostic::new(Code::UnusedTerm, &term.file, message)
                    .at(term.span.clone())
                    .help("write the term as the lessons do, in the singular; or remove it"),
            );
        }
    }
}

impl Terms {
    /// Of two terms with one name the first counts.
    fn new(terms: impl Iterator<Item = Arc<Term>>) -> Self {
        let mut found = Self::default();
        let mut names = HashSet::new();
        for term in terms {
            if let (Some((_, word)), true) = (first_word(&term.name), names.insert(normalise(&term.name))) {
                found.by_word.entry(word.to_lowercase()).or_default().push(found.terms.len());
                found.terms.push(term);
            }
        }
        // The longest of several that fit is meant.
        for candidates in found.by_word.values_mut() {
            candidates.sort_by_key(|index| std::cmp::Reverse(found.terms[*index].name.len()));
        }
        found
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The terms whose first word is this one, in lower case, the longest first.
    pub(crate) fn beginning_with(&self, word: &str) -> impl Iterator<Item = &Arc<Term>> {
        self.by_word.get(word).into_iter().flatten().map(|index| &self.terms[*index])
    }
}

/// The first word of a text, and where it begins.
pub(crate) fn first_word(text: &str) -> Option<(usize, &str)> {
    let start = text.find(char::is_alphanumeric)?;
    let length = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
    Some((start, &text[start..start + length]))
}

fn terms(
    file: &GlossaryFile<'_>,
    targets: &Arc<Targets>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Term>> {
    let events = markdown::parse(file.text, file.body);
    let mut page = Page::new(file.file, file.text, Route::Home, targets.clone(), &events);
    let mut terms: Vec<Arc<Term>> = Vec::new();
    let mut places: HashMap<String, Range<usize>> = HashMap::new();
    for (title, definition) in entries(&events) {
        let name = plain_text(title);
        let html = inline(&mut page, &definition);
        if name.is_empty() || html.is_empty() {
            continue;
        }
        let at = first_line(file.text, span(title));
        if let Some(first) = places.get(&normalise(&name)) {
            page.diagnostics.push(
                Diagnostic::new(Code::TermTwice, file.file, format!("the glossary explains `{name}` twice"))
                    .at(at)
                    .label(file.file, first.clone(), "first here")
                    .help("make one text of the two; for now the first one is shown"),
            );
            continue;
        }
        places.insert(normalise(&name), at.clone());
        let id = slug(&name);
        terms.push(Arc::new(Term {
            id: if id.is_empty() { "word".into() } else { id },
            name,
            html,
            file: file.file.into(),
            span: at,
        }));
    }
    page.report_rest();
    diagnostics.append(&mut page.diagnostics);
    terms
}

type Entry<'e, 'a> = (&'e Events<'a>, Vec<&'e Events<'a>>);

/// Terms and the blocks that explain them.
fn entries<'e, 'a>(events: &'e Events<'a>) -> Vec<Entry<'e, 'a>> {
    let mut entries: Vec<Entry<'_, '_>> = Vec::new();
    let mut is_below_heading = false;
    for block in blocks(events) {
        match &block[0].0 {
            Event::Start(Tag::DefinitionList) => {
                for part in blocks(inside(block)) {
                    match (&part[0].0, entries.last_mut()) {
                        (Event::Start(Tag::DefinitionListTitle), _) => entries.push((part, Vec::new())),
                        (_, Some((_, definition))) => definition.extend(blocks(inside(part))),
                        _ => {}
                    }
                }
                is_below_heading = false;
            }
            Event::Start(Tag::Heading { level, .. }) => {
                is_below_heading = *level as u8 > 1;
                if is_below_heading {
                    entries.push((block, Vec::new()));
                }
            }
            _ => {
                if let Some((_, definition)) = entries.last_mut().filter(|_| is_below_heading) {
                    definition.push(block);
                }
            }
        }
    }
    entries
}

/// A definition as HTML that may stand in the middle of a sentence.
fn inline(page: &mut Page<'_>, definition: &[&Events<'_>]) -> String {
    let mut parts = Vec::new();
    for block in definition {
        parts.push(match &block[0].0 {
            Event::Start(Tag::Paragraph) => page.inline_html(inside(block)),
            Event::Start(Tag::FootnoteDefinition(_) | Tag::HtmlBlock) | Event::Rule => continue,
            event if markdown::is_block(event) => escape::text(&plain_text(block)),
            _ => page.inline_html(block),
        });
    }
    parts.join("<br>")
}
