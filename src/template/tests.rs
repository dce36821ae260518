mod growth;
mod provenance;
mod sample;
mod statements;

use super::*;
use crate::growth::is_linear;
use crate::model::*;
use crate::provenance::Fields;
use crate::world::Memory;
use sample::{brief, id, prose, records};

fn merge_with(files: &[(&str, &str)], brief: &Brief) -> Result<String, Vec<String>> {
    let mut sources = Sources::default();
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| TemplateFile { name: (*name).to_owned(), file: sources.add(*name, *text) })
        .collect();
    let (markdown, diagnostics) = render(&files, brief, None, TemplateOptions::default(), &sources).unwrap();
    markdown.map(|it| it.markdown).ok_or_else(|| {
        let line = |diagnostic: &Diagnostic| {
            let place = diagnostic.primary.as_ref().map(|label| {
                let place = sources.place(label.span);
                format!("{}:{}:{}: ", sources.file(label.span.file).name, place.line, place.column)
            });
            let help = diagnostic.help.as_ref().map(|help| format!(" ({help})"));
            let parts = (place.unwrap_or_default(), diagnostic.code.name(), help.unwrap_or_default());
            format!("{}{}: {}{}", parts.0, parts.1, diagnostic.message, parts.2)
        };
        diagnostics.iter().map(line).collect()
    })
}

fn merge_text(text: &str) -> Result<String, Vec<String>> {
    merge_with(&[(MAIN_FILE, text)], &brief())
}

#[test]
fn values_are_escaped_and_prose_is_ready() {
    let text = "# {{brief.title}}\n\n{{#each parties}}{{name}};{{/each}}\n\n{{brief.bottom_line}}\n\n\
                > {{prose brief.bottom_line prefix=\"> \"}}\n\n| {{#with (lookup matrix.rows 0)}}{{#each cells}}\
                {{#if position}}{{position.mark}} {{position.text}}{{position.cite}}{{else}}–{{/if}} |{{/each}}{{/with}}";
    let expected = "# \\* Title\n\nX & Co;Y;Z;\n\nOne. Two. Three.\n\n> One.\n> Two.\n>\n> Three.\n\n\
                    | ▲ All of it \\| and more. \\<b>Now\\</b>.[^a] |\n";
    assert_eq!(merge_text(text), Ok(expected.to_owned()));
}

#[test]
fn helpers_print_by_language() {
    let text = "{{date brief.as_of}}; {{date brief.as_of \"short\"}}; {{date brief.as_of \"iso\"}}; {{label \"sources\"}}; \
                {{join parties field=\"short\"}}; {{plural parties one=\"party\" other=\"parties\"}}; {{capital \"éa\"}}";
    let expected = "26\u{a0}December 2025; 26\u{a0}Dec 2025; 2025-12-26; Sources; X & Co, Y, Z; parties; Éa\n";
    assert_eq!(merge_text(text), Ok(expected.to_owned()));
}

#[test]
fn issues_developments_and_next_steps_stand_in_reading_order() {
    let text = "{{#each open_issues}}{{id}} {{/each}}/ {{#each developments}}{{id}} {{/each}}/ \
                {{#each next_steps}}{{id}} {{/each}}";
    assert_eq!(merge_text(text), Ok("first second / early late / first last some-day\n".to_owned()));
}

#[test]
fn to_whom_a_page_goes_stands_once_in_its_head() {
    let mut sources = Sources::default();
    let template = load("one-page", &Memory::default(), &mut sources).unwrap();
    let name = || Some("A".to_owned());
    for set in 0..64 {
        let has = |bit: u8| set & (1 << bit) != 0;
        let mut brief = brief();
        brief.routing = Routing {
            to: Some("The Minister".to_owned()),
            from: name().filter(|_| has(0)),
            respond_by: Some(brief.as_of).filter(|_| has(1)),
            reference: name().filter(|_| has(2)),
            through: name().into_iter().filter(|_| has(3)).collect(),
            copy: name().into_iter().filter(|_| has(4)).collect(),
            occasion: name().filter(|_| has(5)),
            ..Routing::default()
        };
        let (merged, _) = render(&template.files, &brief, None, TemplateOptions::default(), &sources).unwrap();
        let text = merged.unwrap().markdown;
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("The Minister")).collect();
        let start = if set & 6 != 0 {
            "| The Minister | "
        } else if set != 0 {
            "**To**: The Minister · **"
        } else {
            "As of 26\u{a0}December 2025 · edition 2"
        };
        assert!(lines.len() == 1 && lines[0].starts_with(start), "{set:b}: {lines:?}");
        assert_eq!(text.matches("The Minister").count(), 1, "{set:b}");
    }
}

#[test]
fn only_what_the_page_cites_is_listed() {
    let text = "{{#with (lookup developments 0)}}{{text}}{{cite}}{{/with}}\n\n\
                {{#each cited_sources}}\n[^{{id}}]: {{link}}\n{{/each}}\n{{#each uncited_sources}}\n- {{link}}\n{{/each}}\n";
    assert_eq!(merge_text(text), Ok("Early.[^a]\n\n[^a]: [Paper A](https://a.example/x)\n- Paper B\n".to_owned()));
}

#[test]
fn only_an_abbreviation_that_the_page_prints_is_explained() {
    let mut brief = brief();
    let any = brief.parties.values().next().unwrap().clone();
    let party = |short: &str, name: &str| Party { name: name.into(), short: Some(short.into()), ..any.clone() };
    brief.parties = records(vec![("x", party("XLA", "Xanadu League")), ("y", party("YLA", "Ys League"))]);
    for (text, names) in [
        ("YLA, XLA", "XLA: Xanadu League; YLA: Ys League; "),
        ("The YLA’s men.", "YLA: Ys League; "),
        ("XLAB and AXLA.", ""),
        ("{{#each parties}}{{#if @last}}{{short}}{{/if}}{{/each}}", "YLA: Ys League; "),
    ] {
        let template = format!("{text}\n\n{{{{#each abbreviated_parties}}}}{{{{short}}}}: {{{{name}}}}; {{{{/each}}}}");
        let page = merge_with(&[(MAIN_FILE, &template)], &brief).unwrap();
        let (_, list) = page.split_once('\n').unwrap();
        assert_eq!(list.trim(), names.trim(), "{text}");
    }
}

#[test]
fn a_mistake_in_a_template_has_its_place() {
    for (text, expected) in [
        (
            "a\n\n  {{brief.titel}}",
            "template.md.hbs:3:3: template-error: no record has a field `titel` (did you mean `title`?)",
        ),
        (
            "{{date brief.subtitle}}",
            "template.md.hbs:1:1: template-error: `date` takes text, found nothing (a field that the brief does not give; test it with `{{#if}}` first)",
        ),
        (
            "x {{label \"sorces\"}}",
            "template.md.hbs:1:3: template-error: `label` knows no `sorces`; did you mean `sources`?",
        ),
        // A value is shown without what marks it, and not the whole of a long one.
        (
            "{{date brief.bottom_line}}",
            "template.md.hbs:1:1: template-error: `date` takes a date such as 2025-12-26, found `One. Two. Three.`",
        ),
        ("{{label brief.title}}", "template.md.hbs:1:1: template-error: `label` knows no `\\* Title`"),
        ("{{> nowhere}}", "template.md.hbs:1:1: template-error: the template has no file `nowhere.md.hbs` to include"),
        (
            "\n{{#if brief}}",
            "template.md.hbs:2:1: template-error: `{{#if brief}}` is not closed (write `{{/if}}` where the block ends)",
        ),
        (
            "{{#each parties}}x{{/if}}",
            "template.md.hbs:1:19: template-error: `{{/if}}` does not close `{{#each parties}}` (did you mean `{{/each}}`?)",
        ),
        (
            "{{#each parties}}{{title}}{{/each}}",
            "template.md.hbs:1:18: template-error: there is no field `title` here (another record has it; docs/templates.md lists the fields of each)",
        ),
        ("{{#if brief.title.x}}{{/if}}", "template.md.hbs:1:1: template-error: no record has a field `x`"),
        (
            "{{#if brief.titel}}{{/if}}",
            "template.md.hbs:1:1: template-error: no record has a field `titel` (did you mean `title`?)",
        ),
        (
            "{{dat brief.as_of}}",
            "template.md.hbs:1:1: template-error: there is no helper and no field `dat` (did you mean `date`?)",
        ),
    ] {
        let diagnostics = merge_text(text).unwrap_err();
        assert_eq!(diagnostics.len(), 1, "{text}: {diagnostics:?}");
        if expected.is_empty() {
            assert!(diagnostics[0].starts_with("template.md.hbs:"), "{diagnostics:?}");
        } else {
            assert_eq!(diagnostics[0], expected);
        }
    }
    assert_eq!(merge_with(&[], &brief()).unwrap_err(), ["template-error: the template has no file `template.md.hbs`"]);
}

#[test]
fn a_template_without_end_is_stopped() {
    let cycle = merge_with(&[(MAIN_FILE, "{{> a}}"), ("a.md.hbs", "{{> b}}"), ("b.md.hbs", "\n{{> a}}")], &brief());
    let expected = [
        "a.md.hbs:1:1: template-runaway: `a` includes `b`, which includes `a` again",
        "b.md.hbs:2:1: template-runaway: `b` includes `a`, which includes `b` again",
    ];
    assert_eq!(cycle.unwrap_err(), expected);
    let inline = merge_text("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}").unwrap_err();
    assert!(inline[0].contains("template-runaway"), "{inline:?}");
    let computed = merge_text("{{> (lookup brief \"language\")}}").unwrap_err();
    assert!(computed[0].contains("must be written out"), "{computed:?}");
    let loops = "{{#each @root.parties}}".repeat(20) + "x" + &"{{/each}}".repeat(20);
    let loops = merge_text(&loops).unwrap_err();
    assert!(loops[0].contains("template-runaway"), "{loops:?}");
    let deep = "{{#if brief}}".repeat(5000) + &"{{/if}}".repeat(5000);
    assert!(merge_text(&deep).unwrap_err()[0].contains("nested more than"));
    let brackets = format!("{{{{date {} }}}}", "(".repeat(5000));
    assert!(merge_text(&brackets).unwrap_err()[0].contains("nested more than"));
    let partials: Vec<_> = (0..8)
        .map(|n| (format!("p{n}.md.hbs"), format!("{{{{> p{}}}}}", n + 1).repeat(10)))
        .chain([(MAIN_FILE.to_owned(), "{{> p0}}".to_owned()), ("p8.md.hbs".to_owned(), "x".to_owned())])
        .collect();
    let partials: Vec<_> = partials.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(merge_with(&partials, &brief()).unwrap_err()[0].contains("template-runaway"));
}

#[test]
fn a_template_folder_is_read_and_a_link_in_it_is_not() {
    let world = Memory::default();
    world.put("t/template.md.hbs", "# {{brief.title}}\n{{> part}}");
    world.put("t/part.md.hbs", "part");
    world.put("t/notes.txt", "not read");
    let mut sources = Sources::default();
    let template = load("t", &world, &mut sources).unwrap();
    assert_eq!(template.files.len(), 2);
    assert!(template.style.is_none());
    assert_eq!(
        render(&template.files, &brief(), None, TemplateOptions::default(), &sources)
            .unwrap()
            .0
            .map(|it| it.markdown)
            .as_deref(),
        Some("# \\* Title\npart\n")
    );
    let error = load("one-pag", &world, &mut sources).unwrap_err();
    assert_eq!(error.help.as_deref(), Some("did you mean the built-in template `one-page`?"));
    world.put("empty/style.toml", "");
    assert!(load("empty", &world, &mut sources).unwrap_err().message.contains("has no file `template.md.hbs`"));
}

#[test]
fn a_file_that_was_meant_to_be_read_is_not_passed_over() {
    let loaded = |name: &str| {
        let world = Memory::default();
        world.put("t/template.md.hbs", "# {{brief.title}}");
        world.put(format!("t/{name}"), "");
        load("t", &world, &mut Sources::default()).map_err(|error| error.help.unwrap_or_default())
    };
    for (name, meant) in [
        ("styles.toml", "style.toml"),
        ("Style.toml", "style.toml"),
        ("part.hbs", "part.md.hbs"),
        ("language_de.toml", "language-de.toml"),
    ] {
        let help = loaded(name).unwrap_err();
        assert!(help.starts_with(&format!("did you mean `{meant}`?")), "{name}: {help}");
    }
    for name in ["README.md", "style.toml", "style.toml~", "brief.toml", "sample.toml", "map.png"] {
        assert!(loaded(name).is_ok(), "{name}");
    }
    let world = Memory::default();
    world.put("t/templates.md.hbs", "");
    let error = load("t", &world, &mut Sources::default()).unwrap_err();
    assert_eq!(error.message, "the folder `t` has no file `template.md.hbs`");
    assert!(error.help.unwrap().contains("`templates.md.hbs`"));
}

#[test]
fn the_built_in_templates_work_with_a_sparse_brief() {
    for built_in in BUILT_IN {
        let files: Vec<_> = built_in.files.iter().filter(|(name, _)| name.ends_with(EXTENSION)).copied().collect();
        let markdown = merge_with(&files, &brief()).unwrap();
        let mut sources = Sources::default();
        let file = sources.add("a.md", markdown.as_str());
        let (document, diagnostics) = crate::markdown::parse(&markdown, file, &Fields::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}\n{markdown}");
        assert_eq!(document.title().as_deref(), Some("* Title"));
        assert!(!markdown.contains("\n\n\n") && !markdown.contains(" \n"), "{markdown}");
    }
}

#[test]
fn the_documentation_names_every_field_and_helper() {
    let documentation = include_str!("../../docs/templates.md");
    let language = Language::english();
    let mut full = brief();
    full.talking_points.insert(
        id("t"),
        TalkingPoint {
            kind: TalkingPointKind::Make,
            text: prose("x"),
            issue: Some(id("first")),
            on_page: None,
            marks: HandlingMarks::default(),
        },
    );
    let data = View::new(&full, language, None, &Cut::default(), (&TemplateNames::all(), None)).json();
    let names = engine::fields(&data).into_iter().chain(helper::NAMES.iter().map(|name| (*name).to_owned()));
    let missing: Vec<_> = names
        .filter(|name| {
            !documentation.contains(&format!("`{name}`"))
                && !["", "#"].iter().any(|mark| documentation.contains(&format!("`{{{{{mark}{name} ")))
        })
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_template_is_compiled_once_for_all_briefs() {
    fn is_shared<T: Send + Sync + 'static>(_: &T) {}
    let mut sources = Sources::default();
    let file = sources.add(MAIN_FILE, "{{brief.title}} {{label \"sources\"}} {{len parties}}");
    let files = [TemplateFile { name: MAIN_FILE.to_owned(), file }];
    let compiled = compile(&files, &sources).unwrap();
    is_shared(&compiled);
    let print = |brief: &Brief| {
        compiled.render(&files, brief, None, TemplateOptions::default(), &sources).unwrap().0.unwrap().markdown
    };
    assert_eq!(print(&brief()), "\\* Title Sources 3\n");
    assert_eq!(print(&Brief { language: "de".to_owned(), ..brief() }), "\\* Title Quellen 3\n");
}

#[test]
fn an_unknown_language_is_reported_and_replaced_by_english() {
    let mut sources = Sources::default();
    let file = sources.add(MAIN_FILE, "{{label \"sources\"}}");
    let files = [TemplateFile { name: MAIN_FILE.to_owned(), file }];
    let brief = Brief { language: "tlh".to_owned(), ..brief() };
    let (markdown, diagnostics) = render(&files, &brief, None, TemplateOptions::default(), &sources).unwrap();
    assert_eq!(markdown.map(|it| it.markdown).as_deref(), Some("Sources\n"));
    assert_eq!(diagnostics[0].code, Code::UNSUPPORTED_LANGUAGE);
}

#[test]
fn every_value_knows_the_field_that_it_is_printed_from() {
    let brief = brief();
    for built_in in BUILT_IN {
        let mut sources = Sources::default();
        let template = load(built_in.name, &Memory::default(), &mut sources).unwrap();
        let merged = render(&template.files, &brief, None, TemplateOptions::default(), &sources).unwrap().0.unwrap();
        let title = merged.fields.spans.iter().find(|span| &*span.path == "brief.title").unwrap();
        assert_eq!(&merged.markdown[title.range.clone()], "\\* Title", "{}", built_in.name);
        assert!(!merged.markdown.contains(|c: char| ('\u{FDD0}'..='\u{FDEF}').contains(&c)), "{}", merged.markdown);
    }
}

#[test]
fn a_printed_value_is_compared_without_its_field() {
    let text = "{{#if (eq brief.language \"en\")}}a{{/if}}{{#eq brief.title this}}b{{else}}c{{/eq}}\
                {{#if (ne (date brief.as_of \"iso\") \"2024-05-14\")}}d{{else}}e{{/if}}{{capital (date brief.as_of)}}";
    assert!(merge_text(text).is_ok_and(|it| it.starts_with("ac")), "{:?}", merge_text(text));
}

#[test]
fn a_date_beside_another_of_its_year_omits_the_year() {
    let mut brief = brief();
    brief.as_of = "2026-01-02".parse::<PartialDate>().unwrap().start();
    let merged = |date: &str| {
        let text = format!("{{{{date \"{date}\" \"short\" beside=brief.as_of}}}}");
        merge_with(&[(MAIN_FILE, text.as_str())], &brief).unwrap()
    };
    assert_eq!(merged("2026-12-24"), "24\u{a0}Dec\n");
    assert_eq!(merged("2025-12-24"), "24\u{a0}Dec 2025\n");
    assert_eq!(merged("2025-12-30/2026-01-01"), "30\u{a0}Dec 2025 – 1\u{a0}Jan 2026\n");
}

#[test]
fn claims_stand_under_who_makes_them_and_those_of_nobody_first() {
    let claim = |text, speaker: Option<&str>, said_by: Option<&str>| Claim {
        marks: HandlingMarks::default(),
        text: prose(text),
        about: Vec::new(),
        denied_by: Vec::new(),
        attribution: Attribution {
            speaker: speaker.map(str::to_owned),
            said_by: said_by.map(id),
            ..Attribution::default()
        },
        on_page: None,
    };
    let minister = Some("The minister");
    let claims = records(vec![
        ("a", claim("One.", minister, Some("x"))),
        ("b", claim("Two.", None, None)),
        ("c", claim("Three.", minister, Some("y"))),
        ("d", claim("Four.", minister, Some("x"))),
        ("e", claim("Five.", None, Some("y"))),
    ]);
    let text = "{{#each speakers}}{{name}}{{#if party}} ({{party.short}}){{/if}}:{{#each claims}} {{text}}{{/each}}\n{{/each}}";
    let merged = merge_with(&[(MAIN_FILE, text)], &Brief { claims, ..brief() }).unwrap();
    assert_eq!(merged, ": Two.\nThe minister (X & Co): One. Four.\nThe minister (Y): Three.\nY: Five.\n");
}

#[test]
fn claims_of_as_many_speakers_are_grouped_in_linear_time() {
    let merge = |count: usize| {
        let claims = (0..count).map(|at| {
            let attribution = Attribution { speaker: Some(format!("Speaker {at}")), ..Attribution::default() };
            let (about, denied_by) = (Vec::new(), Vec::new());
            (
                id(&format!("c{at}")),
                Claim {
                    text: prose("So."),
                    about,
                    denied_by,
                    attribution,
                    on_page: None,
                    marks: HandlingMarks::default(),
                },
            )
        });
        let brief = Brief { claims: claims.collect(), ..brief() };
        let text = "{{#each speakers}}{{name}}{{#each claims}}{{text}}{{/each}}{{/each}}";
        assert!(merge_with(&[(MAIN_FILE, text)], &brief).is_ok());
    };
    assert!(is_linear(500, merge));
}

#[test]
fn a_party_is_silent_only_when_no_position_of_it_is_known() {
    let brief = brief();
    let issues: Vec<&Id> = brief.positions.keys().collect();
    let view = |cut: &Cut<'_>| {
        let names = TemplateNames::all();
        let data = View::new(&brief, Language::english(), None, cut, (&names, None)).json();
        let silent = data["matrix"]["silent"].as_array().unwrap();
        (
            silent.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
            data["matrix"]["rows"].clone(),
        )
    };
    let (silent, _) = view(&Cut::default());
    assert!(!silent.is_empty() && !silent.contains(&"x".to_owned()), "{silent:?}");
    // Left out with its issue, a position is known all the same.
    let mut hidden = brief.clone();
    for issue in &issues {
        hidden.issues.get_mut(*issue).unwrap().on_page = Some(false);
    }
    let ranking = crate::rank::Ranking::of(&hidden, |_| true);
    let (without, rows) = view(&ranking.cut(0));
    assert_eq!((without, rows.as_array().unwrap().len()), (silent, 0));
}

#[test]
fn a_claim_has_its_speaker_its_tag_and_who_denies_it() {
    let claim = |who: Option<&str>, verification, denied_by| Claim {
        marks: HandlingMarks::default(),
        text: prose("The dam holds."),
        about: Vec::new(),
        denied_by,
        attribution: Attribution { speaker: who.map(str::to_owned), verification, ..Attribution::default() },
        on_page: None,
    };
    let (claimed, by) = (Some(Verification::Claimed), vec![id("y")]);
    for (claim, expected) in [
        (claim(Some("A"), claimed, by.clone()), "### A\n\n- The dam holds. *(claimed; denied by Y)*"),
        (claim(Some("A"), claimed, vec![]), "### A\n\n- The dam holds. *(claimed)*"),
        (claim(Some("A"), None, by.clone()), "### A\n\n- The dam holds. *(denied by Y)*"),
        (claim(Some("A"), None, vec![]), "### A\n\n- The dam holds."),
        (claim(None, claimed, by.clone()), "## What is claimed\n\n- The dam holds. *(claimed; denied by Y)*"),
        (claim(None, claimed, vec![]), "## What is claimed\n\n- The dam holds. *(claimed)*"),
        (claim(None, Some(Verification::Denied), by.clone()), "## What is claimed\n\n- The dam holds. *(denied by Y)*"),
        (claim(None, None, by), "## What is claimed\n\n- The dam holds. *(denied by Y)*"),
        (claim(None, None, vec![]), "## What is claimed\n\n- The dam holds."),
    ] {
        let brief = Brief { claims: records(vec![("c", claim)]), ..brief() };
        let mut sources = Sources::default();
        let template = load("one-page", &Memory::default(), &mut sources).unwrap();
        let merged = render(&template.files, &brief, None, TemplateOptions::default(), &sources).unwrap().0.unwrap();
        assert!(merged.markdown.contains(&format!("\n{expected}\n")), "{expected}: {}", merged.markdown);
    }
}
