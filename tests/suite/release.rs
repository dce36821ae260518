//! Releases: the release of a brief is the same as a brief that never had the withheld content.
//!
//! `BRIEFING_RELEASES` is the number of generated briefs, `BRIEFING_SEED` the seed.

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Checked, Input, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::release::Release;
use briefing::world::Memory;

use crate::marked::{ALL_BUT_OWN_SIDE, Made};
use crate::mutation::Random;
use crate::program::{OF_OWN_SIDE, TEMPLATES};

/// The default number of briefs.
const BRIEFS: usize = 6;

fn release_to(level: &str) -> Release {
    Release { level: level.to_owned(), ..Release::default() }
}

fn outputs(rendered: Rendered) -> [Vec<u8>; 4] {
    [
        rendered.markdown.into_bytes(),
        rendered.html.unwrap().into_bytes(),
        rendered.docx.unwrap(),
        rendered.pdf.unwrap().bytes,
    ]
}

/// A missing list may have another meaning than one whose items are withheld: "all of them", or "nobody in particular".
#[test]
fn no_list_is_left_empty_if_that_changes_its_meaning() {
    const HEAD: &str = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\n[issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.north]\nstance = \"demands\"\ntext = \"All.\"\n[texts.a]\ntitle = \"A\"\n\
        [parties.north]\nname = \"North\"\nrole = \"principal\"\n\
        [parties.hidden]\nname = \"Hidden\"\nrole = \"principal\"\nhandling = \"TLP:RED\"\n\
        [issues.secret]\ntitle = \"Secret\"\nstatus = \"contested\"\nhandling = \"TLP:RED\"\n";
    let release = |record: &str| {
        let input = Input::new("a.toml", format!("{HEAD}{record}\n"));
        let released = pipeline::release(&input, &Project::default(), &release_to("TLP:GREEN"), None);
        released.unwrap_or_else(|error| panic!("{record}: {error:?}"))
    };
    let version = "[texts.a.variants.one]\nwords = \"It.\"";
    let issue = "[issues.gates]\ntitle = \"Gates\"\nstatus = \"contested\"";
    let bloc = "[parties.bloc]\nname = \"Bloc\"\nrole = \"supporter\"\nmembers = [\"north\", \"hidden\"]";
    let proposal = "[proposals.x]\nissue = \"land\"\ntext = \"Half.\"";
    let promise = "[commitments.x]\nby = \"north\"\ntext = \"Pays.\"";
    for (record, field, gone) in [
        (issue, "between = [\"hidden\"]", "issues.gates"),
        (issue, "between = [\"north\"]\nmarks = { between = \"TLP:RED\" }", "issues.gates"),
        (bloc, "speaks_for = [\"hidden\"]", "parties.bloc.members"),
        (bloc, "speaks_for = [\"north\"]\nmarks = { speaks_for = \"TLP:RED\" }", "parties.bloc.members"),
        (proposal, "by = \"hidden\"", "proposals.x"),
        (proposal, "by = [\"hidden\"]", "proposals.x"),
        (promise, "to = [\"hidden\"]", "commitments.x"),
        ("[commitments.x]\ntext = \"Pays.\"", "by = [\"hidden\"]", "commitments.x"),
        (version, "by = [\"hidden\"]", "texts.a.variants.one"),
        (version, "support = [\"hidden\"]", "texts.a.variants.one"),
        ("[claims.x]\ntext = \"So.\"", "about = [\"secret\"]", "claims.x"),
        ("[developments.x]\ndate = 2024-05-13\ntext = \"So.\"", "affects = [\"secret\"]", "developments.x"),
        ("[judgements.x]\ntext = \"So.\"\nlikelihood = \"likely\"", "about = [\"secret\"]", "judgements.x"),
        (
            "[recommendations.x]\ntext = \"So.\"",
            "choices = [\"note\"]\nmarks = { choices = \"TLP:RED\" }",
            "recommendations.x",
        ),
    ] {
        let released = release(&format!("{record}\n{field}"));
        assert!(released.withheld.has(gone) && released.check().brief.is_some(), "{field}: {}", released.input.text);
        let text = &released.input.text;
        let header = record.lines().next().unwrap();
        assert_eq!(text.contains(header), gone == "parties.bloc.members", "{text}");
        assert!(!text.contains("members") && !text.contains("speaks_for"), "{text}");
    }
    // The rest of a list keeps its meaning; a mark may hide who makes a promise; an empty list without a meaning is
    // removed alone.
    for (record, field, kept) in [
        (issue, "between = [\"north\", \"hidden\"]", "between = [\"north\"]"),
        (bloc, "speaks_for = [\"north\", \"hidden\"]", "speaks_for = [\"north\"]"),
        (proposal, "by = [\"north\", \"hidden\"]", "by = [\"north\"]"),
        (proposal, "by = [\"north\"]\nmarks = { by = \"TLP:RED\" }", "[proposals.x]"),
        (version, "by = [\"north\"]\nsupport = [\"hidden\"]", "[texts.a.variants.one]"),
        (version, "by = [\"north\"]\noppose = [\"hidden\"]", "[texts.a.variants.one]"),
        ("[claims.x]\ntext = \"So.\"", "denied_by = [\"hidden\"]", "[claims.x]"),
    ] {
        let released = release(&format!("{record}\n{field}"));
        assert!(released.input.text.contains(kept), "{field}: {}", released.input.text);
    }
}

/// A missing field may have another meaning than a withheld one: that a text is open, or that a source is independent.
#[test]
fn no_field_is_left_out_if_that_changes_the_meaning() {
    const HEAD: &str = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\n[parties.north]\nname = \"North\"\nrole = \"principal\"\n\
        [parties.south]\nname = \"South\"\nrole = \"principal\"\n\
        [issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.south]\nstance = \"demands\"\ntext = \"All.\"\n\
        [proposals.half]\nissue = \"land\"\ntext = \"Half.\"\n\
        [texts.b]\ntitle = \"B\"\n\
        [sources.leak]\npublisher = \"Leak\"\ndate = 2024-05-13\n";
    for (record, field, others) in [
        ("texts.a", "status = \"agreed\"", "title = \"A\""),
        ("commitments.a", "status = \"met\"", "by = \"north\"\ntext = \"Pays.\"\ndue = 2024-05-12"),
        ("clearances.a", "result = \"objected\"", "office = \"Law\""),
        ("judgements.a", "resolved = true", "text = \"So.\"\nlikelihood = \"likely\""),
        ("recommendations.a", "by = 2024-05-13", "text = \"That you pay.\""),
        ("positions.land.north", "as_of = 2024-05-01", "stance = \"rejects\"\ntext = \"No.\""),
        ("positions.land.north", "on = \"half\"", "stance = \"accepts\"\ntext = \"Yes.\""),
        ("sources.a", "relays = \"leak\"", "publisher = \"Agency\"\ndate = 2024-05-13"),
        // A meeting without result, an ordinary option, a decision that is still to be made.
        ("meetings.a", "result = \"collapsed\"", "event = \"Round\"\ndate = 2024-05-13"),
        ("options.a", "status = \"rejected\"", "title = \"Withdraw\""),
        ("recommendations.a", "decision = \"Not approved.\"", "text = \"That you pay.\""),
        // A plain fact.
        ("claims.a", "verification = \"denied\"", "text = \"It leaks.\"\nsaid_by = \"north\""),
        ("claims.a", "wording = \"gloss\"", "text = \"It leaks.\"\nsaid_by = \"north\""),
        ("claims.a", "likelihood = \"unlikely\"", "text = \"It leaks.\""),
        ("claims.a", "confidence = \"low\"", "text = \"It leaks.\""),
        ("claims.a", "credibility = 5", "text = \"It leaks.\""),
        ("judgements.a", "confidence = \"low\"", "text = \"So.\"\nlikelihood = \"likely\""),
        ("sources.a", "reliability = \"E\"", "publisher = \"Agency\"\ndate = 2024-05-13"),
        ("positions.land.north", "basis = \"inferred\"", "stance = \"rejects\"\ntext = \"No.\""),
        ("positions.land.north", "verification = \"alleged\"", "stance = \"rejects\"\ntext = \"No.\""),
        // An agreement without conditions, and the version of a party.
        ("positions.land.north", "conditions = [\"A review\"]", "stance = \"accepts\"\ntext = \"Yes.\""),
        ("texts.b.variants.a", "compromise = true", "words = \"It.\""),
        // A date that is exactly known.
        ("meetings.a", "circa = true", "event = \"Round\"\ndate = 2024-05-13"),
        ("outcome", "circa = true", "event = \"Round\"\ndate = 2024-05-12\nresult = \"procedural\""),
        ("developments.a", "circa = true", "date = 2024-05-10\ntext = \"Gates closed.\""),
        ("next_steps.a", "circa = true", "date = 2024-06-03\ntext = \"It meets.\""),
        ("proposals.a", "circa = true", "date = 2024-05-10\nissue = \"land\"\ntext = \"All.\""),
        ("commitments.a", "circa = true", "due = 2024-06-03\nby = \"north\"\ntext = \"Pays.\""),
        ("sources.a", "circa = true", "publisher = \"Agency\"\ndate = 2024-05-13"),
    ] {
        let name = field.split(' ').next().unwrap();
        let release = |text: String| {
            let released =
                pipeline::release(&Input::new("a.toml", text), &Project::default(), &release_to("TLP:GREEN"), None);
            released.unwrap_or_else(|error| panic!("{record}: {error:?}"))
        };
        let marked = format!("{HEAD}[{record}]\n{others}\n{field}\nmarks = {{ {name} = \"TLP:RED\" }}\n");
        // A record that the field names may be withheld, too.
        let leaked = marked.replace("[sources.leak]\n", "[sources.leak]\nhandling = \"TLP:RED\"\n");
        let leaked = leaked.replace("[proposals.half]\n", "[proposals.half]\nhandling = \"TLP:RED\"\n");
        let unmarked = leaked.replace(&format!("marks = {{ {name} = \"TLP:RED\" }}\n"), "");
        let names_it = field.contains("leak") || field.contains("half");
        for text in [Some(marked), Some(leaked), Some(unmarked).filter(|_| names_it)].into_iter().flatten() {
            let released = release(text);
            assert!(!released.input.text.contains(&format!("[{record}]")), "{field}: {}", released.input.text);
            assert!(released.withheld.has(record) && released.check().brief.is_some(), "{field}");
        }
    }
}

/// Without its `to`, a page would say that it is addressed to its audience.
#[test]
fn the_head_names_nobody_in_place_of_somebody_withheld() {
    let text = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\nto = \"The envoy\"\naudience = \"The public\"\nfrom = \"Desk\"\nmarks = { to = \"TLP:RED\" }\n\
        [parties.north]\nname = \"North\"\nrole = \"principal\"\n[issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.north]\nstance = \"demands\"\ntext = \"All.\"\n";
    let input = Input::new("a.toml", text);
    let released = pipeline::release(&input, &Project::default(), &release_to("TLP:GREEN"), None).unwrap();
    let left = &released.input.text;
    assert!(left.contains("from =") && !left.contains("to =") && !left.contains("audience"), "{left}");
}

#[test]
fn a_release_is_the_brief_that_never_had_what_is_withheld() {
    let number =
        |name: &str, default: usize| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default);
    let seed = number("BRIEFING_SEED", 1) as u64;
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let world = Memory::default();
    let (mut compared, mut withheld, mut without_own_side) = (0, 0, 0);
    for nth in 0..number("BRIEFING_RELEASES", BRIEFS) {
        let mut random = Random((seed.wrapping_mul(1_000_003).wrapping_add(nth as u64)) | 1 << 40);
        let made = Made::new(&mut random);
        let input = Input::new("brief.toml", made.whole());
        let whole = pipeline::check(&input, &Project::default());
        // Without a position, the text is not a brief.
        if whole.brief.is_none() {
            assert!(
                !input.text.contains("[positions."),
                "seed {seed}, brief {nth}: {}\n{}",
                whole.report(),
                input.text
            );
            continue;
        }
        for template in TEMPLATES.iter().filter(|it| !OF_OWN_SIDE.contains(it)) {
            let place = format!("seed {seed}, brief {nth}, {template}");
            let options = RenderOptions::new(template).html(true).docx(true).pages(Some(0));
            let expected = Checked::from_text("brief.toml", &made.part(ALL_BUT_OWN_SIDE));
            let found = renderer.render(&mut whole.clone(), options, &world);
            if expected.brief.is_none() {
                assert!(found.is_err(), "{place}");
                continue;
            }
            let expected = renderer.render(&mut expected.clone(), options, &world).unwrap().unwrap();
            let found = found.unwrap_or_else(|error| panic!("{place}: {error:?}")).unwrap();
            assert!(found.markdown == expected.markdown, "{place}\n{}\n---\n{}", found.markdown, expected.markdown);
            assert!(outputs(found) == outputs(expected), "{place}");
            without_own_side += 1;
        }
        for level in ["TLP:GREEN", "TLP:AMBER", "TLP:RED"] {
            let place = format!("seed {seed}, brief {nth}, {level}");
            let released = pipeline::release(&input, &Project::default(), &release_to(level), None).unwrap();
            let expected = Checked::from_text("brief.toml", &made.part(level));
            let found = released.check();
            let (gone, _) = made.gone(level);
            for record in made.records.iter().filter(|it| gone.contains(&it.path)) {
                withheld += 1;
                assert!(!released.input.text.contains(&record.token), "{place}: {}", record.path);
                assert!(released.withheld.has(&record.path), "{place}: {}", record.path);
            }
            // The rest may be too little for a brief; then both have the same errors.
            let said = |checked: &Checked| {
                let mut all: Vec<_> = checked.diagnostics.iter().map(|it| (it.code, it.message.clone())).collect();
                all.sort_by(|one, two| (one.0.name(), &one.1).cmp(&(two.0.name(), &two.1)));
                all
            };
            assert_eq!(said(&found), said(&expected), "{place}\n{}\n---\n{}", released.input.text, made.part(level));
            assert!(found.brief == expected.brief, "{place}\n{}\n---\n{}", released.input.text, made.part(level));
            if expected.brief.is_none() {
                continue;
            }
            for template in TEMPLATES {
                let options = RenderOptions::new(template).html(true).docx(true).pages(Some(0));
                let [one, two] = [&found, &expected].map(|checked| {
                    let page = renderer.render(&mut checked.clone(), options, &world).unwrap();
                    page.unwrap_or_else(|| panic!("{place}, {template}: {}", checked.report()))
                });
                assert_eq!(pipeline::leak(&one, &released.withheld.proof), None, "{place}, {template}");
                assert!(outputs(one) == outputs(two), "{place}, {template}");
                compared += 1;
            }
        }
    }
    println!("compared {compared} releases and {without_own_side} other pages; {withheld} records withheld");
    assert!(compared > 0 && withheld > 0 && without_own_side > 0, "nothing was tried");
}
