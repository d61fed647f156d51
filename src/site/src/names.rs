//! Asset names that change with the content, and the texts that mention them.
//!
//! A name with a hash may be kept by any cache for ever, and two builds never share one.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Old name → name with the hash.
pub(crate) type Names = BTreeMap<String, String>;

/// The first 64 bits of SHA-256 over all parts, as 16 hexadecimal digits. Each part counts with its length.
pub(crate) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `player.js` → `player-0123456789abcdef.js`.
pub(crate) fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = hash([bytes]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{name}-{hash}"),
    }
}

/// The text with every mention of an old name replaced: quoted or in brackets, as it is or after `./`.
pub(crate) fn renamed(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (from, to)| {
        let mut renamed = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(from.as_str()) {
            let (before, after) = (&rest[..at], &rest[at + from.len()..]);
            renamed.push_str(before);
            let opened = before.strip_suffix("./").unwrap_or(before).ends_with(['"', '\'', '(', '`']);
            let closed = after.starts_with(['"', '\'', ')', '`', '?', '#']);
            renamed.push_str(if opened && closed { to } else { from });
            rest = after;
        }
        renamed + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_its_content() {
        assert_eq!(hashed("player.js", b"a"), hashed("player.js", b"a"));
        assert_ne!(hashed("player.js", b"a"), hashed("player.js", b"b"));
        let name = hashed("player.js", b"a");
        assert!(name.starts_with("player-") && name.ends_with(".js") && name.len() == 26, "{name}");
        assert_ne!(hash([&b"ab"[..], b"c"]), hash([&b"a"[..], b"bc"]));
    }

    #[test]
    fn only_whole_names_are_replaced() {
        let names = Names::from([("a.js".to_owned(), "a-1.js".to_owned())]);
        for (before, after) in [
            (r#"src="./a.js""#, r#"src="./a-1.js""#),
            ("import './a.js'; new URL('a.js')", "import './a-1.js'; new URL('a-1.js')"),
            ("url(./a.js) url(a.js?x)", "url(./a-1.js) url(a-1.js?x)"),
            ("'./ba.js' './a.json' './b/a.js' a.js", "'./ba.js' './a.json' './b/a.js' a.js"),
        ] {
            assert_eq!(renamed(before, &names), after);
        }
    }
}
