//! Test cases that are documents: the constructs of the format, a whole library, the reference, and the messages.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod constructs;
mod library;
mod messages;
mod reference;
mod support;
