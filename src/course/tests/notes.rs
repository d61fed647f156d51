//! Passages that learners marked, found again after edits of the lesson; and the file that holds all of them.
//!
//! `⟦` and `⟧` stand around the passage, in the lesson as it was marked and as it is to be found.

use course::notes::markdown::{Chapter, Note, markdown};
use course::notes::passage::{Part, Piece, Quote, Text};

/// A block for each line.
fn page(lines: &str) -> Text {
    Text::of(lines.lines().map(|text| Piece { text, begins_block: true, is_kept: false }))
}

/// The quote of what stands between the marks.
fn marked(lines: &str) -> Quote {
    let (before, rest) = lines.split_once('⟦').expect("a mark");
    let (passage, _) = rest.split_once('⟧').expect("the other mark");
    let text = page(&lines.replace(['⟦', '⟧'], ""));
    let at = |text: &str| {
        let line = text.matches('\n').count();
        let offset = text.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        (line, offset as u32)
    };
    let (line, offset) = at(before);
    let (last, end) = at(&format!("{before}{passage}"));
    let range = text.trimmed(text.place(line, offset)..text.place(last, end)).expect("a passage");
    let quote = text.quote(range);
    assert_eq!(quote.exact, passage.trim());
    quote
}

/// The lesson with marks around what is found.
fn found(quote: &Quote, lines: &str) -> String {
    let Some(range) = page(lines).find(quote) else { return lines.to_owned() };
    let parts = page(lines).parts(range);
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    let mut out = Vec::new();
    for (at, line) in lines.lines().enumerate() {
        let units: Vec<u16> = line.encode_utf16().collect();
        let text = |range: std::ops::Range<usize>| String::from_utf16_lossy(&units[range]);
        let start = if at == first.piece { first.start as usize } else { 0 };
        let end = if at == last.piece { last.end as usize } else { units.len() };
        out.push(match (at == first.piece, at == last.piece) {
            (true, true) => {
                format!("{}⟦{}⟧{}", text(0..start), text(start..end), text(end..units.len()))
            }
            (true, false) => format!("{}⟦{}", text(0..start), text(start..units.len())),
            (false, true) => format!("{}⟧{}", text(0..end), text(end..units.len())),
            (false, false) => line.to_owned(),
        });
    }
    out.join("\n")
}

fn check(what: &str, before: &str, after: &str) {
    let quote = marked(before);
    assert_eq!(found(&quote, &before.replace(['⟦', '⟧'], "")), before, "{what}: as it was marked");
    assert_eq!(found(&quote, &after.replace(['⟦', '⟧'], "")), after, "{what}: {quote:?}");
}

const BREAD: &str = "Bread is made of flour, water, salt and time.\n\
    Wheat flour is ground from the grains of wheat. ⟦Whole grain flour keeps the bran⟧ and the germ, so it spoils sooner.\n\
    Water wakes the yeast. Warm water wakes it sooner, hot water kills it.";

#[test]
fn a_passage_is_found_after_what_authors_do_to_a_lesson() {
    check("a typo beside it", BREAD, &BREAD.replace("ground from", "milled from"));
    check("a typo in it", BREAD, &BREAD.replace("keeps the bran", "keps the bran"));
    check("a word replaced in it", BREAD, &BREAD.replace("keeps the bran", "contains the bran"));
    check("a word put into it", BREAD, &BREAD.replace("keeps the bran", "keeps all of the bran"));
    check("a sentence before it", BREAD, &BREAD.replace("⟦", "Rye is darker. ⟦"));
    check("a sentence after it", BREAD, &BREAD.replace(", so it spoils sooner.", ". Keep it cool."));
    check("a paragraph before it", BREAD, &format!("What every baker should know.\n\n{BREAD}"));
    let lines: Vec<_> = BREAD.lines().collect();
    check("its paragraph moved", BREAD, &[lines[2], lines[0], lines[1]].join("\n"));
    check("its paragraph alone", BREAD, lines[1]);
    check(
        "its sentence moved into another",
        BREAD,
        &format!("{} ⟦Whole grain flour keeps the bran⟧.", lines[0]),
    );
    check("set in a list", BREAD, &BREAD.replace("wheat. ⟦", "wheat.\n⟦").replace("⟧ and", "⟧\nand"));
    let wrapped =
        "Wheat flour is ground from the grains of wheat. ⟦Whole grain  flour keeps\tthe bran⟧ and the germ.";
    check("wrapped anew", BREAD, wrapped);
}

#[test]
fn where_it_is_gone_there_is_no_place() {
    check(
        "the passage",
        BREAD,
        &BREAD.replace("⟦Whole grain flour keeps the bran⟧ and the germ, so it", "It"),
    );
    check("its paragraph", BREAD, BREAD.lines().next().unwrap());
    check("everything", BREAD, "");
    check(
        "said otherwise",
        BREAD,
        &BREAD.replace("⟦Whole grain flour keeps the bran⟧", "What is sold as brown contains more"),
    );
    let short = "Preheat the oven. Then take the ⟦peel⟧ and slide the loaf in.";
    check(
        "a short word that stands elsewhere",
        short,
        "An onion has a peel of many layers, and so do many other bulbs.",
    );
    check("a short word nearly", short, "Then feel the loaf: it should sound hollow when it is done.");
}

#[test]
fn short_passages_are_told_by_what_surrounds_them() {
    let step = "Fold the dough once. Let it ⟦rest⟧ for an hour.\nShape it. Put it to rest for the night.";
    check("a word before it", step, &step.replace("Let it", "Now let it"));
    check("a word after it", step, &step.replace("an hour", "one full hour"));
    check("the other one gone", step, step.lines().next().unwrap());
    check(
        "moved",
        step,
        "Shape it. Put it to rest for the night.\nFold the dough once. Let it ⟦rest⟧ for an hour.",
    );
    check(
        "a number",
        "Bake it at ⟦220⟧ degrees for forty minutes.",
        "Bake the loaf at ⟦220⟧ degrees for forty minutes.",
    );
    check("a number that changed", "Bake it at ⟦220⟧ degrees.", "Bake it at 240 degrees.");
}

#[test]
fn the_same_words_twice_are_told_apart() {
    let twice = "First rise: cover the dough and wait.\nShape the loaf.\nLast rise: ⟦cover the dough and wait⟧.\nBake.";
    check("as it was", twice, twice);
    check("a third one", twice, &format!("Before: cover the dough and wait.\n{twice}"));
    check("the other one edited", twice, &twice.replace("First rise: cover", "First rise: do cover"));
    let alike = "yes\nno\nyes\nno\n⟦yes⟧\nno\nyes\nno\nyes\nno\nyes\nno\nyes\nno\nyes\nno\nyes\nno";
    check("a column of a table", alike, alike);
}

#[test]
fn long_passages_may_change_inside() {
    let long = "It begins here. ⟦Kneading lines up the strands of gluten, which hold the gas that the yeast makes. \
        Without them the loaf stays flat and heavy.⟧ Enough.";
    check(
        "a sentence put in",
        long,
        &long.replace("makes. ", "makes. This takes ten minutes by hand, or five in a machine. "),
    );
    check("a clause taken out", long, &long.replace(", which hold the gas that the yeast makes", ""));
    check(
        "over several blocks",
        "One.\n⟦Take flour.\nTake water.\nMix both of them well until nothing is dry any more.⟧\nWait.",
        "One.\nAnd a half.\n⟦Take flour.\nTake water.\nMix both of them well until nothing is dry any more.⟧\nWait.",
    );
    let of_words = |words: usize| (0..words).map(|word| format!("word{word} ")).collect::<String>();
    let huge = format!("Start. ⟦{}end⟧. Stop.", of_words(200));
    check("a huge one with a typo", &huge, &huge.replace("word77 ", "ward77 "));
}

#[test]
fn other_scripts_are_found_too() {
    check(
        "Chinese",
        "面包由面粉、水和盐制成。⟦酵母产生气体⟧,面团因此膨胀。",
        "面包由面粉、水、糖和盐制成。⟦酵母产生气体⟧,面团因此膨胀。",
    );
    check(
        "Arabic",
        "يصنع الخبز من الدقيق والماء. ⟦الخميرة تصنع الغاز⟧ الذي ينفخ العجين.",
        "يصنع الخبز من الدقيق والماء والملح. ⟦الخميرة تصنع الغاز⟧ الذي ينفخ العجين.",
    );
    check(
        "beyond the first plane",
        "🍞🍞 bread 🥖 is ⟦good 🧈 food⟧ for 🐦 all.",
        "🍞 bread 🥖 is ⟦good 🧈 food⟧ for 🐦🐦 all.",
    );
}

#[test]
fn a_passage_is_quoted_as_it_reads_and_laid_over_its_pieces() {
    let pieces = [
        ("The ", true, false),
        ("quick", false, false),
        (" fox\n  runs", false, false),
        ("a =\n  1", true, true),
    ];
    let pieces = pieces.map(|(text, begins_block, is_kept)| Piece { text, begins_block, is_kept });
    let text = Text::of(pieces);
    let all = text.trimmed(text.place(0, 0)..text.place(3, 7)).unwrap();
    assert_eq!(text.quote(all.clone()).exact, "The quick fox runs\na =\n  1");
    let part = |piece, start, end| Part { piece, start, end };
    assert_eq!(text.parts(all), [part(0, 0, 4), part(1, 0, 5), part(2, 0, 11), part(3, 0, 7)]);
    let some = text.trimmed(text.place(0, 3)..text.place(2, 5)).unwrap();
    assert_eq!(text.quote(some.clone()).exact, "quick fox");
    assert_eq!(text.quote(some.clone()).before, "The ");
    assert_eq!(text.parts(some), [part(1, 0, 5), part(2, 0, 4)]);
    assert_eq!(text.trimmed(text.place(0, 3)..text.place(1, 0)), None);
    assert_eq!(text.trimmed(0..999), None);
}

/// A generator of its own, so that each run tries the same (SplitMix64: Steele, Lea, Flood, 2014).
fn random(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % below as u64) as usize
}

#[test]
fn edits_elsewhere_never_lead_astray() {
    let words = ["bread", "the", "of", "a", "rises", "dough", "warm", "salt", "so", "that"];
    let mut seed = 1;
    for _ in 0..400 {
        // Words are numbered, so that each stands once and is recognised.
        let sentence = |seed: &mut u64, from: usize| -> Vec<String> {
            (from..from + 5 + random(seed, 10)).map(|at| format!("{}{at}", words[random(seed, 10)])).collect()
        };
        let mut all: Vec<String> = Vec::new();
        for _ in 0..6 {
            let more = sentence(&mut seed, all.len());
            all.extend(more);
        }
        let start = 8 + random(&mut seed, all.len() - 24);
        let end = start + 2 + random(&mut seed, 8);
        let lesson = |words: &[String]| words.join(" ");
        let passage = lesson(&all[start..end]);
        let before = format!("{} ⟦{passage}⟧ {}", lesson(&all[..start]), lesson(&all[end..]));
        let quote = marked(&before);
        let mut edited = all.clone();
        for _ in 0..1 + random(&mut seed, 3) {
            // Not beside it: of these words it is told.
            let at = [random(&mut seed, start - 6), end + 6][random(&mut seed, 2)].min(edited.len() - 1);
            if at < start || at > end {
                edited[at] = format!("{} and {}", words[random(&mut seed, 10)], edited[at]);
            }
        }
        let after = found(&quote, &lesson(&edited));
        assert!(after.contains(&format!("⟦{passage}⟧")), "{before}\n{after}");
    }
}

#[test]
fn whatever_is_stored_and_whatever_the_page_is_there_is_an_answer() {
    let letters: Vec<char> = "ab \n\t🍞é·中".chars().collect();
    let mut seed = 7;
    for _ in 0..1_000 {
        let mut text = |most: usize| -> String {
            let length = random(&mut seed, most);
            (0..length).map(|_| letters[random(&mut seed, letters.len())]).collect()
        };
        let quote = Quote { before: text(9), exact: text(90), after: text(9), at: 3 };
        let lines = text(200);
        let page = page(&lines);
        if let Some(range) = page.find(&quote) {
            assert_eq!(page.trimmed(range.clone()), Some(range.clone()));
            assert!(!page.parts(range).is_empty());
        }
    }
}

#[test]
fn the_file_holds_everything_and_stays_text() {
    let note = Note {
        quote: "a *b*\n\n- c".into(),
        texts: vec!["# no heading\n1. no list\n    no code".into(), " ".into()],
        date: "1 May 2026".into(),
        address: "https://x.example/courses/a/b/#note-1".into(),
        remark: "gone".into(),
    };
    let chapter = Chapter {
        course: "Bread_s".into(),
        title: "Flour [1]".into(),
        address: "https://x.example/a<b/".into(),
        remark: "bookmarked".into(),
        notes: vec![note],
    };
    let expected = "# My notes\n\n## Bread\\_s\n\n### [Flour \\[1\\]](<https://x.example/ab/>)\n\nbookmarked\n\n\
        > a \\*b\\*\n>\n> \\- c\n\n\\# no heading\\\n1\\. no list\\\n&nbsp;&nbsp;&nbsp;&nbsp;no code\n\ngone\n\n\
        [1 May 2026](<https://x.example/courses/a/b/#note-1>)\n";
    assert_eq!(markdown("My notes", &[chapter]), expected);
}
