//! Taking away what is remembered, and bringing it back.

use super::archive::ARCHIVE;
use super::former::beside_any;
use super::{ASIDE, Area, FORMAT, FROM, Refused, Store, beside, rest};
use crate::progress::{AttemptsRecord, Found, Key, PREFIX, is_record, joined, object};

/// Where things are kept that the last reset took away; by itself the mark of a reset that is not done.
pub(super) const UNDO: &str = "lectern/undo/";

/// What a reset takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of these lessons, by id: answers, attempts, completion, work and reviews, also what was done under former ids
    /// that were told to [`Store::adopt_all`]. Notes and bookmarks stay.
    Lessons(Vec<String>),
    /// Everything.
    Everything,
}

impl<A: Area> Store<A> {
    /// Takes away what is remembered, and how many records that were. What an earlier reset took away is gone for good
    /// after that.
    ///
    /// Each record is copied before it is removed: a crash between any two writes loses nothing. Only where there is
    /// no room for a copy the record has to make it, and stands nowhere but in this page for a moment.
    pub fn reset(&mut self, scope: &Scope) -> usize {
        // What was begun and cut short is the same reset, so that it can be undone as one.
        if !matches!(self.area.get(UNDO), Ok(Some(_))) {
            self.forget_reset();
        }
        _ = self.area.set(UNDO, "1");
        let names = self.names(scope);
        for name in &names {
            self.take_away(name);
        }
        self.area.remove(UNDO);
        self.losses += 1;
        self.is_tight = false;
        names.len()
    }

    /// Whether there is something that [`Store::undo`] can bring back. Looks at all of the area.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty() || self.keys("undo/").iter().any(|name| name != UNDO)
    }

    /// Whether the next reset is one with what an archive has put aside already: it was cut short after that.
    pub fn goes_on(&self) -> bool {
        matches!(self.area.get(UNDO), Ok(Some(_))) || !self.can_undo()
    }

    /// Brings back what the last reset took away, joined with what was done since.
    pub fn undo(&mut self) {
        // The copies are not to make room for themselves.
        self.is_tight = true;
        for undo in self.keys("undo/") {
            let Some(name) = name_of_copy(&undo) else { continue };
            let Ok(Some(text)) = self.area.get(&undo) else { continue };
            let is_back = self.bring_back(&name, &text);
            self.area.remove(&undo);
            // Where there was no room beside the copy, there may be now.
            if !is_back && !self.bring_back(&name, &text) && self.area.set(&undo, &text).is_err() {
                self.undo.push((name, text));
            }
        }
        for (name, text) in std::mem::take(&mut self.undo) {
            if !self.bring_back(&name, &text) && self.known_text(&name).is_none() {
                self.undo.push((name, text));
            }
        }
        self.area.remove(UNDO);
        self.is_tight = false;
    }

    /// Gives up what the last reset took away, so that [`Store::undo`] has nothing to bring back.
    pub fn forget_reset(&mut self) {
        self.remove_copies();
        self.undo.clear();
    }

    /// Removes the stored copies of what was reset, and gives what stood where.
    pub(super) fn remove_copies(&mut self) -> Vec<(String, String)> {
        let mut copies = Vec::new();
        for undo in self.keys("undo/") {
            if let Some(name) = name_of_copy(&undo)
                && let Ok(Some(text)) = self.area.get(&undo)
            {
                copies.push((name, text));
            }
            self.area.remove(&undo);
        }
        copies
    }

    fn take_away(&mut self, name: &str) {
        let stored = self.area.get(name).ok().flatten();
        let known = self.known_text(name).cloned();
        let key = Key::parse(name);
        let both = |one: &str, other: &str| key.as_ref().and_then(|key| joined(key, one, other));
        let is_record = |text: &str| key.as_ref().is_some_and(|key| is_record(key, text));
        let mut text = match (stored, known) {
            (None, None) => return,
            (None, Some(known)) => known,
            (Some(stored), None) => stored,
            (Some(stored), Some(known)) if is_record(&stored) => both(&stored, &known).unwrap_or(stored),
            // What cannot be read is taken as it is; what this page has to say besides waits in memory.
            (Some(stored), Some(known)) => {
                self.undo.push((name.to_owned(), known));
                stored
            }
        };
        let undo = format!("{UNDO}{}", rest(name).unwrap_or(name));
        if let Ok(Some(earlier)) = self.area.get(&undo)
            && earlier != text
        {
            match both(&earlier, &text).filter(|_| is_record(&earlier) && is_record(&text)) {
                Some(both) => text = both,
                None => self.undo.push((name.to_owned(), earlier)),
            }
        }
        let mut is_copied = self.area.set(&undo, &text).is_ok();
        self.area.remove(name);
        // Where there was no room, there may be now.
        is_copied = is_copied || self.area.set(&undo, &text).is_ok();
        if !is_copied {
            self.undo.push((name.to_owned(), text));
        }
        self.forget(name);
    }

    /// Whether it is stored again.
    fn bring_back(&mut self, name: &str, text: &str) -> bool {
        if let Some(key) = Key::parse(name)
            && is_record(&key, text)
            && !matches!(key, Key::Attempt(..))
        {
            self.join(&key, text);
            return self.is_kept(name);
        }
        let there = match self.area.get(name) {
            Err(Refused) => return false,
            Ok(None) => return self.area.set(name, text).is_ok(),
            Ok(Some(there)) if there == text || name == FROM => return true,
            Ok(Some(there)) => there,
        };
        if name.starts_with(ASIDE) {
            return self.bring_aside(name.to_owned(), text);
        }
        if let Some(key) = beside_any(name) {
            let both =
                joined(&key, &there, text).filter(|_| is_record(&key, &there) && is_record(&key, text));
            return both.is_some_and(|both| self.area.set(name, &both).is_ok());
        }
        let Some(key) = Key::parse(name) else { return false };
        match (object(text), object(&there)) {
            // One of the two is for a newer version to read, and only it could join them.
            (Found::Newer, Found::Newer) => false,
            (Found::Newer, _) if is_record(&key, &there) => {
                self.read(&key);
                (matches!(self.area.get(FROM), Ok(Some(_))) || self.area.set(FROM, "1").is_ok())
                    && self.put_at(&key, name, &beside(name))
                    && self.area.set(name, text).is_ok()
            }
            _ => self.put_aside(name, text),
        }
    }

    /// Keeps what could not be read where it was kept before, or beside it.
    fn bring_aside(&mut self, mut name: String, text: &str) -> bool {
        loop {
            match self.area.get(&name) {
                Err(Refused) => return false,
                Ok(None) => return self.area.set(&name, text).is_ok(),
                Ok(Some(kept)) if kept == text => return true,
                Ok(Some(_)) => name.push('~'),
            }
        }
    }

    fn names(&mut self, scope: &Scope) -> Vec<String> {
        let mut names = self.keys("");
        // What is in the archive, the archive puts aside.
        names.retain(|name| name != FORMAT && !name.starts_with(ARCHIVE) && !name.starts_with(UNDO));
        let Scope::Lessons(lessons) = scope else { return names };
        let renamed = self.renamed.clone();
        let is_meant = |lesson: &str| lessons.iter().any(|it| it == lesson);
        let is_of = |key: &Key| {
            key.lesson().is_some_and(|lesson| {
                is_meant(lesson) || renamed.iter().any(|(former, now)| former == lesson && is_meant(now))
            })
        };
        let mut attempts: Vec<String> = Vec::new();
        for name in &names {
            if let Some(key @ Key::Quiz(..)) = Key::parse(name).filter(is_of) {
                attempts.extend(self.get::<AttemptsRecord>(&key).iter().map(|attempt| attempt.id.clone()));
            }
        }
        names.retain(|name| match Key::parse(name).or_else(|| beside_any(name)) {
            Some(Key::Answer(attempt, _)) => attempts.contains(&attempt),
            Some(Key::Note(..) | Key::Bookmark(_)) | None => false,
            Some(key) => is_of(&key),
        });
        names
    }
}

/// Where a copy was taken from; `None` for the mark.
fn name_of_copy(undo: &str) -> Option<String> {
    let rest = undo.strip_prefix(UNDO).filter(|rest| !rest.is_empty())?;
    Some(format!("{PREFIX}{rest}"))
}
