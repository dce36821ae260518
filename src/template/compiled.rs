//! The files of the built-in templates as Handlebars has compiled them when the program was built.

use handlebars::Template;

use super::stored::Stored;

/// The texts of the files, and what Handlebars made of them as JSON, see [`Stored`]; sorted by text.
static COMPILED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// What Handlebars makes of a text under a name, if it is that of a file of a built-in template.
pub(super) fn template(text: &str, name: &str) -> Option<Template> {
    let at = COMPILED.binary_search_by(|(known, _)| (*known).cmp(text)).ok()?;
    let mut template = serde_json::from_str::<Stored>(COMPILED[at].1).ok()?.template()?;
    template.name = Some(name.to_owned());
    Some(template)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::expand::IncludeForm;
    use crate::template::{BUILT_IN, EXTENSION};

    #[test]
    fn every_file_of_a_built_in_template_is_what_handlebars_makes_of_it() {
        for (name, file) in BUILT_IN.iter().flat_map(|it| it.files).filter(|(name, _)| name.ends_with(EXTENSION)) {
            for is_lines in [false, true] {
                let text = IncludeForm { name, is_lines }.text(file);
                let read = Template::compile_with_name(&text, (*name).to_owned()).unwrap();
                assert!(template(&text, name) == Some(read), "{name}");
            }
        }
    }

    #[test]
    fn another_text_is_left_to_handlebars() {
        assert!(template("{{title}} and more", "template").is_none());
    }
}
