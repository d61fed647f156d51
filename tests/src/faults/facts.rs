//! What a learner has done on the desk, and what a page has to show of it.

use std::collections::BTreeMap;

use super::Step;
use course::identity::id_of_text;

/// Facts by their names: of a question what is picked or typed and the verdict, of a lesson that it is completed.
pub type Facts = BTreeMap<String, String>;

/// All lessons of the desk, and what stands on the page of each: questions with what is right, steps, fields.
const LESSONS: [(&str, &[(&str, &str)]); 3] = [
    (
        "bench",
        &[
            ("soft", "Pine"),
            ("hard", "Ebony"),
            ("holds", "dowel"),
            ("Saw the boards", ""),
            ("Join them", ""),
            ("notes", ""),
            ("others", ""),
        ],
    ),
    ("trial", &[("wood", "Birch"), ("tool", "hammer"), ("attempt", "")]),
    ("glue", &[(GLUE, "Hide")]),
];

/// The question of the lesson `glue`, which has no id of its author's.
const GLUE: &str = "What is glue made of?";

/// What was done so far.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    facts: Facts,
    /// The lessons that were opened, each once.
    opened: Vec<&'static str>,
}

impl Sheet {
    /// Keeps count of a step.
    pub fn take(&mut self, step: &Step) {
        match *step {
            Step::Open(lesson) if !self.opened.contains(&lesson) => self.opened.push(lesson),
            Step::Pick(question, text) | Step::Type(question, text) => self.set(question, text),
            Step::Check(question) => {
                self.judge(question);
                if question.contains('?') {
                    self.set("glue", "completed");
                }
            }
            Step::Note(text) => self.set("notes", text),
            Step::Tick(task) => self.set(task, "done"),
            Step::Complete => self.set("bench", "completed"),
            Step::HandIn => {
                self.judge("wood");
                self.judge("tool");
                self.set("trial", "completed");
            }
            Step::Retry => {
                self.set("wood", "");
                self.set("tool", "");
                let attempts: u32 = self.facts.get("attempt").and_then(|it| it.parse().ok()).unwrap_or(1);
                self.set("attempt", &(attempts + 1).to_string());
            }
            Step::Now(name, fact) => self.set(name, fact),
            _ => {}
        }
    }

    /// Puts a fact into the place of what was known by its name; an empty one removes it.
    pub fn set(&mut self, name: &str, fact: &str) {
        let name = shown_name(name);
        match fact.is_empty() {
            true => _ = self.facts.remove(&name),
            false => _ = self.facts.insert(name, fact.to_owned()),
        }
    }

    /// What the page of a lesson shows: everything but what stands on the pages of the others.
    pub fn on(&self, lesson: &str) -> Facts {
        let others = LESSONS.iter().filter(|(id, _)| *id != lesson).flat_map(|(_, names)| *names);
        let others: Vec<String> = others.map(|(name, _)| shown_name(name)).collect();
        let facts = self.facts.iter().filter(|(name, _)| !others.contains(name));
        facts.map(|(name, fact)| (name.clone(), fact.clone())).collect()
    }

    /// The lessons that were opened.
    pub fn lessons(&self) -> impl Iterator<Item = &'static str> {
        self.opened.iter().copied()
    }

    fn judge(&mut self, question: &str) {
        let given = self.facts.get(&shown_name(question)).cloned().unwrap_or_default();
        if given.ends_with(" correct") || given.ends_with("wrong") {
            return;
        }
        let mut all = LESSONS.iter().flat_map(|(_, names)| *names);
        let is_right = match question.contains('?') {
            true => given == "Hide",
            false => all.any(|(name, right)| *name == question && *right == given),
        };
        let fact = format!("{given} {}", if is_right { "correct" } else { "wrong" });
        self.set(question, fact.trim());
    }
}

/// The name by which a page knows a fact: a question without an id of its author's is told by its text.
fn shown_name(name: &str) -> String {
    if name.contains('?') { id_of_text(name) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_its_own_facts_and_which_lessons_are_completed() {
        let mut sheet = Sheet::default();
        for step in [
            Step::Open("bench"),
            Step::Pick("soft", "Oak"),
            Step::Check("soft"),
            Step::Open("trial"),
            Step::Type("tool", "hammer"),
            Step::HandIn,
        ] {
            sheet.take(&step);
        }
        let facts = |facts: &[(&str, &str)]| facts.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        let bench: Facts = facts(&[("soft", "Oak wrong"), ("trial", "completed")]);
        assert_eq!(sheet.on("bench"), bench);
        let trial: Facts = facts(&[("wood", "wrong"), ("tool", "hammer correct"), ("trial", "completed")]);
        assert_eq!(sheet.on("trial"), trial);
        sheet.take(&Step::Retry);
        assert_eq!(sheet.on("trial"), facts(&[("attempt", "2"), ("trial", "completed")]));
        assert_eq!(sheet.lessons().collect::<Vec<_>>(), ["bench", "trial"]);
    }
}
