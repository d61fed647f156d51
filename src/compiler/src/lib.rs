//! Compiles a folder of Markdown lessons into a Lectern bundle, or says what is wrong with it.
//!
//! The way of the content through this crate:
//!
//! 1. [`content`] reads the folder; nothing else here touches the disk.
//! 2. `layout` says what each file is; `sources` reads it by means of `front_matter` and `documents`; `catalogue`
//!    puts all of them in their places and checks the ids, `aliases` those that lessons had before.
//! 3. `pages` writes every page by means of `markdown`, `links`, `assets`, `glossary`, `highlight`, `quiz` and
//!    `lesson`.
//! 4. `looks` reads what is said of the whole library: its title, its language, its look.
//! 5. `outline` puts the lessons in order, and [`compile`] puts the bundle together.
//!
//! Findings go to [`diagnostics`]: all of them in one run, and no content makes the compiler panic.
//! How a bundle is laid out in bytes is the crate `course`.

mod aliases;
mod assets;
mod catalogue;
pub mod content;
pub mod diagnostics;
mod documents;
mod duration;
mod front_matter;
mod glossary;
mod highlight;
mod include;
mod layout;
mod lesson;
mod links;
mod lints;
mod looks;
mod markdown;
mod names;
mod outline;
mod pages;
mod prerequisites;
mod project;
mod quiz;
mod sources;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use course::bundle;
use course::library::{Course, LessonOutline, Library, Path};
use course::looks::Looks;

pub use content::{Content, OtherFile, Place, SourceFile};
pub use diagnostics::github::github;
pub use diagnostics::json::json;
pub use diagnostics::render::render;
pub use diagnostics::sarif::sarif;
pub use diagnostics::{Code, Diagnostic, Label, Severity, line_column};

use words::{Text, Word};

use catalogue::Catalogue;
use diagnostics::silence;
use documents::LessonFront;
use looks::Whole;
use pages::{LessonPage, Pages};
use sources::{Front, Source};

/// What became of a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compiled {
    /// The bytes for the section [`bundle::SECTION`]; `None` where there is any error.
    pub bundle: Option<Vec<u8>>,
    /// The outline inside of the bundle; `None` where there is any error.
    pub library: Option<Library>,
    /// The files of the folder that the lessons show or offer, sorted by name; empty where there is any error.
    pub assets: Vec<Asset>,
    /// What the author decides about the look; nothing of it where there is any error.
    pub looks: Looks,
    /// What the interface says otherwise, by the names of the messages.
    pub words: BTreeMap<String, Text>,
    /// All findings, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// The findings that are told without being asked for: all but advice.
    pub fn told(&self) -> Vec<Diagnostic> {
        told(&self.diagnostics)
    }
}

fn told(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|found| found.severity != Severity::Advice).cloned().collect()
}

/// What became of a folder, before its lessons are put together into one bundle: a compilation after an edit shares
/// with the one before what has not changed, and what has is found without looking at a byte of the rest.
#[derive(Clone, Default)]
pub struct Pieces {
    /// As [`Compiled::library`].
    pub library: Option<Library>,
    /// As [`Compiled::assets`].
    pub assets: Vec<Asset>,
    /// As [`Compiled::looks`].
    pub looks: Looks,
    /// As [`Compiled::words`].
    pub words: BTreeMap<String, Text>,
    /// As [`Compiled::diagnostics`].
    pub diagnostics: Vec<Diagnostic>,
    /// By id; empty where there is any error.
    lessons: Vec<(String, Arc<LessonPage>)>,
}

impl Pieces {
    /// The id of every lesson with its body as [`bundle::encode_body`] writes it, sorted by id.
    pub fn bodies(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.lessons.iter().map(|(id, lesson)| (id.as_str(), lesson.body.as_slice()))
    }

    /// The body of a lesson as [`bundle::encode_body`] writes it.
    pub fn body(&self, lesson: &str) -> Option<&[u8]> {
        let at = self.lessons.binary_search_by(|(id, _)| id.as_str().cmp(lesson)).ok()?;
        Some(&self.lessons[at].1.body)
    }

    /// As [`Compiled::bundle`].
    pub fn bundle(&self) -> Option<Vec<u8>> {
        self.library.as_ref().map(|library| bundle::encode(library, self.bodies()))
    }

    /// As [`Compiled::told`].
    pub fn told(&self) -> Vec<Diagnostic> {
        told(&self.diagnostics)
    }
}

/// A file that goes along with the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name on the site, with a hash of its content in it; what [`course::route::ASSET_SCHEME`] stands before.
    pub name: String,
    /// [`content::OtherFile::path`].
    pub source: String,
    /// The file itself.
    pub bytes: Arc<[u8]>,
}

/// Compiles a folder. The same content always gives the same bytes.
pub fn compile(content: &Content) -> Compiled {
    Compiler::default().compile(content)
}

/// Compiles a folder again and again, each time only what has changed since.
#[derive(Default)]
pub struct Compiler {
    /// By path.
    sources: HashMap<String, Arc<Source>>,
    pages: pages::Cache,
}

impl Compiler {
    /// Compiles a folder, to the same result as [`compile`].
    pub fn compile(&mut self, content: &Content) -> Compiled {
        let pieces = self.pieces(content);
        let bundle = pieces.bundle();
        let Pieces { library, assets, looks, words, diagnostics, .. } = pieces;
        Compiled { bundle, library, assets, looks, words, diagnostics }
    }

    /// How many lessons were written so far, in all compilations together; also while one goes on.
    pub fn written(&self) -> Arc<AtomicUsize> {
        self.pages.written.clone()
    }

    /// Compiles a folder and leaves its lessons as they are.
    pub fn pieces(&mut self, content: &Content) -> Pieces {
        let sources = self.sources(content);
        let mut diagnostics = Vec::new();
        let catalogue = Catalogue::of(&sources, &content.name, &mut diagnostics);
        let mut pages = pages::write(content, &catalogue, &mut self.pages, &mut diagnostics);
        let mut whole = looks::read(content, self.pages.assets(), &mut diagnostics);
        pages.files.append(&mut whole.files);
        let assets = self.pages.assets().named(pages.files.iter().map(String::as_str));
        pieces(content, &sources, &catalogue, pages, whole, assets, diagnostics)
    }

    /// Writes one lesson anew after its text was edited, which takes no longer in a library than alone. `pieces` are what
    /// this compiler made last, without errors, and then hold the lesson as it is now; findings are not looked for anew.
    ///
    /// Gives back the id of the lesson and its former body. `None`, with nothing done, where the edit may have changed
    /// anything but that body, or broken something: then the whole folder is to be compiled.
    pub fn rewrite(&mut self, file: &SourceFile, pieces: &mut Pieces) -> Option<(String, Vec<u8>)> {
        let source = Arc::new(self.pages.source(&file.path)?.again(file));
        let Front::Lesson(_, LessonFront { id: Some(id), .. }) = &source.front else { return None };
        let at = pieces.lessons.binary_search_by(|(other, _)| other.cmp(&id.value)).ok()?;
        let page = self.pages.rewrite(&source)?;
        let id = id.value.clone();
        self.sources.insert(file.path.clone(), source);
        let former = std::mem::replace(&mut pieces.lessons[at].1, page);
        Some((id, former.body.clone()))
    }

    fn sources(&mut self, content: &Content) -> Vec<Arc<Source>> {
        let roles = layout::roles(content.files.iter().map(|file| file.path.as_str()));
        let files: Vec<_> = content.files.iter().zip(roles).collect();
        let sources = pages::in_parallel(&files, |(file, role)| {
            let known = self.sources.get(&file.path).filter(|known| known.is_of(file, role));
            known.cloned().unwrap_or_else(|| Arc::new(Source::read(file, role.clone())))
        });
        self.sources = sources.iter().map(|source| (source.path.clone(), source.clone())).collect();
        sources
    }
}

fn pieces(
    content: &Content,
    sources: &[Arc<Source>],
    catalogue: &Catalogue<'_>,
    pages: Pages,
    whole: Whole,
    assets: Vec<Asset>,
    mut diagnostics: Vec<Diagnostic>,
) -> Pieces {
    let mut library = library(content, catalogue, &pages, &mut diagnostics);
    if let Some(title) = whole.title {
        library.title = title;
    }
    library.language = whole.language.unwrap_or_else(|| looks::ENGLISH.into());
    library.is_right_to_left = looks::is_right_to_left(&library.language);
    for source in sources.iter().filter(|source| !source.allows.is_empty()) {
        silence::apply(&source.path, &source.allows, &mut diagnostics);
    }
    diagnostics::sort(&mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Pieces { diagnostics, ..Pieces::default() };
    }
    let ids = catalogue.lessons.iter().map(|entry| entry.id.clone());
    let mut lessons: Vec<_> = ids.zip(pages.lessons).collect();
    lessons.sort_by(|(one, _), (other, _)| one.cmp(other));
    Pieces { library: Some(library), assets, looks: whole.looks, words: whole.words, diagnostics, lessons }
}

fn library(
    content: &Content,
    catalogue: &Catalogue<'_>,
    pages: &Pages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Library {
    let paths = paths(catalogue, diagnostics);
    let path_ids: Vec<_> = paths.iter().map(|path| path.id.as_str()).collect();
    let names = aliases::names(&catalogue.lessons);
    let order = outline::reading_order(catalogue, diagnostics);
    lints::report(catalogue, pages, &order, diagnostics);
    prerequisites::check(catalogue, diagnostics);
    let mut courses = Vec::new();
    for ((entry, page), order) in catalogue.courses.iter().zip(&pages.courses).zip(order) {
        let outlines = order.iter().map(|index| {
            let (lesson, written) = (&catalogue.lessons[*index], &pages.lessons[*index]);
            let front = &lesson.document.front;
            let outline = LessonOutline {
                id: lesson.id.clone(),
                aliases: front.aliases.iter().map(|alias| alias.value.clone()).collect(),
                title: written.title.clone(),
                kind: front.kind,
                duration_minutes: front.duration_minutes,
                questions: written.questions,
                planned_next: outline::planned_next(lesson, &catalogue.lessons, &names, diagnostics),
            };
            (front.section.as_ref().map(|section| section.value.clone()), outline)
        });
        let sections = outline::sections(outlines);
        let title = page.title.clone().unwrap_or_else(|| match (&entry.folder[..], &order[..]) {
            ("", [only]) => pages.lessons[*only].title.clone(),
            ("", _) => layout::course_title(&content.name),
            (folder, _) => names::humanise(folder),
        });
        let body = page.body.clone();
        let mut course = Course { id: entry.id.clone(), title, body, sections, ..Course::default() };
        if let Some(document) = &entry.document {
            let front = &document.front;
            course.description =
                front.description.as_ref().map(|text| text.value.clone()).unwrap_or_default();
            course.difficulty = front.difficulty;
            course.duration_minutes = front.duration_minutes;
            // What is no other course keeps nobody out.
            let is_other = |named: &&front_matter::Spanned<String>| {
                prerequisites::is_other_course(catalogue, entry, &named.value)
            };
            let prerequisites = front.prerequisites.iter().filter(is_other);
            course.prerequisites = prerequisites.map(|named| named.value.clone()).collect();
            course.is_locked = front.is_locked;
            course.path_id = front.path.as_ref().map(|path| path.value.clone());
            if let Some(path) = front.path.as_ref().filter(|path| !path_ids.contains(&path.value.as_str())) {
                diagnostics.push(unknown_path(document.file, path, &path_ids));
            }
        }
        let order = entry.document.as_ref().map_or(&None, |document| &document.front.order);
        courses.push((order, entry.folder.as_str(), course));
    }
    outline::sort(&mut courses, |(order, folder, _)| (order, folder));
    let courses: Vec<Course> = courses.into_iter().map(|(_, _, course)| course).collect();
    let title = match (&courses[..], &paths[..]) {
        ([course], _) => course.title.clone(),
        (courses, [path]) if courses.iter().all(|course| course.path_id.as_ref() == Some(&path.id)) => {
            path.title.clone()
        }
        _ => looks::spoken(content).say(Word::courses).into(),
    };
    Library { title, paths, courses, ..Library::default() }
}

fn paths(catalogue: &Catalogue<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Path> {
    let mut documents: Vec<_> = catalogue.paths.iter().collect();
    outline::sort(&mut documents, |document| (&document.front.order, document.file));
    let mut paths = Vec::new();
    for document in documents {
        let front = &document.front;
        let id = front.id.as_ref().map_or(layout::stem(document.file), |id| &id.value);
        let title = front.title.as_ref().map(|title| title.value.clone()).unwrap_or_else(|| {
            let events = document.body.map(|start| markdown::parse(document.text, start)).unwrap_or_default();
            lesson::first_heading(&events).unwrap_or_else(|| {
                let title = names::humanise(id);
                let missing = pages::missing_title(document, &title);
                diagnostics.extend(missing);
                title
            })
        });
        paths.push(Path {
            id: id.into(),
            title,
            description: front.description.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
            icon: front.icon.as_ref().map(|icon| icon.value.clone()),
            estimated_minutes: front.estimated_minutes,
            difficulty: front.difficulty,
        });
    }
    paths
}

fn unknown_path(file: &str, path: &front_matter::Spanned<String>, known: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownPath,
        file,
        format!("`pathId` names `{}`, but no path has this id", path.value),
    )
    .at(path.span.clone())
    .help(match names::nearest(&path.value, known.iter().copied()) {
        Some(id) => format!("did you mean `{id}`?"),
        None => format!("write `paths/{0}.md` with `id: {0}`, or remove the line", path.value),
    })
}
