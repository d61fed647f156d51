//! Which file of the folder is what: a path, a course, a lesson, or nothing of ours.
//!
//! There are two layouts. With folders:
//!
//! ```text
//! glossary.md
//! paths/<path>.md
//! courses/<course>.md
//! courses/<course>/glossary.md
//! courses/<course>/lessons/<lesson>.md
//! ```
//!
//! And flat, where the folder is a single course: `<lesson>.md` or `lessons/<lesson>.md`, and `glossary.md`.

use course::route::is_id;

use crate::names::{humanise, slug};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Path,
    Course,
    /// The text is the name of the course's folder; empty in the flat layout.
    Lesson(String),
    /// The terms of the course with this folder, or of all courses.
    Glossary(Option<String>),
    /// It stands where nothing reads it.
    Unused,
}

/// The roles of all files, in their order.
pub(crate) fn roles<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<Role> {
    let with_folders =
        paths.clone().any(|path| !matches!(with_folders(path), Role::Unused | Role::Glossary(None)));
    paths.map(|path| if with_folders { self::with_folders(path) } else { flat(path) }).collect()
}

/// Whether a file without front matter is left alone: a `README.md`, or a name that begins with `_`.
pub(crate) fn may_be_no_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('_') || stem(name).eq_ignore_ascii_case("readme")
}

/// The name of a file without folders and ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The id of the course that a folder of lessons is, from the folder's name.
pub(crate) fn course_id(folder: &str) -> String {
    let id = slug(folder);
    let id = id.trim_matches('-');
    if is_id(id) && !is_generic(id) { id.into() } else { "course".into() }
}

/// The title of the course that a folder of lessons is, from the folder's name.
pub(crate) fn course_title(folder: &str) -> String {
    if is_generic(&slug(folder)) || slug(folder).is_empty() { "Course".into() } else { humanise(folder) }
}

/// Names that say what is in the folder, not what it is about.
fn is_generic(name: &str) -> bool {
    matches!(name, "content" | "lessons")
}

fn with_folders(path: &str) -> Role {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["paths", _] => Role::Path,
        ["glossary.md"] => Role::Glossary(None),
        ["courses", _] => Role::Course,
        ["courses", course, "glossary.md"] => Role::Glossary(Some(course.into())),
        ["courses", course, "lessons", _] => Role::Lesson(course.into()),
        _ => Role::Unused,
    }
}

fn flat(path: &str) -> Role {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["glossary.md"] => Role::Glossary(None),
        [_] | ["lessons", _] => Role::Lesson(String::new()),
        _ => Role::Unused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_decide_what_a_file_is() {
        let paths = ["README.md", "courses/a.md", "courses/a/b.md", "courses/a/lessons/c.md", "paths/p.md"];
        assert_eq!(
            roles(paths.into_iter()),
            [Role::Unused, Role::Course, Role::Unused, Role::Lesson("a".into()), Role::Path]
        );
        let lesson = || Role::Lesson(String::new());
        let paths = ["a.md", "lessons/b.md", "notes/c.md", "glossary.md"];
        assert_eq!(roles(paths.into_iter()), [lesson(), lesson(), Role::Unused, Role::Glossary(None)]);
        let paths = ["courses/a.md", "courses/a/glossary.md", "courses/a/x/glossary.md", "glossary.md"];
        assert_eq!(
            roles(paths.into_iter()),
            [Role::Course, Role::Glossary(Some("a".into())), Role::Unused, Role::Glossary(None)]
        );
    }

    #[test]
    fn a_folder_of_lessons_names_its_course() {
        for (folder, id, title) in [
            ("docker-basics", "docker-basics", "Docker basics"),
            ("My Course!", "my-course", "My Course!"),
            ("content", "course", "Course"),
            ("lessons", "course", "Course"),
            ("", "course", "Course"),
            ("!?", "course", "Course"),
        ] {
            assert_eq!((course_id(folder).as_str(), course_title(folder).as_str()), (id, title), "{folder}");
        }
    }
}
