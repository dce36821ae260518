//! Every shipped brief in every built-in template: what a span holds is what its field says, and what is outside of
//! spans are words of the template. The values come from the brief as it is serialized, not from the context.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::language::DateStyle;

/// Each shipped brief with each built-in template, merged.
fn each(mut look: impl FnMut(&str, &Brief, &str, &MergedTemplate)) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(paths.len() > 3);
    for path in paths {
        let mut sources = Sources::default();
        let file = sources.add(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
        let (document, _) = crate::parse::parse(&sources, file);
        let brief = crate::check::check(&document, &sources).0.unwrap();
        for built_in in BUILT_IN {
            let template = load(built_in.name, &Memory::default(), &mut sources).unwrap();
            let merged =
                render(&template.files, &brief, None, TemplateOptions::default(), &sources).unwrap().0.unwrap();
            let name = format!("{} {}", path.file_stem().unwrap().display(), built_in.name);
            let texts: String = template.files.iter().map(|it| sources.file(it.file).text.as_str()).collect();
            look(&name, &brief, &texts, &merged);
        }
    }
}

/// The value at the path of a field.
fn at<'j>(data: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(data, |value, step| {
        let (name, index) = step.split_once('[').map_or((step, None), |(name, rest)| (name, Some(rest)));
        let value = value.get(name)?;
        match index {
            Some(index) => value.get(index.strip_suffix(']')?.parse::<usize>().ok()?),
            None => Some(value),
        }
    })
}

/// A text without citations, addresses and tags, in lower case, and of it only what is said: letters, digits, symbols.
fn said(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '[' if rest.starts_with("[^") || rest.starts_with("[@") => rest.find(']'),
            ']' if rest.starts_with("](") => rest.find(')'),
            '<' => rest.find('>'),
            _ => None,
        };
        rest = &rest[skipped.map_or(c.len_utf8(), |end| end + 1)..];
        if skipped.is_none() && !c.is_whitespace() && !c.is_ascii_punctuation() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The words of a text, as [`said`].
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).map(said).filter(|word| !word.is_empty())
}

/// A text with a space in place of all that is between brackets of these kinds.
fn without(text: &str, brackets: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (open, close) in brackets {
        while let Some(start) = text.find(open)
            && let Some(length) = text[start..].find(close)
        {
            text.replace_range(start..start + length + close.len(), " ");
        }
    }
    text
}

/// Everything that a page may print for a value.
fn prints(value: &Json, data: &Json, locale: &Locale) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    found.insert(said(&text));
    for entry in locale.entries() {
        if let ["words", vocabulary, word] = entry.split('.').collect::<Vec<_>>()[..]
            && word == text
        {
            found.insert(said(&locale.label_of(vocabulary, word)));
        }
    }
    if let Json::Array(items) = value {
        found.extend(items.iter().flat_map(|item| prints(item, data, locale)));
    }
    for field in ["name", "short"] {
        found.extend(at(data, &format!("parties.{text}.{field}")).and_then(Json::as_str).map(said));
    }
    if let Ok(date) = text.parse::<PartialDate>() {
        let styles = [DateStyle::Long, DateStyle::Short, DateStyle::Day];
        found.extend(styles.map(|style| said(&locale.date(date, style))));
    }
    found
}

/// The shapes that stand for a word beside it.
const SHAPES: &str = "▲△●◉▽◆✗✘▼◊○?↗→↘■◧□✓";

#[test]
fn a_span_holds_what_its_field_says() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    each(|name, brief, _, merged| {
        let data = serde_json::to_value(brief).unwrap();
        let locale = Locale::of(&brief.language, TemplateOptions::default().languages);
        for span in &merged.fields.spans {
            seen += 1;
            let text = &merged.markdown[span.range.clone()];
            let Some(value) = at(&data, &span.path) else {
                wrong.push(format!("{name}: no field {}, for {text:?}", span.path));
                continue;
            };
            let right = if span.path.ends_with(".sources") {
                // Citations of the field's sources, and nothing else.
                let ids: Vec<_> = value.as_array().unwrap().iter().filter_map(Json::as_str).collect();
                !text.is_empty()
                    && text
                        .split_terminator(']')
                        .all(|it| it.trim_start().strip_prefix("[^").is_some_and(|id| ids.contains(&id)))
            } else if text.chars().all(|c| SHAPES.contains(c)) {
                [".stance", ".trend", ".status"].iter().any(|end| span.path.ends_with(end))
            } else if value.is_boolean() {
                locale.label_names().filter_map(|it| locale.label(it)).any(|label| said(label) == said(text))
            } else if [".base", ".words"].iter().any(|end| span.path.ends_with(end)) {
                // A piece of it, in the line with all versions.
                value.as_str().is_some_and(|words| said(words).contains(&said(text)))
            } else {
                prints(value, &data, &locale).contains(&said(text))
            };
            if !right {
                wrong.push(format!("{name}: {} is {value}, printed {text:?}", span.path));
            }
        }
    });
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 2000, "{seen}");
}

#[test]
fn outside_of_spans_are_words_of_the_template() {
    let mut wrong = BTreeSet::new();
    each(|name, brief, template, merged| {
        let locale = Locale::of(&brief.language, TemplateOptions::default().languages);
        let mut known: BTreeSet<String> = words(&without(template, &[("{{", "}}")])).collect();
        for label in locale.label_names().filter_map(|it| locale.label(it)) {
            known.extend(words(label));
        }
        // The steps of the strip are named by the stances on them, all in one row.
        let stances = locale.entries();
        let stances = stances.iter().filter_map(|it| it.strip_prefix("words.Stance."));
        let stances: BTreeSet<String> =
            stances.flat_map(|it| words(&locale.label_of("Stance", it)).collect::<Vec<_>>()).collect();
        // Statements are counted by these.
        let entries = locale.entries();
        let counted = entries.iter().filter_map(|it| it.strip_prefix("words.Verification."));
        known.extend(counted.flat_map(|it| words(&locale.label_of("Verification", it)).collect::<Vec<_>>()));
        let mut outside = String::new();
        let mut end = 0;
        for span in &merged.fields.spans {
            if span.range.start >= end {
                outside.push_str(&merged.markdown[end..span.range.start]);
                outside.push(' ');
            }
            end = end.max(span.range.end);
        }
        outside.push_str(&merged.markdown[end..]);
        // Comments, definitions of notes and addresses of headings are not words.
        for line in outside.lines().filter(|line| !line.starts_with("<!--")) {
            let line = without(line, &[("[^", "]"), ("](", ")"), ("<", ">")]);
            let steps = words(&line).filter(|it| stances.contains(it)).count() >= 10;
            let is_known = |it: &String| known.contains(it) || (steps && stances.contains(it));
            let unknown = words(&line).filter(|it| !is_known(it) && !it.chars().all(|c| c.is_ascii_digit()));
            wrong.extend(unknown.map(|word| format!("{name}: {word} in {line:?}")));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What a template makes of the brief of the tests: the text, and what its parts are printed from.
fn marked(template: &str) -> (String, Vec<(String, String)>) {
    let mut sources = Sources::default();
    let files = [TemplateFile { name: MAIN_FILE.to_owned(), file: sources.add(MAIN_FILE, template) }];
    let merged = render(&files, &brief(), None, TemplateOptions::default(), &sources).unwrap().0.unwrap();
    let part = |span: &crate::provenance::FieldSpan| {
        (span.path.to_string(), merged.markdown[span.range.clone()].trim().to_owned())
    };
    let parts = merged.fields.spans.iter().map(part).collect();
    (merged.markdown, parts)
}

fn paths<const N: usize>(parts: [(&str, &str); N]) -> Vec<(String, String)> {
    parts.map(|(path, words)| (path.to_owned(), words.to_owned())).to_vec()
}

#[test]
fn a_number_is_compared_as_one_and_knows_its_field() {
    let (text, parts) = marked(
        "{{brief.edition}}{{#each agenda}} {{minutes}}{{/each}}\
         {{#each issues}}|{{priority}}{{#if (eq priority 1)}}a{{/if}}{{#ne priority 1}}b{{/ne}}{{#if (gt priority 1)}}c{{/if}}\
         {{#if (gte priority \"2\")}}d{{/if}}{{#if (lt priority 10)}}e{{/if}}{{#if (lte priority ../brief.edition)}}f{{/if}}\
         {{plural priority one=\"g\" other=\"h\"}}{{/each}}",
    );
    assert_eq!(text, "2 20|1aefg|2bcdefh|1aefg\n");
    let fields = ["brief.edition", "agenda.water.minutes", "issues.done.priority", "issues.second.priority"];
    let found: Vec<_> = parts.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(fields.iter().filter(|it| !it.starts_with("agenda")).all(|it| found.contains(it)), "{found:?}");
    let mut sources = Sources::default();
    let template = "{{capital brief.edition}}";
    let files = [TemplateFile { name: MAIN_FILE.to_owned(), file: sources.add(MAIN_FILE, template) }];
    let (_, errors) = render(&files, &brief(), None, TemplateOptions::default(), &sources).unwrap();
    assert!(errors.iter().any(|it| it.message.contains("takes text, found a number")), "{errors:?}");
}

#[test]
fn a_flag_is_one_and_its_label_knows_its_field() {
    let (text, parts) = marked(
        "{{#each issues}}{{#each positions}}{{#if red_line}}{{label \"red-line\" of=red_line}}{{/if}}\
         {{#if (eq red_line true)}} a{{/if}}{{#unless red_line}}b{{/unless}}{{/each}}{{/each}}\
         {{#each texts}}{{#each variants}}{{#if compromise}}; {{label \"compromise\" of=compromise}}{{/if}}{{/each}}{{/each}}",
    );
    assert_eq!(text, "red line a; Compromise\n");
    let expected = [("positions.first.x.red_line", "red line"), ("texts.t.variants.joint.compromise", "Compromise")];
    assert_eq!(parts, paths(expected));
}

#[test]
fn each_part_of_a_text_in_several_versions_knows_its_field() {
    let (text, parts) = marked("{{#each texts}}{{line}}{{/each}}");
    assert_eq!(text, "They \\[\\[shall\\](Y) go\\] \\[should \\| go now\\] (*X & Co*).\n");
    assert_eq!(
        parts,
        paths([
            ("texts.t.base", "They"),
            ("texts.t.base", "\\[shall\\](Y) go"),
            ("texts.t.variants.x.words", "should \\| go now"),
            ("texts.t.variants.x.by", "X & Co"),
            ("texts.t.base", "."),
        ])
    );
    let (text, parts) = marked("{{#each text_columns}}{{capital name}}; {{/each}}");
    assert_eq!(text, "Base text; X & Co; Compromise (Y);\n");
    let expected = [
        ("texts.t.variants.x.by", "X & Co"),
        ("texts.t.variants.joint.compromise", "Compromise (Y)"),
        ("texts.t.variants.joint.by", "Y"),
    ];
    assert_eq!(parts, paths(expected));
}

#[test]
fn no_brief_can_hold_a_mark() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs/donbas.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let is_refused = |text: String| {
        let mut sources = Sources::default();
        let file = sources.add("x.toml", text);
        let (document, parsed) = crate::parse::parse(&sources, file);
        let (_, checked) = crate::check::check(&document, &sources);
        parsed.iter().chain(&checked).any(|it| it.severity == crate::diagnostic::Severity::Error)
    };
    assert!(!is_refused(text.clone()));
    for mark in '\u{FDD0}'..='\u{FDEF}' {
        let marked = text.replacen("title = \"", &format!("title = \"{mark}"), 1);
        assert!(marked.contains(mark) && is_refused(marked), "U+{:04X}", u32::from(mark));
    }
}
