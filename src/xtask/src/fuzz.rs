//! Fuzzing the compiler and the loader of progress: AFL++ mutates content or storages and follows which code it
//! reaches. What must hold of them is in `src/xtask/fuzz`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::workspace::Workspace;

/// The version of the tool; that of the library in `src/xtask/fuzz` is the same.
const AFL: &str = "0.18.2";

/// Longer examples only make a mutation cost more.
const LONGEST_SEED: usize = 4_000;

/// How long one input may take, in milliseconds, before it counts as one that does not end.
const PATIENCE: &str = "2000";

/// What is fuzzed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Target {
    /// The front matter of a lesson, a course and a path.
    FrontMatter,
    /// What stands under the heading of a quiz.
    Questions,
    /// A whole folder.
    Content,
    /// What is stored of a learner's progress.
    Stored,
}

impl Target {
    fn program(self) -> &'static str {
        match self {
            Self::FrontMatter => "front_matter",
            Self::Questions => "questions",
            Self::Content => "content",
            Self::Stored => "stored",
        }
    }
}

/// Fuzzes a target for some minutes and prints what came of it.
///
/// # Errors
/// Where an input was found that breaks a promise; the message says where it lies.
pub(crate) fn run(workspace: &Workspace, target: Target, minutes: u32) -> Result<()> {
    let cargo_afl = tool(workspace)?;
    let room = workspace.root.join("src/xtask/fuzz");
    let built = workspace.target.join("fuzz/build");
    let status = workspace
        .command(&cargo_afl.to_string_lossy())
        .args(["afl", "build", "--release", "--bins"])
        .current_dir(&room)
        .env("CARGO_TARGET_DIR", &built)
        .status()
        .context("cannot start cargo-afl")?;
    ensure!(status.success(), "the fuzz targets could not be built");

    let folder = workspace.target.join("fuzz").join(target.program());
    let seeds = match target {
        Target::Stored => stored_seeds(workspace, &folder)?,
        _ => seeds(workspace, &folder)?,
    };
    let found = folder.join("found");
    _ = fs::remove_dir_all(&found);
    let seconds = (minutes * 60).to_string();
    let status = workspace
        .command(&cargo_afl.to_string_lossy())
        .args(["afl", "fuzz", "-t", PATIENCE, "-V", &seconds, "-i"])
        .args([&seeds, Path::new("-o"), &found])
        .arg(built.join("release").join(target.program()))
        .env("AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "1")
        .env("AFL_SKIP_CPUFREQ", "1")
        .env("AFL_NO_AFFINITY", "1")
        .env("AFL_NO_UI", "1")
        .stdout(std::process::Stdio::null())
        .status()
        .context("cannot start cargo-afl")?;
    ensure!(status.success(), "the fuzzer failed: {status}");
    conclusion(target, &found.join("default"))
}

/// Tells the figures of a run.
fn conclusion(target: Target, folder: &Path) -> Result<()> {
    let stats = fs::read_to_string(folder.join("fuzzer_stats")).context("the fuzzer has left no figures")?;
    let figure = |name: &str| {
        let line = stats.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'));
        line.map_or("?", str::trim).to_owned()
    };
    println!(
        "{}: {} executions in {} s, {} inputs kept, {} of the edges reached, {} crashes, {} hangs",
        target.program(),
        figure("execs_done"),
        figure("run_time"),
        figure("corpus_count"),
        figure("bitmap_cvg"),
        figure("saved_crashes"),
        figure("saved_hangs"),
    );
    ensure!(
        figure("saved_crashes") == "0" && figure("saved_hangs") == "0",
        "what breaks it lies in {} under `crashes` and `hangs`",
        folder.display()
    );
    Ok(())
}

/// Every test case of the compiler that is short enough, as a start.
fn seeds(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let seeds = folder.join("seeds");
    _ = fs::remove_dir_all(&seeds);
    fs::create_dir_all(&seeds)?;
    let mut open = vec![workspace.root.join("src/compiler/tests"), workspace.root.join("content")];
    let mut count = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path)?.filter_map(|entry| Some(entry.ok()?.path())));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            for part in parts(&fs::read_to_string(&path).unwrap_or_default()) {
                count += 1;
                fs::write(seeds.join(format!("{count:04}.md")), part)?;
            }
        }
    }
    ensure!(count > 0, "there are no seeds");
    Ok(seeds)
}

/// Every storage that a release has left, and every text in one by itself, as a start.
fn stored_seeds(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let seeds = folder.join("seeds");
    _ = fs::remove_dir_all(&seeds);
    fs::create_dir_all(&seeds)?;
    let mut count = 0;
    for entry in fs::read_dir(workspace.root.join("src/course/tests/stored"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let lines = texts.iter().filter_map(|(name, text)| {
            let name = name.strip_prefix("lectern/")?;
            Some(format!("{name}\t{text}\n"))
        });
        let lines: Vec<String> = lines.collect();
        for seed in lines.iter().cloned().chain([lines.concat()]) {
            count += 1;
            fs::write(seeds.join(format!("{count:04}.txt")), seed)?;
        }
    }
    ensure!(count > 0, "there are no seeds");
    Ok(seeds)
}

/// The examples in a file: its fences of Markdown, or the file itself.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut fence: Option<(usize, String)> = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        fence = match fence {
            None if ticks >= 3
                && ["lesson", "markdown"].iter().any(|word| line[ticks..].starts_with(word)) =>
            {
                Some((ticks, String::new()))
            }
            None => None,
            Some((open, part)) if ticks >= open && line.len() == ticks => {
                parts.push(part);
                None
            }
            Some((open, part)) => Some((open, part + line + "\n")),
        };
    }
    if parts.is_empty() {
        parts.push(text.into());
    }
    parts.retain(|part| part.len() <= LONGEST_SEED);
    parts
}

/// The fuzzer itself, built from crates.io where it is missing.
fn tool(workspace: &Workspace) -> Result<PathBuf> {
    let program = workspace.tools().join("bin/cargo-afl");
    if !program.is_file() {
        let status = workspace
            .cargo()
            .args(["install", "cargo-afl", "--version", AFL, "--root"])
            .arg(workspace.tools())
            .env_remove("RUSTFLAGS")
            .status()?;
        ensure!(status.success(), "cargo-afl {AFL} could not be built");
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_taken_out_of_their_fences() {
        let text = "# A\n\n````lesson\na\n```\nb\n````\n\n```text\nno\n```\n\n```markdown wrong\nc\n```\n";
        assert_eq!(parts(text), ["a\n```\nb\n", "c\n"]);
        assert_eq!(parts("plain\n"), ["plain\n"]);
        assert_eq!(parts(&"x".repeat(LONGEST_SEED + 1)), [""; 0]);
    }
}
