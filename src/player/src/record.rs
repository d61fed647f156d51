//! How a record is written: one small JSON object with its format version, converted by hand.
//!
//! ```text
//! LessonRecord    {"v":2,"opened":1760000000000,"completed":1760000300000}
//! AttemptRecord   {"v":2,"id":"0f3a…","started":1760000000000}
//! AnswerRecord    {"v":2,"choices":["k3…"],"entries":[["g7…","Paris"]],"hints":1,"checked":1760000100000}
//! WorkRecord      {"v":2,"value":"https://…","changed":1760000100000}
//! ```
//!
//! Version 1 had no entries, no hints and no work.
//!
//! The browser's own JSON does the parsing: a parser of ours would be about 9 KB more for every learner to fetch.

use course::grading::{Entry, Response};
use course::progress::{AnswerRecord, AttemptRecord, LessonRecord, VERSION, WorkRecord};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What stands under a key.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// An object of this version or an older one.
    Record(Fields),
    /// An object of a version that this release does not know.
    Newer,
    /// Something else.
    Damaged,
}

/// The fields of a stored object.
pub(crate) struct Fields(JsValue);

/// A type with a stored form.
pub(crate) trait Record: Sized {
    /// Reads the fields; `None` where they are not those of this type.
    fn read(fields: &Fields) -> Option<Self>;
    /// Writes the fields.
    fn write(&self, fields: &Fields);
}

/// Reads the stored form of any record.
pub(crate) fn parse(text: &str) -> Found {
    let Ok(value) = JSON::parse(text) else { return Found::Damaged };
    let fields = Fields(value);
    match fields.number("v") {
        Some(version) if version > u64::from(VERSION) => Found::Newer,
        Some(_) => Found::Record(fields),
        None => Found::Damaged,
    }
}

/// The stored form of a record.
pub(crate) fn print(record: &impl Record) -> String {
    let fields = Fields(Object::new().into());
    fields.set("v", f64::from(VERSION).into());
    record.write(&fields);
    JSON::stringify(&fields.0).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

impl Fields {
    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::NULL)
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name).as_f64().filter(|number| *number >= 0.0).map(|number| number as u64)
    }

    /// A time that may be missing; `None` where something else than a number stands there.
    fn time(&self, name: &str) -> Option<Option<u64>> {
        let missing = self.get(name).is_undefined();
        let time = self.number(name);
        (missing || time.is_some()).then_some(time)
    }

    fn list(&self, name: &str) -> Option<Array> {
        self.get(name).dyn_into().ok()
    }

    fn set(&self, name: &str, value: JsValue) {
        // A plain object of our own takes every field.
        _ = Reflect::set(&self.0, &name.into(), &value);
    }

    fn set_time(&self, name: &str, time: Option<u64>) {
        if let Some(time) = time {
            self.set(name, (time as f64).into());
        }
    }
}

impl Record for LessonRecord {
    fn read(fields: &Fields) -> Option<Self> {
        Some(Self { opened: fields.time("opened")?, completed: fields.time("completed")? })
    }

    fn write(&self, fields: &Fields) {
        fields.set_time("opened", self.opened);
        fields.set_time("completed", self.completed);
    }
}

impl Record for AttemptRecord {
    fn read(fields: &Fields) -> Option<Self> {
        Some(Self { id: fields.get("id").as_string()?, started: fields.number("started")? })
    }

    fn write(&self, fields: &Fields) {
        fields.set("id", self.id.as_str().into());
        fields.set_time("started", Some(self.started));
    }
}

impl Record for AnswerRecord {
    fn read(fields: &Fields) -> Option<Self> {
        let choices =
            fields.list("choices")?.iter().map(|choice| choice.as_string()).collect::<Option<_>>()?;
        let entries = match fields.list("entries") {
            Some(entries) => entries.iter().map(entry).collect::<Option<_>>()?,
            None => Vec::new(),
        };
        Some(Self {
            response: Response { choices, entries },
            checked: fields.time("checked")?,
            hints: fields.number("hints").unwrap_or(0) as u32,
        })
    }

    fn write(&self, fields: &Fields) {
        let Response { choices, entries } = &self.response;
        fields.set("choices", array(choices));
        let entries: Array = entries.iter().map(|entry| array([&entry.slot, &entry.value])).collect();
        fields.set("entries", entries.into());
        fields.set("hints", self.hints.into());
        fields.set_time("checked", self.checked);
    }
}

impl Record for WorkRecord {
    fn read(fields: &Fields) -> Option<Self> {
        Some(Self { value: fields.get("value").as_string()?, changed: fields.number("changed")? })
    }

    fn write(&self, fields: &Fields) {
        fields.set("value", self.value.as_str().into());
        fields.set_time("changed", Some(self.changed));
    }
}

fn entry(pair: JsValue) -> Option<Entry> {
    let pair: Array = pair.dyn_into().ok()?;
    Some(Entry { slot: pair.get(0).as_string()?, value: pair.get(1).as_string()? })
}

fn array<'a>(texts: impl IntoIterator<Item = &'a String>) -> JsValue {
    texts.into_iter().map(|text| JsValue::from_str(text)).collect::<Array>().into()
}
