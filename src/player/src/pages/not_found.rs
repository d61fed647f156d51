//! The page for an address that has none, with a way back to everything there is.

use course::route::Route;
use leptos::prelude::*;

use crate::bundle::Content;
use crate::messages;
use crate::navigator::Navigator;

/// The not-found page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let navigator = expect_context::<Navigator>();
    let library = &expect_context::<Content>().library;

    view! {
        <main data-page="not-found" class="page">
            <h1>{messages::NOT_FOUND}</h1>
            <p>{messages::NOT_FOUND_HELP}</p>
            <ul>
                <li>
                    <a href=navigator.href(&Route::Home)>{messages::HOME}</a>
                </li>
                {library
                    .courses
                    .iter()
                    .map(|course| {
                        let href = navigator.href(&Route::Course { course: course.id.clone() });
                        view! {
                            <li>
                                <a href=href>{course.title.clone()}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </main>
    }
}
