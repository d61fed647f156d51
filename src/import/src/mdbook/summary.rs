//! The outline of a book: <https://rust-lang.github.io/mdBook/format/summary.html>.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::loss::{Became, Losses};
use crate::markdown;
use crate::text::Text;

/// The name of the file.
pub(super) const FILE: &str = "SUMMARY.md";

/// A chapter of the outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chapter {
    pub(super) title: String,
    /// Relative to the folder of the chapters.
    pub(super) path: String,
    /// The part of the book, or the chapter that this one stands below.
    pub(super) section: Option<String>,
}

/// Reads the outline. `file` is where it stands in the source.
pub(super) fn read(text: &str, file: &str, losses: &mut Losses) -> Vec<Chapter> {
    let text = Text::of(text);
    let events = markdown::parse(text.as_str());
    let mut chapters: Vec<Chapter> = Vec::new();
    // Chapters of the outermost list.
    let mut outermost = Vec::new();
    let mut part: Option<String> = None;
    let mut depth = 0_usize;
    // The chapter of the outermost list, and where it begins.
    let mut top: Option<(String, usize)> = None;
    let mut below = 0;
    let mut first_below = 1;
    let mut at = 0;
    while at < events.len() {
        let (event, range) = &events[at];
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let end = end_of(&events, at, |end| matches!(end, TagEnd::Heading(_)));
                let title = markdown::plain_of(&events[at..end]);
                // The first one is the title of the outline, unless a chapter stands before it.
                let is_title =
                    chapters.is_empty() && part.is_none() && title.to_lowercase().contains("summary");
                let is_first = chapters.is_empty() && part.is_none();
                part = (!is_title && !is_first).then_some(title);
                top = None;
                at = end;
                continue;
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let end = end_of(&events, at, |end| matches!(end, TagEnd::Link));
                let title = markdown::plain_of(&events[at..end]);
                let line = text.line_at(range.start);
                at = end;
                let path = dest_url.split('#').next().unwrap_or_default();
                if path.is_empty() {
                    losses.note(Became::LeftOut, "chapters that are not written", (file, line), &title);
                    continue;
                }
                if depth == 1 {
                    outermost.push(chapters.len());
                }
                if depth <= 1 {
                    top = (depth == 1).then(|| (title.clone(), chapters.len()));
                }
                let mut section = part.clone();
                if part.is_none() && depth > 0 {
                    // A chapter with others below it is a section together with them.
                    section = top.as_ref().filter(|_| depth > 1).map(|(title, _)| title.clone());
                    if let Some((title, index)) = top.as_ref().filter(|_| depth > 1)
                        && let Some(top) = chapters.get_mut(*index)
                    {
                        top.section = Some(title.clone());
                    }
                }
                let own_levels = if part.is_some() { 1 } else { 2 };
                if depth > own_levels {
                    below += 1;
                    if below == 1 {
                        first_below = line;
                    }
                }
                let path = course::route::decode(path).trim_start_matches("./").to_owned();
                chapters.push(Chapter { title, path, section });
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    // Among sections, a chapter without others below it is one too.
    if chapters.iter().any(|chapter| chapter.section.is_some()) {
        for index in outermost {
            if let Some(chapter) = chapters.get_mut(index).filter(|chapter| chapter.section.is_none()) {
                chapter.section = Some(chapter.title.clone());
            }
        }
    }
    if below > 0 {
        let detail = format!("{below} of the chapters stand below others there, and behind them here");
        losses.note(Became::Approximated, "chapters below chapters", (file, first_below), &detail);
    }
    chapters
}

fn end_of(events: &markdown::Events<'_>, start: usize, is_end: impl Fn(&TagEnd) -> bool) -> usize {
    let end = events[start..].iter().position(|(event, _)| matches!(event, Event::End(end) if is_end(end)));
    end.map_or(events.len(), |length| start + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str) -> (Vec<String>, Vec<String>) {
        let mut losses = Losses::default();
        let chapters = read(text, FILE, &mut losses);
        let shown = |chapter: Chapter| {
            format!("{}: {} {}", chapter.section.unwrap_or_default(), chapter.title, chapter.path)
        };
        (
            chapters.into_iter().map(shown).collect(),
            losses.finish().into_iter().map(|loss| loss.sort).collect(),
        )
    }

    #[test]
    fn parts_are_sections() {
        let text = "# Summary\n\n[Preface](./p.md)\n\n# One\n\n- [A `b`](a%20b.md)\n  - [C](c.md)\n- [Draft]()\n\n# Two\n\n- [D](d.md)\n\n---\n\n[End](e.md)\n";
        let (found, losses) = sections(text);
        assert_eq!(
            found,
            [": Preface p.md", "One: A b a b.md", "One: C c.md", "Two: D d.md", "Two: End e.md"]
        );
        assert_eq!(losses, ["chapters below chapters", "chapters that are not written"]);
    }

    #[test]
    fn without_parts_chapters_with_others_below_are() {
        let text =
            "# The Book\n\n[Preface](p.md)\n\n- [A](a.md)\n  - [B](b.md)\n    - [C](c.md)\n- [D](d.md)\n";
        let (found, losses) = sections(text);
        assert_eq!(found, [": Preface p.md", "A: A a.md", "A: B b.md", "A: C c.md", "D: D d.md"]);
        assert_eq!(losses, ["chapters below chapters"]);
    }
}
