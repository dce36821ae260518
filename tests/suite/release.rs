//! Releases: a brief without what is withheld is the brief that never had it.
//!
//! `BRIEFING_RELEASES` sets how many briefs are made, `BRIEFING_SEED` which.

use std::collections::BTreeSet;

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Checked, Input, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::release::Release;
use briefing::world::Memory;

use crate::mutation::Random;
use crate::program::{OF_OWN_SIDE, TEMPLATES};

/// How many briefs are made when the environment does not say.
const BRIEFS: usize = 6;

/// For the readers of a page that is not released and not for our side.
const ALL_BUT_OWN_SIDE: &str = "all";

const LEVELS: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

/// Other words for a field that may be withheld while another of its record stays.
fn backwards(words: &str) -> String {
    words.split(' ').rev().collect::<Vec<_>>().join(" ")
}

/// The value of a field.
#[derive(Clone)]
enum Field {
    /// As the file spells it.
    Plain(String),
    /// Words, and the sources that they cite.
    Prose(String, Vec<String>),
    /// Records that are named, by path. Without any of them, the field goes.
    List(Vec<String>),
    /// As `List`; without any of them, the record goes.
    About(Vec<String>),
    /// A record that is named, by path. Without it, the record goes.
    One(String),
    /// As `About`; where the record has the other field, as `List`.
    Unless(&'static str, Vec<String>),
    /// As `List`; without any of them, the other field goes, too.
    With(&'static str, Vec<String>),
}

#[derive(Clone)]
struct Record {
    path: String,
    mark: Option<&'static str>,
    /// A field with a mark of its own.
    field_mark: Option<(&'static str, &'static str)>,
    /// The paths of records without which it is not there.
    needs: Vec<String>,
    fields: Vec<(&'static str, Field)>,
    /// Its words, which nothing else has.
    token: String,
    /// Whether it is for our side alone by what it is, if it has no mark.
    own: bool,
    /// The fields that are, if they have no mark.
    own_fields: Vec<&'static str>,
}

struct Made {
    records: Vec<Record>,
    unmarked: &'static str,
}

/// Words that no other record has.
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
    fn new(random: &mut Random) -> Self {
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
            // No mark lowers an aim or an argument.
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

    /// Which records are not there for a reader, and which fields: decided anew, until nothing changes.
    fn gone(&self, level: &str) -> (BTreeSet<String>, BTreeSet<String>) {
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

    /// The brief as its author has it.
    fn whole(&self) -> String {
        let text = self.text("TLP:RED", true, &BTreeSet::new(), &BTreeSet::new());
        text.replacen("as_of =", "own_side = \"parties-0\"\nas_of =", 1)
    }

    /// The brief as somebody would have written it who knows only what the reader may see.
    fn part(&self, level: &str) -> String {
        let (records, fields) = self.gone(level);
        self.text(if level == ALL_BUT_OWN_SIDE { "TLP:RED" } else { level }, false, &records, &fields)
    }

    fn text(&self, handling: &str, is_whole: bool, gone: &BTreeSet<String>, fields: &BTreeSet<String>) -> String {
        let mut out = format!(
            "schema = 1\n\n[brief]\ntitle = \"The talks\"\nas_of = 2024-05-14\nbottom_line = \"They go on.\"\nhandling = \"{handling}\"\n"
        );
        let rank = |mark: &str| LEVELS.iter().position(|known| *known == mark);
        // What is for our side alone is said of nobody's part.
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

fn release_to(level: &str) -> Release {
    Release { level: level.to_owned(), ..Release::default() }
}

fn outputs(rendered: Rendered) -> [Vec<u8>; 4] {
    [
        rendered.markdown.into_bytes(),
        rendered.html.unwrap().into_bytes(),
        rendered.docx.unwrap(),
        rendered.pdf.unwrap().bytes,
    ]
}

/// A list that is left out says something else than one of which nothing is left: "all of them", or "nobody in particular".
#[test]
fn no_list_is_left_empty_where_that_would_say_something_else() {
    const HEAD: &str = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\n[issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.north]\nstance = \"demands\"\ntext = \"All.\"\n[texts.a]\ntitle = \"A\"\n\
        [parties.north]\nname = \"North\"\nrole = \"principal\"\n\
        [parties.hidden]\nname = \"Hidden\"\nrole = \"principal\"\nhandling = \"TLP:RED\"\n\
        [issues.secret]\ntitle = \"Secret\"\nstatus = \"contested\"\nhandling = \"TLP:RED\"\n";
    let release = |record: &str| {
        let input = Input::new("a.toml", format!("{HEAD}{record}\n"));
        let released = pipeline::release(&input, &Project::default(), &release_to("TLP:GREEN"), None);
        released.unwrap_or_else(|error| panic!("{record}: {error:?}"))
    };
    let version = "[texts.a.variants.one]\nwords = \"It.\"";
    let issue = "[issues.gates]\ntitle = \"Gates\"\nstatus = \"contested\"";
    let bloc = "[parties.bloc]\nname = \"Bloc\"\nrole = \"supporter\"\nmembers = [\"north\", \"hidden\"]";
    let proposal = "[proposals.x]\nissue = \"land\"\ntext = \"Half.\"";
    let promise = "[commitments.x]\nby = \"north\"\ntext = \"Pays.\"";
    for (record, field, gone) in [
        (issue, "between = [\"hidden\"]", "issues.gates"),
        (issue, "between = [\"north\"]\nmarks = { between = \"TLP:RED\" }", "issues.gates"),
        (bloc, "speaks_for = [\"hidden\"]", "parties.bloc.members"),
        (bloc, "speaks_for = [\"north\"]\nmarks = { speaks_for = \"TLP:RED\" }", "parties.bloc.members"),
        (proposal, "by = \"hidden\"", "proposals.x"),
        (proposal, "by = [\"hidden\"]", "proposals.x"),
        (promise, "to = [\"hidden\"]", "commitments.x"),
        ("[commitments.x]\ntext = \"Pays.\"", "by = [\"hidden\"]", "commitments.x"),
        (version, "by = [\"hidden\"]", "texts.a.variants.one"),
        (version, "support = [\"hidden\"]", "texts.a.variants.one"),
        ("[claims.x]\ntext = \"So.\"", "about = [\"secret\"]", "claims.x"),
        ("[developments.x]\ndate = 2024-05-13\ntext = \"So.\"", "affects = [\"secret\"]", "developments.x"),
        ("[judgements.x]\ntext = \"So.\"\nlikelihood = \"likely\"", "about = [\"secret\"]", "judgements.x"),
        (
            "[recommendations.x]\ntext = \"So.\"",
            "choices = [\"note\"]\nmarks = { choices = \"TLP:RED\" }",
            "recommendations.x",
        ),
    ] {
        let released = release(&format!("{record}\n{field}"));
        assert!(released.withheld.has(gone) && released.check().brief.is_some(), "{field}: {}", released.input.text);
        let text = &released.input.text;
        let header = record.lines().next().unwrap();
        assert_eq!(text.contains(header), gone == "parties.bloc.members", "{text}");
        assert!(!text.contains("members") && !text.contains("speaks_for"), "{text}");
    }
    // What is left of a list says what it said; a mark may hide who promises; an empty list that says nothing goes alone.
    for (record, field, kept) in [
        (issue, "between = [\"north\", \"hidden\"]", "between = [\"north\"]"),
        (bloc, "speaks_for = [\"north\", \"hidden\"]", "speaks_for = [\"north\"]"),
        (proposal, "by = [\"north\", \"hidden\"]", "by = [\"north\"]"),
        (proposal, "by = [\"north\"]\nmarks = { by = \"TLP:RED\" }", "[proposals.x]"),
        (version, "by = [\"north\"]\nsupport = [\"hidden\"]", "[texts.a.variants.one]"),
        (version, "by = [\"north\"]\noppose = [\"hidden\"]", "[texts.a.variants.one]"),
        ("[claims.x]\ntext = \"So.\"", "denied_by = [\"hidden\"]", "[claims.x]"),
    ] {
        let released = release(&format!("{record}\n{field}"));
        assert!(released.input.text.contains(kept), "{field}: {}", released.input.text);
    }
}

/// A field that is left out says something else than one that is withheld: that a text is open, or a source its own.
#[test]
fn no_field_is_left_out_where_that_would_say_something_else() {
    const HEAD: &str = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\n[parties.north]\nname = \"North\"\nrole = \"principal\"\n\
        [parties.south]\nname = \"South\"\nrole = \"principal\"\n\
        [issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.south]\nstance = \"demands\"\ntext = \"All.\"\n\
        [proposals.half]\nissue = \"land\"\ntext = \"Half.\"\n\
        [texts.b]\ntitle = \"B\"\n\
        [sources.leak]\npublisher = \"Leak\"\ndate = 2024-05-13\n";
    for (record, field, others) in [
        ("texts.a", "status = \"agreed\"", "title = \"A\""),
        ("commitments.a", "status = \"met\"", "by = \"north\"\ntext = \"Pays.\"\ndue = 2024-05-12"),
        ("clearances.a", "result = \"objected\"", "office = \"Law\""),
        ("judgements.a", "resolved = true", "text = \"So.\"\nlikelihood = \"likely\""),
        ("recommendations.a", "by = 2024-05-13", "text = \"That you pay.\""),
        ("positions.land.north", "as_of = 2024-05-01", "stance = \"rejects\"\ntext = \"No.\""),
        ("positions.land.north", "on = \"half\"", "stance = \"accepts\"\ntext = \"Yes.\""),
        ("sources.a", "relays = \"leak\"", "publisher = \"Agency\"\ndate = 2024-05-13"),
        // A meeting of which nothing came, an option like the others, a decision still to be made.
        ("meetings.a", "result = \"collapsed\"", "event = \"Round\"\ndate = 2024-05-13"),
        ("options.a", "status = \"rejected\"", "title = \"Withdraw\""),
        ("recommendations.a", "decision = \"Not approved.\"", "text = \"That you pay.\""),
        // A plain fact.
        ("claims.a", "verification = \"denied\"", "text = \"It leaks.\"\nsaid_by = \"north\""),
        ("claims.a", "wording = \"gloss\"", "text = \"It leaks.\"\nsaid_by = \"north\""),
        ("claims.a", "likelihood = \"unlikely\"", "text = \"It leaks.\""),
        ("claims.a", "confidence = \"low\"", "text = \"It leaks.\""),
        ("claims.a", "credibility = 5", "text = \"It leaks.\""),
        ("judgements.a", "confidence = \"low\"", "text = \"So.\"\nlikelihood = \"likely\""),
        ("sources.a", "reliability = \"E\"", "publisher = \"Agency\"\ndate = 2024-05-13"),
        ("positions.land.north", "basis = \"inferred\"", "stance = \"rejects\"\ntext = \"No.\""),
        ("positions.land.north", "verification = \"alleged\"", "stance = \"rejects\"\ntext = \"No.\""),
        // An agreement without conditions, and a version of a party.
        ("positions.land.north", "conditions = [\"A review\"]", "stance = \"accepts\"\ntext = \"Yes.\""),
        ("texts.b.variants.a", "compromise = true", "words = \"It.\""),
        // A date that is known.
        ("meetings.a", "circa = true", "event = \"Round\"\ndate = 2024-05-13"),
        ("outcome", "circa = true", "event = \"Round\"\ndate = 2024-05-12\nresult = \"procedural\""),
        ("developments.a", "circa = true", "date = 2024-05-10\ntext = \"Gates closed.\""),
        ("next_steps.a", "circa = true", "date = 2024-06-03\ntext = \"It meets.\""),
        ("proposals.a", "circa = true", "date = 2024-05-10\nissue = \"land\"\ntext = \"All.\""),
        ("commitments.a", "circa = true", "due = 2024-06-03\nby = \"north\"\ntext = \"Pays.\""),
        ("sources.a", "circa = true", "publisher = \"Agency\"\ndate = 2024-05-13"),
    ] {
        let name = field.split(' ').next().unwrap();
        let release = |text: String| {
            let released =
                pipeline::release(&Input::new("a.toml", text), &Project::default(), &release_to("TLP:GREEN"), None);
            released.unwrap_or_else(|error| panic!("{record}: {error:?}"))
        };
        let marked = format!("{HEAD}[{record}]\n{others}\n{field}\nmarks = {{ {name} = \"TLP:RED\" }}\n");
        // What the field names may be withheld, too.
        let leaked = marked.replace("[sources.leak]\n", "[sources.leak]\nhandling = \"TLP:RED\"\n");
        let leaked = leaked.replace("[proposals.half]\n", "[proposals.half]\nhandling = \"TLP:RED\"\n");
        let unmarked = leaked.replace(&format!("marks = {{ {name} = \"TLP:RED\" }}\n"), "");
        let names_it = field.contains("leak") || field.contains("half");
        for text in [Some(marked), Some(leaked), Some(unmarked).filter(|_| names_it)].into_iter().flatten() {
            let released = release(text);
            assert!(!released.input.text.contains(&format!("[{record}]")), "{field}: {}", released.input.text);
            assert!(released.withheld.has(record) && released.check().brief.is_some(), "{field}");
        }
    }
}

/// Without its `to`, a page would say that it goes to its audience.
#[test]
fn the_head_names_nobody_in_place_of_somebody_withheld() {
    let text = "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"So.\"\nhandling = \"TLP:RED\"\n\
        unmarked = \"TLP:GREEN\"\nto = \"The envoy\"\naudience = \"The public\"\nfrom = \"Desk\"\nmarks = { to = \"TLP:RED\" }\n\
        [parties.north]\nname = \"North\"\nrole = \"principal\"\n[issues.land]\ntitle = \"Land\"\nstatus = \"contested\"\n\
        [positions.land.north]\nstance = \"demands\"\ntext = \"All.\"\n";
    let input = Input::new("a.toml", text);
    let released = pipeline::release(&input, &Project::default(), &release_to("TLP:GREEN"), None).unwrap();
    let left = &released.input.text;
    assert!(left.contains("from =") && !left.contains("to =") && !left.contains("audience"), "{left}");
}

#[test]
fn a_release_is_the_brief_that_never_had_what_is_withheld() {
    let number =
        |name: &str, default: usize| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default);
    let seed = number("BRIEFING_SEED", 1) as u64;
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let world = Memory::default();
    let (mut compared, mut withheld, mut without_own_side) = (0, 0, 0);
    for nth in 0..number("BRIEFING_RELEASES", BRIEFS) {
        let mut random = Random((seed.wrapping_mul(1_000_003).wrapping_add(nth as u64)) | 1 << 40);
        let made = Made::new(&mut random);
        let input = Input::new("brief.toml", made.whole());
        let whole = pipeline::check(&input, &Project::default());
        // One that has no position is no brief.
        if whole.brief.is_none() {
            assert!(
                !input.text.contains("[positions."),
                "seed {seed}, brief {nth}: {}\n{}",
                whole.report(),
                input.text
            );
            continue;
        }
        for template in TEMPLATES.iter().filter(|it| !OF_OWN_SIDE.contains(it)) {
            let place = format!("seed {seed}, brief {nth}, {template}");
            let options = RenderOptions::new(template).html(true).docx(true).pages(Some(0));
            let expected = Checked::from_text("brief.toml", &made.part(ALL_BUT_OWN_SIDE));
            let found = renderer.render(&mut whole.clone(), options, &world);
            if expected.brief.is_none() {
                assert!(found.is_err(), "{place}");
                continue;
            }
            let expected = renderer.render(&mut expected.clone(), options, &world).unwrap().unwrap();
            let found = found.unwrap_or_else(|error| panic!("{place}: {error:?}")).unwrap();
            assert!(found.markdown == expected.markdown, "{place}\n{}\n---\n{}", found.markdown, expected.markdown);
            assert!(outputs(found) == outputs(expected), "{place}");
            without_own_side += 1;
        }
        for level in ["TLP:GREEN", "TLP:AMBER", "TLP:RED"] {
            let place = format!("seed {seed}, brief {nth}, {level}");
            let released = pipeline::release(&input, &Project::default(), &release_to(level), None).unwrap();
            let expected = Checked::from_text("brief.toml", &made.part(level));
            let found = released.check();
            let (gone, _) = made.gone(level);
            for record in made.records.iter().filter(|it| gone.contains(&it.path)) {
                withheld += 1;
                assert!(!released.input.text.contains(&record.token), "{place}: {}", record.path);
                assert!(released.withheld.has(&record.path), "{place}: {}", record.path);
            }
            // What is left may be too little for a brief: the same is said of both.
            let said = |checked: &Checked| {
                let mut all: Vec<_> = checked.diagnostics.iter().map(|it| (it.code, it.message.clone())).collect();
                all.sort_by(|one, two| (one.0.name(), &one.1).cmp(&(two.0.name(), &two.1)));
                all
            };
            assert_eq!(said(&found), said(&expected), "{place}\n{}\n---\n{}", released.input.text, made.part(level));
            assert!(found.brief == expected.brief, "{place}\n{}\n---\n{}", released.input.text, made.part(level));
            if expected.brief.is_none() {
                continue;
            }
            for template in TEMPLATES {
                let options = RenderOptions::new(template).html(true).docx(true).pages(Some(0));
                let [one, two] = [&found, &expected].map(|checked| {
                    let page = renderer.render(&mut checked.clone(), options, &world).unwrap();
                    page.unwrap_or_else(|| panic!("{place}, {template}: {}", checked.report()))
                });
                assert_eq!(pipeline::leak(&one, &released.withheld.proof), None, "{place}, {template}");
                assert!(outputs(one) == outputs(two), "{place}, {template}");
                compared += 1;
            }
        }
    }
    println!("compared {compared} releases and {without_own_side} other pages; {withheld} records withheld");
    assert!(compared > 0 && withheld > 0 && without_own_side > 0, "nothing was tried");
}
