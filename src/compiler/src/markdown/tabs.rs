//! Tabs: a group of headings between `<!-- tabs -->` and `<!-- /tabs -->`, of which one is shown at a time.
//!
//! The comments cannot be seen where nothing understands them, and what stands between them is plain Markdown there.
//! Here each heading becomes a tab. They are radio buttons, so that they work without a script, by keyboard, and one
//! for all pages that come from a server.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::page::Page;
use super::{Events, escape, first_line, inside, plain_text, span};
use crate::diagnostics::{Code, Diagnostic};

/// Tabs in tabs in tabs are for nobody; what is deeper than this is not taken for a group.
const DEEPEST: usize = 4;

/// What a comment says about tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
}

/// For each block that opens a group the index of the one that closes it, and for every other mark nothing; empty
/// where there are no marks. `around` groups are open already.
pub(super) fn groups(blocks: &[&Events<'_>], around: usize) -> HashMap<usize, Option<usize>> {
    let mut groups = HashMap::new();
    let mut open = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let Some(mark) = mark(block) else { continue };
        groups.insert(index, None);
        match mark {
            Mark::Open => open.push(index),
            Mark::Close => {
                if let Some(start) = open.pop() {
                    groups.insert(start, Some(index).filter(|_| around < DEEPEST));
                }
            }
        }
    }
    groups
}

/// The finding about a mark without its other half.
pub(super) fn stray(page: &mut Page<'_>, block: &Events<'_>) {
    let (message, help) = match mark(block) {
        Some(Mark::Close) => (
            "these tabs end, but nothing before has begun them",
            "write `<!-- tabs -->` above the first heading that is to be a tab, with an empty line around it",
        ),
        _ if page.open_tabs >= DEEPEST => (
            "these tabs stand in too many others",
            "put tabs into tabs no more than twice; headings may serve better",
        ),
        _ => (
            "these tabs do not end",
            "write `<!-- /tabs -->` below the last of them, on a line of its own, as far to the left as this one",
        ),
    };
    page.diagnostics
        .push(Diagnostic::new(Code::UnclosedTabs, page.file, message).at(place(page, block)).help(help));
}

/// The HTML of a group. `mark` is the comment that opens it.
pub(super) fn html(page: &mut Page<'_>, mark: &Events<'_>, content: &[&Events<'_>]) -> String {
    let Some(first) = content.iter().position(|block| level(block).is_some()) else {
        let at = place(page, mark);
        page.diagnostics.push(
            Diagnostic::new(Code::TabsWithoutHeadings, page.file, "there is no tab in this group of tabs").at(at).help(
                "write a heading for each tab, all of one level, such as `### Linux` and `### Windows`, and below it what the tab shows",
            ),
        );
        return page.html(content);
    };
    let tab_level = level(content[first]).unwrap_or(1);
    let is_tab = |block: &&Events<'_>| level(block).is_some_and(|level| level <= tab_level);
    let before = page.html(&content[..first]);
    let group = page.tab_group();
    page.open_tabs += 1;
    let mut html = format!("{before}<div class=\"tabs\">");
    let mut at = first;
    let mut number = 0;
    while at < content.len() {
        let end = content[at + 1..].iter().position(is_tab).map_or(content.len(), |length| at + 1 + length);
        number += 1;
        let id = escape::attribute(&page.unique_id(&format!("{group}-{number}"), 2));
        let checked = if number == 1 { " checked" } else { "" };
        let title = escape::text(&plain_text(inside(content[at])));
        let panel = page.html(&content[at + 1..end]);
        html.push_str(&format!(
            "<input type=\"radio\" name=\"{group}\" id=\"{id}\"{checked}><label for=\"{id}\">{title}</label><div class=\"tab\">\n{panel}</div>"
        ));
        at = end;
    }
    page.open_tabs -= 1;
    html.push_str("</div>\n");
    html
}

fn mark(block: &Events<'_>) -> Option<Mark> {
    let [(Event::Start(Tag::HtmlBlock), _), (Event::Html(raw), _), ..] = block else { return None };
    let comment = raw.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim().to_lowercase();
    match comment.split_whitespace().collect::<String>().as_str() {
        "tabs" | "tabs:start" => Some(Mark::Open),
        "/tabs" | "tabs:end" => Some(Mark::Close),
        _ => None,
    }
}

fn level(block: &Events<'_>) -> Option<u8> {
    match block.first() {
        Some((Event::Start(Tag::Heading { level, .. }), _)) => Some(*level as u8),
        _ => None,
    }
}

fn place(page: &Page<'_>, block: &Events<'_>) -> Range<usize> {
    first_line(page.text, span(block))
}
