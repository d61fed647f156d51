//! What hostile lessons try: each text of `attacks.txt` is compiled at every place where an author can write, and what
//! comes out is parsed as a browser does. Nothing in it may run, load from elsewhere, or lead to a program.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "inert/mod.rs"]
mod inert;

use std::path::Path;

use compiler::{Content, OtherFile, SourceFile, compile};
use course::bundle::Bundle;
use inert::{html_of, offences};

/// Each attack by itself, in the order of the file, without the comments between them.
fn attacks() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let parts = text.split("\n%%").skip(1).map(|part| part.split_once('\n').unwrap_or((part, "")).1);
    // Characters that an editor would not keep are written by their numbers.
    let decoded = |part: &str| {
        let mut whole = String::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once("\\u{") {
            let (number, after) = after.split_once('}').unwrap();
            whole.push_str(before);
            whole.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
            rest = after;
        }
        whole + rest
    };
    parts.map(decoded).map(|attack| attack.trim_end_matches('\n').to_owned()).collect()
}

/// Where an author can write; `X` stands for the attack in one line, `Y` for the attack as it is.
const PLACES: [(&str, &str); 29] = [
    ("text", "Y"),
    ("middle of a line", "before X after"),
    ("heading", "## X"),
    ("list", "- X\n- [ ] X"),
    ("quotation", "> [!NOTE]\n> X"),
    ("table", "Table: X\n\n| X | b |\n|---|---|\n| X | X |"),
    ("link", "[X](X) [text](<X> \"X\") <X>"),
    ("reference", "[text][r] ![image][r]\n\n[r]: <X> \"X\""),
    ("image", "![X](X) ![X](plan.png \"X\") ![](<X>)"),
    ("figure", "![X](plan.png \"X\")"),
    ("inline code", "`X` ``X``"),
    ("fence", "~~~html\nY\n~~~"),
    ("info", "~~~X\ncode\n~~~\n\n~~~python title=\"X\" alt='X' X=X lines mark=1\ncode\n~~~"),
    ("diff", "~~~html diff lines\n+X\n-X\n~~~"),
    ("included code", "~~~html file=\"code.txt\" region=\"X\"\n~~~\n\n~~~html file=code.txt\n~~~"),
    ("drawing", "~~~draw alt=\"X\" title='X'\n+--+ X\n|X |-->\n+--+\n~~~\n\n~~~text alt=\"X\"\n+--+ X\n~~~"),
    ("formula", "$X$ $\\text{X}$ $$X$$\n\n$$\n\\text{Y} X\n$$\n\n~~~math\nX\n~~~"),
    ("footnote", "See[^X] and[^1].\n\n[^1]: X\n\n[^X]: X"),
    ("tabs", "<!-- tabs -->\n\n### X\n\nY\n\n### b\n\nX\n\n<!-- /tabs -->"),
    ("definition list", "X\n: X\n\nterm\n: Y"),
    ("details", "<details><summary>X</summary>\n\nY\n\n</details>"),
    (
        "inside of a tag",
        "<p title=\"X\" class='X' id=X lang=X>text</p> <a href=\"X\" title='X'>a</a> <a href=X>b</a>",
    ),
    (
        "media",
        "<img src=\"plan.png\" alt=\"X\" title='X' X> <img src=\"X\"> <video src=clip.mp4 title=\"X\" X>X</video>",
    ),
    ("unclosed", "<div><b title=\"X\n\n$x$ ![a](plan.png)\n\n<!-- X\n\n~~~\n+--+\n~~~"),
    ("beside placeholders", "<b>$x$</b> <i title=\"$x$ X\">![X](plan.png)</i> term X"),
    (
        "quiz",
        "## Knowledge Check\n\n1. X\n   - X\n   - right $x$\n\n2. `X` ![X](plan.png)\n   - [x] X b\n   - [ ] a <b title=\"X\">X</b>",
    ),
    (
        "labels",
        "## Quiz: X\n\n1. Q X\n   - [x] a X\n     > X\n   - [x] b\n     > <i title=\"X\">X</i>\n   - c\n\n   Hint: X\n   Hint: `X`\n   Explanation: X\n\n2. Order X\n   1. a X\n   2. b X\n\n3. True? X\n   - True\n     > X\n   - False\n",
    ),
    (
        "typed",
        "## Quiz\n\n1. Fill [[a]] and [[X|b]] and [[X|(c)|d]] X\n\n2. Type X\n\n   Answer: X | b\n\n3. Match X\n\n   | a | b |\n   |---|---|\n   | X | c |\n   | d | X |\n   |   | X |\n\n4. Prints?\n\n   ```python\n   X\n   ```\n\n   ```output\n   X\n   ```\n",
    ),
    (
        "project",
        "- [ ] X\n- [ ] b <b title=\"X\">X</b>\n\n## Rubric\n\n| X | X | good |\n|---|---|---|\n| X | X | X |\n\n## Your work\n\nX",
    ),
];

fn content(name: &str, place: &str, attack: &str) -> Content {
    let kind = if name == "project" { "project" } else { "lesson" };
    let line = attack.replace(['\n', '\r'], " ");
    let body = place.replace('Y', "\u{1}").replace('X', &line).replace('\u{1}', attack);
    let title: String = line.chars().filter(|c| !c.is_control()).collect::<String>().replace('\'', "''");
    let file = |path: &str, text: String| SourceFile::new(path, text.into_bytes());
    let other = |path: &str, bytes: Vec<u8>| OtherFile::new(path, bytes);
    let stored = |name: &str| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs/files").join(name))
            .unwrap()
    };
    Content {
        name: "content".into(),
        files: vec![
            file("glossary.md", format!("term\n: {line}\n\nother\n: <b>{line}</b> $x$\n")),
            file(
                "lesson.md",
                format!("---\nid: a\ntitle: '{title}'\nsection: '{title}'\ntype: {kind}\n---\n\n{body}\n"),
            ),
        ],
        others: vec![
            other("clip.mp4", stored("clip.mp4")),
            other("code.txt", format!("{attack}\n# region {line}\n{attack}\n# endregion\n").into_bytes()),
            other("plan.png", stored("plan.png")),
        ],
        ..Content::default()
    }
}

/// The HTML of everything on the page of the lesson; `None` where the compiler gives none.
fn pages(content: &Content) -> Option<Vec<String>> {
    let compiled = compile(content);
    let bytes = compiled.bundle?;
    let bundle = Bundle::decode(&bytes).unwrap();
    let mut pages: Vec<String> = bundle.library.courses.iter().map(|course| course.body.clone()).collect();
    let lessons = bundle.library.courses.iter().flat_map(|course| course.lessons());
    for body in lessons.filter_map(|lesson| bundle.body(&lesson.id)) {
        pages.extend(html_of(&body).into_iter().map(ToOwned::to_owned));
    }
    Some(pages)
}

#[test]
fn no_attack_comes_through() {
    let attacks = attacks();
    assert!(attacks.len() >= 60, "{} attacks", attacks.len());
    let mut wrong = Vec::new();
    let mut compiled = 0;
    for attack in &attacks {
        for (name, place) in PLACES {
            let Some(pages) = pages(&content(name, place, attack)) else { continue };
            compiled += 1;
            for html in pages {
                let found = offences(&html);
                if !found.is_empty() {
                    wrong.push(format!("{name}: {attack:?}: {found:?}\n{html}"));
                }
                assert!(
                    !html.contains(['\u{fdd0}', '\u{fdd1}']),
                    "{name}: {attack:?}: a mark is left\n{html}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} came through", wrong.join("\n\n"), wrong.len());
    assert!(compiled > attacks.len() * PLACES.len() / 2, "most of them compile: {compiled}");
}

/// The check itself must see what it is for.
#[test]
fn the_check_sees_what_is_dangerous() {
    for html in [
        "<script>1</script>",
        "<svg><script>1</script></svg>",
        "<b onclick=x>",
        "<svg/onload=x>",
        "<a href=javascript:x>",
        "<a href=' java\nscript:x'>",
        "<a href=data:text/html,x>",
        "<img src=x>",
        "<img src=https://example.com>",
        "<iframe srcdoc=x>",
        "<math><mtext><style>",
        "<svg><foreignObject>",
        "<svg><use href='#x'>",
        "<svg><a xlink:href='javascript:x'>",
        "<input type=image src=x>",
        "<button formaction=x>",
        "<p style='background:url(x)'>",
        "<template>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>",
    ] {
        assert!(!offences(html).is_empty(), "{html}");
    }
    for html in [
        "<p>a <a href=\"route:x/\">b</a></p>",
        "<img src=\"asset:a.png\" alt=\"onclick=x\">",
        "<math><mtd style=\"text-align: left\"><mi>x</mi></mtd></math>",
        "<button type=\"button\" class=\"term\" popovertarget=\"a\">a</button>",
        "<pre>&lt;script&gt;</pre>",
    ] {
        assert_eq!(offences(html), [""; 0], "{html}");
    }
}
