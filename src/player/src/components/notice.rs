//! A line to the learner about what the browser does not let the player do.

use leptos::prelude::*;

use crate::app::player;
use crate::keeper;
use crate::messages::{self, Word, say};

/// Says whether progress is kept; nothing where all is well.
#[component]
pub(crate) fn StorageNotice() -> impl IntoView {
    let learner = player().learner;
    let text = move || {
        learner.epoch();
        messages::storage(&learner.health()).map(|(kind, text)| {
            // Where nothing is kept here, a file may keep it.
            let is_kept = !matches!(kind, "refused" | "full");
            let save = (!is_kept).then(|| {
                keeper::fetch();
                view! {
                    <button type="button" class="button quiet" on:click=move |_| keeper::save()>
                        {say(Word::save_backup)}
                    </button>
                }
            });
            view! { <p class="notice" data-notice="storage" data-health=kind>{text} " " {save}</p> }
        })
    };

    // The live region is there before its text is, so that a change while playing is announced.
    view! { <div role="status">{text}</div> }
}
