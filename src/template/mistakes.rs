//! Mistakes in a template that Handlebars would pass over, or explain in terms of its grammar.

use std::collections::BTreeSet;

use handlebars::template::{BlockParam, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path, PathSeg, Template};

use super::context;
use super::since::SINCE_FIELDS;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, Span};

/// An expression of a template, as far as its braces show it.
struct TemplateToken<'t> {
    /// Where it is, with its braces.
    start: usize,
    end: usize,
    /// What is in it, without `~`.
    inside: &'t str,
}

/// The expressions of a text; `Err` is the place of one that does not end. Comments and escaped text are not
/// expressions.
fn tokens(text: &str) -> (Vec<TemplateToken<'_>>, Option<usize>) {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        let rest = &text[open + 2..];
        let (is_comment, close) = if rest.trim_start_matches('~').starts_with("!--") {
            (true, rest.find("--}}").map(|end| end + 2))
        } else {
            (rest.trim_start_matches('~').starts_with('!'), rest.find("}}"))
        };
        let Some(close) = close else { return (found, Some(open)) };
        let end = open + 2 + close + 2;
        if !is_comment && !text[..open].ends_with('\\') {
            let inside = rest[..close].trim_matches(['~', '{', '}']).trim();
            found.push(TemplateToken { start: open, end, inside });
        }
        at = end;
    }
    (found, None)
}

/// The blocks of a file that are not closed, and what closes none.
pub(super) fn unclosed(text: &str, file: FileId) -> Vec<Diagnostic> {
    // What is in a raw block is not an expression.
    if text.contains("{{{{") {
        return Vec::new();
    }
    let error = |message: String, start: usize, end: usize| {
        Diagnostic::new(Code::TEMPLATE_ERROR, message).at(Span::new(file, start..end))
    };
    let (tokens, endless) = tokens(text);
    let mut errors = Vec::new();
    let mut open: Vec<(&str, &TemplateToken<'_>)> = Vec::new();
    for token in &tokens {
        let written = &text[token.start..token.end];
        if let Some(name) = token.inside.strip_prefix('/').map(str::trim) {
            let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) else {
                // Most likely the name is wrong, and it is to close the innermost block.
                errors.push(match open.pop() {
                    Some((name, inner)) => {
                        let block = &text[inner.start..inner.end];
                        error(format!("`{written}` does not close `{block}`"), token.start, token.end)
                            .related(Span::new(file, inner.start..inner.end), "this block is open")
                            .help(format!("did you mean `{{{{/{name}}}}}`?"))
                    }
                    None => error(format!("`{written}` closes nothing"), token.start, token.end)
                        .help("remove it, or write the block that it should close"),
                });
                continue;
            };
            let inner = open.drain(at..).skip(1);
            errors.extend(inner.map(|(name, token)| not_closed(name, text, token, file, Some(written))));
        } else if let Some(name) = opened(token.inside) {
            open.push((name, token));
        }
    }
    errors.extend(open.into_iter().map(|(name, token)| not_closed(name, text, token, file, None)));
    if let Some(start) = endless {
        let end = start + text[start..].lines().next().map_or(2, str::len);
        errors.push(error("`{{` without `}}`".to_owned(), start, end).help("write `}}` where the expression ends"));
    }
    errors
}

/// The name of the block that an expression opens.
fn opened(inside: &str) -> Option<&str> {
    let rest = inside.strip_prefix('#').or_else(|| inside.strip_prefix('^').filter(|rest| !rest.trim().is_empty()))?;
    let rest = rest.trim_start_matches(['*', '>']).trim_start();
    Some(rest.split(|c: char| c.is_whitespace()).next().unwrap_or(rest))
}

/// Whether an expression begins what a block prints otherwise.
fn is_alternative(inside: &str) -> bool {
    inside == "^" || inside.split_whitespace().next() == Some("else")
}

fn not_closed(name: &str, text: &str, token: &TemplateToken<'_>, file: FileId, before: Option<&str>) -> Diagnostic {
    let written = &text[token.start..token.end];
    let before = before.map(|closed| format!(" before `{closed}`")).unwrap_or_default();
    Diagnostic::new(Code::TEMPLATE_ERROR, format!("`{written}` is not closed{before}"))
        .at(Span::new(file, token.start..token.end))
        .help(format!("write `{{{{/{name}}}}}` where the block ends"))
}

/// The blocks of a file that break a table: one that ends in the line of its last row prints several rows into one
/// line, or an empty line between two rows, and one that repeats rows with an empty line among them ends the table
/// after the first; what follows is printed with its bars.
pub(super) fn torn_rows(text: &str, file: FileId) -> Vec<Diagnostic> {
    let (tokens, _) = tokens(text);
    let mut found = Vec::new();
    // The name of a block, where it opens, and whether it has an alternative.
    let mut open: Vec<(&str, &TemplateToken<'_>, bool)> = Vec::new();
    for token in &tokens {
        if let Some(name) = opened(token.inside) {
            open.push((name, token, false));
        } else if is_alternative(token.inside) {
            open.last_mut().into_iter().for_each(|(_, _, has_other)| *has_other = true);
        } else if let Some(name) = token.inside.strip_prefix('/').map(str::trim) {
            let Some((_, first, has_other)) = open.pop().filter(|(opened, ..)| *opened == name) else { continue };
            let Some(why) = torn(text, (name, has_other), first, token) else { continue };
            let written = &text[first.start..first.end];
            let (message, help) = match why {
                Torn::Beside => (
                    "it is on the same line as the row that it prints",
                    format!("put `{written}` and `{{{{/{name}}}}}` on lines of their own"),
                ),
                Torn::Unended => {
                    ("it ends on the line of its last row", format!("put `{{{{/{name}}}}}` on a line of its own"))
                }
                Torn::Parted => {
                    ("there is an empty line next to the rows that it repeats", "remove the empty line".to_owned())
                }
            };
            let message = format!("`{written}` breaks the table: {message}");
            found.push(
                Diagnostic::new(Code::TEMPLATE_ERROR, message).at(Span::new(file, first.start..first.end)).help(help),
            );
        }
    }
    found.sort_by_key(|it| it.primary.as_ref().map(|label| label.span.start));
    found
}

/// How a block breaks a table.
enum Torn {
    /// It is on the line of its row.
    Beside,
    /// It ends on the line of its last row.
    Unended,
    /// It has an empty line beside rows.
    Parted,
}

/// How a block breaks a table of which it prints whole rows; `None` when it does not. One that prints the line below
/// the heads, too, prints whole tables.
fn torn(
    text: &str,
    (name, has_other): (&str, bool),
    first: &TemplateToken<'_>,
    last: &TemplateToken<'_>,
) -> Option<Torn> {
    let before = &text[..first.start];
    let begins_line = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim().is_empty();
    let inner = &text[first.end..last.start];
    let is_row = |line: &str| line.starts_with('|') && line.ends_with('|') && line.len() > 1;
    let is_below_heads = |line: &str| is_row(line) && line.chars().all(|c| "|-: \t".contains(c));
    let lines = || inner.lines().map(str::trim);
    let mut rows = lines().filter(|line| !line.is_empty());
    let begins = rows.next().is_some_and(|line| line.starts_with('|'));
    // With an alternative there is a row in any case.
    let has_row = name != "each" && has_other;
    if !begins_line || !begins || has_row || lines().any(is_below_heads) {
        return None;
    }
    // In the line of the last row, with nothing after it.
    let ends_row = inner.trim_end_matches([' ', '\t']).ends_with('|');
    let ends_line = text[last.end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
    if ends_row && ends_line {
        return Some(if inner.contains('\n') { Torn::Unended } else { Torn::Beside });
    }
    let is_own = |line: &str| line.is_empty() || is_row(line) || line.starts_with("{{");
    // What comes after the opening expression and before the closing one is no line.
    let own = inner.split('\n').skip(1);
    let count = inner.matches('\n').count().saturating_sub(1);
    let has_empty = own.take(count).any(|line| line.trim().is_empty());
    (name == "each" && lines().all(is_own) && has_empty).then_some(Torn::Parted)
}

/// The names that no record has, among those that the expressions of a template ask for.
pub(super) struct UnknownNames {
    /// In order, since of two names that are as near the first is suggested.
    known: BTreeSet<String>,
    /// What has been found: the line and the column of its expression, from 1, and the name.
    pub(super) found: Vec<((usize, usize), String)>,
}

impl UnknownNames {
    /// One for a template whose inclusions hand over values by some names: `{{> NAME key=…}}`.
    pub(super) fn new<'t>(templates: impl Iterator<Item = &'t Template>) -> Self {
        let mut known: BTreeSet<String> =
            context::all_names().chain(SINCE_FIELDS.iter().copied()).map(str::to_owned).collect();
        templates.for_each(|template| given(template, &mut known));
        Self { known, found: Vec::new() }
    }

    /// The nearest of the known names.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.known.iter().map(String::as_str))
    }

    /// Looks through a template.
    pub(super) fn look(&mut self, template: &Template) {
        for (element, place) in template.elements.iter().zip(&template.mapping) {
            let place = (place.0, place.1);
            match element {
                TemplateElement::Expression(it) | TemplateElement::HtmlExpression(it) => {
                    // Alone it is a field; what is printed is looked at here, too, so that all is reported at once.
                    if it.params.is_empty() && it.hash.is_empty() {
                        self.parameter(&it.name, place);
                    }
                    self.call(it, place);
                }
                TemplateElement::HelperBlock(it) => {
                    self.call(it, place);
                    [&it.template, &it.inverse].into_iter().flatten().for_each(|inner| self.look(inner));
                }
                TemplateElement::PartialExpression(it)
                | TemplateElement::PartialBlock(it)
                | TemplateElement::DecoratorBlock(it)
                | TemplateElement::DecoratorExpression(it) => {
                    it.hash.values().for_each(|value| self.parameter(value, place));
                    it.template.iter().for_each(|inner| self.look(inner));
                }
                _ => {}
            }
        }
    }

    fn call(&mut self, it: &HelperTemplate, place: (usize, usize)) {
        it.params.iter().chain(it.hash.values()).for_each(|value| self.parameter(value, place));
    }

    fn parameter(&mut self, parameter: &Parameter, place: (usize, usize)) {
        match parameter {
            Parameter::Path(Path::Relative((parts, _))) => {
                let mut names = parts.iter().filter_map(|part| match part {
                    PathSeg::Named(name) => Some(name),
                    _ => None,
                });
                // A number is a place in a list.
                let is_unknown = |name: &&String| !self.known.contains(*name) && name.parse::<usize>().is_err();
                if let Some(name) = names.find(is_unknown) {
                    self.found.push((place, name.clone()));
                }
            }
            Parameter::Subexpression(inner) => {
                if let TemplateElement::Expression(it) = inner.as_element() {
                    self.call(it, place);
                }
            }
            _ => {}
        }
    }
}

/// The names that a template itself gives to values: those of inclusions, and those after `as |…|`.
fn given(template: &Template, names: &mut BTreeSet<String>) {
    for element in &template.elements {
        match element {
            TemplateElement::HelperBlock(it) => {
                let mut add = |name: &Parameter| names.extend(name.as_name().map(str::to_owned));
                match &it.block_param {
                    Some(BlockParam::Single(name)) => add(name),
                    Some(BlockParam::Pair((one, other))) => [one, other].into_iter().for_each(add),
                    _ => {}
                }
                [&it.template, &it.inverse].into_iter().flatten().for_each(|inner| given(inner, names));
            }
            TemplateElement::PartialExpression(it)
            | TemplateElement::PartialBlock(it)
            | TemplateElement::DecoratorBlock(it) => {
                names.extend(it.hash.keys().cloned());
                it.template.iter().for_each(|inner| given(inner, names));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn messages(found: &[Diagnostic]) -> Vec<String> {
        found.iter().map(|it| format!("{} | {}", it.message, it.help.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn a_block_that_is_not_closed_is_named_and_what_closes_none_too() {
        let file = Sources::default().add("a", "");
        let found = |text: &str| messages(&unclosed(text, file));
        assert_eq!(
            found("{{#if a}}x{{else if b}}y{{^}}z{{/if}}{{#>p}}{{/p}}{{!-- {{#if}} --}}\\{{#if}}{{^a}}{{/a}}"),
            [""; 0]
        );
        assert_eq!(
            found("{{#each a}}\n{{#if b}}x{{/each}}"),
            ["`{{#if b}}` is not closed before `{{/each}}` | write `{{/if}}` where the block ends"]
        );
        assert_eq!(found("{{#if a}}{{/each}}"), ["`{{/each}}` does not close `{{#if a}}` | did you mean `{{/if}}`?"]);
        assert_eq!(found("x {{a\ny"), ["`{{` without `}}` | write `}}` where the expression ends"]);
        assert_eq!(found("{{/if}}"), ["`{{/if}}` closes nothing | remove it, or write the block that it should close"]);
    }

    #[test]
    fn a_block_on_the_line_of_its_row_breaks_the_table() {
        let file = Sources::default().add("a", "");
        let text = "| a |\n| --- |\n  {{#each x}}| {{a}} |{{/each}}\n{{#if y}}| {{b}} |{{/if}}\n";
        let found = torn_rows(text, file);
        assert_eq!(
            messages(&found)[0],
            "`{{#each x}}` breaks the table: it is on the same line as the row that it prints | put `{{#each x}}` and \
             `{{/each}}` on lines of their own"
        );
        assert_eq!(found.len(), 2);
        let text = "{{#each x}}\n| {{a}} |\n| {{b}} |{{/each}}\n{{#each x}}| {{a}} |\n{{#if b}}\n| {{b}} |\n{{/if}}\n\n{{/each}}\n";
        assert_eq!(
            messages(&torn_rows(text, file)),
            [
                "`{{#each x}}` breaks the table: it ends on the line of its last row | put `{{/each}}` on a line of its own",
                "`{{#each x}}` breaks the table: there is an empty line next to the rows that it repeats | remove the empty \
                 line"
            ]
        );
        for right in [
            "{{#each x}}| {{a}} |\n{{/each}}\n",
            "{{#each x}}\n| A |\n| --- |\n| {{a}} |\n\n{{/each}}\n",
            "{{#if a}}| {{a}} |{{else}}| b |{{/if}}\n",
            "{{#if a}}| x |{{~else}}| b |{{/if}}\n",
            "{{#if a}}| x |{{ else }}| b |{{/if}}\n",
            "{{#if a}}| x |{{^}}| b |{{/if}}\n",
            "{{#if a}}| x |{{else if c}}| b |{{/if}}\n",
        ] {
            assert!(torn_rows(right, file).is_empty(), "{right}");
        }
        // The alternative is that of another block.
        assert_eq!(torn_rows("{{#if a}}| {{#if b}}x{{else}}-{{/if}} |{{/if}}\n", file).len(), 1);
        for right in ["{{#each x}}\n| {{a}} |\n{{/each}}\n", "| {{#if a}}x{{/if}} |\n", "{{#if a}}x{{/if}}\n"] {
            assert!(torn_rows(right, file).is_empty(), "{right}");
        }
    }

    #[test]
    fn names_that_no_record_has_are_found_wherever_they_stand() {
        let text = "{{#if prioritty}}{{/if}}{{#each parties as |p|}}{{p.name}} {{p.nam}}{{/each}}{{#if (eq a.title 1)}}{{/if}}\
                    {{> x key=titel}}{{key}}{{@index}}{{@root.brief.as_of}}{{../text}}{{since.mark}}{{this}}{{label \"x\"}}";
        let template = Template::compile(text).unwrap();
        let mut names = UnknownNames::new([&template].into_iter());
        names.look(&template);
        let found: Vec<&str> = names.found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(found, ["prioritty", "nam", "a", "titel"]);
        assert_eq!(names.nearest("prioritty"), Some("priority"));
        // Of names that are as near, always the same.
        for _ in 0..20 {
            let templates = [Template::compile("{{> x nama=1 namb=1 namc=1 namd=1}}").unwrap()];
            assert_eq!(UnknownNames::new(templates.iter()).nearest("namx"), Some("nama"));
        }
    }
}
