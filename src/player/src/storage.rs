//! The one adapter to localStorage: versioned records under keys that begin with `lectern/`.
//!
//! The world may refuse. Where there is no storage (sandboxed or third-party frames, switched off by the user)
//! records live in memory until the page is left; where a write is refused (disk full) that record does.
//! [`health`] says which, and the page tells the learner. What is not understood is never destroyed: records of a
//! newer release are left alone, damaged ones are moved aside before their key is written again.
//! What stands in a record is [`crate::record`].

use std::cell::{Cell, RefCell};

use gloo_storage::{LocalStorage, Storage as _};

use crate::record::{self, Found, Record};

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

/// What this page knows of the browser's storage, and what it could not put there.
struct State {
    persistent: bool,
    memory: RefCell<Vec<(String, String)>>,
    health: Cell<Health>,
}

thread_local! {
    static STATE: State = {
        let persistent = probe();
        State {
            persistent,
            memory: RefCell::default(),
            health: Cell::new(if persistent { Health::Kept } else { Health::Refused }),
        }
    };
}

/// What became of the writes so far.
pub(crate) fn health() -> Health {
    STATE.with(|state| state.health.get())
}

/// The record under a key; `None` where there is none that this release can read.
pub(crate) fn get<T: Record>(key: &str) -> Option<T> {
    match read(key) {
        Found::Record(fields) => T::read(&fields),
        Found::Newer => {
            STATE.with(|state| state.health.set(Health::Newer));
            None
        }
        Found::Nothing | Found::Damaged => None,
    }
}

/// Writes one record. It is readable afterwards in this page in any case; [`health`] tells whether it outlives
/// the page.
pub(crate) fn set<T: Record>(key: &str, record: &T) {
    let damaged = match read(key) {
        Found::Newer => {
            STATE.with(|state| state.health.set(Health::Newer));
            return;
        }
        Found::Damaged => true,
        Found::Record(fields) => T::read(&fields).is_none(),
        Found::Nothing => false,
    };
    if damaged && let Some(text) = text(key) {
        let name = key.strip_prefix(PREFIX).unwrap_or(key);
        put(&format!("{ASIDE}{name}"), text);
    }
    put(key, record::print(record));
}

/// The keys that begin with `prefix`, in no particular order.
pub(crate) fn keys(prefix: &str) -> Vec<String> {
    STATE.with(|state| {
        let memory = state.memory.borrow();
        let mut keys: Vec<String> = memory.iter().map(|(key, _)| key.clone()).collect();
        if state.persistent {
            let raw = LocalStorage::raw();
            keys.extend((0..raw.length().unwrap_or(0)).filter_map(|at| raw.key(at).ok().flatten()));
        }
        keys.retain(|key| key.starts_with(prefix));
        keys
    })
}

fn read(key: &str) -> Found {
    text(key).map_or(Found::Nothing, |text| record::parse(&text))
}

/// What this page could not store goes before what is stored: it is newer.
fn text(key: &str) -> Option<String> {
    STATE.with(|state| {
        let memory = state.memory.borrow();
        match memory.iter().find(|(known, _)| known == key) {
            Some((_, text)) => Some(text.clone()),
            None if state.persistent => LocalStorage::raw().get_item(key).ok().flatten(),
            None => None,
        }
    })
}

fn put(key: &str, text: String) {
    STATE.with(|state| {
        let mut memory = state.memory.borrow_mut();
        memory.retain(|(known, _)| known != key);
        if state.persistent && LocalStorage::raw().set_item(key, &text).is_ok() {
            return;
        }
        if state.persistent {
            state.health.set(Health::Full);
        }
        memory.push((key.to_owned(), text));
    });
}

/// Whether localStorage can be read. gloo-storage panics where it is missing, so it is only touched after this.
/// A full disk refuses writes but still lets what is stored be read, so no write is tried.
fn probe() -> bool {
    let storage = web_sys::window().map(|window| window.local_storage());
    matches!(storage, Some(Ok(Some(storage))) if storage.get_item(PREFIX).is_ok())
}
