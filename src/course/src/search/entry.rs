//! What one lesson gives to the index: its words, each with where and how often it stands in it.

use std::collections::HashMap;

use super::text::Part;
use super::varint;
use super::words::words;

/// How soon more of a word stop to count more.
const SATURATION: f32 = 1.2;

/// Where a word stands in a lesson, and how often, in four bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing(u8);

/// The words of one lesson, sorted, in few bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// How many words its text has.
    pub length: u32,
    /// For each word how much of the beginning it shares with the one before, its rest, and its standing.
    bytes: Vec<u8>,
}

impl Standing {
    const TITLE: u8 = 1;
    const HEADING: u8 = 2;
    /// From how many times on each of the four steps begins.
    const STEPS: [u32; 4] = [0, 1, 2, 4];

    /// What a word counts for, below 1, in a lesson where once in the text counts for `once`, see [`once`] (BM25F: a word in
    /// the title or in a heading counts as several in the text, and more of it counts less and less).
    pub(super) fn weight(self, once: f32) -> f32 {
        let (mut weight, times) = (0.0, [0.0, 1.0, 1.8, 3.0][usize::from(self.0 >> 2)]);
        if self.0 & Self::TITLE != 0 {
            weight += 12.0;
        }
        if self.0 & Self::HEADING != 0 {
            weight += 5.0;
        }
        weight += times * once;
        weight / (weight + SATURATION)
    }

    /// As a number below 16.
    pub(super) fn code(self) -> u8 {
        self.0
    }

    /// What [`Standing::code`] gave.
    pub(super) fn of(code: u8) -> Self {
        Self(code & 15)
    }

    fn new(in_title: bool, in_heading: bool, times: u32) -> Self {
        let step = Self::STEPS.iter().rposition(|from| times >= *from).unwrap_or_default() as u8;
        Self((u8::from(in_title) * Self::TITLE) | (u8::from(in_heading) * Self::HEADING) | (step << 2))
    }
}

impl Entry {
    /// The entry of a lesson by its title and its parts.
    pub fn new(title: &str, parts: &[Part]) -> Self {
        let mut found: HashMap<String, (bool, bool, u32)> = HashMap::new();
        let mut length = 0;
        let mut note = |word: &str, note: &dyn Fn(&mut (bool, bool, u32))| match found.get_mut(word) {
            Some(standing) => note(standing),
            None => note(found.entry(word.to_owned()).or_default()),
        };
        words(title, |_, word, _| note(word, &|standing| standing.0 = true));
        for part in parts {
            words(&part.heading, |_, word, _| note(word, &|standing| standing.1 = true));
            words(&part.text, |_, word, _| {
                length += 1;
                note(word, &|standing| standing.2 += 1);
            });
        }
        let mut sorted: Vec<_> = found.iter().collect();
        sorted.sort_unstable_by_key(|(word, _)| word.as_str());
        let mut bytes = Vec::with_capacity(sorted.len() * 8);
        let mut before = "";
        for (word, (in_title, in_heading, times)) in sorted {
            put_word(before, word, &mut bytes);
            bytes.push(Standing::new(*in_title, *in_heading, *times).code());
            before = word;
        }
        Self { length, bytes }
    }

    /// Tells of every word, in order.
    pub(super) fn each(&self, mut tell: impl FnMut(&str, Standing)) {
        let mut rest = self.bytes.as_slice();
        let mut word = String::new();
        while !rest.is_empty() {
            let whole = take_word(&mut word, &mut rest).zip(varint::take_bytes(&mut rest, 1));
            let Some((_, standing)) = whole else { return };
            tell(&word, Standing::of(standing[0]));
        }
    }
}

/// What a word that stands once in a text counts for, where the lesson is `longer` times as long as the average one.
pub(super) fn once(longer: f32) -> f32 {
    // A lesson of a few words is no better for it than a short one.
    1.0 / (0.4 + 0.6 * longer.max(0.5))
}

/// Puts a word behind the one before it.
pub(super) fn put_word(before: &str, word: &str, bytes: &mut Vec<u8>) {
    let shared = before.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
    // A character is never cut in two.
    let shared = (0..=shared).rev().find(|at| word.is_char_boundary(*at)).unwrap_or_default();
    varint::put(shared as u32, bytes);
    varint::put((word.len() - shared) as u32, bytes);
    bytes.extend_from_slice(&word.as_bytes()[shared..]);
}

/// Makes the word before into the one that follows; `None` where the bytes are no word.
pub(super) fn take_word(word: &mut String, bytes: &mut &[u8]) -> Option<()> {
    let shared = varint::take(bytes)? as usize;
    let length = varint::take(bytes)? as usize;
    let rest = std::str::from_utf8(varint::take_bytes(bytes, length)?).ok()?;
    if !word.is_char_boundary(shared) {
        return None;
    }
    word.truncate(shared);
    word.push_str(rest);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_each_word_once_with_where_it_stands() {
        let part =
            |heading: &str, text: &str| Part { id: "x".into(), heading: heading.into(), text: text.into() };
        let entry = Entry::new(
            "Good bread",
            &[part("Bread & Maße", "Bread, bread. Masse 学"), part("", "salt bread bread")],
        );
        let mut told = Vec::new();
        entry.each(|word, standing| told.push(format!("{word} {:04b}", standing.code())));
        assert_eq!(told, ["bread 1111", "good 0001", "masse 0110", "salt 0100", "学 0100"]);
        assert_eq!(entry.length, 7);
        assert_eq!(Entry::new("", &[]), Entry::default());
    }
}
