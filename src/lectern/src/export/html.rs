//! Compiled HTML as a tree.
//!
//! This is no parser for the HTML of the world: what the compiler writes is well-formed, quotes its attributes and
//! knows few named characters. Anything else is kept as text and never breaks off.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Plain text, decoded.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element of HTML, MathML or SVG.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name, as it was written.
    pub(crate) name: String,
    /// Its attributes in order, their values decoded; a bare one has an empty value.
    pub(crate) attributes: Vec<(String, String)>,
    /// What it holds.
    pub(crate) children: Vec<Node>,
}

/// Elements that hold nothing and have no end (HTML, section 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

pub(crate) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Reads compiled HTML.
pub(crate) fn parse(html: &str) -> Vec<Node> {
    let mut open = vec![Element::default()];
    let mut rest = html;
    while !rest.is_empty() {
        let Some(start) = rest.find('<') else {
            add_text(&mut open, rest);
            break;
        };
        add_text(&mut open, &rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(end) = rest.strip_prefix("</") {
            let (name, after) = end.split_once('>').unwrap_or((end, ""));
            close(&mut open, name.trim_end());
            rest = after;
        } else if let Some((element, is_closed, after)) = start_tag(rest) {
            if is_closed || is_void(&element.name) {
                add(&mut open, Node::Element(element));
            } else {
                open.push(element);
            }
            rest = after;
        } else {
            add_text(&mut open, "<");
            rest = &rest[1..];
        }
    }
    while open.len() > 1 {
        let name = open[open.len() - 1].name.clone();
        close(&mut open, &name);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    if !text.is_empty() {
        add(open, Node::Text(decoded(text)));
    }
}

/// Ends the innermost open element of this name, and those inside of it; an end without a beginning is nothing.
fn close(open: &mut Vec<Element>, name: &str) {
    let Some(at) = open.iter().skip(1).rposition(|element| element.name == name) else { return };
    while open.len() > at + 1 {
        if let Some(element) = open.pop() {
            add(open, Node::Element(element));
        }
    }
}

/// The element that begins here, whether it ends at once, and what follows its tag.
fn start_tag(text: &str) -> Option<(Element, bool, &str)> {
    let rest = text.strip_prefix('<')?;
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let ends_name = |character: char| character.is_whitespace() || matches!(character, '>' | '/');
    let (name, mut rest) = rest.split_at(rest.find(ends_name)?);
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((element, false, after));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((element, true, after));
        }
        let ends_key = |character: char| character.is_whitespace() || matches!(character, '=' | '>' | '/');
        let (key, after) = rest.split_at(rest.find(ends_key)?);
        if key.is_empty() {
            rest = &rest[1..];
            continue;
        }
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"')?,
            None => ("", after),
        };
        element.attributes.push((key.to_owned(), decoded(value)));
        rest = after;
    }
}

/// The named characters that the compiler and its sanitiser write.
const NAMED: &[(&str, char)] = &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", '\u{a0}')];

fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let found = after.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        match found {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain + rest
}

fn character(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
    }
}

impl Node {
    /// Text as a node.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The element, if it is one.
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    /// Whether it is nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Element {
    /// An element with content.
    pub(crate) fn new(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children }
    }

    /// The same with one attribute more.
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        self.attributes.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// Whether it is of a class.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|own| own == class))
    }

    /// Its element children of a name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter_map(Node::element).filter(move |element| element.name == name)
    }

    /// The first element of a name in it, at any depth.
    pub(crate) fn find(&self, name: &str) -> Option<&Element> {
        self.children
            .iter()
            .filter_map(Node::element)
            .find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }
}

/// All text of some nodes, white space as it is.
pub(crate) fn plain(nodes: &[Node]) -> String {
    nodes.iter().fold(String::new(), |text, node| match node {
        Node::Text(own) => text + own,
        Node::Element(element) => text + &plain(&element.children),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_compiler_writes_becomes_a_tree() {
        let nodes = parse(
            "<p class=\"a b\">1 &lt; 2 &amp;&#x2713;&nope; <br><input checked type=\"radio\"></p>\n\
             <svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><text>x</text></svg>",
        );
        let [Node::Element(p), space, Node::Element(svg)] = &nodes[..] else { panic!("{nodes:?}") };
        assert!(space.is_blank());
        assert!(p.has_class("a") && p.has_class("b") && !p.has_class("c"));
        assert_eq!(p.children[0], Node::text("1 < 2 &✓&nope; "));
        let input = p.find("input").unwrap();
        assert_eq!(input.attributes, [("checked".into(), "".into()), ("type".into(), "radio".into())]);
        assert_eq!((svg.attribute("viewBox"), svg.children.len()), (Some("0 0 1 1"), 2));
        assert_eq!(plain(&nodes), "1 < 2 &✓&nope; \nx");
    }

    #[test]
    fn what_is_not_well_formed_loses_no_text() {
        for (html, text) in [
            ("a < b", "a < b"),
            ("<p>a<b>c</p>d", "acd"),
            ("a</p>b", "ab"),
            ("<p>a<!-- b -->c", "ac"),
            ("a<", "a<"),
            ("<p title=\"x", "<p title=\"x"),
        ] {
            assert_eq!(plain(&parse(html)), text, "{html}");
        }
    }
}
