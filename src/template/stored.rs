//! What Handlebars makes of a template, in a form that can be written to a file and read from one.
//!
//! To read a template takes Handlebars longer than to merge, lay out and write a page of it. So the build script has it
//! read the built-in ones (`build/templates.rs`), and the program takes what it made of them (`compiled.rs`).

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use handlebars::template::{
    BlockParam, DecoratorTemplate, ExpressionSpec, ExpressionSpecBuilder, HelperTemplate, Parameter, Subexpression,
    TemplateElement, TemplateMapping,
};
use handlebars::{JsonValue, Path, PathSeg, Template};
use serde::{Deserialize, Serialize};

/// A template, or what is in one of its blocks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stored {
    /// Its elements, each with line and column from 1.
    pub(crate) elements: Vec<(StoredElement, usize, usize)>,
}

/// An element of a template.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum StoredElement {
    /// Text as it stands.
    Raw(String),
    /// A value that is not escaped: `{{{…}}}`.
    Html(Box<Call>),
    /// A value: `{{…}}`.
    Print(Box<Call>),
    /// A block: `{{#…}}`.
    Block(Box<Call>),
    /// An inclusion, and by what its lines are indented: `{{> …}}`.
    Include(Box<Call>, Option<String>),
    /// A comment.
    Comment(String),
}

/// What is in an expression, and for a block what is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) name: StoredValue,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) params: Vec<StoredValue>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) hash: BTreeMap<String, StoredValue>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) block_params: Vec<StoredValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) inner: Option<Stored>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) inverse: Option<Stored>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) block: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) chain: bool,
    /// Whether what it prints is indented.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) indented: bool,
}

/// A name or a value in an expression.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum StoredValue {
    /// A name as it stands.
    Name(String),
    /// A path of names alone: `brief.title`.
    Names(String),
    /// One with the level and the name of a local variable, and its text: `@../index`.
    Local(usize, String, String),
    /// Any other path: `../title`.
    Path(String),
    /// A text, number or truth value.
    Literal(JsonValue),
    /// An expression in brackets.
    Call(Box<Call>),
}

impl Stored {
    /// As Handlebars has it; `None` when that cannot be, which no build script writes.
    pub(crate) fn template(self) -> Option<Template> {
        // Handlebars alone can make a place; others can change one.
        static PLACE: LazyLock<Option<TemplateMapping>> = LazyLock::new(|| Template::compile("x").ok()?.mapping.pop());
        self.with_places_like(PLACE.as_ref()?)
    }

    fn with_places_like(self, place: &TemplateMapping) -> Option<Template> {
        let mut template = Template::default();
        for (element, line, column) in self.elements {
            let mut place = place.clone();
            (place.0, place.1) = (line, column);
            template.elements.push(element.like(&place)?);
            template.mapping.push(place);
        }
        Some(template)
    }
}

impl StoredElement {
    fn like(self, place: &TemplateMapping) -> Option<TemplateElement> {
        Some(match self {
            Self::Raw(text) => TemplateElement::RawString(text),
            Self::Html(call) => TemplateElement::HtmlExpression(Box::new(call.helper(place)?)),
            Self::Print(call) => TemplateElement::Expression(Box::new(call.helper(place)?)),
            Self::Block(call) => TemplateElement::HelperBlock(Box::new(call.helper(place)?)),
            Self::Include(call, indent) => {
                let indented = call.indented;
                let mut partial = DecoratorTemplate::new(call.expression()?, indented);
                partial.indent = indent;
                TemplateElement::PartialExpression(Box::new(partial))
            }
            Self::Comment(text) => TemplateElement::Comment(text),
        })
    }
}

impl Call {
    fn helper(mut self, place: &TemplateMapping) -> Option<HelperTemplate> {
        let (block, chain, indented) = (self.block, self.chain, self.indented);
        let inner = |it: Option<Stored>| it.map(|it| it.with_places_like(place).ok_or(())).transpose().ok();
        let (template, inverse) = (inner(self.inner.take())?, inner(self.inverse.take())?);
        let mut helper = HelperTemplate::new(self.expression()?, block, indented);
        (helper.template, helper.inverse, helper.chain) = (template, inverse, chain);
        Some(helper)
    }

    fn expression(self) -> Option<ExpressionSpec> {
        let mut empty = ExpressionSpecBuilder::default();
        empty.name(Parameter::Name(String::new())).params(Vec::new()).hash(HashMap::new());
        empty.omit_pre_ws(false).omit_pro_ws(false);
        // The builder copies all that it is given.
        let mut expression = empty.build().ok()?;
        expression.name = self.name.parameter()?;
        expression.params = self.params.into_iter().map(StoredValue::parameter).collect::<Option<_>>()?;
        let hash = self.hash.into_iter().map(|(name, value)| Some((name, value.parameter()?)));
        expression.hash = hash.collect::<Option<_>>()?;
        let mut block_params = self.block_params.into_iter().map(StoredValue::parameter);
        expression.block_param = match (block_params.next(), block_params.next()) {
            (Some(one), None) => Some(BlockParam::Single(one?)),
            (Some(one), Some(other)) => Some(BlockParam::Pair((one?, other?))),
            (None, _) => None,
        };
        Some(expression)
    }
}

impl StoredValue {
    fn parameter(self) -> Option<Parameter> {
        Some(match self {
            Self::Name(name) => Parameter::Name(name),
            Self::Names(text) => {
                let names = text.split('.').map(|name| PathSeg::Named(name.to_owned())).collect();
                Parameter::Path(Path::Relative((names, text)))
            }
            Self::Local(level, name, text) => Parameter::Path(Path::Local((level, name, text))),
            Self::Path(text) => Parameter::Path(Path::parse(&text).ok()?),
            Self::Literal(value) => Parameter::Literal(value),
            Self::Call(call) => {
                let expression = call.expression()?;
                let call = Subexpression::new(expression.name, expression.params, expression.hash);
                Parameter::Subexpression(call)
            }
        })
    }
}
