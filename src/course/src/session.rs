//! What there is to review, across all lessons, and a session: question after question, what was missed once more at
//! its end.

use crate::progress::{CardRecord, Found, Key, parse};
use crate::review::Memory;

/// A question that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The id of its lesson.
    pub lesson: String,
    /// What its answers stand under.
    pub question: String,
    /// How well it is remembered.
    pub memory: Memory,
}

/// The cards of stored records, by when they are due, the first one first. `is_there` says whether a lesson is one of
/// this library, by the id that it has now.
pub fn cards(
    stored: impl IntoIterator<Item = (String, String)>,
    is_there: impl Fn(&str) -> bool,
    now: u64,
) -> Vec<Card> {
    let mut cards = Vec::new();
    for (name, text) in stored {
        let (Some(Key::Card(lesson, own)), Found::Record(record)) =
            (Key::parse(&name), parse::<CardRecord>(&text))
        else {
            continue;
        };
        if !is_there(&lesson) {
            continue;
        }
        for (question, reviews) in record.cards() {
            let question = if question.is_empty() { own.as_str() } else { question };
            if let Some(memory) = Memory::of(reviews, now) {
                cards.push(Card { lesson: lesson.clone(), question: question.to_owned(), memory });
            }
        }
    }
    cards.sort_by(|one, other| {
        let key = |card: &Card| card.memory.due();
        key(one)
            .cmp(&key(other))
            .then_with(|| (&one.lesson, &one.question).cmp(&(&other.lesson, &other.question)))
    });
    cards
}

/// A walk through some questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Lesson and question: first those that were planned, then those of them that were missed.
    queue: Vec<(String, String)>,
    /// How many were planned.
    planned: usize,
    at: usize,
    /// Whether the current one is answered.
    is_answered: bool,
    /// How many of those that were planned are answered, and how many of these were right.
    answered: usize,
    right: usize,
}

impl Session {
    /// One through these cards.
    pub fn of<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Self {
        let queue: Vec<_> =
            cards.into_iter().map(|card| (card.lesson.clone(), card.question.clone())).collect();
        Self { planned: queue.len(), queue, ..Self::default() }
    }

    /// Lesson and question that are asked now; `None` at the end.
    pub fn current(&self) -> Option<(&str, &str)> {
        self.queue.get(self.at).map(|(lesson, question)| (lesson.as_str(), question.as_str()))
    }

    /// Which one it is, from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.at + 1, self.queue.len())
    }

    /// How many were right when they were asked for the first time, and how many were asked.
    pub fn score(&self) -> (usize, usize) {
        (self.right, self.answered)
    }

    /// Whether the current one is answered.
    pub fn is_answered(&self) -> bool {
        self.is_answered
    }

    /// Takes the answer to the current one. What is missed is asked once more at the end.
    pub fn answer(&mut self, is_right: bool) {
        if std::mem::replace(&mut self.is_answered, true) || self.at >= self.queue.len() {
            return;
        }
        if self.at < self.planned {
            self.answered += 1;
            self.right += usize::from(is_right);
            if !is_right {
                self.queue.push(self.queue[self.at].clone());
            }
        }
    }

    /// Goes on to the next one.
    pub fn go_on(&mut self) {
        self.at += 1;
        self.is_answered = false;
    }

    /// Takes the current one out: it is not there any more.
    pub fn take_out(&mut self) {
        if self.at < self.queue.len() {
            self.queue.remove(self.at);
            self.planned -= usize::from(self.at < self.planned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Review, print};
    use crate::review::DAY;

    const NOW: u64 = 1_760_000_000_000;

    fn stored() -> Vec<(String, String)> {
        let mut bread = CardRecord::default();
        bread.put("flour", Review { time: NOW - 9 * DAY, rating: 3 });
        bread.put("water", Review { time: NOW - DAY, rating: 1 });
        bread.put("salt", Review { time: NOW, rating: 0 });
        let mut gone = CardRecord::default();
        gone.put("q", Review { time: NOW - 9 * DAY, rating: 3 });
        let of_one = r#"{"v":3,"reviews":[[1759900000000,3]]}"#;
        vec![
            ("lectern/card/bread/*".into(), print(&bread)),
            ("lectern/card/gone/*".into(), print(&gone)),
            ("lectern/card/cake/eggs".into(), of_one.into()),
            ("lectern/card/cake/*".into(), "{\"v\":3,".into()),
            ("lectern/lesson/bread".into(), "{\"v\":3}".into()),
        ]
    }

    #[test]
    fn cards_stand_by_when_they_are_due() {
        let cards = cards(stored(), |lesson| lesson != "gone", NOW);
        let names: Vec<_> = cards.iter().map(|card| (card.lesson.as_str(), card.question.as_str())).collect();
        assert_eq!(names, [("bread", "flour"), ("bread", "water"), ("cake", "eggs")]);
        assert_eq!(cards.iter().filter(|card| card.memory.due() <= NOW).count(), 2);
        assert_eq!(cards[1].memory.rating, 1);
    }

    #[test]
    fn what_is_missed_is_asked_once_more_at_the_end_and_counts_once() {
        let cards = cards(stored(), |_| true, NOW);
        let mut session = Session::of(cards.iter().filter(|card| card.memory.due() <= NOW));
        assert_eq!(session.place(), (1, 3));
        let mut asked = Vec::new();
        while let Some((_, question)) = session.current() {
            asked.push(question.to_owned());
            let is_right = question != "water";
            session.answer(is_right);
            session.answer(!is_right);
            assert!(session.is_answered());
            session.go_on();
        }
        assert_eq!(asked.len(), 4, "{asked:?}");
        assert_eq!(asked[3], "water", "only once more");
        assert_eq!(session.score(), (2, 3));
    }

    #[test]
    fn what_is_not_there_any_more_is_taken_out() {
        let cards = cards(stored(), |_| true, NOW);
        let mut session = Session::of(&cards);
        let all = session.place().1;
        session.take_out();
        assert_eq!(session.place(), (1, all - 1));
        while session.current().is_some() {
            session.take_out();
        }
        session.take_out();
        assert_eq!((session.current(), session.score()), (None, (0, 0)));
    }
}
