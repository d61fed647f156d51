//! How near two texts are in meaning, as far as their words tell.
//!
//! What the texts have in common is aligned first; then every place where they differ is judged by itself.

use super::words::{Kind, Token, Weight, is_near, weight};

/// How near two texts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// One has words that the other has not, or in another place; at least three times as many are the same.
    Grown,
    /// They differ in small words and slips only.
    Slip,
    /// They differ in punctuation at most.
    Same,
}

/// How many words that are the same stand for each that is not, in texts that have [grown](Likeness::Grown).
const KEPT_A_WORD: usize = 3;

/// `None` where the texts say different things: a telling word stands in the place of another; a number, an operator
/// or a denial differs; or too little is the same.
pub(super) fn likeness(former: &[Token], now: &[Token]) -> Option<Likeness> {
    let mut differences = Differences::default();
    each_difference(former, now, &mut |one, other| differences.add(one, other));
    let Differences { mut removed, mut added, slips, swaps, is_turned } = differences;
    if is_turned {
        return None;
    }
    if removed.is_empty() && added.is_empty() && slips == 0 {
        return Some(Likeness::Same);
    }
    // What is gone here and new there has only moved.
    let mut moved = 0;
    removed.retain(|gone| match added.iter().position(|new| new.text == gone.text) {
        Some(at) => {
            added.remove(at);
            moved += 1;
            false
        }
        None => true,
    });
    let grown = moved + removed.len() + added.len();
    let same = now.iter().filter(|token| weight(token) != Weight::Light && token.kind != Kind::Sign).count();
    let same = same.saturating_sub(moved + added.len());
    // Small words are small beside others only: in a test of grammar they are what is asked for.
    if same == 0 || swaps > 0 && same < 3 || !removed.is_empty() && !added.is_empty() {
        return None;
    }
    match grown {
        0 => Some(Likeness::Slip),
        _ => (grown * KEPT_A_WORD <= same || is_within(former, now)).then_some(Likeness::Grown),
    }
}

/// Whether one text stands whole in the other, parted by punctuation from what stands before it and behind it.
fn is_within(former: &[Token], now: &[Token]) -> bool {
    let is_stop = |token: &Token| ".,:;?!()…。、؟،؛".contains(&token.text);
    let (mut short, long) = if former.len() < now.len() { (former, now) } else { (now, former) };
    while let [text @ .., last] = short
        && is_stop(last)
    {
        short = text;
    }
    let is_all = |at: &usize| short.iter().zip(&long[*at..]).all(|(one, other)| is_same(one, other));
    (0..=long.len() - short.len()).filter(is_all).any(|at| {
        let (before, behind) = (&long[..at], &long[at + short.len()..]);
        before.last().is_none_or(is_stop) && behind.first().is_none_or(is_stop)
    })
}

#[derive(Default)]
struct Differences<'a> {
    removed: Vec<&'a Token>,
    added: Vec<&'a Token>,
    /// Differences that do not matter.
    slips: usize,
    /// Small words in the place of other small words.
    swaps: usize,
    /// Whether something else is said.
    is_turned: bool,
}

impl<'a> Differences<'a> {
    /// Adds what stands in the former text where the present one has something else.
    fn add(&mut self, former: &'a [Token], now: &'a [Token]) {
        let is_told = |token: &&Token| token.kind != Kind::Mark;
        let has_hyphen = former.iter().chain(now).any(|token| token.text == "-");
        let mut former: Vec<&Token> = former.iter().filter(is_told).collect();
        let mut now: Vec<&Token> = now.iter().filter(is_told).collect();
        let is_slip = |one: &Token, other: &Token| {
            one.kind == Kind::Word
                && other.kind == Kind::Word
                && is_near(&one.text, &other.text)
                && [one, other].iter().all(|word| weight(word) != Weight::Turning)
        };
        let mut from = 0;
        former.retain(|one| match now[from..].iter().position(|other| is_slip(one, other)) {
            Some(at) => {
                from += at;
                now.remove(from);
                self.slips += 1;
                false
            }
            None => true,
        });
        if is_rejoined(&former, &now, has_hyphen) {
            self.slips += 1;
            return;
        }
        let has_telling = [&former, &now].map(|side| side.iter().any(|token| weight(token) != Weight::Light));
        // "outside" in the place of "in" is not only one word more.
        self.is_turned |= !former.is_empty() && !now.is_empty() && has_telling[0] != has_telling[1];
        let mut light = [0, 0];
        for (side, (tokens, telling)) in
            [(former, &mut self.removed), (now, &mut self.added)].into_iter().enumerate()
        {
            for token in tokens {
                match weight(token) {
                    // A part of a compound: the `un` of "un-supervised" is no article.
                    Weight::Light if has_hyphen && token.kind == Kind::Word => self.is_turned = true,
                    Weight::Light => light[side] += 1,
                    Weight::Telling => telling.push(token),
                    Weight::Turning => self.is_turned = true,
                }
            }
        }
        self.slips += light[0] + light[1];
        self.swaps += light[0].min(light[1]);
    }
}

/// Whether only the spaces or hyphens between words differ, as in "data base" and "e-mail". Short words in front
/// change the meaning where they are joined: "a typical" is not "atypical".
fn is_rejoined(former: &[&Token], now: &[&Token], has_hyphen: bool) -> bool {
    let joined = |tokens: &[&Token]| tokens.iter().map(|token| token.text.as_str()).collect::<String>();
    let (more, fewer) = if former.len() > now.len() { (former, now) } else { (now, former) };
    let [heads @ .., _] = more else { return false };
    let is_head = |pair: &[&Token]| {
        let is_digit = |letter: Option<char>| letter.is_some_and(char::is_numeric);
        let digits = [pair[0].text.chars().last(), pair[1].text.chars().next()].map(is_digit);
        match digits {
            [true, true] => false,
            [false, false] => {
                has_hyphen || pair[0].text.chars().count() >= 3 && weight(pair[0]) != Weight::Turning
            }
            _ => true,
        }
    };
    let is_word = |token: &&Token| matches!(token.kind, Kind::Word | Kind::Number);
    !heads.is_empty()
        && fewer.len() == 1
        && more.iter().chain(fewer).all(is_word)
        && more.windows(2).all(is_head)
        && joined(former) == joined(now)
}

fn is_same(one: &Token, other: &Token) -> bool {
    one.text == other.text
}

/// Calls for every pair of stretches in which the texts differ, between what they have in common: the longest common
/// subsequence (Wagner and Fischer: The string-to-string correction problem, JACM 1974), long words first.
fn each_difference<'a>(
    former: &'a [Token],
    now: &'a [Token],
    call: &mut impl FnMut(&'a [Token], &'a [Token]),
) {
    let head = former.iter().zip(now).take_while(|(one, other)| is_same(one, other)).count();
    let (former, now) = (&former[head..], &now[head..]);
    let tail =
        former.iter().rev().zip(now.iter().rev()).take_while(|(one, other)| is_same(one, other)).count();
    let (former, now) = (&former[..former.len() - tail], &now[..now.len() - tail]);
    let width = now.len() + 1;
    // What the rests of both texts have in common.
    let mut common = vec![0; (former.len() + 1) * width];
    for row in (0..former.len()).rev() {
        for column in (0..now.len()).rev() {
            let at = row * width + column;
            common[at] = match is_same(&former[row], &now[column]) {
                true => common[at + width + 1] + former[row].text.len(),
                false => common[at + width].max(common[at + 1]),
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let (mut from_row, mut from_column) = (0, 0);
    while row < former.len() && column < now.len() {
        let at = row * width + column;
        if is_same(&former[row], &now[column]) {
            call(&former[from_row..row], &now[from_column..column]);
            (row, column) = (row + 1, column + 1);
            (from_row, from_column) = (row, column);
        } else if common[at + width] >= common[at + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    call(&former[from_row..], &now[from_column..]);
}

#[cfg(test)]
mod tests {
    use super::super::words::read;
    use super::*;

    fn check(former: &str, now: &str, expected: Option<Likeness>) {
        for (one, other) in [(former, now), (now, former)] {
            assert_eq!(likeness(&read(one), &read(other)), expected, "{one}\n{other}");
        }
    }

    #[test]
    fn what_only_looks_different_is_the_same() {
        for (former, now) in [
            ("What is drift?", "what is “DRIFT”"),
            ("What does `len()` return?", "What does len() return?"),
            ("Which can't swim, and dont want to?", "Which cannot swim, and don't want to?"),
            ("Choose one: a, b (or c).", "Choose one a, b, or c!"),
            ("什么是模型衰减？", "什么是“模型衰减”?"),
        ] {
            check(former, now, Some(Likeness::Same));
        }
    }

    #[test]
    fn slips_and_small_words_change_nothing() {
        for (former, now) in [
            ("What is the photosynthsis?", "What is photosynthesis?"),
            ("Which data base stores rows?", "Which database stores the rows?"),
            ("Why isn't the e-mail sent?", "Why is not the email sent?"),
            ("It weighs 10kg on Earth", "It weighs 10 kg on Earth"),
            ("什么是模型衰减", "什么是模型的衰减呢"),
        ] {
            check(former, now, Some(Likeness::Slip));
        }
    }

    #[test]
    fn a_phrase_more_lets_a_text_grow() {
        check(
            "Which gas do green plants release by day?",
            "Which gas do green plants release by day, mostly?",
            Some(Likeness::Grown),
        );
        check(
            "In Python, what does the function sorted return?",
            "What does the function sorted return in Python?",
            Some(Likeness::Grown),
        );
        check("What is a model?", "What is a mental model?", None);
        check(
            "Which float?",
            "Look at the picture. Which float? Select all that apply.",
            Some(Likeness::Grown),
        );
        check("Which float?", "Which float like a cork?", None);
    }

    #[test]
    fn another_word_says_something_else() {
        for (former, now) in [
            ("Which is a mammal?", "Which is not a mammal?"),
            ("Which one can be changed?", "Which one can't be changed?"),
            ("Which one can be changed?", "Which one cannot be changed?"),
            ("How many legs have 2 spiders?", "How many legs have 3 spiders?"),
            ("What does precision measure?", "What does recall measure?"),
            ("Define a typical neuron", "Define atypical neuron"),
            ("Name un-supervised methods", "Name supervised methods"),
            ("Is `a + b` right here?", "Is `a - b` right here?"),
            ("What does `f(x)` give?", "What does `f[x]` give?"),
            ("宏观经济学研究什么？", "微观经济学研究什么？"),
            ("什么是监督学习？", "什么是无监督学习？"),
            ("Which tiles lie in the old kitchen garden?", "Which tiles lie behind the old kitchen garden?"),
            ("in", "on"),
            ("の", "は"),
            ("", "a"),
        ] {
            check(former, now, None);
        }
    }
}
