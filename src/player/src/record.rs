//! How a record is written: one small JSON object with its format version, converted by hand.
//!
//! ```text
//! LessonRecord    {"v":1,"opened":1760000000000,"completed":1760000300000}
//! AttemptRecord   {"v":1,"id":"0f3a…","started":1760000000000}
//! AnswerRecord    {"v":1,"choices":["k3…"],"checked":1760000100000}
//! ```
//!
//! The browser's own JSON does the parsing: a parser of ours would be about 9 KB more for every learner to fetch.

use course::grading::Response;
use course::progress::{AnswerRecord, AttemptRecord, LessonRecord, VERSION};
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
        let choices = fields.get("choices").dyn_into::<Array>().ok()?;
        let choices = choices.iter().map(|choice| choice.as_string()).collect::<Option<Vec<_>>>()?;
        Some(Self {
            response: Response { choices, ..Response::default() },
            checked: fields.time("checked")?,
            hints: 0,
        })
    }

    fn write(&self, fields: &Fields) {
        let choices = Array::new();
        for choice in &self.response.choices {
            choices.push(&choice.as_str().into());
        }
        fields.set("choices", choices.into());
        fields.set_time("checked", self.checked);
    }
}
