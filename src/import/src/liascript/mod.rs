//! LiaScript: <https://liascript.github.io>.
//!
//! 1. [`header`] reads settings and macros, [`macros`] puts those in.
//! 2. This file cuts the course at its headings; each part becomes a lesson.
//! 3. [`blocks`] reads a part line by line, [`inline`] what stands in the lines, [`quiz`] its quizzes.

mod blocks;
mod header;
mod inline;
mod macros;
mod quiz;

use std::collections::HashMap;

use crate::files::Files;
use crate::format::main_file;
use crate::from_html::is_outside;
use crate::loss::{Became, Losses};
use crate::markdown::{self, Fence, Reading};
use crate::model::{Course, Lesson, Part};
use crate::names::{self, Names};
use crate::question::{Kind, Question};
use crate::source::Source;
use crate::text::Text;
use crate::{Problem, Use, Where, escape};

use header::{Entry, Macros};

/// Whether a text is a course.
pub(crate) fn is_course(text: &str) -> bool {
    if header::read(text).is_some_and(|(entries, ..)| header::is_header(&entries)) {
        return true;
    }
    // Without a header: what nothing else has.
    let is_ours = |line: &str| {
        let word = line.trim();
        let is_spoken = word.starts_with("--{{") && word.ends_with("}}--");
        is_spoken
            || matches!(
                quiz::line(line),
                Some(quiz::Line::Choice { is_right: true, .. } | quiz::Line::Hint(_))
            )
    };
    text.lines().any(is_ours)
}

/// A heading of the course.
struct Heading {
    level: usize,
    words: String,
    /// Its line among all lines.
    at: usize,
}

/// A part of the course that becomes a lesson.
struct Piece {
    title: String,
    section: Option<String>,
    lines: Vec<(String, usize)>,
}

/// Reads a file.
pub(crate) fn read(source: &Source, files: &mut Files<'_>, losses: &mut Losses) -> Result<Course, Problem> {
    let file = main_file(source).ok_or_else(|| Problem("name the file of the course".into()))?;
    let (text, is_whole) = source
        .text(&file)
        .map_err(|_| Problem(format!("there is no file `{file}`, or it cannot be read")))?;
    if !is_whole {
        losses.note(Became::LeftOut, "characters that are not UTF-8", (&file, 1), "");
    }
    let (entries, behind, line) = match header::read(&text) {
        Some((entries, behind, line)) if header::is_header(&entries) => (entries, behind, line),
        _ => (Vec::new(), 0, 1),
    };
    let body = Text::from_line(&text[behind..], line);
    let mut macros = Macros::new();
    let mut course = Course::default();
    for entry in &entries {
        setting(entry, &file, &mut course, &mut macros, files, losses);
    }
    collect_macros(body.as_str(), &mut macros);
    let expanded = macros::expanded(&body, &macros, &file, losses);
    let lines: Vec<(String, usize)> =
        expanded.lines().map(|(line, number)| (line.to_owned(), number)).collect();
    let headings = headings(&lines);
    let (title, pieces) = pieces(&lines, &headings);
    course.title = title.unwrap_or_else(|| names::humanise(&source.name));
    course.body = course.body.replace(COURSE_FOLDER, &names::id(&course.title, "course"));
    let mut ids = Names::default();
    let ids: Vec<String> = pieces.iter().map(|piece| ids.unique(&names::id(&piece.title, "part"))).collect();
    let places = places(&pieces, &ids, &lines, &headings);
    for (index, piece) in pieces.iter().enumerate() {
        let written = blocks::written(&piece.lines, &piece.title, &file, losses);
        let mut book = Address { file: &file, id: &ids[index], places: &places, files: &mut *files };
        let text = book.rewritten(&written.text, losses);
        let mut groups = Vec::new();
        for (questions, line) in written.questions.into_iter().zip(written.lines) {
            let questions =
                questions.into_iter().map(|question| book.question(question, line, losses)).collect();
            groups.push(Part::Questions(questions, line));
        }
        let parts = parts(text.as_str(), groups);
        course.lessons.push(Lesson {
            id: ids[index].clone(),
            title: piece.title.clone(),
            file: file.clone(),
            section: piece.section.clone(),
            parts,
            ..Lesson::default()
        });
    }
    if course.lessons.is_empty() {
        return Err(Problem(format!("`{file}` has neither text nor headings")));
    }
    Ok(course)
}

/// What a setting of the header becomes.
fn setting(
    entry: &Entry,
    file: &str,
    course: &mut Course,
    macros: &mut Macros,
    files: &mut Files<'_>,
    losses: &mut Losses,
) {
    let key = entry.key.to_lowercase();
    if let Some(name) = entry.key.strip_prefix('@') {
        macros.insert(name.to_owned(), entry.value.clone());
        return;
    }
    // What the header says is known to macros as well.
    macros.insert(key.clone(), entry.value.clone());
    let place = (file, entry.line);
    match key.as_str() {
        "comment" => course.description = entry.value.clone(),
        "author" => {
            course.body = format!("{}\n\n{}", escape::text(&entry.value), course.body).trim().to_owned()
        }
        "logo" | "icon" if !is_outside(&entry.value) => {
            // The page of a course stands one folder above its lessons.
            if let Where::At(address) = files.take(&entry.value, place, true, losses) {
                let address = address.trim_start_matches("../");
                course.body = format!(
                    "{}\n\n![]({} \"decorative\")",
                    course.body,
                    escape::target(&format!("{COURSE_FOLDER}/{address}"))
                )
                .trim()
                .to_owned();
            }
        }
        "import" => losses.note(Became::LeftOut, "macros that are defined elsewhere", place, &entry.value),
        _ => losses.note(
            Became::LeftOut,
            "settings of the header",
            place,
            &format!("{}: {}", entry.key, entry.value),
        ),
    }
}

/// What stands for the folder of the course until its title is known.
const COURSE_FOLDER: &str = "\u{e000}course\u{e001}";

/// Macros that are defined in comments below headings.
fn collect_macros(text: &str, macros: &mut Macros) {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("<!--") {
        let Some((comment, after)) = behind.split_once("-->") else { return };
        if comment.trim_start().starts_with('@') || comment.contains("\n@") {
            for entry in header::entries(comment, 1) {
                if let Some(name) = entry.key.strip_prefix('@') {
                    macros.insert(name.to_owned(), entry.value);
                }
            }
        }
        rest = after;
    }
}

/// The headings outside of code and comments.
fn headings(lines: &[(String, usize)]) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut fence: Option<&str> = None;
    let mut is_comment = false;
    for (at, (line, _)) in lines.iter().enumerate() {
        let word = line.trim();
        let ticks = word.len() - word.trim_start_matches('`').len();
        if let Some(open) = fence {
            if word == open {
                fence = None;
            }
            continue;
        }
        if ticks >= 3 && !word[ticks..].contains('`') {
            fence = Some(&word[..ticks]);
            continue;
        }
        if is_comment {
            is_comment = !word.contains("-->");
            continue;
        }
        if word.starts_with("<!--") {
            is_comment = !word.contains("-->");
            continue;
        }
        let level = line.len() - line.trim_start_matches('#').len();
        if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
            let words = markdown::plain(line[level..].trim().trim_end_matches('#').trim());
            headings.push(Heading { level, words, at });
        }
    }
    headings
}

/// The title of the course, and its parts. Where one heading stands above all others it is the title and those of the
/// second level begin lessons; where there are several of the first level, they are sections.
fn pieces(lines: &[(String, usize)], headings: &[Heading]) -> (Option<String>, Vec<Piece>) {
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    let firsts: Vec<&Heading> = headings.iter().filter(|heading| heading.level == top).collect();
    let has_second = headings.iter().any(|heading| heading.level == top + 1);
    let title =
        firsts.first().filter(|heading| !heading.words.is_empty()).map(|heading| heading.words.clone());
    let is_single = firsts.len() == 1;
    let cuts: Vec<&Heading> = headings
        .iter()
        .filter(|heading| heading.level == top || has_second && heading.level == top + 1)
        .collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut section: Option<String> = None;
    let mut start = 0;
    let mut current: Option<&Heading> = None;
    let mut push = |heading: Option<&Heading>, section: &Option<String>, range: std::ops::Range<usize>| {
        let own = &lines[range];
        let is_empty =
            own.iter().skip(usize::from(heading.is_some())).all(|(line, _)| line.trim().is_empty());
        let is_above = heading.is_none_or(|heading| heading.level == top && has_second);
        // A heading above others with nothing of its own is only a heading.
        if is_empty && is_above {
            return;
        }
        let words = heading.map(|heading| heading.words.clone()).filter(|words| !words.is_empty());
        let title = words.or_else(|| title.clone()).unwrap_or_else(|| "…".into());
        let mut own = own.to_vec();
        if let Some(heading) = heading {
            // The title of a lesson is shown by itself, and the headings below it begin at the second level.
            own[0].0.clear();
            let after = headings.partition_point(|other| other.at <= heading.at);
            let end = heading.at + own.len();
            let within = headings[after..].iter().take_while(|other| other.at < end);
            for other in within.filter(|_| heading.level > 1) {
                let line = &mut own[other.at - heading.at].0;
                let level = other.level.saturating_sub(heading.level - 1).max(2);
                *line = format!("{}{}", "#".repeat(level), &line[other.level..]);
            }
        }
        pieces.push(Piece { title, section: section.clone(), lines: own });
    };
    for cut in &cuts {
        push(current, &section, start..cut.at);
        if cut.level == top && !is_single && has_second {
            section = Some(cut.words.clone()).filter(|words| !words.is_empty());
        }
        current = Some(cut);
        start = cut.at;
    }
    push(current, &section, start..lines.len());
    (title, pieces)
}

/// Where the names of headings lead: the lesson, and the heading in it where it is not its first.
fn places(
    pieces: &[Piece],
    ids: &[String],
    lines: &[(String, usize)],
    headings: &[Heading],
) -> HashMap<String, (String, Option<String>)> {
    let mut places = HashMap::new();
    // By the line of the source, since a piece holds copies.
    let mut piece_of = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        piece_of.extend(piece.lines.first().map(|(_, number)| (*number, index)));
    }
    let mut names_in: HashMap<usize, Names> = HashMap::new();
    for (number, heading) in headings.iter().enumerate() {
        let line = lines[heading.at].1;
        let behind = piece_of.partition_point(|(first, _)| *first <= line);
        let Some((first, piece)) = behind.checked_sub(1).and_then(|at| piece_of.get(at)) else { continue };
        // The heading that begins a lesson is its title.
        let anchor = (*first != line).then(|| names_in.entry(*piece).or_default().heading(&heading.words));
        let place = (ids[*piece].clone(), anchor);
        places.insert((number + 1).to_string(), place.clone());
        places.entry(folded(&heading.words)).or_insert(place);
    }
    places
}

/// A name of a heading as links write it, however they do.
fn folded(words: &str) -> String {
    let kept = words.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    kept.collect()
}

/// Where the addresses of one lesson lead.
struct Address<'a, 's> {
    file: &'a str,
    /// The id of the lesson.
    id: &'a str,
    places: &'a HashMap<String, (String, Option<String>)>,
    files: &'a mut Files<'s>,
}

impl Address<'_, '_> {
    fn rewritten(&mut self, text: &Text, losses: &mut Losses) -> Text {
        let file = self.file;
        let mut more = Losses::default();
        let mut find = |address: &str, how: Use, line: usize| self.find(address, how, line, &mut more);
        let mut reading = Reading {
            file,
            has_math: true,
            has_heading_attributes: false,
            takes_headings: false,
            find: &mut find,
            fence: &as_it_is,
            losses,
        };
        let rewritten = markdown::rewritten(text, &mut reading);
        losses.take(more);
        rewritten
    }

    fn text(&mut self, text: &str, line: usize, losses: &mut Losses) -> String {
        self.rewritten(&Text::marked(text, line), losses).as_str().to_owned()
    }

    fn question(&mut self, mut question: Question, line: usize, losses: &mut Losses) -> Question {
        question.prompt = self.text(&question.prompt, line, losses);
        question.explanation = self.text(&question.explanation, line, losses);
        for hint in &mut question.hints {
            *hint = self.text(hint, line, losses);
        }
        match &mut question.kind {
            Kind::Single(choices) | Kind::Multiple(choices) => {
                for choice in choices {
                    choice.text = self.text(&choice.text, line, losses);
                }
            }
            Kind::Matching { pairs, others } => {
                for (item, option) in pairs {
                    *item = self.text(item, line, losses);
                    *option = self.text(option, line, losses);
                }
                for option in others {
                    *option = self.text(option, line, losses);
                }
            }
            _ => {}
        }
        question
    }

    fn find(&mut self, address: &str, how: Use, line: usize, losses: &mut Losses) -> Where {
        if let Some(name) = address.strip_prefix('#') {
            let name = course::route::decode(name);
            let name = folded(name.split('?').next().unwrap_or_default());
            return match self.places.get(&name) {
                Some((id, Some(anchor))) if *id == self.id => Where::At(format!("#{anchor}")),
                Some((id, Some(anchor))) => Where::At(format!("{id}#{anchor}")),
                Some((id, None)) => Where::At(id.clone()),
                None => {
                    losses.note(
                        Became::KeptAsText,
                        "links to places that are no headings",
                        (self.file, line),
                        address,
                    );
                    Where::Nowhere
                }
            };
        }
        if is_outside(address) {
            return Where::Same;
        }
        self.files.take(address, (self.file, line), how == Use::Shown, losses)
    }
}

/// Fences were named by [`blocks`].
fn as_it_is(info: &str) -> Fence {
    Fence::new(info.trim().to_owned())
}

/// A text with its questions in their places.
fn parts(text: &str, groups: Vec<Part>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut groups: Vec<Option<Part>> = groups.into_iter().map(Some).collect();
    let push = |words: &mut Vec<&str>, parts: &mut Vec<Part>| {
        let text = words.join("\n");
        words.clear();
        if !text.trim().is_empty() {
            parts.push(Part::Text(text.trim_matches('\n').to_owned()));
        }
    };
    for line in text.split('\n') {
        let inner = line.trim().strip_prefix("\u{e000}q").and_then(|rest| rest.strip_suffix('\u{e001}'));
        let group = inner.and_then(|number| number.parse::<usize>().ok());
        match group.and_then(|group| groups.get_mut(group)).and_then(Option::take) {
            Some(group) => {
                push(&mut words, &mut parts);
                parts.push(group);
            }
            None => words.push(line),
        }
    }
    push(&mut words, &mut parts);
    // A mark that was lost on the way takes no question with it.
    parts.extend(groups.into_iter().flatten());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Option<String>, Vec<String>) {
        let lines: Vec<_> =
            text.split('\n').enumerate().map(|(at, line)| (line.to_owned(), at + 1)).collect();
        let (title, pieces) = pieces(&lines, &headings(&lines));
        let shown = |piece: Piece| {
            format!("{}/{} {}", piece.section.unwrap_or_default(), piece.title, piece.lines.len())
        };
        (title, pieces.into_iter().map(shown).collect())
    }

    #[test]
    fn headings_cut_a_course() {
        let (title, pieces) = shown("# T\n\n## A\na\n### B\n## C\n```\n# no\n```");
        assert_eq!(title.as_deref(), Some("T"));
        assert_eq!(pieces, ["/A 3", "/C 4"]);
        let (_, pieces) = shown("# T\nwords\n## A\na\n# U\n## B\nb");
        assert_eq!(pieces, ["T/T 2", "T/A 2", "U/B 2"]);
        let (_, pieces) = shown("# T\na\n# U\nb");
        assert_eq!(pieces, ["/T 2", "/U 2"]);
        assert_eq!(shown("only words"), (None, vec!["/… 1".into()]));
    }

    #[test]
    fn courses_are_known_by_their_header_or_their_quizzes() {
        assert!(is_course("<!--\nauthor: A\n-->\n# T"));
        assert!(is_course("# T\n\n[(X)] a\n[( )] b"));
        assert!(!is_course("# T\n\n- [x] done\n\n<!-- a: comment -->"));
    }
}
