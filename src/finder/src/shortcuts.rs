//! The list of shortcuts, and whether they are used. `boot.js` asks for the setting before it heeds a key.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::browser::{self, escaped};
use crate::messages::{Word, say};
use crate::player::player;

/// The name of the setting: `off` where none is used.
const SETTING: &str = "shortcuts";

/// Whether shortcuts are used.
pub(crate) fn are_used() -> bool {
    player().setting(SETTING) != "off"
}

/// Uses shortcuts from now on, or none.
pub(crate) fn switch(are_used: bool) {
    player().set(SETTING, if are_used { "on" } else { "off" });
}

/// Shows the list.
pub(crate) fn open() {
    let dialog = browser::dialog("lectern-keys").or_else(|| {
        let dialog = browser::new_dialog("lectern-keys")?;
        browser::hear(&dialog, "change", |event: Event| {
            if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                switch(field.checked());
            }
        });
        let shown = dialog.clone();
        browser::hear(&dialog, "click", move |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if target
                .is_some_and(|it| it == *shown.as_ref() || matches!(it.closest(".finder-close"), Ok(Some(_))))
            {
                shown.close();
            }
        });
        Some(dialog)
    });
    let Some(dialog) = dialog.filter(|dialog| !dialog.open()) else { return };
    let rows: String =
        [("Ctrl K", "⌘ K", Word::keys_search), ("?", "", Word::keys_list), ("Enter", "", Word::keys_check)]
            .into_iter()
            .map(|(keys, other, what)| {
                let other = if other.is_empty() { String::new() } else { format!(" <kbd>{other}</kbd>") };
                format!(
                    "<tr><th scope=\"row\"><kbd>{keys}</kbd>{other}</th><td>{}</td></tr>",
                    escaped(say(what))
                )
            })
            .collect();
    dialog.set_inner_html(&format!(
        "<div class=\"finder-head\"><h2 id=\"lectern-keys-title\">{title}</h2>\
         <button type=\"button\" class=\"finder-close\" aria-label=\"{close}\"></button></div>\
         <div class=\"finder-keys\"><table>{rows}</table><label class=\"finder-use\"><input type=\"checkbox\"{checked}>{used}</label>\
         <p class=\"finder-help\">{help}</p></div>",
        title = escaped(say(Word::keys)),
        close = escaped(say(Word::find_close)),
        checked = if are_used() { " checked" } else { "" },
        used = escaped(say(Word::keys_used)),
        help = escaped(say(Word::keys_used_help)),
    ));
    _ = dialog.set_attribute("aria-labelledby", "lectern-keys-title");
    _ = dialog.show_modal();
}
