//! A line to the learner about what the browser does not let the player do.

use leptos::prelude::*;

use crate::learner::Learner;
use crate::messages;

/// Says whether progress is kept; nothing where all is well.
#[component]
pub(crate) fn StorageNotice() -> impl IntoView {
    let learner = expect_context::<Learner>();
    let text = Memo::new(move |_| messages::storage(learner.health()));

    // The live region is there before its text is, so that a change while playing is announced.
    view! {
        <div role="status">
            {move || text.get().map(|text| view! { <p class="notice" data-notice="storage">{text}</p> })}
        </div>
    }
}
