//! `lectern export epub`: the course as an e-book, EPUB 3. The answers stand at the end of the book.
//!
//! What a reader's device cannot be relied on to play is named in the text and listed: sound in formats beyond those
//! of the standard (EPUB 3.3, section 3.2), and files to download, which no book can hold.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::SystemTime;

use anyhow::{Context, Result};
use course::bundle::Bundle;
use course::route::{Route, encode};
use sha2::{Digest, Sha256};

use super::Assets;
use super::book::{Book, Page, Target, target};
use super::html::{Element, Node};
use super::xhtml::{escaped, written};
use super::zip::Zip;

/// What stands at the end of every archive of ours.
pub(crate) const MARK: &str = "Written by Lectern.";

const STYLE: &str = include_str!("epub.css");

/// A book and what is not in it.
pub(crate) struct Epub {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// How many pages it has.
    pub(crate) pages: usize,
    /// One line for each thing that a book cannot hold.
    pub(crate) left_out: Vec<String>,
}

/// A file of the book.
struct File {
    path: String,
    media_type: &'static str,
    /// What the manifest says of it.
    properties: Vec<&'static str>,
    bytes: Vec<u8>,
}

/// Makes a book of a bundle, in this language (BCP 47), made at this time.
///
/// # Errors
/// Where it is larger than an archive can be.
pub(crate) fn epub(bundle: &Bundle<'_>, assets: &Assets, language: &str, now: SystemTime) -> Result<Epub> {
    let book = Book::of(bundle);
    let mut chapters =
        Chapters { bundle, book: &book, assets, language, used: BTreeMap::new(), left_out: Vec::new() };
    let mut files: Vec<File> = (0..book.pages.len()).map(|at| chapters.page(at)).collect();
    files.extend(chapters.answers());
    let Chapters { used, left_out, .. } = chapters;

    let mut zip = Zip::default();
    let all = "it is too large for an e-book; leave some pictures or videos out";
    // Has to be the first and as it is, so that programs know the file by its first bytes.
    zip.store("mimetype", b"application/epub+zip").context(all)?;
    zip.add("META-INF/container.xml", CONTAINER.as_bytes()).context(all)?;
    let spine = files.len();
    files.push(contents(&book, spine > book.pages.len(), language));
    files.push(File {
        path: "style.css".into(),
        media_type: "text/css",
        properties: Vec::new(),
        bytes: STYLE.into(),
    });
    for (name, media_type) in used {
        let bytes = assets.get(&name).map(|bytes| bytes.to_vec()).unwrap_or_default();
        files.push(File { path: format!("assets/{name}"), media_type, properties: Vec::new(), bytes });
    }
    let package = package(&book, &files, spine, language, now);
    zip.add("book/package.opf", package.as_bytes()).context(all)?;
    for file in &files {
        zip.add(&format!("book/{}", file.path), &file.bytes).context(all)?;
    }
    Ok(Epub { bytes: zip.finish(MARK).context(all)?, pages: spine, left_out })
}

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

/// What is needed to write the pages, and what comes up while they are written.
struct Chapters<'c> {
    bundle: &'c Bundle<'c>,
    book: &'c Book,
    assets: &'c Assets,
    language: &'c str,
    /// The author's files that are shown, with their types.
    used: BTreeMap<String, &'static str>,
    left_out: Vec<String>,
}

/// The file of a page by its place.
fn path(at: usize) -> String {
    format!("page-{:04}.xhtml", at + 1)
}

const ANSWERS: &str = "answers.xhtml";

impl Chapters<'_> {
    fn page(&mut self, at: usize) -> File {
        let page = &self.book.pages[at];
        let mut body = vec![heading(1, &page.title, None)];
        body.extend(self.fit(page.nodes.clone(), page));
        if !page.answers.is_empty() {
            let link = Element::new("a", vec![Node::text("Answers")]);
            let link = link.with("href", &format!("{ANSWERS}#{}", anchor(at)));
            body.push(Element::new("p", vec![link.into()]).into());
        }
        self.file(path(at), &page.title, &body)
    }

    /// The page with all answers, where there are any.
    fn answers(&mut self) -> Option<File> {
        let mut body = vec![heading(1, "Answers", None)];
        for (at, page) in self.book.pages.iter().enumerate().filter(|(_, page)| !page.answers.is_empty()) {
            body.push(heading(2, &page.title, Some(&anchor(at))));
            body.extend(self.fit(page.answers.clone(), page));
        }
        (body.len() > 1).then(|| self.file(ANSWERS.into(), "Answers", &body))
    }

    fn file(&self, path: String, title: &str, body: &[Node]) -> File {
        let body = written(body);
        let has = |tag: &str| body.contains(&format!("<{tag} "));
        let properties = [("mathml", has("math")), ("svg", has("svg"))];
        let properties = properties.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        let text = document(self.language, title, &body);
        File { path, media_type: "application/xhtml+xml", properties, bytes: text.into_bytes() }
    }

    /// The nodes as a book may hold them.
    fn fit(&mut self, nodes: Vec<Node>, page: &Page) -> Vec<Node> {
        let mut fitting = Vec::new();
        for node in nodes {
            let Node::Element(mut element) = node else {
                fitting.push(node);
                continue;
            };
            match element.name.as_str() {
                "math" => {
                    fitting.push(element.with("xmlns", "http://www.w3.org/1998/Math/MathML").into());
                    continue;
                }
                "svg" => {
                    fitting.push(element.with("xmlns", "http://www.w3.org/2000/svg").into());
                    continue;
                }
                "input" => {
                    let mark = if element.attribute("checked").is_some() { "☑" } else { "☐" };
                    fitting.push(Node::text(mark));
                    continue;
                }
                "img" | "video" | "audio" => {
                    fitting.push(self.medium(element, page));
                    continue;
                }
                _ => {}
            }
            element.children = self.fit(element.children, page);
            if element.name == "a" {
                fitting.extend(self.link(element, page));
                continue;
            }
            if element.name == "section" && element.children.iter().all(Node::is_blank) {
                continue;
            }
            element.attributes.retain(|(key, value)| is_kept(key, value));
            fitting.push(element.into());
        }
        fitting
    }

    fn medium(&mut self, element: Element, page: &Page) -> Node {
        let label =
            element.attribute("alt").or(element.attribute("aria-label")).unwrap_or_default().to_owned();
        let address = element.attribute("src").unwrap_or_default().to_owned();
        let Target::Asset(name) = target(&address) else { return Node::text(label) };
        let Some(media_type) = media_type(name).filter(|_| self.assets.contains_key(name)) else {
            self.left_out
                .push(format!("{}: `{name}` is in no format that every reading device plays", page.title));
            return Node::text(format!("[{label}]"));
        };
        self.used.insert(name.to_owned(), media_type);
        let mut fitting =
            Element::new(&element.name, Vec::new()).with("src", &format!("assets/{}", encode(name)));
        if element.name == "img" {
            fitting = fitting.with("alt", &label);
        } else {
            fitting = fitting.with("controls", "controls").with("aria-label", &label);
        }
        for key in ["width", "height"] {
            if let Some(value) = element.attribute(key) {
                fitting = fitting.with(key, value);
            }
        }
        fitting.into()
    }

    fn link(&mut self, mut element: Element, page: &Page) -> Vec<Node> {
        let Some(address) = element.attribute("href").map(str::to_owned) else { return element.children };
        element.attributes.retain(|(key, _)| key == "id" || key == "title");
        let resolved = match target(&address) {
            Target::Elsewhere(address) => address.to_owned(),
            Target::Asset(name) => {
                self.left_out.push(format!("{}: `{name}` cannot be downloaded from a book", page.title));
                element.name = "span".into();
                return vec![element.into()];
            }
            Target::Page(at) => {
                let fragment = at.fragment.map(|id| format!("#{}", encode(&id))).unwrap_or_default();
                match self.book.page(self.bundle, &at.route) {
                    Some(place) => path(place) + &fragment,
                    None => "contents.xhtml".into(),
                }
            }
        };
        vec![element.with("href", &resolved).into()]
    }
}

/// Where the answers of a page begin.
fn anchor(at: usize) -> String {
    format!("of-page-{:04}", at + 1)
}

fn heading(level: u8, text: &str, id: Option<&str>) -> Node {
    let heading = Element::new(&format!("h{level}"), vec![Node::text(text)]);
    match id {
        Some(id) => heading.with("id", id).into(),
        None => heading.into(),
    }
}

/// Attributes that mean something in a book.
fn is_kept(key: &str, value: &str) -> bool {
    const KEPT: &[&str] = &[
        "abbr", "alt", "cite", "class", "colspan", "datetime", "dir", "id", "lang", "reversed", "rowspan",
        "scope", "start", "title", "value",
    ];
    // An identifier of XML has no space in it.
    KEPT.contains(&key) && (key != "id" || !value.contains(char::is_whitespace))
}

/// The type of a file that every reading device has to know, or that a video may have.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "opus" => "audio/ogg; codecs=opus",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "mov" => "video/quicktime",
        _ => return None,
    })
}

fn document(language: &str, title: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\">\n<head>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n",
        escaped(title)
    )
}

/// The table of contents: courses, and below each its lessons.
fn contents(book: &Book, has_answers: bool, language: &str) -> File {
    let mut list = String::new();
    let mut is_open = false;
    for (at, page) in book.pages.iter().enumerate() {
        let link = format!("<a href=\"{}\">{}</a>", path(at), escaped(&page.title));
        let is_course = matches!(page.route, Route::Course { .. });
        let next_is_lesson =
            book.pages.get(at + 1).is_some_and(|next| matches!(next.route, Route::Lesson { .. }));
        if is_course && is_open {
            list.push_str("</ol></li>\n");
            is_open = false;
        }
        if is_course && next_is_lesson {
            _ = writeln!(list, "<li>{link}<ol>");
            is_open = true;
        } else {
            _ = writeln!(list, "<li>{link}</li>");
        }
    }
    if is_open {
        list.push_str("</ol></li>\n");
    }
    if has_answers {
        _ = writeln!(list, "<li><a href=\"{ANSWERS}\">Answers</a></li>");
    }
    let body = format!(
        "<nav epub:type=\"toc\" id=\"toc\">\n<h1>{}</h1>\n<ol>\n{list}</ol>\n</nav>",
        escaped(&book.title)
    );
    File {
        path: "contents.xhtml".into(),
        media_type: "application/xhtml+xml",
        properties: vec!["nav"],
        bytes: document(language, &book.title, &body).into_bytes(),
    }
}

fn package(book: &Book, files: &[File], spine: usize, language: &str, now: SystemTime) -> String {
    let mut manifest = String::new();
    for (at, file) in files.iter().enumerate() {
        let properties = match file.properties.join(" ") {
            none if none.is_empty() => none,
            some => format!(" properties=\"{some}\""),
        };
        let media_type = file.media_type;
        let path = encode(&file.path);
        _ = writeln!(
            manifest,
            "    <item id=\"f{at}\" href=\"{path}\" media-type=\"{media_type}\"{properties}/>"
        );
    }
    let mut order = format!("    <itemref idref=\"f{spine}\"/>\n");
    for at in 0..spine {
        _ = writeln!(order, "    <itemref idref=\"f{at}\"/>");
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">{}</dc:identifier>
    <dc:title>{}</dc:title>
    <dc:language>{language}</dc:language>
    <meta property="dcterms:modified">{}</meta>
  </metadata>
  <manifest>
{manifest}  </manifest>
  <spine>
{order}  </spine>
</package>
"#,
        identifier(book),
        escaped(&book.title),
        moment(now)
    )
}

/// A name for the book that stays as long as its courses keep their ids: a UUID of version 8 (RFC 9562).
fn identifier(book: &Book) -> String {
    let mut digest = Sha256::new();
    for page in &book.pages {
        if let Route::Course { course } = &page.route {
            digest.update(course);
            digest.update([0]);
        }
    }
    let mut bytes: Vec<u8> = digest.finalize().iter().copied().take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

/// The time as EPUB writes it: `2026-01-31T12:00:00Z`. The days are counted as Howard Hinnant's `civil_from_days`
/// does, <https://howardhinnant.github.io/date_algorithms.html>.
fn moment(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Years that begin in March, in eras of 400.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_time_is_that_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_709_251_200, "2024-03-01T00:00:00Z"),
            (4_102_444_800, "2100-01-01T00:00:00Z"),
        ] {
            assert_eq!(moment(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        }
    }

    /// The courses that ship, as a book, by the paths in it.
    fn shipped() -> BTreeMap<String, Vec<u8>> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let compiled = compiler::compile(&compiler::Content::read(&folder).unwrap());
        let assets = compiled.assets.iter().map(|asset| (asset.name.clone(), asset.bytes.clone())).collect();
        let bytes = compiled.bundle.unwrap();
        let bundle = Bundle::decode(&bytes).unwrap();
        let epub = epub(&bundle, &assets, "en", SystemTime::UNIX_EPOCH).unwrap();
        let again = super::epub(&bundle, &assets, "en", SystemTime::UNIX_EPOCH).unwrap();
        assert!(epub.bytes == again.bytes, "the same course gives the same book");
        assert_eq!(epub.left_out.len(), 2, "a sound and a file to download: {:?}", epub.left_out);
        let files = crate::export::zip::read(&epub.bytes);
        assert_eq!(files[0], ("mimetype".to_owned(), b"application/epub+zip".to_vec()));
        files.into_iter().collect()
    }

    /// What the checker of the W3C looks at first; the book was once shown to that, too.
    #[test]
    fn a_book_is_whole() {
        let files = shipped();
        let mut ids = std::collections::BTreeSet::new();
        let mut links = Vec::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
            let text = str::from_utf8(bytes).unwrap().replacen("<!DOCTYPE html>", "", 1);
            let page = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let name = path.strip_prefix("book/").unwrap();
            ids.insert(name.to_owned());
            for node in page.descendants() {
                if let Some(id) = node.attribute("id") {
                    assert!(ids.insert(format!("{name}#{id}")), "{path} has `{id}` twice");
                }
                for address in ["href", "src"].iter().filter_map(|key| node.attribute(*key)) {
                    let address =
                        if address.starts_with('#') { format!("{name}{address}") } else { address.into() };
                    links.push((name.to_owned(), course::route::decode(&address)));
                }
                assert!(!matches!(node.tag_name().name(), "input" | "button" | "select"), "{path}");
            }
        }
        assert!(links.len() > 300, "there are more links than {}", links.len());
        for (from, to) in links.iter().filter(|(_, to)| !to.contains("://") && !to.starts_with("mailto:")) {
            let is_there = ids.contains(to) || files.contains_key(&format!("book/{to}"));
            assert!(is_there, "{from} leads to {to}");
        }

        let package = str::from_utf8(&files["book/package.opf"]).unwrap();
        let package = roxmltree::Document::parse(package).unwrap();
        let items =
            package.descendants().filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")));
        let mut listed: Vec<String> = items
            .map(|item| format!("book/{}", course::route::decode(item.attribute("href").unwrap())))
            .collect();
        listed.extend(["META-INF/container.xml", "book/package.opf", "mimetype"].map(str::to_owned));
        listed.sort();
        assert_eq!(listed, files.keys().cloned().collect::<Vec<_>>());
    }
}
