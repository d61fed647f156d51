//! Sources of every format through the import and the compiler: whole ones, and broken ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixture has failed")]

mod fixtures;
mod mutations;
mod support;
