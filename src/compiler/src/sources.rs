//! One Markdown file, read: what it is, its front matter, where its body begins, and what is wrong so far.
//!
//! This depends on nothing but the file itself, so that it is done once for each version of the file.

use std::ops::Range;
use std::sync::Arc;

use crate::content::SourceFile;
use crate::diagnostics::silence::{self, Allow};
use crate::diagnostics::{Code, Diagnostic};
use crate::documents::{CourseFront, Keys, LessonFront, PathFront};
use crate::front_matter::{self, Fields};
use crate::layout::{self, Role};

/// A file that was read.
pub(crate) struct Source {
    bytes: Arc<[u8]>,
    role: Role,
    pub(crate) path: String,
    pub(crate) text: String,
    /// Where the body begins; `None` where that cannot be told.
    pub(crate) body: Option<usize>,
    pub(crate) front: Front,
    /// Whether the front matter could be read; without it, nothing more is said about missing keys.
    pub(crate) has_front: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What the author wants to hear no more of.
    pub(crate) allows: Vec<Allow>,
}

/// The front matter of a file, by what the file is.
pub(crate) enum Front {
    Path(PathFront),
    Course(CourseFront),
    /// With the name of the course's folder; empty in the flat layout.
    Lesson(String, LessonFront),
    /// Terms, for the course with this folder or for all.
    Glossary(Option<String>),
    /// Nothing reads this file.
    Unused,
    /// A note of the author's that is no content and says so.
    Note,
}

impl Source {
    /// Reads a file of this role.
    pub(crate) fn read(file: &SourceFile, role: Role) -> Self {
        let text = file.text().into_owned();
        let mut source = Self {
            bytes: file.bytes.clone(),
            role: role.clone(),
            path: file.path.clone(),
            text,
            body: None,
            front: Front::Note,
            has_front: false,
            diagnostics: Vec::new(),
            allows: Vec::new(),
        };
        if layout::may_be_no_content(&file.path) && front_matter::split(&file.path, &source.text).is_err() {
            return source;
        }
        source.front = match role {
            Role::Unused => Front::Unused,
            Role::Glossary(folder) => {
                // Front matter is not needed here, and not read.
                let split = front_matter::split(&file.path, &source.text);
                source.body = Some(split.map_or(0, |split| split.body));
                source.diagnostics.extend(not_utf8(file));
                Front::Glossary(folder)
            }
            Role::Path => Front::Path(source.open(file, |keys| keys.path())),
            Role::Course => Front::Course(source.open(file, |keys| keys.course())),
            Role::Lesson(folder) => Front::Lesson(folder, source.open(file, |keys| keys.lesson())),
        };
        if let Some(body) = source.body {
            source.allows.extend(silence::comments(&source.text, body));
        }
        source
    }

    /// Whether this is what reading the file now would give.
    pub(crate) fn is_of(&self, file: &SourceFile, role: &Role) -> bool {
        self.role == *role
            && self.path == file.path
            && (Arc::ptr_eq(&self.bytes, &file.bytes) || self.bytes == file.bytes)
    }

    /// The same file with other bytes.
    pub(crate) fn again(&self, file: &SourceFile) -> Self {
        Self::read(file, self.role.clone())
    }

    /// Whether this and another version of the file begin with the same front matter, one that can be read.
    pub(crate) fn has_front_of(&self, other: &Self) -> bool {
        let front =
            |source: &'_ Self| source.body.and_then(|body| source.text.get(..body)).map(str::to_owned);
        self.has_front && other.has_front && self.body.is_some() && front(self) == front(other)
    }

    fn open<Front: Default>(&mut self, file: &SourceFile, read: impl FnOnce(Keys<'_, '_>) -> Front) -> Front {
        if let Some(diagnostic) = not_utf8(file) {
            self.diagnostics.push(diagnostic);
            return Front::default();
        }
        let split = match front_matter::split(&self.path, &self.text) {
            Ok(split) => split,
            Err(diagnostic) => {
                self.body = (diagnostic.code == Code::NoFrontMatter).then_some(0);
                self.diagnostics.push(*diagnostic);
                return Front::default();
            }
        };
        self.body = Some(split.body);
        let Some(fields) = Fields::read(&self.path, &self.text, &split, &mut self.diagnostics) else {
            return Front::default();
        };
        self.has_front = true;
        let allows = fields.texts("allow", &mut self.diagnostics);
        self.allows.extend(allows.into_iter().map(|wish| Allow::of_file(&wish.value, wish.span)));
        read(Keys { file: &self.path, fields: &fields, diagnostics: &mut self.diagnostics })
    }
}

/// The findings about a file that is not text.
pub(crate) fn not_utf8(file: &SourceFile) -> Option<Diagnostic> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let error = std::str::from_utf8(bytes).err()?;
    let at = error.valid_up_to();
    let message = format!("this file is not UTF-8: byte 0x{:02x} at offset {at}", bytes[at]);
    // In the text that is shown, U+FFFD stands there.
    let span: Range<usize> = at..at + '\u{fffd}'.len_utf8();
    Some(
        Diagnostic::new(Code::NotUtf8, &file.path, message)
            .at(span)
            .help("save the file as UTF-8 in your editor"),
    )
}
