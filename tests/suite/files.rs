//! Files that are not briefs, and folders that cannot be written to.

use std::fs;

use crate::program::{TEMPLATES, brief, folder, root, run};

#[test]
fn each_unreadable_input_has_its_message_and_exit_code() {
    let here = folder("unreadable");
    fs::write(here.join("empty.toml"), "").unwrap();
    fs::write(here.join("latin.toml"), b"schema = 1\ntitle = \"caf\xe9\"\n").unwrap();
    fs::write(here.join("utf16.toml"), b"\xff\xfes\0c\0").unwrap();
    fs::File::create(here.join("large.toml")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    fs::create_dir(here.join("folder.toml")).unwrap();
    for (file, exit, message) in [
        ("empty.toml", 1, "schema"),
        ("latin.toml", 2, "error: cannot read latin.toml: it is not UTF-8 text, first on line 2"),
        ("utf16.toml", 2, "it looks like UTF-16"),
        ("large.toml", 2, "error: cannot read large.toml: it has more than 8 MB"),
        ("missing.toml", 2, "error: cannot read missing.toml: there is no such file"),
    ] {
        for command in ["check", "render"] {
            let (found, out, errors) = run(brief([command, file]).current_dir(&here));
            assert_eq!((found, out.as_str()), (exit, ""), "{command} {file}: {errors}");
            assert!(errors.contains(message), "{command} {file}: {errors}");
            assert!(!errors.contains("panicked"), "{errors}");
        }
    }
    for (near, message) in [
        ("emtpy.toml", "error: cannot read emtpy.toml: there is no such file\n  help: did you mean `empty.toml`?\n"),
        ("./latin", "error: cannot read ./latin: there is no such file\n  help: did you mean `./latin.toml`?\n"),
        ("quite-another.toml", "error: cannot read quite-another.toml: there is no such file\n"),
        ("nowhere/empty.toml", "error: cannot read nowhere/empty.toml: there is no such file\n"),
    ] {
        for command in [&["check", near][..], &["render", near], &["set", near, "brief.title", "T"]] {
            let (exit, _, errors) = run(brief(command).current_dir(&here));
            assert_eq!((exit, errors.as_str()), (2, message), "{command:?}");
        }
    }
    let left: Vec<_> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "something was written: {left:?}");
    // A folder is searched for briefs.
    let (exit, _, errors) = run(brief(["render", "folder.toml"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "0 briefs\n"));
    let (exit, _, errors) = run(brief(["check", "folder.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("there is no brief in folder.toml"), "{errors}");
}

#[test]
fn a_brief_with_errors_leaves_its_last_outputs_alone() {
    let here = folder("with-errors");
    fs::write(here.join("a.toml"), "schema = 1\n").unwrap();
    fs::write(here.join("a.md"), "old").unwrap();
    fs::write(here.join("a.pdf"), "old").unwrap();
    let (exit, _, errors) = run(brief(["render", "a.toml"]).current_dir(&here));
    assert_eq!(exit, 1);
    assert!(errors.ends_with("a.toml: nothing written\n"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("a.md")).unwrap(), "old");
    assert_eq!(fs::read_to_string(here.join("a.pdf")).unwrap(), "old");
}

#[test]
fn an_output_that_cannot_be_written_is_reported_and_nothing_is_left_half_written() {
    let here = folder("unwritable");
    let donbas = root().join("briefs/donbas.toml");
    // A folder has the name of the PDF; the old Markdown must not change.
    fs::create_dir_all(here.join("out/donbas.pdf")).unwrap();
    fs::write(here.join("out/donbas.md"), "old").unwrap();
    let (exit, _, errors) = run(brief(["render", "-o", "out"]).arg(&donbas).current_dir(&here));
    assert_eq!(exit, 2);
    assert!(errors.contains("cannot write out/donbas.pdf"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("out/donbas.md")).unwrap(), "old");
    assert_eq!(fs::read_dir(here.join("out")).unwrap().count(), 2, "a part was left");
    // The output folder is a file.
    fs::write(here.join("file"), "").unwrap();
    let (exit, _, errors) = run(brief(["render", "-o", "file"]).arg(&donbas).current_dir(&here));
    assert_eq!(exit, 2, "{errors}");
    assert!(errors.contains("cannot write file/donbas.md"), "{errors}");
}

#[test]
fn two_briefs_of_one_name_do_not_overwrite_each_other() {
    let here = folder("same-name");
    for name in ["x", "y"] {
        fs::create_dir(here.join(name)).unwrap();
        fs::copy(root().join("briefs/donbas.toml"), here.join(name).join("a.toml")).unwrap();
    }
    let (exit, _, errors) = run(brief(["render", "-o", "out", "x/a.toml", "y/a.toml"]).current_dir(&here));
    assert_eq!(exit, 2);
    assert!(errors.contains("would both be written to out/a"), "{errors}");
    assert!(!here.join("out").exists());
}

#[test]
fn standard_input_is_a_brief() {
    let text = fs::read(root().join("briefs/donbas.toml")).unwrap();
    let (one, two) = (folder("stdin"), root().join("briefs/donbas.toml"));
    let mut command = brief(["render", "--to", "md", "-"]);
    let mut child = command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &text).unwrap();
    let piped = child.wait_with_output().unwrap();
    assert!(piped.status.success());
    assert_eq!(run(brief(["render", "--to", "md", "-o"]).arg(&one).arg(two)).0, 0);
    assert_eq!(piped.stdout, fs::read(one.join("donbas.md")).unwrap());
    let (exit, _, errors) = run(brief(["render", "-"]).stdin(std::process::Stdio::null()));
    assert_eq!(exit, 2, "{errors}");
}

#[test]
fn an_exported_template_renders_the_same_and_is_never_overwritten() {
    let here = folder("export");
    for template in TEMPLATES {
        assert_eq!(run(brief(["template", "export", template, template]).current_dir(&here)).0, 0);
        let donbas = root().join("briefs/donbas.toml");
        for (name, out) in [(template.to_owned(), "a"), (format!("./{template}"), "b")] {
            let mut command = brief(["render", "--template", &name, "-o", out]);
            assert_eq!(run(command.arg(&donbas).current_dir(&here)).0, 0);
        }
        for file in ["donbas.md", "donbas.pdf"] {
            assert!(fs::read(here.join("a").join(file)).unwrap() == fs::read(here.join("b").join(file)).unwrap());
        }
        let (exit, _, errors) = run(brief(["template", "export", template, template]).current_dir(&here));
        assert_eq!(exit, 2);
        assert!(errors.contains("already exists"), "{errors}");
    }
}

#[test]
fn an_error_in_a_style_is_reported_at_its_place() {
    let here = folder("style");
    assert_eq!(run(brief(["template", "export", "one-page", "t"]).current_dir(&here)).0, 0);
    let style = here.join("t/style.toml");
    let text = fs::read_to_string(&style).unwrap();
    let donbas = root().join("briefs/donbas.toml");
    for (from, to, place, message) in [
        ("floor = 8.5", "floor = 85", "style.toml:10:9", "`floor` cannot be 85"),
        ("#1F3A5F", "#EEEEEE", "style.toml:24:10", "text needs 4.5 : 1 or more"),
        ("largest", "larges", "style.toml:12:1", "did you mean `largest`?"),
    ] {
        fs::write(&style, text.replacen(from, to, 1)).unwrap();
        let (exit, _, errors) = run(brief(["render", "--template", "t", "-o", "."]).arg(&donbas).current_dir(&here));
        assert_eq!(exit, 1, "{errors}");
        assert!(errors.contains(place) && errors.contains(message), "{errors}");
        assert!(!here.join("donbas.md").exists());
    }
}

#[test]
fn a_line_in_a_script_without_a_font_is_one_error() {
    let here = folder("script");
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    fs::write(here.join("a.toml"), text.replacen("Russia’s demands", "漢字の文章はここに書けません", 1)).unwrap();
    let (exit, _, errors) = run(brief(["render", "a.toml"]).current_dir(&here));
    assert_eq!((exit, errors.matches("error[missing-glyph]").count()), (1, 1), "{errors}");
    assert!(errors.contains("`漢` (U+6F22)") && errors.contains(" more\n"), "{errors}");
    assert!(!here.join("a.pdf").exists() && !here.join("a.md").exists());
}

#[cfg(unix)]
#[test]
fn a_template_cannot_reach_out_of_its_folder() {
    let here = folder("reach-out");
    fs::create_dir(here.join("t")).unwrap();
    fs::write(here.join("secret.md.hbs"), "secret").unwrap();
    fs::write(here.join("t/template.md.hbs"), "# {{brief.title}}\n\n{{> secret}}\n").unwrap();
    std::os::unix::fs::symlink(here.join("secret.md.hbs"), here.join("t/secret.md.hbs")).unwrap();
    let donbas = root().join("briefs/donbas.toml");
    let (exit, _, errors) = run(brief(["render", "--template", "t", "-o", "out"]).arg(&donbas).current_dir(&here));
    assert_eq!(exit, 2, "{errors}");
    assert!(errors.contains("is a link"), "{errors}");
    for name in ["../secret", "/etc/passwd"] {
        fs::remove_file(here.join("t/secret.md.hbs")).ok();
        fs::write(here.join("t/template.md.hbs"), format!("{{{{> [{name}]}}}}")).unwrap();
        let (exit, _, errors) = run(brief(["render", "--template", "t", "-o", "out"]).arg(&donbas).current_dir(&here));
        assert_eq!(exit, 1, "{errors}");
        assert!(errors.contains("template-error"), "{errors}");
    }
}

#[test]
fn explain_knows_every_code_and_the_nearest_of_a_wrong_one() {
    let (exit, list, _) = run(&mut brief(["explain"]));
    assert_eq!(exit, 0);
    for line in list.lines() {
        let (code, summary) = line.split_once(' ').unwrap();
        let (exit, text, _) = run(&mut brief(["explain", code]));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(exit == 0 && text.starts_with(code), "{line}: {text}");
        assert!(summary.len() > 25 && words.contains(summary.trim()), "{line}: {text}");
    }
    let (exit, _, errors) = run(&mut brief(["explain", "unknwon-field"]));
    assert_eq!(exit, 2);
    assert!(errors.contains("did you mean `unknown-field`?"), "{errors}");
}

#[test]
fn a_style_takes_sections_labels_and_fonts_and_reports_unknown_ones() {
    let here = folder("project-style");
    assert_eq!(run(brief(["template", "export", "one-page", "t"]).current_dir(&here)).0, 0);
    fs::copy(root().join("briefs/donbas.toml"), here.join("donbas.toml")).unwrap();
    let style = fs::read_to_string(here.join("t/style.toml")).unwrap();
    let more = "\n[font]\nfolder = \"../type\"\nsans = \"Source Sans 3\"\n\n[labels.en]\npositions = \"Standpoints\"\n";
    let wide = "wide = [\"judgements\", \"positions\", \"figures\", \"outcome\"]";
    assert!(style.contains(wide));
    let style = style.replace(wide, "wide = [\"strip\", \"outcome\", \"positions\"]\ndrop = [\"claims\"]") + more;
    let render = |style: &str| {
        fs::write(here.join("t/style.toml"), style).unwrap();
        run(brief(["render", "donbas.toml", "--template", "t"]).current_dir(&here))
    };
    let (exit, _, errors) = render(&style);
    assert!(
        exit == 1 && errors.contains("there is no folder t/../type") && errors.contains("--> t/style.toml:"),
        "{errors}"
    );
    fs::create_dir(here.join("type")).unwrap();
    let font = root().join("fonts/source-sans/SourceSans3-Regular.ttf");
    fs::copy(&font, here.join("type/a.ttf")).unwrap();
    let (exit, _, errors) = render(&style);
    assert_eq!(exit, 0, "{errors}");
    let markdown = fs::read_to_string(here.join("donbas.md")).unwrap();
    let places = ["## Outcome", "## Standpoints"].map(|heading| markdown.find(heading).unwrap());
    assert!(places.is_sorted(), "{markdown}");
    for (from, to, message) in [
        ("[\"strip\"", "[\"stripe\"", "the template has no section `stripe`"),
        ("drop = [\"claims\"", "drop = [\"clams\"", "did you mean `claims`?"),
        ("positions = \"Stand", "position = 1 # \"Stand", "t/style.toml:"),
        ("positions = \"Stand", "positons = \"Stand", "did you mean `positions`?"),
        ("\"Source Sans 3\"", "\"Source Sand 3\"", "did you mean `Source Sans 3`?"),
    ] {
        let (exit, _, errors) = render(&style.replacen(from, to, 1));
        assert!(exit == 1 && errors.contains(message) && errors.contains("--> t/style.toml:"), "{errors}");
    }
    // A damaged font file is named in the error. A folder in a project file is relative to it.
    fs::write(here.join("type/b.otf"), &fs::read(&font).unwrap()[..3000]).unwrap();
    let (exit, _, errors) = render(&style);
    assert!(exit == 2 && errors.contains("type/b.otf is damaged"), "{errors}");
    fs::write(here.join("briefing.toml"), "[render]\nfonts = \"type\"\n").unwrap();
    let (exit, _, errors) = run(brief(["render", "donbas.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("type/b.otf is damaged"), "{errors}");
    fs::remove_file(here.join("type/b.otf")).unwrap();
    assert_eq!(run(brief(["render", "donbas.toml"]).current_dir(&here)).0, 0);
}

#[test]
fn a_template_translates_everything_that_a_page_says() {
    let here = folder("translation");
    assert_eq!(run(brief(["template", "export", "full", "t"]).current_dir(&here)).0, 0);
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let render = |tag: &str| {
        fs::write(here.join("b.toml"), text.replacen("[brief]\n", &format!("[brief]\nlanguage = \"{tag}\"\n"), 1))
            .unwrap();
        let (exit, _, errors) = run(brief(["render", "b.toml", "--template", "t", "--to", "md"]).current_dir(&here));
        (exit, fs::read_to_string(here.join("b.md")).unwrap_or_default(), errors)
    };
    let portuguese = fs::read_to_string(root().join("src/language/pt.toml")).unwrap();
    let own = |text: &str| fs::write(here.join("t/language-qpt.toml"), text).unwrap();
    own(&portuguese);
    let (exit, page, errors) = render("qpt");
    assert!(exit == 0 && !errors.contains("unsupported-language"), "{errors}");
    assert_eq!(page, render("pt").1);
    for english in ["## Outcome", "## Sources", "As of", "Status:", "Agreed"] {
        assert!(!page.contains(english), "{english}");
    }
    assert!(page.contains("de dezembro de"), "{page}");

    own(&portuguese.replacen("issues = ", "#", 1).replacen("offers = ", "#", 1));
    let (exit, _, errors) = render("qpt");
    assert_eq!(exit, 0, "{errors}");
    assert!(errors.contains("unsupported-language") && errors.contains("`words.Stance.offers`"), "{errors}");

    for (from, to, message) in [
        ("\nissues = ", "\nisues = ", "did you mean `labels.issues`?"),
        ("plural = \"zero-one\"", "plural = \"zero-two\"", "zero-two"),
        ("[dates]", "[date]", "did you mean [dates]?"),
    ] {
        own(&portuguese.replacen(from, to, 1));
        let (exit, _, errors) = render("qpt");
        assert!(exit == 1 && errors.contains(message) && errors.contains("--> t/language-qpt.toml:"), "{errors}");
    }
}
