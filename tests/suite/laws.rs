//! Properties of every brief (laws), tested with briefs that `mutants.rs` derives from existing ones.
//!
//! `BRIEFING_MUTANTS` is the number of briefs, `BRIEFING_SEED` the seed, and `BRIEFING_LAW` a part of a law's name, to
//! test only that. On failure, the seed is printed, and the smallest text that fails is saved.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use briefing::diagnostic::{Code, Diagnostic, has_errors};
use briefing::diff::render::{EditionName, Editions};
use briefing::diff::{apply, diff, render};
use briefing::edit::{self, Draft};
use briefing::format::{self, FormatError};
use briefing::language::Locale;
use briefing::library::FontLibrary;
use briefing::merge::{MarkerLabels, MergeError};
use briefing::parse::{self, TomlDocument, TomlTable, ValueKind};
use briefing::pipeline::{self, Checked, Input, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::record::{Records, records};
use briefing::schema::{self, Field, Type};
use briefing::source::Sources;
use briefing::world::Memory;

use crate::damage::invariants;
use crate::mutants::mutant;
use crate::mutation::Random;
use crate::program::{TEMPLATES, folder, root, shipped_briefs};

/// The default number of mutants.
const MUTANTS: usize = 60;

/// A brief, two others that were derived from it, and a number that determines further choices.
#[derive(Clone)]
struct Case {
    original: String,
    mutant: String,
    other: String,
    seed: u64,
}

type Law = fn(&Case, &mut Renderer<'_>) -> Result<(), String>;

const LAWS: &[(&str, Law)] = &[
    ("it is checked, fixed and formatted soundly", |case, _| {
        invariants::hold(&case.mutant);
        Ok(())
    }),
    ("formatting changes no diagnostic", |case, _| formatting(&case.mutant)),
    ("a brief without errors is rendered", rendering),
    ("a diff leads from one edition to the other", |case, _| diffing(case)),
    ("a merge has what one side changed", |case, _| merging(case)),
    ("a field is set alone", |case, _| setting(case)),
    ("a record is added alone", |case, _| adding(case)),
];

fn document(text: &str) -> TomlDocument {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    parse::parse(&sources, file).0
}

fn checked(text: &str) -> Checked {
    pipeline::check(&Input::new("brief.toml", text), &Project::default())
}

fn of(text: &str) -> Records {
    records(&document(text))
}

/// The diagnostics, without positions and independent of the order of tables.
fn reported(text: &str) -> Vec<(&'static str, String, Option<String>)> {
    let reported = |it: Diagnostic| (it.code.name(), it.message, it.help);
    let mut all: Vec<_> = checked(text).diagnostics.into_iter().map(reported).collect();
    all.sort();
    all
}

fn formatting(text: &str) -> Result<(), String> {
    let once = match format::format(text) {
        Ok(once) => once,
        Err(FormatError::Syntax) => return Ok(()),
        Err(error) => return Err(format!("{error:?}")),
    };
    let (before, after) = (reported(text), reported(&once));
    if before != after {
        let gone: Vec<_> = before.iter().filter(|it| !after.contains(it)).collect();
        let new: Vec<_> = after.iter().filter(|it| !before.contains(it)).collect();
        return Err(format!("gone: {gone:#?}\nnew: {new:#?}"));
    }
    Ok(())
}

fn rendering(case: &Case, renderer: &mut Renderer<'_>) -> Result<(), String> {
    let mut random = Random(case.seed);
    let checked = checked(&case.mutant);
    if checked.brief.is_none() {
        return if has_errors(&checked.diagnostics) { Ok(()) } else { Err("neither a brief nor an error".to_owned()) };
    }
    for template in [TEMPLATES[random.below(TEMPLATES.len())], TEMPLATES[random.below(TEMPLATES.len())]] {
        let mut checked = checked.clone();
        let before = checked.diagnostics.len();
        let page = renderer
            .render(&mut checked, RenderOptions::new(template), &Memory::default())
            .map_err(|error| format!("{template}: {error}"))?;
        // A brief may be too long for its page, or have characters that no font has.
        let known = [Code::PAGE_OVERFLOW, Code::MISSING_GLYPH];
        if let Some(found) = checked
            .diagnostics
            .iter()
            .find(|it| it.code.entry().severity == briefing::Severity::Error && !known.contains(&it.code))
        {
            return Err(format!("{template}: {found:?}"));
        }
        if page.is_none() && checked.diagnostics.len() == before {
            return Err(format!("{template}: no page and no error"));
        }
    }
    Ok(())
}

fn diffing(case: &Case) -> Result<(), String> {
    let (old, new) = (of(&case.original), of(&case.mutant));
    let change = diff(&old, &new);
    if apply(&change, &old) != new {
        return Err("the diff does not lead to the new edition".to_owned());
    }
    if !diff(&new, &new).is_empty() {
        return Err("an edition differs from itself".to_owned());
    }
    if change.is_empty() && render::outline(&old, &speech()) != render::outline(&new, &speech()) {
        let same = |record: &Records| briefing::record::visible(&render::outline(record, &speech())).to_string();
        if same(&old) != same(&new) {
            return Err("editions that print differently have an empty diff".to_owned());
        }
    }
    let edition = || EditionName { name: "a.toml".to_owned(), errors: 0 };
    let editions = Editions { old: edition(), new: edition() };
    let width = 20 + Random(case.seed).below(100);
    let _ = render::human(&change, &editions, &speech(), true, width);
    let _ = render::markdown(&change, &editions, &speech());
    let json = render::json(&change, &editions, &speech());
    serde_json::from_str::<serde_json::Value>(&json).map_err(|error| format!("the diff as JSON: {error}"))?;
    Ok(())
}

fn speech() -> Locale {
    Locale::of("en", &BTreeMap::new())
}

fn merging(case: &Case) -> Result<(), String> {
    let labels = MarkerLabels::default();
    let noted = |text: &str| format!("{text}\n# a note at the end\n");
    let (a, b) = (&case.original, &case.mutant);
    // A merge of byte-identical texts does nothing, so one of the two gets a comment.
    for (base, ours, theirs, expected) in
        [(a, &noted(a), b, b), (a, b, &noted(a), b), (a, &noted(b), b, b), (a, a, b, b), (a, b, a, b), (a, b, b, b)]
    {
        match briefing::merge::merge(base, ours, theirs, &labels) {
            Ok(merged) => {
                if !merged.conflicts.is_empty() {
                    return Err(format!("conflicts where one side changed nothing: {:?}", merged.conflicts));
                }
                if of(&merged.text) != of(expected) {
                    return Err(format!("the merge has other records\n{}", merged.text));
                }
            }
            Err(MergeError::Syntax(_) | MergeError::Layout(_)) => {}
            Err(MergeError::Unverified) if is_odd(a) || is_odd(b) => {}
            Err(error) => return Err(format!("{error:?}")),
        }
    }
    // If both sides changed, the result must at least be valid TOML when it has no conflict.
    let input = |name: &str, text: &String| Input::new(name, text.as_str());
    let project = Project::default();
    let inputs = [input("base", a), input("ours", b), input("theirs", &case.other)];
    if let Ok(report) = pipeline::merge(&inputs[0], &inputs[1], &inputs[2], &labels, &project)
        && report.merged.conflicts.is_empty()
        && document(a).is_whole()
        && document(b).is_whole()
        && document(&case.other).is_whole()
        && !document(&report.merged.text).is_whole()
    {
        return Err(format!("the merge has a syntax error\n{}", report.merged.text));
    }
    Ok(())
}

/// Whether a text has an inline table or dotted keys: for a merge, they are another table than one with a header.
fn is_odd(text: &str) -> bool {
    fn odd(table: &TomlTable, text: &str) -> bool {
        table.entries.values().any(|entry| {
            let ValueKind::Table(inner) = &entry.value.kind else { return false };
            let has_fields = inner.entries.values().any(|entry| entry.value.as_table().is_none());
            let has_header = inner.explicit && text[entry.value.span.start..].starts_with('[');
            has_fields && !has_header || odd(inner, text)
        })
    }
    odd(document(text).root(), text)
}

/// The values of a document by path, as detailed as the parser's tree.
fn values(document: &TomlDocument, text: &str) -> BTreeMap<String, String> {
    fn walk(table: &TomlTable, path: &str, text: &str, out: &mut BTreeMap<String, String>) {
        for (name, entry) in &table.entries {
            let path = format!("{path}.{name}");
            match &entry.value.kind {
                ValueKind::Table(table) => walk(table, &path, text, out),
                ValueKind::Text(words) => _ = out.insert(path, words.clone()),
                _ => _ = out.insert(path, text[entry.value.span.range()].to_owned()),
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(document.root(), "", text, &mut out);
    out
}

/// Values for a field, as a person would type them.
fn typed(field: &Field, random: &mut Random) -> Vec<String> {
    let example = || field.example.trim_matches(['[', ']', '"', '{', '}', ' ']).to_owned();
    let words =
        ["A plain text.", "Words with \"quotes\" and \\.", "Two.\n\nParagraphs é.", " ", "#", "a = 1", "日本", "'''"];
    match field.kind {
        Type::Word(_, words) => vec![words[random.below(words.len())].word.to_owned()],
        Type::List(Type::Text | Type::Prose) => {
            (0..=random.below(3)).map(|_| words[random.below(words.len())].to_owned()).collect()
        }
        Type::Text | Type::Prose if random.chance(70) => vec![words[random.below(words.len())].to_owned()],
        Type::Integer { .. } => vec![random.below(9).to_string()],
        Type::Boolean => vec![["true", "false"][random.below(2)].to_owned()],
        Type::Marks => vec!["text = TLP:RED".to_owned()],
        _ => vec![example()],
    }
}

/// The number of comments in a text. A suppression is removed with its field.
fn comments(text: &str) -> usize {
    let is_comment = |line: &str| line.starts_with('#') && !line.starts_with("# brief: allow ");
    text.lines().map(str::trim_start).filter(|line| is_comment(line)).count()
}

fn setting(case: &Case) -> Result<(), String> {
    let Some(draft) = Draft::new(case.mutant.as_str()) else { return Ok(()) };
    let mut random = Random(case.seed);
    let records = records(draft.document());
    let places: Vec<(String, &'static Field)> = records
        .list
        .iter()
        .flat_map(|(path, record)| record.table.all_fields().map(move |field| (path.clone(), field)))
        .collect();
    for _ in 0..4 {
        let Some((record, field)) = random.one(&places) else { return Ok(()) };
        let path = if record.is_empty() { field.name.to_owned() } else { format!("{record}.{}", field.name) };
        let Ok(place) = edit::resolve(&path, draft.document()) else { continue };
        for unset in [false, true] {
            let mut after = draft.clone();
            let given = typed(field, &mut random);
            let done = if unset { after.unset(&place) } else { after.set(&place, &given) };
            let Ok(changed) = done else { continue };
            let what = format!("{path} {given:?} unset: {unset}\n{}", after.text());
            if changed != (after.text() != draft.text()) {
                return Err(format!("whether anything changed is said wrongly: {what}"));
            }
            let (mut old, mut new) = (values(draft.document(), draft.text()), values(after.document(), after.text()));
            for values in [&mut old, &mut new] {
                values.retain(|it, _| *it != format!(".{path}") && !it.starts_with(&format!(".{path}.")));
            }
            if old != new {
                return Err(format!("something else changed: {what}"));
            }
            if comments(draft.text()) > comments(after.text()) {
                return Err(format!("a comment is gone: {what}"));
            }
            if after.document().value(&path).is_some() == unset {
                return Err(format!("it was not done: {what}"));
            }
        }
    }
    Ok(())
}

fn adding(case: &Case) -> Result<(), String> {
    let Some(draft) = Draft::new(case.mutant.as_str()) else { return Ok(()) };
    let mut random = Random(case.seed);
    for _ in 0..2 {
        let table = &schema::TABLES[random.below(schema::TABLES.len())];
        let parts = table.path.split('.').filter(|part| schema::is_id_part(part));
        let ids: Vec<String> = parts.enumerate().map(|(at, _)| format!("new-{at}")).collect();
        if ids.is_empty() {
            continue;
        }
        let fields: Vec<_> = table.fields.iter().filter(|field| field.required || random.chance(30)).collect();
        let fields: Vec<_> = fields.into_iter().map(|field| (field, typed(field, &mut random))).collect();
        let mut after = draft.clone();
        if after.add(table, &ids, &fields).is_err() {
            continue;
        }
        let path = format!(".{}.", {
            let mut ids = ids.iter();
            let part = |part| if schema::is_id_part(part) { ids.next().map_or(part, String::as_str) } else { part };
            table.path.split('.').map(part).collect::<Vec<_>>().join(".")
        });
        let old = values(draft.document(), draft.text());
        let mut new = values(after.document(), after.text());
        let before = new.len();
        new.retain(|it, _| !it.starts_with(&path));
        if old != new || before - new.len() != fields.len() {
            return Err(format!("something else changed: {path} {fields:?}\n{}", after.text()));
        }
        // Every line is still there, in order; the byte order mark stays at the start.
        let mut lines = after.text().trim_start_matches('\u{feff}').lines();
        let mut before = draft.text().trim_start_matches('\u{feff}').lines();
        if let Some(lost) = before.find(|line| !line.is_empty() && !lines.any(|other| other == *line)) {
            return Err(format!("a line is gone: {lost:?}\n{}", after.text()));
        }
    }
    Ok(())
}

/// Tests a law on a case. A panic counts as a failure.
fn ask<'l>(law: Law, case: &Case, renderer: &mut Renderer<'l>, library: &'l FontLibrary) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| law(case, renderer))).unwrap_or_else(|panic| {
        // After a panic, its caches may be inconsistent.
        *renderer = Renderer::new(library);
        let text =
            panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    })
}

/// The name of the threads that test laws.
const THREAD: &str = "laws";

/// How often smaller texts are tried.
const SMALLER: usize = 400;

/// The smallest case found that still fails, by removing lines.
fn smallest(case: &Case, mut fails: impl FnMut(&Case) -> bool) -> Case {
    let texts: [fn(&mut Case) -> &mut String; 3] = [|it| &mut it.mutant, |it| &mut it.other, |it| &mut it.original];
    let mut least = case.clone();
    let mut left = SMALLER;
    for text in texts {
        let mut size = text(&mut least).lines().count().div_ceil(2).max(1);
        loop {
            let mut at = 0;
            loop {
                let mut next = least.clone();
                let lines: Vec<&str> = text(&mut least).split_inclusive('\n').collect();
                if at >= lines.len() || left == 0 {
                    break;
                }
                left -= 1;
                let kept = lines[..at].iter().chain(&lines[(at + size).min(lines.len())..]).copied().collect();
                *text(&mut next) = kept;
                if fails(&next) {
                    least = next;
                } else {
                    at += size;
                }
            }
            if size == 1 || left == 0 {
                break;
            }
            size = size.div_ceil(2);
        }
    }
    least
}

/// Independent numbers (`SplitMix64`, Steele, Lea and Flood 2014), never 0.
pub(crate) fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) | 1
}

pub(crate) fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn the_laws_hold_for_mutated_briefs() {
    let mut paths = shipped_briefs();
    let shipped = paths.len();
    let cases = std::fs::read_dir(root().join("tests/cases/check")).unwrap();
    let mut cases: Vec<_> = cases.map(|case| case.unwrap().path().join("brief.toml")).collect();
    cases.sort();
    paths.extend(cases);
    let corpus: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let (mutants, seed) = (number("BRIEFING_MUTANTS", MUTANTS as u64), number("BRIEFING_SEED", 1));
    let folder = folder("laws");
    let only = std::env::var("BRIEFING_LAW").unwrap_or_default();
    let (next, library, failures) = (AtomicUsize::new(0), FontLibrary::default(), Mutex::new(BTreeMap::new()));
    // How many had no errors, and how many had no syntax errors.
    let (sound, whole) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let run = || {
        let mut renderer = Renderer::new(&library);
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed) as u64;
            if nth >= mutants {
                return;
            }
            let mut random = Random(mixed(mixed(seed).wrapping_add(nth)));
            // Shipped briefs are chosen more often than those with errors.
            let of = if random.chance(75) { random.below(shipped) } else { random.below(corpus.len()) };
            let (one, other) = (mutant(&corpus, of, &mut random), mutant(&corpus, of, &mut random));
            let case = Case { original: corpus[of].clone(), mutant: one, other, seed: random.0 };
            sound.fetch_add(usize::from(checked(&case.mutant).brief.is_some()), Ordering::Relaxed);
            whole.fetch_add(usize::from(document(&case.mutant).is_whole()), Ordering::Relaxed);
            for (name, law) in LAWS.iter().filter(|(name, _)| name.contains(&only)) {
                let Err(message) = ask(*law, &case, &mut renderer, &library) else { continue };
                if failures.lock().unwrap().contains_key(name) {
                    continue;
                }
                failures.lock().unwrap().insert(*name, message);
                let case = smallest(&case, |case| ask(*law, case, &mut renderer, &library).is_err());
                let message = ask(*law, &case, &mut renderer, &library).unwrap_err();
                let place = folder.join(name.replace([' ', ','], "-"));
                std::fs::create_dir_all(&place).unwrap();
                for (name, text) in [("original", &case.original), ("mutant", &case.mutant), ("other", &case.other)] {
                    std::fs::write(place.join(format!("{name}.toml")), text).unwrap();
                }
                let report = format!("mutant {nth}, smallest text in {}\n{message}\n", place.display());
                failures.lock().unwrap().insert(*name, report);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // A panic is reported as a failure of the law.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(THREAD) {
            hook(panic);
        }
    }));
    let named = || std::thread::Builder::new().name(THREAD.to_owned());
    std::thread::scope(|scope| (0..threads).for_each(|_| _ = named().spawn_scoped(scope, run).unwrap()));
    let (sound, whole) = (sound.into_inner(), whole.into_inner());
    println!("{mutants} mutants: {whole} without a syntax error, {sound} without any error");
    // Most laws only apply to briefs without errors, so there must be enough of those.
    assert!(mutants < 100 || sound * 10 > mutants as usize && whole * 2 > mutants as usize);
    let failures = failures.into_inner().unwrap();
    let report: String = failures.iter().map(|(law, report)| format!("\n{law}: {report}")).collect();
    assert!(failures.is_empty(), "BRIEFING_SEED={seed} BRIEFING_MUTANTS={mutants}\n{report}");
}
