//! One file a page: what a route shows. Pages gather what they need and hand it to components.

pub(crate) mod course;
pub(crate) mod home;
pub(crate) mod lesson;
pub(crate) mod not_found;
pub(crate) mod tool;

/// A page around what stands on it.
fn page(name: &str, inner: &str) -> String {
    format!("<main data-page=\"{name}\" class=\"page\">{inner}</main>")
}
