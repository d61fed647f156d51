//! A language as a site speaks it: a table with what its author says in other words.

use std::collections::BTreeMap;

use crate::{CATEGORIES, Category, KEYS, Key, LANGUAGES, Language, Room, Word, category, language};

/// The text of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// One for all.
    Plain(String),
    /// A form for each category; `Other` is always there.
    Forms(BTreeMap<Category, String>),
}

/// All messages of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// As BCP 47 has it.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
    /// In the order of [`Word`].
    texts: Vec<Text>,
    /// Those that any message has a form for.
    categories: Vec<Category>,
}

impl Text {
    /// All texts there are.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let (plain, forms) = match self {
            Self::Plain(text) => (Some(text.as_str()), None),
            Self::Forms(forms) => (None, Some(forms.values().map(String::as_str))),
        };
        plain.into_iter().chain(forms.into_iter().flatten())
    }

    fn of(&self, category: Category) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Forms(forms) => {
                forms.get(&category).or(forms.get(&Category::Other)).map_or("", String::as_str)
            }
        }
    }
}

impl Spoken {
    /// A language as its table has it.
    pub fn of(language: &Language) -> Self {
        Self {
            tag: language.tag.into(),
            name: language.name.into(),
            is_right_to_left: language.is_right_to_left,
            texts: language.words.all(),
            categories: language.categories.into(),
        }
    }

    /// All languages of a site. That of the author says what the author words otherwise, and comes first; where the
    /// interface does not speak it, it is one more if the author words anything, with English for the rest.
    pub fn all(tag: &str, is_right_to_left: bool, words: &BTreeMap<String, Text>) -> Vec<Self> {
        let mut all: Vec<Self> = LANGUAGES.iter().map(Self::of).collect();
        let own = language(tag).map_or_else(
            || Self { tag: tag.into(), name: tag.into(), is_right_to_left, ..Self::of(&LANGUAGES[ENGLISH]) },
            Self::of,
        );
        let is_known = all.iter().any(|known| known.tag == own.tag);
        if !is_known && words.is_empty() {
            all.rotate_left(ENGLISH);
            return all;
        }
        all.retain(|known| known.tag != own.tag);
        all.insert(0, own);
        for (key, text) in KEYS.iter().zip(&mut all[0].texts) {
            if let Some(other) = words.get(key.name) {
                *text = other.clone();
            }
        }
        let has = |category: &Category| {
            all[0].texts.iter().any(|text| matches!(text, Text::Forms(forms) if forms.contains_key(category)))
        };
        all[0].categories = CATEGORIES.into_iter().filter(has).collect();
        all
    }

    /// What stands in a table, for whoever has nothing to put in.
    pub fn say(&self, word: Word) -> &str {
        self.texts[word as usize].of(Category::Other)
    }

    /// A message with a number.
    pub fn counted(&self, word: Word, count: usize) -> String {
        let text = self.texts[word as usize].of(category(&self.tag, count));
        text.replace("{count}", &count.to_string())
    }

    /// A message by its place, with what belongs into it: numbers, and behind them a text.
    pub fn fill(&self, place: usize, numbers: &[usize], text: &str) -> String {
        let (Some(key), Some(message)) = (KEYS.get(place), self.texts.get(place)) else {
            return String::new();
        };
        let first = numbers.first().copied().unwrap_or_default();
        let form = message.of(category(&self.tag, first)).to_owned();
        let numbers = numbers.iter().map(usize::to_string);
        let parts = key.holes.iter().zip(numbers.chain([text.to_owned()]));
        parts.fold(form, |form, (hole, part)| form.replace(&format!("{{{hole}}}"), &part))
    }

    /// A length of time, as in "1 hr 30 min".
    pub fn duration(&self, minutes: usize) -> String {
        let hours = |count| self.counted(Word::duration_hours, count);
        let rest = |count| self.counted(Word::duration_minutes, count);
        match (minutes / 60, minutes % 60) {
            (0, minutes) => rest(minutes),
            (whole, 0) => hours(whole),
            (whole, minutes) => format!("{} {}", hours(whole), rest(minutes)),
        }
    }

    /// The categories in whose order [`Spoken::list`] has the forms.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The messages of a room, in the order of [`Word`], as the player reads them: holes are numbers, and forms stand
    /// one a line.
    pub fn list(&self, room: Room) -> Vec<String> {
        let of_room = KEYS.iter().zip(&self.texts).filter(|(key, _)| key.room == room);
        of_room
            .map(|(key, text)| match text {
                Text::Plain(text) => numbered(key, text),
                Text::Forms(_) => {
                    let forms = self.categories.iter().map(|category| numbered(key, text.of(*category)));
                    forms.collect::<Vec<_>>().join("\n")
                }
            })
            .collect()
    }
}

/// The place of English among [`LANGUAGES`].
const ENGLISH: usize = 2;

fn numbered(key: &Key, text: &str) -> String {
    let holes = key.holes.iter().enumerate();
    holes.fold(text.to_owned(), |text, (at, hole)| text.replace(&format!("{{{hole}}}"), &format!("{{{at}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words between braces.
    fn holes(text: &str) -> Vec<&str> {
        let parts = text.split('{').skip(1);
        let mut holes: Vec<_> =
            parts.map(|part| part.split_once('}').expect("a hole has an end").0).collect();
        holes.sort_unstable();
        holes
    }

    #[test]
    fn every_message_of_every_language_takes_what_the_player_gives() {
        assert_eq!(LANGUAGES[ENGLISH].tag, "en");
        assert_eq!(KEYS.iter().filter(|key| key.room == Room::Player).count(), crate::PLAYER);
        let before_finder = KEYS.iter().filter(|key| key.room < Room::Finder).count();
        assert_eq!(before_finder, crate::FINDER);
        let before_margin = KEYS.iter().filter(|key| key.room < Room::Margin).count();
        assert_eq!(before_margin, crate::MARGIN);
        assert!(KEYS.is_sorted_by_key(|key| key.room), "the player counts on the order of the rooms");
        for language in &LANGUAGES {
            let spoken = Spoken::of(language);
            assert_eq!(spoken.categories(), language.categories, "{}", language.tag);
            for (key, text) in KEYS.iter().zip(&spoken.texts) {
                let place = format!("{} {}", language.tag, key.name);
                let mut expected = key.holes.to_vec();
                expected.sort_unstable();
                assert_eq!(matches!(text, Text::Forms(_)), key.has_forms, "{place}");
                if let Text::Forms(forms) = text {
                    let categories: Vec<_> = forms.keys().copied().collect();
                    assert_eq!(categories, language.categories, "{place}");
                }
                for form in text.all() {
                    assert!(!form.trim().is_empty() && !form.contains(['\n', '<']), "{place}: {form}");
                    let found = holes(form);
                    // One, two or none may be said in words.
                    let without_count: Vec<_> =
                        expected.iter().copied().filter(|hole| *hole != key.holes[0]).collect();
                    let is_said = key.has_forms && found == without_count && form != text.of(Category::Other);
                    assert!(found == expected || is_said, "{place}: {form}");
                }
            }
        }
    }

    #[test]
    fn no_message_is_left_in_english() {
        // What is the same in both.
        let alike = |tag: &str, name: &str| {
            matches!(
                (tag, name),
                ("de", "quiz" | "reader_theme_sepia")
                    | ("es", "duration_minutes" | "duration_hours" | "reader_theme_sepia")
                    | ("fr", "duration_minutes" | "explanation" | "alert_important")
                    | ("fr", "points_counted" | "questions_counted" | "find_actions" | "forecast_questions")
                    | ("fr", "section")
            )
        };
        let english = Spoken::of(&LANGUAGES[ENGLISH]);
        for language in LANGUAGES.iter().filter(|language| language.tag != "en") {
            let spoken = Spoken::of(language);
            for ((key, text), english) in KEYS.iter().zip(&spoken.texts).zip(&english.texts) {
                let is_same = text.of(Category::Other) == english.of(Category::Other);
                assert!(!is_same || alike(language.tag, key.name), "{} {}: {text:?}", language.tag, key.name);
            }
        }
    }

    #[test]
    fn lists_are_what_the_player_reads() {
        let english = Spoken::of(&LANGUAGES[ENGLISH]);
        let player = english.list(Room::Player);
        assert_eq!(player[Word::question as usize], "Question {0} of {1}");
        assert_eq!(player[Word::lessons_counted as usize], "{0} lesson\n{0} lessons");
        let keeper = english.list(Room::Keeper);
        assert_eq!(keeper[Word::backup as usize - player.len()], "Take it with you");
        assert_eq!(english.duration(45), "45 min");
        assert_eq!(english.duration(90), "1 hr 30 min");
        assert_eq!(english.fill(Word::moved as usize, &[2, 3], "Milk"), "Milk: now 2 of 3");
        assert_eq!(english.fill(Word::course_progress as usize, &[1, 0], ""), "0 of 1 lesson completed");
        let arabic = Spoken::of(&LANGUAGES[0]);
        assert_eq!(arabic.list(Room::Player)[Word::lessons_counted as usize].matches('\n').count(), 5);
        assert_eq!(arabic.counted(Word::lessons_counted, 2), "درسان");
        assert_eq!(arabic.counted(Word::lessons_counted, 12), "12 درسًا");
    }

    #[test]
    fn an_author_may_say_it_otherwise_and_in_a_language_of_their_own() {
        let words = BTreeMap::from([("skip".to_owned(), Text::Plain("Al testo".into()))]);
        let of = |tag: &str, words: &BTreeMap<String, Text>| {
            let all = Spoken::all(tag, false, words);
            (all[0].tag.clone(), all[0].say(Word::skip).to_owned(), all.len())
        };
        let none = BTreeMap::new();
        assert_eq!(of("de-AT", &none), ("de".into(), "Zum Text".into(), 6));
        assert_eq!(of("de", &words), ("de".into(), "Al testo".into(), 6));
        assert_eq!(of("it", &none), ("en".into(), "Skip to the text".into(), 6));
        assert_eq!(of("it", &words), ("it".into(), "Al testo".into(), 7));
    }
}
