//! All that is kept at once: for a [backup](crate::backup), and taken over from one.

use super::archive::ARCHIVE;
use super::{Area, FORMAT, FROM, Store};
use crate::progress::Key;

impl<A: Area> Store<A> {
    /// Everything that is worth a backup: stored keys and their texts, of those that begin with `lectern/` and `start`.
    /// What only repeats other things is left out.
    pub fn all(&mut self, start: &str) -> Vec<(String, String)> {
        let mut names = self.keys(start);
        let is_own = |name: &str| name == FORMAT || name == FROM || name.starts_with(ARCHIVE);
        names.retain(|name| !is_own(name) && !name.starts_with("lectern/undo"));
        names.into_iter().filter_map(|name| self.text(&name).map(|text| (name, text))).collect()
    }

    /// Joins records under their stored keys into what is here, and whether they said anything new. Nothing that is
    /// here is lost by that.
    pub fn restore(&mut self, records: impl IntoIterator<Item = (String, String)>) -> bool {
        let mut is_new = false;
        for (name, text) in records {
            if let Some(key) = Key::parse(&name) {
                is_new |= self.join(&key, &text);
            }
        }
        is_new
    }
}
