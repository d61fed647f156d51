//! What is wrong already when a page is opened, or goes wrong while it starts.

use tests::faults::Case;
use tests::faults::Kept::Marked;
use tests::faults::Step::{
    Check, Complete, Fault, HandIn, Leave, Mark, Note, Now, Open, Pick, Reload, Retry, Script, Tick, Type,
};

use super::{FILL, ONE};

const BEFORE: &str = "before the page loads";
const WHILE: &str = "while the page starts";

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "none",
        moment: "at no time",
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Pick("hard", "Birch"),
            Type("holds", "dow"),
            Tick("Join them"),
            Note("Two words."),
            Complete,
            Open("glue"),
            Pick("What is glue made of?", "Stone"),
            Check("What is glue made of?"),
            Open("trial"),
            Pick("wood", "Birch"),
            HandIn,
            Retry,
            Type("tool", "ham"),
            Reload,
        ],
        ..Case::NONE
    },
    Case {
        fault: "storage cannot be reached (`SecurityError`)",
        moment: BEFORE,
        story: &[
            Fault("access: 'throws'"),
            Open("bench"),
            Mark,
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Complete,
        ],
        told: "refused",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "`localStorage` is `null`",
        moment: BEFORE,
        story: &[Fault("access: 'null'"), Open("bench"), Mark, Pick("soft", "Pine"), Check("soft"), Complete],
        told: "refused",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "there is no `localStorage`",
        moment: BEFORE,
        story: &[Fault("access: 'missing'"), Open("trial"), Mark, Pick("wood", "Birch"), HandIn, Retry],
        told: "refused",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "nothing can be read",
        moment: BEFORE,
        story: &[Fault("read: true"), Open("bench"), Mark, Pick("soft", "Pine"), Check("soft")],
        told: "refused",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "keys cannot be listed",
        moment: BEFORE,
        story: &[Fault("list: true"), Open("bench"), Pick("soft", "Pine"), Check("soft")],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "every write is refused (`QuotaExceededError`)",
        moment: BEFORE,
        story: &[
            Fault("write: 'full'"),
            Open("bench"),
            Mark,
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Complete,
        ],
        told: "full",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "every write is refused (`SecurityError`)",
        moment: BEFORE,
        story: &[Fault("write: 'denied'"), Open("bench"), Mark, Pick("soft", "Pine"), Check("soft")],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "storage is full to the last byte, what was done before is in it",
        moment: BEFORE,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Leave,
            Script(FILL),
            Open("bench"),
            Note("Two words, and one more."),
            Pick("hard", "Ebony"),
        ],
        note: "how questions were worded gives way to what was done",
        ..Case::NONE
    },
    Case {
        fault: "storage is full to the last byte, and nothing is in it that could give way",
        moment: BEFORE,
        story: &[
            Open("bench"),
            Tick("Join them"),
            Mark,
            Leave,
            Script(FILL),
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Complete,
        ],
        told: "full",
        kept: Marked,
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the clock stands in 1970",
        moment: BEFORE,
        story: &[
            Fault("clock: 1e6 - Date.now()"),
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Complete,
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the clock is before 1970",
        moment: BEFORE,
        story: &[
            Fault("clock: -2 * Date.now()"),
            Open("trial"),
            Pick("wood", "Birch"),
            HandIn,
            Retry,
            Type("tool", "ham"),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the browser refuses a storage that stays",
        moment: BEFORE,
        story: &[Fault("persist: 'rejects'"), Open("bench"), Tick("Join them"), Complete],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "asking for a storage that stays throws",
        moment: BEFORE,
        story: &[Fault("persist: 'throws'"), Open("bench"), Tick("Join them"), Complete],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "there is no `navigator.storage`",
        moment: BEFORE,
        story: &[Fault("persist: 'missing'"), Open("bench"), Tick("Join them"), Complete],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "others keep a thousand keys in the same storage",
        moment: BEFORE,
        story: &[
            Script("for (let at = 0; at < 1000; at += 1) localStorage.setItem(`other/${at}`, '{\"v\":9}')"),
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Script(
                "for (let at = 0; at < 1000; at += 1)
                     if (localStorage.getItem(`other/${at}`) !== '{\"v\":9}') throw new Error('touched')",
            ),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "leave to reach storage is taken away (`SecurityError`)",
        moment: WHILE,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Leave,
            Fault("access: 'throws', accessAfter: 6"),
            Mark,
            Open("bench"),
            Now("soft", ""),
            Now("notes", ""),
        ],
        told: "refused",
        kept: Marked,
        ..Case::NONE
    },
    Case {
        fault: "another tab answers",
        moment: WHILE,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Note("Two words."),
            Leave,
            Script(TAKE_OUT),
            Fault(PUT_BACK),
            Open("bench"),
            Script(IS_PUT_BACK),
            Tick("Join them"),
        ],
        ..Case::NONE
    },
    Case {
        fault: "all of storage is cleared",
        moment: WHILE,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Leave,
            Fault("meanwhile: 'localStorage.clear()', readsBefore: 4"),
            Now("soft", ""),
            Open("bench"),
            Fault("meanwhile: ''"),
            Pick("hard", "Ebony"),
            Check("hard"),
        ],
        told: "cleared",
        note: "what nobody knows any more is gone",
        ..Case::NONE
    },
];

/// What is stored of an answer, as if it was not given yet.
const TAKE_OUT: &str = "for (const key of Object.keys(localStorage).filter(key => key.endsWith('/soft'))) {
    sessionStorage.setItem('later', JSON.stringify([key, localStorage.getItem(key)]));
    localStorage.removeItem(key);
}";

/// The answer is given in another tab when the page has read a little.
const PUT_BACK: &str = "readsBefore: 4,
    meanwhile: \"if (sessionStorage.later) localStorage.setItem(...JSON.parse(sessionStorage.later)); window.isBack = true\"";

const IS_PUT_BACK: &str = "if (!window.isBack) throw new Error('the page has read too little')";
