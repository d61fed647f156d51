//! The lines of a piece of code, each in an element of its own: for numbers, marks, and what came or went.

use super::fence::Fence;

/// Coloured code cut into lines; `signs` holds for each line what a diff says of it.
pub(super) fn html(coloured: &str, fence: &Fence, signs: &[Option<char>]) -> String {
    let mut html = String::with_capacity(coloured.len() * 2);
    for (index, line) in split(coloured).into_iter().enumerate() {
        let number = index + 1;
        html.push_str("<span class=\"line");
        if fence.marked.iter().any(|range| range.contains(&number)) {
            html.push_str(" marked");
        }
        let sign = signs.get(index).copied().flatten();
        match sign {
            Some('+') => html.push_str(" inserted"),
            Some('-') => html.push_str(" deleted"),
            _ => {}
        }
        html.push('"');
        if let Some(first) = fence.first_line {
            html.push_str(&format!(" data-line=\"{}\"", first + index));
        }
        html.push('>');
        html.extend(sign);
        html.push_str(&line);
        html.push_str("</span>");
    }
    html
}

/// The code without the signs of a diff, and the signs.
pub(super) fn without_signs(code: &str) -> (String, Vec<Option<char>>) {
    let mut plain = String::with_capacity(code.len());
    let mut signs = Vec::new();
    for line in code.split_inclusive('\n') {
        // A space in their place keeps the columns of the other lines.
        let sign = line.chars().next().filter(|c| matches!(c, '+' | '-' | ' '));
        plain.push_str(&line[sign.map_or(0, char::len_utf8)..]);
        signs.push(sign);
    }
    (plain, signs)
}

/// Cuts at the ends of lines; an element that goes over one is closed and opened again.
fn split(coloured: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Option<&str> = None;
    for line in coloured.split_inclusive('\n') {
        let mut whole = open.unwrap_or_default().to_owned();
        let mut rest = line.strip_suffix('\n').unwrap_or(line);
        whole.push_str(rest);
        while let Some(at) = rest.find('<') {
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            open = (!rest[at..].starts_with("</")).then_some(&rest[at..end]);
            rest = &rest[end..];
        }
        if open.is_some() {
            whole.push_str("</span>");
        }
        if line.ends_with('\n') {
            whole.push('\n');
        }
        lines.push(whole);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_over_several_lines_is_cut() {
        let cut = split("a <span class=\"hl-s\">b\n\nc</span> &lt;\n<span class=\"hl-k\">d</span>");
        let expected = [
            "a <span class=\"hl-s\">b</span>\n",
            "<span class=\"hl-s\"></span>\n",
            "<span class=\"hl-s\">c</span> &lt;\n",
            "<span class=\"hl-k\">d</span>",
        ];
        assert_eq!(cut, expected);
    }

    #[test]
    fn signs_come_off_and_go_on_again() {
        let (plain, signs) = without_signs(" a\n-b\n+c\nd\n\n");
        assert_eq!(
            (plain.as_str(), &signs[..]),
            ("a\nb\nc\nd\n\n", &[Some(' '), Some('-'), Some('+'), None, None][..])
        );
        let lines =
            html(&plain, &Fence { first_line: Some(9), marked: vec![2..=2], ..Fence::default() }, &signs);
        assert!(lines.starts_with("<span class=\"line\" data-line=\"9\"> a\n</span>"), "{lines}");
        assert!(
            lines.contains("<span class=\"line marked deleted\" data-line=\"10\">-b\n</span>"),
            "{lines}"
        );
        assert!(lines.contains("<span class=\"line inserted\" data-line=\"11\">+c\n</span>"), "{lines}");
    }
}
