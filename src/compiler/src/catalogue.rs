//! Every file of the folder with its front matter read, every id checked, every link target known.

use std::collections::HashMap;
use std::ops::Range;

use course::route::Route;

use crate::content::{Content, SourceFile};
use crate::diagnostics::{Code, Diagnostic};
use crate::documents::{CourseFront, Keys, LessonFront, PathFront};
use crate::front_matter::{self, Fields, Spanned};
use crate::glossary::GlossaryFile;
use crate::layout::{self, Role};
use crate::links::Targets;
use crate::names::slug;

/// One file that was read.
pub(crate) struct Document<'a, Front> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Where the body begins; `None` where that cannot be told.
    pub(crate) body: Option<usize>,
    pub(crate) front: Front,
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

impl<'a> Catalogue<'a> {
    /// Reads all files. `texts` are those of the files, in order.
    pub(crate) fn read(
        content: &'a Content,
        texts: &'a [impl AsRef<str>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut catalogue = Self::default();
        let roles = layout::roles(content.files.iter().map(|file| file.path.as_str()));
        for ((file, text), role) in content.files.iter().zip(texts).zip(roles) {
            let (path, text) = (file.path.as_str(), text.as_ref());
            if layout::may_be_no_content(path) && front_matter::split(path, text).is_err() {
                continue;
            }
            match role {
                Role::Unused => diagnostics.push(unused(path)),
                Role::Glossary(folder) => {
                    // Front matter is not needed here, and not read.
                    let body = front_matter::split(path, text).map_or(0, |split| split.body);
                    diagnostics.extend(not_utf8(file));
                    catalogue.glossaries.push(GlossaryFile { folder, file: path, text, body });
                }
                Role::Path => catalogue.paths.push(open(file, text, diagnostics, |keys| keys.path())),
                Role::Course => {
                    let document = open(file, text, diagnostics, |keys| keys.course());
                    let folder = layout::stem(path).to_owned();
                    let id = document.front.id.as_ref().map_or_else(|| slug(&folder), |id| id.value.clone());
                    catalogue.courses.push(CourseEntry { folder, id, document: Some(document) });
                }
                Role::Lesson(folder) => {
                    let document = open(file, text, diagnostics, |keys| keys.lesson());
                    let course = catalogue.course_of(folder, &content.name, path, diagnostics);
                    let id = document.front.id.as_ref();
                    let id = id.map_or_else(|| layout::stem(path).to_owned(), |id| id.value.clone());
                    catalogue.lessons.push(LessonEntry { id, course, document });
                }
            }
        }
        if catalogue.lessons.is_empty() {
            diagnostics.push(empty(&content.name));
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
            let has_page = lesson.document.front.id.is_some();
            targets.files.insert(lesson.document.file.into(), has_page.then_some(route));
        }
        targets
    }

    /// The page of a lesson.
    pub(crate) fn route(&self, lesson: &LessonEntry<'_>) -> Route {
        Route::Lesson { course: self.courses[lesson.course].id.clone(), lesson: lesson.id.clone() }
    }

    /// The index of the course with this folder. Course files come before their folders in the order of paths, so
    /// that a course without one is noticed at its first lesson.
    fn course_of(
        &mut self,
        folder: String,
        root: &str,
        lesson: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> usize {
        if let Some(index) = self.courses.iter().position(|course| course.folder == folder) {
            return index;
        }
        let name = if folder.is_empty() { root } else { &folder };
        let id = layout::course_id(name);
        if !folder.is_empty() {
            let message = format!("`courses/{folder}/` has lessons, but there is no `courses/{folder}.md`");
            let help =
                format!("write `courses/{folder}.md` with `id: {id}` and a `title` between two lines `---`");
            diagnostics.push(Diagnostic::new(Code::NoCourseFile, lesson, message).help(help));
        }
        self.courses.push(CourseEntry { folder, id, document: None });
        self.courses.len() - 1
    }

    fn check_ids(&self, diagnostics: &mut Vec<Diagnostic>) {
        let lessons =
            self.lessons.iter().map(|lesson| (lesson.document.file, lesson.document.front.id.as_ref()));
        unique("lesson", lessons, diagnostics);
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

/// The findings about a file that is not text.
pub(crate) fn not_utf8(file: &SourceFile) -> Option<Diagnostic> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let error = std::str::from_utf8(bytes).err()?;
    let at = error.valid_up_to();
    let message = format!("this file is not UTF-8: byte 0x{:02x} at offset {at}", bytes[at]);
    // In the text that is shown, U+FFFD stands there.
    let span: Range<usize> = at..at + '\u{fffd}'.len_utf8();
    Some(
        Diagnostic::new(Code::NotUtf8, &file.path, message)
            .at(span)
            .help("save the file as UTF-8 in your editor"),
    )
}

fn open<'a, Front: Default>(
    file: &'a SourceFile,
    text: &'a str,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(Keys<'_, 'a>) -> Front,
) -> Document<'a, Front> {
    let file_path = file.path.as_str();
    let without = |body| Document { file: file_path, text, body, front: Front::default(), has_front: false };
    if let Some(diagnostic) = not_utf8(file) {
        diagnostics.push(diagnostic);
        return without(None);
    }
    let split = match front_matter::split(file_path, text) {
        Ok(split) => split,
        Err(diagnostic) => {
            let body = (diagnostic.code == Code::NoFrontMatter).then_some(0);
            diagnostics.push(*diagnostic);
            return without(body);
        }
    };
    let Some(fields) = Fields::read(file_path, text, &split, diagnostics) else {
        return without(Some(split.body));
    };
    let front = read(Keys { file: file_path, fields: &fields, diagnostics });
    Document { file: file_path, text, body: Some(split.body), front, has_front: true }
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
