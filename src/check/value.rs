//! One value against the type that its field takes.

use std::ops::Range;

use super::meant_date::{is_day, meant_date};
use super::suggest::{listed, meant_word};
use super::{Checker, replace};
use crate::diagnostic::{Code, Diagnostic, Fix, Replacement};
use crate::model::{DatePrecision, Id, InvalidDate, MeantDate, PartialDate, VocabularyWord};
use crate::parse::{LiteralOrigin, TomlTable, TomlValue, ValueKind};
use crate::record::slug;
use crate::record::{prose, read};
use crate::schema::{Field, Target, Type};
use crate::source::{Span, shortened};

/// More errors in one text help nobody.
const MOST_IN_ONE_TEXT: usize = 20;

/// How a date that is known in part is written.
const PARTIAL_DATES: &str = "write a day without quotation marks, as in 2025-12-26, or in quotation marks a month, a year or a span, as in \"2025-12\", \"2025\" or \"2025-12-24/2025-12-26\"";

/// The date by which a promise is due, and the field that has the event for which it waits instead.
const DUE: [&str; 2] = ["due", "trigger"];

/// What messages say of a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'n> {
    /// Its name in the file.
    pub(super) name: &'n str,
    /// A value as the file spells it.
    pub(super) example: &'static str,
}

impl From<&'static Field> for Named<'static> {
    fn from(field: &'static Field) -> Self {
        Self { name: field.name, example: field.example }
    }
}

impl<'a> Checker<'a> {
    /// Checks a value of a field, or an item of its list. `required` says that it must not be empty.
    pub(super) fn value(&mut self, value: &'a TomlValue, field: Named<'_>, kind: &'static Type, required: bool) {
        let name = field.name;
        match (kind, &value.kind) {
            (_, ValueKind::Unread)
            | (Type::Boolean, ValueKind::Boolean(_))
            | (Type::Date | Type::PartialDate, ValueKind::Date(_)) => {}
            (Type::PartialDate, ValueKind::Text(text)) if !is_day(text.trim()) => {
                self.partial_date(text, value, field);
            }
            (Type::Prose | Type::Passage, ValueKind::Text(text)) => self.prose(text, value.span, field, required),
            (Type::Text | Type::Literal, ValueKind::Text(text)) => self.not_empty(text, value, field, required),
            (Type::PartyOrText, ValueKind::Text(text)) => {
                self.not_empty(text, value, field, required);
                self.party_or_text(text, value.span);
            }
            (Type::Handling, ValueKind::Text(text)) => self.handling(text, value, field),
            (Type::Marks, ValueKind::Table(table)) => {
                for (name, entry) in &table.entries {
                    let mark = Named { name, example: "\"TLP:RED\"" };
                    self.value(&entry.value, mark, &Type::Handling, true);
                }
            }
            (Type::Duration, ValueKind::Text(text)) => {
                if read::duration(text).is_none() {
                    let said = format!("\"{}\" is not a length of time", shortened(text));
                    self.bad(
                        value.span,
                        said,
                        "write a number and `d` for days, `w` for weeks or `m` for months, as in \"21d\"",
                    );
                }
            }
            (Type::Url, ValueKind::Text(text)) => self.url(text, value.span),
            (Type::Language, ValueKind::Text(text)) => {
                if !read::is_language(text) {
                    let said = format!("\"{}\" is not a language tag", shortened(text));
                    self.bad(value.span, said, "write a tag of BCP 47, such as \"en\", \"uk\" or \"pt-BR\"");
                }
            }
            (Type::Word(_, words), ValueKind::Text(text)) => self.word(text, value.span, field, words),
            (Type::Id(target), ValueKind::Text(text)) => self.reference(text, value.span, *target),
            (Type::Integer { least, most }, ValueKind::Integer(number)) => {
                if !number.is_some_and(|number| (*least..=*most).contains(&number)) {
                    let said = format!("`{name}` cannot be {}", shortened(self.sources.text(value.span)));
                    let help = if least == most {
                        format!("write {least}")
                    } else if *most < 1000 {
                        format!("write a number from {least} to {most}")
                    } else {
                        format!("write a number from {least} up")
                    };
                    self.bad(value.span, said, &help);
                }
            }
            (Type::Number { least, most, unit }, ValueKind::Integer(_) | ValueKind::Float) => {
                let written = self.sources.text(value.span);
                if !number(written).is_some_and(|number| (*least..=*most).contains(&number)) {
                    let said = format!("`{name}` cannot be {}", shortened(written));
                    self.bad(value.span, said, &format!("write a number{} from {least} to {most}", of_unit(unit)));
                }
            }
            (Type::Checked { check, .. }, ValueKind::Text(text)) => {
                if let Err(refusal) = check(text) {
                    let said = format!("`{name}` cannot be \"{}\": {}", shortened(text), refusal.message);
                    let mut diagnostic = Diagnostic::new(Code::BAD_VALUE, said).at(value.span).help(refusal.help);
                    if let Some(meant) = refusal.meant {
                        diagnostic = diagnostic.fix(replace(value.span, &format!("\"{meant}\""), true));
                    }
                    self.report(diagnostic);
                }
            }
            (Type::Each(item, names), ValueKind::List(items)) => {
                if items.len() != names.len() {
                    let said = format!("`{name}` takes {} values, but this list has {}", names.len(), items.len());
                    let help = format!("write {}, as in `{name} = {}`", series(names), field.example);
                    self.report(Diagnostic::new(Code::BAD_VALUE, said).at(value.span).help(help));
                }
                for value in items {
                    self.value(value, field, item, true);
                }
            }
            (Type::OneOrMore(_), ValueKind::List(items)) if items.is_empty() => {
                self.bad(
                    value.span,
                    format!("`{name}` is empty"),
                    &format!("write it as in `{name} = {}`", field.example),
                );
            }
            (Type::List(item) | Type::OneOrMore(item), ValueKind::List(items)) => {
                for value in items {
                    match value.as_text() {
                        Some(text) if matches!(item, Type::Id(_)) && has_several_ids(text) => {
                            self.several_ids(text, value.span, name, &quoted_ids(text));
                        }
                        _ => self.value(value, field, item, true),
                    }
                }
            }
            (Type::OneOrMore(Type::Id(_)), ValueKind::Text(text)) if has_several_ids(text) => {
                self.several_ids(text, value.span, name, &format!("[{}]", quoted_ids(text)));
            }
            (Type::OneOrMore(item), ValueKind::Text(_)) => self.value(value, field, item, true),
            (Type::Record(fields), ValueKind::Table(table)) => self.record(table, value.span, fields, name),
            _ => self.wrong_type(value, field, kind),
        }
    }

    /// Reports a text with several ids, of which each should be a text of its own: `list`.
    fn several_ids(&mut self, text: &str, place: Span, name: &str, list: &str) {
        let message = format!("`{name}` takes one id per text, but \"{}\" is several", shortened(text));
        let help = format!("write {}", shortened(list));
        let fix = replace(place, list, false);
        self.report(Diagnostic::new(Code::BAD_VALUE, message).at(place).help(help).fix(fix));
    }

    fn bad(&mut self, place: Span, message: impl Into<String>, help: &str) {
        self.report(Diagnostic::new(Code::BAD_VALUE, message).at(place).help(help));
    }

    fn not_empty(&mut self, text: &str, value: &TomlValue, field: Named<'_>, required: bool) {
        if required && read::is_blank(text) {
            self.bad(
                value.span,
                format!("`{}` is empty", field.name),
                &format!("write a text, as in {}", field.example),
            );
        }
    }

    /// A name that looks like an id and is nearly that of a party was meant to be it.
    fn party_or_text(&mut self, text: &str, place: Span) {
        let Some(parties) = self.records(Target::Party).filter(|_| Id::new(text).is_ok()) else { return };
        let known = parties.entries.contains_key(text);
        if !known && self.suggest.nearest(text, parties.entries.keys().map(String::as_str)).is_some() {
            self.reference(text, place, Target::Party);
        }
    }

    fn partial_date(&mut self, text: &str, value: &'a TomlValue, field: Named<'_>) {
        let quoted = shortened(text);
        match text.parse::<PartialDate>() {
            Ok(date) if date.circa => {
                let help = format!("write \"{}\", and `circa = true` on a line of its own", date.circa(false));
                self.bad(value.span, format!("`{}` cannot be \"{quoted}\"", field.name), &help);
            }
            Ok(_) => {}
            Err(why) => {
                let mut diagnostic =
                    Diagnostic::new(Code::BAD_VALUE, format!("\"{quoted}\" {why}")).at(value.span).help(PARTIAL_DATES);
                let turned = || text.trim().split_once('/').map(|(from, to)| format!("{to}/{from}"));
                let meant = match why {
                    InvalidDate::Backwards => turned().filter(|span| span.parse::<PartialDate>().is_ok()),
                    _ => None,
                };
                let [due, trigger] = DUE;
                if field.name == due && why == InvalidDate::Form && text.contains(' ') {
                    let instead = format!(
                        "if it waits for an event, write `{trigger} = {}` instead",
                        shortened(&crate::parse::quoted(text))
                    );
                    diagnostic = diagnostic.help(format!("{instead}; a day is written as in 2025-12-26"));
                }
                if let Some(span) = meant.map(|span| format!("\"{span}\"")) {
                    diagnostic = diagnostic.help(format!("write {span}")).fix(replace(value.span, &span, false));
                } else if let Some(date) = meant_date(text, true) {
                    diagnostic = with_date(diagnostic, date, value.span);
                }
                self.report(diagnostic);
            }
        }
    }

    fn url(&mut self, text: &str, place: Span) {
        if read::is_url(text) {
            return;
        }
        let said = format!("\"{}\" is not a web address", shortened(text));
        let mut diagnostic = Diagnostic::new(Code::BAD_VALUE, said)
            .at(place)
            .help("write the whole address, as in \"https://example.org/page\"");
        if let Some(whole) = read::with_scheme(text.trim()).map(|whole| format!("\"{whole}\"")) {
            diagnostic = diagnostic.help(format!("write {}", shortened(&whole))).fix(replace(place, &whole, false));
        }
        self.report(diagnostic);
    }

    fn handling(&mut self, text: &str, value: &TomlValue, field: Named<'_>) {
        if read::line(text).chars().count() > read::LONGEST_HANDLING {
            self.bad(
                value.span,
                format!("`{}` is too long for the top and bottom of a page", field.name),
                &format!("write at most {} characters", read::LONGEST_HANDLING),
            );
        }
    }

    fn word(&mut self, text: &str, place: Span, field: Named<'_>, words: &'static [VocabularyWord]) {
        if words.iter().any(|word| word.word == text) {
            return;
        }
        let mut diagnostic =
            Diagnostic::new(Code::BAD_ENUM, format!("`{}` cannot be \"{}\"", field.name, shortened(text)))
                .at(place)
                .note(format!("it is one of {}", listed(words.iter().map(|word| word.word), "or")));
        let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
        let same = words.iter().map(|word| word.word).find(|word| word.to_lowercase() == plain);
        let nearest = same.or_else(|| meant_word(text.trim(), words.iter().map(|word| word.word)));
        if let Some(nearest) = nearest {
            diagnostic = diagnostic.help(format!("write \"{nearest}\"")).fix(replace(
                place,
                &format!("\"{nearest}\""),
                same.is_some(),
            ));
        }
        self.report(diagnostic);
    }

    fn prose(&mut self, text: &str, place: Span, field: Named<'_>, required: bool) {
        let reading = prose::read(text);
        if required && reading.prose.paragraphs.is_empty() {
            self.bad(place, format!("`{}` is empty", field.name), &format!("write a text, as in {}", field.example));
        }
        if reading.diagnostics.is_empty() && reading.citations.is_empty() {
            return;
        }
        let mut origin: Option<LiteralOrigin> = None;
        let sources = self.sources;
        let mut within =
            |range: &Range<usize>| origin.get_or_insert_with(|| LiteralOrigin::of(sources, place)).span(range.clone());
        // Between straight quotation marks TOML itself reads the backslash, so it has to be written twice.
        let escapes = sources.text(place).starts_with('"');
        let count = reading.diagnostics.len();
        for (nth, found) in reading.diagnostics.into_iter().take(MOST_IN_ONE_TEXT).enumerate() {
            let span = within(&found.place);
            let help = if escapes { found.help.replace('\\', "\\\\") } else { found.help };
            let mut diagnostic = Diagnostic::new(Code::BAD_PROSE, found.message).at(span).help(help);
            if let Some(replacement) = found.replacement {
                diagnostic = diagnostic.fix(replace(span, &replacement, true));
            }
            if nth + 1 == MOST_IN_ONE_TEXT && count > MOST_IN_ONE_TEXT {
                diagnostic = diagnostic.note(format!("this text has {} further diagnostics", count - MOST_IN_ONE_TEXT));
            }
            self.diagnostics.push(diagnostic);
        }
        for (id, range) in &reading.citations {
            let known = self.records(Target::Source);
            if !known.is_some_and(|known| known.entries.contains_key(id.as_str())) {
                self.reference(id.as_str(), within(range), Target::Source);
            }
        }
    }

    /// An inline table in a list, such as a representative.
    fn record(&mut self, table: &'a TomlTable, place: Span, fields: &'static [Field], list: &str) {
        let mut meant = Vec::new();
        for (name, entry) in &table.entries {
            if let Some(field) = fields.iter().find(|field| field.name == name) {
                self.value(&entry.value, field.into(), &field.kind, field.required);
                continue;
            }
            let names = fields.iter().map(|field| field.name);
            let (nearest, diagnostic) = self.no_field(name, entry.key, &format!("a record in `{list}`"), names);
            meant.extend(nearest);
            self.report(diagnostic);
        }
        for field in fields.iter().filter(|field| field.required) {
            if !table.entries.contains_key(field.name) && !meant.contains(&field.name) {
                self.report(
                    Diagnostic::new(Code::MISSING_FIELD, format!("this record in `{list}` has no `{}`", field.name))
                        .at(place)
                        .help(format!("write {{ {} = {} }}", field.name, field.example)),
                );
            }
        }
    }

    /// The error of a name that is not one of the fields of a place, and the field that was probably meant.
    pub(super) fn no_field(
        &mut self,
        name: &str,
        key: Span,
        place: &str,
        fields: impl Iterator<Item = &'static str> + Clone,
    ) -> (Option<&'static str>, Diagnostic) {
        let message = format!("`{}` is not a field of {place}", shortened(name));
        let diagnostic = Diagnostic::new(Code::UNKNOWN_FIELD, message).at(key);
        let nearest = self.suggest.meant(name, fields.clone());
        let diagnostic = match nearest {
            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")).fix(replace(key, nearest, false)),
            None => diagnostic.note(format!("its fields are {}", listed(fields, "and"))),
        };
        (nearest, diagnostic)
    }

    fn wrong_type(&mut self, value: &TomlValue, field: Named<'_>, kind: &Type) {
        let found = match &value.kind {
            ValueKind::Text(_) => "a text",
            ValueKind::Float if matches!(kind, Type::Integer { .. }) => "a number with a fraction",
            ValueKind::Integer(_) | ValueKind::Float => "a number",
            ValueKind::Boolean(_) => "true or false",
            ValueKind::Date(_) => "a date",
            ValueKind::Time if self.sources.text(value.span).contains('-') => "a date with a time",
            ValueKind::Time => "a time",
            ValueKind::List(_) => "a list",
            ValueKind::Table(_) => "a table",
            ValueKind::Unread => return,
        };
        let written = self.sources.text(value.span);
        let mut diagnostic =
            Diagnostic::new(Code::WRONG_TYPE, format!("`{}` takes {}, but this is {found}", field.name, kind.noun()))
                .at(value.span);
        let text = value.as_text().map(str::trim);
        match (kind, &value.kind) {
            (Type::Date | Type::PartialDate, ValueKind::Text(_)) if text.is_some_and(is_day) => {
                let date = text.unwrap_or_default();
                diagnostic = diagnostic
                    .help(format!("write the date without quotation marks: {date}"))
                    .fix(replace(value.span, date, true));
            }
            (Type::Date | Type::PartialDate, ValueKind::Time) => {
                diagnostic = match meant_date(written, true) {
                    Some(date) => with_date(diagnostic, date, value.span),
                    None => diagnostic.help("write the day, as in 2025-12-26"),
                };
            }
            (Type::PartialDate, ValueKind::Integer(_)) if written.parse::<PartialDate>().is_ok() => {
                diagnostic = diagnostic.help(format!("write the year in quotation marks: \"{written}\"")).fix(replace(
                    value.span,
                    &format!("\"{written}\""),
                    true,
                ));
            }
            (Type::Date, _) => {
                diagnostic = match text.and_then(|text| meant_date(text, false)) {
                    Some(date) => with_date(diagnostic, date, value.span),
                    None => diagnostic.help("write it as in 2025-12-26, without quotation marks"),
                };
            }
            (Type::PartialDate, _) => diagnostic = diagnostic.help(PARTIAL_DATES),
            (Type::Integer { .. }, ValueKind::Text(_)) if text.is_some_and(|text| text.parse::<i64>().is_ok()) => {
                let number = text.unwrap_or_default();
                diagnostic = diagnostic
                    .help(format!("write the number without quotation marks: {number}"))
                    .fix(replace(value.span, number, true));
            }
            (Type::Number { .. }, ValueKind::Text(_)) if text.is_some_and(|text| amount(text).is_some()) => {
                let number = text.and_then(amount).unwrap_or_default();
                diagnostic = diagnostic
                    .help(format!("write the number alone, without quotation marks: {number}"))
                    .fix(replace(value.span, &number, true));
            }
            // The Admiralty code rates both in one breath: `B2`.
            (Type::Integer { .. }, ValueKind::Text(_)) if text.is_some_and(is_admiralty) => {
                let (letter, number) = text.unwrap_or_default().split_at(1);
                diagnostic = diagnostic
                    .note(format!(
                        "the letter rates the source: `reliability = \"{}\"` in its table",
                        letter.to_uppercase()
                    ))
                    .help(format!("write the number alone: {number}"))
                    .fix(replace(value.span, number, false));
            }
            (Type::Boolean, ValueKind::Text(_)) if text.is_some_and(|text| text == "true" || text == "false") => {
                let word = text.unwrap_or_default();
                diagnostic = diagnostic
                    .help(format!("write {word} without quotation marks"))
                    .fix(replace(value.span, word, true));
            }
            (Type::List(item), ValueKind::Text(_)) if !matches!(item, Type::Record(_)) => {
                let mut fix = bracketed(value.span);
                let words = text.unwrap_or_default();
                // `"a, b"` for ids is two of them.
                if matches!(item, Type::Id(_)) && has_several_ids(words) {
                    fix = replace(value.span, &format!("[{}]", quoted_ids(words)), false);
                }
                let help = if fix.edits.len() == 1 {
                    fix.title.clone()
                } else {
                    format!("write it in brackets: [{}]", shortened(written))
                };
                diagnostic = diagnostic.help(help).fix(fix);
            }
            (Type::Id(_) | Type::Word(..), ValueKind::List(items)) if items.len() == 1 => {
                let item = shortened(self.sources.text(items[0].span)).into_owned();
                let edit =
                    |range: Range<usize>| Replacement { span: Span::new(value.span.file, range), text: String::new() };
                let edits = vec![edit(value.span.start..items[0].span.start), edit(items[0].span.end..value.span.end)];
                let help = format!("write it without the brackets: {item}");
                diagnostic = diagnostic.help(help.as_str()).fix(Fix { title: help, edits, safe: false });
            }
            (
                _,
                ValueKind::Integer(_) | ValueKind::Float | ValueKind::Boolean(_) | ValueKind::Date(_) | ValueKind::Time,
            ) if !matches!(kind, Type::List(_) | Type::Each(..) | Type::Record(_) | Type::Checked { .. })
                && !matches!(kind, Type::Integer { .. } | Type::Number { .. } | Type::Boolean) =>
            {
                diagnostic = diagnostic
                    .help(format!("write it in quotation marks: \"{}\"", shortened(written)))
                    .fix(replace(value.span, &format!("\"{written}\""), true));
            }
            _ => diagnostic = diagnostic.help(format!("write it as in `{} = {}`", field.name, field.example)),
        }
        self.report(diagnostic);
    }
}

/// A diagnostic with what to do about a date, and the fix when it is known.
fn with_date(diagnostic: Diagnostic, date: MeantDate, place: Span) -> Diagnostic {
    let diagnostic = diagnostic.help(date.help(DatePrecision::as_toml));
    match date.instead() {
        Some(date) => diagnostic.fix(replace(place, &date.as_toml(), false)),
        None => diagnostic,
    }
}

/// A number as TOML writes it.
fn number(written: &str) -> Option<f32> {
    written.replace('_', "").parse().ok()
}

/// The number of a text such as `9.5`, `9,5` or `9.5 pt`, as TOML writes it.
fn amount(text: &str) -> Option<String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ').replace(',', ".");
    let parts: Vec<&str> = digits.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // TOML has no number that begins with a zero but `0` itself.
    let whole = parts[0] == "0" || !parts[0].starts_with('0');
    (parts.len() <= 2 && parts.iter().all(is_number) && whole).then_some(digits)
}

/// Words in a sentence: "top, right and left".
fn series(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, start)) if !start.is_empty() => format!("{} and {last}", start.join(", ")),
        _ => words.concat(),
    }
}

/// The unit of a number after the words "a number".
fn of_unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" of {unit}") }
}

/// Whether a text is a rating of the Admiralty code: a letter and a number.
fn is_admiralty(text: &str) -> bool {
    matches!(text.as_bytes(), [b'A'..=b'F' | b'a'..=b'f', b'1'..=b'6'])
}

/// Brackets around a value.
fn bracketed(span: Span) -> Fix {
    let edit = |at: usize, text: &str| Replacement { span: Span::new(span.file, at..at), text: text.to_owned() };
    Fix {
        title: "write it in brackets".to_owned(),
        edits: vec![edit(span.start, "["), edit(span.end, "]")],
        safe: true,
    }
}

/// Whether a text has several ids with commas between them.
fn has_several_ids(text: &str) -> bool {
    text.split(',').filter_map(slug).nth(1).is_some()
}

/// The ids of a text with commas between them, each in quotation marks.
fn quoted_ids(text: &str) -> String {
    text.split(',').filter_map(slug).map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}
