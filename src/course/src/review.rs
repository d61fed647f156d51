//! When a question is to be asked again: FSRS-5, the "free spaced repetition scheduler".
//!
//! The formulas are those of <https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm>, the weights those
//! of the crate `rs-fsrs` 1.2.1 (MIT), which the tests hold the numbers against. Where a question was not known, its
//! stability never grows: that is said there too, and that crate leaves it out.
//!
//! A question is due when the chance to know it has sunk to nine in ten. Everything follows from the log of reviews,
//! whichever device wrote them; one that is dated in the future, by a clock that is ahead, counts as of now.

use crate::progress::Review;

/// A day in milliseconds.
pub const DAY: u64 = 86_400_000;

/// w0 to w18.
const W: [f64; 19] = [
    0.4072, 1.1829, 3.1262, 15.4722, 7.2102, 0.5316, 1.0651, 0.0234, 1.616, 0.1544, 1.0824, 1.9813, 0.0953,
    0.2975, 2.2042, 0.2407, 2.9466, 0.5034, 0.6567,
];

/// The curve of forgetting falls to nine tenths after as many days as the stability says.
const FACTOR: f64 = 19.0 / 81.0;
const DECAY: f64 = -0.5;

/// The least and the most stability, in days: a quarter of an hour, a hundred years.
const LEAST: f64 = 0.01;
const MOST: f64 = 36_500.0;

/// How well a question is remembered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// After how many days the chance to know it is nine in ten.
    pub stability: f64,
    /// From 1, easy, to 10.
    pub difficulty: f64,
    /// When it was reviewed last, in milliseconds since 1970-01-01 UTC; never later than now.
    pub last: u64,
    /// How well it went then: 1 to 4.
    pub rating: u8,
}

impl Memory {
    /// What a log of reviews says at `now`; `None` where there is none, or the question is not there any more.
    pub fn of(reviews: &[Review], now: u64) -> Option<Self> {
        let mut memory: Option<Self> = None;
        for Review { time, rating } in reviews {
            let (last, rating) = ((*time).min(now), *rating);
            memory = match memory {
                _ if rating == 0 => None,
                None => Some(Self::first(last, rating)),
                Some(memory) => Some(memory.next(last, rating)),
            };
        }
        memory
    }

    /// When it is to be asked again, in milliseconds since 1970-01-01 UTC.
    pub fn due(&self) -> u64 {
        self.last + (self.stability * DAY as f64) as u64
    }

    /// The chance that it is known `days` after the last review.
    pub fn chance(&self, days: f64) -> f64 {
        (1.0 + FACTOR * days / self.stability).powf(DECAY)
    }

    fn first(last: u64, rating: u8) -> Self {
        let stability = W[usize::from(rating.clamp(1, 4)) - 1];
        Self { stability, difficulty: first_difficulty(rating.into()), last, rating }
    }

    fn next(self, last: u64, rating: u8) -> Self {
        // Whole days, as the weights were found.
        let days = ((last - self.last) / DAY) as f64;
        let stability = match (days, rating) {
            (0.0, _) => self.within_a_day(rating.into()),
            (_, 1) => self.forgotten(self.chance(days)).min(self.stability),
            _ => self.recalled(self.chance(days), rating),
        };
        Self {
            stability: stability.clamp(LEAST, MOST),
            difficulty: self.next_difficulty(rating.into()),
            last,
            rating,
        }
    }

    fn within_a_day(self, rating: f64) -> f64 {
        self.stability * (W[17] * (rating - 3.0 + W[18])).exp()
    }

    fn recalled(self, chance: f64, rating: u8) -> f64 {
        let weight = match rating {
            2 => W[15],
            4 => W[16],
            _ => 1.0,
        };
        let growth = W[8].exp()
            * (11.0 - self.difficulty)
            * self.stability.powf(-W[9])
            * ((1.0 - chance) * W[10]).exp_m1();
        self.stability * (1.0 + growth * weight)
    }

    fn forgotten(self, chance: f64) -> f64 {
        W[11]
            * self.difficulty.powf(-W[12])
            * ((self.stability + 1.0).powf(W[13]) - 1.0)
            * ((1.0 - chance) * W[14]).exp()
    }

    fn next_difficulty(self, rating: f64) -> f64 {
        let next = self.difficulty - W[6] * (rating - 3.0);
        (W[7] * first_difficulty(4.0) + (1.0 - W[7]) * next).clamp(1.0, 10.0)
    }
}

fn first_difficulty(rating: f64) -> f64 {
    (W[4] - (W[5] * (rating - 1.0)).exp() + 1.0).clamp(1.0, 10.0)
}

/// How many of these times fall on each of the days that begin at these times, but for the last of them, which only ends
/// the one before. The first day has all that was before it.
pub fn forecast(due: impl IntoIterator<Item = u64>, midnights: &[u64]) -> Vec<usize> {
    let mut counts = vec![0; midnights.len().saturating_sub(1)];
    for due in due {
        let day = midnights.partition_point(|midnight| *midnight <= due).saturating_sub(1);
        if let Some(count) = counts.get_mut(day) {
            *count += 1;
        }
    }
    counts
}
