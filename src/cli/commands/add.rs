//! `brief add`: one command for each table that holds records, derived from the schema.

use clap::builder::Str;
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches, Subcommand};

use crate::cli::shared::amend::{self, PendingEdit, refuse, refuse_value};
use crate::cli::shared::help::RARE_FIELDS;
use crate::cli::shared::noun::{noun, option};
use crate::cli::shared::outcome::listed;
use crate::cli::shared::question;
use crate::cli::shared::record_date::record_date;
use crate::cli::shared::ui::InputClosed;
use crate::cli::shared::{Exit, Ui};
use crate::edit;
use crate::error::Error;
use crate::model::Id;
use crate::schema::{self, Field, TABLES, TableSchema, Target, Type};
use crate::world::World;

/// A record to add.
#[derive(Debug)]
pub(in crate::cli) struct Command {
    table: &'static TableSchema,
    file: String,
    /// What was given for each part of the path, in its order.
    ids: Vec<Option<String>>,
    /// What was given for each field; nothing for those that were left out.
    fields: Vec<(&'static Field, Vec<String>)>,
    amend: amend::Args,
}

/// The tables that hold records by id, with the names of their commands.
fn records() -> impl Iterator<Item = (&'static TableSchema, String)> {
    TABLES.iter().filter_map(|table| Some((table, noun(table)?)))
}

/// The parts of a table's name that stand for ids.
fn id_parts(table: &TableSchema) -> impl Iterator<Item = &'static str> + use<> {
    table.id_parts().into_iter()
}

/// The option of a part of the name, in lower case: `id`, `issue`.
fn id_option(part: &str) -> String {
    part.to_lowercase()
}

fn value_name(kind: &Type) -> String {
    match kind {
        Type::Date | Type::PartialDate => "DATE".to_owned(),
        Type::Duration => "LENGTH".to_owned(),
        Type::Integer { .. } | Type::Number { .. } => "NUMBER".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Word(..) => "WORD".to_owned(),
        Type::Id(target) => target.noun().to_uppercase(),
        Type::PartyOrText => "PARTY or TEXT".to_owned(),
        Type::Url => "URL".to_owned(),
        Type::Language => "TAG".to_owned(),
        Type::Text | Type::Literal | Type::Prose | Type::Passage | Type::Handling | Type::Checked { .. } => {
            "TEXT".to_owned()
        }
        Type::Marks => "FIELD=LEVEL".to_owned(),
        Type::Each(item, _) => value_name(item),
        Type::List(item) | Type::OneOrMore(item) => match item {
            Type::Id(_) => format!("{},…", value_name(item)),
            _ => value_name(item),
        },
        Type::Record(fields) => {
            edit::in_a_row(fields).map(|field| field.name.to_uppercase()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The option of a field, with its meaning and its words.
fn argument(table: &'static TableSchema, field: &'static Field) -> Arg {
    let own = table.fields.iter().any(|own| own.name == field.name);
    let is_mark = table.marking().iter().any(|mark| mark.name == field.name);
    let heading = match (field.required, own) {
        (true, _) => "Required",
        (false, true) => "Optional",
        (false, false) if is_mark => "Who may read it",
        (false, false) => "Provenance and confidence",
    };
    let name = option(field);
    let help = field.doc.split_once(". ").map_or(field.doc, |(first, _)| first);
    let help = help.split_once("; ").map_or(help, |(first, _)| first);
    let mut long = field.doc.to_owned();
    if let Type::Word(_, words) = field.kind {
        let lines = words.iter().map(|word| format!("- {}: {}", word.word, word.meaning));
        long.push_str(&format!("\n\n{}", lines.collect::<Vec<_>>().join("\n")));
    }
    if let Type::List(item) = field.kind
        && !matches!(item, Type::Id(_))
    {
        long.push_str(" Repeat the option for several");
    }
    // What a record seldom has is in `--help`; its source is never left out.
    let is_rare = !(field.required || own && !RARE_FIELDS.contains(&field.name) || field.name == "sources");
    let mut argument = Arg::new(field.name)
        .hide_short_help(is_rare)
        .value_name(value_name(&field.kind))
        .help(help.trim_end_matches('.').to_owned())
        .long_help(long)
        .help_heading(heading)
        .action(if matches!(field.kind, Type::List(_) | Type::OneOrMore(_)) {
            ArgAction::Append
        } else {
            ArgAction::Set
        });
    if matches!(field.kind, Type::Boolean) {
        argument = argument.num_args(0..=1).require_equals(true).default_missing_value("true");
    }
    let whole = field.name.replace('_', "-");
    if whole != name {
        argument = argument.alias(Str::from(whole));
    }
    argument.long(name)
}

/// The command of a table.
fn command(table: &'static TableSchema, noun: &str) -> clap::Command {
    let mut command = clap::Command::new(noun.to_owned())
        .arg(Arg::new("FILE").required(true).help("The brief; `-` is standard input, written to standard output"));
    let mut usage = vec![format!("brief add {noun}"), "[OPTIONS]".to_owned()];
    for part in id_parts(table).filter(|part| *part != "ID") {
        let option = id_option(part);
        usage.push(format!("--{option} <{part}>"));
        let help = format!("The id of the {option}");
        command = command.arg(Arg::new(part).value_name(part).long(option).help(help).help_heading("Required"));
    }
    for field in table.all_fields() {
        command = command.arg(argument(table, field));
        if field.required && field.unless.is_none() {
            usage.push(format!("--{} <{}>", option(field), value_name(&field.kind)));
        }
    }
    if id_parts(table).any(|part| part == "ID") {
        let argument = Arg::new("ID").long(id_option("ID")).value_name("ID").help_heading("Optional");
        command = command.arg(argument.help("Its id [default: derived from the record]"));
    }
    command = <amend::Args as clap::Args>::augment_args(command);
    if table.field("as_of").is_some() {
        // The table has a date of its own under that name.
        command = command.mut_arg("brief_as_of", |argument| argument.long("brief-as-of"));
    }
    for rare in ["brief_as_of", "new_edition"] {
        command = command.mut_arg(rare, |argument| argument.hide_short_help(true));
    }
    command
        .about(format!("Add {} to a brief", schema::article(&noun.replace('-', " "))))
        .long_about(format!("Add {} to a brief. {}", table.header(), table.doc))
        .override_usage(in_lines(usage))
}

/// The words of a usage, in lines that fit after `Usage: `.
fn in_lines(mut words: Vec<String>) -> String {
    let (before, width) = ("Usage: ".len(), 80);
    words.push("<FILE>".to_owned());
    let (mut text, mut column) = (String::new(), before);
    for word in words {
        if column + 1 + word.len() > width {
            text.push_str(&format!("\n{:before$}", ""));
            column = before;
        } else if column > before {
            text.push(' ');
            column += 1;
        }
        text.push_str(&word);
        column += word.len();
    }
    text
}

/// Adds a command for each record, which [`Subcommand::augment_subcommands`] leaves out: few command lines need them.
pub(in crate::cli) fn with_records(command: clap::Command) -> clap::Command {
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(records().map(|(table, noun)| self::command(table, &noun)))
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command
            .about("Add a record to a brief: a development, a source, a position …")
            .after_long_help(
                "Comments and layout stay. The brief is checked first, and not written if the\nrecord would make it invalid. A record later than the brief moves its `as_of`.\nOn a terminal, `brief` asks for required fields that are missing.",
            )
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        records().any(|(_, noun)| noun == name)
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let (table, _) = records().find(|(_, noun)| noun == name).ok_or_else(missing)?;
        let given = |id: &str| matches.get_many::<String>(id).unwrap_or_default().cloned().collect::<Vec<_>>();
        Ok(Self {
            table,
            file: given("FILE").pop().unwrap_or_default(),
            ids: id_parts(table).map(|part| given(part).pop()).collect(),
            fields: table.all_fields().map(|field| (field, given(field.name))).collect(),
            amend: amend::Args::from_arg_matches(matches)?,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

pub(in crate::cli) fn run(command: &Command, world: &dyn World, ui: &Ui) -> Exit {
    let missing = command.missing();
    let asks = !missing.is_empty() && ui.can_ask() && command.file != "-";
    let noun = noun(command.table).unwrap_or_default();
    if !(missing.is_empty() || asks) {
        let help = format!("see `brief add {noun} --help`");
        ui.fail(&format!("`brief add {noun}` needs {}", listed(&missing)), Some(&help));
        return Exit::Usage;
    }
    let (mut ids, mut fields) = (command.ids.clone(), command.fields.clone());
    if asks {
        let looked = match command.amend.look(&command.file, world, ui) {
            Ok(looked) => looked,
            Err(exit) => return exit,
        };
        if command.ask(&mut ids, &mut fields, &looked, ui).is_err() {
            return question::left(&command.file, ui);
        }
    }
    let mut pending = match command.amend.open(&command.file, world, ui) {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    fields.retain(|(_, values)| !values.is_empty());
    let refused: Vec<Error> = fields.iter().filter_map(|(field, values)| edit::takes(field, values).err()).collect();
    if !refused.is_empty() {
        return refused.iter().map(|refused| refuse_value(refused, ui)).max().unwrap_or(Exit::Errors);
    }
    let added = command.ids(&ids, &fields, &pending).and_then(|ids| {
        let path = edit::path_of(command.table, &ids);
        if pending.draft.has(&path) {
            return Err(command.already_exists(&path));
        }
        pending.draft.add(command.table, &ids, &fields)?;
        Ok(path)
    });
    match added {
        Ok(path) => pending.done.push(format!("added {path}")),
        Err(refused) => return refuse(&refused, ui),
    }
    command.amend.finish(pending, record_date(command.table, &fields), ui)
}

impl Command {
    /// The options that are required and were not given.
    fn missing(&self) -> Vec<String> {
        let ids = id_parts(self.table).zip(&self.ids).filter(|(part, id)| *part != "ID" && id.is_none());
        let has = |name: &str| self.fields.iter().any(|(field, values)| field.name == name && !values.is_empty());
        let fields = self.fields.iter().filter(|(field, _)| field.is_missing(has));
        ids.map(|(part, _)| format!("--{}", id_option(part)))
            .chain(fields.map(|(field, _)| {
                let other = field.unless.and_then(|name| self.fields.iter().find(|(it, _)| it.name == name));
                let or = other.map_or_else(String::new, |(other, _)| format!(" or --{}", option(other)));
                format!("--{}{or}", option(field))
            }))
            .collect()
    }

    /// Asks for required fields that were not given, then for optional ones.
    fn ask(
        &self,
        ids: &mut [Option<String>],
        fields: &mut [(&'static Field, Vec<String>)],
        pending: &PendingEdit<'_>,
        ui: &Ui,
    ) -> Result<(), InputClosed> {
        for (part, id) in id_parts(self.table).zip(&mut *ids) {
            match Target::of_part(part) {
                _ if id.is_some() || part == "ID" => {}
                Some(target) => *id = Some(question::id(&id_option(part), target, &pending.draft, ui)?),
                None => *id = Some(question::own_id(None, ui)?),
            }
        }
        let given: Vec<&str> =
            fields.iter().filter(|(_, values)| !values.is_empty()).map(|(field, _)| field.name).collect();
        let missing: Vec<&Field> =
            fields.iter().map(|(field, _)| *field).filter(|it| it.is_missing(|name| given.contains(&name))).collect();
        for field in missing {
            // Of two fields of which one is enough, the second is only asked for if the first has no answer.
            let mut asked = question::field(field, field.unless.is_none(), &pending.draft, ui)?;
            let mut name = field.name;
            if let Some(other) = field.unless.filter(|_| asked.is_empty()).and_then(|name| self.table.field(name)) {
                asked = question::field(other, true, &pending.draft, ui)?;
                name = other.name;
            }
            fields.iter_mut().filter(|(it, _)| it.name == name).for_each(|(_, values)| asked.clone_into(values));
        }
        let optional: Vec<_> = fields.iter().filter(|(_, values)| values.is_empty()).map(|(field, _)| *field).collect();
        let further = question::further(&optional, ui)?;
        for (field, values) in fields.iter_mut().filter(|(field, _)| further.iter().any(|it| it.name == field.name)) {
            *values = question::field(field, false, &pending.draft, ui)?;
        }
        let own = id_parts(self.table).zip(ids).find(|(part, _)| *part == "ID");
        if let Some((_, id)) = own {
            let derived = || edit::id(self.table, |name| first(fields, name), |_| false);
            if id.as_ref().map_or_else(|| derived().is_none(), |id| Id::new(id).is_err()) {
                *id = Some(question::own_id(id.as_deref(), ui)?);
            }
        }
        Ok(())
    }

    /// The ids in the path of the record; one that was not given is derived from the record.
    fn ids(
        &self,
        ids: &[Option<String>],
        fields: &[(&'static Field, Vec<String>)],
        pending: &PendingEdit<'_>,
    ) -> Result<Vec<String>, Error> {
        let given = |name: &str| first(fields, name);
        let taken = |id: &str| pending.has(&edit::path_of(self.table, &[id.to_owned()]));
        id_parts(self.table)
            .zip(ids)
            .map(|(part, id)| match id {
                Some(id) if Id::new(id).is_ok() => Ok(id.clone()),
                Some(id) => Err(edit::invalid_id(id, |better| format!("write --{} {better}", id_option(part)))),
                None => edit::id(self.table, given, taken).ok_or_else(|| Error {
                    message: "no id can be derived from the record".to_owned(),
                    help: Some("give one: --id north-coast".to_owned()),
                }),
            })
            .collect()
    }

    fn already_exists(&self, path: &str) -> Error {
        let field = self.table.fields.first().map_or("", |field| field.name);
        Error {
            message: format!("`{path}` already exists"),
            help: Some(format!("`brief set {} {path}.{field} …` changes it", self.file)),
        }
    }
}

/// The first value that was given for a field.
fn first<'a>(fields: &'a [(&'static Field, Vec<String>)], name: &str) -> Option<&'a str> {
    let (_, values) = fields.iter().find(|(field, _)| field.name == name)?;
    values.first().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_records_has_a_command_and_every_field_an_option() {
        let add = with_records(clap::Command::new("add"));
        add.clone().debug_assert();
        let names: Vec<&str> = add.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(
            names,
            [
                "party",
                "issue",
                "position",
                "proposal",
                "claim",
                "point",
                "commitment",
                "judgement",
                "development",
                "next-step",
                "talking-point",
                "aim",
                "argument",
                "text",
                "variant",
                "meeting",
                "person",
                "agenda-item",
                "ask",
                "option",
                "recommendation",
                "clearance",
                "figure",
                "source"
            ]
        );
        for (table, noun) in records() {
            let command = add.find_subcommand(&noun).unwrap();
            let options: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
            for field in table.all_fields() {
                assert!(options.contains(&option(field).as_str()), "{noun} has no option for {}", field.name);
                let argument = command.get_arguments().find(|it| it.get_id() == field.name).unwrap();
                let many = matches!(argument.get_action(), ArgAction::Append);
                assert_eq!(many, matches!(field.kind, Type::List(_) | Type::OneOrMore(_)), "{noun} {}", field.name);
            }
            let parts = id_parts(table).filter(|part| options.contains(&id_option(part).as_str())).count();
            assert_eq!(parts, id_parts(table).count(), "{noun}");
            // Nothing else but what both commands share.
            assert_eq!(options.len(), table.all_fields().count() + parts + 5, "{noun}: {options:?}");
        }
    }
}
