//! Blocks whose HTML is our own: code, alerts, tables. Knows no links.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag};

use super::super::highlight;
use super::{Spanned, Writer, escaped};

impl<'a> Writer<'a> {
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'a>, inner: &[Spanned<'a>], range: &Range<usize>) {
        let code: String = inner
            .iter()
            .filter_map(|(event, _)| if let Event::Text(text) = event { Some(text.as_ref()) } else { None })
            .collect();
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        self.note_text(code.trim_end());
        self.note_gap();
        // `rust,ignore` and `python {title=x}` name a language first.
        let language = info.split([' ', ',', '{', '\t']).next().unwrap_or("");
        if language.eq_ignore_ascii_case("mermaid") {
            self.page.oddities.diagrams.push(self.span(range));
        }
        let name = escaped(language);
        let open = if language.is_empty() {
            "<pre class=\"code\" tabindex=\"0\"><code>".to_owned()
        } else {
            format!("<pre class=\"code\" data-lang=\"{name}\" tabindex=\"0\"><code class=\"language-{name}\">")
        };
        let code = highlight::highlight(&code, &language.to_lowercase());
        self.event(Event::Html(format!("{open}{code}</code></pre>\n").into()));
    }

    /// What is too much to be read as Markdown stands as it is written, so that nothing is lost.
    pub(super) fn plain_rest(&mut self, rest: &str) {
        if rest.is_empty() {
            return;
        }
        self.note_words(rest);
        self.event(Event::Html(format!("<pre class=\"plain-text\" tabindex=\"0\">{}</pre>\n", escaped(rest)).into()));
    }

    pub(super) fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, word) = match kind {
            None => {
                self.event(Event::Html("<blockquote>\n".into()));
                return;
            }
            Some(BlockQuoteKind::Note) => ("note", "text.note"),
            Some(BlockQuoteKind::Tip) => ("tip", "text.tip"),
            Some(BlockQuoteKind::Important) => ("important", "text.important"),
            Some(BlockQuoteKind::Warning) => ("warning", "text.warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "text.caution"),
        };
        self.event(Event::Html(
            format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">").into(),
        ));
        self.word(word);
        self.event(Event::Html("</p>\n".into()));
    }

    pub(super) fn table_start(&mut self, alignments: Vec<Alignment>) {
        self.containers += 1;
        self.event(Event::Html("<div class=\"table-wrap\" role=\"group\" aria-label=\"".into()));
        self.word("text.table");
        self.event(Event::Html("\" tabindex=\"0\">".into()));
        // The library would write alignments as `style`, which a strict Content-Security-Policy blocks.
        self.event(Event::Start(Tag::Table(Vec::new())));
        self.columns = Columns { alignments, ..Columns::default() };
    }

    pub(super) fn row_start(&mut self, row: Tag<'a>) {
        self.columns.next = 0;
        self.columns.cell = if row == Tag::TableHead { "th" } else { "td" };
        self.event(Event::Start(row));
    }

    pub(super) fn cell_start(&mut self) {
        let class = match self.columns.alignments.get(self.columns.next) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            Some(Alignment::None) | None => "",
        };
        self.columns.next += 1;
        if class.is_empty() {
            self.event(Event::Start(Tag::TableCell));
        } else {
            self.event(Event::Html(format!("<{} class=\"{class}\">", self.columns.cell).into()));
        }
    }
}

/// The table that is being written. Tables do not nest.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    cell: &'static str,
}

#[cfg(test)]
mod tests {
    use super::super::{MOST_BYTES, Markdown, Org, cut, parse};

    #[test]
    fn a_text_of_any_length_is_all_there() {
        let (line, rest) = ("*a*\n".repeat(MOST_BYTES / 4), "*b* <c>\n");
        let page = parse(&format!("{line}{rest}"), 0, &Markdown::default(), &Org::new(), &[]);
        let html = page.body.fill(|_| "", |word| word.name.into());
        assert_eq!(html.matches("<em>a</em>").count(), MOST_BYTES / 4);
        assert!(html.ends_with("</p>\n<pre class=\"plain-text\" tabindex=\"0\">*b* &lt;c&gt;\n</pre>\n"));
        assert_eq!((page.words, page.oddities.plain_from), (MOST_BYTES / 4 + 2, Some(MOST_BYTES)));
        assert!(page.sections[0].text.ends_with("a *b* <c>\n"));
        assert_eq!(parse(&line, 0, &Markdown::default(), &Org::new(), &[]).oddities.plain_from, None);
        let (words, letters) = ("word ".repeat(MOST_BYTES), "ü".repeat(MOST_BYTES));
        assert_eq!([cut(&words), cut(&letters), cut(&format!("a{letters}"))], [524_285, 524_288, 524_287]);
    }

    #[test]
    fn a_column_is_aligned_by_its_class() {
        let table = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n";
        assert_eq!(
            parse(table, 0, &Markdown::default(), &Org::new(), &[]).body.fill(|_| "", |word| word.name.into()),
            "<div class=\"table-wrap\" role=\"group\" aria-label=\"text.table\" tabindex=\"0\"><table><thead><tr>\
             <th class=\"align-left\">a</th><th class=\"align-center\">b</th><th class=\"align-right\">c</th><th>d</th>\
             </tr></thead><tbody>\n<tr>\
             <td class=\"align-left\">1</td><td class=\"align-center\">2</td><td class=\"align-right\">3</td><td>4</td>\
             </tr>\n</tbody></table>\n</div>\n"
        );
    }
}
