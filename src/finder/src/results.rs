//! Results as HTML: options of a list, in groups.

use std::ops::Range;
use std::rc::Rc;

use course::search::passage::{Passage, passages, places};
use course::search::query::{Found, Matcher};
use course::search::text::Part;

use crate::browser::escaped;
use crate::commands::{Act, Command};
use crate::messages::{Word, counted, say};
use crate::shelf::{self, Lesson};

/// How many lessons are shown.
pub(crate) const SHOWN: usize = 8;

/// How many passages of each.
const PASSAGES: usize = 3;

/// Options are numbered over all groups.
#[derive(Default)]
pub(crate) struct List {
    pub(crate) html: String,
    options: usize,
}

impl List {
    /// Commands, those of a group together.
    pub(crate) fn commands(&mut self, commands: &[Command]) {
        let mut rest = commands;
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|it| it.group as usize == first.group as usize).count();
            let name = say(first.group);
            self.html += &format!(
                "<div role=\"group\" class=\"found\" aria-label=\"{}\"><p class=\"found-group\" aria-hidden=\"true\">{name}</p>",
                escaped(name)
            );
            for command in &rest[..count] {
                let label = format!("<span class=\"found-title\">{}</span>", escaped(&command.label));
                match &command.act {
                    Act::Follow(href) => self.link(href, &label),
                    Act::Do(what) => {
                        self.options += 1;
                        self.html += &format!(
                            "<button type=\"button\" role=\"option\" id=\"found-{}\" tabindex=\"-1\" aria-selected=\"false\" \
                             data-do=\"{}\">{label}</button>",
                            self.options,
                            escaped(what)
                        );
                    }
                }
            }
            self.html += "</div>";
            rest = &rest[count..];
        }
    }

    /// Lessons with what was found in them. Gives back those whose text is not here.
    pub(crate) fn lessons(&mut self, found: &Found, root: &str) -> Vec<usize> {
        let mut missing = Vec::new();
        let language = shelf::library().map_or("", |library| library.language.as_str());
        let direction = if shelf::library().is_some_and(|it| it.is_right_to_left) { "rtl" } else { "ltr" };
        for hit in found.hits.iter().take(SHOWN) {
            let Some(lesson) = shelf::lesson(hit.lesson) else { continue };
            self.html += &format!(
                "<div role=\"group\" class=\"found found-lesson\" aria-label=\"{}\" lang=\"{}\" dir=\"{direction}\">",
                escaped(lesson.title),
                escaped(language)
            );
            let href = format!("{root}{}", lesson.route);
            self.link(&href, &head(&lesson, &found.matcher));
            match shelf::text(hit.lesson) {
                Some(text) => self.passages(&href, &text, &found.matcher),
                None => {
                    // Room for what comes, so that nothing moves.
                    self.html += "<p class=\"found-waiting\" aria-hidden=\"true\"></p>";
                    missing.push(hit.lesson);
                }
            }
            self.html += "</div>";
        }
        missing
    }

    fn passages(&mut self, href: &str, text: &Rc<Vec<Part>>, matcher: &Matcher) {
        for Passage { part, in_heading, text: passage, in_text } in passages(text, matcher, PASSAGES) {
            let Part { id, heading, .. } = &text[part];
            let mut label = String::new();
            if !heading.is_empty() {
                label += &format!("<span class=\"found-heading\">{}</span>", marked(heading, &in_heading));
            }
            if !in_text.is_empty() {
                label += &format!("<span class=\"found-text\">{}</span>", marked(&passage, &in_text));
            }
            let href =
                if id.is_empty() { href.to_owned() } else { format!("{href}#{}", course::route::encode(id)) };
            self.link(&href, &label);
        }
    }

    fn link(&mut self, href: &str, label: &str) {
        self.options += 1;
        self.html += &format!(
            "<a role=\"option\" id=\"found-{}\" tabindex=\"-1\" aria-selected=\"false\" href=\"{}\">{label}</a>",
            self.options,
            escaped(href)
        );
    }
}

/// What is told of what was found.
pub(crate) fn count(found: &Found, has_commands: bool) -> String {
    let most = found.hits.first().map_or(0, |hit| hit.words);
    let best = found.hits.iter().take_while(|hit| hit.words == most).count();
    match best {
        0 if has_commands => String::new(),
        0 => say(Word::find_nothing).to_owned(),
        _ if most < found.matcher.len() => {
            format!("{} {}", say(Word::find_fewer), counted(Word::find_counted, best))
        }
        _ => counted(Word::find_counted, best),
    }
}

fn head(lesson: &Lesson, matcher: &Matcher) -> String {
    let mut found = places(lesson.title, matcher).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
    // Pairs of neighbours overlap.
    found.dedup_by(|next, before| {
        let is_one = next.start <= before.end;
        if is_one {
            before.end = next.end;
        }
        is_one
    });
    let section =
        if lesson.section.is_empty() { String::new() } else { format!(" · {}", escaped(lesson.section)) };
    format!(
        "<span class=\"found-title\">{}</span><span class=\"found-place\">{}{section}</span>",
        marked(lesson.title, &found),
        escaped(lesson.course)
    )
}

fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let mut html = String::new();
    let mut from = 0;
    for mark in marks {
        html += &escaped(&text[from..mark.start]);
        html += &format!("<mark>{}</mark>", escaped(&text[mark.clone()]));
        from = mark.end;
    }
    html + &escaped(&text[from..])
}
