//! Nothing that a learner did is ever lost: what holds of records that join (`course::progress`) and of how they are
//! kept (`course::store`), tried on histories made at random.
//!
//! Each test tries the same seeds every time; a failure names the seed, and `LECTERN_SEED` tries that one alone.

mod archive;
mod area;
mod cuts;
mod failing;
mod forged;
mod history;
mod joins;
mod laws;
mod loader;
mod mutated;
mod random;
mod scenario;
mod shipped;
mod tabs;
mod unreadable;
