//! What the interface is to say otherwise: `strings.yaml`, a message a key.
//!
//! A message with a number may have a form for each plural of its language, as a group of keys.

use std::collections::BTreeMap;

use words::{CATEGORIES, Category, KEYS, Key, Text};

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::{Fields, Spanned, listed, whole};

/// Reads all of it.
pub(super) fn read(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Text> {
    let Some(fields) = Fields::read(file, text, &whole(text), diagnostics) else { return BTreeMap::new() };
    let mut words = BTreeMap::new();
    for key in KEYS {
        let read = match key.has_forms && fields.is_group(key.name) {
            true => forms(file, &fields, key, diagnostics),
            false => fields.text(key.name, diagnostics).and_then(|said| {
                check(file, key, Category::Other, &said, diagnostics)?;
                Some(match key.has_forms {
                    true => Text::Forms(BTreeMap::from([(Category::Other, said.value)])),
                    false => Text::Plain(said.value),
                })
            }),
        };
        words.extend(read.map(|text| (key.name.to_owned(), text)));
    }
    fields.report_unknown("the interface", diagnostics);
    words
}

fn forms(file: &str, fields: &Fields<'_>, key: &Key, diagnostics: &mut Vec<Diagnostic>) -> Option<Text> {
    let group = fields.group(key.name, diagnostics)?;
    let before = diagnostics.len();
    let mut forms = BTreeMap::new();
    for category in CATEGORIES {
        if let Some(said) = group.text(category.name(), diagnostics)
            && check(file, key, category, &said, diagnostics).is_some()
        {
            forms.insert(category, said.value);
        }
    }
    group.report_unknown(&format!("`{}`", key.name), diagnostics);
    let is_told = diagnostics.len() > before;
    if !forms.contains_key(&Category::Other) && !is_told {
        let message = format!("`{}` has no form `other`, which every language needs", key.name);
        let help = "add a line such as `  other: \"…\"` below it; it is for all numbers that have no form of their own";
        diagnostics.push(Diagnostic::new(Code::BadWording, file, message).at(group.start()).help(help));
        return None;
    }
    Some(Text::Forms(forms))
}

/// Whether a text takes what the player puts into it, and nothing else.
fn check(
    file: &str,
    key: &Key,
    category: Category,
    said: &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let mut complain = |message: String, help: String| {
        let diagnostic = Diagnostic::new(Code::BadWording, file, message).at(said.span.clone());
        diagnostics.push(diagnostic.help(help));
        None
    };
    if let Some(mark) = said.value.chars().find(|c| matches!(c, '<' | '\n')) {
        let what = if mark == '<' { "`<`" } else { "a line break" };
        return complain(
            format!("`{}` holds {what}", key.name),
            "write plain text on one line; the interface has no markup".into(),
        );
    }
    let known = || match key.holes {
        [] => "nothing is put into this message; write it without braces".to_owned(),
        holes => {
            let holes: Vec<_> = holes.iter().map(|hole| format!("{{{hole}}}")).collect();
            let holes: Vec<_> = holes.iter().map(String::as_str).collect();
            format!("what is put into this message is {}", listed(&holes))
        }
    };
    let mut found = Vec::new();
    let mut rest = said.value.as_str();
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((hole, behind)) = behind.split_once('}') else {
            return complain(format!("`{}` has a `{{` without its `}}`", key.name), known());
        };
        if !key.holes.contains(&hole) {
            let near = crate::names::nearest(hole, key.holes.iter().copied());
            let help = near.map_or_else(known, |near| format!("did you mean `{{{near}}}`?"));
            return complain(format!("`{}` has no `{{{hole}}}`", key.name), help);
        }
        found.push(hole);
        rest = behind;
    }
    // A form for few numbers may say its number in words.
    let may_lack = |hole: &&str| key.has_forms && key.holes[0] == *hole && category != Category::Other;
    match key.holes.iter().find(|hole| !found.contains(hole) && !may_lack(hole)) {
        Some(hole) => complain(format!("`{}` lacks `{{{hole}}}`", key.name), known()),
        None => Some(()),
    }
}
