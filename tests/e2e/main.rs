//! The end-to-end suite: a course played in real browsers, one file a theme.
//!
//! `cargo xtask test` runs it with everything in place. A test is named after what holds, then the engine:
//! `cargo test -p tests --test e2e offline` runs one theme, `… chromium` one engine.

mod accessibility;
mod ahead;
mod archive;
mod backup;
mod faults;
mod finding;
mod frame;
mod harness;
mod keyboard;
mod languages;
mod layout;
mod live;
mod marks;
mod modules;
mod navigation;
mod offline;
mod play;
mod printing;
mod projects;
mod questions;
mod quizzes;
mod reading;
mod refusal;
mod review;
mod shifts;
mod three_tabs;
