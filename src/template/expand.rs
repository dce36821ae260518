//! Inclusion of whole lines: `{{> NAME}}` alone on a line, at its beginning and without parameters, is replaced by the
//! text of `NAME.md.hbs` before Handlebars reads the template.
//!
//! Handlebars includes such a file with the same result, but gives it a copy of the context each time, which for a whole
//! brief takes longer than everything that the file prints. Any other inclusion is left to Handlebars.

use std::collections::BTreeMap;

use super::guard::LARGEST_FILE;

/// A file of a template with the files that it includes in whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expanded {
    /// The text, without a line end at its end.
    pub(super) text: String,
    /// From which line of the text on (from 1) the lines come from which file, and from which line of it on.
    origins: Vec<(usize, String, usize)>,
}

/// A template with all that it includes has more than [`LARGEST_FILE`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

impl Expanded {
    /// The file and the line in it that a line of the text comes from.
    pub(super) fn origin(&self, line: usize) -> (&str, usize) {
        let after = self.origins.partition_point(|(from, ..)| *from <= line);
        match after.checked_sub(1).and_then(|at| self.origins.get(at)) {
            Some((from, file, first)) => (file, first + line - from),
            None => ("", line),
        }
    }
}

/// Expands a file. `files` has the texts by name without extension; no inclusion may lead back to where it is.
///
/// # Errors
/// [`TooLarge`].
pub(super) fn expand(name: &str, files: &BTreeMap<&str, &str>) -> Result<Expanded, TooLarge> {
    let mut expanded = Expanded { text: String::new(), origins: Vec::new() };
    let mut line = 1;
    add(name, files, &mut line, &mut expanded)?;
    expanded.text.truncate(expanded.text.trim_end_matches(['\n', '\r']).len());
    Ok(expanded)
}

fn add(name: &str, files: &BTreeMap<&str, &str>, line: &mut usize, out: &mut Expanded) -> Result<(), TooLarge> {
    // The end of a file's last line is not part of what is included.
    let text = files.get(name).copied().unwrap_or_default().trim_end_matches(['\n', '\r']);
    out.origins.push((*line, name.to_owned(), 1));
    for (at, content) in text.split_inclusive('\n').enumerate() {
        if let Some(inner) = included(content).filter(|it| files.contains_key(it)) {
            add(inner, files, line, out)?;
            if content.ends_with('\n') {
                out.text.push('\n');
                *line += 1;
                out.origins.push((*line, name.to_owned(), at + 2));
            }
        } else {
            out.text.push_str(content);
            *line += usize::from(content.ends_with('\n'));
        }
        if out.text.len() > LARGEST_FILE {
            return Err(TooLarge);
        }
    }
    Ok(())
}

/// The names that a text includes in whole lines, with their lines, from 1.
pub(super) fn inclusions(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, included(line)?)))
}

/// The name that a line includes, if it does nothing else.
fn included(line: &str) -> Option<&str> {
    let inside = line.trim_end().strip_prefix("{{>")?.strip_suffix("}}")?.trim();
    let is_name = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_name.then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_included_and_every_line_knows_its_file() {
        let files = [("a", "1\n{{> b}}\n{{> c x=1}} {{> c}}\n  {{> c}}\n4\n"), ("b", "x\n{{> c}}\n\n"), ("c", "y\n")];
        let expanded = expand("a", &files.into()).unwrap();
        assert_eq!(expanded.text, "1\nx\ny\n{{> c x=1}} {{> c}}\n  {{> c}}\n4");
        let origins: Vec<_> = (1..=6).map(|line| expanded.origin(line)).collect();
        assert_eq!(origins, [("a", 1), ("b", 1), ("c", 1), ("a", 3), ("a", 4), ("a", 5)]);
    }

    #[test]
    fn what_grows_too_large_is_an_error() {
        let texts: Vec<String> = (1..9).map(|at| format!("{{{{> p{at}}}}}\n").repeat(10)).collect();
        let names: Vec<String> = (0..9).map(|at| format!("p{at}")).collect();
        let mut files: BTreeMap<&str, &str> =
            names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files.insert("p8", "many");
        assert_eq!(expand("p0", &files), Err(TooLarge));
    }
}
