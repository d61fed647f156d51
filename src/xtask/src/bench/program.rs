//! Running a program to its end, with the time it took and the memory it used at most.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// What a run cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// From start to end.
    pub(crate) time: Duration,
    /// The largest resident set in bytes, looked at every few milliseconds; 0 where the system does not tell.
    pub(crate) memory: u64,
}

/// Runs a program that must succeed.
pub(crate) fn run(command: &mut Command) -> Result<Cost> {
    let name = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let mut memory = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        memory = memory.max(peak_memory(child.id()));
        thread::sleep(Duration::from_millis(2));
    };
    let time = started.elapsed();
    ensure!(status.success(), "{name} failed: {status}");
    Ok(Cost { time, memory })
}

/// The cheapest of several runs: what else the machine does only ever adds to a run.
pub(crate) fn best(costs: &[Cost]) -> Option<Cost> {
    costs.iter().copied().min_by_key(|cost| cost.time)
}

/// The high-water mark of a process as Linux tells it.
fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_timed_and_its_memory_seen() {
        let cost = run(Command::new("sh").args(["-c", "sleep 0.1"])).unwrap();
        assert!(cost.time >= Duration::from_millis(100));
        assert!(cost.memory > 100_000, "{cost:?}");
        assert!(run(&mut Command::new("false")).is_err());
    }
}
