//! Every word that the keeper says, in English.

use course::backup::{Backup, Changes};

pub(crate) const START_OVER: &str = "Start over";
pub(crate) const RESET_COURSE: &str = "Start the whole course over";
pub(crate) const RESET_ALL: &str = "Start everything over";
pub(crate) const RESET_HELP: &str = "Takes away answers, attempts and completion. You can undo it.";
pub(crate) const RESET_ALL_HELP: &str =
    "Takes away everything that is remembered here, of other courses on this site too. You can undo it.";
pub(crate) const BACKUP: &str = "Take it with you";
pub(crate) const BACKUP_HELP: &str = "A backup brings your progress to another device, another browser, or back after something went wrong. It is a text file that you can read.";
pub(crate) const SAVE_BACKUP: &str = "Download a backup";
pub(crate) const MAKE_LINK: &str = "Make a link or a code";
pub(crate) const LINK_HELP: &str =
    "Whoever opens this link gets a copy of your progress. Open it on your other device.";
pub(crate) const CODE_HELP: &str =
    "There is too much for a link. Paste this code there under “Bring it here”, or take the file.";
pub(crate) const NO_CODE: &str = "This browser cannot make links. Please take the file.";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied.";
pub(crate) const NOT_COPIED: &str =
    "The browser does not allow copying. The text is selected: copy it by yourself.";
pub(crate) const RESTORE: &str = "Bring it here";
pub(crate) const RESTORE_HELP: &str =
    "Nothing that is here is lost by that: both are put together. You see first what would change.";
pub(crate) const BACKUP_FILE: &str = "A backup file";
pub(crate) const BACKUP_CODE: &str = "Or a link or a code";
pub(crate) const LOOK: &str = "Look at it";
pub(crate) const TAKE_OVER: &str = "Take it over";
pub(crate) const LEAVE: &str = "Leave it";
pub(crate) const TAKEN_OVER: &str = "It is taken over.";
pub(crate) const NO_BACKUP: &str =
    "This is not a backup of a course like this one, or it is damaged. Nothing was changed.";
pub(crate) const NEW_WITH_IT: &str = "New with it:";
pub(crate) const IN_LESSONS: &str = "In these lessons of this library:";
pub(crate) const NOTHING_NEW: &str = "All of this is here already. There is nothing to take over.";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const FORGET: &str = "Forget it for good";
pub(crate) const CAN_UNDO: &str = "You started over. What was there can still be brought back.";

/// What taking a backup over would change, a line for each kind of thing.
pub(crate) fn changes(changes: &Changes) -> Vec<String> {
    let counted = |count, one: &str, many: &str| (count > 0).then(|| counted(count, one, many));
    let lines = [
        counted(changes.lessons, "lesson opened or completed", "lessons opened or completed"),
        counted(changes.quizzes, "quiz with attempts", "quizzes with attempts"),
        counted(changes.answers, "answer", "answers"),
        counted(changes.work, "piece of work on a project", "pieces of work on projects"),
        counted(changes.notes, "note", "notes"),
        counted(changes.bookmarks, "bookmark", "bookmarks"),
        counted(changes.settings, "setting", "settings"),
        counted(changes.rest, "other record", "other records"),
    ];
    lines.into_iter().flatten().collect()
}

/// What of a backup cannot be taken over, or is here already.
pub(crate) fn backup_rest(backup: &Backup, changes: &Changes) -> String {
    let mut rest = Vec::new();
    if changes.known > 0 {
        rest.push(format!("{} here already.", counted(changes.known, "record is", "records are")));
    }
    if backup.newer > 0 {
        let count = counted(backup.newer, "record is", "records are");
        rest.push(format!(
            "{count} of a newer version of this player; reload this page and try again to get them."
        ));
    }
    if backup.unreadable > 0 {
        rest.push(format!("{} read.", counted(backup.unreadable, "record cannot be", "records cannot be")));
    }
    if backup.is_partial {
        rest.push("The backup is damaged or breaks off; this is what can be read of it.".into());
    }
    rest.join(" ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
