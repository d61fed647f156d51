//! A passage of a lesson by its words, so that it is found again after the author has edited the lesson.
//!
//! A quote is the passage itself with some text before and after it (W3C Web Annotation Data Model, 4.2.4, text quote
//! selector). It is sought word for word first, then nearly so, in the end by its beginning and its end. The surroundings
//! decide between several places, and whether a short passage is meant at all; the former position only where they are
//! alike. Where nothing is like it enough there is no place: better none than a wrong one.
//!
//! White space counts as one space wherever it stands, so that a text can be wrapped anew.

use std::ops::Range;

/// How many letters of the surroundings are kept on either side.
const AROUND: usize = 32;

/// Fewer letters of the surroundings say nothing.
const LEAST: usize = 6;

/// So many letters in a row are a passage by themselves, whatever surrounds them.
const TELLING: usize = 24;

/// Longer passages are also sought by their ends, of which each is so long.
const END: usize = 32;

/// Looking nearly word for word takes the product of both lengths. Longer passages are sought by their ends at once.
const LONGEST: usize = 256;

/// A piece of text, such as a text node of a page.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'t> {
    /// Its text.
    pub text: &'t str,
    /// Whether a paragraph, an item or a cell begins with it.
    pub begins_block: bool,
    /// Whether its white space is kept as it is, as in code.
    pub is_kept: bool,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Some text before the passage.
    pub before: String,
    /// The passage.
    pub exact: String,
    /// Some text after it.
    pub after: String,
    /// How many letters stood before it.
    pub at: usize,
}

/// A part of a piece: its number, and from where to where in units of UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which piece.
    pub piece: usize,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

#[derive(Clone, Copy, Debug)]
struct Letter {
    letter: char,
    piece: usize,
    /// In units of UTF-16.
    offset: u32,
    /// 0 for what stands between two blocks and in neither.
    length: u32,
}

/// The text of a page. Places in it are counted in its letters.
#[derive(Clone, Debug, Default)]
pub struct Text {
    letters: Vec<Letter>,
    /// The same with one space for all white space in a row, to look for something in it.
    plain: Vec<char>,
    /// Where the letters of `plain` stand.
    places: Vec<usize>,
}

impl Text {
    /// The text that these pieces are together.
    pub fn of<'t>(pieces: impl IntoIterator<Item = Piece<'t>>) -> Self {
        let mut text = Self::default();
        for (at, piece) in pieces.into_iter().enumerate() {
            if piece.begins_block && !text.letters.is_empty() {
                let is_open = text.letters.last().is_some_and(|last| last.length == 0);
                if !is_open {
                    text.put(Letter { letter: '\n', piece: at, offset: 0, length: 0 });
                }
            }
            let mut offset = 0;
            for letter in piece.text.chars() {
                let length = letter.len_utf16() as u32;
                let is_space = letter.is_whitespace();
                let is_repeated =
                    is_space && text.letters.last().is_none_or(|last| last.letter.is_whitespace());
                if piece.is_kept || !is_repeated {
                    let letter = if is_space && !piece.is_kept { ' ' } else { letter };
                    text.put(Letter { letter, piece: at, offset, length });
                }
                offset += length;
            }
        }
        text
    }

    fn put(&mut self, letter: Letter) {
        let is_space = letter.letter.is_whitespace();
        if !is_space || self.plain.last().is_some_and(|last| *last != ' ') {
            self.plain.push(if is_space { ' ' } else { letter.letter });
            self.places.push(self.letters.len());
        }
        self.letters.push(letter);
    }

    /// The place of a point in a piece, which is counted in units of UTF-16.
    pub fn place(&self, piece: usize, offset: u32) -> usize {
        self.letters.partition_point(|letter| {
            (letter.piece, letter.offset) < (piece, offset) || letter.piece == piece && letter.length == 0
        })
    }

    /// A range without white space at its ends; `None` where nothing else is in it.
    pub fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let letters = self.letters.get(range.clone())?;
        let is_ink = |letter: &Letter| !letter.letter.is_whitespace();
        let first = letters.iter().position(is_ink)?;
        let last = letters.iter().rposition(is_ink)?;
        Some(range.start + first..range.start + last + 1)
    }

    /// The quote of a range.
    pub fn quote(&self, range: Range<usize>) -> Quote {
        let text = |range: Range<usize>| self.letters[range].iter().map(|letter| letter.letter).collect();
        Quote {
            before: text(range.start.saturating_sub(AROUND)..range.start),
            after: text(range.end..self.letters.len().min(range.end + AROUND)),
            at: range.start,
            exact: text(range),
        }
    }

    /// The parts of pieces that a range consists of. White space alone between blocks is no part.
    pub fn parts(&self, range: Range<usize>) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for letter in self.letters[range].iter().filter(|letter| letter.length > 0) {
            let end = letter.offset + letter.length;
            match parts.last_mut() {
                Some(part) if part.piece == letter.piece => part.end = end,
                _ => parts.push(Part { piece: letter.piece, start: letter.offset, end }),
            }
        }
        parts
    }

    /// Where a quote stands now; `None` where it cannot be told.
    pub fn find(&self, quote: &Quote) -> Option<Range<usize>> {
        let sought = Sought::of(quote);
        if sought.exact.is_empty() {
            return None;
        }
        // The position is counted in letters, which are more than those that are compared.
        let at = self.places.partition_point(|place| *place < quote.at);
        let found = self.word_for_word(&sought, at).or_else(|| self.nearly(&sought, at));
        let found = found.or_else(|| self.by_its_ends(&sought, at))?;
        let last = *self.places.get(found.end.checked_sub(1)?)?;
        self.trimmed(*self.places.get(found.start)?..last + 1)
    }

    fn word_for_word(&self, sought: &Sought, at: usize) -> Option<Range<usize>> {
        let length = sought.exact.len();
        let windows = self.plain.windows(length).enumerate();
        let found: Vec<_> = windows
            .filter(|(_, window)| *window == sought.exact)
            .map(|(start, _)| start..start + length)
            .collect();
        let is_lone = found.len() == 1 && weight(&sought.exact) >= TELLING;
        self.best(found.into_iter().map(|range| (range, 0)), sought, at, is_lone)
    }

    fn nearly(&self, sought: &Sought, at: usize) -> Option<Range<usize>> {
        let length = sought.exact.len();
        if length > LONGEST {
            return None;
        }
        let most = length * 3 / 10;
        if most == 0 {
            return None;
        }
        let ends = ends(&sought.exact, &self.plain, most);
        let backwards = reversed(&sought.exact);
        let found: Vec<_> = ends
            .into_iter()
            .map(|end| {
                let (distance, taken) = from_start(&backwards, self.plain[..end].iter().rev());
                (end - taken..end, distance)
            })
            .collect();
        let is_lone = found.len() == 1
            && weight(&sought.exact) >= 2 * TELLING
            && found.iter().all(|(_, distance)| distance * 6 <= length);
        let found = found.into_iter().map(|(range, distance)| (range, 2 * distance));
        self.best(found.chain(self.between(sought, most)), sought, at, is_lone)
    }

    /// What stands between surroundings that are still there, with its cost. What was put into the passage costs little.
    fn between(&self, sought: &Sought, most: usize) -> Vec<(Range<usize>, usize)> {
        let length = sought.exact.len();
        if sought.before.len() < LEAST || sought.after.len() < LEAST {
            return Vec::new();
        }
        let most_around = |text: &[char]| text.len() * 3 / 10;
        let (text, after) = (reversed(&self.plain), reversed(&sought.after));
        let starts = ends(&sought.before, &self.plain, most_around(&sought.before));
        let ends = ends(&after, &text, most_around(&after)).into_iter().map(|end| text.len() - end);
        let ends: Vec<usize> = ends.collect();
        let mut found = Vec::new();
        for start in starts {
            for &end in
                ends.iter().filter(|end| (start + length / 3..=start + 2 * length + END).contains(*end))
            {
                let mut column: Vec<usize> = (0..=length).collect();
                for (taken, letter) in self.plain[start..end].iter().enumerate() {
                    step(&mut column, &sought.exact, *letter, taken + 1);
                }
                let more = (end - start).saturating_sub(length);
                let wrong = column[length].saturating_sub(more);
                if wrong <= most {
                    found.push((start..end, 2 * wrong + more / 2));
                }
            }
        }
        found
    }

    /// Something may have been put into the middle of a long passage, or taken out.
    fn by_its_ends(&self, sought: &Sought, at: usize) -> Option<Range<usize>> {
        let length = sought.exact.len();
        if length < 2 * END {
            return None;
        }
        let (head, rest) = sought.exact.split_at(END);
        let tail = &sought.exact[length - END..];
        let head = Sought {
            before: sought.before.clone(),
            exact: head.to_vec(),
            after: rest[..AROUND.min(rest.len())].to_vec(),
        };
        let tail = Sought {
            before: sought.exact[length - END - AROUND.min(length - END)..length - END].to_vec(),
            exact: tail.to_vec(),
            after: sought.after.clone(),
        };
        let find = |end: &Sought, at| self.word_for_word(end, at).or_else(|| self.nearly(end, at));
        let first = find(&head, at)?;
        let last = find(&tail, first.start + length - END)?;
        let now = last.end.checked_sub(first.start)?;
        (first.start < last.start && now >= length / 3 && now <= 2 * length + END)
            .then_some(first.start..last.end)
    }

    /// The best of several places with the cost of what is wrong there, of those whose surroundings are like what is sought.
    fn best(
        &self,
        found: impl IntoIterator<Item = (Range<usize>, usize)>,
        sought: &Sought,
        at: usize,
        is_lone: bool,
    ) -> Option<Range<usize>> {
        let backwards = reversed(&sought.before);
        let rated = found.into_iter().filter_map(|(range, cost)| {
            let before = from_start(&backwards, self.plain[..range.start].iter().rev()).0;
            let after = from_start(&sought.after, self.plain[range.end..].iter()).0;
            let is_alike = |wrong: usize, all: &[char]| all.len() >= LEAST && wrong * 5 <= all.len() * 2;
            // Of a page that is hardly more than the passage there are no surroundings to tell it by.
            let has_none = sought.before.len() < LEAST && sought.after.len() < LEAST;
            let is_meant = is_alike(before, &sought.before) || is_alike(after, &sought.after);
            let cost = cost + before + after;
            (is_meant || is_lone || has_none).then(|| (cost, range.start.abs_diff(at), range))
        });
        rated.min_by_key(|(cost, away, _)| (*cost, *away)).map(|(.., range)| range)
    }
}

/// A quote as it is compared.
struct Sought {
    before: Vec<char>,
    exact: Vec<char>,
    after: Vec<char>,
}

impl Sought {
    fn of(quote: &Quote) -> Self {
        let [before, exact, after] = [&quote.before, &quote.exact, &quote.after].map(|text| squeezed(text));
        let is_space = |letter: &char| *letter == ' ';
        let first = exact.iter().position(|letter| !is_space(letter)).unwrap_or(exact.len());
        let last = exact.iter().rposition(|letter| !is_space(letter)).map_or(first, |last| last + 1);
        Self { before, exact: exact[first..last].to_vec(), after }
    }
}

/// A text with one space for all white space in a row.
fn squeezed(text: &str) -> Vec<char> {
    let mut squeezed: Vec<char> = Vec::new();
    for letter in text.chars() {
        match letter.is_whitespace() {
            false => squeezed.push(letter),
            true if squeezed.last() != Some(&' ') => squeezed.push(' '),
            true => {}
        }
    }
    squeezed
}

fn reversed(text: &[char]) -> Vec<char> {
    text.iter().rev().copied().collect()
}

/// How much a text tells, in letters of an alphabet: one of Chinese or Japanese is nearly a word.
fn weight(text: &[char]) -> usize {
    text.iter().map(|letter| if *letter > '\u{2e80}' { 3 } else { 1 }).sum()
}

/// How far a pattern is from the best beginning of a text, and how much of the text that is (Levenshtein distance).
fn from_start<'t>(pattern: &[char], text: impl Iterator<Item = &'t char>) -> (usize, usize) {
    let mut column: Vec<usize> = (0..=pattern.len()).collect();
    let mut best = (pattern.len(), 0_usize);
    for (taken, letter) in text.take(2 * pattern.len()).enumerate() {
        step(&mut column, pattern, *letter, taken + 1);
        let distance = column[pattern.len()];
        let is_nearer = (taken + 1).abs_diff(pattern.len()) < best.1.abs_diff(pattern.len());
        if distance < best.0 || distance == best.0 && is_nearer {
            best = (distance, taken + 1);
        }
    }
    best
}

/// Where something ends in a text that is no further than `most` from a pattern; of places that overlap, the nearest
/// (Sellers: The theory and computation of evolutionary distances, 1980).
fn ends(pattern: &[char], text: &[char], most: usize) -> Vec<usize> {
    let mut column: Vec<usize> = (0..=pattern.len()).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in text.iter().enumerate() {
        step(&mut column, pattern, *letter, 0);
        let (distance, end) = (column[pattern.len()], at + 1);
        if distance > most {
            continue;
        }
        match found.last_mut() {
            Some((known, last)) if end - *last <= pattern.len() / 2 => {
                if distance < *known {
                    (*known, *last) = (distance, end);
                }
            }
            _ => found.push((distance, end)),
        }
    }
    found.into_iter().map(|(_, end)| end).collect()
}

/// Goes on by one letter of the text; `first` is the distance of an empty pattern.
fn step(column: &mut [usize], pattern: &[char], letter: char, first: usize) {
    let mut diagonal = std::mem::replace(&mut column[0], first);
    for (row, sought) in pattern.iter().enumerate() {
        let best = (diagonal + usize::from(*sought != letter)).min(column[row] + 1).min(column[row + 1] + 1);
        diagonal = std::mem::replace(&mut column[row + 1], best);
    }
}
