//! Listening to a program while it runs.

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};

/// How a program that was listened to ended.
pub(crate) struct Ended {
    /// Whether it says it succeeded.
    pub(crate) success: bool,
    /// Its last lines, oldest first.
    pub(crate) last_lines: Vec<String>,
}

/// How many lines are kept for telling why something failed.
const KEPT: usize = 12;

/// Runs a program and hands each line of its stderr to `hear`; a carriage return ends a line too, for that is how
/// progress is drawn. Where `hear` says true the line was progress and is not kept. Its stdout is not used.
pub(crate) fn listen(command: &mut Command, mut hear: impl FnMut(&str) -> bool) -> io::Result<Ended> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut last_lines = Vec::new();
    for_each_line(&mut child, |line| {
        if !hear(line) && !line.trim().is_empty() {
            last_lines.push(line.trim_end().to_owned());
            if last_lines.len() > KEPT {
                last_lines.remove(0);
            }
        }
    })?;
    Ok(Ended { success: child.wait()?.success(), last_lines })
}

fn for_each_line(child: &mut Child, mut take: impl FnMut(&str)) -> io::Result<()> {
    let Some(mut stderr) = child.stderr.take() else { return Ok(()) };
    let mut buffer = [0; 4096];
    let mut line = Vec::new();
    loop {
        let read = stderr.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        for byte in &buffer[..read] {
            if matches!(byte, b'\n' | b'\r') {
                take(&String::from_utf8_lossy(&line));
                line.clear();
            } else {
                line.push(*byte);
            }
        }
    }
    take(&String::from_utf8_lossy(&line));
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn progress_is_heard_and_the_last_other_lines_are_kept() {
        let mut progress = Vec::new();
        let mut command = Command::new("sh");
        command
            .args(["-c", "for i in $(seq 20); do echo line $i >&2; printf '%s/20\\r' $i >&2; done; exit 3"]);
        let ended = listen(&mut command, |line| {
            let is_progress = line.ends_with("/20");
            if is_progress {
                progress.push(line.to_owned());
            }
            is_progress
        })
        .unwrap();
        assert!(!ended.success);
        assert_eq!(progress.len(), 20);
        assert_eq!(ended.last_lines.len(), KEPT);
        assert_eq!(ended.last_lines.last().unwrap(), "line 20");
    }
}
