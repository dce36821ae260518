//! A program at work.

use std::borrow::Cow;
use std::cell::Cell;

use super::{Block, Call, From, Helper, Op, Path, Program, Term};
use crate::language::Locale;
use crate::template::context::{Record, Value, View};
use crate::template::escape::{print_into, ready_into};
use crate::template::{guard, helper, prose, section};

/// What a list costs beside its items, in items.
const LIST: usize = 32;
/// How many items of lists are made at most: each is made when it is asked for, which a step does not count.
const MOST_LISTED: usize = 8_000_000;

/// Something that only Handlebars can tell, or that is a fault.
#[derive(Debug, Clone, Copy)]
pub(in crate::template) struct Doubt;

/// One run of a program.
pub(in crate::template) struct Run<'p, 'a> {
    program: &'p Program,
    view: &'p View<'a>,
    speech: &'p Locale,
    root: Value<'a>,
    /// The blocks that are open, the outermost first.
    frames: Vec<Frame<'p, 'a>>,
    out: String,
    steps: u64,
    /// How many may be taken.
    most: u64,
    /// How many items of lists have been made.
    listed: Cell<usize>,
    /// Where in the main file the first part began that depends on which sources are cited.
    turned: Option<Point>,
}

/// A place in the main file: the number of its part, what had been printed before it, and the steps up to there.
#[derive(Debug, Clone, Copy)]
struct Point {
    op: usize,
    printed: usize,
    steps: u64,
}

/// An open block.
struct Frame<'p, 'a> {
    base: Value<'a>,
    /// Which of how many items of a list it is.
    turn: Option<(usize, usize)>,
    /// What an inclusion gives.
    given: Vec<(&'p str, Value<'a>)>,
}

impl<'p, 'a> Run<'p, 'a> {
    /// Begins a run over data, or, without any, over the brief as the view has it. `steps` have been taken before.
    pub(in crate::template) fn new(
        program: &'p Program,
        view: &'p View<'a>,
        speech: &'p Locale,
        data: Option<&'a serde_json::Value>,
        steps: u64,
    ) -> Self {
        let root = data.map_or(Value::Record(Record::Root), Value::of);
        let frames = vec![Frame { base: root.clone(), turn: None, given: Vec::new() }];
        let out = String::with_capacity(16 * 1024);
        let most = guard::most_steps(view.brief);
        Self { program, view, speech, root, frames, out, steps, most, listed: Cell::new(0), turned: None }
    }

    /// What has been printed.
    pub(in crate::template) fn text(&self) -> &str {
        &self.out
    }

    /// How many steps have been taken.
    pub(in crate::template) fn steps(&self) -> u64 {
        self.steps
    }

    /// Runs the whole program.
    pub(in crate::template) fn all(&mut self) -> Result<(), Doubt> {
        let main = &self.program.files[self.program.main];
        self.step(main.cost)?;
        self.main(main, 0)
    }

    /// Runs again what depends on which sources are cited; gives whether there was anything.
    pub(in crate::template) fn again(&mut self) -> Result<bool, Doubt> {
        let Some(point) = self.turned else { return Ok(false) };
        self.out.truncate(point.printed);
        // As if it had been run from the start once more.
        self.steps += point.steps;
        self.main(&self.program.files[self.program.main], point.op).map(|()| true)
    }

    fn main(&mut self, main: &'p Block, from: usize) -> Result<(), Doubt> {
        for (at, op) in main.ops.iter().enumerate().skip(from) {
            let before = Point { op: at, printed: self.out.len(), steps: self.steps };
            self.op(op)?;
            if self.turned.is_none() && self.view.was_asked() {
                self.turned = Some(before);
            }
        }
        if self.out.len() > guard::LARGEST_OUTPUT { Err(Doubt) } else { Ok(()) }
    }

    fn step(&mut self, cost: u64) -> Result<(), Doubt> {
        if self.steps > self.most || self.out.len() > guard::LARGEST_OUTPUT {
            return Err(Doubt);
        }
        self.steps += cost;
        Ok(())
    }

    fn block(&mut self, block: &'p Block) -> Result<(), Doubt> {
        if block.cost > 0 {
            self.step(block.cost)?;
        }
        block.ops.iter().try_for_each(|op| self.op(op))
    }

    fn op(&mut self, op: &'p Op) -> Result<(), Doubt> {
        match op {
            Op::Text(text) => {
                self.out.push_str(text);
                Ok(())
            }
            Op::Value(path) => {
                let value = self.find(path)?.ok_or(Doubt)?;
                self.print(&value)
            }
            Op::Call(call) => {
                let mut out = std::mem::take(&mut self.out);
                let done = self.call(call, &mut out);
                self.out = out;
                done
            }
            Op::If { what, wanted, then, otherwise } => {
                if self.is_truthy(what)? == *wanted {
                    self.block(then)
                } else {
                    otherwise.as_ref().map_or(Ok(()), |block| self.block(block))
                }
            }
            Op::Each { list, turn, otherwise } => match (self.find(list)?, otherwise) {
                (Some(Value::List(items)), _) if !items.is_empty() => self.each(items, turn),
                (Some(Value::List(_)), None) => Ok(()),
                (Some(Value::Record(_)), _) | (_, None) => Err(Doubt),
                (_, Some(otherwise)) => self.block(otherwise),
            },
            Op::With { what, then, otherwise } => match (self.find(what)?, otherwise) {
                (Some(value), _) if value.is_truthy() => {
                    let turn = self.frames.last().and_then(|frame| frame.turn);
                    self.inside(Frame { base: value, turn, given: Vec::new() }, then)
                }
                (_, Some(otherwise)) => self.block(otherwise),
                (_, None) => Err(Doubt),
            },
            Op::Section { name, body } => {
                section::open(name, &mut self.out);
                self.block(body)?;
                section::close(&mut self.out);
                Ok(())
            }
            Op::Include { file, given, .. } => {
                let file = &self.program.files[*file];
                if given.is_empty() {
                    return self.block(file);
                }
                let top = self.frames.last().ok_or(Doubt)?;
                let (Value::Record(record), turn) = (&top.base, top.turn) else { return Err(Doubt) };
                let base = Value::Record(*record);
                let mut values = Vec::with_capacity(given.len());
                for (name, term) in given {
                    values.push((name.as_str(), self.term(term)?.unwrap_or(Value::Null)));
                }
                self.inside(Frame { base, turn, given: values }, file)
            }
        }
    }

    fn each(&mut self, items: Vec<Value<'a>>, turn: &'p Block) -> Result<(), Doubt> {
        let count = items.len();
        for (at, base) in items.into_iter().enumerate() {
            self.inside(Frame { base, turn: Some((at, count)), given: Vec::new() }, turn)?;
        }
        Ok(())
    }

    fn inside(&mut self, frame: Frame<'p, 'a>, block: &'p Block) -> Result<(), Doubt> {
        self.frames.push(frame);
        self.block(block)?;
        self.frames.pop();
        Ok(())
    }

    /// The value of a path; `None` when there is no such field.
    fn find(&self, path: &Path) -> Result<Option<Value<'a>>, Doubt> {
        let found = self.look(path)?;
        if let Some(Value::List(list)) = &found {
            self.listed.set(self.listed.get() + list.len() + LIST);
            if self.listed.get() > MOST_LISTED {
                return Err(Doubt);
            }
        }
        Ok(found)
    }

    fn look(&self, path: &Path) -> Result<Option<Value<'a>>, Doubt> {
        let turn = || self.frames.last().and_then(|frame| frame.turn);
        let up = match path.from {
            From::First => return Ok(turn().map(|(at, _)| Value::Bool(at == 0))),
            From::Last => return Ok(turn().map(|(at, count)| Value::Bool(at + 1 == count))),
            From::Index => return Ok(turn().map(|(at, _)| Value::Number(at as i64))),
            From::Root => return self.within(&self.root, &path.names),
            From::Block(up) => up,
        };
        // What an inclusion gives goes before the fields of all blocks in it.
        if let Some(first) = path.names.first() {
            let mut given = self.frames.iter().rev().flat_map(|frame| &frame.given);
            if let Some((_, value)) = given.find(|(name, _)| name == first) {
                return self.within(value, &path.names[1..]);
            }
        }
        let frame = self.frames.len().checked_sub(up + 1).and_then(|at| self.frames.get(at)).ok_or(Doubt)?;
        self.within(&frame.base, &path.names)
    }

    fn within(&self, base: &Value<'a>, names: &[String]) -> Result<Option<Value<'a>>, Doubt> {
        let Some((first, rest)) = names.split_first() else { return Ok(Some(base.clone())) };
        let mut value = self.field(base, first)?;
        for name in rest {
            match value {
                Some(record) => value = self.field(&record, name)?,
                None => return Ok(None),
            }
        }
        Ok(value)
    }

    fn field(&self, value: &Value<'a>, name: &str) -> Result<Option<Value<'a>>, Doubt> {
        match value {
            Value::Record(record) => Ok(record.field(self.view, name)),
            Value::List(_) => Err(Doubt),
            _ => Ok(None),
        }
    }

    fn is_truthy(&self, term: &Term) -> Result<bool, Doubt> {
        Ok(self.term(term)?.is_some_and(|value| value.is_truthy()))
    }

    /// What a term gives; `None` when there is no such field.
    fn term(&self, term: &Term) -> Result<Option<Value<'a>>, Doubt> {
        match term {
            Term::Path(path) => self.find(path),
            Term::Text(text) => Ok(Some(Value::Text(Cow::Owned(text.clone())))),
            Term::Call(call) if call.compares() => self.compare(call).map(|value| Some(Value::Bool(value))),
            Term::Call(call) => {
                let mut out = String::new();
                self.call(call, &mut out)?;
                Ok(Some(Value::Text(Cow::Owned(out))))
            }
        }
    }

    /// The `at`-th parameter; one that is not there is a fault.
    fn param(&self, call: &Call, at: usize) -> Result<Value<'a>, Doubt> {
        self.term(call.params.get(at).ok_or(Doubt)?)?.ok_or(Doubt)
    }

    fn compare(&self, call: &Call) -> Result<bool, Doubt> {
        let first = self.param(call, 0)?;
        Ok(match call.helper {
            Helper::Not => !first.is_truthy(),
            Helper::And => self.param(call, 1)?.is_truthy() & first.is_truthy(),
            Helper::Or => self.param(call, 1)?.is_truthy() | first.is_truthy(),
            helper => {
                let second = self.param(call, 1)?;
                let same = match (&first, &second) {
                    (Value::Text(first), Value::Text(second)) => first == second,
                    _ => first.json(self.view) == second.json(self.view),
                };
                same == (helper == Helper::Equal)
            }
        })
    }

    /// Prints `{{value}}`.
    fn print(&mut self, value: &Value<'a>) -> Result<(), Doubt> {
        let out = &mut self.out;
        match value {
            Value::Null => {}
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) => print_into(&number.to_string(), out),
            Value::Text(text) => print_into(text, out),
            Value::Prose(prose) => prose::write(prose, " ", " ", out),
            Value::Cite(attribution, text) => prose::cite(attribution, *text, out),
            Value::Date(_) => print_into(&value.as_text().unwrap_or_default(), out),
            Value::List(_) | Value::Record(_) => return Err(Doubt),
        }
        Ok(())
    }

    /// Prints what a helper makes.
    fn call(&self, call: &Call, out: &mut String) -> Result<(), Doubt> {
        let doubt = |_| Doubt;
        let text_of = |term: Option<&Term>| -> Result<Option<String>, Doubt> {
            let value = term.map(|term| self.term(term)).transpose()?.flatten();
            Ok(value.and_then(|value| value.as_text().map(Cow::into_owned)))
        };
        match call.helper {
            Helper::Capital => {
                let value = self.param(call, 0)?;
                out.push_str(&helper::capital(&value.as_text().ok_or(Doubt)?).map_err(doubt)?);
            }
            Helper::Date => {
                let value = self.param(call, 0)?;
                let style = match call.params.get(1) {
                    Some(_) => Some(self.param(call, 1)?),
                    None => None,
                };
                let style = style.as_ref().map(|style| style.as_text().ok_or(Doubt)).transpose()?;
                let style = helper::date_style(style.as_deref()).map_err(doubt)?;
                match (value, style) {
                    (Value::Date(date), Some(style)) => out.push_str(&self.speech.date(date, style)),
                    (value, style) => {
                        let text = value.as_text().ok_or(Doubt)?;
                        out.push_str(&helper::date(&text, style, self.speech).map_err(doubt)?);
                    }
                }
            }
            Helper::Join => {
                let Value::List(items) = self.param(call, 0)? else { return Err(Doubt) };
                let between = match call.params.get(1) {
                    Some(_) => Some(self.param(call, 1)?),
                    None => None,
                };
                let between = between.as_ref().map(|text| text.as_text().ok_or(Doubt)).transpose()?;
                let between = between.as_deref().or_else(|| self.speech.label("comma")).unwrap_or(", ");
                let field = text_of(call.hash("field"))?;
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push_str(between);
                    }
                    let inner = match &field {
                        Some(field) => self.field(item, field)?.ok_or(Doubt)?,
                        None => item.clone(),
                    };
                    match &inner {
                        Value::Number(number) => out.push_str(&number.to_string()),
                        Value::Prose(prose) => prose::write(prose, " ", " ", out),
                        other => print_into(&other.as_text().ok_or(Doubt)?, out),
                    }
                }
            }
            Helper::Label => {
                let name = self.param(call, 0)?;
                let label = self.speech.label(&name.as_text().ok_or(Doubt)?).ok_or(Doubt)?;
                let flag = text_of(call.hash("of"))?;
                match flag {
                    Some(flag) => out.push_str(&helper::flagged(label, &flag)),
                    None => print_into(label, out),
                }
            }
            Helper::Plural => {
                let count = match self.param(call, 0)? {
                    Value::Number(number) => u64::try_from(number).map_err(|_| Doubt)?,
                    Value::List(list) => list.len() as u64,
                    _ => return Err(Doubt),
                };
                let form = call.hash(self.speech.plural(count).name()).or_else(|| call.hash("other"));
                print_into(&text_of(form)?.ok_or(Doubt)?, out);
            }
            Helper::Prose => {
                let prefix = match call.hash("prefix") {
                    Some(Term::Text(text)) => Cow::Borrowed(text.as_str()),
                    other => Cow::Owned(text_of(other)?.unwrap_or_default()),
                };
                let value = self.param(call, 0)?;
                let (line, blank) = helper::line_ends(&prefix);
                match &value {
                    Value::Prose(prose) => prose::write(prose, &line, &blank, out),
                    other => {
                        let text = other.as_text().ok_or(Doubt)?;
                        match text.strip_prefix(crate::template::escape::READY) {
                            Some(markdown) => ready_into(markdown, &line, &blank, out),
                            None => print_into(&text, out),
                        }
                    }
                }
            }
            Helper::Equal | Helper::Different | Helper::And | Helper::Or | Helper::Not => return Err(Doubt),
        }
        Ok(())
    }
}
