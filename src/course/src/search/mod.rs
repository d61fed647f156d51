//! Full-text search over the lessons of a library: what of a lesson can be found ([`text`]), as which words ([`words`]),
//! how all of it becomes an index ([`entry`], [`index`]), and how a query is answered ([`query`], [`passage`]).
//!
//! Where a site is assembled and in the browser the same functions run, so both cut texts into the same words. The
//! index knows lessons and not their texts: what is shown of one comes from its body.

mod distance;
pub mod entry;
mod fold;
pub mod index;
pub mod passage;
pub mod query;
pub mod text;
mod varint;
pub mod words;
