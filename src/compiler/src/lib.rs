//! Compiles a folder of Markdown lessons into a Lectern bundle, or says what is wrong with it.
//!
//! The way of the content through this crate:
//!
//! 1. [`content`] reads the folder; nothing else here touches the disk.
//! 2. `layout` says what each file is, `front_matter` and `documents` read its keys, `catalogue` collects all that
//!    and checks the ids.
//! 3. `pages` writes every page by means of `markdown`, `links`, `highlight`, `quiz` and `lesson`.
//! 4. `outline` puts the lessons in order, and [`compile`] puts the bundle together.
//!
//! Findings go to [`diagnostics`]: all of them in one run, and no content makes the compiler panic.
//! How a bundle is laid out in bytes is the crate `course`.

mod catalogue;
pub mod content;
pub mod diagnostics;
mod documents;
mod duration;
mod front_matter;
mod highlight;
mod layout;
mod lesson;
mod links;
mod markdown;
mod names;
mod outline;
mod pages;
mod project;
mod quiz;

use std::collections::HashSet;

use course::lesson::LessonBody;
use course::library::{Course, LessonOutline, Library, Path};
use course::{bundle, quiz::Quiz};

pub use content::{Content, OtherFile, Place, SourceFile};
pub use diagnostics::render::render;
pub use diagnostics::{Code, Diagnostic, Label, Severity, line_column};

use catalogue::Catalogue;
use pages::Pages;

/// What became of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The bytes for the section [`bundle::SECTION`]; `None` where there is any error.
    pub bundle: Option<Vec<u8>>,
    /// The outline inside of the bundle; `None` where there is any error.
    pub library: Option<Library>,
    /// The files of the folder that the lessons show or offer, sorted by name; empty where there is any error.
    pub assets: Vec<Asset>,
    /// All findings, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that goes along with the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name on the site, with a hash of its content in it; what [`course::route::ASSET_SCHEME`] stands before.
    pub name: String,
    /// [`content::OtherFile::path`].
    pub source: String,
    /// The file itself.
    pub bytes: std::sync::Arc<[u8]>,
}

/// Compiles a folder. The same content always gives the same bytes.
pub fn compile(content: &Content) -> Compiled {
    let texts: Vec<_> = content.files.iter().map(SourceFile::text).collect();
    let mut diagnostics = Vec::new();
    let catalogue = Catalogue::read(content, &texts, &mut diagnostics);
    let pages = pages::write(&catalogue, &mut diagnostics);
    let library = library(content, &catalogue, &pages, &mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Compiled { bundle: None, library: None, assets: Vec::new(), diagnostics };
    }
    let bodies =
        catalogue.lessons.iter().zip(&pages.lessons).map(|(entry, lesson)| (entry.id.as_str(), &lesson.body));
    let bundle = bundle::encode(&library, bodies);
    Compiled { bundle: Some(bundle), library: Some(library), assets: Vec::new(), diagnostics }
}

fn library(
    content: &Content,
    catalogue: &Catalogue<'_>,
    pages: &Pages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Library {
    let paths = paths(catalogue, diagnostics);
    let path_ids: Vec<_> = paths.iter().map(|path| path.id.as_str()).collect();
    let ids: Vec<_> = catalogue.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
    let known: HashSet<_> = ids.iter().copied().collect();
    let order = outline::reading_order(catalogue, diagnostics);
    let mut courses = Vec::new();
    for ((entry, page), order) in catalogue.courses.iter().zip(&pages.courses).zip(order) {
        let outlines = order.iter().map(|index| {
            let (lesson, written) = (&catalogue.lessons[*index], &pages.lessons[*index]);
            let front = &lesson.document.front;
            let outline = LessonOutline {
                id: lesson.id.clone(),
                title: written.title.clone(),
                kind: front.kind,
                duration_minutes: front.duration_minutes,
                questions: question_count(&written.body),
                planned_next: outline::planned_next(lesson, |id| known.contains(id), &ids, diagnostics),
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
        (_, [path]) => path.title.clone(),
        _ => "Courses".into(),
    };
    Library { title, paths, courses }
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
                let missing = pages::missing_title(document, &title, diagnostics);
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

fn question_count(body: &LessonBody) -> u32 {
    let count: usize = body.quizzes().map(|Quiz { questions, .. }| questions.len()).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
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
