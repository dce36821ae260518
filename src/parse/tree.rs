//! The toml crate's tree as ours, with every place as a place of the file.

use std::ops::Range;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use toml::de::{DeTable, DeValue};

use super::repair::Repaired;
use super::{TomlEntry, TomlTable, TomlValue, ValueKind, literal};
use crate::model::Date;
use crate::source::{FileId, Span};

/// How many lists, tables and dotted keys may be nested. A brief needs five.
const DEEPEST: usize = 32;

/// A tree, and what in it the toml crate accepts and this program does not.
pub(super) struct Tree {
    pub(super) root: TomlTable,
    /// Lists and tables that are in too many others.
    pub(super) too_deep: Vec<Span>,
    /// Numbers that TOML does not have: `0x` without a digit, digits beyond ASCII.
    pub(super) no_numbers: Vec<Span>,
}

/// Builds our tree from that of the crate, which has read the repaired text.
pub(super) fn build(table: &DeTable<'_>, repaired: &Repaired<'_>, file: FileId) -> Tree {
    let mut builder = Builder { repaired, file, too_deep: Vec::new(), no_numbers: Vec::new() };
    let root = builder.table(table, 0, true);
    Tree { root, too_deep: builder.too_deep, no_numbers: builder.no_numbers }
}

struct Builder<'a> {
    repaired: &'a Repaired<'a>,
    file: FileId,
    too_deep: Vec<Span>,
    no_numbers: Vec<Span>,
}

impl Builder<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.repaired.original(range))
    }

    fn table(&mut self, table: &DeTable<'_>, depth: usize, explicit: bool) -> TomlTable {
        let mut entries = IndexMap::with_capacity_and_hasher(table.len(), RandomState::default());
        for (key, value) in table {
            let key_span = self.span(key.span());
            let value = self.value(value.get_ref(), value.span(), depth + 1, key_span);
            entries.insert(key.get_ref().clone().into_owned(), TomlEntry { key: key_span, value });
        }
        TomlTable { entries, explicit }
    }

    fn value(&mut self, value: &DeValue<'_>, range: Range<usize>, depth: usize, key: Span) -> TomlValue {
        // A value that the crate made up to go on has the empty place 0..0.
        let span = if range == (0..0) { key } else { self.span(range.clone()) };
        let kind = match value {
            _ if range.is_empty() => ValueKind::Unread,
            DeValue::String(decoded) => {
                ValueKind::Text(literal::text(self.repaired.text.get(range).unwrap_or(""), decoded))
            }
            DeValue::Integer(number) => {
                let digits = number.as_str();
                // The crate takes `0x` and `٠` for numbers.
                if digits.is_ascii() && digits.bytes().any(|byte| byte.is_ascii_hexdigit()) {
                    ValueKind::Integer(i64::from_str_radix(digits, number.radix()).ok())
                } else {
                    self.no_numbers.push(span);
                    ValueKind::Unread
                }
            }
            DeValue::Float(_) => ValueKind::Float,
            DeValue::Boolean(value) => ValueKind::Boolean(*value),
            DeValue::Datetime(moment) => match (moment.date, moment.time) {
                (Some(date), None) => time::Month::try_from(date.month)
                    .and_then(|month| Date::from_calendar_date(i32::from(date.year), month, date.day))
                    .map_or(ValueKind::Time, ValueKind::Date),
                (None, None) => ValueKind::Unread,
                _ => ValueKind::Time,
            },
            DeValue::Array(_) | DeValue::Table(_) if depth > DEEPEST => {
                self.too_deep.push(span);
                ValueKind::Unread
            }
            DeValue::Array(list) => ValueKind::List(
                list.iter().map(|item| self.value(item.get_ref(), item.span(), depth + 1, key)).collect(),
            ),
            DeValue::Table(table) => {
                let explicit = span.start != key.start || span.end != key.end;
                ValueKind::Table(self.table(table, depth, explicit))
            }
        };
        TomlValue { span, kind }
    }
}
