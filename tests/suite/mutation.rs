//! Every kind of single error is made in every shipped brief. None may be accepted silently, each must be reported at
//! its place, and a misspelling by one letter must be reported with the right name.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use briefing::diagnostic::{Diagnostic, Severity, render};
use briefing::parse::{TomlDocument, TomlTable, TomlValue, ValueKind};
use briefing::schema::{self, Type};
use briefing::source::Sources;
use briefing::{check, parse};

use crate::program::shipped_briefs;

/// The number of misspellings of each name.
const TYPOS: usize = 2;

/// A brief with one error.
struct Mutant {
    /// The change that was made.
    kind: &'static str,
    text: String,
    /// The places where the error is visible; one of them must be reported.
    places: Vec<Range<usize>>,
    /// The name that was misspelt.
    right: Option<String>,
    /// Whether the format forbids it. For other changes, the only requirement is that nothing panics.
    forbidden: bool,
}

/// A name or value of a brief that can be changed.
struct Spot {
    /// The path of its table in the schema.
    at: String,
    key: Range<usize>,
    value: Range<usize>,
    header: Range<usize>,
    field: &'static schema::Field,
    required: bool,
    written: String,
}

fn parsed(text: &str) -> (TomlDocument, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, mut errors) = parse::parse(&sources, file);
    errors.extend(check::check(&document, &sources).1);
    (document, errors, sources)
}

/// A random number generator that is the same on every machine (xorshift64, Marsaglia 2003).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }

    /// A name in which one letter is removed, inserted, replaced, or swapped with the next.
    pub(crate) fn typo(&mut self, name: &str) -> String {
        let mut letters: Vec<char> = name.chars().collect();
        let at = self.below(letters.len());
        let letter = char::from(b'a' + u8::try_from(self.below(26)).unwrap());
        match self.below(4) {
            0 if letters.len() > 2 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letter),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = letter,
        }
        letters.into_iter().collect()
    }
}

/// The fields of a brief, and the parts of its headers.
fn spots(document: &TomlDocument, text: &str) -> (Vec<Spot>, Vec<(Range<usize>, String)>) {
    fn walk(
        table: &TomlTable,
        header: &Range<usize>,
        at: &str,
        text: &str,
        spots: &mut Vec<Spot>,
        parts: &mut Vec<(Range<usize>, String)>,
    ) {
        let known = schema::table(at);
        let next = schema::parts_after(at);
        for (name, entry) in &table.entries {
            if let Some(field) = known.and_then(|known| known.field(name)) {
                let value = entry.value.span.range();
                spots.push(Spot {
                    at: at.to_owned(),
                    key: entry.key.range(),
                    written: text[value.clone()].to_owned(),
                    value,
                    header: header.clone(),
                    field,
                    required: field.required,
                });
            } else if let Some(inner) = entry.value.as_table() {
                let part = next.first().filter(|part| schema::is_id_part(part)).copied().unwrap_or(name);
                let path = if at.is_empty() { part.to_owned() } else { format!("{at}.{part}") };
                parts.push((entry.key.range(), path.clone()));
                walk(inner, &entry.value.span.range(), &path, text, spots, parts);
            }
        }
    }
    let (mut spots, mut parts) = (Vec::new(), Vec::new());
    walk(document.root(), &(0..1), "", text, &mut spots, &mut parts);
    (spots, parts)
}

fn line_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// Replaces a range by `new`; returns the text and the new range.
fn put(text: &str, range: &Range<usize>, new: &str) -> (String, Range<usize>) {
    let mut out = text.to_owned();
    out.replace_range(range.clone(), new);
    (out, range.start..range.start + new.len())
}

fn ids_in(value: &TomlValue, kind: &Type, found: &mut Vec<Range<usize>>) {
    match (kind, &value.kind) {
        (Type::Id(_), ValueKind::Text(_)) => found.push(value.span.range()),
        (Type::OneOrMore(item), ValueKind::Text(_)) => ids_in(value, item, found),
        (Type::List(item) | Type::OneOrMore(item), ValueKind::List(list)) => {
            list.iter().for_each(|value| ids_in(value, item, found));
        }
        _ => {}
    }
}

fn mutants(text: &str, random: &mut Random) -> Vec<Mutant> {
    let (document, errors, _) = parsed(text);
    assert!(errors.iter().all(|error| error.severity == Severity::Warning));
    let (spots, parts) = spots(&document, text);
    let mut all = Vec::new();
    let mut add = |kind, (text, place): (String, Range<usize>), right: Option<&str>, forbidden| {
        all.push(Mutant { kind, text, places: vec![place], right: right.map(str::to_owned), forbidden });
    };
    for spot in &spots {
        let name = spot.field.name;
        let line = line_of(text, &(spot.key.start..spot.value.end));
        let (without, _) = put(text, &line, "");
        // The header is before the line, so its position has not changed. The top of the file has no header.
        add("drop a field", (without, spot.header.clone()), None, spot.required);
        add("rename a field", put(text, &spot.key, "zz_unknown"), None, true);
        for _ in 0..TYPOS {
            let typo = random.typo(name);
            let known = schema::table(&spot.at).is_some_and(|table| table.field(&typo).is_some());
            if !known && typo != name {
                add("misspell a field", put(text, &spot.key, &typo), Some(name), true);
            }
        }
        let retyped: &[&str] = match spot.field.kind {
            Type::Integer { .. } => &["\"1\"", "true", "[1]"],
            Type::Boolean => &["\"true\"", "1"],
            Type::PartialDate => &["\"2024-05-14\"", "2024", "\"2024-13\"", "2024-05-14T12:00:00"],
            Type::Date => &["\"2024-05-14\"", "2024", "2024-05-14T12:00:00"],
            Type::List(_) => &["7", "true", "{ a = 1 }"],
            _ => &["7", "true", "2024-05-14", "[\"a\"]"],
        };
        let new = retyped[random.below(retyped.len())];
        add("retype a value", put(text, &spot.value, new), None, true);
        if let Type::Word(_, words) = spot.field.kind {
            let word = spot.written.trim_matches(['"', '\'']).to_owned();
            for _ in 0..TYPOS {
                let typo = random.typo(&word);
                if words.iter().all(|word| word.word != typo) {
                    // A single letter has no similar one: `B` is as similar to `A` as to `C`.
                    let right = (word.chars().count() > 1).then_some(word.as_str());
                    add("misspell a word", put(text, &spot.value, &format!("\"{typo}\"")), right, true);
                }
            }
        }
        let value = document.value(&path_of(&document, spot)).unwrap();
        let mut ids = Vec::new();
        ids_in(value, &spot.field.kind, &mut ids);
        for range in ids {
            let id = text[range.clone()].trim_matches(['"', '\'']).to_owned();
            add("break a reference", put(text, &range, "\"nobody-of-that-name\""), None, true);
            let typo = random.typo(&id);
            if document.value(&format!("parties.{typo}")).is_none() && typo != id {
                add("misspell a reference", put(text, &range, &format!("\"{typo}\"")), Some(&id), true);
            }
        }
    }
    for (at, _) in text.match_indices("[@") {
        let Some(end) = text[at..].find(']').map(|length| at + length) else { continue };
        if text[line_of(text, &(at..end))].starts_with('#') {
            continue;
        }
        let id = &text[at + 2..end];
        add("break a citation", put(text, &(at + 2..end), "nobody-of-that-name"), None, true);
        let typo = random.typo(id);
        if typo != id && !text.contains(&format!("[sources.{typo}]")) {
            add("misspell a citation", put(text, &(at + 2..end), &typo), Some(id), true);
        }
        let closes = text[end..].find('\n').is_none_or(|line| text[end + 1..end + line].contains(']'));
        let (open, _) = put(text, &(end..end + 1), "");
        add("open a citation", (open, at..end), None, !closes);
    }
    for (range, path) in &parts {
        let name = &text[range.clone()];
        // Only names of the format: an id may be anything unless something refers to it.
        let named = path.rsplit('.').next().is_some_and(|part| !schema::is_id_part(part));
        for _ in 0..TYPOS {
            let typo = random.typo(name);
            if typo == name || schema::parts_after("").contains(&typo.as_str()) {
                continue;
            }
            if named {
                add("misspell a table", put(text, range, &typo), Some(name), true);
            } else if path.starts_with("positions.") && !parts.iter().any(|(other, _)| text[other.clone()] == *typo) {
                add("misspell a position", put(text, range, &typo), Some(name), true);
            }
        }
        add("capitalise an id", put(text, range, &name.to_uppercase()), None, name.chars().any(char::is_lowercase));
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let content = line.trim_end();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let mut spoil = |kind, what: &str, with: &str, last: bool| {
            let at = if last { content.rfind(what) } else { content.find(what) };
            let Some(at) = at.map(|at| range.start + at) else { return };
            let (text, _) = put(text, &(at..at + what.len()), with);
            let forbidden = text.parse::<toml::Table>().is_err();
            let length = range.len() + with.len() - what.len();
            add(kind, (text, range.start..range.start + length), None, forbidden);
        };
        spoil("drop a quotation mark", "\"", "", true);
        spoil("drop the first quotation mark", "\"", "", false);
        spoil("drop an equals sign", " = ", " ", false);
        spoil("colon for equals sign", " = ", ": ", false);
        spoil("drop a closing bracket", "]", "", true);
        spoil("drop an opening bracket", "[", "", false);
        let (twice, _) = put(text, &(range.end..range.end), line);
        let forbidden = twice.parse::<toml::Table>().is_err();
        add("a line twice", (twice, range.start..range.end + line.len()), None, forbidden);
    }
    for (nth, (range, path)) in parts.iter().enumerate() {
        let header = line_of(text, range);
        let id = &text[range.clone()];
        let next =
            parts[nth + 1..].iter().map(|(range, _)| line_of(text, range).start).find(|start| *start > header.start);
        let (without, _) = put(text, &(header.start..next.unwrap_or(text.len())), "");
        // The error may be reported at any reference to the id.
        let (fields, headers): (&[&str], _) = match path.as_str() {
            "parties.ID" => (&["said_by", "by", "denied_by"], [format!(".{id}]"), String::new()]),
            "issues.ID" => (&["about", "affects", "linked", "issue"], [format!("[positions.{id}."), String::new()]),
            _ => (&["sources", "relays"], [String::new(), format!("[@{id}]")]),
        };
        let refers = |line: &str| {
            let field = line
                .split_once(" = ")
                .is_some_and(|(name, value)| fields.contains(&name) && value.contains(&format!("\"{id}\"")));
            let header = line.starts_with("[positions.") && !headers[0].is_empty() && line.contains(&headers[0]);
            field || header || !headers[1].is_empty() && !line.starts_with('#') && line.contains(&headers[1])
        };
        let mut at = 0;
        let mut places = Vec::new();
        for line in without.split_inclusive('\n') {
            if refers(line) {
                places.push(at..at + line.len());
            }
            at += line.len();
        }
        // A brief may have no outcome, unless it has points of an outcome.
        let needed = path == "brief" || path == "outcome" && text.contains("\n[outcome.points.");
        if needed || ["parties.ID", "issues.ID", "sources.ID"].contains(&path.as_str()) {
            let end = without.len();
            let forbidden = needed || !places.is_empty();
            all.push(Mutant {
                kind: "drop a table",
                text: without,
                places: if needed { std::iter::once(0..end).collect() } else { places },
                right: None,
                forbidden,
            });
        }
        if path == "positions.ISSUE.PARTY" {
            let parts: Vec<&str> = text[header.clone()].trim_end().trim_start_matches('[').split([']', '.']).collect();
            let swapped = format!("[positions.{}.{}]\n", parts[2], parts[1]);
            let (text_swapped, place) = put(text, &header, &swapped);
            all.push(Mutant {
                kind: "a position party first",
                text: text_swapped,
                places: vec![place],
                right: None,
                forbidden: true,
            });
            let list = format!("[[positions.{}.{}]]\n", parts[1], parts[2]);
            let (text_list, place) = put(text, &header, &list);
            all.push(Mutant {
                kind: "a list of tables",
                text: text_list,
                places: vec![place],
                right: None,
                forbidden: true,
            });
        }
    }
    all
}

fn path_of(document: &TomlDocument, spot: &Spot) -> String {
    // Fields are found by position, since a path in the file is not the path in the schema.
    fn walk(table: &TomlTable, path: &str, at: usize) -> Option<String> {
        table.entries.iter().find_map(|(name, entry)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if entry.key.start == at && entry.value.as_table().is_none() {
                return Some(path);
            }
            walk(entry.value.as_table()?, &path, at)
        })
    }
    walk(document.root(), "", spot.key.start).unwrap()
}

/// Whether the fix suggests the original name.
fn names(error: &Diagnostic, right: &str) -> bool {
    let quoted = [
        format!("`{right}`"),
        format!("\"{right}\""),
        format!("[{right}."),
        format!("[{right}]"),
        format!(".{right}]"),
    ];
    let help = error.help.as_ref().is_some_and(|help| quoted.iter().any(|quoted| help.contains(quoted)));
    let edit = |text: &str| text.trim_matches(['"', '\'']) == right;
    help || error.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(|fixed| edit(&fixed.text)))
}

#[derive(Default, Clone)]
struct Tally {
    mutants: usize,
    forbidden: usize,
    reported: usize,
    placed: usize,
    typos: usize,
    named: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.mutants += other.mutants;
        self.forbidden += other.forbidden;
        self.reported += other.reported;
        self.placed += other.placed;
        self.typos += other.typos;
        self.named += other.named;
    }
}

fn judge(mutant: &Mutant, misses: &mut Vec<String>) -> Tally {
    let (_, errors, sources) = parsed(&mutant.text);
    let errors: Vec<&Diagnostic> = errors.iter().filter(|error| error.severity == Severity::Error).collect();
    let touches = |error: &&&Diagnostic| {
        let place = error.primary.as_ref().map(|label| label.span.range());
        place
            .is_some_and(|place| mutant.places.iter().any(|known| place.start <= known.end && known.start <= place.end))
    };
    let mut tally = Tally { mutants: 1, ..Tally::default() };
    if mutant.forbidden {
        tally.forbidden = 1;
        tally.reported = usize::from(!errors.is_empty());
        tally.placed = usize::from(errors.iter().any(|error| touches(&error)));
        let line = |range: &Range<usize>| mutant.text[..range.start.min(mutant.text.len())].matches('\n').count() + 1;
        if tally.placed == 0 {
            let all: Vec<Diagnostic> = errors.iter().map(|error| (*error).clone()).collect();
            let text = &mutant.text
                [mutant.places[0].start.min(mutant.text.len())..mutant.places[0].end.min(mutant.text.len())];
            misses.push(format!(
                "{} on line {}: {text}\n{}",
                mutant.kind,
                line(&mutant.places[0]),
                render::short(&all, &sources)
            ));
        }
        if let Some(right) = &mutant.right {
            tally.typos = 1;
            tally.named = usize::from(errors.iter().any(|error| touches(&error) && names(error, right)));
            if tally.named == 0 && tally.placed == 1 {
                let all: Vec<Diagnostic> = errors.iter().map(|error| (*error).clone()).collect();
                misses.push(format!("{}: not `{right}`\n{}", mutant.kind, render::short(&all, &sources)));
            }
        }
    }
    tally
}

#[test]
fn no_single_error_is_accepted_misplaced_or_left_without_its_fix() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut all = Vec::new();
    for path in shipped_briefs() {
        all.extend(mutants(&std::fs::read_to_string(path).unwrap(), &mut random));
    }
    // Every second mutant, unless all are requested, since that takes minutes without optimization.
    let step = if std::env::var_os("BRIEFING_ALL_MUTANTS").is_some() { 1 } else { 2 };
    let all: Vec<Mutant> = all.into_iter().step_by(step).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = all.chunks(all.len().div_ceil(threads));
    let results: Vec<_> = std::thread::scope(|scope| {
        let judged = |part: &[Mutant]| {
            let mut misses = Vec::new();
            let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
            for mutant in part {
                tallies.entry(mutant.kind).or_default().add(&judge(mutant, &mut misses));
            }
            (tallies, misses)
        };
        let handles: Vec<_> = parts.map(|part| scope.spawn(move || judged(part))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut misses = Vec::new();
    for (part, missed) in results {
        part.iter().for_each(|(kind, tally)| tallies.entry(kind).or_default().add(tally));
        misses.extend(missed);
    }
    let mut total = Tally::default();
    tallies.values().for_each(|tally| total.add(tally));
    tallies.insert("all", total.clone());
    let mut report = format!(
        "{:32}{:>8}{:>10}{:>10}{:>8}{:>8}{:>8}\n",
        "error", "mutants", "forbidden", "reported", "placed", "typos", "named"
    );
    for (kind, tally) in &tallies {
        let Tally { mutants, forbidden, reported, placed, typos, named } = tally;
        let _ = writeln!(report, "{kind:32}{mutants:8}{forbidden:10}{reported:10}{placed:8}{typos:8}{named:8}");
    }
    println!("{report}");
    if let Some(path) = std::env::var_os("BRIEFING_MISSES") {
        std::fs::write(path, misses.join("\n")).unwrap();
    }
    assert!(total.mutants >= 5_000, "{report}");
    assert_eq!(total.reported, total.forbidden, "some were accepted\n{report}");
    assert!(total.placed * 100 >= total.forbidden * 98, "too few were reported at their place\n{report}");
    assert!(total.named * 100 >= total.typos * 95, "too few typos were reported with the right name\n{report}");
}

/// Incomplete statements, as in a text that is being typed.
const DAMAGES: &[&str] =
    &["sources = [\"", "interests = [", "text = \"\"\"", "title = \"Words", "[issues.new", "stance", "x = { a = 1"];

#[test]
fn a_statement_that_is_not_closed_hides_no_misspelt_field() {
    let mut random = Random(0x3c6e_f372_fe94_f82b);
    let (mut cases, mut missed) = (0, Vec::new());
    for path in shipped_briefs() {
        let text = std::fs::read_to_string(path).unwrap();
        let (document, _, _) = parsed(&text);
        let (spots, _) = spots(&document, &text);
        let spots: Vec<&Spot> = spots.iter().filter(|spot| text[..spot.key.start].ends_with('\n')).collect();
        // The lines at which statements begin.
        let starts: Vec<usize> = spots.iter().map(|spot| spot.key.start).collect();
        for damage in DAMAGES {
            for _ in 0..3 {
                let (planted, damaged) = (spots[random.below(spots.len())], starts[random.below(starts.len())]);
                if planted.key.start == damaged {
                    continue;
                }
                let mut broken = text.clone();
                let word = "zz_unknown";
                let (first, second) = if planted.key.start > damaged {
                    (planted.key.clone(), None)
                } else {
                    (damaged..damaged, Some(planted.key.clone()))
                };
                let line = format!("{damage}\n");
                broken.replace_range(first, if second.is_none() { word } else { &line });
                match second {
                    None => broken.insert_str(damaged, &line),
                    Some(key) => broken.replace_range(key, word),
                }
                let (_, diagnostics, _) = parsed(&broken);
                let syntax = diagnostics.iter().any(|it| it.code.name() == "syntax-error");
                let unknown: Vec<_> = diagnostics.iter().filter(|it| it.code.name() == "unknown-field").collect();
                assert!(syntax, "{damage}: {diagnostics:?}");
                cases += 1;
                // After a header, fields are in another table, where they are unknown, too.
                if !unknown.iter().any(|it| it.message.contains(word)) {
                    missed.push(format!(
                        "{damage} at {damaged}, {} at {}: {diagnostics:#?}",
                        planted.field.name, planted.key.start
                    ));
                }
                assert!(damage.starts_with('[') || unknown.len() <= 1, "{damage}: {unknown:?}");
            }
        }
    }
    assert!(cases > 100);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
