//! `brief template`

use std::path::PathBuf;

use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::nearest;
use crate::template::BUILT_IN;
use crate::world::World;

/// List the built-in templates, or copy one to change it.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// List the built-in templates.
    List,
    /// Copy a built-in template to a folder, to change it.
    #[command(after_help = "Render with the copy: brief render --template FOLDER")]
    Export {
        /// The name of a built-in template.
        #[arg(value_name = "NAME")]
        name: String,
        /// The folder, which is made if it is missing; no file is overwritten.
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
}

pub(in crate::cli) fn run(command: &Command, world: &dyn World, ui: &Ui) -> Exit {
    match command {
        Command::List => {
            let width = BUILT_IN.iter().map(|template| template.name.len()).max().unwrap_or(0);
            for template in BUILT_IN {
                ui.result(format!("{:width$}  {}\n", template.name, template.description).as_bytes());
            }
            Exit::Done
        }
        Command::Export { name, folder } => {
            let Some(template) = BUILT_IN.iter().find(|template| template.name == name) else {
                let near = nearest(name, BUILT_IN.iter().map(|template| template.name));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let help = help.as_deref().or(Some("`brief template list` lists them"));
                ui.fail(&format!("no built-in template is called `{name}`"), help);
                return Exit::Usage;
            };
            let files: Vec<_> =
                template.files.iter().map(|(file, text)| (folder.join(file), text.as_bytes().to_vec())).collect();
            if let Some((path, _)) = files.iter().find(|(path, _)| world.kind(path).is_ok()) {
                ui.fail(&format!("{} already exists", path.display()), Some("name an empty or a new folder"));
                return Exit::Usage;
            }
            match world.write(&files) {
                Ok(()) => {
                    ui.say(&format!("wrote {} files to {}", files.len(), folder.display()));
                    Exit::Done
                }
                Err((path, error)) => {
                    ui.cannot_write(&path, &error);
                    Exit::Usage
                }
            }
        }
    }
}
