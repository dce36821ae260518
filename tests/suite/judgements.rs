//! Judgements: their wording on a page, and the score of the judgements of a project.

use std::fmt::Write as _;
use std::fs;

use briefing::language::{LanguageFiles, Locale};
use serde_json::Value;

use crate::program::{brief, folder, run};

const HEAD: &str = "schema = 1\n[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n\
                    [parties.a]\nname = \"A\"\nrole = \"principal\"\n[issues.x]\ntitle = \"The dam\"\nstatus = \"contested\"\n\
                    [positions.x.a]\nstance = \"demands\"\ntext = \"T.\"\nbasis = \"inferred\"\n";

const ACCEPTS: &str = "[judgements.accepts]\ntext = \"A accepts seven years.\"\nlikelihood = \"likely\"\nconfidence = \"low\"\n\
                       because = \"It has begun to pay.\"\nassumptions = [\"The rains come.\"]\n\
                       alternatives = [\"It plays for time.\"]\nwould_change = [\"New pumps.\"]\nabout = [\"x\"]\n\
                       horizon = 2024-07-01\n";

#[test]
fn likelihood_and_confidence_are_two_sentences_in_every_template_and_language() {
    let here = folder("judgements");
    for language in ["en", "de", "fr", "es", "pt", "ru", "uk", "ar"] {
        // A text without a full stop does not run into the next sentence.
        let accepts = ACCEPTS.replace("seven years.", "seven years").replace("to pay.", "to pay");
        let text = format!("{HEAD}{}", if language == "fr" { ACCEPTS } else { &accepts }).replacen(
            "title = \"T\"",
            &format!("title = \"T\"\nlanguage = \"{language}\""),
            1,
        );
        fs::write(here.join("a.toml"), text).unwrap();
        for template in ["one-page", "full", "meeting", "decision", "monitor", "readout"] {
            let arguments = ["render", "--template", template, "--to", "md", "-o", "-", "a.toml"];
            let (exit, out, errors) = run(brief(arguments).current_dir(&here));
            assert!(exit == 0, "{errors}");
            let at = out.find("A accepts seven years.").unwrap_or_else(|| panic!("{language} {template}: {out}"));
            let line = out[..at].rfind('\n').map_or(0, |start| start + 1);
            let before = &out[line..at];
            assert!(before.contains("55–80") && before.starts_with("- **"), "{language} {template}: {before}");
            let after = out[at..].split("\n\n").next().unwrap();
            assert!(!after.contains("55"), "{after}");
            if language == "en" {
                assert!(
                    before.starts_with("- **Likely (55–80\u{a0}%), by 1\u{a0}July")
                        && before.ends_with("**: ")
                        && after.contains("Our confidence is low."),
                    "{out}"
                );
                assert_eq!(out.contains("It plays for time."), template == "full", "{template}: {out}");
            }
        }
    }
}

#[test]
fn a_judgement_that_did_not_come_about_is_not_one_that_is_open() {
    let here = folder("judgements-diff");
    fs::write(here.join("old.toml"), format!("{HEAD}{ACCEPTS}")).unwrap();
    let no = "resolved = false\nresolved_on = 2024-05-13\n";
    fs::write(here.join("new.toml"), format!("{HEAD}{ACCEPTS}{no}")).unwrap();
    let (exit, out, errors) = run(brief(["diff", "old.toml", "new.toml"]).current_dir(&here));
    assert!(exit == 1 && out.contains("It did not happen"), "{out}{errors}");
    let (_, out, _) = run(brief(["render", "--to", "md", "-o", "-", "new.toml"]).current_dir(&here));
    assert!(out.contains("**It did not happen, 13\u{a0}May"), "{out}");
    let (_, out, _) = run(brief(["judgements", "--format", "json", "new.toml"]).current_dir(&here));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&all["judgements"][0]["resolved"], &all["resolved"]), (&Value::Bool(false), &Value::from(1)));
}

#[test]
fn the_score_of_a_project_counts_each_judgement_once_and_from_ten_on() {
    let here = folder("judgements-score");
    fs::write(here.join("briefing.toml"), "[project]\n").unwrap();
    let resolved = |count: usize| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let came = at % 5 != 0;
            let _ = write!(
                text,
                "[judgements.j{at}]\ntext = \"It happens {at}.\"\nlikelihood = \"very-likely\"\nresolved = {came}\nresolved_on = 2024-05-1{}\n",
                at % 5
            );
        }
        text
    };
    fs::write(here.join("a.toml"), resolved(9)).unwrap();
    // The next edition has the same judgements.
    fs::write(here.join("b.toml"), resolved(9)).unwrap();
    let (exit, out, errors) = run(brief(["judgements"]).current_dir(&here));
    assert!(
        exit == 0 && !out.contains("Brier") && errors.contains("9 resolved; a score is shown from 10 on"),
        "{out}{errors}"
    );
    fs::write(here.join("b.toml"), resolved(10)).unwrap();
    let (exit, out, _) = run(brief(["judgements"]).current_dir(&here));
    // Two of ten judgements did not come true: (8 × 0.125² + 2 × 0.875²) / 10.
    assert!(exit == 0 && out.contains("Brier score 0.166 over 10 resolved judgements"), "{out}");
    let (_, out, _) = run(brief(["judgements", "--format", "json"]).current_dir(&here));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&all["brier"], all["judgements"].as_array().unwrap().len()), (&Value::from(0.166), 19));
}

#[test]
fn no_judgement_above_a_release_is_in_its_page_or_its_score() {
    let here = folder("judgements-release");
    let text = format!("{HEAD}{ACCEPTS}handling = \"TLP:RED\"\n").replacen(
        "bottom_line = \"B.\"",
        "bottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"",
        1,
    );
    fs::write(here.join("a.toml"), text).unwrap();
    for (level, count) in [("TLP:RED", 1), ("TLP:GREEN", 0)] {
        let arguments = ["judgements", "--release", level, "--format", "json", "a.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{errors}");
        assert_eq!(out.matches("seven years").count(), count, "{level}: {out}");
        let arguments = ["render", "--release", level, "--template", "full", "--to", "md", "-o", "-", "a.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{errors}");
        assert_eq!(
            out.matches("seven years").count() + out.matches("plays for time").count(),
            2 * count,
            "{level}: {out}"
        );
    }
}

#[test]
fn a_judgement_of_what_is_the_case_may_have_confidence_alone() {
    let here = folder("judgements-fact");
    let fact = "[judgements.fired]\ntext = \"A fired the shells.\"\nconfidence = \"high\"\nresolved = true\nresolved_on = 2024-05-13\n";
    fs::write(here.join("a.toml"), format!("{HEAD}{fact}{ACCEPTS}")).unwrap();
    for template in ["one-page", "full", "decision"] {
        let arguments = ["render", "--template", template, "--to", "md", "-o", "-", "a.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{errors}");
        assert!(out.contains("- **A fired the shells.** Our confidence is high."), "{template}: {out}");
        assert!(out.contains("- **Likely (55–80\u{a0}%), by 1\u{a0}July"), "{template}: {out}");
    }
    // It is listed, but is no probability that could be scored.
    let (exit, out, errors) = run(brief(["judgements", "--format", "json", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let listed: Value = serde_json::from_str(&out).unwrap();
    let listed = &listed["judgements"][1];
    assert!(listed["likelihood"].is_null() && listed["band"].is_null() && listed["confidence"] == "high", "{out}");
    let (_, out, errors) = run(brief(["judgements", "a.toml"]).current_dir(&here));
    assert!(out.contains("A fired the shells.") && !errors.contains("1 resolved"), "{out}{errors}");
    let (exit, out, errors) = run(brief(["export", "--json", "a.toml"]).current_dir(&here));
    assert!(exit == 0 && out.contains("A fired the shells."), "{errors}");
    // It goes out to a spreadsheet and comes back.
    let (exit, csv, errors) = run(brief(["export", "--csv", "judgements", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    fs::write(here.join("judgements.csv"), &csv).unwrap();
    fs::write(here.join("b.toml"), format!("{HEAD}{ACCEPTS}")).unwrap();
    let import = || run(brief(["import", "b.toml", "--csv", "judgements", "judgements.csv"]).current_dir(&here));
    let (exit, out, errors) = import();
    assert!(exit == 0, "{out}{errors}");
    assert!(fs::read_to_string(here.join("b.toml")).unwrap().contains("[judgements.fired]"), "{out}");
    fs::write(here.join("b.toml"), format!("{HEAD}{ACCEPTS}")).unwrap();
    fs::write(here.join("judgements.csv"), csv.replace("high", "")).unwrap();
    let (exit, out, errors) = import();
    let said = out + &errors;
    assert!(
        exit != 0 && said.contains("`judgements.fired` is new, and has neither `likelihood` nor `confidence`"),
        "{said}"
    );
}

#[test]
fn a_judgement_with_neither_likelihood_nor_confidence_is_an_error() {
    let here = folder("judgements-neither");
    fs::write(here.join("a.toml"), format!("{HEAD}[judgements.fired]\ntext = \"A fired the shells.\"\n")).unwrap();
    let (exit, out, errors) = run(brief(["check", "a.toml"]).current_dir(&here));
    let said = out + &errors;
    assert!(exit != 0 && said.contains("`[judgements.fired]` has neither `likelihood` nor `confidence`"), "{said}");
    assert!(said.contains("add a line such as `likelihood = \"likely\"`, or `confidence = \"moderate\"`"), "{said}");
    // On the command line, either is enough.
    let add = |more: &[&str]| {
        let arguments = ["add", "judgement", "a.toml", "--text", "A fired the shells.", "--id", "fired"];
        fs::write(here.join("a.toml"), HEAD).unwrap();
        run(brief(arguments).args(more).current_dir(&here))
    };
    assert_eq!(add(&["--confidence", "high"]).0, 0);
    let (exit, out, errors) = add(&[]);
    assert!(exit != 0 && (out + &errors).contains("--likelihood"), "{exit}");
}

/// A claim and our estimate of how likely it is come from different voices.
#[test]
fn the_likelihood_of_a_claim_is_said_to_be_ours() {
    let here = folder("judgements-claim");
    let claim = "[claims.c]\ntext = \"The dam holds.\"\nspeaker = \"B\"\nverification = \"claimed\"\nlikelihood = \"LIKELY\"\n\
                 sources = [\"s\"]\n[sources.s]\npublisher = \"P\"\ndate = 2024-05-13\n";
    for language in ["en", "de", "fr", "es", "pt", "ru", "uk", "ar"] {
        for word in ["likely", "almost-no-chance"] {
            let claim = claim.replace("LIKELY", word);
            let text = format!("{HEAD}{claim}").replacen("\"T\"", &format!("\"T\"\nlanguage = \"{language}\""), 1);
            fs::write(here.join("a.toml"), text).unwrap();
            for template in ["one-page", "full"] {
                let arguments = ["render", "--template", template, "--to", "md", "-o", "-", "a.toml"];
                let (exit, out, errors) = run(brief(arguments).current_dir(&here));
                assert!(exit == 0, "{errors}");
                let locale = Locale::of(language, &LanguageFiles::default());
                let ours = locale.label("in-our-judgement").unwrap().split('{').next().unwrap().to_lowercase();
                assert!(out.to_lowercase().contains(&ours), "{language} {template}: {out}");
            }
        }
    }
}

/// What would change our judgement is on the page of each kind. If there is no room, it is left out before anything
/// else except titles.
#[test]
fn what_would_change_a_judgement_is_on_the_page_while_it_has_room() {
    let here = folder("judgements-change");
    for (more, has_room) in [(0, true), (60, false)] {
        let claim = |at: usize| {
            format!(
                "[claims.c{at}]\ntext = \"The dam holds, says the {at}th of those whom we asked about it.\"\nsources = [\"s\"]\n"
            )
        };
        let claims: String = (0..more).map(claim).collect();
        let source = "[sources.s]\npublisher = \"P\"\ndate = 2024-05-13\n";
        fs::write(here.join("a.toml"), format!("{HEAD}{ACCEPTS}{claims}{source}")).unwrap();
        for template in ["one-page", "meeting", "monitor", "readout"] {
            let arguments = ["render", "--template", template, "--to", "md", "-o", "-", "a.toml"];
            let (exit, out, errors) = run(brief(arguments).current_dir(&here));
            assert!(exit == 0, "{errors}");
            assert_eq!(out.contains("*What would change it*: New pumps."), has_room, "{template}: {out}");
            assert!(out.contains("A accepts seven years."), "{template}: {out}");
        }
    }
}
