//! What `--help`, the manual pages and the completions say, and what is only for terminals.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use program::{Room, said};

const COMMANDS: [&str; 7] = ["new", "check", "serve", "build", "export", "completions", "man"];

#[test]
fn help_names_every_command_and_the_first_steps() {
    let room = Room::new();
    let told = room.run(&["--help"]);
    assert_eq!(told.code, Some(0));
    for command in COMMANDS {
        assert!(told.out.contains(&format!("\n  {command} ")), "{command}: {}", told.out);
        let own = room.run(&["help", command]);
        assert!(own.out.contains(&format!("Examples:\n  lectern {command}")), "{command}: {}", own.out);
        assert!(own.out.contains("  1  the content has errors"), "{command}: {}", own.out);
    }
    assert!(told.out.contains("First steps:\n  lectern new "), "{}", told.out);
    assert!(!told.out.contains("assemble"), "that one is trunk's");
}

/// Each example of the help is typed as it stands, but for those that serve or write for a shell.
#[test]
fn the_examples_of_the_help_work() {
    let mut tried = 0;
    for command in ["new", "check", "build", "export", "man"] {
        let help = Room::new().run(&["help", command]).out;
        let (_, examples) = help.split_once("Examples:\n").unwrap();
        for line in examples.lines().take_while(|line| line.starts_with("  lectern ")) {
            let typed = line.trim().split("   ").next().unwrap();
            let typed = typed.split(['|', '>']).next().unwrap().trim_end();
            let room = Room::new();
            room.write("lessons/pot.md", program::LESSON);
            std::fs::create_dir(room.path("empty")).unwrap();
            let words: Vec<_> = typed.split(' ').skip(1).collect();
            let mut lectern = room.lectern(&words);
            if words == ["new", "."] {
                lectern.current_dir(room.path("empty"));
            }
            let told = said(&mut lectern);
            assert_eq!(told.code, Some(0), "{typed}: {}", told.err);
            tried += 1;
        }
    }
    assert!(tried >= 11, "there are more examples than {tried}");
}

#[test]
fn manual_pages_and_completions_follow_the_commands() {
    let room = Room::new();
    let page = room.run(&["man"]).out;
    assert!(page.contains(".TH lectern 1"), "{page}");
    let bash = room.run(&["completions", "bash"]).out;
    for command in COMMANDS {
        assert!(page.contains(&format!("lectern\\-{command}(1)")), "{command}: {page}");
        assert!(bash.contains(&format!("lectern,{command})")), "{command}");
        let own = room.run(&["man", command]).out;
        assert!(own.contains(&format!(".TH lectern-{command} 1")), "{own}");
        assert!(own.contains("Exit codes:"), "{own}");
    }
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        assert!(room.run(&["completions", shell]).out.contains("lectern"), "{shell}");
    }
}

/// `script` gives a program a terminal; it belongs to every Linux of today.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_sees_what_is_being_done_and_a_pipe_does_not() {
    let room = Room::new();
    let lectern = room.lectern(&["build", "--out", "site"]);
    let line = format!("'{}' build --out site", lectern.get_program().to_str().unwrap());
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    script.current_dir(room.root()).env("LECTERN_PLAYER", room.path("player")).env("TERM", "xterm");
    let told = said(&mut script);
    assert_eq!(told.code, Some(0), "{told:?}");
    for what in ["compiling lessons", "drawing pages", "writing 43 files"] {
        assert!(told.out.contains(what), "{what}: {told:?}");
    }
    let piped = room.run(&["build", "--out", "site"]);
    assert_eq!(piped.err, "");
    assert!(!piped.out.contains("writing"), "{}", piped.out);
}
