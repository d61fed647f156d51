//! Reads test cases out of Markdown: what goes into the compiler and what has to come out, in fences of one file.
//!
//! With `LECTERN_UPDATE=1` in the environment what came out is written into the file instead of being compared; then
//! read what was written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use compiler::{Asset, Content, OtherFile, SourceFile};
use course::lesson::{Block, LessonBody};
use course::quiz::{Choice, GapKind, QuestionKind, QuizSettings};

/// A fence of a file.
pub(crate) struct Fence {
    /// What stands behind the opening backticks.
    pub(crate) info: String,
    /// The text, with the indentation of the fence removed.
    pub(crate) text: String,
    /// The lines of the text in the file.
    pub(crate) span: Range<usize>,
    /// The nearest heading above it.
    pub(crate) heading: String,
}

/// A file with fences.
pub(crate) struct Document {
    path: PathBuf,
    text: String,
    changes: BTreeMap<usize, (Range<usize>, String)>,
}

impl Document {
    /// Every `*.md` of a folder, in order.
    pub(crate) fn all_in(folder: &Path) -> Vec<Self> {
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// One file; empty where there is none yet.
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        Self { path: path.into(), text, changes: BTreeMap::new() }
    }

    /// The name of the file without its ending.
    pub(crate) fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    /// The text of the first heading; the name of the file where there is none.
    pub(crate) fn title(&self) -> String {
        let heading = self.text.lines().find_map(|line| line.strip_prefix("# "));
        heading.map_or_else(|| self.name(), |text| text.trim().to_owned())
    }

    /// All fences at the margin, in order.
    pub(crate) fn fences(&self) -> Vec<Fence> {
        let mut fences = Vec::new();
        let mut heading = String::new();
        let mut open: Option<(String, String, usize)> = None;
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let trimmed = line.trim_end();
            match &open {
                None if trimmed.starts_with("```") => {
                    let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
                    open = Some((trimmed[..ticks].into(), trimmed[ticks..].trim().into(), at));
                }
                None => {
                    if let Some(text) = trimmed.strip_prefix('#') {
                        heading = text.trim_start_matches('#').trim().into();
                    }
                }
                Some((ticks, info, from)) if trimmed == ticks => {
                    let span = *from..start;
                    let text = self.text[span.clone()].to_owned();
                    fences.push(Fence { info: info.clone(), text, span, heading: heading.clone() });
                    open = None;
                }
                Some(_) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence has no end", self.path.display());
        fences
    }

    /// Holds what came out against what a fence says.
    pub(crate) fn compare(&mut self, fence: &Fence, found: &str, wrong: &mut Vec<String>) {
        let found = format!("{}\n", found.trim_end());
        if fence.text == found {
            return;
        }
        self.changes.insert(fence.span.start, (fence.span.clone(), found.clone()));
        wrong.push(format!(
            "{} \"{}\": the fence `{}` says\n{}\nbut this came out\n{found}",
            self.path.display(),
            fence.heading,
            fence.info,
            fence.text
        ));
    }

    /// Holds a whole file against what it has to be.
    pub(crate) fn compare_whole(&mut self, found: &str, wrong: &mut Vec<String>) {
        if self.text != found {
            self.changes.insert(0, (0..self.text.len(), found.into()));
            wrong.push(format!("{} is not up to date", self.path.display()));
        }
    }

    /// Writes what came out where that is asked for.
    pub(crate) fn finish(self) {
        if std::env::var_os("LECTERN_UPDATE").is_none() || self.changes.is_empty() {
            return;
        }
        let mut text = self.text;
        for (span, found) in self.changes.into_values().rev() {
            text.replace_range(span, &found);
        }
        fs::write(&self.path, text).unwrap();
    }
}

/// Fails with all that is wrong, unless it was written down instead.
pub(crate) fn conclude(wrong: &[String]) {
    assert!(
        wrong.is_empty() || std::env::var_os("LECTERN_UPDATE").is_some(),
        "{}\n{} differences; LECTERN_UPDATE=1 writes what came out",
        wrong.join("\n"),
        wrong.len()
    );
}

/// A content folder out of one text: a lesson, or several files, each below a line `=== path`. A lesson that is named
/// `lesson.md` gets front matter where it has none.
///
/// A file that is not Markdown and has no text is the one with this ending in `constructs/files/`; below a line
/// `=== path of 12 MB` stands a file of so many zeros.
pub(crate) fn content(text: &str) -> Content {
    let mut content = Content { name: "content".into(), ..Content::default() };
    if !text.starts_with("=== ") {
        content.files.push(lesson("lesson.md", text));
        return content;
    }
    for part in text[4..].split("\n=== ") {
        let (head, text) = part.split_once('\n').unwrap_or((part, ""));
        let (path, megabytes) = head.trim().split_once(" of ").unwrap_or((head.trim(), ""));
        if path.ends_with(".md") {
            content.files.push(lesson(path, text));
            continue;
        }
        let bytes = match megabytes.strip_suffix(" MB") {
            Some(megabytes) => vec![0; megabytes.parse::<usize>().unwrap() * 1024 * 1024],
            None if text.trim().is_empty() => stored(path),
            None => bytes(text),
        };
        match compiler::content::SETTINGS.contains(&path) {
            true => content.settings.push(SourceFile::new(path, bytes)),
            false => content.others.push(OtherFile::new(path, bytes)),
        }
    }
    content.files.sort_by(|one, other| one.path.cmp(&other.path));
    content.others.sort_by(|one, other| one.path.cmp(&other.path));
    content
}

/// The letter é as Latin-1 has it, which a file of UTF-8 cannot hold, is written `\xE9`.
fn bytes(text: &str) -> Vec<u8> {
    text.split(r"\xE9").map(str::as_bytes).collect::<Vec<_>>().join(&b"\xe9"[..])
}

fn lesson(path: &str, text: &str) -> SourceFile {
    let bytes = match path {
        "lesson.md" if !text.starts_with("---\n") => {
            bytes(&format!("---\nid: lesson\ntitle: Lesson\nduration: 5 mins\n---\n\n{text}"))
        }
        _ => bytes(text),
    };
    SourceFile::new(path, bytes)
}

fn stored(path: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs/files");
    let ending = Path::new(path).extension();
    let mut files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|file| file.extension() == ending);
    fs::read(file.unwrap_or_else(|| panic!("{path}: there is no such file in {}", folder.display()))).unwrap()
}

/// The files that go along with a course: name and source.
pub(crate) fn assets(assets: &[Asset]) -> String {
    assets.iter().map(|asset| format!("{} is {}\n", asset.name, asset.source)).collect()
}

/// The HTML of a lesson, one block below the other.
pub(crate) fn html(body: &LessonBody) -> String {
    let blocks = body.blocks.iter().filter_map(|block| match block {
        Block::Html(html) => Some(html.trim_end()),
        _ => None,
    });
    blocks.collect::<Vec<_>>().join("\n<!-- … -->\n")
}

/// All that is no HTML, as text.
pub(crate) fn parts(body: &LessonBody) -> String {
    let mut text = String::new();
    for block in &body.blocks {
        match block {
            Block::Html(_) => {}
            Block::Quiz(quiz) => {
                _ = writeln!(text, "quiz {} \"{}\"{}", quiz.id, quiz.title, settings(&quiz.settings));
                for question in &quiz.questions {
                    let points = if question.points == 1 {
                        String::new()
                    } else {
                        format!(" {} points", question.points)
                    };
                    _ = writeln!(text, "{} {}{points}", kind(&question.kind), question.id);
                    _ = writeln!(text, "  ? {}", indented(&question.prompt));
                    answers(&question.kind, &mut text);
                    for hint in &question.hints {
                        _ = writeln!(text, "  hint: {}", indented(hint));
                    }
                    if !question.explanation.is_empty() {
                        _ = writeln!(text, "  explanation: {}", indented(&question.explanation));
                    }
                }
            }
            Block::Tasks(tasks) => {
                _ = writeln!(text, "tasks");
                for task in &tasks.tasks {
                    _ = writeln!(text, "  {} {}", task.id, task.text);
                }
            }
            Block::Rubric(rubric) => {
                _ = writeln!(text, "rubric: {}", rubric.levels.join(" | "));
                for criterion in &rubric.criteria {
                    _ = writeln!(
                        text,
                        "  {} {}: {}",
                        criterion.id,
                        criterion.text,
                        criterion.levels.join(" | ")
                    );
                }
            }
            Block::Submission => _ = writeln!(text, "submission"),
        }
    }
    text
}

fn indented(html: &str) -> String {
    html.trim_end().replace('\n', "\n    ")
}

fn settings(settings: &QuizSettings) -> String {
    let default = QuizSettings::default();
    if *settings == default { String::new() } else { format!(" {settings:?}") }
}

/// The name of a kind of question.
pub(crate) fn kind(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::SingleChoice { .. } => "single choice",
        QuestionKind::MultipleChoice { .. } => "multiple choice",
        QuestionKind::TrueFalse { .. } => "true or false",
        QuestionKind::ShortAnswer(_) => "short answer",
        QuestionKind::Numeric { .. } => "numeric",
        QuestionKind::Ordering { .. } => "ordering",
        QuestionKind::Matching { .. } => "matching",
        QuestionKind::Cloze { .. } => "cloze",
        QuestionKind::Output { .. } => "output",
    }
}

fn answers(kind: &QuestionKind, text: &mut String) {
    match kind {
        QuestionKind::SingleChoice { choices, correct } | QuestionKind::TrueFalse { choices, correct } => {
            shown(choices, |id| id == correct, text);
        }
        QuestionKind::MultipleChoice { choices, correct } => {
            shown(choices, |id| correct.iter().any(|it| it == id), text);
        }
        QuestionKind::ShortAnswer(accepted) => {
            _ = writeln!(text, "  = {}, {} patterns", accepted.texts.join(" | "), accepted.patterns.len());
        }
        QuestionKind::Numeric { accepted } => {
            for quantity in accepted {
                _ = writeln!(text, "  = {quantity:?}");
            }
        }
        QuestionKind::Ordering { items } => shown(items, |_| false, text),
        QuestionKind::Matching { pairs, options } => {
            for pair in pairs {
                let option = options.iter().find(|option| option.id == pair.option).unwrap();
                _ = writeln!(text, "  {} {} -> {}", pair.id, pair.text, option.text);
            }
            let fits = |option: &Choice| pairs.iter().any(|pair| pair.option == option.id);
            for option in options.iter().filter(|option| !fits(option)) {
                _ = writeln!(text, "  nothing -> {}", option.text);
            }
        }
        QuestionKind::Cloze { gaps } => {
            for gap in gaps {
                match &gap.kind {
                    GapKind::Text(accepted) => {
                        _ = writeln!(text, "  {} = {}", gap.id, accepted.texts.join(" | "));
                    }
                    GapKind::Number(accepted) => _ = writeln!(text, "  {} = {accepted:?}", gap.id),
                    GapKind::Choice { choices, correct } => {
                        _ = writeln!(text, "  {} = {correct} of {}", gap.id, choices.join(" | "));
                    }
                }
            }
        }
        QuestionKind::Output { expected } => _ = writeln!(text, "  = {expected:?}"),
    }
}

fn shown(choices: &[Choice], is_right: impl Fn(&str) -> bool, text: &mut String) {
    for choice in choices {
        let mark = if is_right(&choice.id) { 'x' } else { ' ' };
        let pinned = if choice.pinned { " (pinned)" } else { "" };
        _ = writeln!(text, "  [{mark}] {} {}{pinned}", choice.id, indented(&choice.text));
        if !choice.feedback.is_empty() {
            _ = writeln!(text, "      > {}", indented(&choice.feedback));
        }
    }
}
