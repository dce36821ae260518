//! The reference of the format, `docs/format.md`, from the table.

use std::fmt::Write as _;

use super::{ATTRIBUTION, Field, TABLES, Type, table};
use crate::model::VocabularyWord;

const OPENING: &str = include_str!("reference.md");
/// Before which part of the opening the fields are that most briefs use.
const HOW_TO_READ: &str = "## How to read this reference";
/// The fields that most briefs use: their tables and names.
const MOST_USED: [(&str, &str); 12] = [
    ("brief", "title"),
    ("brief", "as_of"),
    ("brief", "bottom_line"),
    ("parties.ID", "name"),
    ("parties.ID", "role"),
    ("issues.ID", "title"),
    ("issues.ID", "status"),
    ("positions.ISSUE.PARTY", "stance"),
    ("positions.ISSUE.PARTY", "text"),
    ("positions.ISSUE.PARTY", "sources"),
    ("sources.ID", "publisher"),
    ("sources.ID", "date"),
];
/// The complete brief that closes the reference.
pub const EXAMPLE: &str = include_str!("example.toml");

/// The reference as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out =
        String::from("<!-- Written by `schema::reference` from the table in src/schema. Do not edit. -->\n\n");
    let (start, rest) = OPENING.split_once(HOW_TO_READ).unwrap_or((OPENING, ""));
    out.push_str(start);
    most_used(&mut out);
    out.push_str(HOW_TO_READ);
    out.push_str(rest);
    out.push_str("\n## Tables\n");
    for table in TABLES {
        let title =
            if table.path.is_empty() { "The top of the file".to_owned() } else { format!("`[{}]`", table.path) };
        let need = if table.path.is_empty() {
            ""
        } else if !table.required {
            "Optional. "
        } else if table.path.contains('.') {
            "At least one is required. "
        } else {
            "Required. "
        };
        let _ = writeln!(out, "\n### {title}\n\n{need}{}", table.doc);
        if table.attribution {
            out.push_str("It also takes the fields of the [attribution](#attribution).\n");
        }
        fields(table.fields, &mut out);
    }
    out.push_str(
        "\n## Attribution\n\nFields that say where a statement comes from and how certain it is. None is required.\n",
    );
    fields(ATTRIBUTION, &mut out);
    let _ = write!(out, "\n## A complete brief\n\n```toml\n{EXAMPLE}```\n");
    out
}

fn most_used(out: &mut String) {
    out.push_str("## The fields that most briefs use\n\nWith `schema = 1` at its top and these twelve, a brief is complete; `brief new` writes one to start from.\n");
    out.push_str("\n| table | field | meaning | example |\n|---|---|---|---|\n");
    for (path, name) in MOST_USED {
        if let Some(field) = table(path).and_then(|table| table.field(name)) {
            let _ = writeln!(out, "| `[{path}]` | `{name}` | {} | `{}` |", field.doc, field.example);
        }
    }
    out.push('\n');
}

fn fields(fields: &[Field], out: &mut String) {
    out.push_str("\n| field | takes | required | meaning | example |\n|---|---|---|---|---|\n");
    for field in fields {
        let need = match (field.required, field.unless) {
            (false, _) => String::new(),
            (true, None) => "yes".to_owned(),
            (true, Some(other)) => format!("yes, or `{other}`"),
        };
        let takes = takes(&field.kind);
        let _ = writeln!(out, "| `{}` | {takes} | {need} | {} | `{}` |", field.name, field.doc, field.example);
    }
    for field in fields {
        if let Type::Word(_, words) = field.kind {
            let _ = writeln!(out, "\nThe words of `{}`:\n", field.name);
            for VocabularyWord { word, meaning } in words {
                let _ = writeln!(out, "- `{word}`: {meaning}");
            }
        }
    }
}

/// A type in a column of the reference.
fn takes(kind: &Type) -> String {
    match kind {
        Type::Text => "text".to_owned(),
        Type::Literal => "text, as it stands".to_owned(),
        Type::Prose => "prose".to_owned(),
        Type::Passage => "prose, with lists".to_owned(),
        Type::Date => "date".to_owned(),
        Type::PartialDate => "date, also in part".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Integer { least, most } if least == most => format!("{least}"),
        Type::Integer { least, most } if *most < 1000 => format!("whole number, {least} to {most}"),
        Type::Integer { least, .. } => format!("whole number from {least}"),
        Type::Number { least, most, .. } => format!("number, {least} to {most}"),
        Type::Checked { noun, .. } => (*noun).to_owned(),
        Type::Each(item, names) => format!("{} times {}", names.len(), takes(item)),
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Word(..) => "word, see below".to_owned(),
        Type::Id(target) => format!("id of a `[{}.ID]`", target.table()),
        Type::PartyOrText => "id of a party, or text".to_owned(),
        Type::Url => "address, `http://…` or `https://…`".to_owned(),
        Type::Language => "language tag".to_owned(),
        Type::Handling => "TLP label, or text".to_owned(),
        Type::Marks => "`{ FIELD = \"LEVEL\" }`".to_owned(),
        Type::List(item) => format!("list of {}", takes(item).replace("id of a ", "ids of ")),
        Type::OneOrMore(item) => format!("{}, or a list of them", takes(item)),
        Type::Record(fields) => {
            let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
            format!("{{ {} }}", names.join(", "))
        }
    }
}
