//! The one adapter to localStorage: versioned records under keys that begin with `lectern/`.
//!
//! The world may refuse. Where there is no storage (sandboxed or third-party frames, switched off by the user)
//! records live in memory until the page is left; where a write is refused (disk full) that record does.
//! [`Storage::health`] says which, and the page tells the learner. What is not understood is never destroyed:
//! records of a newer release are left alone, damaged ones are moved aside before their key is written again.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gloo_storage::{LocalStorage, Storage as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// All keys of Lectern begin like this; the origin's storage belongs to others too.
const PREFIX: &str = "lectern/";
/// Where damaged values are kept for rescue.
const ASIDE: &str = "lectern/aside/";

/// What storage has come to in this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// Every write so far was kept.
    Kept,
    /// There is no storage: everything is forgotten when the page is left.
    Refused,
    /// A write was refused: some of what was done since is forgotten when the page is left.
    Full,
    /// A newer release of the player has written here; its records are left as they are.
    Newer,
}

/// Records by key. Reading prefers what this page could not store over what is stored.
pub(crate) struct Storage {
    persistent: bool,
    memory: RefCell<BTreeMap<String, String>>,
    health: Cell<Health>,
}

#[derive(Serialize)]
struct Written<'a, T> {
    v: u32,
    record: &'a T,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

#[derive(Deserialize)]
struct Read<T> {
    record: T,
}

/// What stands under a key.
enum Found<T> {
    Nothing,
    Record(T),
    Newer,
    Damaged(String),
}

impl Storage {
    /// Probes the browser's storage and opens it, or stands in for it.
    pub(crate) fn open() -> Self {
        let persistent = probe();
        Self {
            persistent,
            memory: RefCell::default(),
            health: Cell::new(if persistent { Health::Kept } else { Health::Refused }),
        }
    }

    /// What became of the writes so far.
    pub(crate) fn health(&self) -> Health {
        self.health.get()
    }

    /// The record under a key; `None` where there is none that this release can read.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        match self.find(key) {
            Found::Record(record) => Some(record),
            Found::Newer => {
                self.health.set(Health::Newer);
                None
            }
            Found::Nothing | Found::Damaged(_) => None,
        }
    }

    /// Writes one record. It is readable afterwards in this page in any case; [`Self::health`] tells whether it
    /// outlives the page.
    pub(crate) fn set<T: Serialize + DeserializeOwned>(&self, key: &str, record: &T) {
        match self.find::<T>(key) {
            Found::Newer => {
                self.health.set(Health::Newer);
                return;
            }
            Found::Damaged(text) => {
                let name = key.strip_prefix(PREFIX).unwrap_or(key);
                self.put(&format!("{ASIDE}{name}"), text);
            }
            Found::Nothing | Found::Record(_) => {}
        }
        let written = Written { v: course::progress::VERSION, record };
        match serde_json::to_string(&written) {
            Ok(text) => self.put(key, text),
            Err(error) => crate::browser::report(&format!("cannot write the record {key}: {error}")),
        }
    }

    /// The keys that begin with `prefix`, sorted.
    pub(crate) fn keys(&self, prefix: &str) -> Vec<String> {
        let mut keys: Vec<String> =
            self.memory.borrow().keys().filter(|key| key.starts_with(prefix)).cloned().collect();
        if self.persistent {
            let raw = LocalStorage::raw();
            let count = raw.length().unwrap_or(0);
            let stored = (0..count).filter_map(|at| raw.key(at).ok().flatten());
            keys.extend(stored.filter(|key| key.starts_with(prefix)));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn find<T: DeserializeOwned>(&self, key: &str) -> Found<T> {
        let Some(text) = self.text(key) else { return Found::Nothing };
        match serde_json::from_str::<Version>(&text) {
            Ok(Version { v }) if v > course::progress::VERSION => Found::Newer,
            Ok(_) => match serde_json::from_str::<Read<T>>(&text) {
                Ok(Read { record }) => Found::Record(record),
                Err(_) => Found::Damaged(text),
            },
            Err(_) => Found::Damaged(text),
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        if let Some(text) = self.memory.borrow().get(key) {
            return Some(text.clone());
        }
        if self.persistent { LocalStorage::raw().get_item(key).ok().flatten() } else { None }
    }

    fn put(&self, key: &str, text: String) {
        if self.persistent && LocalStorage::raw().set_item(key, &text).is_ok() {
            self.memory.borrow_mut().remove(key);
            return;
        }
        if self.persistent {
            self.health.set(Health::Full);
        }
        self.memory.borrow_mut().insert(key.to_owned(), text);
    }
}

/// Whether localStorage can be read and written. gloo-storage panics where it is missing, so it is only touched
/// after this.
fn probe() -> bool {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) else {
        return false;
    };
    // A full disk refuses the write but still lets what is stored be read.
    storage.get_item(PREFIX).is_ok()
}
