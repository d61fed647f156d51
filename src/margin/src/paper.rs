//! The lesson on the page: its text as pieces, passages that are selected in it, and marks laid over those of notes.
//!
//! A mark is a `mark` element around a part of a text node, so that screen readers tell of it; nothing takes room that
//! did not before. Each note has a button at the beginning of its passage, in the edge of the page, which takes the
//! focus and bears the note's id for links. What the player or others draw anew is marked anew.

use std::ops::Range;

use course::notes::passage::{Piece, Quote, Text};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::book::Note;
use crate::browser::{all, around, document, escaped, set};
use crate::messages::{Word, say};

/// What is in a lesson's text and is none of it.
const NO_TEXT: &str =
    "button:not(.term), select, textarea, script, style, svg, annotation, .term-text, .unseen";

/// What begins on a line of its own.
const BLOCKS: &str = "p, li, td, th, dt, dd, pre, h2, h3, h4, h5, h6, blockquote, figcaption, summary, caption, div, \
    section, figure, details, table, ul, ol, dl, thead, tbody, tfoot, tr, hr";

/// What holds blocks and no words of its own.
const AROUND_BLOCKS: &str = "table, thead, tbody, tfoot, tr, colgroup, ul, ol, dl, .lesson-text";

/// Elements that may hold no button.
const CONTROLS: &str = "a, button, summary, label";

/// The lesson's text with the nodes that it stands in.
pub(crate) struct Paper {
    nodes: Vec<web_sys::Text>,
    text: Text,
}

impl Paper {
    /// Reads the lesson that is shown.
    pub(crate) fn read() -> Self {
        let mut nodes = Vec::new();
        let mut pieces: Vec<(String, bool, bool)> = Vec::new();
        let mut last: Option<Element> = None;
        for place in all("main .lesson-text") {
            let Ok(walker) = document().create_tree_walker_with_what_to_show(&place, 4) else { continue };
            while let Ok(Some(node)) = walker.next_node() {
                let (Some(parent), Ok(node)) = (node.parent_element(), node.dyn_into::<web_sys::Text>())
                else {
                    continue;
                };
                if around(&parent, NO_TEXT).is_some() {
                    continue;
                }
                let block = around(&parent, BLOCKS);
                let text = node.data();
                let is_kept = around(&parent, "pre").is_some();
                // What stands between blocks belongs to neither.
                let is_blank = !is_kept && text.trim().is_empty();
                if is_blank && is_between_blocks(&node, &parent) {
                    continue;
                }
                let begins_block = !is_blank && block != last;
                if !is_blank {
                    last = block;
                }
                pieces.push((text, begins_block, is_kept));
                nodes.push(node);
            }
        }
        let pieces = pieces.iter();
        let text = Text::of(pieces.map(|(text, begins_block, is_kept)| Piece {
            text,
            begins_block: *begins_block,
            is_kept: *is_kept,
        }));
        Self { nodes, text }
    }

    /// What of the lesson's text a range of the page holds.
    pub(crate) fn selected(&self, range: &web_sys::Range) -> Option<Range<usize>> {
        let is_in = |(_, node): &(usize, &web_sys::Text)| range.intersects_node(node) == Ok(true);
        let (first, node) = self.nodes.iter().enumerate().find(is_in)?;
        let (last, end) = self.nodes.iter().enumerate().rev().find(is_in)?;
        let is_at = |point: Result<Node, _>, node: &web_sys::Text| {
            point.is_ok_and(|point: Node| point.is_same_node(Some(node)))
        };
        let start = if is_at(range.start_container(), node) { range.start_offset().ok()? } else { 0 };
        let end = if is_at(range.end_container(), end) { range.end_offset().ok()? } else { end.length() };
        self.text.trimmed(self.text.place(first, start)..self.text.place(last, end))
    }

    /// The quote of a range.
    pub(crate) fn quote(&self, range: Range<usize>) -> Quote {
        self.text.quote(range)
    }

    /// Whether the passage of a note is there.
    pub(crate) fn has(&self, note: &Note) -> bool {
        self.text.find(&note.quote()).is_some()
    }

    /// Lays marks over the passages of notes, and tells which of them are there.
    pub(crate) fn mark(&self, notes: &[Note]) -> Vec<bool> {
        let mut of_nodes: Vec<Vec<(u32, u32, usize)>> = vec![Vec::new(); self.nodes.len()];
        let mut is_there = vec![false; notes.len()];
        let mut is_begun = vec![false; notes.len()];
        for (at, note) in notes.iter().enumerate() {
            let Some(range) = self.text.find(&note.quote()) else { continue };
            is_there[at] = true;
            for part in self.text.parts(range) {
                of_nodes[part.piece].push((part.start, part.end, at));
            }
        }
        for (node, parts) in self.nodes.iter().zip(of_nodes) {
            lay(node, &parts, notes, &mut is_begun);
        }
        is_there
    }
}

/// Whether white space parts blocks and no words: a mark around it would be an element among them.
fn is_between_blocks(node: &Node, parent: &Element) -> bool {
    let is_block = |sibling: Option<Node>| {
        let element = sibling.and_then(|sibling| sibling.dyn_into::<Element>().ok());
        element.is_some_and(|element| element.matches(BLOCKS).unwrap_or_default())
    };
    parent.matches(AROUND_BLOCKS).unwrap_or_default()
        || is_block(node.previous_sibling())
        || is_block(node.next_sibling())
}

/// Lays marks over parts of a text node, which may overlap.
fn lay(node: &web_sys::Text, parts: &[(u32, u32, usize)], notes: &[Note], is_begun: &mut [bool]) {
    let (Some(parent), false) = (node.parent_element(), parts.is_empty()) else { return };
    if let Some(math) = around(&parent, "math") {
        // No mark may stand within a formula.
        let names: Vec<String> = parts.iter().map(|(.., at)| notes[*at].name()).collect();
        set(&math, "data-note", &names.join(" "));
        _ = math.class_list().add_1("marked");
        return;
    }
    let mut edges: Vec<u32> = parts.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut marks = Vec::new();
    // From behind, so that places before stay what they are.
    for [start, end] in edges.array_windows::<2>().rev() {
        let over: Vec<usize> =
            parts.iter().filter(|(from, to, _)| from <= start && end <= to).map(|(.., at)| *at).collect();
        if over.is_empty() {
            continue;
        }
        if *end < node.length() {
            _ = node.split_text(*end);
        }
        let part = if *start > 0 { node.split_text(*start).ok() } else { Some(node.clone()) };
        let (Some(part), Ok(mark)) = (part, document().create_element("mark")) else { continue };
        let names: Vec<String> = over.iter().map(|at| notes[*at].name()).collect();
        mark.set_class_name(if over.iter().any(|at| notes[*at].has_text()) { "own noted" } else { "own" });
        set(&mark, "data-note", &names.join(" "));
        if let Some(parent) = part.parent_node() {
            _ = parent.insert_before(&mark, Some(&part));
            _ = mark.append_child(&part);
        }
        marks.push((mark, over));
    }
    for (mark, over) in marks.into_iter().rev() {
        for at in over {
            if !std::mem::replace(&mut is_begun[at], true) {
                begin(&mark, &notes[at]);
            }
        }
    }
}

/// Puts the button of a note before its first mark.
fn begin(mark: &Element, note: &Note) {
    let before = around(mark, CONTROLS).unwrap_or_else(|| mark.clone());
    let text = note.record.text.value();
    let label = match note.has_text() {
        true => format!("{}: {text}", say(Word::mark_your_note)),
        false => say(Word::mark_your_highlight).to_owned(),
    };
    let class = if note.has_text() { "mark-button noted" } else { "mark-button" };
    let html = format!(
        "<button type=\"button\" id=\"{}\" class=\"{class}\" data-do=\"open\" data-note=\"{}\" aria-label=\"{}\"></button>",
        escaped(&element_id(note)),
        escaped(&note.name()),
        escaped(&label),
    );
    _ = before.insert_adjacent_html("beforebegin", &html);
}

/// The id of the element that a link to a note leads to.
pub(crate) fn element_id(note: &Note) -> String {
    format!("note-{}", note.id)
}

/// Takes all marks away, and leaves the text as it was.
pub(crate) fn clear() {
    for button in all("main .lesson-text .mark-button") {
        let parent = button.parent_node();
        button.remove();
        if let Some(parent) = parent {
            parent.normalize();
        }
    }
    for mark in all("main .lesson-text mark.own") {
        let Some(parent) = mark.parent_node() else { continue };
        while let Some(child) = mark.first_child() {
            _ = parent.insert_before(&child, Some(&mark));
        }
        mark.remove();
        parent.normalize();
    }
    for math in all("main .lesson-text math.marked") {
        _ = math.class_list().remove_1("marked");
        _ = math.remove_attribute("data-note");
    }
}
