//! `playbook serve`, from outside: what it serves always equals a fresh build.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Instant;

use crate::support::http::{Events, get};
use crate::support::process::PATIENCE;
use crate::support::random::Random;
use crate::support::serving::Serving;
use crate::support::{process, site_folder, write};

#[test]
fn a_change_is_announced_and_what_is_served_then_equals_a_fresh_build() {
    let serving = Serving::start(&[
        ("content/index.md", "# Home\n"),
        ("content/a b/ü.md", "# Ü\n\n![x](x.png)\n"),
        ("content/a b/x.png", "png"),
    ]);
    let mut events = Events::listen(serving.port);
    assert_eq!(serving.difference(&serving.fresh()), None);
    write(&serving.site.join("content/index.md"), "# Home\n\n[Ü](a%20b/ü.md)\n");
    let first = events.next();
    serving.settles(&mut events);
    assert!(serving.page("/").contains("<a href=\"/a%20b/%C3%BC/\">Ü</a>"));
    write(&serving.site.join("content/new.md"), "# New\n");
    assert_ne!(events.next(), first);
    serving.settles(&mut events);
    assert!(serving.page("/new/").contains("<h1 id=\"new\">New</h1>"));
    fs::remove_file(serving.site.join("content/new.md")).unwrap();
    events.next();
    serving.settles(&mut events);
    assert_eq!(serving.get("/new/").status, 404);
}

#[test]
fn a_browser_is_told_of_changes_of_what_it_shows_and_of_nothing_else() {
    let serving = Serving::start(&[("content/index.md", "# Home\n"), ("content/a.md", "# A\n")]);
    let [mut site, mut page] = [Events::listen(serving.port), Events::listen_to(serving.port, "%2Fa%2F")];
    let number = |event: String| event.split('-').nth(1).unwrap().to_owned();
    // A save without a change.
    serving.save("content/a.md", "# A\n");
    serving.builds();
    serving.save("content/index.md", "# Home\n\nWords.\n");
    // The search follows the pages, and who listens late hears of both at once; the first build had
    // the numbers 1 and 2.
    while number(site.next()) != "4" {}
    serving.save("content/a.md", "# A\n\nWords.\n");
    while number(site.next()) != "6" {}
    assert_eq!(number(page.next()), "5");
}

#[test]
fn whatever_a_build_reads_a_change_of_it_is_served() {
    let files = [("content/index.md", "---\nowner: ana\ntags: [a]\n---\n# Home of {{ org.name }}\n")];
    let serving = Serving::start(&files);
    let mut events = Events::listen(serving.port);
    let git = |line: &str| {
        let as_ana = "export GIT_COMMITTER_DATE=2026-11-03T10:00:00Z GIT_AUTHOR_DATE=2026-11-03T10:00:00Z; \
             git() { command git -c user.name=Ana -c user.email=ana@example.org \"$@\"; }";
        assert_eq!(process::run(process::shell(&serving.site, &format!("{as_ana}; {line}"))).code, Some(0), "{line}");
    };
    let steps: &[(&str, &dyn Fn())] = &[
        ("Acme", &|| write(&serving.site.join("playbook.yaml"), "title: Site\ntheme: tiny\norg: { name: Acme }\n")),
        ("by the theme", &|| {
            write(&serving.site.join("themes/tiny/templates/section.html"), "by the theme {{ config.title }}")
        }),
        ("by the site", &|| {
            write(
                &serving.site.join("templates/section.html"),
                "by the site {{ page.owner_name }} {{ word(name=\"frame.skip\") }} {{ page.updated or \"\" }} {{ page.authors | join(sep=\" \") }} {{ page.edit_url or \"\" }}",
            )
        }),
        ("Ana Silva", &|| write(&serving.site.join("content/data/people.yml"), "ana: { name: Ana Silva }\n")),
        ("To the words", &|| write(&serving.site.join("words/en.yaml"), "frame.skip: To the words\n")),
        ("2026-11-03 Ana", &|| git("git init -q -b main && git add . && git commit -q -m One")),
        ("edit/main", &|| git("git remote add origin https://github.com/acme/playbook")),
        ("edit/next", &|| git("git switch -q -c next")),
        ("Anastasia", &|| write(&serving.site.join(".mailmap"), "Anastasia <ana@example.org>\n")),
        ("Bo", &|| git("echo >> content/index.md && git commit -q --author 'Bo <bo@example.org>' -am Two")),
        ("2026-11-03 Anastasia https", &|| git("git reset -q --hard HEAD~1")),
        ("2026-11-03 Cy", &|| git("git commit -q --amend --author 'Cy <cy@example.org>' -m Three")),
        ("German", &|| {
            write(&serving.site.join("words/de.yaml"), "frame.skip: German\n");
            write(&serving.site.join("playbook.yaml"), "title: Site\ntheme: tiny\nlanguage: de\n");
        }),
        ("Nearer", &|| {
            write(&serving.site.join("templates/section.html"), "{{ config.title }}");
            write(&serving.site.join("playbook.yaml"), "title: Nearer\ntheme: tiny\n");
        }),
    ];
    for (shown, change) in steps {
        change();
        serving.settles(&mut events);
        let page = serving.page("/");
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

#[test]
fn a_repository_that_is_made_step_by_step_is_noticed() {
    let serving = Serving::start(&[
        ("content/index.md", "# Home\n"),
        ("templates/section.html", "{{ page.authors | join(sep=\" \") }}"),
    ]);
    let mut events = Events::listen(serving.port);
    // What a build finds that begins while git has only begun.
    fs::create_dir(serving.site.join(".git")).unwrap();
    serving.builds();
    let line =
        "git init -q -b main && git add . && git -c user.name=Ana -c user.email=ana@example.org commit -q -m One";
    assert_eq!(process::run(process::shell(&serving.site, line)).code, Some(0));
    serving.settles(&mut events);
    assert_eq!(serving.page("/").trim(), "Ana");
}

#[test]
fn a_content_folder_that_is_made_after_it_was_named_is_served() {
    for folder in ["docs", "a/b/docs"] {
        let serving = Serving::start(&[("content/index.md", "# Home\n")]);
        let mut events = Events::listen(serving.port);
        serving.save("playbook.yaml", &format!("title: Site\ntheme: tiny\ncontent: {folder}\n"));
        while !serving.page("/").contains("there is no content folder") {
            events.next();
        }
        serving.fails();
        let steps: Vec<&Path> = Path::new(folder).ancestors().collect();
        for step in steps.iter().rev().skip(1) {
            fs::create_dir(serving.site.join(step)).unwrap();
            // Made one by one, and not before the last was noticed.
            serving.fails();
        }
        write(&serving.site.join(folder).join("index.md"), "# Made later\n");
        while !serving.page("/").contains("Made later") {
            events.next();
        }
        serving.settles(&mut events);
    }
}

#[test]
fn a_logo_is_shown_when_its_folder_is_made() {
    for folder in ["brand", "brand/a/b"] {
        let serving = Serving::start(&[("content/index.md", "# Home\n")]);
        let mut events = Events::listen(serving.port);
        serving.save("playbook.yaml", &format!("title: Site\ntheme: tiny\nlogo: {folder}/l.svg\n"));
        while !serving.page("/").contains("playbook-errors") {
            events.next();
        }
        write(&serving.site.join(folder).join("l.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        while serving.page("/").contains("playbook-errors") {
            events.next();
        }
        serving.settles(&mut events);
    }
}

#[test]
fn a_config_that_is_made_later_is_used_wherever_it_is_looked_for() {
    let folder = site_folder();
    write(&folder.1.join("site/pages/index.md"), "# Home\n");
    let serving = Serving::in_folder(folder, |command| {
        command.args(["--content", "site/pages"]);
    });
    let mut events = Events::listen(serving.port);
    for (file, title) in
        [("playbook.yaml", "Farthing"), ("site/playbook.yaml", "Nearby"), ("site/pages/playbook.yaml", "Hereabouts")]
    {
        write(&serving.site.join(file), format!("title: {title}\n"));
        while !serving.page("/").contains(title) {
            events.next();
        }
    }
}

#[test]
fn a_broken_page_shows_its_error_and_the_rest_is_served() {
    let serving = Serving::start(&[("content/index.md", "# Home\n"), ("content/a.md", "---\nowner: @ana\n---\n# A\n")]);
    let page = serving.page("/a/");
    assert!(
        page.contains("a value cannot start with `@` unless it is quoted") && page.contains("content/a.md:2:8"),
        "{page}"
    );
    assert!(!serving.page("/").contains("playbook-errors"));
    let mut events = Events::listen(serving.port);
    write(&serving.site.join("content/a.md"), "# A\n");
    events.next();
    serving.settles(&mut events);
}

#[test]
fn a_template_that_does_not_compile_keeps_the_last_good_site() {
    let serving = Serving::start(&[("content/index.md", "# Home\n")]);
    let mut events = Events::listen(serving.port);
    let good = serving.page("/");
    write(&serving.site.join("templates/section.html"), "{% if %}");
    events.next();
    let page = loop {
        let page = serving.page("/");
        if page.contains("playbook-errors") {
            break page;
        }
        events.next();
    };
    assert!(page.contains("templates/section.html:1:7"), "{page}");
    let shown = page.find("<link rel=\"stylesheet\" href=\"/__playbook/errors.css\">").unwrap();
    assert!(page.starts_with(good.trim_end().trim_end_matches("</html>")) || good.contains(&page[..shown]), "{page}");
    assert!(serving.said().contains("error: the theme's template cannot be used"));
    fs::remove_file(serving.site.join("templates/section.html")).unwrap();
    events.next();
    serving.settles(&mut events);
}

#[test]
fn only_its_own_names_and_its_own_files_are_served() {
    let serving = Serving::start(&[
        ("content/index.md", "# Home\n"),
        ("content/team/index.md", "# Team\n"),
        ("secret.txt", "secret"),
    ]);
    let status = |host: &str, path: &str| get(serving.port, host, path).status;
    let port = serving.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(status(&host, "/"), 200, "{host}");
    }
    for host in ["example.com", "example.com:80", "localhost.example.com", "192.168.0.1"] {
        assert_eq!(status(host, "/"), 403, "{host}");
        assert_eq!(status(host, "/__playbook/events"), 403, "{host}");
    }
    for path in
        ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/../../secret.txt", "//secret.txt", "/%00"]
    {
        let answer = serving.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("secret"), "{path}");
    }
    let answer = serving.get("/team");
    assert_eq!(answer.status, 302);
    assert!(answer.head.contains("Location: /team/"), "{}", answer.head);
    let answer = serving.get("/nowhere/");
    assert_eq!(answer.status, 404);
    assert!(String::from_utf8_lossy(&answer.body).contains("Not found"));
}

#[test]
fn without_reports_of_the_system_changes_are_found_by_looking() {
    let serving = Serving::start_with(&[("content/index.md", "# Home\n")], |command| {
        command.arg("--poll");
    });
    let mut events = Events::listen(serving.port);
    write(&serving.site.join("content/new.md"), "# New\n");
    events.next();
    serving.settles(&mut events);
    assert!(serving.page("/new/").contains("<h1 id=\"new\">New</h1>"));
}

#[test]
fn the_browser_that_is_asked_for_gets_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let (browser, opened) = (folder.path().join("browser"), folder.path().join("opened"));
    write(&browser, format!("#!/bin/sh\necho \"$1\" > {0}.new && mv {0}.new {0}\n", opened.display()));
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let serving = Serving::start_with(&[("content/index.md", "# Home\n")], |command| {
        command.arg("--open").env("BROWSER", &browser);
    });
    let started = Instant::now();
    while !opened.exists() {
        assert!(started.elapsed() < PATIENCE, "no browser was opened");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(opened).unwrap(), format!("http://127.0.0.1:{}/\n", serving.port));
}

#[test]
fn it_listens_on_the_interface_that_is_asked_for_and_no_other() {
    let on = |interface: &'static str| {
        Serving::start_with(&[("content/index.md", "# Home\n")], move |command| {
            command.args(["--interface", interface]);
        })
    };
    let reaches = |address: &str, port: u16| TcpStream::connect((address, port)).is_ok();
    let second = on("127.0.0.2");
    assert_eq!([reaches("127.0.0.2", second.port), reaches("127.0.0.1", second.port)], [true, false]);
    let all = on("0.0.0.0");
    assert_eq!([reaches("127.0.0.2", all.port), reaches("127.0.0.1", all.port)], [true, true]);
    assert_eq!(get(all.port, "192.168.0.9", "/").status, 200);
    assert_eq!(get(all.port, "example.com", "/").status, 403);
    let mut command = process::playbook(&all.site);
    command.args(["serve", "--interface", "everywhere"]);
    assert_eq!(process::run(command).code, Some(2));
}

#[test]
fn a_port_that_is_taken_is_refused_when_it_was_asked_for() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (_guard, site) = site_folder();
    write(&site.join("index.md"), "# Home\n");
    let mut command = process::playbook(&site);
    command.args(["serve", "--port", &port.to_string()]);
    let ran = process::run(command);
    assert_eq!(ran.code, Some(2));
    let message = format!(
        "error: cannot listen on port {port}: Address already in use (os error 98)\n  hint: leave `--port` out to take a free one\n"
    );
    assert_eq!((ran.stderr, ran.stdout.as_str()), (message, ""));
}

#[test]
fn after_any_list_of_edits_what_is_served_equals_a_fresh_build() {
    for seed in [1, 2] {
        let serving = Serving::start(&[("content/index.md", "# Home\n")]);
        let mut events = Events::listen(serving.port);
        let mut random = Random::new(seed);
        for _ in 0..12 {
            for _ in 0..=random.below(3) {
                edit(&serving.site.join("content"), &mut random);
            }
            serving.settles(&mut events);
        }
    }
}

/// Makes, changes, renames or deletes a page.
fn edit(content: &Path, random: &mut Random) {
    let names = ["a.md", "b.md", "team/index.md", "team/c.md", "team/d e.md", "deep/er/f.md", "pic.png"];
    let (file, other) = (content.join(random.pick(&names)), content.join(random.pick(&names)));
    match random.below(6) {
        0 if file.exists() => fs::remove_file(file).unwrap(),
        1 if file.exists() && !other.exists() => {
            fs::create_dir_all(other.parent().unwrap()).unwrap();
            fs::rename(file, other).unwrap();
        }
        2 => write(
            &file,
            format!(
                "---\ntitle: T{}\norder: {}\ntags: [x, y{}]\naliases: [/old-{}/]\n---\nText\n",
                random.below(9),
                random.below(9),
                random.below(3),
                random.below(9)
            ),
        ),
        3 => write(
            &file,
            format!("# Other {}\n\n[a](/a.md) [c](/team/c.md#more) ![p](/pic.png)\n\n## More\n", random.below(99)),
        ),
        4 => {
            let _ = fs::remove_dir_all(content.join("team"));
        }
        _ => write(&file, format!("# Heading {}\n\nWords [b](/b.md).\n", random.below(99))),
    }
}
