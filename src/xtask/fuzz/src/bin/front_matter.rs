//! The bytes are the front matter of a lesson, a course and a path.

fn main() {
    afl::fuzz!(|bytes: &[u8]| {
        let file = [b"---\n", bytes, b"\n---\n\nText.\n"].concat();
        let other = b"---\nid: other\ntitle: Other\n---\n\n[there](a.md)\n".to_vec();
        fuzz::check(&fuzz::content([
            ("paths/p.md".into(), file.clone()),
            ("courses/c.md".into(), file.clone()),
            ("courses/c/lessons/a.md".into(), file),
            ("courses/c/lessons/b.md".into(), other),
        ]));
    });
}
