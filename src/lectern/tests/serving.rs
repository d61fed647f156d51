//! `lectern serve`: who can see the course, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use program::Room;

/// A server that ends with the test, and what it says.
struct Serving {
    process: Child,
    says: BufReader<ChildStdout>,
}

impl Serving {
    fn start(room: &Room, arguments: &[&str]) -> Self {
        let mut command = room.lectern(&[&["serve", "--no-open"], arguments].concat());
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let says = BufReader::new(process.stdout.take().unwrap());
        Self { process, says }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether the home page is answered there.
fn answers(host: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(host) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("<title>The kettle</title>")
}

fn host(line: &str) -> &str {
    let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("{line}"));
    address.trim_end_matches('/')
}

#[test]
fn others_see_the_course_only_when_they_are_let_in() {
    let room = Room::new();
    let mut open = Serving::start(&room, &["--lan"]);
    let own = open.line();
    assert!(answers(host(&own)), "{own}");
    let network = open.line();
    assert!(network.starts_with("On a telephone in the same network: "), "{network}");
    // A machine without any network says so, and has nobody to keep out.
    if !network.contains("http://") {
        assert!(network.contains("port"), "{network}");
        return;
    }
    let network = host(&network);
    assert!(answers(network), "{network}");
    let (address, _) = network.rsplit_once(':').unwrap();

    let mut closed = Serving::start(&room, &[]);
    let own = closed.line();
    let (_, port) = host(&own).rsplit_once(':').unwrap();
    assert!(answers(host(&own)), "{own}");
    assert!(!answers(&format!("{address}:{port}")), "nobody was let in at port {port}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_the_way_to_end_it() {
    let room = Room::new();
    let mut serving = Serving::start(&room, &[]);
    assert!(answers(host(&serving.line())));
    let kill = Command::new("kill").args(["-INT", &serving.process.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(serving.process.wait().unwrap().code(), Some(0));
}
