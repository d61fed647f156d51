//! What the command line understands, and how it explains itself.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use site::Address;

use crate::help;

/// Turns a folder of Markdown lessons into a course that plays anywhere a browser does.
#[derive(Parser)]
#[command(name = "lectern", bin_name = BIN_NAME, version, long_about = help::LECTERN, after_help = help::EXIT_CODES)]
#[command(after_long_help = help::FIRST_STEPS)]
pub(crate) struct Lectern {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What people type: a program that was built for development is run by cargo.
const BIN_NAME: &str = if cfg!(player_inside) { "lectern" } else { "cargo lectern" };

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write a small course that shows what a lesson can hold, to begin from.
    #[command(after_help = help::NEW)]
    New {
        /// The folder to make; one that is there has to be empty.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Report every error and warning in the content.
    #[command(after_help = help::CHECK)]
    Check(Check),
    /// Show the course in the browser and follow every change.
    #[command(after_help = help::SERVE)]
    Serve(Serve),
    /// Write the course as a folder that any web server can serve.
    #[command(after_help = help::BUILD)]
    Build {
        #[command(flatten)]
        content: ContentFolder,
        /// The folder to write; a former site in it is replaced, anything else is left alone.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Where the site will be found, such as https://school.example/courses/: each page names its whole address
        /// then, for search engines and previews of links, and there is a sitemap.xml.
        #[arg(long, value_name = "ADDRESS")]
        url: Option<Address>,
    },
    /// Bring somebody else's course into a content folder, and list what could not be carried over.
    #[command(after_help = help::IMPORT)]
    Import(Import),
    /// Write the course as Markdown, as GIFT for question banks, or as an e-book.
    #[command(after_help = help::EXPORT)]
    Export(Export),
    /// Print a script by which a shell completes what you type.
    #[command(after_help = help::COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of one command.
    #[command(after_help = help::MAN)]
    Man {
        /// The command, such as `build`.
        command: Option<String>,
    },
    /// Make a site of a folder with a built player, in place; trunk calls this after its build.
    #[cfg(not(player_inside))]
    #[command(hide = true)]
    Assemble {
        /// The folder; without it what TRUNK_STAGING_DIR names.
        folder: Option<PathBuf>,
    },
}

/// The folder that a command is about.
#[derive(Args)]
pub(crate) struct ContentFolder {
    /// The folder with the lessons [default: `content`, or this folder where there is no `content`].
    #[arg(value_name = "CONTENT")]
    pub(crate) named: Option<PathBuf>,
}

/// What `check` is told.
#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) content: ContentFolder,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Take warnings for errors: end with exit code 1 where there are any.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Also say what could be better.
    #[arg(long)]
    pub(crate) advice: bool,
}

/// What `import` is told.
#[derive(Args)]
pub(crate) struct Import {
    /// The course: the folder of an mdBook, or a file of GIFT, LiaScript or quizdown.
    pub(crate) source: PathBuf,
    /// The folder to write; it has to be new or empty.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// What the course is written in; without it, what it looks like.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<SourceFormat>,
}

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourceFormat {
    /// Moodle's text format for questions.
    Gift,
    /// Courses of LiaScript, with their quizzes.
    Liascript,
    /// Books of mdBook, with the questions of mdbook-quiz.
    Mdbook,
    /// Quizzes of quizdown.
    Quizdown,
}

/// What `serve` is told.
#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) content: ContentFolder,
    /// The port to listen on; without it the first free one from 3000 on.
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Also let other devices in your network see the course, such as a telephone.
    ///
    /// Without it only this machine can. Use it in networks you trust: whoever is in there can read along, and what
    /// they get is not encrypted. For want of encryption browsers keep nothing for offline use there.
    #[arg(long)]
    pub(crate) lan: bool,
    /// Do not open the browser.
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// What `export` is told.
#[derive(Args)]
pub(crate) struct Export {
    /// The form.
    pub(crate) format: ExportFormat,
    #[command(flatten)]
    pub(crate) content: ContentFolder,
    /// The folder or file to write; a former export is replaced, anything else is left alone.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: PathBuf,
    /// The language of the course, as books tell it: `en`, `de`, `pt-BR`.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    pub(crate) language: String,
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A folder of plain Markdown, with the answers at the end of each lesson.
    Markdown,
    /// The questions in Moodle's text format; what it cannot hold is listed.
    Gift,
    /// An e-book, EPUB 3, with the answers at its end.
    Epub,
}

impl ExportFormat {
    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Gift => "GIFT",
            Self::Epub => "an e-book",
        }
    }

    /// A file that could be written.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Markdown => "course",
            Self::Gift => "course.gift",
            Self::Epub => "course.epub",
        }
    }
}

/// A tag of a language, as far as it can be told from its looks (BCP 47).
fn language(text: &str) -> Result<String, String> {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|it| it.is_ascii_alphanumeric());
    let is_tag = text.split('-').all(is_part) && text.starts_with(|first: char| first.is_ascii_alphabetic());
    if is_tag { Ok(text.to_owned()) } else { Err("write a tag such as `en`, `de` or `pt-BR`".into()) }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines in question.
    #[default]
    Human,
    /// For programs: one JSON object.
    Json,
    /// For code hosts and editors: Static Analysis Results Interchange Format 2.1.0.
    Sarif,
    /// For GitHub's and Forgejo's runners: annotations of the change.
    Github,
}

/// What can be taken for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Every warning.
    Warnings,
}

/// The command line as scripts and manuals describe it: under the name of the program, however it was built.
pub(crate) fn described() -> clap::Command {
    Lectern::command().bin_name("lectern")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Command {
        Lectern::try_parse_from([&["lectern"], words].concat()).unwrap().command
    }

    #[test]
    fn the_command_line_is_consistent() {
        Lectern::command().debug_assert();
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        assert!(matches!(
            parse(&["check"]),
            Command::Check(Check {
                content: ContentFolder { named: None },
                format: Format::Human,
                deny: None,
                advice: false
            })
        ));
        let Command::Serve(told) = parse(&["serve", "other", "--port", "8080", "--no-open"]) else {
            panic!("it is told to serve")
        };
        assert_eq!(told.content.named.unwrap().as_os_str(), "other");
        assert_eq!((told.port, told.no_open, told.lan), (Some(8080), true, false));
        assert!(Lectern::try_parse_from(["lectern", "build"]).is_err(), "a build says where to");
        let build = |url: &str| Lectern::try_parse_from(["lectern", "build", "--out", "site", "--url", url]);
        assert!(build("https://school.example").is_ok());
        assert!(build("school").is_err(), "an address is a whole one");
        assert!(Lectern::try_parse_from(["lectern", "import", "a.gift"]).is_err(), "so does an import");
        assert!(matches!(
            parse(&["import", "book", "--out", "content", "--format", "mdbook"]),
            Command::Import(Import { format: Some(SourceFormat::Mdbook), .. })
        ));
    }

    #[test]
    fn every_command_shows_examples_and_exit_codes() {
        for command in Lectern::command().get_subcommands().filter(|command| !command.is_hide_set()) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  lectern "), "{}: {help}", command.get_name());
            assert!(help.contains("Exit codes:\n  0  "), "{}: {help}", command.get_name());
        }
    }
}
