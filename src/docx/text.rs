//! All texts of a Word file, so that they can be searched.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The names and contents of all parts of a Word file, as raw XML, and the comment of the archive. `None` when it
/// cannot be read.
#[must_use]
pub fn parts(file: &[u8]) -> Option<Vec<String>> {
    let mut archive = ZipArchive::new(Cursor::new(file)).ok()?;
    let mut all = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).ok()?;
        all.push(part.name().ok()?.into_owned());
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        all.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    all.push(String::from_utf8_lossy(archive.comment()).into_owned());
    Some(all)
}
