//! A storage that takes everything and has nothing; see `storage.rs`.

use std::cell::RefCell;

use course::store::{Area, Heard, Refused, Store};
use web_sys::StorageEvent;

/// Takes everything and has nothing.
pub(crate) struct Nothing;

thread_local! {
    static STORE: RefCell<Store<Nothing>> = RefCell::new(Store::open(Nothing));
}

/// Asks or changes what is remembered while one page is drawn.
pub(crate) fn with<T>(ask: impl FnOnce(&mut Store<Nothing>) -> T) -> T {
    STORE.with(|store| ask(&mut store.borrow_mut()))
}

/// Begins with a learner of whom nothing is known.
pub(super) fn forget() {
    STORE.replace(Store::open(Nothing));
}

/// There is no other tab.
pub(crate) fn hear(_: &StorageEvent) -> Heard {
    Heard::Nothing
}

impl Area for Nothing {
    fn get(&self, _: &str) -> Result<Option<String>, Refused> {
        Ok(None)
    }

    fn set(&self, _: &str, _: &str) -> Result<(), Refused> {
        Ok(())
    }

    fn remove(&self, _: &str) {}

    fn keys(&self) -> Result<Vec<String>, Refused> {
        Ok(Vec::new())
    }
}
