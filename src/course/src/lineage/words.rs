//! A text as what is compared: words, single letters of scripts that write no spaces, numbers, signs.
//!
//! And what each of them is worth when it is put in or left out. Lists of words are of the languages that most
//! courses are written in. Where a language is missing, its small words count as telling ones, and a question is
//! rather asked anew.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded: lower case, without the accents of Latin-1, the vowel signs of Arabic and Hebrew, and full width.
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word.
    Word,
    /// A character of a script that does not put spaces between its words.
    Letter,
    /// A word with a digit in it.
    Number,
    /// A word of a piece of code or a formula.
    Code,
    /// What has a meaning of its own: an operator, an arrow; in code and formulas, whatever is no word.
    Sign,
    /// Punctuation.
    Mark,
}

/// What a difference in a token does to the meaning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Nothing.
    Light,
    /// Says more or less than before.
    Telling,
    /// Says something else.
    Turning,
}

/// Articles, forms of "to be", prepositions that tell little, in eight languages. No word that is a pair with
/// another: not `and` (`or`), `from`, `after`, `can` (`must`).
const SMALL: &str = "a an the of to in on at by for with as is are was were be been do does did has have had it its \
    this that these those there which what your you we our us following please s \
    der die das den dem des ein eine einen einem einer eines ist sind wird werden zu zum zur im am von vom \
    mit fur es sich welche welcher welches welchen was dieser diese dieses diesem diesen folgende folgenden bitte \
    le la les l un une du de d au aux en ce cet cette ces que qu qui est sont etait quel quelle quels quelles il elle se \
    el los las lo unos unas del al es cual cuales por para con su sus este esta estos estas \
    o os um uma do da dos das nos na nas em ao qual quais com isto este \
    i gli uno di della dello dei delle che per sono quale quali nel nella \
    het een van op zijn wat welke dit dat deze die \
    в во на с со к ко о об по это что какой какая какое какие же ли هو هي في هذا هذه التي الذي أن";

/// What turns the meaning round, or restricts it.
const TURNING: &str = "not no non never none nor neither nothing without except least only unless false incorrect wrong \
    nicht kein keine keinen keinem keiner keines nie niemals ohne ausser weder nur nichts falsch \
    ne n pas jamais sans aucun aucune sauf ni rien seulement faux \
    sin nunca ningun ninguna ninguno excepto jamas solo nada falso nao nem sem apenas mai senza nessun nessuna nessuno tranne \
    niet geen nooit zonder alleen inte ikke ikkje ei utan uten uden aldrig aldri kun bara \
    не ни нет без кроме никогда только нельзя nie bez tylko oprocz nem ei eivat degil değil yok δεν μη μην χωρις χωρίς \
    لا لم لن ليس ليست غير بدون الا ما לא אין בלי नहीं न मत tidak bukan tanpa khong không chua chưa";

/// As [`SMALL`], of scripts without spaces: particles and politeness of Chinese, Japanese and Korean, and characters
/// that sound alike and are typed for one another.
const LIGHT_LETTERS: &str = "的地得了着过吗嘛呢吧啊呀么嗎麼請请个個和与與及之所是在再做作像象那哪它他她这這此其也就为為以中\
    はがをのにへもよねかでとす은는이가을를의에도로와과";

/// As [`TURNING`]: denials, numerals, and the letters of denials in Japanese and Thai.
const TURNING_LETTERS: &str = "不没沒非无無未否别別勿莫反假错錯误誤只除一二三四五六七八九十百千万萬亿億零两兩半なんずぬせ않안못아없비무미불만ไม่";

/// Reads a text that [`super::plain`] wrote.
pub(super) fn read(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).filter_map(folded).collect();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut is_code, mut is_open) = (false, false);
    for (at, &letter) in letters.iter().enumerate() {
        let near = |offset: usize| letters.get(at.wrapping_add(offset)).copied().unwrap_or(' ');
        let (before, next) = (near(usize::MAX), near(1));
        if letter == '`' || letter.is_whitespace() {
            is_code ^= letter == '`';
            is_open = false;
            continue;
        }
        let kind = match letter {
            '.' | ',' if before.is_ascii_digit() && next.is_ascii_digit() => {
                // 1,000 is 1000.
                let is_digit = |offset: usize| near(offset).is_ascii_digit();
                if letter == ',' && is_digit(2) && is_digit(3) && !is_digit(4) {
                    continue;
                }
                Kind::Word
            }
            '-' if next.is_ascii_digit() && !before.is_alphanumeric() && !matches!(before, ')' | ']') => {
                Kind::Word
            }
            '_' if before.is_alphanumeric() || next.is_alphanumeric() => Kind::Word,
            // A blank is as long as the author likes.
            '_' if before == '_' => continue,
            _ => kind_of(letter),
        };
        match tokens.last_mut() {
            Some(word) if kind == Kind::Word && is_open => word.text.push(letter),
            _ => {
                let kind = match kind {
                    Kind::Word if is_code => Kind::Code,
                    Kind::Mark if is_code => Kind::Sign,
                    other => other,
                };
                tokens.push(Token { text: letter.into(), kind });
            }
        }
        is_open = kind == Kind::Word;
    }
    for at in 0..tokens.len() {
        finish(&mut tokens[..=at]);
    }
    for at in (0..tokens.len()).rev() {
        let Token { text, kind } = &mut tokens[at];
        let verb = text.strip_suffix("not").or(text.strip_suffix("nt")).unwrap_or_default().len();
        if *kind == Kind::Word
            && "ca can do does did is are was were".split(' ').any(|it| *it == text[..verb])
        {
            // Two words in one.
            text.truncate(verb);
            if text == "ca" {
                text.push('n');
            }
            tokens.insert(at + 1, Token { text: "not".into(), kind: Kind::Word });
        }
    }
    tokens
}

/// Settles what is only known of a whole word.
fn finish(tokens: &mut [Token]) {
    let [before @ .., last] = tokens else { return };
    if last.kind != Kind::Word {
        return;
    }
    if last.text.contains(char::is_numeric) {
        last.kind = Kind::Number;
    }
    // The long vowel at the end of a Japanese word is written or not.
    if last.text.len() > 6 && last.text.ends_with('ー') {
        last.text.pop();
    }
    // "isn't" is "is not".
    if let [.., word, apostrophe] = before
        && last.text == "t"
        && apostrophe.text == "'"
        && word.text.ends_with('n')
    {
        last.text = "not".into();
        if word.text != "can" {
            word.text.pop();
        }
    }
}

/// A letter without what is only spelling; `None` where nothing is left of it.
fn folded(letter: char) -> Option<char> {
    const LATIN: &[u8; 32] = b"aaaaaaaceeeeiiiidnooooo/ouuuuyty";
    Some(match letter {
        // Accents that stand apart, vowel signs, what cannot be seen.
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'..='\u{5c7}'
        | 'ـ'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => return None,
        'ß' => 's',
        '÷' => '÷',
        'à'..='ÿ' => char::from(LATIN[letter as usize - 0xe0]),
        'ё' => 'е',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '‘' | '’' | '‚' | '‛' | '´' => '\'',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        '！'..='～' => char::from_u32(letter as u32 - 0xfee0)?,
        other => other,
    })
}

fn kind_of(letter: char) -> Kind {
    match letter {
        // Thai and Lao, Burmese, Khmer; radicals, Kana without Katakana, Han, Hangul.
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Letter,
        '،' | '؛' | '؟' | '۔' | '।' | '॥' | ';' | '·' | '־' | '׃' => Kind::Mark,
        // Signs within the words of Indic scripts are not letters by the tables.
        '\u{300}'..='\u{1fff}' => Kind::Word,
        _ if letter.is_alphanumeric() => Kind::Word,
        '«' | '»' | '¿' | '¡' => Kind::Mark,
        '+'
        | '='
        | '<'
        | '>'
        | '*'
        | '%'
        | '&'
        | '|'
        | '^'
        | '~'
        | '$'
        | '#'
        | '@'
        | '\\'
        | '_'
        | '\u{a2}'..='\u{f7}'
        | '\u{20a0}'..='\u{20cf}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1ffff}' => Kind::Sign,
        _ => Kind::Mark,
    }
}

/// What it does to a text when this is put in or left out.
pub(super) fn weight(token: &Token) -> Weight {
    let is_among = |list: &str| match token.kind {
        Kind::Letter => list.contains(&token.text),
        _ => list.split_ascii_whitespace().any(|word| word == token.text),
    };
    let (light, turning) = match token.kind {
        Kind::Mark => return Weight::Light,
        Kind::Number | Kind::Sign | Kind::Code => return Weight::Turning,
        Kind::Letter => (LIGHT_LETTERS, TURNING_LETTERS),
        Kind::Word => (SMALL, TURNING),
    };
    match (is_among(turning), is_among(light)) {
        (true, _) => Weight::Turning,
        (_, true) => Weight::Light,
        _ => Weight::Telling,
    }
}

/// Whether a slip of the fingers or another ending explains the difference between two words.
///
/// Words that differ in their heads are different words, since that is where opposites differ: typical and atypical,
/// macro and micro, inductive and deductive. What is near:
///
/// - two letters changed places behind the first: causal, casual
/// - letters doubled or not: occurred, occured
/// - an `s` more at the end, an `n` or `d` behind four letters, any letter behind six
/// - a letter more or less within a word, in words of four or more: which, wich; of six where it is none of ASCII
/// - another letter within a word of seven or more, behind three; not in endings such as those of nitrate and nitrite
/// - the Arabic article
pub(super) fn is_near(one: &str, other: &str) -> bool {
    if one.strip_prefix("ال") == Some(other) || other.strip_prefix("ال") == Some(one) {
        return true;
    }
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let [single, same] = [&one, &other].map(|word| {
        let mut word = word.clone();
        word.dedup();
        word
    });
    if single == same && one.len().min(other.len()) >= 4 {
        return true;
    }
    let (short, long) =
        if one.len() <= other.len() { (&one[..], &other[..]) } else { (&other[..], &one[..]) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let length = short.len();
    match (&short[head..length - tail], &long[head..long.len() - tail]) {
        ([], [letter]) => match tail {
            0 => length >= 6 || length >= 3 && *letter == 's' || length >= 4 && matches!(letter, 'n' | 'd'),
            _ => head >= 1 && length >= if letter.is_ascii() { 4 } else { 6 },
        },
        ([a], [b]) => {
            let is_vowel = |letter: &char| "aeiouy".contains(*letter);
            let is_ending = tail == 2 && long.ends_with(&['e']) && is_vowel(a) && is_vowel(b);
            length >= 7 && head >= 3 && tail >= 1 && !is_ending
        }
        ([a, b], [c, d]) => head >= 1 && a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let told = |token: &Token| match token.kind {
            Kind::Mark => format!("({})", token.text),
            Kind::Sign => format!("<{}>", token.text),
            _ => token.text.clone(),
        };
        read(text).iter().map(told).collect()
    }

    #[test]
    fn a_text_is_cut_into_what_is_compared() {
        for (text, expected) in [
            ("What’s “drift”?", "what (') s (“) drift (”) (?)"),
            ("It isn't 1,000.5 or -2, it can't", "it is (') not 1000.5 or -2 (,) it can (') not"),
            ("You cannot, he cant, dont", "you can not (,) he can not (,) do not"),
            ("`a[0] != -x`", "a <[> 0 <]> <!> <=> <-> x"),
            ("len() and snake_case, ___", "len (() ()) and snake_case (,) <_>"),
            ("Größe, naïve, E\u{301}TÉ", "grose (,) naive (,) ete"),
            ("什么是AI模型？", "什 么 是 ai 模 型 (?)"),
            ("コンピューターは１０台", "コンピュータ は 10 台"),
            ("مَا هُوَ الأُنموذج؟", "ما هو الانموذج (؟)"),
            ("क्या यह", "क्या यह"),
            ("5 → 6 €", "5 <→> 6 <€>"),
        ] {
            assert_eq!(texts(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn slips_and_endings_are_near() {
        for (one, other) in [
            ("photosynthsis", "photosynthesis"),
            ("occured", "occurred"),
            ("recieve", "receive"),
            ("teh", "the"),
            ("wich", "which"),
            ("pesto", "psto"),
            ("wether", "whether"),
            ("tommorow", "tomorrow"),
            ("seperate", "separate"),
            ("independant", "independent"),
            ("goverment", "government"),
            ("cell", "cells"),
            ("gradientenabsteig", "gradientenabstieg"),
            ("strase", "strasse"),
            ("نموذج", "النموذج"),
        ] {
            assert!(is_near(one, other) && is_near(other, one), "{one} {other}");
        }
    }

    #[test]
    fn other_words_are_not_near() {
        for (one, other) in [
            ("macro", "micro"),
            ("macroeconomics", "microeconomics"),
            ("typical", "atypical"),
            ("increase", "decrease"),
            ("supervised", "unsupervised"),
            ("hypotension", "hypertension"),
            ("nitrate", "nitrite"),
            ("alkane", "alkene"),
            ("absorption", "adsorption"),
            ("affect", "effect"),
            ("planet", "comet"),
            ("horse", "house"),
            ("مدرس", "مدارس"),
            ("prescribe", "proscribe"),
            ("intranet", "internet"),
            ("employer", "employee"),
            ("encode", "decode"),
            ("mutable", "immutable"),
            ("mitosis", "meiosis"),
            ("convection", "conduction"),
            ("stalactite", "stalagmite"),
            ("mode", "model"),
            ("on", "no"),
            ("of", "off"),
            ("maximum", "minimum"),
            ("gradientenabstieg", "gradientenaufstieg"),
            ("bundestag", "bundesrat"),
            ("überdruck", "unterdruck"),
            ("マクロ", "ミクロ"),
            ("прямой", "непрямой"),
        ] {
            assert!(!is_near(one, other) && !is_near(other, one), "{one} {other}");
        }
    }
}
