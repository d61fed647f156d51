//! Results as HTML: options of a list, in groups.

use std::ops::Range;
use std::rc::Rc;

use course::search::passage::{Passage, Text, joined, passages, places};
use course::search::query::{Found, Matcher};
use course::search::text::Part;

use crate::browser::escaped;
use crate::commands::{Act, Command};
use crate::messages::{Word, counted, say};
use crate::player::player;
use crate::shelf::{self, Lesson};

/// How many lessons are shown.
pub(crate) const SHOWN: usize = 8;

/// How many passages of each, once the first one was seen.
pub(crate) const PASSAGES: usize = 3;

/// How high the window of the list is, in rem, and what stands in it: about so much as on a wide screen.
pub(crate) const WINDOW: usize = 30;
/// How much of it is drawn in the event of a key press: the best result, where there are no commands. What else there is room
/// for follows once that was seen.
pub(crate) const FIRST: usize = LINE + PASSAGE;
/// All there is.
pub(crate) const ALL: usize = usize::MAX;
const LINE: usize = 3;
const PASSAGE: usize = 4;

/// Options are numbered over all groups, from 1.
#[derive(Default)]
pub(crate) struct List {
    pub(crate) html: String,
    /// How many there are so far.
    options: usize,
    /// How high they are, in rem.
    height: usize,
    /// How many lessons have been looked at.
    lessons: usize,
    /// Whether one of them has no text yet.
    waits: bool,
    /// See [`List::new`].
    active: usize,
}

impl List {
    /// An empty list, whose option with this number will be the active one; 0 for none.
    pub(crate) fn new(active: usize) -> Self {
        Self { active, ..Self::default() }
    }

    /// Commands, and lessons as [`List::lessons`] has it.
    pub(crate) fn all(&mut self, commands: &[Rc<Command>], found: &Found, height: usize, passages: usize) {
        self.commands(commands, &found.matcher);
        self.lessons(found, &player().root(), height, passages);
    }

    /// Commands, those of a group together.
    fn commands(&mut self, commands: &[Rc<Command>], matcher: &Matcher) {
        let mut rest = commands;
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|it| it.group as usize == first.group as usize).count();
            let name = say(first.group);
            self.html += &format!(
                "<div role=\"group\" class=\"found\" aria-label=\"{}\"><p class=\"found-group\" aria-hidden=\"true\">{name}</p>",
                escaped(name)
            );
            for command in &rest[..count] {
                self.height += LINE;
                let mut label = format!("<span class=\"found-title\">{}</span>", escaped(&command.label));
                let about = all_marks(command.about, matcher);
                if !about.is_empty() {
                    label += &format!("<span class=\"found-text\">{}</span>", marked(command.about, &about));
                }
                match &command.act {
                    Act::Follow(href) => self.link(href, &label),
                    Act::Do(what) => {
                        let option = self.option();
                        self.html += &format!(
                            "<button type=\"button\" {option} data-do=\"{}\">{label}</button>",
                            escaped(what)
                        );
                    }
                }
            }
            self.html += "</div>";
            rest = &rest[count..];
        }
    }

    /// The lessons that come next, with so many passages of each at most, until the list is so high, in rem.
    fn lessons(&mut self, found: &Found, root: &str, height: usize, passages: usize) {
        let language = shelf::library().map_or("", |library| library.language.as_str());
        let direction = if shelf::library().is_some_and(|it| it.is_right_to_left) { "rtl" } else { "ltr" };
        while let Some(hit) = found.hits.get(self.lessons).filter(|_| self.height < height) {
            self.lessons += 1;
            let Some(lesson) = shelf::lesson(hit.lesson) else { continue };
            let text = shelf::text(hit.lesson);
            self.waits |= text.is_none();
            // One that waits has room for what comes, so that nothing moves.
            let class = if text.is_some() { "" } else { " found-waiting" };
            self.html += &format!(
                "<div role=\"group\" class=\"found found-lesson{class}\" aria-label=\"{}\" lang=\"{}\" dir=\"{direction}\">",
                escaped(lesson.title),
                escaped(language)
            );
            let href = format!("{root}{}", lesson.route);
            self.link(&href, &head(&lesson, &found.matcher));
            self.height += LINE;
            match text {
                Some(text) => self.passages(&href, &text, &found.matcher, passages),
                None => self.height += PASSAGE,
            }
            self.html += "</div>";
        }
    }

    /// Whether there is no more to show, and every text was here.
    pub(crate) fn is_whole(&self, found: &Found) -> bool {
        !self.waits && self.lessons == found.hits.len()
    }

    fn passages(&mut self, href: &str, text: &Text, matcher: &Matcher, most: usize) {
        for Passage { part, in_heading, text: passage, in_text } in passages(text, matcher, most) {
            let Part { id, heading, .. } = &text.parts[part];
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
            self.height += PASSAGE;
        }
    }

    fn link(&mut self, href: &str, label: &str) {
        let option = self.option();
        self.html += &format!("<a {option} href=\"{}\">{label}</a>", escaped(href));
    }

    /// The number of the active option, where there is one.
    pub(crate) fn active(&self) -> Option<usize> {
        (self.active..=self.options).next().filter(|at| *at > 0)
    }

    /// The attributes of the next option.
    fn option(&mut self) -> String {
        self.options += 1;
        let is_active = self.options == self.active;
        format!("role=\"option\" id=\"found-{}\" tabindex=\"-1\" aria-selected=\"{is_active}\"", self.options)
    }
}

/// What is told of what was found.
pub(crate) fn count(found: &Found, has_commands: bool) -> String {
    let most = found.hits.first().map_or(0, |hit| hit.words);
    match found.best {
        0 if has_commands => String::new(),
        0 => say(Word::find_nothing).to_owned(),
        _ if most < found.matcher.len() => {
            format!("{} {}", say(Word::find_fewer), counted(Word::find_counted, found.best))
        }
        _ => counted(Word::find_counted, found.best),
    }
}

fn head(lesson: &Lesson, matcher: &Matcher) -> String {
    let found = all_marks(lesson.title, matcher);
    let section =
        if lesson.section.is_empty() { String::new() } else { format!(" · {}", escaped(lesson.section)) };
    format!(
        "<span class=\"found-title\">{}</span><span class=\"found-place\">{}{section}</span>",
        marked(lesson.title, &found),
        escaped(lesson.course)
    )
}

/// All that is to be marked of a text.
fn all_marks(text: &str, matcher: &Matcher) -> Vec<Range<usize>> {
    joined(text, places(text, matcher).into_iter().map(|(at, _)| at))
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
