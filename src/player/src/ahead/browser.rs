//! A browser of which nothing is known and nothing is asked; see `browser.rs`.

use std::time::Duration;

use leptos::ev::EventDescriptor;

/// No time at all: what is shown of a new learner depends on none.
pub(crate) fn now() -> u64 {
    0
}

/// No chance: the same content gives the same page.
pub(crate) fn random_id() -> String {
    String::new()
}

/// There is nothing to lose.
pub(crate) fn ask_to_persist() {}

/// The title stands in the head of the page.
pub(crate) fn set_title(_: &str) {}

/// Nothing happens.
pub(crate) fn listen<E: EventDescriptor>(_: E, _: impl Fn(E::EventType) + 'static) {}

/// There is no later.
pub(crate) fn later(_: Duration, _: impl FnOnce() + 'static) {}

/// Nothing comes back.
pub(crate) fn is_back<E>(_: &E) -> bool {
    false
}

/// Nobody looks into a console.
pub(crate) fn report(_: &str) {}

/// It is never seen from here.
pub(crate) fn once_drawn(_: impl FnOnce() + 'static) {}
