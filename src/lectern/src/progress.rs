//! What is being done, for those who wait: a line on stderr that is gone when it is done. Nobody but a terminal
//! sees it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Does something, and says what as long as it lasts.
pub(crate) fn doing<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let style =
        ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("the template is a valid one");
    let bar = ProgressBar::new_spinner().with_style(style).with_message(what.to_owned());
    bar.tick();
    bar.enable_steady_tick(Duration::from_millis(100));
    let done = work();
    bar.finish_and_clear();
    done
}
