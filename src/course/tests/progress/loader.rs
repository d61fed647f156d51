//! What must hold of a storage, whatever stands in it: nothing panics, what is good is loaded, what is damaged is kept
//! for rescue, what is of a newer version is not touched, and everything joins lawfully.

use std::collections::BTreeMap;
use std::mem::discriminant;

use course::progress::{Found, Key, is_record, object};
use course::store::{Scope, Store};

use crate::area::{Said, Shelf, Texts};
use crate::laws;

/// The texts that bytes tell: a line each, the key without its beginning, a tab, the text.
pub(crate) fn texts_of(bytes: &[u8]) -> Texts {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split('\n').filter_map(|line| line.split_once('\t'));
    lines.map(|(name, text)| (format!("lectern/{name}"), text.to_owned())).collect()
}

/// Loads a storage, does something with every record, takes everything away and brings it back.
///
/// # Panics
/// Where any promise is broken.
pub(crate) fn check(texts: &Texts) {
    let mut texts = texts.clone();
    // What is taken away says nothing, and what stands beside is always told of.
    texts.retain(|name, _| !name.starts_with("lectern/undo/"));
    texts.insert("lectern/from".into(), "1".into());
    let mut said = Said::default();
    for (name, text) in &texts {
        if Key::parse(name).is_some() || name.starts_with("lectern/from3/") {
            said.add(name, text);
        }
    }
    join_lawfully(&texts);

    let shelf = Shelf::holding(texts.clone());
    let mut store = Store::open(shelf.clone());
    said.assert_in(&mut store, &Texts::new(), "opened");
    let kept = |text: &str| shelf.texts().values().any(|kept| kept == text);
    let keys: Vec<(Key, String)> =
        texts.iter().filter_map(|(name, text)| Some((Key::parse(name)?, text.clone()))).collect();
    for (key, text) in &keys {
        let name = key.to_string();
        _ = store.text(&name);
        match object(text) {
            Found::Newer => assert!(store.health().is_newer, "{name} is of a newer version"),
            _ if is_record(key, text) => {}
            _ => assert!(store.health().damaged.contains(&name), "{name} is damaged"),
        }
    }
    for (key, text) in &keys {
        let name = key.to_string();
        let new = sample(key);
        store.join(key, new);
        said.add(&name, new);
        if object(text) == Found::Newer {
            assert_eq!(shelf.text(&name).as_ref(), Some(text), "{name} is of a newer version");
        }
        assert!(is_record(key, text) || kept(text), "{name} is kept for rescue: {text}");
    }
    said.assert_in(&mut store, &Texts::new(), "written");
    let mut store = Store::open(shelf.clone());
    said.assert_in(&mut store, &Texts::new(), "opened again");

    store.reset(&Scope::Everything);
    let mut store = Store::open(shelf.clone());
    store.undo();
    said.assert_in(&mut store, &Texts::new(), "undone");
    for (key, text) in &keys {
        assert!(is_record(key, text) || kept(text), "{key} is kept for rescue after a reset: {text}");
    }
    assert!(!store.can_undo(), "{:?}", shelf.texts());
}

/// Texts of records of one type are copies of one record to the joining.
fn join_lawfully(texts: &Texts) {
    let mut types: BTreeMap<String, (Key, Vec<&str>)> = BTreeMap::new();
    for (name, text) in texts {
        let Some(key) = Key::parse(name) else { continue };
        let kind = format!("{:?}", discriminant(&key));
        let (_, texts) = types.entry(kind).or_insert((key, Vec::new()));
        if texts.len() < 6 {
            texts.push(text);
        }
    }
    for (key, texts) in types.values() {
        laws::hold_of_texts(key, texts);
    }
}

/// Something that is done to a record.
fn sample(key: &Key) -> &'static str {
    match key {
        Key::Lesson(_) => r#"{"v":3,"opened":5}"#,
        Key::Quiz(..) => r#"{"v":3,"attempts":[["new",1,5]]}"#,
        Key::Answer(..) => r#"{"v":3,"choices":["new"],"checked":5}"#,
        Key::Asked(_) => r#"{"v":3,"asked":[["new","",["q","What?","1"]]]}"#,
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => {
            r#"{"v":3,"value":"new","changed":5,"by":"new page","count":1}"#
        }
        Key::Note(..) => {
            r#"{"v":3,"quote":"new","kept":{"value":"1","changed":5,"by":"new page","count":1}}"#
        }
        Key::Card(..) => r#"{"v":3,"reviews":[[5,3]]}"#,
        Key::Time(_) => r#"{"v":3,"opened":5,"seconds":[["new",5]]}"#,
        Key::Attempt(..) => r#"{"v":2,"id":"new","started":5}"#,
    }
}
