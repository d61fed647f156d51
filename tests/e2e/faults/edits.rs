//! The author edits the course while learners are under way.

use super::ONE;
use tests::faults::Case;
use tests::faults::Step::{Check, Complete, Note, Now, Open, Pick, Publish, Reload, Tick, Type};

const NEXT: &str = "when the author's next edition comes";

/// The question without an id of its author's.
const GLUE: &str = "What is glue made of?";

pub(super) const CASES: &[Case] = &[
    Case {
        fault: "none: a slip in a question is mended",
        moment: NEXT,
        story: &[
            Publish(&[(GLUE, "What is glue maed of?")]),
            Open("glue"),
            Pick("What is glue maed of?", "Hide"),
            Check("What is glue maed of?"),
            Publish(&[]),
            Now("What is glue maed of?", ""),
            Now(GLUE, "Hide correct"),
            Reload,
        ],
        note: "the answer goes along",
        ..Case::NONE
    },
    Case {
        fault: "none: choices stand in another order, and one is new",
        moment: NEXT,
        story: &[
            Open("glue"),
            Pick(GLUE, "Stone"),
            Check(GLUE),
            Publish(&[(
                "   - Hide\n   - Stone\n   - Water\n",
                "   - Hide\n   - Flour\n   - Water\n   - Stone\n",
            )]),
            Reload,
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "none: questions stand in another order, and one is new",
        moment: NEXT,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Pick("hard", "Birch"),
            Type("holds", "dow"),
            Note("Two words."),
            Tick("Join them"),
            Publish(&[
                (
                    "1. Which of these is the softest?",
                    "1. Which of these is the tallest?\n   - Fir\n   - Hazel\n\n2. Which of these is the hardest?\n   - Ebony\n   - Birch\n   - Lime\n\n   Id: hard\n\n3. Which of these is the softest?",
                ),
                (
                    "2. Which of these is the hardest?\n   - Ebony\n   - Birch\n   - Lime\n\n   Id: hard\n\n3. What",
                    "4. What",
                ),
            ]),
            Reload,
            Complete,
        ],
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "none: another choice is right",
        moment: NEXT,
        story: &[
            Open("bench"),
            Pick("soft", "Pine"),
            Check("soft"),
            Publish(&[
                ("   - Pine\n   - Oak\n", "   - [ ] Pine\n   - [x] Oak\n"),
                ("   - Ash\n", "   - [ ] Ash\n"),
            ]),
            Now("soft", "Pine wrong"),
            Reload,
        ],
        note: "the answer is judged anew",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "none: the lesson gets another id, and lists the former one among its `aliases`",
        moment: NEXT,
        story: &[
            Open("glue"),
            Pick(GLUE, "Hide"),
            Check(GLUE),
            Publish(&[("id: glue\naliases: [paste]", "id: adhesive\naliases: [paste, glue]")]),
            Now("glue", ""),
            Now("adhesive", "completed"),
            Open("glue"),
        ],
        note: "everything goes along, and the former address leads there",
        ..Case::NONE
    },
    Case {
        fault: "none: a question asks something else",
        moment: NEXT,
        story: &[
            Open("glue"),
            Pick(GLUE, "Hide"),
            Check(GLUE),
            Publish(&[
                (GLUE, "How long does glue take to dry?"),
                ("   - Hide\n   - Stone\n   - Water\n", "   - A day\n   - A year\n   - A life\n"),
            ]),
            Now(GLUE, ""),
            Reload,
        ],
        note: "it is asked anew; the lesson stays completed, and the former answer stays stored",
        on: ONE,
        ..Case::NONE
    },
    Case {
        fault: "none: a question asks something else and is edited back",
        moment: NEXT,
        story: &[
            Open("glue"),
            Pick(GLUE, "Hide"),
            Check(GLUE),
            Publish(&[
                (GLUE, "How long does glue take to dry?"),
                ("   - Hide\n   - Stone\n   - Water\n", "   - A day\n   - A year\n   - A life\n"),
            ]),
            Reload,
            Pick("How long does glue take to dry?", "A year"),
            Check("How long does glue take to dry?"),
            Now("How long does glue take to dry?", ""),
            Publish(&[]),
            Reload,
        ],
        note: "the former answer is there again",
        on: ONE,
        ..Case::NONE
    },
];
