//! Source code as HTML, coloured at build time by classes that `style/` gives colours to.
//!
//! | class  | what it marks                            |
//! |--------|------------------------------------------|
//! | `hl-k` | keyword                                  |
//! | `hl-s` | string                                   |
//! | `hl-c` | comment                                  |
//! | `hl-n` | number, constant, escape                 |
//! | `hl-f` | function, command                        |
//! | `hl-t` | type, tag                                |
//! | `hl-v` | attribute, key, parameter, `$variable`   |
//! | `hl-i` | inserted line of a diff                  |
//! | `hl-d` | deleted line of a diff                   |
//!
//! Everything else, punctuation and operators above all, stays plain text without an element.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::markdown::escape;

/// A line longer than this is data, not something to read in colour.
const LONGEST_LINE: usize = 2_000;

/// Longer lines are hardly ever shown twice.
const LONGEST_KNOWN_LINE: usize = 80;

/// How many lines are kept at most, by each thread: a few megabytes.
const MOST_KNOWN_LINES: usize = 10_000;

/// Which class the innermost scope with one of these prefixes gives. The first prefix that fits decides, so the
/// longer ones stand first. An empty class ends the search: inside is code again, as in `"${name}"`.
const CLASSES: [(&str, &str); 45] = [
    ("comment", "hl-c"),
    ("constant.character.escape", "hl-n"),
    ("constant.other.symbol", "hl-s"),
    ("constant", "hl-n"),
    ("string.unquoted", ""),
    ("string", "hl-s"),
    ("keyword.operator.word", "hl-k"),
    ("keyword.operator.logical.python", "hl-k"),
    ("keyword.operator.new", "hl-k"),
    ("keyword.operator.dockerfile", "hl-k"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("variable.language", "hl-k"),
    ("variable.parameter", "hl-v"),
    ("variable.function", "hl-f"),
    ("variable.annotation", "hl-f"),
    ("variable.other.readwrite.shell", "hl-v"),
    ("punctuation.definition.variable", "hl-v"),
    ("entity.name.function", "hl-f"),
    ("entity.name.tag", "hl-t"),
    ("entity.name.type", "hl-t"),
    ("entity.name.class", "hl-t"),
    ("entity.name.struct", "hl-t"),
    ("entity.name.enum", "hl-t"),
    ("entity.name.interface", "hl-t"),
    ("entity.name.trait", "hl-t"),
    ("entity.name.impl", "hl-t"),
    ("entity.name.section", "hl-k"),
    ("entity.other.inherited-class", "hl-t"),
    ("entity.other.attribute-name", "hl-v"),
    ("support.function", "hl-f"),
    ("support.macro", "hl-f"),
    ("support.type.property-name", "hl-v"),
    ("support.type", "hl-t"),
    ("support.class", "hl-t"),
    ("support.constant", "hl-n"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("markup.heading", "hl-k"),
    ("markup.raw", "hl-s"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("meta.diff.header", "hl-c"),
    ("source", ""),
];

/// Names that authors use for a language and the syntax set does not know.
const ALIASES: [(&str, &str); 13] = [
    ("shell", "bash"),
    ("zsh", "bash"),
    ("docker", "dockerfile"),
    ("golang", "go"),
    ("node", "js"),
    ("python3", "py"),
    ("ipython", "py"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("ndjson", "json"),
    ("hcl", "tf"),
    ("csharp", "cs"),
    ("patch", "diff"),
];

/// The HTML of a piece of code; plain where the language is not known.
pub(crate) fn html(language: &str, code: &str) -> String {
    match syntax(language) {
        Some(syntax) => coloured(syntax, code),
        None => escape::text(code),
    }
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language.is_empty() {
        return None;
    }
    let language = language.to_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == language);
    let syntax = syntaxes().find_syntax_by_token(alias.map_or(&language, |(_, token)| token))?;
    (syntax.name != "Plain Text").then_some(syntax)
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

fn coloured(syntax: &SyntaxReference, code: &str) -> String {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans::default();
    if syntax.name == "Dockerfile" {
        // Its grammar knows the other instructions only below a `FROM`, but a lesson may show a part of a file.
        for (_, operation) in state.parse_line("FROM scratch\n", syntaxes()).unwrap_or_default() {
            _ = stack.apply(&operation);
        }
    }
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            spans.push("", line);
            continue;
        }
        let operations = parsed(&mut state, line);
        let mut written = 0;
        for (at, operation) in operations.iter() {
            let at = line.floor_char_boundary((*at).max(written));
            spans.push(class(&stack), &line[written..at]);
            written = at;
            if stack.apply(operation).is_err() {
                stack = ScopeStack::new();
            }
        }
        spans.push(class(&stack), &line[written..]);
    }
    spans.finish()
}

/// What a line comes to, and the state behind it. Lessons show the same lines again and again, an import, a bracket,
/// an empty line; the grammar is asked once for each line and state it begins in.
fn parsed(state: &mut ParseState, line: &str) -> Operations {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Vec<Known>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) = known.get(line).and_then(|all| all.iter().find(|known| known.before == *state)) {
            state.clone_from(&found.after);
            return found.operations.clone();
        }
        let before = state.clone();
        // A grammar that fails leaves its line plain; the text is what counts.
        let operations: Operations = state.parse_line(line, syntaxes()).unwrap_or_default().into();
        if line.len() <= LONGEST_KNOWN_LINE && known.len() < MOST_KNOWN_LINES {
            let after = state.clone();
            known.entry(line.into()).or_default().push(Known {
                before,
                after,
                operations: operations.clone(),
            });
        }
        operations
    })
}

/// What the grammar says of a line: at each of these bytes, scopes begin or end.
type Operations = Rc<[(usize, ScopeStackOp)]>;

/// A line that was seen before.
struct Known {
    before: ParseState,
    after: ParseState,
    operations: Operations,
}

fn class(stack: &ScopeStack) -> &'static str {
    static SCOPES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    let scopes = SCOPES.get_or_init(|| {
        let scope = |prefix| Scope::new(prefix).expect("every prefix of the table is a scope");
        CLASSES.iter().map(|(prefix, class)| (scope(prefix), *class)).collect()
    });
    thread_local! {
        static KNOWN: RefCell<HashMap<Scope, Option<&'static str>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let of_scope = |scope: &Scope| {
            *known.entry(*scope).or_insert_with(|| {
                scopes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class)
            })
        };
        stack.scopes.iter().rev().find_map(of_scope).unwrap_or("")
    })
}

/// Collects text, joining neighbours of one class; white space joins whatever stands before it.
#[derive(Default)]
struct Spans {
    html: String,
    class: &'static str,
    pending: String,
}

impl Spans {
    fn push(&mut self, class: &'static str, text: &str) {
        if class != self.class && !text.trim().is_empty() {
            self.flush();
            self.class = class;
        }
        self.pending.push_str(text);
    }

    fn flush(&mut self) {
        if self.class.is_empty() {
            escape::text_into(&self.pending, &mut self.html);
        } else {
            let start = self.pending.len() - self.pending.trim_start().len();
            let end = self.pending.trim_end().len();
            self.html.push_str(&self.pending[..start]);
            self.html.push_str("<span class=\"");
            self.html.push_str(self.class);
            self.html.push_str("\">");
            escape::text_into(&self.pending[start..end], &mut self.html);
            self.html.push_str("</span>");
            self.html.push_str(&self.pending[end..]);
        }
        self.pending.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, code: &str, expected: &str) {
        assert_eq!(html(language, code), expected, "{language}");
    }

    #[test]
    fn the_usual_languages_are_coloured() {
        check("nothing-known", "a < b\n", "a &lt; b\n");
        check("text", "if x\n", "if x\n");
        for (language, code) in [
            ("python", "def f(x):\n    return \"a\"  # c\n"),
            ("py", "import os\n"),
            ("bash", "echo \"$HOME\"\n"),
            ("shell", "if true; then ls; fi\n"),
            ("yaml", "key: 1\n"),
            ("dockerfile", "FROM debian\n"),
            ("docker", "RUN ls\n"),
            ("toml", "a = 1\n"),
            ("typescript", "const a: number = 1;\n"),
            ("tsx", "const a = <b/>;\n"),
            ("json", "{\"a\": 1}\n"),
            ("rust", "fn main() {}\n"),
            ("sql", "SELECT 1;\n"),
            ("go", "func main() {}\n"),
            ("hcl", "resource \"a\" \"b\" {}\n"),
            ("diff", "+a\n-b\n"),
            ("javascript", "let a = 1;\n"),
            ("html", "<b class=\"c\">\n"),
            ("css", "a { color: red }\n"),
            ("c++", "int a = 1;\n"),
            ("java", "class A {}\n"),
            ("ini", "[a]\nb = 1\n"),
            ("nginx", "server { listen 80; }\n"),
            ("makefile", "all: x\n\techo 1\n"),
            ("r", "x <- 1\n"),
        ] {
            assert!(html(language, code).contains("<span class=\"hl-"), "{language}");
        }
    }

    #[test]
    fn no_syntax_fails_on_odd_text() {
        let text = "\"'`${ é<!-- /* # \\\n\t}}])>*/ 😀\r\n+- @x: y=1; if def <<EOF\n\n";
        let plain = |html: &str| {
            let mut plain = String::new();
            let mut inside = false;
            for character in html.chars() {
                match character {
                    '<' => inside = true,
                    '>' => inside = false,
                    other if !inside => plain.push(other),
                    _ => {}
                }
            }
            plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        };
        for syntax in syntaxes().syntaxes() {
            assert_eq!(plain(&coloured(syntax, text)), text, "{}", syntax.name);
        }
    }
}
