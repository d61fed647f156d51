//! What the finder says. The words come with it, in the learner's language, in the order in which the crate `words` has
//! those of the finder; those of the player are known to `boot.js`.

use std::cell::Cell;

use course::route::Tool;
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
    let place = (word as usize).wrapping_sub(words::FINDER);
    WORDS.get().get(place).map_or("", |text| text)
}

/// A message with a number.
pub(crate) fn counted(word: Word, count: usize) -> String {
    player::fill(word as usize, &[count as f64], "")
}

/// A message of the player's.
pub(crate) fn of_player(word: Word) -> String {
    player::fill(word as usize, &[], "")
}

/// The heading of a page of the learner's own.
pub(crate) fn tool_title(tool: Tool) -> String {
    of_player(match tool {
        Tool::Progress => Word::progress,
        Tool::Review => Word::review,
        Tool::Notes => Word::my_notes,
        Tool::Print => Word::print_course,
        Tool::Certificate => Word::certificate,
    })
}
