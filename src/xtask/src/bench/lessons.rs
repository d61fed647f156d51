//! Lessons made up for measuring: the same seed gives the same text, and no two lessons are alike.
//!
//! Each is about 8 KB of what technical lessons are made of: prose, a list, a table, a drawing, three blocks of code
//! in several languages, links to its neighbours, and a knowledge check.

use std::fmt::Write as _;

/// How long a lesson is, in bytes, but for its knowledge check.
const LENGTH: usize = 8 * 1024;

const SUBJECTS: [&str; 16] = [
    "the scheduler",
    "a replica",
    "the build",
    "this cache",
    "every worker",
    "the parser",
    "a request",
    "the index",
    "the queue",
    "a snapshot",
    "the planner",
    "each shard",
    "the compiler",
    "a consumer",
    "the registry",
    "the log",
];
const VERBS: [&str; 16] = [
    "reads",
    "writes",
    "rejects",
    "forwards",
    "compares",
    "waits for",
    "replaces",
    "measures",
    "merges",
    "drops",
    "signs",
    "collects",
    "sorts",
    "watches",
    "restores",
    "counts",
];
const OBJECTS: [&str; 16] = [
    "the oldest entry",
    "two kinds of record",
    "a stale page",
    "the checksum",
    "its neighbours",
    "a batch of rows",
    "the pending writes",
    "an empty response",
    "the same key",
    "a new version",
    "all open handles",
    "the last offset",
    "a signed manifest",
    "the slow path",
    "one more byte",
    "the schema",
];
const ENDINGS: [&str; 12] = [
    "before anything else happens",
    "once a second",
    "as long as nobody asks",
    "under heavy load",
    "in the background",
    "without a lock",
    "when the disk is full",
    "at the end of a run",
    "on every host",
    "only the first time",
    "until the timeout",
    "for good measure",
];
const NAMES: [&str; 16] = [
    "offset", "window", "retries", "shard", "cursor", "payload", "digest", "worker", "bucket", "lease",
    "epoch", "quorum", "segment", "backlog", "replica", "token",
];

/// A stream of numbers: SplitMix64 (Steele, Lea, Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or(0)
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

/// The id of a lesson, which is also the name of its file.
pub(crate) fn id(number: usize) -> String {
    format!("lesson-{number:04}")
}

/// The whole file of one lesson, with a link to the lesson `next` in the same folder.
pub(crate) fn lesson(number: usize, next: usize) -> String {
    lesson_of(number, next, |_, _| {}, check)
}

/// The same with formulas in every part; each tenth lesson asks a question of every kind.
pub(crate) fn lesson_with_formulas(number: usize, next: usize) -> String {
    lesson_of(number, next, formula, if number.is_multiple_of(10) { every_kind } else { check })
}

/// A lesson of [`lesson`] for mdBook with mdbook-quiz: its text with a place for the quiz, and the file `quiz` with the same
/// questions.
pub(crate) fn with_mdbook_quiz(lesson: &str, quiz: &str) -> (String, String) {
    let (text, questions) = lesson.split_once(CHECK).unwrap_or((lesson, ""));
    let mut file = String::new();
    for question in questions.split("\n\n") {
        let mut lines = question.lines();
        let Some((_, prompt)) = lines.next().and_then(|line| line.split_once(". ")) else { continue };
        let choices: Vec<_> =
            lines.filter_map(|line| line.split_once("- ")).map(|(_, choice)| choice).collect();
        let Some((right, others)) = choices.split_first() else { continue };
        // Texts are plain ASCII, whose literals are the same in both languages.
        _ = writeln!(
            file,
            "[[questions]]\ntype = \"MultipleChoice\"\nprompt.prompt = {prompt:?}\nprompt.distractors = {others:?}\nanswer.answer = {right:?}\n"
        );
    }
    (format!("{text}{{{{#quiz {quiz}}}}}\n"), file)
}

/// The heading above a lesson's questions.
const CHECK: &str = "## Knowledge Check\n\n";

/// Writes a part of a lesson.
type Part = fn(&mut Random, &mut String);

/// A lesson with something in each of its parts, and with questions.
fn lesson_of(number: usize, next: usize, more: Part, questions: Part) -> String {
    let random = &mut Random(number as u64);
    let id = id(number);
    let mut text = format!(
        "---\nid: {id}\ntitle: \"Lesson {number}: {}\"\ntype: lesson\nduration: \"20 mins\"\norder: {number}\nsection: part-{}\n---\n\n# Lesson {number}\n\n",
        random.of(&OBJECTS),
        number / 20
    );
    let mut part = 0;
    while text.len() < LENGTH - 1_300 {
        part += 1;
        _ = writeln!(
            text,
            "## {part}. How {} {} {}\n",
            random.of(&SUBJECTS),
            random.of(&VERBS),
            random.of(&OBJECTS)
        );
        for _ in 0..2 {
            paragraph(random, &mut text);
        }
        more(random, &mut text);
        match part % 6 {
            1 => code(random, &mut text),
            2 => list(random, &mut text),
            3 => table(random, &mut text),
            4 => code(random, &mut text),
            5 => drawing(random, &mut text),
            _ => code(random, &mut text),
        }
        if part == 2 {
            let next = self::id(next);
            _ = writeln!(text, "More about it is in [the lesson behind this one]({next}.md).\n");
        }
    }
    questions(random, &mut text);
    text
}

/// The page of a course, with a description and a few paragraphs.
pub(crate) fn course(number: usize, id: &str) -> String {
    let random = &mut Random(u64::MAX - number as u64);
    let description = sentence(random).replace('"', "");
    let mut text = format!(
        "---\nid: {id}\ntitle: \"Course {number}: {}\"\norder: {number}\ndescription: \"{description}\"\n---\n\n",
        random.of(&OBJECTS)
    );
    for heading in ["Learning Outcomes", "Prerequisites"] {
        _ = writeln!(text, "## {heading}\n");
        list(random, &mut text);
    }
    text
}

fn sentence(random: &mut Random) -> String {
    let mut sentence = format!(
        "{} {} {} {}",
        random.of(&SUBJECTS),
        random.of(&VERBS),
        random.of(&OBJECTS),
        random.of(&ENDINGS)
    );
    match random.below(6) {
        0 => _ = write!(sentence, ", which `{}_{}` tells", random.of(&NAMES), random.below(100)),
        1 => {
            _ = write!(
                sentence,
                ", and **{}** {} {}",
                random.of(&NAMES),
                random.of(&VERBS),
                random.of(&OBJECTS)
            )
        }
        2 => _ = write!(sentence, " (about *{} ms*)", random.below(900)),
        _ => {}
    }
    sentence.replace_range(..1, &sentence[..1].to_uppercase());
    sentence + "."
}

fn paragraph(random: &mut Random, text: &mut String) {
    for _ in 0..3 + random.below(3) {
        text.push_str(&sentence(random));
        text.push('\n');
    }
    text.push('\n');
}

fn list(random: &mut Random, text: &mut String) {
    for _ in 0..4 + random.below(3) {
        _ = writeln!(text, "- {}", sentence(random));
    }
    text.push('\n');
}

fn table(random: &mut Random, text: &mut String) {
    text.push_str("| Name | Meaning | Default |\n|------|---------|--------:|\n");
    for _ in 0..4 + random.below(3) {
        _ = writeln!(
            text,
            "| `{}` | {} {} | {} |",
            random.of(&NAMES),
            random.of(&VERBS),
            random.of(&OBJECTS),
            random.below(512)
        );
    }
    text.push('\n');
}

fn drawing(random: &mut Random, text: &mut String) {
    let (one, other) = (random.of(&NAMES), random.of(&NAMES));
    _ = writeln!(
        text,
        "```\n┌──────────┐      ┌──────────┐\n│ {one:<8} │ ───> │ {other:<8} │\n└──────────┘      └──────────┘\n```\n"
    );
}

fn code(random: &mut Random, text: &mut String) {
    let (a, b, c) = (random.of(&NAMES), random.of(&NAMES), random.of(&NAMES));
    let (m, n) = (random.below(1000), random.below(64));
    let comment = sentence(random);
    _ = match random.below(6) {
        0 => writeln!(
            text,
            "```python\nimport json\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass {a}_{m}:\n    \"\"\"{comment}\"\"\"\n\n    {b}: int = {n}\n    {c}: str = \"{a}-{m}\"\n\n    def as_line(self) -> str:\n        # {b} comes first\n        parts = [f\"{{key}}={{value}}\" for key, value in vars(self).items() if value is not None]\n        return json.dumps({{\"line\": \" \".join(parts), \"size\": {m}.5}})\n```\n"
        ),
        1 => writeln!(
            text,
            "```bash\n#!/usr/bin/env bash\nset -euo pipefail\n\n# {comment}\nfor {a} in $(seq 1 {n}); do\n  if [[ -f \"${{{a}}}.log\" ]]; then\n    grep --count '{b}' \"${{{a}}}.log\" | tee -a /var/tmp/{c}.txt\n  fi\ndone\ndocker run --rm -e {a}={m} registry.example/{b}:{n} --{c} \"$HOME\"\n```\n"
        ),
        2 => writeln!(
            text,
            "```yaml\n# {comment}\napiVersion: apps/v{n}\nkind: Deployment\nmetadata:\n  name: {a}-{m}\n  labels: {{app: {b}, tier: \"{c}\"}}\nspec:\n  replicas: {n}\n  template:\n    spec:\n      containers:\n        - name: {b}\n          image: registry.example/{c}:{m}\n          args: [\"--{a}\", \"{m}\"]\n```\n"
        ),
        3 => writeln!(
            text,
            "```rust\nuse std::collections::HashMap;\n\n/// {comment}\npub fn {a}_{m}({b}: &[u8], {c}: usize) -> Result<HashMap<String, u64>, Error> {{\n    let mut seen = HashMap::with_capacity({n});\n    for (index, byte) in {b}.iter().enumerate().take({c}) {{\n        *seen.entry(format!(\"{a}-{{byte:02x}}\")).or_insert(0) += index as u64 * {m};\n    }}\n    Ok(seen)\n}}\n```\n"
        ),
        4 => writeln!(
            text,
            "```sql\n-- {comment}\nSELECT {a}.id, count(*) AS {b}, max({c}.created_at)\nFROM {a}\nJOIN {c} ON {c}.{a}_id = {a}.id\nWHERE {a}.size > {m} AND {c}.state IN ('open', 'late')\nGROUP BY {a}.id\nHAVING count(*) >= {n}\nORDER BY {b} DESC;\n```\n"
        ),
        _ => writeln!(
            text,
            "```javascript\n// {comment}\nexport async function {a}{m}({{ {b} = {n}, {c} }}) {{\n  const response = await fetch(`/api/{a}/${{{b}}}?limit={m}`);\n  if (!response.ok) throw new Error(\"no {a}\");\n  const rows = (await response.json()).filter((row) => row.{c} !== null);\n  return rows.map((row) => ({{ ...row, age: Date.now() - row.{c} }}));\n}}\n```\n"
        ),
    };
}

fn formula(random: &mut Random, text: &mut String) {
    let (a, n) = (random.of(&["x", "w", "u", "r"]), random.below(90) + 10);
    _ = writeln!(
        text,
        "So $ {a}_i \\ge \\frac{{1}}{{{n}}} $ wherever $ i < \\sqrt{{n}} $, and with it\n\n$$\n\\bar{{{a}}} = \\frac{{1}}{{n}} \\sum_{{i=1}}^{{n}} {a}_i^2 \\cdot \\left( 1 - e^{{-i / {n}}} \\right)\n$$\n"
    );
}

/// Those of the suite's own fixture, so that a kind that is new is measured too.
fn every_kind(_: &mut Random, text: &mut String) {
    let fixture = include_str!("../../../../tests/content/workshop/courses/workshop/lessons/1-kinds.md");
    let (_, questions) = fixture.split_once("## Every kind of question").unwrap_or_default();
    text.push_str("## Knowledge Check");
    text.push_str(questions);
}

fn check(random: &mut Random, text: &mut String) {
    text.push_str(CHECK);
    for number in 1..=4 {
        _ = writeln!(text, "{number}. What does {} do {}?", random.of(&SUBJECTS), random.of(&ENDINGS));
        for _ in 0..4 {
            _ = writeln!(
                text,
                "   - It {} {} {}",
                random.of(&VERBS),
                random.of(&OBJECTS),
                random.of(&ENDINGS)
            );
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mdbook_quiz_asks_the_same_questions() {
        let lesson = lesson(1, 2);
        let (text, quiz) = with_mdbook_quiz(&lesson, "1.toml");
        assert!(text.ends_with("\n{{#quiz 1.toml}}\n") && !text.contains("Knowledge Check"), "{text}");
        assert_eq!(quiz.matches("[[questions]]").count(), 4, "{quiz}");
        assert_eq!(quiz.matches("\"It ").count(), 16, "{quiz}");
    }

    #[test]
    fn lessons_are_as_long_as_promised_and_all_different() {
        for number in 0..50 {
            let text = lesson(number, number + 1);
            assert!((7_400..9_000).contains(&text.len()), "lesson {number} has {} bytes", text.len());
            assert_eq!(text, lesson(number, number + 1));
            let below_title = |text: &str| text.lines().skip(10).collect::<String>();
            assert_ne!(below_title(&text), below_title(&lesson(number + 1, number + 2)));
            let with_formulas = lesson_with_formulas(number, number + 1);
            assert!(
                (7_400..9_500).contains(&with_formulas.len()),
                "lesson {number} has {}",
                with_formulas.len()
            );
            assert!(with_formulas.matches("$$").count() >= 8, "lesson {number} has formulas");
            let asks_all = with_formulas.contains("Id: single") && with_formulas.contains("Id: output");
            assert_eq!(asks_all, number % 10 == 0, "lesson {number}");
        }
    }
}
