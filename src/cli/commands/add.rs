//! `brief add`: one command for each table that holds records, made of the schema.

use clap::builder::Str;
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches, Subcommand};

use crate::check;
use crate::cli::shared::amend::{self, Amending, refuse};
use crate::cli::shared::question;
use crate::cli::shared::ui::Gone;
use crate::cli::shared::{Exit, Ui};
use crate::edit::{self, Refused};
use crate::model::{Date, Id, PartialDate};
use crate::schema::{self, Field, TABLES, Table, Target, Type};
use crate::world::World;

/// A record to be added.
#[derive(Debug)]
pub(in crate::cli) struct Command {
    table: &'static Table,
    file: String,
    /// What was given for each part of the name, in its order.
    ids: Vec<Option<String>>,
    /// What was given for each field; nothing for those that were left out.
    fields: Vec<(&'static Field, Vec<String>)>,
    amend: amend::Args,
}

/// The fields that say of what day a record is: the brief cannot be of an earlier one.
const DAYS: [(&str, &str); 3] =
    [("developments.ID", "date"), ("sources.ID", "date"), ("positions.ISSUE.PARTY", "as_of")];

/// The tables that hold records by id, with the names of their commands.
fn records() -> impl Iterator<Item = (&'static Table, String)> {
    TABLES.iter().filter_map(|table| Some((table, noun(table)?)))
}

/// One record of a table as a command: `next-step`. `None` for a table that is there once.
pub(in crate::cli) fn noun(table: &Table) -> Option<String> {
    let mut parts = table.path.split('.').rev().skip_while(|part| schema::is_id_part(part));
    let many = parts.next().filter(|many| !many.is_empty() && !table.path.ends_with(many))?;
    let one = match many.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => many.strip_suffix('s').unwrap_or(many).to_owned(),
    };
    Some(one.replace('_', "-"))
}

/// The parts of a table's name that stand for ids.
fn id_parts(table: &Table) -> impl Iterator<Item = &'static str> + use<> {
    table.path.split('.').filter(|part| schema::is_id_part(part))
}

/// The option of a part of the name, in lower case: `id`, `issue`.
fn id_option(part: &str) -> String {
    part.to_lowercase()
}

/// The option of a field: `said-by`; that of a list names one item.
fn option(field: &Field) -> String {
    let one = match field.name {
        "sources" | "representatives" | "interests" | "red_lines" | "options" | "conditions" => {
            field.name.strip_suffix('s').unwrap_or(field.name)
        }
        name => name,
    };
    one.replace('_', "-")
}

fn value_name(kind: &Type) -> String {
    match kind {
        Type::Date | Type::PartialDate => "DATE".to_owned(),
        Type::Duration => "LENGTH".to_owned(),
        Type::Integer { .. } => "NUMBER".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Word(..) => "WORD".to_owned(),
        Type::Id(target) => target.noun().to_uppercase(),
        Type::PartyOrText => "PARTY or TEXT".to_owned(),
        Type::Url => "URL".to_owned(),
        Type::Language => "TAG".to_owned(),
        Type::Text | Type::Prose | Type::Handling => "TEXT".to_owned(),
        Type::List(item) => match item {
            Type::Id(_) => format!("{},…", value_name(item)),
            _ => value_name(item),
        },
        Type::Record(fields) => fields.iter().map(|field| field.name.to_uppercase()).collect::<Vec<_>>().join(", "),
    }
}

/// The option of a field, with its meaning and its words.
fn argument(table: &'static Table, field: &'static Field) -> Arg {
    let own = table.fields.iter().any(|own| own.name == field.name);
    let heading = match (field.required, own) {
        (true, _) => "Required",
        (false, true) => "Optional",
        (false, false) => "Where it comes from and how sure it is",
    };
    let name = option(field);
    let mut help = field.doc.to_owned();
    let mut long = help.clone();
    if let Type::Word(_, words) = field.kind {
        let all: Vec<&str> = words.iter().map(|word| word.word).collect();
        help.push_str(&format!(" One of {}", all.join(", ")));
        let lines = words.iter().map(|word| format!("- {}: {}", word.word, word.meaning));
        long.push_str(&format!("\n\n{}", lines.collect::<Vec<_>>().join("\n")));
    }
    if let Type::List(item) = field.kind
        && !matches!(item, Type::Id(_))
    {
        let more = " Give the option again for another";
        help.push_str(more);
        long.push_str(more);
    }
    let mut argument = Arg::new(field.name)
        .value_name(value_name(&field.kind))
        .help(help.trim_end_matches('.').to_owned())
        .long_help(long)
        .help_heading(heading)
        .action(if matches!(field.kind, Type::List(_)) { ArgAction::Append } else { ArgAction::Set });
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
fn command(table: &'static Table, noun: &str) -> clap::Command {
    let mut command = clap::Command::new(noun.to_owned())
        .arg(Arg::new("FILE").required(true).help("The brief; `-` is standard input, which goes to standard output"));
    let mut usage = format!("brief add {noun} [OPTIONS]");
    for part in id_parts(table).filter(|part| *part != "ID") {
        let option = id_option(part);
        usage.push_str(&format!(" --{option} <{part}>"));
        let help = format!("The id of the {option}");
        command = command.arg(Arg::new(part).value_name(part).long(option).help(help).help_heading("Required"));
    }
    for field in table.all_fields() {
        command = command.arg(argument(table, field));
        if field.required {
            usage.push_str(&format!(" --{} <{}>", option(field), value_name(&field.kind)));
        }
    }
    if id_parts(table).any(|part| part == "ID") {
        let argument = Arg::new("ID").long(id_option("ID")).value_name("ID").help_heading("Optional");
        command = command.arg(argument.help("Its id. Without it, one is made of what the record says"));
    }
    command = <amend::Args as clap::Args>::augment_args(command);
    if table.field("as_of").is_some() {
        // The table has a day of its own under that name.
        command = command.mut_arg("brief_as_of", |argument| argument.long("brief-as-of"));
    }
    command
        .about(format!("Add {} to a brief", schema::article(&noun.replace('-', " "))))
        .long_about(format!("Add {} to a brief. {}", table.header(), table.doc))
        .override_usage(format!("{usage} <FILE>"))
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command
            .about("Add a record to a brief in its file: a development, a source, a position …")
            .long_about(
                "Add a record to a brief in its file.\n\nComments and layout stay. The brief is checked before it is written, and not written if the record would make it invalid. What is later than the brief moves its `as_of` on. On a terminal, what is required and missing is asked for.",
            )
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(records().map(|(table, noun)| self::command(table, &noun)))
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
        let help = format!("`brief add {noun} --help` says what they take");
        ui.fail(&format!("`brief add {noun}` needs {}", listed(&missing)), Some(&help));
        return Exit::Usage;
    }
    let mut amending = match command.amend.open(&command.file, world, ui) {
        Ok(amending) => amending,
        Err(exit) => return exit,
    };
    let (mut ids, mut fields) = (command.ids.clone(), command.fields.clone());
    if asks && command.ask(&mut ids, &mut fields, &amending, ui).is_err() {
        return question::left(&command.file, ui);
    }
    fields.retain(|(_, values)| !values.is_empty());
    let refused: Vec<Refused> = fields.iter().filter_map(|(field, values)| edit::takes(field, values).err()).collect();
    if !refused.is_empty() {
        return refused.iter().map(|refused| refuse(refused, ui)).max().unwrap_or(Exit::Usage);
    }
    let added = command.ids(&ids, &fields, &amending).and_then(|ids| {
        let path = edit::path_of(command.table, &ids);
        if amending.draft.has(&path) {
            return Err(command.there_already(&path));
        }
        amending.draft.add(command.table, &ids, &fields)?;
        Ok(path)
    });
    match added {
        Ok(path) => amending.done.push(format!("added {path}")),
        Err(refused) => return refuse(&refused, ui),
    }
    command.amend.finish(amending, command.day(&fields), world, ui)
}

impl Command {
    /// The options that are required and were not given.
    fn missing(&self) -> Vec<String> {
        let ids = id_parts(self.table).zip(&self.ids).filter(|(part, id)| *part != "ID" && id.is_none());
        let fields = self.fields.iter().filter(|(field, values)| field.required && values.is_empty());
        ids.map(|(part, _)| format!("--{}", id_option(part)))
            .chain(fields.map(|(field, _)| format!("--{}", option(field))))
            .collect()
    }

    /// Asks for what is required and was not given, then for what else there may be.
    fn ask(
        &self,
        ids: &mut [Option<String>],
        fields: &mut [(&'static Field, Vec<String>)],
        amending: &Amending,
        ui: &Ui,
    ) -> Result<(), Gone> {
        for (part, id) in id_parts(self.table).zip(ids) {
            let target = match part {
                "ISSUE" => Target::Issue,
                "PARTY" => Target::Party,
                _ => continue,
            };
            if id.is_none() {
                *id = Some(question::id(&id_option(part), target, &amending.draft, ui)?);
            }
        }
        for (field, values) in fields.iter_mut().filter(|(field, values)| field.required && values.is_empty()) {
            *values = question::field(field, true, &amending.draft, ui)?;
        }
        let optional: Vec<_> = fields.iter().filter(|(_, values)| values.is_empty()).map(|(field, _)| *field).collect();
        let further = question::further(&optional, ui)?;
        for (field, values) in fields.iter_mut().filter(|(field, _)| further.iter().any(|it| it.name == field.name)) {
            *values = question::field(field, false, &amending.draft, ui)?;
        }
        Ok(())
    }

    /// The ids in the name of the record; one that was not given is made of what the record says.
    fn ids(
        &self,
        ids: &[Option<String>],
        fields: &[(&'static Field, Vec<String>)],
        amending: &Amending,
    ) -> Result<Vec<String>, Refused> {
        let given = |name: &str| {
            let (_, values) = fields.iter().find(|(field, _)| field.name == name)?;
            values.first().map(String::as_str)
        };
        let taken = |id: &str| amending.has(&edit::path_of(self.table, &[id.to_owned()]));
        id_parts(self.table)
            .zip(ids)
            .map(|(part, id)| match id {
                Some(id) if Id::new(id).is_ok() => Ok(id.clone()),
                Some(id) => {
                    let start: String = id.chars().take(60).collect();
                    let better = check::slug(id).map(|slug| format!("write --{} {slug}", id_option(part)));
                    let rule = "an id is made of a–z, 0–9 and single hyphens, as in `north-coast`".to_owned();
                    Err(Refused { message: format!("`{start}` is no id"), help: Some(better.unwrap_or(rule)) })
                }
                None => edit::id(self.table, given, taken).ok_or_else(|| Refused {
                    message: "no id can be made of what the record says".to_owned(),
                    help: Some("give one: --id north-coast".to_owned()),
                }),
            })
            .collect()
    }

    fn there_already(&self, path: &str) -> Refused {
        let field = self.table.fields.first().map_or("", |field| field.name);
        Refused {
            message: format!("`{path}` is there already"),
            help: Some(format!("`brief set {} {path}.{field} …` changes it", self.file)),
        }
    }

    /// The day of the record, when the brief cannot be of an earlier one.
    fn day(&self, fields: &[(&'static Field, Vec<String>)]) -> Option<Date> {
        let (_, name) = DAYS.iter().find(|(table, _)| *table == self.table.path)?;
        let (_, values) = fields.iter().find(|(field, _)| field.name == *name)?;
        let date: PartialDate = values.first()?.trim().parse().ok()?;
        // The first day on which it can have happened; of a span, the whole of it.
        Some(date.to.unwrap_or(date.from).start())
    }
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, names)) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_records_has_a_command_and_every_field_an_option() {
        let add = Command::augment_subcommands(clap::Command::new("add"));
        add.clone().debug_assert();
        let names: Vec<&str> = add.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(
            names,
            [
                "party",
                "issue",
                "position",
                "claim",
                "point",
                "commitment",
                "development",
                "next-step",
                "talking-point",
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
                assert_eq!(many, matches!(field.kind, Type::List(_)), "{noun} {}", field.name);
            }
            let parts = id_parts(table).filter(|part| options.contains(&id_option(part).as_str())).count();
            assert_eq!(parts, id_parts(table).count(), "{noun}");
            // Nothing else but what both commands share.
            assert_eq!(options.len(), table.all_fields().count() + parts + 5, "{noun}: {options:?}");
        }
        for (table, name) in DAYS {
            assert!(
                matches!(schema::table(table).unwrap().field(name).unwrap().kind, Type::Date | Type::PartialDate),
                "{table}.{name}"
            );
        }
    }
}
