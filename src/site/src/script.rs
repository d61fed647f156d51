//! JavaScript as learners fetch it: without its comments and its indentation, which are for those who read it here.
//!
//! No parser: only whole lines go, so what is left is what was written. Hosts compress what they send, and still a
//! comment costs a third of its length.

/// The script without lines that are only comments, and without what stands before others.
pub(crate) fn lean(script: &str) -> String {
    let mut lean = String::with_capacity(script.len());
    let (mut is_comment, mut is_text) = (false, false);
    for line in script.lines() {
        let trimmed = line.trim_start();
        if is_text {
            // Inside of a template literal every character counts.
            lean.push_str(line);
        } else if is_comment || trimmed.starts_with("/*") {
            is_comment = !trimmed.trim_end().ends_with("*/");
            if is_comment && trimmed.contains("*/") {
                return script.to_owned();
            }
            continue;
        } else if trimmed.is_empty() || trimmed.starts_with("//") {
            continue;
        } else {
            lean.push_str(trimmed);
        }
        lean.push('\n');
        is_text ^= line.matches('`').count() % 2 == 1;
    }
    // Where marks do not add up there is more to the script than is understood here.
    if is_text || is_comment { script.to_owned() } else { lean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_nothing_else() {
        let script = "// what `it` is\n/** Says\n * more. */\nconst a = 1; // one\n\n  /* two */\n  if (a)\n    b(\"// c\");\n";
        assert_eq!(lean(script), "const a = 1; // one\nif (a)\nb(\"// c\");\n");
    }

    #[test]
    fn what_stands_in_a_text_stays() {
        let script = "const a = `x\n  // y\n  /* z */\n`;\n  b(`c`);\n";
        assert_eq!(lean(script), "const a = `x\n  // y\n  /* z */\n`;\nb(`c`);\n");
        for odd in ["a(); // it`s\n  b();\n", "/* a\n  b();\n", "/* a */ b();\n", "/* a\n */ b();\n"] {
            assert_eq!(lean(odd), odd, "better whole than wrong");
        }
    }
}
