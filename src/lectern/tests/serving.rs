//! `lectern serve`: who can see the course, how it follows the files, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use program::Room;
use serde_json::{Value, json};

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

/// What open pages are told, one state after the other.
struct Events(BufReader<TcpStream>);

impl Events {
    fn follow(host: &str) -> Self {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET /__lectern/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Self(BufReader::new(stream))
    }

    /// The first state of which this is true.
    fn until(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the events have ended");
            let state = line.strip_prefix("data: ").map(|state| serde_json::from_str(state).unwrap());
            if let Some(state) = state.filter(&is_wanted) {
                return state;
            }
        }
    }
}

/// The body of an answer, whatever its status.
fn get(host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

#[test]
fn open_pages_are_told_the_text_and_whoever_asks_then_gets_the_page_of_it() {
    let room = Room::new();
    let pot = "---\nid: pot\ntitle: The pot\nduration: 5 mins\n---\n\nClay.\n";
    room.write("content/pot.md", pot);
    let mut serving = Serving::start(&room, &[]);
    let line = serving.line();
    let host = host(&line);
    let mut events = Events::follow(host);
    let first = events.until(|_| true);
    assert_eq!((&first["edit"], &first["built"]), (&json!(0), &json!(0)));

    room.write("content/kettle.md", &program::LESSON.replace("boils", "cooks"));
    let told = events.until(|state| state["edit"] == 1);
    let texts = told["lessons"]["kettle"][0].as_array().unwrap();
    assert_eq!(texts[0], 0, "{told}");
    assert!(
        texts[1].as_str().unwrap().contains("boils") && texts[2].as_str().unwrap().contains("cooks"),
        "{told}"
    );
    assert!(told["lessons"]["pot"].is_null());
    // The site may still be in the making.
    assert!(get(host, "/courses/course/kettle/").contains("Water cooks at"));
    let built = events.until(|state| state["built"] == 1);
    assert_ne!(built["build"], first["build"]);
    assert!(serving.line().starts_with("changed kettle.md, compiled in "));

    // Two edits before the site is made again, the second of more than text.
    room.write("content/kettle.md", &program::LESSON.replace("boils", "sings"));
    room.write("content/pot.md", &pot.replace("The pot", "The old pot"));
    let is_whole = |state: &Value| state["built"] == state["edit"] && state["edit"].as_u64() > Some(1);
    let built = events.until(|state| is_whole(state) && state["lessons"].is_null());
    assert!(get(host, "/courses/course/kettle/").contains("Water sings at"));
    assert!(get(host, "/courses/course/pot/").contains("The old pot"), "{built}");

    // What is wrong is told, and the former version stays.
    room.write("content/pot.md", "no front matter");
    let wrong = events.until(|state| state["errors"] != "");
    assert!(wrong["errors"].as_str().unwrap().contains("pot.md"), "{wrong}");
    assert_eq!(wrong["edit"], built["edit"]);
    room.write("content/kettle.md", &program::LESSON.replace("boils", "hums"));
    assert!(get(host, "/courses/course/kettle/").contains("Water sings at"));
    room.write("content/pot.md", &pot.replace("The pot", "The old pot"));
    let mended = events.until(|state| state["errors"] == "");
    assert!(mended["lessons"]["kettle"][0][2].as_str().unwrap().contains("hums"), "{mended}");
    assert!(get(host, "/courses/course/kettle/").contains("Water hums at"));

    // No worker of the site's keeps anything of it.
    assert!(get(host, "/sw.js").contains("unregister"));
}
