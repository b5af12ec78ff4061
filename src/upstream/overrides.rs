//! Which of the theme's files a playbook overrides, and what they stand for. Knows files, not how
//! they are rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::source::{Hash, SourcePath};
use crate::theme::layers;
use crate::upgrade::layout::Files;
use crate::upgrade::text::hash;

/// The theme's files that this playbook overrides, with the hash of what they stand for. What is
/// recorded stays: it is what the override was made from.
pub(crate) fn noted(
    config: &Config,
    files: &Files,
    recorded: &BTreeMap<SourcePath, Hash>,
) -> BTreeMap<SourcePath, Hash> {
    let shadowing =
        files.keys().filter(|path| path.as_str().starts_with("templates/") || path.as_str().starts_with("static/"));
    shadowing
        .filter_map(|path| {
            let shadowed = hash(&shadowed(config, files, path)?);
            Some((path.clone(), recorded.get(path).copied().unwrap_or(shadowed)))
        })
        .collect()
}

/// The theme's own file that a file of the playbook stands for.
pub(crate) fn shadowed(config: &Config, files: &Files, path: &SourcePath) -> Option<Arc<[u8]>> {
    own_theme(config, files, path).or_else(|| layers::default_file(path.as_str()).map(Arc::from))
}

/// The same, when it is a file of the playbook's own theme.
pub(crate) fn own_theme(config: &Config, files: &Files, path: &SourcePath) -> Option<Arc<[u8]>> {
    files.get(&SourcePath::new(&format!("themes/{}/{path}", config.theme))?).cloned()
}
