//! Where a page lives: the one `Route` type, its parser and its printer side by side.
//!
//! A route prints to a path relative to the site's root, such as `courses/mlops/intro/`. A web site puts it behind
//! its root folder (every page is a real file), a frame without an origin or a package puts it behind `#/`.
//! Which of the two is in use is the player's business; the text is the same.

use std::fmt;

/// What stands before a route in `href` attributes of compiled HTML, as in `href="route:courses/a/b/#part"`.
///
/// The compiler does not know where the site will live, so it leaves this mark, and whoever draws the page
/// replaces it through [`with_links_at`].
pub const LINK_SCHEME: &str = "route:";

/// What stands before the name of one of the author's files in compiled HTML, as in `src="asset:plan-0123abcd.png"`.
///
/// Whoever draws the page replaces it through [`with_links_at`] by the folder where the site keeps such files.
pub const ASSET_SCHEME: &str = "asset:";

/// A page of the player.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The library.
    Home,
    /// One course: its outline.
    Course {
        /// [`crate::library::Course::id`].
        course: String,
    },
    /// One lesson.
    Lesson {
        /// [`crate::library::Course::id`].
        course: String,
        /// [`crate::library::LessonOutline::id`].
        lesson: String,
    },
    /// A page of the learner's own.
    Tool(Tool),
    /// Anything else, as it was asked for.
    NotFound {
        /// The path relative to the root, decoded.
        path: String,
    },
}

/// A page that stands in every library, with nothing of the author's on it. A module that is fetched when it is needed
/// draws most of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    /// What is remembered of the learner.
    Progress,
    /// What is due to be asked again, what is missed, and what comes.
    Review,
    /// A whole course as one document, to be printed. What stands behind `#` names it: see [`crate::printed`].
    Print,
    /// The certificate of a course, or what is left to do for it. What stands behind `#` is its id.
    Certificate,
    /// What they have marked and written.
    Notes,
}

impl Tool {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Progress, Self::Review, Self::Notes, Self::Print, Self::Certificate];

    /// Its name in addresses, and for the module that draws it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Review => "review",
            Self::Print => "print",
            Self::Certificate => "certificate",
            Self::Notes => "notes",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }
}

/// A route and the heading on its page that is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The page.
    pub route: Route,
    /// The id of an element on it.
    pub fragment: Option<String>,
}

impl Route {
    /// Reads a path relative to the root. A leading `/`, a missing final `/` and `index.html` are forgiven.
    pub fn parse(path: &str) -> Self {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = decode(path);
        let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        // Whether it is an id that exists is for the library to say.
        let names = |segment: &str| !segment.is_empty() && !segment.starts_with('.');
        match segments[..] {
            [""] => Self::Home,
            ["courses", course] if names(course) => Self::Course { course: course.into() },
            ["courses", course, lesson] if names(course) && names(lesson) => {
                Self::Lesson { course: course.into(), lesson: lesson.into() }
            }
            [name] if let Some(tool) = Tool::named(name) => Self::Tool(tool),
            _ => Self::NotFound { path },
        }
    }
}

impl fmt::Display for Route {
    /// The path relative to the root: empty for the home page, else ending in `/`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => Ok(()),
            Self::Tool(tool) => write!(out, "{}/", tool.name()),
            Self::Course { course } => write!(out, "courses/{}/", encode(course)),
            Self::Lesson { course, lesson } => write!(out, "courses/{}/{}/", encode(course), encode(lesson)),
            Self::NotFound { path } => write!(out, "{}", encode(path)),
        }
    }
}

impl Location {
    /// Reads a path relative to the root with an optional `#fragment`. A query is ignored.
    pub fn parse(text: &str) -> Self {
        let (path, fragment) = match text.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (text, None),
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Self {
            route: Route::parse(path),
            fragment: fragment.filter(|fragment| !fragment.is_empty()).map(decode),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.route)?;
        match &self.fragment {
            Some(fragment) => write!(out, "#{}", encode(fragment)),
            None => Ok(()),
        }
    }
}

impl From<Route> for Location {
    fn from(route: Route) -> Self {
        Self { route, fragment: None }
    }
}

/// Whether a text can be an id that names a page: letters, digits, `-`, `_` and `.`, not beginning with a dot.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('.')
        && text.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
}

/// Compiled HTML with its links inside the library made to start at `root`, such as `/site/` or `#/`, and its
/// files sought in the folder `assets`, such as `/site/assets/`.
pub fn with_links_at(html: &str, root: &str, assets: &str) -> String {
    let html = html.replace(&format!("href=\"{LINK_SCHEME}"), &format!("href=\"{root}"));
    if !html.contains(&format!("=\"{ASSET_SCHEME}")) {
        return html;
    }
    ["src", "href", "poster"].iter().fold(html, |html, name| {
        html.replace(&format!(" {name}=\"{ASSET_SCHEME}"), &format!(" {name}=\"{assets}"))
    })
}

/// Percent-encodes what may not stand in a path or a fragment (RFC 3986, section 2.3), `/` excepted.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
            }
        }
    }
    encoded
}

/// Undoes percent-encoding: of a printed route, the folder its page lies in. What is not a valid escape stays as it is; what is not UTF-8 becomes U+FFFD.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(course: &str, lesson: &str) -> Route {
        Route::Lesson { course: course.into(), lesson: lesson.into() }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for route in [
            Route::Home,
            Route::Course { course: "mlops".into() },
            lesson("mlops", "intro"),
            lesson("数学", "größe_1.2"),
            Route::Tool(Tool::Progress),
            Route::Tool(Tool::Notes),
            Route::NotFound { path: "no/such page".into() },
        ] {
            assert_eq!(Route::parse(&route.to_string()), route, "{route}");
            let location = Location { route, fragment: Some("überblick-2".into()) };
            assert_eq!(Location::parse(&location.to_string()), location, "{location}");
        }
    }

    #[test]
    fn small_differences_in_a_path_are_forgiven() {
        for text in ["courses/a/b/", "/courses/a/b", "courses/a/b/index.html", "courses/a/b/?x=1"] {
            assert_eq!(Location::parse(text).route, lesson("a", "b"), "{text}");
        }
        assert_eq!(Route::parse("index.html"), Route::Home);
        assert_eq!(Location::parse("#part"), Location { route: Route::Home, fragment: Some("part".into()) });
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for text in ["courses", "courses//b/", "lessons/a/", "courses/a/b/c/", "courses/%2e%2e/"] {
            assert!(matches!(Route::parse(text), Route::NotFound { .. }), "{text}");
        }
        assert_eq!(Route::parse("50%"), Route::NotFound { path: "50%".into() });
    }

    #[test]
    fn links_start_where_the_site_lives() {
        let html = r#"<a href="route:courses/a/b/#c">route:</a>"#;
        assert_eq!(with_links_at(html, "/x/", ""), r#"<a href="/x/courses/a/b/#c">route:</a>"#);
        let html = r#"<img alt="asset:" src="asset:a-1.png"><a href="asset:b-2.csv">asset:</a>"#;
        let expected = r#"<img alt="asset:" src="/x/assets/a-1.png"><a href="/x/assets/b-2.csv">asset:</a>"#;
        assert_eq!(with_links_at(html, "#/", "/x/assets/"), expected);
    }
}
