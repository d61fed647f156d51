//! What goes wrong while a learner answers, writes and completes.

use super::ONE;
use tests::faults::Case;
use tests::faults::Kept::Marked;
use tests::faults::Step::{
    Await, Check, Complete, Dies, Fault, HandIn, Leave, Mark, Note, Now, Open, Pick, Reload, Retry, Script,
    Tab, Tick, Type,
};

const BETWEEN: &str = "between two answers";
const ANSWER: &str = "in the middle of an answer's write";
const TYPING: &str = "while a draft is typed";
const HANDING_IN: &str = "on handing in";
const RETRY: &str = "on starting another attempt";
const COMPLETING: &str = "on completing a lesson";

/// The page is gone after so many writes of the first answer to a quiz; `done` is what is there then.
macro_rules! dies_in_first_answer {
    ($fault:literal, $writes:literal, $done:literal) => {
        Case {
            fault: $fault,
            moment: ANSWER,
            story: &[
                Open("bench"),
                Note("Two words."),
                Tick("Join them"),
                Mark,
                Dies($writes),
                Pick("soft", "Pine"),
                Check("soft"),
            ],
            kept: Marked,
            but: &[("soft", $done)],
            on: ONE,
            ..Case::NONE
        }
    };
}

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "leave to reach storage is taken away (`SecurityError`)",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Mark,
            Fault("access: 'throws'"),
            Pick("hard", "Birch"),
            Check("hard"),
            Note("Two words."),
        ],
        told: "refused",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "storage cannot be reached for a moment",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Fault("access: 'throws'"),
            Pick("hard", "Birch"),
            Check("hard"),
            Fault("access: ''"),
            Note("Two words."),
        ],
        note: "the notice goes as soon as everything is stored",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "nothing can be read any more",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Mark,
            Fault("read: true"),
            Pick("hard", "Birch"),
            Check("hard"),
        ],
        told: "refused",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Mark,
            Fault("write: 'full'"),
            Pick("hard", "Birch"),
            Check("hard"),
            Type("holds", "dow"),
        ],
        told: "full",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused, then there is room again",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Fault("write: 'full'"),
            Pick("hard", "Birch"),
            Check("hard"),
            Type("holds", "dow"),
            Fault("write: ''"),
            Tick("Join them"),
        ],
        note: "the notice goes as soon as everything is stored",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared by another tab",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Complete,
            Tab(1),
            Script("localStorage.clear()"),
            Tab(0),
        ],
        told: "cleared",
        note: "the page stores again what it knows",
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared and the page is not told",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Complete,
            Script("localStorage.clear()"),
            Pick("hard", "Birch"),
        ],
        told: "cleared",
        note: "the page stores again what it knows with the next answer",
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared, the page is not told, and is left",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Complete,
            Script("localStorage.clear()"),
            Leave,
            Now("soft", ""),
            Now("notes", ""),
            Now("bench", ""),
            Open("bench"),
        ],
        note: "whoever clears storage and leaves has cleared it",
        ..Case::NONE
    },
    Case {
        fault: "one answer is removed by another tab",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Tab(1),
            Await("Object.keys(localStorage).some(key => key.endsWith('/soft'))"),
            Script("localStorage.removeItem(Object.keys(localStorage).find(key => key.endsWith('/soft')))"),
            Tab(0),
            Now("soft", ""),
        ],
        note: "what is removed by itself was reset by the learner",
        ..Case::NONE
    },
    Case {
        fault: "one answer is removed and the page is not told",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Script("localStorage.removeItem(Object.keys(localStorage).find(key => key.endsWith('/soft')))"),
            Tick("Join them"),
        ],
        but: &[("soft", "")],
        note: "the page that knew the answer goes on showing it",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "an answer is replaced by garbage",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Oak"),
            Script("localStorage.setItem(Object.keys(localStorage).find(key => key.endsWith('/soft')), '{')"),
            Pick("soft", "Pine"),
            Check("soft"),
        ],
        told: "damaged",
        note: "what the page knows is written in its place",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the clock is set back by a year",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Before."),
            Fault("clock: -365 * 86400e3"),
            Note("After."),
            Pick("hard", "Birch"),
            Reload,
            Pick("hard", "Ebony"),
            Check("hard"),
            Note("After it all."),
        ],
        ..Case::NONE
    },
    Case {
        fault: "the clock is set forward by a year, then right again",
        moment: BETWEEN,
        story: &[
            Open("trial"),
            Fault("clock: 365 * 86400e3"),
            Pick("wood", "Brass"),
            HandIn,
            Retry,
            Fault("clock: 0"),
            Pick("wood", "Birch"),
            HandIn,
            Retry,
            Type("tool", "ham"),
        ],
        on: ONE,
        ..Case::NONE
    },
    dies_in_first_answer!("the page is gone before the first write", 0, ""),
    dies_in_first_answer!("the page is gone after the first write", 1, ""),
    dies_in_first_answer!("the page is gone after the second write", 2, ""),
    dies_in_first_answer!("the page is gone after the third write", 3, "Pine"),
    dies_in_first_answer!("the page is gone after the fourth write", 4, "Pine correct"),
    Case {
        fault: "the first write is refused, the others are not",
        moment: ANSWER,
        story: &[Open("bench"), Fault("write: 'full', writeTimes: 1"), Pick("soft", "Pine"), Check("soft")],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the second write is refused, the others are not",
        moment: ANSWER,
        story: &[
            Open("bench"),
            Fault("write: 'full', writeAfter: 1, writeTimes: 2"),
            Pick("soft", "Pine"),
            Check("soft"),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the third write is refused, the others are not",
        moment: ANSWER,
        story: &[
            Open("bench"),
            Fault("write: 'full', writeAfter: 2, writeTimes: 1"),
            Pick("soft", "Pine"),
            Check("soft"),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "all writes after the second are refused",
        moment: ANSWER,
        story: &[
            Open("bench"),
            Mark,
            Fault("write: 'full', writeAfter: 2"),
            Pick("soft", "Pine"),
            Check("soft"),
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "no attempt can be stored, answers can",
        moment: ANSWER,
        story: &[
            Open("bench"),
            Mark,
            Fault("write: 'full', writeTo: '/quiz/'"),
            Pick("soft", "Pine"),
            Check("soft"),
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: TYPING,
        story: &[
            Open("bench"),
            Type("holds", "dow"),
            Mark,
            Fault("write: 'full'"),
            Type("holds", "dowels and glue"),
            Note("Two words."),
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone in the middle of a word",
        moment: TYPING,
        story: &[Open("bench"), Type("holds", "d"), Mark, Dies(3), Type("holds", "dowel")],
        kept: Marked,
        but: &[("holds", "dowe")],
        note: "every letter is stored once it was seen; the text is what it was after the last write",
        ..Case::NONE
    },
    Case {
        fault: "the page is gone in the middle of a note",
        moment: TYPING,
        story: &[Open("bench"), Mark, Dies(9), Note("Two words, and more.")],
        kept: Marked,
        but: &[("notes", "Two words")],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared by another tab",
        moment: TYPING,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Tab(1),
            Script("localStorage.clear()"),
            Tab(0),
            Type("holds", "dowel"),
            Check("holds"),
        ],
        told: "cleared",
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: HANDING_IN,
        story: &[
            Open("trial"),
            Pick("wood", "Birch"),
            Type("tool", "ham"),
            Mark,
            Fault("write: 'full'"),
            HandIn,
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused, then there is room again",
        moment: HANDING_IN,
        story: &[
            Open("trial"),
            Pick("wood", "Birch"),
            Type("tool", "hammer"),
            Fault("write: 'full', writeTimes: 3"),
            HandIn,
        ],
        note: "what was refused is tried again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone between two answers",
        moment: HANDING_IN,
        story: &[Open("trial"), Pick("wood", "Birch"), Type("tool", "ham"), Mark, Dies(1), HandIn],
        kept: Marked,
        but: &[("wood", "Birch correct")],
        note: "the first answer is handed in, the second is still a draft",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone before the lesson is completed",
        moment: HANDING_IN,
        story: &[Open("trial"), Pick("wood", "Birch"), Type("tool", "hammer"), Dies(2), HandIn],
        note: "the lesson is completed when it is opened again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: RETRY,
        story: &[
            Open("trial"),
            Pick("wood", "Brass"),
            HandIn,
            Mark,
            Fault("write: 'full'"),
            Retry,
            Pick("wood", "Birch"),
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone before the attempt is stored",
        moment: RETRY,
        story: &[Open("trial"), Pick("wood", "Brass"), HandIn, Mark, Dies(0), Retry, Pick("wood", "Birch")],
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone after the attempt is stored",
        moment: RETRY,
        story: &[
            Open("trial"),
            Pick("wood", "Brass"),
            HandIn,
            Retry,
            Reload,
            Mark,
            Dies(0),
            Pick("wood", "Birch"),
        ],
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: COMPLETING,
        story: &[Open("bench"), Tick("Join them"), Mark, Fault("write: 'full'"), Complete],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the page is gone before the write",
        moment: COMPLETING,
        story: &[Open("bench"), Tick("Join them"), Mark, Dies(0), Complete],
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
];
