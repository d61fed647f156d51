//! How long it takes from an edit of one lesson to the new bundle: `cargo bench -p compiler --bench recompile
//! --profile dist -- FOLDER`, which edits files of that folder. `cargo xtask bench compile` makes one and runs this.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot touch its files has failed")]

use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use compiler::{Compiler, Content};

/// How many lessons are edited, one after the other.
const EDITS: usize = 21;

fn main() {
    let Some(folder) = env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from)
    else {
        eprintln!("name the folder to edit");
        return;
    };
    // The files have just been written; only older ones are known not to have changed.
    thread::sleep(Duration::from_secs(3));
    let mut content = Content::read(&folder).unwrap();
    let lessons = content.files.len();
    let mut compiler = Compiler::default();
    let started = Instant::now();
    let first = compiler.compile(&content);
    let cold = started.elapsed();
    let mut times: Vec<(Duration, Duration)> = Vec::new();
    for edit in 0..EDITS {
        let path = folder.join(&content.files[edit * lessons / EDITS].path);
        let mut text = fs::read_to_string(&path).unwrap();
        text = text.replacen("\n\n## ", &format!("\n\nAn edit, number {edit}.\n\n## "), 1);
        fs::write(&path, text).unwrap();
        let started = Instant::now();
        content = content.read_again(&folder).unwrap();
        let read = started.elapsed();
        let compiled = compiler.compile(&content);
        times.push((started.elapsed(), read));
        assert_ne!(compiled.bundle, first.bundle, "the edit shows");
    }
    times.sort();
    let (median, read) = times[EDITS / 2];
    println!(
        "{lessons} lessons in one process: first compilation {:.0} ms; after an edit of one lesson {:.1} ms (median of {EDITS}, {:.1} ms of it looking for what changed; slowest {:.1} ms)",
        cold.as_secs_f64() * 1e3,
        median.as_secs_f64() * 1e3,
        read.as_secs_f64() * 1e3,
        times[EDITS - 1].0.as_secs_f64() * 1e3,
    );
}
