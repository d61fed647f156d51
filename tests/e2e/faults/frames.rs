//! Other storages than that of an ordinary tab: a private window's, a frame's, and none.

use tests::faults::Case;
use tests::faults::Kept::Marked;
use tests::faults::Step::{
    Check, Complete, Fault, HandIn, Mark, Note, Open, Pick, Reload, Retry, Script, Tick, Type,
};

/// A storage that is there, and that is the frame's or the window's own.
pub(super) const OWN: &[Case] = &[
    Case {
        fault: "none",
        moment: "at no time",
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Tick("Join them"),
            Note("Two words."),
            Complete,
            Open("trial"),
            Pick("wood", "Brass"),
            HandIn,
            Retry,
            Type("tool", "ham"),
            Reload,
        ],
        ..Case::NONE
    },
    Case {
        fault: "writes are refused (`QuotaExceededError`)",
        moment: "between two answers",
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Mark,
            Fault("write: 'full'"),
            Pick("hard", "Birch"),
            Check("hard"),
        ],
        told: "full",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "leave to reach storage is taken away (`SecurityError`)",
        moment: "between two answers",
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Mark,
            Fault("access: 'throws'"),
            Pick("hard", "Birch"),
            Check("hard"),
        ],
        told: "refused",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared and the page is not told",
        moment: "between two answers",
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Script("localStorage.clear()"),
            Pick("hard", "Birch"),
        ],
        told: "cleared",
        note: "the page stores again what it knows with the next answer",
        ..Case::NONE
    },
];

/// No storage at all, by the browser's own doing.
pub(super) const NONE: &[Case] = &[Case {
    fault: "the browser refuses it",
    moment: "at all times",
    story: &[
        Mark,
        Open("bench"),
        Pick("soft", "Pine"),
        Check("soft"),
        Type("holds", "dow"),
        Tick("Join them"),
        Note("Two words."),
        Complete,
    ],
    told: "refused",
    told_after: "refused",
    kept: Marked,
    ..Case::NONE
}];
