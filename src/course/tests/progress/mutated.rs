//! Storages that releases have left, with something in them changed at random: a short way of what
//! `cargo xtask fuzz stored` does for longer.

use crate::area::Texts;
use crate::loader::{check, texts_of};
use crate::random::{Random, each_seed};
use crate::shipped::storages;

/// How many storages are tried.
const TRIES: u64 = 20_000;

/// What is put into texts: parts of records, and numbers at their ends.
const PARTS: [&str; 24] = [
    "\"v\":4",
    "\"v\":3",
    "\"v\":2",
    "null",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "0",
    "1e3",
    "{}",
    "[]",
    "[[",
    "]",
    "}",
    ",",
    "\"",
    "\\",
    "\\ud83d",
    "\"others\":[",
    "\"changed\":1",
    "\"by\":\"2\"",
    "\"\"",
    "\n",
    "\t",
];

fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    let end = (at + 1 + random.below(12)).min(bytes.len());
    match random.below(7) {
        0 => bytes.truncate(at),
        1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        2 => _ = bytes.drain(at..end),
        3 => {
            let part = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            _ = bytes.splice(to..to, part);
        }
        4 if at < bytes.len() => bytes[at] = b"0123456789{}[]\",:v\\\t\n"[random.below(21)],
        _ => _ = bytes.splice(at..if random.flip() { at } else { end }, random.pick(&PARTS).bytes()),
    }
}

#[test]
fn whatever_is_changed_in_a_storage_nothing_else_is_lost() {
    let all: Vec<(String, String)> = storages().into_iter().flat_map(|(_, texts)| texts).collect();
    each_seed(TRIES, |random| {
        let mut texts = Texts::new();
        for _ in 0..1 + random.below(3) {
            let (name, text) = random.pick(&all);
            texts.insert(name.clone(), text.clone());
        }
        let (name, text) = random.pick(&all);
        let rest = name.strip_prefix("lectern/").unwrap_or(name);
        let mut bytes = format!("{rest}\t{text}").into_bytes();
        for _ in 0..1 + random.below(4) {
            mutate(random, &mut bytes);
        }
        texts.extend(texts_of(&bytes));
        check(&texts);
    });
}

#[test]
fn the_storages_themselves_hold_what_is_promised() {
    for (_, texts) in storages() {
        check(&texts);
    }
}
