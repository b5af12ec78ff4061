//! The figures as a table for people, one column for each size. Knows what to print, not how it
//! was measured.

use crate::measure::Figures;

/// A row: its label, the figure, and how it is written.
type Row = (&'static str, &'static str, fn(f64) -> String);

const ROWS: &[Row] = &[
    ("first build", "whole", seconds),
    ("  load", "load", seconds),
    ("  parse", "parse", seconds),
    ("  assemble and check", "assemble", seconds),
    ("  render", "render", seconds),
    ("  publish", "publish", seconds),
    ("  CPU", "CPU", seconds),
    ("  peak memory", "peak", megabytes),
    ("  files written", "files written", count),
    ("  findings", "findings", count),
    ("second build, nothing changed", "second whole", seconds),
    ("  files written", "second files written", count),
    ("bare build, no code coloured", "bare whole", seconds),
    ("  CPU", "bare CPU", seconds),
    ("  peak memory", "bare peak", megabytes),
    ("floor: read, write the same", "floor whole", seconds),
    ("  bytes written", "floor bytes", megabytes),
];

/// The table of all sizes.
pub(crate) fn print(columns: &[(usize, Figures)], runs: usize) -> String {
    let mut text = line("pages", columns.iter().map(|(size, _)| count(*size as f64)));
    for (label, name, write) in ROWS {
        text += &line(label, columns.iter().map(|(_, figures)| cell(figures.median(name), *write)));
    }
    let of = |figures: &Figures, above: &str, below: &str| Some(figures.median(above)? / figures.median(below)?);
    text += &line("first build / floor", columns.iter().map(|(_, f)| cell(of(f, "whole", "floor whole"), times)));
    text += &line("second / first build", columns.iter().map(|(_, f)| cell(of(f, "second whole", "whole"), times)));
    let growth = (0..columns.len()).map(|at| {
        let before = at.checked_sub(1).and_then(|before| columns[before].1.median("CPU"));
        cell(columns[at].1.median("CPU").zip(before).map(|(now, before)| now / before), times)
    });
    text += &line("CPU / CPU one column before", growth);
    text + &format!("medians of {runs} runs, each a process of its own\n")
}

fn line(label: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!("{cell:>12}")).collect();
    format!("{label:<32}{cells}\n")
}

fn cell(value: Option<f64>, write: fn(f64) -> String) -> String {
    value.map_or_else(|| "-".to_owned(), write)
}

fn seconds(value: f64) -> String {
    format!("{value:.3} s")
}

fn megabytes(value: f64) -> String {
    format!("{:.0} MB", value / 1e6)
}

fn times(value: f64) -> String {
    format!("{value:.2} ×")
}

fn count(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
