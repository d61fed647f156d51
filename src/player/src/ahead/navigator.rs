//! The position of a page that is a file: its links are relative to where it lies; see `navigator.rs`.

use std::ops::Deref;

use course::route::Route;
use leptos::prelude::*;
use web_sys::{Element, Event};

use crate::links::Links;

/// The one page that is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    links: Links,
    route: StoredValue<Route>,
}

impl Navigator {
    /// The page of a route, `depth` folders below the root of the site: 3 at most, as routes have it.
    pub(super) fn at(route: Route, depth: usize) -> Self {
        let (root, assets) = match depth {
            0 => ("./", "./assets/"),
            1 => ("../", "../assets/"),
            2 => ("../../", "../../assets/"),
            _ => ("../../../", "../../../assets/"),
        };
        Self { links: Links { root, assets }, route: StoredValue::new(route) }
    }

    /// The page that is drawn.
    pub(crate) fn route(self) -> Route {
        self.route.get_value()
    }

    /// Nobody clicks here.
    pub(crate) fn follow_link(self, _: &Event, _: &Element) {}
}

impl Deref for Navigator {
    type Target = Links;

    fn deref(&self) -> &Links {
        &self.links
    }
}

/// Nothing has the focus here.
pub(crate) fn focus(_: &Element) {}

/// Nothing is scrolled here.
pub(crate) fn scroll_to(_: &Element) {}
