//! The one adapter to localStorage. What it holds and what happens where it refuses is [`course::store`].

use std::cell::RefCell;

use course::store::{Area, Heard, Refused, Store};
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::Object;
use wasm_bindgen::JsValue;
use web_sys::StorageEvent;

/// The browser's storage for this origin, which belongs to others too: keys that do not begin with `lectern/` are
/// never written.
pub(crate) struct Browser {
    /// gloo-storage panics where there is none, so it is only touched where this says that there is.
    is_there: bool,
}

thread_local! {
    static STORE: RefCell<Store<Browser>> = RefCell::new(Store::open(Browser { is_there: probe() }));
}

/// Asks or changes what is remembered.
pub(crate) fn with<T>(ask: impl FnOnce(&mut Store<Browser>) -> T) -> T {
    STORE.with(|store| ask(&mut store.borrow_mut()))
}

/// Takes over what another tab has stored.
pub(crate) fn hear(event: &StorageEvent) -> Heard {
    with(|store| {
        // There is a storage of each tab too, which tells of itself by the same event.
        let is_ours = probe() && event.storage_area() == Some(LocalStorage::raw());
        match is_ours {
            true => store.hear(event.key().as_deref(), event.new_value().as_deref()),
            false => Heard::Nothing,
        }
    })
}

impl Browser {
    fn storage(&self) -> Result<web_sys::Storage, Refused> {
        if self.is_there { Ok(LocalStorage::raw()) } else { Err(Refused) }
    }
}

impl Area for Browser {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        self.storage()?.get_item(key).map_err(refused)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        self.storage()?.set_item(key, text).map_err(refused)
    }

    fn remove(&self, key: &str) {
        if let Ok(storage) = self.storage() {
            _ = storage.remove_item(key);
        }
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        // All at once: to ask for one key after the other takes a hundred times as long.
        Ok(Object::keys(self.storage()?.as_ref()).iter().filter_map(|key| key.as_string()).collect())
    }
}

fn refused(_: JsValue) -> Refused {
    Refused
}

/// Whether localStorage can be read. A full disk refuses writes but still lets what is stored be read, so no write is
/// tried.
fn probe() -> bool {
    let storage = web_sys::window().map(|window| window.local_storage());
    matches!(storage, Some(Ok(Some(storage))) if storage.get_item("lectern/format").is_ok())
}
