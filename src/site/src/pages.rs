//! The pages of a site: which file each route is, and what its head says.

use course::lesson::{Block, LessonBody};
use course::library::Library;
use course::route::{Route, decode};

use crate::shell::escaped;

/// Search engines and link previews show about this many characters of a description.
const DESCRIPTION_LENGTH: usize = 160;

/// One page file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// What it shows.
    pub(crate) route: Route,
    /// Whether it lies at an address that what it shows had before.
    pub(crate) is_moved: bool,
    /// Path of the file relative to the site.
    pub(crate) path: String,
    /// How many folders it lies below the root.
    pub(crate) depth: usize,
}

/// What a page says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// Plain text.
    pub(crate) title: String,
    /// HTML, fit for a quoted attribute; may be empty.
    pub(crate) description: String,
}

/// Every page of a library, the home page first, and behind them those at the addresses that lessons had before.
pub(crate) fn pages(library: &Library) -> Vec<Page> {
    let page = |at: &Route, route: &Route| {
        // Files have their plain names.
        let folder = decode(&at.to_string());
        Page {
            depth: folder.matches('/').count(),
            path: format!("{folder}index.html"),
            is_moved: at != route,
            route: route.clone(),
        }
    };
    let now = library.routes().map(|route| page(&route, &route));
    now.chain(library.former_routes().map(|(at, route)| page(&at, &route))).collect()
}

impl About {
    /// Those of a page; `body` is that of the lesson, where it is the page of one.
    pub(crate) fn of(library: &Library, route: &Route, body: Option<&LessonBody>) -> Self {
        Self { title: library.page_title(route), description: description(library, route, body) }
    }
}

/// The author's words about a page: the course's own, or how the lesson begins.
fn description(library: &Library, route: &Route, body: Option<&LessonBody>) -> String {
    let of_course = |id: &str| library.course(id).map(|course| escaped(&course.description));
    let description = match route {
        Route::Home => Some(escaped(&of_library(library))),
        Route::Course { course } => of_course(course),
        Route::Lesson { course, .. } => body
            .and_then(|body| {
                body.blocks.iter().find_map(|block| match block {
                    Block::Html(html) => first_paragraph(html),
                    _ => None,
                })
            })
            .or_else(|| of_course(course)),
        Route::Tool(_) | Route::NotFound { .. } => None,
    };
    shortened(&description.unwrap_or_default())
}

fn of_library(library: &Library) -> String {
    match &library.courses[..] {
        [course] => course.description.clone(),
        courses => courses.iter().map(|course| course.title.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// The words of the first paragraph. Sanitised HTML in, so entities stay as they are and only tags go.
fn first_paragraph(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<p>")?;
    let (paragraph, _) = rest.split_once("</p>")?;
    let mut words = String::new();
    let mut rest = paragraph;
    while let Some((text, tag)) = rest.split_once('<') {
        words.push_str(text);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "&quot;");
    (!words.is_empty()).then_some(words)
}

/// Cut at a space, so that neither a word nor an entity is broken.
fn shortened(html: &str) -> String {
    if html.chars().count() <= DESCRIPTION_LENGTH {
        return html.to_owned();
    }
    let mut short = String::new();
    for word in html.split_whitespace() {
        if short.chars().count() + word.chars().count() + 2 > DESCRIPTION_LENGTH {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use course::bundle::Bundle;

    use super::*;
    use crate::sample;

    #[test]
    fn every_route_is_a_file_with_its_own_head() {
        let bytes = sample::course("School");
        let bundle = Bundle::decode(&bytes).unwrap();
        let about = |route: &Route| match route {
            Route::Lesson { lesson, .. } => About::of(&bundle.library, route, bundle.body(lesson).as_ref()),
            _ => About::of(&bundle.library, route, None),
        };
        let pages = pages(&bundle.library).into_iter().map(|page| (about(&page.route), page));
        let page = |path: &str, depth, title: &str, description: &str, moved_to: Option<&str>| {
            let route = Route::parse(moved_to.unwrap_or(path));
            let about = About { title: title.into(), description: description.into() };
            (about, Page { route, is_moved: moved_to.is_some(), path: path.into(), depth })
        };
        let first =
            ("Bread & <Butter> · Baking \"well\" · School", "Take good flour &amp; &quot;warm&quot; water.");
        assert_eq!(
            pages.collect::<Vec<_>>(),
            [
                page("index.html", 0, "School", "How to bake.", None),
                page("progress/index.html", 1, "School", "", None),
                page("review/index.html", 1, "School", "", None),
                page("notes/index.html", 1, "School", "", None),
                page("print/index.html", 1, "School", "", None),
                page("certificate/index.html", 1, "School", "", None),
                page("courses/baking/index.html", 2, "Baking \"well\" · School", "How to bake.", None),
                page("courses/baking/first/index.html", 3, first.0, first.1, None),
                page(
                    "courses/baking/größe/index.html",
                    3,
                    "Size · Baking \"well\" · School",
                    "How to bake.",
                    None
                ),
                page("courses/baking/loaf/index.html", 3, first.0, first.1, Some("courses/baking/first/")),
            ]
        );
    }

    #[test]
    fn a_long_description_ends_with_a_whole_word() {
        let short = shortened(&"flour &amp; ".repeat(30));
        assert!(short.chars().count() <= DESCRIPTION_LENGTH, "{short}");
        assert!(short.ends_with("flour…") || short.ends_with("&amp;…"), "{short}");
        assert_eq!(shortened("flour"), "flour");
    }
}
