//! A storage that fails on purpose.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, Found, Key, LessonRecord, NoteRecord, Register,
    TimeRecord, is_record, joined, moved, object, print,
};
use course::store::{Area, Refused, Store};

/// Keys and their texts.
pub(crate) type Texts = BTreeMap<String, String>;

/// A storage that several stores can stand on.
#[derive(Clone, Default)]
pub(crate) struct Shelf(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    texts: Texts,
    changes: Vec<Change>,
    failure: Failure,
}

/// What was written, or removed where there is no text.
pub(crate) type Change = (String, Option<String>);

/// What does not work.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    /// Nothing can be read.
    pub(crate) reads: bool,
    /// Keys cannot be listed.
    pub(crate) listing: bool,
    /// Nothing can be removed; nobody is told.
    pub(crate) removal: bool,
    /// So many writes are taken, and none after them.
    pub(crate) writes: Option<usize>,
    /// So many bytes of keys and texts are held.
    pub(crate) quota: Option<usize>,
}

impl Shelf {
    /// One that holds these.
    pub(crate) fn holding(texts: Texts) -> Self {
        let shelf = Self::default();
        shelf.0.borrow_mut().texts = texts;
        shelf
    }

    /// All that is held.
    pub(crate) fn texts(&self) -> Texts {
        self.0.borrow().texts.clone()
    }

    /// One text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.0.borrow().texts.get(name).cloned()
    }

    /// All that was written and removed, in order.
    pub(crate) fn changes(&self) -> Vec<Change> {
        self.0.borrow().changes.clone()
    }

    /// Lets this fail from now on, and nothing else.
    pub(crate) fn fail(&self, failure: Failure) {
        self.0.borrow_mut().failure = failure;
    }

    /// Puts a text somewhere, as somebody else does.
    pub(crate) fn put(&self, name: &str, text: &str) {
        self.0.borrow_mut().texts.insert(name.into(), text.into());
    }

    /// Loses everything.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().texts.clear();
    }

    /// How many bytes are held.
    pub(crate) fn size(&self) -> usize {
        size(&self.0.borrow().texts)
    }
}

fn size(texts: &Texts) -> usize {
    texts.iter().map(|(name, text)| name.len() + text.len()).sum()
}

impl Area for Shelf {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        let inner = self.0.borrow();
        if inner.failure.reads { Err(Refused) } else { Ok(inner.texts.get(key).cloned()) }
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        let inner = &mut *self.0.borrow_mut();
        match &mut inner.failure.writes {
            Some(0) => return Err(Refused),
            Some(left) => *left -= 1,
            None => {}
        }
        let held = inner.texts.get(key).map_or(0, |held| key.len() + held.len());
        if inner.failure.quota.is_some_and(|quota| size(&inner.texts) - held + key.len() + text.len() > quota)
        {
            return Err(Refused);
        }
        inner.texts.insert(key.into(), text.into());
        inner.changes.push((key.into(), Some(text.into())));
        Ok(())
    }

    fn remove(&self, key: &str) {
        let inner = &mut *self.0.borrow_mut();
        if !inner.failure.removal && inner.texts.remove(key).is_some() {
            inner.changes.push((key.into(), None));
        }
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        let inner = self.0.borrow();
        if inner.failure.listing || inner.failure.reads {
            return Err(Refused);
        }
        // Browsers give them in an order of their own.
        Ok(inner.texts.keys().rev().cloned().collect())
    }
}

/// What these were after so many changes.
pub(crate) fn after(mut texts: Texts, changes: &[Change]) -> Texts {
    for (name, text) in changes {
        match text {
            Some(text) => _ = texts.insert(name.clone(), text.clone()),
            None => _ = texts.remove(name),
        }
    }
    texts
}

/// Whether a text says all that another one says, both of them records under a key.
pub(crate) fn says(key: &Key, text: &str, other: &str) -> bool {
    let whole = joined(key, text, text);
    whole.is_some() && joined(key, text, other) == whole
}

/// The record that is told by a text which was stored under a name: of a key, beside it, or copied for the undoing.
/// `None` where it is no record of this version or an older one.
pub(crate) fn record_of(name: &str, text: &str) -> Option<(Key, String)> {
    let rest = ["lectern/undo/", "lectern/from2/", "lectern/from3/", "lectern/"];
    let rest = rest.iter().find_map(|it| name.strip_prefix(it))?;
    let key = Key::parse(&format!("lectern/{rest}"))?;
    if object(text) == Found::Newer || !is_record(&key, text) {
        return None;
    }
    Some(moved(&key, text).unwrap_or_else(|| (key, text.to_owned())))
}

/// All that was ever said, as far as it are records: joined, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said(BTreeMap<Key, String>);

impl Said {
    /// What was stored under a name at some time.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        let Some((key, text)) = record_of(name, text) else { return };
        let said =
            self.0.get(&key).map_or_else(|| text.clone(), |said| joined(&key, said, &text).expect("records"));
        self.0.insert(key, said);
    }

    /// All that stands somewhere.
    pub(crate) fn add_all(&mut self, texts: &Texts) {
        texts.iter().for_each(|(name, text)| self.add(name, text));
    }

    /// All that was written somewhere.
    pub(crate) fn add_changes(&mut self, changes: &[Change]) {
        for (name, text) in changes {
            if let Some(text) = text {
                self.add(name, text);
            }
        }
    }

    /// Looks whether a store says all of it; `copies` may say it too.
    ///
    /// # Panics
    /// Where something is missing.
    pub(crate) fn assert_in<A: Area>(&self, store: &mut Store<A>, copies: &Texts, when: &str) {
        for (key, said) in &self.0 {
            let name = key.to_string();
            let copy = copies.get(&name.replacen("lectern/", "lectern/undo/", 1));
            let shown = shown(store, key);
            let held = copy.and_then(|copy| joined(key, &shown, copy)).unwrap_or(shown);
            assert!(says(key, &held, said), "{when}: {key} was\n{said}\nand is\n{held:?}");
        }
    }
}

/// The record that a page is shown.
fn shown<A: Area>(store: &mut Store<A>, key: &Key) -> String {
    match key {
        Key::Lesson(_) => print(&store.get::<LessonRecord>(key)),
        Key::Quiz(..) => print(&store.get::<AttemptsRecord>(key)),
        Key::Answer(..) => print(&store.get::<AnswerRecord>(key)),
        Key::Asked(_) => print(&store.get::<AskedRecord>(key)),
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => print(&store.get::<Register>(key)),
        Key::Note(..) => print(&store.get::<NoteRecord>(key)),
        Key::Card(..) => print(&store.get::<CardRecord>(key)),
        Key::Time(_) => print(&store.get::<TimeRecord>(key)),
        Key::Attempt(..) => unreachable!("it is moved"),
    }
}
