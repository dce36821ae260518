//! A TOML file of settings straight into a Rust type.

use serde::de::DeserializeOwned;

use crate::diagnostic::{self, Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// Reads a file of `sources` into a `T`, for a file that is not a brief, such as a language file.
///
/// # Errors
/// Every syntax error or, when there is none, the first value that does not fit, each as a diagnostic of `code`.
pub fn read_into<T: DeserializeOwned>(sources: &Sources, file: FileId, code: Code) -> Result<T, Vec<Diagnostic>> {
    let (_, mut diagnostics) = super::parse(sources, file);
    if !diagnostics.is_empty() {
        for diagnostic in &mut diagnostics {
            diagnostic.code = code;
            diagnostic.severity = code.entry().severity;
        }
        return Err(diagnostics);
    }
    toml::from_str(&sources.file(file).text).map_err(|error| {
        let mut diagnostic = Diagnostic::new(code, error.message().trim().trim_end_matches('.'));
        if let Some(range) = error.span() {
            let span = Span::new(file, range);
            diagnostic = diagnostic.at(span);
            // Serde says: unknown field `pagse`, expected one of `pages`, `margin`.
            let mut names = error.message().split('`').skip(1).step_by(2);
            let written = sources.text(span).trim_matches(['"', '\'']);
            let unknown = names.next().is_some_and(|name| name == written);
            if let Some(nearest) = diagnostic::nearest(written, names).filter(|_| unknown) {
                diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            }
        }
        vec![diagnostic]
    })
}

/// Reads a TOML text into a `T` without some of its fields, each given by the names that lead to it; `None` when what is
/// left does not fit.
#[must_use]
pub fn read_without<T: DeserializeOwned>(text: &str, fields: &[Vec<String>]) -> Option<T> {
    let mut root: toml::Table = toml::from_str(text).ok()?;
    for path in fields {
        let Some((last, holders)) = path.split_last() else { continue };
        let holder = holders.iter().try_fold(&mut root, |table, name| table.get_mut(name)?.as_table_mut());
        holder.and_then(|table| table.remove(last));
    }
    root.try_into().ok()
}

/// Reads a TOML text that the program carries; `None` when it does not fit `T`.
pub(crate) fn built_in<T: DeserializeOwned>(text: &str) -> Option<T> {
    toml::from_str(text).ok()
}
