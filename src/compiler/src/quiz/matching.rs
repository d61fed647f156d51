//! Options to be assigned to items: a table of two columns, each row an item and what fits it.
//!
//! A row whose first cell is empty holds an option that fits nothing.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use course::identity::{id_of_text, normalise};
use course::quiz::{Choice, Pair, QuestionKind};
use pulldown_cmark::{Event, Tag};

use super::draft::{Draft, Table};
use super::unwrapped;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::unique;

/// `None` where no question comes of it, which is reported.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    table: &Table<'_, '_>,
) -> Option<QuestionKind> {
    let mut is_wrong = false;
    let bad = |page: &mut Page<'_>, at: Range<usize>, message: String, help: &str| {
        page.diagnostics.push(
            Diagnostic::new(Code::BadMatchingTable, page.file, message)
                .at(at)
                .label(page.file, draft.span.clone(), "in this question")
                .help(help),
        );
    };
    let head = first_line(page.text, span(table.all));
    let columns = match &table.all[0].0 {
        Event::Start(Tag::Table(alignments)) => alignments.len(),
        _ => 0,
    };
    if columns != 2 {
        let message = format!("a table of pairs has two columns, this one has {columns}");
        let help = "keep the items in the first column and what fits them in the second; for choices, write a bullet list below the table";
        bad(page, head, message, help);
        return None;
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut options: Vec<Choice> = Vec::new();
    let mut option_of: HashMap<String, String> = HashMap::new();
    let (mut pair_ids, mut option_ids) = (HashSet::new(), HashSet::new());
    let mut seen: HashMap<String, Range<usize>> = HashMap::new();
    for row in &table.rows {
        let row_span = first_line(page.text, span(row));
        let cells = blocks(inside(row));
        let [item, option] = [0, 1].map(|at| cells.get(at).map(|cell| inside(cell)).unwrap_or_default());
        let (has_item, has_option) = (!item.is_empty(), !option.is_empty());
        if !has_option {
            if has_item {
                let message = format!("nothing fits `{}`", plain_text(item));
                is_wrong = true;
                bad(page, row_span, message, "write what fits it into the second column, or remove the row");
            }
            continue;
        }
        let key = normalise(&plain_text(option));
        let option_id = match option_of.get(&key) {
            Some(id) => id.clone(),
            None => {
                let id = unique(&id_of_text(&key), &mut option_ids, 2);
                let text = cell_html(page, option);
                options.push(Choice { id: id.clone(), text, ..Choice::default() });
                option_of.insert(key, id.clone());
                id
            }
        };
        if has_item {
            let text = plain_text(item);
            let key = normalise(&text);
            if let Some(first) = seen.get(&key).filter(|_| !key.is_empty()) {
                page.diagnostics.push(
                    Diagnostic::new(Code::RepeatedChoice, page.file, format!("`{text}` is an item twice"))
                        .at(row_span.clone())
                        .label(page.file, first.clone(), "first here")
                        .help("change or remove one of them"),
                );
            }
            let id = unique(&id_of_text(&text), &mut pair_ids, 2);
            pairs.push(Pair { id, text: cell_html(page, item), option: option_id });
            seen.entry(key).or_insert(row_span);
        }
    }
    if is_wrong {
        return None;
    }
    if pairs.len() < 2 || options.len() < 2 {
        let message = match (pairs.len(), options.len()) {
            (0, _) => "this table has no pairs".to_owned(),
            (1, _) => "this table has only one pair".to_owned(),
            _ => "every item has the same option, so there is nothing to choose".to_owned(),
        };
        let help = "write two or more rows, each with an item and what fits it; a row with an empty first cell holds an option that fits nothing";
        bad(page, head, message, help);
        return None;
    }
    Some(QuestionKind::Matching { pairs, options })
}

fn cell_html(page: &mut Page<'_>, cell: &Events<'_>) -> String {
    unwrapped(&page.html(&[cell]))
}
