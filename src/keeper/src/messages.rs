//! What the keeper says. The words come with it, in the learner's language: a list in the order in which the crate
//! `words` has those of the keeper.

use std::cell::Cell;

use course::backup::{Backup, Changes};
pub(crate) use words::Word;

use crate::player;

thread_local! {
    static WORDS: Cell<&'static [String]> = const { Cell::new(&[]) };
}

/// Takes the words of another language from now on.
pub(crate) fn speak(words: Vec<String>) {
    WORDS.set(words.leak());
}

/// What is said in the learner's language.
pub(crate) fn say(word: Word) -> &'static str {
    let place = (word as usize).wrapping_sub(words::PLAYER);
    WORDS.get().get(place).map_or("", |text| text)
}

/// What the player's own words say.
pub(crate) fn of_player(word: Word) -> String {
    player::fill(word as usize, &[], "")
}

/// A message with a number.
pub(crate) fn counted(word: Word, count: usize) -> String {
    with_numbers(word, &[count])
}

/// A message with numbers.
pub(crate) fn with_numbers(word: Word, numbers: &[usize]) -> String {
    let numbers: Vec<f64> = numbers.iter().map(|number| *number as f64).collect();
    player::fill(word as usize, &numbers, "")
}

/// A message with a text.
pub(crate) fn with_text(word: Word, text: &str) -> String {
    player::fill(word as usize, &[], text)
}

/// What taking a backup over would change, a line for each kind of thing.
pub(crate) fn changes(changes: &Changes) -> Vec<String> {
    let lines = [
        (changes.lessons, Word::new_lessons),
        (changes.quizzes, Word::new_quizzes),
        (changes.answers, Word::new_answers),
        (changes.work, Word::new_work),
        (changes.notes, Word::new_notes),
        (changes.bookmarks, Word::new_bookmarks),
        (changes.settings, Word::new_settings),
        (changes.rest, Word::new_rest),
    ];
    lines.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(word, count)).collect()
}

/// What of a backup cannot be taken over, or is here already.
pub(crate) fn backup_rest(backup: &Backup, changes: &Changes) -> String {
    let counts = [
        (changes.known, Word::records_known),
        (backup.newer, Word::records_newer),
        (backup.unreadable, Word::records_unreadable),
    ];
    let mut rest: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(word, count))
        .collect();
    if backup.is_partial {
        rest.push(say(Word::backup_breaks_off).into());
    }
    rest.join(" ")
}
