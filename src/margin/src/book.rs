//! The learner's notes and bookmarks as records: read from the player's store and written into it, which keeps them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use course::backup::pairs;
use course::notes::passage::Quote;
use course::progress::{Found, Key, NoteRecord, PREFIX, Record, Register, parse, print};

use crate::browser::{now, random_id};
use crate::player::player;

/// A note with what it is called by.
#[derive(Clone)]
pub(crate) struct Note {
    pub(crate) lesson: String,
    pub(crate) id: String,
    pub(crate) record: NoteRecord,
}

thread_local! {
    /// Names what this page writes (see [`Register::write`]).
    static WRITER: RefCell<String> = RefCell::new(random_id());
    /// The keys of notes that were seen on this page.
    static SEEN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    /// A note as it is shown in a field.
    static SHOWN: RefCell<Option<Note>> = const { RefCell::new(None) };
}

impl Note {
    /// As it is called in addresses and by elements.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.lesson, self.id)
    }

    fn key(&self) -> String {
        Key::Note(self.lesson.clone(), self.id.clone()).to_string()
    }

    pub(crate) fn quote(&self) -> Quote {
        let NoteRecord { quote, before, after, at, .. } = &self.record;
        let [before, exact, after] = [before, quote, after].map(Clone::clone);
        Quote { before, exact, after, at: usize::try_from(*at).unwrap_or(usize::MAX) }
    }

    /// What the learner has written: more than one text where they were written without knowing of each other.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let text = &self.record.text;
        let others = text.others().map(|other| other.value.as_str());
        std::iter::once(text.value()).chain(others).filter(|text| !text.is_empty())
    }

    /// Whether the learner has written anything.
    pub(crate) fn has_text(&self) -> bool {
        self.texts().next().is_some()
    }
}

/// The notes on a lesson that are kept, in the order of their passages; those on the whole lesson come first.
pub(crate) fn of_lesson(lesson: &str) -> Vec<Note> {
    // Ids may begin with the ids of others, but not with a slash behind them.
    read(&format!("note/{lesson}/"))
}

/// All notes that are kept, by lesson.
pub(crate) fn all() -> BTreeMap<String, Vec<Note>> {
    let mut lessons: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for note in read("note/") {
        lessons.entry(note.lesson.clone()).or_default().push(note);
    }
    lessons
}

fn read(start: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    SEEN.with_borrow_mut(|seen| {
        let stored: BTreeMap<String, String> = pairs(player().stored(start)).collect();
        let start = format!("{PREFIX}{start}");
        if seen.iter().any(|name| name.starts_with(&start) && !stored.contains_key(name)) {
            // They were taken away, and what this page counted in them went too.
            seen.retain(|name| stored.contains_key(name));
            WRITER.set(random_id());
        }
        for (name, text) in stored {
            let (Some(Key::Note(lesson, id)), Found::Record(record)) = (Key::parse(&name), parse(&text))
            else {
                continue;
            };
            seen.insert(name);
            notes.push(Note { lesson, id, record });
        }
    });
    notes.retain(|note| note.record.is_kept());
    notes.sort_unstable_by_key(|note| (!note.record.quote.is_empty(), note.record.at, note.record.changed()));
    notes
}

/// The note that is called so, also one that was removed.
pub(crate) fn get(name: &str) -> Option<Note> {
    let (lesson, id) = name.split_once('/')?;
    let mut note = Note { lesson: lesson.into(), id: id.into(), record: NoteRecord::default() };
    if let Some(text) = player().record(&note.key())
        && let Found::Record(record) = parse(&text)
    {
        note.record = record;
    }
    Some(note)
}

/// A new note on a passage of a lesson, which is not written down yet.
pub(crate) fn begin(lesson: &str, quote: Quote) -> Note {
    let Quote { before, exact, after, at } = quote;
    let mut record = WRITER.with_borrow(|writer| NoteRecord::new([before, exact, after], writer, now()));
    record.at = at as u64;
    Note { lesson: lesson.into(), id: random_id(), record }
}

/// Writes a note down.
pub(crate) fn keep(note: &Note) {
    player().put(vec![note.key(), print(&note.record)]);
}

/// Changes a note and writes it down.
pub(crate) fn change(name: &str, change: impl FnOnce(&mut NoteRecord, &str, u64)) {
    if let Some(mut note) = get(name) {
        WRITER.with_borrow(|writer| change(&mut note.record, writer, now()));
        keep(&note);
    }
}

/// Removes a note on a whole lesson that says nothing.
pub(crate) fn drop_empty(name: &str) {
    if let Some(note) = get(name)
        && note.record.is_kept()
        && note.record.quote.is_empty()
        && !note.has_text()
    {
        change(name, NoteRecord::remove);
    }
}

/// Remembers a note as a field shows it.
pub(crate) fn show(note: &Note) {
    SHOWN.replace(Some(note.clone()));
}

/// Writes a text down as it is typed, and gives the note as it is then.
pub(crate) fn write(name: &str, value: &str) -> Option<Note> {
    let mut note = get(name)?;
    // What another tab wrote without this page showing it was not seen by its learner.
    let shown = SHOWN.with_borrow(|shown| shown.clone().filter(|shown| shown.name() == name));
    let mut seen = shown.map_or_else(|| note.record.clone(), |shown| shown.record);
    WRITER.with_borrow(|writer| {
        seen.revise(value.to_owned(), writer, now());
        note.record.join(seen);
        if note.record.text.value() != value {
            note.record.revise(value.to_owned(), writer, now());
        }
    });
    keep(&note);
    show(&note);
    Some(note)
}

/// Whether a lesson has a bookmark.
pub(crate) fn is_bookmarked(lesson: &str) -> bool {
    let text = player().record(&Key::Bookmark(lesson.into()).to_string());
    matches!(text.map(|text| parse::<Register>(&text)), Some(Found::Record(mark)) if !mark.value().is_empty())
}

/// The lessons that have a bookmark.
pub(crate) fn bookmarks() -> Vec<String> {
    let keys = pairs(player().stored("bookmark/")).filter_map(|(name, _)| Key::parse(&name));
    keys.filter_map(|key| match key {
        Key::Bookmark(lesson) => is_bookmarked(&lesson).then_some(lesson),
        _ => None,
    })
    .collect()
}

/// Puts a bookmark into a lesson, or takes it out.
pub(crate) fn bookmark(lesson: &str, is_set: bool) {
    let key = Key::Bookmark(lesson.into()).to_string();
    let mut mark = match player().record(&key).map(|text| parse::<Register>(&text)) {
        Some(Found::Record(mark)) => mark,
        _ => Register::default(),
    };
    let value = if is_set { "1" } else { "" };
    WRITER.with_borrow(|writer| mark.write(value.into(), writer, now()));
    player().put(vec![key, print(&mark)]);
}
