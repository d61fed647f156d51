//! How far a step is: a line that changes in a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Without a terminal, how often it is told how far a step is.
const EVERY: Duration = Duration::from_secs(20);

/// One step of the set-up.
pub(crate) struct Progress {
    label: String,
    note: String,
    started: Instant,
    told: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins a step; nothing is shown before [`Progress::begin`].
    pub(crate) fn new(label: String) -> Self {
        let now = Instant::now();
        Self { label, note: String::new(), started: now, told: now, bar: None }
    }

    /// Tells what is about to happen.
    pub(crate) fn begin(&mut self, note: &str) {
        self.note = note.to_owned();
        self.told = Instant::now();
        if stderr().is_terminal() {
            let bar = self.bar.take().unwrap_or_else(|| {
                let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}")
                    .expect("the template is a valid one");
                ProgressBar::new_spinner().with_style(style)
            });
            bar.enable_steady_tick(Duration::from_millis(120));
            bar.set_message(format!("{}: {note}…", self.label));
            self.bar = Some(bar);
        } else {
            eprintln!("{}: {note}…", self.label);
        }
    }

    /// Tells how far the step is, as in `131 of 312 crates`.
    pub(crate) fn reached(&mut self, done: usize, all: usize, unit: &str) {
        let reached = if unit == "%" { format!("{done} %") } else { format!("{done} of {all} {unit}") };
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{}: {}… {reached}", self.label, self.note));
        } else if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            eprintln!("{}: {reached}", self.label);
        }
    }

    /// Tells how the step ended and how long it took.
    pub(crate) fn end(&mut self, how: &str) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        eprintln!("{}: {how} ({})", self.label, duration(self.started.elapsed()));
    }
}

/// `4 min 5 s`, or `0.3 s`.
pub(crate) fn duration(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f32()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_as_exact_as_it_is_of_use() {
        assert_eq!(duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(duration(Duration::from_millis(12_900)), "12 s");
        assert_eq!(duration(Duration::from_secs(245)), "4 min 5 s");
    }
}
