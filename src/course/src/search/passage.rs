//! What to show of a lesson that was found: under which heading, and a few words around what was looked for.

use std::ops::Range;

use super::query::Matcher;
use super::text::Part;
use super::words::{Kind, words};

/// How long a passage is, in bytes: two or three lines, of Chinese as of English.
const LENGTH: usize = 170;

/// How much of it stands before what was found.
const BEFORE: usize = 50;

/// A part of a lesson with what was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Which part it is.
    pub part: usize,
    /// Where the words stand in its heading.
    pub in_heading: Vec<Range<usize>>,
    /// A few words of the text, on one line.
    pub text: String,
    /// Where the words stand in there.
    pub in_text: Vec<Range<usize>>,
}

/// Where a text has words of the query: from where to where, and which.
pub fn places(text: &str, matcher: &Matcher) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    words(text, |at, word, kind| {
        let is_told = |(before, _): &(Range<usize>, usize)| kind == Kind::Last && before.end == at.end;
        if let Some(place) = matcher.place(word).filter(|_| !found.last().is_some_and(is_told)) {
            found.push((at, place));
        }
    });
    found
}

/// The parts that have most of the query's words, the best first; at most `most`.
pub fn passages(parts: &[Part], matcher: &Matcher, most: usize) -> Vec<Passage> {
    let mut all: Vec<(usize, Passage)> = Vec::new();
    for (part, content) in parts.iter().enumerate() {
        let in_heading = places(&content.heading, matcher);
        let in_text = places(&content.text, matcher);
        let mut seen = vec![false; matcher.len()];
        in_heading.iter().chain(&in_text).for_each(|(_, place)| seen[*place] = true);
        let different = seen.iter().filter(|seen| **seen).count();
        if different == 0 {
            continue;
        }
        let score = different * 100 + in_heading.len().min(5) * 12 + in_text.len().min(10);
        let window = window(&content.text, &in_text, matcher.len());
        let (text, in_text) = cut(&content.text, window, in_text.into_iter().map(|(at, _)| at));
        all.push((
            score,
            Passage { part, in_heading: joined(in_heading.into_iter().map(|(at, _)| at)), text, in_text },
        ));
    }
    all.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.part.cmp(&other.1.part)));
    all.into_iter().take(most).map(|(_, passage)| passage).collect()
}

/// The stretch of a text that has most different words.
fn window(text: &str, found: &[(Range<usize>, usize)], words: usize) -> Range<usize> {
    let mut best = (0, 0..0);
    for (at, (first, _)) in found.iter().enumerate() {
        let mut seen = vec![false; words];
        let within = found[at..].iter().take_while(|(place, _)| place.end < first.start + LENGTH - BEFORE);
        let mut end = first.end;
        for (place, word) in within {
            seen[*word] = true;
            end = place.end;
        }
        let different = seen.iter().filter(|seen| **seen).count();
        if different > best.0 {
            best = (different, first.start..end);
        }
    }
    let from = match best.1.start.saturating_sub(BEFORE) {
        0 => 0,
        from => border(text, from).min(best.1.start),
    };
    let to = (from + LENGTH).max(best.1.end);
    let to = if to >= text.len() { text.len() } else { border(text, to) };
    from..to.max(best.1.end)
}

/// A place to cut a text near this one: behind a space, or between two characters where there is none near.
fn border(text: &str, near: usize) -> usize {
    let near = (near..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let space = text[near..].char_indices().take(16).find(|(_, character)| *character == ' ');
    space.map_or(near, |(at, _)| near + at + 1)
}

/// The stretch with signs where it was cut, and the marks in it.
fn cut(
    text: &str,
    window: Range<usize>,
    marks: impl Iterator<Item = Range<usize>>,
) -> (String, Vec<Range<usize>>) {
    let before = if window.start > 0 { "… " } else { "" };
    let behind = if window.end < text.len() { " …" } else { "" };
    let inside = marks.filter(|at| at.start >= window.start && at.end <= window.end);
    let moved = |place: usize| place - window.start + before.len();
    let marks = joined(inside.map(|at| moved(at.start)..moved(at.end)));
    (format!("{before}{}{behind}", text[window].trim_end()), marks)
}

/// Ranges in order, those that overlap or touch as one.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Index, Query};
    use crate::search::{entry::Entry, index};

    fn part(id: &str, heading: &str, text: &str) -> Part {
        Part { id: id.into(), heading: heading.into(), text: text.into() }
    }

    /// The passages for a query, marks between brackets.
    fn told(parts: &[Part], query: &str) -> Vec<String> {
        let writer = index::Writer::new(&[Entry::new("", parts)]);
        let head = writer.whole(&writer.shards(index::WHOLE, index::LARGEST)[0].bytes);
        let index = Index::new(index::Head::read(&head).unwrap());
        let matcher = index.find(&Query::new(query)).unwrap().matcher;
        let marked = |text: &str, marks: &[Range<usize>]| {
            let mut marked = text.to_owned();
            for mark in marks.iter().rev() {
                marked.replace_range(mark.clone(), &format!("[{}]", &text[mark.clone()]));
            }
            marked
        };
        passages(parts, &matcher, 2)
            .iter()
            .map(|it| {
                let part = &parts[it.part];
                format!(
                    "{}|{}|{}",
                    part.id,
                    marked(&part.heading, &it.in_heading),
                    marked(&it.text, &it.in_text)
                )
            })
            .collect()
    }

    #[test]
    fn the_best_parts_are_shown_around_what_was_found() {
        let filler = "word after word without any end ".repeat(20);
        let long = format!("{filler}then yeast is fed with sugar {filler}");
        let parts = [
            part("", "", "Nothing here of it."),
            part("a", "Yeast", "It lives."),
            part("b", "Dough", &long),
            part("c", "Sugar", "Sugar is sweet."),
        ];
        assert_eq!(
            told(&parts, "yeast sug"),
            [
                "b|Dough|… any end word after word without any end then [yeast] is fed with [sugar] word after word without any end word after word without any end word after word without any end word after …",
                "c|[Sugar]|[Sugar] is sweet.",
            ]
        );
        assert_eq!(told(&parts, "yeats")[0], "a|[Yeast]|It lives.");
        assert!(told(&parts, "missing").is_empty());
    }

    #[test]
    fn texts_without_spaces_are_cut_between_characters_and_marked_as_one() {
        let parts = [part("", "", &format!("{}機械学習の性能{}", "字".repeat(300), "語".repeat(300)))];
        let [told] = &told(&parts, "機械学習")[..] else { panic!("one part") };
        assert!(told.contains("字[機械学習]の性能語") && told.len() < 400, "{told}");
        assert!(told.starts_with("||… 字") && told.ends_with("語 …"), "{told}");
    }
}
