//! The command `brief`: arguments in, exit code out.

use std::process::ExitCode;

use briefing::cli;
use briefing::world::Disk;

/// A brief is thousands of small texts and lists, made and dropped: this allocator takes a tenth off a batch.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), &Disk).into()
}
