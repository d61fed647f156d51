//! A tree of HTML as Markdown that means the same: CommonMark, with the tables, boxes and alerts of GitHub. What
//! Markdown has no word for stays HTML.

use super::super::html::{Element, Node, plain};
use super::super::tex::tex;
use super::super::xhtml;

/// Where an address leads, as the file has to say it.
type Resolve<'r> = &'r dyn Fn(&str) -> String;

/// Blocks, ending in a line break.
pub(super) fn blocks(nodes: &[Node], resolve: Resolve<'_>) -> String {
    let mut text = joined(&pieces(nodes, resolve), "\n\n");
    text.push('\n');
    text
}

/// Plain text as Markdown that says it.
pub(super) fn text(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len());
    let characters: Vec<char> = plain.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        let next = characters.get(at + 1);
        let before = at.checked_sub(1).map(|at| characters[at]);
        let is_mark = match character {
            '\\' | '*' | '`' | '[' | ']' | '$' | '~' => true,
            // Within a word it marks nothing.
            '_' => {
                let is_word = |side: Option<&char>| side.is_some_and(|side| side.is_alphanumeric());
                !(is_word(before.as_ref()) && is_word(next)) && before != Some('_') && next != Some(&'_')
            }
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || *next == '#'),
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(*character);
    }
    escaped
}

/// What would begin a block at the start of a line does not.
fn line_start(line: &str) -> String {
    let trimmed = line.trim_start();
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_number = digits > 0 && trimmed[digits..].starts_with(['.', ')']) && ends(&trimmed[digits + 1..]);
    if is_number {
        return format!("{}\\{}", &trimmed[..digits], &trimmed[digits..]);
    }
    let marks = trimmed.starts_with('>')
        || trimmed.starts_with(": ")
        || trimmed.starts_with(['=', '|'])
        || (trimmed.starts_with('#') && ends(trimmed.trim_start_matches('#')))
        || trimmed.strip_prefix(['-', '+']).is_some_and(ends)
        || (trimmed.len() > 2 && trimmed.chars().all(|c| c == '-'));
    if marks { format!("\\{trimmed}") } else { trimmed.to_owned() }
}

fn joined(pieces: &[String], between: &str) -> String {
    pieces.iter().filter(|piece| !piece.is_empty()).cloned().collect::<Vec<_>>().join(between)
}

/// Every block by itself; what stands between blocks is a paragraph.
fn pieces(nodes: &[Node], resolve: Resolve<'_>) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut loose: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if is_block(element) => {
                pieces.push(paragraph(&loose, resolve));
                loose.clear();
                pieces.push(block(element, resolve));
            }
            other => loose.push(other.clone()),
        }
    }
    pieces.push(paragraph(&loose, resolve));
    pieces
}

fn is_block(element: &Element) -> bool {
    const BLOCKS: &[&str] = &[
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "blockquote",
        "div",
        "figure",
        "table",
        "dl",
        "details",
        "section",
        "hr",
        "pre",
        "article",
        "aside",
        "header",
        "footer",
        "center",
        "video",
        "audio",
    ];
    BLOCKS.contains(&element.name.as_str())
}

fn paragraph(nodes: &[Node], resolve: Resolve<'_>) -> String {
    let text = inline(nodes, resolve);
    text.trim().lines().map(line_start).collect::<Vec<_>>().join("\n")
}

fn block(element: &Element, resolve: Resolve<'_>) -> String {
    let children = &element.children;
    match element.name.as_str() {
        "p" => paragraph(children, resolve),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = usize::from(element.name.as_bytes()[1] - b'0');
            let text = inline(children, resolve).replace('\n', " ");
            format!("{} {}", "#".repeat(level), text.trim())
        }
        "ul" => list(element, None, resolve),
        "ol" => {
            list(element, element.attribute("start").map_or(Some(1), |start| start.parse().ok()), resolve)
        }
        "blockquote" => quoted(&joined(&pieces(children, resolve), "\n\n")),
        "dl" => definitions(element, resolve),
        "hr" => "---".into(),
        "pre" => code(element, None, None),
        "table" => table(element, resolve),
        "details" => details(element, resolve),
        "figure" | "div" => framed(element, resolve),
        "video" | "audio" => inline(&[element.clone().into()], resolve),
        "section" if element.has_class("footnotes") => footnotes(element, resolve),
        _ => joined(&pieces(children, resolve), "\n\n"),
    }
}

/// Figures, code, formulas and alerts: boxes around something, each with a class that says of what.
fn framed(element: &Element, resolve: Resolve<'_>) -> String {
    if element.has_class("alert") {
        return alert(element, resolve);
    }
    if element.has_class("code")
        && let Some(pre) = element.find("pre")
    {
        let title = element.all("figcaption").next().map(|caption| plain(&caption.children));
        return code(pre, element.attribute("data-language"), title.as_deref());
    }
    if element.has_class("math") {
        return match element.find("math") {
            Some(math) => format!("$$\n{}\n$$", tex(math)),
            None => code(element, Some("tex"), None),
        };
    }
    let mut pieces: Vec<String> = Vec::new();
    for node in &element.children {
        match node {
            Node::Element(caption) if caption.name == "figcaption" => {
                pieces.push(format!("*{}*", inline(&caption.children, resolve).trim()));
            }
            other => pieces.extend(self::pieces(std::slice::from_ref(other), resolve)),
        }
    }
    joined(&pieces, "\n\n")
}

fn alert(element: &Element, resolve: Resolve<'_>) -> String {
    let classes = element.attribute("class").unwrap_or_default();
    let kind = classes.split_whitespace().find_map(|class| class.strip_prefix("alert-")).unwrap_or("note");
    let is_title = |node: &&Node| node.element().is_some_and(|it| it.has_class("alert-title"));
    let rest: Vec<Node> = element.children.iter().filter(|node| !is_title(node)).cloned().collect();
    let body = joined(&pieces(&rest, resolve), "\n\n");
    quoted(&format!("[!{}]\n{body}", kind.to_uppercase()))
}

fn quoted(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The items of a list; loose where an item holds more than a line of text.
fn list(element: &Element, start: Option<usize>, resolve: Resolve<'_>) -> String {
    let mut items = Vec::new();
    for (at, item) in element.all("li").enumerate() {
        let mark = start.map_or("-".to_owned(), |start| format!("{}.", start + at));
        let is_tight = !item.children.iter().filter_map(Node::element).any(|it| it.name == "p");
        let text = joined(&pieces(&item.children, resolve), if is_tight { "\n" } else { "\n\n" });
        items.push((indented(&mark, &text), is_tight));
    }
    let between = if items.iter().all(|(_, is_tight)| *is_tight) { "\n" } else { "\n\n" };
    joined(&items.into_iter().map(|(item, _)| item).collect::<Vec<_>>(), between)
}

/// Text behind a mark, its other lines below where it begins.
fn indented(mark: &str, text: &str) -> String {
    let margin = " ".repeat(mark.len() + 1);
    let mut lines = text.lines();
    let mut item = format!("{mark} {}", lines.next().unwrap_or_default());
    for line in lines {
        item.push('\n');
        if !line.is_empty() {
            item.push_str(&margin);
            item.push_str(line);
        }
    }
    item
}

fn definitions(element: &Element, resolve: Resolve<'_>) -> String {
    let mut pieces: Vec<String> = Vec::new();
    for child in element.children.iter().filter_map(Node::element) {
        if child.name == "dt" {
            pieces.push(inline(&child.children, resolve).trim().to_owned());
        } else {
            let text = indented(":", &joined(&self::pieces(&child.children, resolve), "\n\n"));
            match pieces.last_mut() {
                // A definition stands right below its term.
                Some(term) => {
                    term.push('\n');
                    term.push_str(&text);
                }
                None => pieces.push(text),
            }
        }
    }
    joined(&pieces, "\n\n")
}

fn footnotes(element: &Element, resolve: Resolve<'_>) -> String {
    let items = element.all("ol").flat_map(|list| list.all("li")).map(|item| {
        let id = item.attribute("id").unwrap_or_default();
        let text = joined(&pieces(&item.children, resolve), "\n\n");
        // Four columns, however long the mark is.
        indented("   ", &text).replacen("   ", &format!("[^{}]:", id.trim_start_matches("fn-")), 1)
    });
    joined(&items.collect::<Vec<_>>(), "\n\n")
}

fn details(element: &Element, resolve: Resolve<'_>) -> String {
    let summary = element.all("summary").next().map(|it| xhtml::written(&it.children)).unwrap_or_default();
    let rest: Vec<Node> = element
        .children
        .iter()
        .filter(|node| node.element().is_none_or(|it| it.name != "summary"))
        .cloned()
        .collect();
    let body = joined(&pieces(&rest, resolve), "\n\n");
    format!("<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>")
}

/// A fence that is longer than any in the code.
fn code(element: &Element, language: Option<&str>, title: Option<&str>) -> String {
    let text = plain(&element.children);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let title = title.map(|title| format!(" title=\"{}\"", title.replace('"', "'"))).unwrap_or_default();
    let language = language.unwrap_or(if title.is_empty() { "" } else { "text" });
    format!("{fence}{language}{title}\n{}\n{fence}", text.trim_matches('\n'))
}

/// A table of GitHub's, or HTML where cells go over several rows or columns.
fn table(element: &Element, resolve: Resolve<'_>) -> String {
    let mut rows = Vec::new();
    rows_of(element, &mut rows);
    let spans = |cell: &Element| cell.attribute("rowspan").is_some() || cell.attribute("colspan").is_some();
    let Some((head, rest)) = rows.split_first() else { return String::new() };
    if rows.iter().any(|row| cells(row).iter().any(|cell| spans(cell))) {
        return xhtml::written(&[element.clone().into()]);
    }
    let width = rows.iter().map(|row| cells(row).len()).max().unwrap_or(0);
    let line = |texts: Vec<String>| {
        let mut texts = texts;
        texts.resize(width, String::new());
        format!("| {} |", texts.join(" | "))
    };
    let row = |row: &Element| {
        let texts = cells(row).into_iter().map(|cell| {
            let text = joined(&pieces(&cell.children, resolve), "<br>");
            text.replace('|', "\\|").replace('\n', " ")
        });
        line(texts.collect())
    };
    let rule = cells(head).into_iter().map(|cell| {
        let is = |class| cell.has_class(class);
        let rule = match (is("align-left"), is("align-center"), is("align-right")) {
            (true, ..) => ":--",
            (_, true, _) => ":-:",
            (.., true) => "--:",
            _ => "---",
        };
        rule.to_owned()
    });
    let mut lines = vec![row(head), line(rule.collect())];
    lines.extend(rest.iter().map(|it| row(it)));
    let table = lines.join("\n");
    match element.all("caption").next() {
        Some(caption) => format!("Table: {}\n\n{table}", inline(&caption.children, resolve).trim()),
        None => table,
    }
}

fn rows_of<'e>(element: &'e Element, rows: &mut Vec<&'e Element>) {
    for child in element.children.iter().filter_map(Node::element) {
        match child.name.as_str() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => rows_of(child, rows),
            _ => {}
        }
    }
}

fn cells(row: &Element) -> Vec<&Element> {
    row.children.iter().filter_map(Node::element).filter(|it| it.name == "td" || it.name == "th").collect()
}

fn inline(nodes: &[Node], resolve: Resolve<'_>) -> String {
    nodes.iter().fold(String::new(), |line, node| match node {
        Node::Text(own) => line + &text(own),
        Node::Element(element) => line + &span(element, resolve),
    })
}

fn span(element: &Element, resolve: Resolve<'_>) -> String {
    let inner = || inline(&element.children, resolve);
    match element.name.as_str() {
        "strong" | "b" => marked("**", &inner()),
        "em" | "i" => marked("*", &inner()),
        "del" | "s" => marked("~~", &inner()),
        "code" => code_span(&plain(&element.children)),
        "sup" if element.has_class("footnote-ref") => format!("[^{}]", plain(&element.children)),
        "br" => "\\\n".into(),
        "img" => format!("!{}", link(&alt(element), element.attribute("src"), resolve)),
        "video" | "audio" => {
            let label = text(element.attribute("aria-label").unwrap_or(&element.name));
            link(&label, element.attribute("src"), resolve)
        }
        "a" => match element.attribute("href") {
            Some(address) => link(&inner(), Some(address), resolve),
            None => inner(),
        },
        "math" => format!("${}$", tex(element)),
        "input" if element.attribute("type") == Some("checkbox") => {
            if element.attribute("checked").is_some() { "[x]".into() } else { "[ ]".into() }
        }
        "input" | "select" | "svg" => String::new(),
        "sup" | "sub" | "kbd" | "mark" | "abbr" | "small" | "u" | "ins" | "var" | "samp" | "cite" | "q"
        | "ruby" | "rt" | "rp" | "dfn" | "time" | "bdi" | "bdo" => {
            let open = xhtml::start_tag(element);
            format!("{open}{}</{}>", inner(), element.name)
        }
        _ => inner(),
    }
}

fn alt(element: &Element) -> String {
    text(element.attribute("alt").unwrap_or_default())
}

fn link(label: &str, address: Option<&str>, resolve: Resolve<'_>) -> String {
    let address =
        resolve(address.unwrap_or_default()).replace(' ', "%20").replace('(', "%28").replace(')', "%29");
    format!("[{label}]({address})")
}

/// Marks stand right at the text that they mark.
fn marked(mark: &str, inner: &str) -> String {
    let text = inner.trim();
    if text.is_empty() {
        return inner.to_owned();
    }
    let start = inner.len() - inner.trim_start().len();
    let end = inner.trim_end().len();
    format!("{}{mark}{text}{mark}{}", &inner[..start], &inner[end..])
}

fn code_span(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let needs_room =
        text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    if needs_room { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::html::parse;

    fn check(html: &str, markdown: &str) {
        let resolve = |address: &str| address.to_owned();
        assert_eq!(blocks(&parse(html), &resolve), format!("{markdown}\n"), "{html}");
    }

    #[test]
    fn text_says_what_it_says() {
        check(
            "<p>2 * 3 [a] snake_case _x_ `y` $5 a &lt;b&gt; 1 &lt; 2</p>",
            r"2 \* 3 \[a\] snake_case \_x\_ \`y\` \$5 a \<b> 1 < 2",
        );
        check("<p># no\n- no\n3. no\n&gt; no</p>", "\\# no\n\\- no\n3\\. no\n\\> no");
        check("<p><strong>a</strong><em> b </em><code>`c</code><br>d</p>", "**a** *b* `` `c ``\\\nd");
        check(
            "<p>H<sub>2</sub>O <a href=\"x y\">l</a><img src=\"p.png\" alt=\"P\"></p>",
            "H<sub>2</sub>O [l](x%20y)![P](p.png)",
        );
        check("<p>Area <math><mi>π</mi><msup><mi>r</mi><mn>2</mn></msup></math></p>", "Area $πr^{2}$");
    }

    #[test]
    fn blocks_stand_apart_and_lists_are_indented() {
        check("<h2 id=\"a\">A</h2>\n<p>b</p>\n<hr>\n", "## A\n\nb\n\n---");
        check("<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li></ul>", "- a\n  - b\n- c");
        check("<ol start=\"3\"><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", "3. a\n\n   b\n\n4. c");
        check("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
        check("<ul><li class=\"task\"><input type=\"checkbox\" disabled> a</li></ul>", "- [ ] a");
        check("<dl>\n<dt>A</dt>\n<dd><p>b</p>\n</dd>\n<dd><p>c</p></dd><dt>D</dt></dl>", "A\n: b\n: c\n\nD");
    }

    #[test]
    fn boxes_keep_their_meaning() {
        check(
            "<div class=\"alert alert-tip\"><p class=\"alert-title\">Tip</p>\n<p>a</p>\n</div>",
            "> [!TIP]\n> a",
        );
        check(
            "<figure class=\"code\" data-language=\"rs\"><figcaption>a.rs</figcaption><pre><code>x\n```\n</code></pre></figure>",
            "````rs title=\"a.rs\"\nx\n```\n````",
        );
        check(
            "<div class=\"table\"><table><caption>T</caption><thead><tr><th>a</th><th class=\"align-right\">b</th></tr></thead>\
             <tbody><tr><td>1|2</td><td></td></tr></tbody></table></div>",
            "Table: T\n\n| a | b |\n| --- | --: |\n| 1\\|2 |  |",
        );
        check(
            "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\">1</a></sup></p>\
             <section class=\"footnotes\"><ol><li id=\"fn-1\"><p>b</p><p>c</p></li></ol></section>",
            "a[^1]\n\n[^1]: b\n\n    c",
        );
        check("<div class=\"math\"><math><mi>x</mi></math></div>", "$$\nx\n$$");
        check(
            "<details>\n<summary>S &amp; <b>x</b></summary>\n<p>a</p></details>",
            "<details>\n<summary>S &amp; <b>x</b></summary>\n\na\n\n</details>",
        );
    }
}
