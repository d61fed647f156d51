//! Regular expressions behind `Pattern:`, compiled into the small program that the player runs.
//!
//! The construction is Thompson's (Regular expression search algorithm, CACM 1968): every operator of the
//! expression becomes a few steps, so that the program is as long as the expression with its counts written out.

use std::ops::Range;

use course::pattern::{Pattern, Step};
use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// The longest program there may be.
const MOST_STEPS: usize = 2_000;
/// The most ranges of characters in all steps together: `\w` alone has some 700 of them.
const MOST_RANGES: usize = 10_000;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: String,
    /// Bytes of the expression.
    pub(super) part: Range<usize>,
}

/// Compiles an expression that is matched against a whole answer, which is in lower case then.
pub(super) fn compile(expression: &str) -> Result<Pattern, Problem> {
    let all = 0..expression.len();
    let syntax = ast::parse::Parser::new().parse(expression).map_err(|error| Problem {
        message: lower_first(&error.kind().to_string()),
        part: widened(expression, place(error.span())),
    })?;
    if let Some(part) = inner_assertion(&syntax, true, true) {
        let message = format!("`{}` cannot stand here", &expression[part.clone()]);
        return Err(Problem { message, part });
    }
    let mut translator = TranslatorBuilder::new().case_insensitive(true).build();
    let hir = translator.translate(expression, &syntax).map_err(|error| Problem {
        message: lower_first(&error.kind().to_string()),
        part: widened(expression, place(error.span())),
    })?;
    let mut program = Program::default();
    if program.add(&hir).is_none() || program.put(Step::Match).is_none() {
        return Err(Problem { message: "the pattern is too large".into(), part: all });
    }
    Ok(Pattern { steps: program.steps })
}

#[derive(Default)]
struct Program {
    steps: Vec<Step>,
    ranges: usize,
}

impl Program {
    /// Adds the steps of an expression; `None` where they become too many.
    fn add(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            // Anchors are left only where they change nothing.
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                let text = str::from_utf8(&literal.0).ok()?;
                text.chars().try_for_each(|character| self.characters(vec![(character, character)]))
            }
            HirKind::Class(Class::Unicode(class)) => {
                self.characters(class.iter().map(|range| (range.start(), range.end())).collect())
            }
            HirKind::Class(Class::Bytes(class)) => {
                let ascii = |byte: u8| char::from(byte.min(0x7f));
                self.characters(
                    class.iter().map(|range| (ascii(range.start()), ascii(range.end()))).collect(),
                )
            }
            HirKind::Capture(capture) => self.add(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.add(part)),
            HirKind::Alternation(ways) => self.alternation(ways),
            HirKind::Repetition(repetition) => self.repetition(repetition),
        }
    }

    fn alternation(&mut self, ways: &[Hir]) -> Option<()> {
        let mut ends = Vec::new();
        for (index, way) in ways.iter().enumerate() {
            if index + 1 == ways.len() {
                self.add(way)?;
            } else {
                let split = self.put(Step::Jump(0))?;
                self.add(way)?;
                ends.push(self.put(Step::Jump(0))?);
                self.steps[split] = Step::Either(index_of(split + 1), self.next());
            }
        }
        for end in ends {
            self.steps[end] = Step::Jump(self.next());
        }
        Some(())
    }

    fn repetition(&mut self, repetition: &Repetition) -> Option<()> {
        for _ in 0..repetition.min {
            let before = self.steps.len();
            self.add(&repetition.sub)?;
            // What takes no step needs no repetition, however often it is asked for.
            if self.steps.len() == before {
                return Some(());
            }
        }
        match repetition.max {
            None => {
                let split = self.put(Step::Jump(0))?;
                self.add(&repetition.sub)?;
                self.put(Step::Jump(index_of(split)))?;
                self.steps[split] = Step::Either(index_of(split + 1), self.next());
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in repetition.min..max {
                    let split = self.put(Step::Jump(0))?;
                    splits.push(split);
                    self.add(&repetition.sub)?;
                }
                for split in splits {
                    self.steps[split] = Step::Either(index_of(split + 1), self.next());
                }
            }
        }
        Some(())
    }

    fn characters(&mut self, ranges: Vec<(char, char)>) -> Option<()> {
        self.ranges += ranges.len();
        self.put(Step::Character(ranges)).filter(|_| self.ranges <= MOST_RANGES).map(|_| ())
    }

    fn put(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() <= MOST_STEPS).then_some(self.steps.len() - 1)
    }

    fn next(&self) -> u32 {
        index_of(self.steps.len())
    }
}

/// The bound on the number of steps makes the conversion exact.
fn index_of(step: usize) -> u32 {
    u32::try_from(step).unwrap_or(u32::MAX)
}

/// The first assertion that is more than `^` at the beginning or `$` at the end of the whole.
fn inner_assertion(syntax: &Ast, at_start: bool, at_end: bool) -> Option<Range<usize>> {
    match syntax {
        Ast::Assertion(assertion) => {
            use ast::AssertionKind::{EndLine, EndText, StartLine, StartText};
            let is_outer = match assertion.kind {
                StartLine | StartText => at_start,
                EndLine | EndText => at_end,
                _ => false,
            };
            (!is_outer).then(|| place(&assertion.span))
        }
        Ast::Group(group) => inner_assertion(&group.ast, at_start, at_end),
        Ast::Repetition(repetition) => inner_assertion(&repetition.ast, false, false),
        Ast::Alternation(ways) => ways.asts.iter().find_map(|way| inner_assertion(way, at_start, at_end)),
        Ast::Concat(parts) => {
            let last = parts.asts.len().saturating_sub(1);
            let at = |index| (at_start && index == 0, at_end && index == last);
            parts.asts.iter().enumerate().find_map(|(index, part)| {
                let (at_start, at_end) = at(index);
                inner_assertion(part, at_start, at_end)
            })
        }
        _ => None,
    }
}

fn place(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// A place to point at: where an error has none of its own, the character behind it, or the last one.
fn widened(expression: &str, part: Range<usize>) -> Range<usize> {
    let behind = expression[part.start..].chars().next().map_or(0, char::len_utf8);
    let before = expression[..part.start].chars().next_back().map_or(0, char::len_utf8);
    match (part.is_empty(), behind) {
        (false, _) => part,
        (true, 0) => part.start - before..part.end,
        (true, _) => part.start..part.start + behind,
    }
}

fn lower_first(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut characters = first.chars();
    characters.next().map_or(String::new(), |letter| letter.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, right: &[&str], wrong: &[&str]) {
        let pattern = compile(expression).unwrap_or_else(|problem| panic!("{expression}: {problem:?}"));
        for text in right {
            assert!(pattern.matches(text), "{expression} and {text:?}");
        }
        for text in wrong {
            assert!(!pattern.matches(text), "{expression} and {text:?}");
        }
    }

    #[test]
    fn a_pattern_fits_what_the_expression_says() {
        check("colou?r", &["color", "colour"], &["colouur", "colou", "a color"]);
        check("^(Docker|Podman)$", &["docker", "podman"], &["", "dockerpodman"]);
        check("^a$|^b$", &["a", "b"], &["ab"]);
        check("[A-Z]{2,3}-\\d+", &["ab-1", "abc-42"], &["a-1", "abcd-1", "ab-"]);
        check("(ab)*c+", &["c", "ababcc"], &["abab", "abac"]);
        check("x{0}y?", &["", "y"], &["x"]);
        check("(?:a|b|cd){2}", &["ab", "cda"], &["a", "abc"]);
        check("é.ß", &["éxß"], &["exß"]);
        check("\\p{Greek}+", &["λόγος"], &["logos"]);
        check("a{2,}", &["aa", "aaaa"], &["a"]);
        check("", &[""], &["a"]);
        check("(a*)*", &["", "aaa"], &["b"]);
        check("()*x", &["x"], &[""]);
        check("[^\\d\\D]", &[], &["", "a"]);
    }

    #[test]
    fn what_cannot_be_matched_is_refused_with_its_place() {
        for (expression, part) in [
            ("(ab", "("),
            ("a**b)", ")"),
            ("[z-a]", "z-a"),
            ("x(?=y)", "(?="),
            (r"(a)\1", r"\1"),
            (r"a\bb", r"\b"),
            ("a^b", "^"),
            ("(^a)*", "^"),
            ("a{1000}{1000}", "a{1000}{1000}"),
            (r"\w{100}", r"\w{100}"),
            ("*a", "*"),
            (r"\p{Nothing}", r"\p{Nothing}"),
        ] {
            let problem = compile(expression).err().unwrap_or_else(|| panic!("{expression}"));
            assert_eq!(&expression[problem.part], part, "{expression}: {}", problem.message);
            assert!(!problem.message.is_empty());
        }
    }
}
