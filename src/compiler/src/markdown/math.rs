//! Formulas: LaTeX as MathML, which browsers draw by themselves.
//!
//! `math-core` does the translation. What it gives is looked through before it is used: an element or attribute that
//! is not of MathML is not passed on, and neither is a formula that it cannot read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::thread;

use math_core::{LatexToMathML, MathDisplay};

/// Signs in a formula that may begin a level of nesting; more of them are no formula any more.
const MOST_SIGNS: usize = 2_000;

/// As many levels as any thread has room for.
const FEW_SIGNS: usize = 12;

/// The translation goes down one level for each group, and a level takes up to 32 KB where it is not optimised.
const ROOM_A_SIGN: usize = 64 * 1024;

/// The elements that a formula is made of: MathML Core, and what it writes inside of text.
const ELEMENTS: [&str; 37] = [
    "math",
    "semantics",
    "annotation",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "none",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "menclose",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "u",
    "br",
];

/// What is wrong with a formula, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) at: Range<usize>,
}

/// A formula as MathML; `is_block` for one that stands by itself.
pub(super) fn html(source: &str, is_block: bool) -> Result<String, Unreadable> {
    let signs = source.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    if signs > MOST_SIGNS {
        let message = format!("it is too long: {signs} signs, of {MOST_SIGNS}");
        return Err(Unreadable { message, at: 0..source.len() });
    }
    if signs <= FEW_SIGNS {
        return translated(source, is_block);
    }
    let room = thread::Builder::new().stack_size(signs * ROOM_A_SIGN + (1 << 20));
    let result = thread::scope(|scope| {
        room.spawn_scoped(scope, || translated(source, is_block)).ok().and_then(|thread| thread.join().ok())
    });
    let failed = || Unreadable { message: "it could not be translated".into(), at: 0..source.len() };
    result.unwrap_or_else(|| Err(failed()))
}

fn translated(source: &str, is_block: bool) -> Result<String, Unreadable> {
    static TRANSLATOR: OnceLock<LatexToMathML> = OnceLock::new();
    let translator = TRANSLATOR.get_or_init(LatexToMathML::default);
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let found =
        translator.convert_with_local_state(&with_plain_spaces(source), display).map_err(|error| {
            let start = source.floor_char_boundary(error.0.start);
            let at = start..source.ceil_char_boundary(error.0.end).max(start);
            Unreadable { message: error.error_message().trim_end_matches('.').to_owned(), at }
        })?;
    match is_formula(&found.mathml) {
        true => Ok(found.mathml),
        false => Err(Unreadable { message: "it does more than a formula may".into(), at: 0..source.len() }),
    }
}

/// A control character has no meaning in a formula, and none in HTML.
fn with_plain_spaces(source: &str) -> Cow<'_, str> {
    match source.contains(|c: char| c.is_control()) {
        true => source.replace(|c: char| c.is_control(), " ").into(),
        false => source.into(),
    }
}

fn is_formula(mathml: &str) -> bool {
    let Ok(document) = roxmltree::Document::parse(mathml) else { return false };
    let is_harmless = |attribute: roxmltree::Attribute<'_, '_>| {
        let is_value = |value: &str| value.chars().all(|c| c.is_alphanumeric() || " :;.,#%-_".contains(c));
        match attribute.name() {
            "style" => is_value(attribute.value()) && !attribute.value().to_lowercase().contains("url"),
            name => {
                !name.starts_with("on") && !matches!(name, "href" | "src" | "id" | "class" | "xlink:href")
            }
        }
    };
    document
        .descendants()
        .filter(|node| node.is_element())
        .all(|node| ELEMENTS.contains(&node.tag_name().name()) && node.attributes().all(is_harmless))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        assert_eq!(html("a<b", false).unwrap(), "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>");
        assert!(html("\\frac{1}{2}", true).unwrap().starts_with("<math display=\"block\"><mfrac>"));
        for source in [
            "\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}",
            "\\begin{cases}1&x>0\\\\0&\\text{else}\\end{cases}",
            "\\begin{aligned}a&=b\\\\c&=d\\end{aligned}",
            "\\text{a \\textbf{b} é}",
            "\\color{red}x",
            "\\left(\\frac{\\partial L}{\\partial w_{ij}}\\right)^2",
            "\\operatorname{softmax}(z)_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}",
            "\\hat{\\mathbf{y}} \\in \\mathbb{R}^n, \\quad \\lVert x \\rVert_2 \\le \\epsilon",
        ] {
            assert!(html(source, true).is_ok(), "{source}: {:?}", html(source, true));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        let unreadable = html("1 + \\fraq{1}{2}", false).unwrap_err();
        assert_eq!(unreadable.at, 4..9, "{unreadable:?}");
        for source in ["\\frac{1", "}", "\\href{javascript:alert(1)}{x}", "\\class{a}{b}", "a\\", "\\text{é"]
        {
            assert!(html(source, false).is_err(), "{source}");
        }
    }

    #[test]
    fn depth_overflows_nothing() {
        for (open, close) in
            [("{", "}"), ("\\hat", ""), ("\\sqrt{", "}"), ("\\left(", "\\right)"), ("x^", "")]
        {
            for depth in [10, 400, 5_000] {
                _ = html(&format!("{}x{}", open.repeat(depth), close.repeat(depth)), false);
            }
        }
    }
}
