//! Which files are published as they are. Knows names and who uses them, not what is in them.

use std::collections::BTreeSet;

use super::{Playbook, Url};
use crate::source::{SourcePath, Sources};

/// Publishes the files that pages use and those that lie beside them, but not what only drafts use.
pub(super) fn publish(
    playbook: &mut Playbook,
    sources: &Sources,
    used: &BTreeSet<SourcePath>,
    of_drafts: &BTreeSet<SourcePath>,
) {
    let pages: BTreeSet<String> =
        playbook.entries.iter().map(|entry| entry.url.out_path().as_str().to_owned()).collect();
    for path in sources.files.keys().filter(|path| !path.is_page() && !of_drafts.contains(*path)) {
        let is_used = used.contains(path);
        if !is_used && !is_media(path) || pages.contains(path.as_str()) {
            continue;
        }
        let Some(url) = Url::file(path.as_str()) else { continue };
        playbook.assets.insert(path.clone(), url);
        if !is_used {
            playbook.orphan_assets.insert(path.clone());
        }
    }
}

/// Files that are there to be read or seen. Others (scripts, settings) are published only when a
/// page links to them, because a content folder may be a whole repository.
fn is_media(path: &SourcePath) -> bool {
    const MEDIA: &[&str] = &[
        "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "mp4", "webm", "mov", "mp3", "ogg", "wav",
        "m4a", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "tsv", "ics", "epub",
        "zip", "key", "vtt", "woff2",
    ];
    MEDIA.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}
