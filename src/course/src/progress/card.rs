//! How often and how well a question was reviewed.

use super::record::{Record, list};
use crate::json::Value;

/// All reviews of one question. When it is due follows from them alone, so two copies need no more than to be laid
/// together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardRecord {
    /// By time, each once.
    reviews: Vec<Review>,
}

/// One review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Review {
    /// When, in milliseconds since 1970-01-01 UTC.
    pub time: u64,
    /// How well: 1 again, 2 hard, 3 good, 4 easy.
    pub rating: u8,
}

impl CardRecord {
    /// The reviews by time.
    pub fn reviews(&self) -> &[Review] {
        &self.reviews
    }

    /// Adds a review.
    pub fn put(&mut self, review: Review) {
        if let Err(at) = self.reviews.binary_search(&review) {
            self.reviews.insert(at, review);
        }
    }
}

impl Record for CardRecord {
    fn read(value: &Value) -> Option<Self> {
        let mut record = Self::default();
        for review in list(value, "reviews", |item| {
            let [time, rating] = item.list()? else { return None };
            let rating = u8::try_from(rating.number()?).ok().filter(|rating| (1..=4).contains(rating))?;
            Some(Review { time: time.number()?, rating })
        })? {
            record.put(review);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let reviews = self.reviews.iter();
        let reviews = reviews.map(|it| Value::List(vec![it.time.into(), u64::from(it.rating).into()]));
        vec![("reviews", Value::List(reviews.collect()))]
    }

    fn join(&mut self, other: Self) {
        for review in other.reviews {
            self.put(review);
        }
    }
}
