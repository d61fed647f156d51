//! What has left for the [archive](crate::archive), and what tells that it has to be looked for there.

use super::{Area, Store};
use crate::archive::MOVABLE;
use crate::progress::Key;

/// Tells that there is an archive. Without it no page looks there.
pub(super) const ARCHIVE: &str = "lectern/archive";

impl<A: Area> Store<A> {
    /// How many records of quizzes there are. Looks at all of the area.
    pub fn count(&self) -> usize {
        MOVABLE.iter().map(|kind| self.keys(kind).len()).sum()
    }

    /// Takes out a record that the archive holds with exactly this text. Where it has changed since, it stays.
    pub fn take_out(&mut self, name: &str, archived: &str) {
        if self.text(name).as_deref() == Some(archived) {
            let is_marked = self.mark_archive();
            self.area.remove(name);
            self.forget(name);
            if !is_marked {
                // Where there was no room, there is now.
                self.mark_archive();
            }
        }
    }

    /// Whether there is an archive.
    pub fn has_archive(&self) -> bool {
        self.is_there(ARCHIVE)
    }

    /// Whether quizzes of a lesson may stand in the archive and not here.
    pub fn is_away(&mut self, lesson: &str) -> bool {
        self.has_archive()
            && (self.read(&Key::Asked(lesson.to_owned())).is_none() || self.is_there(&apart(lesson)))
    }

    /// Remembers whether quizzes of a lesson go on here though the archive could not be read, so that what it holds is
    /// still to be joined with them.
    pub fn set_apart(&mut self, lesson: &str, is_apart: bool) {
        match is_apart {
            true if self.has_archive() => _ = self.area.set(&apart(lesson), "1"),
            true => {}
            false => self.area.remove(&apart(lesson)),
        }
    }

    fn mark_archive(&self) -> bool {
        self.has_archive() || self.area.set(ARCHIVE, "1").is_ok()
    }

    fn is_there(&self, name: &str) -> bool {
        matches!(self.area.get(name), Ok(Some(_)))
    }
}

fn apart(lesson: &str) -> String {
    format!("{ARCHIVE}/{lesson}")
}
