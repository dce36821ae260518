//! Questions at the terminal: one line each, so that a screen reader can read them out.

use std::io::IsTerminal;

use dialoguer::Input;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};

use super::Ui;
use crate::diagnostic::render;
use crate::model::Id;
use crate::record;

/// The terminal was closed in the middle of a question.
pub(in crate::cli) struct InputClosed;

impl Ui {
    /// Whether questions can be asked: standard input and standard error are terminals.
    pub(in crate::cli) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks for a line until `accepts` has no objection. `None` for an empty answer, which only an `optional` question
    /// accepts.
    ///
    /// # Errors
    /// [`InputClosed`] when there can be no answer any more. Ctrl-C ends the program.
    pub(in crate::cli) fn ask(
        &self,
        question: &str,
        optional: bool,
        accepts: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Option<String>, InputClosed> {
        let theme: &dyn Theme = if self.color { &ColorfulTheme::default() } else { &SimpleTheme };
        let valid = |answer: &String| match answer.trim() {
            "" if optional => Ok(()),
            "" => Err("an answer is required".to_owned()),
            answer => accepts(answer).map_err(|objection| render::escaped(&objection).into_owned()),
        };
        let input = Input::<String>::with_theme(theme).with_prompt(render::escaped(question)).allow_empty(true);
        let answer = input.validate_with(valid).interact_text().map_err(|_| InputClosed)?;
        Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
    }

    /// Asks for an id, and when the answer is a title, whether the id that is made of it is meant.
    ///
    /// # Errors
    /// As for [`Ui::ask`].
    pub(in crate::cli) fn ask_id(&self, question: &str, given: Option<&str>) -> Result<String, InputClosed> {
        let takes = |answer: &str| match (Id::new(answer), record::slug(answer)) {
            (Err(_), None) => Err(format!("`{answer}` is not a valid id: use a–z, 0–9 and single hyphens")),
            _ => Ok(()),
        };
        let answer = match given {
            Some(given) if takes(given).is_ok() => given.to_owned(),
            _ => self.ask(question, false, takes)?.unwrap_or_default(),
        };
        if Id::new(&answer).is_ok() {
            return Ok(answer);
        }
        let made = record::slug(&answer).unwrap_or_default();
        let question = format!("`{answer}` is not a valid id; Enter for `{made}`, or another id");
        let valid = |answer: &str| Id::new(answer).map(drop).map_err(|_| "use a–z, 0–9 and single hyphens".to_owned());
        Ok(self.ask(&question, true, valid)?.unwrap_or(made))
    }
}
