//! The bytes are a whole content folder: one lesson, or several files each below a line `=== path`.

fn main() {
    afl::fuzz!(|bytes: &[u8]| {
        let whole = [b"\n", bytes].concat();
        let mut parts = Vec::new();
        let mut rest = whole.as_slice();
        while let Some(at) = rest.windows(5).rposition(|window| window == b"\n=== ") {
            let part = &rest[at + 5..];
            let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
            let path = String::from_utf8_lossy(&part[..end]).trim().trim_matches('/').to_owned();
            parts.push((path, part[end..].get(1..).unwrap_or_default().to_vec()));
            rest = &rest[..at];
        }
        if parts.is_empty() {
            parts.push(("a.md".into(), bytes.to_vec()));
        }
        fuzz::check(&fuzz::content(parts));
    });
}
