//! An edited question keeps its history where it is still the same question.
//!
//! Answers are stored under the question's id, and where the author gave none, the id follows from the text. So a
//! mended typo changes the id. What was asked is therefore stored once beside the answers, as [`AskedQuestion`]; of a
//! lesson that was edited since, [`continued`] says which former question each present one continues, and
//! [`carried`] tells a response in the ids of the present one.
//!
//! # How near is near
//!
//! To carry an answer to a question that asks something else is worse than to ask anew, so whatever is in doubt is
//! asked anew. Three things are looked at, and every one of them may say no.
//!
//! **The prompt.** It stays
//! - *the same*, where only punctuation, case, accents, markup or the width of characters changed;
//! - *the same but for a slip*, where besides articles, prepositions and forms of "to be" came or went, a compound
//!   was joined or parted, or words changed by a slip of the fingers or in their last letter. What such a slip is,
//!   [`words::is_near`] says: opposites differ in the heads of words (typical, atypical), slips do not;
//! - *grown*, where telling words came, or went, or moved, and at least three times as many stayed; or where whole
//!   sentences or clauses came before it or behind it, or went from there.
//!
//! It is another one where a telling word stands in the place of another, where a number, an operator, code or a
//! formula changed, or a denial or restriction (`not`, `only`, `except`) came or went. Of scripts without spaces each
//! character is looked at by itself, and only particles are light.
//!
//! **What is right.** The same prompt may get another key, as long as half of the choices are still there: it is
//! graded anew. After a slip what is right has to be the same. A prompt that has grown is only the same question
//! where nothing else changed at all and there is enough to tell it by: three choices or items, two gaps, or a typed
//! text. Under an id that the author gave the prompt may be any other as long as what is right is the same.
//!
//! **The response.** Every choice picked must still exist or be recognised, by the same rules as for prompts; a
//! choice may grow only if it stays right, or wrong. For an ordering, a matching or a text with gaps nothing may have
//! been added, since the response would be incomplete.
//!
//! The code runs in the browser; it is written for few bytes first: loops over few items, lists of words as text.

mod answers;
mod carried;
mod likeness;
mod plain;
mod words;

pub use carried::carried;

use crate::grading::Response;
use crate::identity::{id_of_text, normalise};
use crate::quiz::{Accepted, Choice, GapKind, Quantity, Question, QuestionKind};
use answers::Answers;
use likeness::{Likeness, likeness};
use words::{Kind, Token};

/// How much of a prompt is kept, in characters; most are far shorter, those with code are not.
const LONGEST_PROMPT: usize = 400;

/// How much of a choice is kept, in characters.
const LONGEST_CHOICE: usize = 160;

/// How many accepted texts are told apart.
const MOST_ACCEPTED: usize = 4;

/// A question as a learner was asked it: enough to recognise it after an edit, and small enough to be stored for
/// each: some 200 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedQuestion {
    /// [`Question::id`].
    pub id: String,
    /// The prompt as plain text on one line, code and formulas between back quotes, the end of a long one replaced
    /// by a fingerprint.
    pub text: String,
    /// A letter for the kind of question, and fingerprints of what is right where it is not told by the choices.
    pub answer: String,
    /// What there is to choose from, to order, to match or to fill, in the author's order; for a matching, its items
    /// and then its options. Empty where a text or number is typed.
    pub choices: Vec<AskedChoice>,
}

/// A choice as a learner was offered it; also an item, an option, or a gap with what belongs there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedChoice {
    /// Its id; empty where it is [`id_of_text`] of the text, as nearly always, so that nothing is stored twice.
    pub id: String,
    /// As [`AskedQuestion::text`].
    pub text: String,
    /// Whether it is right to pick it. Of a matching, true for the items and false for the options; true for gaps.
    pub right: bool,
}

/// A question that was asked before.
#[derive(Clone, Copy, Debug)]
pub struct Former<'a> {
    /// What was asked.
    pub question: &'a AskedQuestion,
    /// The same number for all wordings of one question: only one of them is continued.
    pub line: usize,
    /// Whether it is the wording of them that was asked last.
    pub is_last: bool,
}

/// A former question that goes on in a present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continued {
    /// Which of those asked.
    pub former: usize,
    /// Which of those that there are now.
    pub now: usize,
}

/// Finds for the questions of a lesson as it is now which one of those asked each continues: `asked` are all that
/// are stored of the lesson, `now` all questions of all its quizzes.
///
/// Each question of either side is named at most once, the pairs in the order of `asked`. Where a question is not
/// named, even one whose id is still there, what is stored under it does not belong to what is asked now.
///
/// Untouched questions are paired first. Then the best pair is taken again and again: those that differ in nothing but
/// the id that follows from their place, then same prompt and same choices, then what was asked last, then same id, then
/// the nearer prompt, the same key, and the more choices recognised. Ids decide where all is equal, so the order of the
/// questions never matters.
pub fn continued(asked: &[Former<'_>], now: &[&Question]) -> Vec<Continued> {
    let present: Vec<AskedQuestion> = now.iter().map(|question| AskedQuestion::of(question)).collect();
    // For each one asked the question that continues it, and for each present one whether it continues any.
    let mut next: Vec<Option<usize>> = vec![None; asked.len()];
    let mut is_taken = vec![false; now.len()];
    let is_open = |next: &[Option<usize>], former: usize| {
        asked.iter().zip(next).all(|(other, next)| next.is_none() || other.line != asked[former].line)
    };
    for (former, Former { question, .. }) in asked.iter().enumerate().filter(|(_, it)| it.is_last) {
        let same = present.iter().position(|it| it == *question).filter(|at| !is_taken[*at]);
        if let Some(at) = same.filter(|_| is_open(&next, former)) {
            next[former] = Some(at);
            is_taken[at] = true;
        }
    }
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    let open_now = present.iter().enumerate().filter(|(at, _)| !is_taken[*at]);
    let open_now: Vec<_> = open_now.map(|(at, question)| (at, Read::new(question))).collect();
    for (one, Former { question, is_last, .. }) in
        asked.iter().enumerate().filter(|(at, _)| is_open(&next, *at))
    {
        let former = Read::new(question);
        let sure = if *is_last { 600 } else { 0 };
        for (other, now) in &open_now {
            pairs.extend(sameness(&former, now).map(|score| (score + sure, one, *other)));
        }
    }
    let rank =
        |(score, one, other): &(u32, usize, usize)| (*score, &asked[*one].question.id, &present[*other].id);
    loop {
        let free = pairs.iter().filter(|(_, one, other)| is_open(&next, *one) && !is_taken[*other]);
        let Some(&(_, one, other)) = free.max_by(|a, b| rank(a).cmp(&rank(b))) else { break };
        next[one] = Some(other);
        is_taken[other] = true;
    }
    let pair = |(former, next): (usize, &Option<usize>)| next.map(|now| Continued { former, now });
    next.iter().enumerate().filter_map(pair).collect()
}

/// A question whose prompt was read.
struct Read<'a> {
    question: &'a AskedQuestion,
    prompt: Vec<Token>,
    /// A bit for each telling word, so that most pairs are told apart at once.
    words: u64,
}

impl<'a> Read<'a> {
    fn new(question: &'a AskedQuestion) -> Self {
        let prompt = words::read(&question.text);
        let is_telling = |token: &&Token| match token.kind {
            Kind::Word => token.text.len() > 3,
            Kind::Letter | Kind::Number | Kind::Code => true,
            Kind::Sign | Kind::Mark => false,
        };
        let words = prompt
            .iter()
            .filter(is_telling)
            .fold(0, |words, token| words | 1 << (crate::identity::fnv1a(token.text.as_bytes()) >> 58));
        Self { question, prompt, words }
    }

    /// Whether too many telling words differ for any likeness.
    fn is_far(&self, other: &Self) -> bool {
        let most = self.words.count_ones().max(other.words.count_ones());
        (self.words & other.words).count_ones() * 2 + 2 < most
    }
}

/// Whether two questions are one, apart from the responses to them.
pub(crate) fn is_same(former: &AskedQuestion, now: &AskedQuestion) -> bool {
    sameness(&Read::new(former), &Read::new(now)).is_some()
}

/// How sure it is that `now` is `former`, more being surer; `None` where it is not.
fn sameness(former: &Read<'_>, now: &Read<'_>) -> Option<u32> {
    let has_id = former.question.id == now.question.id;
    let near = if former.is_far(now) { None } else { likeness(&former.prompt, &now.prompt) };
    let prompt = match near {
        Some(Likeness::Same | Likeness::Slip) if has_id => Likeness::Same,
        // Whoever gives an id may word the question as he likes, as long as what is right stays.
        _ if has_id => Likeness::Slip,
        // "What is this?" is the prompt of many questions.
        Some(Likeness::Same) if now.words == 0 => Likeness::Slip,
        _ => near?,
    };
    let answers = Answers::of(former.question, now.question, prompt == Likeness::Same)?;
    let is_kept = match prompt {
        Likeness::Same => answers.has_same_key || answers.recognised * 2 >= answers.all,
        Likeness::Slip => answers.has_same_key,
        Likeness::Grown => answers.has_same_key && answers.is_anchor,
    };
    let is_whole = prompt == Likeness::Same && answers.has_same_key && answers.recognised == answers.all;
    let nearness = match prompt {
        Likeness::Same => 300,
        Likeness::Slip => 200,
        Likeness::Grown => 100,
    };
    let [one, other] = [former, now].map(|it| (&it.question.text, &it.question.answer, &it.question.choices));
    let flags = [(one == other, 2000), (is_whole, 1000), (has_id, 500), (answers.has_same_key, 50)];
    let sure = flags.iter().filter(|(holds, _)| *holds).map(|(_, score)| score).sum::<u32>();
    is_kept.then(|| sure + nearness + answers.recognised.min(49) as u32)
}

impl AskedQuestion {
    /// The question as it stands in the bundle now.
    pub fn of(question: &Question) -> Self {
        let mut answer = String::new();
        let mut choices = Vec::new();
        let offered = |all: &[Choice], correct: &[String]| {
            all.iter()
                .map(|it| AskedChoice::new(&it.id, &it.text, correct.contains(&it.id)))
                .collect::<Vec<_>>()
        };
        let kind = match &question.kind {
            QuestionKind::SingleChoice { choices: all, correct } => {
                choices = offered(all, std::slice::from_ref(correct));
                ONE
            }
            QuestionKind::TrueFalse { choices: all, correct } => {
                choices = offered(all, std::slice::from_ref(correct));
                TRUTH
            }
            QuestionKind::MultipleChoice { choices: all, correct } => {
                choices = offered(all, correct);
                MANY
            }
            QuestionKind::ShortAnswer(Accepted { texts, .. }) => {
                for text in texts.iter().take(MOST_ACCEPTED) {
                    answer.extend(plain::mark(normalise(text).as_bytes()));
                }
                TEXT
            }
            QuestionKind::Numeric { accepted } => {
                for Quantity { value, unit, .. } in accepted.iter().take(MOST_ACCEPTED) {
                    let mut bytes = value.to_bits().to_le_bytes().to_vec();
                    bytes.extend(normalise(unit).bytes());
                    answer.extend(plain::mark(&bytes));
                }
                NUMBER
            }
            QuestionKind::Ordering { items } => {
                choices = offered(items, &[]);
                ORDER
            }
            QuestionKind::Matching { pairs, options } => {
                for pair in pairs {
                    let fits = options.iter().position(|option| option.id == pair.option).unwrap_or_default();
                    answer.push(char::from(b'0' + fits.min(70) as u8));
                    choices.push(AskedChoice::new(&pair.id, &pair.text, true));
                }
                choices.extend(offered(options, &[]));
                PAIRS
            }
            QuestionKind::Cloze { gaps } => {
                for gap in gaps {
                    let text = match &gap.kind {
                        GapKind::Text(accepted) => accepted.texts.first().map_or("", String::as_str),
                        GapKind::Number(accepted) => accepted.first().map_or("", |quantity| &quantity.text),
                        GapKind::Choice { correct, .. } => correct,
                    };
                    choices.push(AskedChoice::of_text(&gap.id, text.into(), true));
                }
                GAPS
            }
            QuestionKind::Output { expected } => {
                answer.extend(plain::mark(normalise(expected).as_bytes()));
                OUTPUT
            }
        };
        answer.insert(0, kind);
        let text = plain::cut(plain::text(&question.prompt), LONGEST_PROMPT);
        Self { id: question.id.clone(), text, answer, choices }
    }

    /// Whether a response makes sense for the question: whether all that was picked, ordered or filled is there.
    pub fn fits(&self, response: &Response) -> bool {
        let has = |id: &String| self.choices.iter().any(|choice| choice.full_id() == *id);
        let is_empty = response.choices.is_empty();
        match self.kind() {
            TEXT | NUMBER | OUTPUT => is_empty,
            ORDER if !is_empty && response.choices.len() != self.choices.len() => false,
            kind => {
                let is_told = |value: &String| kind != PAIRS || value.is_empty() || has(value);
                let entries = &response.entries;
                response.choices.iter().all(has)
                    && entries.iter().all(|entry| has(&entry.slot) && is_told(&entry.value))
            }
        }
    }

    /// The letter for its kind.
    fn kind(&self) -> char {
        self.answer.chars().next().unwrap_or(' ')
    }
}

/// The letters that stand for the kinds of question in [`AskedQuestion::answer`]. They are stored: a letter that was
/// once used is never given another meaning.
const ONE: char = 'c';
const TRUTH: char = 'b';
const MANY: char = 'm';
const TEXT: char = 't';
const NUMBER: char = 'n';
const ORDER: char = 'o';
const PAIRS: char = 'p';
const GAPS: char = 'g';
const OUTPUT: char = 'x';

impl AskedChoice {
    fn new(id: &str, html: &str, right: bool) -> Self {
        Self::of_text(id, plain::text(html), right)
    }

    fn of_text(id: &str, text: String, right: bool) -> Self {
        let text = plain::cut(text, LONGEST_CHOICE);
        let follows = id_of_text(&text.replace('`', "")) == id;
        Self { id: if follows { String::new() } else { id.into() }, text, right }
    }

    /// The id as a response has it.
    pub fn full_id(&self) -> String {
        match self.id.as_str() {
            "" => id_of_text(&self.text.replace('`', "")),
            id => id.into(),
        }
    }
}
