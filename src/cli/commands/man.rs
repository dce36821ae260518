//! `brief man`

use std::path::PathBuf;

use clap_mangen::Man;

use crate::cli::shared::{Exit, Ui};
use crate::world::{FileError, World};

/// Print the manual page, or write the pages of all commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
To read a page:

  brief man | man -l -                 the page of brief
  brief man ~/.local/share/man/man1    then `man brief-render`, for one command")]
pub(in crate::cli) struct Args {
    /// Write a page for each command to this folder, which is made if it is missing.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// `command` is the whole command line.
pub(in crate::cli) fn run(args: &Args, command: clap::Command, world: &dyn World, ui: &Ui) -> Exit {
    // Otherwise each command would have a page for its `help`, too.
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.folder else {
        let (_, page) = page(command);
        ui.result(&page);
        return Exit::Done;
    };
    let mut pages = Vec::new();
    pages_of(command, &mut pages);
    let files: Vec<_> = pages.into_iter().map(|(name, page)| (folder.join(name), page)).collect();
    match world.write(&files) {
        Ok(()) => {
            ui.say(&format!("wrote {} manual pages to {}", files.len(), folder.display()));
            Exit::Done
        }
        Err(FileError { path, error }) => {
            ui.cannot_write(&path, &error);
            Exit::Usage
        }
    }
}

/// The pages of a command and all its subcommands that are shown.
fn pages_of(command: clap::Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let subcommands: Vec<_> = command.get_subcommands().filter(|it| !it.is_hide_set()).cloned().collect();
    pages.push(page(command));
    subcommands.into_iter().for_each(|it| pages_of(it, pages));
}

/// The page of one command, with the name of its file.
fn page(command: clap::Command) -> (String, Vec<u8>) {
    let source = format!("brief {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).source(source).manual("brief");
    let mut page = Vec::new();
    // Writing to memory cannot fail.
    let _ = man.render(&mut page);
    // The pages have no date, and clap_mangen writes none where readers expect an empty one.
    let page = String::from_utf8_lossy(&page).replacen(" 1  \"", " 1 \"\" \"", 1);
    (man.get_filename(), page.into_bytes())
}
