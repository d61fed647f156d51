//! Letters that are found by each other: small and capital ones, and those with and without marks.

/// For each letter from U+00C0 the one without its marks; `.` for itself.
const LATIN: &[u8; 400] =
    b"aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggg\
hhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs........\
........................oo.............uu............................aaiioouuuuuuuuuu.aaaaaa..ggkkoo\
oo..j...gg..nnaaaaooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";

/// The same from U+1E00.
const MORE_LATIN: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s..s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee\
iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Puts what a character is compared as.
pub(super) fn fold(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    for small in character.to_lowercase() {
        match small {
            'ß' => folded.push_str("ss"),
            'æ' | 'ǽ' | 'ǣ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            other if is_mark(other) => {}
            other => folded.push(plain(other)),
        }
    }
}

/// Whether a character is a mark on another one that words are found without: accents, and the points of Arabic and
/// Hebrew.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}' | '\u{200b}'..='\u{200f}')
}

fn plain(character: char) -> char {
    let table = |table: &[u8], first: u32| match table.get((character as u32 - first) as usize) {
        None | Some(b'.') => character,
        Some(letter) => char::from(*letter),
    };
    match character {
        'À'..='ɏ' => table(LATIN, 0xc0),
        '\u{1e00}'..='\u{1eff}' => table(MORE_LATIN, 0x1e00),
        // Greek, Cyrillic.
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'й' => 'и',
        'ї' => 'і',
        // Arabic.
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        // Those as wide as a Chinese one.
        '！'..='～' => {
            let narrow = char::from_u32(character as u32 - 0xfee0).unwrap_or(character);
            narrow.to_ascii_lowercase()
        }
        other => other,
    }
}
