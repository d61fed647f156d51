//! A record: what is stored under one key, with its version, and how two copies of it become one.

use crate::json::Value;

/// The version that records are written in.
///
/// 1 had answers of choices alone. 2 had a key for each attempt, and texts that the later clock won.
pub const VERSION: u64 = 3;

/// Something that is remembered under one key.
///
/// Records of one type are a join-semilattice: [`Record::join`] is commutative, associative and idempotent, so that
/// copies of a learner's progress become one in any order and however often, and no copy has to win
/// (Shapiro, Preguiça, Baquero, Zawirski: Conflict-free replicated data types, 2011).
/// Equal records have equal texts.
pub trait Record: Clone + Default + PartialEq {
    /// Reads what [`Record::fields`] gave, or those of an older version; `None` where it is something else.
    fn read(value: &Value) -> Option<Self>;

    /// What is written down, without the version.
    fn fields(&self) -> Vec<(&'static str, Value)>;

    /// Both together.
    fn join(&mut self, other: Self);
}

/// What a stored text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// A record of this version or an older one.
    Record(T),
    /// Something of a version that this release does not know.
    Newer,
    /// Nothing that can be read.
    Damaged,
}

/// Reads a stored text.
pub fn parse<R: Record>(text: &str) -> Found<R> {
    match object(text) {
        Found::Record(value) => R::read(&value).map_or(Found::Damaged, Found::Record),
        Found::Newer => Found::Newer,
        Found::Damaged => Found::Damaged,
    }
}

/// Reads a stored text as an object, whatever the type of its record.
pub fn object(text: &str) -> Found<Value> {
    let Some(value) = Value::parse(text) else { return Found::Damaged };
    match value.get("v").and_then(Value::number) {
        Some(0) | None => Found::Damaged,
        Some(version) if version > VERSION => Found::Newer,
        Some(_) => Found::Record(value),
    }
}

/// The stored text of a record.
pub fn print(record: &impl Record) -> String {
    written(record.fields()).to_string()
}

fn written(fields: Vec<(&'static str, Value)>) -> Value {
    let version = std::iter::once(("v", Value::Number(VERSION)));
    Value::Object(version.chain(fields).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A number that may be missing; `None` where something else stands there.
pub(crate) fn number(value: &Value, name: &str) -> Option<Option<u64>> {
    match value.get(name) {
        None => Some(None),
        Some(value) => value.number().map(Some),
    }
}

/// A text that is empty where it is missing; `None` where something else stands there.
pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name) {
        None => Some(String::new()),
        Some(value) => value.text().map(str::to_owned),
    }
}

/// The items of a list, none where it is missing; `None` where one of them cannot be read.
pub(crate) fn list<T>(value: &Value, name: &str, item: impl FnMut(&Value) -> Option<T>) -> Option<Vec<T>> {
    match value.get(name) {
        None => Some(Vec::new()),
        Some(value) => value.list()?.iter().map(item).collect(),
    }
}

/// Adds a number unless it is 0, which stands for a missing one.
pub(crate) fn put_number(fields: &mut Vec<(&'static str, Value)>, name: &'static str, number: u64) {
    if number > 0 {
        fields.push((name, number.into()));
    }
}

/// Adds a text unless it is empty.
pub(crate) fn put_text(fields: &mut Vec<(&'static str, Value)>, name: &'static str, text: &str) {
    if !text.is_empty() {
        fields.push((name, text.into()));
    }
}

/// Adds a list unless it is empty.
pub(crate) fn put_list(fields: &mut Vec<(&'static str, Value)>, name: &'static str, items: Vec<Value>) {
    if !items.is_empty() {
        fields.push((name, Value::List(items)));
    }
}

/// The earlier of two times that may be missing.
pub(crate) fn earlier(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
