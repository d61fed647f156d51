//! What pages are made of, one file a component. Components draw; they do not decide.

pub(crate) mod course_card;
pub(crate) mod facts;
pub(crate) mod header;
pub(crate) mod lesson_foot;
pub(crate) mod notice;
pub(crate) mod outline;
pub(crate) mod piece;
pub(crate) mod project;
pub(crate) mod question;
pub(crate) mod quiz;
