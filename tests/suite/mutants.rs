//! Makes mutants of briefs: tables, fields and items are removed, duplicated, moved and renamed; values get another
//! type; texts are swapped; values get another notation; and unusual characters are inserted.

use std::ops::Range;

use briefing::parse::{self, TomlTable, ValueKind};
use briefing::schema::{self, Type};
use briefing::source::Sources;

use crate::damage::{PIECES, damaged};
use crate::mutation::Random;

/// The parts of a text that can be changed, as byte ranges.
#[derive(Default)]
struct Parts {
    /// Headers, each with everything up to the next one.
    tables: Vec<Range<usize>>,
    /// Names in headers and of fields.
    keys: Vec<Range<usize>>,
    /// Fields with their values.
    fields: Vec<Range<usize>>,
    /// Values of fields.
    values: Vec<Range<usize>>,
    /// Texts, with their quotation marks.
    texts: Vec<Range<usize>>,
    /// The items of each list that has some.
    lists: Vec<Vec<Range<usize>>>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add("brief.toml", text);
        let (document, _) = parse::parse(&sources, file);
        let mut parts = Self::default();
        let headers = document.headers();
        let line = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let ends = headers.iter().skip(1).map(|at| line(*at)).chain([text.len()]);
        parts.tables = headers
            .iter()
            .map(|at| line(*at))
            .zip(ends)
            .filter(|(start, end)| start < end)
            .map(|(start, end)| start..end)
            .collect();
        parts.table(document.root());
        for ranges in [&mut parts.tables, &mut parts.keys, &mut parts.fields, &mut parts.values, &mut parts.texts] {
            ranges.retain(|range| text.get(range.clone()).is_some());
        }
        parts
    }

    fn table(&mut self, table: &TomlTable) {
        for entry in table.entries.values() {
            self.keys.push(entry.key.range());
            let value = entry.value.span.range();
            if entry.value.as_table().is_none() && entry.key.end <= value.start {
                self.fields.push(entry.key.start..value.end);
                self.values.push(value);
            }
            self.value(&entry.value);
        }
    }

    fn value(&mut self, value: &parse::TomlValue) {
        match &value.kind {
            ValueKind::Text(_) => self.texts.push(value.span.range()),
            ValueKind::List(items) => {
                self.lists.push(items.iter().map(|item| item.span.range()).collect());
                items.iter().for_each(|item| self.value(item));
            }
            ValueKind::Table(table) => self.table(table),
            _ => {}
        }
    }
}

impl Random {
    /// A random element of a slice.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }

    /// True with a probability in percent.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Values of every type, valid and invalid.
const VALUES: &[&str] = &[
    "\"\"",
    "\"x\"",
    "''",
    "7",
    "-1",
    "1.5",
    "nan",
    "99999999999999999999",
    "true",
    "2024-05-14",
    "2024-05-14T12:00:00Z",
    "12:00:00",
    "[]",
    "[\"a\", \"b\"]",
    "[1, \"a\"]",
    "[[\"a\"]]",
    "{}",
    "{ name = \"A\" }",
    "{ a = { b = 1 } }",
    "\"2024-05\"",
    "\"2024-05-12/2024-05-14\"",
    "\"\"\"\nA.\n\nB.\n\"\"\"",
    "'''\nA\\B.\n'''",
    "\"\\u00e9\\n\\t\\\\\"",
    "0x1F",
    "\"\"\"a\\\n   b\"\"\"",
    "\"\"\"\"quoted\"\"\"\"",
];

/// Pieces that are inserted into texts.
const WORDS: &[&str] = &[
    "*",
    "**",
    "**a**",
    "[@",
    "[@nobody]",
    "](",
    "[a](https://example.org)",
    "\\\\",
    "é",
    "e\u{301}",
    "日本",
    "كلمات",
    "слово",
    "\u{a0}",
    "\u{202f}",
    "\u{ad}",
    "…",
    "– ",
    "“",
    "”",
    "’",
    " - ",
    "1. ",
    "- ",
    "# ",
    "| ",
    "&amp;",
    "<br>",
    "{{brief.title}}",
    "$",
    "~",
    "^",
    "`",
    "  ",
    "http://a.b/c_d_e",
    "100 %",
    "\u{200d}",
    "\u{fe0f}",
    "👩‍👩‍👧",
    "A. B. C.",
    "\\n",
    "\\n\\n",
    "\\t",
    "\\u0301",
    "\\u202e",
    "\\u0000",
    "word ",
    "\\\"",
];

/// Replaces a range.
fn put(text: &mut String, range: Range<usize>, new: &str) {
    text.replace_range(range, new);
}

/// The lines that a range touches.
fn lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// The start of a random line.
fn line_start(text: &str, random: &mut Random) -> usize {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    *random.one(&starts).unwrap()
}

/// Moves or copies a range to another position.
fn moved(text: &mut String, range: Range<usize>, to: usize, keep: bool) {
    let mut piece = text[range.clone()].to_owned();
    if !piece.ends_with('\n') {
        piece.push('\n');
    }
    if to >= range.end {
        text.insert_str(to, &piece);
        if !keep {
            put(text, range, "");
        }
    } else if to <= range.start {
        if !keep {
            put(text, range, "");
        }
        text.insert_str(to, &piece);
    }
}

/// Swaps two ranges that do not overlap.
fn swapped(text: &mut String, one: Range<usize>, other: Range<usize>) {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    if first.end <= second.start {
        let (left, right) = (text[first.clone()].to_owned(), text[second.clone()].to_owned());
        put(text, second, &left);
        put(text, first, &right);
    }
}

/// The names of all fields and tables of the format.
fn names() -> Vec<&'static str> {
    let fields = schema::TABLES.iter().flat_map(schema::TableSchema::all_fields).map(|field| field.name);
    fields.chain(schema::parts_after("")).collect()
}

/// The words of all vocabularies of the format.
fn words() -> Vec<&'static str> {
    let fields = schema::TABLES.iter().flat_map(schema::TableSchema::all_fields);
    let words = fields.filter_map(|field| if let Type::Word(_, words) = field.kind { Some(words) } else { None });
    words.flatten().map(|word| word.word).collect()
}

/// Makes one change. Pieces may be taken from `other`.
fn changed(text: &mut String, other: &str, random: &mut Random) {
    let parts = Parts::of(text);
    let any = |ranges: &[Range<usize>], random: &mut Random| random.one(ranges).cloned();
    match random.below(26) {
        0 => any(&parts.tables, random).into_iter().for_each(|range| put(text, range, "")),
        1 | 2 => {
            let Some(range) = any(&parts.tables, random) else { return };
            let to = any(&parts.tables, random).map_or(0, |range| range.start);
            moved(text, range, to, random.chance(30));
        }
        3 => {
            // Duplicates a table under another id.
            let Some(range) = any(&parts.tables, random) else { return };
            let copy = text[range.clone()].replacen(']', &format!("-{}]", random.below(9)), 1);
            text.insert_str(range.end, &format!("\n{copy}"));
        }
        4 => {
            let theirs = Parts::of(other);
            let Some(range) = any(&theirs.tables, random) else { return };
            let to = any(&parts.tables, random).map_or(text.len(), |range| range.start);
            text.insert_str(to, &format!("{}\n", &other[range]));
        }
        5 => any(&parts.fields, random).into_iter().for_each(|range| {
            let line = lines(text, &range);
            put(text, line, "");
        }),
        6 => {
            let Some(range) = any(&parts.fields, random) else { return };
            let (line, to) = (lines(text, &range), line_start(text, random));
            moved(text, line, to, random.chance(30));
        }
        7 => {
            // Changes an id everywhere.
            let Some(range) = any(&parts.keys, random) else { return };
            let (old, new) = (text[range].to_owned(), ["new-id", "a", "x2", "donbas"][random.below(4)]);
            if old.len() > 2 && !names().contains(&old.as_str()) {
                *text = text.replace(&old, new);
            }
        }
        8 => {
            let (Some(range), Some(new)) = (any(&parts.keys, random), random.one(&names()).copied()) else { return };
            put(text, range, new);
        }
        9 => {
            let Some(range) = any(&parts.keys, random) else { return };
            let key = text[range.clone()].to_owned();
            let new = match random.below(4) {
                0 => format!("\"{key}\""),
                1 => format!("'{key}'"),
                2 => format!("{key}.sub"),
                _ => random.typo(&key),
            };
            put(text, range, &new);
        }
        10 | 11 => {
            let Some(range) = any(&parts.values, random) else { return };
            put(text, range, random.one(VALUES).unwrap());
        }
        12 => {
            let (Some(one), Some(other)) = (any(&parts.values, random), any(&parts.values, random)) else { return };
            swapped(text, one, other);
        }
        13 | 14 => {
            let (Some(one), Some(other)) = (any(&parts.texts, random), any(&parts.texts, random)) else { return };
            swapped(text, one, other);
        }
        15 => {
            let (Some(range), Some(word)) = (any(&parts.texts, random), random.one(&words()).copied()) else { return };
            put(text, range, &format!("\"{word}\""));
        }
        16 | 17 => {
            let Some(range) = any(&parts.texts, random) else { return };
            let at = text.floor_char_boundary(range.start + 1 + random.below(range.len().saturating_sub(1)));
            text.insert_str(at, random.one(WORDS).unwrap());
        }
        18 => {
            let lists: Vec<_> = parts.lists.iter().filter(|list| !list.is_empty()).collect();
            let Some(list) = random.one(&lists) else { return };
            let item = random.one(list).unwrap().clone();
            match random.below(4) {
                0 => {
                    let end = text[item.end..].find([',', ']']).map_or(item.end, |at| item.end + at);
                    let end = if text[end..].starts_with(',') { end + 1 } else { end };
                    put(text, item.start..end, "");
                }
                1 => {
                    let copy = format!("{}, ", &text[item.clone()]);
                    text.insert_str(item.start, &copy);
                }
                2 => text.insert_str(item.start, "# note, with [ and \"\n  "),
                _ => swapped(text, item, random.one(list).unwrap().clone()),
            }
        }
        19 => {
            // Changes the notation of a text.
            let Some(range) = any(&parts.texts, random) else { return };
            let Some(inner) = text[range.clone()].strip_prefix('"').and_then(|it| it.strip_suffix('"')) else { return };
            if !inner.contains(['"', '\\']) {
                let new = match random.below(4) {
                    0 => format!("'''{inner}'''"),
                    1 => format!("\"\"\"\n{}\n\"\"\"", inner.replace(". ", ".\n")),
                    2 => format!("\"\"\"{}\"\"\"", inner.replace(' ', " \\\n   ")),
                    _ => format!("\"{}\"", inner.replace('a', "\\u0061")),
                };
                put(text, range, &new);
            }
        }
        20 => {
            // Changes a header to dotted keys, or a table to an inline table.
            let Some(range) = any(&parts.tables, random) else { return };
            let piece = text[range.clone()].to_owned();
            let Some((header, body)) = piece.split_once('\n') else { return };
            let Some(path) = header.strip_prefix('[').and_then(|it| it.split(']').next()) else { return };
            let fields: Vec<&str> =
                body.lines().filter(|line| line.contains(" = ") && !line.starts_with('#')).collect();
            let (holder, name) = path.rsplit_once('.').map_or(("", path), |(holder, name)| (holder, name));
            let new = match random.below(3) {
                0 => fields.iter().map(|field| format!("{path}.{field}\n")).collect(),
                1 if !holder.is_empty() => format!("[{holder}]\n{name} = {{ {} }}\n\n", fields.join(", ")),
                _ if !holder.is_empty() => {
                    format!(
                        "[{holder}]\n{}\n",
                        fields.iter().map(|field| format!("{name}.{field}\n")).collect::<String>()
                    )
                }
                _ => return,
            };
            put(text, range, "");
            text.insert_str(if new.starts_with('[') { text.len() } else { 0 }, &new);
        }
        21 => {
            let at = line_start(text, random);
            let comment = ["# A note.\n", "\n\n\n", "#\n", "  # indented é\n", "#: [x] \"y\" = 1\n", "\t\n"];
            text.insert_str(at, random.one(&comment).unwrap());
        }
        22 => {
            let Some(range) = any(&parts.values, random) else { return };
            text.insert_str(range.end, [" # beside", "\t#", "   ", " # \"é\" ]"][random.below(4)]);
        }
        23 => {
            *text = match random.below(5) {
                0 => text.replace("\r\n", "\n").replace('\n', "\r\n"),
                1 => format!("\u{feff}{}", text.trim_start_matches('\u{feff}')),
                2 => text.trim_end().to_owned(),
                3 => text.replace(" = ", "="),
                _ => text.replacen('\n', "\r\n", 3),
            }
        }
        24 => {
            let Some(range) = any(&parts.fields, random) else { return };
            let at = lines(text, &range).start;
            text.insert_str(at, "  ");
        }
        _ => {
            if random.chance(15) {
                *text = damaged(&[text.clone(), other.to_owned()], PIECES, random);
            }
        }
    }
}

/// A brief of the corpus after some changes; `of` is its index.
pub(crate) fn mutant(corpus: &[String], of: usize, random: &mut Random) -> String {
    let mut text = corpus[of].clone();
    // Usually one or two changes, so that many are still briefs without errors.
    let count = 1 + random.below(2) + if random.chance(25) { random.below(8) } else { 0 };
    for _ in 0..count {
        let other = random.below(corpus.len());
        changed(&mut text, &corpus[other], random);
    }
    text
}
