//! The wasm program: carries the compiled content in its custom section, and the player.
//!
//! Everything else is in the library beside it, so that tools and tests can reach it.

/// The bundle that `build.rs` compiled. It is never read as data: [`player::play`] asks the browser for the
/// custom section of the running module, so that a tool can put another course into a finished player.
///
/// Not `#[used]`: that would keep a second copy among the data of the module, for every learner to fetch. The section
/// is written without it.
#[cfg(target_family = "wasm")]
#[allow(dead_code, reason = "it is there for its section, not to be read")]
#[allow(unsafe_code, reason = "naming a link section is the only way into a wasm custom section")]
#[unsafe(link_section = "course")]
static COURSE: [u8; include_bytes!(concat!(env!("OUT_DIR"), "/course.bundle")).len()] =
    *include_bytes!(concat!(env!("OUT_DIR"), "/course.bundle"));

/// `boot.js` calls these by their names.
pub use player::{module_of, play, redraw};

fn main() {}
