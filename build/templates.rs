//! Compiles the built-in templates, so that the program need not.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use handlebars::template::{BlockParam, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path as ValuePath, PathSeg, Template};

use super::files;
use super::stored::{Call, Stored, StoredElement, StoredValue};

/// The end of the name of a template's file.
const EXTENSION: &str = ".md.hbs";

/// The list of `src/template/compiled.rs`: the text of each file below a folder in both forms in which it can be
/// included, and what Handlebars makes of it, as JSON.
///
/// # Panics
/// When a file is not a template, or has something that no built-in one has had.
pub(super) fn compiled(folder: &Path) -> String {
    let mut all = Vec::new();
    for file in files(folder).iter().filter(|file| file.to_string_lossy().ends_with(EXTENSION)) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = text.trim_end_matches(['\n', '\r']);
        for text in [text.to_owned(), format!("{text}\n")] {
            let template = Template::compile(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let stored = stored(&template).and_then(|it| serde_json::to_string(&it).ok());
            let Some(json) = stored else { panic!("{} cannot be stored", file.display()) };
            all.push((text, json));
        }
    }
    all.sort();
    all.dedup();
    let mut list = String::from("&[\n");
    for (text, json) in all {
        let _ = writeln!(list, "({text:?}, {json:?}),");
    }
    list + "]"
}

fn stored(template: &Template) -> Option<Stored> {
    let places = template.elements.iter().zip(&template.mapping);
    let elements = places.map(|(it, place)| Some((element(it)?, place.0, place.1)));
    Some(Stored { elements: elements.collect::<Option<_>>()? })
}

fn element(element: &TemplateElement) -> Option<StoredElement> {
    use TemplateElement as T;
    let stored = |is_indented: bool| {
        Some(match element {
            T::RawString(text) => StoredElement::Raw(text.clone()),
            T::HtmlExpression(it) => StoredElement::Html(Box::new(helper(it, is_indented)?)),
            T::Expression(it) => StoredElement::Print(Box::new(helper(it, is_indented)?)),
            T::HelperBlock(it) => StoredElement::Block(Box::new(helper(it, is_indented)?)),
            T::PartialExpression(it) => {
                let call = Call { indented: is_indented, ..call(&it.name, &it.params, &it.hash)? };
                StoredElement::Include(Box::new(call), it.indent.clone())
            }
            T::Comment(text) => StoredElement::Comment(text.clone()),
            _ => return None,
        })
    };
    // Handlebars does not say whether it indents something; what is equal to its own does the same.
    let is_same = |stored: &StoredElement| {
        let alone = Stored { elements: vec![(stored.clone(), 1, 1)] };
        alone.template().is_some_and(|it| it.elements.first() == Some(element))
    };
    [false, true].into_iter().filter_map(stored).find(is_same)
}

fn helper(helper: &HelperTemplate, is_indented: bool) -> Option<Call> {
    let block_params = match &helper.block_param {
        None => Vec::new(),
        Some(BlockParam::Single(one)) => vec![value(one)?],
        Some(BlockParam::Pair((one, other))) => vec![value(one)?, value(other)?],
        Some(_) => return None,
    };
    let of_block = |it: Option<&Template>| it.map(|it| stored(it).ok_or(())).transpose().ok();
    Some(Call {
        inner: of_block(helper.template.as_ref())?,
        inverse: of_block(helper.inverse.as_ref())?,
        block_params,
        block: helper.block,
        chain: helper.chain,
        indented: is_indented,
        ..call(&helper.name, &helper.params, &helper.hash)?
    })
}

fn call(name: &Parameter, params: &[Parameter], hash: &HashMap<String, Parameter>) -> Option<Call> {
    Some(Call {
        name: value(name)?,
        params: params.iter().map(value).collect::<Option<_>>()?,
        hash: hash.iter().map(|(name, it)| Some((name.clone(), value(it)?))).collect::<Option<_>>()?,
        block_params: Vec::new(),
        inner: None,
        inverse: None,
        block: false,
        chain: false,
        indented: false,
    })
}

fn value(parameter: &Parameter) -> Option<StoredValue> {
    Some(match parameter {
        Parameter::Name(name) => StoredValue::Name(name.clone()),
        Parameter::Path(ValuePath::Local((level, name, text))) => {
            StoredValue::Local(*level, name.clone(), text.clone())
        }
        Parameter::Path(ValuePath::Relative((steps, text))) => {
            let is_name = |(step, name): (&PathSeg, &str)| matches!(step, PathSeg::Named(it) if it == name);
            let names: Vec<&str> = text.split('.').collect();
            if steps.len() == names.len() && steps.iter().zip(names).all(is_name) {
                StoredValue::Names(text.clone())
            } else {
                StoredValue::Path(text.clone())
            }
        }
        Parameter::Literal(value) => StoredValue::Literal(value.clone()),
        Parameter::Subexpression(it) => match it.as_element() {
            TemplateElement::Expression(it) => StoredValue::Call(Box::new(call(&it.name, &it.params, &it.hash)?)),
            _ => return None,
        },
        _ => return None,
    })
}
