//! A template as a program of few and plain steps.
//!
//! Handlebars can do much of which a template needs little, and pays for it at each value. What most templates are made
//! of is run here, straight from the model; a template that has more in it, and every template in which something goes
//! wrong, is left to Handlebars ([`super::engine`]), which has the last word and all messages. Tests hold both to the
//! same output.

mod convert;
mod read;
mod run;

pub(super) use run::{Doubt, Run};

use super::engine::Parts;
use super::{EXTENSION, MAIN_FILE, guard, section};

/// A template: its files as blocks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Program {
    files: Vec<Block>,
    /// Which of them is the main one.
    main: usize,
}

/// What stands between the beginning and the end of a block, or in a file.
#[derive(Debug, Clone, Default, PartialEq)]
struct Block {
    /// What one turn costs in steps.
    cost: u64,
    ops: Vec<Op>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
enum Op {
    /// Prints a text.
    Text(String),
    /// `{{x}}`
    Value(Path),
    /// `{{date x}}`
    Call(Call),
    /// `{{#if x}}` and `{{#unless x}}`
    If { what: Term, wanted: bool, then: Block, otherwise: Option<Block> },
    /// `{{#each x}}`
    Each { list: Path, turn: Block, otherwise: Option<Block> },
    /// `{{#with x}}`
    With { what: Path, then: Block, otherwise: Option<Block> },
    /// `{{#section "x"}}`
    Section { name: String, body: Block },
    /// `{{> x}}`
    Include { file: usize, given: Vec<(String, Term)>, indented: bool },
}

/// What a helper takes.
#[derive(Debug, Clone, PartialEq)]
enum Term {
    Path(Path),
    Text(String),
    Call(Box<Call>),
}

/// A helper with what it takes.
#[derive(Debug, Clone, PartialEq)]
struct Call {
    helper: Helper,
    params: Vec<Term>,
    /// Sorted by name.
    hash: Vec<(String, Term)>,
}

/// The helpers that print, and those that compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Helper {
    Capital,
    Date,
    Join,
    Label,
    Plural,
    Prose,
    Equal,
    Different,
    And,
    Or,
    Not,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq)]
struct Path {
    from: From,
    names: Vec<String>,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// So many blocks further out.
    Block(usize),
    Root,
    First,
    Last,
    Index,
}

/// What stands in a block as it is read, before texts next to one another are joined.
enum Item {
    Text(String),
    Comment,
    /// A block with its content.
    Block(Op),
    Op(Op),
}

impl Program {
    /// The program of the built-in templates, which are known to be right: a test holds it to what Handlebars reads.
    /// `files` are names and texts. `None` when a file is none of those that can be read so.
    pub(super) fn read(files: &[(&str, &str)]) -> Option<Self> {
        let names: Vec<&str> = files.iter().map(|(name, _)| name.strip_suffix(EXTENSION).unwrap_or(name)).collect();
        let blocks = files.iter().map(|(_, text)| read::file(text, &names));
        Self::of(blocks.collect::<Option<_>>()?, &names)
    }

    /// The program of a template that Handlebars has read; `None` when there is more in it than a program has.
    pub(super) fn convert(parts: &Parts) -> Option<Self> {
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        let blocks = parts.iter().map(|(_, template)| convert::file(template, &names));
        Self::of(blocks.collect::<Option<_>>()?, &names)
    }

    fn of(files: Vec<Block>, names: &[&str]) -> Option<Self> {
        let main = MAIN_FILE.strip_suffix(EXTENSION).unwrap_or(MAIN_FILE);
        let main = names.iter().position(|name| *name == main)?;
        let lined = with_line_ends(&files);
        let sound = files.iter().all(|file| {
            // Handlebars indents the lines of what is included behind white space; without line ends there are none.
            file.all(&|op| !matches!(op, Op::Include { file, indented: true, .. } if lined[*file]))
        });
        sound.then_some(Self { files, main })
    }
}

/// Which files have a line end of their own, or include one that has.
fn with_line_ends(files: &[Block]) -> Vec<bool> {
    let mut lined = vec![false; files.len()];
    loop {
        let flat = |op: &Op| match op {
            Op::Text(text) => !text.contains(['\n', '\r']),
            Op::Include { file, .. } => !lined[*file],
            _ => true,
        };
        let now: Vec<bool> = files.iter().map(|file| !file.all(&flat)).collect();
        if now == lined {
            return lined;
        }
        lined = now;
    }
}

impl Block {
    /// A file, or what stands in a block.
    fn of(items: Vec<Item>, is_file: bool) -> Self {
        // As [`guard`] counts: an `{{else if}}` is a block of nothing but a block.
        let cost = match items.as_slice() {
            _ if is_file => guard::INCLUSION,
            [Item::Block(_)] => 0,
            _ => 1,
        };
        let mut ops: Vec<Op> = Vec::with_capacity(items.len());
        for item in items {
            match (item, ops.last_mut()) {
                (Item::Comment, _) => {}
                (Item::Text(text), Some(Op::Text(before))) => before.push_str(&text),
                (Item::Text(text), _) if text.is_empty() => {}
                (Item::Text(text), _) => ops.push(Op::Text(text)),
                (Item::Block(op) | Item::Op(op), _) => ops.push(op),
            }
        }
        Self { cost, ops }
    }

    /// Whether something holds of all that is in it.
    fn all(&self, holds: &dyn Fn(&Op) -> bool) -> bool {
        self.ops.iter().all(|op| holds(op) && op.blocks().all(|block| block.all(holds)))
    }
}

impl Op {
    /// The blocks in it.
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (one, other) = match self {
            Op::If { then, otherwise, .. } | Op::With { then, otherwise, .. } => (Some(then), otherwise.as_ref()),
            Op::Each { turn, otherwise, .. } => (Some(turn), otherwise.as_ref()),
            Op::Section { body, .. } => (Some(body), None),
            Op::Text(_) | Op::Value(_) | Op::Call(_) | Op::Include { .. } => (None, None),
        };
        one.into_iter().chain(other)
    }

    /// `{{#name what}}then{{else}}otherwise{{/name}}`; `None` when there is no such block here.
    fn block(name: &str, what: Term, then: Block, otherwise: Option<Block>) -> Option<Self> {
        Some(match (name, what) {
            ("if", what) => Op::If { what, wanted: true, then, otherwise },
            ("unless", what) => Op::If { what, wanted: false, then, otherwise },
            ("each", Term::Path(list)) => Op::Each { list, turn: then, otherwise },
            ("with", Term::Path(what)) => Op::With { what, then, otherwise },
            ("section", Term::Text(name)) if section::is_name(&name) && otherwise.is_none() => {
                Op::Section { name, body: then }
            }
            _ => return None,
        })
    }
}

impl Call {
    fn of(name: &str, params: Vec<Term>, mut hash: Vec<(String, Term)>) -> Option<Self> {
        let (helper, count, names): (_, _, &[&str]) = match name {
            "capital" => (Helper::Capital, 1..=1, &[]),
            "date" => (Helper::Date, 1..=2, &[]),
            "join" => (Helper::Join, 1..=2, &["field"]),
            "label" => (Helper::Label, 1..=1, &["of"]),
            "plural" => (Helper::Plural, 1..=1, &["zero", "one", "two", "few", "many", "other"]),
            "prose" => (Helper::Prose, 1..=1, &["prefix"]),
            "eq" => (Helper::Equal, 2..=2, &[]),
            "ne" => (Helper::Different, 2..=2, &[]),
            "and" => (Helper::And, 2..=2, &[]),
            "or" => (Helper::Or, 2..=2, &[]),
            "not" => (Helper::Not, 1..=1, &[]),
            _ => return None,
        };
        hash.sort_by(|(one, _), (other, _)| one.cmp(other));
        let fits = count.contains(&params.len()) && hash.iter().all(|(name, _)| names.contains(&name.as_str()));
        fits.then_some(Self { helper, params, hash })
    }

    /// Whether it gives true or false, and is no text to print.
    fn compares(&self) -> bool {
        matches!(self.helper, Helper::Equal | Helper::Different | Helper::And | Helper::Or | Helper::Not)
    }

    fn hash(&self, name: &str) -> Option<&Term> {
        self.hash.iter().find(|(known, _)| known == name).map(|(_, term)| term)
    }
}

/// Names that a value cannot have, for a helper has them.
const TAKEN: [&str; 25] = [
    "and", "capital", "date", "each", "eq", "gt", "gte", "if", "join", "label", "len", "log", "lookup", "lt", "lte",
    "ne", "not", "or", "plural", "prose", "raw", "section", "unless", "with", "else",
];

impl Path {
    /// Reads `brief.title`, `this`, `../title`, `@root.brief`, `@first`; `None` for all other forms.
    fn read(text: &str) -> Option<Self> {
        let local = |from| Some(Self { from, names: Vec::new() });
        match text {
            "@first" => return local(From::First),
            "@last" => return local(From::Last),
            "@index" => return local(From::Index),
            _ => {}
        }
        let mut rest = text;
        let mut up = 0;
        while let Some(after) = rest.strip_prefix("../") {
            rest = after;
            up += 1;
        }
        let root = rest.strip_prefix("@root.").filter(|_| up == 0);
        let rest = root.unwrap_or(rest);
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !rest.split('.').all(is_name) {
            return None;
        }
        let names = rest.split('.').filter(|name| *name != "this").map(str::to_owned).collect();
        Some(Self { from: if root.is_some() { From::Root } else { From::Block(up) }, names })
    }

    /// The same where a value is printed, and no helper.
    fn read_value(text: &str) -> Option<Self> {
        if TAKEN.contains(&text) { None } else { Self::read(text) }
    }
}

#[cfg(test)]
mod tests;
