//! Writes all pages of a library, and checks the links between them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::{iter, thread};

use course::lesson::LessonBody;
use course::route::Route;

use crate::catalogue::{Catalogue, CourseEntry, Document, LessonEntry};
use crate::diagnostics::{Code, Diagnostic};
use crate::links::Targets;
use crate::markdown::page::{FragmentLink, Page};
use crate::names::{humanise, nearest};
use crate::{lesson, markdown};

/// All pages, in the order of the catalogue.
pub(crate) struct Pages {
    pub(crate) lessons: Vec<LessonPage>,
    pub(crate) courses: Vec<CoursePage>,
}

/// A lesson that is written.
pub(crate) struct LessonPage {
    pub(crate) title: String,
    pub(crate) body: LessonBody,
}

/// The page of a course.
pub(crate) struct CoursePage {
    /// `None` where the course has no file.
    pub(crate) title: Option<String>,
    pub(crate) body: String,
}

/// What is left to look at when a page is written.
struct Rest {
    route: Route,
    ids: HashSet<String>,
    fragments: Vec<FragmentLink>,
    diagnostics: Vec<Diagnostic>,
}

/// Writes all pages.
pub(crate) fn write(catalogue: &Catalogue<'_>, diagnostics: &mut Vec<Diagnostic>) -> Pages {
    let targets = Arc::new(catalogue.targets());
    let earlier = &*diagnostics;
    let lessons = in_parallel(&catalogue.lessons, |entry| lesson_page(catalogue, entry, &targets, earlier));
    let courses: Vec<_> =
        catalogue.courses.iter().map(|entry| course_page(entry, &targets, earlier)).collect();
    let (lessons, of_lessons): (Vec<_>, Vec<_>) = lessons.into_iter().unzip();
    let (courses, of_courses): (Vec<_>, Vec<_>) = courses.into_iter().unzip();

    let mut anchors = HashMap::new();
    let mut fragments = Vec::new();
    for rest in of_lessons.into_iter().chain(of_courses.into_iter().flatten()) {
        diagnostics.extend(rest.diagnostics);
        fragments.extend(rest.fragments);
        anchors.insert(rest.route, rest.ids);
    }
    diagnostics.extend(fragments.iter().filter_map(|link| check_fragment(link, &anchors)));
    Pages { lessons, courses }
}

/// Says that a title was made up, unless more is wrong with the front matter than that.
pub(crate) fn missing_title<T>(
    document: &Document<'_, T>,
    title: &str,
    earlier: &[Diagnostic],
) -> Option<Diagnostic> {
    let has_wrong_value = |it: &Diagnostic| it.file == document.file && it.code == Code::WrongValueType;
    if !document.has_front || earlier.iter().any(has_wrong_value) {
        return None;
    }
    let fence = 0.."---".len();
    let message = "there is neither a `title` nor a `# heading`";
    let help = format!("add a line such as `title: {title}` to the front matter; for now that is the title");
    Some(Diagnostic::new(Code::MissingTitle, document.file, message).at(fence).help(help))
}

fn lesson_page(
    catalogue: &Catalogue<'_>,
    entry: &LessonEntry<'_>,
    targets: &Arc<Targets>,
    earlier: &[Diagnostic],
) -> (LessonPage, Rest) {
    let document = &entry.document;
    let events = document.body.map(|start| markdown::parse(document.text, start)).unwrap_or_default();
    let mut page = Page::new(document.file, document.text, catalogue.route(entry), targets.clone(), &events);
    let title = document.front.title.as_ref().map(|title| title.value.clone());
    let title = title.or_else(|| lesson::first_heading(&events)).unwrap_or_else(|| {
        let title = humanise(&entry.id);
        page.diagnostics.extend(missing_title(document, &title, earlier));
        title
    });
    let course = catalogue.courses[entry.course].document.as_ref();
    let course_quiz = course.and_then(|course| course.front.quiz.as_ref());
    let about = lesson::About { title: &title, front: &document.front, course_quiz };
    let body = lesson::body(&mut page, &events, &about);
    (LessonPage { title, body }, Rest::of(page))
}

fn course_page(
    entry: &CourseEntry<'_>,
    targets: &Arc<Targets>,
    earlier: &[Diagnostic],
) -> (CoursePage, Option<Rest>) {
    let Some(document) = &entry.document else {
        return (CoursePage { title: None, body: String::new() }, None);
    };
    let events = document.body.map(|start| markdown::parse(document.text, start)).unwrap_or_default();
    let route = Route::Course { course: entry.id.clone() };
    let mut page = Page::new(document.file, document.text, route, targets.clone(), &events);
    let title = document.front.title.as_ref().map(|title| title.value.clone());
    let title = title.or_else(|| lesson::first_heading(&events)).unwrap_or_else(|| {
        let title = humanise(&entry.id);
        page.diagnostics.extend(missing_title(document, &title, earlier));
        title
    });
    let mut body = page.html(&lesson::blocks_below_title(&events, &title));
    body.push_str(&page.footnotes());
    page.report_rest();
    (CoursePage { title: Some(title), body }, Some(Rest::of(page)))
}

impl Rest {
    fn of(page: Page<'_>) -> Self {
        Self { route: page.route, ids: page.ids, fragments: page.fragments, diagnostics: page.diagnostics }
    }
}

fn check_fragment(link: &FragmentLink, anchors: &HashMap<Route, HashSet<String>>) -> Option<Diagnostic> {
    let ids = anchors.get(&link.route).filter(|ids| !ids.contains(&link.fragment))?;
    // The smallest of equally near ones, since the order of a set is not the same every time.
    let mut known: Vec<_> = ids.iter().map(String::as_str).collect();
    known.sort_unstable();
    let help = match nearest(&link.fragment, known) {
        Some(id) => format!("did you mean `#{id}`?"),
        None => {
            "the id of a heading is its text in lower case, with `-` for spaces and no punctuation".into()
        }
    };
    let message = format!("the page has no heading with the id `{}`", link.fragment);
    Some(Diagnostic::new(Code::BrokenLink, &link.file, message).at(link.span.clone()).help(help))
}

/// Maps a slice on all cores, keeping the order. Colouring code is by far the most work of a compilation.
fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // More parts than threads would only cost; fewer items than that are not worth a thread each.
    let part = items.len().div_ceil(threads).max(8);
    thread::scope(|scope| {
        let map = &map;
        let mut parts = items.chunks(part);
        let own = parts.next();
        let others: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().map(map).collect::<Vec<_>>())).collect();
        let own: Vec<_> = own.into_iter().flatten().map(map).collect();
        let others = others.into_iter().map(|thread| match thread.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        iter::once(own).chain(others).flatten().collect()
    })
}
