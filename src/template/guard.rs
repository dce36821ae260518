//! Keeps a template within bounds: what it may include, how deep it may nest, how much it may do.
//!
//! Handlebars has no loops but those over the brief's own lists, and no way to a file; what is left is inclusion
//! without end and loops within loops. The first is found before the template runs, the second by counting steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use handlebars::template::{Parameter, TemplateElement};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason, Template,
};

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Brief;
use crate::source::{FileId, Span};

/// How large a template's file may be, in bytes.
pub(super) const LARGEST_FILE: usize = 256 * 1024;
/// How large the Markdown may be that a template makes, in bytes.
pub(super) const LARGEST_OUTPUT: usize = 16 * 1024 * 1024;
/// How deep blocks, or brackets in an expression, may nest; Handlebars reads and runs them by recursion.
pub(super) const DEEPEST: usize = 32;
/// How many steps a template may take, and how many more for each record of the brief. A step is one turn of a block;
/// an inclusion costs more, since it copies its part of the context. The full dossier of a brief with 500 positions
/// takes about 20 000.
const STEPS: u64 = 300_000;
const STEPS_A_RECORD: u64 = 400;
/// What one inclusion costs in steps.
const INCLUSION: u64 = 100;
/// The helper that counts.
pub(super) const STEP: &str = "brief-step";
/// The blocks that are run at most once.
const RUN_ONCE: [&str; 4] = ["if", "unless", "with", "section"];

/// Looks for what Handlebars must not be given to read: a file that is too large or nested too deep.
pub(super) fn check_file(text: &str, file: FileId) -> Option<Diagnostic> {
    if text.len() > LARGEST_FILE {
        let message = format!("the file has {} bytes; a template has at most {LARGEST_FILE}", text.len());
        return Some(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(file, 0..0)));
    }
    check_nesting(text, file)
}

fn check_nesting(text: &str, file: FileId) -> Option<Diagnostic> {
    let mut blocks = 0_usize;
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let inside = &rest[open + 2..];
        let end = inside.find("}}").unwrap_or(inside.len());
        let expression = inside[..end].trim_start_matches(['{', '~']);
        match expression.chars().next() {
            Some('#') => blocks += 1,
            Some('/') => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        let mut brackets = 0_usize;
        let mut deepest = 0;
        for c in expression.chars() {
            match c {
                '(' | '[' | '{' => brackets += 1,
                ')' | ']' | '}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(brackets);
        }
        if blocks.max(deepest) > DEEPEST {
            let at = text.len() - inside.len();
            let message = format!("nested more than {DEEPEST} levels deep");
            return Some(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(file, at - 2..at)));
        }
        rest = &inside[end..];
    }
    None
}

/// The inclusions of a template: by the name of a template or inline partial those that it includes, and where.
#[derive(Default)]
pub(super) struct Inclusions(BTreeMap<String, BTreeSet<Inclusion>>);

/// What is included and where: a name, the file, line and column.
type Inclusion = (String, FileId, (usize, usize));

/// An inclusion that cannot be: its place as file, line and column, and what is wrong.
pub(super) struct BadInclusion {
    pub(super) file: FileId,
    pub(super) place: (usize, usize),
    pub(super) message: String,
}

impl Inclusions {
    /// Takes in the inclusions of a file, and returns the names among them with their lines, or an error for each that
    /// is computed.
    pub(super) fn add(
        &mut self,
        name: &str,
        template: &Template,
        file: FileId,
    ) -> Vec<Result<(String, usize), BadInclusion>> {
        let mut found = Vec::new();
        self.walk(name, template, file, &mut found);
        found
    }

    fn walk(
        &mut self,
        name: &str,
        template: &Template,
        file: FileId,
        found: &mut Vec<Result<(String, usize), BadInclusion>>,
    ) {
        for (element, mapping) in template.elements.iter().zip(&template.mapping) {
            let place = (mapping.0, mapping.1);
            match element {
                TemplateElement::HelperBlock(block) => {
                    for inner in [&block.template, &block.inverse].into_iter().flatten() {
                        self.walk(name, inner, file, found);
                    }
                }
                TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                    if let Some(target) = partial.name.as_name() {
                        let targets = self.0.entry(name.to_owned()).or_default();
                        targets.insert((target.to_owned(), file, place));
                        found.push(Ok((target.to_owned(), place.0)));
                    } else {
                        let message = "the name of an included template must be written out".to_owned();
                        found.push(Err(BadInclusion { file, place, message }));
                    }
                    if let Some(inner) = &partial.template {
                        self.walk(name, inner, file, found);
                    }
                }
                TemplateElement::DecoratorBlock(inline) => {
                    // An inline partial can be included by its name from then on.
                    let own = match inline.params.first() {
                        Some(Parameter::Literal(value)) => value.as_str().unwrap_or(name),
                        _ => name,
                    };
                    if let Some(inner) = &inline.template {
                        self.walk(own, inner, file, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// The inclusions that lead back to where they are.
    pub(super) fn cycles(&self) -> Vec<BadInclusion> {
        let mut found = Vec::new();
        for (name, targets) in &self.0 {
            for (target, file, place) in targets {
                if self.reaches(target, name) {
                    found.push(BadInclusion {
                        file: *file,
                        place: *place,
                        message: format!("`{name}` includes `{target}`, which includes `{name}` again"),
                    });
                }
            }
        }
        found
    }

    fn reaches(&self, from: &str, goal: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            if name == goal {
                return true;
            }
            if seen.insert(name) {
                open.extend(self.0.get(name).into_iter().flatten().map(|(target, _, _)| target.as_str()));
            }
        }
        false
    }
}

/// Puts a counting step at the beginning of a template, and of every block in it that is run more than once.
pub(super) fn count_steps(template: &mut Template) {
    StepCounter::default().whole(template);
}

/// Puts steps into a template.
struct StepCounter {
    /// One step, compiled.
    step: Template,
}

impl Default for StepCounter {
    fn default() -> Self {
        Self { step: Template::compile(&format!("{{{{{STEP} 0}}}}")).unwrap_or_default() }
    }
}

impl StepCounter {
    fn whole(&self, template: &mut Template) {
        let cost = INCLUSION + self.in_blocks(template);
        self.prepend(template, cost);
    }

    /// Puts steps into the loops of a template, and returns how many elements it has outside them.
    fn in_blocks(&self, template: &mut Template) -> u64 {
        let mut count = template.elements.len() as u64;
        for element in &mut template.elements {
            match element {
                TemplateElement::HelperBlock(block) => {
                    let once = block.name.as_name().is_some_and(|name| RUN_ONCE.contains(&name));
                    if let Some(inner) = &mut block.template {
                        let cost = self.in_blocks(inner);
                        if once {
                            count += cost;
                        } else {
                            self.prepend(inner, cost);
                        }
                    }
                    count += block.inverse.as_mut().map_or(0, |inverse| self.in_blocks(inverse));
                }
                TemplateElement::PartialBlock(block) | TemplateElement::DecoratorBlock(block) => {
                    if let Some(inner) = &mut block.template {
                        self.whole(inner);
                    }
                }
                _ => {}
            }
        }
        count
    }

    fn prepend(&self, template: &mut Template, cost: u64) {
        let mut step = self.step.clone();
        if let Some(TemplateElement::Expression(expression) | TemplateElement::HtmlExpression(expression)) =
            step.elements.first_mut()
        {
            expression.params = vec![Parameter::Literal(cost.into())];
        }
        // An error of the step is one of the template that it counts.
        let place = template.mapping.first().cloned().map_or(step.mapping, |place| vec![place]);
        template.mapping.splice(0..0, place);
        template.elements.splice(0..0, step.elements);
    }
}

/// How many steps a template may take with a brief.
fn most_steps(brief: &Brief) -> u64 {
    let positions: usize = brief.positions.values().map(IndexMap::len).sum();
    let statements = brief.claims.len()
        + brief.proposals.len()
        + brief.commitments.len()
        + brief.developments.len()
        + brief.next_steps.len();
    let others = brief.parties.len() + brief.issues.len() + brief.sources.len() + brief.talking_points.len();
    let own = brief.aims.len() + brief.arguments.len();
    let judged = brief.judgements.len();
    let met = brief.meetings.len() + brief.people.len() + brief.agenda.len() + brief.asks.len();
    let asked = brief.options.len() + brief.recommendations.len() + brief.clearances.len() + brief.figures.len();
    let versions: usize = brief.texts.values().map(|text| 1 + text.variants.len()).sum();
    let points = brief.outcome.as_ref().map_or(0, |outcome| outcome.points.len());
    STEPS + STEPS_A_RECORD * (positions + statements + others + points + versions + asked + met + judged + own) as u64
}

/// The steps of one run, and the helper that counts them.
pub(super) struct Steps {
    taken: AtomicU64,
    most: u64,
}

impl Steps {
    pub(super) fn new(brief: &Brief) -> Self {
        Self { taken: AtomicU64::new(0), most: most_steps(brief) }
    }
}

impl HelperDef for &Steps {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        _: &mut dyn Output,
    ) -> HelperResult {
        let cost = helper.param(0).and_then(|cost| cost.value().as_u64()).unwrap_or(1);
        if self.taken.fetch_add(cost, Ordering::Relaxed) > self.most {
            return Err(RenderErrorReason::Other(RUNAWAY.to_owned()).into());
        }
        Ok(())
    }
}

/// The message of a template that takes too many steps or makes too much.
pub(super) const RUNAWAY: &str = "the template does not terminate";
