use super::*;
use crate::language::Locale;
use crate::model::Brief;
use crate::parse;
use crate::source::Sources;
use crate::template::engine::{self, Engine};
use crate::template::{BUILT_IN, EarlierEdition, NO_LANGUAGES, RenderOptions, Sections, TemplateFile};
use crate::{check, diff};

/// The shipped briefs, with what comparing takes.
fn briefs() -> Vec<(String, parse::Document, Brief)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut sources = Sources::default();
        let file = sources.add(path.to_string_lossy(), std::fs::read_to_string(path).unwrap());
        let (document, _) = parse::parse(&sources, file);
        let brief = check::check(&document, &sources).0.unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), document, brief)
    };
    paths.iter().filter(|path| path.extension().is_some_and(|it| it == "toml")).map(read).collect()
}

fn files(files: &[(&str, &str)]) -> (Vec<TemplateFile>, Sources) {
    let mut sources = Sources::default();
    let add = |(name, text): &(&str, &str)| TemplateFile { name: (*name).to_owned(), file: sources.add(*name, *text) };
    (files.iter().map(add).collect(), sources)
}

fn handlebars_files(template: &crate::template::BuiltIn) -> Vec<(&'static str, &'static str)> {
    template.files.iter().filter(|(name, _)| name.ends_with(EXTENSION)).copied().collect()
}

/// What both print of a brief, or whether they refuse it.
fn both(
    files: &[TemplateFile],
    sources: &Sources,
    brief: &Brief,
    earlier: Option<&EarlierEdition<'_>>,
) -> [Option<Result<String, ()>>; 2] {
    let parts = engine::parts(files, sources).unwrap();
    let program = Program::convert(&parts);
    let speech = Locale::of(&brief.language, &NO_LANGUAGES);
    let job = RenderOptions { brief, earlier, speech: &speech, sections: Sections::default() };
    let run = program.map(|program| job.run(&program).map(|done| done.unwrap()).map_err(|_| ()));
    let engine = Engine::new(parts).run(&job, files, sources);
    [run, Some(engine.map(|done| done.unwrap()).map_err(|_| ()))]
}

#[test]
fn the_built_in_templates_are_read_as_handlebars_reads_them() {
    for template in BUILT_IN {
        let texts = handlebars_files(template);
        let (files, sources) = files(&texts);
        let converted = Program::convert(&engine::parts(&files, &sources).unwrap());
        let read = Program::read(&texts);
        assert!(read.is_some() && converted.is_some(), "{}", template.name);
        assert_eq!(read, converted, "{}", template.name);
    }
}

#[test]
fn the_built_in_templates_print_what_handlebars_prints() {
    let briefs = briefs();
    for template in BUILT_IN {
        let (files, sources) = files(&handlebars_files(template));
        for (name, _, brief) in &briefs {
            let [program, engine] = both(&files, &sources, brief, None);
            assert_eq!(program, engine, "{name} as {}", template.name);
        }
    }
}

#[test]
fn editions_are_told_apart_as_handlebars_tells_them() {
    let briefs = briefs();
    for template in BUILT_IN {
        let (files, sources) = files(&handlebars_files(template));
        for (was, old_document, old) in &briefs {
            let others = briefs.iter().filter(|(is, ..)| is != was && is.split('-').next() == was.split('-').next());
            for (is, document, brief) in others {
                let diff = diff::diff(&crate::record::records(old_document), &crate::record::records(document));
                for redline in [false, true] {
                    let earlier = EarlierEdition { brief: old, diff: &diff, redline };
                    let [program, engine] = both(&files, &sources, brief, Some(&earlier));
                    assert_eq!(program, engine, "{was} to {is} as {}", template.name);
                }
            }
        }
    }
}

#[test]
fn pieces_print_what_handlebars_prints() {
    let pieces = [
        "{{brief.title}} {{brief.edition}} {{brief.as_of}} {{brief.subtitle}}{{brief.kind.label}}",
        "{{#each parties}}{{#if @first}}<{{/if}}{{short}} {{@index}}{{#unless @last}}, {{/unless}}{{/each}}",
        "{{#each issues}}{{#each positions}}{{../title}}/{{../../brief.as_of}} {{party.short}}{{#with stance}}{{label}}{{@index}}{{/with}}\n{{/each}}{{/each}}",
        "{{#each issues}}{{#each positions}}{{@root.brief.as_of}} {{this.mark}}{{/each}}{{else}}none{{/each}}",
        "{{#each claims}}{{> part cite=\"x\"}};{{/each}}",
        "{{#each claims}}- {{> part}}\n{{/each}}\n  {{> part2}}\n",
        "{{#each claims}}- {{> part who=text}}{{/each}}",
        "{{#if nothing}}a{{else}}b{{/if}}{{#unless brief.subtitle}}c{{else}}d{{/unless}}",
        "{{#if (and brief.title (not brief.nothing))}}a{{/if}}",
        "{{#if (eq brief.kind.id \"update\")}}a{{else if (ne brief.language \"en\")}}b{{else}}c{{/if}}",
        "{{#if (eq brief.as_of \"2025-12-26\")}}a{{/if}}{{#if (eq parties parties)}}b{{/if}}{{#if (or brief.subtitle brief.edition)}}c{{/if}}",
        "{{plural parties one=\"party\" few=\"few\" many=\"many\" other=\"parties\"}} {{plural brief.edition one=\"1\" other=\"n\"}}",
        "{{capital (label \"due\")}} {{capital brief.title}} {{date brief.as_of \"day\"}} {{date brief.as_of \"iso\"}}",
        "{{join parties field=\"short\"}} {{join issues \"; \" field=\"title\"}} {{join brief.authors}} {{join sources \" \" field=\"date\"}}",
        "{{prose brief.bottom_line prefix=\"> \"}}\n\n{{prose brief.background}}{{prose brief.language prefix=1}}",
        "{{prose outcome.cite}}|{{#with (lookup issues 0)}}{{title}}{{/with}}|{{len parties}}",
        "{{#section \"one\"}}{{brief.title}}{{/section}}x{{#section \"two\"}}{{#each uncited_sources}}{{id}}{{/each}}{{/section}}",
        "{{#each uncited_sources}}{{id}} {{/each}}/{{#each cited_sources}}[^{{id}}] {{/each}}{{#each claims}}{{cite}}{{/each}}",
        "{{{brief.title}}} {{&brief.title}}",
        "{{brief.nothing}}",
        "{{#with brief.subtitle}}{{this}}{{/with}}{{#with brief.nothing}}x{{else}}y{{/with}}",
        "{{#each brief.subtitle}}x{{/each}}",
        "{{#each brief}}{{@key}} {{/each}}",
        "{{label \"red-line\" of=brief.nothing}} {{label \"nothing\"}}",
        "{{matrix.rows.[0].issue.title}} {{brief}}",
        "{{parties}} {{brief.authors}}",
        "{{#each parties as |p|}}{{p.short}}{{/each}}",
        "{{date brief.subtitle}}",
        "{{#each strip.rows}}{{issue.title}}:{{#each steps}}{{#each this}}{{mark}}{{/each}}|{{/each}}{{/each}} {{join strip.steps}}",
        "{{#*inline \"a\"}}x{{/inline}}{{> a}}",
        "a \\{{brief.title}} {{~brief.title~}}  b",
    ];
    let briefs = briefs();
    let mut run = 0;
    for piece in pieces {
        let (files, sources) = files(&[
            (MAIN_FILE, piece),
            ("part.md.hbs", "{{text}}{{cite}}{{#if who}} {{who}}{{/if}}\n"),
            ("part2.md.hbs", "a\nb\n"),
        ]);
        for (name, _, brief) in &briefs {
            let [program, engine] = both(&files, &sources, brief, None);
            // Where the program is in doubt, Handlebars is asked.
            if let Some(Ok(text)) = program {
                assert_eq!(Some(Ok(text)), engine, "{name}: {piece}");
                run += 1;
            }
        }
    }
    assert!(run >= 16 * briefs.len(), "{run} of {}", pieces.len() * briefs.len());
}

#[test]
fn what_is_included_behind_white_space_has_no_line_ends() {
    let program = |last: &str| {
        // So often that they cannot all be walked through.
        let many: Vec<_> =
            (0..20).map(|n| (format!("p{n}.md.hbs"), format!("a {{{{> p{}}}}}", n + 1).repeat(10))).collect();
        let mut texts: Vec<_> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        texts.extend([(MAIN_FILE, "- {{> p0}}"), ("p20.md.hbs", last)]);
        let (files, sources) = files(&texts);
        Program::convert(&engine::parts(&files, &sources).unwrap())
    };
    assert!(program("x").is_some());
    assert_eq!(program("x\ny"), None);
}

#[test]
fn a_program_counts_its_steps() {
    let (files, sources) =
        files(&[(MAIN_FILE, &("{{#each @root.issues}}".repeat(12) + "x" + &"{{/each}}".repeat(12)))]);
    let (_, _, brief) = &briefs()[0];
    assert_eq!(both(&files, &sources, brief, None), [Some(Err(())), Some(Err(()))]);
}
