//! How pages are linked: the routes of the library, and the author's files, as seen from the page that is shown.

use course::route::{Route, with_links_at};

/// Where links begin. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Links {
    /// What links to pages begin with: `/site/`, `#/`, or `../../` on a page rendered ahead.
    pub(crate) root: &'static str,
    /// The folder of the author's files.
    pub(crate) assets: &'static str,
}

impl Links {
    /// Compiled HTML with its links and files found from here.
    pub(crate) fn html(self, compiled: &str) -> String {
        with_links_at(compiled, self.root, self.assets)
    }

    /// The `href` of a page.
    pub(crate) fn href(self, route: &Route) -> String {
        format!("{}{route}", self.root)
    }

    /// The `href` of a lesson.
    pub(crate) fn lesson_href(self, course: &str, lesson: &str) -> String {
        self.href(&Route::Lesson { course: course.to_owned(), lesson: lesson.to_owned() })
    }
}
