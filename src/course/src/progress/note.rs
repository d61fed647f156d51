//! A passage that a learner marked, with what they wrote about it.

use super::record::{Record, number, put_number, put_text, text};
use super::register::Register;
use crate::json::Value;

/// A passage that a learner marked, with what they wrote about it; without a passage, a note on the whole lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteRecord {
    /// The passage, word for word; with its surroundings it is found again after an edit of the lesson
    /// (W3C Web Annotation Data Model, 4.2.4, text quote selector). Never changes once written.
    pub quote: String,
    /// Some text before the passage.
    pub before: String,
    /// Some text after it.
    pub after: String,
    /// How many letters of the lesson stood before it: decides between places that are alike in all else, and tells the
    /// order of passages. Never changes once written.
    pub at: u64,
    /// What the learner wrote; may be empty.
    pub text: Register,
    /// Empty once the note was removed. A change of the text that did not know of the removal brings it back.
    pub kept: Register,
}

impl NoteRecord {
    /// A new note. `writer` is unique to the page that writes.
    pub fn new([before, quote, after]: [String; 3], writer: &str, now: u64) -> Self {
        let mut kept = Register::default();
        kept.write("1".into(), writer, now);
        Self { quote, before, after, at: 0, text: Register::default(), kept }
    }

    /// Whether the note is there, as opposed to removed.
    pub fn is_kept(&self) -> bool {
        !self.kept.value().is_empty() || self.kept.others().next().is_some()
    }

    /// Changes what the learner wrote.
    pub fn write(&mut self, value: String, writer: &str, now: u64) {
        self.text.write(value, writer, now);
        self.kept.write("1".into(), writer, now);
    }

    /// Changes what the learner wrote as they type it; what was written elsewhere and not seen yet stays beside it.
    pub fn revise(&mut self, value: String, writer: &str, now: u64) {
        self.text.revise(value, writer, now);
        self.kept.write("1".into(), writer, now);
    }

    /// Brings the note back after it was removed.
    pub fn restore(&mut self, writer: &str, now: u64) {
        self.kept.write("1".into(), writer, now);
    }

    /// When it was changed last, in milliseconds since 1970-01-01 UTC.
    pub fn changed(&self) -> u64 {
        self.text.changed().max(self.kept.changed())
    }

    /// Removes the note. Its text stays stored, for the removal to be undone.
    pub fn remove(&mut self, writer: &str, now: u64) {
        self.kept.write(String::new(), writer, now);
    }
}

impl Record for NoteRecord {
    fn read(value: &Value) -> Option<Self> {
        let register = |name| value.get(name).map_or_else(|| Some(Register::default()), Register::read);
        Some(Self {
            quote: text(value, "quote")?,
            before: text(value, "before")?,
            after: text(value, "after")?,
            at: number(value, "at")?.unwrap_or_default(),
            text: register("text")?,
            kept: register("kept")?,
        })
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = Vec::new();
        for (name, text) in [("quote", &self.quote), ("before", &self.before), ("after", &self.after)] {
            put_text(&mut fields, name, text);
        }
        put_number(&mut fields, "at", self.at);
        for (name, register) in [("text", &self.text), ("kept", &self.kept)] {
            let register = register.fields().into_iter().map(|(name, value)| (name.into(), value));
            fields.push((name, Value::Object(register.collect())));
        }
        fields
    }

    fn join(&mut self, other: Self) {
        for (mine, theirs) in
            [(&mut self.quote, other.quote), (&mut self.before, other.before), (&mut self.after, other.after)]
        {
            if *mine < theirs {
                *mine = theirs;
            }
        }
        self.at = self.at.max(other.at);
        self.text.join(other.text);
        self.kept.join(other.kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_elsewhere_brings_a_removed_note_back() {
        let mut here = NoteRecord::new(["a ".into(), "passage".into(), " z".into()], "here", 1);
        here.write("why?".into(), "here", 2);
        let mut there = here.clone();
        here.remove("here", 9);
        assert!(!here.is_kept());
        there.write("because".into(), "there", 3);
        let mut both = here.clone();
        both.join(there);
        assert!(both.is_kept());
        assert_eq!(both.text.value(), "because");
        both.remove("here", 10);
        assert!(!both.is_kept());
    }
}
