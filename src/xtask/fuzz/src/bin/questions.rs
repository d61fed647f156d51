//! The bytes are what stands under the heading of a quiz, in a lesson and in a project.

fn main() {
    afl::fuzz!(|bytes: &[u8]| {
        let lesson = [b"---\nid: a\ntitle: A\nduration: 5 mins\n---\n\n## Quiz\n\n", bytes].concat();
        let project = [b"---\nid: b\ntitle: B\ntype: project\n---\n\n## Rubric\n\n", bytes].concat();
        let quiz =
            [b"---\nid: c\ntitle: C\ntype: quiz\nquiz: {draw: 2, shuffle: all}\n---\n\n", bytes].concat();
        fuzz::check(&fuzz::content([
            ("a.md".into(), lesson),
            ("b.md".into(), project),
            ("c.md".into(), quiz),
        ]));
    });
}
