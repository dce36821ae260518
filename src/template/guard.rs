//! Keeps a template within bounds: what it may include, how deep it may nest, how much it may do.
//!
//! Handlebars has no loops but those over the brief's own lists, and no way to a file; what is left is inclusion
//! without end and loops within loops. The first is found before the template runs, the second by counting steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use handlebars::template::{DecoratorTemplate, Parameter, TemplateElement};
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, Template};

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Brief;
use crate::source::{FileId, Span};

/// How large a template's file may be, in bytes.
pub(super) const LARGEST_FILE: usize = 256 * 1024;
/// How large the Markdown may be that a template makes, in bytes.
pub(super) const LARGEST_OUTPUT: usize = 16 * 1024 * 1024;
/// How deep blocks, or brackets in an expression, may nest; Handlebars reads and runs them by recursion.
const DEEPEST: usize = 32;
/// How many steps a template may take, and how many more for each record of the brief. A step is one turn of a block; an
/// inclusion costs more, since it copies its part of the context. The full dossier of a brief with 500 positions takes
/// about 20 000.
const STEPS: u64 = 300_000;
const STEPS_A_RECORD: u64 = 400;
/// What one inclusion costs in steps.
pub(super) const INCLUSION: u64 = 100;
/// The helper that counts.
const STEP: &str = "brief-step";

/// Looks for nesting that would be too deep to read, in the text itself, before Handlebars reads it.
pub(super) fn check_nesting(text: &str, file: FileId) -> Option<Diagnostic> {
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
            let message = format!("nested more than {DEEPEST} deep");
            return Some(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(file, at - 2..at)));
        }
        rest = &inside[end..];
    }
    None
}

/// The inclusions of a template: by the name of a template or inline partial those that it includes, and where.
#[derive(Default)]
pub(super) struct Inclusions(BTreeMap<String, Vec<Inclusion>>);

/// What is included and where: a name, the file, line and column.
type Inclusion = (String, FileId, (usize, usize));

/// An inclusion that cannot be: its place as file, line and column, and what is wrong.
pub(super) struct Fault {
    pub(super) file: FileId,
    pub(super) place: (usize, usize),
    pub(super) message: String,
}

impl Inclusions {
    /// Takes in one template, and gives the inclusions in it whose name is computed.
    pub(super) fn add(&mut self, name: &str, file: FileId, template: &Template) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.walk(name, file, template, &mut faults);
        faults
    }

    fn walk(&mut self, name: &str, file: FileId, template: &Template, faults: &mut Vec<Fault>) {
        for (at, element) in template.elements.iter().enumerate() {
            let place = template.mapping.get(at).map_or((1, 1), |mapping| (mapping.0, mapping.1));
            match element {
                TemplateElement::HelperBlock(block) => {
                    for inner in [&block.template, &block.inverse].into_iter().flatten() {
                        self.walk(name, file, inner, faults);
                    }
                }
                TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                    match partial.name.as_name() {
                        Some(target) => {
                            let targets = self.0.entry(name.to_owned()).or_default();
                            targets.push((target.to_owned(), file, place));
                        }
                        None => faults.push(Fault {
                            file,
                            place,
                            message: "the name of an included template must stand there as it is".to_owned(),
                        }),
                    }
                    self.inner(name, file, partial, faults);
                }
                TemplateElement::DecoratorBlock(inline) => {
                    // An inline partial can be included by its name from then on.
                    let own = match inline.params.first() {
                        Some(Parameter::Literal(value)) => value.as_str().unwrap_or(name).to_owned(),
                        _ => name.to_owned(),
                    };
                    self.inner(&own, file, inline, faults);
                }
                _ => {}
            }
        }
    }

    fn inner(&mut self, name: &str, file: FileId, decorator: &DecoratorTemplate, faults: &mut Vec<Fault>) {
        if let Some(template) = &decorator.template {
            self.walk(name, file, template, faults);
        }
    }

    /// The inclusions that lead back to where they stand.
    pub(super) fn cycles(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (name, targets) in &self.0 {
            for (target, file, place) in targets {
                if self.reaches(target, name) {
                    faults.push(Fault {
                        file: *file,
                        place: *place,
                        message: format!("`{name}` includes `{target}`, which includes `{name}` again"),
                    });
                }
            }
        }
        faults
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

/// Puts a counting step at the beginning of a template and of every block in it.
pub(super) fn count_steps(template: &mut Template) {
    let compiled = |cost: u64| Template::compile(&format!("{{{{{STEP} {cost}}}}}")).unwrap_or_default();
    prepend_steps(template, &compiled(1), &compiled(INCLUSION), true);
}

fn prepend_steps(template: &mut Template, turn: &Template, inclusion: &Template, included: bool) {
    for element in &mut template.elements {
        match element {
            TemplateElement::HelperBlock(block) => {
                for block in [&mut block.template, &mut block.inverse].into_iter().flatten() {
                    prepend_steps(block, turn, inclusion, false);
                }
            }
            TemplateElement::PartialBlock(block) | TemplateElement::DecoratorBlock(block) => {
                if let Some(block) = &mut block.template {
                    prepend_steps(block, turn, inclusion, true);
                }
            }
            _ => {}
        }
    }
    // An `{{else if}}` is a template of nothing but that block, which Handlebars relies on.
    if let [TemplateElement::HelperBlock(_)] = template.elements.as_slice()
        && !included
    {
        return;
    }
    let step = if included { inclusion } else { turn };
    template.elements.splice(0..0, step.elements.iter().cloned());
    template.mapping.splice(0..0, step.mapping.iter().cloned());
}

/// How many steps a template may take with a brief.
pub(super) fn most_steps(brief: &Brief) -> u64 {
    let positions: usize = brief.positions.values().map(IndexMap::len).sum();
    let statements = brief.claims.len() + brief.commitments.len() + brief.developments.len() + brief.next_steps.len();
    let others = brief.parties.len() + brief.issues.len() + brief.sources.len() + brief.talking_points.len();
    STEPS + STEPS_A_RECORD * (positions + statements + others + brief.outcome.points.len()) as u64
}

/// Registers the helper that counts, from nothing.
pub(super) fn register(registry: &mut Handlebars<'_>, most: u64) {
    let steps = AtomicU64::new(0);
    let step = move |helper: &Helper<'_>,
                     _: &Handlebars<'_>,
                     _: &Context,
                     _: &mut RenderContext<'_, '_>,
                     _: &mut dyn Output|
          -> HelperResult {
        let cost = helper.param(0).and_then(|cost| cost.value().as_u64()).unwrap_or(1);
        if steps.fetch_add(cost, Ordering::Relaxed) > most {
            return Err(RenderErrorReason::Other(RUNAWAY.to_owned()).into());
        }
        Ok(())
    };
    registry.register_helper(STEP, Box::new(step));
}

/// The message of a template that takes too many steps or makes too much.
pub(super) const RUNAWAY: &str = "the template does not come to an end";
