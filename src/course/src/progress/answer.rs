//! The answer to one question within one attempt.

use super::record::{Record, list, number, put_list, put_number};
use crate::grading::{Entry, Response};
use crate::json::Value;

/// The answer to one question within one attempt: a draft until it is handed in.
///
/// Every response that was handed in stays, also where two tabs or devices handed in different ones without knowing
/// of each other; all copies agree on the one that counts. Of two drafts the one with more changes behind it stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRecord {
    /// What was handed in, each once; the first one counts.
    given: Vec<Given>,
    /// What is only picked or typed yet; empty once something was handed in.
    draft: Draft,
    /// How many hints were looked at.
    pub hints: u64,
    /// How sure the learner was, as far as they said so. See [`AnswerRecord::sure`].
    sure: u64,
}

/// A response that was handed in. The order is the one in which they count: fewer changes before it, then the clock,
/// then the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Given {
    edits: u64,
    /// Milliseconds since 1970-01-01 UTC.
    checked: u64,
    response: Response,
}

/// A response before it is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Draft {
    /// How many changes led to it.
    edits: u64,
    response: Response,
    /// Whether the learner was told that it is nearly right.
    told: bool,
}

impl AnswerRecord {
    /// An answer that was handed in at `checked`, in milliseconds since 1970-01-01 UTC.
    pub fn handed_in(response: Response, checked: u64) -> Self {
        Self { given: vec![Given { edits: 0, checked, response }], ..Self::default() }
    }

    /// What counts: what was handed in, else the draft.
    pub fn response(&self) -> &Response {
        self.given.first().map_or(&self.draft.response, |given| &given.response)
    }

    /// When it was handed in, in milliseconds since 1970-01-01 UTC; `None` for a draft.
    pub fn checked(&self) -> Option<u64> {
        self.given.first().map(|given| given.checked)
    }

    /// Whether the learner was told that the draft is nearly right.
    pub fn is_told(&self) -> bool {
        self.draft.told
    }

    /// How sure the learner was: 1 guessed, 2 fairly, 3 certain; 0 where they have not said.
    pub fn sure(&self) -> u64 {
        self.sure % 4
    }

    /// Remembers how sure the learner is, which can be changed like the draft.
    pub fn set_sure(&mut self, sure: u64) {
        if self.given.is_empty() && sure != self.sure() {
            // The count of changes before it makes that the last one stays, wherever copies are joined.
            self.sure = (self.sure / 4).saturating_add(1).saturating_mul(4).saturating_add(sure % 4);
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same answer in other words: `response` in place of what counts, for a question that was edited.
    #[must_use]
    pub fn with_response(mut self, response: Response) -> Self {
        match self.given.first_mut() {
            Some(given) => given.response = response,
            None => self.draft.response = response,
        }
        self.given.truncate(1);
        self
    }

    /// What was handed in beside what counts.
    pub fn others(&self) -> impl Iterator<Item = &Response> {
        self.given.iter().skip(1).map(|given| &given.response)
    }

    /// Changes the draft; does nothing once the answer is handed in, or where it stays the same.
    pub fn change(&mut self, change: impl FnOnce(&mut Response)) {
        let mut response = self.draft.response.clone();
        change(&mut response);
        if self.given.is_empty() && response != self.draft.response {
            self.draft.response = response;
            self.draft.edits = self.draft.edits.saturating_add(1);
            self.draft.told = false;
        }
    }

    /// Remembers that the learner was told that the draft is nearly right.
    pub fn tell(&mut self) {
        self.draft.told = self.given.is_empty();
    }

    /// Hands the draft in at `now`; does nothing where it is handed in already.
    pub fn hand_in(&mut self, now: u64) {
        if self.given.is_empty() {
            let Draft { edits, response, .. } = std::mem::take(&mut self.draft);
            self.given.push(Given { edits, checked: now, response });
        }
    }

    fn put(&mut self, given: Given) {
        if let Err(at) = self.given.binary_search(&given) {
            self.given.insert(at, given);
        }
        self.draft = Draft::default();
    }
}

impl Record for AnswerRecord {
    fn read(value: &Value) -> Option<Self> {
        let (edits, response) = read_response(value)?;
        let [hints, sure] = ["hints", "sure"].map(|name| number(value, name));
        let (hints, sure) = (hints?.unwrap_or(0), sure?.unwrap_or(0));
        let mut record = Self { hints, sure, ..Self::default() };
        match number(value, "checked")? {
            Some(checked) => record.put(Given { edits, checked, response }),
            None => {
                let told = number(value, "told")?.is_some_and(|told| told > 0);
                record.draft = Draft { edits, response, told };
            }
        }
        for other in list(value, "others", |other| {
            let (edits, response) = read_response(other)?;
            Some(Given { edits, checked: number(other, "checked")??, response })
        })? {
            record.put(other);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = match self.given.first() {
            Some(given) => given.fields(),
            None => {
                let mut fields = response_fields(&self.draft.response);
                put_number(&mut fields, "edits", self.draft.edits);
                put_number(&mut fields, "told", self.draft.told.into());
                fields
            }
        };
        put_number(&mut fields, "hints", self.hints);
        put_number(&mut fields, "sure", self.sure);
        let others = self.given.iter().skip(1).map(|given| {
            Value::Object(given.fields().into_iter().map(|(name, value)| (name.into(), value)).collect())
        });
        put_list(&mut fields, "others", others.collect());
        fields
    }

    fn join(&mut self, other: Self) {
        let Self { given, draft, hints, sure } = other;
        self.hints = self.hints.max(hints);
        self.sure = self.sure.max(sure);
        if draft > self.draft && self.given.is_empty() {
            self.draft = draft;
        }
        for given in given {
            self.put(given);
        }
    }
}

impl Given {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = response_fields(&self.response);
        put_number(&mut fields, "edits", self.edits);
        fields.push(("checked", self.checked.into()));
        fields
    }
}

/// A response and how many changes led to it.
fn read_response(value: &Value) -> Option<(u64, Response)> {
    let choices = list(value, "choices", |choice| choice.text().map(str::to_owned))?;
    let entries = list(value, "entries", |entry| {
        let [slot, value] = entry.list()? else { return None };
        Some(Entry { slot: slot.text()?.into(), value: value.text()?.into() })
    })?;
    Some((number(value, "edits")?.unwrap_or(0), Response { choices, entries }))
}

fn response_fields(response: &Response) -> Vec<(&'static str, Value)> {
    let mut fields = Vec::new();
    put_list(&mut fields, "choices", response.choices.iter().map(|choice| choice.as_str().into()).collect());
    let entries = response.entries.iter();
    let entries =
        entries.map(|entry| Value::List(vec![entry.slot.as_str().into(), entry.value.as_str().into()]));
    put_list(&mut fields, "entries", entries.collect());
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Found, parse, print};

    fn picked(choice: &str) -> impl FnOnce(&mut Response) {
        let choices = vec![choice.to_owned()];
        move |response| response.choices = choices
    }

    #[test]
    fn an_answer_is_a_draft_until_it_is_handed_in() {
        let mut answer = AnswerRecord::default();
        assert!(answer.is_empty());
        answer.change(picked("a"));
        answer.change(picked("a"));
        answer.tell();
        assert_eq!(print(&answer), r#"{"v":3,"choices":["a"],"edits":1,"told":1}"#);
        answer.change(picked("b"));
        assert!(!answer.is_told(), "it is another response now");
        answer.hand_in(9);
        answer.hand_in(10);
        answer.change(picked("c"));
        assert_eq!((answer.checked(), &answer.response().choices[..]), (Some(9), &["b".to_owned()][..]));
        assert_eq!(print(&answer), r#"{"v":3,"choices":["b"],"edits":2,"checked":9}"#);
    }

    #[test]
    fn how_sure_a_learner_is_can_be_said_anew_until_the_answer_is_handed_in() {
        let mut answer = AnswerRecord::default();
        assert_eq!(answer.sure(), 0);
        answer.set_sure(3);
        let former = answer.clone();
        answer.set_sure(1);
        answer.set_sure(1);
        answer.join(former);
        assert_eq!(answer.sure(), 1, "an older copy does not bring back what was said before");
        answer.hand_in(9);
        answer.set_sure(3);
        assert_eq!(print(&answer), r#"{"v":3,"checked":9,"sure":9}"#);
        assert_eq!(parse(&print(&answer)), Found::Record(answer));
    }

    #[test]
    fn two_that_were_handed_in_at_once_are_both_kept() {
        let mut one = AnswerRecord::default();
        one.change(picked("a"));
        let mut other = one.clone();
        other.change(picked("b"));
        one.hand_in(1_000_000);
        other.hand_in(5);
        let mut joined = one.clone();
        joined.join(other.clone());
        other.join(one);
        assert_eq!(joined, other);
        assert_eq!(
            joined.response().choices,
            ["a"],
            "the clock of the other one is slow and decides nothing"
        );
        assert_eq!(joined.others().count(), 1);
        assert_eq!(parse(&print(&joined)), Found::Record(joined));
    }

    #[test]
    fn answers_of_former_versions_are_read() {
        let first = r#"{"v":1,"choices":["a"],"checked":7}"#;
        let second = r#"{"v":2,"choices":[],"entries":[["g","Paris"]],"hints":1}"#;
        let (Found::Record(first), Found::Record(second)) =
            (parse::<AnswerRecord>(first), parse::<AnswerRecord>(second))
        else {
            panic!("both are records")
        };
        assert_eq!((first.checked(), first.response().choices.len()), (Some(7), 1));
        assert_eq!((second.checked(), second.response().entry("g"), second.hints), (None, "Paris", 1));
    }
}
