//! Which of a user's families a page uses, and for which scripts.

use std::collections::{BTreeMap, BTreeSet};

use unicode_script::{Script, UnicodeScript};

use super::font::Fonts;
use super::page::{PageItem, Pages};

/// The families added by the user that are on the pages, by name, each with the names of the scripts that it was used
/// for (their names in Unicode). A family that was used only for characters shared by scripts has `signs`.
#[must_use]
pub fn families_taken(pages: &Pages, fonts: &Fonts) -> BTreeMap<String, BTreeSet<String>> {
    let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let PageItem::Glyphs(run) = item else { continue };
        let Some(family) = fonts.added_family(run.font) else { continue };
        let scripts = taken.entry(family.to_owned()).or_default();
        for c in run.glyphs.iter().flat_map(|glyph| glyph.text.chars()) {
            let script = c.script();
            if ![Script::Common, Script::Inherited, Script::Unknown].contains(&script) {
                scripts.insert(script.full_name().replace('_', " "));
            }
        }
    }
    for scripts in taken.values_mut().filter(|scripts| scripts.is_empty()) {
        scripts.insert("signs".to_owned());
    }
    taken
}
