//! The player: a Leptos application that shows a bundle and remembers what a learner does with it.
//!
//! `pages` are what a route shows, `components` what pages are made of. The world is met in four places only:
//! [`bundle`] (the wasm module's own section), [`navigator`] (URL, history, focus and scroll), [`storage`] with
//! [`learner`] (what is remembered) and [`browser`] (time, randomness). What can be decided without a
//! browser is decided in the `course` crate.
#![allow(unreachable_pub, reason = "the component macro makes the props of every component `pub`")]

mod app;
mod attempt;
mod browser;
mod bundle;
mod components;
mod fields;
mod keeper;
mod learner;
mod messages;
mod navigator;
mod pages;
mod storage;

/// Reads the bundle and shows it in the element `#app`.
///
/// Where there is no readable bundle, the page says so instead.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        browser::report(&panic.to_string());
        browser::show_failure(messages::CRASHED);
    }));
    match bundle::load() {
        Ok(bundle) => app::mount(bundle),
        Err(error) => browser::show_failure(&messages::no_course(&error)),
    }
}
