//! The addresses of Azure DevOps, in which paths and branches stand in the query. Knows its scheme,
//! not which of our files exist. Sources: Microsoft's documentation of Azure Repos, of the REST
//! call "Items - Get" and of links to new work items.

use std::borrow::Cow;

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::{OwnFile, PATH, Repository, after_prefix};

/// Where its repositories are since its addresses begin with the organisation.
const HOST: &str = "dev.azure.com";
/// The older host, below which each organisation has a name of its own.
const OLD_HOST: &str = ".visualstudio.com";
/// What stands before a repository's name.
const GIT: &str = "/_git/";

/// Whether a repository's address is one of Azure DevOps, on its own hosts or on a server.
pub(super) fn is_one(url: &str) -> bool {
    url.contains(GIT)
}

/// The address on the web of a repository that is named in one of its ways; `None` for others.
pub(super) fn normalised(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', ':'])?);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_ascii_lowercase();
    // The port of SSH stands between host and path in one of its forms.
    let ssh = path.trim_start_matches(|c: char| matches!(c, ':' | '/') || c.is_ascii_digit()).strip_prefix("v3/");
    if let Some(path) = ssh.filter(|_| host == "ssh.dev.azure.com" || host.ends_with(OLD_HOST)) {
        let (project, name) = path.rsplit_once('/')?;
        return Some(format!("https://{HOST}/{project}{GIT}{name}"));
    }
    let path = path.strip_prefix('/')?;
    if let Some(organisation) = host.strip_suffix(OLD_HOST) {
        let path = path.strip_prefix("DefaultCollection/").unwrap_or(path);
        return Some(format!("https://{HOST}/{organisation}/{path}"));
    }
    (host == HOST).then(|| format!("https://{HOST}/{path}"))
}

/// The page that shows a file or a folder, in one of its views: `contents`, `history`.
pub(super) fn view_url(repository: &Repository, path: &str, view: &str) -> String {
    let Repository { url, branch, .. } = repository;
    let view = if view.is_empty() { String::new() } else { format!("&_a={view}") };
    format!("{url}?path=/{}&version=GB{}{view}", encoded(path), encoded(branch))
}

/// The file itself.
pub(super) fn raw_url(repository: &Repository, path: &str) -> String {
    let (project, name) = parts(repository);
    let (path, branch) = (encoded(path), encoded(&repository.branch));
    format!(
        "{project}/_apis/git/repositories/{name}/items?path=/{path}&versionDescriptor.version={branch}&versionDescriptor.versionType=branch&$format=octetStream&api-version=7.1"
    )
}

/// The form of a new task, the one kind of work item that every process has; title and text are encoded.
pub(super) fn report_url(repository: &Repository, title: &str, text: &str) -> String {
    let (project, _) = parts(repository);
    format!("{project}/_workitems/create/Task?%5BSystem.Title%5D={title}&%5BSystem.Description%5D={text}")
}

/// What an address means when it is one of ours. One of a commit or a tag means that state, and one
/// with lines or another view than the text means the forge.
pub(super) fn own_file(repository: &Repository, address: &str) -> Option<OwnFile> {
    let address = address.trim();
    let place = normalised(address).map_or(Cow::Borrowed(address), Cow::Owned);
    let query = after_prefix(&place, &repository.url)?.trim_start_matches('/').strip_prefix('?')?;
    let (query, mut fragment) =
        query.split_once('#').map_or((query, None), |(query, fragment)| (query, Some(fragment.to_owned())));
    let (mut path, mut version) = (String::new(), None);
    for part in query.split('&') {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = percent_decode_str(value).decode_utf8().ok()?.into_owned();
        match key {
            "path" => path = value.trim_matches('/').to_owned(),
            "version" => version = Some(value.strip_prefix("GB")?.to_owned()),
            "anchor" => fragment = Some(value),
            "_a" if !matches!(value.as_str(), "contents" | "preview") => return None,
            _ if key.starts_with("line") => return None,
            _ => {}
        }
    }
    // Without a version it is the default branch.
    let branch = version.as_deref().unwrap_or("HEAD");
    let on_our_branch = repository.branches().any(|known| known == branch);
    Some(OwnFile { paths: vec![path], on_our_branch, query: String::new(), fragment })
}

/// The address of the project, and the repository's name. A repository that is named like its
/// project may leave that out.
fn parts(repository: &Repository) -> (String, &str) {
    let (above, name) = repository.url.rsplit_once(GIT).unwrap_or((&repository.url, ""));
    let is_short = above.strip_prefix("https://dev.azure.com/").is_some_and(|above| !above.contains('/'));
    (if is_short { format!("{above}/{name}") } else { above.to_owned() }, name)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://dev.azure.com/acme/Our%20project/_git/handbook";

    fn repository() -> Repository {
        Repository {
            url: URL.to_owned(),
            branch: "main".to_owned(),
            same: vec!["HEAD".to_owned()],
            content: "docs".to_owned(),
        }
    }

    #[test]
    fn a_repository_has_one_address_however_it_is_named() {
        for named in [
            URL,
            "https://acme@dev.azure.com/acme/Our%20project/_git/handbook/",
            "git@ssh.dev.azure.com:v3/acme/Our%20project/handbook",
            "ssh://git@ssh.dev.azure.com:22/v3/acme/Our%20project/handbook",
            "acme@vs-ssh.visualstudio.com:v3/acme/Our%20project/handbook",
            "https://acme.visualstudio.com/Our%20project/_git/handbook",
            "https://acme.visualstudio.com/DefaultCollection/Our%20project/_git/handbook",
        ] {
            assert_eq!(Repository::normalise_url(named), URL, "{named}");
        }
        let server = "https://tfs.example.com/tfs/Default/Project/_git/handbook";
        assert_eq!(Repository::normalise_url(server), server);
        assert!(is_one(server));
    }

    #[test]
    fn a_page_is_edited_shown_and_reported_by_the_query() {
        let repository = repository();
        assert_eq!(repository.edit_url("a b.md"), format!("{URL}?path=/docs/a%20b.md&version=GBmain&_a=contents"));
        assert_eq!(repository.history_url("a.md"), format!("{URL}?path=/docs/a.md&version=GBmain&_a=history"));
        assert_eq!(repository.source_url("a.md"), format!("{URL}?path=/docs/a.md&version=GBmain"));
        assert_eq!(repository.folder_url("img"), format!("{URL}?path=/img&version=GBmain"));
        assert_eq!(
            repository.raw_url("img/a.png"),
            "https://dev.azure.com/acme/Our%20project/_apis/git/repositories/handbook/items?path=/img/a.png&versionDescriptor.version=main&versionDescriptor.versionType=branch&$format=octetStream&api-version=7.1"
        );
        let short = Repository { url: "https://dev.azure.com/acme/_git/handbook".to_owned(), ..repository };
        let report = short.report_url("A", "a.md", None);
        let begin = "https://dev.azure.com/acme/handbook/_workitems/create/Task?%5BSystem.Title%5D=A&%5BSystem.Description%5D=https";
        assert!(report.starts_with(begin), "{report}");
    }

    #[test]
    fn an_address_of_a_file_on_a_branch_means_the_file() {
        let own = |rest: &str| repository().own_file(&format!("{URL}{rest}"));
        let paths = |rest: &str| own(rest).map(|own| (own.paths.join(" "), own.on_our_branch, own.fragment));
        let file = |on_our_branch, fragment: Option<&str>| {
            Some(("docs/a b.md".to_owned(), on_our_branch, fragment.map(str::to_owned)))
        };
        assert_eq!(paths("?path=/docs/a%20b.md&version=GBmain"), file(true, None));
        assert_eq!(paths("?version=GBfix/x&path=%2Fdocs%2Fa%20b.md"), file(false, None));
        assert_eq!(paths("?path=/docs/a%20b.md&_a=preview&anchor=why"), file(true, Some("why")));
        assert_eq!(paths("?path=/docs/a%20b.md#why"), file(true, Some("why")));
        let old = "https://acme.visualstudio.com/Our%20project/_git/handbook?path=/x.md&version=GBmain";
        assert_eq!(repository().own_file(old).unwrap().paths, ["x.md"]);
        for rest in [
            "",
            "/pullrequest/3",
            "?path=/a.md&version=GC0123456789012345678901234567890123456789",
            "?path=/a.md&version=GTv1",
            "?path=/a.md&version=GBmain&line=3&lineEnd=4",
            "?path=/a.md&_a=history",
            "-two?path=/a.md",
        ] {
            assert_eq!(own(rest), None, "{rest}");
        }
    }
}
