//! Reads the language files and the lists of words, TOML that a translator edits, and writes each as JSON, which the
//! program reads in a fraction of the time.

use std::fs;
use std::path::Path;

/// Writes a file of JSON below `out` for each TOML file of a folder.
///
/// # Panics
/// When a file is not TOML, or cannot be read or written.
pub(super) fn write(folder: &Path, out: &Path) {
    let done = |result: std::io::Result<()>| result.unwrap_or_else(|error| panic!("{}: {error}", out.display()));
    done(fs::create_dir_all(out));
    for file in super::files(folder) {
        let Some(name) = file.strip_prefix(folder).ok().filter(|_| file.extension().is_some_and(|it| it == "toml"))
        else {
            continue;
        };
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let read = toml::from_str::<serde_json::Value>(&text);
        let value = read.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let to = out.join(name).with_extension("json");
        done(to.parent().map_or(Ok(()), fs::create_dir_all));
        done(fs::write(&to, value.to_string()));
    }
}
