//! The page for an address that has none, with a way back to everything there is.

use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::messages::{Word, say};

/// The not-found page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let player = player();
    let navigator = player.navigator;
    let library = &player.content.library;

    view! {
        <main data-page="not-found" class="page">
            <h1>{say(Word::not_found)}</h1>
            <p>{say(Word::not_found_help)}</p>
            <ul>
                <li>
                    <a href=navigator.href(&Route::Home)>{say(Word::home)}</a>
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
