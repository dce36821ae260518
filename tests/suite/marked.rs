//! Generated briefs with handling marks, and the content that readers of a level may see.

use std::collections::BTreeSet;

use crate::mutation::Random;

/// Stands for the readers of a page that is not a release and not for our side.
pub(crate) const ALL_BUT_OWN_SIDE: &str = "all";

const LEVELS: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

/// Other words for a field that may be withheld although its record is not.
fn backwards(words: &str) -> String {
    words.split(' ').rev().collect::<Vec<_>>().join(" ")
}

/// The value of a field.
#[derive(Clone)]
enum Field {
    /// A value in TOML syntax.
    Plain(String),
    /// Words, and the sources that they cite.
    Prose(String, Vec<String>),
    /// A list of record paths. If all of them are withheld, the field is.
    List(Vec<String>),
    /// Like `List`, but if all of them are withheld, the record is.
    About(Vec<String>),
    /// The path of a record. If that is withheld, this record is.
    One(String),
    /// Like `About`, or like `List` if the record has the other field.
    Unless(&'static str, Vec<String>),
    /// Like `List`, but if all of them are withheld, the other field is withheld, too.
    With(&'static str, Vec<String>),
}

#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) path: String,
    mark: Option<&'static str>,
    /// A field with a mark of its own.
    field_mark: Option<(&'static str, &'static str)>,
    /// The paths of records without which this one is withheld.
    needs: Vec<String>,
    fields: Vec<(&'static str, Field)>,
    /// A word that occurs nowhere else.
    pub(crate) token: String,
    /// Whether the record is only for our side by its nature, if it has no mark.
    own: bool,
    /// The fields that are only for our side by their nature, if they have no mark.
    own_fields: Vec<&'static str>,
}

pub(crate) struct Made {
    pub(crate) records: Vec<Record>,
    unmarked: &'static str,
}

/// A word that occurs in no other record.
fn token(count: &mut usize, random: &mut Random) -> String {
    *count += 1;
    let letters = |mut number: usize| {
        let mut word = String::from("q");
        for _ in 0..4 {
            word.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
            number /= 26;
        }
        word
    };
    let words: Vec<String> = (0..3 + random.below(4)).map(|at| letters(*count * 31 + at * 7919)).collect();
    words.join(" ")
}

impl Made {
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut count = random.below(1000);
        let mut records = Vec::new();
        let pick = |random: &mut Random, from: &[String]| random.one(from).cloned().unwrap();
        let some = |random: &mut Random, from: &[String]| {
            let mut all: Vec<String> = from.iter().filter(|_| random.chance(40)).cloned().collect();
            all.dedup();
            all
        };
        let ids =
            |table: &str, number: usize| (0..number).map(|at| format!("{table}.{table}-{at}")).collect::<Vec<_>>();
        let (parties, issues) = (ids("parties", 2 + random.below(3)), ids("issues", 1 + random.below(4)));
        let sources = ids("sources", 2 + random.below(5));
        let mark = |random: &mut Random| {
            let marks = [None, None, None, Some("TLP:GREEN"), Some("TLP:AMBER"), Some("TLP:RED"), Some("own-side")];
            *random.one(&marks).unwrap()
        };
        let prose = |random: &mut Random, words: &str| Field::Prose(words.to_owned(), some(random, &sources));
        let mut add = |random: &mut Random,
                       path: &str,
                       needs: &[&String],
                       fields: Vec<(&'static str, Field)>,
                       token: String,
                       optional: &[&'static str]| {
            let field_mark = random.one(optional).copied().filter(|_| random.chance(25)).map(|name| (name, "TLP:RED"));
            let needs = needs.iter().map(|it| (*it).clone()).collect();
            let is_of_own_side = path.starts_with("aims.") || path.starts_with("arguments.");
            let avoid = |(name, field): &(&str, Field)| {
                *name == "kind" && matches!(field, Field::Plain(it) if it == "\"avoid\"")
            };
            let own = is_of_own_side || fields.iter().any(avoid);
            // A mark cannot lower an aim or an argument.
            let mark = mark(random).filter(|it| !is_of_own_side || *it == "own-side");
            let own_fields = match path {
                "parties.parties-0" => vec!["alternatives"],
                path if path.starts_with("asks.") => vec!["push_back"],
                _ => Vec::new(),
            };
            records.push(Record { path: path.to_owned(), mark, field_mark, needs, fields, token, own, own_fields });
        };
        for path in &parties {
            let words = token(&mut count, random);
            let members: Vec<String> = some(random, &parties).into_iter().filter(|it| it != path).collect();
            let fields = vec![
                ("name", Field::Plain(format!("\"{words}\""))),
                ("role", Field::Plain("\"principal\"".to_owned())),
                ("alternatives", prose(random, &format!("Alone {}.", backwards(&words)))),
                ("members", Field::List(members.clone())),
                ("speaks_for", Field::With("members", some(random, &members))),
            ];
            add(random, path, &[], fields, words, &["alternatives"]);
        }
        for path in &issues {
            let words = token(&mut count, random);
            let fields = vec![
                ("title", Field::Plain(format!("\"{words}\""))),
                ("status", Field::Plain("\"contested\"".to_owned())),
                ("summary", prose(random, &format!("About {}.", backwards(&words)))),
                ("linked", Field::List(some(random, &issues).into_iter().filter(|it| it != path).collect())),
                ("between", Field::About(some(random, &parties))),
            ];
            add(random, path, &[], fields, words, &["summary"]);
        }
        for issue in &issues {
            for party in parties.iter().filter(|_| random.chance(70)).collect::<Vec<_>>() {
                let words = token(&mut count, random);
                let id = |path: &str| path.split('.').nth(1).unwrap().to_owned();
                let fields = vec![
                    ("stance", Field::Plain("\"demands\"".to_owned())),
                    ("text", prose(random, &format!("It wants {words}."))),
                    ("disputed", prose(random, &format!("Not so {}.", backwards(&words)))),
                    ("sources", Field::List(some(random, &sources))),
                ];
                add(
                    random,
                    &format!("positions.{}.{}", id(issue), id(party)),
                    &[issue, party],
                    fields,
                    words,
                    &["disputed", "text"],
                );
            }
        }
        for issue in issues.iter().filter(|_| random.chance(50)).collect::<Vec<_>>() {
            let words = token(&mut count, random);
            let fields = vec![
                ("goal", prose(random, &format!("It wants {words}."))),
                ("walk_away", prose(random, &format!("It ends {}.", backwards(&words)))),
                ("trade_for", Field::List(some(random, &issues).into_iter().filter(|it| it != issue).collect())),
            ];
            add(random, &issue.replace("issues.", "aims."), &[issue], fields, words, &[]);
        }
        for at in 0..random.below(3) {
            let words = token(&mut count, random);
            let mut fields = vec![("text", prose(random, &format!("It argues {words}.")))];
            if random.chance(50) {
                fields.push(("raised_by", Field::One(pick(random, &parties))));
                fields.push(("response", prose(random, &format!("It answers {}.", backwards(&words)))));
            }
            add(random, &format!("arguments.argument-{at}"), &[], fields, words, &[]);
            let words = token(&mut count, random);
            let fields = vec![
                ("party", Field::One(pick(random, &parties))),
                ("text", prose(random, &format!("Will it {words}?"))),
                ("response", Field::Plain("\"Perhaps.\"".to_owned())),
                ("push_back", prose(random, &format!("It insists {}.", backwards(&words)))),
            ];
            add(random, &format!("asks.ask-{at}"), &[], fields, words, &["push_back"]);
        }
        for at in 0..random.below(4) {
            let words = token(&mut count, random);
            let fields = vec![
                ("text", prose(random, &format!("It says {words}."))),
                ("said_by", Field::One(pick(random, &parties))),
                ("about", Field::About(some(random, &issues))),
                ("denied_by", Field::List(some(random, &parties))),
                ("sources", Field::List(some(random, &sources))),
            ];
            add(random, &format!("claims.claim-{at}"), &[], fields, words, &["denied_by"]);
        }
        for at in 0..random.below(4) {
            let words = token(&mut count, random);
            let fields = vec![
                ("date", Field::Plain(format!("2024-05-{:02}", 1 + random.below(9)))),
                ("text", prose(random, &format!("It came {words}."))),
                ("affects", Field::About(some(random, &issues))),
                ("sources", Field::List(some(random, &sources))),
            ];
            add(random, &format!("developments.development-{at}"), &[], fields, words, &["affects"]);
        }
        for at in 0..random.below(3) {
            let words = token(&mut count, random);
            let fields = vec![
                ("result", Field::Plain("\"agreed\"".to_owned())),
                ("text", prose(random, &format!("They agreed {words}."))),
                ("issue", Field::One(pick(random, &issues))),
            ];
            add(random, &format!("outcome.points.point-{at}"), &[], fields, words, &["issue"]);
        }
        for at in 0..random.below(3) {
            let words = token(&mut count, random);
            let mut by = some(random, &parties);
            if by.is_empty() {
                by.push(pick(random, &parties));
            }
            let fields = vec![
                ("by", Field::About(by)),
                ("to", Field::About(some(random, &parties))),
                ("text", prose(random, &format!("It does {words}."))),
                ("evidence", Field::List(some(random, &sources))),
            ];
            add(random, &format!("commitments.commitment-{at}"), &[], fields, words, &["to"]);
            let words = token(&mut count, random);
            let fields = vec![
                ("text", prose(random, &format!("It will {words}."))),
                ("likelihood", Field::Plain("\"likely\"".to_owned())),
                ("about", Field::About(some(random, &issues))),
            ];
            add(random, &format!("judgements.judgement-{at}"), &[], fields, words, &["about"]);
            let words = token(&mut count, random);
            let fields =
                vec![("text", prose(random, &format!("Next {words}."))), ("owner", Field::One(pick(random, &parties)))];
            add(random, &format!("next_steps.step-{at}"), &[], fields, words, &[]);
            let words = token(&mut count, random);
            let fields = vec![
                ("kind", Field::Plain(format!("\"{}\"", random.one(&["make", "avoid"]).unwrap()))),
                ("text", prose(random, &format!("Say {words}."))),
                ("issue", Field::One(pick(random, &issues))),
            ];
            add(random, &format!("talking_points.point-{at}"), &[], fields, words, &[]);
        }
        for at in 0..random.below(3) {
            let words = token(&mut count, random);
            let fields = vec![
                ("issue", Field::One(pick(random, &issues))),
                ("text", prose(random, &format!("They might {words}."))),
                ("by", Field::About(some(random, &parties))),
            ];
            add(random, &format!("proposals.proposal-{at}"), &[], fields, words, &["by"]);
            let words = token(&mut count, random);
            let text = format!("texts.text-{at}");
            let fields = vec![("title", Field::Plain(format!("\"{words}\"")))];
            add(random, &text, &[], fields, words, &[]);
            for version in ["one", "two"] {
                let words = token(&mut count, random);
                let fields = vec![
                    ("words", Field::Plain(format!("\"They shall {words}.\""))),
                    ("by", Field::About(some(random, &parties))),
                    ("support", Field::Unless("by", some(random, &parties))),
                    ("oppose", Field::List(some(random, &parties))),
                ];
                add(random, &format!("{text}.variants.{version}"), &[&text], fields, words, &["support"]);
            }
        }
        for (at, path) in sources.iter().enumerate() {
            let words = token(&mut count, random);
            let mut fields = vec![
                ("publisher", Field::Plain(format!("\"{words}\""))),
                ("date", Field::Plain("2024-05-01".to_owned())),
                ("url", Field::Plain(format!("\"https://example.org/{}\"", words.replace(' ', "/")))),
            ];
            if at > 0 && random.chance(30) {
                fields.push(("relays", Field::One(sources[at - 1].clone())));
            }
            add(random, path, &[], fields, words, &["url"]);
        }
        let unmarked = *random.one(&["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "own-side"]).unwrap();
        Self { records, unmarked }
    }

    /// The records and fields that are withheld from a reader. The rules are applied until nothing changes.
    pub(crate) fn gone(&self, level: &str) -> (BTreeSet<String>, BTreeSet<String>) {
        let rank = |mark: &str| LEVELS.iter().position(|known| *known == mark).unwrap_or(usize::MAX);
        let reader = if level == ALL_BUT_OWN_SIDE { LEVELS.len() } else { rank(level) };
        let above = |mark: &str| rank(mark) > reader;
        let (mut records, mut fields) = (BTreeSet::new(), BTreeSet::new());
        let required = ["text", "title", "name"];
        for record in &self.records {
            if above(record.mark.unwrap_or(if record.own { "own-side" } else { self.unmarked })) {
                records.insert(record.path.clone());
            } else if let Some((name, mark)) = record.field_mark.filter(|(_, mark)| above(mark)) {
                let _ = mark;
                if required.contains(&name) {
                    records.insert(record.path.clone());
                } else {
                    fields.insert(format!("{}.{name}", record.path));
                }
            }
        }
        for record in &self.records {
            let is_marked = |name: &str| record.field_mark.is_some_and(|(marked, _)| marked == name);
            let own = record.own_fields.iter().filter(|name| !is_marked(name));
            fields.extend(own.map(|name| format!("{}.{name}", record.path)));
        }
        loop {
            let before = records.len();
            let (mut cited, mut was_cited) = (BTreeSet::new(), BTreeSet::new());
            for record in &self.records {
                for (name, field) in &record.fields {
                    let path = format!("{}.{name}", record.path);
                    let named: Vec<&String> = match field {
                        Field::Plain(_) => Vec::new(),
                        Field::Prose(_, all)
                        | Field::List(all)
                        | Field::About(all)
                        | Field::Unless(_, all)
                        | Field::With(_, all) => all.iter().collect(),
                        Field::One(one) => vec![one],
                    };
                    let stays = !records.contains(&record.path) && !fields.contains(&path);
                    for source in named.iter().filter(|it| it.starts_with("sources.")) {
                        was_cited.insert((*source).clone());
                        if stays {
                            cited.insert((*source).clone());
                        }
                    }
                    let is_emptied = |all: &[String]| !all.is_empty() && all.iter().all(|it| records.contains(it));
                    let has = |name: &str| {
                        let field = record.fields.iter().find(|(known, _)| *known == name);
                        field.is_some_and(|(_, field)| !matches!(field, Field::About(all) if all.is_empty()))
                    };
                    let goes = match field {
                        Field::One(one) => records.contains(one),
                        Field::About(all) => is_emptied(all),
                        Field::Unless(other, all) => is_emptied(all) && !has(other),
                        _ => false,
                    };
                    if let Field::With(other, all) = field
                        && is_emptied(all)
                    {
                        fields.insert(format!("{}.{other}", record.path));
                    }
                    if stays && goes {
                        records.insert(record.path.clone());
                    }
                }
                if record.needs.iter().any(|it| records.contains(it)) {
                    records.insert(record.path.clone());
                }
            }
            records.extend(was_cited.difference(&cited).cloned());
            if records.len() == before {
                return (records, fields);
            }
        }
    }

    /// The whole brief.
    pub(crate) fn whole(&self) -> String {
        let text = self.text("TLP:RED", true, &BTreeSet::new(), &BTreeSet::new());
        text.replacen("as_of =", "own_side = \"parties-0\"\nas_of =", 1)
    }

    /// The brief as somebody would have written it who only knows what the reader may see.
    pub(crate) fn part(&self, level: &str) -> String {
        let (records, fields) = self.gone(level);
        self.text(if level == ALL_BUT_OWN_SIDE { "TLP:RED" } else { level }, false, &records, &fields)
    }

    fn text(&self, handling: &str, is_whole: bool, gone: &BTreeSet<String>, fields: &BTreeSet<String>) -> String {
        let mut out = format!(
            "schema = 1\n\n[brief]\ntitle = \"The talks\"\nas_of = 2024-05-14\nbottom_line = \"They go on.\"\nhandling = \"{handling}\"\n"
        );
        let rank = |mark: &str| LEVELS.iter().position(|known| *known == mark);
        // A mark above that of the release is not mentioned in it.
        if rank(self.unmarked) <= rank(handling) && (rank(self.unmarked).is_some() || is_whole) {
            out.push_str(&format!("unmarked = \"{}\"\n", self.unmarked));
        }
        out.push_str("marks = { title = \"TLP:CLEAR\", bottom_line = \"TLP:CLEAR\" }\n");
        out.push_str("\n[outcome]\nhandling = \"TLP:CLEAR\"\n");
        out.push_str("event = \"A round\"\ndate = 2024-05-12\nresult = \"procedural\"\n");
        let id = |path: &str| format!("\"{}\"", path.split('.').nth(1).unwrap());
        for record in self.records.iter().filter(|it| !gone.contains(&it.path)) {
            out.push_str(&format!("\n[{}]\n", record.path));
            let mut written = Vec::new();
            for (name, field) in &record.fields {
                if fields.contains(&format!("{}.{name}", record.path)) {
                    continue;
                }
                let kept = |all: &[String]| all.iter().filter(|it| !gone.contains(*it)).cloned().collect::<Vec<_>>();
                let value = match field {
                    Field::Plain(value) => value.clone(),
                    Field::Prose(words, cited) => {
                        let (start, end) = words.split_at(words.len() - 1);
                        let cited: String =
                            kept(cited).iter().map(|it| format!(" [@{}]", it.split('.').nth(1).unwrap())).collect();
                        format!("\"{start}{cited}{end}\"")
                    }
                    Field::List(all) | Field::About(all) | Field::Unless(_, all) | Field::With(_, all) => {
                        let kept = kept(all);
                        if kept.is_empty() {
                            continue;
                        }
                        format!("[{}]", kept.iter().map(|it| id(it)).collect::<Vec<_>>().join(", "))
                    }
                    Field::One(one) => id(one),
                };
                out.push_str(&format!("{name} = {value}\n"));
                written.push(*name);
            }
            if let Some(mark) = record.mark {
                out.push_str(&format!("handling = \"{mark}\"\n"));
            }
            if let Some((name, mark)) = record.field_mark.filter(|(name, _)| written.contains(name)) {
                out.push_str(&format!("marks = {{ {name} = \"{mark}\" }}\n"));
            }
        }
        out
    }
}
