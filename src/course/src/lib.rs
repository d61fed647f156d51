//! The model of a course and the rules that need nothing but that model.
//!
//! What a [`library::Library`] is made of, how a response is graded, in which order choices are shown, what is
//! remembered of a learner, where a page lives in the URL, and how a bundle is laid out in bytes.
//!
//! Not here: no file, no clock, no random number, no browser. Time and randomness are arguments.
//! Content becomes a bundle in the `compiler` crate; a bundle becomes pages in the `player` crate.

pub mod archive;
pub mod attempt;
pub mod backup;
pub mod bundle;
pub mod certificate;
pub mod grading;
mod html;
pub mod identity;
pub mod json;
pub mod lesson;
pub mod library;
pub mod lineage;
pub mod look_back;
pub mod looks;
pub mod notes;
pub mod pattern;
pub mod printed;
pub mod progress;
pub mod project;
pub mod quiz;
pub mod rescue;
pub mod review;
pub mod route;
pub mod search;
pub mod session;
pub mod shuffle;
pub mod store;
