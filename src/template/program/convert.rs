//! What Handlebars has read, as a program.

use handlebars::Template;
use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, Subexpression, TemplateElement};

use super::{Block, Call, Item, Op, Path, Term};

/// A file; `None` when there is more in it than a program has. `files` are the names of all files.
pub(super) fn file(template: &Template, files: &[&str]) -> Option<Block> {
    block(template, true, files)
}

fn block(template: &Template, is_file: bool, files: &[&str]) -> Option<Block> {
    let mut items: Vec<Item> = Vec::with_capacity(template.elements.len());
    for element in &template.elements {
        let item = match element {
            TemplateElement::RawString(text) => Item::Text(text.clone()),
            TemplateElement::Comment(_) => Item::Comment,
            TemplateElement::Expression(expression) => Item::Op(printed(expression)?),
            TemplateElement::HelperBlock(helper) => Item::Block(helper_block(helper, files)?),
            TemplateElement::PartialExpression(partial) => {
                let behind = matches!(items.last(), Some(Item::Text(text)) if text.ends_with([' ', '\t']));
                Item::Op(included(partial, behind, files)?)
            }
            _ => return None,
        };
        items.push(item);
    }
    Some(Block::of(items, is_file))
}

fn printed(it: &HelperTemplate) -> Option<Op> {
    match (&it.name, it.params.is_empty() && it.hash.is_empty()) {
        (Parameter::Path(_), true) => Path::read_value(it.name.as_name()?).map(Op::Value),
        (Parameter::Name(_), false) => call(it).filter(|call| !call.compares()).map(Op::Call),
        _ => None,
    }
}

fn call(it: &HelperTemplate) -> Option<Call> {
    let params = it.params.iter().map(term).collect::<Option<_>>()?;
    Call::of(it.name.as_name()?, params, hash(&it.hash)?)
}

fn hash(hash: &std::collections::HashMap<String, Parameter>) -> Option<Vec<(String, Term)>> {
    let mut given: Vec<(String, Term)> =
        hash.iter().map(|(name, value)| Some((name.clone(), term(value)?))).collect::<Option<_>>()?;
    given.sort_by(|(one, _), (other, _)| one.cmp(other));
    Some(given)
}

fn term(parameter: &Parameter) -> Option<Term> {
    match parameter {
        Parameter::Path(_) => Path::read(parameter.as_name()?).map(Term::Path),
        Parameter::Literal(value) => value.as_str().map(|text| Term::Text(text.to_owned())),
        Parameter::Subexpression(inner) => subexpression(inner).map(|call| Term::Call(Box::new(call))),
        _ => None,
    }
}

fn subexpression(inner: &Subexpression) -> Option<Call> {
    let TemplateElement::Expression(expression) = inner.as_element() else { return None };
    if matches!(expression.name, Parameter::Name(_)) { call(expression) } else { None }
}

fn helper_block(it: &HelperTemplate, files: &[&str]) -> Option<Op> {
    let ([what], None, true) = (it.params.as_slice(), &it.block_param, it.hash.is_empty()) else { return None };
    let then = match &it.template {
        Some(then) => block(then, false, files)?,
        None => Block::default(),
    };
    let otherwise = match &it.inverse {
        Some(otherwise) => Some(block(otherwise, false, files)?),
        None => None,
    };
    Op::block(it.name.as_name()?, term(what)?, then, otherwise)
}

fn included(it: &DecoratorTemplate, behind_space: bool, files: &[&str]) -> Option<Op> {
    let name = it.name.as_name()?;
    let file = files.iter().position(|file| *file == name)?;
    // White space alone before it, which Handlebars has taken away, would indent its first line.
    let fits = it.params.is_empty() && (it.indent.is_none() || behind_space);
    fits.then_some(Op::Include { file, given: hash(&it.hash)?, indented: it.indent.is_some() })
}
