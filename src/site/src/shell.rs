//! The player's `index.html` as a template: what every page of the site is made from.
//!
//! It is edited as text. It is our own file, so its few marks are known, and a missing one is an error.

use std::ops::Range;

use words::{Spoken, Word};

use crate::error::{Error, Result};
use crate::names::{Names, renamed};
use crate::pages::About;

/// Where a text stands that differs from page to page: between these two.
type Mark = (&'static str, &'static str);

const LANGUAGE: Mark = ("<html lang=\"", "\"");
const TITLE: Mark = ("<title>", "</title>");
const DESCRIPTION: Mark = ("<meta name=\"description\" content=\"", "\"");
const BUILD: Mark = ("<meta name=\"lectern-build\" content=\"", "\"");
/// The name of the module that holds the lesson of the page, for `boot.js`; empty where the player brings it.
const LESSONS: Mark = (" data-lessons=\"", "\"");
const APP: Mark = ("<div id=\"app\">", "</div>");
const MARKS: [Mark; 6] = [LANGUAGE, TITLE, DESCRIPTION, BUILD, LESSONS, APP];

/// The name of the one style sheet that takes the place of all.
pub(crate) const STYLE: &str = "style.css";

/// A page without a place: its references all begin with `="./`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shell {
    /// Holds every one of [`MARKS`].
    html: String,
}

impl Shell {
    /// Takes the player's `index.html`: comments, trunk's own marks and the icon of the player go, and all style sheets
    /// become one link.
    /// Gives back the names of those style sheets, in order.
    pub(crate) fn read(html: &str) -> Result<(Self, Vec<String>)> {
        let html = without_comments(html);
        for mark in MARKS {
            between(&html, mark).ok_or(Error::Shell { missing: mark.0 })?;
        }
        let mut shell = String::with_capacity(html.len());
        let mut styles = Vec::new();
        let mut rest = html.as_str();
        while let Some(start) = rest.find("<link") {
            let Some(length) = rest[start..].find('>') else { break };
            let tag = &rest[start..=start + length];
            let style = style_of(tag);
            let is_icon = tag.contains("rel=\"icon\"");
            let drop = tag.contains(" data-trunk") || is_icon || (style.is_some() && !styles.is_empty());
            let before = &rest[..start];
            rest = &rest[start + length + 1..];
            if drop {
                // The line break after the tag stays, so the indentation before it goes.
                shell.push_str(before.trim_end());
            } else if style.is_some() {
                shell.push_str(before);
                shell.push_str(&format!("<link rel=\"stylesheet\" href=\"./{STYLE}\" />"));
            } else {
                shell.push_str(before);
                shell.push_str(tag);
            }
            styles.extend(style.filter(|_| !tag.contains(" data-trunk")).map(str::to_owned));
        }
        shell.push_str(rest);
        Ok((Self { html: shell }, styles))
    }

    /// The same shell with more tags in its head.
    pub(crate) fn with_head(mut self, tags: &[String]) -> Self {
        let at = behind_title(&self.html);
        self.html.insert_str(at, &head(tags));
        self
    }

    /// The same shell in this language.
    pub(crate) fn with_language(mut self, language: &str, is_right_to_left: bool) -> Self {
        let direction = if is_right_to_left { "\" dir=\"rtl" } else { "" };
        fill(&mut self.html, LANGUAGE, &format!("{}{direction}", escaped(language)));
        self
    }

    /// The same shell with the assets under their new names.
    pub(crate) fn with_names(&self, names: &Names) -> Self {
        Self { html: renamed(&self.html, names) }
    }

    /// The same shell with the id of its build, by which the service worker knows which files belong together.
    pub(crate) fn with_build(mut self, build: &str) -> Self {
        fill(&mut self.html, BUILD, build);
        self
    }

    /// The page that nothing is drawn on yet, at the root: for every address that is no file, and without a network.
    pub(crate) fn bare(&self, title: &str, spoken: &Spoken) -> String {
        let mut html = self.html.clone();
        let [opening, needs_scripts] =
            [Word::opening, Word::needs_scripts].map(|word| escaped(spoken.say(word)));
        let waiting = format!(
            "<p class=\"boot\" role=\"status\">{opening}</p><noscript><p class=\"boot\">{needs_scripts}</p></noscript>"
        );
        fill(&mut html, APP, &waiting);
        fill(&mut html, TITLE, &escaped(title));
        let head = "\n    <meta name=\"robots\" content=\"noindex\" />";
        html.insert_str(behind_title(&html), head);
        html
    }

    /// The text, which is the page at the root before anything of its own is put in.
    pub(crate) fn html(&self) -> &str {
        &self.html
    }

    /// The HTML of a page `depth` folders below the root, with what is drawn on it. `module` is the name of the one
    /// that holds its lesson.
    pub(crate) fn page(
        &self,
        depth: usize,
        about: &About,
        head: &[String],
        module: Option<&str>,
        drawn: &str,
    ) -> String {
        let mut html = self.html.clone();
        fill(&mut html, TITLE, &escaped(&about.title));
        fill(&mut html, DESCRIPTION, &about.description);
        fill(&mut html, LESSONS, module.unwrap_or_default());
        html.insert_str(behind_title(&html), &self::head(head));
        if depth > 0 {
            html = html.replace("=\"./", &format!("=\"{}", "../".repeat(depth)));
        }
        // What is drawn knows its own place.
        let app = between(&html, APP).expect("a shell holds every mark");
        html.replace_range(app.start - APP.0.len()..app.end, &format!("<div id=\"app\" data-ahead>{drawn}"));
        html
    }
}

/// Plain text for HTML, in an element or a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What [`escaped`] was given.
pub(crate) fn unescaped(html: &str) -> String {
    let entities = [("&#39;", "'"), ("&quot;", "\""), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")];
    entities.into_iter().fold(html.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

fn head(tags: &[String]) -> String {
    tags.iter().map(|tag| format!("\n    {tag}")).collect()
}

/// The file of a link to a style sheet of ours.
fn style_of(tag: &str) -> Option<&str> {
    if !tag.contains("rel=\"stylesheet\"") {
        return None;
    }
    let (_, rest) = tag.split_once("href=\"./")?;
    rest.split_once('"').map(|(name, _)| name)
}

/// Where the text between the two parts of a mark lies.
fn between(html: &str, (open, close): Mark) -> Option<Range<usize>> {
    let start = html.find(open)? + open.len();
    let length = html[start..].find(close)?;
    Some(start..start + length)
}

fn fill(html: &mut String, mark: Mark, text: &str) {
    let range = between(html, mark).expect("a shell holds every mark");
    html.replace_range(range, text);
}

fn behind_title(html: &str) -> usize {
    between(html, TITLE).expect("a shell holds every mark").end + TITLE.1.len()
}

fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::with_capacity(html.len());
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before.trim_end());
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn page(depth: usize, title: &str) -> String {
        let about = About { title: title.into(), description: String::new() };
        let (shell, _) = Shell::read(sample::INDEX).unwrap();
        shell.page(
            depth,
            &about,
            &["<link rel=\"next\" href=\"https://c.example/\" />".into()],
            Some("0123"),
            "<p class=\"x\">drawn</p>",
        )
    }

    #[test]
    fn style_sheets_become_one_and_notes_of_the_build_go() {
        let (shell, styles) = Shell::read(sample::INDEX).unwrap();
        assert_eq!(styles, ["tokens.css", "base.css"]);
        assert_eq!(shell.html().matches("stylesheet").count(), 1);
        assert!(shell.html().contains("\n    <link rel=\"stylesheet\" href=\"./style.css\" />\n    <script"));
        assert!(!shell.html().contains("data-trunk") && !shell.html().contains("<!--"), "{}", shell.html());
        assert!(shell.html().contains("rel=\"modulepreload\""), "other links stay");
        assert!(!shell.html().contains("rel=\"icon\""), "the course has its own");
    }

    #[test]
    fn a_page_reaches_the_root_from_its_depth_and_holds_what_is_drawn() {
        let html = page(3, "T");
        assert!(html.contains("href=\"../../../player.js\"") && html.contains("data-root=\"../../../\""));
        assert!(html.contains(" data-lessons=\"0123\""), "{html}");
        assert!(!html.contains("=\"./"));
        assert!(html.contains("</title>\n    <link rel=\"next\" href=\"https://c.example/\" />\n"), "{html}");
        assert!(html.contains("<div id=\"app\" data-ahead><p class=\"x\">drawn</p></div>"), "{html}");
        assert!(!html.contains("Opening"), "{html}");
        assert!(page(0, "T").contains("data-root=\"./\""));
    }

    #[test]
    fn the_bare_page_waits_for_the_player_and_is_not_to_be_found() {
        let (shell, _) = Shell::read(sample::INDEX).unwrap();
        let html = shell.with_build("0123").bare("School", &Spoken::of(&words::LANGUAGES[2]));
        assert!(
            html.contains(
                "<div id=\"app\"><p class=\"boot\" role=\"status\">Opening the course…</p><noscript>"
            ),
            "{html}"
        );
        assert!(
            html.contains("<title>School</title>\n    <meta name=\"robots\" content=\"noindex\" />"),
            "{html}"
        );
        assert!(html.contains("content=\"0123\""), "{html}");
    }

    #[test]
    fn a_title_cannot_leave_its_element() {
        let page = page(0, "</title><script>'\"&");
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;&#39;&quot;&amp;</title>"), "{page}");
    }

    #[test]
    fn a_shell_without_a_mark_is_refused_by_its_name() {
        for (mark, _) in MARKS {
            let error = Shell::read(&sample::INDEX.replace(mark, "<p>")).unwrap_err();
            assert!(error.to_string().contains(mark), "{error}");
        }
    }
}
