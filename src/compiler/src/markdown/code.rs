//! Blocks of code: coloured, or kept as the drawings they are.

use crate::highlight;
use crate::markdown::escape;

/// The HTML of a code block. `info` is what stands behind the fence.
pub(crate) fn block(info: &str, code: &str, html: &mut String) {
    let language = language(info);
    let is_text =
        matches!(language.as_str(), "" | "text" | "txt" | "plain" | "plaintext" | "ascii" | "diagram");
    let class = if is_text && is_drawing(code) { "code diagram" } else { "code" };
    html.push_str(&format!("<div class=\"{class}\""));
    if !language.is_empty() {
        html.push_str(&format!(" data-language=\"{}\"", escape::attribute(&language)));
    }
    html.push_str("><pre tabindex=\"0\"><code>");
    html.push_str(&highlight::html(if is_text { "" } else { &language }, code));
    html.push_str("</code></pre></div>\n");
}

/// The language of a fence: `python` of `python`, `Python title="a"`, `python,ignore` and `{.python}`.
fn language(info: &str) -> String {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    let end = info
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';'))
        .unwrap_or(info.len());
    info[..end].to_lowercase()
}

/// Whether lines must meet for the text to be understood: box drawing, arrows, or the same out of ASCII.
fn is_drawing(text: &str) -> bool {
    let drawn =
        |c: char| matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25ff}' | '\u{27f0}'..='\u{27ff}');
    let framed = |line: &&str| {
        let line = line.trim();
        line.len() > 2 && line.starts_with('|') && line.ends_with('|')
    };
    text.contains(drawn)
        || ["+--", "--+", "-->", "<--", "+==", "==>"].iter().any(|stroke| text.contains(stroke))
        || text.lines().filter(framed).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(info: &str, code: &str, expected: &str) {
        let mut html = String::new();
        block(info, code, &mut html);
        assert_eq!(html, format!("{expected}</code></pre></div>\n"));
    }

    #[test]
    fn a_drawing_is_kept_and_marked() {
        check("", "┌─┐\n│a│ \n", "<div class=\"code diagram\"><pre tabindex=\"0\"><code>┌─┐\n│a│ \n");
        check(
            "text",
            "a -> b\n",
            "<div class=\"code\" data-language=\"text\"><pre tabindex=\"0\"><code>a -&gt; b\n",
        );
        check("", "| a |\n| b |\n", "<div class=\"code diagram\"><pre tabindex=\"0\"><code>| a |\n| b |\n");
    }

    #[test]
    fn the_language_is_the_first_word_behind_the_fence() {
        for info in ["python", "Python title=\"a\"", "python,ignore", "{.python}", "{python}", "python:a.py"]
        {
            assert_eq!(language(info), "python", "{info}");
        }
        check(
            "\"><b>",
            "x\n",
            "<div class=\"code\" data-language=\"&quot;&gt;&lt;b&gt;\"><pre tabindex=\"0\"><code>x\n",
        );
    }
}
