//! What the end-to-end suite is built from: browsers, a static host, a host page, a site made from a content folder.
//!
//! The library knows how to drive a browser and how a learner works a page, and asserts nothing of the product;
//! that is in `e2e/`, one file a theme. `tidy/` holds the rules of the house that need no browser.

pub mod browser;
pub mod command;
pub mod content;
pub mod driver;
pub mod engine;
pub mod evidence;
pub mod faults;
pub mod figures;
pub mod host;
pub mod host_page;
pub mod learner;
pub mod picture;
pub mod serving;
pub mod site_under_test;
pub mod source;
pub mod years;
