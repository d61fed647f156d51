//! Figures as a picture and, for whoever would rather read them, as a table.

use crate::messages::{Word, say};

/// One bar of a picture.
pub(crate) struct Bar {
    /// How high it is, and how much of that is filled.
    pub(crate) whole: usize,
    /// Never more than `whole`.
    pub(crate) filled: usize,
    /// Stands above it.
    pub(crate) value: String,
    /// Stands below it.
    pub(crate) name: String,
}

/// The height of the highest bar, and the width of all, in the units of the picture.
const HEIGHT: usize = 72;
const WIDTH: usize = 336;

/// Bars side by side, the first one where a line begins; `most` is as high as the picture. It is hidden from who does not
/// see it: [`table`] says the same.
pub(crate) fn bars(bars: &[Bar], most: usize) -> String {
    let page = web_sys::window().and_then(|window| window.document()?.document_element());
    let is_from_right = page.is_some_and(|page| page.get_attribute("dir").as_deref() == Some("rtl"));
    let step = WIDTH / bars.len().max(1);
    let width = bars.len() * step;
    let mut html = format!(
        "<svg class=\"bars\" viewBox=\"0 0 {width} 112\" aria-hidden=\"true\"><path d=\"M0 92.5h{width}\"/>"
    );
    for (at, bar) in bars.iter().enumerate() {
        let column = if is_from_right { bars.len() - 1 - at } else { at };
        let (left, middle) = (column * step + step / 8, column * step + step / 2);
        let height = |count: usize| (count * HEIGHT).div_ceil(most.max(1)).min(HEIGHT);
        for (class, height) in [("whole", height(bar.whole)), ("filled", height(bar.filled))] {
            html += &format!(
                "<rect class=\"{class}\" x=\"{left}\" y=\"{}\" width=\"{}\" height=\"{height}\" rx=\"2\"/>",
                92 - height,
                step - step / 4,
            );
        }
        html += &format!(
            "<text x=\"{middle}\" y=\"{}\">{}</text><text class=\"name\" x=\"{middle}\" y=\"108\">{}</text>",
            88 - height(bar.whole),
            bar.value,
            bar.name
        );
    }
    html + "</svg>"
}

/// A table that is folded away.
pub(crate) fn folded_table(title: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    format!("<details><summary>{}</summary>{}</details>", say(Word::as_table), table(title, heads, rows))
}

/// A table whose rows are named by what stands first in them. Cells are HTML.
pub(crate) fn table(title: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let rows = rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("<th scope=\"row\">{cell}</th>"),
            _ => format!("<td>{cell}</td>"),
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    format!(
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"><table><thead><tr>{heads}</tr></thead>\
         <tbody>{}</tbody></table></div>",
        rows.collect::<String>()
    )
}
