//! YAML front matter, for programs that publish Markdown.

use super::Rendered;
use crate::model::Brief;

impl Rendered {
    /// The Markdown text with front matter: title, date, edition, language and marking of the rendered brief as YAML
    /// between two `---` lines, as Pandoc, Hugo and Jekyll read it.
    #[must_use]
    pub fn markdown_with_front_matter(&self, brief: &Brief) -> String {
        let mut fields = vec![("title", quoted(&self.document.title().unwrap_or_default()))];
        fields.push(("date", brief.as_of.to_string()));
        fields.extend(brief.edition.map(|edition| ("edition", edition.to_string())));
        fields.push(("lang", quoted(&brief.language)));
        fields.extend(brief.handling.as_ref().map(|marking| ("marking", quoted(marking))));
        let fields: String = fields.into_iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("---\n{fields}---\n\n{}", self.markdown)
    }
}

/// A text as a YAML string. JSON strings are valid YAML (YAML 1.2.2, 1.2), and have every line break and quotation mark
/// escaped.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
