//! The command `brief`: arguments in, exit code out.

fn main() {}
