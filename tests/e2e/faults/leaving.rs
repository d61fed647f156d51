//! What happens while a page is left, and what comes back to it.

use super::ONE;
use tests::faults::Case;
use tests::faults::Step::{
    Back, Check, Complete, Crash, Dies, Fault, Leave, Note, Now, Open, Pick, Reload, Script, Tab, Tick, Type,
};

const LEAVING: &str = "on leaving";
const TYPING: &str = "while a draft is typed";
const AWAY: &str = "while away";

/// The page is hidden, as when another tab or another application comes to the front.
const HIDE: &str =
    "Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";

/// Remembers whether the page that comes back is the one that was left.
const IS_SAME: &str = "if (!window.isSame) throw new Error('the page was loaded anew')";

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "writes were refused, and there is room again",
        moment: "on leaving (`pagehide`)",
        story: &[
            Open("bench"),
            Fault("write: 'full'"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Complete,
            Fault("write: ''"),
            Leave,
            Open("bench"),
        ],
        ..Case::NONE
    },
    Case {
        fault: "writes were refused, there is room again, and the page is ended in the background",
        moment: "on leaving (`visibilitychange`)",
        story: &[
            Open("bench"),
            Fault("write: 'full'"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Fault("write: ''"),
            Script(HIDE),
            Dies(0),
            Leave,
        ],
        ..Case::NONE
    },
    Case {
        fault: "the page is loaded again at once",
        moment: LEAVING,
        story: &[Open("bench"), Pick("soft", "Pine"), Type("holds", "dow"), Note("Two words."), Reload],
        ..Case::NONE
    },
    Case {
        fault: "the process of the page ends at once",
        moment: TYPING,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Type("holds", "dow"),
            Crash,
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the process of the page ends at once",
        moment: "on completing a lesson",
        story: &[Open("bench"), Tick("Join them"), Complete, Crash],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "another tab answers, and the page comes back as it was left",
        moment: AWAY,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Script("window.isSame = true"),
            Leave,
            Tab(1),
            Open("bench"),
            Pick("hard", "Ebony"),
            Check("hard"),
            Note("From the other tab."),
            Complete,
            Leave,
            Tab(0),
            Back,
        ],
        ..Case::NONE
    },
    Case {
        fault: "another tab changes the notes, and the page comes back and is written in",
        moment: AWAY,
        story: &[
            Open("bench"),
            Note("Before."),
            Leave,
            Tab(1),
            Open("bench"),
            Note("From the other tab."),
            Leave,
            Tab(0),
            Back,
            Tick("Join them"),
        ],
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared, and the page comes back as it was left",
        moment: AWAY,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Script("window.isSame = true"),
            Leave,
            Tab(1),
            Script("localStorage.clear()"),
            Tab(0),
            Back,
            Script(IS_SAME),
        ],
        told: "cleared",
        note: "the page stores again what it knows",
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared, and the page is loaded anew",
        moment: AWAY,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Leave,
            Script("localStorage.clear()"),
            Now("soft", ""),
            Open("bench"),
        ],
        note: "what nobody knows any more is gone",
        ..Case::NONE
    },
];
