//! The library: every course there is, by path, and how far the learner is.

use course::library::Path;
use leptos::prelude::*;

use crate::bundle::Content;
use crate::components::course_card::CourseCard;
use crate::components::facts::Facts;
use crate::messages;

/// The home page.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let library = &expect_context::<Content>().library;
    let lone = library.courses.len() == 1;
    let rest: Vec<_> = library.courses_without_path().collect();
    let rest_title = if library.paths.is_empty() { messages::OTHER_COURSES } else { messages::MORE_COURSES };

    view! {
        <main data-page="home" class="page">
            // A single course is the page: its card bears the title.
            <Show when=move || !lone>
                <h1>{library.title.clone()}</h1>
            </Show>
            {library.paths.iter().map(|path| view! { <PathSection path lone /> }).collect_view()}
            {(!rest.is_empty())
                .then(|| {
                    view! {
                        <section class="path">
                            <Show when=move || !lone>
                                <h2>{rest_title}</h2>
                            </Show>
                            <div class="cards">
                                {rest.into_iter().map(|course| view! { <CourseCard course lone /> }).collect_view()}
                            </div>
                        </section>
                    }
                })}
        </main>
    }
}

/// A path and its courses.
#[component]
fn PathSection(path: &'static Path, lone: bool) -> impl IntoView {
    let library = &expect_context::<Content>().library;
    let courses: Vec<_> = library.courses_of(path).collect();
    (!courses.is_empty()).then(|| {
        view! {
            <section class="path">
                <Show when=move || !lone>
                    <h2>
                        {path.icon.clone().map(|icon| view! { <span class="icon" aria-hidden="true">{icon}</span> })}
                        {path.title.clone()}
                    </h2>
                    {(!path.description.is_empty()).then(|| view! { <p class="lead">{path.description.clone()}</p> })}
                    <Facts difficulty=path.difficulty minutes=path.estimated_minutes />
                </Show>
                <div class="cards">
                    {courses.into_iter().map(|course| view! { <CourseCard course lone /> }).collect_view()}
                </div>
            </section>
        }
    })
}
