//! The preview server: files from memory on the loopback interface, and a signal to the browser
//! when they change. Knows files, not how they were made.

mod board;

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response};

pub(crate) use board::{Board, Served};
use board::{NOT_FOUND, file_at};

use crate::failure::Failure;
use crate::playbook::OutPath;

/// The port when none is asked for.
const DEFAULT_PORT: u16 = 1111;
/// How many ports after it are tried.
const PORTS_TRIED: u16 = 100;
/// Requests answered side by side.
const WORKERS: usize = 8;
const RELOAD_SCRIPT: &str = include_str!("server/reload.js");
const ERROR_STYLE: &str = include_str!("server/errors.css");

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
            let query = request.url().split_once('?').map_or("", |(_, query)| query);
            let page =
                query.strip_prefix("page=").map(|page| percent_decode_str(page).decode_utf8_lossy().into_owned());
            thread::spawn(move || send_events(request, &board, page.as_deref()));
        }
        "/__playbook/reload.js" => respond(request, 200, "text/javascript; charset=utf-8", RELOAD_SCRIPT.as_bytes()),
        "/__playbook/errors.css" => respond(request, 200, "text/css; charset=utf-8", ERROR_STYLE.as_bytes()),
        _ => send_file(request, &path, board),
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

fn send_file(request: Request, path: &str, board: &Board) {
    let (served, version) = board.current(path);
    let with_extras = |page: &[u8], file: &str| with_extras(page, served.errors_of(file), &version);
    let Some(out_path) = file_at(path) else {
        respond(request, 400, "text/plain; charset=utf-8", b"this is not a path");
        return;
    };
    let wanted = out_path.as_str();
    if let Some(bytes) = served.site.files.get(&out_path) {
        let kind = content_type(wanted);
        if kind.starts_with("text/html") {
            respond(request, 200, kind, &with_extras(bytes, wanted));
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
    let not_found = OutPath::new(NOT_FOUND).and_then(|path| served.site.files.get(&path));
    let page = not_found
        .map_or_else(|| b"<!doctype html><title>Not found</title><p>Not found</p>".to_vec(), |bytes| bytes.to_vec());
    respond(request, 404, "text/html; charset=utf-8", &with_extras(&page, NOT_FOUND));
}

/// The page with the reload script, which is told the page's version, and with its errors on top.
fn with_extras(page: &[u8], errors: Option<&str>, version: &str) -> Vec<u8> {
    let shown = errors.map_or_else(String::new, |errors| {
        let text = errors.replace('&', "&amp;").replace('<', "&lt;");
        format!("<link rel=\"stylesheet\" href=\"/__playbook/errors.css\"><section id=\"playbook-errors\" role=\"alert\"><h2>This page has errors</h2><pre>{text}</pre></section>")
    });
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    let mut out = page[..end].to_vec();
    out.extend_from_slice(shown.as_bytes());
    let version = version.replace('&', "&amp;").replace('"', "&quot;");
    out.extend_from_slice(
        format!("<script src=\"/__playbook/reload.js\" data-version=\"{version}\" defer></script>").as_bytes(),
    );
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

/// Server-sent events (HTML Living Standard, 9.2): the version of the page, or of the whole site, now
/// and whenever it changes; a comment now and then finds out whether the browser is still there.
fn send_events(request: Request, board: &Board, page: Option<&str>) {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 500\n\n";
    let mut send = |text: &str| writer.write_all(text.as_bytes()).and_then(|()| writer.flush());
    let mut seen = board.version(page);
    if send(head).is_err() || send(&format!("data: {seen}\n\n")).is_err() {
        return;
    }
    loop {
        let newest = board.wait(page, &seen, Duration::from_secs(10));
        let text = if newest == seen { ":\n\n".to_owned() } else { format!("data: {newest}\n\n") };
        seen = newest;
        if send(&text).is_err() {
            return;
        }
    }
}
