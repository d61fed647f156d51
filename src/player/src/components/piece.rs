//! A part of a page: a text of HTML. All that is drawn is made of these, so that there is one kind of element to make and
//! to keep; each further one would be code that every learner fetches.

use leptos::prelude::*;

/// HTML that is drawn anew where what it tells changes.
pub(crate) fn piece(html: impl Fn() -> String + Send + 'static) -> AnyView {
    let html: Box<dyn Fn() -> String + Send> = Box::new(html);
    view! { <div class="piece" inner_html=html></div> }.into_any()
}
