//! Writes all pages of a library, and checks the links between them.
//!
//! A page that was written before is taken from there, as long as nothing has changed that it was made of: its
//! own file, its place, and what its links can lead to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use course::bundle;
use course::route::Route;

use crate::assets::Assets;
use crate::catalogue::{Catalogue, CourseEntry, Document, LessonEntry};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::documents::LessonFront;
use crate::front_matter::Spanned;
use crate::glossary::{Glossaries, Terms};
use crate::links::Targets;
use crate::markdown::Events;
use crate::markdown::page::{FragmentLink, Page};
use crate::names::{humanise, nearest};
use crate::quiz::QuizFront;
use crate::sources::{Front, Source};
use crate::{Content, lesson, looks, markdown};

/// All pages, in the order of the catalogue.
pub(crate) struct Pages {
    pub(crate) lessons: Vec<Arc<LessonPage>>,
    pub(crate) courses: Vec<CoursePage>,
    /// The paths of the files that the pages need on the site.
    pub(crate) files: BTreeSet<String>,
}

/// A lesson that is written.
pub(crate) struct LessonPage {
    source: Arc<Source>,
    surroundings: Arc<Surroundings>,
    /// What its course says of quizzes.
    course_quiz: Option<QuizFront>,
    pub(crate) title: String,
    /// How many questions its quizzes ask.
    pub(crate) questions: u32,
    /// How many words there are to read, code included.
    pub(crate) words: u32,
    /// As [`bundle::encode_body`] writes it.
    pub(crate) body: Vec<u8>,
    rest: Rest,
}

/// The page of a course.
pub(crate) struct CoursePage {
    /// `None` where the course has no file.
    pub(crate) title: Option<String>,
    pub(crate) body: String,
    rest: Option<Rest>,
}

/// What is left to look at when a page is written.
struct Rest {
    route: Route,
    ids: HashSet<String>,
    fragments: Vec<FragmentLink>,
    diagnostics: Vec<Diagnostic>,
    /// The paths of the files that the page needs on the site.
    files: BTreeSet<String>,
    /// The ids of the terms that it explains.
    terms: HashSet<String>,
}

/// What pages are made of beside their own file.
#[derive(Default)]
struct Surroundings {
    targets: Arc<Targets>,
    /// The files of the glossaries, which are read once for all pages.
    glossary_files: Vec<Arc<Source>>,
    glossaries: Glossaries,
    /// What is wrong with the glossaries.
    diagnostics: Vec<Diagnostic>,
}

impl Surroundings {
    /// Those of before where nothing has changed, or new ones.
    fn of(content: &Content, catalogue: &Catalogue<'_>, former: &Arc<Self>) -> Arc<Self> {
        let targets = catalogue.targets();
        let spoken = looks::spoken(content);
        let files = || catalogue.glossaries.iter().map(|glossary| glossary.source);
        let is_same = former.targets.has_same_pages(&targets)
            && former.targets.spoken.as_ref() == Some(&spoken)
            && former.targets.assets.are_of(content)
            && former.glossary_files.len() == files().count()
            && former.glossary_files.iter().zip(files()).all(|(one, other)| Arc::ptr_eq(one, other));
        if is_same {
            return former.clone();
        }
        let targets = Arc::new(Targets { assets: Assets::of(content), spoken: Some(spoken), ..targets });
        let mut diagnostics = Vec::new();
        let glossaries = Glossaries::read(&catalogue.glossaries, &targets, &mut diagnostics);
        Arc::new(Self { targets, glossary_files: files().cloned().collect(), glossaries, diagnostics })
    }
}

/// The pages of the compilation before.
#[derive(Default)]
pub(crate) struct Cache {
    surroundings: Arc<Surroundings>,
    /// By the path of the file.
    lessons: HashMap<String, Arc<LessonPage>>,
    /// How many lessons were written so far.
    pub(crate) written: Arc<AtomicUsize>,
}

impl Cache {
    /// The files of the folder, as the pages that were written last have found them.
    pub(crate) fn assets(&self) -> &Assets {
        &self.surroundings.targets.assets
    }

    fn lesson(
        &self,
        entry: &LessonEntry<'_>,
        route: &Route,
        surroundings: &Arc<Surroundings>,
        course_quiz: Option<&QuizFront>,
    ) -> Option<Arc<LessonPage>> {
        let known = self.lessons.get(entry.document.file)?;
        let is_same = known.course_quiz.as_ref() == course_quiz
            && Arc::ptr_eq(&known.source, entry.document.source)
            && Arc::ptr_eq(&known.surroundings, surroundings)
            && known.rest.route == *route;
        is_same.then(|| known.clone())
    }

    /// The version of a file that its lesson was written from.
    pub(crate) fn source(&self, path: &str) -> Option<&Arc<Source>> {
        self.lessons.get(path).map(|lesson| &lesson.source)
    }

    /// Writes a lesson anew from another version of its file, in the place of itself. `None`, with nothing done, where
    /// that could change or break anything but its own body.
    pub(crate) fn rewrite(&mut self, source: &Arc<Source>) -> Option<Arc<LessonPage>> {
        let known = self.lessons.get_mut(&source.path)?;
        let Front::Lesson(folder, front) = &source.front else { return None };
        let id = &front.id.as_ref()?.value;
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        if !source.has_front_of(&known.source) || source.diagnostics.iter().any(is_error) {
            return None;
        }
        let document = Document::of(source, front);
        let terms = known.surroundings.glossaries.of(folder);
        let route = known.rest.route.clone();
        let page = lesson_page(&document, id, route, &known.surroundings, terms, known.course_quiz.as_ref());
        let is_alike = page.title == known.title
            && page.questions == known.questions
            && page.rest.ids == known.rest.ids
            && page.rest.files == known.rest.files
            && page.rest.fragments.iter().map(FragmentLink::target).eq(known
                .rest
                .fragments
                .iter()
                .map(FragmentLink::target))
            && !page.rest.diagnostics.iter().any(is_error);
        is_alike.then(|| {
            *known = Arc::new(page);
            known.clone()
        })
    }
}

/// Writes all pages that are not known yet.
pub(crate) fn write(
    content: &Content,
    catalogue: &Catalogue<'_>,
    cache: &mut Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Pages {
    cache.surroundings = Surroundings::of(content, catalogue, &cache.surroundings);
    let surroundings = &cache.surroundings;
    let written = &*cache.written;
    diagnostics.extend_from_slice(&surroundings.diagnostics);
    let lessons = in_parallel(&catalogue.lessons, |entry| {
        let route = catalogue.route(entry);
        let course = &catalogue.courses[entry.course];
        let course_quiz = course.document.as_ref().and_then(|course| course.front.quiz.as_ref());
        let known = cache.lesson(entry, &route, surroundings, course_quiz);
        known.unwrap_or_else(|| {
            let terms = surroundings.glossaries.of(&course.folder);
            let page = lesson_page(&entry.document, &entry.id, route, surroundings, terms, course_quiz);
            written.fetch_add(1, Ordering::Relaxed);
            Arc::new(page)
        })
    });
    let courses: Vec<_> =
        catalogue.courses.iter().map(|entry| course_page(entry, &surroundings.targets)).collect();

    let rests = || {
        let of_lessons = lessons.iter().map(|lesson: &Arc<LessonPage>| &lesson.rest);
        of_lessons.chain(courses.iter().filter_map(|course| course.rest.as_ref()))
    };
    let anchors: HashMap<_, _> = rests().map(|rest| (&rest.route, &rest.ids)).collect();
    for rest in rests() {
        diagnostics.extend_from_slice(&rest.diagnostics);
        diagnostics.extend(rest.fragments.iter().filter_map(|link| check_fragment(link, &anchors)));
    }
    cache.lessons = lessons.iter().map(|lesson| (lesson.source.path.clone(), lesson.clone())).collect();
    let terms = rests().flat_map(|rest| &rest.terms).map(String::as_str).collect();
    surroundings.glossaries.report_unused(&terms, diagnostics);
    let files = rests().flat_map(|rest| rest.files.iter().cloned()).collect();
    Pages { lessons, courses, files }
}

/// Says that a title was made up, unless more is wrong with the front matter than that.
pub(crate) fn missing_title<T>(document: &Document<'_, T>, title: &str) -> Option<Diagnostic> {
    let has_wrong_value = |it: &Diagnostic| it.code == Code::WrongValueType;
    if !document.has_front || document.source.diagnostics.iter().any(has_wrong_value) {
        return None;
    }
    let fence = 0.."---".len();
    let message = "there is neither a `title` nor a `# heading`";
    let help = format!("add a line such as `title: {title}` to the front matter; for now that is the title");
    Some(Diagnostic::new(Code::MissingTitle, document.file, message).at(fence).help(help))
}

/// The title of a page: the author's, its first heading, or one made of the id, which is reported.
fn title<T>(
    document: &Document<'_, T>,
    own: Option<&Spanned<String>>,
    id: &str,
    events: &Events<'_>,
    page: &mut Page<'_>,
) -> String {
    let own = own.map(|title| title.value.clone());
    own.or_else(|| lesson::first_heading(events)).unwrap_or_else(|| {
        let title = humanise(id);
        page.diagnostics.extend(missing_title(document, &title));
        title
    })
}

fn lesson_page(
    document: &Document<'_, LessonFront>,
    id: &str,
    route: Route,
    surroundings: &Arc<Surroundings>,
    terms: Arc<Terms>,
    course_quiz: Option<&QuizFront>,
) -> LessonPage {
    let events = document.body.map(|start| markdown::parse(document.text, start)).unwrap_or_default();
    let mut page = Page::new(document.file, document.text, route, surroundings.targets.clone(), &events);
    page.terms = terms;
    let title = title(document, document.front.title.as_ref(), id, &events, &mut page);
    let about = lesson::About { title: &title, front: document.front, course_quiz };
    let body = lesson::body(&mut page, &events, &about);
    let questions: usize = body.quizzes().map(|quiz| quiz.asked()).sum();
    LessonPage {
        source: document.source.clone(),
        surroundings: surroundings.clone(),
        course_quiz: course_quiz.cloned(),
        title,
        questions: u32::try_from(questions).unwrap_or(u32::MAX),
        words: markdown::words(&events),
        body: bundle::encode_body(&body),
        rest: Rest::of(page),
    }
}

fn course_page(entry: &CourseEntry<'_>, targets: &Arc<Targets>) -> CoursePage {
    let Some(document) = &entry.document else {
        return CoursePage { title: None, body: String::new(), rest: None };
    };
    let events = document.body.map(|start| markdown::parse(document.text, start)).unwrap_or_default();
    let route = Route::Course { course: entry.id.clone() };
    let mut page = Page::new(document.file, document.text, route, targets.clone(), &events);
    let title = title(document, document.front.title.as_ref(), &entry.id, &events, &mut page);
    let mut body = page.html(&lesson::blocks_below_title(&events, &title));
    body.push_str(&page.footnotes());
    page.report_rest();
    CoursePage { title: Some(title), body, rest: Some(Rest::of(page)) }
}

impl Rest {
    fn of(page: Page<'_>) -> Self {
        Self {
            route: page.route,
            ids: page.ids,
            fragments: page.fragments,
            diagnostics: page.diagnostics,
            files: page.taken,
            terms: page.explained,
        }
    }
}

fn check_fragment(link: &FragmentLink, anchors: &HashMap<&Route, &HashSet<String>>) -> Option<Diagnostic> {
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

/// Maps a slice on all cores, keeping the order.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
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
