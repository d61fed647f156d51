//! Where a link leads: out of the library, to one of its pages, or nowhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use course::route::{Location, Route, decode};
use words::{Spoken, Word};

use crate::assets::Assets;
use crate::{Content, looks};

/// Everything a link can mean.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// Every Markdown file of ours by its path; `None` where it has errors of its own and no page.
    pub(crate) files: HashMap<String, Option<Route>>,
    /// Every lesson by its id.
    pub(crate) lessons: HashMap<String, Route>,
    /// Every lesson that was renamed, by each id it had before.
    pub(crate) former: HashMap<String, Route>,
    /// Every course by its id.
    pub(crate) courses: HashMap<String, Route>,
    /// Every file that is not Markdown.
    pub(crate) assets: Assets,
    /// What is said in the language of the library; where there is none, in English.
    pub(crate) spoken: Option<Spoken>,
}

/// What a link comes down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An address that the browser understands.
    Outside(String),
    /// A page of the library.
    Inside(Location),
    /// A lesson of the library, named by an id that it had before.
    Renamed(Location),
    /// A file that is not Markdown: what [`Assets::find`] finds.
    File(String),
    /// A page that would be there if its file had no error. Not worth a second finding.
    Broken,
    /// An address of a scheme that lessons may not use.
    Unsafe(String),
    /// Nothing has this name.
    Nowhere,
}

impl Targets {
    /// Whether links lead to the same pages; files are not looked at.
    pub(crate) fn has_same_pages(&self, other: &Self) -> bool {
        self.files == other.files
            && self.lessons == other.lessons
            && self.former == other.former
            && self.courses == other.courses
    }

    /// What is said in the language of the library.
    pub(crate) fn say(&self, word: Word) -> &str {
        static ENGLISH: LazyLock<Spoken> = LazyLock::new(|| looks::spoken(&Content::default()));
        self.spoken.as_ref().unwrap_or(&ENGLISH).say(word)
    }

    /// Resolves what an author wrote as a link in `file`, which is shown on the page `here`.
    pub(crate) fn resolve(&self, link: &str, file: &str, here: &Route) -> Target {
        // Browsers ignore white space and control characters around and inside of a scheme; so does this.
        let compact: String = link.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        if let Some(scheme) = scheme(&compact) {
            return match scheme.as_str() {
                "http" | "https" | "mailto" | "tel" => Target::Outside(link.trim().into()),
                _ => Target::Unsafe(scheme),
            };
        }
        if compact.starts_with("//") || compact.starts_with("/\\") || compact.starts_with('\\') {
            return Target::Outside(format!("https://{}", compact.trim_start_matches(['/', '\\'])));
        }
        let link = link.trim();
        let fragment = Location::parse(link).fragment;
        let path = link.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return Target::Inside(Location { route: here.clone(), fragment });
        }
        match self.page(&decode(path), file) {
            Some(Page::Written(route)) => Target::Inside(Location { route, fragment }),
            Some(Page::Renamed(route)) => Target::Renamed(Location { route, fragment }),
            Some(Page::Broken) => Target::Broken,
            None => match self.assets.find(path, file) {
                Ok(_) => Target::File(path.into()),
                Err(_) => Target::Nowhere,
            },
        }
    }

    fn page(&self, path: &str, file: &str) -> Option<Page> {
        if let Some(route) = self.files.get(&joined(file, path).0) {
            return Some(route.clone().map_or(Page::Broken, Page::Written));
        }
        // An id, alone or as the last part of a path that a file with this id would have.
        let name = path.trim_end_matches('/').rsplit('/').next()?;
        let id = name.strip_suffix(".md").unwrap_or(name);
        let lesson = |id: &str| {
            let written = self.lessons.get(id).cloned().map(Page::Written);
            written.or_else(|| self.former.get(id).cloned().map(Page::Renamed))
        };
        let by_id = || lesson(id).or_else(|| self.courses.get(id).cloned().map(Page::Written));
        match Route::parse(path) {
            Route::Home => Some(Page::Written(Route::Home)),
            Route::Lesson { lesson: id, .. } => lesson(&id).or_else(by_id),
            _ => by_id(),
        }
    }
}

/// What a path or an id names.
enum Page {
    Written(Route),
    /// By an id it had before.
    Renamed(Route),
    Broken,
}

/// Whether an address is one of the web.
pub(crate) fn is_web(address: &str) -> bool {
    let starts =
        |prefix: &str| address.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts("http:") || starts("https:") || address.starts_with("//")
}

/// The scheme of an address in lower case, without the colon.
pub(crate) fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_lowercase())
}

/// A path relative to the folder of `file`, or to the content folder where it begins with `/`; and whether it stays
/// within the content folder. Where it does not, the steps out of it are left out.
pub(crate) fn joined(file: &str, path: &str) -> (String, bool) {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    let mut stays_within = true;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => stays_within &= parts.pop().is_some(),
            part => parts.push(part),
        }
    }
    (parts.join("/"), stays_within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(id: &str) -> Route {
        Route::Lesson { course: "c".into(), lesson: id.into() }
    }

    fn resolve(link: &str) -> Target {
        let course = Route::Course { course: "c".into() };
        let targets = Targets {
            files: HashMap::from([
                ("courses/c.md".into(), Some(course.clone())),
                ("courses/c/lessons/01 a.md".into(), Some(lesson("a"))),
                ("courses/c/lessons/bad.md".into(), None),
            ]),
            lessons: HashMap::from([("a".into(), lesson("a")), ("b".into(), lesson("b"))]),
            former: HashMap::from([("old".into(), lesson("a")), ("b".into(), lesson("a"))]),
            courses: HashMap::from([("c".into(), course)]),
            ..Targets::default()
        };
        targets.resolve(link, "courses/c/lessons/02-b.md", &lesson("b"))
    }

    fn inside(route: Route, fragment: Option<&str>) -> Target {
        Target::Inside(Location { route, fragment: fragment.map(Into::into) })
    }

    #[test]
    fn pages_are_found_by_file_and_by_id() {
        for link in [
            "01%20a.md",
            "./01%20a.md",
            "../lessons/01%20a.md",
            "/courses/c/lessons/01%20a.md",
            "a",
            "a.md",
            "../a/",
            "courses/c/a/",
            "/courses/c/a",
        ] {
            assert_eq!(resolve(link), inside(lesson("a"), None), "{link}");
        }
        assert_eq!(resolve("../../c.md#x"), inside(Route::Course { course: "c".into() }, Some("x")));
        assert_eq!(resolve("a#%C3%BC"), inside(lesson("a"), Some("ü")));
        assert_eq!(resolve("#part"), inside(lesson("b"), Some("part")));
        assert_eq!(resolve("bad.md"), Target::Broken);
    }

    #[test]
    fn a_lesson_is_found_by_an_id_of_before_unless_that_is_taken() {
        for link in ["old", "old.md", "../old/", "courses/c/old/", "old#part"] {
            let fragment = link.strip_prefix("old#").map(Into::into);
            assert_eq!(resolve(link), Target::Renamed(Location { route: lesson("a"), fragment }), "{link}");
        }
        assert_eq!(resolve("b"), inside(lesson("b"), None));
    }

    #[test]
    fn addresses_outside_are_told_from_dangerous_ones() {
        for link in ["https://a.example/?x#y", "HTTP://a.example", "mailto:a@b.example"] {
            assert_eq!(resolve(link), Target::Outside(link.into()));
        }
        assert_eq!(resolve("//a.example/x"), Target::Outside("https://a.example/x".into()));
        for link in [
            "javascript:alert(1)",
            " java\nscript:alert(1)",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "route:x",
            "\u{1}javascript:x",
        ] {
            assert!(matches!(resolve(link), Target::Unsafe(_)), "{link:?}");
        }
    }

    #[test]
    fn what_has_no_page_leads_nowhere() {
        for link in ["nowhere.md", "../x", "www.example.com", "data.csv", "courses/c/x/"] {
            assert_eq!(resolve(link), Target::Nowhere, "{link}");
        }
    }
}
