//! A formula as TeX, made of the MathML that the compiler has written: its source is no part of a bundle.
//!
//! What comes out is not what the author wrote, character by character, but means the same. Symbols stay the
//! characters that they are, which TeX engines of today read.

use super::html::{Element, Node, plain};

/// The formula in a `<math>` element.
pub(crate) fn tex(math: &Element) -> String {
    row(&math.children).trim().to_owned()
}

fn row(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes.iter().filter(|node| !node.is_blank()) {
        let piece = match node {
            Node::Text(own) => escaped(own.trim()),
            Node::Element(element) => piece(element),
        };
        // A command and the letter behind it would become one.
        let ends_in_command = text.rfind('\\').is_some_and(|at| {
            at + 1 < text.len() && text[at + 1..].chars().all(|character| character.is_ascii_alphabetic())
        });
        if ends_in_command && piece.starts_with(|first: char| first.is_ascii_alphabetic()) {
            text.push(' ');
        }
        text.push_str(&piece);
    }
    text
}

fn piece(element: &Element) -> String {
    let children: Vec<&Node> = element.children.iter().filter(|node| !node.is_blank()).collect();
    let part = |at: usize| children.get(at).map(|node| row(std::slice::from_ref(node))).unwrap_or_default();
    let inner = || row(&element.children);
    match element.name.as_str() {
        "mi" => identifier(&plain(&element.children), element),
        "mn" => escaped(&plain(&element.children)),
        "mo" => operator(&plain(&element.children), element),
        "mtext" | "ms" => match plain(&element.children) {
            text if text.chars().all(char::is_whitespace) => "\\ ".into(),
            text => format!("\\text{{{}}}", text_escaped(&text)),
        },
        "mspace" => space(element.attribute("width").unwrap_or_default()).into(),
        "mfrac" if element.attribute("linethickness").is_some_and(|width| width.starts_with('0')) => {
            format!("{{{} \\atop {}}}", part(0), part(1))
        }
        "mfrac" => format!("\\frac{{{}}}{{{}}}", part(0), part(1)),
        "msqrt" => format!("\\sqrt{{{}}}", inner()),
        "mroot" => format!("\\sqrt[{}]{{{}}}", part(1), part(0)),
        "msub" | "munder" => script(&part(0), &[('_', part(1))]),
        "msup" | "mover" => match accent(children.get(1).copied()) {
            Some(command) if element.name == "mover" => format!("\\{command}{{{}}}", part(0)),
            _ => script(&part(0), &[('^', part(1))]),
        },
        "msubsup" | "munderover" => script(&part(0), &[('_', part(1)), ('^', part(2))]),
        "mtable" => {
            let rows = element
                .all("mtr")
                .map(|line| line.all("mtd").map(|cell| row(&cell.children)).collect::<Vec<_>>().join(" & "));
            format!("\\begin{{matrix}} {} \\end{{matrix}}", rows.collect::<Vec<_>>().join(" \\\\ "))
        }
        "semantics" => part(0),
        "annotation" | "annotation-xml" => String::new(),
        // Rows, styles, paddings: what they hold is what counts.
        _ => inner(),
    }
}

fn script(base: &str, scripts: &[(char, String)]) -> String {
    let is_one =
        base.chars().count() <= 1 || (base.starts_with('\\') && !base.contains(['{', ' ', '_', '^']));
    let mut text = if is_one { base.to_owned() } else { format!("{{{base}}}") };
    for (mark, script) in scripts {
        // A prime is a superscript by itself.
        match script.as_str() {
            "′" if *mark == '^' => text.push('\''),
            _ => text.push_str(&format!("{mark}{{{script}}}")),
        }
    }
    text
}

/// Names of several letters are upright, as those of functions are.
fn identifier(name: &str, element: &Element) -> String {
    const FUNCTIONS: &[&str] = &[
        "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "csc", "deg", "det", "dim", "exp", "gcd",
        "hom", "inf", "ker", "lg", "lim", "ln", "log", "max", "min", "sec", "sin", "sinh", "sup", "tan",
        "tanh",
    ];
    if FUNCTIONS.contains(&name) {
        return format!("\\{name} ");
    }
    let is_upright =
        element.attribute("mathvariant") == Some("normal") && name.chars().all(char::is_alphabetic);
    if name.chars().count() > 1 || is_upright {
        return format!("\\mathrm{{{}}}", escaped(name));
    }
    escaped(name)
}

fn operator(text: &str, element: &Element) -> String {
    match text {
        // Marks that are heard and not seen.
        "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => String::new(),
        "{" | "}" => format!("\\{text}"),
        _ if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) => identifier(text, element),
        _ => escaped(text),
    }
}

fn accent(node: Option<&Node>) -> Option<&'static str> {
    let element = node?.element().filter(|element| element.name == "mo")?;
    match plain(&element.children).as_str() {
        "^" | "ˆ" | "\u{302}" => Some("hat"),
        "~" | "˜" | "\u{303}" => Some("tilde"),
        "¯" | "‾" | "―" | "\u{305}" => Some("overline"),
        "→" | "⃗" => Some("vec"),
        "˙" | "\u{307}" => Some("dot"),
        "¨" | "\u{308}" => Some("ddot"),
        "⏞" => Some("overbrace"),
        _ => None,
    }
}

/// The space of TeX that is nearest to a width in `em`.
fn space(width: &str) -> &'static str {
    let width = width.trim_end_matches("em").parse::<f64>().unwrap_or(0.0);
    match width {
        ..=-0.01 => "\\!",
        ..0.01 => "",
        ..0.2 => "\\,",
        ..0.5 => "\\;",
        ..1.5 => "\\quad ",
        _ => "\\qquad ",
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\backslash "),
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // Minus and prime as they are typed.
            '−' => escaped.push('-'),
            '<' => escaped.push_str("\\lt "),
            '>' => escaped.push_str("\\gt "),
            other => escaped.push(other),
        }
    }
    escaped
}

fn text_escaped(text: &str) -> String {
    // The compiler writes spaces that do not break.
    escaped(text).replace("\\lt ", "<").replace("\\gt ", ">").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::html::parse;

    /// The MathML of a formula, as the compiler writes it.
    fn math(source: &str) -> Element {
        let lesson = format!("---\nid: a\ntitle: A\n---\n\n$$\n{source}\n$$\n");
        let content = compiler::Content {
            files: vec![compiler::SourceFile::new("a.md", lesson.into_bytes())],
            ..Default::default()
        };
        let bundle = compiler::compile(&content).bundle.unwrap();
        let body = course::bundle::Bundle::decode(&bundle).unwrap().body("a").unwrap();
        let course::lesson::Block::Html(html) = &body.blocks[0] else { panic!("{body:?}") };
        parse(html)[0].element().unwrap().find("math").unwrap_or_else(|| panic!("{html}")).clone()
    }

    #[test]
    fn a_formula_read_again_is_the_same() {
        for (source, expected) in [
            ("E = mc^2", "E=mc^{2}"),
            (r"\frac{a}{b} < \sqrt{2} + \sqrt[3]{x}", r"\frac{a}{b}\lt \sqrt{2}+\sqrt[3]{x}"),
            (r"\sum_{i=1}^{n} i", "∑_{i=1}^{n}i"),
            (r"\int_0^1 x\,dx", r"∫_{0}^{1}x\,dx"),
            (r"T(t) = T_r + (T_0 - T_r)\, e^{-kt}", r"T(t)=T_{r}+(T_{0}-T_{r})\,e^{-kt}"),
            (
                r"t = \frac{1}{k} \ln \frac{T_0 - T_r}{T - T_r}",
                r"t=\frac{1}{k}\ln \frac{T_{0}-T_{r}}{T-T_{r}}",
            ),
            (r"\ln x \le \pi", r"\ln x≤π"),
            (r"\text{two cups}", r"\text{two cups}"),
            (r"\hat{x} + x'", r"\hat{x}+x'"),
            (r"20 + 75 \cdot 0.61 \approx 65", "20+75⋅0.61≈65"),
        ] {
            let written = tex(&math(source));
            assert_eq!(written, expected);
            assert_eq!(math(&written), math(source), "{written}");
        }
    }
}
