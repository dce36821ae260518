//! Where a brief names its records by their ids: the places that a change of such a record touches.

use crate::model::Id;
use crate::parse::{LiteralOrigin, TomlDocument, TomlTable, TomlValue, ValueKind};
use crate::record::prose;
use crate::schema::{self, Target, Type};
use crate::source::{Sources, Span};

/// One place that names a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub target: Target,
    /// Its id.
    pub id: String,
    /// The path of the value that names it, `positions.donbas.russia.sources[0]`, or of the record that is about it.
    pub path: String,
    /// The id in the file.
    pub span: Span,
}

/// Every place that names a record by its id, see [`Target`], table by table in the order of the format. A place that
/// names what is not there counts, too; the record itself does not.
#[must_use]
pub fn mentions(document: &TomlDocument, sources: &Sources) -> Vec<Mention> {
    let mut found = FoundMentions { sources, list: Vec::new() };
    for table in schema::TABLES {
        let steps: Vec<&str> = table.path.split('.').filter(|step| !step.is_empty()).collect();
        found.tables(document.root(), &steps, table, "");
    }
    found.list
}

struct FoundMentions<'a> {
    sources: &'a Sources,
    list: Vec<Mention>,
}

impl FoundMentions<'_> {
    /// Walks to the tables of one kind.
    fn tables(&mut self, at: &TomlTable, steps: &[&str], table: &schema::TableSchema, path: &str) {
        let Some((step, rest)) = steps.split_first() else {
            for field in table.all_fields() {
                if let Some(value) = at.get(field.name) {
                    self.value(value, &field.kind, &super::joined(path, field.name));
                }
            }
            return;
        };
        for (name, entry) in &at.entries {
            let Some(inner) = entry.value.as_table() else { continue };
            if schema::is_id_part(step) || step == name {
                let path = super::joined(path, name);
                match *step {
                    "ISSUE" if rest.is_empty() => self.take(Target::Issue, name, &path, entry.key),
                    "ISSUE" => {
                        // Each position names the issue; the header of the first is where the issue's own key is known.
                        for (at, (party, position)) in inner.entries.iter().enumerate() {
                            let span = if at == 0 { entry.key } else { position.key };
                            self.take(Target::Issue, name, &super::joined(&path, party), span);
                        }
                    }
                    "PARTY" => self.take(Target::Party, name, &path, entry.key),
                    _ => {}
                }
                self.tables(inner, rest, table, &path);
            }
        }
    }

    fn value(&mut self, value: &TomlValue, kind: &Type, path: &str) {
        match (&value.kind, kind) {
            (ValueKind::Text(id), Type::Id(target)) => self.take(*target, id, path, value.span),
            // A name that is not an id is nobody's id.
            (ValueKind::Text(id), Type::PartyOrText) if Id::new(id).is_ok() => {
                self.take(Target::Party, id, path, value.span);
            }
            (ValueKind::Text(text), Type::Prose | Type::Passage) if text.contains("[@") => {
                let origin = LiteralOrigin::of(self.sources, value.span);
                for (id, range) in prose::read(text).citations {
                    self.take(Target::Source, id.as_str(), path, origin.span(range));
                }
            }
            (ValueKind::Text(_), Type::OneOrMore(kind)) => self.value(value, kind, path),
            (ValueKind::List(items), Type::List(kind) | Type::OneOrMore(kind)) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(item, kind, &format!("{path}[{at}]"));
                }
            }
            (ValueKind::Table(table), Type::Record(fields)) => {
                for field in *fields {
                    let Some(value) = table.get(field.name) else { continue };
                    self.value(value, &field.kind, &super::joined(path, field.name));
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, target: Target, id: &str, path: &str, span: Span) {
        self.list.push(Mention { target, id: id.to_owned(), path: path.to_owned(), span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn every_way_to_name_a_record_is_found_at_its_place() {
        let text = "[brief]\nbottom_line = \"So [@a], *and [@b]*.\"\n[issues.i]\nlinked = [\"j\"]\n\
                    [positions.i.p]\nsources = [\"a\", \"c\"]\nsaid_by = \"q\"\n\
                    [next_steps.x]\nowner = \"p\"\n[next_steps.y]\nowner = \"The host\"\n\
                    [sources.a]\nrelays = \"b\"\n";
        let mut sources = Sources::default();
        let file = sources.add("a.toml", text);
        let (document, _) = parse::parse(&sources, file);
        let found: Vec<String> = mentions(&document, &sources)
            .iter()
            .map(|it| format!("{} {} {} {}", it.target.noun(), it.id, it.path, sources.text(it.span)))
            .collect();
        assert_eq!(
            found,
            [
                "source a brief.bottom_line a",
                "source b brief.bottom_line b",
                "issue j issues.i.linked[0] \"j\"",
                "issue i positions.i.p i",
                "party p positions.i.p p",
                "source a positions.i.p.sources[0] \"a\"",
                "source c positions.i.p.sources[1] \"c\"",
                "party q positions.i.p.said_by \"q\"",
                "party p next_steps.x.owner \"p\"",
                "source b sources.a.relays \"b\"",
            ]
        );
    }
}
