//! Every message of the compiler: one page of the course `messages` a code, which is its fixture as well.
//!
//! On a page, the first fence `markdown` is a text that is wrong, the fence `text` behind it is what the compiler
//! says, and the last fence `markdown` is the text set right: the code must be gone from it, and any error with it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Document, conclude, content};
use compiler::{Code, Severity, compile, render};

#[test]
fn every_code_has_a_page_that_shows_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/courses/messages/lessons");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for mut document in Document::all_in(&folder) {
        let name = document.name();
        let code = Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(&name));
        let code = code.unwrap_or_else(|| panic!("{name}.md: there is no such code"));
        seen.insert(code);
        let fences = document.fences();
        let markdown: Vec<_> = fences.iter().filter(|fence| fence.info.starts_with("markdown")).collect();
        let [first, .., last] = &markdown[..] else {
            panic!("{name}.md: a page has a text that is wrong and one that is right")
        };
        let said = fences
            .iter()
            .find(|fence| fence.info == "text")
            .unwrap_or_else(|| panic!("{name}.md: no report"));
        let source = content(&first.text);
        let mut compiled = compile(&source);
        // Advice is told to those who ask for it.
        compiled.diagnostics.retain(|it| it.severity != Severity::Advice || it.code == code);
        if !compiled.diagnostics.iter().any(|it| it.code == code) {
            wrong.push(format!("{name}.md: the first text does not bring about {code}"));
        }
        document.compare(said, &render(&compiled.diagnostics, &source, false), &mut wrong);
        let source = content(&last.text);
        let compiled = compile(&source);
        if compiled.diagnostics.iter().any(|it| it.code == code || it.severity == Severity::Error) {
            let report = render(&compiled.diagnostics, &source, false);
            wrong.push(format!("{name}.md: the last text is not right:\n{report}"));
        }
        document.finish();
    }
    conclude(&wrong);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "no page for {missing:?}");
}
