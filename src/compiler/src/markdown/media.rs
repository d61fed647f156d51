//! Pictures, sound and video of the content folder, shown in the text.

use std::fmt::Write as _;
use std::ops::Range;

use course::route::ASSET_SCHEME;

use super::page::Page;
use super::sanitize::RawTag;
use super::{escape, sanitize};
use crate::assets::{Held, Kind};
use crate::diagnostics::{Code, Diagnostic};
use crate::links::is_web;

/// What an author wrote to show a file.
pub(super) struct Shown<'s> {
    pub(super) source: &'s str,
    /// What is read out, or stands in the place of what cannot be shown.
    pub(super) alternative: &'s str,
    pub(super) title: &'s str,
    /// The author's own width and height, where they say one.
    pub(super) size: (Option<u32>, Option<u32>),
    pub(super) span: &'s Range<usize>,
}

/// The element for a file, ready to stand in a line; or what stands in its place, and that is reported.
pub(super) enum Element {
    Media(String),
    Instead(String),
}

/// An image as a line of text has it. `is_linked` where a link is around it.
pub(super) fn element(page: &mut Page<'_>, shown: &Shown<'_>, is_linked: bool) -> Element {
    let targets = page.targets.clone();
    if is_web(shown.source) || crate::links::scheme(shown.source).is_some() {
        return Element::Instead(from_elsewhere(page, shown, is_linked));
    }
    let problem = match targets.assets.find(shown.source, page.file) {
        Ok(held) if held.kind() == Kind::Other => return Element::Instead(offered(page, held, shown)),
        Ok(held) => match media(page, held, shown) {
            Ok(html) => return Element::Media(html),
            Err(problem) => (*problem).at(shown.span.clone()),
        },
        Err(absent) => absent.diagnostic(shown.source, page.file, shown.span),
    };
    page.diagnostics.push(problem);
    Element::Instead(format!("<span class=\"image\">{}</span>", escape::text(words(shown))))
}

/// A figure around an element; the title is what stands below it.
pub(super) fn figure(element: &str, title: &str) -> String {
    let caption = match title {
        "" | "decorative" => String::new(),
        title => format!("<figcaption>{}</figcaption>", escape::text(title)),
    };
    format!("<figure class=\"figure\">{element}{caption}</figure>\n")
}

/// The file that a raw tag shows, where it is one that may be shown.
pub(super) fn raw<'r>(page: &Page<'_>, tag: &'r RawTag) -> Option<&'r str> {
    if !matches!(tag.name.as_str(), "img" | "video" | "audio") {
        return None;
    }
    let source = tag.value("src")?;
    let is_ours = !is_web(source) && crate::links::scheme(source).is_none();
    let held = page.targets.assets.find(source, page.file).ok().filter(|_| is_ours)?;
    let is_fit = match tag.name.as_str() {
        "img" => held.kind() == Kind::Picture,
        "video" => held.kind() == Kind::Video,
        _ => matches!(held.kind(), Kind::Sound | Kind::Video),
    };
    is_fit.then_some(source)
}

/// Raw HTML with every tag that shows a file of ours replaced by one of the compiler's.
pub(super) fn with_media(page: &mut Page<'_>, html: &str, span: &Range<usize>) -> String {
    let mut written = String::with_capacity(html.len());
    let mut from = 0;
    let mut lowered = None;
    // Elements of which no end is left, so that it is not sought again and again.
    let mut endless: Vec<String> = Vec::new();
    for tag in sanitize::tags(html) {
        let Some(source) = raw(page, &tag) else { continue };
        if tag.at.start < from {
            continue;
        }
        let number = |name| tag.value(name).and_then(|value| value.trim_end_matches("px").parse().ok());
        let shown = Shown {
            source,
            alternative: words_of(&tag),
            title: tag.value("title").unwrap_or_default(),
            size: (number("width"), number("height")),
            span,
        };
        let piece = match element(page, &shown, false) {
            Element::Media(html) | Element::Instead(html) => html,
        };
        written.push_str(&html[from..tag.at.start]);
        written.push_str(&page.trusted(piece));
        from = tag.at.end;
        // What stands in a video is for browsers that know none.
        let end = format!("</{}>", tag.name);
        if tag.name != "img" && !endless.contains(&tag.name) {
            match lowered.get_or_insert_with(|| html.to_ascii_lowercase())[from..].find(&end) {
                Some(length) => from += length + end.len(),
                None => endless.push(tag.name.clone()),
            }
        }
    }
    written.push_str(&html[from..]);
    written
}

fn media(page: &mut Page<'_>, held: &Held, shown: &Shown<'_>) -> Result<String, Box<Diagnostic>> {
    let carried = held.carried().map_err(|error| {
        let message = format!("`{}` cannot be read: {error}", held.path());
        let help = "see to it that you may read the file";
        Box::new(Diagnostic::new(Code::MissingFile, page.file, message).help(help))
    })?;
    if carried.has_program {
        let message = format!("the drawing `{}` holds a program", held.path());
        let help = "export it without scripts and event attributes, or as PNG; a course carries no programs";
        return Err(Box::new(Diagnostic::new(Code::DrawingWithProgram, page.file, message).help(help)));
    }
    page.take(held);
    page.diagnostics.extend(held.too_large(page.file, shown.span));
    let kind = held.kind();
    check_alternative(page, shown, kind);
    if kind == Kind::Picture && carried.size.is_none() {
        let message = format!("`{}` cannot be read as a picture", held.path());
        page.diagnostics.push(
            Diagnostic::new(Code::UnreadablePicture, page.file, message)
                .at(shown.span.clone())
                .help("open it and save it again under the ending that it has; without a size, the text jumps when it arrives"),
        );
    }
    let source = escape::attribute(&format!("{ASSET_SCHEME}{}", carried.name));
    let label = escape::attribute(shown.alternative);
    let mut html = match kind {
        Kind::Picture => format!("<img src=\"{source}\""),
        Kind::Video => format!("<video controls preload=\"metadata\" src=\"{source}\""),
        Kind::Sound | Kind::Other => format!("<audio controls preload=\"none\" src=\"{source}\""),
    };
    if kind != Kind::Sound {
        let (width, height) = dimensions(shown.size, carried.size.map(|size| (size.width, size.height)));
        for (name, length) in [("width", width), ("height", height)] {
            if let Some(length) = length {
                _ = write!(html, " {name}=\"{length}\"");
            }
        }
    }
    Ok(match kind {
        Kind::Picture => format!("{html} loading=\"lazy\" decoding=\"async\" alt=\"{label}\">"),
        Kind::Video => format!("{html} aria-label=\"{label}\"></video>"),
        Kind::Sound | Kind::Other => format!("{html} aria-label=\"{label}\"></audio>"),
    })
}

/// What is neither picture nor sound nor video can still be offered.
fn offered(page: &mut Page<'_>, held: &Held, shown: &Shown<'_>) -> String {
    let text = escape::text(words(shown));
    match page.href(shown.source, shown.span) {
        Some(href) => format!(
            "<a class=\"image\" href=\"{}\" download=\"{}\">{text}</a>",
            escape::attribute(&href),
            escape::attribute(held.file_name()),
        ),
        None => format!("<span class=\"image\">{text}</span>"),
    }
}

/// The author's size, the other side in proportion; or the file's own.
fn dimensions(wanted: (Option<u32>, Option<u32>), own: Option<(u32, u32)>) -> (Option<u32>, Option<u32>) {
    let scaled = |length: u32, by: u32, of: u32| {
        let scaled = u64::from(length) * u64::from(by) / u64::from(of.max(1));
        u32::try_from(scaled.clamp(1, 100_000)).ok()
    };
    let sane = |length: Option<u32>| length.filter(|length| (1..=100_000).contains(length));
    match (sane(wanted.0), sane(wanted.1), own) {
        (Some(width), None, Some((own_width, own_height))) => {
            (Some(width), scaled(width, own_height, own_width))
        }
        (None, Some(height), Some((own_width, own_height))) => {
            (scaled(height, own_width, own_height), Some(height))
        }
        (None, None, own) => (own.map(|own| own.0), own.map(|own| own.1)),
        (width, height, _) => (width, height),
    }
}

/// An image needs words, unless its title says that it is only decoration, or is the caption that describes it.
fn check_alternative(page: &mut Page<'_>, shown: &Shown<'_>, kind: Kind) {
    if !shown.alternative.trim().is_empty() || !shown.title.is_empty() {
        return;
    }
    let (what, help) = match kind {
        Kind::Sound => ("sound", "say what one hears: `![An interview with …](talk.mp3)`"),
        Kind::Video => ("video", "say what it shows: `![How to mount the disk](mount.mp4)`"),
        _ => (
            "image",
            "say what it shows: `![A client asks a server](plan.png)`; for what only decorates, write `![](plan.png \"decorative\")`",
        ),
    };
    page.diagnostics.push(
        Diagnostic::new(
            Code::MissingAlternative,
            page.file,
            format!("the {what} `{}` has no alternative text", shown.source),
        )
        .at(shown.span.clone())
        .help(help),
    );
}

/// What stands in the place of an image that would be a request to another origin: its words, linked where there is
/// something to link to.
fn from_elsewhere(page: &mut Page<'_>, shown: &Shown<'_>, is_linked: bool) -> String {
    let source = shown.source;
    let (message, help) = if is_web(source) {
        (
            format!("the image `{source}` would be requested from another origin"),
            "put the file into the content folder and write its path; until then a link with the alternative text stands in its place",
        )
    } else {
        let start: String = source.chars().take(40).collect();
        (
            format!("the image `{start}` is not shown, it is no file"),
            "put a file into the content folder and write its path; its alternative text stands in its place",
        )
    };
    page.diagnostics
        .push(Diagnostic::new(Code::ImageNotCarried, page.file, message).at(shown.span.clone()).help(help));
    let text = escape::text(words(shown));
    if is_web(source) && !is_linked {
        let href = escape::attribute(source);
        format!("<a class=\"image\" href=\"{href}\" rel=\"noopener noreferrer\">{text}</a>")
    } else {
        format!("<span class=\"image\">{text}</span>")
    }
}

/// What a raw tag says about itself. The title of an image is no more than a caption.
fn words_of(tag: &RawTag) -> &str {
    let title = || tag.value("title").filter(|_| tag.name != "img");
    tag.value("alt").or_else(|| tag.value("aria-label")).or_else(title).unwrap_or_default()
}

/// The alternative text, or the name of the file.
fn words<'s>(shown: &Shown<'s>) -> &'s str {
    match shown.alternative {
        "" => shown.source.rsplit('/').next().unwrap_or(shown.source),
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_side_follows_from_the_other() {
        for (wanted, own, expected) in [
            ((None, None), Some((40, 20)), (Some(40), Some(20))),
            ((Some(100), None), Some((40, 20)), (Some(100), Some(50))),
            ((None, Some(5)), Some((40, 20)), (Some(10), Some(5))),
            ((Some(100), Some(7)), Some((40, 20)), (Some(100), Some(7))),
            ((Some(100), None), None, (Some(100), None)),
            ((Some(0), None), None, (None, None)),
            ((Some(u32::MAX), None), Some((1, 1)), (Some(1), Some(1))),
        ] {
            assert_eq!(dimensions(wanted, own), expected, "{wanted:?} {own:?}");
        }
    }
}
