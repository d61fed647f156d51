//! Taking away what is remembered, and bringing it back.

use super::{Area, FORMAT, Store, rest};
use crate::progress::{AttemptsRecord, Key};

/// Where things are kept that the last reset took away.
const UNDO: &str = "lectern/undo/";

/// What a reset takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of these lessons, by id: answers, attempts, completion, work and reviews. Notes and bookmarks stay.
    Lessons(Vec<String>),
    /// Everything.
    Everything,
}

impl<A: Area> Store<A> {
    /// Takes away what is remembered, and how many records that were. What an earlier reset took away is gone for good
    /// after that.
    ///
    /// Each record is copied before it is removed: a crash between any two writes loses nothing.
    pub fn reset(&mut self, scope: &Scope) -> usize {
        self.forget_reset();
        let names = self.names(scope);
        for name in &names {
            let Some(text) = self.text(name) else { continue };
            let undo = undo_name(name);
            let mut is_kept = self.area.set(&undo, &text).is_ok();
            self.area.remove(name);
            // Where there was no room, there may be now.
            is_kept = is_kept || self.area.set(&undo, &text).is_ok();
            if !is_kept {
                self.undo.push((name.clone(), text));
            }
            self.forget(name);
        }
        names.len()
    }

    /// Whether there is something that [`Store::undo`] can bring back. Looks at all of the area.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty() || !self.keys("undo/").is_empty()
    }

    /// Brings back what the last reset took away, joined with what was done since.
    pub fn undo(&mut self) {
        for (name, text) in std::mem::take(&mut self.undo) {
            self.bring_back(&name, &text);
        }
        for undo in self.keys("undo/") {
            if let Ok(Some(text)) = self.area.get(&undo) {
                let name = format!("lectern/{}", undo.strip_prefix(UNDO).unwrap_or_default());
                if self.bring_back(&name, &text) {
                    self.area.remove(&undo);
                }
            }
        }
    }

    /// Whether it is stored again.
    fn bring_back(&mut self, name: &str, text: &str) -> bool {
        match Key::parse(name).filter(|key| !matches!(key, Key::Attempt(..))) {
            Some(key) if crate::progress::is_record(&key, text) => {
                self.join(&key, text);
                !self.health.unkept.contains(&name.to_owned())
            }
            // What cannot be read goes where it came from.
            _ => self.area.get(name) != Ok(None) || self.area.set(name, text).is_ok(),
        }
    }

    /// Gives up what the last reset took away, so that [`Store::undo`] has nothing to bring back.
    pub fn forget_reset(&mut self) {
        for name in self.keys("undo/") {
            self.area.remove(&name);
        }
        self.undo.clear();
    }

    fn names(&mut self, scope: &Scope) -> Vec<String> {
        let mut names = self.keys("");
        names.retain(|name| name != FORMAT && !name.starts_with(UNDO));
        let Scope::Lessons(lessons) = scope else { return names };
        let is_of = |key: &Key| key.lesson().is_some_and(|lesson| lessons.iter().any(|it| it == lesson));
        let mut attempts: Vec<String> = Vec::new();
        for name in &names {
            if let Some(key @ Key::Quiz(..)) = Key::parse(name).filter(is_of) {
                attempts.extend(self.get::<AttemptsRecord>(&key).iter().map(|attempt| attempt.id.clone()));
            }
        }
        names.retain(|name| match Key::parse(name) {
            Some(Key::Answer(attempt, _)) => attempts.contains(&attempt),
            Some(Key::Note(..) | Key::Bookmark(_)) | None => false,
            Some(key) => is_of(&key),
        });
        names
    }
}

fn undo_name(name: &str) -> String {
    format!("{UNDO}{}", rest(name).unwrap_or(name))
}
