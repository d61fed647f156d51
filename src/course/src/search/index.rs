//! The index of a library: which lessons have a word. Here it is written, and read.
//!
//! ```text
//! head    VERSION, lessons, how long each is (a byte), shards, for each its first word and its name; where there is
//!         but one, it stands here itself
//! shard   words, for each how much it shares with the one before and its rest, and how long its list is;
//!         then the lists: for each lesson the distance from the one before, and in the lowest four bits the standing
//! ```
//!
//! Words are sorted, so those that begin alike are in one shard or in few, and a query needs few of them. Lessons are
//! numbered in reading order.

use std::collections::{BTreeMap, HashMap};

use super::entry::{Entry, Standing, once, put_word, take_word};
use super::varint;

/// The name of the wasm custom section that carries the head or a shard.
pub const SECTION: &str = "search";

/// How large a shard may be, in bytes, unless one word alone is larger.
pub const LARGEST: usize = 32 << 10;

/// An index up to this size, in bytes, stays in one file.
pub const WHOLE: usize = 64 << 10;

const VERSION: u8 = 1;

/// How long the name of a shard is, in bytes.
const NAME: usize = 16;

/// All words of a library with the lessons they stand in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writer {
    lengths: Vec<u8>,
    words: BTreeMap<Box<str>, Vec<(u32, u8)>>,
}

/// Some words that follow each other, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The first of them.
    pub first: String,
    /// The shard.
    pub bytes: Vec<u8>,
}

/// The head as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// How long each lesson is, see [`packed`].
    lengths: Vec<u8>,
    /// What a word counts for, by the length of the lesson and its standing in it: asked of some ten thousand for a letter.
    weights: Vec<[f32; 16]>,
    /// The first word of each shard.
    pub(super) firsts: Vec<String>,
    /// The names of the shards; none where the only one is here.
    pub names: Vec<String>,
    /// The only one.
    pub(super) only: Option<Shard>,
}

/// A shard as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shard {
    /// All words, one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    lists: Vec<u8>,
    /// Where the list of each word ends.
    list_ends: Vec<u32>,
}

impl Writer {
    /// The words of all lessons, in reading order.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut found: HashMap<Box<str>, Vec<(u32, u8)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (lesson, entry) in entries.into_iter().enumerate() {
            lengths.push(packed(entry.length));
            entry.each(|word, standing| {
                let item = (lesson as u32, standing.code());
                match found.get_mut(word) {
                    Some(list) => list.push(item),
                    None => drop(found.insert(word.into(), vec![item])),
                }
            });
        }
        Self { lengths, words: found.into_iter().collect() }
    }

    /// The same with another entry for one lesson.
    pub fn change(&mut self, lesson: usize, from: &Entry, to: &Entry) {
        let at = lesson as u32;
        let mut words: BTreeMap<String, Option<u8>> = BTreeMap::new();
        from.each(|word, _| _ = words.insert(word.to_owned(), None));
        to.each(|word, standing| _ = words.insert(word.to_owned(), Some(standing.code())));
        for (word, code) in words {
            let list = self.words.entry(word.as_str().into()).or_default();
            match (list.binary_search_by_key(&at, |(lesson, _)| *lesson), code) {
                (Ok(place), Some(code)) => list[place].1 = code,
                (Ok(place), None) => drop(list.remove(place)),
                (Err(place), Some(code)) => list.insert(place, (at, code)),
                (Err(_), None) => {}
            }
            if list.is_empty() {
                self.words.remove(word.as_str());
            }
        }
        if let Some(length) = self.lengths.get_mut(lesson) {
            *length = packed(to.length);
        }
    }

    /// All words in shards that are no larger than `largest` bytes, or in one where all are no larger than `whole`.
    pub fn shards(&self, whole: usize, largest: usize) -> Vec<Written> {
        let mut lists = Vec::with_capacity(self.words.len());
        for (word, list) in &self.words {
            let mut bytes = Vec::with_capacity(list.len() + 4);
            let mut before = 0;
            for (lesson, code) in list {
                varint::put((lesson - before) << 4 | u32::from(*code), &mut bytes);
                before = *lesson;
            }
            lists.push((&**word, bytes));
        }
        let sizes: Vec<usize> = lists.iter().map(|(word, list)| word.len() / 2 + 3 + list.len()).collect();
        let mut shards = Vec::new();
        let largest = if sizes.iter().sum::<usize>() <= whole { usize::MAX } else { largest };
        halve(&lists, &sizes, largest, &mut |run| shards.push(written(run)));
        shards
    }

    /// The head, of shards by their first words and names.
    ///
    /// # Panics
    /// Where a name has not 16 bytes.
    pub fn head(&self, shards: &[(&str, &str)]) -> Vec<u8> {
        assert!(
            shards.iter().all(|(_, name)| name.len() == NAME),
            "the name of a shard is a hash of 16 digits"
        );
        let mut bytes = self.beginning(shards.len());
        for (first, name) in shards {
            varint::put(first.len() as u32, &mut bytes);
            bytes.extend_from_slice(first.as_bytes());
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes
    }

    /// The head with the only shard in it.
    pub fn whole(&self, shard: &[u8]) -> Vec<u8> {
        let mut bytes = self.beginning(0);
        bytes.extend_from_slice(shard);
        bytes
    }

    fn beginning(&self, shards: usize) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        varint::put(self.lengths.len() as u32, &mut bytes);
        bytes.extend_from_slice(&self.lengths);
        varint::put(shards as u32, &mut bytes);
        bytes
    }
}

impl Head {
    /// Reads a head; `None` where it is damaged or of another release.
    pub fn read(mut bytes: &[u8]) -> Option<Self> {
        let rest = &mut bytes;
        if varint::take_bytes(rest, 1)? != [VERSION] {
            return None;
        }
        let lessons = varint::take(rest)? as usize;
        let lengths = varint::take_bytes(rest, lessons)?.to_vec();
        let sum: f32 = lengths.iter().map(|length| unpacked(*length)).sum();
        let average = (sum / lessons.max(1) as f32).max(1.0);
        let weights = |length: u8| {
            let once = once(unpacked(length) / average);
            std::array::from_fn(|code| Standing::of(code as u8).weight(once))
        };
        let mut head = Self { lengths, weights: (0..=u8::MAX).map(weights).collect(), ..Self::default() };
        let shards = varint::take(rest)?;
        for _ in 0..shards {
            let length = varint::take(rest)? as usize;
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
            head.firsts.push(text(varint::take_bytes(rest, length)?)?);
            head.names.push(text(varint::take_bytes(rest, NAME)?)?);
        }
        if shards == 0 {
            head.firsts.push(String::new());
            head.only = Some(Shard::read(rest)?);
        }
        Some(head)
    }

    /// How many lessons there are.
    pub fn lessons(&self) -> usize {
        self.lengths.len()
    }

    /// What a word counts for in one of the lessons, below 1.
    #[inline(always)]
    pub(super) fn weight(&self, lesson: usize, standing: Standing) -> f32 {
        self.weights[usize::from(self.lengths[lesson])][usize::from(standing.code())]
    }
}

impl Shard {
    /// Reads a shard; `None` where it is damaged.
    pub fn read(mut bytes: &[u8]) -> Option<Self> {
        let rest = &mut bytes;
        let words = varint::take(rest)?;
        let mut shard = Self::default();
        let mut word = String::new();
        let mut end = 0;
        for _ in 0..words {
            take_word(&mut word, rest)?;
            shard.text.push_str(&word);
            shard.ends.push(shard.text.len() as u32);
            end += varint::take(rest)?;
            shard.list_ends.push(end);
        }
        shard.lists = varint::take_bytes(rest, end as usize)?.to_vec();
        Some(shard)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn word(&self, at: usize) -> &str {
        &self.text[start(&self.ends, at)..self.ends[at] as usize]
    }

    /// The place of the first word that is not before this one.
    pub(super) fn from(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.word(middle) < word {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Tells of the lessons that have a word, in order.
    #[inline(always)]
    pub(super) fn each_lesson(&self, at: usize, mut tell: impl FnMut(usize, Standing)) {
        let mut lesson = 0;
        varint::each(&self.lists[start(&self.list_ends, at)..self.list_ends[at] as usize], |item| {
            lesson += (item >> 4) as usize;
            tell(lesson, Standing::of(item as u8));
        });
    }
}

fn start(ends: &[u32], at: usize) -> usize {
    at.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

/// Halves a run until its parts are small enough, so that an edit moves few borders.
fn halve<'a>(
    run: &[(&'a str, Vec<u8>)],
    sizes: &[usize],
    largest: usize,
    take: &mut impl FnMut(&[(&'a str, Vec<u8>)]),
) {
    let size: usize = sizes.iter().sum();
    if run.len() < 2 || size <= largest {
        return take(run);
    }
    // Where half of the bytes are; both sides have at least one word.
    let mut sum = 0;
    let half = sizes.iter().position(|size| {
        sum += size;
        sum * 2 > sizes.iter().sum::<usize>()
    });
    let half = half.unwrap_or_default().clamp(1, run.len() - 1);
    halve(&run[..half], &sizes[..half], largest, take);
    halve(&run[half..], &sizes[half..], largest, take);
}

fn written(run: &[(&str, Vec<u8>)]) -> Written {
    let mut bytes = Vec::new();
    varint::put(run.len() as u32, &mut bytes);
    let mut before = "";
    for (word, list) in run {
        put_word(before, word, &mut bytes);
        varint::put(list.len() as u32, &mut bytes);
        before = word;
    }
    run.iter().for_each(|(_, list)| bytes.extend_from_slice(list));
    Written { first: run.first().map(|(word, _)| (*word).to_owned()).unwrap_or_default(), bytes }
}

/// A length as a byte, exact to a sixteenth: the place of its highest bit and the four bits behind that.
fn packed(length: u32) -> u8 {
    let number = u64::from(length.min(0xfffe)) + 1;
    let place = number.ilog2();
    (place as u8) << 4 | ((number << 4 >> place) & 15) as u8
}

fn unpacked(length: u8) -> f32 {
    ((16 + u32::from(length & 15)) << (length >> 4)) as f32 / 16.0 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::Part;

    fn entries(texts: &[&str]) -> Vec<Entry> {
        let part = |text: &str| Part { text: text.into(), ..Part::default() };
        texts.iter().map(|text| Entry::new("", &[part(text)])).collect()
    }

    #[test]
    fn lengths_are_kept_to_a_sixteenth() {
        for length in [0, 1, 2, 5, 31, 32, 100, 1_000, 5_000, 65_000] {
            let kept = unpacked(packed(length));
            assert!((kept - length as f32).abs() <= length as f32 / 16.0, "{length} {kept}");
        }
        assert!((0..70_000).map(packed).is_sorted());
    }

    #[test]
    fn shards_are_read_as_they_are_written() {
        let texts: Vec<String> =
            (0..300).map(|at| format!("all w{} größe{} 学習{}", at, at % 7, at * 31)).collect();
        let entries = entries(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let writer = Writer::new(&entries);
        let shards = writer.shards(100, 400);
        assert!(shards.len() > 10 && shards.iter().all(|shard| shard.bytes.len() < 900), "{}", shards.len());
        let mut words = Vec::new();
        for written in &shards {
            let shard = Shard::read(&written.bytes).unwrap();
            assert_eq!(shard.word(0), written.first);
            for at in 0..shard.len() {
                assert_eq!(shard.from(shard.word(at)), at);
                words.push(shard.word(at).to_owned());
                let mut list = Vec::new();
                shard.each_lesson(at, |lesson, standing| list.push((lesson as u32, standing.code())));
                assert_eq!(list, writer.words[shard.word(at)]);
            }
            for length in 0..written.bytes.len() {
                assert_eq!(Shard::read(&written.bytes[..length]), None);
            }
        }
        assert!(words.iter().map(String::as_str).eq(writer.words.keys().map(|word| &**word)));

        let names: Vec<_> = (0..shards.len()).map(|at| format!("{at:016}")).collect();
        let list: Vec<_> =
            shards.iter().zip(&names).map(|(shard, name)| (shard.first.as_str(), name.as_str())).collect();
        let bytes = writer.head(&list);
        let head = Head::read(&bytes).unwrap();
        assert_eq!((head.lessons(), &head.names), (300, &names));
        assert!((0..bytes.len()).all(|length| Head::read(&bytes[..length]).is_none()));
    }

    #[test]
    fn a_small_index_is_one_file() {
        let writer = Writer::new(&entries(&["one two", "two three"]));
        let [shard] = &writer.shards(WHOLE, LARGEST)[..] else { panic!("one shard") };
        let head = Head::read(&writer.whole(&shard.bytes)).unwrap();
        let only = head.only.unwrap();
        assert_eq!((0..only.len()).map(|at| only.word(at)).collect::<Vec<_>>(), ["one", "three", "two"]);
        let mut list = Vec::new();
        only.each_lesson(2, |lesson, _| list.push(lesson));
        assert_eq!(list, [0, 1]);
        let empty = Writer::new([]);
        let bytes = empty.whole(&empty.shards(WHOLE, LARGEST)[0].bytes);
        assert_eq!(Head::read(&bytes).unwrap().lessons(), 0);
        assert_eq!(Head::read(b"\x07"), None);
    }

    #[test]
    fn a_lesson_that_changes_gives_what_all_of_them_anew_would() {
        let before = entries(&["one two", "two three three", "four"]);
        let after = entries(&["one two", "two five three four", "four"]);
        let mut writer = Writer::new(&before);
        writer.change(1, &before[1], &after[1]);
        assert_eq!(writer, Writer::new(&after));
        writer.change(1, &after[1], &before[1]);
        assert_eq!(writer, Writer::new(&before));
    }
}
