//! Changes in the words of the field: "Russia on Donbas: conditional → demands".

use super::{Change, Diff, FieldChange, ItemChange, Kind, RecordChange, changed, item_type, target};
use crate::model::{Duration, PartialDate};
use crate::record::{Record, Records, Value, told};
use crate::schema::{Class, Target};

/// Who says it: the words of a language.
pub trait Speaker {
    /// A label by its name; empty when there is none.
    fn label(&self, name: &str) -> String;
    /// A word of a vocabulary.
    fn word(&self, vocabulary: &str, word: &str) -> String;
    /// A date.
    fn date(&self, date: PartialDate) -> String;
    /// The opening and the closing quotation mark.
    fn quotes(&self) -> (String, String);
}

/// One change in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The path of the record, or of the field: `positions.donbas.russia.stance`.
    pub path: String,
    /// How much it matters.
    pub class: Class,
    /// What happened, without the words of long texts.
    pub text: String,
    /// Which of the record's fields it tells of; `None` for the record itself.
    pub field: Option<usize>,
}

/// More words than this are not put into a headline.
const MOST_WORDS: usize = 12;

/// The changes of a record, a line each, the gravest first.
#[must_use]
pub fn headlines(diff: &Diff, change: &RecordChange, speaker: &dyn Speaker) -> Vec<Headline> {
    let teller = Teller { diff, speaker };
    let mut lines = Vec::new();
    let own = |class, text| Headline { path: change.path.clone(), class, text, field: None };
    let label = |name| speaker.label(name);
    match change.kind {
        Kind::Added | Kind::Removed => {
            let records = if change.kind == Kind::Added { &diff.new } else { &diff.old };
            let verb = if change.kind == Kind::Added { "change-new" } else { "change-dropped" };
            if let Some(record) = records.get(&change.path) {
                lines.push(own(change.class(), teller.whole(verb, record, records)));
            }
        }
        Kind::Kept => {
            let Some(record) = diff.new.get(&change.path) else { return lines };
            let subject = teller.subject(record, &diff.new);
            for (at, field) in change.fields.iter().enumerate() {
                let path = format!("{}.{}", change.path, field.field.name);
                let text = teller.field(&subject, record, field);
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
                    Some(after) => label("change-moved-after").replace("{other}", &teller.subject(after, &diff.new)),
                    None => label("change-moved-first"),
                };
                lines.push(own(Class::Editorial, format!("{subject}: {place}")));
            }
        }
    }
    lines
}

/// Where in a reader's list a change stands: first what turned, then what is new on the table, then what was said about
/// it, last what was put otherwise.
#[must_use]
pub fn place(change: &RecordChange, field: Option<&FieldChange>) -> usize {
    const ORDER: [&str; 11] = [
        "issues.ID",
        "positions.ISSUE.PARTY",
        "outcome",
        "outcome.points.ID",
        "commitments.ID",
        "developments.ID",
        "claims.ID",
        "next_steps.ID",
        "talking_points.ID",
        "parties.ID",
        "brief",
    ];
    let table = ORDER.iter().position(|it| *it == change.table.path).unwrap_or(ORDER.len());
    match (change.table.path, field.map(|it| it.field.name)) {
        ("brief", Some("handling" | "bottom_line")) => 1,
        ("brief", _) => 2 + ORDER.len(),
        (_, Some("stance" | "status" | "result" | "red_line")) => 0,
        ("issues.ID", Some(_)) => 1 + ORDER.len(),
        _ => 1 + table,
    }
}

struct Teller<'a> {
    diff: &'a Diff,
    speaker: &'a dyn Speaker,
}

/// A value in words, with the names of the records that it refers to.
pub(super) fn shown(value: &Value, records: &Records, speaker: &dyn Speaker) -> String {
    let diff = Diff { old: Records::default(), new: Records::default(), renamed: Vec::new(), changes: Vec::new() };
    Teller { diff: &diff, speaker }.value(value, records)
}

impl Teller<'_> {
    fn label(&self, name: &str) -> String {
        self.speaker.label(name)
    }

    /// A text in the language's quotation marks.
    fn quoted(&self, text: &str) -> String {
        let (open, close) = self.speaker.quotes();
        format!("{open}{text}{close}")
    }

    /// A record that is new or gone; `verb` is the name of the label that says which.
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
            table => match noun(table) {
                Some(noun) => {
                    let noun = self.label(&format!("{verb}-noun")).replace("{noun}", &self.label(noun));
                    let head = self.head(record, records).map(|head| self.label("comma") + &head).unwrap_or_default();
                    let text = record.text("text").unwrap_or(subject);
                    format!("{noun}{head}{colon}{text}")
                }
                // The issues are the topics; all else says what it is.
                None => format!("{}{colon}{subject}", self.label(verb)),
            },
        }
    }

    /// What goes before the text of a record: when, by whom, how sure.
    fn head(&self, record: &Record, records: &Records) -> Option<String> {
        let value = |field: &str| match record.partial_date(field) {
            Some(date) => Some(self.speaker.date(date.circa(record.fields.contains_key("circa")))),
            None => record.fields.get(field).map(|it| self.value(it, records)),
        };
        match record.table.path {
            // A claim is never told without who claims it and how sure it is.
            "claims.ID" => match (self.who(record, records), value("verification")) {
                (Some(who), Some(sure)) => Some(format!("{who} ({sure})")),
                (who, sure) => who.or(sure),
            },
            "developments.ID" => value("date"),
            "commitments.ID" => match (value("by"), value("due")) {
                (Some(by), Some(due)) => Some(format!("{by}{}{} {due}", self.label("comma"), self.label("due"))),
                (by, _) => by,
            },
            "outcome.points.ID" => value("result"),
            "next_steps.ID" => match (value("date"), value("owner")) {
                (Some(date), Some(owner)) => Some(format!("{date}{}{owner}", self.label("comma"))),
                (date, owner) => date.or(owner),
            },
            "talking_points.ID" => value("kind"),
            _ => None,
        }
    }

    /// Who says it.
    fn who(&self, record: &Record, records: &Records) -> Option<String> {
        let party = record.fields.get("said_by").map(|it| self.value(it, records));
        record.text("speaker").or(party)
    }

    /// How a record is called.
    fn subject(&self, record: &Record, records: &Records) -> String {
        let text = |field: &str| record.text(field).filter(|it| !it.is_empty());
        match record.table.path {
            "brief" => String::new(),
            "positions.ISSUE.PARTY" => {
                let issue = self.named(Target::Issue, &record.ids[0], records);
                let party = self.named(Target::Party, &record.ids[1], records);
                self.label("party-on-issue").replace("{party}", &party).replace("{issue}", &issue)
            }
            "parties.ID" => text("short").or_else(|| text("name")).unwrap_or_else(|| record.id().to_owned()),
            "issues.ID" => text("title").unwrap_or_else(|| record.id().to_owned()),
            "outcome" => text("event").unwrap_or_else(|| self.label("outcome")),
            "sources.ID" => {
                let publisher = text("publisher").unwrap_or_else(|| record.id().to_owned());
                text("title").map_or(publisher.clone(), |title| format!("{publisher}{}{title}", self.label("comma")))
            }
            "claims.ID" => {
                let said = self.who(record, records).map(|it| self.label("comma") + &it).unwrap_or_default();
                let text = self.quoted(&shortened(&text("text").unwrap_or_default(), 6));
                format!("{}{said}{}{text}", self.label("a-claim"), self.label("comma"))
            }
            table => {
                let noun = noun(table).map(|it| self.label(it)).unwrap_or_default();
                let text = self.quoted(&shortened(&text("text").unwrap_or_default(), 6));
                format!("{noun}{}{text}", self.label("comma"))
            }
        }
    }

    fn field(&self, subject: &str, record: &Record, change: &FieldChange) -> String {
        let name = change.field.name;
        let colon = self.label("colon");
        let label = field_label(name).map(|it| self.label(it)).filter(|it| !it.is_empty());
        let with = |rest: String| match subject {
            "" => capital(&rest),
            _ => format!("{subject}{colon}{rest}"),
        };
        let show = |value: &Option<Value>, records| {
            value.as_ref().map_or_else(|| "–".to_owned(), |it| self.value(it, records))
        };
        let (old, new) = (show(&change.old, &self.diff.old), show(&change.new, &self.diff.new));
        match name {
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
            let label = label.unwrap_or_else(|| name.replace('_', " "));
            return with(format!("{label}{colon}{}", self.items(change)));
        }
        let prefix = match (&change.words, label) {
            // The words of the record's own text speak for themselves.
            (Some(_), _) if name == "text" => String::new(),
            (_, _) if ["stance", "status", "result"].contains(&name) && record.table.path != "brief" => String::new(),
            (_, Some(label)) => format!("{label}{colon}"),
            (_, None) => format!("{}{colon}", name.replace('_', " ")),
        };
        let is_text = matches!(
            (&change.old, &change.new),
            (Some(Value::Prose(_) | Value::Text(_)), _) | (_, Some(Value::Prose(_) | Value::Text(_)))
        );
        let long = |text: &str| text.split(' ').count() > MOST_WORDS;
        let rest = match &change.words {
            Some(words) => match brief_change(words) {
                Some((old, new)) => match (old.as_str(), new.as_str()) {
                    ("", new) => format!("+ {}", self.quoted(&new)),
                    (old, "") => format!("− {}", self.quoted(&old)),
                    (old, new) => format!("{} → {}", self.quoted(&old), self.quoted(&new)),
                },
                None => self.label(reworded(words)),
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
            return self.label("change-order");
        }
        let item = |item: &ItemChange| {
            let show = |value: &Value, records| shortened(&self.value(value, records), MOST_WORDS);
            match (&item.old, &item.new) {
                (Some(_), Some(_)) => match item.words.as_ref().and_then(brief_change) {
                    Some((old, new)) => format!("{} → {}", self.quoted(&old), self.quoted(&new)),
                    None => self.label("change-reworded"),
                },
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
            Value::Prose(prose) => told(prose),
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

/// The label for a text that changed too much to be told.
fn reworded(words: &super::Comparison) -> &'static str {
    let has = |change: Change| words.pieces.iter().any(|it| it.change == change);
    match (has(Change::Deleted), has(Change::Inserted)) {
        (false, true) => "change-extended",
        (true, false) => "change-shortened",
        _ => "change-reworded",
    }
}

/// The old and the new words of a change that is short enough to be told whole.
fn brief_change(words: &super::Comparison) -> Option<(String, String)> {
    let first = words.pieces.iter().position(|it| it.change != Change::Kept)?;
    let last = words.pieces.iter().rposition(|it| it.change != Change::Kept)?;
    // With what stands between several changes.
    let side = |out: Change| {
        let pieces = words.pieces[first..=last].iter().filter(|it| it.change != out);
        pieces.map(|it| it.text.as_str()).collect::<String>().trim().to_owned()
    };
    let (old, new) = (side(Change::Inserted), side(Change::Deleted));
    let short = |text: &str| text.split(' ').count() <= MOST_WORDS && !text.contains('\n');
    let whole = changed(&words.pieces).all(|it| it.text.trim().is_empty());
    (short(&old) && short(&new) && !whole && old != new).then_some((old, new))
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

/// The label of a record of a table.
fn noun(table: &str) -> Option<&'static str> {
    Some(match table {
        "claims.ID" => "a-claim",
        "outcome.points.ID" => "a-point",
        "commitments.ID" => "a-commitment",
        "developments.ID" => "a-development",
        "next_steps.ID" => "a-next-step",
        "talking_points.ID" => "a-talking-point",
        "sources.ID" => "a-source",
        "parties.ID" => "a-party",
        _ => return None,
    })
}

/// The label of a field that has one.
fn field_label(field: &str) -> Option<&'static str> {
    Some(match field {
        "as_of" => "as-of",
        "assessment" => "assessment",
        "audience" => "audience",
        "authors" => "authors",
        "background" => "background",
        "bottom_line" => "bottom-line",
        "category" => "category",
        "cleared_by" => "cleared-by",
        "conditions" => "conditions",
        "credibility" => "credibility",
        "date" => "date",
        "denied_by" => "denied-by",
        "disputed" => "disputed",
        "due" => "due",
        "edition" => "edition",
        "interests" => "interests",
        "linked" => "linked",
        "options" => "options",
        "alternatives" => "alternatives",
        "red_lines" => "red-lines",
        "representatives" => "representatives",
        "role" => "role",
        "sources" => "sources",
        "reliability" => "reliability",
        "relays" => "relays",
        "trend" => "trend",
        "issue" => "issue",
        "status" => "status",
        _ => return None,
    })
}
