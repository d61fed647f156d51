//! `lectern export markdown`: a folder of plain Markdown, each page a file, with links between the files and the
//! answers at the end of each lesson.

mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use course::bundle::Bundle;
use course::route::{Route, encode};

use super::book::{Book, Page, Target, target};
use super::html::{Element, Node};
use super::{Assets, Files};

/// The folder of the author's files.
const ASSETS: &str = "assets";

/// All files of the folder, by path.
pub(crate) fn files(bundle: &Bundle<'_>, assets: &Assets) -> Files {
    let book = Book::of(bundle);
    let mut files: Files =
        assets.iter().map(|(name, bytes)| (format!("{ASSETS}/{name}"), bytes.clone())).collect();
    let mut contents = format!("# {}\n\n", write::text(&book.title));
    for page in &book.pages {
        let path = path(&page.route);
        contents.push_str(&entry(page, &path));
        let mut drawings = BTreeMap::new();
        let text = text(bundle, &book, page, &mut drawings);
        files.extend(drawings);
        files.insert(path, bytes(&text));
    }
    files.insert("README.md".into(), bytes(&contents));
    files
}

fn bytes(text: &str) -> Arc<[u8]> {
    text.as_bytes().into()
}

/// A line of the contents.
fn entry(page: &Page, path: &str) -> String {
    let link = format!("[{}]({})", write::text(&page.title), encode(path));
    match &page.route {
        Route::Course { .. } => format!("- {link}\n"),
        _ if page.section.is_empty() => format!("  - {link}\n"),
        _ => format!("  - {link} ({})\n", write::text(&page.section)),
    }
}

/// The file of a page: as an author of a library would lay it out.
fn path(route: &Route) -> String {
    match route {
        Route::Course { course } => format!("courses/{course}.md"),
        Route::Lesson { course, lesson } => format!("courses/{course}/{lesson}.md"),
        Route::Home | Route::Tool(_) | Route::NotFound { .. } => "README.md".into(),
    }
}

fn text(bundle: &Bundle<'_>, book: &Book, page: &Page, drawings: &mut Files) -> String {
    let up = match &page.route {
        Route::Course { .. } => "../",
        Route::Lesson { .. } => "../../",
        Route::Home | Route::Tool(_) | Route::NotFound { .. } => "",
    };
    let own = path(&page.route);
    let folder = &own[..own.rfind('/').map_or(0, |at| at + 1)];
    let resolve = |address: &str| match target(address) {
        Target::Elsewhere(address) => address.to_owned(),
        Target::Asset(name) => format!("{up}{ASSETS}/{}", encode(name)),
        Target::Page(at) => {
            let fragment = at.fragment.map(|id| format!("#{}", encode(&id))).unwrap_or_default();
            match book.page(bundle, &at.route).map(|at| &book.pages[at]) {
                Some(other) if other.route == page.route && !fragment.is_empty() => fragment,
                Some(other) => {
                    let path = path(&other.route);
                    match path.strip_prefix(folder) {
                        Some(beside) => encode(beside) + &fragment,
                        None => format!("{up}{}{fragment}", encode(&path)),
                    }
                }
                None => format!("{up}README.md"),
            }
        }
    };
    let mut nodes = vec![heading(1, &page.title)];
    nodes.extend(drawn(page.nodes.clone(), drawings));
    if !page.answers.is_empty() {
        nodes.push(heading(2, "Answers"));
        nodes.extend(drawn(page.answers.clone(), drawings));
    }
    write::blocks(&nodes, &resolve)
}

fn heading(level: u8, text: &str) -> Node {
    Element::new(&format!("h{level}"), vec![Node::text(text)]).into()
}

/// The nodes with every drawing in a file of its own, as Markdown wants its pictures.
fn drawn(nodes: Vec<Node>, drawings: &mut Files) -> Vec<Node> {
    let replaced = |node: Node| {
        let Node::Element(mut element) = node else { return node };
        if element.name != "svg" {
            element.children = drawn(element.children, drawings);
            return element.into();
        }
        let label = element.attribute("aria-label").unwrap_or_default().to_owned();
        let picture = element
            .with("xmlns", "http://www.w3.org/2000/svg")
            .with("font-family", "monospace")
            .with("font-size", "13");
        let text = super::xhtml::written(&[picture.into()]) + "\n";
        let name = format!("drawing-{}.svg", course::identity::id_of_text(&text));
        drawings.insert(format!("{ASSETS}/{name}"), bytes(&text));
        let address = format!("{}{name}", course::route::ASSET_SCHEME);
        Element::new("img", Vec::new()).with("src", &address).with("alt", &label).into()
    };
    nodes.into_iter().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use pulldown_cmark::{Event, Options, Parser};

    use super::*;
    use crate::export::html::{parse, plain};

    /// The courses that ship, which hold every construct.
    fn shipped() -> compiler::Compiled {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        compiler::compile(&compiler::Content::read(&folder).unwrap())
    }

    /// What a reader of the Markdown reads, without white space.
    fn read(markdown: &str) -> String {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(own) | Event::Code(own) => text.push_str(&own),
                Event::Html(html) | Event::InlineHtml(html) => text.push_str(&plain(&parse(&html))),
                _ => {}
            }
        }
        text.retain(|character| !character.is_whitespace());
        text
    }

    /// What the page says, without formulas and without what is a sign in Markdown and no word.
    fn said(nodes: &[Node]) -> String {
        let mut text = String::new();
        for node in nodes {
            match node {
                Node::Text(own) => text.push_str(own),
                Node::Element(element) => match element.name.as_str() {
                    "math" => {}
                    "svg" | "video" | "audio" => {
                        text.push_str(element.attribute("aria-label").unwrap_or_default());
                    }
                    "img" => text.push_str(element.attribute("alt").unwrap_or_default()),
                    "caption" => text.push_str(&format!("Table:{}", said(&element.children))),
                    "figcaption" if element.has_class("code-title") => {}
                    _ if element.has_class("alert-title") || element.has_class("footnote-ref") => {}
                    _ => text.push_str(&said(&element.children)),
                },
            }
        }
        text.retain(|character| !character.is_whitespace());
        text
    }

    #[test]
    fn what_is_written_is_read_again() {
        let compiled = shipped();
        let bytes = compiled.bundle.unwrap();
        let bundle = Bundle::decode(&bytes).unwrap();
        let book = Book::of(&bundle);
        let files = files(&bundle, &Assets::new());
        for page in &book.pages {
            let markdown = str::from_utf8(&files[&path(&page.route)]).unwrap();
            let mut expected = said(&[heading(1, &page.title)]) + &said(&page.nodes);
            if !page.answers.is_empty() {
                expected += &(said(&[heading(2, "Answers")]) + &said(&page.answers));
            }
            // A caption of a table stands above it, wherever the author has put it.
            assert_eq!(read(markdown), expected, "{}", path(&page.route));
        }
        assert!(book.pages.len() > 100, "a library is more than {} pages", book.pages.len());
    }

    #[test]
    fn links_lead_to_files_that_are_there() {
        let compiled = shipped();
        let assets = compiled.assets.iter().map(|asset| (asset.name.clone(), asset.bytes.clone())).collect();
        let bytes = compiled.bundle.unwrap();
        let files = files(&Bundle::decode(&bytes).unwrap(), &assets);
        let mut links = 0;
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".md")) {
            let folder = Path::new(name).parent().unwrap();
            for event in Parser::new_ext(str::from_utf8(bytes).unwrap(), Options::all()) {
                let Event::Start(
                    pulldown_cmark::Tag::Link { dest_url, .. } | pulldown_cmark::Tag::Image { dest_url, .. },
                ) = event
                else {
                    continue;
                };
                let (path, _) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
                if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                    continue;
                }
                let mut to: Vec<String> = folder.iter().map(|part| part.to_str().unwrap().into()).collect();
                for part in path.split('/') {
                    if part == ".." { drop(to.pop()) } else { to.push(course::route::decode(part)) }
                }
                assert!(files.contains_key(&to.join("/")), "{name}: {dest_url}");
                links += 1;
            }
        }
        assert!(links > 150, "there are more links than {links}");
    }
}
