//! Writes a playbook of any size, the same for the same size: sections of about a hundred pages,
//! prose with the word frequencies of a language, tables, code, tags and links. Every code block
//! is another. Knows Markdown, nothing of how it is read.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Pages of a section, its index among them.
const SECTION: usize = 100;
/// Sections of an area, the folder above them.
const AREA: usize = 10;
/// Different words in the corpus.
const VOCABULARY: usize = 6_000;
/// Different tags.
const TAGS: usize = 40;

/// Headings that every page has, so that links to them can be made without knowing the page.
const HEADINGS: [(&str, &str, &str); 7] = [
    ("##", "Why we do this", "why-we-do-this"),
    ("##", "How it works", "how-it-works"),
    ("###", "Before the meeting", "before-the-meeting"),
    ("###", "After the meeting", "after-the-meeting"),
    ("##", "Who decides", "who-decides"),
    ("###", "When we disagree", "when-we-disagree"),
    ("##", "How we know it works", "how-we-know-it-works"),
];

/// Code blocks: the language, and code in which each page puts other names and numbers.
const CODE: [(&str, &str); 6] = [
    (
        "rust",
        "/// NAME, in order.\nfn NAME(plan: &[Item]) -> usize {\n    let limit = NUMBER;\n    plan.iter().filter(|item| item.weight > limit).count()\n}\n",
    ),
    (
        "python",
        "# NAME\ndef NAME(team, limit=NUMBER):\n    for member in team:\n        if member.load > limit:\n            yield member.name, \"NAME\"\n",
    ),
    ("bash", "cd NAME # once\nfor file in *.md; do\n  test -s \"$file\" || echo \"NUMBER: $file\" >&2\ndone\n"),
    ("yaml", "name: NAME\nweight: NUMBER\nowners:\n  - ana\n  - bo # NAME\ndone: false\n"),
    ("json", "{\n  \"name\": \"NAME\",\n  \"weight\": NUMBER,\n  \"done\": false\n}\n"),
    ("toml", "[NAME]\nweight = NUMBER # at most\nowners = [\"ana\", \"bo\"]\n"),
];

/// Whether code blocks name their language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Code {
    /// They do, and are coloured.
    Named,
    /// They do not, and stay plain.
    Plain,
}

/// Writes `pages` pages to a new folder.
pub(crate) fn write(folder: &Path, pages: usize, code: Code) -> io::Result<()> {
    let mut numbers = Numbers(0x5eed);
    let words = vocabulary(&mut numbers);
    for page in 0..pages {
        let path = folder.join(path_of(page));
        if page % SECTION <= 1 {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
        }
        // Each page has numbers of its own, so that a page is the same in a corpus of any size but
        // for where its links lead.
        let mut writer = Writer { numbers: Numbers(page as u64 + 1), words: &words, pages, code, text: String::new() };
        writer.page(page);
        fs::write(path, writer.text)?;
    }
    Ok(())
}

/// The first page is the home page; the first of each hundred is its section's index.
pub(crate) fn path_of(page: usize) -> String {
    let section = page / SECTION;
    let folder = format!("area-{:02}/team-{section:03}", section / AREA);
    match (page, page % SECTION) {
        (0, _) => "index.md".to_owned(),
        (_, 0) => format!("{folder}/index.md"),
        _ => format!("{folder}/page-{page:05}.md"),
    }
}

/// A sequence that looks random: SplitMix64 (Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

fn vocabulary(numbers: &mut Numbers) -> Vec<String> {
    let starts = ["b", "c", "d", "f", "gr", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v"];
    let ends = ["a", "e", "i", "o", "u", "an", "er", "ing", "ion", "ate", "ent", "ow"];
    let word = |numbers: &mut Numbers, syllables: usize| -> String {
        (0..syllables)
            .map(|_| format!("{}{}", starts[numbers.below(starts.len())], ends[numbers.below(ends.len())]))
            .collect()
    };
    (0..VOCABULARY).map(|rank| word(numbers, if rank < 100 { 1 } else { 2 + rank % 2 })).collect()
}

struct Writer<'a> {
    numbers: Numbers,
    words: &'a [String],
    pages: usize,
    code: Code,
    text: String,
}

impl Writer<'_> {
    /// Common words come often: the rank falls off as in Zipf's law.
    fn word(&mut self) -> &str {
        let spread = self.numbers.below(10_000) as f64 / 10_000.0;
        let rank = (self.words.len() as f64).powf(spread) as usize - 1;
        &self.words[rank.min(self.words.len() - 1)]
    }

    fn words(&mut self, count: usize) -> String {
        let mut text = String::new();
        for index in 0..count {
            let word = self.word();
            if index > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }

    fn page(&mut self, page: usize) {
        let title = self.words(3);
        let _ = writeln!(self.text, "---\ntitle: \"{title} {page}\"");
        let description = self.words(12);
        let owner = self.numbers.below(200);
        let day = 1 + self.numbers.below(28);
        let _ = writeln!(self.text, "description: {description}\nowner: person-{owner}\nreviewed: 2026-03-{day:02}");
        let (first, step) = (self.numbers.below(TAGS), 1 + self.numbers.below(TAGS / 3));
        let tags = [first, (first + step) % TAGS, (first + 2 * step) % TAGS].map(|tag| format!("tag {tag}"));
        let _ = writeln!(self.text, "tags: [{}]\n---\n", tags.join(", "));
        for (index, (marks, heading, _)) in HEADINGS.iter().enumerate() {
            let _ = writeln!(self.text, "{marks} {heading}\n");
            self.paragraph(40);
            match index {
                1 => self.table(),
                3 => self.code_block(),
                4 => self.list(),
                _ => self.paragraph(46),
            }
            if index < 6 {
                self.link(page);
            }
        }
    }

    fn paragraph(&mut self, words: usize) {
        let (start, strong, end) = (self.words(words / 2), self.words(2), self.words(words / 2));
        let _ = writeln!(self.text, "{start}, **{strong}** and `{strong}`; {end}.\n");
    }

    fn link(&mut self, page: usize) {
        let to = self.numbers.below(self.pages);
        let ups = "../".repeat(path_of(page).matches('/').count());
        let anchor = match self.numbers.below(2) {
            0 => String::new(),
            _ => format!("#{}", HEADINGS[self.numbers.below(HEADINGS.len())].2),
        };
        let (before, text) = (self.words(6), self.words(2));
        let _ = writeln!(self.text, "{before}: [{text}]({ups}{}{anchor}).\n", path_of(to));
    }

    fn table(&mut self) {
        self.text.push_str("| Role | Decides | Is asked |\n|---|---|---|\n");
        for _ in 0..5 {
            let (role, decides, asked) = (self.words(2), self.words(4), self.words(3));
            let _ = writeln!(self.text, "| {role} | {decides} | {asked} |");
        }
        self.text.push('\n');
    }

    fn list(&mut self) {
        for _ in 0..5 {
            let item = self.words(10);
            let _ = writeln!(self.text, "- {item}");
        }
        self.text.push('\n');
    }

    fn code_block(&mut self) {
        let (language, code) = CODE[self.numbers.below(CODE.len())];
        let name = self.words(2).replace(' ', "_");
        let number = self.numbers.below(1000).to_string();
        let code = code.replace("NAME", &name).replace("NUMBER", &number);
        let shown = if self.code == Code::Named { language } else { "" };
        let _ = write!(self.text, "```{shown}\n{code}");
        self.text.push_str("```\n\n");
    }
}
