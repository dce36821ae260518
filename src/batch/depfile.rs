//! Writes the dependencies of outputs as make rules, which ninja reads, too.

use std::path::{Path, PathBuf};

/// The rule for the outputs of one brief, which depend on some files.
///
/// Each of these files except the first, the brief itself, also gets an empty rule. So make does not fail when one of
/// them was renamed (like the option `-MP` of gcc); ninja ignores these rules.
#[must_use]
pub fn rule(outputs: &[PathBuf], files: &[PathBuf]) -> String {
    let list = |paths: &[PathBuf]| paths.iter().map(|path| escaped(path)).collect::<Vec<_>>().join(" ");
    let empty: String = files.iter().skip(1).map(|file| format!("{}:\n", escaped(file))).collect();
    format!("{}: {}\n{empty}", list(outputs), list(files))
}

/// Escapes a path for make (GNU make 4.4, "Rule Syntax", "Using Wildcard Characters") and ninja.
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
            // A rule cannot contain a name with a line break.
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
    fn names_with_special_characters_are_escaped() {
        let [out, one, other] = ["o/a b.md", "a b.toml", "$x#1.toml"].map(PathBuf::from);
        assert_eq!(rule(&[out], &[one, other]), "o/a\\ b.md: a\\ b.toml $$x\\#1.toml\n$$x\\#1.toml:\n");
    }
}
