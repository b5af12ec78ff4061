//! Reads one file of text, and says where it is none. Knows the disk, not what the text means.

use std::path::Path;
use std::{fs, io};

use crate::diagnostic::print::position;
use crate::failure::Failure;

/// Reads a file of text.
///
/// # Errors
/// Fails when the file cannot be read, and, with line and column, when it is not UTF-8.
pub fn read(file: &Path) -> Result<String, Failure> {
    text(file, bytes(file).map_err(|error| Failure::io("read", file, &error))?)
}

/// Reads a file that is one: reading a pipe that nobody writes to would never end.
///
/// # Errors
/// Fails when the file cannot be read, and for pipes, sockets and devices.
pub fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let is_other = fs::metadata(file).is_ok_and(|facts| !facts.is_file() && !facts.is_dir());
    if is_other { Err(io::Error::other("it is no file")) } else { fs::read(file) }
}

/// The bytes of a file as text.
///
/// # Errors
/// Fails, with line and column, when they are not UTF-8.
pub fn text(file: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let place = position(&String::from_utf8_lossy(error.as_bytes()), at);
        let what = not_utf8(error.as_bytes(), at);
        let file = file.strip_prefix(".").unwrap_or(file).display();
        Failure::new(format!("{file}:{}:{}: {what}", place.line, place.column)).hint(SAVE_AS_UTF8)
    })
}

/// What to do about a file that is not UTF-8.
pub const SAVE_AS_UTF8: &str = "save the file as UTF-8 in your editor";

/// What is wrong with bytes that are text only up to a place.
pub fn not_utf8(bytes: &[u8], at: usize) -> String {
    let byte = bytes.get(at).copied().unwrap_or_default();
    format!("byte {at} (0x{byte:02x}) is not UTF-8")
}
