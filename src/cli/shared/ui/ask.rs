//! Questions at the terminal: one line each, so that a screen reader can read them out.

use std::io::IsTerminal;

use dialoguer::Input;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};

use super::Ui;
use crate::diagnostic::render;

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
}
