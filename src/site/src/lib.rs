//! A player + a bundle → a folder that can be served.
//!
//! The player is what trunk leaves behind ([`Player`]); the bundle is what the compiler wrote. [`assemble`] puts the
//! one into the other, and what is too large for that beside it, gives every asset a name with its hash, draws a real
//! page for every route, and adds the service worker. All of it happens in memory, so that a server can hand it out as
//! well as a disk can hold it.
//!
//! Not here: building the player (trunk does), compiling content (the `compiler` crate does), serving (the
//! `lectern` crate does). No Rust compiler and no network is needed.

mod address;
mod assemble;
mod error;
mod externrefs;
mod finding;
mod head;
mod icons;
mod languages;
mod manifest;
mod modules;
mod names;
mod pages;
mod places;
mod player;
mod script;
mod section;
mod service_worker;
mod shell;
mod site;
mod theme;
mod write;

#[cfg(test)]
mod sample;

pub use address::Address;
pub use assemble::{Assembler, Assets, Options, assemble};
pub use error::{Error, Result, way_out};
pub use places::without_place;
pub use player::Player;
pub use section::{bundle_of, with_bundle};
pub use site::Site;
pub use write::replace;
