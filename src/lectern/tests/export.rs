//! `lectern export` as it is called: what comes out, what is said to be left out, and what stays as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::fs;

use program::Room;

/// One question of every kind.
const KINDS: &str = "\
---
id: kinds
title: \"Kinds: all/of them\"
duration: 30 mins
---

The text.

## Quiz: First

1. A *proverb* with {braces} = signs?
   - Well begun
     > Yes: so it goes.
   - Half done
   - C:\\dir ~ #1

   Hint: Think.
   Explanation: It is $a = b$.
   Points: 3

2. Which are rivers?
   - [x] Elbe
   - [x] Spree
   - [x] Oder
   - [ ] Harz

3. Water is wet.

   Answer: true

4. Capital of France?

   Answer: Paris | City of Light

5. How long is it?

   Answer: 1094 ± 5 km | 680 mi

6. Order them.
   1. one
   2. two
   3. three

7. Where?

   | City  | Country |
   |-------|---------|
   | Oslo  | Norway  |
   | Malmö | Sweden  |
   |       | Denmark |

## Quiz: Second

1. The Elbe ends in the [[North Sea|German Sea]] near Cuxhaven.

2. From [[Here]] to [[there]].

3. It is [[(up)|down]].

4. What does it print?

   ```python
   print(2 * 3)
   ```

   ```output
   6
   ```

5. And this?

   ```python
   print(1); print(2)
   ```

   ```output
   1
   2
   ```
";

/// A question of a GIFT file, read as Moodle reads it: name, text, what is between the braces, general feedback.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    name: String,
    text: String,
    answers: Vec<String>,
    explanation: String,
}

/// Where the first of some characters stands that nothing is said to take for itself.
fn bare(text: &str, wanted: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        if !is_escaped && text[at..].starts_with(wanted) {
            return Some(at);
        }
        is_escaped = !is_escaped && character == '\\';
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.trim().chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}

fn read(gift: &str) -> (Vec<String>, Vec<Read>) {
    let (mut categories, mut questions) = (Vec::new(), Vec::new());
    for part in gift.split("\n\n") {
        let part: Vec<&str> = part.lines().filter(|line| !line.starts_with("//")).collect();
        let part = part.join("\n");
        if let Some(name) = part.strip_prefix("$CATEGORY: ") {
            categories.push(name.trim().to_owned());
            continue;
        }
        let Some(rest) = part.strip_prefix("::") else {
            assert_eq!(part.trim(), "", "everything else is a comment");
            continue;
        };
        let (name, rest) = rest.split_at(bare(rest, "::").unwrap());
        let rest = rest[2..].strip_prefix("[html]").unwrap();
        let (open, close) = (bare(rest, "{").unwrap(), bare(rest, "}").unwrap());
        let inside = &rest[open + 1..close];
        let (answers, explanation) = match bare(inside, "####") {
            Some(at) => (&inside[..at], &inside[at + 4..]),
            None => (inside, ""),
        };
        let gap = if rest[close + 1..].trim().is_empty() { "" } else { "___" };
        questions.push(Read {
            name: unescaped(name),
            text: unescaped(&format!("{}{gap}{}", &rest[..open], &rest[close + 1..])),
            answers: answers.trim().lines().map(unescaped).collect(),
            explanation: unescaped(explanation),
        });
    }
    (categories, questions)
}

#[test]
fn gift_reads_back_question_by_question() {
    let room = Room::new();
    room.write("kinds/kinds.md", KINDS);
    let told = room.run(&["export", "gift", "kinds", "--out", "kinds.gift"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(told.out, "wrote 9 questions to kinds.gift\n");
    let gift = fs::read_to_string(room.path("kinds.gift")).unwrap();
    let (categories, questions) = read(&gift);
    let course = "Kinds: all//of them";
    assert_eq!(categories, ["First", "Second"].map(|quiz| format!("{course}/{course}/{quiz}")));
    let check = |at: usize, name: &str, text: &str, answers: &[&str], explanation: &str| {
        let expected = Read {
            name: name.into(),
            text: text.into(),
            answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
            explanation: explanation.into(),
        };
        assert_eq!(questions[at], expected);
    };
    check(
        0,
        "First 1",
        "A <em>proverb</em> with {braces} = signs?",
        &["=[html]Well begun#[html]Yes: so it goes.", "~[html]Half done", "~[html]C:\\dir ~ #1"],
        "[html]It is \\(a=b\\).",
    );
    let third = "~%33.33333%[html]";
    check(
        1,
        "First 2",
        "Which are rivers?",
        &[
            &format!("{third}Elbe"),
            &format!("{third}Spree"),
            &format!("{third}Oder"),
            "~%-33.33333%[html]Harz",
        ],
        "",
    );
    check(2, "First 3", "Water is wet.", &["TRUE"], "");
    check(3, "First 4", "Capital of France?", &["=%100%Paris", "=%100%City of Light"], "");
    check(4, "First 5", "How long is it?", &["#1094:5"], "");
    let pairs = ["=[html]Oslo -> Norway", "=[html]Malmö -> Sweden", "= -> Denmark"];
    check(5, "First 7", "Where?", &pairs, "");
    let sea = ["=%100%North Sea", "=%100%German Sea"];
    check(6, "Second 1", "The Elbe ends in the ___ near Cuxhaven.", &sea, "");
    check(7, "Second 3", "It is ___.", &["=up", "~down"], "");
    let code = "<p>What does it print?</p>\n<pre><code>print(2 * 3)\n</code></pre>";
    check(8, "Second 4", code, &["=%100%6"], "");
    assert_eq!(questions.len(), 9);

    for line in [
        "\"First\", question 1: without its hints, its points",
        "\"First\", question 5: without its unit, its answers in another unit",
        "\"First\", question 6: left out, GIFT has no questions about an order",
        "\"Second\", question 2: left out, GIFT has one gap in a text at most",
        "\"Second\", question 5: left out, its answer has several lines, and one of GIFT has one",
    ] {
        assert!(told.err.contains(&format!("Kinds: all/of them, {line}\n")), "{line}: {}", told.err);
    }
    assert!(told.err.ends_with("5 things above cannot be held by GIFT\n"), "{}", told.err);
    assert_eq!(told.err.lines().count(), 6, "and nothing else: {}", told.err);
}

#[test]
fn markdown_is_a_folder_with_the_answers_apart() {
    let room = Room::new();
    room.write("kinds/kinds.md", KINDS);
    let told = room.run(&["export", "markdown", "kinds", "--out", "plain"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let text = fs::read_to_string(room.path("plain/courses/kinds/kinds.md"));
    let text = text
        .unwrap_or_else(|_| panic!("{:?}", room.files("plain").iter().map(|it| &it.0).collect::<Vec<_>>()));
    let (questions, answers) = text.split_once("\n## Answers\n").unwrap();
    assert!(text.starts_with("# Kinds: all/of them\n\nThe text.\n\n## First\n\n1. A *proverb*"), "{text}");
    assert!(questions.contains("   - A. ") && questions.contains("   - C. "), "{questions}");
    assert!(questions.contains("The Elbe ends in the __________ near Cuxhaven."), "{questions}");
    assert!(questions.contains("It is __________ (up / down)."), "{questions}");
    for secret in ["Paris", "1094", "North Sea", "so it goes", "Think"] {
        assert!(!questions.contains(secret), "{secret} stands among the answers only");
        assert!(answers.contains(secret), "{secret}: {answers}");
    }
}

/// The order that is right is not the one that is printed, and the letters of the answers are those of the questions.
#[test]
fn letters_of_questions_and_answers_agree() {
    let room = Room::new();
    room.write("kinds/kinds.md", KINDS);
    assert_eq!(room.run(&["export", "markdown", "kinds", "--out", "plain"]).code, Some(0));
    let text = fs::read_to_string(room.path("plain/courses/kinds/kinds.md")).unwrap();
    let (questions, answers) = text.split_once("\n## Answers\n").unwrap();
    let (_, asked) = questions.split_once("6. Order them.\n\n").unwrap();
    let shown: Vec<&str> = asked.lines().take(3).map(|line| line.trim().split_at(4).1.trim()).collect();
    let (_, answer) = answers.split_once("\n6. ").unwrap();
    let letters: Vec<&str> = answer.lines().next().unwrap().split(", ").collect();
    let named = |letter: &&str| shown["ABC".find(*letter).unwrap()].trim_start_matches(". ");
    assert_eq!(letters.iter().map(named).collect::<Vec<_>>(), ["one", "two", "three"], "{asked} {answer}");
    assert_ne!(shown, ["one", "two", "three"]);
}

#[test]
fn a_former_export_is_replaced_and_anything_else_is_left_alone() {
    let room = Room::new();
    for (format, out) in [("markdown", "plain"), ("gift", "a/course.gift"), ("epub", "a/course.epub")] {
        for _ in 0..2 {
            let told = room.run(&["export", format, "--out", out]);
            assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{format}");
        }
    }
    assert!(room.path("plain/courses/course/kettle.md").exists(), "{:?}", room.names("plain/courses"));
    assert_eq!(room.names("a"), ["course.epub", "course.gift"], "nothing stays beside them");
    room.write("thesis/chapter.txt", "years of work");
    room.write("notes.txt", "mine");
    for (format, out, part) in [
        ("markdown", "thesis", "not written by Lectern; name another folder"),
        ("markdown", "notes.txt", "not written by Lectern; name another folder"),
        ("gift", "notes.txt", "not written by `lectern export`"),
        ("epub", "notes.txt", "not written by `lectern export`"),
        ("epub", "thesis", "`thesis/course.epub`"),
        ("markdown", "content/plain", "lies in the content folder"),
    ] {
        let told = room.run(&["export", format, "--out", out]);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{format} {out}");
        assert!(told.err.contains(&format!("`{out}`")) && told.err.contains(part), "{format}: {}", told.err);
    }
    assert_eq!(fs::read(room.path("notes.txt")).unwrap(), b"mine");
    assert_eq!(room.names("thesis"), ["chapter.txt"]);
    let told = room.run(&["export", "epub", "--out", "b.epub", "--language", "de_DE"]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("pt-BR"), "{}", told.err);
}
