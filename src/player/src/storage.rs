//! The one adapter to localStorage. What it holds and what happens where it refuses is [`course::store`].

use std::cell::{OnceCell, RefCell};

use course::store::{Area, Heard, Refused, Store};
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Storage, StorageEvent};

/// The browser's storage for this origin, which belongs to others too: keys that do not begin with `lectern/` are
/// never written.
pub(crate) struct Browser;

thread_local! {
    static STORE: RefCell<Store<Browser>> = RefCell::new(Store::open(Browser));
}

/// Asks or changes what is remembered.
pub(crate) fn with<T>(ask: impl FnOnce(&mut Store<Browser>) -> T) -> T {
    STORE.with(|store| ask(&mut store.borrow_mut()))
}

/// Takes over what another tab has stored.
pub(crate) fn hear(event: &StorageEvent) -> Heard {
    // There is a storage of each tab too, which tells of itself by the same event.
    match event.storage_area().is_some() && event.storage_area() == storage().ok() {
        true => with(|store| store.hear(event.key().as_deref(), event.new_value().as_deref())),
        false => Heard::Nothing,
    }
}

impl Area for Browser {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        storage()?.get_item(key).map_err(refused)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        storage()?.set_item(key, text).map_err(refused)
    }

    fn remove(&self, key: &str) {
        if let Ok(storage) = storage() {
            _ = storage.remove_item(key);
        }
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        // All at once: to ask for one key after the other takes a hundred times as long.
        let keys = Reflect::own_keys(storage()?.as_ref()).map_err(refused)?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }
}

/// Asked for every time: leave to reach it can be taken away, and given, while a page is open. gloo-storage panics
/// where there is none, so it is touched once, where the browser has just said that there is.
fn storage() -> Result<Storage, Refused> {
    thread_local! {
        static FOUND: OnceCell<Storage> = const { OnceCell::new() };
    }
    let window = web_sys::window().ok_or(Refused)?;
    window.local_storage().map_err(refused)?.ok_or(Refused)?;
    Ok(FOUND.with(|found| found.get_or_init(LocalStorage::raw).clone()))
}

fn refused(_: JsValue) -> Refused {
    Refused
}
