//! What is left of upstream, and what only looks like it.

use super::*;
use crate::config;

fn upstream(source: &str) -> Origin {
    Origin {
        source: source.to_owned(),
        org: [("name", "Acme"), ("possessive", "Acme's"), ("unit", "HP"), ("none", "")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        title: Some("How Acme leads".to_owned()),
        description: Some("All of it".to_owned()),
        addresses: vec!["https://playbook.acme.com/lead/".to_owned()],
        footer: vec!["https://licences.org/by".to_owned(), "mailto:legal@acme-legal.org".to_owned()],
        ..Origin::default()
    }
}

fn config(text: &str) -> Config {
    config::parse(text).unwrap()
}

#[track_caller]
fn check(found: Vec<Leftover>, expected: &[&str]) {
    let found: Vec<String> = found.into_iter().map(|left| format!("{}: {}", left.span.start, left.message)).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_left_of_upstream_is_named_at_its_place() {
    let base = "---\nowner: \"@ceo\"\n---\nWrite to hr@acme.com at Acme, not Acmeville.\n";
    let text = format!("{base}\n{{{{ org.product }}}} [x](https://git.acme.com/x) (see playbook.acme.com/lead).\n");
    let (config, upstream) = (config("org: {name: Initech}\n"), upstream("https://git.acme.com/playbook.git"));
    check(
        Traces::new(&config, &upstream, &[base]).in_page(&text, Some(base)),
        &[
            "12: the owner `@ceo` is upstream's",
            "31: `hr@acme.com` is upstream's address",
            "46: `Acme` is upstream's `org.name`",
            "68: `org.product` has no value in the config",
            "90: `https://git.acme.com/x` leads to upstream",
            "119: `playbook.acme.com/lead` leads to upstream",
        ],
    );
}

#[test]
fn names_are_found_however_short_they_are_and_each_once() {
    let (config, upstream) = (config(""), upstream("../acme"));
    check(
        Traces::new(&config, &upstream, &[]).in_text("Acme's way: ACME and HP, not hp or HPE or acme.\n", None),
        &[
            "0: `Acme's` is upstream's `org.possessive`",
            "12: `ACME` is upstream's `org.name`",
            "21: `HP` is upstream's `org.unit`",
        ],
    );
    let traces = Traces::new(&config, &upstream, &[]);
    assert_eq!(traces.in_name("content/people/acme-way.md"), Some("Acme"));
    assert_eq!(traces.in_name("content/people/acmeville/hp.md"), None);
}

#[test]
fn the_domains_of_upstreams_mail_are_its_own_and_those_of_everybody_are_not() {
    let base = "Ask jobs@acme.com, press@acme-press.org, boss@gmail.com.\n";
    let (config, upstream) = (config(""), upstream("../acme"));
    check(
        Traces::new(&config, &upstream, &[base]).in_text(
            "you@Acme.com me@acme-press.org other@gmail.com //www.ACME.com/x https://acme-press.org legal@acme-legal.org\n",
            None,
        ),
        &[
            "0: `you@Acme.com` is upstream's address",
            "13: `me@acme-press.org` is upstream's address",
            "47: `//www.ACME.com/x` leads to upstream",
            "87: `legal@acme-legal.org` is upstream's address",
        ],
    );
}

#[test]
fn on_a_host_that_many_share_only_upstreams_folder_is_upstreams() {
    let text = "https://github.com/acme/x https://github.com/acmeville https://github.com/rust-lang jobs@playbook.acme.com a@b.com";
    for source in ["https://github.com/Acme/playbook.git", "git@github.com:acme/playbook.git"] {
        let (config, upstream) = (config(""), upstream(source));
        check(
            Traces::new(&config, &upstream, &[]).in_text(text, None),
            &["0: `https://github.com/acme/x` leads to upstream", "84: `jobs@playbook.acme.com` is upstream's address"],
        );
    }
}

#[test]
fn what_the_adopter_shares_with_upstream_is_its_own() {
    let config = config("base_url: https://playbook.acme.com/other/\n");
    let upstream = upstream("../acme");
    check(Traces::new(&config, &upstream, &[]).in_text("See https://playbook.acme.com/x.\n", None), &[]);
}

#[test]
fn the_config_keeps_nothing_of_upstreams() {
    let text = "title: \"How Acme leads\"\ndescription: All of it\norg:\n  name: Acme\n  unit: Ours\nfooter:\n  Licence: https://licences.org/by\n  Ours: https://initech.org\n";
    let (config, upstream) = (config(text), upstream("../acme"));
    check(
        Traces::new(&config, &upstream, &[]).in_config(text),
        &[
            "7: the title `How Acme leads` is upstream's",
            "37: the description `All of it` is upstream's",
            "60: `org.name` is still upstream's `Acme`",
            "97: the link `Licence` in the footer leads to upstream's `https://licences.org/by`",
        ],
    );
}

#[test]
fn an_objective_is_upstreams_sample_until_it_says_something_else() {
    let sample = "---\nkind: okr\nowner: us\nperiod: 2026-Q4\nobjective: Show how\nkey_results:\n  - {id: a, title: A, owner: \"@cfo\", baseline: 0, target: 3, current: 1}\n---\n";
    let (config, upstream) = (config(""), upstream("../acme"));
    let traces = Traces::new(&config, &upstream, &[sample]);
    let ours = sample.replace("us\n", "me\n").replace("target: 3", "target: 5");
    check(
        traces.in_page(&ours, Some(sample)),
        &["0: these OKRs are upstream's sample; write your own", "103: the owner `@cfo` is upstream's"],
    );
    check(traces.in_page(&ours.replace("Show how", "Win").replace("@cfo", "@me"), Some(sample)), &[]);
}
