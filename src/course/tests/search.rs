//! Search against an oracle: the same questions answered by looking through all texts, with nothing of the index.

use std::collections::BTreeSet;

use course::search::entry::Entry;
use course::search::index::{Head, LARGEST, Shard, WHOLE, Writer};
use course::search::query::{Found, Index, Query, folded};
use course::search::text::Part;
use course::search::words::{Kind, words};

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const SYLLABLES: [&[&str]; 5] = [
    &["gra", "di", "ent", "lo", "ss", "ba", "tch", "no", "rm", "é", "ü"],
    &["机", "器", "学", "习", "数", "据", "的", "是"],
    &["мо", "де", "ль", "ё", "сло", "во"],
    &["كتا", "ب", "مَ", "در", "سة"],
    &["ha", "1", "20", "ไทย", "カ", "メ", "ラ"],
];

/// A word or a run of some script.
fn word(random: &mut Random) -> String {
    let script = SYLLABLES[random.below(SYLLABLES.len())];
    (0..1 + random.below(4)).map(|_| random.of(script)).collect()
}

fn text(random: &mut Random, words: usize) -> String {
    (0..words).map(|_| word(random) + random.of(&[" ", ", ", "-", " — "])).collect()
}

/// An index of texts, all in one file, or in shards of which each is given when it is asked for.
struct Searched {
    index: Index,
    shards: Vec<Vec<u8>>,
    asked: Vec<usize>,
}

impl Searched {
    fn new(lessons: &[(String, Vec<Part>)], largest: Option<usize>) -> Self {
        let entries: Vec<_> = lessons.iter().map(|(title, parts)| Entry::new(title, parts)).collect();
        let writer = Writer::new(&entries);
        let written = match largest {
            Some(largest) => writer.shards(0, largest),
            None => writer.shards(usize::MAX, LARGEST),
        };
        let names: Vec<_> = (0..written.len()).map(|at| format!("{at:016}")).collect();
        let list: Vec<_> =
            written.iter().zip(&names).map(|(it, name)| (it.first.as_str(), name.as_str())).collect();
        let head = match largest {
            Some(_) => writer.head(&list),
            None => writer.whole(&written[0].bytes),
        };
        let index = Index::new(Head::read(&head).expect("it was just written"));
        Self { index, shards: written.into_iter().map(|shard| shard.bytes).collect(), asked: Vec::new() }
    }

    fn find(&mut self, query: &str) -> Found {
        let query = Query::new(query);
        loop {
            match self.index.find(&query, usize::MAX) {
                Ok(found) => return found,
                Err(missing) => {
                    assert!(!missing.is_empty());
                    for shard in missing {
                        assert_eq!(self.index.name(shard).parse(), Ok(shard));
                        self.index.put(shard, Shard::read(&self.shards[shard]).expect("it was just written"));
                        self.asked.push(shard);
                    }
                }
            }
        }
    }
}

/// Optimal string alignment by its definition: a table of all distances.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                let replaced = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                let nearest = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if swapped { nearest.min(table[i - 2][j - 2] + 1) } else { nearest }
            };
        }
    }
    table[one.len()][other.len()]
}

/// How many words of a query each lesson has, by looking through all of them.
fn looked_through(lessons: &[BTreeSet<String>], query: &str) -> Vec<usize> {
    let mut wanted: Vec<(String, Kind, bool)> = Vec::new();
    words(query, |at, word, kind| {
        let is_open = kind == Kind::Single || kind == Kind::Word && at.end == query.len();
        if kind != Kind::Last {
            match wanted.iter_mut().find(|(known, ..)| known == word) {
                Some((.., open)) => *open |= is_open,
                None => wanted.push((word.to_owned(), kind, is_open)),
            }
        }
    });
    let mut counts = vec![0; lessons.len()];
    for (word, kind, is_open) in wanted {
        let all: BTreeSet<&String> = lessons.iter().flatten().collect();
        let begins: BTreeSet<&String> = all.iter().copied().filter(|it| it.starts_with(&word)).collect();
        let meant: BTreeSet<&String> = if !is_open && all.contains(&word) {
            all.iter().copied().filter(|it| **it == word).collect()
        } else if !begins.is_empty() {
            begins
        } else {
            let letters: Vec<char> = word.chars().collect();
            let limit = match letters.len() {
                _ if kind != Kind::Word || letters.iter().any(char::is_ascii_digit) => 0,
                0..4 => 0,
                4..8 => 1,
                _ => 2,
            };
            let is_near = |it: &&String| {
                let other: Vec<char> = it.chars().collect();
                let ends = if is_open { 1..=other.len() } else { other.len()..=other.len() };
                limit > 0
                    && other[0] == letters[0]
                    && ends
                        .filter(|end| end.abs_diff(letters.len()) <= limit)
                        .any(|end| distance(&letters, &other[..end]) <= limit)
            };
            all.iter().copied().filter(is_near).collect()
        };
        for (count, lesson) in counts.iter_mut().zip(lessons) {
            *count += usize::from(lesson.iter().any(|it| meant.contains(it)));
        }
    }
    counts
}

#[test]
fn a_query_finds_what_looking_through_all_texts_finds() {
    let random = &mut Random(7);
    let mut with_slips = 0;
    for round in 0..4 {
        let lessons: Vec<(String, Vec<Part>)> = (0..1 + random.below(25))
            .map(|_| {
                let part = |random: &mut Random| Part {
                    id: "x".into(),
                    heading: text(random, 2),
                    text: {
                        let length = random.below(30);
                        text(random, length)
                    },
                };
                (text(random, 2), (0..random.below(4)).map(|_| part(random)).collect())
            })
            .collect();
        let known: Vec<BTreeSet<String>> = lessons
            .iter()
            .map(|(title, parts)| {
                let mut known = BTreeSet::new();
                let texts = parts.iter().flat_map(|part| [&part.heading, &part.text]).chain([title]);
                texts.for_each(|text| words(text, |_, word, _| _ = known.insert(word.to_owned())));
                known
            })
            .collect();
        let mut whole = Searched::new(&lessons, None);
        let mut typed = Searched::new(&lessons, None);
        // So large that any beginning lies in few enough of them.
        let mut apart = Searched::new(&lessons, Some(1_500 + round * 100));
        for _ in 0..25 {
            let count = 1 + random.below(3);
            let mut query = text(random, count);
            if random.below(2) == 0 {
                query = query.trim_end_matches([' ', ',', '-', '—']).to_owned();
            }
            if random.below(3) == 0 && query.chars().count() > 3 {
                // A slip of the finger.
                let at = 1 + random.below(query.chars().count() - 2);
                query = query
                    .chars()
                    .enumerate()
                    .filter(|(place, _)| *place != at)
                    .map(|(_, letter)| letter)
                    .collect();
            }
            let found = whole.find(&query);
            let expected = looked_through(&known, &query);
            let mut counts = vec![0; lessons.len()];
            found.hits.iter().for_each(|hit| counts[hit.lesson] = hit.words);
            assert_eq!(counts, expected, "{query}");
            assert!(
                found.hits.is_sorted_by(|one, other| (other.words, other.score) <= (one.words, one.score))
            );
            with_slips += usize::from(found.hits.iter().any(|hit| hit.score < 0.4));
            assert_eq!(apart.find(&query), found, "in shards: {query}");
            // Letter by letter, as it is typed.
            let last =
                query.char_indices().map(|(at, letter)| typed.find(&query[..at + letter.len_utf8()])).last();
            assert_eq!(last.unwrap_or_default(), found, "typed: {query}");
            let most = found.hits.first().map_or(0, |hit| hit.words);
            assert_eq!(found.best, counts.iter().filter(|words| **words == most && most > 0).count());
            for few in [1, 4] {
                let hits = &found.hits[..few.min(found.hits.len())];
                let found = whole.index.find(&Query::new(&query), few).expect("all of it is here");
                assert_eq!(found.hits, hits, "the best {few}: {query}");
            }
        }
    }
    assert!(with_slips > 3, "{with_slips}");
}

fn lesson(title: &str, heading: &str, text: &str) -> (String, Vec<Part>) {
    (title.into(), vec![Part { id: "a".into(), heading: heading.into(), text: text.into() }])
}

#[test]
fn what_fits_best_comes_first() {
    let filler = "other words of a long text ".repeat(60);
    let lessons = [
        lesson("Ovens", "Heat", &format!("{filler} yeast {filler}")),
        lesson("Ovens", "Heat", "yeast once"),
        lesson("Ovens", "Heat", "yeast and yeast and yeast and yeast"),
        lesson("Ovens", "Yeast", "small"),
        lesson("Yeast", "Heat", "small"),
        lesson("Ovens", "Heat", "yeasty bread"),
        lesson("Bread", "Salt", "bread needs no more"),
    ];
    let mut searched = Searched::new(&lessons, None);
    let mut order = |query: &str| searched.find(query).hits.iter().map(|hit| hit.lesson).collect::<Vec<_>>();
    assert_eq!(order("yeast "), [4, 3, 2, 1, 0], "the title, a heading, more often, a shorter text");
    assert_eq!(order("yeast").last(), Some(&0), "an exact word in a long text still counts for less");
    assert_eq!(order("bread yeast")[0], 5, "all words come before the best of fewer");
    assert_eq!(order("yeats "), order("yeast "), "a slip of the finger");
    assert_eq!(order("xyzzy"), []);
    assert_eq!(order(""), []);
}

#[test]
fn a_name_is_called_by_the_beginnings_of_its_words() {
    let name = folded("Größe: Übungen mit 機械学習");
    for query in ["gro", "ubung gross", "mit 機械", "習", ""] {
        assert!(Query::new(query).begins_in(&name), "{query}");
    }
    for query in ["rosse", "ubung mix", "機習"] {
        assert!(!Query::new(query).begins_in(&name), "{query}");
    }
}

#[test]
fn a_query_asks_for_few_shards_of_a_large_index() {
    let random = &mut Random(3);
    let lessons: Vec<_> = (0..300)
        .map(|at| {
            lesson(&format!("Lesson {at}"), "Heading", &{
                (0..200).map(|_| format!("{}{} ", word(random), random.below(900))).collect::<String>()
            })
        })
        .collect();
    let mut searched = Searched::new(&lessons, Some(4_000));
    assert!(searched.shards.len() > 40, "{}", searched.shards.len());
    searched.find("gra");
    assert!(searched.asked.len() <= 4, "{:?}", searched.asked);
    searched.asked.clear();
    searched.find("g");
    assert!(searched.asked.len() <= 1, "one letter is no reason to fetch all that begins with it");
    searched.find("heading lesson 17");
    assert!(searched.asked.len() <= 9, "{:?}", searched.asked);
}

#[test]
fn a_large_index_is_small_for_what_it_tells() {
    let random = &mut Random(5);
    let entries: Vec<_> = (0..400)
        .map(|at| {
            let (title, parts) = lesson(&format!("Lesson {at}"), "Heading", &text(random, 800));
            Entry::new(&title, &parts)
        })
        .collect();
    let shards = Writer::new(&entries).shards(WHOLE, LARGEST);
    let size: usize = shards.iter().map(|shard| shard.bytes.len()).sum();
    assert!(shards.iter().all(|shard| shard.bytes.len() <= LARGEST), "shards hold what they promise");
    assert!(size / entries.len() < 800, "{} bytes a lesson", size / entries.len());
}
