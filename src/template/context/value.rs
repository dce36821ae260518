//! A value that a template sees.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::{ContextRecord, View};
use crate::model::{Attribution, ById, Id, PartialDate, Prose, Vocabulary};
use crate::template::escape::DATA;
use crate::template::prose::{citations, ready};

/// A value of the context. What a page does not print is never made.
#[derive(Debug, Clone)]
pub(super) enum ContextValue<'a> {
    /// What the brief does not give.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(i64),
    /// A text, which is escaped when it is printed, or ready Markdown after its mark.
    Text(Cow<'a, str>),
    /// Prose, as ready Markdown.
    Prose(&'a Prose),
    /// The citations of an attribution that its text does not have.
    Cite(&'a Attribution, Option<&'a Prose>),
    /// A date, as text: ISO 8601-2.
    Date(PartialDate),
    /// A list.
    List(Vec<ContextValue<'a>>),
    /// A record.
    Record(ContextRecord<'a>),
}

impl<'a> ContextValue<'a> {
    /// A text as it stands.
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The value as text; `None` when it is not text.
    pub(super) fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Prose(prose) => Some(Cow::Owned(ready(prose))),
            Self::Cite(attribution, text) => Some(Cow::Owned(citations(attribution, *text))),
            Self::Date(date) => Some(Cow::Owned(date.to_string())),
            _ => None,
        }
    }

    /// The value with all that is in it, as data. `path` gives that of the field that it comes from, which takes longer
    /// than most values; `naming` that of the field that names the record in which it is.
    pub(super) fn json(
        &self,
        view: &View<'a>,
        path: &dyn Fn() -> Option<String>,
        naming: &dyn Fn() -> Option<String>,
    ) -> Json {
        let marked = |text: &str| {
            let paths = view.paths.filter(|_| !text.is_empty())?;
            Some(Json::String(paths.mark(&path()?, naming().as_deref(), text)))
        };
        match self {
            Self::Null => Json::Null,
            // What is asked whether it is there must not be a text then.
            Self::Bool(false) => Json::Bool(false),
            Self::Number(0) => Json::from(0),
            Self::Bool(true) => marked(&format!("{DATA}true")).unwrap_or(Json::Bool(true)),
            Self::Number(number) => marked(&format!("{DATA}{number}")).unwrap_or_else(|| Json::from(*number)),
            Self::List(list) => {
                let item = |(at, item): (usize, &Self)| item.json(view, &|| Some(format!("{}[{at}]", path()?)), naming);
                Json::Array(list.iter().enumerate().map(item).collect())
            }
            Self::Record(record) => {
                let own = view.paths.and_then(|_| record.path());
                let naming = || own.as_ref().and_then(|_| path());
                let field = |name: &'static str| {
                    let value = record.field(view, name).unwrap_or(ContextValue::Null);
                    let path = || record.path_of(view, name, own.as_deref(), path);
                    (name.to_owned(), value.json(view, &path, &naming))
                };
                Json::Object(view.reached.names(record).iter().copied().map(field).collect::<Map<_, _>>())
            }
            text => {
                let text = text.as_text().unwrap_or_default();
                marked(&text).unwrap_or_else(|| Json::String(text.into_owned()))
            }
        }
    }
}

pub(super) fn list<'a, T>(
    records: &'a ById<T>,
    record: impl Fn(&'a Id, &'a T) -> ContextRecord<'a>,
) -> ContextValue<'a> {
    ContextValue::List(records.iter().map(|(id, it)| ContextValue::Record(record(id, it))).collect())
}

pub(super) fn word<V: Vocabulary>(value: Option<V>) -> ContextValue<'static> {
    value.map_or(ContextValue::Null, |value| ContextValue::Record(ContextRecord::Word(V::NAME, value.word())))
}

pub(super) fn text(text: Option<&String>) -> ContextValue<'_> {
    text.map_or(ContextValue::Null, |text| ContextValue::text(text))
}

pub(super) fn texts(texts: &[String]) -> ContextValue<'_> {
    ContextValue::List(texts.iter().map(|text| ContextValue::text(text)).collect())
}

pub(super) fn prose(prose: Option<&Prose>) -> ContextValue<'_> {
    prose.map_or(ContextValue::Null, ContextValue::Prose)
}

pub(super) fn proses(proses: &[Prose]) -> ContextValue<'_> {
    ContextValue::List(proses.iter().map(ContextValue::Prose).collect())
}

pub(super) fn date(date: Option<PartialDate>) -> ContextValue<'static> {
    date.map_or(ContextValue::Null, ContextValue::Date)
}

pub(super) fn number(number: Option<u32>) -> ContextValue<'static> {
    number.map_or(ContextValue::Null, |number| ContextValue::Number(i64::from(number)))
}

pub(super) fn party_name(id: Option<&Id>) -> ContextValue<'_> {
    id.map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::PartyName(id)))
}

pub(super) fn person_name(id: Option<&Id>) -> ContextValue<'_> {
    id.map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::PersonName(id)))
}

pub(super) fn party_names(ids: &[Id]) -> ContextValue<'_> {
    ContextValue::List(ids.iter().map(|id| ContextValue::Record(ContextRecord::PartyName(id))).collect())
}

pub(super) fn party_references(ids: &[Id]) -> ContextValue<'_> {
    ContextValue::List(ids.iter().map(|id| ContextValue::Record(ContextRecord::PartyReference(id))).collect())
}

pub(super) fn issue_name(id: Option<&Id>) -> ContextValue<'_> {
    id.map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::IssueName(id)))
}

pub(super) fn meeting_name(id: Option<&Id>) -> ContextValue<'_> {
    id.map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::MeetingName(id)))
}

pub(super) fn issue_names(ids: &[Id]) -> ContextValue<'_> {
    ContextValue::List(ids.iter().map(|id| ContextValue::Record(ContextRecord::IssueName(id))).collect())
}
