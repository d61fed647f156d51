//! Every check and every test, each announced and timed; all run even if one fails, and the last line adds them up.

use std::io::{BufRead, BufReader, IsTerminal, stdout};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{player, setup, trunk};

/// Where the end-to-end suite, below the target folder, notes tests that passed only at the second try.
const SECOND_TRIES: &str = "second-tries";

/// Where it notes how long each of its tests took.
const TIMES: &str = "e2e-times";

/// How many of its tests run at once: they wait for browsers half of the time. It lets no more than these.
const AT_ONCE: &str = "3";

/// How many of the slowest are told.
const SLOWEST: usize = 10;

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: usize,
}

/// Runs everything and tells whether all of it passed.
pub(crate) fn run(workspace: &Workspace, filter: Option<&str>) -> bool {
    let filter: Vec<&str> = filter.into_iter().collect();
    let mut total = Count::default();
    let mut step = |name: &str, run: &mut dyn FnMut() -> Result<Count>| {
        eprintln!("\n== {name}");
        let started = Instant::now();
        let count = run().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Count { passed: 0, failed: 1 }
        });
        let verdict = if count.failed == 0 { "passed" } else { "failed" };
        eprintln!("== {name}: {verdict} in {}", setup::duration(started.elapsed()));
        total.passed += count.passed;
        total.failed += count.failed;
    };

    step("set-up", &mut || setup::report(workspace, true).map(|()| Count::default()));
    if filter.is_empty() {
        step("formatting", &mut || check(workspace.cargo().args(["fmt", "--all", "--check"])));
        step("lints", &mut || {
            check(workspace.cargo().args(["clippy", "--all-targets", "--", "--deny", "warnings"]))
        });
        step("lints of the end-to-end tests", &mut || {
            check(workspace.cargo().args([
                "clippy",
                "--package",
                "tests",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ]))
        });
        step("lints of the player", &mut || {
            let target = "--target=wasm32-unknown-unknown";
            check(workspace.cargo().args([
                "clippy",
                "--package",
                "player",
                "--package",
                "keeper",
                "--package",
                "finder",
                "--package",
                "margin",
                target,
                "--",
                "--deny",
                "warnings",
            ]))
        });
        step("lints of the pages drawn ahead", &mut || {
            let arguments = ["clippy", "--package", "player", "--no-default-features", "--features", "ssr"];
            check(workspace.cargo().args(arguments).args(["--", "--deny", "warnings"]))
        });
    }
    step("tests", &mut || tests(workspace.cargo().args(["test", "--no-fail-fast"]).args(&filter)));
    step("player", &mut || player::build(workspace).map(|_| Count::default()));
    // Once for all tests, or when it is asked for.
    if filter.iter().all(|filter| "trunk".contains(filter)) {
        step("the same site from trunk and from lectern", &mut || {
            trunk::same_site(workspace).map(|()| Count { passed: 1, failed: 0 })
        });
    }
    step("the author's tool by itself", &mut || {
        let arguments = ["test", "--package", "lectern", "--features", "inside", "--test", "alone"];
        tests(workspace.cargo().args(arguments).args(&filter).env(player::INSIDE, player::build(workspace)?))
    });
    let again = workspace.target.join(SECOND_TRIES);
    let times = workspace.target.join(TIMES);
    for file in [&again, &times] {
        _ = std::fs::remove_file(file);
    }
    step("end-to-end tests", &mut || {
        let arguments = ["test", "--package", "tests", "--no-fail-fast"];
        tests(workspace.cargo().args(arguments).args(&filter).env("RUST_TEST_THREADS", AT_ONCE))
    });

    if filter.is_empty()
        && let Ok(times) = std::fs::read_to_string(&times)
    {
        println!("the slowest in a browser, in ms:");
        let mut times: Vec<&str> = times.lines().collect();
        // Numbers of the same width.
        times.sort_unstable();
        times.iter().rev().take(SLOWEST).for_each(|line| println!("{line}"));
    }
    if let Ok(names) = std::fs::read_to_string(&again) {
        println!("passed only at the second try, and to be looked into:\n{names}");
    }

    println!("{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

/// A program whose success is one check.
fn check(command: &mut Command) -> Result<Count> {
    let status = command.stdin(Stdio::null()).status().context("cannot start cargo")?;
    Ok(if status.success() { Count { passed: 1, failed: 0 } } else { Count { passed: 0, failed: 1 } })
}

/// A run of `cargo test`, passed on as it is said and counted.
fn tests(command: &mut Command) -> Result<Count> {
    if stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let mut count = Count::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line.context("cannot read what cargo says")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            if let Some(result) = result_in(&line) {
                count.passed += result.passed;
                count.failed += result.failed;
            }
        }
    }
    let status = child.wait().context("cannot wait for cargo")?;
    // Tests that do not compile, or a test program that broke off, have no line of their own.
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// `test result: ok. 21 passed; 0 failed; 0 ignored; …` → 21 and 0.
fn result_in(line: &str) -> Option<Count> {
    let (_, result) = line.split_once("test result: ")?;
    let number = |what: &str| -> Option<usize> {
        result.split([';', '.']).find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
    };
    Some(Count { passed: number(" passed")?, failed: number(" failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_from_what_cargo_test_says() {
        let line = "test result: FAILED. 20 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s";
        assert_eq!(result_in(line), Some(Count { passed: 20, failed: 3 }));
        assert_eq!(
            result_in("test result: ok. 1 passed; 0 failed; 0 ignored"),
            Some(Count { passed: 1, failed: 0 })
        );
        assert_eq!(result_in("test a::b ... ok"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_run_without_a_result_counts_as_one_failure() {
        let run = |script: &str| tests(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!(run("echo 'error: it does not compile'; exit 101"), Count { passed: 0, failed: 1 });
        assert_eq!(
            run("echo 'test result: ok. 2 passed; 0 failed;'; echo 'test result: ok. 3 passed; 0 failed;'"),
            Count { passed: 5, failed: 0 }
        );
        assert_eq!(
            run("echo 'test result: FAILED. 2 passed; 2 failed;'; exit 1"),
            Count { passed: 2, failed: 2 }
        );
        assert_eq!(check(&mut Command::new("false")).unwrap(), Count { passed: 0, failed: 1 });
    }
}
