//! The command `brief`: arguments in, exit code out.

use std::process::ExitCode;

use briefing::cli;
use briefing::world::Disk;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), &Disk).into()
}
