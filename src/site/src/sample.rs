//! A player small enough to read, for the tests of this crate.

use course::library::{Course, LessonOutline, Library, Section};
use course::{bundle, lesson};
use wasm_encoder::{
    CodeSection, CustomSection, Function, FunctionSection, Instruction, Module, TypeSection, ValType,
};

use crate::Player;

pub(crate) const INDEX: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <title>Lectern</title>
    <meta name="description" content="" />
    <meta name="lectern-build" content="" />
    <link rel="icon" href="./icon.svg" type="image/svg+xml" />
    <link rel="modulepreload" href="./player.js" />
    <!-- a note to whoever works here -->
    <link rel="stylesheet" href="./tokens.css"/>
    <link rel="stylesheet" href="./base.css"/>
    <link data-trunk rel="rust" href="src/player/Cargo.toml" data-trunk-id="3" />
    <script defer src="./boot.js" data-root="./" data-player="./player.js" data-wasm="./player_bg.wasm" data-lessons=""></script>
  </head>
  <body>
    <div id="app"><p>Opening</p></div>
  </body>
</html>
"#;

/// A module with a function, a custom section of its own and these courses.
pub(crate) fn wasm(courses: &[&[u8]]) -> Vec<u8> {
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], [ValType::I32]);
    module.section(&types);
    let mut functions = FunctionSection::new();
    functions.function(0);
    module.section(&functions);
    for course in courses {
        module.section(&CustomSection { name: bundle::SECTION.into(), data: (*course).into() });
    }
    let mut code = CodeSection::new();
    let mut function = Function::new([]);
    function.instruction(&Instruction::I32Const(42)).instruction(&Instruction::End);
    code.function(&function);
    module.section(&code);
    module.section(&CustomSection { name: "producers".into(), data: b"rustc"[..].into() });
    module.finish()
}

/// A bundle with one course of two lessons; the first has a text, and was called `loaf` before.
pub(crate) fn course(title: &str) -> Vec<u8> {
    let lesson = |id: &str, title: &str| LessonOutline {
        id: id.into(),
        title: title.into(),
        ..LessonOutline::default()
    };
    let first = LessonOutline { aliases: vec!["loaf".into()], ..lesson("first", "Bread & <Butter>") };
    let lessons = vec![first, lesson("größe", "Size")];
    let library = Library {
        title: title.into(),
        courses: vec![Course {
            id: "baking".into(),
            title: "Baking \"well\"".into(),
            description: "How to bake.".into(),
            sections: vec![Section { title: String::new(), lessons }],
            ..Course::default()
        }],
        ..Library::default()
    };
    let html = "<h2>Flour</h2><p>Take <em>good</em> flour\n&amp; &quot;warm&quot; water.</p><p><img src=\"asset:loaf-0123.png\" alt=\"\"></p>";
    let body = lesson::LessonBody { blocks: vec![lesson::Block::Html(html.into())], headings: vec![] };
    let bodies = [body, lesson::LessonBody::default()].map(|body| bundle::encode_body(&body));
    bundle::encode(&library, [("first", &*bodies[0]), ("größe", &bodies[1])])
}

/// A whole player with [`course`] inside.
pub(crate) fn player() -> Player {
    let files = [
        ("index.html", INDEX.as_bytes().to_vec()),
        (
            "player.js",
            b"import './snippets/a/inline0.js'; new URL('player_bg.wasm', import.meta.url)".to_vec(),
        ),
        ("player_bg.wasm", wasm(&[&course("School")])),
        ("boot.js", b"boot()".to_vec()),
        ("icon.svg", b"<svg/>".to_vec()),
        ("mono.woff2", b"font".to_vec()),
        ("tokens.css", b":root { --ink: black }".to_vec()),
        ("base.css", b"@font-face { src: url(\"./mono.woff2\") }".to_vec()),
        ("snippets/a/inline0.js", b"export {}".to_vec()),
    ];
    Player { files: files.map(|(path, bytes)| (path.to_owned(), bytes)).into() }
}
