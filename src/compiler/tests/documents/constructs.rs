//! Every construct of the format: its source, what the compiler makes of it, and nothing to complain about.
//!
//! Each file of `constructs/` is about one construct. A heading begins a case; in it, a fence `lesson` is the
//! source, and the fences behind it what comes out: `html`, `parts` (quizzes and projects), `assets` (the files that
//! go along) and `diagnostics`. What is not asked for is not compared, but for the diagnostics: without a fence there
//! must be none.

use std::path::Path;

use crate::support::{Document, Fence, assets, conclude, content, html, parts};
use compiler::{Code, compile, render};
use course::bundle::Bundle;

#[test]
fn every_construct_comes_out_as_written_down() {
    let mut wrong = Vec::new();
    let mut table = String::from(TABLE_HEAD);
    let mut cases = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs");
    for mut document in Document::all_in(&folder) {
        let fences = document.fences();
        let starts: Vec<_> = (0..fences.len()).filter(|at| fences[*at].info == "lesson").collect();
        assert!(!starts.is_empty(), "{} has no fence `lesson`", document.name());
        for (index, start) in starts.iter().enumerate() {
            cases += 1;
            let end = starts.get(index + 1).copied().unwrap_or(fences.len());
            let source = content(&fences[*start].text);
            let mut compiled = compile(&source);
            // No case is about how long its lesson takes.
            compiled.diagnostics.retain(|found| found.code != Code::MissingDuration);
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
            let mut output = None;
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
                if output.is_none() || expected[0].info == "diagnostics" {
                    output = Some(found);
                }
            }
            table.push_str(&row(&document, &fences[*start], output.as_deref()));
        }
        document.finish();
    }
    let mut index = Document::read(&folder.with_file_name("constructs.md"));
    index.compare_whole(&table, &mut wrong);
    index.finish();
    conclude(&wrong);
    assert!(cases > 0);
}

const TABLE_HEAD: &str = "# Every construct of the format

What an author writes, what becomes of it, and the test that holds it.
This table is written by the tests themselves: `LECTERN_UPDATE=1 cargo test -p compiler --test documents`.

| Construct | Source | Output | Test |
|---|---|---|---|
";

/// A line of the table: the case, the first lines of its source and of what comes out.
fn row(document: &Document, source: &Fence, output: Option<&str>) -> String {
    let name = document.name();
    format!(
        "| {}: {} | {} | {} | [{name}](constructs/{name}.md) |\n",
        document.title(),
        source.heading.replace('|', "\\|"),
        cell(&source.text),
        output.map_or("no finding".into(), cell),
    )
}

/// The first lines of a text as code in a cell of a table, front matter and headings of quizzes left out.
fn cell(text: &str) -> String {
    let body = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((_, body)) if !body.trim().is_empty() => body,
        _ => text,
    };
    let is_telling = |line: &&str| !line.trim().is_empty() && !line.starts_with("## Knowledge Check");
    let lines: Vec<&str> = body.lines().filter(is_telling).take(3).collect();
    let code = |line: &str| {
        let mut short: String = line.chars().take(70).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        format!(
            "<code>{}</code>",
            short
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('|', "&#124;")
                .replace('`', "&#96;")
                .replace('*', "&#42;")
                .replace('_', "&#95;")
                .replace('[', "&#91;")
                .replace('$', "&#36;")
        )
    };
    lines.into_iter().map(code).collect::<Vec<_>>().join("<br>")
}
