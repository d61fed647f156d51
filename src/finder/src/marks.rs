//! Marks on the page that a result leads to what was looked for, and brings the first of it into view.
//!
//! Marks are ranges that the browser paints (CSS Custom Highlight API), so that the text stays as it is; where it cannot,
//! the first place is selected instead.

use std::cell::Cell;
use std::ops::Range as Places;

use course::search::passage::places;
use course::search::query::Matcher;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Node, Range, Text};

use crate::browser::{self, document, find, window};

/// The name of the highlight, for the style sheet.
const NAME: &str = "lectern-found";

/// How often it is looked whether the page is there, and with what pause, in milliseconds: a text may have to be
/// fetched first.
const LOOKS: usize = 200;
const PAUSE: i32 = 50;

thread_local! {
    /// Which result was followed last.
    static FOLLOWED: Cell<usize> = const { Cell::new(0) };
}

/// Waits for the page that a link leads to, and marks what was found there.
pub(crate) fn follow(href: &str, matcher: Matcher) {
    let followed = FOLLOWED.get() + 1;
    FOLLOWED.set(followed);
    // Behind `#/` the first `#` is that of the page.
    let (page, fragment) = match href.get(1..).and_then(|rest| rest.find('#')) {
        Some(at) => (href[..=at].to_owned(), Some(course::route::decode(&href[at + 2..]))),
        None => (href.to_owned(), None),
    };
    spawn_local(async move {
        for _ in 0..LOOKS {
            browser::once_drawn().await;
            // The player arrives in a frame of its own.
            browser::rest(PAUSE).await;
            if FOLLOWED.get() != followed {
                return;
            }
            if is_at(&page)
                && find("main .lesson-text, main .quiz").is_some()
                && find("main [data-module]").is_none()
            {
                return mark(fragment.and_then(|id| document().get_element_by_id(&id)), &matcher);
            }
        }
    });
}

/// Takes all marks away.
pub(crate) fn clear() {
    FOLLOWED.set(FOLLOWED.get() + 1);
    if let Some(highlights) = highlights() {
        _ = call(&highlights, "delete", &[NAME.into()]);
    }
}

fn is_at(page: &str) -> bool {
    let location = window().location();
    match page.starts_with("#/") {
        true => location.hash().is_ok_and(|hash| hash.split('#').nth(1) == page.get(1..)),
        false => location.pathname().is_ok_and(|path| path == page),
    }
}

fn mark(heading: Option<Element>, matcher: &Matcher) {
    let mut ranges = Vec::new();
    for place in browser::all("main .lesson-text, main .questions") {
        let Ok(walker) = document().create_tree_walker_with_what_to_show(&place, 4) else { continue };
        while let Ok(Some(node)) = walker.next_node() {
            let Some(text) = node.dyn_ref::<Text>() else { continue };
            ranges.extend(of_node(text, matcher));
        }
    }
    let is_behind = |range: &&Range| {
        let Some(heading) = &heading else { return true };
        let node = range.start_container().ok();
        node.is_some_and(|node| {
            heading.compare_document_position(&node)
                & (Node::DOCUMENT_POSITION_FOLLOWING | Node::DOCUMENT_POSITION_CONTAINED_BY)
                != 0
        })
    };
    let Some(first) = ranges.iter().find(is_behind).or(ranges.first()) else { return };
    let list: Array = ranges.iter().collect();
    if !highlight(&list)
        && let Ok(Some(selection)) = window().get_selection()
    {
        _ = selection.remove_all_ranges();
        _ = selection.add_range(first);
    }
    let Some(height) = window().inner_height().ok().and_then(|height| height.as_f64()) else { return };
    let place = first.get_bounding_client_rect();
    if place.top() < 0.0 || place.bottom() > height {
        let top = window().scroll_y().unwrap_or_default() + place.top() - height / 3.0;
        window().scroll_to_with_x_and_y(0.0, top);
    }
}

/// Where a node has what was looked for.
fn of_node(node: &Text, matcher: &Matcher) -> Vec<Range> {
    let text = node.data();
    let range = |at: Places<usize>| {
        let range = document().create_range().ok()?;
        // The browser counts in units of UTF-16.
        let start = text[..at.start].encode_utf16().count();
        let end = start + text[at].encode_utf16().count();
        range.set_start(node, start as u32).ok()?;
        range.set_end(node, end as u32).ok()?;
        Some(range)
    };
    places(&text, matcher).into_iter().filter_map(|(at, _)| range(at)).collect()
}

/// Has the browser paint ranges; `false` where it cannot.
fn highlight(ranges: &Array) -> bool {
    let class =
        Reflect::get(&window(), &"Highlight".into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    let Some((highlights, class)) = highlights().zip(class) else { return false };
    Reflect::construct(&class, ranges)
        .is_ok_and(|highlight| call(&highlights, "set", &[NAME.into(), highlight]).is_some())
}

fn highlights() -> Option<JsValue> {
    let css = Reflect::get(&window(), &"CSS".into()).ok()?;
    Reflect::get(&css, &"highlights".into()).ok().filter(|highlights| !highlights.is_undefined())
}

fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(object, &arguments.iter().collect::<Array>()).ok()
}
