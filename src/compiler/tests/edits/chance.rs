//! Random edits of random lessons: whatever an author does, no answer disappears from the store, none stands at two
//! questions, and what was not edited keeps its own.

use std::collections::{BTreeMap, BTreeSet};

use course::lineage::AskedQuestion;
use course::progress::AnswerRecord;
use course::quiz::QuestionKind;

use crate::player::{Device, Shown, given, hold_nothing_is_lost};

/// Questions of every kind, several of them near to one another. What follows the prompt is indented.
const BANK: &[(&str, &str)] = &[
    ("Which gas do green plants release by day?", "- Oxygen\n- Helium\n- Neon"),
    ("Which gas do green plants take in by day?", "- Carbon dioxide\n- Helium\n- Oxygen"),
    ("Which gas do green plants release at night?", "- Carbon dioxide\n- Helium\n- Oxygen"),
    ("What is missing here?", "- A bolt\n- A nut\n- A washer"),
    ("What is missing here?", "- A plate\n- A cup\n- A fork\n- A bolt"),
    ("Which of these are root vegetables? Select all that apply.", "- [x] Carrot\n- [x] Parsnip\n- [ ] Leek"),
    ("Which of these grow on trees?", "- [x] Apple\n- [x] Pear\n- [ ] Leek\n- [ ] Carrot"),
    ("Water boils at a lower temperature on a mountain.", "- True\n- False"),
    ("Water boils at a higher temperature on a mountain.", "- False\n- True"),
    ("A whale is a mammal.", "\nAnswer: true"),
    ("Which river flows through Paris?", "\nAnswer: The Seine | Seine"),
    ("Which river flows through Rouen?", "\nAnswer: Seine"),
    ("How many legs has a spider?", "\nAnswer: 8"),
    ("How many legs has an insect?", "\nAnswer: 6"),
    ("How many litres are in 2 cubic metres?", "\nAnswer: 2000"),
    (
        "Put the steps of baking bread in order.",
        "1. Weigh the flour\n2. Knead the dough\n3. Let it rise\n4. Bake it",
    ),
    ("Put these in order.", "1. Seed\n2. Seedling\n3. Flower"),
    (
        "What grows from what?",
        "\n| A | B |\n| - | - |\n| Tulip | A bulb |\n| Potato | A tuber |\n| Pea | A seed |",
    ),
    ("The capital of Portugal is [[Lisbon]], that of Spain is [[Madrid]].", ""),
    ("A stone falls faster on [[the Moon|Mars|(Earth)]].", ""),
    ("What does this print?", "\n```python\nprint(2 * 3)\n```\n\n```output\n6\n```"),
    ("What does this print?", "\n```python\nprint(2 + 3)\n```\n\n```output\n5\n```"),
    ("什么是模型衰减？", "- 模型变差\n- 模型变好\n- 没有变化"),
    ("日本でいちばん高い山は何ですか。", "- 富士山\n- 北岳\n- 浅間山"),
];

/// Words to put in or in the place of others.
const WORDS: &[&str] = &["not", "green", "the", "7", "usually", "river", "by", "never", "large", "`x`"];

/// Numbers by chance, always the same for a seed: the finaliser of SplitMix64, as in [`course::shuffle`].
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A question as the author has it: prompt, and the lines below it.
#[derive(Clone, PartialEq)]
struct Written {
    prompt: String,
    lines: Vec<String>,
}

impl Written {
    fn by(chance: &mut Chance) -> Self {
        let (prompt, rest) = *chance.of(BANK);
        Self { prompt: prompt.into(), lines: rest.lines().map(Into::into).collect() }
    }

    fn text(&self) -> String {
        let lines: Vec<_> =
            self.lines.iter().map(|line| format!("   {line}").trim_end().to_owned()).collect();
        format!("{}\n{}\n", self.prompt, lines.join("\n"))
    }

    /// What an author may do to it.
    fn edit(&mut self, chance: &mut Chance) {
        let mut words: Vec<String> = self.prompt.split(' ').map(Into::into).collect();
        let at = chance.below(words.len());
        let is_plain = |word: &String| !word.contains(['[', ']', '`']) && word.chars().count() > 2;
        match chance.below(8) {
            0 if is_plain(&words[at]) => {
                let letters: Vec<char> = words[at].chars().collect();
                let gone = chance.below(letters.len());
                let rest = letters.iter().enumerate().filter(|(at, _)| *at != gone);
                words[at] = rest.map(|(_, letter)| letter).collect();
            }
            1 => words.insert(at, (*chance.of(WORDS)).into()),
            2 if is_plain(&words[at]) && words.len() > 2 => _ = words.remove(at),
            3 if is_plain(&words[at]) => words[at] = (*chance.of(WORDS)).into(),
            4 => *self = Self::by(chance),
            5 => self.lines.push(format!("\nId: own-{}", chance.below(4)).trim_start().into()),
            _ => {
                // A choice, an item or a pair goes, or two of them change places.
                let is_choice =
                    |line: &String| line.starts_with(['-', '|']) || line.starts_with(char::is_numeric);
                let choices: Vec<usize> =
                    (0..self.lines.len()).filter(|at| is_choice(&self.lines[*at])).collect();
                if let [.., one, other] = choices[..] {
                    match chance.below(3) {
                        0 if choices.len() > 4 => _ = self.lines.remove(one),
                        1 => self.lines.swap(one, other),
                        _ => self.lines[other].push('s'),
                    }
                }
                return;
            }
        }
        if *self.prompt != words.join(" ") && !words.is_empty() && self.prompt.contains(' ') {
            self.prompt = words.join(" ");
        }
    }
}

/// Two quizzes of questions.
type Lesson = [Vec<Written>; 2];

fn source(lesson: &Lesson) -> String {
    let mut text = String::new();
    for (title, questions) in ["one", "two"].iter().zip(lesson) {
        text += &format!("## Quiz: {title}\n\n");
        for (at, question) in questions.iter().enumerate() {
            text += &format!("{}. {}\n", at + 1, question.text());
        }
    }
    text
}

/// What an author may do to a lesson.
fn edit(lesson: &mut Lesson, chance: &mut Chance) {
    let quiz = chance.below(2);
    let (count, other) = (lesson[quiz].len(), 1 - quiz);
    let at = chance.below(count);
    match chance.below(7) {
        0 if count > 1 => {
            let moved = lesson[quiz].remove(at);
            let place = chance.below(lesson[other].len() + 1);
            lesson[other].insert(place, moved);
        }
        1 if count > 1 => _ = lesson[quiz].remove(at),
        2 => lesson[quiz].insert(at, Written::by(chance)),
        3 => {
            let copy = lesson[quiz][at].clone();
            lesson[quiz].push(copy);
        }
        4 => {
            let with = chance.below(count);
            lesson[quiz].swap(at, with);
        }
        _ => lesson[quiz][at].edit(chance),
    }
}

/// An answer of the learner's: any.
fn answer(shown: &Shown, chance: &mut Chance) -> Option<String> {
    let texts = AskedQuestion::of(&shown.question).choices;
    let texts: Vec<&str> = texts.iter().map(|choice| choice.text.as_str()).collect();
    Some(match &shown.question.kind {
        QuestionKind::MultipleChoice { .. } => {
            let picked: Vec<_> = texts.iter().copied().filter(|_| chance.below(2) == 0).collect();
            if picked.is_empty() { texts[0].into() } else { picked.join(" | ") }
        }
        QuestionKind::SingleChoice { .. } | QuestionKind::TrueFalse { .. } => (*chance.of(&texts)).into(),
        QuestionKind::Ordering { .. } => {
            let from = chance.below(texts.len());
            [&texts[from..], &texts[..from]].concat().join(" | ")
        }
        QuestionKind::Matching { pairs, options } => {
            let pair = |item: &&str| format!("{item} = {}", chance.of(options).text);
            texts[..pairs.len()].iter().map(pair).collect::<Vec<_>>().join(" | ")
        }
        // What may be typed is the text itself or a number, so that no two answers are the same by chance.
        QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } | QuestionKind::Output { .. } => {
            chance.below(1_000_000).to_string()
        }
        QuestionKind::Cloze { gaps } if gaps.len() == 2 => format!("{} | Madrid", chance.below(1_000_000)),
        QuestionKind::Cloze { .. } => "Mars".into(),
    })
}

/// What stands at the questions, by what the learner sees of them; more than one where the author wrote the same twice.
fn by_sight(shown: &[Shown]) -> BTreeMap<String, Vec<Option<u64>>> {
    let mut all: BTreeMap<String, Vec<Option<u64>>> = BTreeMap::new();
    for shown in shown {
        let checked = shown.answer.as_ref().and_then(AnswerRecord::checked);
        let seen = AskedQuestion { id: String::new(), ..AskedQuestion::of(&shown.question) };
        all.entry(format!("{seen:?}")).or_default().push(checked);
    }
    all
}

#[test]
fn whatever_an_author_does_no_answer_is_lost_or_taken_for_another() {
    let (mut edits, mut kept, mut anew) = (0, 0, 0);
    for seed in 0..200 {
        let mut chance = Chance(seed);
        let mut lesson: Lesson =
            [(); 2].map(|()| (0..=chance.below(4)).map(|_| Written::by(&mut chance)).collect());
        let mut device = Device { lesson: source(&lesson), ..Device::default() };
        let has_all =
            |device: &Device, lesson: &Lesson| device.compiles() == Some(lesson.iter().map(Vec::len).sum());
        if !has_all(&device, &lesson) {
            continue;
        }
        // Questions that stood there twice at some time: which of the two an answer was given to, nobody can tell.
        let mut twins = BTreeSet::new();
        let mut told = format!("seed {seed}\n{}", device.lesson);
        for _ in 0..6 {
            let before = device.questions(&told);
            for (at, shown) in before.iter().enumerate() {
                let is_open = shown.answer.as_ref().is_some_and(|answer| answer.checked().is_none());
                if is_open
                    && chance.below(3) > 0
                    && let Some(answer) = answer(shown, &mut chance)
                {
                    device.act(&format!("{}: {answer}", at + 1), &told);
                }
            }
            let stored = device.stored();
            let before = by_sight(&device.questions(&told));
            let mut next = lesson.clone();
            for _ in 0..=chance.below(2) {
                edit(&mut next, &mut chance);
            }
            let source = source(&next);
            let tried = Device { lesson: source.clone(), memory: device.memory.clone() };
            // Not every edit is a lesson: an id may stand there twice, or nothing be left to answer.
            if !has_all(&tried, &next) {
                continue;
            }
            edits += 1;
            told += &format!("\n--- became\n{source}");
            lesson = next;
            device.lesson = source;
            let shown = device.questions(&told);
            hold_nothing_is_lost(&stored, &device.stored(), &told);
            let mut seen = BTreeSet::new();
            for shown in &shown {
                if let Some(checked) = shown.answer.as_ref().and_then(AnswerRecord::checked) {
                    assert!(
                        seen.insert(checked),
                        "{told}\nan answer stands at two questions: {}",
                        given(shown)
                    );
                    assert!(shown.verdict.is_some(), "{told}");
                }
            }
            let after = by_sight(&shown);
            for (written, _) in before.iter().chain(&after).filter(|(_, answers)| answers.len() > 1) {
                twins.insert(written.clone());
            }
            for (written, answers) in &before {
                let Some(now) = after.get(written) else { continue };
                for answer in answers.iter().filter(|answer| answer.is_some()) {
                    if now.contains(answer) {
                        kept += 1;
                    } else {
                        assert!(
                            twins.contains(written),
                            "{told}\nthe answer to an unedited question is gone:\n{written}"
                        );
                        anew += 1;
                    }
                }
            }
            assert_eq!(by_sight(&device.questions(&told)), after, "{told}\nand again");
        }
    }
    println!("{edits} edits, {kept} answers to unedited questions kept, {anew} gone with a twin");
    assert!(edits > 1000 && kept > 2000 && anew * 50 < kept, "{edits} edits, {kept} kept, {anew} gone");
}
