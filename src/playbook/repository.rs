//! The git forge that holds the playbook's sources: addresses to edit a page and see its history,
//! and which absolute addresses mean a file of ours. Knows the forges' schemes, not the network.

mod azure;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::source::SourcePath;

/// What stands as it is in the path of a file on a forge.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

/// Where the sources live on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The address without a trailing slash, such as `https://github.com/basecamp/handbook`.
    pub url: String,
    /// The branch that authors work on.
    pub branch: String,
    /// Other branches on which there is nothing below the content folder that is not here.
    pub same: Vec<String>,
    /// The content folder inside the repository, `""` at its top.
    pub content: String,
}

/// The schemes of addresses that forges have. Sources: the documentation of each, and of Forgejo,
/// which Codeberg runs, the routes that it shares with Gitea.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Forge {
    /// What most others follow too.
    GitHub,
    GitLab,
    Bitbucket,
    Forgejo,
    Azure,
}

/// What an absolute address on our own forge means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// The paths that it may mean, from the repository's top: a branch name may hold slashes, so
    /// where it ends is not known.
    pub paths: Vec<String>,
    /// Whether the branch is ours or one that has the same; then there is one path.
    pub on_our_branch: bool,
    /// The query as written, with `?`, or empty.
    pub query: String,
    /// The fragment as written, without `#`.
    pub fragment: Option<String>,
}

impl Repository {
    /// Normalises what people write and git remembers: `git@host:owner/name.git`, `.git`, slashes.
    /// A port of SSH is not one of the web.
    pub fn normalise_url(url: &str) -> String {
        let url = url.trim().trim_end_matches('/');
        let url = url.strip_suffix(".git").unwrap_or(url);
        if let Some(url) = azure::normalised(url) {
            return url;
        }
        let without_user = |rest: &str| rest.split_once('@').map_or(rest, |(_, rest)| rest).to_owned();
        if let Some(rest) = url.strip_prefix("ssh://") {
            let rest = without_user(rest);
            let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
            let host = host.split_once(':').map_or(host, |(host, _)| host);
            return format!("https://{host}/{path}");
        }
        if let Some((scheme, rest)) = url.split_once("://") {
            let host = rest.split('/').next().unwrap_or("");
            return if host.contains('@') { format!("{scheme}://{}", without_user(rest)) } else { url.to_owned() };
        }
        match url.split_once(':') {
            Some((host, path)) if host.contains(['@', '.']) => format!("https://{}/{path}", without_user(host)),
            _ => url.to_owned(),
        }
    }

    fn forge(&self) -> Forge {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let host = rest.split('/').next().unwrap_or("");
        let is_named = |names: &[&str]| names.iter().any(|name| host.contains(name));
        match () {
            () if azure::is_one(&self.url) => Forge::Azure,
            () if is_named(&["gitlab"]) => Forge::GitLab,
            () if is_named(&["bitbucket"]) => Forge::Bitbucket,
            () if is_named(&["codeberg", "forgejo", "gitea"]) => Forge::Forgejo,
            () => Forge::GitHub,
        }
    }

    /// The address below which `action`, in the forge's own words, is done to a path on our branch.
    fn address(&self, action: &str, path: &str) -> String {
        let encoded = |path| utf8_percent_encode(path, PATH);
        let below = if path.is_empty() { String::new() } else { format!("/{}", encoded(path)) };
        format!("{}/{action}/{}{below}", self.url, encoded(&self.branch))
    }

    /// A path below the content folder as the repository has it.
    pub fn in_repository(&self, path: &str) -> String {
        if self.content.is_empty() { path.to_owned() } else { format!("{}/{path}", self.content) }
    }

    /// The page on which a source of the content folder is edited.
    pub fn edit_url(&self, path: &str) -> String {
        let path = self.in_repository(path);
        match self.forge() {
            Forge::GitHub => self.address("edit", &path),
            Forge::GitLab => self.address("-/edit", &path),
            Forge::Bitbucket => self.address("src", &path) + "?mode=edit",
            Forge::Forgejo => self.address("_edit", &path),
            // Its editor has no address of its own: this shows the text with a button to edit it.
            Forge::Azure => azure::view_url(self, &path, "contents"),
        }
    }

    /// The page that lists the changes of a source of the content folder.
    pub fn history_url(&self, path: &str) -> String {
        let path = self.in_repository(path);
        match self.forge() {
            Forge::GitHub | Forge::Bitbucket => self.address("commits", &path),
            Forge::GitLab => self.address("-/commits", &path),
            Forge::Forgejo => self.address("commits/branch", &path),
            Forge::Azure => azure::view_url(self, &path, "history"),
        }
    }

    /// The page on which a problem with a page is reported under a title, filled in as far as the forge allows.
    /// Sources: GitHub's "Creating an issue from a URL query", which Gitea and Forgejo follow, and
    /// GitLab's "Using a URL with prefilled values".
    pub fn report_url(&self, title: &str, path: &str, permalink: Option<&str>) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let title = encoded(title);
        let lines: Vec<String> = permalink.map(str::to_owned).into_iter().chain([self.source_url(path)]).collect();
        let text = encoded(&format!("{}\n\n", lines.join("\n")));
        match self.forge() {
            Forge::GitLab => {
                format!("{}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}", self.url)
            }
            Forge::Bitbucket => format!("{}/issues/new", self.url),
            Forge::GitHub | Forge::Forgejo => format!("{}/issues/new?title={title}&body={text}", self.url),
            Forge::Azure => azure::report_url(self, &title, &text),
        }
    }

    /// The page that shows a source of the content folder.
    pub fn source_url(&self, path: &str) -> String {
        self.view_url(&self.in_repository(path))
    }

    /// The page that shows a file, by its path from the repository's top.
    pub fn view_url(&self, path: &str) -> String {
        match self.forge() {
            Forge::GitHub => self.address("blob", path),
            Forge::GitLab => self.address("-/blob", path),
            Forge::Bitbucket => self.address("src", path),
            Forge::Forgejo => self.address("src/branch", path),
            Forge::Azure => azure::view_url(self, path, ""),
        }
    }

    /// The page that lists a folder, by its path from the repository's top.
    pub fn folder_url(&self, path: &str) -> String {
        match self.forge() {
            Forge::GitHub => self.address("tree", path),
            Forge::GitLab => self.address("-/tree", path),
            Forge::Bitbucket | Forge::Forgejo | Forge::Azure => self.view_url(path),
        }
    }

    /// The file itself, by its path from the repository's top.
    pub fn raw_url(&self, path: &str) -> String {
        match self.forge() {
            Forge::GitHub | Forge::Bitbucket => self.address("raw", path),
            Forge::GitLab => self.address("-/raw", path),
            Forge::Forgejo => self.address("raw/branch", path),
            Forge::Azure => azure::raw_url(self, path),
        }
    }

    /// What an absolute address means when it is one of ours; an address that pins a commit stays
    /// what it is, because it means that commit, and so does one that asks for lines or the text of a
    /// page, or for the forge's editor.
    pub fn own_file(&self, address: &str) -> Option<OwnFile> {
        if self.forge() == Forge::Azure {
            return azure::own_file(self, address);
        }
        let rest = after_prefix(address, &self.url)?;
        let (rest, fragment) =
            rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment.to_owned())));
        let (rest, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
        let rest = rest.strip_prefix("/-").unwrap_or(rest).strip_prefix('/')?;
        let (action, rest) = rest.split_once('/')?;
        let rest = if self.forge() == Forge::Forgejo { rest.strip_prefix("branch/").unwrap_or(rest) } else { rest };
        let is_file = match action {
            "raw" => !is_page(rest),
            _ => matches!(action, "blob" | "tree" | "src"),
        };
        if !is_file || asks_for_source(query, fragment.as_deref()) {
            return None;
        }
        let decoded = percent_decode_str(rest).decode_utf8().ok()?;
        let parts: Vec<&str> = decoded.split('/').collect();
        let first = parts.first()?;
        if first.len() == 40 && first.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        let (paths, on_our_branch) = match self.path_on_our_branch(&decoded) {
            Some(path) => (vec![path], true),
            None => (paths_after_branch(&parts), false),
        };
        Some(OwnFile { paths, on_our_branch, query: query.to_owned(), fragment })
    }

    /// What follows the name of our branch, or of one that has the same. Names may hold slashes; the
    /// longest that fits is meant, for git has no two of which one is a folder of the other.
    fn path_on_our_branch(&self, decoded: &str) -> Option<String> {
        let rest_after = |branch: &str| decoded.strip_prefix(branch);
        let rests = self.branches().filter_map(rest_after).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        rests.min_by_key(|rest| rest.len()).map(|rest| rest.trim_start_matches('/').to_owned())
    }

    fn branches(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.branch).chain(&self.same).map(String::as_str)
    }

    /// The path below the content folder of a path from the repository's top.
    pub fn below_content<'p>(&self, path: &'p str) -> Option<&'p str> {
        below_folder(&self.content, path)
    }
}

/// What a path is called inside a folder; `""` is the folder that all are in.
pub(super) fn below_folder<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Whether a path is that of a page of Markdown.
fn is_page(path: &str) -> bool {
    SourcePath::new(path).is_some_and(|path| path.is_page())
}

/// Whether an address asks for the source as it is written, which only the forge shows: GitHub's
/// `?plain=1`, Bitbucket's `?mode=edit`, and lines such as `#L3`, `#L3C1-L5C2`, GitLab's `#L3-5` and Bitbucket's `#lines-3:5`.
fn asks_for_source(query: &str, fragment: Option<&str>) -> bool {
    let is_plain = query.trim_start_matches('?').split('&').any(|part| matches!(part, "plain=1" | "mode=edit"));
    let lines = fragment.and_then(|place| place.strip_prefix("lines-").or_else(|| place.strip_prefix('L')));
    let is_number = |c: char| c.is_ascii_digit();
    is_plain
        || lines.is_some_and(|lines| {
            lines.starts_with(is_number) && lines.chars().all(|c| is_number(c) || matches!(c, 'L' | 'C' | '-' | ':'))
        })
}

/// What follows our address in another, whatever the scheme, `www.` and letter case.
fn after_prefix<'a>(address: &'a str, ours: &str) -> Option<&'a str> {
    let bare = |url: &str| {
        let from = url.find("//").map_or(0, |at| at + 2);
        if url[from..].starts_with("www.") { from + 4 } else { from }
    };
    let address = address.trim();
    if !address.contains("://") && !address.starts_with("//") {
        return None;
    }
    let (theirs, ours) = (&address[bare(address)..], &ours[bare(ours)..]);
    let start = theirs.get(..ours.len())?;
    let rest = &theirs[ours.len()..];
    let is_whole = rest.is_empty() || rest.starts_with(['/', '?']);
    (start.eq_ignore_ascii_case(ours) && is_whole).then_some(rest)
}

/// What follows the branch. A branch that is not ours may have slashes in its name, but the usual
/// names have none; a guess must leave a path.
fn paths_after_branch(parts: &[&str]) -> Vec<String> {
    const USUAL: [&str; 6] = ["main", "master", "trunk", "develop", "gh-pages", "HEAD"];
    let longest = if USUAL.contains(&parts[0]) { 1 } else { parts.len().saturating_sub(1).max(1) };
    (1..=longest).map(|from| parts[from..].join("/")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> Repository {
        Repository {
            url: "https://github.com/Org/handbook".to_owned(),
            branch: "main".to_owned(),
            same: vec!["team/next".to_owned(), "HEAD".to_owned()],
            content: "docs".to_owned(),
        }
    }

    #[test]
    fn addresses_of_the_forge_mean_files_of_ours() {
        let own =
            repository().own_file("https://github.com/org/handbook/blob/feature/x/docs/a%20b.md?raw=1#top").unwrap();
        assert_eq!(own.paths, ["x/docs/a b.md", "docs/a b.md", "a b.md"]);
        assert_eq!((own.query.as_str(), own.fragment.as_deref()), ("?raw=1", Some("top")));
        for (address, path) in [("blob/main/x/a.md", "x/a.md"), ("tree/main", ""), ("blob/master/x/a.md", "x/a.md")] {
            for scheme in ["https://", "http://www.", "//"] {
                let own = repository().own_file(&format!("{scheme}github.com/org/handbook/{address}")).unwrap();
                assert_eq!(own.paths, [path]);
            }
        }
        for (address, path, on_our_branch) in [
            ("blob/team/next/docs/a.md", "docs/a.md", true),
            ("tree/HEAD/docs/a", "docs/a", true),
            ("tree/team/nextdocs/a", "nextdocs/a", false),
            ("blob/v1/docs", "docs", false),
        ] {
            let own = repository().own_file(&format!("https://github.com/org/handbook/{address}")).unwrap();
            assert_eq!((own.paths[0].as_str(), own.on_our_branch), (path, on_our_branch), "{address}");
        }
        assert_eq!(repository().own_file("https://github.com/org/handbook-two/blob/main/a.md"), None);
        assert_eq!(repository().own_file("https://github.com/org/handbook/issues/1"), None);
        let pinned = format!("https://github.com/org/handbook/blob/{}/a.md", "0123456789".repeat(4));
        assert_eq!(repository().own_file(&pinned), None);
    }

    #[test]
    fn lines_of_the_source_are_only_on_the_forge() {
        let own = |rest: &str| repository().own_file(&format!("https://github.com/org/handbook/blob/main/docs/{rest}"));
        for rest in ["a.md?plain=1", "a.md?plain=1#L3", "a.md#L3-L5", "a.md#L3C1-L5C2", "a.md#L3-5", "a.md#lines-3:5"] {
            assert_eq!(own(rest), None, "{rest}");
        }
        for action in ["edit", "_edit", "-/edit", "raw", "-/raw"] {
            let address = format!("https://github.com/org/handbook/{action}/main/docs/a.md");
            assert_eq!(repository().own_file(&address), None, "{action}");
        }
        for rest in ["a.md", "a.md#l3", "a.md#Lessons", "a.md?plain=0#lines", "a.md#L"] {
            assert!(own(rest).is_some(), "{rest}");
        }
    }

    #[test]
    fn a_file_and_a_folder_outside_the_content_have_their_addresses() {
        let gitlab = Repository { url: "https://gitlab.com/o/r".to_owned(), ..repository() };
        assert_eq!(repository().raw_url("img/a b.png"), "https://github.com/Org/handbook/raw/main/img/a%20b.png");
        assert_eq!(gitlab.raw_url("a.png"), "https://gitlab.com/o/r/-/raw/main/a.png");
        assert_eq!(repository().folder_url(""), "https://github.com/Org/handbook/tree/main");
    }

    #[test]
    fn a_problem_is_reported_with_the_page_filled_in() {
        let source = "https%3A%2F%2Fgithub%2Ecom%2FOrg%2Fhandbook%2Fblob%2Fmain%2Fdocs%2Fa%2Emd";
        assert_eq!(
            repository().report_url("Problem on “A & B”", "a.md", Some("https://x.org/a/")),
            format!(
                "https://github.com/Org/handbook/issues/new?title=Problem%20on%20%E2%80%9CA%20%26%20B%E2%80%9D&body=https%3A%2F%2Fx%2Eorg%2Fa%2F%0A{source}%0A%0A"
            )
        );
        let gitlab = Repository { url: "https://gitlab.com/Org/handbook".to_owned(), ..repository() };
        assert_eq!(
            gitlab.report_url("Problem on “A”", "a.md", None),
            "https://gitlab.com/Org/handbook/-/issues/new?issue%5Btitle%5D=Problem%20on%20%E2%80%9CA%E2%80%9D&issue%5Bdescription%5D=https%3A%2F%2Fgitlab%2Ecom%2FOrg%2Fhandbook%2F%2D%2Fblob%2Fmain%2Fdocs%2Fa%2Emd%0A%0A"
        );
    }

    #[test]
    fn the_forge_is_known_from_what_git_remembers() {
        for (remote, url) in [
            ("git@github.com:org/handbook.git", "https://github.com/org/handbook"),
            ("ssh://git@git.example.com/org/handbook", "https://git.example.com/org/handbook"),
            ("ssh://git@git.example.com:2222/org/handbook.git", "https://git.example.com/org/handbook"),
            ("git.example.com:org/handbook.git", "https://git.example.com/org/handbook"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("https://user:secret@github.com/org/handbook.git/", "https://github.com/org/handbook"),
            ("https://github.com/org/handbook", "https://github.com/org/handbook"),
        ] {
            assert_eq!(Repository::normalise_url(remote), url);
        }
        assert_eq!(repository().edit_url("a b.md"), "https://github.com/Org/handbook/edit/main/docs/a%20b.md");
        let odd = Repository { branch: "fix/a#1%20x".to_owned(), ..repository() };
        assert_eq!(odd.edit_url("a.md"), "https://github.com/Org/handbook/edit/fix/a%231%2520x/docs/a.md");
    }

    #[test]
    fn forgejo_names_the_branch_as_one() {
        let codeberg = Repository { url: "https://codeberg.org/o/r".to_owned(), ..repository() };
        let made = [codeberg.edit_url("a.md"), codeberg.history_url("a.md"), codeberg.source_url("a.md")];
        let below = ["_edit/main/docs/a.md", "commits/branch/main/docs/a.md", "src/branch/main/docs/a.md"];
        assert_eq!(made, below.map(|below| format!("https://codeberg.org/o/r/{below}")));
        assert_eq!(codeberg.own_file(&codeberg.source_url("a.md")).unwrap().paths, ["docs/a.md"]);
    }
}
