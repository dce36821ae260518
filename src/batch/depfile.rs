//! What each output depends on, in the language of make, which ninja reads, too.

use std::path::{Path, PathBuf};

/// The rule of one brief: its outputs depend on these files.
///
/// All files but the first, the brief, have an empty rule, too, so that make does not stop where one of them has been
/// renamed (as with the option `-MP` of gcc); ninja passes over those.
#[must_use]
pub fn rule(outputs: &[PathBuf], files: &[PathBuf]) -> String {
    let list = |paths: &[PathBuf]| paths.iter().map(|path| escaped(path)).collect::<Vec<_>>().join(" ");
    let empty: String = files.iter().skip(1).map(|file| format!("{}:\n", escaped(file))).collect();
    format!("{}: {}\n{empty}", list(outputs), list(files))
}

/// A path as make reads it (GNU make 4.4, "Rule Syntax", "Using Wildcard Characters"), and ninja after it.
fn escaped(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '$' => out.push_str("$$"),
            // A name with a line break cannot be said in a rule.
            '\n' | '\r' => out.push('?'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_signs_of_the_language_are_escaped() {
        let [out, one, other] = ["o/a b.md", "a b.toml", "$x#1.toml"].map(PathBuf::from);
        assert_eq!(rule(&[out], &[one, other]), "o/a\\ b.md: a\\ b.toml $$x\\#1.toml\n$$x\\#1.toml:\n");
    }
}
