//! What goes wrong on an author's machine: each is told in one line with a way out, ends with its exit code, and
//! leaves what was there as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::fs;
use std::net::TcpListener;
use std::process::Stdio;

use program::{LESSON, Room, Said, said};

/// One line with all of this in it, exit code 2, and nothing on stdout.
fn refused(said: &Said, parts: &[&str]) {
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{said:?}");
    let line = said.err.strip_suffix('\n').unwrap();
    assert!(line.starts_with("error: ") && !line.contains('\n') && !line.ends_with('.'), "{line}");
    let first = line["error: ".len()..].chars().next().unwrap();
    assert!(!first.is_uppercase(), "messages are lower case: {line}");
    for part in parts {
        assert!(line.contains(part), "{part} is not in: {line}");
    }
}

#[test]
fn a_missing_folder_is_named_for_every_command() {
    let room = Room::new();
    for arguments in
        [&["check", "lessons"][..], &["build", "lessons", "--out", "site"], &["serve", "lessons"]]
    {
        refused(&room.run(arguments), &["there is no folder `lessons`", "lectern new"]);
    }
    refused(&room.run(&["check", "content/kettle.md"]), &["`content/kettle.md` is a file"]);
    assert_eq!(room.names("."), ["content", "player"]);
}

#[test]
fn without_a_content_folder_this_folder_is_meant() {
    let room = Room::new();
    let mut here = room.lectern(&["check"]);
    let checked = said(here.current_dir(room.path("content")));
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    assert_eq!(checked.out, ".: 1 course, 1 lesson; no errors, no warnings\n");
    let mut nothing = room.lectern(&["check"]);
    refused(&said(nothing.current_dir(room.path("player"))), &["there is no folder `content`"]);
}

#[test]
fn a_folder_with_anything_else_in_it_is_left_alone() {
    let room = Room::new();
    room.write("thesis/chapter.txt", "years of work");
    refused(&room.run(&["build", "--out", "thesis"]), &["`thesis`", "name another folder or empty it"]);
    refused(&room.run(&["build", "--out", "content/kettle.md"]), &["lies in the content folder"]);
    room.write("file", "text");
    refused(&room.run(&["build", "--out", "file"]), &["`file`", "name another folder"]);
    refused(&room.run(&["build", "--out", "file/site"]), &["`file", "name another folder"]);
    assert_eq!(room.files("thesis"), [("chapter.txt".to_owned(), b"years of work".to_vec())]);
    assert_eq!(fs::read(room.path("file")).unwrap(), b"text");
    assert_eq!(room.names("."), ["content", "file", "player", "thesis"]);
}

#[test]
fn a_former_site_is_replaced_and_nothing_stays_beside_it() {
    let room = Room::new();
    let built = room.run(&["build", "--out", "site"]);
    assert_eq!((built.code, built.err.as_str()), (Some(0), ""), "quiet where nobody looks");
    assert!(built.out.starts_with("wrote \"The kettle\" to site: "), "{}", built.out);
    room.write("site/left-over.txt", "");
    room.write("content/kettle.md", &LESSON.replace("The kettle", "The pot"));
    assert_eq!(room.run(&["build", "--out", "site"]).code, Some(0));
    assert!(!room.path("site/left-over.txt").exists());
    assert_eq!(room.names("."), ["content", "player", "site"]);
}

#[test]
fn content_and_output_may_not_hold_each_other() {
    let room = Room::new();
    for (out, part) in [
        ("content", "is the content folder"),
        ("content/site", "lies in the content folder"),
        (".", "would be replaced"),
        ("player/../content/deep/er", "lies in the content folder"),
    ] {
        refused(&room.run(&["build", "--out", out]), &[&format!("`{out}`"), part, "such as `site`"]);
    }
    let mut inside = room.lectern(&["build", "--out", "site"]);
    refused(
        &said(inside.current_dir(room.path("content"))),
        &["lies in the content folder `.`", "`../site`"],
    );
    assert_eq!(room.names("content"), ["kettle.md"]);
}

#[test]
fn errors_in_the_content_leave_the_former_site() {
    let room = Room::new();
    assert_eq!(room.run(&["build", "--out", "site"]).code, Some(0));
    let former = room.files("site");
    room.write("content/kettle.md", "no front matter\n");
    let told = room.run(&["build", "--out", "site"]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "content errors have a code of their own");
    assert!(told.err.contains("kettle.md:1:1"), "{}", told.err);
    assert_eq!(room.files("site"), former);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let room = Room::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let told = room.run(&["serve", "--no-open", "--port", &port]);
    refused(&told, &[&format!("port {port} is taken"), "--port"]);
    assert_eq!(room.run(&["serve", "--port", "70000"]).code, Some(2));
}

#[test]
fn what_lectern_does_not_know_ends_with_the_code_of_wrong_use() {
    let room = Room::new();
    for (arguments, part) in [
        (&["bild"][..], "build"),
        (&["build"], "--out"),
        (&["check", "--deny", "everything"], "warnings"),
        (&["man", "bild"], "`build`"),
        (&[], "serve"),
    ] {
        let told = room.run(arguments);
        assert_eq!(told.code, Some(2), "{arguments:?}");
        assert!(told.err.contains(part), "{arguments:?}: {}", told.err);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let room = Room::new();
    let mut check = room.lectern(&["man"]);
    let mut child = check.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
mod on_linux {
    use std::fs::Permissions;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;
    use crate::program::is_root;

    #[test]
    fn a_result_that_cannot_be_said_is_an_error() {
        let room = Room::new();
        let mut check = room.lectern(&["check"]);
        let told = said(check.stdout(fs::File::create("/dev/full").unwrap()));
        refused(&told, &["stdout", "No space left", "free some space"]);
    }

    /// A small disk, where one may be mounted.
    struct Disk<'r>(&'r Path);

    impl<'r> Disk<'r> {
        fn mount(place: &'r Path, bytes: u32) -> Option<Self> {
            fs::create_dir(place).unwrap();
            let size = format!("size={bytes}");
            let status =
                Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output();
            status.is_ok_and(|output| output.status.success()).then_some(Self(place))
        }
    }

    impl Drop for Disk<'_> {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.0).status();
        }
    }

    /// Where no disk can be mounted, a limit on the size of a file stands in for it: the system refuses to write then,
    /// too, in the middle of the site.
    #[test]
    fn a_disk_that_is_full_leaves_the_former_site() {
        let room = Room::new();
        let place = room.path("disk");
        let disk = Disk::mount(&place, 400_000);
        assert_eq!(room.run(&["build", "--out", "disk/site"]).code, Some(0));
        let former = room.files("disk");
        let lesson = format!("{LESSON}\nTake [the measurements](measurements.bin).\n");
        room.write("content/kettle.md", &lesson);
        room.write("content/measurements.bin", &"1".repeat(900_000));
        let told = if disk.is_some() {
            room.run(&["build", "--out", "disk/site"])
        } else {
            let program = room.lectern(&["build", "--out", "disk/site"]);
            let mut limited = Command::new("sh");
            limited.args(["-c", "trap '' XFSZ; ulimit -f 400; exec \"$@\"", "sh"]);
            limited.arg(program.get_program()).args(program.get_args());
            limited.current_dir(room.root()).env("LECTERN_PLAYER", room.path("player"));
            said(&mut limited)
        };
        refused(&told, &["cannot write `disk/site/assets/measurements-"]);
        if disk.is_some() {
            refused(&told, &["No space left on device", "free some space, or name a folder on another disk"]);
        }
        if disk.is_some() {
            // Room for the half of it.
            let whole = fs::read(room.path("content/measurements.bin")).unwrap();
            fs::write(room.path("disk/fill"), &whole[..380_000]).unwrap_err();
            let told = room.run(&["new", "disk/tea"]);
            refused(&told, &["cannot write `disk/tea", "free some space"]);
            fs::remove_file(room.path("disk/fill")).unwrap();
        }
        assert!(!former.is_empty());
        assert_eq!(room.files("disk"), former, "and nothing stays beside it");
    }

    /// The program as somebody whom modes keep out.
    fn as_nobody(room: &Room, arguments: &[&str]) -> Command {
        if !is_root() {
            return room.lectern(arguments);
        }
        // The folder of the build may be closed to others.
        let copy = room.path("lectern");
        if !copy.exists() {
            fs::copy(env!("CARGO_BIN_EXE_lectern"), &copy).unwrap();
        }
        fs::set_permissions(room.root(), Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new(copy);
        command.current_dir(room.root()).env("LECTERN_PLAYER", room.path("player")).args(arguments);
        command.uid(65_534).gid(65_534);
        command
    }

    #[test]
    fn a_folder_that_may_not_be_written_or_read_is_named() {
        let room = Room::new();
        assert_eq!(room.run(&["build", "--out", "shelf/site"]).code, Some(0));
        let former = room.files("shelf");
        let close =
            |path: &str, mode| fs::set_permissions(room.path(path), Permissions::from_mode(mode)).unwrap();
        close("shelf", 0o555);
        let told = said(&mut as_nobody(&room, &["build", "--out", "shelf/site"]));
        refused(
            &told,
            &["cannot write `", "shelf/", "ermission denied", "name a folder that you may write to"],
        );
        let told = said(&mut as_nobody(&room, &["new", "shelf/tea"]));
        refused(
            &told,
            &["cannot write `shelf/tea", "ermission denied", "name a folder that you may write to"],
        );
        let told = said(&mut as_nobody(&room, &["export", "epub", "--out", "shelf/tea.epub"]));
        refused(&told, &["cannot write `shelf/tea.epub`", "name a folder that you may write to"]);
        close("shelf", 0o755);
        assert_eq!(room.files("shelf"), former);
        assert_eq!(room.names("shelf"), ["site"]);

        close("content/kettle.md", 0o000);
        let told = said(&mut as_nobody(&room, &["check"]));
        refused(&told, &["kettle.md", "ermission denied"]);
        close("content/kettle.md", 0o644);
        assert_eq!(said(&mut as_nobody(&room, &["check"])).code, Some(0), "the means of this test work");
    }

    #[test]
    fn a_lesson_that_is_being_written_is_read_whole_or_not_at_all() {
        let room = Room::new();
        assert_eq!(room.run(&["build", "--out", "site"]).code, Some(0));
        let former = room.files("site");
        // So large that no look at it is over before it changes.
        fs::File::create(room.path("content/_notes.md")).unwrap().set_len(32 << 20).unwrap();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut file = fs::File::options().append(true).open(room.path("content/_notes.md")).unwrap();
                while !is_over.load(Ordering::Relaxed) {
                    file.write_all(b"It boils.\n").unwrap();
                }
            });
            // The system may give the writer a rest, and the program a look: then it has read it whole.
            let runs = (0..30).map(|_| room.run(&["build", "--out", "site"]));
            let told = runs.into_iter().find(|told| told.code != Some(0));
            is_over.store(true, Ordering::Relaxed);
            let told = told.expect("in thirty runs the writer is noticed once");
            refused(&told, &["_notes.md", "another program keeps writing it"]);
        });
        assert_eq!(room.files("site"), former);
        assert_eq!(room.run(&["build", "--out", "site"]).code, Some(0), "and at rest it is read");
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let room = Room::new();
        assert!(Command::new("mkfifo").arg(room.path("content/pipe.md")).status().unwrap().success());
        assert_eq!(room.run(&["check"]).code, Some(0));
    }
}
