//! What must hold of any records of one type, wherever they come from.

use std::fmt::Debug;

use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, Found, Key, LessonRecord, NoteRecord, Record,
    Register, TimeRecord, parse, print,
};

/// Both together.
pub(crate) fn join<R: Record>(one: &R, other: &R) -> R {
    let mut both = one.clone();
    both.join(other.clone());
    both
}

/// Reads what is written.
///
/// # Panics
/// Where that is another record.
pub(crate) fn again<R: Record + Debug>(record: &R) -> R {
    let text = print(record);
    match parse(&text) {
        Found::Record(read) => {
            assert_eq!(&read, record, "read as it was written: {text}");
            read
        }
        other => panic!("{other:?} was written: {text}"),
    }
}

/// Joining is commutative, associative and idempotent, and records are equal exactly where their texts are.
///
/// # Panics
/// Where a law is broken.
pub(crate) fn hold<R: Record + Debug>(a: &R, b: &R, c: &R) {
    let texts = || format!("\na = {}\nb = {}\nc = {}", print(a), print(b), print(c));
    let ab = join(a, b);
    assert_eq!(ab, join(b, a), "commutative{}", texts());
    assert_eq!(join(&ab, c), join(a, &join(b, c)), "associative{}", texts());
    assert_eq!(join(a, a), *a, "idempotent{}", texts());
    assert_eq!(join(&R::default(), a), *a, "nothing adds nothing{}", texts());
    assert_eq!(join(&ab, b), ab, "what was joined once is joined{}", texts());
    for (one, other) in [(a, b), (&ab, c)] {
        assert_eq!(one == other, print(one) == print(other), "equal records have equal texts{}", texts());
    }
    again(&ab);
}

/// The same of the texts under a key, as many of them as are records.
///
/// # Panics
/// Where a law is broken.
pub(crate) fn hold_of_texts(key: &Key, texts: &[&str]) {
    fn of<R: Record + Debug>(texts: &[&str]) {
        let records: Vec<R> = texts
            .iter()
            .filter_map(|text| match parse(text) {
                Found::Record(record) => Some(record),
                _ => None,
            })
            .collect();
        for at in 0..records.len() {
            let [a, b, c] = [at, at + 1, at + 2].map(|at| &records[at % records.len()]);
            hold(a, b, c);
        }
    }
    match key {
        Key::Lesson(_) => of::<LessonRecord>(texts),
        Key::Quiz(..) => of::<AttemptsRecord>(texts),
        Key::Answer(..) => of::<AnswerRecord>(texts),
        Key::Asked(_) => of::<AskedRecord>(texts),
        Key::Work(..) | Key::Bookmark(_) | Key::Setting(_) => of::<Register>(texts),
        Key::Note(..) => of::<NoteRecord>(texts),
        Key::Card(..) => of::<CardRecord>(texts),
        Key::Time(_) => of::<TimeRecord>(texts),
        Key::Attempt(..) => {}
    }
}
