//! The player's `index.html` as a template: what every page of the site is made from.
//!
//! It is edited as text. It is our own file, so its few marks are known, and a missing one is an error.

use crate::error::{Error, Result};
use crate::names::{Names, renamed};
use crate::pages::Page;

const TITLE: (&str, &str) = ("<title>", "</title>");
const DESCRIPTION: (&str, &str) = ("<meta name=\"description\" content=\"", "\"");
const BUILD: (&str, &str) = ("<meta name=\"lectern-build\" content=\"", "\"");

/// The name of the one style sheet that takes the place of all.
pub(crate) const STYLE: &str = "style.css";

/// A page without a place: its references all begin with `="./`.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    html: String,
}

impl Shell {
    /// Takes the player's `index.html`: comments and trunk's own marks go, and all style sheets become one link.
    /// Gives back the names of those style sheets, in order.
    pub(crate) fn read(html: &str) -> Result<(Self, Vec<String>)> {
        for mark in [TITLE, DESCRIPTION, BUILD] {
            between(html, mark)?;
        }
        let html = without_comments(html);
        let mut shell = String::with_capacity(html.len());
        let mut styles = Vec::new();
        let mut rest = html.as_str();
        while let Some(start) = rest.find("<link") {
            let Some(length) = rest[start..].find('>') else { break };
            let tag = &rest[start..=start + length];
            let style = style_of(tag);
            let drop = tag.contains(" data-trunk") || (style.is_some() && !styles.is_empty());
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

    /// The same shell with the assets under their new names.
    pub(crate) fn with_names(&self, names: &Names) -> Self {
        Self { html: renamed(&self.html, names) }
    }

    /// The same shell with the id of its build, by which the service worker knows which files belong together.
    pub(crate) fn with_build(&self, build: &str) -> Result<Self> {
        Ok(Self { html: filled(&self.html, BUILD, build)? })
    }

    /// The text, which is the page at the root but for its title and description.
    pub(crate) fn html(&self) -> &str {
        &self.html
    }

    /// The HTML of a page. At an address of before it tells search engines the one of now; learners are led there by
    /// the player.
    pub(crate) fn page(&self, page: &Page) -> Result<String> {
        let html = filled(&self.html, TITLE, &escaped(&page.title))?;
        let mut html = filled(&html, DESCRIPTION, &page.description)?;
        if let Some(route) = &page.moved_to {
            let behind_title = between(&html, TITLE)?.end + TITLE.1.len();
            html.insert_str(behind_title, &format!("\n    <link rel=\"canonical\" href=\"./{route}\" />"));
        }
        Ok(match page.depth {
            0 => html,
            depth => html.replace("=\"./", &format!("=\"{}", "../".repeat(depth))),
        })
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

/// The file of a link to a style sheet of ours.
fn style_of(tag: &str) -> Option<&str> {
    if !tag.contains("rel=\"stylesheet\"") {
        return None;
    }
    let (_, rest) = tag.split_once("href=\"./")?;
    rest.split_once('"').map(|(name, _)| name)
}

/// Where the text between the two marks lies.
fn between(html: &str, (open, close): (&'static str, &str)) -> Result<std::ops::Range<usize>> {
    let missing = || Error::Shell { missing: open };
    let start = html.find(open).ok_or_else(missing)? + open.len();
    let length = html[start..].find(close).ok_or_else(missing)?;
    Ok(start..start + length)
}

fn filled(html: &str, mark: (&'static str, &str), text: &str) -> Result<String> {
    let range = between(html, mark)?;
    Ok(format!("{}{text}{}", &html[..range.start], &html[range.end..]))
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
    use course::route::Route;

    use super::*;
    use crate::sample;

    fn page(depth: usize, title: &str) -> Page {
        Page { path: String::new(), depth, title: title.into(), description: String::new(), moved_to: None }
    }

    #[test]
    fn style_sheets_become_one_and_notes_of_the_build_go() {
        let (shell, styles) = Shell::read(sample::INDEX).unwrap();
        assert_eq!(styles, ["tokens.css", "base.css"]);
        assert_eq!(shell.html().matches("stylesheet").count(), 1);
        assert!(shell.html().contains("\n    <link rel=\"stylesheet\" href=\"./style.css\" />\n    <script"));
        assert!(!shell.html().contains("data-trunk") && !shell.html().contains("<!--"), "{}", shell.html());
        assert!(shell.html().contains("rel=\"icon\""), "other links stay");
    }

    #[test]
    fn a_page_reaches_the_root_from_its_depth() {
        let (shell, _) = Shell::read(sample::INDEX).unwrap();
        let page = shell.page(&page(3, "T")).unwrap();
        assert!(page.contains("href=\"../../../player.js\"") && page.contains("data-root=\"../../../\""));
        assert!(!page.contains("=\"./"));
        assert!(!page.contains("canonical"));
        assert!(shell.page(&self::page(0, "T")).unwrap().contains("data-root=\"./\""));
    }

    #[test]
    fn a_title_cannot_leave_its_element() {
        let (shell, _) = Shell::read(sample::INDEX).unwrap();
        let page = shell.page(&page(0, "</title><script>'\"&")).unwrap();
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;&#39;&quot;&amp;</title>"), "{page}");
    }

    #[test]
    fn a_page_at_an_address_of_before_names_the_one_of_now() {
        let (shell, _) = Shell::read(sample::INDEX).unwrap();
        let moved = Page { moved_to: Some(Route::parse("courses/c/größe/")), ..page(3, "T") };
        let html = shell.page(&moved).unwrap();
        let link = "<link rel=\"canonical\" href=\"../../../courses/c/gr%C3%B6%C3%9Fe/\" />";
        assert!(html.contains(link), "{html}");
    }

    #[test]
    fn a_shell_without_a_mark_is_refused_by_its_name() {
        for mark in
            ["<title>", "<meta name=\"description\" content=\"", "<meta name=\"lectern-build\" content=\""]
        {
            let error = Shell::read(&sample::INDEX.replace(mark, "<p>")).unwrap_err();
            assert!(error.to_string().contains(mark), "{error}");
        }
    }
}
