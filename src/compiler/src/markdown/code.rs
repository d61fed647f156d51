//! Blocks of code: coloured, kept as the drawings they are, or drawn.

use std::ops::Range;

use words::Word;

use super::fence::{Fence, Problem};
use super::page::Page;
use super::{draw, escape, first_line, lines, lint, trusted};
use crate::diagnostics::{Code, Diagnostic};
use crate::highlight;
use crate::include;
use crate::names::nearest;

/// The HTML of a code block at `span`. `info` is what stands behind the fence.
pub(super) fn block(page: &mut Page<'_>, info: &str, code: &str, span: &Range<usize>) -> String {
    let fence = Fence::read(info);
    report(page, &fence, span);
    let included = included(page, &fence, span);
    let code = included.as_deref().unwrap_or(code);
    lint::secret(page, code, span);
    if let Some(last) = fence.marked.iter().map(|range| *range.end()).max()
        && last > code.lines().count()
    {
        let message = format!("`mark` names line {last}, but the code has {}", code.lines().count());
        let help = "lines are counted from the first one shown";
        warn(page, Code::UselessAttribute, message, help, span);
    }
    match fence.language.as_str() {
        "math" => page.formula_block(code, span),
        language if is_drawn(language) => drawing(page, &fence, code, span),
        _ => {
            if is_kept(&fence, code) && fence.alt.is_none() {
                advise_description(page, span);
            }
            html(&fence, code, page.targets.say(Word::diagram))
        }
    }
}

/// A block of code as HTML.
/// `diagram` is the word for one.
fn html(fence: &Fence, code: &str, diagram: &str) -> String {
    let language = &fence.language;
    let is_drawing = is_kept(fence, code) || is_drawn(language);
    let is_plain = is_text(language) || is_drawn(language);
    let (plain, signs) = match fence.is_diff && language != "diff" {
        true => lines::without_signs(code),
        false => (code.to_owned(), Vec::new()),
    };
    let mut inner = highlight::html(if is_plain { "" } else { language }, &plain);
    if fence.first_line.is_some() || !fence.marked.is_empty() || !signs.is_empty() {
        inner = lines::html(&inner, fence, &signs);
    }
    let of_language = match language.as_str() {
        "" => String::new(),
        language => format!(" data-language=\"{}\"", escape::attribute(language)),
    };
    let class = if is_drawing { "code diagram" } else { "code" };
    let pre = match (is_drawing, &fence.alt) {
        (true, Some(alt)) => {
            format!("<pre tabindex=\"0\" role=\"img\" aria-label=\"{}\">", escape::attribute(alt))
        }
        (true, None) => {
            format!("<pre tabindex=\"0\" role=\"group\" aria-label=\"{}\">", escape::attribute(diagram))
        }
        (false, _) => "<pre tabindex=\"0\">".to_owned(),
    };
    match &fence.title {
        Some(title) => format!(
            "<figure class=\"{class}\"{of_language}><figcaption class=\"code-title\">{}</figcaption>{pre}<code>{inner}</code></pre></figure>\n",
            escape::text(title)
        ),
        None => format!("<div class=\"{class}\"{of_language}>{pre}<code>{inner}</code></pre></div>\n"),
    }
}

/// ASCII art as SVG; what is too large for that stays text.
fn drawing(page: &mut Page<'_>, fence: &Fence, code: &str, span: &Range<usize>) -> String {
    if fence.alt.is_none() {
        advise_description(page, span);
    }
    let diagram = page.targets.say(Word::diagram);
    match draw::svg(code, fence.alt.as_deref().unwrap_or(diagram)) {
        Some(svg) => {
            let caption = fence.title.as_ref().map(|title| escape::text(title));
            let caption =
                caption.map(|title| format!("<figcaption>{title}</figcaption>")).unwrap_or_default();
            format!(
                "<figure class=\"drawing\"><div class=\"drawn\" tabindex=\"0\">{svg}</div>{caption}</figure>\n"
            )
        }
        None => html(fence, code, diagram),
    }
}

/// The code of another file, where a fence asks for it.
fn included(page: &mut Page<'_>, fence: &Fence, span: &Range<usize>) -> Option<String> {
    let path = fence.file.as_deref()?;
    let at = first_line(page.text, span.clone());
    let targets = page.targets.clone();
    let held = match targets.assets.find(path, page.file) {
        Ok(held) => held,
        Err(absent) => {
            page.diagnostics.push(absent.diagnostic(path, page.file, &at));
            return None;
        }
    };
    let text = match held.carried().map(|carried| std::str::from_utf8(&carried.bytes)) {
        Ok(Ok(text)) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Ok(Err(_)) => {
            let message = format!("`{path}` is not text in UTF-8");
            let help = "include source code; show a picture with `![…](…)`, and offer other files as links";
            warn(page, Code::IncludeNotText, message, help, span);
            return None;
        }
        Err(error) => {
            let message = format!("`{path}` cannot be read: {error}");
            warn(page, Code::MissingFile, message, "see to it that you may read the file", span);
            return None;
        }
    };
    match include::shown(text, fence.region.as_deref()) {
        Ok(shown) => Some(trusted::text_without_marks(&shown).into_owned()),
        Err(known) => {
            let region = fence.region.as_deref().unwrap_or_default();
            let near = nearest(region, known.iter().map(String::as_str));
            let help = match (near, &known[..]) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, []) => {
                    format!("put the comments `region {region}` and `endregion {region}` around the lines")
                }
                (None, [only]) => format!("its only region is `{only}`"),
                (None, known) => format!(
                    "its regions are {}",
                    crate::front_matter::listed(&known.iter().map(String::as_str).collect::<Vec<_>>())
                ),
            };
            let message = format!("`{path}` has no region `{region}`");
            warn(page, Code::MissingRegion, message, help, span);
            None
        }
    }
}

fn report(page: &mut Page<'_>, fence: &Fence, span: &Range<usize>) {
    for problem in &fence.problems {
        match problem {
            Problem::Unknown { name, near } => {
                let message = format!("a fence has no attribute `{name}`");
                warn(page, Code::UnknownAttribute, message, format!("did you mean `{near}`?"), span);
            }
            Problem::Useless { name, value } => {
                let message = match value.as_str() {
                    "" => format!("`{name}` has no value"),
                    value => format!("`{name}` can do nothing with `{value}`"),
                };
                let help = match *name {
                    "mark" => "write numbers of lines, such as `mark=\"2,4-6\"`",
                    "lines" => "write `lines`, or the number of the first line, such as `lines=10`",
                    _ => "write a text in quotes, such as `title=\"load.py\"`",
                };
                warn(page, Code::UselessAttribute, message, help, span);
            }
        }
    }
}

fn warn(page: &mut Page<'_>, code: Code, message: String, help: impl Into<String>, span: &Range<usize>) {
    let at = first_line(page.text, span.clone());
    page.diagnostics.push(Diagnostic::new(code, page.file, message).at(at).help(help));
}

fn advise_description(page: &mut Page<'_>, span: &Range<usize>) {
    let message = "this drawing has no description".to_owned();
    let help =
        "say behind the fence what it shows, for those who do not see it: `alt=\"a client asks a server\"`";
    warn(page, Code::DrawingWithoutDescription, message, help, span);
}

fn is_text(language: &str) -> bool {
    matches!(language, "" | "text" | "txt" | "plain" | "plaintext" | "ascii" | "diagram")
}

/// Whether a fence of this kind is drawn.
fn is_drawn(language: &str) -> bool {
    matches!(language, "draw" | "svgbob" | "art")
}

/// Whether a block is a drawing that is kept as text.
fn is_kept(fence: &Fence, code: &str) -> bool {
    is_text(&fence.language) && is_drawing(code)
}

/// Whether lines must meet for the text to be understood: box drawing, arrows, or the same out of ASCII.
fn is_drawing(text: &str) -> bool {
    let drawn =
        |c: char| matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25ff}' | '\u{27f0}'..='\u{27ff}');
    let framed = |line: &&str| {
        let line = line.trim();
        line.len() > 2 && line.starts_with('|') && line.ends_with('|')
    };
    // Compilers begin a line with an arrow to say where.
    let has_stroke = |line: &str| {
        let line = line.trim_start().trim_start_matches("--> ");
        ["+--", "--+", "-->", "<--", "+==", "==>"].iter().any(|stroke| line.contains(stroke))
    };
    text.contains(drawn) || text.lines().any(has_stroke) || text.lines().filter(framed).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(info: &str, code: &str, expected: &str) {
        assert_eq!(html(&Fence::read(info), code, "Diagram"), format!("{expected}</code></pre></div>\n"));
    }

    #[test]
    fn a_drawing_is_kept_and_marked() {
        let named = "<pre tabindex=\"0\" role=\"group\" aria-label=\"Diagram\"><code>";
        check("", "┌─┐\n│a│ \n", &format!("<div class=\"code diagram\">{named}┌─┐\n│a│ \n"));
        check(
            "text",
            "a -> b\n",
            "<div class=\"code\" data-language=\"text\"><pre tabindex=\"0\"><code>a -&gt; b\n",
        );
        check("", "  --> a.md:1:2\n", "<div class=\"code\"><pre tabindex=\"0\"><code>  --&gt; a.md:1:2\n");
        check("", "| a |\n| b |\n", &format!("<div class=\"code diagram\">{named}| a |\n| b |\n"));
        check(
            "text alt='a \"b\"'",
            "+--+\n",
            "<div class=\"code diagram\" data-language=\"text\"><pre tabindex=\"0\" role=\"img\" aria-label=\"a &quot;b&quot;\"><code>+--+\n",
        );
    }

    #[test]
    fn what_stands_behind_a_fence_is_text() {
        check(
            "\"><b>",
            "x\n",
            "<div class=\"code\" data-language=\"&quot;&gt;&lt;b&gt;\"><pre tabindex=\"0\"><code>x\n",
        );
    }
}
