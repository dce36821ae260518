//! A document as a [`Brief`].
//!
//! Of a document with errors this is what could be read: a record with an error may lack a field, and one without a
//! required field is left out. Only rules look at such a brief.

mod commitment;
mod decision;
mod figure;
mod judgement;
mod mandate;
mod meeting;
mod proposal;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::model::{
    Attribution, Brief, ById, Claim, Date, Development, HandlingMarks, Id, Issue, NextStep, Outcome, OutcomePoint,
    Owner, PartialDate, Party, Position, Prose, Representative, Routing, Source, TalkingPoint, Vocabulary,
};
use crate::parse::{TomlEntry, TomlTable, TomlValue, ValueKind};
use crate::record::{prose, read};
use crate::schema::Type;

/// The brief that a document holds; `None` when its `[brief]` cannot be read.
pub(super) fn brief(root: &TomlTable) -> Option<Brief> {
    let head = TableFields::of(root.get("brief")?)?;
    Some(Brief {
        title: head.prose("title")?,
        as_of: head.date("as_of")?,
        bottom_line: head.prose("bottom_line")?,
        subtitle: head.prose("subtitle"),
        kind: head.word("kind"),
        edition: head.number("edition"),
        status: head.word("status"),
        handling: head.line("handling"),
        unmarked: head.line("unmarked"),
        marks: head.marks(),
        own_side: head.id("own_side"),
        audience: head.line("audience"),
        authors: head.lines("authors"),
        cleared_by: head.lines("cleared_by"),
        language: head.line("language").unwrap_or_else(|| "en".to_owned()),
        stale_after: head.text("stale_after").and_then(read::duration),
        pages: head.number("pages"),
        background: head.passage("background"),
        assessment: head.passage("assessment"),
        template: head.word("template"),
        routing: routing(&head),
        parties: records(root.get("parties"), |fields| party(fields, root))?,
        issues: records(root.get("issues"), issue)?,
        positions: positions(root.get("positions"))?,
        proposals: records(root.get("proposals"), proposal::proposal)?,
        claims: records(root.get("claims"), claim)?,
        outcome: root.get("outcome").and_then(outcome),
        commitments: records(root.get("commitments"), |fields| commitment::commitment(fields, root))?,
        judgements: records(root.get("judgements"), judgement::judgement)?,
        developments: records(root.get("developments"), development)?,
        next_steps: records(root.get("next_steps"), |fields| next_step(fields, root))?,
        talking_points: records(root.get("talking_points"), talking_point)?,
        aims: records(root.get("aims"), mandate::aim)?,
        arguments: records(root.get("arguments"), mandate::argument)?,
        texts: records(root.get("texts"), text::text)?,
        meetings: records(root.get("meetings"), meeting::meeting)?,
        people: records(root.get("people"), meeting::person)?,
        agenda: records(root.get("agenda"), meeting::agenda_item)?,
        asks: records(root.get("asks"), meeting::ask)?,
        options: records(root.get("options"), decision::option)?,
        recommendations: records(root.get("recommendations"), decision::recommendation)?,
        clearances: records(root.get("clearances"), decision::clearance)?,
        figures: records(root.get("figures"), figure::figure)?,
        sources: records(root.get("sources"), source)?,
        withheld: BTreeSet::new(),
        own_side_only: false,
    })
}

/// The parties and sources of a file of shared records, as a brief that has nothing else.
pub(super) fn records_alone(root: &TomlTable) -> Option<Brief> {
    let nothing = Prose::default;
    Some(Brief {
        title: nothing(),
        as_of: Date::MAX,
        bottom_line: nothing(),
        subtitle: None,
        kind: None,
        edition: None,
        status: None,
        handling: None,
        unmarked: None,
        marks: BTreeMap::new(),
        own_side: None,
        audience: None,
        authors: Vec::new(),
        cleared_by: Vec::new(),
        language: "en".to_owned(),
        stale_after: None,
        pages: None,
        background: None,
        assessment: None,
        template: None,
        routing: Routing::default(),
        parties: records(root.get("parties"), |fields| party(fields, root))?,
        issues: ById::new(),
        positions: ById::new(),
        proposals: ById::new(),
        claims: ById::new(),
        outcome: None,
        commitments: ById::new(),
        judgements: ById::new(),
        developments: ById::new(),
        next_steps: ById::new(),
        talking_points: ById::new(),
        aims: ById::new(),
        arguments: ById::new(),
        texts: ById::new(),
        meetings: ById::new(),
        people: ById::new(),
        agenda: ById::new(),
        asks: ById::new(),
        options: ById::new(),
        recommendations: ById::new(),
        clearances: ById::new(),
        figures: ById::new(),
        sources: records(root.get("sources"), source)?,
        withheld: BTreeSet::new(),
        own_side_only: false,
    })
}

fn routing(head: &TableFields<'_>) -> Routing {
    Routing {
        to: head.line("to"),
        from: head.line("from"),
        through: head.lines("through"),
        copy: head.lines("copy"),
        reference: head.line("reference"),
        occasion: head.line("occasion"),
        respond_by: head.date("respond_by"),
        respond_why: head.prose("respond_why"),
    }
}

fn records<T>(value: Option<&TomlValue>, read: impl Fn(&TableFields<'_>) -> Option<T>) -> Option<ById<T>> {
    let Some(value) = value else { return Some(ById::new()) };
    let entries = &value.as_table()?.entries;
    Some(
        entries
            .iter()
            .filter_map(|(id, entry)| Some((Id::new(id).ok()?, read(&TableFields::of(&entry.value)?)?)))
            .collect(),
    )
}

fn positions(value: Option<&TomlValue>) -> Option<ById<ById<Position>>> {
    let Some(value) = value else { return Some(ById::new()) };
    let entries = &value.as_table()?.entries;
    let positions =
        |(id, entry): (&String, &TomlEntry)| Some((Id::new(id).ok()?, records(Some(&entry.value), position)?));
    Some(entries.iter().filter_map(positions).collect())
}

fn party(fields: &TableFields<'_>, root: &TomlTable) -> Option<Party> {
    let representatives = fields.list("representatives").iter().map(|item| {
        let fields = TableFields::of(item)?;
        Some(Representative { name: fields.line("name")?, title: fields.line("title"), person: fields.id("person") })
    });
    Some(Party {
        name: fields.line("name")?,
        short: fields.line("short"),
        role: fields.word("role")?,
        kind: fields.word("kind"),
        representatives: representatives.collect::<Option<_>>()?,
        interests: fields.proses("interests"),
        red_lines: fields.proses("red_lines"),
        alternatives: fields.prose("alternatives"),
        members: fields.lines("members").into_iter().map(|name| party_or_name(name, root)).collect(),
        speaks_for: fields.ids("speaks_for"),
        marks: marks(fields),
    })
}

fn issue(fields: &TableFields<'_>) -> Option<Issue> {
    Some(Issue {
        title: fields.prose("title")?,
        status: fields.word("status")?,
        question: fields.prose("question"),
        summary: fields.prose("summary"),
        category: fields.word("category"),
        priority: fields.number("priority"),
        linked: fields.ids("linked"),
        options: fields.proses("options"),
        between: fields.ids("between"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

fn position(fields: &TableFields<'_>) -> Option<Position> {
    Some(Position {
        stance: fields.word("stance")?,
        text: fields.prose("text")?,
        short: fields.prose("short"),
        on: fields.id("on"),
        as_of: fields.date("as_of"),
        red_line: fields.flag("red_line"),
        conditions: fields.proses("conditions"),
        basis: fields.word("basis"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}

fn claim(fields: &TableFields<'_>) -> Option<Claim> {
    Some(Claim {
        text: fields.prose("text")?,
        about: fields.ids("about"),
        denied_by: fields.ids("denied_by"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}

fn outcome(value: &TomlValue) -> Option<Outcome> {
    let fields = TableFields::of(value)?;
    Some(Outcome {
        event: fields.line("event")?,
        date: fields.partial_date("date")?,
        circa: fields.flag("circa"),
        result: fields.word("result")?,
        place: fields.line("place"),
        summary: fields.prose("summary"),
        instrument: fields.word("instrument"),
        points: records(fields.0.get("points"), point)?,
        attribution: attribution(&fields),
        marks: marks(&fields),
    })
}

fn point(fields: &TableFields<'_>) -> Option<OutcomePoint> {
    Some(OutcomePoint {
        result: fields.word("result")?,
        text: fields.prose("text")?,
        issue: fields.id("issue"),
        meeting: fields.id("meeting"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}

fn development(fields: &TableFields<'_>) -> Option<Development> {
    Some(Development {
        date: fields.partial_date("date")?,
        circa: fields.flag("circa"),
        text: fields.prose("text")?,
        affects: fields.ids("affects"),
        trend: fields.word("trend"),
        meeting: fields.id("meeting"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}

/// A party by its id, or else a name.
fn party_or_name(text: String, root: &TomlTable) -> Owner {
    let parties = root.get("parties").and_then(TomlValue::as_table);
    match Id::new(&text) {
        Ok(id) if parties.is_some_and(|parties| parties.entries.contains_key(id.as_str())) => Owner::Party(id),
        _ => Owner::Other(text),
    }
}

fn next_step(fields: &TableFields<'_>, root: &TomlTable) -> Option<NextStep> {
    Some(NextStep {
        text: fields.prose("text")?,
        date: fields.partial_date("date"),
        circa: fields.flag("circa"),
        owner: fields.line("owner").map(|owner| party_or_name(owner, root)),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

fn talking_point(fields: &TableFields<'_>) -> Option<TalkingPoint> {
    Some(TalkingPoint {
        kind: fields.word("kind")?,
        text: fields.prose("text")?,
        issue: fields.id("issue"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

fn source(fields: &TableFields<'_>) -> Option<Source> {
    Some(Source {
        publisher: fields.line("publisher")?,
        date: fields.partial_date("date")?,
        circa: fields.flag("circa"),
        kind: fields.word("kind"),
        title: fields.line("title"),
        url: fields.line("url"),
        language: fields.line("language"),
        reliability: fields.word("reliability"),
        relays: fields.id("relays"),
        accessed: fields.date("accessed"),
        marks: marks(fields),
    })
}

fn marks(fields: &TableFields<'_>) -> HandlingMarks {
    HandlingMarks { handling: fields.line("handling"), of_fields: fields.marks() }
}

fn attribution(fields: &TableFields<'_>) -> Attribution {
    Attribution {
        sources: fields.ids("sources"),
        said_by: fields.id("said_by"),
        speaker: fields.line("speaker"),
        verification: fields.word("verification"),
        wording: fields.word("wording"),
        confidence: fields.word("confidence"),
        likelihood: fields.word("likelihood"),
        credibility: fields.number("credibility").and_then(|number| u8::try_from(number).ok()),
        disputed: fields.prose("disputed"),
    }
}

/// The fields of one table as values of the model. An empty text is as good as none.
struct TableFields<'a>(&'a TomlTable);

impl<'a> TableFields<'a> {
    fn of(value: &'a TomlValue) -> Option<Self> {
        value.as_table().map(Self)
    }

    fn kind(&self, name: &str) -> Option<&'a ValueKind> {
        self.0.get(name).map(|value| &value.kind)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(TomlValue::as_text)
    }

    fn line(&self, name: &str) -> Option<String> {
        self.text(name).map(read::line).filter(|text| !text.is_empty())
    }

    fn prose(&self, name: &str) -> Option<Prose> {
        self.prose_as(name, &Type::Prose)
    }

    fn passage(&self, name: &str) -> Option<Prose> {
        self.prose_as(name, &Type::Passage)
    }

    fn prose_as(&self, name: &str, kind: &Type) -> Option<Prose> {
        self.text(name).map(|text| prose::read_as(text, kind).prose).filter(|prose| !prose.paragraphs.is_empty())
    }

    fn word<T: Vocabulary>(&self, name: &str) -> Option<T> {
        self.text(name).and_then(T::from_word)
    }

    fn id(&self, name: &str) -> Option<Id> {
        self.text(name).and_then(|text| Id::new(text).ok())
    }

    fn date(&self, name: &str) -> Option<Date> {
        if let Some(ValueKind::Date(date)) = self.kind(name) { Some(*date) } else { None }
    }

    fn partial_date(&self, name: &str) -> Option<PartialDate> {
        self.0.get(name).and_then(read::partial_date)
    }

    fn choice(&self, name: &str) -> Option<bool> {
        if let Some(ValueKind::Boolean(choice)) = self.kind(name) { Some(*choice) } else { None }
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.kind(name), Some(ValueKind::Boolean(true)))
    }

    fn number(&self, name: &str) -> Option<u32> {
        if let Some(ValueKind::Integer(Some(number))) = self.kind(name) { u32::try_from(*number).ok() } else { None }
    }

    fn marks(&self) -> BTreeMap<String, String> {
        let marks = self.0.get("marks").and_then(TomlValue::as_table);
        let marks = marks.into_iter().flat_map(|marks| &marks.entries);
        marks.filter_map(|(name, it)| Some((name.clone(), read::line(it.value.as_text()?)))).collect()
    }

    fn list(&self, name: &str) -> &'a [TomlValue] {
        if let Some(ValueKind::List(list)) = self.kind(name) { list } else { &[] }
    }

    fn lines(&self, name: &str) -> Vec<String> {
        self.list(name).iter().filter_map(TomlValue::as_text).map(read::line).collect()
    }

    fn proses(&self, name: &str) -> Vec<Prose> {
        self.list(name).iter().filter_map(TomlValue::as_text).map(|text| prose::read(text).prose).collect()
    }

    /// One id, or those of a list; each once.
    fn one_or_more(&self, name: &str) -> Vec<Id> {
        let ids: IndexSet<Id> = self.id(name).into_iter().chain(self.ids(name)).collect();
        ids.into_iter().collect()
    }

    fn ids(&self, name: &str) -> Vec<Id> {
        self.list(name).iter().filter_map(TomlValue::as_text).filter_map(|text| Id::new(text).ok()).collect()
    }
}
