//! The JSON Schemas of a brief, of a file of shared records and of a project file, for editors, and of an exported
//! brief, for programs, from the tables.
//!
//! Draft 7 ("JSON Schema: A Media Type for Describing JSON Documents", draft-handrews-json-schema-01) and not a later
//! one: it is the newest that Taplo, and with it the TOML extensions of most editors, reads as a whole. `x-taplo` is
//! that program's extension, which shows the meaning of each word.

use serde_json::{Map, Value, json};

use super::{Field, PROJECT, TABLES, Type, is_id_part, parts_after, table};
use crate::diagnostic::Code;
use crate::model::VocabularyWord;

/// An id: as [`crate::model::Id`] reads it.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// What is said of a date in the file.
const DATE: &str = " A date without quotation marks.";
/// What is said of a date in the file that may be known in part.
const PARTIAL_DATE: &str = " A date without quotation marks; in them a month, year or span: `\"2024-05\"`, `\"2024\"`, `\"2024-05-12/2024-05-14\"`.";
/// The same in JSON, where every date is a text.
const PARTIAL_DATE_OF_JSON: &str =
    " ISO 8601: a day, month, year or span: `\"2024-05-12\"`, `\"2024-05\"`, `\"2024\"`, `\"2024-05-12/2024-05-14\"`.";
/// A text that is not empty.
const NOT_EMPTY: &str = "\\S";

/// The schema of a brief as JSON, with a line ending at its end.
#[must_use]
pub fn json_schema() -> String {
    written(
        &format!("Brief, format version {}", super::VERSION),
        "One brief: parties, issues, positions, the outcome of a meeting, developments, sources.",
        object(""),
    )
}

/// The schema of a file of shared records, in the form of [`json_schema`].
#[must_use]
pub fn json_schema_of_shared() -> String {
    let version = table("").and_then(|top| top.field("schema")).map(described);
    let mut properties: Map<String, Value> =
        ["parties", "sources"].into_iter().map(|holder| (holder.to_owned(), object(holder))).collect();
    properties.extend(version.map(|version| ("schema".to_owned(), version)));
    written(
        &format!("Shared records, format version {}", super::VERSION),
        "Parties and sources that several briefs of a project use.",
        closed(properties),
    )
}

/// The schema of a brief as `brief export --json` prints it, in the form of [`json_schema`]. `version` is that of the
/// form.
#[must_use]
pub fn json_schema_of_export(version: u32) -> String {
    let mut body = object("");
    if let Some(properties) = body["properties"].as_object_mut() {
        // Shared records are among the others.
        properties.shift_remove("use");
        let doc = "The version of this form. Fields may be added within a version.";
        properties.shift_insert(0, "version".to_owned(), json!({ "const": version, "description": doc }));
    }
    if let Some(body) = body.as_object_mut() {
        body.shift_remove("anyOf");
    }
    body["required"] = json!(["version", "schema", "brief", "parties", "issues", "positions"]);
    for_programs(&mut body);
    written("brief export --json", "One brief, with its shared records.", body)
}

/// Takes out of a schema what is about the notation of the file, and what would refuse a field that is added later.
fn for_programs(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.shift_remove("x-taplo");
            if fields.get("additionalProperties") == Some(&Value::Bool(false)) {
                fields.shift_remove("additionalProperties");
            }
            for (name, field) in fields {
                if let ("description", Value::String(text)) = (name.as_str(), &mut *field) {
                    *text = text.replace(DATE, " ISO 8601.").replace(PARTIAL_DATE, PARTIAL_DATE_OF_JSON);
                }
                for_programs(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(for_programs),
        _ => {}
    }
}

/// The schema of a project file, in the form of [`json_schema`]. `codes` are those of which it may set the severity.
#[must_use]
pub fn json_schema_of_project(codes: impl Iterator<Item = Code>) -> String {
    let level = |levels: &[&str], doc: &str| json!({ "enum": levels, "description": doc });
    let of_code = |code: Code| {
        let levels: &[&str] = if code.entry().adjustable { &["deny", "warn", "allow"] } else { &["deny"] };
        (code.name().to_owned(), level(levels, code.entry().meaning))
    };
    let mut codes: Map<String, Value> = codes.map(of_code).collect();
    codes.insert("warnings".to_owned(), level(&["deny", "warn", "allow"], "Whatever else is a warning."));
    let tables = PROJECT.iter().map(|known| {
        // What is named must have a name.
        let fields = known.fields.iter().map(|field| {
            let mut field_schema = described(field);
            field_schema.as_object_mut().into_iter().for_each(|it| it.extend(not_empty(&field.kind)));
            (field.name.to_owned(), field_schema)
        });
        let fields = if known.path == "check" { std::mem::take(&mut codes) } else { fields.collect() };
        let mut table = closed(fields);
        table["title"] = json!(known.header());
        table["description"] = json!(known.doc);
        (known.path.to_owned(), table)
    });
    let tables = closed(tables.collect());
    written("Project file of briefs", "The settings for all briefs of a project: briefing.toml.", tables)
}

/// A whole schema: its head, and what a file may hold.
fn written(title: &str, description: &str, body: Value) -> String {
    let mut root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": description,
    });
    if let (Some(root), Value::Object(body)) = (root.as_object_mut(), body) {
        root.extend(body);
    }
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

/// What a field must have, though it is not required.
fn not_empty(kind: &Type) -> Map<String, Value> {
    let (rule, value) =
        if matches!(kind, Type::List(_)) { ("minItems", json!(1)) } else { ("pattern", json!(NOT_EMPTY)) };
    std::iter::once((rule.to_owned(), value)).collect()
}

/// A table that holds nothing else.
fn closed(properties: Map<String, Value>) -> Value {
    let mut table = json!({ "type": "object", "additionalProperties": false });
    table["properties"] = Value::Object(properties);
    table
}

/// The table or holder of records at a path of the table of tables.
fn object(at: &str) -> Value {
    let parts = parts_after(at);
    if let Some(id) = parts.first().filter(|part| is_id_part(part)) {
        return holder(at, id);
    }
    let mut properties = Map::new();
    let (mut required, mut either) = (Vec::new(), None);
    let known = table(at);
    if let Some(known) = known {
        for field in known.all_fields() {
            properties.insert(field.name.to_owned(), described(field));
            match field.unless {
                Some(other) => either = Some(json!([{ "required": [field.name] }, { "required": [other] }])),
                None if field.required => required.push(field.name.to_owned()),
                None => {}
            }
        }
    }
    for part in parts {
        let path = if at.is_empty() { part.to_owned() } else { format!("{at}.{part}") };
        properties.insert(part.to_owned(), object(&path));
        let needed = |known: &&super::TableSchema| known.required && known.path.split('.').next() == Some(part);
        if at.is_empty() && TABLES.iter().any(|known| needed(&known)) {
            required.push(part.to_owned());
        }
    }
    let mut object = closed(properties);
    if let Some(known) = known.filter(|known| !known.path.is_empty()) {
        object["title"] = json!(known.header());
        object["description"] = json!(known.doc);
    }
    if at.is_empty() {
        // A brief that takes shared records may have no party of its own.
        required.retain(|name| name != "parties");
        either = Some(json!([{ "required": ["parties"] }, { "required": ["use"] }]));
    }
    if let Some(either) = either {
        object["anyOf"] = either;
    }
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// A table that holds nothing but records by id.
fn holder(at: &str, id: &str) -> Value {
    let mut object = json!({
        "type": "object",
        "propertyNames": { "pattern": ID },
        "additionalProperties": self::object(&format!("{at}.{id}")),
    });
    if let Some(known) = TABLES.iter().find(|known| known.path.starts_with(&format!("{at}.{id}"))) {
        object["title"] = json!(known.header());
        object["description"] = json!(known.doc);
        if known.required {
            object["minProperties"] = json!(1);
        }
    }
    object
}

/// A day, month or year (ISO 8601).
const PART: &str = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?";

fn described(field: &Field) -> Value {
    let mut value = kind(&field.kind, field.required);
    value["description"] = json!(description(field));
    let example = toml_value(field.example);
    if !example.is_null() {
        value["examples"] = json!([example]);
    }
    value
}

fn description(field: &Field) -> String {
    let note = match field.kind {
        Type::Prose | Type::Passage | Type::List(Type::Prose) => {
            " Prose: `*emphasis*`, `**strong**`, `[words](https://…)`, `[@source-id]`."
        }
        Type::Date => DATE,
        Type::PartialDate => PARTIAL_DATE,
        _ => "",
    };
    let mut text = format!("{}{note}", field.doc);
    if let Type::Word(_, words) = field.kind {
        for VocabularyWord { word, meaning } in words {
            text.push_str(&format!("\n\n- `{word}`: {meaning}"));
        }
    }
    text
}

fn kind(kind: &Type, required: bool) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match kind {
        Type::Text | Type::Literal | Type::Prose | Type::Passage | Type::PartyOrText if required => text(NOT_EMPTY),
        Type::Text | Type::Literal | Type::Prose | Type::Passage | Type::PartyOrText | Type::Checked { .. } => {
            json!({ "type": "string" })
        }
        // A TOML date becomes a string on its way to a JSON Schema; that it had no quotation marks cannot be seen
        // there.
        Type::Date => json!({ "type": "string", "format": "date" }),
        Type::PartialDate => text(&format!("^{PART}(/{PART})?$")),
        Type::Duration => text("^0*[1-9][0-9]*[dwm]$"),
        Type::Integer { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Type::Number { least, most, .. } => json!({ "type": "number", "minimum": least, "maximum": most }),
        Type::Each(item, names) => json!({
            "type": "array",
            "items": self::kind(item, true),
            "minItems": names.len(),
            "maxItems": names.len(),
        }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Word(_, words) => json!({
            "type": "string",
            "enum": words.iter().map(|word| word.word).collect::<Vec<_>>(),
            "x-taplo": { "docs": { "enumValues": words.iter().map(|word| word.meaning).collect::<Vec<_>>() } },
        }),
        Type::Id(_) => text(ID),
        Type::Url => text("^[hH][tT][tT][pP][sS]?://[^\\s/?#:.][^\\s]*$"),
        Type::Language => text("^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[xX](-[A-Za-z0-9]{1,8})+)$"),
        Type::Handling => json!({ "type": "string", "maxLength": 48 }),
        Type::Marks => json!({ "type": "object", "additionalProperties": self::kind(&Type::Handling, true) }),
        Type::List(item) => json!({ "type": "array", "items": self::kind(item, true) }),
        Type::OneOrMore(item) => {
            let one = self::kind(item, true);
            json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
        }
        Type::Record(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
            let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
        }
    }
}

/// An example of the table as JSON; null for what JSON cannot say in the same words.
fn toml_value(example: &str) -> Value {
    serde_json::from_str(example).unwrap_or_else(|_| {
        let date = example.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if date { json!(example) } else { Value::Null }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_field_of_the_format_is_in_the_schema() {
        let schema: Value = serde_json::from_str(&json_schema()).unwrap();
        for table in TABLES {
            let mut at = &schema;
            for part in table.path.split('.').filter(|part| !part.is_empty()) {
                at = if is_id_part(part) { &at["additionalProperties"] } else { &at["properties"][part] };
            }
            for field in table.all_fields() {
                let field_schema = &at["properties"][field.name];
                assert!(field_schema["description"].is_string(), "{}.{}", table.path, field.name);
                let required = at["required"].as_array().is_some_and(|all| all.contains(&json!(field.name)));
                assert_eq!(required, field.required && field.unless.is_none(), "{}.{}", table.path, field.name);
                let either = field.unless.map(|other| json!([{ "required": [field.name] }, { "required": [other] }]));
                assert!(either.is_none_or(|either| at["anyOf"] == either), "{}.{}", table.path, field.name);
            }
            assert_eq!(at["properties"].get("said_by").is_some(), table.attribution, "{}", table.path);
        }
    }
}
