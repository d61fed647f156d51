//! A page that is gone between any two writes: what was written is there, and the learner goes on.

use course::store::Health;

use crate::area::{Said, Shelf, Texts, after};
use crate::scenario::{Action, Page, everything, starts};

#[test]
fn a_cut_after_any_write_loses_nothing_and_the_rest_can_be_done() {
    let actions = everything();
    let last_undo = actions.iter().rposition(|it| matches!(it, Action::Undo)).expect("all resets are undone");
    let mut cuts = 0;
    for (place, start) in starts().into_iter().enumerate() {
        let shelf = Shelf::holding(start.clone());
        let mut page = Page::open(shelf.clone(), "page");
        let mut ends = Vec::new();
        for action in &actions {
            page.act(action);
            ends.push(shelf.changes().len());
        }
        let changes = shelf.changes();
        let mut said = Said::default();
        said.add_all(&start);
        for cut in 0..=changes.len() {
            let when = format!("start {place}, cut at {cut} of {}", changes.len());
            said.add_changes(&changes[cut.saturating_sub(1)..cut]);
            let held = after(start.clone(), &changes[..cut]);
            let shelf = Shelf::holding(held.clone());
            let mut page = Page::open(shelf.clone(), "other");
            assert_eq!(page.store.health(), &Health::default(), "{when}");
            // What is just being taken away is in a copy.
            said.assert_in(&mut page.store, &held, &when);

            let next = ends.iter().position(|end| *end > cut).unwrap_or(actions.len());
            for action in &actions[next..] {
                page.act(action);
            }
            if next > last_undo {
                page.act(&Action::Undo);
            }
            let mut said = said.clone();
            said.add_changes(&shelf.changes());
            let mut again = Page::open(shelf, "again");
            for page in [&mut page, &mut again] {
                said.assert_in(&mut page.store, &Texts::new(), &when);
                assert_eq!(page.store.health(), &Health::default(), "{when}");
                assert!(!page.store.can_undo(), "{when}: everything was undone");
            }
            cuts += 1;
        }
    }
    assert!(cuts > 500, "only {cuts} cuts");
}
