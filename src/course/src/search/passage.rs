//! What to show of a lesson that was found: under which heading, and a few words around what was looked for.

use std::collections::HashMap;
use std::ops::Range;

use super::query::Matcher;
use super::text::Part;
use super::words::{Kind, words};

/// How long a passage is, in bytes: two or three lines, of Chinese as of English.
const LENGTH: usize = 170;

/// How much of it stands before what was found.
const BEFORE: usize = 50;

/// The text of a lesson, cut into words once, so that any query finds its passages without reading it again.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its parts, in reading order.
    pub parts: Vec<Part>,
    /// Each word that it has, once.
    words: Vec<String>,
    /// For each part where the words of its heading stand, and those of its text.
    places: Vec<[Vec<Place>; 2]>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    from: u32,
    to: u32,
    /// Which of [`Text::words`].
    word: u32,
    /// Whether it is the last character of a run ([`Kind::Last`]).
    is_last: bool,
}

/// Where words of the query stand: from where to where, and which.
type Stands = Vec<(Range<usize>, usize)>;

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

impl Text {
    /// The text of these parts.
    pub fn new(parts: Vec<Part>) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut all = Vec::new();
        let mut cut = |text: &str| {
            let mut places = Vec::new();
            words(text, |at, word, kind| {
                let word = known.get(word).copied().unwrap_or_else(|| {
                    all.push(word.to_owned());
                    known.insert(word.to_owned(), all.len() as u32 - 1);
                    all.len() as u32 - 1
                });
                let (from, to) = (at.start as u32, at.end as u32);
                places.push(Place { from, to, word, is_last: kind == Kind::Last });
            });
            places
        };
        let places = parts.iter().map(|part| [cut(&part.heading), cut(&part.text)]).collect();
        Self { parts, words: all, places }
    }
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
pub fn passages(lesson: &Text, matcher: &Matcher, most: usize) -> Vec<Passage> {
    // For each word of the text the one of the query that it stands for.
    let stands_for: Vec<Option<usize>> = lesson.words.iter().map(|word| matcher.place(word)).collect();
    let mut best: Vec<(usize, usize, [Stands; 2])> = Vec::new();
    for (part, places) in lesson.places.iter().enumerate() {
        let found = places.each_ref().map(|places| found(places, &stands_for));
        let [in_heading, in_text] = &found;
        let different = different(in_heading.iter().chain(in_text));
        if different == 0 {
            continue;
        }
        let score = different as usize * 100 + in_heading.len().min(5) * 12 + in_text.len().min(10);
        let place = best.partition_point(|(other, ..)| *other >= score);
        if place < most {
            best.truncate(most - 1);
            best.insert(place, (score, part, found));
        }
    }
    let shown = best.into_iter().map(|(_, part, [in_heading, in_text])| {
        let whole = &lesson.parts[part].text;
        let window = window(whole, &in_text);
        let (text, in_text) = cut(whole, window, in_text.into_iter().map(|(at, _)| at));
        let heading = &lesson.parts[part].heading;
        Passage { part, in_heading: joined(heading, in_heading.into_iter().map(|(at, _)| at)), text, in_text }
    });
    shown.collect()
}

/// What [`places`] tells, of words that are cut already.
fn found(places: &[Place], stands_for: &[Option<usize>]) -> Stands {
    let mut found = Stands::new();
    for place in places {
        let Some(word) = stands_for[place.word as usize] else { continue };
        let (from, to) = (place.from as usize, place.to as usize);
        if !(place.is_last && found.last().is_some_and(|(before, _)| before.end == to)) {
            found.push((from..to, word));
        }
    }
    found
}

/// How many different words of the query are among these places. A query has few, so a bit tells of each.
fn different<'a>(places: impl Iterator<Item = &'a (Range<usize>, usize)>) -> u32 {
    places.fold(0_u32, |seen, (_, word)| seen | 1 << word).count_ones()
}

/// The stretch of a text that has most different words.
fn window(text: &str, found: &[(Range<usize>, usize)]) -> Range<usize> {
    let mut best = (0, 0..0);
    for (at, (first, _)) in found.iter().enumerate() {
        let reach = first.start + LENGTH - BEFORE;
        let within = found[at..].iter().take_while(|(place, _)| place.end < reach).count();
        let within = &found[at..at + within];
        let different = different(within.iter());
        if different > best.0 {
            best = (different, first.start..within.last().map_or(first.end, |(place, _)| place.end));
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
    let marks = inside.map(|at| moved(at.start)..moved(at.end));
    let text = format!("{before}{}{behind}", text[window.clone()].trim_end());
    let marks = joined(&text, marks);
    (text, marks)
}

/// Ranges of a text in order, those that overlap, touch or have only a space between them as one: each mark is an element
/// that a browser has to lay out.
pub fn joined(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if text.get(last.end..range.start).is_none_or(|between| between.trim().is_empty()) => {
                last.end = last.end.max(range.end)
            }
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
        let mut index = Index::new(index::Head::read(&head).unwrap());
        let matcher = index.find(&Query::new(query), 1).unwrap().matcher;
        let marked = |text: &str, marks: &[Range<usize>]| {
            let mut marked = text.to_owned();
            for mark in marks.iter().rev() {
                marked.replace_range(mark.clone(), &format!("[{}]", &text[mark.clone()]));
            }
            marked
        };
        let text = Text::new(parts.to_vec());
        passages(&text, &matcher, 2)
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
    fn words_that_follow_each_other_have_one_mark() {
        let parts = [part("", "The old oven", "Old oven, old  oven or oven old.")];
        assert_eq!(told(&parts, "old oven"), ["|The [old oven]|[Old oven], [old  oven] or [oven old]."]);
    }

    #[test]
    fn texts_without_spaces_are_cut_between_characters_and_marked_as_one() {
        let parts = [part("", "", &format!("{}機械学習の性能{}", "字".repeat(300), "語".repeat(300)))];
        let [told] = &told(&parts, "機械学習")[..] else { panic!("one part") };
        assert!(told.contains("字[機械学習]の性能語") && told.len() < 400, "{told}");
        assert!(told.starts_with("||… 字") && told.ends_with("語 …"), "{told}");
    }
}
