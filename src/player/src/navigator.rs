//! Position: the URL, the history, and where focus and scroll stand after a navigation.
//!
//! Two schemes print the same routes. On a web site a route is a path below the site's root, and every page is a
//! real file. In a frame without an origin of its own the browser allows no other path to be shown, so the route
//! stands behind `#/`.
//!
//! The frame's host page is never disturbed: focus moves only after a navigation inside, never on loading, and
//! scrolling moves this window alone (`scrollIntoView` would move the pages around a frame too).

use std::ops::Deref;

use course::library::Library;
use course::route::{Location, Route, Tool};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, FocusOptions, History, HtmlElement, MouseEvent, ScrollRestoration};

use crate::browser;
use crate::fields;
use crate::links::Links;

/// How routes are written into the URL.
#[derive(Clone, Copy, PartialEq)]
enum Scheme {
    /// Below this folder of the host, which begins and ends with `/`.
    Path(&'static str),
    /// Behind `#/`.
    Hash,
}

/// The position of the player. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    scheme: Scheme,
    links: Links,
    /// Where lessons are that were renamed.
    library: &'static Library,
    route: RwSignal<Route>,
}

/// What a page does about scroll and focus once it is drawn.
#[derive(Clone, Copy)]
enum Arrival {
    /// The page was loaded: focus stays where it is.
    Load,
    /// A link was followed.
    Link,
    /// The learner went back or forward.
    History,
}

impl Navigator {
    /// Reads the position from the URL and follows it from now on.
    pub(crate) fn start(library: &'static Library) -> Self {
        let scheme = scheme();
        // Once per page, and the same for both schemes: a path of the host, whatever stands behind `#`.
        let assets = format!("{}assets/", site_root()).leak();
        let root = match scheme {
            Scheme::Path(root) => root,
            Scheme::Hash => "#/",
        };
        let links = Links { root, assets };
        let navigator = Self { scheme, links, library, route: RwSignal::new(Route::Home) };
        if let Some(history) = history() {
            // The text is drawn after the browser would have restored the position, so it is done here.
            _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        navigator.listen();
        navigator.follow_url(Arrival::Load);
        navigator
    }

    /// The page that is shown, as the application follows it.
    pub(crate) fn route(self) -> Route {
        self.route.get()
    }

    fn listen(self) {
        browser::listen(&["popstate"], move |_| self.follow_url(Arrival::History));
        // Where a page was left is kept in its history entry.
        browser::listen(&["pagehide"], |_| remember_scroll());
        browser::listen(&["scroll"], |_| {
            thread_local! {
                static PENDING: std::cell::Cell<Option<TimeoutHandle>> = const { std::cell::Cell::new(None) };
            }
            if let Some(pending) = PENDING.take() {
                pending.clear();
            }
            let pause = std::time::Duration::from_millis(150);
            PENDING.set(set_timeout_with_handle(remember_scroll, pause).ok());
        });
    }

    /// Takes the position over from the URL after the browser changed it. An address of before is replaced by the one
    /// the page has now, and on a web site one that came with `#/` by that of the page itself.
    fn follow_url(self, arrival: Arrival) {
        browser::settle();
        let mut location = read(self.scheme);
        let moved = self.library.moved(&location.route);
        let is_settled = moved.is_none() && (self.scheme == Scheme::Hash || !hash().starts_with("#/"));
        location.route = moved.unwrap_or(location.route);
        if !is_settled && let Some(history) = history() {
            let url = format!("{}{location}", self.root);
            _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&url));
        }
        self.go(location, arrival);
    }

    /// Follows a click on a link to a page of this site without loading it anew.
    pub(crate) fn follow_link(self, event: &Event, link: &Element) {
        let is_plain = event.dyn_ref::<MouseEvent>().is_some_and(|event| {
            event.button() == 0
                && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
                && !event.default_prevented()
        });
        if !is_plain || link.has_attribute("target") || link.has_attribute("download") {
            return;
        }
        let href = link.get_attribute("href").unwrap_or_default();
        let Some(location) = self.location(&href) else {
            if browser::is_framed() && href.starts_with("http") {
                // Many sites refuse to be shown in a frame, and the learner would be left with an empty one.
                _ = link.set_attribute("target", "_blank");
            }
            return;
        };
        event.prevent_default();
        remember_scroll();
        if read(self.scheme) != location
            && let Some(history) = history()
            && history.push_state_with_url(&JsValue::NULL, "", Some(&href)).is_err()
        {
            // The page is shown all the same; only the address cannot follow.
            browser::report(&format!("cannot show the address {href}"));
        }
        self.go(location, Arrival::Link);
    }

    /// Where on this site a link leads.
    pub(crate) fn location(self, href: &str) -> Option<Location> {
        // `//host/…` begins with a slash too, and is another site.
        let rest = href.strip_prefix(self.root).filter(|rest| !rest.starts_with('/'))?;
        Some(Location::parse(rest))
    }

    /// Puts scroll and focus where the reader wants to be, once there is more of the page than its head. The focus is
    /// only moved where it was on the page.
    pub(crate) fn arrive_at_last(self) {
        let is_here = browser::app_element().is_some_and(|app| fields::is_in_use(&app));
        arrive(read(self.scheme).fragment, if is_here { Arrival::History } else { Arrival::Load });
    }

    /// Shows a location. The page is drawn anew only where it is another one.
    fn go(self, location: Location, arrival: Arrival) {
        // A backup that came with the address is looked at wherever one is.
        if self.route.get_untracked() != location.route
            || location.route == Route::Tool(Tool::Progress) && location.fragment.is_some()
        {
            self.route.set(location.route);
        }
        arrive(location.fragment, arrival);
    }
}

impl Deref for Navigator {
    type Target = Links;

    fn deref(&self) -> &Links {
        &self.links
    }
}

/// Puts scroll and focus where a reader expects them, once the page is drawn.
fn arrive(fragment: Option<String>, arrival: Arrival) {
    if matches!(arrival, Arrival::Load) && browser::is_drawn_ahead() {
        // The browser has been there, and the learner may have gone on reading.
        return;
    }
    // Before anything that is drawn can scroll, and be remembered in its place.
    let remembered = match arrival {
        Arrival::Link => None,
        Arrival::Load | Arrival::History => remembered_scroll(),
    };
    request_animation_frame(move || {
        let Some(window) = web_sys::window() else { return };
        let Some(document) = window.document() else { return };
        let target = fragment.and_then(|id| document.get_element_by_id(&id));
        let top = match (remembered, &target, arrival) {
            (Some(top), ..) => Some(top),
            (None, Some(target), _) => Some(top_of(target)),
            (None, None, Arrival::Load) => None,
            (None, None, _) => Some(0.0),
        };
        if let Some(top) = top {
            window.scroll_to_with_x_and_y(0.0, top);
        }
        let heading = || document.query_selector("main h1").ok().flatten();
        if !matches!(arrival, Arrival::Load)
            && let Some(element) = target.or_else(heading)
        {
            focus(&element);
        }
    });
}

/// Moves the focus without scrolling. Elements that cannot take it are made able to.
pub(crate) fn focus(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if element.tab_index() < 0 && !element.has_attribute("tabindex") {
        _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = element.focus_with_options(&options);
}

/// Scrolls this window, and no window around it, to the top of an element.
pub(crate) fn scroll_to(element: &Element) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, top_of(element));
    }
}

/// The place of an element below the top of the page, in CSS pixels.
fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top() + scroll_top()
}

/// An origin that is not a host's can show no other path than the one it was loaded from.
fn scheme() -> Scheme {
    let opaque = web_sys::window().is_none_or(|window| window.origin() == "null");
    let root = site_root();
    if !opaque && root.starts_with('/') && root.ends_with('/') {
        // Once per page: every link begins with it.
        Scheme::Path(root.leak())
    } else {
        Scheme::Hash
    }
}

/// The folder of the site on its host, as `boot.js` left it.
fn site_root() -> String {
    web_sys::window()
        .and_then(|window| window.document()?.document_element()?.get_attribute("data-root"))
        .unwrap_or_default()
}

/// The position that the URL shows. A route behind `#/` wins, so that such a link works on a web site too.
fn read(scheme: Scheme) -> Location {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return Route::Home.into() };
    let hash = hash();
    if let Some(behind) = hash.strip_prefix("#/") {
        return Location::parse(behind);
    }
    let path = location.pathname().unwrap_or_default();
    let found = match scheme {
        Scheme::Path(root) => path.strip_prefix(root),
        Scheme::Hash => path.strip_prefix(&site_root()),
    };
    found.map_or(Route::Home.into(), |rest| Location::parse(&format!("{rest}{hash}")))
}

/// What stands behind the path in the URL, with its `#`.
fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn scroll_top() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0)
}

fn remember_scroll() {
    // A page whose text is not here yet is too short to stand where its reader was.
    let is_whole = matches!(document().query_selector("[data-module]"), Ok(None));
    let top = scroll_top();
    // It takes a browser some milliseconds, and whoever follows a link has mostly come to rest before.
    if let Some(history) = history().filter(|_| is_whole && remembered_scroll() != Some(top)) {
        _ = history.replace_state(&JsValue::from_f64(top), "");
    }
}

fn remembered_scroll() -> Option<f64> {
    history()?.state().ok()?.as_f64()
}
