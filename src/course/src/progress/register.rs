//! A text that can be changed: what is written last stays, and where two were written without knowing of each other,
//! both do.

use super::record::{Record, list, number, put_list, put_text, text};
use crate::json::Value;

/// A text that a learner can change: notes on a project, a link, a setting, a bookmark.
///
/// It remembers what each writer had seen (a version vector: Parker et al., Detection of mutual inconsistency in
/// distributed systems, 1983), so that a change takes the place of exactly those texts that were on the screen when it
/// was made. No clock decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// The texts that nobody has replaced; more than one only where they were written without knowing of each other.
    /// The first one is shown.
    versions: Vec<Version>,
    /// How many changes of each writer are known, by writer.
    seen: Vec<(String, u64)>,
}

/// One text. The order is the one in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What was written.
    pub value: String,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub changed: u64,
    /// Who: the id of a page that was open.
    writer: String,
    /// Which of that page's changes.
    count: u64,
}

/// The writer of what versions 1 and 2 left: there the later clock won, and so it does among them.
const VERSION_2: &str = "2";

impl Register {
    /// The text that is shown; empty where there is none.
    pub fn value(&self) -> &str {
        self.versions.first().map_or("", |version| &version.value)
    }

    /// When the text that is shown was written, in milliseconds since 1970-01-01 UTC; 0 where there is none.
    pub fn changed(&self) -> u64 {
        self.versions.first().map_or(0, |version| version.changed)
    }

    /// The texts that were written without knowing of the shown one, and differ from it.
    pub fn others(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().skip(1).filter(|version| version.value != self.value())
    }

    /// Puts a text into the place of all that are there. `writer` is unique to the page that writes.
    pub fn write(&mut self, value: String, writer: &str, now: u64) {
        let mut writer = writer.to_owned();
        // A count at its end can only be forged. Nothing could be told from it any more.
        while writer.is_empty() || self.seen_of(&writer) == u64::MAX {
            writer.push('~');
        }
        let count = self.seen_of(&writer) + 1;
        self.see(&writer, count);
        self.versions = vec![Version { value, changed: now, writer, count }];
    }

    /// Puts a text into the place of the one that this writer was at: its own, else the one that is shown. Others stay,
    /// for the learner to take or to leave, which is a [`Register::write`].
    pub fn revise(&mut self, value: String, writer: &str, now: u64) {
        let mut others = std::mem::take(&mut self.versions);
        let at = others.iter().position(|version| version.writer == writer).unwrap_or(0);
        if at < others.len() {
            others.remove(at);
        }
        // The text at hand is the one that is shown, also where a clock went back.
        let latest = others.iter().map(|version| version.changed.saturating_add(1)).max();
        self.write(value, writer, now.max(latest.unwrap_or(0)));
        for other in others {
            self.put(other);
        }
    }

    fn seen_of(&self, writer: &str) -> u64 {
        match self.find(writer) {
            Ok(at) => self.seen[at].1,
            Err(_) => 0,
        }
    }

    fn see(&mut self, writer: &str, count: u64) {
        match self.find(writer) {
            Ok(at) => self.seen[at].1 = self.seen[at].1.max(count),
            Err(at) => self.seen.insert(at, (writer.to_owned(), count)),
        }
    }

    fn find(&self, writer: &str) -> Result<usize, usize> {
        self.seen.binary_search_by(|(known, _)| known.as_str().cmp(writer))
    }

    fn put(&mut self, version: Version) {
        // By time, the latest first.
        let at = self.versions.partition_point(|known| known.rank() > version.rank());
        if self.versions.get(at) != Some(&version) {
            self.versions.insert(at, version);
        }
    }
}

impl Version {
    fn rank(&self) -> (u64, &str, u64, &str) {
        (self.changed, &self.writer, self.count, &self.value)
    }

    /// Whether two are told by the same mark. Of version 2 they are where clocks agree; else only forged ones.
    fn is_marked_as(&self, other: &Self) -> bool {
        (&self.writer, self.count) == (&other.writer, other.count)
    }

    fn read(value: &Value) -> Option<Self> {
        let changed = number(value, "changed")??;
        let writer = text(value, "by")?;
        let is_older = writer.is_empty();
        Some(Self {
            value: text(value, "value")?,
            changed,
            writer: if is_older { VERSION_2.to_owned() } else { writer },
            count: if is_older {
                changed.max(1)
            } else {
                number(value, "count")?.filter(|count| *count > 0)?
            },
        })
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = Vec::new();
        put_text(&mut fields, "value", &self.value);
        fields.push(("changed", self.changed.into()));
        fields.push(("by", self.writer.as_str().into()));
        fields.push(("count", self.count.into()));
        fields
    }
}

impl Record for Register {
    fn read(value: &Value) -> Option<Self> {
        let mut record = Self::default();
        for (writer, count) in list(value, "seen", |item| {
            let [writer, count] = item.list()? else { return None };
            Some((writer.text()?.to_owned(), count.number()?))
        })? {
            record.see(&writer, count);
        }
        let is_there = ["changed", "value", "by", "count"].iter().any(|name| value.get(name).is_some());
        let first = is_there.then(|| Version::read(value));
        let versions = first.into_iter().chain(list(value, "others", |other| Some(Version::read(other)))?);
        for version in versions {
            let version = version?;
            record.see(&version.writer, version.count);
            record.put(version);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = self.versions.first().map(Version::fields).unwrap_or_default();
        let others = self.versions.iter().skip(1).map(|version| {
            Value::Object(version.fields().into_iter().map(|(name, value)| (name.into(), value)).collect())
        });
        put_list(&mut fields, "others", others.collect());
        // What a text itself says of its writer need not be said twice.
        let said = |writer: &str, count| {
            self.versions.iter().any(|version| version.writer == writer && version.count == count)
        };
        let seen = self.seen.iter().filter(|(writer, count)| !said(writer, *count));
        let seen = seen.map(|(writer, count)| Value::List(vec![writer.as_str().into(), (*count).into()]));
        put_list(&mut fields, "seen", seen.collect());
        fields
    }

    fn join(&mut self, mut other: Self) {
        let mut mine = std::mem::take(&mut self.versions);
        let theirs = std::mem::take(&mut other.versions);
        // A text stays unless the other side has seen it and has replaced it. Of two with one mark none was replaced.
        let keeps = |seen: &Self, held: &[Version], version: &Version| {
            version.count > seen.seen_of(&version.writer) || held.iter().any(|it| it.is_marked_as(version))
        };
        let taken: Vec<Version> = theirs.iter().filter(|it| keeps(self, &mine, it)).cloned().collect();
        mine.retain(|version| keeps(&other, &theirs, version));
        self.versions = mine;
        for version in taken {
            self.put(version);
        }
        for (writer, count) in &other.seen {
            self.see(writer, *count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Found, parse, print};

    fn joined(one: &Register, other: &Register) -> Register {
        let mut joined = one.clone();
        joined.join(other.clone());
        joined
    }

    #[test]
    fn a_later_text_takes_the_place_of_what_its_writer_saw_whatever_the_clock_says() {
        let mut phone = Register::default();
        phone.write("draft".into(), "phone", 9_000);
        let mut laptop = phone.clone();
        laptop.write("better".into(), "laptop", 10);
        let both = joined(&phone, &laptop);
        assert_eq!((both.value(), both.others().count()), ("better", 0));
        assert_eq!(both, joined(&laptop, &phone));
    }

    #[test]
    fn texts_written_without_knowing_of_each_other_are_both_kept_until_one_is_chosen() {
        let mut phone = Register::default();
        phone.write("start".into(), "phone", 1);
        let mut laptop = phone.clone();
        phone.write("on the train".into(), "phone", 2);
        laptop.write("at home".into(), "laptop", 3);
        let mut both = joined(&phone, &laptop);
        assert_eq!(both.value(), "at home");
        assert_eq!(both.others().map(|other| other.value.as_str()).collect::<Vec<_>>(), ["on the train"]);
        assert_eq!(parse(&print(&both)), Found::Record(both.clone()));
        both.write("both".into(), "laptop", 4);
        assert_eq!(joined(&both, &phone).others().count(), 0, "the phone's text was seen and replaced");
        assert_eq!(
            print(&both),
            r#"{"v":3,"value":"both","changed":4,"by":"laptop","count":2,"seen":[["phone",2]]}"#
        );
    }

    #[test]
    fn a_text_that_is_typed_leaves_what_was_written_elsewhere_to_be_taken_or_left() {
        let mut here = Register::default();
        here.write("start".into(), "here", 1);
        let mut there = here.clone();
        there.revise("there".into(), "there", 900);
        assert_eq!(there.others().count(), 0, "it was seen before it was changed");
        here.revise("h".into(), "here", 2);
        here.join(there.clone());
        assert_eq!(here.value(), "there", "its clock is ahead");
        here.revise("he".into(), "here", 3);
        here.revise("here".into(), "here", 4);
        let others = |it: &Register| it.others().map(|other| other.value.clone()).collect::<Vec<_>>();
        assert_eq!((here.value(), others(&here)), ("here", vec!["there".to_owned()]));
        assert_eq!(joined(&there, &here), here);
        here.write("both".into(), "here", 5);
        assert_eq!(joined(&there, &here), here);
        assert_eq!(here.others().count(), 0);
    }

    #[test]
    fn of_two_texts_of_version_2_the_later_one_stays() {
        let read = |text| match parse::<Register>(text) {
            Found::Record(record) => record,
            other => panic!("{other:?}"),
        };
        let old = read(r#"{"v":2,"value":"old","changed":5}"#);
        let new = read(r#"{"v":2,"value":"new","changed":6}"#);
        let mut both = joined(&new, &old);
        assert_eq!((both.value(), both.others().count()), ("new", 0));
        both.write(String::new(), "page", 7);
        assert_eq!(joined(&both, &new).value(), "", "removed");
    }
}
