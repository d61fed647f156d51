//! What learners mark in a lesson and write beside it: how a passage is quoted and found again ([`passage`]), and how all
//! of it is written down for them to take along ([`markdown`]). The record is [`crate::progress::NoteRecord`].

pub mod markdown;
pub mod passage;
