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
//! lectern/archive       tells that records stand in an archive too
//! lectern/archive/<lesson>  tells that some of this lesson do, though others of it stand here
//! lectern/aside/<key>   what could not be read, kept for rescue
//! lectern/undo/<key>    what the last reset took away
//! lectern/undo/         tells that a reset was begun and is not done
//! lectern/from3/<key>   what version 3 had to say where a newer version had written already
//! lectern/from          tells the newer version that there is something of this kind
//! ```
//!
//! What stands in the area is never overwritten unread: every write is joined with what is there at that moment.

mod archive;
mod area;
mod former;
mod reset;
mod transfer;

pub use area::{Area, Refused};
pub use reset::Scope;

use crate::json::Value;
use crate::progress::{self, Found, Key, PREFIX, Record, VERSION, object, print};

/// Where the version stands that wrote here last.
const FORMAT: &str = "lectern/format";
/// Where values are kept that could not be read.
const ASIDE: &str = "lectern/aside/";
/// Where a release writes that finds records of a newer one, followed by its version.
const FROM: &str = "lectern/from";
/// How many refusals in a row are enough to see that there is no room.
const PATIENCE: usize = 8;

/// The records of a learner.
pub struct Store<A> {
    area: A,
    /// What this page has read or written: keys in their order, with the stored texts of records that can be read.
    known: Vec<(String, String)>,
    /// What the last reset took away and the area has no room for.
    undo: Vec<(String, String)>,
    /// Whether the area holds [`FORMAT`] as far as this page knows, so that it is noticed when it is gone.
    is_marked: bool,
    /// Whether nothing is left where former versions kept things, so that the version may be written down.
    is_gathered: bool,
    /// Whether everything has given way already that can.
    is_tight: bool,
    /// How often records were taken away that this page knew.
    losses: u64,
    /// Ids of lessons that were renamed: the former one, and the one of now.
    renamed: Vec<(String, String)>,
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
        let mut store = Self {
            area,
            known: Vec::new(),
            undo: Vec::new(),
            is_marked: false,
            is_gathered: false,
            is_tight: false,
            losses: 0,
            renamed: Vec::new(),
            health: Health::default(),
        };
        match store.area.get(FORMAT) {
            Err(Refused) => store.health.is_refused = true,
            Ok(text) => {
                match text.as_deref().map(object) {
                    Some(Found::Newer) => {
                        store.health.is_newer = true;
                        store.is_marked = true;
                    }
                    Some(Found::Record(value)) if value.get("v") == Some(&Value::Number(VERSION)) => {
                        store.is_marked = true;
                        store.is_gathered = true;
                    }
                    _ => {}
                }
                if !store.is_marked || store.area.get(FROM) != Ok(None) {
                    store.gather();
                }
            }
        }
        store
    }

    /// What became of reading and writing so far.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The name under which a page writes into a [`progress::Register`]. `page` is its random id; after records were
    /// taken away it is another one, since the counts of the former name went with them.
    pub fn writer(&self, page: &str) -> String {
        match self.losses {
            0 => page.to_owned(),
            losses => format!("{page}.{losses}"),
        }
    }

    /// The record under a key; the default where there is none that can be read.
    pub fn get<R: Record>(&mut self, key: &Key) -> R {
        match self.read(key).as_deref().map(progress::parse) {
            Some(Found::Record(record)) => record,
            _ => R::default(),
        }
    }

    /// The record under a key as far as this page knows it, without a look at what others did; the default where it
    /// knows none.
    pub fn known<R: Record>(&self, key: &Key) -> R {
        match self.known_text(&key.to_string()).map(|text| progress::parse(text)) {
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

    /// Joins a stored text of this or an older version into what is known under its key, and whether it said anything
    /// that is not stored.
    pub fn join(&mut self, key: &Key, text: &str) -> bool {
        if let Some((key, text)) = progress::moved(key, text) {
            return self.join(&key, &text);
        }
        let known = self.read(key);
        // Where nothing is known with itself, so that equal records have equal texts.
        let joined = progress::joined(key, known.as_deref().unwrap_or(text), text);
        // What is known may have been taken away by another tab, of which we have not heard yet.
        let stored = self.area.get(&key.to_string());
        let joined = joined.filter(|joined| stored.as_ref().ok().and_then(Option::as_ref) != Some(joined));
        let is_new = joined.is_some();
        if let Some(joined) = joined {
            self.write(key, joined);
        }
        is_new
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

    /// The text under one of the keys that [`Store::keys`] gives, as it is stored; what this page knows of a record is
    /// joined into it, where it is one that can be read.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let stored = self.area.get(name).ok().flatten();
        let read = Key::parse(name).and_then(|key| self.read(&key));
        if stored.as_deref().map(object) == Some(Found::Newer) { stored } else { read.or(stored) }
    }

    /// Takes over what another tab did: `name` is `None` where it cleared everything, `text` where it removed the key.
    ///
    /// What it overwrote is joined with what it wrote, so that all tabs come to the same.
    pub fn hear(&mut self, name: Option<&str>, text: Option<&str>) -> Heard {
        let Some(name) = name else {
            self.write_again();
            return Heard::All;
        };
        self.is_tight &= !name.starts_with(reset::UNDO);
        self.health.is_newer |= name == FORMAT && text.map(object) == Some(Found::Newer);
        let key = Key::parse(name).or_else(|| Key::parse(&before(name, VERSION)?));
        match (key, text) {
            (Some(key), Some(text)) => self.hear_of(key, name, text),
            (Some(key), None) if key.to_string() == name => self.hear_of_removal(name),
            _ => Heard::Nothing,
        }
    }

    /// Looks whether somebody cleared the storage while this page could not hear of it.
    pub fn look(&mut self) {
        if self.is_marked && self.area.get(FORMAT) == Ok(None) {
            self.write_again();
        }
    }

    /// Tries once more to store what was refused.
    pub fn flush(&mut self) {
        let mut refusals = 0;
        let mut unkept = std::mem::take(&mut self.health.unkept).into_iter();
        for name in unkept.by_ref() {
            if self.put(&name) {
                refusals = 0;
                continue;
            }
            self.health.unkept.push(name);
            refusals += 1;
            if refusals == PATIENCE {
                break;
            }
        }
        // Those that were not tried are the first ones next time.
        self.health.unkept.splice(0..0, unkept);
    }

    /// Another tab wrote `text` at the place `name`, which is a key or beside it.
    fn hear_of(&mut self, key: Key, name: &str, text: &str) -> Heard {
        let own = key.to_string();
        let known = self.known_text(&own).cloned();
        let now = self.area.get(name);
        if let Some((key, text)) = progress::moved(&key, text) {
            if now != Ok(None) {
                self.join(&key, &text);
            }
            return self.heard(key);
        }
        let Some(joined) = progress::joined(&key, known.as_deref().unwrap_or(text), text) else {
            if object(text) == Found::Newer {
                self.health.is_newer = true;
                // It may not have known of what was written here.
                if let Some(known) = known {
                    self.write(&key, known);
                }
            } else {
                self.read(&key);
            }
            return Heard::Nothing;
        };
        if now == Ok(None) {
            // It was taken away since. It is not for us to bring it back.
            return Heard::Nothing;
        }
        self.know(&own, joined);
        // What was heard of may be overwritten by now, by us or by a third tab: what stands there counts too.
        let now = self.read(&key);
        if let Some(now) = &now
            && self.area.get(&own).as_ref() != Ok(&Some(now.clone()))
        {
            self.write(&key, now.clone());
        }
        // Also where nothing is new to the store: it may have read this before, for another part of the page.
        self.heard(key)
    }

    fn hear_of_removal(&mut self, name: &str) -> Heard {
        let Some(known) = self.known_text(name).cloned() else { return Heard::Nothing };
        // The learner has reset it. It is not for us to bring it back, unless they want it.
        if self.health.unkept.iter().any(|unkept| unkept == name) {
            self.undo.push((name.to_owned(), known));
        }
        self.forget(name);
        self.losses += 1;
        Heard::All
    }

    /// What stands under a key, joined with what this page knows of it.
    fn read(&mut self, key: &Key) -> Option<String> {
        let name = key.to_string();
        let known = self.known_text(&name).cloned();
        let mut place = name.clone();
        let mut stored = self.area.get(&name);
        self.health.is_refused = stored.is_err();
        if stored.as_ref() == Ok(&known) {
            return known;
        }
        if let Ok(Some(text)) = &stored
            && object(text) == Found::Newer
        {
            self.health.is_newer = true;
            place = beside(&name);
            stored = self.area.get(&place);
        }
        let Ok(Some(stored)) = stored else { return known };
        if !progress::is_record(key, &stored) {
            self.tell_damaged(&place);
            return known;
        }
        let text = match known {
            // An attempt of version 2 is one text for ever.
            Some(known) => progress::joined(key, &known, &stored).unwrap_or(known),
            None => stored,
        };
        self.know(&name, text.clone());
        Some(text)
    }

    fn write(&mut self, key: &Key, text: String) {
        let name = key.to_string();
        self.look();
        self.know(&name, text);
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
        self.health.is_cleared |= !self.known.is_empty();
        self.is_marked = false;
        self.mark();
        self.health.unkept = self.known.iter().map(|(name, _)| name.clone()).collect();
        self.flush();
    }

    /// Writes down the version, unless a newer one stands there or something is left of a former one.
    fn mark(&mut self) {
        if self.is_marked || !self.is_gathered || self.health.is_newer {
            return;
        }
        let Ok(stored) = self.area.get(FORMAT) else { return };
        if stored.as_deref().map(object) == Some(Found::Newer) {
            self.health.is_newer = true;
            self.is_marked = true;
            return;
        }
        let version = Value::Object(vec![("v".to_owned(), VERSION.into())]);
        self.is_marked = self.area.set(FORMAT, &version.to_string()).is_ok();
    }

    /// Stores what is known under a key; whether the area has taken it.
    fn put(&mut self, name: &str) -> bool {
        let (Some(key), Some(known)) = (Key::parse(name), self.known_text(name)) else { return true };
        match self.area.get(name) {
            Err(Refused) => false,
            Ok(Some(stored)) if stored == *known => true,
            Ok(Some(stored)) if object(&stored) == Found::Newer => {
                self.health.is_newer = true;
                // The newer version looks for these only where it is told to.
                let is_told = matches!(self.area.get(FROM), Ok(Some(_))) || self.set(FROM, "1");
                is_told && self.put_at(&key, name, &beside(name))
            }
            Ok(_) => self.put_at(&key, name, name),
        }
    }

    /// Stores what is known at a place, joined with what stands there.
    fn put_at(&mut self, key: &Key, name: &str, place: &str) -> bool {
        let Some(known) = self.known_text(name).cloned() else { return true };
        let text = match self.area.get(place) {
            Err(Refused) => return false,
            Ok(Some(stored)) if stored == known => return true,
            Ok(Some(stored)) if !progress::is_record(key, &stored) => {
                self.tell_damaged(place);
                if !self.put_aside(place, &stored) {
                    return false;
                }
                known
            }
            Ok(Some(stored)) => progress::joined(key, &known, &stored).unwrap_or(known),
            Ok(None) => known,
        };
        self.know(name, text.clone());
        self.area.get(place).as_ref() == Ok(&Some(text.clone())) || self.set(place, &text)
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

    /// Moves copies of what was reset out of the area, so that only this page can undo it. Once is enough.
    fn make_room(&mut self) -> bool {
        if std::mem::replace(&mut self.is_tight, true) {
            return false;
        }
        let copies = self.remove_copies();
        let has_room = !copies.is_empty();
        self.undo.extend(copies);
        has_room
    }

    /// Tries to store what was refused in the room of something that nobody did: how questions were worded. To be
    /// called where [`crate::archive::past`] could not leave, or that was not enough.
    pub fn flush_at_last(&mut self) {
        self.flush();
        if !self.health.unkept.is_empty() {
            for name in self.keys("asked/") {
                self.area.remove(&name);
            }
            self.flush();
        }
    }

    /// Tells a page of a record, under the id that its lesson has now.
    fn heard(&mut self, key: Key) -> Heard {
        let renamed =
            key.lesson().and_then(|lesson| self.renamed.iter().find(|(former, _)| former == lesson));
        let Some((_, now)) = renamed.cloned() else { return Heard::Record(key) };
        if let Some(text) = self.read(&key) {
            self.join(&key.clone().of_lesson(&now), &text);
        }
        Heard::Record(key.of_lesson(&now))
    }

    fn tell_damaged(&mut self, name: &str) {
        if !self.health.damaged.iter().any(|known| known == name) {
            self.health.damaged.push(name.to_owned());
        }
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.known.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    fn known_text(&self, name: &str) -> Option<&String> {
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

/// The key that a place stands beside, where it is one of that version.
fn before(name: &str, version: u64) -> Option<String> {
    let rest = name.strip_prefix(&format!("{FROM}{version}/"))?;
    Some(format!("{PREFIX}{rest}"))
}

fn rest(name: &str) -> Option<&str> {
    name.strip_prefix(PREFIX)
}
