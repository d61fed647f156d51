//! The longer words of `--help`: what to begin with, examples that can be typed as they stand, and exit codes.

/// A text of examples, with the exit codes that hold for every command.
macro_rules! examples {
    ($examples:literal) => {
        concat!("Examples:\n", $examples, "\n\n", exit_codes!())
    };
}

macro_rules! exit_codes {
    () => {
        "\
Exit codes:
  0  it worked; there may be warnings
  1  the content has errors, or warnings where these are denied
  2  wrong usage, or something on this machine stands in the way"
    };
}

pub(crate) const EXIT_CODES: &str = exit_codes!();

pub(crate) const LECTERN: &str = "\
Turns a folder of Markdown lessons into a course that plays anywhere a browser does.

A lesson is a text file. Its first lines say what it is called:

  ---
  id: kettle
  title: Boiling water
  ---

Below them stands Markdown. Under a heading `Knowledge Check` a numbered list holds questions, and a bullet list in each of them the choices, of which the first one is right.";

pub(crate) const FIRST_STEPS: &str = concat!(
    "\
First steps:
  lectern new tea              write a small course to begin from
  cd tea
  lectern serve                see it in the browser, and every change as you make it
  lectern check --advice       hear what could be better
  lectern build --out site     write what goes to a web host

`lectern help COMMAND` explains each of them, with examples.

",
    exit_codes!()
);

pub(crate) const NEW: &str = examples!(
    "  lectern new tea              the folder `tea`, with a course in `tea/content`
  lectern new .                this folder, if nothing is in it"
);

pub(crate) const CHECK: &str = examples!(
    "  lectern check                     the folder `content`, or this one
  lectern check lessons --advice    another folder, and what could be better in it
  lectern check --deny warnings     for a script that lets no warning pass
  lectern check --format sarif      for a code host"
);

pub(crate) const SERVE: &str = examples!(
    "  lectern serve                the folder `content`, or this one, at the first free port
  lectern serve lessons        another folder
  lectern serve --lan          try it on a telephone in the same network as well
  lectern serve --port 8080 --no-open

Ctrl-C ends it."
);

pub(crate) const BUILD: &str = examples!(
    "  lectern build --out site              the folder `content`
  lectern build lessons --out public    another folder
  lectern build --out site --url https://school.example/courses/

What was in the folder before is replaced in one step, when everything is written: until then, and where anything goes wrong, it stays as it was."
);

pub(crate) const IMPORT: &str = examples!(
    "  lectern import path/to/book --out content      an mdBook, with the questions of mdbook-quiz
  lectern import course.md --out content         a course of LiaScript
  lectern import questions.gift --out content    questions from Moodle

Nothing is overwritten. What could not be carried over is listed, and stands in `_import.md` beside the lessons."
);

pub(crate) const EXPORT: &str = examples!(
    "  lectern export markdown --out plain
  lectern export gift --out questions.gift
  lectern export epub lessons --out course.epub --language de

What the form cannot hold is listed, one thing a line."
);

pub(crate) const COMPLETIONS: &str = examples!(
    "  lectern completions bash > ~/.local/share/bash-completion/completions/lectern
  lectern completions zsh > ~/.zfunc/_lectern
  lectern completions fish > ~/.config/fish/completions/lectern.fish"
);

pub(crate) const MAN: &str = examples!(
    "  lectern man | man -l -       read it
  lectern man build > lectern-build.1"
);
