//! What may leave the store for an archive that holds more: answers of attempts that are not played any more.
//!
//! The smallest of the stores that browsers give holds some 2.5 million characters. A year of heavy use is more, and
//! nearly all of it answers of earlier attempts, which no page needs to be drawn. The archive itself is the player's.

use super::{Area, Store};
use crate::progress::{AttemptRecord, AttemptsRecord, Found, Key, PREFIX, is_record, parse};

impl<A: Area> Store<A> {
    /// How many keys there are, of others too: a cheap measure of how full the area is.
    pub fn count(&self) -> usize {
        self.area.keys().map_or(0, |keys| keys.len())
    }

    /// The keys of answers that may leave with their texts, of the oldest attempts first. Looks at all of the area.
    pub fn past(&mut self) -> Vec<(String, String)> {
        let mut past: Vec<AttemptRecord> = Vec::new();
        for name in self.keys("quiz/") {
            // What this page began and could not store yet is forgotten with it: then the one before is played again.
            let Ok(Some(text)) = self.area.get(&name) else { continue };
            let Found::Record(attempts) = parse::<AttemptsRecord>(&text) else { continue };
            // Those that were begun without knowing of each other are played as one.
            let Some(current) = attempts.current() else { continue };
            let is_played =
                |it: &&AttemptRecord| it.id == current.id || it.number > 0 && it.number == current.number;
            past.extend(attempts.iter().filter(|attempt| !is_played(attempt)).cloned());
        }
        past.sort_unstable_by(|one, other| (one.started, &one.id).cmp(&(other.started, &other.id)));
        let answers = self.keys("answer/");
        let of = |attempt: &AttemptRecord| {
            let start = format!("{PREFIX}answer/{}/", attempt.id);
            let first = answers.partition_point(|name| **name < *start);
            answers[first..].iter().take_while(move |name| name.starts_with(&start)).cloned()
        };
        let names: Vec<String> = past.iter().flat_map(of).collect();
        let is_record = |name: &str, text: &str| Key::parse(name).is_some_and(|key| is_record(&key, text));
        let read =
            |name: String| self.text(&name).filter(|text| is_record(&name, text)).map(|text| (name, text));
        names.into_iter().filter_map(read).collect()
    }

    /// The ids of all attempts that are known.
    pub fn attempts(&mut self) -> Vec<String> {
        let keys: Vec<Key> = self.keys("quiz/").iter().filter_map(|name| Key::parse(name)).collect();
        let of =
            |key: &Key| self.get::<AttemptsRecord>(key).iter().map(|it| it.id.clone()).collect::<Vec<_>>();
        keys.iter().flat_map(of).collect()
    }

    /// Takes out a record that the archive holds with exactly this text. Where it has changed since, it stays.
    pub fn take_out(&mut self, name: &str, archived: &str) {
        if self.text(name).as_deref() == Some(archived) {
            self.area.remove(name);
            self.forget(name);
        }
    }
}
