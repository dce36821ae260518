//! No release has a text that repeats what it withholds.

use std::fs;

use crate::program::{brief, folder, have, run};
use crate::withheld::{BRIEF, project, versioned};

/// Each case depends on what the release withholds, and not on the marks beside the texts.
#[test]
fn texts_that_repeat_withheld_words_are_not_released() {
    let here = folder("withheld-repeated");
    let head = "schema = 1\n\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nhandling = \"TLP:RED\"\nunmarked = \"TLP:CLEAR\"\n";
    let rest = "[parties.north]\nname = \"North\"\nrole = \"principal\"\n\
                [parties.south]\nname = \"South\"\nrole = \"principal\"\n\
                [issues.filling]\ntitle = \"Filling\"\nstatus = \"contested\"\n\
                [positions.filling.south]\nstance = \"demands\"\ntext = \"Five.\"\n\
                [outcome]\nevent = \"Round\"\ndate = 2024-05-12\nresult = \"procedural\"\n";
    let brief_of = |line: &str, more: &str| format!("{head}bottom_line = \"{line}\"\n{rest}{more}");
    let claim = |id: &str, mark: &str, text: &str| format!("[claims.{id}]\ntext = \"{text}\"\nhandling = \"{mark}\"\n");
    let north = rest.replace("name = \"North\"\n", "name = \"North\"\nmarks = { name = \"TLP:RED\" }\n");
    for (name, text) in [
        // Words of a text that is released, and of one that is not.
        (
            "two",
            brief_of(
                "Seven quiet years suffice, and general Brown drinks vodka.",
                &(claim("a", "TLP:GREEN", "Seven quiet years suffice.")
                    + &claim("b", "TLP:RED", "General Brown drinks vodka.")),
            ),
        ),
        (
            "levels",
            brief_of(
                "They offer seven quiet years.",
                &(claim("a", "TLP:GREEN", "They offer seven quiet years.")
                    + &claim("b", "TLP:RED", "They offer seven quiet years.")),
            ),
        ),
        (
            "outcome",
            brief_of(
                "They settle every border question.",
                "handling = \"TLP:RED\"\n[outcome.points.a]\ntext = \"They settle every border question.\"\nresult = \"agreed\"\n",
            ),
        ),
        (
            "speaker",
            format!(
                "{head}bottom_line = \"They poison every single well.\"\n{north}[claims.a]\ntext = \"They poison every single well.\"\nsaid_by = \"north\"\n"
            ),
        ),
        (
            "avoid",
            brief_of(
                "We accept seven quiet years.",
                "[talking_points.a]\nkind = \"avoid\"\ntext = \"We accept seven quiet years.\"\n",
            ),
        ),
    ] {
        let file = format!("{name}.toml");
        fs::write(here.join(&file), text).unwrap();
        assert_eq!(run(brief(["check", &file]).current_dir(&here)).0, 0, "{name}");
        for more in [&[][..], &["--allow", "repeated-above"]] {
            let render = [&["render", "--release", "TLP:GREEN", file.as_str()][..], more].concat();
            let (exit, out, errors) = run(brief(render).current_dir(&here));
            assert!(exit == 2 && errors.contains("`brief.bottom_line` repeats `"), "{name}: {out}{errors}");
            assert!(!here.join(format!("{name}.tlp-green.pdf")).exists());
        }
    }
    if have("git") {
        let repository = versioned(&here);
        repository.commit("Talks");
        let (exit, out, errors) = run(brief(["history", "--release", "TLP:GREEN", "two.toml"]).current_dir(&here));
        assert!(exit == 2 && errors.contains("`brief.bottom_line` repeats `"), "{out}{errors}");
    }
    // The brief gives a reason.
    let text = brief_of("They offer seven quiet years.", &claim("b", "TLP:RED", "They offer seven quiet years."));
    let text = text.replace("bottom_line", "# brief: allow repeated-above -- the offer was published\nbottom_line");
    fs::write(here.join("accepted.toml"), text).unwrap();
    let (exit, _, errors) = run(brief(["render", "--release", "TLP:GREEN", "accepted.toml"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    // A reason applies only where it is given: every other text with the name is still refused, and so is an earlier
    // text with the words or the number.
    let desk = "[people.d]\nname = \"Zebra Desk\"\nhandling = \"TLP:RED\"\n";
    let claims = |first: &str, second: &str| {
        let accepted = format!("# brief: allow repeated-above -- it was published\ntext = \"{second}\"");
        format!("[claims.x]\ntext = \"{first}\"\n[claims.y]\n{accepted}\n")
    };
    for (name, more) in [
        ("name", claims("The Zebra Desk pays the rebels.", "The Zebra Desk has an office.") + desk),
        (
            "words",
            claims("Seven quiet years.", "Seven quiet years at last.") + &claim("b", "TLP:RED", "Seven quiet years."),
        ),
        ("number", claims("It is 85,000.", "Then 85 000.") + &claim("b", "TLP:RED", "Not above 85'000.")),
    ] {
        fs::write(here.join("elsewhere.toml"), brief_of("The talks go on.", &more)).unwrap();
        let (exit, out, errors) = run(brief(["render", "--release", "TLP:GREEN", "elsewhere.toml"]).current_dir(&here));
        assert!(exit == 2 && errors.contains("`claims.x.text` repeats `"), "{name}: {out}{errors}");
    }
}

/// What a reader of the program for security got out of releases: each is refused, and a reason at the text accepts it,
/// whether the rule finds anything there or not.
#[test]
fn short_texts_other_scripts_and_names_that_are_only_mentioned_are_found() {
    let here = folder("withheld-short");
    let head = "schema = 1\n\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n";
    let rest = "[parties.north]\nname = \"North\"\nrole = \"principal\"\n\
                [parties.south]\nname = \"South\"\nrole = \"principal\"\n\
                [issues.filling]\ntitle = \"Filling\"\nstatus = \"contested\"\n\
                [positions.filling.south]\nstance = \"demands\"\ntext = \"Five.\"\n";
    let red = "handling = \"TLP:RED\"\n";
    let zebrania = format!("[parties.z]\nname = \"Zebrania\"\nrole = \"facilitator\"\n{red}");
    let claim = |text: &str| format!("[claims.z]\ntext = \"{text}\"\n{red}");
    let person = |name: &str| format!("[people.z]\nname = \"{name}\"\n{red}");
    for (name, text, more) in [
        ("short words", "We can live with six, then ten.", claim("We can live with six, then ten.")),
        ("a sentence", "So we say: not for us. Fine.", claim("It is odd. Not for us.")),
        ("part", "It has up to 8 per cent of the gas.", claim("They want up to 8 per cent of the gas, or more.")),
        (
            "possessive",
            "It meets India’s oldest, most stubborn objection.",
            claim("The oldest, most stubborn objection."),
        ),
        ("chinese", "他们说北方不同意七年蓄水的方案。", claim("北方不同意七年蓄水")),
        ("japanese", "彼らは六年なら受け入れると言う。", claim("六年なら受け入れる。")),
        ("a sentence of several", "他们说六年可以接受。", claim("北方不同意这个方案。六年可以。")),
        ("a number first", "So 7 years is fine now.", claim("It is odd. 7 years is fine.")),
        ("a dot between", "他们说 ジョン スミス。", person("ジョン・スミス")),
        ("sharp s", "WEISSRUSSLAND zahlt.", person("Weißrussland")),
        ("korean", "오늘 김영철은 말했다.", person("김영철")),
        ("thai", "วันนี้สมชายไม่มาประชุม", person("สมชาย")),
        ("composed", "It is Ze\u{301}brania.", person("Zébrania")),
        ("wide", "It is Ｚｅｂｒａｎｉａ.", zebrania.clone()),
        ("digits", "It is ၈၅၀၀၀ tons.", claim("Settle at 85,000.")),
        ("year", "It is 850,000.", claim("In 2024 850 000 tons.")),
    ] {
        let file = here.join("a.toml");
        let line = format!("bottom_line = \"{text}\"\n");
        fs::write(&file, format!("{head}{line}{rest}{more}")).unwrap();
        let render = || run(brief(["render", "--release", "TLP:GREEN", "--to", "md", "a.toml"]).current_dir(&here));
        let (exit, out, errors) = render();
        assert!(exit == 2 && errors.contains("`brief.bottom_line` repeats `"), "{name}: {out}{errors}");
        let accepted = format!("# brief: allow repeated-above -- it was published\n{line}");
        fs::write(&file, format!("{head}{accepted}{rest}{more}")).unwrap();
        let (exit, out, errors) = render();
        assert!(exit == 0 && !(out + &errors).contains("unused-suppression"), "{name}: {errors}");
        let (_, out, errors) = run(brief(["check", "a.toml"]).current_dir(&here));
        assert!(!(out + &errors).contains("unused-suppression"), "{name}");
    }
    // A name that another record mentions, and a title, make nothing known.
    for (name, more, path) in [
        ("speaker", "[claims.k]\ntext = \"So.\"\nspeaker = \"Zebrania\"\n", "claims.k.speaker"),
        ("owner", "[next_steps.k]\ntext = \"So.\"\nowner = \"Zebrania\"\n", "next_steps.k.owner"),
        ("publisher", "[sources.k]\npublisher = \"Zebrania\"\ndate = 2024-05-01\n", "sources.k.publisher"),
        (
            "members",
            "[parties.k]\nname = \"Bloc\"\nrole = \"observer\"\nmembers = [\"north\", \"Zebrania\"]\n",
            "parties.k.members[1]",
        ),
        (
            "title",
            "[issues.k]\ntitle = \"Accept seven years, then eight\"\nstatus = \"contested\"\n\
             [claims.k]\ntext = \"Accept seven years, then eight.\"\nhandling = \"TLP:RED\"\n",
            "issues.k.title",
        ),
    ] {
        fs::write(here.join("a.toml"), format!("{head}bottom_line = \"So.\"\n{rest}{zebrania}{more}")).unwrap();
        let (exit, out, errors) = run(brief(["render", "--release", "TLP:GREEN", "a.toml"]).current_dir(&here));
        assert!(exit == 2 && errors.contains(&format!("`{path}` repeats `")), "{name}: {out}{errors}");
    }
    // The name of a released party is known, however long it is.
    for (name, text) in [
        (
            "Organization for the Prohibition of Chemical Weapons",
            "The Organization for the Prohibition of Chemical Weapons comes.",
        ),
        ("中华人民共和国", "中华人民共和国不同意。"),
    ] {
        let more = format!("[parties.k]\nname = \"{name}\"\nrole = \"observer\"\n{}", claim(text));
        fs::write(here.join("a.toml"), format!("{head}bottom_line = \"So.\"\n{rest}{more}")).unwrap();
        let (exit, out, errors) = run(brief(["render", "--release", "TLP:GREEN", "a.toml"]).current_dir(&here));
        assert_eq!(exit, 0, "{name}: {out}{errors}");
    }
    // A withheld party takes with it what it says of the outcome, too.
    let outcome = "[outcome]\nevent = \"Round\"\ndate = 2024-05-10\nresult = \"procedural\"\nsaid_by = \"z\"\n\
                   speaker = \"Colonel Okello\"\nsummary = \"The northern gates are shut.\"\n";
    fs::write(here.join("a.toml"), format!("{head}bottom_line = \"So.\"\n{rest}{zebrania}{outcome}")).unwrap();
    let full = ["render", "--release", "TLP:GREEN", "--template", "full", "--to", "md", "-o", "-", "a.toml"];
    let (exit, out, errors) = run(brief(full).current_dir(&here));
    assert!(exit == 0 && !out.contains("Okello") && !out.contains("gates"), "{out}{errors}");
}

/// An older edition may have a name or a number where nothing withholds it.
#[test]
fn no_comparison_shows_a_name_or_a_number_that_is_withheld_now() {
    let here = project("withheld-compared");
    let line = "bottom_line = ";
    let at = BRIEF.find(line).unwrap();
    let end = at + BRIEF[at..].find('\n').unwrap();
    let with = |text: &str, more: &str| format!("{}{line}\"{text}\"{}{more}", &BRIEF[..at], &BRIEF[end..]);
    let red = "handling = \"TLP:RED\"\n";
    for (old, withheld, path) in [
        (
            "Okapia mediates.",
            format!("\n[parties.o]\nname = \"Okapia\"\nrole = \"facilitator\"\n{red}"),
            "parties.o.name",
        ),
        // Its words are shown apart, since one of them stays.
        (
            "The Okapi Desk was asked about the gates.",
            format!("\n[people.o]\nname = \"Okapi Desk\"\n{red}"),
            "people.o.name",
        ),
        ("It is 85,000.", format!("\n[claims.o]\ntext = \"Not above 85 000.\"\n{red}"), "claims.o.text"),
    ] {
        fs::write(here.join("old.toml"), with(old, "").replace("2024-05-14", "2024-05-13")).unwrap();
        fs::write(
            here.join("water.toml"),
            with(
                &old.replace("Okapi Desk", "Okapi Team").replace("Okapia", "A state").replace("85,000", "open"),
                &withheld,
            ),
        )
        .unwrap();
        for arguments in [
            &["diff", "old.toml", "water.toml"][..],
            &["diff", "old.toml", "water.toml", "--format", "json"],
            &["diff", "old.toml", "water.toml", "--format", "md"],
            &["diff", "old.toml", "water.toml", "--format", "docx", "-o", "redline.docx"],
        ] {
            let (exit, output, errors) =
                run(brief([arguments, &["--release", "TLP:GREEN"]].concat()).current_dir(&here));
            assert!(exit == 2 && output.is_empty() && errors.contains(path), "{arguments:?}: {exit} {output}{errors}");
            assert!(!errors.contains("Okapia") && !errors.contains("85"), "{errors}");
        }
        assert!(!here.join("redline.docx").exists());
        let (exit, _, errors) = run(brief(["render", "water.toml", "--release", "TLP:GREEN"]).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        fs::remove_dir_all(here.join("out")).ok();
    }
    // The year of a date, and the address of a source, are no number that is withheld.
    let claim = format!("\n[claims.o]\ntext = \"Not above 2,024 tons.\"\n{red}");
    fs::write(here.join("old.toml"), with("In 2024 they met.", "").replace("2024-05-14", "2024-05-13")).unwrap();
    fs::write(here.join("water.toml"), with("The talks go on.", &claim)).unwrap();
    let (exit, output, errors) =
        run(brief(["diff", "--release", "TLP:GREEN", "old.toml", "water.toml"]).current_dir(&here));
    assert!(exit == 1 && output.contains("2024"), "{output}{errors}");
}

/// A field is a name in one table, and the field of the same name in another table is a sentence.
#[test]
fn only_a_name_may_repeat_what_is_withheld_and_is_looked_for_as_one() {
    let here = folder("withheld-names");
    let brief_of = |position: &str, more: &str| {
        format!(
            "schema = 1\n\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n\
             bottom_line = \"The talks go on.\"\n[parties.north]\nname = \"North\"\nrole = \"principal\"\n\
             [issues.filling]\ntitle = \"Filling\"\nstatus = \"contested\"\n\
             [positions.filling.north]\nstance = \"demands\"\ntext = \"It wants a long span.\"\n{position}\n{more}"
        )
    };
    let secret = "[claims.a]\ntext = \"There were secret missiles delivered quietly.\"\nhandling = \"TLP:RED\"\n";
    let held = "handling = \"TLP:RED\"";
    let person = format!("[people.a]\nname = \"Zora Blanko\"\nmarks = {{ name = \"TLP:RED\" }}\n{held}\n");
    let spoken = "[claims.a]\ntext = \"So Zora Blanko says.\"\n";
    for (name, text, repeats) in [
        (
            "short",
            brief_of("short = \"Secret missiles delivered quietly\"", secret),
            Some("short` repeats `claims.a.text"),
        ),
        (
            "interpreter",
            brief_of(
                "",
                &format!(
                    "{secret}[meetings.a]\nevent = \"Round\"\ndate = 2024-05-20\ninterpreter = \"Secret missiles delivered quietly\"\n"
                ),
            ),
            Some("interpreter` repeats `claims.a.text"),
        ),
        (
            "common",
            brief_of(
                "short = \"Five years\"\nmarks = { short = \"TLP:RED\" }",
                "[claims.a]\ntext = \"Five years ago it broke.\"\n",
            ),
            None,
        ),
        ("person", brief_of("", &format!("{person}{spoken}")), Some("claims.a.text` repeats `people.a.name")),
        (
            "representative",
            brief_of(
                "",
                &format!(
                    "[parties.south]\nname = \"South\"\nrole = \"observer\"\nrepresentatives = [{{ name = \"Zora Blanko\" }}]\n\
                          marks = {{ representatives = \"TLP:RED\" }}\n{spoken}"
                ),
            ),
            Some("claims.a.text` repeats `parties.south.representatives[0].name"),
        ),
        (
            "owner",
            brief_of("", &format!("[next_steps.a]\ntext = \"They meet.\"\nowner = \"Zora Blanko\"\n{held}\n{spoken}")),
            Some("claims.a.text` repeats `next_steps.a.owner"),
        ),
        (
            "verifier",
            brief_of(
                "",
                &format!(
                    "[commitments.a]\nby = \"north\"\ntext = \"It opens.\"\nverifier = \"Zora Blanko\"\n{held}\n{spoken}"
                ),
            ),
            Some("claims.a.text` repeats `commitments.a.verifier"),
        ),
        (
            "opposed",
            brief_of(
                "",
                &format!("[recommendations.a]\ntext = \"Wait.\"\nopposed_by = [\"Zora Blanko\"]\n{held}\n{spoken}"),
            ),
            Some("claims.a.text` repeats `recommendations.a.opposed_by[0]"),
        ),
        (
            "members",
            brief_of(
                "",
                &format!(
                    "[parties.a]\nname = \"Bloc\"\nrole = \"observer\"\nmembers = [\"north\", \"Zora Blanko\"]\n{held}\n{spoken}"
                ),
            ),
            Some("claims.a.text` repeats `parties.a.members[1]"),
        ),
        // The id of a party on the page is not the name of withheld content.
        (
            "owner-id",
            brief_of(
                "",
                &format!(
                    "[next_steps.a]\ntext = \"They meet.\"\nowner = \"zebrania\"\n{held}\n[parties.zebrania]\nname = \"South\"\nrole = \"observer\"\n[claims.a]\ntext = \"So Zebrania says.\"\n"
                ),
            ),
            None,
        ),
    ] {
        let file = format!("{name}.toml");
        fs::write(here.join(&file), text).unwrap();
        let (_, out, said) = run(brief(["check", &file]).current_dir(&here));
        assert_eq!(format!("{out}{said}").contains("repeated-above"), repeats.is_some(), "{name}: {out}{said}");
        let (exit, out, errors) = run(brief(["render", "--release", "TLP:GREEN", &file]).current_dir(&here));
        match repeats {
            Some(repeats) => assert!(exit == 2 && errors.contains(repeats), "{name}: {out}{errors}"),
            None => assert_eq!(exit, 0, "{name}: {errors}"),
        }
    }
}
