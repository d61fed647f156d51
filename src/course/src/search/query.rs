//! Answering a query: which lessons have its words, the best first.
//!
//! A word is found as it is; the last one, which is still being typed, also as the beginning of others. Where nothing
//! has a word, what begins like it is taken, and then what is a slip or two away from it ([`super::distance`]); the
//! first letter has to be right, so that few shards are needed. Lessons with more of the words come first, then those
//! where they weigh more (BM25F, Robertson and Zaragoza 2009).

use super::distance::{forgiven, within};
use super::index::{Head, Shard};
use super::words::{Kind, words};

/// A query has no more words than these; what is behind them is not looked for.
const MOST: usize = 12;

/// What begins like a word is only taken where it lies in this many shards at most: of one letter it would be a large
/// part of the index, and no help.
const WIDEST: usize = 4;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) words: Vec<Wanted>,
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) word: String,
    /// Whether words that begin like it are meant too.
    pub(super) is_open: bool,
    /// How many slips of the finger it may have.
    forgiven: usize,
}

/// The index of a library as far as it is here.
#[derive(Clone, Debug, Default)]
pub struct Index {
    head: Head,
    shards: Vec<Option<Shard>>,
    /// What the query before came to, a word after the other: whoever types on has only its last word looked for.
    known: Vec<Step>,
}

/// A query as far as one of its words.
#[derive(Clone, Debug)]
struct Step {
    wanted: Wanted,
    /// Words that stand for it and do not look like it.
    others: Vec<String>,
    /// For each lesson how many words it has, this one included, and what they weigh.
    all: Vec<(u32, f32)>,
}

/// A lesson that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its number in reading order.
    pub lesson: usize,
    /// How many words of the query it has.
    pub words: usize,
    /// How well it fits among those with as many.
    pub score: f32,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best first, no more than were wanted.
    pub hits: Vec<Hit>,
    /// How many lessons have as many of the query's words as the first.
    pub best: usize,
    /// What the query's words are in the texts.
    pub matcher: Matcher,
}

/// Tells words of a text that a query means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matcher {
    words: Vec<Wanted>,
    /// Words that stand for one of the query, by its place.
    others: Vec<(String, usize)>,
}

/// Which words stand for a wanted one: the shard, the place in it, how good it is.
type Reach = Vec<(usize, usize, f32)>;

impl Query {
    /// Reads what was typed.
    pub fn new(text: &str) -> Self {
        let mut found: Vec<Wanted> = Vec::new();
        words(text, |at, word, kind| {
            if kind == Kind::Last || found.len() == MOST {
                return;
            }
            let is_open = kind == Kind::Single || kind == Kind::Word && at.end == text.len();
            match found.iter_mut().find(|wanted| wanted.word == word) {
                Some(wanted) => wanted.is_open |= is_open,
                None => {
                    let forgiven = if kind == Kind::Word { forgiven(word) } else { 0 };
                    found.push(Wanted { word: word.to_owned(), is_open, forgiven });
                }
            }
        });
        Self { words: found }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether each of its words begins a word of a text, such as the name of a command, of which [`folded`] was made.
    pub fn begins_in(&self, folded: &str) -> bool {
        let begins = |wanted: &Wanted| folded.split(' ').any(|word| word.starts_with(wanted.word.as_str()));
        self.words.iter().all(begins)
    }
}

/// All words of a text as they are compared, a space behind each.
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    words(text, |_, word, _| {
        folded.push_str(word);
        folded.push(' ');
    });
    folded
}

impl Wanted {
    /// Whether a word is this one, or begins like it where it is open.
    fn means(&self, word: &str) -> bool {
        word == self.word || self.is_open && word.starts_with(self.word.as_str())
    }
}

impl Index {
    /// The index with this head, and without any shard that is not in it.
    pub fn new(mut head: Head) -> Self {
        let shards = match head.only.take() {
            Some(only) => vec![Some(only)],
            None => head.firsts.iter().map(|_| None).collect(),
        };
        Self { head, shards, known: Vec::new() }
    }

    /// How many lessons there are.
    pub fn lessons(&self) -> usize {
        self.head.lessons()
    }

    /// The name of a shard.
    pub fn name(&self, shard: usize) -> &str {
        self.head.names.get(shard).map_or("", String::as_str)
    }

    /// Takes a shard in.
    pub fn put(&mut self, shard: usize, content: Shard) {
        if let Some(place) = self.shards.get_mut(shard) {
            *place = Some(content);
        }
    }

    /// Answers a query with the best hits, at most so many.
    ///
    /// # Errors
    /// Where shards are needed that are not here: which. More may be needed once they are.
    pub fn find(&mut self, query: &Query, most: usize) -> Result<Found, Vec<usize>> {
        let alike = self.known.iter().zip(&query.words).take_while(|(step, wanted)| step.wanted == **wanted);
        let alike = alike.count();
        self.known.truncate(alike);
        let rest = &query.words[alike..];
        let mut missing = Vec::new();
        let mut reaches = Vec::new();
        for wanted in rest {
            match self.reach(wanted) {
                Ok(reach) => reaches.push(reach),
                Err(more) => missing.extend(more),
            }
        }
        if !missing.is_empty() {
            missing.sort_unstable();
            missing.dedup();
            return Err(missing);
        }
        for (wanted, reach) in rest.iter().zip(&reaches) {
            let step = self.step(wanted, reach);
            self.known.push(step);
        }
        let (hits, best) = self.known.last().map_or((Vec::new(), 0), |step| best(&step.all, most));
        let others = self.known.iter().enumerate();
        let others = others.flat_map(|(at, step)| step.others.iter().map(move |word| (word.clone(), at)));
        let matcher = Matcher { words: query.words.clone(), others: others.collect() };
        Ok(Found { hits, best, matcher })
    }

    /// One word more.
    fn step(&self, wanted: &Wanted, reach: &Reach) -> Step {
        let mut all = match self.known.last() {
            Some(step) => step.all.clone(),
            None => vec![(0, 0.0); self.lessons()],
        };
        self.add(reach, &mut all);
        let word = |(shard, place, _): &(usize, usize, f32)| Some(self.shards[*shard].as_ref()?.word(*place));
        let others = reach.iter().filter_map(word).filter(|word| !wanted.means(word));
        let others = others.map(str::to_owned).collect();
        Step { wanted: wanted.clone(), others, all }
    }

    /// Adds what a word weighs in each lesson.
    fn add(&self, reach: &Reach, all: &mut [(u32, f32)]) {
        let mut best = vec![0.0; all.len()];
        for (shard, place, quality) in reach {
            let Some(shard) = &self.shards[*shard] else { continue };
            shard.each_lesson(*place, |lesson, standing| {
                // A damaged list may name a lesson that is none.
                if let Some(best) = best.get_mut(lesson) {
                    *best = f32::max(*best, quality * self.head.weight(lesson, standing));
                }
            });
        }
        let count = best.iter().filter(|weight| **weight > 0.0).count() as f32;
        let rarity = (1.0 + (all.len() as f32 - count + 0.5) / (count + 0.5)).ln();
        for ((words, score), weight) in all.iter_mut().zip(best).filter(|(_, weight)| *weight > 0.0) {
            *words += 1;
            *score += rarity * weight;
        }
    }

    fn reach(&self, wanted: &Wanted) -> Result<Reach, Vec<usize>> {
        let word = wanted.word.as_str();
        let beginning = self.shards_of(word).filter(|shards| shards.len() <= WIDEST);
        let exact = self.shard_of(word);
        let mut reach = Reach::new();
        if !wanted.is_open || beginning.is_none() {
            let shard = self.all(exact..exact + 1)?[0];
            let at = shard.from(word);
            if at < shard.len() && shard.word(at) == word {
                reach.push((exact, at, 1.0));
            }
        }
        if let Some(shards) = beginning.filter(|_| reach.is_empty()) {
            for (number, shard) in shards.clone().zip(self.all(shards)?) {
                let alike =
                    (shard.from(word)..shard.len()).take_while(|at| shard.word(*at).starts_with(word));
                reach.extend(alike.map(|at| {
                    let length = shard.word(at).len();
                    let quality = if length == word.len() {
                        1.0
                    } else {
                        0.5 + 0.4 * word.len() as f32 / length as f32
                    };
                    (number, at, quality)
                }));
            }
        }
        if reach.is_empty() && wanted.forgiven > 0 {
            let letters: Vec<char> = word.chars().collect();
            let first: String = letters.iter().take(1).collect();
            let Some(shards) = self.shards_of(&first) else { return Ok(reach) };
            let rows = &mut Default::default();
            for (number, shard) in shards.clone().zip(self.all(shards)?) {
                let alike =
                    (shard.from(&first)..shard.len()).take_while(|at| shard.word(*at).starts_with(&first));
                reach.extend(alike.filter_map(|at| {
                    let slips = within(&letters, shard.word(at), wanted.forgiven, wanted.is_open, rows)?;
                    Some((number, at, if slips < 2 { 0.45 } else { 0.3 }))
                }));
            }
        }
        Ok(reach)
    }

    /// These shards.
    ///
    /// # Errors
    /// Where one is not here: those that are not.
    fn all(&self, shards: std::ops::Range<usize>) -> Result<Vec<&Shard>, Vec<usize>> {
        let here: Vec<_> = shards.clone().filter_map(|shard| self.shards.get(shard)?.as_ref()).collect();
        match here.len() == shards.len() {
            true => Ok(here),
            false => Err(shards.filter(|shard| !matches!(self.shards.get(*shard), Some(Some(_)))).collect()),
        }
    }

    /// The shard that has a word, if any has.
    fn shard_of(&self, word: &str) -> usize {
        self.head.firsts.partition_point(|first| first.as_str() <= word).saturating_sub(1)
    }

    /// The shards that have what begins like this; `None` for nothing at all.
    fn shards_of(&self, beginning: &str) -> Option<std::ops::Range<usize>> {
        if beginning.is_empty() {
            return None;
        }
        let from = self.shard_of(beginning);
        let behind = self
            .head
            .firsts
            .partition_point(|first| first.as_str() <= beginning || first.starts_with(beginning));
        Some(from..behind.max(from + 1))
    }
}

/// The best of all lessons, of which is known how many words each has and what they weigh; and how many have as many
/// words as the first. Few are wanted of thousands, so not all are sorted.
fn best(all: &[(u32, f32)], most: usize) -> (Vec<Hit>, usize) {
    let mut hits: Vec<Hit> = Vec::new();
    let (mut words_of_best, mut best) = (1, 0);
    for (lesson, (words, score)) in all.iter().copied().enumerate().filter(|(_, (words, _))| *words > 0) {
        if words > words_of_best {
            (words_of_best, best) = (words, 0);
        }
        best += usize::from(words == words_of_best);
        let words = words as usize;
        let is_before = |hit: &Hit| hit.words > words || hit.words == words && hit.score >= score;
        // Most are no better than the last one.
        if hits.len() < most || hits.last().is_some_and(|last| !is_before(last)) {
            let place = hits.partition_point(is_before);
            hits.truncate(most - 1);
            hits.insert(place, Hit { lesson, words, score });
        }
    }
    (hits, best)
}

impl Matcher {
    /// How many words the query has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the query has none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The place of the query's word that a word of a text stands for.
    pub fn place(&self, word: &str) -> Option<usize> {
        self.words
            .iter()
            .position(|wanted| wanted.means(word))
            .or_else(|| self.others.iter().find(|(other, _)| other == word).map(|(_, place)| *place))
    }
}
