//! All files of the folder in their places, every id checked, every link target known.

use std::collections::HashMap;
use std::sync::Arc;

use course::route::Route;

use crate::aliases;
use crate::diagnostics::{Code, Diagnostic};
use crate::documents::{CourseFront, LessonFront, PathFront};
use crate::front_matter::Spanned;
use crate::glossary::GlossaryFile;
use crate::layout;
use crate::links::Targets;
use crate::names::slug;
use crate::sources::{Front, Source};

/// One file of a known sort.
pub(crate) struct Document<'a, Front> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Where the body begins; `None` where that cannot be told.
    pub(crate) body: Option<usize>,
    pub(crate) front: &'a Front,
    /// Whether the front matter could be read; without it, nothing more is said about missing keys.
    pub(crate) has_front: bool,
}

/// One course, with a file of its own or without.
pub(crate) struct CourseEntry<'a> {
    /// The name of the folder of its lessons; empty in the flat layout.
    pub(crate) folder: String,
    /// The author's, or one made of the folder's name.
    pub(crate) id: String,
    pub(crate) document: Option<Document<'a, CourseFront>>,
}

/// One lesson.
pub(crate) struct LessonEntry<'a> {
    /// The author's; where there is none, the file's name, so that what refers to it is not reported too.
    pub(crate) id: String,
    /// The index of its course.
    pub(crate) course: usize,
    pub(crate) document: Document<'a, LessonFront>,
}

/// All that was found.
#[derive(Default)]
pub(crate) struct Catalogue<'a> {
    pub(crate) paths: Vec<Document<'a, PathFront>>,
    pub(crate) courses: Vec<CourseEntry<'a>>,
    pub(crate) lessons: Vec<LessonEntry<'a>>,
    pub(crate) glossaries: Vec<GlossaryFile<'a>>,
}

impl<'a, Front> Document<'a, Front> {
    pub(crate) fn of(source: &'a Arc<Source>, front: &'a Front) -> Self {
        let Source { path, text, body, has_front, .. } = &**source;
        Self { source, file: path, text, body: *body, front, has_front: *has_front }
    }
}

impl<'a> Catalogue<'a> {
    /// Puts all files in their places. `sources` are those of the folder, in order.
    pub(crate) fn of(sources: &'a [Arc<Source>], root: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut catalogue = Self::default();
        let mut folders = HashMap::new();
        for source in sources {
            diagnostics.extend_from_slice(&source.diagnostics);
            match &source.front {
                Front::Note => {}
                Front::Unused => diagnostics.push(unused(&source.path)),
                Front::Glossary(folder) => catalogue.glossaries.push(GlossaryFile {
                    source,
                    folder: folder.clone(),
                    file: &source.path,
                    text: &source.text,
                    body: source.body.unwrap_or(0),
                }),
                Front::Path(front) => catalogue.paths.push(Document::of(source, front)),
                Front::Course(front) => {
                    let document = Document::of(source, front);
                    let folder = layout::stem(&source.path).to_owned();
                    let id = front.id.as_ref().map_or_else(|| slug(&folder), |id| id.value.clone());
                    folders.entry(folder.clone()).or_insert(catalogue.courses.len());
                    catalogue.courses.push(CourseEntry { folder, id, document: Some(document) });
                }
                Front::Lesson(folder, front) => {
                    // Course files come before their folders in the order of paths, so that a course without one
                    // is noticed at its first lesson.
                    let course = match folders.get(folder) {
                        Some(course) => *course,
                        None => {
                            folders.insert(folder.clone(), catalogue.courses.len());
                            catalogue.push_course(folder, root, &source.path, diagnostics)
                        }
                    };
                    let id = front.id.as_ref();
                    let id = id.map_or_else(|| layout::stem(&source.path).to_owned(), |id| id.value.clone());
                    catalogue.lessons.push(LessonEntry { id, course, document: Document::of(source, front) });
                }
            }
        }
        if catalogue.lessons.is_empty() {
            diagnostics.push(empty(root));
        }
        catalogue.check_ids(diagnostics);
        catalogue
    }

    /// Everything that links can lead to.
    pub(crate) fn targets(&self) -> Targets {
        let mut targets = Targets::default();
        for path in &self.paths {
            targets.files.insert(path.file.into(), Some(Route::Home));
        }
        for course in &self.courses {
            let route = Route::Course { course: course.id.clone() };
            if let Some(document) = &course.document {
                targets.files.insert(document.file.into(), Some(route.clone()));
            }
            targets.courses.insert(course.id.clone(), route);
        }
        for lesson in &self.lessons {
            let route = self.route(lesson);
            if lesson.document.front.id.is_some() {
                targets.lessons.insert(lesson.id.clone(), route.clone());
            }
            for alias in &lesson.document.front.aliases {
                targets.former.entry(alias.value.clone()).or_insert_with(|| route.clone());
            }
            let has_page = lesson.document.front.id.is_some();
            targets.files.insert(lesson.document.file.into(), has_page.then_some(route));
        }
        targets
    }

    /// The page of a lesson.
    pub(crate) fn route(&self, lesson: &LessonEntry<'_>) -> Route {
        Route::Lesson { course: self.courses[lesson.course].id.clone(), lesson: lesson.id.clone() }
    }

    /// Adds a course that has no file, noticed at its first lesson.
    fn push_course(
        &mut self,
        folder: &str,
        root: &str,
        lesson: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> usize {
        let name = if folder.is_empty() { root } else { folder };
        let id = layout::course_id(name);
        if !folder.is_empty() {
            let message = format!("`courses/{folder}/` has lessons, but there is no `courses/{folder}.md`");
            let help =
                format!("write `courses/{folder}.md` with `id: {id}` and a `title` between two lines `---`");
            diagnostics.push(Diagnostic::new(Code::NoCourseFile, lesson, message).help(help));
        }
        self.courses.push(CourseEntry { folder: folder.into(), id, document: None });
        self.courses.len() - 1
    }

    fn check_ids(&self, diagnostics: &mut Vec<Diagnostic>) {
        let lessons =
            self.lessons.iter().map(|lesson| (lesson.document.file, lesson.document.front.id.as_ref()));
        unique("lesson", lessons, diagnostics);
        aliases::check(&self.lessons, diagnostics);
        let courses = self.courses.iter().filter_map(|course| course.document.as_ref());
        unique("course", courses.map(|course| (course.file, course.front.id.as_ref())), diagnostics);
        unique("path", self.paths.iter().map(|path| (path.file, path.front.id.as_ref())), diagnostics);
        for course in self.courses.iter().filter(|course| course.document.is_none()) {
            let named = |other: &&CourseEntry<'_>| other.document.is_some() && other.id == course.id;
            if let Some(document) = self.courses.iter().find(named).and_then(|other| other.document.as_ref())
            {
                let message = format!(
                    "`{}` is the id of this course and, without a course file, of the folder `courses/{}/`",
                    course.id, course.folder
                );
                let help = format!("write `courses/{}.md` with another id", course.folder);
                let at = document.front.id.as_ref().map_or(0..0, |id| id.span.clone());
                diagnostics
                    .push(Diagnostic::new(Code::DuplicateId, document.file, message).at(at).help(help));
            }
        }
    }
}

/// Reports every id that was taken before. Ids that differ only in case are the same file on some disks.
fn unique<'i>(
    what: &str,
    ids: impl Iterator<Item = (&'i str, Option<&'i Spanned<String>>)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut taken: HashMap<String, (&str, &Spanned<String>)> = HashMap::new();
    for (file, id) in ids {
        let Some(id) = id else { continue };
        let Some((first_file, first)) = taken.get(&id.value.to_lowercase()) else {
            taken.insert(id.value.to_lowercase(), (file, id));
            continue;
        };
        let message = if first.value == id.value {
            format!("two {what}s have the id `{}`", id.value)
        } else {
            format!("the ids `{}` and `{}` of two {what}s differ only in case", first.value, id.value)
        };
        diagnostics.push(
            Diagnostic::new(Code::DuplicateId, file, message)
                .at(id.span.clone())
                .label(file, id.span.clone(), "here")
                .label(first_file, first.span.clone(), format!("and here, in `{first_file}`"))
                .help("change one of them; the one that has been published longer should keep its id"),
        );
    }
}

fn unused(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedFile, path, format!("nothing reads `{path}`")).help(
        "lessons go to `courses/<course>/lessons/`, courses to `courses/<course>.md`, paths to `paths/<path>.md`; \
         a name that begins with `_` and no front matter keeps a file as a note",
    )
}

fn empty(folder: &str) -> Diagnostic {
    Diagnostic::new(Code::EmptyContent, folder, "the content folder holds no lesson").help(
        "write a lesson: a file such as `courses/my-course/lessons/my-lesson.md`, or `my-lesson.md` in the folder itself",
    )
}
