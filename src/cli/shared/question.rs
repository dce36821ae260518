//! Questions for what is missing on the command line, derived from the schema and the brief.

use super::ui::InputClosed;
use super::{Exit, Ui};
use crate::check;
use crate::edit::{self, Draft};
use crate::error::Error;
use crate::model::Id;
use crate::record;
use crate::schema::{Field, Target, Type};

/// Nobody reads more choices than these; the others can be typed.
const MOST_SHOWN: usize = 40;

/// A possible answer: an id or word, and its meaning.
type Choice = (String, String);

/// An error as an objection to an answer.
pub(in crate::cli) fn objection(refused: Error) -> String {
    match refused.help {
        Some(help) => format!("{}; {help}", refused.message),
        None => refused.message,
    }
}

/// Reports that the questions were not answered.
pub(in crate::cli) fn left(file: &str, ui: &Ui) -> Exit {
    ui.fail(&format!("no answer; {file} is unchanged"), None);
    Exit::Usage
}

/// Asks for a field. Returns the values as they would be given on the command line; none for an optional field that was
/// left empty.
pub(in crate::cli) fn field(
    field: &'static Field,
    required: bool,
    draft: &Draft,
    ui: &Ui,
) -> Result<Vec<String>, InputClosed> {
    ui.show(&format!("{}: {}", field.name, field.doc));
    let (kind, many) = match field.kind {
        Type::List(item) | Type::OneOrMore(item) => (*item, true),
        kind => (kind, false),
    };
    match kind {
        Type::Word(_, words) => {
            let choices = words.iter().map(|word| (word.word.to_owned(), word.meaning.to_owned())).collect();
            choice(field.name, &KnownChoices { choices, only: true }, many, required, ui)
        }
        Type::Id(target) => choice(field.name, &records(target, draft), many, required, ui),
        Type::PartyOrText => {
            let known = records(Target::Party, draft);
            show(&known.choices, ui);
            let answer = ui.ask(&question(field.name, "a number, an id or a text", required), !required, |_| Ok(()))?;
            Ok(answer.map(|answer| known.chosen(&answer).unwrap_or(answer)).into_iter().collect())
        }
        Type::Boolean => {
            let yes = |answer: &str| match answer.to_lowercase().as_str() {
                "y" | "yes" | "true" => Some("true"),
                "n" | "no" | "false" => Some("false"),
                _ => None,
            };
            let takes = |answer: &str| yes(answer).map(drop).ok_or_else(|| "answer yes or no".to_owned());
            let answer = ui.ask(&question(field.name, "yes or no", required), !required, takes)?;
            Ok(answer.and_then(|answer| yes(&answer).map(str::to_owned)).into_iter().collect())
        }
        _ => {
            let takes = |answer: &str| edit::takes(field, &[answer.to_owned()]).map_err(objection);
            let hint = match kind {
                Type::Record(fields) => edit::in_a_row(fields).map(|field| field.name).collect::<Vec<_>>().join(", "),
                // As the user types it, not as TOML spells it.
                _ => format!("as in {}", field.example.trim_matches(['[', ']', '"'])),
            };
            let mut values = Vec::new();
            loop {
                let needed = required && values.is_empty();
                let hint = if many && !values.is_empty() { "another" } else { hint.as_str() };
                match ui.ask(&question(field.name, hint, needed), !needed, takes)? {
                    Some(value) => values.push(value),
                    None => return Ok(values),
                }
                if !many {
                    return Ok(values);
                }
            }
        }
    }
}

/// Asks for an id that is part of the path of a record: that of an issue or a party.
pub(in crate::cli) fn id(part: &str, target: Target, draft: &Draft, ui: &Ui) -> Result<String, InputClosed> {
    let answer = choice(part, &records(target, draft), false, true, ui)?;
    Ok(answer.into_iter().next().unwrap_or_default())
}

/// Asks for the id of a new record. `given` is what was given and is not an id.
pub(in crate::cli) fn own_id(given: Option<&str>, ui: &Ui) -> Result<String, InputClosed> {
    ui.ask_id(&question("id", "a name for the record, as in north-coast", true), given)
}

/// Asks which of the optional fields to fill in.
pub(in crate::cli) fn further(fields: &[&'static Field], ui: &Ui) -> Result<Vec<&'static Field>, InputClosed> {
    let choices = fields.iter().map(|field| (field.name.to_owned(), field.doc.to_owned())).collect();
    let chosen = choice("further fields", &KnownChoices { choices, only: true }, true, false, ui)?;
    Ok(fields.iter().copied().filter(|field| chosen.iter().any(|name| name == field.name)).collect())
}

fn question(name: &str, hint: &str, required: bool) -> String {
    format!("{name} ({hint}{})", if required { "" } else { "; Enter for none" })
}

/// The choices of a question.
struct KnownChoices {
    choices: Vec<Choice>,
    /// Whether no other answer is accepted. An id may come from a file of shared records.
    only: bool,
}

impl KnownChoices {
    /// The choice with a number or name.
    fn chosen(&self, answer: &str) -> Option<String> {
        let answer = answer.trim();
        let named = self.choices.iter().find(|(name, _)| name == answer);
        let number = answer.parse::<usize>().ok().and_then(|number| self.choices.get(number.checked_sub(1)?));
        // The title of a record names it, too, and so does an id that is made of it.
        let titled = || self.choices.iter().find(|(_, title)| title.to_lowercase() == answer.to_lowercase());
        let made = || record::slug(answer).and_then(|id| self.choices.iter().find(|(name, _)| *name == id));
        named.or(number).or_else(titled).or_else(made).map(|(name, _)| name.clone())
    }

    /// The objection to an answer that is not one of them.
    fn takes(&self, answer: &str) -> Result<(), String> {
        if self.chosen(answer).is_some() {
            return Ok(());
        }
        let answer = answer.trim();
        let names = self.choices.iter().map(|(name, _)| name.as_str());
        match if self.only { check::meant_word(answer, names) } else { check::meant(answer, names) } {
            Some(near) => Err(format!("there is no `{answer}`; did you mean `{near}`?")),
            None if self.only => Err("answer with a number or a word from the list".to_owned()),
            // Of a title an id is made.
            None if Id::new(answer).is_ok() || record::slug(answer).is_some() => Ok(()),
            None => Err(format!("`{answer}` is not a valid id")),
        }
    }
}

fn choice(name: &str, known: &KnownChoices, many: bool, required: bool, ui: &Ui) -> Result<Vec<String>, InputClosed> {
    show(&known.choices, ui);
    let hint = if many { "numbers or names, separated by commas" } else { "number or name" };
    let split = |answer: &str| answer.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    let parts = |answer: &str| {
        let mut parts = if many { split(answer) } else { vec![answer.to_owned()] };
        parts.retain(|part| !part.is_empty());
        parts
    };
    let takes = |answer: &str| parts(answer).iter().try_for_each(|part| known.takes(part));
    let answer = ui.ask(&question(name, hint, required), !required, takes)?.unwrap_or_default();
    let chosen = |part: String| match known.chosen(&part) {
        Some(chosen) => Ok(chosen),
        None => ui.ask_id(name, Some(&part)),
    };
    parts(&answer).into_iter().map(chosen).collect()
}

fn show(choices: &[Choice], ui: &Ui) {
    for (nth, (name, meaning)) in choices.iter().take(MOST_SHOWN).enumerate() {
        let start: String = meaning.chars().take(80).collect();
        ui.show(&format!("  {}. {name}: {start}", nth + 1));
    }
    if choices.len() > MOST_SHOWN {
        ui.show(&format!("  … and {} more, which you can name", choices.len() - MOST_SHOWN));
    }
}

/// The records of the brief that an id may refer to, each with its title.
fn records(target: Target, draft: &Draft) -> KnownChoices {
    // Parties and sources may come from a file of shared records.
    let shared = matches!(target, Target::Party | Target::Source) && draft.has("use");
    KnownChoices { choices: draft.names(target.table()), only: !shared }
}
