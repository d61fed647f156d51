//! `sw.js`: the service worker of one build.
//!
//! What it does is in `service_worker.js`, which is JavaScript as it stands; here only its two constants are put in.

/// How the file begins. Also the mark by which a folder is known to be a site of ours.
pub(crate) const MARK: &str = "// Lectern service worker.";

/// The worker before its constants are put in.
pub(crate) const TEMPLATE: &str = include_str!("service_worker.js");

/// The worker of a build, which keeps these files for offline use, in this order. Paths are relative to the site's root.
pub(crate) fn service_worker(build: &str, files: &[String]) -> String {
    let list = serde_json::to_string(files).expect("a list of strings always has a JSON form");
    TEMPLATE
        .replace("const BUILD = \"\";", &format!("const BUILD = \"{build}\";"))
        .replace("const FILES = [];", &format!("const FILES = {list};"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_of_the_build_are_put_in() {
        let worker = service_worker("0123", &["player-1.js".into(), "a\"b.css".into()]);
        assert!(worker.starts_with(MARK));
        assert!(worker.contains("\nconst BUILD = \"0123\";\n"));
        assert!(worker.contains("\nconst FILES = [\"player-1.js\",\"a\\\"b.css\"];\n"));
    }
}
