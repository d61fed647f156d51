//! A course as pages to be read in a row: what a learner would do on the screen becomes something to read, and the
//! answers stand apart. The formats for reading, [`super::markdown`] and [`super::epub`], begin here.

use course::bundle::Bundle;
use course::lesson::Block;
use course::library::{Course, LessonOutline};
use course::project::{Rubric, Tasks};
use course::route::{ASSET_SCHEME, LINK_SCHEME, Location, Route};

use super::html::{Element, Node, parse, plain};
use super::quiz;

/// All pages, in reading order.
pub(crate) struct Book {
    /// That of the library.
    pub(crate) title: String,
    /// Each course, then its lessons.
    pub(crate) pages: Vec<Page>,
}

/// A course or a lesson.
pub(crate) struct Page {
    /// Where it is in the library.
    pub(crate) route: Route,
    /// Plain text.
    pub(crate) title: String,
    /// The section of the course that begins with this page; empty where none does.
    pub(crate) section: String,
    /// What stands below the title.
    pub(crate) nodes: Vec<Node>,
    /// The answers to its questions; empty where it asks none.
    pub(crate) answers: Vec<Node>,
}

impl Book {
    /// The pages of a bundle.
    pub(crate) fn of(bundle: &Bundle<'_>) -> Self {
        let library = &bundle.library;
        let mut pages = Vec::new();
        for course in &library.courses {
            pages.push(course_page(course));
            for section in &course.sections {
                for (at, lesson) in section.lessons.iter().enumerate() {
                    let mut page = lesson_page(bundle, course, lesson);
                    if at == 0 {
                        page.section.clone_from(&section.title);
                    }
                    pages.push(page);
                }
            }
        }
        Self { title: library.title.clone(), pages }
    }

    /// The page at a route, by an id of before too.
    pub(crate) fn page(&self, bundle: &Bundle<'_>, route: &Route) -> Option<usize> {
        let moved = bundle.library.moved(route);
        let route = moved.as_ref().unwrap_or(route);
        self.pages.iter().position(|page| page.route == *route)
    }
}

fn course_page(course: &Course) -> Page {
    let mut nodes = Vec::new();
    if !course.description.is_empty() {
        nodes.push(Element::new("p", vec![Node::text(&course.description)]).into());
    }
    nodes.extend(readable(parse(&course.body)));
    Page {
        route: Route::Course { course: course.id.clone() },
        title: course.title.clone(),
        section: String::new(),
        nodes,
        answers: Vec::new(),
    }
}

fn lesson_page(bundle: &Bundle<'_>, course: &Course, lesson: &LessonOutline) -> Page {
    let (mut nodes, mut answers) = (Vec::new(), Vec::new());
    for block in bundle.body(&lesson.id).unwrap_or_default().blocks {
        match block {
            Block::Html(html) => nodes.extend(parse(&html)),
            Block::Quiz(quiz) => {
                nodes.extend(quiz::asked(&quiz));
                answers.extend(quiz::answered(&quiz));
            }
            Block::Tasks(tasks) => nodes.push(steps(&tasks)),
            Block::Rubric(rubric) => nodes.push(table(&rubric)),
            Block::Submission => nodes.push(quiz::line("Your work:")),
        }
    }
    Page {
        route: Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() },
        title: lesson.title.clone(),
        section: String::new(),
        nodes: readable(nodes),
        answers: readable(answers),
    }
}

fn steps(tasks: &Tasks) -> Node {
    let step = |html: &str| {
        let mut children = vec![Element::new("input", Vec::new()).with("type", "checkbox").into()];
        children.push(Node::text(" "));
        children.extend(parse(html));
        Element::new("li", children).with("class", "task").into()
    };
    Element::new("ul", tasks.tasks.iter().map(|task| step(&task.text)).collect()).into()
}

fn table(rubric: &Rubric) -> Node {
    let cell = |name: &str, children| Node::from(Element::new(name, children));
    let heads = std::iter::once("Criterion").chain(rubric.levels.iter().map(String::as_str));
    let head = heads.map(|text| cell("th", vec![Node::text(text)])).collect();
    let row = |criterion: &course::project::Criterion| {
        let texts = std::iter::once(&criterion.text).chain(&criterion.levels);
        cell("tr", texts.map(|html| cell("td", parse(html))).collect())
    };
    let body = rubric.criteria.iter().map(row).collect();
    cell("table", vec![cell("thead", vec![cell("tr", head)]), cell("tbody", body)])
}

/// The page without what only works on a screen: tabs stand one below the other, and what the glossary says follows
/// at the end.
fn readable(nodes: Vec<Node>) -> Vec<Node> {
    let mut words = Vec::new();
    let mut nodes = each(nodes, &mut words);
    if !words.is_empty() {
        nodes.push(Element::new("h2", vec![Node::text("Words")]).into());
        nodes.push(Element::new("dl", words).into());
    }
    nodes
}

fn each(nodes: Vec<Node>, words: &mut Vec<Node>) -> Vec<Node> {
    let mut readable = Vec::new();
    for node in nodes {
        let Node::Element(mut element) = node else {
            readable.push(node);
            continue;
        };
        if element.has_class("term-text") {
            words.extend(word(element.children));
        } else if element.has_class("term") {
            readable.extend(element.children);
        } else if element.has_class("footnote-back") {
            // Leads back to where the reader has just been.
        } else if element.has_class("tabs") {
            for child in element.children {
                match child {
                    Node::Element(input) if input.name == "input" => {}
                    Node::Element(label) if label.name == "label" => {
                        let name = Element::new("strong", label.children);
                        readable.push(Element::new("p", vec![name.into()]).into());
                    }
                    Node::Element(tab) => readable.extend(each(tab.children, words)),
                    text @ Node::Text(_) => readable.push(text),
                }
            }
        } else {
            element.children = each(element.children, words);
            readable.push(element.into());
        }
    }
    readable
}

/// `<b>Term</b> What it means` as a term with its meaning.
fn word(nodes: Vec<Node>) -> Vec<Node> {
    let mut nodes = nodes.into_iter();
    let term = nodes.next().into_iter().collect::<Vec<_>>();
    let meaning = Element::new("p", nodes.collect());
    vec![
        Element::new("dt", vec![Node::text(plain(&term))]).into(),
        Element::new("dd", vec![meaning.into()]).into(),
    ]
}

/// Where an address in compiled HTML leads.
pub(crate) enum Target<'a> {
    /// To a page of the library.
    Page(Location),
    /// To a file of the author's.
    Asset(&'a str),
    /// Out of the library.
    Elsewhere(&'a str),
}

/// Reads an address.
pub(crate) fn target(address: &str) -> Target<'_> {
    if let Some(route) = address.strip_prefix(LINK_SCHEME) {
        return Target::Page(Location::parse(route));
    }
    match address.strip_prefix(ASSET_SCHEME) {
        Some(name) => Target::Asset(name),
        None => Target::Elsewhere(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_tabs_become_text() {
        let nodes = readable(parse(
            "<p>A <button class=\"term\">pot</button><span class=\"term-text\"><b>Pot</b> A vessel.</span>.</p>\
             <div class=\"tabs\"><input type=\"radio\" checked><label>One</label><div class=\"tab\"><p>1</p></div></div>",
        ));
        assert_eq!(
            nodes,
            parse(
                "<p>A pot.</p><p><strong>One</strong></p><p>1</p>\
                 <h2>Words</h2><dl><dt>Pot</dt><dd><p> A vessel.</p></dd></dl>"
            )
            .into_iter()
            .map(merged)
            .collect::<Vec<_>>()
        );
    }

    /// The tree that [`readable`] leaves has `A pot.` in three pieces.
    fn merged(node: Node) -> Node {
        match node {
            Node::Element(element) if element.children == [Node::text("A pot.")] => {
                Element::new("p", ["A ", "pot", "."].map(Node::text).into()).into()
            }
            other => other,
        }
    }

    #[test]
    fn addresses_are_told_apart() {
        assert!(
            matches!(target("route:courses/a/b/#c"), Target::Page(at) if at.fragment.as_deref() == Some("c"))
        );
        assert!(matches!(target("asset:a-1.png"), Target::Asset("a-1.png")));
        assert!(matches!(target("https://example.com"), Target::Elsewhere(_)));
    }
}
