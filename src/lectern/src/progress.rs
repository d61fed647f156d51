//! What is being done, for those who wait: a line on stderr that is gone when it is done. Nobody but a terminal
//! sees it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Does something, and says what as long as it lasts.
pub(crate) fn doing<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}"));
    let bar = bar.with_message(what.to_owned());
    bar.tick();
    bar.enable_steady_tick(TICK);
    let done = work();
    bar.finish_and_clear();
    done
}

/// The same with a bar: `count` tells how many of so many things are done.
pub(crate) fn counting<T>(
    what: &str,
    total: usize,
    count: impl Fn() -> usize + Sync,
    work: impl FnOnce() -> T,
) -> T {
    let bar =
        ProgressBar::new(total as u64).with_style(style("{spinner} {msg} {bar:30} {pos} of {len} {elapsed}"));
    let bar = bar.with_message(what.to_owned());
    if bar.is_hidden() {
        return work();
    }
    bar.tick();
    let is_over = AtomicBool::new(false);
    let done = thread::scope(|scope| {
        let drawer = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                bar.set_position(count() as u64);
                bar.tick();
                thread::park_timeout(TICK);
            }
        });
        let done = work();
        is_over.store(true, Ordering::Relaxed);
        drawer.thread().unpark();
        done
    });
    bar.finish_and_clear();
    done
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is a valid one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_gives_back_what_the_work_does() {
        assert_eq!(counting("counting", 3, || 1, || "done"), "done");
        assert_eq!(doing("doing", || 7), 7);
    }
}
