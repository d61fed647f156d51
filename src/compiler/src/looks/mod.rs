//! What an author says of the whole library: its title, language and look.
//!
//! The words stand in `library.yaml` at the top of the content folder, which is read here; colours in [`colour`]. The
//! author's own style sheet is [`style`], what the interface is to say otherwise [`wording`]. An icon is a file of a certain name beside them.

mod colour;
mod style;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use course::looks::{DARK, Face, Icon, LIGHT, Looks, Stack};

use words::{Spoken, Text};

use crate::Content;
use crate::assets::{self, Assets, Kind};
use crate::content::{SETTINGS, SourceFile};
use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::{Fields, Spanned, listed, whole};
use crate::names::nearest;
use crate::sources::not_utf8;

/// The file that says it.
const LIBRARY: &str = "library.yaml";
const STYLE: &str = "style.css";
const STRINGS: &str = "strings.yaml";

/// The language of a library whose author names none.
pub(crate) const ENGLISH: &str = "en";

/// The languages that are written from right to left, by their first subtag; and the scripts, by their code.
const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
const SCRIPTS_TO_LEFT: [&str; 6] = ["adlm", "arab", "hebr", "rohg", "syrc", "thaa"];

/// The words for the faces that every system has.
const STACKS: [(&str, Stack); 4] = [
    ("system", Stack::System),
    ("serif", Stack::Serif),
    ("humanist", Stack::Humanist),
    ("rounded", Stack::Rounded),
];

/// The files of a face that browsers read.
const FONTS: [&str; 4] = [".woff2", ".woff", ".ttf", ".otf"];
/// The pictures that previews show.
const PICTURES: [&str; 5] = [".png", ".jpg", ".jpeg", ".webp", ".gif"];
/// The icons that an author may draw, by their names at the top of the folder; the first that is there counts.
const ICONS: [&str; 3] = ["svg", "png", "ico"];

/// What was read.
#[derive(Default)]
pub(crate) struct Whole {
    /// The author's title of the library.
    pub(crate) title: Option<String>,
    /// As BCP 47 has it.
    pub(crate) language: Option<String>,
    pub(crate) looks: Looks,
    /// What the interface says otherwise, by the names of the messages.
    pub(crate) words: BTreeMap<String, Text>,
    /// The paths of the files that it needs on the site.
    pub(crate) files: BTreeSet<String>,
}

/// Reads all of it, and says what is wrong.
pub(crate) fn read(content: &Content, assets: &Assets, diagnostics: &mut Vec<Diagnostic>) -> Whole {
    let mut whole = match text_of(content, LIBRARY, diagnostics) {
        Some(text) => Reader { text: &text, assets, diagnostics, files: BTreeSet::new() }.library(),
        None => Whole::default(),
    };
    if let Some(text) = text_of(content, STYLE, diagnostics) {
        whole.looks.style = style::read(STYLE, &text, assets, &mut whole.files, diagnostics);
    }
    if let Some(text) = text_of(content, STRINGS, diagnostics) {
        whole.words = wording::read(STRINGS, &text, diagnostics);
    }
    whole.looks.icon = icon(assets, diagnostics);
    diagnostics.extend(content.others.iter().filter_map(|other| misnamed(&other.path)));
    whole
}

/// The language of a library with what its author words otherwise: for pages, which are written first. What is wrong
/// there is said when all of it is [`read`].
pub(crate) fn spoken(content: &Content) -> Spoken {
    let mut unsaid = Vec::new();
    let language = text_of(content, LIBRARY, &mut unsaid).and_then(|text| {
        let fields = Fields::read(LIBRARY, &text, &whole(&text), &mut Vec::new())?;
        fields.text("language", &mut Vec::new()).map(|language| language.value)
    });
    let words = text_of(content, STRINGS, &mut unsaid)
        .map(|text| wording::read(STRINGS, &text, &mut Vec::new()))
        .unwrap_or_default();
    let language = language.as_deref().unwrap_or(ENGLISH);
    Spoken::all(language, is_right_to_left(language), &words).swap_remove(0)
}

/// Whether a language is written from right to left.
pub(crate) fn is_right_to_left(language: &str) -> bool {
    let mut parts = language.split('-').map(str::to_ascii_lowercase);
    let first = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.chars().all(char::is_alphabetic)) {
        Some(script) => SCRIPTS_TO_LEFT.contains(&script.as_str()),
        None => RIGHT_TO_LEFT.contains(&first.as_str()),
    }
}

fn text_of(content: &Content, path: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let file: &SourceFile = content.settings.iter().find(|file| file.path == path)?;
    match not_utf8(file) {
        Some(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
        None => Some(file.text().into_owned()),
    }
}

/// A file that is nearly called like one that is read.
fn misnamed(path: &str) -> Option<Diagnostic> {
    let folded = path.to_ascii_lowercase().replace(".yml", ".yaml");
    let meant = SETTINGS.into_iter().find(|name| *name == folded)?;
    let message = format!("nothing reads `{path}`");
    Some(Diagnostic::new(Code::UnusedFile, path, message).help(format!("call it `{meant}`")))
}

fn icon(assets: &Assets, diagnostics: &mut Vec<Diagnostic>) -> Option<Icon> {
    let (ending, held) = ICONS.into_iter().find_map(|ending| {
        let held = assets.at(&format!("favicon.{ending}"))?;
        Some((ending, held))
    })?;
    let carried = match held.carried() {
        Ok(carried) => carried,
        Err(why) => {
            let message = format!("`{}` cannot be read: {why}", held.path());
            diagnostics.push(Diagnostic::new(Code::MissingFile, held.path(), message));
            return None;
        }
    };
    if carried.has_program {
        let message = format!("`{}` holds a program", held.path());
        let help = "save the drawing without scripts, event handlers and links that run programs";
        diagnostics.push(Diagnostic::new(Code::DrawingWithProgram, held.path(), message).help(help));
        return None;
    }
    Some(Icon { ending, bytes: carried.bytes.to_vec() })
}

/// Reads `library.yaml`.
struct Reader<'r> {
    text: &'r str,
    assets: &'r Assets,
    diagnostics: &'r mut Vec<Diagnostic>,
    files: BTreeSet<String>,
}

impl Reader<'_> {
    fn library(mut self) -> Whole {
        let Some(fields) = Fields::read(LIBRARY, self.text, &whole(self.text), self.diagnostics) else {
            return Whole::default();
        };
        let title = fields.text("title", self.diagnostics).map(|title| title.value);
        let language = fields.text("language", self.diagnostics);
        let language = language.and_then(|language| self.language(language));
        let picture = fields.text("image", self.diagnostics).and_then(|path| self.picture(&path));
        let looks =
            fields.group("theme", self.diagnostics).map(|theme| self.theme(&theme)).unwrap_or_default();
        fields.report_unknown("a library", self.diagnostics);
        Whole {
            title,
            language,
            looks: Looks { picture, ..looks },
            words: BTreeMap::new(),
            files: self.files,
        }
    }

    fn language(&mut self, language: Spanned<String>) -> Option<String> {
        let mut parts = language.value.split('-');
        let first = parts.next().unwrap_or_default();
        let is_tag = matches!(first.len(), 2 | 3)
            && first.chars().all(|c| c.is_ascii_alphabetic())
            && parts
                .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if is_tag {
            return Some(language.value);
        }
        let help = "write the short tag of a language, such as `en`, `de`, `pt-BR` or `zh-Hant`";
        let message = format!("`{}` is no language tag", language.value);
        self.say(Code::BadLanguage, message, &language, help);
        None
    }

    fn picture(&mut self, path: &Spanned<String>) -> Option<String> {
        self.file(path, &PICTURES, "no picture that previews show")
    }

    fn theme(&mut self, theme: &Fields<'_>) -> Looks {
        let accent = theme.text("accent", self.diagnostics);
        let dark = theme.text("accentDark", self.diagnostics);
        let looks = Looks {
            accent: self.accent(accent, dark),
            face: theme.text("font", self.diagnostics).and_then(|font| self.face(&font)),
            radius: theme
                .text("radius", self.diagnostics)
                .and_then(|it| self.length("radius", &it, 0.0, 2.0)),
            width: theme.text("width", self.diagnostics).and_then(|it| self.length("width", &it, 20.0, 80.0)),
            ..Looks::default()
        };
        theme.report_unknown("`theme`", self.diagnostics);
        colour::report_comments(LIBRARY, self.text, self.diagnostics);
        looks
    }

    /// The accent by day and by night. Of one alone the other is its nearest shade that can be read.
    fn accent(
        &mut self,
        light: Option<Spanned<String>>,
        dark: Option<Spanned<String>>,
    ) -> Option<(course::looks::Colour, course::looks::Colour)> {
        let light = light.and_then(|text| colour::read(LIBRARY, &text, &LIGHT, self.diagnostics));
        let dark = dark.and_then(|text| colour::read(LIBRARY, &text, &DARK, self.diagnostics));
        match (light, dark) {
            (Some(light), Some(dark)) => Some((light, dark)),
            (Some(light), None) => Some((light, DARK.readable(light))),
            (None, Some(dark)) => Some((LIGHT.readable(dark), dark)),
            (None, None) => None,
        }
    }

    fn face(&mut self, font: &Spanned<String>) -> Option<Face> {
        if let Some((_, stack)) = STACKS.iter().find(|(word, _)| *word == font.value) {
            return Some(Face::System(*stack));
        }
        if font.value.contains(['.', '/']) {
            let name = self.file(font, &FONTS, "no font that browsers read")?;
            return Some(Face::File(name));
        }
        let words = STACKS.map(|(word, _)| word);
        let help = match nearest(&font.value, words) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("the values of `font` are {}; or the path of a font file", listed(&words)),
        };
        self.say(Code::BadLook, format!("`{}` is no font", font.value), font, &help);
        None
    }

    /// A length between two bounds, in rem.
    fn length(&mut self, key: &str, text: &Spanned<String>, least: f64, most: f64) -> Option<String> {
        let per_rem = [("rem", 1.0), ("px", 16.0)];
        let read = per_rem.iter().find_map(|(unit, per_rem)| {
            let number: f64 = text.value.strip_suffix(unit)?.trim().parse().ok()?;
            Some((format!("{number}{unit}"), number / per_rem))
        });
        let read = read.or_else(|| (text.value == "0").then(|| ("0rem".to_owned(), 0.0)));
        match read.filter(|(_, rem)| (least..=most).contains(rem)) {
            Some((length, _)) => Some(length),
            None => {
                let example = if least > 0.0 { "42rem" } else { "0.5rem" };
                let help = format!(
                    "write a length from {least} to {most} rem or {} to {} px, such as `{key}: {example}`",
                    least * 16.0,
                    most * 16.0
                );
                self.say(Code::BadLook, format!("`{}` is no {key}", text.value), text, &help);
                None
            }
        }
    }

    /// The name on the site of a file that has one of these endings.
    fn file(&mut self, path: &Spanned<String>, endings: &[&str], what: &str) -> Option<String> {
        let held = match self.assets.find(&path.value, LIBRARY) {
            Ok(held) => held,
            Err(absent) => {
                self.diagnostics.push(absent.diagnostic(&path.value, LIBRARY, &path.span));
                return None;
            }
        };
        let lower = path.value.to_ascii_lowercase();
        if !endings.iter().any(|ending| lower.ends_with(ending)) {
            let help = format!("name a file that ends in {}", listed(endings));
            self.say(Code::BadLook, format!("`{}` is {what}", path.value), path, &help);
            return None;
        }
        let carried = held.carried().ok()?;
        if assets::kind(held.path()) == Kind::Picture {
            self.diagnostics.extend(held.too_large(LIBRARY, &path.span));
        }
        self.files.insert(held.path().to_owned());
        Some(carried.name.clone())
    }

    fn say(&mut self, code: Code, message: String, at: &Spanned<String>, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, LIBRARY, message).at(at.span.clone()).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_follows_the_script_and_else_the_language() {
        for language in ["ar", "ar-EG", "he", "fa-IR", "AR", "az-Arab"] {
            assert!(is_right_to_left(language), "{language}");
        }
        for language in ["en", "de-AT", "ja", "ku-Latn", "ar-Latn", "arn"] {
            assert!(!is_right_to_left(language), "{language}");
        }
    }

    #[test]
    fn a_name_that_is_nearly_right_is_told() {
        for (path, meant) in [("library.yml", "library.yaml"), ("Strings.yaml", "strings.yaml")] {
            assert_eq!(misnamed(path).unwrap().help.unwrap(), format!("call it `{meant}`"));
        }
        assert_eq!(misnamed("data.yml"), None);
        assert_eq!(misnamed("a/style.css"), None);
    }
}
