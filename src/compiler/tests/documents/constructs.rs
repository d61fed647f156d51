//! Every construct of the format: its source, what the compiler makes of it, and nothing to complain about.
//!
//! Each file of `constructs/` is about one construct. A heading begins a case; in it, a fence `lesson` is the
//! source, and the fences behind it what comes out: `html`, `parts` (quizzes and projects), `assets` (the files that
//! go along) and `diagnostics`. What is not asked for is not compared, but for the diagnostics: without a fence there
//! must be none.

use std::path::Path;

use crate::support::{Document, assets, conclude, content, html, parts};
use compiler::{compile, render};
use course::bundle::Bundle;

#[test]
fn every_construct_comes_out_as_written_down() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for mut document in Document::all_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs")) {
        let fences = document.fences();
        let starts: Vec<_> = (0..fences.len()).filter(|at| fences[*at].info == "lesson").collect();
        assert!(!starts.is_empty(), "{} has no fence `lesson`", document.name());
        for (index, start) in starts.iter().enumerate() {
            cases += 1;
            let end = starts.get(index + 1).copied().unwrap_or(fences.len());
            let source = content(&fences[*start].text);
            let compiled = compile(&source);
            let report = render(&compiled.diagnostics, &source, false);
            let body = compiled.bundle.as_ref().map(|bundle| {
                let bundle = Bundle::decode(bundle).unwrap();
                let lesson = bundle.library.courses.iter().flat_map(|course| course.lessons()).next();
                bundle.body(&lesson.unwrap().id).unwrap()
            });
            let expected = &fences[start + 1..end];
            if !expected.iter().any(|fence| fence.info == "diagnostics") && !report.is_empty() {
                wrong.push(format!("{} \"{}\":\n{report}", document.name(), fences[*start].heading));
            }
            for fence in expected {
                let found = match (fence.info.as_str(), &body) {
                    ("diagnostics", _) => report.clone(),
                    ("assets", _) => assets(&compiled.assets),
                    ("html", Some(body)) => html(body),
                    ("parts", Some(body)) => parts(body),
                    ("html" | "parts", None) => "nothing, there are errors".into(),
                    (other, _) => panic!("{}: what is a fence `{other}`?", document.name()),
                };
                document.compare(fence, &found, &mut wrong);
            }
        }
        document.finish();
    }
    conclude(&wrong);
    assert!(cases > 0);
}
