//! Pages that move, and pages that want the place of another one.

use super::*;

#[test]
fn a_page_that_upstream_moved_without_its_links_keeps_those_that_work_here() {
    let world = World::new();
    write(&world.upstream(), "content/people/team.md", &format!("{TEAM}\nSee [old](old.md).\n"));
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    fs::rename(world.upstream().join("content/people/team.md"), world.upstream().join("content/crew.md")).unwrap();
    write(&world.upstream(), "content/crew.md", &format!("{TEAM}\nSee [old](old.md) and more.\n"));
    for _ in 0..2 {
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        assert!(pages(&world.fork())["people/team.md"].ends_with("See [old](old.md) and more.\n"));
        assert_eq!(world.statuses(), ["moved people/team.md"]);
    }
}

#[test]
fn pages_that_have_much_in_common_change_places_with_their_words() {
    let page = |name: &str| {
        format!(
            "# {name}\n\nThe {name} page opens with a sentence about how leaders here handle it with care.\n\nA second paragraph says that every quarter the group looks at {name}alpha again.\n"
        )
    };
    for who in ["upstream", "fork"] {
        let world = World::new();
        let mine = page("One").replace("care", "LOCALCARE");
        for (name, text) in [("one", page("One")), ("two", page("Two"))] {
            write(&world.upstream(), &format!("content/{name}.md"), &text);
        }
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        write(&world.fork(), "content/one.md", &mine);
        let root = world.folder.path().join(who).join("content");
        for (from, to) in [("one", "x"), ("two", "one"), ("x", "two")] {
            fs::rename(root.join(format!("{from}.md")), root.join(format!("{to}.md"))).unwrap();
        }
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean, "{who}");
        let mut found = pages(&world.fork());
        found.retain(|name, _| matches!(name.as_str(), "one.md" | "two.md"));
        let mut texts: Vec<String> = found.into_values().collect();
        texts.sort();
        assert_eq!(texts, [mine, page("Two")], "{who}");
    }
}

#[test]
fn pages_whose_links_lead_to_a_page_that_was_moved_here_are_still_inherited() {
    let world = World::new();
    fs::create_dir(world.fork().join("content/teams")).unwrap();
    fs::rename(world.fork().join("content/people/team.md"), world.fork().join("content/teams/ours.md")).unwrap();
    assert_eq!(world.statuses(), ["moved teams/ours.md"]);
    for text in ["[team](people/team.md) of {{ org.name }}, now.", "[team](people/team.md), now and then."] {
        write(&world.upstream(), "content/index.md", &format!("# Home\n\nSee {text}\n"));
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        let here = format!("# Home\n\nSee {text}\n").replace("people/team.md", "teams/ours.md");
        assert_eq!(pages(&world.fork())["index.md"], here);
        // It stands elsewhere than in upstream, however often that is noted.
        assert_eq!(world.statuses(), ["moved teams/ours.md"]);
    }
}

#[test]
fn a_link_that_follows_a_move_is_no_change_to_its_paragraph() {
    let world = World::new();
    write(&world.upstream(), "content/index.md", "# Home\n\nSee [the team](people/team.md) today.\n\nOne two.\n");
    world.upgrade(&[]).unwrap();
    fs::rename(world.fork().join("content/people/team.md"), world.fork().join("content/people/ours.md")).unwrap();
    write(&world.fork(), "content/index.md", "# Home\n\nSee [the team](people/team.md) today.\n\nOne 2.\n");
    write(&world.upstream(), "content/index.md", "# Home\n\nRead [the team](people/team.md) now.\n\nOne two.\n");
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    let merged = "# Home\n\nRead [the team](people/ours.md) now.\n\nOne 2.\n";
    assert_eq!(pages(&world.fork())["index.md"], merged);
    // A page that was moved itself is read from where it was, and from where it is.
    write(&world.upstream(), "content/people/old.md", "# Old\n\nOnce, [home](../index.md) and [team](team.md).\n");
    world.upgrade(&[]).unwrap();
    fs::create_dir_all(world.fork().join("content/a/b")).unwrap();
    fs::rename(world.fork().join("content/people/old.md"), world.fork().join("content/a/b/old.md")).unwrap();
    assert_eq!(world.statuses(), ["moved a/b/old.md", "adapted index.md", "moved people/ours.md"]);
    let mended = "# Old\n\nOnce, [home](../../index.md) and [team](../../people/ours.md).\n";
    write(&world.fork(), "content/a/b/old.md", mended);
    assert_eq!(world.statuses(), ["moved a/b/old.md", "adapted index.md", "moved people/ours.md"]);
}

#[test]
fn line_ends_of_two_kinds_stay_while_another_page_moves() {
    let world = World::new();
    let mixed = "# Home\r\n\r\nOurs, [old](people/old.md).\n\r\nOne.\r\n";
    write(&world.fork(), "content/index.md", mixed);
    fs::rename(world.fork().join("content/people/team.md"), world.fork().join("content/people/ours.md")).unwrap();
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["index.md"], mixed);
}

#[test]
fn a_page_may_be_moved_again_and_again() {
    let world = World::new();
    let mut old = "content/people/team.md".to_owned();
    for (number, place) in ["content/a.md", "content/x/b.md", "content/c.md"].into_iter().enumerate() {
        fs::create_dir_all(world.fork().join(place).parent().unwrap()).unwrap();
        fs::rename(world.fork().join(&old), world.fork().join(place)).unwrap();
        old = place.to_owned();
        write(&world.upstream(), "content/people/old.md", &format!("# Old\n\nTrue in year {number}.\n"));
        assert_eq!(world.upgrade(&["--accept", "theirs", "people/old.md"]).unwrap(), Outcome::Clean);
        assert_eq!(world.statuses(), [format!("moved {}", place.replace("content/", ""))]);
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        assert_eq!(world.statuses(), [format!("moved {}", place.replace("content/", ""))]);
        let link = format!("See [team]({}) of", place.replace("content/", ""));
        assert!(pages(&world.fork())["index.md"].contains(&link), "{place}");
    }
}

#[test]
fn a_page_that_was_written_where_one_was_removed_stays_the_authors_own() {
    let world = World::new();
    fs::remove_file(world.fork().join("content/people/old.md")).unwrap();
    world.upgrade(&[]).unwrap();
    write(&world.fork(), "content/people/old.md", "# Ours\n\nAnother page altogether.\n");
    write(&world.upstream(), "content/people/old.md", "# Old\n\nOnce true, and true again.\n");
    let before = pages(&world.fork());
    for _ in 0..2 {
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        assert_eq!(pages(&world.fork()), before);
        assert_eq!(world.statuses(), ["removed-here people/old-2.md", "local people/old.md"]);
    }
    restore::run(&args::<Restore>(&["people/old-2.md"]), &world.wishes, &terminal()).unwrap();
    assert_eq!(pages(&world.fork())["people/old-2.md"], "# Old\n\nOnce true, and true again.\n");
    assert_eq!(pages(&world.fork())["people/old.md"], before["people/old.md"]);
}

#[test]
fn a_page_that_was_replaced_by_another_one_is_never_mixed_with_upstreams() {
    let world = World::new();
    let ours = "# Ours\n\nAnother page altogether.\n\nWith more of it.\n";
    write(&world.fork(), "content/people/old.md", ours);
    write(&world.upstream(), "content/people/old.md", "# Old\n\nOnce true.\n\nAnd true again.\n");
    for _ in 0..2 {
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
        assert_eq!(pages(&world.fork())["people/old.md"], ours);
        assert_eq!(world.statuses(), ["conflict people/old.md"]);
    }
    world.upgrade(&["--reject", "people/old.md"]).unwrap();
    assert_eq!(world.statuses(), ["adapted people/old.md"]);
}

#[test]
fn a_new_page_of_upstream_gets_a_number_where_another_page_stands() {
    let world = World::new();
    let ours = "# Pay\n\nWe pay on Fridays.\n";
    write(&world.fork(), "content/people/pay.md", ours);
    write(&world.fork(), "content/people/copied.md", "# Copied\n");
    write(&world.fork(), "content/people/named.md", "---\nid: named\n---\nOurs.\n");
    write(&world.upstream(), "content/people/pay.md", "# Salaries\n\nSee [team](team.md).\n");
    write(&world.upstream(), "content/people/copied.md", "# Copied\r\n");
    write(&world.upstream(), "content/people/named.md", "---\nid: named\n---\nOurs.\n");
    write(&world.upstream(), "content/index.md", "# Home\n\nSee [pay](people/pay.md).\n");
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    let after = pages(&world.fork());
    assert_eq!(after["people/pay.md"], ours);
    assert_eq!(after["people/pay-2.md"], "# Salaries\n\nSee [team](team.md).\n");
    assert_eq!(after["index.md"], "# Home\n\nSee [pay](people/pay-2.md).\n");
    assert_eq!(world.statuses(), ["moved people/pay-2.md", "local people/pay.md"]);
}

#[test]
fn a_new_template_of_upstream_waits_for_a_decision_where_the_adopter_has_one() {
    let world = World::new();
    write(&world.fork(), "static/brand.css", "a {}\n");
    write(&world.upstream(), "static/brand.css", "b {}\n");
    for _ in 0..2 {
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
        assert_eq!(fs::read_to_string(world.fork().join("static/brand.css")).unwrap(), "a {}\n");
        assert_eq!(world.statuses(), ["conflict static/brand.css"]);
    }
    world.upgrade(&["--accept", "theirs", "static/brand.css"]).unwrap();
    assert_eq!(fs::read_to_string(world.fork().join("static/brand.css")).unwrap(), "b {}\n");
    assert_eq!(world.status(), Outcome::Clean);
}
