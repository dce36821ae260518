//! Inclusion of another file without a copy of the context.
//!
//! Handlebars gives a partial a copy of its context, which for the whole brief takes longer than the partial itself. A
//! `{{> name}}` without parameters sees the context as it is, so that it can be run in its place.

use handlebars::template::TemplateElement;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason, Renderable,
    Template,
};

/// The helper that includes.
const INCLUDE: &str = "brief-include";

/// Puts the helper in the place of every inclusion of a file that takes no parameters.
pub(super) fn in_place(template: &mut Template, is_file: &dyn Fn(&str) -> bool) {
    for element in &mut template.elements {
        match element {
            TemplateElement::HelperBlock(block) => {
                for inner in [&mut block.template, &mut block.inverse].into_iter().flatten() {
                    in_place(inner, is_file);
                }
            }
            TemplateElement::PartialExpression(partial)
                if partial.params.is_empty() && partial.hash.is_empty() && partial.indent.is_none() =>
            {
                let name = partial.name.as_name().filter(|name| is_file(name));
                let compiled = name.map(|name| Template::compile(&format!("{{{{{INCLUDE} \"{name}\"}}}}")));
                if let Some(Ok(compiled)) = compiled
                    && let Some(include) = compiled.elements.into_iter().next()
                {
                    *element = include;
                }
            }
            _ => {}
        }
    }
}

/// Whether a template defines partials of its own, which could take the name of a file.
pub(super) fn defines_partials(template: &Template) -> bool {
    template.elements.iter().any(|element| match element {
        TemplateElement::DecoratorBlock(_) | TemplateElement::PartialBlock(_) => true,
        TemplateElement::HelperBlock(block) => {
            [&block.template, &block.inverse].into_iter().flatten().any(defines_partials)
        }
        _ => false,
    })
}

/// Registers the helper.
pub(super) fn register(registry: &mut Handlebars<'_>) {
    registry.register_helper(INCLUDE, Box::new(Include));
}

struct Include;

impl HelperDef for Include {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|name| name.value().as_str()).unwrap_or_default();
        let template =
            registry.get_template(name).ok_or_else(|| RenderErrorReason::PartialNotFound(name.to_owned()))?;
        let current = render.get_current_template_name();
        let result = template.render(registry, context, render, out);
        render.set_current_template_name(current);
        result
    }
}
