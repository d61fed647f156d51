//! A line of small facts: how demanding, how long, how many.

use course::library::Difficulty;
use leptos::prelude::*;

use crate::messages;

/// The facts that are known, in one line; nothing where none is.
#[component]
pub(crate) fn Facts(
    difficulty: Option<Difficulty>,
    minutes: Option<u32>,
    #[prop(optional)] lessons: usize,
    #[prop(optional)] questions: usize,
) -> impl IntoView {
    let facts: Vec<String> = [
        difficulty.map(|difficulty| messages::difficulty(difficulty).to_owned()),
        minutes.map(messages::minutes),
        (lessons > 0).then(|| messages::lessons(lessons)),
        (questions > 0).then(|| messages::questions(questions)),
    ]
    .into_iter()
    .flatten()
    .collect();

    (!facts.is_empty()).then(|| {
        view! {
            <ul class="facts">{facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view()}</ul>
        }
    })
}
