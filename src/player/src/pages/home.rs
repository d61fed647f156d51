//! The library: every course there is, by path, and how far the learner is.

use course::library::Path;
use leptos::prelude::*;

use crate::app::player;
use crate::components::course_card::CourseCard;
use crate::components::facts::facts;
use crate::components::outline::OutlineList;
use crate::messages::{self, Word, say};

/// The home page. A single course is the page: its card bears the title, its lessons follow.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let library = &player().content.library;
    let lone = library.courses.len() == 1;
    let rest: Vec<_> = library.courses_without_path().collect();
    // Without paths the page's own title says it all; the heading only keeps the levels whole.
    let (rest_title, rest_class) = match library.paths.is_empty() {
        true => (say(Word::other_courses), "unseen"),
        false => (say(Word::more_courses), ""),
    };

    view! {
        <main data-page="home" class="page">
            {(!lone).then(|| view! { <h1>{library.title.as_str()}</h1> })}
            {library.paths.iter().map(|path| view! { <PathSection path lone /> }).collect_view()}
            {(!rest.is_empty())
                .then(|| {
                    view! {
                        <section class="path">
                            {(!lone).then(|| view! { <h2 class=rest_class>{rest_title}</h2> })}
                            <div class="cards">
                                {rest.into_iter().map(|course| view! { <CourseCard course lone /> }).collect_view()}
                            </div>
                        </section>
                    }
                })}
            {library
                .courses
                .first()
                .filter(|_| lone)
                .map(|course| {
                    view! {
                        <section class="contents">
                            <h2>{say(Word::lessons)}</h2>
                            <OutlineList course current="" detailed=true />
                        </section>
                    }
                })}
        </main>
    }
}

/// A path and its courses.
#[component]
fn PathSection(path: &'static Path, lone: bool) -> impl IntoView {
    let library = &player().content.library;
    let courses: Vec<_> = library.courses_of(path).collect();
    let head = (!lone).then(|| {
        view! {
            <h2>
                {path.icon.as_deref().map(|icon| view! { <span class="icon" aria-hidden="true">{icon}</span> })}
                {path.title.as_str()}
            </h2>
            {(!path.description.is_empty()).then(|| view! { <p class="lead">{path.description.as_str()}</p> })}
            {facts([path.difficulty.map(messages::difficulty), path.estimated_minutes.map(messages::minutes)])}
        }
    });

    (!courses.is_empty()).then(|| {
        view! {
            <section class="path">
                {head} <div class="cards">
                    {courses.into_iter().map(|course| view! { <CourseCard course lone /> }).collect_view()}
                </div>
            </section>
        }
    })
}
