//! Cutting a text into the words that it is found by.
//!
//! Letters and digits that stand together are a word. Of writing without spaces each pair of neighbours is one, and the
//! last character by itself, so that each character is found too.

use std::ops::Range;

use super::fold::{fold, is_mark};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters and digits between others.
    Word,
    /// Two neighbours of a script without spaces.
    Pair,
    /// The one character of a run of such a script.
    Single,
    /// The last character of a longer run.
    Last,
}

/// Of a longer word no more bytes count than these: it is no word but data.
const LONGEST: usize = 40;

#[derive(Clone, Copy, PartialEq)]
enum Class {
    /// What stands between words.
    Between,
    Letter,
    /// A character of a script that is written without spaces, or nearly.
    Joined,
}

/// Tells of every word of a text: where it stands, how it is compared, what it is.
pub fn words(text: &str, mut take: impl FnMut(Range<usize>, &str, Kind)) {
    let mut characters = text.char_indices().peekable();
    let mut word = String::new();
    while let Some((start, first)) = characters.next() {
        match class(first) {
            Class::Between => {}
            Class::Letter => {
                word.clear();
                fold(first, &mut word);
                let mut end = start + first.len_utf8();
                while let Some(&(at, next)) = characters.peek() {
                    if class(next) != Class::Letter && !is_mark(next) {
                        break;
                    }
                    if word.len() < LONGEST {
                        fold(next, &mut word);
                    }
                    end = at + next.len_utf8();
                    characters.next();
                }
                if !word.is_empty() {
                    take(start..end, &word, Kind::Word);
                }
            }
            Class::Joined => {
                let (mut before, mut last) = (start, first);
                let mut is_single = true;
                while let Some(&(at, next)) =
                    characters.peek().filter(|(_, next)| class(*next) == Class::Joined)
                {
                    word.clear();
                    fold(last, &mut word);
                    fold(next, &mut word);
                    take(before..at + next.len_utf8(), &word, Kind::Pair);
                    (before, last, is_single) = (at, next, false);
                    characters.next();
                }
                word.clear();
                fold(last, &mut word);
                let kind = if is_single { Kind::Single } else { Kind::Last };
                take(before..before + last.len_utf8(), &word, kind);
            }
        }
    }
}

fn class(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        '\0'..='\u{7f}' => Class::Between,
        // Thai, Lao; Myanmar; Khmer: without what is no letter there.
        '\u{e3f}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{104a}'..='\u{104f}' | '\u{17d4}'..='\u{17db}' => {
            Class::Between
        }
        '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Class::Joined,
        // Hangul, kana, Chinese characters.
        '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{312f}'
        | '\u{3131}'..='\u{318f}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}' => Class::Joined,
        // Vowel signs of Indian scripts are parts of words; the dandas stand between.
        '\u{964}' | '\u{965}' | '\u{970}' => Class::Between,
        '\u{900}'..='\u{dff}' => Class::Letter,
        other if other.is_alphanumeric() && !is_mark(other) => Class::Letter,
        _ => Class::Between,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |at, word, _| {
            assert!(text.get(at).is_some_and(|part| !part.is_empty()), "{text}");
            found.push(word.to_owned());
        });
        found
    }

    #[test]
    fn texts_of_any_script_are_cut_into_words() {
        for (text, expected) in [
            ("Don't panic: x_1 = 3.5!", "don t panic x 1 3 5"),
            ("ÉCOLE Straße Ærø naïve NAI\u{308}VE Łódź", "ecole strasse aero naive naive lodz"),
            ("Tiếng Việt ĐẶNG", "tieng viet dang"),
            ("Ёлка Ὀδός ΛΌΓΟΣ λόγος", "елка ὀδοσ λογοσ λογοσ"),
            ("الكِتَابُ أحمد مكتبة", "الكتاب احمد مكتبه"),
            ("機械学習", "機械 械学 学習 習"),
            ("猫 and 犬", "猫 and 犬"),
            ("カメラ、ＡＢＣ", "カメ メラ ラ abc"),
            ("한국어", "한국 국어 어"),
            ("ไทย", "ไท ทย ย"),
            ("हिन्दी भाषा।", "हिन्दी भाषा"),
            ("GPU2の性能", "gpu2 の性 性能 能"),
            ("", ""),
            ("— … ·", ""),
        ] {
            assert_eq!(of(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_data_is_cut() {
        assert_eq!(of(&"a".repeat(99)), ["a".repeat(LONGEST)]);
    }

    #[test]
    fn kinds_tell_pairs_from_what_stands_alone() {
        let mut kinds = Vec::new();
        words("a 猫 学習", |_, _, kind| kinds.push(kind));
        assert_eq!(kinds, [Kind::Word, Kind::Single, Kind::Pair, Kind::Last]);
    }
}
