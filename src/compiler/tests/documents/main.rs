//! Test cases that are documents: the constructs of the format, a whole library, and the messages of the compiler.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod constructs;
mod library;
mod messages;
mod support;
