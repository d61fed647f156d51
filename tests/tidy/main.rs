//! The rules of the house that a machine can hold: who may import whom, what may lie where, how large the player is.
//!
//! No browser is needed; the size needs the player built (`cargo xtask player`).

mod contrast;
mod crates;
mod places;
mod size;
mod style;
