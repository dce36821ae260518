//! Every shipped brief in every built-in template: what a span holds is what its field says, and what is outside of
//! spans are words of the template. The values come from the brief as it is serialized, not from the context.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::language::DateStyle;

/// Each shipped brief with each built-in template, merged.
fn each(mut look: impl FnMut(&str, &Brief, &str, &Merged)) {
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
        // What is compared and has no field: languages of sources, and numbers.
        known.extend(brief.sources.values().filter_map(|it| it.language.as_deref()).flat_map(words));
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
