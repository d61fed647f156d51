//! The page for an address that has none, with a way back to everything there is.

use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::messages;

/// The not-found page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let player = player();
    let navigator = player.navigator;
    let library = &player.content.library;

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
                                <a href=href>{course.title.as_str()}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </main>
    }
}
