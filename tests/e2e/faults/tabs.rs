//! What several tabs do to each other, whether they hear of it or not.

use tests::faults::Case;
use tests::faults::Step::{
    Check, Complete, Fault, HandIn, Hear, Note, Now, Open, Pick, Reload, Retry, Tab, Tick, Type,
};

const OTHER: &str = "while another tab writes";
const UNHEARD: &str = "while another tab writes and nobody hears of it";

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "another question is answered",
        moment: OTHER,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Tab(1),
            Open("bench"),
            Pick("hard", "Ebony"),
            Check("hard"),
            Note("Two words."),
            Tick("Join them"),
            Complete,
            Tab(0),
            Hear,
            Check("soft"),
        ],
        note: "both tabs show everything",
        ..Case::NONE
    },
    Case {
        fault: "the same question is answered first",
        moment: OTHER,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Tab(1),
            Open("bench"),
            Pick("soft", "Oak"),
            Check("soft"),
            Tab(0),
            Hear,
        ],
        note: "both tabs show what was handed in",
        ..Case::NONE
    },
    Case {
        fault: "the first answer of all is given",
        moment: OTHER,
        story: &[
            Open("bench"),
            Tab(1),
            Open("bench"),
            Pick("soft", "Pine"),
            Tab(0),
            Hear,
            Pick("hard", "Ebony"),
        ],
        note: "both tabs go on with one attempt",
        ..Case::NONE
    },
    Case {
        fault: "another attempt is begun",
        moment: OTHER,
        story: &[
            Open("trial"),
            Pick("wood", "Brass"),
            HandIn,
            Tab(1),
            Open("trial"),
            Retry,
            Pick("wood", "Birch"),
            Tab(0),
            Hear,
            Type("tool", "ham"),
        ],
        ..Case::NONE
    },
    Case {
        fault: "another question is answered",
        moment: UNHEARD,
        story: &[
            Fault("deaf: true"),
            Open("bench"),
            Pick("soft", "Pine"),
            Tab(1),
            Fault("deaf: true"),
            Open("bench"),
            Pick("hard", "Ebony"),
            Check("hard"),
            Tick("Join them"),
            Tab(0),
            Check("soft"),
            Reload,
        ],
        ..Case::NONE
    },
    Case {
        fault: "the same question is answered first",
        moment: UNHEARD,
        story: &[
            Fault("deaf: true"),
            Open("bench"),
            Pick("soft", "Pine"),
            Tab(1),
            Fault("deaf: true"),
            Open("bench"),
            Pick("soft", "Oak"),
            Check("soft"),
            Tab(0),
            Check("soft"),
            Reload,
        ],
        note: "the first answer counts, and the tab that comes later shows it",
        ..Case::NONE
    },
    Case {
        fault: "the first answer of all is given",
        moment: UNHEARD,
        story: &[
            Fault("deaf: true"),
            Open("trial"),
            Tab(1),
            Open("trial"),
            Pick("wood", "Birch"),
            Tab(0),
            Type("tool", "ham"),
            Reload,
        ],
        note: "both tabs go on with one attempt",
        ..Case::NONE
    },
    Case {
        fault: "another attempt is begun in both",
        moment: UNHEARD,
        story: &[
            Open("trial"),
            Pick("wood", "Brass"),
            HandIn,
            Fault("deaf: true"),
            Tab(1),
            Fault("deaf: true"),
            Open("trial"),
            Tab(0),
            Retry,
            Pick("wood", "Birch"),
            Tab(1),
            Retry,
            Now("wood", "Birch"),
            Now("attempt", "2"),
            Type("tool", "ham"),
            Reload,
        ],
        ..Case::NONE
    },
    Case {
        fault: "the notes are changed",
        moment: OTHER,
        story: &[
            Open("bench"),
            Note("Mine."),
            Tab(1),
            Open("bench"),
            Note("Ours."),
            Tab(0),
            Hear,
            Note("Ours, and more."),
        ],
        ..Case::NONE
    },
    Case {
        fault: "the notes are changed",
        moment: UNHEARD,
        story: &[
            Fault("deaf: true"),
            Open("bench"),
            Note("Mine."),
            Tab(1),
            Open("bench"),
            Note("Theirs."),
            Tab(0),
            Note("Mine, and more."),
            Now("others", "Theirs."),
            Reload,
        ],
        note: "both texts are kept and shown",
        ..Case::NONE
    },
    Case {
        fault: "a draft is typed in the same field",
        moment: UNHEARD,
        story: &[
            Fault("deaf: true"),
            Open("bench"),
            Type("holds", "dow"),
            Tab(1),
            Fault("deaf: true"),
            Open("bench"),
            Type("holds", "glue"),
            Tab(0),
            Type("holds", "dowel"),
            Check("holds"),
            Tab(1),
            Reload,
        ],
        note: "what is handed in counts",
        ..Case::NONE
    },
];
