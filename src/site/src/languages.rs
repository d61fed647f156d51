//! The languages of the interface, as files of a site: one for the player and one for each of its modules in every
//! language, fetched when a learner is found to speak it. And what every page knows of them: `boot.js` is told their names.

use std::collections::BTreeMap;

use course::library::Library;
use serde_json::{Map, Value, json};
use words::{Category, KEYS, Room, Spoken, Text};

use crate::shell::escaped;

/// What of `boot.js` is put in, and what is put in its place.
const LANGUAGES: &str = "const LANGUAGES = {};";
const SAID: &str = "const SAID = {};";
/// What of `reader.js` is put in.
const WORDS: &str = "const WORDS = {};";

/// The modules that have words of their own, as `boot.js` calls them.
const ROOMS: [(&str, Room); 3] =
    [("finder", Room::Finder), ("keeper", Room::Keeper), ("margin", Room::Margin)];

/// All languages of a site, that of its author first.
pub(crate) struct Languages(Vec<Spoken>);

impl Languages {
    /// The languages there are, with what the author words otherwise.
    pub(crate) fn of(library: &Library, words: &BTreeMap<String, Text>) -> Self {
        Self(Spoken::all(&library.language, library.is_right_to_left, words))
    }

    /// The one that pages are drawn in.
    pub(crate) fn own(&self) -> &Spoken {
        &self.0[0]
    }

    /// The files, by their names.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let of = |spoken: &Spoken| {
            let (player, choices) = (spoken.list(Room::Player), self.choices(spoken));
            let words = json!({ "player": player, "choices": choices, "page": said(spoken, Room::Page) });
            let rooms = ROOMS.map(|(name, room)| (file_name(name, spoken), json!(spoken.list(room))));
            [(file_name("words", spoken), words)].into_iter().chain(rooms)
        };
        self.0.iter().flat_map(of).map(|(name, value)| (name, value.to_string().into_bytes())).collect()
    }

    /// The languages to choose from, in their own words, as HTML.
    pub(crate) fn choices(&self, chosen: &Spoken) -> String {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|spoken| spoken.tag.to_ascii_lowercase());
        let choice = |spoken: &Spoken| {
            let (tag, name) = (escaped(&spoken.tag), escaped(&spoken.name));
            let selected = if spoken.tag == chosen.tag { " selected" } else { "" };
            format!("<option value=\"{tag}\" lang=\"{tag}\"{selected}>{name}</option>")
        };
        sorted.into_iter().map(choice).collect()
    }

    /// The script that starts the player, with the names of all languages, and with what it says of a fault.
    pub(crate) fn put_into(&self, boot: &str) -> String {
        let mut languages = Map::new();
        for spoken in &self.0 {
            let forms: Vec<_> = spoken.categories().iter().copied().map(Category::name).collect();
            let mut language = json!({ "forms": forms, "isRightToLeft": spoken.is_right_to_left });
            for name in ROOMS.map(|(name, _)| name).into_iter().chain(["words"]) {
                language[name] = json!(file_name(name, spoken));
            }
            languages.insert(spoken.tag.clone(), language);
        }
        boot.replace(LANGUAGES, &format!("const LANGUAGES = {};", self.own_first(&languages)))
            .replace(SAID, &format!("const SAID = {};", said(self.own(), Room::Page)))
    }

    /// The script that attends to a page while it is read, with its words in all languages.
    pub(crate) fn put_into_reader(&self, reader: &str) -> String {
        let words = self.0.iter().map(|spoken| (spoken.tag.clone(), said(spoken, Room::Reader))).collect();
        reader.replace(WORDS, &format!("const WORDS = {};", self.own_first(&words)))
    }

    /// What belongs to each language, as JavaScript. A map is written in the order of its keys, and the author's language
    /// is to be the first.
    fn own_first(&self, languages: &Map<String, Value>) -> String {
        let own = &self.own().tag;
        let ordered = [own].into_iter().chain(languages.keys().filter(|tag| *tag != own));
        let entries: Vec<_> = ordered.map(|tag| format!("{}: {}", json!(tag), languages[tag])).collect();
        format!("{{ {} }}", entries.join(", "))
    }
}

/// What is said by a script, by the names of the messages.
fn said(spoken: &Spoken, room: Room) -> Value {
    let names = KEYS.iter().filter(|key| key.room == room).map(|key| key.name.to_owned());
    let texts = spoken.list(room).into_iter().map(Value::from);
    Value::Object(names.zip(texts).collect())
}

fn file_name(of: &str, spoken: &Spoken) -> String {
    format!("{of}-{}.json", spoken.tag.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use words::Word;

    use super::*;

    fn languages(tag: &str, words: &[(&str, &str)]) -> Languages {
        let library = Library { language: tag.into(), ..Library::default() };
        let text = |(key, text): &(&str, &str)| ((*key).to_owned(), Text::Plain((*text).to_owned()));
        Languages::of(&library, &words.iter().map(text).collect())
    }

    #[test]
    fn the_player_finds_every_message_in_its_place_and_the_choices_behind_them() {
        let files = languages("de", &[("skip", "Los!")]).files();
        assert_eq!(files.len(), 24);
        let words: Value = serde_json::from_slice(&files["words-de.json"]).unwrap();
        assert_eq!(words["player"][Word::skip as usize], "Los!");
        let choices = words["choices"].as_str().unwrap();
        assert!(choices.starts_with("<option value=\"ar\" lang=\"ar\">العربية</option>"), "{choices}");
        assert!(choices.contains("<option value=\"de\" lang=\"de\" selected>Deutsch</option>"), "{choices}");
        assert!(words["page"]["page_too_old"].as_str().unwrap().contains("zu alt"));
        let keeper: Value = serde_json::from_slice(&files["keeper-fr.json"]).unwrap();
        assert_eq!(keeper[0], "L’emporter");
    }

    #[test]
    fn the_start_knows_all_languages_that_of_the_author_first() {
        let boot = "a\nconst LANGUAGES = {};\nconst SAID = {};\nb";
        let put = languages("it", &[("skip", "Al testo")]).put_into(boot);
        assert!(
            put.starts_with("a\nconst LANGUAGES = { \"it\": {\"finder\":\"finder-it.json\",\"forms\":[\"one\",\"other\"],\"isRightToLeft\":false,\"keeper\":\"keeper-it.json\",\"margin\":\"margin-it.json\",\"words\":\"words-it.json\"}, \"ar\": "),
            "{put}"
        );
        assert!(
            put.contains("\nconst SAID = {\"page_cannot_load\":\"The course could not")
                && put.ends_with(";\nb")
        );
    }
}
