//! How long it takes from saving a lesson until the browser has painted the change, against mdBook and VitePress.

use anyhow::{Result, ensure};

use super::peers::{self, load};
use super::text::{Text, lesson_in_course};
use crate::setup;
use crate::workspace::Workspace;

/// How many lessons.
const SIZES: [usize; 2] = [40, 4_000];

/// The lesson that is edited.
const LESSON: usize = 17;

/// Measures in Chromium and prints a table. The measuring itself is a program of the end-to-end suite, which knows how
/// to drive a browser.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    let mdbook = peers::mdbook(workspace)?;
    let vitepress = peers::vitepress(workspace)?;
    let lectern = peers::lectern(workspace)?;
    println!(
        "mdbook {}, vitepress {}; the load of the machine before was {}",
        peers::MDBOOK,
        peers::VITEPRESS,
        load()
    );
    let mut measure = workspace.cargo();
    measure.args(["run", "--package", "tests", "--bin", "edits", "--"]);
    measure.arg(&lectern).arg(&mdbook).arg(&vitepress).arg(lesson_in_course(LESSON));
    for size in SIZES {
        let folder = workspace.target.join("bench/serve").join(size.to_string());
        let text = Text::in_courses(&folder, size)?;
        measure.arg(size.to_string()).arg(&text.content).arg(&text.book).arg(&text.site);
    }
    ensure!(measure.status()?.success(), "the measurement failed");
    println!("the load of the machine after was {}", load());
    Ok(())
}
