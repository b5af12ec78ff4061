//! The least of a browser: asks for a file, and listens to the stream of events.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long an answer may take. It comes from memory, but the machine may be under load.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a build may take to be announced.
const BUILD: Duration = Duration::from_secs(180);

/// What a server answered.
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The lines of the head.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// Asks for a path by the name of a host. HTTP/1.0, so that the answer ends with the connection.
pub(crate) fn get(port: u16, host: &str, path: &str) -> Answer {
    let mut stream = connect(port, host, path);
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        panic!("no whole answer to `GET {path}` within {ANSWER:?}: {error}; so far {} bytes", bytes.len());
    }
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let Some(end) = end else { panic!("the answer to `GET {path}` has no head: {} bytes", bytes.len()) };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

fn connect(port: u16, host: &str, path: &str) -> TcpStream {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let stream = TcpStream::connect_timeout(&address, ANSWER);
    let mut stream = stream.unwrap_or_else(|error| panic!("cannot connect to {address}: {error}"));
    stream.set_read_timeout(Some(ANSWER)).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n").unwrap();
    stream
}

/// The stream that tells a page to reload.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// Listens for changes of the site from now on; the first event says which build is served.
    pub(crate) fn listen(port: u16) -> Self {
        Self::connect(port, "/__playbook/events")
    }

    /// Does the same for changes of one page.
    pub(crate) fn listen_to(port: u16, page: &str) -> Self {
        Self::connect(port, &format!("/__playbook/events?page={page}"))
    }

    fn connect(port: u16, path: &str) -> Self {
        let mut events = Self(BufReader::new(connect(port, "localhost", path)));
        events.next();
        events
    }

    /// Waits for the next build. The server says now and then that it is still there, so the
    /// stream does not end by itself.
    pub(crate) fn next(&mut self) -> String {
        let started = Instant::now();
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(started.elapsed() < BUILD, "no build was announced within {BUILD:?}");
            let read = self.0.read_line(&mut line).expect("the stream of events fell silent");
            assert!(read > 0, "the stream of events ended");
        }
        line.trim_start_matches("data: ").trim_end().to_owned()
    }
}
