//! mdBook: <https://rust-lang.github.io/mdBook>, with the questions of `mdbook-quiz`.
//!
//! 1. [`config`] and [`summary`] tell what there is; a chapter becomes a lesson.
//! 2. [`expand`] puts in what chapters include.
//! 3. This file makes their text Lectern's and puts the questions of [`quiz`] in their places.

mod config;
mod expand;
mod quiz;
mod summary;

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::files::Files;
use crate::from_html::is_outside;
use crate::loss::{Became, Losses};
use crate::markdown::{self, Fence, Reading, with_title};
use crate::model::{Course, Lesson, Part};
use crate::names::{self, Names};
use crate::question::Question;
use crate::source::{Source, joined};
use crate::text::{MARK, Text};
use crate::{Problem, Use, Where, escape};

use config::Config;
use expand::Expansion;
use summary::Chapter;

/// Whether this is the folder of a book.
pub(crate) fn is_book(source: &Source) -> bool {
    source.has(config::FILE) && source.file.as_deref().is_none_or(|file| file == config::FILE)
}

/// A chapter on its way to a lesson.
struct Page {
    chapter: Chapter,
    /// In the source.
    file: String,
    /// The files that its addresses may be relative to.
    bases: Vec<String>,
    id: String,
    text: Text,
    minutes: Option<u32>,
    /// The places in it that links may lead to, by the names they have there; with those they have in Lectern.
    anchors: HashMap<String, String>,
}

/// Reads a book.
pub(crate) fn read(source: &Source, files: &mut Files<'_>, losses: &mut Losses) -> Result<Course, Problem> {
    let config = config::read(source, losses)?;
    let summary_file = joined("", &format!("{}/{}", config.src, summary::FILE))
        .map_err(|_| Problem(format!("`src` of `{}` leads out of the book", config::FILE)))?;
    let (outline, _) = source.text(&summary_file).map_err(|_| {
        Problem(format!("there is no `{summary_file}`, which would say what the chapters are"))
    })?;
    let chapters = summary::read(&outline, &summary_file, losses);
    let mut pages = Vec::new();
    let mut ids = Names::default();
    let mut seen = HashSet::new();
    let mut expansion = Expansion::new(source, losses);
    let mut quizzes = Vec::new();
    let mut missing = Vec::new();
    for chapter in chapters {
        let Ok(file) = joined("", &format!("{}/{}", config.src, chapter.path)) else { continue };
        // A page stands once in a course.
        if !seen.insert(file.clone()) {
            continue;
        }
        let Ok((text, _)) = source.text(&file) else {
            missing.push((file, chapter.title));
            continue;
        };
        let (text, minutes, front) = without_front_matter(&Text::of(&text));
        missing.extend(front.into_iter().map(|key| (format!("{file}\n"), key)));
        let text = expansion.chapter(&text, &file);
        let id = ids
            .unique(&names::id(chapter.path.trim_end_matches(".md").trim_end_matches("/README"), "chapter"));
        let anchors = anchors(text.as_str());
        pages.push(Page { chapter, bases: vec![file.clone()], file, id, text, minutes, anchors });
    }
    quizzes.append(&mut expansion.quizzes);
    for (file, detail) in missing {
        match file.strip_suffix('\n') {
            Some(file) => losses.note(Became::LeftOut, "front matter", (file, 1), &detail),
            None => losses.note(Became::LeftOut, "chapters that are not there", (&file, 1), &detail),
        }
    }
    if pages.is_empty() {
        return Err(Problem(format!("`{summary_file}` names no chapter that is there")));
    }
    let book = Book { config: &config, pages: &pages };
    let questions: Vec<Vec<Question>> =
        quizzes.iter().map(|quiz| book.questions(source, quiz, files, losses)).collect();
    let mut lessons = Vec::new();
    for page in &pages {
        let text = book.rewritten(&page.text, page, files, losses);
        let parts = parts(&text, &questions);
        lessons.push(Lesson {
            id: page.id.clone(),
            title: page.chapter.title.clone(),
            file: page.file.clone(),
            section: page.chapter.section.clone(),
            minutes: page.minutes,
            parts,
            ..Lesson::default()
        });
    }
    let title = config.title.clone().unwrap_or_else(|| names::humanise(&source.name));
    let authors: Vec<_> = config.authors.iter().map(|author| escape::text(author)).collect();
    Ok(Course { title, description: config.description.clone(), body: authors.join(", "), lessons })
}

/// The book as far as its chapters need to know it.
struct Book<'b> {
    config: &'b Config,
    pages: &'b [Page],
}

impl Book<'_> {
    /// A text of a chapter made Lectern's.
    fn rewritten(&self, text: &Text, page: &Page, files: &mut Files<'_>, losses: &mut Losses) -> Text {
        let (text, formulas) =
            if self.config.has_brackets { without_formulas(text) } else { (text.clone(), Vec::new()) };
        let mut more = Losses::default();
        let known: HashMap<&str, &Page> = self.pages.iter().map(|page| (page.file.as_str(), page)).collect();
        let mut find = |address: &str, how: Use, line: usize| {
            self.find((address, line), how, page, &known, files, &mut more)
        };
        let fence = |info: &str| self.fence(info);
        let mut reading = Reading {
            file: &page.file,
            has_math: self.config.has_dollars,
            has_heading_attributes: true,
            takes_headings: false,
            find: &mut find,
            fence: &fence,
            losses,
        };
        let rewritten = markdown::rewritten(&text, &mut reading);
        losses.take(more);
        if formulas.is_empty() {
            return rewritten;
        }
        let mut edits = Vec::new();
        for (at, _) in rewritten.as_str().match_indices("\u{e000}f") {
            let rest = &rewritten.as_str()[at + 4..];
            let Some(length) = rest.find(MARK[1]) else { continue };
            if let Some(formula) =
                rest[..length].parse::<usize>().ok().and_then(|number| formulas.get(number))
            {
                edits.push((at..at + 4 + length + MARK[1].len_utf8(), formula.clone()));
            }
        }
        rewritten.edited(edits)
    }

    fn find(
        &self,
        (address, line): (&str, usize),
        how: Use,
        page: &Page,
        known: &HashMap<&str, &Page>,
        files: &mut Files<'_>,
        losses: &mut Losses,
    ) -> Where {
        if let Some(anchor) = address.strip_prefix('#') {
            return match page.anchors.get(anchor) {
                Some(own) if own == anchor => Where::Same,
                Some(own) => Where::At(format!("#{own}")),
                None => {
                    losses.note(
                        Became::KeptAsText,
                        "links to places that are no headings",
                        (&page.file, line),
                        address,
                    );
                    Where::Nowhere
                }
            };
        }
        if is_outside(address) || address.starts_with("javascript:") {
            return Where::Same;
        }
        let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
        let from_root = path.strip_prefix('/').map(|path| format!("/{}/{path}", self.config.src));
        let path = from_root.as_deref().unwrap_or(path);
        if how == Use::Link
            && let Some(target) = page_at(&course::route::decode(path), page, known)
        {
            if anchor.is_empty() {
                return Where::At(target.id.clone());
            }
            return Where::At(match target.anchors.get(anchor) {
                Some(own) => format!("{}#{own}", target.id),
                None => {
                    let sort = "links to places that are no headings";
                    losses.note(
                        Became::Approximated,
                        sort,
                        (&page.file, line),
                        &format!("{address}, now to the page"),
                    );
                    target.id.clone()
                }
            });
        }
        files.take_from(path, &page.bases, (&page.file, line), how == Use::Shown, losses)
    }

    /// What becomes of a fence of code.
    fn fence(&self, info: &str) -> Fence {
        let mut words = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}'));
        let language = words.next().unwrap_or_default().trim_start_matches('.');
        let words: Vec<&str> = words.collect();
        let title = info
            .split_once("title=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or("", |(title, _)| title);
        // Words for rustdoc and the playground, without a language.
        let is_rust = matches!(
            language,
            "rust" | "rs" | "ignore" | "should_panic" | "no_run" | "compile_fail" | "editable"
        );
        match language {
            "aquascope" => Fence {
                info: with_title("rust", title),
                line: Box::new(|line| {
                    let is_hidden = line.starts_with('#') && !is_attribute(line);
                    (!is_hidden).then(|| without_ticks(line))
                }),
                loss: Some("diagrams of aquascope"),
            },
            _ if is_rust => {
                let is_still = ["ignore", "noplayground", "noplaypen", "compile_fail", "does_not_compile"];
                let runs = !is_still.iter().any(|word| words.contains(word) || language == *word);
                Fence {
                    info: with_title("rust", title),
                    line: Box::new(rust_line),
                    loss: runs.then_some("code that readers could run"),
                }
            }
            "bob" => Fence::new(with_title("draw", "")),
            _ => {
                // What hidden lines begin with, for this fence or for its language.
                let own = words.iter().find_map(|word| word.strip_prefix("hidelines="));
                let sign = own.map(str::to_owned).or_else(|| self.config.hide.get(language).cloned());
                let fence = Fence::new(with_title(language, title));
                match sign.filter(|sign| !sign.is_empty()) {
                    Some(sign) => Fence {
                        line: Box::new(move |line| {
                            (!line.trim_start().starts_with(&sign)).then(|| line.to_owned())
                        }),
                        ..fence
                    },
                    None => fence,
                }
            }
        }
    }

    /// The questions of a file.
    fn questions(
        &self,
        source: &Source,
        (path, chapter, line): &(String, String, usize),
        files: &mut Files<'_>,
        losses: &mut Losses,
    ) -> Vec<Question> {
        let Ok((toml, _)) = source.text(path) else {
            losses.note(Became::LeftOut, "quizzes that are not there", (chapter, *line), path);
            return Vec::new();
        };
        let Some(page) = self.pages.iter().find(|page| page.file == *chapter) else { return Vec::new() };
        let own = Page {
            file: path.clone(),
            // What a quiz links to is seen from the page that it is shown on.
            bases: vec![page.file.clone(), path.clone()],
            chapter: page.chapter.clone(),
            id: page.id.clone(),
            text: Text::default(),
            minutes: None,
            anchors: page.anchors.clone(),
        };
        let mut text = |words: &str, losses: &mut Losses| {
            self.rewritten(&Text::of(words.trim()), &own, files, losses).as_str().to_owned()
        };
        match quiz::read(&toml, path, losses, &mut text) {
            Ok(questions) => questions,
            Err(error) => {
                losses.note(Became::LeftOut, "quizzes that cannot be read", (path, 1), &error);
                Vec::new()
            }
        }
    }
}

/// The chapter that a path means in another.
fn page_at<'p>(path: &str, from: &Page, known: &HashMap<&str, &'p Page>) -> Option<&'p Page> {
    let path = path.split('?').next().unwrap_or_default();
    from.bases.iter().find_map(|base| page_from(path, base, known))
}

fn page_from<'p>(path: &str, base: &str, known: &HashMap<&str, &'p Page>) -> Option<&'p Page> {
    let file = joined(base, path).ok()?;
    let stem = file.strip_suffix(".html").or_else(|| file.strip_suffix(".md")).unwrap_or(&file);
    let index = stem.strip_suffix("index").unwrap_or(stem);
    let folder =
        if index.is_empty() || index.ends_with('/') { index.to_owned() } else { format!("{index}/") };
    let ways =
        [file.clone(), format!("{stem}.md"), format!("{folder}README.md"), format!("{folder}index.md")];
    ways.iter().find_map(|way| known.get(way.as_str()).copied())
}

/// A line of Rust as rustdoc shows it: <https://doc.rust-lang.org/rustdoc/write-documentation/documentation-tests.html>.
fn rust_line(line: &str) -> Option<String> {
    let word = line.trim_start();
    let Some(rest) = word.strip_prefix('#') else { return Some(line.to_owned()) };
    if rest.is_empty() || rest.starts_with(' ') {
        return None;
    }
    if rest.starts_with('#') {
        return Some(line.replacen('#', "", 1));
    }
    Some(line.to_owned())
}

fn is_attribute(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with("#!")
}

/// A line of aquascope without its marks between backticks.
fn without_ticks(line: &str) -> String {
    let mut parts = line.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    while let Some(mark) = parts.next() {
        match parts.next() {
            Some(after) => out.push_str(after),
            None => out.push_str(mark),
        }
    }
    out
}

/// Takes front matter off a chapter: the minutes it takes, and what else stands there.
fn without_front_matter(text: &Text) -> (Text, Option<u32>, Vec<String>) {
    let lines: Vec<_> = text.lines().collect();
    let is_fence = |line: &str| line.trim_end() == "---";
    let is_key =
        |line: &str| line.trim().is_empty() || line.contains(':') || line.starts_with([' ', '#', '-']);
    let length = match lines.first() {
        Some((first, _)) if is_fence(first) => {
            lines[1..].iter().take_while(|(line, _)| !is_fence(line) && is_key(line)).count()
        }
        _ => return (text.clone(), None, Vec::new()),
    };
    let is_closed = lines.get(length + 1).is_some_and(|(line, _)| is_fence(line));
    let has_key = lines[1..=length].iter().any(|(line, _)| line.contains(':'));
    if !is_closed || !has_key {
        return (text.clone(), None, Vec::new());
    }
    let mut minutes = None;
    let mut others = Vec::new();
    for (line, _) in &lines[1..=length] {
        match line.split_once(':') {
            Some(("minutes", value)) => {
                minutes = value.trim().parse().ok().filter(|minutes| (1..6000).contains(minutes))
            }
            _ if line.trim().is_empty() => {}
            _ => others.push(line.trim().to_owned()),
        }
    }
    let mut rest = Text::default();
    for (line, number) in &lines[length + 2..] {
        rest.push(line, *number);
    }
    (rest, minutes, others)
}

/// The places of a chapter that links may lead to.
fn anchors(text: &str) -> HashMap<String, String> {
    let mut anchors = HashMap::new();
    let mut own = Names::default();
    let mut heading: Option<String> = None;
    for (event, _) in markdown::parse(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default();
                let words = words.split('{').next().unwrap_or_default();
                let name = own.heading(words);
                anchors.insert(name.clone(), name);
            }
            _ => {}
        }
    }
    anchors.extend(markdown::anchors(text));
    anchors
}

/// Takes formulas between `\\(` and `\\)`, `\\[` and `\\]`, or double dollar signs out of a text, but not out of code.
fn without_formulas(text: &Text) -> (Text, Vec<String>) {
    const SIGNS: [(&str, &str, bool); 3] =
        [("\\\\(", "\\\\)", false), ("\\\\[", "\\\\]", true), ("$$", "$$", true)];
    let source = text.as_str();
    let mut code: Vec<std::ops::Range<usize>> = Vec::new();
    for (event, range) in markdown::parse(source) {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            code.push(range);
        }
    }
    let mut edits = Vec::new();
    let mut formulas: Vec<String> = Vec::new();
    let mut at = 0;
    let mut next_code = code.into_iter().peekable();
    let mut is_left = [true; 3];
    while let Some(found) = source[at..].find(['\\', '$']).map(|offset| at + offset) {
        while next_code.next_if(|code| code.end <= found).is_some() {}
        if let Some(code) = next_code.next_if(|code| code.start <= found) {
            at = code.end;
            continue;
        }
        let rest = &source[found..];
        at = found + 1;
        let Some(sign) =
            SIGNS.iter().position(|(open, ..)| rest.starts_with(open)).filter(|sign| is_left[*sign])
        else {
            continue;
        };
        let (open, close, is_block) = SIGNS[sign];
        let Some(length) = rest[open.len()..].find(close) else {
            is_left[sign] = false;
            continue;
        };
        let end = found + open.len() + length + close.len();
        let formula =
            source[found + open.len()..end - close.len()].split_whitespace().collect::<Vec<_>>().join(" ");
        if !formula.is_empty() && !formula.contains('$') {
            edits.push((found..end, format!("\u{e000}f{}\u{e001}", formulas.len())));
            formulas.push(if is_block { format!("$${formula}$$") } else { format!("${formula}$") });
            at = end;
        }
    }
    (text.edited(edits), formulas)
}

/// A text with its quizzes in their places.
fn parts(text: &Text, quizzes: &[Vec<Question>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let flush = |words: &mut Vec<&str>, parts: &mut Vec<Part>| {
        let text = words.join("\n");
        words.clear();
        if !text.trim().is_empty() {
            parts.push(Part::Text(text));
        }
    };
    // A quiz within a list or a quotation stands behind it.
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    let mut marked;
    let lines: Vec<_> = text.lines().collect();
    let mut kept: Vec<(String, Vec<(usize, usize)>)> = Vec::new();
    for (line, number) in &lines {
        let mut found = Vec::new();
        marked = (*line).to_owned();
        while let Some(open) = marked.find(MARK[0]) {
            let Some(close) = marked[open..].find(MARK[1]).map(|length| open + length) else { break };
            let quiz =
                marked[open..close].trim_start_matches(MARK[0]).trim_start_matches('q').parse::<usize>();
            found.extend(quiz.ok().map(|quiz| (quiz, *number)));
            marked.replace_range(open..close + MARK[1].len_utf8(), "");
        }
        kept.push((marked.clone(), found));
    }
    for (line, found) in &kept {
        waiting.extend(found);
        let is_alone = line.trim().is_empty();
        if !waiting.is_empty() && is_alone {
            flush(&mut words, &mut parts);
            for (quiz, number) in waiting.drain(..) {
                if let Some(questions) = quizzes.get(quiz).filter(|questions| !questions.is_empty()) {
                    parts.push(Part::Questions(questions.clone(), number));
                }
            }
            continue;
        }
        words.push(line);
    }
    flush(&mut words, &mut parts);
    for (quiz, number) in waiting {
        if let Some(questions) = quizzes.get(quiz).filter(|questions| !questions.is_empty()) {
            parts.push(Part::Questions(questions.clone(), number));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_hides_what_begins_with_a_hash_and_a_space() {
        let lines = ["# use a;", "#", "  # b", "#[derive(C)]", "#![d]", "## e", "f"].map(rust_line);
        let shown: Vec<_> = lines.into_iter().flatten().collect();
        assert_eq!(shown, ["#[derive(C)]", "#![d]", "# e", "f"]);
        assert_eq!(without_ticks("let x = 1;`[]` `(a)`y"), "let x = 1; y");
    }

    #[test]
    fn formulas_are_found_outside_of_code() {
        let text = Text::of("a \\\\( x \\\\) `\\\\(y\\\\)` \\\\[ z\n w \\\\] $$v$$ $5");
        let (text, formulas) = without_formulas(&text);
        assert_eq!(formulas, ["$x$", "$$z w$$", "$$v$$"]);
        assert!(text.as_str().ends_with("$5") && text.as_str().contains("`\\\\(y\\\\)`"));
    }

    #[test]
    fn front_matter_is_taken_off() {
        let (rest, minutes, others) = without_front_matter(&Text::of("---\nminutes: 5\na: b\n---\n\n# T"));
        assert_eq!((rest.as_str(), minutes, others), ("\n# T", Some(5), vec!["a: b".to_owned()]));
        for text in ["---\n\ntext\n\n---\n", "---", "a", "---\nno key\n---"] {
            assert_eq!(without_front_matter(&Text::of(text)).0.as_str(), text);
        }
    }
}
