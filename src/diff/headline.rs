//! Changes in the style of a negotiator: "Russia on Donbas: conditional → demands".

use std::collections::HashMap;

use super::speaker::Speaker;
use super::{
    ChangeKind, Diff, FieldChange, Fragment, ItemChange, OUTCOME, RecordChange, TEXTS, TextChange, VARIANTS, brackets,
    item_type, target,
};
use crate::model::{Duration, TextStatus, Vocabulary as _};
use crate::record::{Record, Records, Value, plain_line, prose};
use crate::schema::{Class, Target};

/// One change in one line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Headline {
    /// The path of the record or field: `positions.donbas.russia.stance`.
    pub path: String,
    /// The class of the change.
    pub class: Class,
    /// The description of the change, without the words of long texts.
    pub text: String,
    /// The index of the field among the record's changes; `None` when it is about the record itself.
    pub field: Option<usize>,
}

/// Changed texts with more words than this are not quoted in a headline.
const MOST_WORDS: usize = 12;

/// The headlines for the changes of a record, the most serious first.
#[must_use]
pub fn headlines(diff: &Diff, change: &RecordChange, speaker: &dyn Speaker) -> Vec<Headline> {
    let writer = HeadlineWriter { diff, speaker };
    let mut lines = Vec::new();
    let own = |class, text| Headline { path: change.path.clone(), class, text, field: None };
    let label = |name| speaker.label(name);
    match change.kind {
        // The headline is at the new record.
        ChangeKind::Removed if diff.refiled.contains_key(&change.path) => {}
        ChangeKind::Added if diff.refiled.contains_key(&change.path) => {
            if let Some(old) = diff.refiled.get(&change.path).and_then(|path| diff.old.get(path)) {
                lines.push(own(change.class(), writer.refiled(old, change)));
            }
        }
        ChangeKind::Added | ChangeKind::Removed => {
            let records = if change.kind == ChangeKind::Added { &diff.new } else { &diff.old };
            let verb = if change.kind == ChangeKind::Added { "change-new" } else { "change-dropped" };
            if let Some(record) = records.get(&change.path) {
                lines.push(own(change.class(), writer.whole(verb, record, records)));
            }
        }
        ChangeKind::Kept => {
            let Some(record) = diff.new.get(&change.path) else { return lines };
            let subject = writer.subject(record, &diff.new);
            for (at, field) in change.fields.iter().enumerate() {
                let path = format!("{}.{}", change.path, field.field.name);
                let text = writer.field(&subject, record, field);
                lines.push(Headline { path, class: field.class, text, field: Some(at) });
            }
            lines.sort_by_key(|line| line.class);
            if let Some(renamed) = &change.renamed {
                let text = format!(
                    "{subject}: {} {} → {} ({} %)",
                    label("change-id"),
                    renamed.from,
                    renamed.to,
                    renamed.alike
                );
                lines.push(own(Class::Editorial, text));
            }
            if change.moved {
                let after = change.after.as_deref().and_then(|path| diff.new.get(path));
                let place = match after {
                    Some(after) => label("change-moved-after").replace("{other}", &writer.subject(after, &diff.new)),
                    None => label("change-moved-first"),
                };
                lines.push(own(Class::Editorial, format!("{subject}: {place}")));
            }
        }
    }
    // The number of open brackets is given once, at the first change of a text.
    if change.is_first_of_texts {
        let (old, new) = (open_brackets(&diff.old), open_brackets(&diff.new));
        if old != new {
            let text = label(if new == 1 { "change-bracket" } else { "change-brackets" })
                .replace("{new}", &new.to_string())
                .replace("{old}", &old.to_string());
            lines.push(own(Class::Substantive, text));
        }
    }
    lines
}

/// The number of open brackets in all texts of a brief that are still negotiated.
fn open_brackets(records: &Records) -> usize {
    let mut versions: HashMap<&str, Vec<String>> = HashMap::new();
    for it in records.of(VARIANTS).filter(|it| !it.fields.contains_key("compromise")) {
        versions.entry(&it.ids[0]).or_default().extend(it.text("words"));
    }
    let of_text = |text: &Record| {
        if text.word("status").and_then(TextStatus::from_word).is_some_and(|status| !status.is_open()) {
            return 0;
        }
        let all: Vec<String> =
            text.text("base").into_iter().chain(versions.remove(text.id()).unwrap_or_default()).collect();
        brackets::open_brackets(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    records.of(TEXTS).map(of_text).sum()
}

/// The position of a change in a list for readers: first changes of stance, status and the like; then by table, from
/// recommendations (and the handling and the bottom line of the brief) to clearances and figures; then changes of other
/// tables and other changes of issues; last, other changes of the brief itself.
#[must_use]
pub fn place(change: &RecordChange, field: Option<&FieldChange>) -> usize {
    const ORDER: [&str; 25] = [
        "recommendations.ID",
        "options.ID",
        "judgements.ID",
        "issues.ID",
        "positions.ISSUE.PARTY",
        "aims.ISSUE",
        "proposals.ID",
        "texts.ID",
        VARIANTS,
        "outcome",
        "meetings.ID",
        "outcome.points.ID",
        "commitments.ID",
        "developments.ID",
        "claims.ID",
        "next_steps.ID",
        "asks.ID",
        "agenda.ID",
        "arguments.ID",
        "talking_points.ID",
        "people.ID",
        "parties.ID",
        "clearances.ID",
        "figures.ID",
        "brief",
    ];
    let table = ORDER.iter().position(|it| *it == change.table.path).unwrap_or(ORDER.len());
    match (change.table.path, field.map(|it| it.field.name)) {
        ("brief", Some("handling" | "bottom_line")) => 1,
        ("brief", _) => 2 + ORDER.len(),
        ("clearances.ID", _) => 1 + table,
        (_, Some("stance" | "status" | "result" | "red_line" | "decision" | "likelihood" | "resolved")) => 0,
        ("issues.ID", Some(_)) => 1 + ORDER.len(),
        _ => 1 + table,
    }
}

struct HeadlineWriter<'a> {
    diff: &'a Diff,
    speaker: &'a dyn Speaker,
}

/// A value as text, with the names of the records that it refers to.
pub(super) fn shown(value: &Value, records: &Records, speaker: &dyn Speaker) -> String {
    HeadlineWriter { diff: &Diff::default(), speaker }.value(value, records)
}

impl HeadlineWriter<'_> {
    fn label(&self, name: &str) -> String {
        self.speaker.label(name)
    }

    fn quoted(&self, text: &str) -> String {
        self.speaker.quoted(text)
    }

    /// The label of a field in the language of the diff.
    fn field_name(&self, name: &str) -> String {
        let name = name.replace('_', "-");
        let own = self.label(&format!("field-{name}"));
        if own.is_empty() { self.label(&name) } else { own }
    }

    /// The headline for a record that was added or removed; `verb` is the label for which of the two.
    fn whole(&self, verb: &str, record: &Record, records: &Records) -> String {
        let subject = self.subject(record, records);
        let colon = self.label("colon");
        match record.table.path {
            "positions.ISSUE.PARTY" => {
                let stance = record.fields.get("stance").map(|it| self.value(it, records)).unwrap_or_default();
                let text = record.text("text").unwrap_or_default();
                [&self.label(verb), &colon, &subject, &self.label("comma"), &stance, &colon, &text]
                    .map(String::as_str)
                    .concat()
            }
            // Shared records are compared themselves; the file that they are in does not matter to readers.
            "use" => {
                let sign = if verb == "change-new" { "+" } else { "−" };
                let files = record.fields.get("files").map(|it| self.value(it, records)).unwrap_or_default();
                capital(&format!("{}{colon}{sign} {files}", self.label("field-files")))
            }
            table => match noun(table) {
                Some(noun) => {
                    let noun = self.label(&format!("{verb}-noun")).replace("{noun}", &self.label(noun));
                    let head = self.head(record, records).map(|head| self.label("comma") + &head).unwrap_or_default();
                    // An option is named by its title; its text is only an explanation.
                    let text = record
                        .text(if table == "aims.ISSUE" { "goal" } else { "text" })
                        .filter(|_| table != "options.ID");
                    let words = || record.text("words").map(|words| format!("{subject}{colon}{words}"));
                    let text = text.or_else(words).unwrap_or_else(|| subject.clone());
                    let result = record.fields.get("result").filter(|_| table == "meetings.ID");
                    let result = result.map(|it| format!("{colon}{}", self.value(it, records))).unwrap_or_default();
                    format!("{noun}{head}{colon}{text}{result}")
                }
                // An issue is named by its title only.
                None => format!("{}{colon}{subject}", self.label(verb)),
            },
        }
    }

    /// The headline for a record that moved to another table.
    fn refiled(&self, old: &Record, change: &RecordChange) -> String {
        let subject = self.subject(old, &self.diff.old);
        let noun = noun(change.table.path).map(|it| self.label(it)).unwrap_or_default();
        let head = self.diff.new.get(&change.path).and_then(|record| self.head(record, &self.diff.new));
        let new = head.map_or(noun.clone(), |head| format!("{noun}{}{head}", self.label("comma")));
        format!("{}{}{}", capital(&subject), self.label("colon"), self.label("change-now").replace("{new}", &new))
    }

    /// The introduction to the text of a record: date, party, certainty.
    fn head(&self, record: &Record, records: &Records) -> Option<String> {
        let value = |field: &str| match record.partial_date(field) {
            Some(date) => Some(self.speaker.date(date.circa(record.fields.contains_key("circa")))),
            None => record.fields.get(field).map(|it| self.value(it, records)),
        };
        match record.table.path {
            // A claim is never quoted without who makes it and how certain it is.
            "claims.ID" => match (self.who(record, records), value("verification")) {
                (Some(who), Some(sure)) => Some(format!("{who} ({sure})")),
                (who, sure) => who.or(sure),
            },
            "developments.ID" | "meetings.ID" => value("date"),
            "commitments.ID" => match (value("by"), value("due")) {
                (Some(by), Some(due)) => Some(format!("{by}{}{} {due}", self.label("comma"), self.label("due"))),
                (by, _) => by,
            },
            "outcome.points.ID" | "clearances.ID" => value("result"),
            "next_steps.ID" => match (value("date"), value("owner")) {
                (Some(date), Some(owner)) => Some(format!("{date}{}{owner}", self.label("comma"))),
                (date, owner) => date.or(owner),
            },
            "proposals.ID" => match (value("by"), value("date")) {
                (Some(by), Some(date)) => Some(format!("{by}{}{date}", self.label("comma"))),
                (by, date) => by.or(date),
            },
            "talking_points.ID" => value("kind"),
            "asks.ID" => value("party"),
            "aims.ISSUE" => record.ids.first().map(|issue| self.named(Target::Issue, issue, records)),
            "arguments.ID" => value("raised_by").or_else(|| value("use")),
            "judgements.ID" => value("likelihood").or_else(|| value("confidence")),
            "recommendations.ID" => value("by"),
            _ => None,
        }
    }

    /// The party that makes a claim.
    fn who(&self, record: &Record, records: &Records) -> Option<String> {
        let party = record.fields.get("said_by").map(|it| self.value(it, records));
        record.text("speaker").or(party)
    }

    /// The name of a record.
    fn subject(&self, record: &Record, records: &Records) -> String {
        let text = |field: &str| record.text(field).filter(|it| !it.is_empty());
        match record.table.path {
            "brief" | "use" => String::new(),
            "positions.ISSUE.PARTY" => {
                let issue = self.named(Target::Issue, &record.ids[0], records);
                let party = self.named(Target::Party, &record.ids[1], records);
                self.label("party-on-issue").replace("{party}", &party).replace("{issue}", &issue)
            }
            "parties.ID" => text("short").or_else(|| text("name")).unwrap_or_else(|| record.id().to_owned()),
            "issues.ID" | "agenda.ID" | "texts.ID" => text("title").unwrap_or_else(|| record.id().to_owned()),
            VARIANTS => {
                let text = records.get(&format!("texts.{}", record.ids[0])).and_then(|text| text.text("title"));
                let by = record.fields.get("by").map_or_else(|| record.id().to_owned(), |by| self.value(by, records));
                format!("{}{}{by}", text.unwrap_or_else(|| record.ids[0].clone()), self.label("comma"))
            }
            "people.ID" => text("name").unwrap_or_else(|| record.id().to_owned()),
            "meetings.ID" => text("event").unwrap_or_else(|| record.id().to_owned()),
            OUTCOME => text("event").unwrap_or_else(|| self.label("outcome")),
            "options.ID" => text("title").unwrap_or_else(|| record.id().to_owned()),
            "clearances.ID" => text("office").unwrap_or_else(|| record.id().to_owned()),
            "aims.ISSUE" => {
                let issue = self.named(Target::Issue, &record.ids[0], records);
                format!("{}{}{issue}", self.label("an-aim"), self.label("comma"))
            }
            "sources.ID" => {
                let publisher = text("publisher").unwrap_or_else(|| record.id().to_owned());
                text("title").map_or(publisher.clone(), |title| format!("{publisher}{}{title}", self.label("comma")))
            }
            "claims.ID" => {
                let who = self.who(record, records).map(|it| self.label("comma") + &it).unwrap_or_default();
                let text = self.quoted(&shortened(&text("text").unwrap_or_default(), 6));
                format!("{}{who}{}{text}", self.label("a-claim"), self.label("comma"))
            }
            table => {
                let noun = noun(table).map(|it| self.label(it)).unwrap_or_default();
                format!(
                    "{noun}{}{}",
                    self.label("comma"),
                    self.quoted(&shortened(&text("text").or_else(|| text("alt")).unwrap_or_default(), 6))
                )
            }
        }
    }

    fn field(&self, subject: &str, record: &Record, change: &FieldChange) -> String {
        let name = change.field.name;
        let colon = self.label("colon");
        let label = match (record.table.path, name) {
            // In the table of parties, the field of this name is what a party can do without an agreement.
            ("judgements.ID", "alternatives") => self.label("other-explanations"),
            ("positions.ISSUE.PARTY", "short") => self.label("field-short-form"),
            _ => self.field_name(name),
        };
        let with = |rest: String| match subject {
            "" => capital(&rest),
            _ => format!("{subject}{colon}{rest}"),
        };
        let show = |value: &Option<Value>, records| {
            value.as_ref().map_or_else(|| "–".to_owned(), |it| self.value(it, records))
        };
        let (old, new) = (show(&change.old, &self.diff.old), show(&change.new, &self.diff.new));
        match name {
            "resolved" => {
                return with(match &change.new {
                    Some(Value::Boolean(came)) => self.label(if *came { "resolved-true" } else { "resolved-false" }),
                    _ => format!("{label}{colon}{old} → {new}"),
                });
            }
            "red_line" => {
                return with(self.label(if change.new.is_some() { "change-red-line" } else { "change-no-red-line" }));
            }
            "verification" if change.new.is_some() => {
                let was =
                    change.old.as_ref().map(|_| format!(" ({})", self.label("change-was").replace("{old}", &old)));
                return with(format!("{}{}", self.label("change-now").replace("{new}", &new), was.unwrap_or_default()));
            }
            _ => {}
        }
        if item_type(change.field).is_some() {
            return with(format!("{label}{colon}{}", self.items(change)));
        }
        let prefix = match name {
            // The record's main text needs no name before it.
            "text" | "words" => String::new(),
            "stance" | "status" | "result" if record.table.path != "brief" => String::new(),
            _ => format!("{label}{colon}"),
        };
        let is_text = matches!(
            (&change.old, &change.new),
            (Some(Value::Prose(_) | Value::Text(_)), _) | (_, Some(Value::Prose(_) | Value::Text(_)))
        );
        let is_prose = matches!(change.new, Some(Value::Prose(_)));
        let long = |text: &str| text.split(' ').count() > MOST_WORDS;
        let rest = match &change.words {
            Some(words) => match brief_change(words, is_prose) {
                Some((old, new)) => match (old.as_str(), new.as_str()) {
                    ("", new) => format!("+ {}", self.quoted(new)),
                    (old, "") => format!("− {}", self.quoted(old)),
                    (old, new) => format!("{} → {}", self.quoted(old), self.quoted(new)),
                },
                None => self.label(reworded(words, is_prose)),
            },
            None if is_text && change.old.is_none() => {
                if long(&new) {
                    self.label("change-added")
                } else {
                    format!("+ {}", self.quoted(&new))
                }
            }
            None if is_text => {
                if long(&old) {
                    self.label("change-removed")
                } else {
                    format!("− {}", self.quoted(&old))
                }
            }
            None => format!("{old} → {new}"),
        };
        with(format!("{prefix}{rest}"))
    }

    fn items(&self, change: &FieldChange) -> String {
        if change.items.is_empty() {
            let same = change.old.as_ref().zip(change.new.as_ref()).is_some_and(|(old, new)| old.looks_like(new));
            return self.label(if same { "change-characters" } else { "change-order" });
        }
        let item = |item: &ItemChange| {
            let show = |value: &Value, records| shortened(&self.value(value, records), MOST_WORDS);
            match (&item.old, &item.new) {
                (Some(old), Some(_)) => {
                    let is_prose = matches!(old, Value::Prose(_));
                    match item.words.as_ref().and_then(|words| brief_change(words, is_prose)) {
                        Some((old, new)) => format!("{} → {}", self.quoted(&old), self.quoted(&new)),
                        None => self.label(item.words.as_ref().map_or("change-reworded", |it| reworded(it, is_prose))),
                    }
                }
                (Some(old), None) => format!("− {}", show(old, &self.diff.old)),
                (_, Some(new)) => format!("+ {}", show(new, &self.diff.new)),
                (None, None) => String::new(),
            }
        };
        change.items.iter().map(item).collect::<Vec<_>>().join(&self.label("comma"))
    }

    fn named(&self, kind: Target, id: &str, records: &Records) -> String {
        target(records, kind, id).map_or_else(
            || id.to_owned(),
            |record| match kind {
                Target::Source => record.text("publisher").unwrap_or_else(|| id.to_owned()),
                _ => self.subject(record, records),
            },
        )
    }

    fn value(&self, value: &Value, records: &Records) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Prose(prose) => plain_line(prose),
            Value::Date(date) => self.speaker.date((*date).into()),
            Value::PartialDate(date) => self.speaker.date(*date),
            Value::Duration(length) => match length {
                Duration::Days(count) => format!("{count}d"),
                Duration::Weeks(count) => format!("{count}w"),
                Duration::Months(count) => format!("{count}m"),
            },
            Value::Integer(number) => number.to_string(),
            Value::Boolean(yes) => yes.to_string(),
            Value::Word(vocabulary, word) => self.speaker.word(vocabulary, word),
            Value::Id(kind, id) => self.named(*kind, id, records),
            Value::List(items) => {
                items.iter().map(|it| self.value(it, records)).collect::<Vec<_>>().join(&self.label("comma"))
            }
            Value::Fields(fields) => {
                fields.iter().map(|(_, it)| self.value(it, records)).collect::<Vec<_>>().join(&self.label("comma"))
            }
        }
    }
}

/// The label for a text that changed too much to be quoted in a headline, or not in its words.
fn reworded(words: &super::Comparison, is_prose: bool) -> &'static str {
    let side = |out: TextChange| {
        words.fragments.iter().filter(|it| it.change != out).map(|it| it.text.as_str()).collect::<String>()
    };
    let [old, new] = [side(TextChange::Inserted), side(TextChange::Deleted)].map(|text| prose::read(&text).prose);
    if is_prose && plain_line(&old) == plain_line(&new) {
        let is_cited = old.citations() != new.citations();
        return if is_cited { "sources" } else { "change-characters" };
    }
    let has = |change: TextChange| words.fragments.iter().any(|it| it.change == change);
    match (has(TextChange::Deleted), has(TextChange::Inserted), has(TextChange::Moved)) {
        (false, true, _) => "change-extended",
        (true, false, _) => "change-shortened",
        (true, true, _) => "change-reworded",
        (false, false, true) => "change-order",
        (false, false, false) => "change-characters",
    }
}

/// The old and the new words, if the change is short enough for a headline.
fn brief_change(words: &super::Comparison, is_prose: bool) -> Option<(String, String)> {
    let is_changed = |it: &Fragment| matches!(it.change, TextChange::Deleted | TextChange::Inserted);
    let first = words.fragments.iter().position(is_changed)?;
    let last = words.fragments.iter().rposition(is_changed)?;
    // If there are several changes, the words between them are included.
    let side = |out: TextChange| {
        let fragments = words.fragments[first..=last].iter();
        let fragments = fragments.filter(|it| it.change != out && it.change != TextChange::Moved);
        fragments.map(|it| it.text.as_str()).collect::<String>().trim().to_owned()
    };
    let sides = [side(TextChange::Inserted), side(TextChange::Deleted)];
    if sides.iter().any(|text| text.contains('\n')) {
        return None;
    }
    // A headline is words, without citations and emphasis.
    let [old, new] = if is_prose { sides.map(|text| plain_line(&prose::read(&text).prose)) } else { sides };
    let short = |text: &str| text.split(' ').count() <= MOST_WORDS;
    let only_spaces = words.fragments.iter().filter(|it| is_changed(it)).all(|it| it.text.trim().is_empty());
    (short(&old) && short(&new) && !only_spaces && old != new).then_some((old, new))
}

/// The first words of a text.
fn shortened(text: &str, words: usize) -> String {
    let mut all = text.split(' ');
    let first: Vec<&str> = all.by_ref().take(words).collect();
    if all.next().is_some() { format!("{} …", first.join(" ")) } else { text.to_owned() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The label for the records of a table.
fn noun(table: &str) -> Option<&'static str> {
    Some(match table {
        "claims.ID" => "a-claim",
        "proposals.ID" => "a-proposal",
        "outcome.points.ID" => "a-point",
        "commitments.ID" => "a-commitment",
        "judgements.ID" => "a-judgement",
        "developments.ID" => "a-development",
        "next_steps.ID" => "a-next-step",
        "talking_points.ID" => "a-talking-point",
        "sources.ID" => "a-source",
        OUTCOME => "an-outcome",
        "options.ID" => "an-option",
        "texts.ID" => "a-text",
        VARIANTS => "a-version",
        "meetings.ID" => "a-meeting",
        "people.ID" => "a-person",
        "agenda.ID" => "an-agenda-item",
        "asks.ID" => "an-ask",
        "aims.ISSUE" => "an-aim",
        "arguments.ID" => "an-argument",
        "recommendations.ID" => "a-recommendation",
        "clearances.ID" => "a-clearance",
        "figures.ID" => "a-figure",
        "parties.ID" => "a-party",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
