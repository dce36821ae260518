//! The records of a brief that prepares a meeting.

use super::{TableFields, attribution, marks};
use crate::model::{AgendaItem, Ask, Meeting, Person};

pub(super) fn meeting(fields: &TableFields<'_>) -> Option<Meeting> {
    Some(Meeting {
        event: fields.line("event")?,
        date: fields.partial_date("date")?,
        circa: fields.flag("circa"),
        time: fields.line("time"),
        place: fields.line("place"),
        participants: fields.ids("participants"),
        order: fields.ids("order"),
        interpreter: fields.line("interpreter"),
        press: fields.prose("press"),
        result: fields.word("result"),
        summary: fields.prose("summary"),
        instrument: fields.word("instrument"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}

pub(super) fn person(fields: &TableFields<'_>) -> Option<Person> {
    Some(Person {
        name: fields.line("name")?,
        also: fields.lines("also"),
        title: fields.line("title"),
        party: fields.id("party"),
        pronunciation: fields.line("pronunciation"),
        biography: fields.prose("biography"),
        languages: fields.lines("languages"),
        last_met: fields.partial_date("last_met"),
        note: fields.prose("note"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

pub(super) fn agenda_item(fields: &TableFields<'_>) -> Option<AgendaItem> {
    Some(AgendaItem {
        title: fields.prose("title")?,
        lead: fields.id("lead"),
        minutes: fields.number("minutes"),
        issue: fields.id("issue"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

pub(super) fn ask(fields: &TableFields<'_>) -> Option<Ask> {
    Some(Ask {
        party: fields.id("party")?,
        text: fields.prose("text")?,
        response: fields.prose("response")?,
        push_back: fields.prose("push_back"),
        issue: fields.id("issue"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}
