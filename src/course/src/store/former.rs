//! What stands elsewhere: where former versions kept it, beside records of a newer version, and under ids that lessons
//! had before.

use super::{Area, FROM, Refused, Store};
use crate::progress::{self, Found, Key, PREFIX, is_record, object};

impl<A: Area> Store<A> {
    /// Takes over what a learner did in a lesson while its id was `former`, where the lesson now has the id `now`.
    ///
    /// What stands under the former id stays, for tabs that still play the former release.
    pub fn adopt(&mut self, former: &str, now: &str) {
        self.adopt_all([(former, now)]);
    }

    /// The same of many. Looks at all of the area, once, where the learner has opened one of them under its former id.
    ///
    /// What such a tab does later is taken over too, so this is to be called whenever a page starts.
    pub fn adopt_all<'a>(&mut self, renamed: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let mut names: Option<Vec<String>> = None;
        for (former, now) in renamed {
            self.renamed.push((former.to_owned(), now.to_owned()));
            let lesson = Key::Lesson(former.to_owned()).to_string();
            if self.known_text(&lesson).is_none() && self.area.get(&lesson) == Ok(None) {
                continue;
            }
            if names.is_none() {
                names = Some(self.keys(""));
            }
            for name in names.iter().flatten() {
                if let Some(key) = Key::parse(name).filter(|key| key.lesson() == Some(former))
                    && let Some(text) = self.text(name)
                {
                    self.join(&key.of_lesson(now), &text);
                }
            }
        }
    }

    /// The ids of lessons, each with those that it had before, as far as [`Store::adopt_all`] was told.
    pub fn with_former(&self, lessons: Vec<String>) -> Vec<String> {
        let mut ids = Vec::new();
        for lesson in lessons {
            let former =
                self.renamed.iter().filter(|(_, now)| *now == lesson).map(|(former, _)| former.clone());
            let former: Vec<String> = former.collect();
            ids.push(lesson);
            ids.extend(former);
        }
        ids
    }

    /// Moves what former versions kept elsewhere, and what this one had to say when a newer one had written already.
    /// What cannot be moved now is tried again when the next page starts.
    ///
    /// Looks at all of the area. [`Store::open`] does this where it can be told that it is needed; what a tab of a
    /// former release has left since, while no page of this one was open, is only found where a page does it again.
    pub fn gather(&mut self) {
        let Ok(names) = self.area.keys() else { return };
        let mut is_done = true;
        for name in names {
            if let Some(key @ Key::Attempt(..)) = Key::parse(&name) {
                is_done &= self.gather_attempt(&key, &name);
            } else if let Some(key) = beside_any(&name) {
                is_done &= self.gather_beside(&key, &name);
            }
        }
        if is_done {
            self.is_gathered = true;
            self.area.remove(FROM);
            self.mark();
        }
    }

    /// Whether there is nothing left to do. The attempt stays, for tabs that still play the former release.
    fn gather_attempt(&mut self, key: &Key, name: &str) -> bool {
        let text = match self.area.get(name) {
            Err(Refused) => return false,
            Ok(None) => return true,
            Ok(Some(text)) => text,
        };
        match progress::moved(key, &text) {
            Some((key, text)) => {
                self.join(&key, &text);
                self.is_kept(&key.to_string())
            }
            None => {
                match object(&text) {
                    Found::Newer => self.health.is_newer = true,
                    _ => self.tell_damaged(name),
                }
                true
            }
        }
    }

    /// Whether there is nothing left to do.
    fn gather_beside(&mut self, key: &Key, name: &str) -> bool {
        let text = match self.area.get(name) {
            Err(Refused) => return false,
            Ok(None) => return true,
            Ok(Some(text)) => text,
        };
        let Ok(stands) = self.area.get(&key.to_string()) else { return false };
        // Either is for a newer version to join.
        if [Some(text.as_str()), stands.as_deref()].into_iter().flatten().any(|it| object(it) == Found::Newer)
        {
            return false;
        }
        let is_moved = if is_record(key, &text) {
            self.join(key, &text);
            self.is_kept(&key.to_string())
        } else {
            self.tell_damaged(name);
            self.put_aside(name, &text)
        };
        if is_moved {
            self.area.remove(name);
        }
        is_moved
    }

    /// Whether the area has taken what is known under a key.
    pub(super) fn is_kept(&self, name: &str) -> bool {
        !self.health.unkept.iter().any(|unkept| unkept == name)
    }
}

/// The key that a place stands beside, whichever version has written there.
pub(super) fn beside_any(name: &str) -> Option<Key> {
    let (_, rest) = name.strip_prefix(FROM)?.split_once('/')?;
    Key::parse(&format!("{PREFIX}{rest}"))
}
