//! Comments above a field.

use super::anchor::line_start;
use super::{Draft, field_path, layout_error};
use crate::error::Error;
use crate::source::line_ending;

impl Draft {
    /// Writes comments above a field, a line each; one that is there already is left out. Returns how many were
    /// written. What a line says is not looked at, but for characters that a comment cannot have.
    ///
    /// # Errors
    /// [`Error`] when there is no such field, or it does not begin its line.
    pub fn remark(&mut self, path: &str, lines: &[String]) -> Result<usize, Error> {
        let place = field_path::resolve(path, &self.document).map_err(|_| layout_error(path))?;
        let entry = self.table(&place).and_then(|table| table.entries.get(place.field.name));
        let key = entry.map(|entry| entry.key.start).ok_or_else(|| layout_error(path))?;
        let start = line_start(&self.text, key);
        let indent = &self.text[start..key];
        if !indent.trim_matches(['\u{feff}', ' ', '\t']).is_empty() || indent.contains('\u{feff}') {
            return Err(layout_error(path));
        }
        let above = self.text[..start].lines().rev().map(str::trim);
        let known: Vec<&str> = above.take_while(|line| line.starts_with('#')).collect();
        let line = |text: &String| -> String {
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!("# {}", text.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let new: Vec<String> = lines.iter().map(line).filter(|line| !known.contains(&line.as_str())).collect();
        let piece: String = new.iter().map(|line| format!("{indent}{line}{}", line_ending(&self.text))).collect();
        let count = new.len();
        self.change(start..start, &piece, path)?;
        Ok(count)
    }
}
