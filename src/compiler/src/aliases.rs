//! The ids that lessons had before, from `aliases` in their front matter: each leads to one lesson and to no other.
//!
//! What a link makes of them is in `links`; which address they keep alive, in [`course::library::LessonOutline`].

use std::collections::HashMap;

use course::route::is_id;

use crate::catalogue::LessonEntry;
use crate::diagnostics::{Code, Diagnostic};
use crate::documents::{ID_ADVICE, Keys};
use crate::front_matter::Spanned;
use crate::names::slug;

/// Reads `aliases` of the lesson with this id, without those that say nothing or cannot be ids, which are reported.
pub(crate) fn read(keys: &mut Keys<'_, '_>, id: Option<&Spanned<String>>) -> Vec<Spanned<String>> {
    let mut aliases: Vec<Spanned<String>> = Vec::new();
    let written = keys.fields.texts("aliases", keys.diagnostics);
    // An empty text is none, as for the other keys.
    for alias in written.into_iter().filter(|alias| !alias.value.is_empty()) {
        let earlier = aliases.iter().find(|earlier| earlier.value == alias.value);
        let report = |code, message| Diagnostic::new(code, keys.file, message).at(alias.span.clone());
        let diagnostic = if !is_id(&alias.value) {
            // Whole addresses are what other generators have as aliases; the id is the end of them.
            let suggestion = slug(alias.value.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
            let help = if is_id(&suggestion) {
                format!("write `{suggestion}`, if that was the id; {ID_ADVICE}")
            } else {
                format!("write the id that the lesson had before; {ID_ADVICE}")
            };
            report(Code::BadAlias, format!("`{}` cannot have been an id", alias.value)).help(help)
        } else if id.is_some_and(|id| id.value == alias.value) {
            report(Code::UselessAlias, format!("`{}` is the id that this lesson has anyway", alias.value))
                .help("write the ids that it had before; the one it has now needs no alias")
        } else if let Some(earlier) = earlier {
            report(Code::UselessAlias, format!("the alias `{}` stands here twice", alias.value))
                .label(keys.file, earlier.span.clone(), "first here")
                .help("keep one of the two")
        } else {
            aliases.push(alias);
            continue;
        };
        keys.diagnostics.push(diagnostic);
    }
    aliases
}

/// Reports every alias that leads to more than one lesson. As with ids, those that differ only in case are the same.
pub(crate) fn check(lessons: &[LessonEntry<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let ids: HashMap<String, (usize, &Spanned<String>)> = lessons
        .iter()
        .enumerate()
        .filter_map(|(at, lesson)| Some((at, lesson.document.front.id.as_ref()?)))
        .map(|(at, id)| (id.value.to_lowercase(), (at, id)))
        .collect();
    let mut taken: HashMap<String, (usize, &Spanned<String>)> = HashMap::new();
    for (at, lesson) in lessons.iter().enumerate() {
        let file = lesson.document.file;
        for alias in &lesson.document.front.aliases {
            let folded = alias.value.to_lowercase();
            if let Some((other, id)) = ids.get(&folded).filter(|(other, _)| *other != at) {
                let other = lessons[*other].document.file;
                diagnostics.push(
                    Diagnostic::new(
                        Code::AliasIsId,
                        file,
                        clash(alias, id, "is an alias of this lesson and the id of another", "alias", "id"),
                    )
                    .at(alias.span.clone())
                    .label(file, alias.span.clone(), "the alias")
                    .label(other, id.span.clone(), format!("the id, in `{other}`"))
                    .help("an address leads to one lesson: remove the alias, or give the other lesson another id"),
                );
                continue;
            }
            let (first, earlier) = *taken.entry(folded).or_insert((at, alias));
            if first != at {
                let first = lessons[first].document.file;
                diagnostics.push(
                    Diagnostic::new(
                        Code::AliasTwice,
                        file,
                        clash(alias, earlier, "is an alias of two lessons", "alias", "alias"),
                    )
                    .at(alias.span.clone())
                    .label(file, alias.span.clone(), "here")
                    .label(first, earlier.span.clone(), format!("and here, in `{first}`"))
                    .help("an address leads to one lesson: keep the alias where most of the former lesson is now"),
                );
            }
        }
    }
}

/// Every name of a lesson, with the index of the lesson: the ids of now, and behind them those of before.
pub(crate) fn names<'l>(lessons: &'l [LessonEntry<'_>]) -> HashMap<&'l str, usize> {
    let ids = lessons.iter().enumerate().map(|(at, lesson)| (lesson.id.as_str(), at));
    let mut names: HashMap<_, _> = ids.collect();
    for (at, lesson) in lessons.iter().enumerate() {
        for alias in &lesson.document.front.aliases {
            names.entry(alias.value.as_str()).or_insert(at);
        }
    }
    names
}

/// What is told of a key or a link that names a lesson by an id of before. `now` is what to write there.
pub(crate) fn former_id(file: &str, message: String, now: &str) -> Diagnostic {
    Diagnostic::new(Code::FormerId, file, message)
        .help(format!("write `{now}` instead; the former id goes on working"))
}

fn clash(one: &Spanned<String>, other: &Spanned<String>, what: &str, first: &str, second: &str) -> String {
    if one.value == other.value {
        format!("`{}` {what}", one.value)
    } else {
        format!(
            "the {first} `{}` of this lesson and the {second} `{}` of another differ only in case",
            one.value, other.value
        )
    }
}
