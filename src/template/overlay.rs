//! A redline: what a template sees of two editions, merged into one.
//!
//! Works on the data of both and not on their words in print, so that every template, also one of the user's own, has
//! its redline: a text that changed is given with its deleted and inserted words marked, a value as the old and the new
//! one, and a deleted record keeps its place. Records are matched by their ids.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::iter;

use serde_json::{Map, Value};

use super::context::is_silent;
use super::escape::{DATA, FIELD, ITEM, MOVED, NEW, OLD, PARAGRAPH, READY, SENTENCE, bare, of_field};
use crate::diff::words::{TextChange, look_alike, moved_paragraphs, sequences, visible};
use crate::diff::{Diff, order};
use crate::model::anchor;

/// Lays the data of a new edition over that of an old one.
pub(super) fn overlay(old: Value, new: Value, diff: &Diff) -> Value {
    let id = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let renamed: HashMap<String, String> = diff.renamed.iter().map(|it| (id(&it.from), id(&it.to))).collect();
    let mut all = ContextOverlay { renamed }.value("", old, new);
    square(&mut all);
    all
}

struct ContextOverlay {
    /// New ids by old ones.
    renamed: HashMap<String, String>,
}

impl ContextOverlay {
    fn value(&self, name: &str, old: Value, new: Value) -> Value {
        if let Some((mark, new)) = data(&new) {
            return Value::String(match self.value(name, old, new) {
                Value::String(changed) => mark + &changed,
                same => format!("{mark}{DATA}{same}"),
            });
        }
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.object(name, old, new),
            (Value::Array(old), Value::Array(new)) => Value::Array(self.array(old, new)),
            (Value::Null, Value::Null) => Value::Null,
            (Value::Null, new) => marked(new, TextChange::Inserted),
            (old, Value::Null) => marked(old, TextChange::Deleted),
            (Value::String(old), Value::String(new)) => {
                let (mark, new) = of_field(&new);
                let plain = bare(new);
                // What changed in a value of several fields is marked, and not the fields.
                let text = if *plain == old { new.to_owned() } else { self.text(&old, &plain) };
                Value::String(format!("{mark}{text}"))
            }
            (Value::Number(old), Value::Number(new)) if old != new => pair(&old.to_string(), &new.to_string()),
            (Value::Bool(false), Value::Bool(true)) => pair("", "true"),
            (Value::Bool(true), Value::Bool(false)) => pair("true", ""),
            (_, new) => new,
        }
    }

    fn object(&self, record: &str, mut old: Map<String, Value>, new: Map<String, Value>) -> Value {
        // A word of a vocabulary, or a name: another one, whole.
        let other = match (old.get("id"), new.get("id")) {
            (Some(Value::String(old)), Some(Value::String(new))) => {
                !look_alike(old, new) && self.renamed.get(old) != Some(new)
            }
            _ => false,
        };
        let merged = new.into_iter().map(|(name, new)| {
            let old = old.remove(&name).unwrap_or(Value::Null);
            let value = match (&old, &new) {
                _ if is_silent(record, &name) && new.is_null() => old,
                _ if is_silent(record, &name) => new,
                (Value::String(before), Value::String(after))
                    if other && *before != bare(of_field(after).1) && !before.starts_with(READY) =>
                {
                    let (mark, after) = of_field(after);
                    Value::String(format!("{mark}{OLD}{before}{NEW}{}", bare(after)))
                }
                _ => self.value(&name, old, new),
            };
            (name, value)
        });
        let mut merged: Map<String, Value> = merged.collect();
        // A link leads to the heading as it stands.
        if let (Some(Value::String(title)), true) = (merged.get("title"), merged.contains_key("anchor")) {
            // What is struck out does not count, unless there is nothing else.
            let left = words(title, false);
            let left = if left.trim().is_empty() { words(title, true) } else { left };
            let anchor = anchor(&left);
            merged.insert("anchor".to_owned(), anchor.into());
        }
        Value::Object(merged)
    }

    fn array(&self, old: Vec<Value>, new: Vec<Value>) -> Vec<Value> {
        if old.iter().chain(&new).any(|item| key(item).is_none()) {
            return self.texts(&old, &new);
        }
        let keys: Vec<String> = new.iter().filter_map(key).collect();
        // A name that looks the same is the same.
        let seen: HashMap<Cow<'_, str>, &String> = keys.iter().map(|key| (visible(key), key)).collect();
        let known = |id: String| match self.renamed.get(&id) {
            Some(to) if !keys.contains(&id) => to.clone(),
            _ => seen.get(&visible(&id)).map_or_else(|| id.clone(), |key| (*key).clone()),
        };
        let before: Vec<String> = old.iter().filter_map(key).map(known).collect();
        let places: HashMap<&String, usize> = before.iter().enumerate().map(|(at, id)| (id, at)).collect();
        let common: Vec<usize> = keys.iter().filter_map(|id| places.get(id).copied()).collect();
        let mut moved = order::moved(&common).into_iter();
        let mut old: Vec<Option<Value>> = old.into_iter().map(Some).collect();
        let mut all: Vec<Value> = Vec::new();
        for (id, new) in keys.iter().zip(new) {
            let value = match places.get(id).and_then(|at| old[*at].take()) {
                Some(old) => {
                    let mut value = self.value("", old, new);
                    if moved.next().unwrap_or(false) {
                        move_title(&mut value);
                    }
                    value
                }
                None => marked(new, TextChange::Inserted),
            };
            all.push(value);
        }
        // What is gone comes after what it was after.
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, id) in keys.iter().enumerate() {
            first.entry(id).or_insert(at + 1);
        }
        let mut gone_after: Vec<Vec<Value>> = vec![Vec::new(); all.len() + 1];
        let mut place = 0;
        for (id, gone) in before.iter().zip(old) {
            match gone {
                Some(gone) => gone_after[place].push(marked(gone, TextChange::Deleted)),
                None => place = first.get(id.as_str()).copied().unwrap_or(place),
            }
        }
        let mut gone_after = gone_after.into_iter();
        let start = gone_after.next().unwrap_or_default();
        start
            .into_iter()
            .chain(all.into_iter().zip(gone_after).flat_map(|(it, gone)| iter::once(it).chain(gone)))
            .collect()
    }

    /// Items without ids: those that are the same are matched, and then those that are in the same place.
    fn texts(&self, old: &[Value], new: &[Value]) -> Vec<Value> {
        let name = |item: &Value| item.as_str().map_or_else(|| item.to_string(), |text| of_field(text).1.to_owned());
        let names = |items: &[Value]| items.iter().map(name).collect::<Vec<_>>();
        let (before, after) = (names(old), names(new));
        let mut all = Vec::new();
        let mut deleted: Vec<Value> = Vec::new();
        for (change, range) in sequences(&before, &after) {
            match change {
                TextChange::Deleted => deleted = old[range].to_vec(),
                TextChange::Kept => {
                    all.extend(deleted.drain(..).map(|item| marked(item, TextChange::Deleted)));
                    all.extend(old[range].iter().cloned());
                }
                TextChange::Inserted | TextChange::Moved => {
                    let mut gone = deleted.drain(..);
                    for item in &new[range] {
                        all.push(match gone.next() {
                            Some(old) => self.value("", old, item.clone()),
                            None => marked(item.clone(), TextChange::Inserted),
                        });
                    }
                    all.extend(gone.map(|item| marked(item, TextChange::Deleted)));
                }
            }
        }
        all.extend(deleted.into_iter().map(|item| marked(item, TextChange::Deleted)));
        all
    }

    fn text(&self, old: &str, new: &str) -> String {
        if look_alike(old, new) {
            return new.to_owned();
        }
        let (Some(before), Some(after)) = (old.strip_prefix(READY), new.strip_prefix(READY)) else {
            return match (old, new) {
                ("", new) => format!("{OLD}{NEW}{new}"),
                (old, "") => format!("{OLD}{old}{NEW}"),
                _ => format!("{OLD}{old}{NEW}{new}"),
            };
        };
        let mut before = before.to_owned();
        for (from, to) in &self.renamed {
            before = before.replace(&format!("[^{from}]"), &format!("[^{to}]"));
        }
        if before == after {
            return new.to_owned();
        }
        let (old, new): (Vec<&str>, Vec<&str>) = (before.split(PARAGRAPH).collect(), after.split(PARAGRAPH).collect());
        let (left, come) = moved_paragraphs(&old, &new);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (_, text) in old.into_iter().enumerate().filter(|(at, _)| !left.contains(at)) {
            next_paragraph(&mut before);
            before.extend(tokens(text));
        }
        // A paragraph that moved is one token, which the old text does not have.
        let mut moved = HashSet::new();
        for (at, text) in new.into_iter().enumerate() {
            next_paragraph(&mut after);
            if come.contains(&at) {
                moved.insert(after.len());
                after.push(text.to_owned());
            } else {
                after.extend(tokens(text));
            }
        }
        let mut out = String::new();
        for (change, mut range) in sequences(&before, &after) {
            match change {
                TextChange::Kept => before[range].iter().for_each(|token| out.push_str(token)),
                TextChange::Deleted => wrap("<del>", &before[range], "</del>", &mut out),
                TextChange::Inserted | TextChange::Moved => {
                    while !range.is_empty() {
                        if moved.contains(&range.start) {
                            // It is a paragraph of its own, whatever is around it.
                            out.push(PARAGRAPH);
                            wrap("<ins class=\"moved\">", &tokens(&after[range.start]), "</ins>", &mut out);
                            out.push(PARAGRAPH);
                            range.start += 1;
                            continue;
                        }
                        let end = range.clone().find(|at| moved.contains(at)).unwrap_or(range.end);
                        // Without a space between them the old word and the new one would read as one.
                        if out.ends_with("</del>") {
                            out.push(' ');
                        }
                        wrap("<ins>", &after[range.start..end], "</ins>", &mut out);
                        range.start = end;
                    }
                }
            }
        }
        // Where several end at one place, nothing is between their ends.
        let paragraphs: Vec<&str> = out.split(PARAGRAPH).filter(|it| !it.is_empty()).collect();
        format!("{READY}{}", paragraphs.join(&PARAGRAPH.to_string()))
    }
}

/// Ends the paragraph that the tokens have so far, if there is one.
fn next_paragraph(tokens: &mut Vec<String>) {
    if !tokens.is_empty() {
        tokens.push(PARAGRAPH.to_string());
    }
}

/// The words of ready Markdown, without marks, tags and citations, with or without deleted ones.
fn words(markdown: &str, deleted: bool) -> String {
    let mut out = String::new();
    let mut rest = of_field(markdown).1.trim_start_matches(READY);
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '<' if rest.starts_with("<del>") && !deleted => rest.find("</del>").map(|end| end + 5),
            '<' if rest.starts_with("<ins") || rest.starts_with("<del") || rest.starts_with("</") => rest.find('>'),
            '[' if rest.starts_with("[^") => rest.find(']'),
            _ => None,
        };
        match (c, skipped) {
            (_, Some(end)) => rest = &rest[end + 1..],
            ('\\', None) => {
                out.extend(rest[1..].chars().next());
                rest = &rest[1 + rest[1..].chars().next().map_or(0, char::len_utf8)..];
            }
            ('*', None) => rest = &rest[1..],
            _ => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

fn pair(old: &str, new: &str) -> Value {
    Value::String(format!("{OLD}{old}{NEW}{new}"))
}

/// A number or a flag that comes from a field, and the mark of the field.
fn data(value: &Value) -> Option<(String, Value)> {
    let (mark, text) = of_field(value.as_str()?);
    Some((mark.to_owned(), serde_json::from_str(text.strip_prefix(DATA)?).ok()?))
}

/// What an item is matched by.
fn key(item: &Value) -> Option<String> {
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    id(item).or_else(|| item.get("party").and_then(id)).or_else(|| item.get("issue").and_then(id))
}

/// All that a value prints, as inserted or as deleted.
fn marked(value: Value, change: TextChange) -> Value {
    match value {
        Value::String(text) if text.starts_with(FIELD) => {
            let (mark, text) = of_field(&text);
            match marked(text.strip_prefix(DATA).unwrap_or(text).into(), change) {
                Value::String(text) => Value::String(format!("{mark}{text}")),
                other => other,
            }
        }
        Value::String(text) => Value::String(match (text.strip_prefix(READY), change) {
            (Some(markdown), _) => {
                let mut out = String::from(READY);
                let tags = if change == TextChange::Deleted { ("<del>", "</del>") } else { ("<ins>", "</ins>") };
                wrap(tags.0, &tokens(&bare(markdown)), tags.1, &mut out);
                out
            }
            (None, _) if text.is_empty() || text.starts_with([OLD, MOVED]) => text,
            (None, TextChange::Deleted) => format!("{OLD}{text}{NEW}"),
            (None, _) => format!("{OLD}{NEW}{text}"),
        }),
        Value::Number(number) => marked(Value::String(number.to_string()), change),
        Value::Bool(true) => marked(Value::String("true".to_owned()), change),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| marked(item, change)).collect()),
        Value::Object(fields) => {
            let field = |(name, value): (String, Value)| {
                let value = if is_silent("", &name) { value } else { marked(value, change) };
                (name, value)
            };
            Value::Object(fields.into_iter().map(field).collect())
        }
        other => other,
    }
}

/// Marks the name of a record that is elsewhere, or else its text.
fn move_title(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    for name in ["title", "short", "event", "publisher", "text"] {
        if let Some(Value::String(text)) = fields.get_mut(name) {
            let (mark, value) = of_field(text);
            if let Some(markdown) = value.strip_prefix(READY) {
                if !markdown.contains("<ins") && !markdown.contains("<del") {
                    let mut out = format!("{mark}{READY}");
                    wrap("<ins class=\"moved\">", &tokens(markdown), "</ins>", &mut out);
                    *text = out;
                }
            } else if !value.starts_with([OLD, MOVED]) {
                *text = format!("{mark}{MOVED}{value}");
            }
            return;
        }
    }
    for name in ["issue", "party"] {
        if let Some(inner) = fields.get_mut(name) {
            return move_title(inner);
        }
    }
}

/// Puts tokens between tags: spaces at the ends stay outside, and no tag reaches over a paragraph.
fn wrap(open: &str, tokens: &[String], close: &str, out: &mut String) {
    let is_space =
        |token: &str| token.chars().all(|c| c == ' ' || c == '\u{a0}' || [SENTENCE, PARAGRAPH, ITEM].contains(&c));
    let is_end = |token: &String| token.contains(PARAGRAPH);
    for (at, part) in tokens.split(is_end).enumerate() {
        if at > 0 {
            out.push(PARAGRAPH);
        }
        let start = part.iter().take_while(|token| is_space(token)).count();
        let end = part.iter().rposition(|token| !is_space(token)).map_or(start, |last| last + 1);
        part[..start].iter().for_each(|token| out.push_str(token));
        if start < end {
            out.push_str(open);
            part[start..end].iter().for_each(|token| out.push_str(token));
            out.push_str(close);
        }
        part[end.max(start)..].iter().for_each(|token| out.push_str(token));
    }
}

/// The parts of Markdown, as `prose.rs` writes it, between which a mark may be: words, spaces, punctuation, and
/// whole citations, links and emphases.
fn tokens(markdown: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => bracket(rest),
            '*' => emphasis(rest),
            '<' if rest.starts_with("<span") => rest.find("</span>").map_or(1, |end| end + 7),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let inside = c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '%' | '_') || c == '\\';
        let in_number = matches!(c, '.' | ',')
            && word.ends_with(|c: char| c.is_ascii_digit())
            && after.starts_with(|c: char| c.is_ascii_digit());
        if (inside || in_number) && length <= 1 + c.len_utf8() {
            word.push_str(token);
        } else {
            if !word.is_empty() {
                tokens.push(std::mem::take(&mut word));
            }
            tokens.push(token.to_owned());
        }
        rest = after;
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

/// How many bytes a citation or link has.
fn bracket(text: &str) -> usize {
    let Some(close) = unescaped(&text[1..], ']') else { return 1 };
    let close = close + 2;
    match text[close..].strip_prefix('(').filter(|_| !text.starts_with("[^")) {
        Some(url) => url.find(')').map_or(close, |end| close + end + 2),
        None => close,
    }
}

/// How many bytes an emphasis has, with its marks.
fn emphasis(text: &str) -> usize {
    let marker = if text.starts_with("**") { "**" } else { "*" };
    let inner = &text[marker.len()..];
    let mut from = 0;
    while let Some(at) = unescaped(&inner[from..], '*') {
        let at = from + at;
        let run = inner[at..].len() - inner[at..].trim_start_matches('*').len();
        if run >= marker.len() && (marker == "**" || run != 2) {
            return marker.len() + at + marker.len();
        }
        from = at + run;
    }
    marker.len()
}

/// Where a character is that is not after a backslash.
fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && c == wanted {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Gives every row of the matrix a cell for every party, and every text one for every column of versions, also for one
/// that only the other edition has.
fn square(data: &mut Value) {
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    let columns = data.get("text_columns").and_then(Value::as_array).cloned().unwrap_or_default();
    for text in data.get_mut("texts").and_then(Value::as_array_mut).into_iter().flatten() {
        fill(
            text,
            &columns,
            id,
            |column| serde_json::json!({ "id": column.get("id"), "base": null, "cite": "", "variant": null }),
        );
    }
    let Some(matrix) = data.get_mut("matrix") else { return };
    let parties = matrix.get("parties").and_then(Value::as_array).cloned().unwrap_or_default();
    for row in matrix.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        fill(
            row,
            &parties,
            |value| id(value.get("party").unwrap_or(value)),
            |party| serde_json::json!({ "party": party, "position": null, "empty": "–" }),
        );
    }
}

/// Gives a row a cell for every column: its own, which has the same id, or else an empty one.
fn fill(row: &mut Value, columns: &[Value], id: impl Fn(&Value) -> Option<String>, empty: impl Fn(&Value) -> Value) {
    let Some(cells) = row.get_mut("cells").and_then(Value::as_array_mut) else { return };
    let mut by_id: HashMap<Option<String>, Value> = HashMap::new();
    for cell in std::mem::take(cells) {
        by_id.entry(id(&cell)).or_insert(cell);
    }
    *cells = columns.iter().map(|column| by_id.remove(&id(column)).unwrap_or_else(|| empty(column))).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::escape::END;

    #[test]
    fn markdown_is_taken_apart_at_words_and_whole_marks() {
        assert_eq!(tokens("a *b c* [x](https://y)[^s]."), ["a", " ", "*b c*", " ", "[x](https://y)", "[^s]", "."]);
        assert_eq!(tokens("**a *b* c** 12.5 d\\*e"), ["**a *b* c**", " ", "12.5", " ", "d\\*e"]);
        assert_eq!(tokens("[a \\] b](u) [c"), ["[a \\] b](u)", " ", "[", "c"]);
    }

    #[test]
    fn two_editions_are_laid_over_one_another_in_linear_time() {
        use serde_json::json;
        let columns = |from: usize, count: usize| -> Vec<Value> {
            (from..from + count).map(|at| json!({ "id": format!("v{at}") })).collect()
        };
        let data = |from: usize, count: usize| {
            let parties: Vec<Value> = columns(from, count);
            let cells: Vec<Value> = parties.iter().map(|party| json!({ "party": party, "empty": "" })).collect();
            json!({
                "text_columns": columns(from, count),
                "texts": [{ "id": "t", "cells": columns(from, count) }],
                "matrix": { "parties": parties, "rows": [{ "issue": { "id": "i" }, "cells": cells }] },
            })
        };
        let overlay = |count: usize| {
            let mut all = ContextOverlay { renamed: HashMap::new() }.value("", data(0, count), data(count / 2, count));
            square(&mut all);
            for cells in [&all["texts"][0]["cells"], &all["matrix"]["rows"][0]["cells"]] {
                assert_eq!(cells.as_array().map(Vec::len), Some(count + count / 2));
            }
        };
        assert!(crate::growth::is_linear(400, overlay));
    }

    #[test]
    fn what_is_gone_stands_after_what_it_stood_after() {
        use serde_json::json;
        let list = |ids: &str| ids.chars().map(|id| json!({ "id": id.to_string() })).collect::<Vec<_>>();
        let laid = |old: &str, new: &str| -> String {
            let all = ContextOverlay { renamed: HashMap::new() }.array(list(old), list(new));
            all.iter().filter_map(|it| it["id"].as_str()).collect()
        };
        assert_eq!(laid("abcd", "ad"), "abcd");
        assert_eq!(laid("abcd", "xdby"), "axdbcy");
        assert_eq!((laid("ab", ""), laid("", "ab")), ("ab".to_owned(), "ab".to_owned()));
    }

    #[test]
    fn a_number_or_a_flag_with_its_field_is_compared_as_what_it_is() {
        use serde_json::json;
        let overlay = ContextOverlay { renamed: HashMap::new() };
        let paths = crate::template::fields::FieldPaths::default();
        let new = |data: &str| json!(paths.mark("a.b", None, &format!("{DATA}{data}")));
        let laid = |old: Value, new: Value| bare(overlay.value("", old, new).as_str().unwrap()).into_owned();
        assert_eq!(laid(json!(2), new("2")), format!("{DATA}2"));
        assert_eq!(laid(json!(2), new("3")), format!("{OLD}2{NEW}3"));
        assert_eq!(laid(Value::Null, new("3")), format!("{OLD}{NEW}3"));
        assert_eq!(laid(json!(false), new("true")), format!("{OLD}{NEW}true"));
        assert_eq!(laid(json!(true), new("true")), format!("{DATA}true"));
        let inserted = overlay.value("", json!([]), json!([{ "id": "x", "priority": new("1"), "tag": new("true") }]));
        let shown = |name: &str| bare(inserted[0][name].as_str().unwrap()).into_owned();
        assert_eq!((shown("priority"), shown("tag")), (format!("{OLD}{NEW}1"), format!("{OLD}{NEW}true")));
        // A value of several fields is compared without them, and keeps them when it did not change.
        let parts = |words: &str| json!(format!("{READY}a {}{END} c", paths.mark("a.c", None, words)));
        let old = |words: &str| json!(format!("{READY}a {words} c"));
        let same = parts("b");
        assert_eq!(overlay.value("", old("b"), same.clone()), same);
        assert_eq!(laid(old("b"), parts("d")), format!("{READY}a <del>b</del> <ins>d</ins> c"));
        // The language of the brief is asked for, that of a source printed.
        let language = |words: &str| json!({ "language": words });
        assert_eq!(overlay.value("brief", language("de"), language("fr")), language("fr"));
        assert_eq!(overlay.value("", language("de"), language("fr")), language(&format!("{OLD}de{NEW}fr")));
    }

    #[test]
    fn tags_hug_the_words() {
        let mut out = String::new();
        wrap("<ins>", &tokens(&format!(" a b{SENTENCE}")), "</ins>", &mut out);
        assert_eq!(out, format!(" <ins>a b</ins>{SENTENCE}"));
    }

    #[test]
    fn a_paragraph_in_another_place_is_marked_as_moved() {
        let overlay = ContextOverlay { renamed: HashMap::new() };
        let ready = |parts: [&str; 3]| format!("{READY}{}", parts.join(&PARAGRAPH.to_string()));
        let old = ready(["One dam is planned.", "Two gates are open.", "Three posts[^s]."]);
        let new = ready(["Three posts[^s].", "One dam is planned.", "Two gates are shut."]);
        let ends = ready(["One.", "Two.", "Three three three."]);
        let turned = ready(["Three three three.", "Two.", "One."]);
        let found = overlay.text(&ends, &turned);
        assert!(found.matches(PARAGRAPH).count() >= 2 && !found.contains(".<ins"), "{found}");
        let expected = ready([
            "<ins class=\"moved\">Three posts[^s].</ins>",
            "One dam is planned.",
            "Two gates are <del>open</del> <ins>shut</ins>.",
        ]);
        assert_eq!(overlay.text(&old, &new), expected);
        // The mark of an item stays before what is marked.
        let list = |items: &[&str]| {
            format!("{READY}Two:{}", items.iter().map(|item| format!("{PARAGRAPH}{ITEM}{item}")).collect::<String>())
        };
        let with = list(&["one", "<ins>two</ins>", "three"]);
        assert_eq!(overlay.text(&list(&["one", "three"]), &list(&["one", "two", "three"])), with);
    }
}
