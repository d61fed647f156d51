//! How often and how well the questions of a lesson were answered.

use super::record::{Record, list, put_list};
use crate::json::Value;

/// The answers to the questions of a lesson as reviews. When a question is due follows from them alone (see
/// [`crate::review`]), so two copies need no more than to be laid together.
///
/// One record for a lesson, so that thousands of questions are hundreds of records. Of each question the last
/// [`LONGEST`] reviews stay: what was before them hardly moves the schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardRecord {
    /// By question, each once, none without a review. The question of a record that is of one alone has no name here.
    cards: Vec<(String, Vec<Review>)>,
}

/// One review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Review {
    /// When, in milliseconds since 1970-01-01 UTC.
    pub time: u64,
    /// How well: 1 again, 2 hard, 3 good, 4 easy; 0 where the question was not there any more. Of two at one time the
    /// higher one stays.
    pub rating: u8,
}

/// So many reviews of a question are kept.
pub const LONGEST: usize = 32;

impl CardRecord {
    /// The questions, by what their answers stand under, with their reviews by time.
    pub fn cards(&self) -> impl Iterator<Item = (&str, &[Review])> {
        self.cards.iter().map(|(question, reviews)| (question.as_str(), &reviews[..]))
    }

    /// The reviews of a question by time.
    pub fn reviews(&self, question: &str) -> &[Review] {
        match self.find(question) {
            Ok(at) => &self.cards[at].1,
            Err(_) => &[],
        }
    }

    /// Adds a review.
    pub fn put(&mut self, question: &str, Review { time, rating }: Review) {
        let at = self.find(question).unwrap_or_else(|at| {
            self.cards.insert(at, (question.to_owned(), Vec::new()));
            at
        });
        let reviews = &mut self.cards[at].1;
        match reviews.binary_search_by(|known| known.time.cmp(&time)) {
            Ok(at) => reviews[at].rating = reviews[at].rating.max(rating),
            Err(at) => reviews.insert(at, Review { time, rating }),
        }
        if reviews.len() > LONGEST {
            reviews.remove(0);
        }
    }

    /// Enters an answer, unless the review of that time is there already. What is right within a day after it was not
    /// is so after a retry: that was hard.
    pub fn enter(&mut self, question: &str, Review { time, mut rating }: Review) {
        let before = self.reviews(question).iter().rfind(|known| known.time <= time);
        if let Some(before) = before {
            if before.time == time {
                return;
            }
            if before.rating == 1 && rating > 2 && time - before.time < DAY {
                rating = 2;
            }
        }
        self.put(question, Review { time, rating });
    }

    fn find(&self, question: &str) -> Result<usize, usize> {
        self.cards.binary_search_by(|(known, _)| known.as_str().cmp(question))
    }
}

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

fn review(time: &Value, rating: &Value) -> Option<Review> {
    let rating = u8::try_from(rating.number()?).ok().filter(|rating| *rating <= 4)?;
    Some(Review { time: time.number()?, rating })
}

impl Record for CardRecord {
    fn read(value: &Value) -> Option<Self> {
        let mut record = Self::default();
        for review in list(value, "reviews", |item| {
            let [time, rating] = item.list()? else { return None };
            review(time, rating)
        })? {
            record.put("", review);
        }
        for (question, reviews) in list(value, "cards", |card| {
            let [question, reviews] = card.list()? else { return None };
            let (pairs, rest) = reviews.list()?.as_chunks::<2>();
            let reviews: Option<Vec<Review>> =
                pairs.iter().map(|[time, rating]| review(time, rating)).collect();
            Some((question.text()?.to_owned(), reviews.filter(|_| rest.is_empty())?))
        })? {
            for review in reviews {
                record.put(&question, review);
            }
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let (mut own, mut cards) = (Vec::new(), Vec::new());
        for (question, reviews) in &self.cards {
            let mut numbers = Vec::new();
            for Review { time, rating } in reviews {
                match question.is_empty() {
                    true => own.push(Value::List(vec![(*time).into(), u64::from(*rating).into()])),
                    false => numbers.extend([(*time).into(), u64::from(*rating).into()]),
                }
            }
            if !question.is_empty() {
                cards.push(Value::List(vec![question.as_str().into(), Value::List(numbers)]));
            }
        }
        let mut fields = Vec::new();
        put_list(&mut fields, "reviews", own);
        put_list(&mut fields, "cards", cards);
        fields
    }

    fn join(&mut self, other: Self) {
        for (question, reviews) in other.cards {
            for review in reviews {
                self.put(&question, review);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Found, parse, print};

    const HOUR: u64 = 3_600_000;

    #[test]
    fn the_cards_of_a_lesson_are_one_record() {
        let mut record = CardRecord::default();
        record.enter("q", Review { time: 5_000, rating: 1 });
        record.enter("q", Review { time: 5_000, rating: 3 });
        record.enter("q", Review { time: HOUR, rating: 3 });
        record.enter("p", Review { time: HOUR, rating: 3 });
        record.enter("q", Review { time: 30 * HOUR, rating: 3 });
        // The button for easy, which comes after the answer.
        record.put("p", Review { time: HOUR, rating: 4 });
        record.enter("p", Review { time: HOUR, rating: 3 });
        let text = r#"{"v":3,"cards":[["p",[3600000,4]],["q",[5000,1,3600000,2,108000000,3]]]}"#;
        assert_eq!(print(&record), text);
        assert_eq!(parse(text), Found::Record(record));
    }

    #[test]
    fn a_record_of_one_question_is_still_read() {
        let text = r#"{"v":3,"reviews":[[1762002000000,3],[1762100000000,1]]}"#;
        let Found::Record(record) = parse::<CardRecord>(text) else { panic!("it is a record") };
        assert_eq!(record.reviews("").len(), 2);
        assert_eq!(print(&record), text);
    }

    #[test]
    fn only_the_last_reviews_are_kept() {
        let mut record = CardRecord::default();
        for time in 1..=40 {
            record.put("q", Review { time: time * 1000, rating: 3 });
        }
        assert_eq!((record.reviews("q").len(), record.reviews("q")[0].time), (LONGEST, 9_000));
        let known = record.clone();
        record.enter("q", Review { time: 2_000, rating: 3 });
        assert_eq!(record, known, "what has left does not come back");
    }
}
