//! How records are kept, in whatever the browser gives: what is written whole or not at all, what happens where a
//! write is refused, where something stored cannot be read, where another tab writes or everything is cleared.
//!
//! A [`Store`] stands on an [`Area`], which is localStorage in the player and something that fails on purpose in the
//! tests. It holds in memory what this page has read and written. So the page goes on where storage refuses, and what
//! another tab overwrote or somebody cleared is written again, joined with what stands there.
//!
//! Beside the records (see [`Key`]) there are
//!
//! ```text
//! lectern/format        the version that wrote here last
//! lectern/aside/<key>   what could not be read, kept for rescue
//! lectern/undo/<key>    what the last reset took away
//! lectern/from3/<key>   what version 3 had to say where a newer version had written already
//! lectern/from          tells the newer version that there is something of this kind
//! ```

mod area;
mod reset;

pub use area::{Area, Refused};
pub use reset::Scope;

use crate::json::Value;
use crate::progress::{self, Found, Key, LessonRecord, PREFIX, Record, VERSION, object, print};

/// Where the version stands that wrote here last.
const FORMAT: &str = "lectern/format";
/// Where values are kept that could not be read.
const ASIDE: &str = "lectern/aside/";
/// Where a release writes that finds records of a newer one, followed by its version.
const FROM: &str = "lectern/from";

/// The records of a learner.
pub struct Store<A> {
    area: A,
    /// What this page has read or written: keys in their order, with the stored texts of records that can be read.
    known: Vec<(String, String)>,
    /// What the last reset took away and the area has refused to hold.
    undo: Vec<(String, String)>,
    /// Whether the area holds [`FORMAT`] as far as this page knows, so that it is noticed when it is gone.
    is_marked: bool,
    /// Whether everything has given way already that can.
    is_tight: bool,
    health: Health,
}

/// What became of reading and writing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The browser lets nothing be stored: everything is forgotten when the page is left.
    pub is_refused: bool,
    /// Keys of records that the browser refused to store, most likely because there is no room. They are tried again.
    pub unkept: Vec<String>,
    /// A newer release has written here; its records are left as they are.
    pub is_newer: bool,
    /// Somebody cleared the storage while this page was open; what this page knew was written again.
    pub is_cleared: bool,
    /// Keys of records that cannot be read. They are put aside when something new is to be written there.
    pub damaged: Vec<String>,
}

/// What a page has to do about a change that another tab made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing.
    Nothing,
    /// Draw anew what depends on this record.
    Record(Key),
    /// Draw everything anew: many records are gone or back.
    All,
}

impl<A: Area> Store<A> {
    /// Reads what has to be known before anything else; the records are read when they are asked for.
    ///
    /// What former versions kept elsewhere is moved once.
    pub fn open(area: A) -> Self {
        let health = Health::default();
        let mut store =
            Self { area, known: Vec::new(), undo: Vec::new(), is_marked: false, is_tight: false, health };
        match store.area.get(FORMAT) {
            Err(Refused) => store.health.is_refused = true,
            Ok(text) => match text.as_deref().map(object) {
                Some(Found::Newer) => store.health.is_newer = true,
                Some(Found::Record(value)) if value.get("v") == Some(&Value::Number(VERSION)) => {
                    store.is_marked = true;
                }
                _ => store.gather(),
            },
        }
        if matches!(store.area.get(FROM), Ok(Some(_))) {
            store.gather();
        }
        store
    }

    /// What became of reading and writing so far.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The record under a key; the default where there is none that can be read.
    pub fn get<R: Record>(&mut self, key: &Key) -> R {
        match self.read(key).as_deref().map(progress::parse) {
            Some(Found::Record(record)) => record,
            _ => R::default(),
        }
    }

    /// Changes the record under a key, and writes it unless it stays as it was: one write of one small text.
    ///
    /// The record is readable afterwards in this page in any case; [`Store::health`] tells whether it outlives it.
    pub fn change<R: Record>(&mut self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        let mut record: R = self.get(key);
        let known = record.clone();
        change(&mut record);
        if record != known {
            self.write(key, print(&record));
        }
        record
    }

    /// Joins a stored text of this or an older version into what is known under its key.
    pub fn join(&mut self, key: &Key, text: &str) {
        if let Some((key, text)) = progress::moved(key, text) {
            return self.join(&key, &text);
        }
        let known = self.read(key);
        // Where nothing is known with itself, so that equal records have equal texts.
        let joined = progress::joined(key, known.as_deref().unwrap_or(text), text);
        if let Some(joined) = joined.filter(|joined| known.as_ref() != Some(joined)) {
            self.write(key, joined);
        }
    }

    /// The keys that begin with `lectern/` and `prefix`, in order. Looks at all of the area.
    pub fn keys(&self, prefix: &str) -> Vec<String> {
        let is_meant = |name: &str| rest(name).is_some_and(|rest| rest.starts_with(prefix));
        let mut names = self.area.keys().unwrap_or_default();
        names.retain(|name| is_meant(name));
        names.extend(self.known.iter().map(|(name, _)| name.clone()).filter(|name| is_meant(name)));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The text under one of the keys that [`Store::keys`] gives, as it is stored.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let record = Key::parse(name).and_then(|key| self.read(&key));
        record.or_else(|| self.area.get(name).ok().flatten())
    }

    /// Takes over what another tab did: `name` is `None` where it cleared everything, `text` where it removed the key.
    ///
    /// What it overwrote is joined with what it wrote, so that all tabs come to the same.
    pub fn hear(&mut self, name: Option<&str>, text: Option<&str>) -> Heard {
        let Some(name) = name else {
            self.write_again();
            return Heard::All;
        };
        let Some(key) = Key::parse(name) else {
            self.health.is_newer |= name == FORMAT && text.map(object) == Some(Found::Newer);
            return Heard::Nothing;
        };
        let known = self.known(name).cloned();
        let Some(text) = text else {
            // The learner has reset it. It is not for us to bring it back.
            self.forget(name);
            return if known.is_some() { Heard::All } else { Heard::Nothing };
        };
        if let Some((key, text)) = progress::moved(&key, text) {
            self.join(&key, &text);
            return Heard::Record(key);
        }
        let Some(joined) = progress::joined(&key, known.as_deref().unwrap_or(text), text) else {
            self.health.is_newer |= object(text) == Found::Newer;
            return Heard::Nothing;
        };
        self.know(name, joined);
        // What was heard of may be overwritten by now, by us or by a third tab: what stands there counts too.
        let now = self.read(&key);
        if let Some(now) = &now
            && self.area.get(name).as_ref() != Ok(&Some(now.clone()))
        {
            self.write(&key, now.clone());
        }
        if now == known { Heard::Nothing } else { Heard::Record(key) }
    }

    /// Takes over what a learner did in a lesson while its id was `former`, where the lesson now has the id `now`.
    ///
    /// Looks at all of the area only where the lesson was opened under that id. What stands there stays, for tabs that
    /// still play the former release, and is joined again whenever they or another device go on with it.
    pub fn adopt(&mut self, former: &str, now: &str) {
        if self.get::<LessonRecord>(&Key::Lesson(former.to_owned())) == LessonRecord::default() {
            return;
        }
        for name in self.keys("") {
            if let Some(key) = Key::parse(&name).filter(|key| key.lesson() == Some(former))
                && let Some(text) = self.text(&name)
            {
                self.join(&key.of_lesson(now), &text);
            }
        }
    }

    /// Tries once more to store what was refused.
    pub fn flush(&mut self) {
        while let Some(name) = self.health.unkept.last().cloned() {
            if self.known(&name).is_some() && !self.put(&name) {
                break;
            }
            self.health.unkept.pop();
        }
    }

    /// What stands under a key, joined with what this page knows of it.
    fn read(&mut self, key: &Key) -> Option<String> {
        let name = key.to_string();
        let known = self.known(&name).cloned();
        let mut stored = self.area.get(&name);
        self.health.is_refused |= stored.is_err();
        if stored.as_ref() == Ok(&known) {
            return known;
        }
        if let Ok(Some(text)) = &stored
            && object(text) == Found::Newer
        {
            self.health.is_newer = true;
            stored = self.area.get(&beside(&name));
        }
        let Ok(Some(stored)) = stored else { return known };
        let text = match &known {
            Some(known) => progress::joined(key, known, &stored),
            None => progress::is_record(key, &stored).then(|| stored.clone()),
        };
        match &text {
            Some(text) => self.know(&name, text.clone()),
            None => self.tell_damaged(&name),
        }
        if known.is_some() && !progress::is_record(key, &stored) {
            self.tell_damaged(&name);
        }
        text
    }

    fn write(&mut self, key: &Key, text: String) {
        let name = key.to_string();
        self.know(&name, text);
        if self.is_marked && self.area.get(FORMAT) == Ok(None) {
            return self.write_again();
        }
        self.mark();
        self.health.unkept.retain(|unkept| *unkept != name);
        if self.put(&name) {
            self.flush();
        } else {
            self.health.unkept.push(name);
        }
    }

    /// Somebody cleared the storage while this page was open: writes everything that this page knows.
    fn write_again(&mut self) {
        self.health.is_cleared = !self.known.is_empty();
        self.is_marked = false;
        self.mark();
        self.health.unkept = self.known.iter().map(|(name, _)| name.clone()).collect();
        self.flush();
    }

    /// Writes down the version, unless a newer one stands there.
    fn mark(&mut self) {
        if !self.is_marked && !self.health.is_newer {
            let version = Value::Object(vec![("v".to_owned(), VERSION.into())]);
            self.is_marked = self.area.set(FORMAT, &version.to_string()).is_ok();
        }
    }

    /// Stores what is known under a key; whether the area has taken it.
    fn put(&mut self, name: &str) -> bool {
        let (Some(key), Some(text)) = (Key::parse(name), self.known(name).cloned()) else { return true };
        let Ok(stored) = self.area.get(name) else { return false };
        match stored {
            Some(stored) if stored == text => true,
            Some(stored) if object(&stored) == Found::Newer => {
                self.health.is_newer = true;
                self.set(&beside(name), &text) && self.set(FROM, "1")
            }
            Some(stored) if !progress::is_record(&key, &stored) => {
                self.tell_damaged(name);
                self.put_aside(name, &stored) && self.set(name, &text)
            }
            _ => self.set(name, &text),
        }
    }

    /// Keeps what could not be read, beside what was kept before it.
    fn put_aside(&mut self, name: &str, text: &str) -> bool {
        let mut aside = format!("{ASIDE}{}", rest(name).unwrap_or(name));
        loop {
            match self.area.get(&aside) {
                Ok(Some(kept)) if kept == text => return true,
                Ok(Some(_)) => aside.push('~'),
                Ok(None) => return self.set(&aside, text),
                Err(Refused) => return false,
            }
        }
    }

    /// Writes a text, and where there is no room for it what can be done without makes some.
    fn set(&mut self, name: &str, text: &str) -> bool {
        self.area.set(name, text).is_ok() || (self.make_room() && self.area.set(name, text).is_ok())
    }

    /// Removes what nobody did: copies of what was reset, and how questions were worded. Once is enough.
    fn make_room(&mut self) -> bool {
        if std::mem::replace(&mut self.is_tight, true) {
            return false;
        }
        let names = [self.keys("undo/"), self.keys("asked/")].concat();
        for name in &names {
            self.area.remove(name);
        }
        !names.is_empty()
    }

    /// Moves what former versions kept elsewhere, and what they had to say when this one had written already.
    fn gather(&mut self) {
        let mut is_done = true;
        for name in self.keys("") {
            let Ok(Some(text)) = self.area.get(&name) else { continue };
            if let Some(key) = Key::parse(&name) {
                if let Some((key, text)) = progress::moved(&key, &text) {
                    self.join(&key, &text);
                }
            } else if let Some((_, from)) = name.split_once(FROM)
                && let Some((_, rest)) = from.split_once('/')
                && let Some(key) = Key::parse(&format!("{PREFIX}{rest}"))
            {
                let stands = self.area.get(&key.to_string()).ok().flatten();
                if stands.as_deref().map(object) == Some(Found::Newer) {
                    is_done = false;
                    continue;
                }
                self.join(&key, &text);
                if !self.health.unkept.contains(&key.to_string()) {
                    self.area.remove(&name);
                }
            }
        }
        if is_done && self.health.unkept.is_empty() {
            self.mark();
            self.area.remove(FROM);
        }
    }

    fn tell_damaged(&mut self, name: &str) {
        if !self.health.damaged.iter().any(|known| known == name) {
            self.health.damaged.push(name.to_owned());
        }
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.known.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    fn known(&self, name: &str) -> Option<&String> {
        self.find(name).ok().map(|at| &self.known[at].1)
    }

    fn know(&mut self, name: &str, text: String) {
        match self.find(name) {
            Ok(at) => self.known[at].1 = text,
            Err(at) => self.known.insert(at, (name.to_owned(), text)),
        }
    }

    fn forget(&mut self, name: &str) {
        if let Ok(at) = self.find(name) {
            self.known.remove(at);
        }
        self.health.unkept.retain(|unkept| unkept != name);
    }
}

/// Where this release writes what stands under a key of a newer one.
fn beside(name: &str) -> String {
    format!("{FROM}{VERSION}/{}", rest(name).unwrap_or(name))
}

fn rest(name: &str) -> Option<&str> {
    name.strip_prefix(PREFIX)
}
