//! Input that would break a careless program. Each case is made by a function, because it is too big
//! or too odd for a file; what the program says, in full, is in `tests/bad_input/NAME.txt`. A program
//! that computes for ever is ended, and so fails its case.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use rayon::prelude::*;

use crate::support::expect::{all_good, compare};
use crate::support::{data, process, site_folder, write};

/// What is wrong, how it is made, and what is typed then.
struct Case {
    name: &'static str,
    prepare: fn(&Path),
    lines: &'static [&'static str],
}

const fn case(name: &'static str, lines: &'static [&'static str], prepare: fn(&Path)) -> Case {
    Case { name, prepare, lines }
}

const BUILD: &[&str] = &["playbook build --content . -o ../out"];
const LIST: &[&str] = &["playbook build --content . -o ../out", "playbook list --content ."];

const BAD_TEXT: &[&str] = &[
    "playbook build",
    "printf 'frame.skip: caf\\351\\n' > words.yaml; rm templates/page.html; mkdir words; mv words.yaml words/en.yaml; playbook build",
    "rm words/en.yaml; mkdir static; printf 'caf\\351 PLAYBOOK_WORDS' > static/search.js; playbook build",
    "rm static/search.js; playbook build",
    "printf '# A\\n\\ncaf\\351\\n' > content/a.md; playbook reviewed content/a.md; playbook check",
];
const PIPES: &[&str] = &[
    "mkfifo content/a.md content/b.png static/d.css words templates themes/mine/static && playbook build -o ../out",
    "mkdir -p more && rm words templates && mkdir words templates && mkfifo words/en.yaml templates/page.html themes/mine/templates/page.html && echo 'theme: mine' > playbook.yaml && playbook build -o ../out",
    "cat ../out/b.txt",
    "mkfifo logo.svg && echo 'logo: logo.svg' > playbook.yaml && playbook build -o ../out",
    "rm playbook.yaml && mkdir ../other && mkfifo ../other/.playbook-manifest && playbook build -o ../other",
];
const CHANGES: &[&str] = &[
    "git init -q && git add . && GIT_AUTHOR_DATE=2026-10-05T10:00:00Z GIT_COMMITTER_DATE=2026-10-05T10:00:00Z git -c user.name=A -c user.email=a@b.c commit -qm one",
    "echo >> index.md && GIT_AUTHOR_DATE=2026-11-05T10:00:00Z GIT_COMMITTER_DATE=2026-11-05T10:00:00Z git -c user.name=A -c user.email=a@b.c commit -qam two",
    "echo >> a.md && GIT_AUTHOR_DATE=2026-12-05T10:00:00Z GIT_COMMITTER_DATE=2026-12-05T10:00:00Z git -c user.name=A -c user.email=a@b.c commit -qam three",
    "playbook build --content . -o ../out --as-of 2026-12-06",
    "cat ../out/changes/2026-10/index.html; grep -o '<title>.*</title>' ../out/changes/2026-11/index.html; ls ../out/changes",
    "grep -A 8 'tags months' ../out/changes/index.html; grep -o 'href=\"/changes/[^>]*' ../out/index.html",
];

const CASES: &[Case] = &[
    case("an empty folder", LIST, |_| ()),
    case(
        "an empty folder in place of a good site",
        &[
            "playbook build -q --content . -o ../out",
            "rm index.md; touch notes.txt; playbook build --content . -o ../out; ls ../out/index.html",
            "playbook check --content .",
            "printf -- '---\\ndraft: true\\n---\\n' > a.md; playbook build --content . -o ../out",
            "playbook build -q --drafts --content . -o ../out",
        ],
        |site| page(site, "index.md", "# A\n"),
    ),
    case("an empty page", LIST, |site| write(&site.join("index.md"), "")),
    case("a folder that is not there", &["playbook build --content nowhere"], |_| ()),
    case("a file instead of a folder", &["playbook build --content index.md"], |site| page(site, "index.md", "# A\n")),
    case("a folder named like a page", LIST, |site| page(site, "x.md/inner.md", "# Inner\n")),
    case("a name that is not UTF-8", BUILD, |site| {
        page(site, "index.md", "# A\n");
        write(&site.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "# B\n");
    }),
    case("a theme and data that are not UTF-8", BAD_TEXT, |site| {
        page(site, "content/index.md", "# A\n");
        write(&site.join("content/data/people.yml"), b"ana: Ana\nbo: B\xf6\n");
        write(&site.join("templates/page.html"), b"<p>\n caf\xe9\n");
    }),
    case("pipes among the files", PIPES, |site| {
        page(site, "content/index.md", "# A\n\n![B](b.png)\n");
        page(site, "static/a.txt", "A.\n");
        symlink("a.txt", site.join("static/b.txt")).unwrap();
        symlink("../content", site.join("static/c")).unwrap();
        page(site, "themes/mine/theme.yaml", "name: mine\n");
        page(site, "themes/mine/templates/base.html", "{% extends \"default/base.html\" %}\n");
    }),
    case("files where the site wants folders", LIST, |site| {
        let names = ["search", "tags", "a-z", "print", "_search", "feed.xml/x.png", "favicon.svg/x.png"];
        let links: String = names.map(|name| format!("[a]({name})\n")).concat();
        page(site, "index.md", &format!("---\ntags: [t]\n---\n# A\n\n{links}"));
        page(site, "robots.txt/a.md", "# B\n");
        page(site, "favicon.svg/a.md", "# C\n");
        names.iter().for_each(|name| page(site, name, "A file.\n"));
    }),
    case("static files where the site wants folders", &["playbook build -o ../out", "ls ../out/print"], |site| {
        page(site, "content/index.md", "# A\n\n[all](/print/) [a](/print)\n");
        page(site, "content/a.md", "# B\n");
        page(site, "content/b/index.md", "# C\n\n![X](x.png)\n");
        page(site, "content/b/x.png", "png");
        ["search", "print", "b", "feed.xml/x", "a/x.txt"]
            .iter()
            .for_each(|name| page(site, &format!("static/{name}"), "A file.\n"));
    }),
    case("files where the lists of changes are", CHANGES, |site| {
        page(site, "index.md", "# A\n\n[changes](/changes/) [October](changes/2026-10/index.html)\n");
        page(site, "changes/2026-10/index.html", "Mine.\n");
        page(site, "a.md", "---\npermalink: /changes/2026-11/\n---\n# B\n");
    }),
    case("calendars where something else is", LIST, |site| {
        let review = "kind: review\ncadence: weekly\nday: tue\nstarts: 2026-10-06\nduration: 30 min\nfacilitator: a\nagenda: [{title: One, minutes: 30}]\noutputs: [Decisions]\n";
        page(site, "index.md", "# A\n\n[all](calendar.ics) [retro](retro.ics)\n");
        page(site, "calendar.md", &format!("---\n{review}---\n# B\n"));
        page(site, "retro.md", &format!("---\n{review}---\n# C\n"));
        page(site, "retro.ics.md", "# D\n");
        page(site, "e.md", "---\naliases: [/calendar.ics]\n---\n# E\n");
    }),
    case("names with backslashes and control characters", LIST, |site| {
        page(site, "index.md", "# A\n\n[b](b%5Cc.md) [d](d%01e.md) [f](f%5Cg/h.md) ![i](i%5Cj.png)\n");
        page(site, "b\\c.md", "# B\n");
        page(site, "b-c.md", "# Twin\n");
        page(site, "d\u{1}e.md", "# D\n");
        page(site, "f\\g/h.md", "---\nslug: k\n---\n# F\n");
        page(site, "i\\j.png", "png");
        page(site, "line\nbreak.md", "# L\n\n[gone](gone.md)\n");
        page(site, "j\tk/l.md", "---\naliases: \"\"\n---\n# J\n");
    }),
    case("a link to itself", BUILD, |site| symlink("round.md", site.join("round.md")).unwrap()),
    case("a site that was built among the pages", LIST, |site| {
        page(site, "index.md", "# A\n");
        page(site, "old/.playbook-manifest", "");
        page(site, "old/index.md", "# A copy\n");
    }),
    case("thousands of broken links", &["playbook check --content . --format short 2>&1 | tail -n 1"], |site| {
        for number in 0..600 {
            page(site, &format!("page-number-{number}.md"), &format!("# P\n\n[a](missing-{number}.md#x)\n"));
        }
        page(site, "anchors.md", &(0..1_500).map(|n| format!("## h{n}\n\n[a](#x{n})\n\n")).collect::<String>());
    }),
    case(
        "data for a full disk",
        &["playbook list --content . > /dev/full", "playbook schema okr > /dev/full"],
        |site| {
            page(site, "index.md", "# A\n");
        },
    ),
    case("a link to the whole disk", BUILD, |site| {
        page(site, "index.md", "# A\n");
        symlink("/", site.join("disk")).unwrap();
    }),
    case("ten megabytes", BUILD, |site| {
        page(site, "index.md", &("Some words of *no* matter. ".repeat(40) + "\n\n").repeat(9_500))
    }),
    case("one line of ten megabytes", BUILD, |site| page(site, "index.md", &"word ".repeat(2_000_000))),
    case("lists ten thousand deep", BUILD, |site| {
        page(site, "line.md", &"- ".repeat(10_000));
        page(site, "steps.md", &(0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<String>());
    }),
    case("quotes ten thousand deep", BUILD, |site| {
        page(site, "index.md", &("> ".repeat(10_000) + "a\n\n" + &">".repeat(10_000) + "b\n"));
    }),
    case("brackets in Markdown", BUILD, |site| {
        page(site, "open.md", &"[".repeat(100_000));
        page(site, "pairs.md", &"[]".repeat(50_000));
        page(site, "images.md", &"![".repeat(50_000));
        page(site, "targets.md", &"[a](".repeat(25_000));
    }),
    case("marks that never close", BUILD, |site| {
        page(site, "emphasis.md", &"*a **a ".repeat(15_000));
        page(site, "ticks.md", &(1..400).map(|count| "`".repeat(count) + " ").collect::<String>());
        page(site, "angles.md", &"<".repeat(100_000));
        page(site, "comments.md", &"<!-- ".repeat(20_000));
        page(site, "addresses.md", &"www.a@".repeat(20_000));
    }),
    case("tags that have no partner", &["playbook build --content . -o ../out 2>../said; tail -n 4 ../said"], |site| {
        page(site, "styles.md", &"<style></style>\n".repeat(30_000));
        page(site, "titles.md", &"<title>".repeat(10_000));
        page(site, "pairs.md", &("<b>".repeat(10_000) + &"</i>".repeat(10_000)));
        page(site, "comments.md", &"<!-- a\n\n- <?b\n\n".repeat(10_000));
    }),
    case(
        "many findings on one line",
        &["playbook build --content . -o ../out 2>../said; wc -l < ../said; tail -n 4 ../said"],
        |site| {
            page(site, "links.md", &"[a](gone.md#a) <a href='gone.md'>".repeat(10_000));
        },
    ),
    case("many headings, notes and keys", BUILD, |site| {
        page(site, "headings.md", &"## a\n".repeat(10_000));
        page(site, "notes.md", &("[^a]".repeat(5_000) + "\n\n[^a]: b\n"));
        let keys: String = (0..60_000).map(|number| format!("key{number}: 1\n")).collect();
        page(site, "keys.md", &format!("---\n{keys}---\n"));
    }),
    case("front-matter that never closes", BUILD, |site| {
        page(site, "index.md", &("---\ntitle: A\n".to_owned() + &"key: value\n".repeat(100_000)));
    }),
    case("an alias bomb", BUILD, |site| page(site, "index.md", &format!("---\n{}---\n", alias_bomb()))),
    case("brackets in front-matter", BUILD, |site| {
        page(site, "index.md", &format!("---\na: {}\n---\n", "[".repeat(100_000)));
    }),
    case("brackets in the config", &["playbook build"], |site| {
        page(site, "playbook.yaml", &format!("extra: {}\n", "[".repeat(100_000)));
    }),
    case("an alias bomb in the config", &["playbook build"], |site| page(site, "playbook.yaml", &alias_bomb())),
    case("a template that does not compile", BUILD, |site| {
        page(site, "index.md", "# A\n");
        page(site, "templates/page.html", "<p>{% if page.title %}\n");
    }),
    case("a template that uses what is not there", BUILD, |site| {
        page(site, "index.md", "# A\n");
        page(site, "templates/section.html", "<p>\n{{ page.zebra.stripes }}</p>\n");
    }),
    case(
        "a base that lacks blocks",
        &[
            "playbook build --content . -o ../out",
            "sed -i '1i {% extends \"default/base.html\" %}' themes/mine/templates/base.html; playbook build --content . -o ../out",
            "rm -r themes/mine/templates; mkdir templates; mv other.html templates/page.html; playbook build --content . -o ../out",
        ],
        |site| {
            page(site, "index.md", "# A\n");
            page(site, "playbook.yaml", "theme: mine\n");
            page(site, "themes/mine/theme.yaml", "name: mine\n");
            page(site, "themes/mine/templates/base.html", "{% block main %}{% endblock main %}\n");
            page(site, "other.html", "{% extends \"theme/page.html\" %}\n{% block artcle %}{% endblock %}\n");
        },
    ),
    case("a template that names no file", BUILD, |site| {
        page(site, "index.md", "# A\n");
        page(site, "templates/section.html", "<link href=\"{{ asset(name=\"stlye.css\") }}\">\n");
    }),
    case(
        "an output folder that holds the content",
        &["playbook build --content . -o ..", "playbook build -o ."],
        |site| {
            page(site, "index.md", "# A\n");
        },
    ),
    case(
        "an output folder inside the content",
        &[
            "playbook build --content . -o pages",
            "echo 'output: pages' > playbook.yaml; playbook build -o pages",
            "playbook build && playbook list -q",
        ],
        |site| page(site, "index.md", "# A\n"),
    ),
    case("a config that is not UTF-8", &["playbook check", "playbook check --root ."], |site| {
        write(&site.join("playbook.yaml"), b"title: A\ndescription: caf\xe9\n");
    }),
    case("a config with a mistake", &["playbook check", "playbook check --root ."], |site| {
        write(&site.join("playbook.yaml"), "titel: A\n");
    }),
    case("ten megabytes of tiny paragraphs", BUILD, |site| page(site, "index.md", &"a\n\n".repeat(3_400_000))),
    case("many nested keys", BUILD, |site| {
        let keys: String = (0..50_000).map(|number| format!("  key{number}: 1\n")).collect();
        page(site, "index.md", &format!("---\nsymptoms:\n-\n{keys}---\n"));
    }),
    case("an output folder that is a file", &["playbook build --content . -o index.md", "cat index.md"], |site| {
        page(site, "index.md", "# A\n");
    }),
    case(
        "a folder in the way of a page",
        &["playbook build --content . -o ../out --force", "cat ../out/index.html/mine.txt"],
        |site| {
            page(site, "index.md", "# A\n");
            write(&site.join("../out/index.html/mine.txt"), "Mine.\n");
        },
    ),
    case("names of three hundred letters", LIST, |site| {
        let (long, wide) = ("x".repeat(300), "ü".repeat(126));
        page(site, "index.md", &format!("---\ntags: [{long}1, {long}2]\naliases: [/{long}/]\n---\n# {long}\n"));
        page(site, &format!("{wide}.md"), "# One\n");
        page(site, &format!("a/{wide}/index.md"), "# Two\n");
        page(site, "b.md", &format!("---\npermalink: /{}/\n---\n# Three\n", &wide[..240]));
        page(site, "c.md", &format!("---\npermalink: /{}/\n---\n# Four\n", &wide[..240]));
    }),
    case("a picture where a page wants a folder", LIST, |site| {
        page(site, "index.md", "# A\n\n![Logo](logo.png)\n");
        page(site, "logo.png", "png");
        page(site, "logo.png.md", "# About the logo\n");
        page(site, "b.md", "---\naliases: [/logo.png]\n---\n# B\n");
    }),
    case(
        "a disk that takes no more",
        &[
            "playbook build -q --content . -o ../out && md5sum < ../out/index.html > ../before",
            "yes 'More words than the limit.' | head -c 200000 >> index.md",
            "trap '' XFSZ; ulimit -f 64; playbook build --content . -o ../out",
            "md5sum < ../out/index.html | cmp - ../before && ls -A ../out | grep tmp",
            "playbook build -q --content . -o ../out",
        ],
        |site| page(site, "index.md", "# A\n"),
    ),
];

#[test]
fn bad_input_is_named_and_nothing_is_lost() {
    let outcomes: Vec<_> = CASES.par_iter().map(run).collect();
    all_good(outcomes);
    let files = fs::read_dir(data("bad_input")).unwrap().count();
    assert_eq!(files, CASES.len(), "a case and its file have different names");
}

fn run(case: &Case) -> Result<(), String> {
    let (_guard, site) = site_folder();
    (case.prepare)(&site);
    let mut text = format!("# {}\n", case.name);
    for line in case.lines {
        let ran = process::run(process::shell(&site, line));
        text += &format!("$ {line}\n{}", process::transcript(&ran, &site));
    }
    if text.contains("panicked") {
        return Err(text);
    }
    compare(&data("bad_input").join(case.name.replace(' ', "-") + ".txt"), &text)
}

fn page(site: &Path, name: &str, text: &str) {
    write(&site.join(name), text);
}

fn alias_bomb() -> String {
    (1..30).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, n| {
        let alias = format!("*a{}", n - 1);
        text + &format!("a{n}: &a{n} [{}]\n", [alias.as_str(); 9].join(","))
    })
}
