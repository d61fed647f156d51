//! What two questions have in common apart from their prompts: choices, and what is right.

use super::likeness::{Likeness, likeness};
use super::words::{self, Token};
use super::{AskedChoice, AskedQuestion, GAPS, MANY, NUMBER, ONE, ORDER, OUTPUT, PAIRS, TEXT, TRUTH};

/// What two questions have in common apart from their prompts.
pub(super) struct Answers {
    /// Whether what was right is right, and nothing else is.
    pub(super) has_same_key: bool,
    /// How many choices, items or gaps are recognised.
    pub(super) recognised: usize,
    /// How many there are, on the side with more of them; none where the answer is typed.
    pub(super) all: usize,
    /// Whether nothing changed, and there is enough of it to tell the question from others.
    pub(super) is_anchor: bool,
}

impl Answers {
    /// `None` where a response to one is none to the other. `has_same_prompt` as [`links`] wants it.
    pub(super) fn of(former: &AskedQuestion, now: &AskedQuestion, has_same_prompt: bool) -> Option<Self> {
        let kind = now.kind();
        if !is_alike(former.kind(), kind) {
            return None;
        }
        if let TEXT | NUMBER | OUTPUT = kind {
            let has_same_key = shares_mark(&former.answer, &now.answer);
            let is_anchor = has_same_key && former.kind() == kind && kind != NUMBER;
            return Some(Self { has_same_key, recognised: 0, all: 0, is_anchor });
        }
        let links = links(former, now, false);
        let has_same_key = match kind {
            PAIRS => fit_alike(former, now, &links),
            ORDER => is_rising(&links) && count(&links) * 2 >= links.len(),
            GAPS => is_rising(&links) && count(&links) == links.len() && links.len() == now.choices.len(),
            _ => {
                let rights = now.choices.iter().filter(|choice| choice.right).count();
                let mut kept = former.choices.iter().zip(&links).filter(|(choice, _)| choice.right);
                let count = former.choices.iter().filter(|choice| choice.right).count();
                count == rights && kept.all(|(_, link)| link.is_some_and(|link| now.choices[link].right))
            }
        };
        let all = former.choices.len().max(now.choices.len());
        let is_whole = count(&links) == all;
        let recognised =
            if has_same_prompt { count(&super::answers::links(former, now, true)) } else { count(&links) };
        let least = match kind {
            GAPS => 2,
            TRUTH => usize::MAX,
            _ => 3,
        };
        Some(Self { has_same_key, recognised, all, is_anchor: is_whole && all >= least })
    }
}

/// Whether a response to a question of one kind is one to a question of the other.
pub(super) fn is_alike(one: char, other: char) -> bool {
    one == other || matches!((one, other), (ONE, TRUTH) | (TRUTH, ONE) | (TEXT, NUMBER) | (NUMBER, TEXT))
}

/// For each choice of `former` the place of the same one in `now`.
///
/// True and false are told by their places; so are gaps that are in no other way recognised, where the text around
/// them is the same. All others keep their id or are recognised by their text: the nearest pairs first, and none where
/// two would do.
pub(super) fn links(
    former: &AskedQuestion,
    now: &AskedQuestion,
    has_same_prompt: bool,
) -> Vec<Option<usize>> {
    let [old, new] = [former, now].map(|question| &question.choices);
    if former.kind() == TRUTH && now.kind() == TRUTH && old.len() == new.len() {
        return (0..old.len()).map(Some).collect();
    }
    // Items of a matching are no options.
    let is_apart = |one: &AskedChoice, other: &AskedChoice| now.kind() == PAIRS && one.right != other.right;
    let [old_ids, new_ids] =
        [old, new].map(|choices| choices.iter().map(AskedChoice::full_id).collect::<Vec<_>>());
    let mut links: Vec<Option<usize>> = Vec::new();
    for (id, choice) in old_ids.iter().zip(old) {
        let is_same = |at: &usize| new_ids[*at] == *id && !is_apart(choice, &new[*at]);
        links.push((0..new.len()).find(|at| is_same(at) && !links.contains(&Some(*at))));
    }
    let [old_words, new_words] =
        [old, new].map(|choices| choices.iter().map(|choice| words::read(&choice.text)).collect::<Vec<_>>());
    for least in [Likeness::Same, Likeness::Slip, Likeness::Grown] {
        let is_near = |one: usize, other: usize| {
            let (choice, offered) = (&old[one], &new[other]);
            let near = || nearness(&old_words[one], &new_words[other]);
            !is_apart(choice, offered)
                && near().is_some_and(|near| {
                    near >= least && (near > Likeness::Grown || choice.right == offered.right)
                })
        };
        let free_old: Vec<usize> = (0..old.len()).filter(|one| links[*one].is_none()).collect();
        let free_new: Vec<usize> = (0..new.len()).filter(|other| !links.contains(&Some(*other))).collect();
        for &one in &free_old {
            let mut nears = free_new.iter().copied().filter(|other| is_near(one, *other));
            if let (Some(other), None) = (nears.next(), nears.next())
                && free_old.iter().filter(|one| is_near(**one, other)).count() == 1
            {
                links[one] = Some(other);
            }
        }
    }
    if has_same_prompt && now.kind() == GAPS && old.len() == new.len() {
        for at in 0..links.len() {
            if links[at].is_none() && !links.contains(&Some(at)) {
                links[at] = Some(at);
            }
        }
    }
    links
}

fn nearness(one: &[Token], other: &[Token]) -> Option<Likeness> {
    // A choice that is only a picture or punctuation is told by its id alone.
    (!one.is_empty() && !other.is_empty()).then(|| likeness(one, other)).flatten()
}

fn count(links: &[Option<usize>]) -> usize {
    links.iter().flatten().count()
}

/// Whether those that are recognised stand in the same order.
fn is_rising(links: &[Option<usize>]) -> bool {
    links.iter().flatten().is_sorted()
}

/// Whether the items that are recognised, half of them or more, have the options they had.
fn fit_alike(former: &AskedQuestion, now: &AskedQuestion, links: &[Option<usize>]) -> bool {
    // The option that fits an item, as a place among all.
    let fits = |question: &AskedQuestion, item: usize| {
        let option = *question.answer.as_bytes().get(item + 1)?;
        Some(
            question.choices.iter().filter(|choice| choice.right).count()
                + usize::from(option.wrapping_sub(b'0')),
        )
    };
    let items = former.choices.iter().zip(links).enumerate().filter(|(_, (choice, _))| choice.right);
    let (mut all, mut alike) = (0, 0);
    for (item, (_, link)) in items {
        all += 1;
        if let Some(link) = link {
            let option = fits(former, item).and_then(|option| *links.get(option)?);
            if option.is_none() || option != fits(now, *link) {
                return false;
            }
            alike += 1;
        }
    }
    alike * 2 >= all
}

/// Whether a text or number is right in both.
fn shares_mark(former: &str, now: &str) -> bool {
    let marks = |answer: &str| {
        let bytes = answer.as_bytes().get(1..).unwrap_or_default();
        bytes.chunks(4).map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let now = marks(now);
    marks(former).iter().any(|mark| now.contains(mark))
}

/// Whether a response to `former` can be complete for `now`: nothing was added that it says nothing of.
pub(super) fn is_covered(now: &AskedQuestion, links: &[Option<usize>]) -> bool {
    let is_needed = |choice: &AskedChoice| match now.kind() {
        // Items, not options; and what is right, so that nobody is judged by what was not offered.
        PAIRS | MANY => choice.right,
        ORDER | GAPS => true,
        _ => false,
    };
    now.choices.iter().enumerate().all(|(at, choice)| !is_needed(choice) || links.contains(&Some(at)))
}
