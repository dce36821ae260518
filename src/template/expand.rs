//! Inclusion of whole lines: `{{> NAME}}` alone on a line, at its beginning and without parameters, is replaced in the
//! compiled template by what `NAME.md.hbs` was compiled to.
//!
//! Handlebars includes such a file with the same result, but gives it a copy of the context each time, which for a
//! whole brief takes longer than everything that the file prints. Any other inclusion is left to Handlebars. Files are
//! compiled one by one, since Handlebars counts the lines of a text again for each expression in it.

use std::collections::{BTreeMap, HashSet};

use handlebars::Template;
use handlebars::template::{HelperTemplate, TemplateElement};

use super::guard::{DEEPEST, LARGEST_FILE};

/// A file of a template in one of the two forms in which it can be included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct IncludeForm<'t> {
    /// Its name without extension.
    pub(super) name: &'t str,
    /// Whether it is included in a whole line, and so ends with a line break.
    pub(super) is_lines: bool,
}

impl IncludeForm<'_> {
    /// The text that is compiled. The end of a file's last line is not part of what is included.
    pub(super) fn text(self, file: &str) -> String {
        let text = file.trim_end_matches(['\n', '\r']);
        if self.is_lines { format!("{text}\n") } else { text.to_owned() }
    }
}

/// A file as Handlebars has compiled it.
#[derive(Clone)]
pub(super) struct Compiled<'t> {
    pub(super) template: Template,
    /// The bytes of its text.
    pub(super) size: usize,
    /// The lines that include a file whole, from 1, and that file's name.
    pub(super) lines: BTreeMap<usize, &'t str>,
    /// How many lines of all files include it whole in this form.
    pub(super) uses: usize,
}

/// The lines of a text that include a file whole, from 1, and that file's name.
pub(super) fn whole_lines(text: &str) -> BTreeMap<usize, &str> {
    text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, included(line)?))).collect()
}

/// The name that a line includes, if it does nothing else.
fn included(line: &str) -> Option<&str> {
    let inside = line.trim_end().strip_prefix("{{>")?.strip_suffix("}}")?.trim();
    let is_name = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_name.then_some(inside)
}

/// Why a template cannot be expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpandError {
    /// With all that it includes it has more than [`LARGEST_FILE`] bytes.
    TooLarge,
    /// Blocks in what it includes nest deeper than [`DEEPEST`].
    TooDeep,
}

/// Puts the files that are included in whole lines into a compiled file. No inclusion may lead back to where it is. For
/// the `last` file, what is used once is taken from the files and not copied.
///
/// In the result the lines of the mapping say the file, too: see [`Origins`].
///
/// # Errors
/// [`ExpandError`].
pub(super) fn expand<'t>(
    form: IncludeForm<'t>,
    files: &mut BTreeMap<IncludeForm<'t>, Compiled<'t>>,
    origins: &Origins,
    last: bool,
) -> Result<Template, ExpandError> {
    let mut expander = Expander { files, origins, size: 0 };
    expander.file(form, 0, last)
}

struct Expander<'a, 't> {
    files: &'a mut BTreeMap<IncludeForm<'t>, Compiled<'t>>,
    origins: &'a Origins,
    /// The bytes of all that has been put in.
    size: usize,
}

/// Where what is expanded is.
#[derive(Clone, Copy)]
struct Place<'l, 't> {
    /// The name of the file.
    file: &'t str,
    /// As in [`Compiled`].
    lines: &'l BTreeMap<usize, &'t str>,
    /// Whether it is expanded for the last time.
    last: bool,
}

impl<'t> Expander<'_, 't> {
    /// A file, in this many blocks, for the last time or not.
    fn file(&mut self, form: IncludeForm<'t>, depth: usize, last: bool) -> Result<Template, ExpandError> {
        let compiled = if last { self.files.remove(&form) } else { self.files.get(&form).cloned() };
        let Some(Compiled { mut template, size, lines, .. }) = compiled else { return Ok(Template::default()) };
        self.size += size.max(1);
        if self.size > LARGEST_FILE {
            return Err(ExpandError::TooLarge);
        }
        let place = Place { file: form.name, lines: &lines, last };
        self.template(&mut template, place, depth)?;
        Ok(template)
    }

    /// Expands a part of a file.
    fn template(&mut self, template: &mut Template, at: Place<'_, 't>, depth: usize) -> Result<(), ExpandError> {
        if depth > DEEPEST {
            return Err(ExpandError::TooDeep);
        }
        let elements = std::mem::take(&mut template.elements);
        let mapping = std::mem::take(&mut template.mapping);
        for (mut element, mut place) in elements.into_iter().zip(mapping) {
            let line = place.0;
            match &mut element {
                TemplateElement::HelperBlock(block) => self.block(block, at, depth)?,
                TemplateElement::PartialBlock(block) | TemplateElement::DecoratorBlock(block) => {
                    if let Some(inner) = &mut block.template {
                        self.template(inner, at, depth + 1)?;
                    }
                }
                TemplateElement::PartialExpression(partial) => {
                    let name = at.lines.get(&line).filter(|name| partial.name.as_name() == Some(**name));
                    let form = name.map(|name| IncludeForm { name, is_lines: true });
                    let uses = form.and_then(|form| Some((form, self.files.get(&form)?.uses)));
                    if let Some((form, uses)) = uses {
                        let inner = self.file(form, depth, at.last && uses == 1)?;
                        template.elements.extend(inner.elements);
                        template.mapping.extend(inner.mapping);
                        continue;
                    }
                }
                TemplateElement::RawString(text) if text.is_empty() => continue,
                _ => {}
            }
            template.elements.push(element);
            place.0 = self.origins.encode(at.file, line);
            template.mapping.push(place);
        }
        Ok(())
    }

    fn block(&mut self, block: &mut HelperTemplate, at: Place<'_, 't>, depth: usize) -> Result<(), ExpandError> {
        for inner in [&mut block.template, &mut block.inverse].into_iter().flatten() {
            self.template(inner, at, depth + 1)?;
        }
        Ok(())
    }
}

/// Which numbers of lines in a compiled template stand for which line of which file.
#[derive(Debug)]
pub(super) struct Origins {
    /// The names of the files.
    names: Vec<String>,
}

/// One more than the lines that a file can have.
const LINES: usize = LARGEST_FILE + 2;

impl Origins {
    /// For files of these names.
    pub(super) fn new<'t>(names: impl IntoIterator<Item = &'t str>) -> Self {
        let names: HashSet<&str> = names.into_iter().collect();
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        names.sort_unstable();
        Self { names }
    }

    /// The number of a line of a file.
    fn encode(&self, file: &str, line: usize) -> usize {
        let at = self.names.binary_search_by(|name| name.as_str().cmp(file)).unwrap_or(0);
        at.saturating_mul(LINES).saturating_add(line)
    }

    /// The file and the line that a number stands for.
    pub(super) fn decode(&self, number: usize) -> Option<(&str, usize)> {
        Some((self.names.get(number / LINES)?, number % LINES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled<'t>(files: &[(&'t str, &'t str)]) -> (BTreeMap<IncludeForm<'t>, Compiled<'t>>, Origins) {
        let mut all = BTreeMap::new();
        for (name, file) in files {
            for is_lines in [false, true] {
                let form = IncludeForm { name, is_lines };
                let text = form.text(file);
                let template = Template::compile(&text).unwrap();
                all.insert(form, Compiled { template, size: text.len(), lines: whole_lines(file), uses: 0 });
            }
        }
        for name in files.iter().flat_map(|(_, file)| whole_lines(file).into_values()) {
            all.get_mut(&IncludeForm { name, is_lines: true }).unwrap().uses += 1;
        }
        (all, Origins::new(files.iter().map(|(name, _)| *name)))
    }

    fn expanded(files: &[(&str, &str)]) -> Result<Vec<(String, String, usize)>, ExpandError> {
        let (mut all, origins) = compiled(files);
        let first = IncludeForm { name: files[0].0, is_lines: false };
        let template = expand(first, &mut all, &origins, false)?;
        assert!(expand(first, &mut all, &origins, true)? == template);
        let places = template.elements.iter().zip(&template.mapping);
        Ok(places
            .map(|(element, place)| {
                let text = match element {
                    TemplateElement::RawString(text) => text.clone(),
                    TemplateElement::PartialExpression(partial) => format!("> {}", partial.name.as_name().unwrap()),
                    other => format!("{other:?}"),
                };
                let (file, line) = origins.decode(place.0).unwrap();
                (text, file.to_owned(), line)
            })
            .collect())
    }

    #[test]
    fn whole_lines_are_included_and_every_line_knows_its_file() {
        let files = [("a", "1\n{{> b}}\n{{> c x=1}}, {{> c}}\n  {{> c}}\n4\n"), ("b", "x\n{{> c}}\n\n"), ("c", "y\n")];
        let found = expanded(&files).unwrap();
        let found: Vec<_> = found.iter().map(|(text, file, line)| (text.as_str(), file.as_str(), *line)).collect();
        let expected = [
            ("1\n", "a", 1),
            ("x\n", "b", 1),
            ("y\n", "c", 1),
            ("> c", "a", 3),
            (", ", "a", 3),
            ("> c", "a", 3),
            ("\n", "a", 4),
            ("> c", "a", 4),
            ("4", "a", 5),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_grows_too_large_or_too_deep_is_an_error() {
        let texts: Vec<String> = (1..9).map(|at| format!("{{{{> p{at}}}}}\n").repeat(10)).collect();
        let names: Vec<String> = (0..9).map(|at| format!("p{at}")).collect();
        let mut files: Vec<(&str, &str)> =
            names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files.push(("p8", "many"));
        assert_eq!(expanded(&files), Err(ExpandError::TooLarge));
        let nested = |inner: &str| format!("{}\n{inner}\n{}", "{{#if x}}".repeat(20), "{{/if}}".repeat(20));
        let (outer, inner) = (nested("{{> b}}"), nested(""));
        assert_eq!(expanded(&[("a", &outer), ("b", &inner)]), Err(ExpandError::TooDeep));
        assert!(expanded(&[("a", &inner), ("b", &inner)]).is_ok());
    }
}
