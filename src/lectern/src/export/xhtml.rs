//! A tree of HTML as XML: every element ends, every attribute has a value.

use super::html::{Element, Node, is_void};

/// The text of some nodes.
pub(crate) fn written(nodes: &[Node]) -> String {
    let mut text = String::new();
    nodes.iter().for_each(|node| write(&mut text, node));
    text
}

/// The tag that an element begins with.
pub(crate) fn start_tag(element: &Element) -> String {
    let mut tag = format!("<{}", element.name);
    for (key, value) in &element.attributes {
        tag.push_str(&format!(" {key}=\"{}\"", escaped(value).replace('"', "&quot;")));
    }
    tag + ">"
}

/// Plain text for an element.
pub(crate) fn escaped(text: &str) -> String {
    let is_allowed = |character: &char| !character.is_control() || matches!(character, '\t' | '\n' | '\r');
    let text: String = text.chars().filter(is_allowed).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn write(text: &mut String, node: &Node) {
    match node {
        Node::Text(own) => text.push_str(&escaped(own)),
        Node::Element(element) => {
            text.push_str(&start_tag(element));
            if element.children.is_empty() && (is_void(&element.name) || is_drawn(&element.name)) {
                text.pop();
                text.push_str("/>");
                return;
            }
            element.children.iter().for_each(|child| write(text, child));
            text.push_str(&format!("</{}>", element.name));
        }
    }
}

/// Parts of drawings, which hold nothing.
fn is_drawn(name: &str) -> bool {
    matches!(name, "path" | "circle" | "rect" | "line" | "ellipse" | "polygon" | "polyline" | "mspace")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::html::parse;

    #[test]
    fn html_becomes_xml() {
        let html = "<p title=\"&quot;a&quot;\">a &amp; b<br><input checked></p><i></i>";
        assert_eq!(
            written(&parse(html)),
            "<p title=\"&quot;a&quot;\">a &amp; b<br/><input checked=\"\"/></p><i></i>"
        );
    }
}
