//! The player: a Leptos application that shows a bundle and remembers what a learner does with it.
//!
//! The same pages are drawn as text where a site is assembled: that is the feature `ssr`, and [`ahead`].
//!
//! `pages` are what a route shows, `components` what pages are made of. The world is met in four places only:
//! [`bundle`] (the wasm module's own section), [`navigator`] (URL, history, focus and scroll), [`storage`] with
//! [`learner`] (what is remembered) and [`browser`] (time, randomness). What can be decided without a
//! browser is decided in the `course` crate.
#![cfg_attr(
    feature = "ssr",
    allow(dead_code, reason = "what answers to a learner is not called without one")
)]
#![allow(unreachable_pub, reason = "the component macro makes the props of every component `pub`")]

#[cfg(feature = "ssr")]
pub mod ahead;
mod app;
mod attempt;
mod away;
#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
mod bundle;
mod components;
mod fields;
mod keeper;
mod learner;
mod links;
mod messages;
#[cfg(not(feature = "ssr"))]
mod navigator;
mod pages;
#[cfg(not(feature = "ssr"))]
mod start;
#[cfg(not(feature = "ssr"))]
mod storage;

#[cfg(feature = "ssr")]
use ahead::{browser, bundle, navigator, storage};
#[cfg(not(feature = "ssr"))]
pub use start::{module_of, play, redraw};
