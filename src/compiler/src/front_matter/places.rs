//! Where the keys and values of front matter stand in the file. The YAML parser says what they are, but not where.

use std::ops::Range;

use super::lines;

/// The places of the keys and values on the outermost level, in order. A value of several lines is its first.
pub(super) fn key_places(text: &str, yaml: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let block = &text[yaml.clone()];
    let mut places = Vec::new();
    for line in lines(block) {
        let content = block[line.clone()].trim_end();
        if content.starts_with([' ', '\t', '#', '-', '{', '}']) {
            continue;
        }
        let colon = content.match_indices(':').map(|(at, _)| at).find(|at| {
            let quoted =
                content.starts_with(['"', '\'']) && content[1..*at].matches(&content[..1]).count() == 0;
            !quoted && content[at + 1..].chars().next().is_none_or(char::is_whitespace)
        });
        let Some(colon) = colon else { continue };
        let start = yaml.start + line.start;
        let value = without_comment(&content[colon + 1..]);
        let value_start = start + colon + 1 + (value.len() - value.trim_start().len());
        let value_end = value_start + value.trim().len();
        places.push((start..start + content[..colon].trim_end().len(), value_start..value_end));
    }
    places
}

/// The places of keys within a group, in order: of each key, and of what stands from behind it to the next one.
/// Both ways of YAML are read, that of lines and that of braces.
pub(super) fn inner_places(
    text: &str,
    region: &Range<usize>,
    keys: &[String],
) -> Vec<Option<(Range<usize>, Range<usize>)>> {
    let mut from = region.start;
    let mut found = Vec::new();
    for key in keys {
        let place = inner_key(text, from..region.end, key);
        from = place.as_ref().map_or(from, |place| place.end);
        found.push(place);
    }
    let starts: Vec<_> = found.iter().flatten().map(|place| place.start).collect();
    let region_of = |place: Range<usize>| {
        let next = starts.iter().copied().find(|start| *start >= place.end).unwrap_or(region.end);
        (place.clone(), place.end..next)
    };
    found.into_iter().map(|place| place.map(region_of)).collect()
}

/// The place of a key: the word with a colon behind it, quoted or not, not within another word or a comment.
fn inner_key(text: &str, range: Range<usize>, key: &str) -> Option<Range<usize>> {
    let block = &text[range.clone()];
    let is_key = |at: usize| {
        let before = block[..at].trim_end_matches(['"', '\'']);
        let after = block[at + key.len()..].trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let is_comment = line.trim_start().starts_with('#') || line.contains(" #");
        let is_word = before.chars().next_back().is_none_or(|c| c.is_whitespace() || "{,".contains(c));
        is_word && !is_comment && after.starts_with(':')
    };
    let at = block.match_indices(key).map(|(at, _)| at).find(|at| !key.is_empty() && is_key(*at))?;
    Some(range.start + at..range.start + at + key.len())
}

/// The place of a value in what stands behind its key: on the same line, without comment and braces.
pub(super) fn inner_value(text: &str, region: &Range<usize>) -> Range<usize> {
    let block = &text[region.clone()];
    let behind = block.trim_start_matches(['"', '\'', ' ']);
    let Some(value) = behind.strip_prefix(':') else { return region.start..region.start };
    let line = without_comment(value.lines().next().unwrap_or_default());
    let start = region.start + (block.len() - value.len()) + (line.len() - line.trim_start().len());
    let line = line.trim();
    let end = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map(|at| at + 2),
        Some('{' | '[') => None,
        _ => line.find([',', '}']),
    };
    start..start + line[..end.unwrap_or(line.len())].trim_end().len()
}

/// The places of the items of a list, in order, without their quotes. Both ways of YAML are read, that of lines and
/// that of brackets; a single value is a list of one.
pub(super) fn item_places(text: &str, region: &Range<usize>) -> Vec<Range<usize>> {
    let Some((_, block)) = text[region.clone()].split_once(':') else { return Vec::new() };
    let mut items = Vec::new();
    let mut in_brackets = false;
    for (at, line) in block.lines().enumerate() {
        let line = line.trim();
        in_brackets |= at == 0 && line.starts_with('[');
        let item = line.strip_prefix("- ").map(str::trim_start);
        if in_brackets {
            let mut quote = None;
            items.extend(without_comment(line).split(|character| match quote {
                Some(open) => {
                    quote = quote.filter(|_| character != open);
                    false
                }
                None => {
                    quote = Some(character).filter(|character| matches!(character, '"' | '\''));
                    matches!(character, '[' | ',' | ']')
                }
            }));
        } else if let Some(item) = item.or((at == 0).then_some(line)) {
            items.push(without_comment(item));
        }
    }
    let items = items.into_iter().map(str::trim).filter(|item| !item.is_empty() && !item.starts_with('#'));
    let place = |item: &str| {
        let inner = match item.chars().next() {
            Some(quote @ ('"' | '\'')) => item[1..].split(quote).next().unwrap_or_default(),
            _ => item,
        };
        let start = inner.as_ptr() as usize - text.as_ptr() as usize;
        start..start + inner.len()
    };
    items.map(place).collect()
}

fn without_comment(value: &str) -> &str {
    let quoted = value.trim_start().starts_with(['"', '\'']);
    match value.find(" #") {
        Some(comment) if !quoted => &value[..comment],
        _ => value,
    }
}
