//! The outline of everything a bundle holds: library, paths, courses, sections and lessons.
//!
//! It is what every page needs at once, so it holds no lesson text; that is [`crate::lesson`].

use serde::{Deserialize, Serialize};

use crate::route::{Route, Tool};

/// All that one bundle offers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Library {
    /// The name shown in the header and in page titles.
    pub title: String,
    /// The language of the texts, as BCP 47 has it; `en` where the author says nothing.
    pub language: String,
    /// Whether that language is written from right to left.
    pub is_right_to_left: bool,
    /// Learning paths, in the order they are shown. May be empty.
    pub paths: Vec<Path>,
    /// Courses, in the order they are shown.
    pub courses: Vec<Course>,
}

/// A learning path: an ordered group of courses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The author's id, unique among paths.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Plain text, one or two sentences; empty where the author gave none.
    pub description: String,
    /// An emoji or a short word, shown beside the title.
    pub icon: Option<String>,
    /// The author's estimate, in minutes.
    pub estimated_minutes: Option<u32>,
    /// How demanding the author says it is.
    pub difficulty: Option<Difficulty>,
}

/// A course: sections of lessons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// The author's id, unique among courses; one segment of the URL.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Plain text, one or two sentences; empty where the author gave none.
    pub description: String,
    /// How demanding the author says it is.
    pub difficulty: Option<Difficulty>,
    /// The author's figure, in minutes; the sum over the lessons is [`Course::lesson_minutes`].
    pub duration_minutes: Option<u32>,
    /// The [`Path::id`] this course belongs to.
    pub path_id: Option<String>,
    /// The [`Course::id`]s of the courses that come before this one, by the author's advice.
    pub prerequisites: Vec<String>,
    /// Whether the author wants no lesson of it opened before these are completed.
    pub is_locked: bool,
    /// Body of the course page as HTML, sanitised, with links as [`crate::route::LINK_SCHEME`] has them.
    pub body: String,
    /// Sections in reading order. Lessons without a section stand in one whose title is empty.
    pub sections: Vec<Section>,
}

/// A titled run of lessons within a course.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Plain text; empty for lessons outside any section.
    pub title: String,
    /// Lessons in reading order; never empty in a compiled bundle.
    pub lessons: Vec<LessonOutline>,
}

/// What the outline knows of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonOutline {
    /// The author's id, unique in the library; one segment of the URL and the key of all progress.
    pub id: String,
    /// The ids it had before, under which links and progress may still know it. None is the id or an alias of any
    /// other lesson of a compiled bundle.
    pub aliases: Vec<String>,
    /// Plain text.
    pub title: String,
    /// What sort of lesson it is.
    pub kind: LessonKind,
    /// The author's estimate, in minutes.
    pub duration_minutes: Option<u32>,
    /// How many questions its quizzes hold.
    pub questions: u32,
    /// The id of a next lesson the author names but has not written yet.
    pub planned_next: Option<String>,
}

/// The sorts of lesson an author can write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LessonKind {
    /// Text to read, perhaps with a knowledge check.
    #[default]
    Lesson,
    /// Something to build.
    Project,
    /// Questions above all.
    Quiz,
}

/// How demanding a path or a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difficulty {
    /// No knowledge of the field is needed.
    Beginner,
    /// The basics are taken as known.
    Intermediate,
    /// For people who work in the field.
    Advanced,
}

/// A lesson together with its place in its course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'a> {
    /// The course it stands in.
    pub course: &'a Course,
    /// The section it stands in.
    pub section: &'a Section,
    /// The lesson.
    pub lesson: &'a LessonOutline,
    /// Zero-based place among all lessons of the course.
    pub index: usize,
}

impl Library {
    /// The title of a page, for the browser's tab and its history.
    pub fn page_title(&self, route: &Route) -> String {
        let course = |id: &str| self.course(id);
        let parts = match route {
            Route::Home => None,
            Route::Course { course: id } => course(id).map(|course| course.title.clone()),
            Route::Lesson { course: id, lesson } => course(id)
                .and_then(|course| course.place(lesson))
                .map(|place| format!("{} · {}", place.lesson.title, place.course.title)),
            Route::Tool(_) | Route::NotFound { .. } => None,
        };
        match parts {
            Some(parts) if parts.contains(&self.title) => parts,
            Some(parts) => format!("{parts} · {}", self.title),
            None => self.title.clone(),
        }
    }

    /// Every page of the library, the home page first.
    pub fn routes(&self) -> impl Iterator<Item = Route> {
        let of_course = |course: &Course| -> Vec<Route> {
            let lessons = course.lessons().map(|lesson| course.route_to(&lesson.id));
            std::iter::once(Route::Course { course: course.id.clone() }).chain(lessons).collect()
        };
        let tools = Tool::ALL.into_iter().map(Route::Tool);
        std::iter::once(Route::Home).chain(tools).chain(self.courses.iter().flat_map(of_course))
    }

    /// Every address that a page had before, by [`LessonOutline::aliases`], each with the page it is now.
    pub fn former_routes(&self) -> impl Iterator<Item = (Route, Route)> {
        let of_lesson = |(course, lesson): (&Course, &LessonOutline)| -> Vec<(Route, Route)> {
            let pair = |alias: &String| (course.route_to(alias), course.route_to(&lesson.id));
            lesson.aliases.iter().map(pair).collect()
        };
        let lessons =
            self.courses.iter().flat_map(|course| course.lessons().map(move |lesson| (course, lesson)));
        lessons.flat_map(of_lesson)
    }

    /// The page that a route leads to now, where it names a lesson by an id of before; `None` for any other route.
    pub fn moved(&self, route: &Route) -> Option<Route> {
        let Route::Lesson { course, lesson } = route else { return None };
        let place = self.course(course)?.place(lesson)?;
        (place.lesson.id != *lesson).then(|| place.course.route_to(&place.lesson.id))
    }

    /// The course with this id.
    pub fn course(&self, id: &str) -> Option<&Course> {
        self.courses.iter().find(|course| course.id == id)
    }

    /// The courses of one path, in order.
    pub fn courses_of<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Course> {
        self.courses.iter().filter(|course| course.path_id.as_deref() == Some(&path.id))
    }

    /// The courses that belong to no path of this library, in order.
    pub fn courses_without_path(&self) -> impl Iterator<Item = &Course> {
        self.courses.iter().filter(|course| {
            course.path_id.as_ref().is_none_or(|id| self.paths.iter().all(|path| path.id != *id))
        })
    }
}

impl Course {
    /// Every lesson of the course in reading order.
    pub fn lessons(&self) -> impl Iterator<Item = &LessonOutline> {
        self.sections.iter().flat_map(|section| &section.lessons)
    }

    /// The lesson with this id, or with this id before it got another, and its place.
    pub fn place(&self, lesson_id: &str) -> Option<Placed<'_>> {
        self.sections
            .iter()
            .flat_map(|section| section.lessons.iter().map(move |lesson| (section, lesson)))
            .enumerate()
            .find(|(_, (_, lesson))| {
                lesson.id == lesson_id || lesson.aliases.iter().any(|alias| alias == lesson_id)
            })
            .map(|(index, (section, lesson))| Placed { course: self, section, lesson, index })
    }

    /// The page of a lesson of it, by its id.
    pub fn route_to(&self, lesson_id: &str) -> Route {
        Route::Lesson { course: self.id.clone(), lesson: lesson_id.to_owned() }
    }

    /// The sum of the lessons' durations, in minutes; `None` where no lesson has one.
    pub fn lesson_minutes(&self) -> Option<u32> {
        self.lessons()
            .filter_map(|lesson| lesson.duration_minutes)
            .fold(None, |sum, minutes| Some(sum.unwrap_or(0).saturating_add(minutes)))
    }
}

impl<'a> Placed<'a> {
    /// The lesson before this one in the course.
    pub fn previous(&self) -> Option<&'a LessonOutline> {
        self.index.checked_sub(1).and_then(|index| self.course.lessons().nth(index))
    }

    /// The lesson after this one in the course.
    pub fn next(&self) -> Option<&'a LessonOutline> {
        self.course.lessons().nth(self.index + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> Course {
        let lesson = |id: &str, minutes| LessonOutline {
            id: id.into(),
            duration_minutes: minutes,
            ..LessonOutline::default()
        };
        Course {
            sections: vec![
                Section { title: "One".into(), lessons: vec![lesson("a", Some(10)), lesson("b", None)] },
                Section { title: "Two".into(), lessons: vec![lesson("c", Some(5))] },
            ],
            ..Course::default()
        }
    }

    #[test]
    fn neighbours_cross_section_borders() {
        let course = course();
        let b = course.place("b").unwrap();
        assert_eq!((b.index, b.section.title.as_str()), (1, "One"));
        assert_eq!(b.previous().unwrap().id, "a");
        assert_eq!(b.next().unwrap().id, "c");
        assert_eq!(course.place("a").unwrap().previous(), None);
        assert_eq!(course.place("c").unwrap().next(), None);
        assert_eq!(course.place("d"), None);
    }

    #[test]
    fn a_lesson_is_found_by_the_ids_it_had_before() {
        let mut course = Course { id: "c".into(), ..course() };
        course.sections[1].lessons[0].aliases = vec!["old".into(), "older".into()];
        for id in ["c", "old", "older"] {
            let place = course.place(id).unwrap();
            assert_eq!((place.lesson.id.as_str(), place.index), ("c", 2), "{id}");
        }
        let library = Library { title: "School".into(), courses: vec![course], ..Library::default() };
        let moved = |path: &str| library.moved(&Route::parse(path)).map(|route| route.to_string());
        assert_eq!(moved("courses/c/old/").as_deref(), Some("courses/c/c/"));
        for path in ["courses/c/c/", "courses/c/", "", "courses/c/oldest/", "courses/d/old/", "old"] {
            assert_eq!(moved(path), None, "{path}");
        }
        let former: Vec<_> =
            library.former_routes().map(|(old, new)| (old.to_string(), new.to_string())).collect();
        assert_eq!(
            former,
            [("old", "c"), ("older", "c")]
                .map(|(old, new)| { (format!("courses/c/{old}/"), format!("courses/c/{new}/")) })
        );
        assert_eq!(
            library.routes().count(),
            5 + Tool::ALL.len(),
            "an address of before is no page of its own"
        );
        assert_eq!(
            library.page_title(&Route::parse("courses/c/old/")),
            library.page_title(&Route::parse("courses/c/c/"))
        );
    }

    #[test]
    fn minutes_add_up_over_the_lessons_that_name_them() {
        assert_eq!(course().lesson_minutes(), Some(15));
        assert_eq!(Course::default().lesson_minutes(), None);
    }

    #[test]
    fn a_page_title_names_the_place_once() {
        let course = Course { id: "c".into(), title: "Baking".into(), ..course() };
        let mut library = Library { title: "School".into(), courses: vec![course], ..Library::default() };
        library.courses[0].sections[0].lessons[0].title = "Bread".into();
        let title = |library: &Library, path: &str| library.page_title(&Route::parse(path));
        assert_eq!(title(&library, ""), "School");
        assert_eq!(title(&library, "courses/c/"), "Baking · School");
        assert_eq!(title(&library, "courses/c/a/"), "Bread · Baking · School");
        assert_eq!(title(&library, "courses/c/nowhere/"), "School");
        library.title = "Baking".into();
        assert_eq!(title(&library, "courses/c/a/"), "Bread · Baking");
        assert_eq!(library.routes().count(), 5 + Tool::ALL.len());
    }

    #[test]
    fn a_course_of_an_unknown_path_is_still_shown() {
        let library = Library {
            paths: vec![Path { id: "p".into(), ..Path::default() }],
            courses: vec![
                Course { id: "in".into(), path_id: Some("p".into()), ..Course::default() },
                Course { id: "lost".into(), path_id: Some("q".into()), ..Course::default() },
                Course { id: "free".into(), ..Course::default() },
            ],
            ..Library::default()
        };
        let ids = |courses: Vec<&Course>| courses.iter().map(|course| course.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(library.courses_of(&library.paths[0]).collect()), ["in"]);
        assert_eq!(ids(library.courses_without_path().collect()), ["lost", "free"]);
    }
}
