//! A line to the learner about what the browser does not let the player do.

use leptos::prelude::*;

use crate::app::Player;
use crate::components::piece::piece;
use crate::fields::escaped;
use crate::keeper;
use crate::messages::{self, Word, say};

/// Says whether progress is kept; nothing where all is well.
pub(crate) fn storage_notice(player: Player) -> AnyView {
    let learner = player.learner;
    Effect::new(move |_| {
        learner.epoch();
        let html = messages::storage(&learner.health()).map(|(kind, text)| line(kind, text));
        if let Ok(Some(place)) = document().query_selector(".notices") {
            place.set_inner_html(&html.unwrap_or_default());
        }
    });
    // The live region is there before its text is, so that a change while playing is announced.
    piece(|| "<div class=\"notices\" role=\"status\"></div>".into())
}

fn line(kind: &str, text: &str) -> String {
    // Where nothing is kept here, a file may keep it.
    let save = match kind {
        "refused" | "full" => {
            keeper::fetch();
            format!(
                " <button type=\"button\" class=\"button quiet save-all\">{}</button>",
                say(Word::save_backup)
            )
        }
        _ => String::new(),
    };
    format!("<p class=\"notice\" data-notice=\"storage\" data-health=\"{kind}\">{}{save}</p>", escaped(text))
}
