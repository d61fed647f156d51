//! What becomes of a learner's answers when the author edits a lesson: each edit with what must come out.
//!
//! Each file of `edits/` is about one kind of question or one kind of edit. A heading begins a case; in it
//!
//! - a fence `lesson` is the lesson before; without a heading its questions stand below `## Knowledge Check`
//! - a fence `diff` is an edit by the author
//! - a fence `learner` is what the learner does after opening the page, one act a line: see [`player::Device::act`]
//! - a fence `shown` is what stands on the page when it is opened again: for each question its answer, and what is
//!   kept of answers that are shown nowhere any more
//! - a fence `sync` brings two devices to the same records
//!
//! Where a name stands behind `diff`, `learner` or `shown`, only that device is meant. All of it runs through
//! [`course::attempt`], as it does in the browser.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "edits/chance.rs"]
mod chance;
#[path = "edits/player.rs"]
mod player;
#[path = "documents/support.rs"]
#[allow(dead_code, reason = "shared with the tests of constructs, which ask for more")]
mod support;

use std::path::Path;

use player::Devices;
use support::{Document, conclude};

#[test]
fn every_edit_comes_out_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits");
    let mut wrong = Vec::new();
    let mut cases = 0;
    for mut document in Document::all_in(&folder) {
        let mut devices = Devices::default();
        let mut case = String::new();
        for fence in document.fences() {
            let (what, name) = fence.info.split_once(' ').unwrap_or((&fence.info, ""));
            if what == "lesson" {
                assert!(case != fence.heading, "{} \"{case}\" has two lessons", document.name());
                case.clone_from(&fence.heading);
                cases += 1;
                devices = Devices::new(&fence.text);
            }
            assert!(case == fence.heading, "{} \"{}\" has no lesson", document.name(), fence.heading);
            let told = format!("{} \"{case}\"", document.name());
            match what {
                "lesson" => {}
                "diff" => devices.edit(name, &fence.text, &told),
                "learner" => devices.of(name).act(&fence.text, &told),
                "sync" => devices.sync(),
                "shown" => {
                    let shown = devices.of(name).shown(&told);
                    document.compare(&fence, &shown, &mut wrong);
                }
                other => panic!("{told}: what is a fence `{other}`?"),
            }
        }
        document.finish();
    }
    conclude(&wrong);
    assert!(cases >= 60, "{cases} cases");
}
