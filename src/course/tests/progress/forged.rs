//! Records that no release has written: damaged by a hair, forged, or from clocks and counters at their ends. What can
//! be read of them joins as lawfully as any other.

use course::json::Value;
use course::progress::{Found, Key, Register, is_record, parse};

use crate::laws;
use crate::random::{Random, each_seed};

/// How many triples of texts are made of each type.
const TRIES: u64 = 500;

/// One key of each type of record.
pub(crate) fn keys() -> [Key; 8] {
    let [one, other] = [(); 2].map(|()| "a".to_owned());
    [
        Key::Lesson(one.clone()),
        Key::Quiz(one.clone(), other.clone()),
        Key::Answer(one.clone(), other.clone()),
        Key::Asked(one.clone()),
        Key::Work(one.clone(), other.clone()),
        Key::Note(one.clone(), other.clone()),
        Key::Card(one.clone(), other),
        Key::Time(one),
    ]
}

/// A text that is nearly a record: fields of records with values from few, so that copies have much in common.
pub(crate) fn text(random: &mut Random, key: &Key) -> String {
    let version = *random.pick(&[1, 2, 3, 3, 3, 3]);
    let mut fields = vec![("v".to_owned(), Value::Number(version))];
    let names: &[&str] = match key {
        Key::Lesson(_) => &["opened", "completed"],
        Key::Quiz(..) | Key::Attempt(..) => &["attempts"],
        Key::Answer(..) => &["choices", "entries", "edits", "checked", "told", "hints", "sure", "others"],
        Key::Asked(_) => &["asked"],
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => {
            &["value", "changed", "by", "count", "others", "seen"]
        }
        Key::Note(..) => &["quote", "before", "after", "at", "text", "kept"],
        Key::Card(..) => &["reviews", "cards"],
        Key::Time(_) => &["opened", "seconds"],
    };
    for name in names {
        if random.below(4) > 0 {
            fields.push(((*name).to_owned(), field(random, key, name)));
        }
    }
    if random.below(8) == 0 {
        random.shuffle(&mut fields);
    }
    Value::Object(fields).to_string()
}

/// One that is a record all the same.
fn record(random: &mut Random, key: &Key) -> String {
    loop {
        let text = text(random, key);
        if is_record(key, &text) {
            return text;
        }
    }
}

fn field(random: &mut Random, key: &Key, name: &str) -> Value {
    if random.below(60) == 0 {
        return any(random, 0);
    }
    let object = |random: &mut Random, names: &[&str]| {
        let named = names.iter().filter(|_| random.below(6) > 0).copied().collect::<Vec<_>>();
        Value::Object(named.into_iter().map(|name| (name.to_owned(), field(random, key, name))).collect())
    };
    let list = |random: &mut Random, item: &dyn Fn(&mut Random) -> Value| {
        Value::List((0..random.below(4)).map(|_| item(random)).collect())
    };
    match (key, name) {
        (_, "choices") => list(random, &string),
        (_, "entries") => list(random, &|random| Value::List(vec![string(random), string(random)])),
        (Key::Answer(..), "others") => {
            list(random, &|random| object(random, &["checked", "checked", "edits", "choices", "entries"]))
        }
        (_, "others") => list(random, &|random| object(random, &["changed", "value", "by", "count"])),
        (_, "text" | "kept") => object(random, &["changed", "value", "by", "count", "others", "seen"]),
        (_, "seen" | "seconds") => list(random, &|random| Value::List(vec![string(random), number(random)])),
        (_, "attempts") => {
            list(random, &|random| Value::List(vec![string(random), number(random), number(random)]))
        }
        (_, "reviews") => list(random, &|random| Value::List(vec![number(random), number(random)])),
        (_, "cards") => list(random, &|random| {
            let numbers = (0..random.below(3)).flat_map(|_| [number(random), number(random)]).collect();
            Value::List(vec![string(random), Value::List(numbers)])
        }),
        (_, "asked") => list(random, &|random| {
            let choice =
                |random: &mut Random| Value::List(vec![string(random), number(random), string(random)]);
            let mut question = vec![string(random), string(random), string(random)];
            question.extend((0..random.below(3)).map(|_| choice(random)));
            Value::List(vec![string(random), string(random), Value::List(question)])
        }),
        (_, "value" | "by" | "quote" | "before" | "after") => string(random),
        _ => number(random),
    }
}

fn number(random: &mut Random) -> Value {
    Value::Number(*random.pick(&[0, 1, 2, 3, 4, 5, u64::MAX - 1, u64::MAX]))
}

fn string(random: &mut Random) -> Value {
    Value::Text((*random.pick(&["a", "b", "c", "2", "", "a/b", "\u{0}\"\\", "😀"])).to_owned())
}

fn any(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth < 3 { 5 } else { 3 }) {
        0 => Value::Other,
        1 => number(random),
        2 => string(random),
        3 => Value::List((0..random.below(3)).map(|_| any(random, depth + 1)).collect()),
        _ => Value::Object(vec![("v".to_owned(), any(random, depth + 1))]),
    }
}

#[test]
fn whatever_can_be_read_joins_lawfully() {
    for key in keys() {
        each_seed(TRIES, |random| {
            let texts = [(); 3].map(|()| record(random, &key));
            laws::hold_of_texts(&key, &texts.each_ref().map(String::as_str));
        });
    }
}

#[test]
fn what_is_written_into_a_forged_register_stays_wherever_it_is_joined() {
    let key = Key::Setting("a".into());
    each_seed(TRIES * 4, |random| {
        let texts = [(); 2].map(|()| record(random, &key));
        let [one, other] = texts.each_ref().map(|text| read(text));
        let mut written = laws::join(&one, &other);
        // The page's own name may stand there, with any count.
        written.write("new".into(), "a", random.below(6) as u64);
        for copy in [&one, &other] {
            let joined = laws::join(&written, copy);
            assert_eq!((joined.value(), joined.others().count()), ("new", 0), "{texts:?}");
        }
        let mut again = written.clone();
        again.write("newer".into(), "a", 0);
        assert_eq!(laws::join(&again, &written).value(), "newer", "{texts:?}");
    });
}

fn read(text: &str) -> Register {
    match parse(text) {
        Found::Record(record) => record,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn of_two_texts_with_one_mark_both_stay() {
    for (one, other) in [
        // Two devices of version 2 whose clocks agree.
        (r#"{"v":2,"value":"here","changed":5}"#, r#"{"v":2,"value":"there","changed":5}"#),
        (
            r#"{"v":3,"value":"here","changed":5,"by":"x","count":1}"#,
            r#"{"v":3,"value":"there","changed":5,"by":"x","count":1}"#,
        ),
    ] {
        let both = laws::join(&read(one), &read(other));
        let mut texts: Vec<&str> = both.others().map(|other| other.value.as_str()).collect();
        texts.push(both.value());
        texts.sort_unstable();
        assert_eq!(texts, ["here", "there"], "{one} and {other}");
        laws::hold(&both, &read(one), &read(other));
    }
}

#[test]
fn a_record_without_the_half_that_says_what_it_is_is_damaged() {
    for (key, text) in [
        ("lectern/work/l/notes", r#"{"v":3,"value":"a text"}"#),
        ("lectern/work/l/notes", r#"{"v":3,"by":"x","count":1}"#),
        ("lectern/note/l/n", r#"{"v":3,"quote":"q","text":{"value":"a text"}}"#),
        ("lectern/time/x", r#"{"v":3,"seconds":[]}"#),
    ] {
        let key = Key::parse(key).unwrap();
        assert!(!is_record(&key, text), "{key}: {text}");
    }
}
