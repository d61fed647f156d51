//! From an address to what is sent for it. Behaves as static hosts do, so that nothing works only here.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use axum::http::HeaderValue;
use percent_encoding::percent_decode_str;

use super::rebuild::Served;

/// The folder of what is only there while serving.
pub(super) const EVENTS: &str = "__lectern/events";
/// The script that follows changes.
pub(super) const SCRIPT: &str = "__lectern/live.js";

const LIVE: &str = include_str!("live.js");

/// The service worker that takes the place of the site's: one that has nothing and goes.
const NO_WORKER: &str = include_str!("no_worker.js");

/// What is served.
pub(super) trait Files {
    /// The content of a file by its path.
    fn file(&self, path: &str) -> Option<Arc<[u8]>>;

    /// Whether there is such a file.
    fn has(&self, path: &str) -> bool;
}

impl Files for Served {
    fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        // A page of the version before may be on its way still, and names files of its own.
        let former =
            || self.former.as_ref().filter(|_| is_for_ever(path)).and_then(|former| former.file(path));
        self.site.file(path).or_else(former)
    }

    fn has(&self, path: &str) -> bool {
        self.site.has(path)
    }
}

/// What is sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// This content, of this type.
    Content { status: u16, media_type: String, bytes: Arc<[u8]> },
    /// Look there.
    Moved(String),
}

/// What a site answers to a path that begins with `/`, still percent-encoded.
pub(super) fn answer(site: &impl Files, path: &str) -> Answer {
    let file = file_of(path);
    if let Some(script) = own_script(&file) {
        return content(200, &file, script.as_bytes().into());
    }
    if let Some(bytes) = site.file(&file) {
        return content(200, &file, bytes);
    }
    if site.has(&format!("{file}/index.html")) {
        // Relative to the host, and never to another one: a second slash at the front would name a host.
        return Answer::Moved(format!("/{}/", path.trim_start_matches('/')));
    }
    let page = "404.html";
    content(404, page, site.file(page).unwrap_or_default())
}

/// Whether an address may be answered otherwise before and after an edit.
pub(super) fn needs_latest(served: &Served, path: &str) -> bool {
    let file = file_of(path);
    own_script(&file).is_none() && !(is_for_ever(&file) && served.file(&file).is_some())
}

/// The path of the file that an address means.
fn file_of(path: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    if decoded.is_empty() || decoded.ends_with('/') {
        Cow::Owned(format!("{decoded}index.html"))
    } else {
        decoded
    }
}

/// What is only there while serving, or otherwise then.
fn own_script(file: &str) -> Option<&'static str> {
    match file {
        SCRIPT => Some(LIVE),
        "sw.js" => Some(NO_WORKER),
        _ => None,
    }
}

/// Whether a file has the hash of its content in its name, as in `player-0123456789abcdef.js`.
fn is_for_ever(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The part of a file of this length that a `Range` header asks for; `None` for the whole of it. Players of video ask
/// for parts, and some play nothing that comes whole.
pub(super) fn part(header: Option<&HeaderValue>, length: usize) -> Option<Range<usize>> {
    let (first, last) = header?.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => first..length.min(last.checked_add(1)?),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return None,
    };
    (!range.is_empty()).then_some(range)
}

fn content(status: u16, file: &str, bytes: Arc<[u8]>) -> Answer {
    let guess = mime_guess::from_path(file).first_or_octet_stream();
    let is_text = guess.type_() == "text" || guess.subtype() == "javascript" || guess.subtype() == "json";
    let media_type = if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() };
    let bytes = if guess.essence_str() == "text/html" { with_script(&bytes).into() } else { bytes };
    Answer::Content { status, media_type, bytes }
}

/// The page with the script that follows changes. What `lectern build` writes never has it.
fn with_script(html: &[u8]) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    html.replacen("</head>", &format!("<script defer src=\"/{SCRIPT}\"></script></head>"), 1).into_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    impl Files for BTreeMap<&str, &str> {
        fn file(&self, path: &str) -> Option<Arc<[u8]>> {
            self.get(path).map(|text| text.as_bytes().into())
        }

        fn has(&self, path: &str) -> bool {
            self.contains_key(path)
        }
    }

    fn site() -> BTreeMap<&'static str, &'static str> {
        [
            ("index.html", "<head></head>home"),
            ("404.html", "<head></head>none"),
            ("courses/größe/index.html", "<head></head>course"),
            ("player-1.js", "x"),
            ("player-1.wasm", "y"),
        ]
        .into()
    }

    fn check(path: &str, status: u16, media_type: &str, end: &str) {
        let site = site();
        let Answer::Content { status: got, media_type: type_, bytes } = answer(&site, path) else {
            panic!("{path} has content")
        };
        assert_eq!((got, type_.as_str()), (status, media_type), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.ends_with(end), "{path}: {text}");
        let is_page = media_type.starts_with("text/html");
        assert_eq!(text.contains("src=\"/__lectern/live.js\""), is_page, "{path}: {text}");
    }

    #[test]
    fn files_are_sent_with_their_types_and_pages_follow_changes() {
        check("/", 200, "text/html; charset=utf-8", "home");
        check("/courses/gr%C3%B6%C3%9Fe/", 200, "text/html; charset=utf-8", "course");
        check("/player-1.js", 200, "text/javascript; charset=utf-8", "x");
        check("/player-1.wasm", 200, "application/wasm", "y");
        check("/nowhere/at/all", 404, "text/html; charset=utf-8", "none");
        check("/../secret", 404, "text/html; charset=utf-8", "none");
    }

    #[test]
    fn only_a_name_with_the_hash_of_its_content_is_right_for_ever() {
        for (file, is) in [
            ("player-0123456789abcdef.js", true),
            ("assets/my.plan-0123456789abcdef.png", true),
            ("assets/my-plan-0123456789abcdef.png", true),
            ("courses/a-0123456789abcdef/index.html", false),
            ("player-0123.js", false),
            ("sw.js", false),
        ] {
            assert_eq!(is_for_ever(file), is, "{file}");
        }
    }

    #[test]
    fn no_service_worker_keeps_what_is_being_edited() {
        check("/sw.js", 200, "text/javascript; charset=utf-8", "registration.unregister()),\n  );\n});\n");
    }

    #[test]
    fn a_page_without_its_slash_is_moved_and_stays_on_this_host() {
        let site = site();
        assert_eq!(
            answer(&site, "/courses/gr%C3%B6%C3%9Fe"),
            Answer::Moved("/courses/gr%C3%B6%C3%9Fe/".into())
        );
        assert_eq!(
            answer(&site, "//courses/gr%C3%B6%C3%9Fe"),
            Answer::Moved("/courses/gr%C3%B6%C3%9Fe/".into())
        );
    }

    #[test]
    fn a_part_is_what_the_header_asks_for() {
        for (header, expected) in [
            ("bytes=0-0", Some(0..1)),
            ("bytes=2-", Some(2..10)),
            ("bytes=2-99", Some(2..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=10-", None),
            ("bytes=5-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=a-b", None),
            ("lines=0-1", None),
            ("bytes=0-18446744073709551615", None),
        ] {
            assert_eq!(part(Some(&HeaderValue::from_static(header)), 10), expected, "{header}");
        }
        assert_eq!(part(None, 10), None);
    }
}
