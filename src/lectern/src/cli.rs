//! What the command line understands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use site::Address;

/// Turns a folder of Markdown lessons into a course that plays anywhere a browser does.
#[derive(Parser)]
#[command(name = "lectern", bin_name = "cargo lectern", version, after_help = EXIT_CODES)]
pub(crate) struct Lectern {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  it worked; there may be warnings
  1  the content has errors, or warnings where these are denied
  2  wrong usage, or something on this machine stands in the way";

/// What `check` is told.
#[derive(Args)]
pub(crate) struct Check {
    /// The folder with the lessons.
    #[arg(default_value = "content")]
    pub(crate) content: PathBuf,
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

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Report every error and warning in the content.
    #[command(after_help = EXIT_CODES)]
    Check(Check),
    /// Show the course in the browser and follow every change.
    #[command(after_help = EXIT_CODES)]
    Serve {
        /// The folder with the lessons.
        #[arg(default_value = "content")]
        content: PathBuf,
        /// The port to listen on; without it the first free one from 3000 on.
        #[arg(long, value_name = "N")]
        port: Option<u16>,
        /// Do not open the browser.
        #[arg(long)]
        no_open: bool,
    },
    /// Write the course as a folder that any web server can serve.
    #[command(after_help = EXIT_CODES)]
    Build {
        /// The folder with the lessons.
        #[arg(default_value = "content")]
        content: PathBuf,
        /// The folder to write; a former site in it is replaced, anything else is left alone.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Where the site will be found, such as https://school.example/courses/: each page names its whole address
        /// then, for search engines and previews of links, and there is a sitemap.xml.
        #[arg(long, value_name = "ADDRESS")]
        url: Option<Address>,
    },
    /// Bring somebody else's course into a content folder, and list what could not be carried over.
    #[command(after_help = EXIT_CODES)]
    Import(Import),
    /// Make a site of a folder with a built player, in place; trunk calls this after its build.
    #[command(hide = true)]
    Assemble {
        /// The folder; without it what TRUNK_STAGING_DIR names.
        folder: Option<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Lectern::command().debug_assert();
    }

    #[test]
    fn the_content_folder_is_named_content_unless_said_otherwise() {
        let parse = |words: &[&str]| Lectern::try_parse_from([&["lectern"], words].concat()).unwrap().command;
        assert!(matches!(
            parse(&["check"]),
            Command::Check(Check { content, format: Format::Human, deny: None, advice: false })
                if content.as_os_str() == "content"
        ));
        assert!(matches!(
            parse(&["serve", "other", "--port", "8080", "--no-open"]),
            Command::Serve { content, port: Some(8080), no_open: true } if content.as_os_str() == "other"
        ));
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
}
