//! Which files are published as they are, and which cannot be, because something else is at their
//! address. Knows names and who uses them, not what is in them.

use std::collections::BTreeSet;

use super::{Assembly, Claim, Collision, Playbook, Url};
use crate::diagnostic::Span;
use crate::source::SourcePath;

/// The file that an author may write in our stead, at the top of the content or of `static`.
pub const ROBOTS: &str = "robots.txt";

/// Which files pages use.
pub(super) struct Used {
    /// Those of published pages.
    pub by_pages: BTreeSet<SourcePath>,
    /// Those that only drafts use.
    pub by_drafts: BTreeSet<SourcePath>,
}

/// Publishes the files that pages use and those that lie beside them, but not what only drafts use.
/// What cannot be published is told of: nothing is lost in silence.
pub(super) fn publish(playbook: &mut Playbook, assembly: &Assembly<'_>, used: &Used) {
    let Playbook { addresses, assets, orphan_assets, withheld, .. } = playbook;
    let files = assembly.sources.files.keys().filter(|path| !path.is_page() && !used.by_drafts.contains(*path));
    for path in files {
        let is_used = used.by_pages.contains(path);
        let is_robots = path.as_str() == ROBOTS;
        let is_wanted = is_used || is_robots || is_media(path);
        // Nobody gives a file the name of one of ours unless it is to be published.
        let is_meant = is_wanted || addresses.is_reserved(path.as_str());
        let Some(url) = Url::of_file(path.as_str()).filter(|_| is_meant) else { continue };
        if let Err(winner) = addresses.take_for_file(&url, &format!("the file `{path}` of the content")) {
            addresses.collisions.push(collision(path, winner, url, Claim::File));
            continue;
        }
        assets.insert(path.clone(), url);
        if !is_used && !is_robots {
            orphan_assets.insert(path.clone());
        }
    }
    for file in assembly.statics {
        let Some(url) = Url::file(&file.published) else { continue };
        if let Err(winner) = addresses.take_for_file(&url, &format!("the file `{}`", file.file)) {
            // Of two files at one path the first stays, but a file cannot be where a folder is.
            if !addresses.has_file(url.as_str()) {
                withheld.insert(url.out_path());
            }
            addresses.collisions.push(collision(&file.file, winner, url, Claim::Static));
        }
    }
    playbook.collisions = std::mem::take(&mut addresses.collisions);
}

fn collision(loser: &SourcePath, winner: String, url: Url, claim: Claim) -> Collision {
    Collision { loser: loser.clone(), span: Span::default(), winner, url, claim }
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
