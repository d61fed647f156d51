//! What can be told of a list of attempts that cannot be read any more: without it nothing leads to their answers.

use crate::archive::{Stored, answers, beginning};
use crate::progress::{
    AnswerRecord, AttemptRecord, AttemptsRecord, Found, Key, PREFIX, object, parse, print,
};

/// Where such a list is put aside when another one is to be written in its place.
const ASIDE: &str = "lectern/aside/quiz/";

/// Lists of attempts to be joined into what is stored: for each damaged one those attempts that it names, as far as
/// answers to them are stored.
pub fn lists(stored: &Stored) -> Vec<(String, String)> {
    let mut lists = Vec::new();
    for (name, text) in stored {
        let own = match name.strip_prefix(ASIDE) {
            Some(rest) => format!("{PREFIX}quiz/{}", rest.trim_end_matches('~')),
            None => name.clone(),
        };
        let is_damaged = match Key::parse(&own) {
            Some(Key::Quiz(..)) if object(text) != Found::Newer => {
                !matches!(parse::<AttemptsRecord>(text), Found::Record(_))
            }
            _ => false,
        };
        if is_damaged && let Some(list) = list(text, stored) {
            lists.push((own, print(&list)));
        }
    }
    lists
}

fn list(damaged: &str, stored: &Stored) -> Option<AttemptsRecord> {
    let mut list = AttemptsRecord::default();
    let mut last = String::new();
    for (name, _) in beginning(stored, "answer/") {
        let Some(Key::Answer(id, _)) = Key::parse(name) else { break };
        if id != last
            && let Some((_, rest)) = damaged.split_once(&format!("\"{id}\","))
        {
            // What breaks off may be the beginning of a number.
            let mut numbers =
                rest.split_inclusive([',', ']']).map(|part| part.trim_end_matches([',', ']', ' ']));
            let mut number =
                || rest.contains([',', ']']).then(|| numbers.next()?.trim().parse::<u64>().ok()).flatten();
            let (place, started) = (number(), number());
            list.put(AttemptRecord {
                number: place.unwrap_or_else(|| list.current().map_or(1, |it| it.number + 1)),
                started: started.filter(|_| rest.contains(']')).unwrap_or_else(|| first_answer(&id, stored)),
                id: id.clone(),
            });
        }
        last = id;
    }
    list.current().is_some().then_some(list)
}

/// When the first answer of an attempt was handed in; 0 where none was.
fn first_answer(attempt: &str, stored: &Stored) -> u64 {
    let times = answers(stored, attempt).filter_map(|(_, text)| match parse::<AnswerRecord>(text) {
        Found::Record(answer) => answer.checked(),
        _ => None,
    });
    times.min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::Response;

    const NAME: &str = "lectern/quiz/bread/check";

    fn stored() -> (Stored, String) {
        let mut attempts = AttemptsRecord::default();
        let mut stored = Stored::new();
        for (id, time) in [("one", 11), ("two", 22), ("zero", 33)] {
            attempts.begin(id.to_owned(), time);
            let answer = AnswerRecord::handed_in(Response::default(), time + 1);
            stored.insert(format!("lectern/answer/{id}/q"), print(&answer));
        }
        (stored, print(&attempts))
    }

    #[test]
    fn wherever_a_list_breaks_off_the_attempts_that_it_still_names_are_found() {
        let (mut stored, text) = stored();
        assert_eq!(lists(&stored), []);
        stored.insert(NAME.into(), text.clone());
        assert_eq!(lists(&stored), [], "there is nothing to be done for a whole one");
        let Found::Record(whole) = parse::<AttemptsRecord>(&text) else { panic!("{text}") };
        for end in 0..text.len() {
            stored.insert(NAME.into(), text[..end].to_owned());
            let named =
                ["one", "two", "zero"].iter().filter(|id| text[..end].contains(&format!("\"{id}\",")));
            let found = lists(&stored);
            let Some((name, list)) = found.first() else {
                assert_eq!(named.count(), 0, "{end}");
                continue;
            };
            assert_eq!(name, NAME);
            let Found::Record(list) = parse::<AttemptsRecord>(list) else { panic!("{list}") };
            let ids: Vec<&str> = list.iter().map(|it| it.id.as_str()).collect();
            assert_eq!(ids, named.copied().collect::<Vec<_>>(), "{end}");
            for (found, known) in list.iter().zip(whole.iter()) {
                assert_eq!(found.number, known.number, "{end}");
                assert!([known.started, known.started + 1].contains(&found.started), "{end}: {found:?}");
            }
        }
    }

    #[test]
    fn what_was_put_aside_counts_too_and_what_is_newer_is_left_alone() {
        let (mut stored, text) = stored();
        stored.insert("lectern/aside/quiz/bread/check~".into(), text[..text.len() - 2].to_owned());
        stored.insert(NAME.into(), r#"{"v":9,"attempts":[["one",1]]}"#.into());
        let found = lists(&stored);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, NAME);
    }
}
