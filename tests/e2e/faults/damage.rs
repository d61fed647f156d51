//! What is stored cannot be read any more, or not yet.

use super::ONE;
use tests::faults::Case;
use tests::faults::Step::{Check, Complete, HandIn, Hear, Leave, Note, Now, Open, Pick, Script, Tick, Type};

const WHILE_AWAY: &str = "while away";
const BETWEEN: &str = "between two answers";
const NEXT_RELEASE: &str = "when the next release comes";

/// What was done before something is spoiled, then what follows.
macro_rules! after_work {
    ($($step:expr),* $(,)?) => {
        &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Type("holds", "dow"),
            Note("Two words."),
            Tick("Join them"),
            Complete,
            Leave,
            $($step),*
        ]
    };
}

/// Puts a text into the place of what stands under each key that contains `part`; the key must be there.
macro_rules! spoil {
    ($part:literal, $text:literal) => {
        concat!(
            "const keys = Object.keys(localStorage).filter(key => key.startsWith('lectern/') && key.includes('",
            $part,
            "'));
             if (keys.length === 0) throw new Error('no such key');
             for (const key of keys) { const text = localStorage.getItem(key); localStorage.setItem(key, ",
            $text,
            ") }"
        )
    };
}

/// What a former version left, made of what this one has written.
macro_rules! former {
    ($version:literal) => {
        concat!(
            "const version = ",
            $version,
            ";
             localStorage.removeItem('lectern/format');
             for (const key of Object.keys(localStorage)) {
                 const record = JSON.parse(localStorage.getItem(key)), kind = key.split('/')[1];
                 localStorage.removeItem(key);
                 record.v = version;
                 if (kind === 'quiz') {
                     for (const [id, , started] of record.attempts)
                         localStorage.setItem(
                             `lectern/attempt/${key.slice(13)}/${id}`, JSON.stringify({ v: version, id, started }));
                     continue;
                 }
                 if (kind === 'asked' || (kind === 'work' && version === 1)) continue;
                 for (const name of ['edits', 'told', 'by', 'count', 'others', 'seen']) delete record[name];
                 if (kind === 'answer') {
                     record.choices ??= [];
                     if (version === 2) { record.entries ??= []; record.hints ??= 0 }
                 }
                 localStorage.setItem(key, JSON.stringify(record));
             }"
        )
    };
}

/// What a later version left: records that this one must not touch, as [`UNTOUCHED`] sees.
const NEWER: &str = "const keys = Object.keys(localStorage);
for (const key of keys) {
    const record = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({ ...record, v: 99, later: true }));
}
sessionStorage.setItem('newer', keys.length);";

const UNTOUCHED: &str = "const texts = Object.values({ ...localStorage }), expected = sessionStorage.getItem('newer');
    const untouched = texts.filter(text => JSON.parse(text).v === 99 && JSON.parse(text).later).length;
    if (untouched !== Number(expected)) throw new Error(`${untouched} of ${expected} newer records are there`)";

/// The damaged texts are still there after something new was written in their place.
const ASIDE: &str = "const kept = Object.keys(localStorage).filter(key => key.startsWith('lectern/aside/'));
    if (kept.length === 0) throw new Error('nothing is put aside')";

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "the end of an answer is missing",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/soft", "text.slice(0, text.length / 2)")),
            Open("bench"),
            Now("soft", ""),
        ],
        told: "damaged",
        told_after: "damaged",
        note: "the question is open again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the end of an answer is missing, and the question is answered again",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/soft", "text.slice(0, text.length / 2)")),
            Open("bench"),
            Now("soft", ""),
            Pick("soft", "Oak"),
            Check("soft"),
            Script(ASIDE),
        ],
        told: "damaged",
        note: "what cannot be read is kept aside",
        ..Case::NONE
    },
    Case {
        fault: "an answer is no text that a player writes",
        moment: WHILE_AWAY,
        story: after_work![Script(spoil!("/soft", "'\\u0000garbage'")), Open("bench"), Now("soft", "")],
        told: "damaged",
        told_after: "damaged",
        note: "the question is open again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "an answer has another type",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/soft", "'{\"v\":3,\"choices\":\"Pine\"}'")),
            Open("bench"),
            Now("soft", ""),
        ],
        told: "damaged",
        told_after: "damaged",
        note: "the question is open again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "an answer is empty",
        moment: WHILE_AWAY,
        story: after_work![Script(spoil!("/soft", "''")), Open("bench"), Now("soft", "")],
        told: "damaged",
        told_after: "damaged",
        note: "the question is open again",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the notes on a project are garbage",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/notes", "'null'")),
            Open("bench"),
            Now("notes", ""),
            Note("Written again."),
            Script(ASIDE),
        ],
        told: "damaged",
        note: "what cannot be read is kept aside",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the record of a lesson is garbage",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("lesson/bench", "'[3]'")),
            Open("bench"),
            Now("bench", ""),
            Script(ASIDE),
        ],
        told: "damaged",
        note: "the lesson is not completed any more; its answers are there",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the end of the list of attempts is missing",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/quiz/", "text.slice(0, text.length - 3)")),
            Open("bench"),
            Hear,
            Pick("hard", "Lime"),
            Check("hard"),
        ],
        told: "damaged",
        note: "it is made anew of what can be read of it",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the wordings of the questions are garbage",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/asked/", "'{{{'")),
            Open("bench"),
            Pick("hard", "Lime"),
            Check("hard")
        ],
        told: "damaged",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the mark of the version is garbage",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/format", "'{\"v\":'")),
            Open("bench"),
            Pick("hard", "Lime"),
            Check("hard")
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "all records are garbage",
        moment: WHILE_AWAY,
        story: after_work![
            Script(spoil!("/", "'<html>'")),
            Now("soft", ""),
            Now("holds", ""),
            Now("notes", ""),
            Now("Join them", ""),
            Now("bench", ""),
            Open("bench"),
            Pick("hard", "Lime"),
            Check("hard"),
        ],
        told: "damaged",
        told_after: "damaged",
        note: "the course plays from its beginning; what cannot be read is kept aside",
        ..Case::NONE
    },
    Case {
        fault: "the records are of version 1",
        moment: NEXT_RELEASE,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Pick("hard", "Lime"),
            Complete,
            Leave,
            Script(former!("1")),
            Open("bench"),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the records are of version 2",
        moment: NEXT_RELEASE,
        story: after_work![Script(former!("2")), Open("bench"), Pick("hard", "Lime"), Check("hard")],
        ..Case::NONE
    },
    Case {
        fault: "the records of an exam are of version 2",
        moment: NEXT_RELEASE,
        story: &[
            Open("trial"),
            Pick("wood", "Birch"),
            HandIn,
            tests::faults::Step::Retry,
            Type("tool", "ham"),
            Leave,
            Script(former!("2")),
            Open("trial"),
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "the records are of a newer version",
        moment: "when the release before comes back",
        story: after_work![
            Script(NEWER),
            Now("soft", ""),
            Now("holds", ""),
            Now("notes", ""),
            Now("Join them", ""),
            Now("bench", ""),
            Open("bench"),
            Pick("hard", "Ebony"),
            Check("hard"),
            Note("Meanwhile."),
            Script(UNTOUCHED),
        ],
        told: "newer",
        told_after: "newer",
        note: "what is done meanwhile is kept beside the newer records, which stay as they are",
        ..Case::NONE
    },
    Case {
        fault: "one answer is of a newer version",
        moment: BETWEEN,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            tests::faults::Step::Reload,
            tests::faults::Step::Tab(1),
            tests::faults::Step::Await("Object.keys(localStorage).some(key => key.endsWith('/soft'))"),
            Script(spoil!("/soft", "text.replace('\"v\":3', '\"v\":4')")),
            tests::faults::Step::Tab(0),
            Pick("hard", "Ebony"),
            Check("hard"),
        ],
        told: "newer",
        told_after: "newer",
        note: "what the page knew of it is kept beside the newer record",
        on: ONE,
        ..Case::NONE
    },
];
