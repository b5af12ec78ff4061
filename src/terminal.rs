//! What the program says: data on stdout, words on stderr. The only place that prints.

use std::io::{ErrorKind, Write};

use anstyle::{AnsiColor, Style};

use crate::cli::ColorChoice;
use crate::diagnostic::print::Colour;
use crate::diagnostic::tame::tame;
use crate::diagnostic::{Report, Severity};
use crate::failure::Failure;

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Volume {
    /// Only what is wrong.
    Quiet,
    /// What was done.
    Normal,
    /// How, too.
    Verbose,
}

/// Where words and data go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    volume: Volume,
    color: ColorChoice,
}

impl Terminal {
    /// A terminal that says so much, in these colours.
    pub(crate) fn new(volume: Volume, color: ColorChoice) -> Self {
        let choice = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { volume, color }
    }

    /// Whether findings on stdout are coloured.
    pub(crate) fn stdout_colour(self) -> Colour {
        self.colour(anstream::AutoStream::choice(&std::io::stdout()))
    }

    /// Whether findings on stderr are coloured.
    pub(crate) fn stderr_colour(self) -> Colour {
        self.colour(anstream::AutoStream::choice(&std::io::stderr()))
    }

    fn colour(self, choice: anstream::ColorChoice) -> Colour {
        let on = match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => choice != anstream::ColorChoice::Never,
        };
        if on { Colour::Ansi } else { Colour::Plain }
    }

    /// Data, without what a terminal would obey.
    pub(crate) fn data(self, text: &str) {
        self.painted_data(&tame(text));
    }

    /// One of many pieces of data. Says whether anybody reads on.
    pub(crate) fn next_data(self, text: &str) -> bool {
        self.write_data(&tame(text))
    }

    /// Data with colours of our own; who painted it has tamed the rest. A reader that went away
    /// (`| head`) is not an error; a full disk ends the program, because whoever reads half of the data
    /// must not think that it was all.
    pub(crate) fn painted_data(self, text: &str) {
        self.write_data(text);
    }

    /// Says whether anybody reads on.
    fn write_data(self, text: &str) -> bool {
        let mut stdout = anstream::stdout();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => false,
            Err(error) => {
                self.failure(&Failure::new(format!("cannot write to the standard output: {error}")));
                std::process::exit(2);
            }
        }
    }

    /// Words that belong to the author, on stderr.
    pub(crate) fn words(self, text: &str) {
        self.painted_words(&tame(text));
    }

    /// Findings in colours of our own, on stderr; who painted them has tamed the rest.
    pub(crate) fn painted_words(self, text: &str) {
        let _ = anstream::stderr().write_all(text.as_bytes());
    }

    /// What was done, unless the user wants quiet.
    pub(crate) fn say(self, text: &str) {
        if self.volume >= Volume::Normal {
            let _ = writeln!(anstream::stderr(), "{}", tame(text));
        }
    }

    /// Details.
    pub(crate) fn detail(self, text: &str) {
        if self.volume >= Volume::Verbose {
            let _ = writeln!(anstream::stderr(), "{}", tame(text));
        }
    }

    /// Something that the user should know, but that is not about the content.
    pub(crate) fn warn(self, text: &str) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        let _ = writeln!(anstream::stderr(), "{style}warning{style:#}: {}", tame(text));
    }

    /// Why the job could not be done.
    pub(crate) fn failure(self, failure: &Failure) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let _ = writeln!(anstream::stderr(), "{style}error{style:#}: {}", tame(&failure.to_string()));
    }
}

/// `1 page`, `2 pages`.
pub(crate) fn plural(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// `2 errors, 1 warning`, or `no findings`.
pub(crate) fn count(report: &Report) -> String {
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
        .into_iter()
        .map(|(severity, word)| (report.count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}
