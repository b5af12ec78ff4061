//! Blocks whose HTML is our own: code, alerts, tables. Knows no links.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag};

use super::super::highlight;
use super::{Spanned, Writer, escaped};

impl<'a> Writer<'a> {
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'a>, inner: &[Spanned<'a>]) {
        let code: String = inner
            .iter()
            .filter_map(|(event, _)| if let Event::Text(text) = event { Some(text.as_ref()) } else { None })
            .collect();
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        // `rust,ignore` and `python {title=x}` name a language first.
        let language = info.split([' ', ',', '{', '\t']).next().unwrap_or("");
        let name = escaped(language);
        let open = if language.is_empty() {
            "<pre class=\"code\" tabindex=\"0\"><code>".to_owned()
        } else {
            format!("<pre class=\"code\" data-lang=\"{name}\" tabindex=\"0\"><code class=\"language-{name}\">")
        };
        let code = highlight::highlight(&code, &language.to_lowercase());
        self.event(Event::Html(format!("{open}{code}</code></pre>\n").into()));
    }

    pub(super) fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            None => {
                self.event(Event::Html("<blockquote>\n".into()));
                return;
            }
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        self.event(Event::Html(
            format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n").into(),
        ));
    }

    pub(super) fn table_start(&mut self, alignments: Vec<Alignment>) {
        self.containers += 1;
        self.event(Event::Html(
            "<div class=\"table-wrap\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">".into(),
        ));
        self.event(Event::Start(Tag::Table(alignments)));
    }
}
