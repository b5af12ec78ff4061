//! The preview server: files from memory on the loopback interface, and a signal to the browser
//! when they change. Knows files, not how they were made.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response};

use crate::failure::Failure;
use crate::playbook::OutPath;
use crate::site::Site;

/// The port when none is asked for.
const DEFAULT_PORT: u16 = 1111;
/// How many ports after it are tried.
const PORTS_TRIED: u16 = 100;
/// Requests answered side by side.
const WORKERS: usize = 8;
/// Added to every page that is served.
const RELOAD: &str = "<script src=\"/__playbook/reload.js\" defer></script>";
const RELOAD_SCRIPT: &str = include_str!("server/reload.js");
const ERROR_STYLE: &str = include_str!("server/errors.css");

/// What is served at the moment.
#[derive(Default)]
pub(crate) struct Served {
    /// The files.
    pub site: Site,
    /// By file: the errors of the page, as text.
    pub errors: BTreeMap<String, String>,
    /// Why the newest build could not be made; the files are those of the one before.
    pub failure: Option<String>,
}

/// Where the newest build is put for the server to find.
#[derive(Default)]
pub(crate) struct Board {
    state: Mutex<(u64, Arc<Served>)>,
    changed: Condvar,
}

impl Board {
    /// Serves a new build.
    pub(crate) fn put(&self, served: Served) {
        let mut state = self.lock();
        *state = (state.0 + 1, Arc::new(served));
        self.changed.notify_all();
    }

    /// Serves the last build, with a message on every page.
    pub(crate) fn fail(&self, message: &str) {
        let mut state = self.lock();
        let last = &state.1;
        let served = Served { site: last.site.clone(), errors: last.errors.clone(), failure: Some(message.to_owned()) };
        *state = (state.0 + 1, Arc::new(served));
        self.changed.notify_all();
    }

    fn current(&self) -> (u64, Arc<Served>) {
        let state = self.lock();
        (state.0, Arc::clone(&state.1))
    }

    /// The number of the newest build, at once when it is not `seen`, else after a while.
    fn wait(&self, seen: u64, patience: Duration) -> u64 {
        let state = self.lock();
        let outcome = self.changed.wait_timeout_while(state, patience, |state| state.0 == seen);
        outcome.map_or(seen, |(state, _)| state.0)
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Arc<Served>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that is bound to its port.
pub(crate) struct Server {
    http: Arc<tiny_http::Server>,
    socket: SocketAddr,
}

impl Server {
    /// Takes the port, or the next free one when none is asked for.
    ///
    /// # Errors
    /// Fails when a port that was asked for is busy, or no port is free.
    pub(crate) fn bind(interface: IpAddr, port: Option<u16>) -> Result<Self, Failure> {
        let ports = port.map_or(DEFAULT_PORT..=DEFAULT_PORT + PORTS_TRIED, |port| port..=port);
        let mut last = String::new();
        for port in ports {
            match tiny_http::Server::http((interface, port)) {
                Ok(http) => {
                    let socket = http.server_addr().to_ip().unwrap_or_else(|| SocketAddr::new(interface, port));
                    return Ok(Self { http: Arc::new(http), socket });
                }
                Err(error) => last = error.to_string(),
            }
        }
        let failure = match port {
            Some(port) => Failure::new(format!("cannot listen on port {port}: {last}"))
                .hint("leave `--port` out to take a free one"),
            None => Failure::new(format!("no port from {DEFAULT_PORT} on is free: {last}"))
                .hint("name a free one with `--port`"),
        };
        Err(failure)
    }

    /// The address to open in a browser.
    pub(crate) fn address(&self) -> String {
        let host = if self.socket.ip().is_unspecified() { IpAddr::from([127, 0, 0, 1]) } else { self.socket.ip() };
        format!("http://{}/", SocketAddr::new(host, self.socket.port()))
    }

    /// Answers requests until the program ends.
    pub(crate) fn start(&self, board: &Arc<Board>) {
        for _ in 0..WORKERS {
            let (http, board, socket) = (Arc::clone(&self.http), Arc::clone(board), self.socket);
            thread::spawn(move || {
                while let Ok(request) = http.recv() {
                    answer(request, &board, socket);
                }
            });
        }
    }
}

fn answer(request: Request, board: &Arc<Board>, socket: SocketAddr) {
    if !is_our_host(&request, socket) {
        respond(request, 403, "text/plain; charset=utf-8", b"this server answers only to its own address");
        return;
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        respond(request, 405, "text/plain; charset=utf-8", b"only GET and HEAD are answered");
        return;
    }
    let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
    match path.as_str() {
        "/__playbook/events" => {
            let board = Arc::clone(board);
            thread::spawn(move || send_events(request, &board));
        }
        "/__playbook/reload.js" => respond(request, 200, "text/javascript; charset=utf-8", RELOAD_SCRIPT.as_bytes()),
        "/__playbook/errors.css" => respond(request, 200, "text/css; charset=utf-8", ERROR_STYLE.as_bytes()),
        _ => send_file(request, &path, &board.current().1),
    }
}

/// A page of another site can make a browser ask us by a name of its own (DNS rebinding), so only
/// names of this machine are answered.
fn is_our_host(request: &Request, socket: SocketAddr) -> bool {
    let host =
        request.headers().iter().find(|header| header.field.equiv("Host")).map_or("", |header| header.value.as_str());
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.is_empty()
        || name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip == socket.ip() || socket.ip().is_unspecified())
}

fn send_file(request: Request, path: &str, served: &Served) {
    let decoded = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let wanted =
        if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded.to_string() };
    let Some(out_path) = OutPath::new(&wanted) else {
        respond(request, 400, "text/plain; charset=utf-8", b"this is not a path");
        return;
    };
    if let Some(bytes) = served.site.files.get(&out_path) {
        let kind = content_type(&wanted);
        if kind.starts_with("text/html") {
            let page = with_extras(bytes, served, &wanted);
            respond(request, 200, kind, &page);
        } else {
            respond(request, 200, kind, bytes);
        }
        return;
    }
    let folder = OutPath::new(&format!("{wanted}/index.html"));
    if folder.is_some_and(|folder| served.site.files.contains_key(&folder)) {
        redirect(request, path);
        return;
    }
    let not_found = OutPath::new("404.html").and_then(|path| served.site.files.get(&path));
    let page = not_found
        .map_or_else(|| b"<!doctype html><title>Not found</title><p>Not found</p>".to_vec(), |bytes| bytes.to_vec());
    respond(request, 404, "text/html; charset=utf-8", &with_extras(&page, served, "404.html"));
}

/// The page with the reload script, and with its errors on top.
fn with_extras(page: &[u8], served: &Served, path: &str) -> Vec<u8> {
    let errors = served.failure.as_ref().or_else(|| served.errors.get(path));
    let shown = errors.map_or_else(String::new, |errors| {
        let text = errors.replace('&', "&amp;").replace('<', "&lt;");
        format!("<link rel=\"stylesheet\" href=\"/__playbook/errors.css\"><section id=\"playbook-errors\" role=\"alert\"><h2>This page has errors</h2><pre>{text}</pre></section>")
    });
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    let mut out = page[..end].to_vec();
    out.extend_from_slice(shown.as_bytes());
    out.extend_from_slice(RELOAD.as_bytes());
    out.extend_from_slice(&page[end..]);
    out
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        _ => mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream"),
    }
}

fn redirect(request: Request, path: &str) {
    let response = Response::empty(302);
    let response = match Header::from_bytes("Location", format!("{path}/")) {
        Ok(location) => response.with_header(location),
        Err(()) => response,
    };
    let _ = request.respond(response);
}

fn respond(request: Request, status: u16, kind: &str, body: &[u8]) {
    let length = body.len();
    let mut response =
        Response::new(status.into(), Vec::new(), Box::new(body) as Box<dyn Read + '_>, Some(length), None);
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A browser that went away is not an error.
    let _ = request.respond(response);
}

/// Server-sent events (HTML Living Standard, 9.2): the number of the build, now and whenever it
/// changes; a comment now and then finds out whether the browser is still there.
fn send_events(request: Request, board: &Board) {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 500\n\n";
    let mut send = |text: &str| writer.write_all(text.as_bytes()).and_then(|()| writer.flush());
    let mut seen = board.current().0;
    if send(head).is_err() || send(&format!("data: {}-{seen}\n\n", std::process::id())).is_err() {
        return;
    }
    loop {
        let newest = board.wait(seen, Duration::from_secs(10));
        let text =
            if newest == seen { ":\n\n".to_owned() } else { format!("data: {}-{newest}\n\n", std::process::id()) };
        seen = newest;
        if send(&text).is_err() {
            return;
        }
    }
}
