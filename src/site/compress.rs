//! Compressed copies beside the texts of a site, for servers that send them as they are. Knows files
//! by their names and bytes, not what made them.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{File, Output};
use crate::playbook::OutPath;

/// Files with these endings are texts; pictures and films are compressed already.
const TEXTS: &[&str] = &[
    "css",
    "csv",
    "geojson",
    "htm",
    "html",
    "ics",
    "js",
    "json",
    "map",
    "md",
    "mjs",
    "svg",
    "txt",
    "vtt",
    "webmanifest",
    "xml",
    "yaml",
    "yml",
];

/// A shorter file fits into one packet as it is.
const SHORTEST: usize = 1024;

/// Beyond these levels a build gets slower much faster than files get smaller.
const GZIP_LEVEL: u32 = 6;
const BROTLI_LEVEL: i32 = 5;

/// Writes the compressed copy of a text.
type Compress = fn(&[u8]) -> io::Result<Vec<u8>>;

/// The formats, by the ending that each adds to a file's name.
const FORMATS: &[(&str, Compress)] = &[("gz", gzip), ("br", brotli)];

/// Adds a copy in each format to every text that comes by and is longer than it.
pub struct Compressing<'a> {
    output: &'a dyn Output,
    /// They wait for all files: one that the site has already under the name of a copy stays.
    copies: Mutex<Vec<File>>,
}

impl<'a> Compressing<'a> {
    /// Passes everything on to `output`.
    pub fn new(output: &'a dyn Output) -> Self {
        Self { output, copies: Mutex::default() }
    }

    /// Adds the copies, when the whole site has come by.
    pub fn finish(self) {
        let copies = self.copies.into_inner().unwrap_or_else(PoisonError::into_inner);
        copies.into_iter().for_each(|(path, bytes)| self.output.put(path, bytes));
    }
}

impl Output for Compressing<'_> {
    fn put(&self, path: OutPath, bytes: Arc<[u8]>) {
        if is_text(&path) && bytes.len() >= SHORTEST {
            let made: Vec<File> = copies(&path, &bytes).collect();
            self.copies.lock().unwrap_or_else(PoisonError::into_inner).extend(made);
        }
        self.output.put(path, bytes);
    }
}

fn is_text(path: &OutPath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| TEXTS.contains(&ending.to_ascii_lowercase().as_str()))
}

fn copies<'a>(path: &'a OutPath, bytes: &'a [u8]) -> impl Iterator<Item = File> + 'a {
    FORMATS.iter().filter_map(move |(ending, compress)| {
        // Writing into memory does not fail, and a site without a copy is whole.
        let copy = compress(bytes).ok().filter(|copy| copy.len() < bytes.len())?;
        Some((OutPath::new(&format!("{path}.{ending}"))?, copy.into()))
    })
}

/// Without a time or a name in its head, so that equal texts make equal bytes.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: BROTLI_LEVEL, size_hint: bytes.len(), ..Default::default() };
    let mut copy = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut copy, &parameters)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::site::Site;

    fn with_compressed(site: &Site) -> Site {
        let output = Mutex::new(Site::default());
        let compressing = Compressing::new(&output);
        site.files.iter().for_each(|(path, bytes)| compressing.put(path.clone(), Arc::clone(bytes)));
        compressing.finish();
        output.into_inner().unwrap()
    }

    fn site(files: &[(&str, &[u8])]) -> Site {
        let files = files.iter().map(|(path, bytes)| (OutPath::new(path).unwrap(), Arc::from(*bytes)));
        Site { files: files.collect() }
    }

    fn names(site: &Site) -> Vec<&str> {
        site.files.keys().map(OutPath::as_str).collect()
    }

    #[test]
    fn a_text_is_read_back_from_either_copy_as_it_was() {
        let text = "Hire for the gap between where the product is and where it must go. ".repeat(200);
        let site = with_compressed(&site(&[("people/index.html", text.as_bytes())]));
        assert_eq!(names(&site), ["people/index.html", "people/index.html.br", "people/index.html.gz"]);
        let copy = |ending: &str| &*site.files[&OutPath::new(&format!("people/index.html.{ending}")).unwrap()];
        let mut read = String::new();
        flate2::read::GzDecoder::new(copy("gz")).read_to_string(&mut read).unwrap();
        assert!(read == text, "gzip");
        read.clear();
        brotli::Decompressor::new(copy("br"), 4096).read_to_string(&mut read).unwrap();
        assert!(read == text, "Brotli");
    }

    #[test]
    fn only_texts_that_are_long_enough_and_get_smaller_have_copies() {
        let (long, short) = ([b'a'; SHORTEST], [b'a'; SHORTEST - 1]);
        let mut random = 1_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            random.to_be_bytes()[0]
        })
        .take(4096)
        .collect();
        let plain = site(&[
            ("LONG.HTML", &long),
            ("css", &long),
            ("long.png", &long),
            ("noise.txt", &noise),
            ("short.html", &short),
        ]);
        let with = with_compressed(&plain);
        let added: Vec<&str> = names(&with).into_iter().filter(|name| !names(&plain).contains(name)).collect();
        assert_eq!(added, ["LONG.HTML.br", "LONG.HTML.gz"]);
    }

    #[test]
    fn a_file_of_the_author_s_at_the_name_of_a_copy_stays() {
        let text = [b'a'; 2000];
        let site = with_compressed(&site(&[("data.csv", &text), ("data.csv.gz", b"mine")]));
        assert_eq!(names(&site), ["data.csv", "data.csv.br", "data.csv.gz"]);
        assert_eq!(&*site.files[&OutPath::new("data.csv.gz").unwrap()], b"mine");
    }
}
