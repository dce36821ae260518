//! Whether output has colours: the only place that asks the option and the environment.

/// Looks up an environment variable.
type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum ColorChoice {
    // As the environment says, or else on a terminal.
    #[default]
    Auto,
    Always,
    Never,
}

/// Whether output has colours that goes to a terminal, or to something else.
///
/// The option counts first, then `NO_COLOR` (<https://no-color.org>), then `CLICOLOR_FORCE`
/// (<https://bixense.com/clicolors>) and `FORCE_COLOR` (<https://force-color.org>), then `CLICOLOR=0` and `TERM=dumb`.
/// An empty variable counts as none. Of the two that force colours, 0 forces nothing.
pub(in crate::cli) fn has_colors(option: ColorChoice, is_terminal: bool, variable: Variable<'_>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let forces = |name: &str| set(name).is_some_and(|value| value != "0" && value != "false");
    match option {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR").is_some() => false,
        ColorChoice::Auto if forces("CLICOLOR_FORCE") || forces("FORCE_COLOR") => true,
        ColorChoice::Auto => is_terminal && set("CLICOLOR").as_deref() != Some("0") && !is_dumb(variable),
    }
}

/// Whether the terminal can do no more than write lines.
pub(in crate::cli) fn is_dumb(variable: Variable<'_>) -> bool {
    variable("TERM").as_deref() == Some("dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_counts_first_then_the_environment_then_the_terminal() {
        let has = |option: ColorChoice, is_terminal: bool, variables: &[(&str, &str)]| {
            let value = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, it)| (*it).to_owned());
            has_colors(option, is_terminal, &value)
        };
        for (variables, on_terminal, elsewhere) in [
            (&[][..], true, false),
            (&[("NO_COLOR", "1")], false, false),
            (&[("NO_COLOR", "")], true, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("CLICOLOR", "1")], true, false),
            (&[("CLICOLOR_FORCE", "1")], true, true),
            (&[("CLICOLOR_FORCE", "0")], true, false),
            (&[("FORCE_COLOR", "3")], true, true),
            (&[("FORCE_COLOR", "0"), ("CLICOLOR", "0")], false, false),
            (&[("TERM", "dumb")], false, false),
            (&[("TERM", "xterm")], true, false),
            (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")], true, true),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("FORCE_COLOR", "1")], false, false),
        ] {
            assert_eq!(has(ColorChoice::Auto, true, variables), on_terminal, "{variables:?}");
            assert_eq!(has(ColorChoice::Auto, false, variables), elsewhere, "{variables:?}");
            assert!(
                has(ColorChoice::Always, false, variables) && !has(ColorChoice::Never, true, variables),
                "{variables:?}"
            );
        }
    }
}
