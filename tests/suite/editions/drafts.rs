//! Generates briefs, and edits of them, from a seed.

use std::collections::BTreeSet;

/// A random number generator (Knuth, The Art of Computer Programming, 3.3.4, with the multiplier of MMIX).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// A table to be written: the comment above it, and its fields.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) path: String,
    pub(super) comments: Vec<String>,
    pub(super) fields: Vec<(String, Field)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// A value in TOML syntax.
    Plain(String),
    /// Items in TOML syntax.
    List(Vec<String>),
    /// Sentences of prose, one on each line.
    Lines(Vec<String>),
}

fn plain(text: &str) -> Field {
    Field::Plain(format!("\"{text}\""))
}

const STANCES: [&str; 5] = ["demands", "offers", "conditional", "opposes", "rejects"];
const STATUSES: [&str; 4] = ["contested", "deadlocked", "converging", "agreed"];
const WORDS: [&str; 14] = [
    "talks",
    "border",
    "forces",
    "12 km",
    "not",
    "agreed",
    "the plant",
    "withdraws",
    "seven years",
    "opens",
    "on 3 June",
    "likely",
    "gates",
    "observers",
];

fn sentence(numbers: &mut Numbers) -> String {
    let count = 3 + numbers.below(6);
    let words: Vec<_> = (0..count).map(|_| numbers.pick(&WORDS)).collect();
    format!("It says {}.", words.join(" "))
}

fn draft(path: &str, fields: &[(&str, Field)]) -> Draft {
    let fields = fields.iter().map(|(name, field)| ((*name).to_owned(), field.clone())).collect();
    Draft { path: path.to_owned(), comments: Vec::new(), fields }
}

/// A brief with many records.
pub(super) fn base(seed: u64) -> Vec<Draft> {
    let numbers = &mut Numbers(seed);
    let (parties, issues) = (2 + numbers.below(3), 2 + numbers.below(4));
    let mut all = vec![draft(
        "brief",
        &[
            ("title", plain("Talks")),
            ("as_of", Field::Plain("2024-05-14".into())),
            ("bottom_line", plain(&sentence(numbers))),
            ("background", Field::Lines((0..5).map(|_| sentence(numbers)).collect())),
        ],
    )];
    for party in 0..parties {
        let fields = [
            ("name", plain(&format!("Party {party}"))),
            ("role", plain("principal")),
            ("interests", Field::List(vec!["\"Peace\"".into(), "\"Water\"".into()])),
        ];
        all.push(draft(&format!("parties.p{party}"), &fields));
    }
    for issue in 0..issues {
        let fields = [
            ("title", plain(&format!("Issue {issue}"))),
            ("status", plain("contested")),
            ("priority", Field::Plain(format!("{}", issue + 1))),
        ];
        all.push(draft(&format!("issues.i{issue}"), &fields));
    }
    for issue in 0..issues {
        for party in 0..parties {
            let fields = [
                ("stance", plain(numbers.pick(&STANCES))),
                ("text", plain(&sentence(numbers))),
                ("basis", plain("stated")),
                ("said_by", plain(&format!("p{party}"))),
                ("sources", Field::List(vec!["\"s0\"".into()])),
            ];
            all.push(draft(&format!("positions.i{issue}.p{party}"), &fields));
        }
    }
    let outcome =
        [("event", plain("Round")), ("date", Field::Plain("2024-05-12".into())), ("result", plain("procedural"))];
    all.push(draft("outcome", &outcome));
    for claim in 0..3 {
        let fields = [("text", plain(&sentence(numbers))), ("said_by", plain("p0"))];
        all.push(draft(&format!("claims.c{claim}"), &fields));
    }
    for day in 1..4 {
        let fields = [
            ("date", Field::Plain(format!("2024-05-0{day}"))),
            ("text", plain(&sentence(numbers))),
            ("sources", Field::List(vec!["\"s0\"".into()])),
        ];
        all.push(draft(&format!("developments.d{day}"), &fields));
    }
    for source in 0..3 {
        let fields = [
            ("publisher", plain(&format!("Agency {source}"))),
            ("date", Field::Plain("2024-05-13".into())),
            ("kind", plain("wire")),
        ];
        all.push(draft(&format!("sources.s{source}"), &fields));
    }
    for draft in &mut all {
        if numbers.below(3) == 0 {
            draft.comments.push(format!("about {}", draft.path));
        }
    }
    all
}

/// Writes a brief. With another `layout` it has other comments, another order of keys and another notation of lists.
pub(super) fn write(drafts: &[Draft], layout: u64) -> String {
    let mut out = String::from("schema = 1\n");
    let numbers = &mut Numbers(layout.wrapping_mul(77));
    for draft in drafts {
        out.push('\n');
        for comment in &draft.comments {
            out.push_str(&format!("# {comment}\n"));
        }
        if layout > 0 && numbers.below(4) == 0 {
            out.push_str("# a remark that means nothing\n\n");
        }
        out.push_str(&format!("[{}]\n", draft.path));
        let mut fields: Vec<_> = draft.fields.iter().collect();
        if layout > 0 && numbers.below(2) == 0 {
            fields.reverse();
        }
        for (name, field) in fields {
            let text = match field {
                Field::Plain(text) => text.clone(),
                Field::List(items) if layout > 0 && numbers.below(2) == 0 => {
                    format!("[\n  {},\n]", items.join(",\n  "))
                }
                Field::List(items) => format!("[{}]", items.join(", ")),
                Field::Lines(lines) => format!("\"\"\"\n{}\"\"\"", lines.join("\n")),
            };
            out.push_str(&format!("{name} = {text}\n"));
        }
    }
    out
}

/// Edits a brief at random. Returns the changed field as `path.field`, or the `path` of a table that was added or
/// removed.
fn edit(drafts: &mut Vec<Draft>, numbers: &mut Numbers, side: &str) -> String {
    let at = numbers.below(drafts.len());
    let number = numbers.below(1000);
    let insert = |drafts: &mut Vec<Draft>, table: &str, new: Draft| {
        let last = drafts.iter().rposition(|it| it.path.starts_with(table)).unwrap();
        let touched = new.path.clone();
        if drafts.iter().all(|it| it.path != touched) {
            drafts.insert(last + 1, new);
        }
        touched
    };
    match numbers.below(10) {
        0 => {
            let fields = [
                ("date", Field::Plain(format!("2024-05-{:02}", 4 + numbers.below(9)))),
                ("text", plain(&sentence(numbers))),
            ];
            insert(drafts, "developments.", draft(&format!("developments.{side}{number}"), &fields))
        }
        1 => {
            let fields = [("publisher", plain("Paper")), ("date", Field::Plain("2024-05-01".into()))];
            insert(drafts, "sources.", draft(&format!("sources.{side}{number}"), &fields))
        }
        2 => {
            let fields = [("text", plain(&sentence(numbers))), ("said_by", plain("p1"))];
            insert(drafts, "claims.", draft(&format!("claims.{side}{number}"), &fields))
        }
        3 if number < 300 && drafts.iter().filter(|it| it.path.starts_with("claims.")).count() > 1 => {
            let gone = drafts.iter().rposition(|it| it.path.starts_with("claims.")).unwrap();
            drafts.remove(gone).path
        }
        4 => {
            drafts[at].comments.push(format!("{side} remarks {number}"));
            // A comment is removed together with its table, so dropping the table conflicts with a change of the
            // comment.
            format!("{}.#", drafts[at].path)
        }
        _ => {
            let draft = &mut drafts[at];
            let field = numbers.below(draft.fields.len());
            let (name, value) = &mut draft.fields[field];
            match value {
                Field::List(items) if name == "sources" => {
                    let new = format!("\"s{}\"", 1 + numbers.below(2));
                    if !items.contains(&new) {
                        items.push(new);
                    }
                }
                Field::List(items) => items.push(format!("\"{side} {number}\"")),
                Field::Lines(lines) => {
                    let line = numbers.below(lines.len());
                    lines[line] = sentence(numbers);
                }
                Field::Plain(text) => {
                    *text = match name.as_str() {
                        "stance" => format!("\"{}\"", numbers.pick(&STANCES)),
                        "status" => format!("\"{}\"", numbers.pick(&STATUSES)),
                        "as_of" => format!("2024-06-{:02}", 1 + numbers.below(28)),
                        "date" => format!("2024-05-{:02}", 1 + numbers.below(9)),
                        "priority" => format!("{}", 1 + numbers.below(9)),
                        "result" => format!("\"{}\"", numbers.pick(&["procedural", "framework", "no-agreement"])),
                        "role" => format!("\"{}\"", numbers.pick(&["principal", "mediator", "host"])),
                        "basis" => format!("\"{}\"", numbers.pick(&["stated", "reported"])),
                        "kind" => format!("\"{}\"", numbers.pick(&["wire", "official"])),
                        "said_by" => format!("\"p{}\"", numbers.below(2)),
                        _ => format!("\"{}\"", sentence(numbers)),
                    };
                }
            }
            format!("{}.{name}", draft.path)
        }
    }
}

pub(super) fn edited(drafts: &[Draft], seed: u64, side: &str) -> (Vec<Draft>, BTreeSet<String>) {
    let numbers = &mut Numbers(seed);
    let mut new = drafts.to_vec();
    let count = 1 + numbers.below(5);
    let touched = (0..count).map(|_| edit(&mut new, numbers, side)).collect();
    (new, touched)
}
