//! The program as an author gets it: nothing else is installed, there is no home, no `PATH` and no network.
//!
//! Tried is the program of this build, or the one that `LECTERN_PROGRAM` names; `cargo xtask release` names its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use program::{is_root, said};

fn lectern() -> OsString {
    env::var_os("LECTERN_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_lectern").into())
}

/// A call in a folder, with nothing around it. On Linux it has no network either, not even its own machine, where
/// the system allows that to be taken away.
fn alone(folder: &Path, arguments: &[&str]) -> Command {
    let without_network: &[&str] = if is_root() { &["--net"] } else { &["--net", "--map-root-user"] };
    let can = Command::new("unshare").args(without_network).arg("true").output();
    let mut command = if can.is_ok_and(|output| output.status.success()) {
        let mut unshare = Command::new("/usr/bin/unshare");
        unshare.args(without_network).arg(lectern());
        unshare
    } else {
        Command::new(lectern())
    };
    command.env_clear().current_dir(folder).args(arguments);
    command
}

/// A server that ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a server answers, head and all.
fn get(host: &str, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

#[test]
fn a_course_is_begun_checked_and_built() {
    let room = tempfile::tempdir().unwrap();
    let told = said(&mut alone(room.path(), &["new", "tea"]));
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let tea = room.path().join("tea");
    let told = said(&mut alone(&tea, &["check", "--deny", "warnings"]));
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{}", told.out);
    let told = said(&mut alone(&tea, &["build", "--out", "site"]));
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{}", told.out);
    let page = fs::read_to_string(tea.join("site/courses/bicycle/gears/index.html")).unwrap();
    assert!(page.contains("<title>Gears"), "{page}");
    let wasm = fs::read_dir(tea.join("site")).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        path.extension().is_some_and(|ending| ending == "wasm").then_some(path)
    });
    let size = fs::metadata(wasm.unwrap()).unwrap().len();
    assert!(size > 100_000, "a whole player is larger than {size} bytes");
}

#[test]
fn a_folder_of_markdown_is_served() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("kettle.md"), program::LESSON).unwrap();
    let mut command = Command::new(lectern());
    command.env_clear().current_dir(room.path()).args(["serve", "--no-open"]);
    let mut serving = Serving(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let (title, address) = line.trim_end().split_once(" at http://").unwrap();
    assert_eq!(title, "Serving \"The kettle\"");
    let host = address.trim_end_matches('/');
    assert!(host.starts_with("127.0.0.1:"), "nobody else is let in: {line}");

    let home = String::from_utf8(get(host, "/")).unwrap();
    assert!(home.starts_with("HTTP/1.1 200 OK\r\n"), "{home}");
    assert!(home.contains("<title>The kettle</title>"), "{home}");
    let (_, from) = home.split_once("data-wasm=\"./").unwrap();
    let (wasm, _) = from.split_once('"').unwrap();
    let answer = get(host, &format!("/{wasm}"));
    let text = String::from_utf8_lossy(&answer[..400]);
    assert!(text.contains("content-type: application/wasm\r\n"), "{text}");
    assert!(answer.windows(8).any(|bytes| bytes == b"\0asm\x01\0\0\0"), "{text}");
}
