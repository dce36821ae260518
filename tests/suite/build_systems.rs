//! Build systems run `brief` as described in docs/build-systems.md: ninja with a dependency file for each page, GNU
//! parallel with a shard for each job. Both make the same bytes as one batch.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::batch::{batch, files};
use crate::program::{folder, have, required, run, shipped_briefs};

/// Writes a number of briefs, based on the shipped ones, to the folder `briefs`, and the outputs of one batch to
/// `batch`.
fn rendered(here: &Path, count: usize) {
    fs::create_dir_all(here.join("briefs")).unwrap();
    let shipped: Vec<_> = shipped_briefs().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for at in 0..count {
        let text = shipped[at % shipped.len()].replacen("title = \"", &format!("title = \"{at}: "), 1);
        fs::write(here.join(format!("briefs/{at:03}.toml")), text).unwrap();
    }
    assert_eq!(batch(here, &["briefs", "-o", "batch"]).0, 0);
    assert_eq!(files(&here.join("batch")).len(), 2 * count);
}

/// Checks that both folders have the same files with the same bytes.
fn same(here: &Path, out: &str) {
    let (batch, other) = (files(&here.join("batch")), files(&here.join(out)));
    assert!(batch.keys().eq(other.keys()), "{out}: other files: {:?}", other.keys());
    for (path, bytes) in batch {
        assert!(other[&path] == bytes, "{out}/{} has other bytes", path.display());
    }
}

#[test]
fn ninja_and_parallel_give_what_one_batch_gives() {
    if !have("ninja") || !have("parallel") {
        return;
    }
    let here = folder("build-systems");
    // Without optimization, 200 briefs take a minute.
    let count = if required() { 200 } else { 24 };
    rendered(&here, count);
    let program = env!("CARGO_BIN_EXE_brief");
    let mut rules = format!(
        "rule brief\n  command = {program} --quiet render $in -o $folder --depfile $out.d\n  depfile = $out.d\n  \
         deps = gcc\n\n"
    );
    for at in 0..count {
        rules += &format!("build ninja/{at:03}.md | ninja/{at:03}.pdf: brief briefs/{at:03}.toml\n  folder = ninja\n");
    }
    fs::write(here.join("build.ninja"), rules).unwrap();
    let ninja = || {
        let (exit, out, errors) = run(Command::new("ninja").current_dir(&here));
        assert_eq!(exit, 0, "{out}{errors}");
        out
    };
    ninja();
    same(&here, "ninja");
    assert!(ninja().contains("no work to do"));
    // One brief is changed, so one page is rendered.
    let text = fs::read_to_string(here.join("briefs/007.toml")).unwrap();
    fs::write(here.join("briefs/007.toml"), text.replacen("title = \"7: ", "title = \"Seven: ", 1)).unwrap();
    assert!(ninja().contains("[1/1]"));
    assert_eq!(batch(&here, &["briefs", "-o", "batch"]).0, 0);
    same(&here, "ninja");

    let mut parallel = Command::new("parallel");
    parallel.args(["--will-cite", "--halt", "now,fail=1", program, "--quiet", "render", "briefs", "-o", "parallel"]);
    parallel.args(["--jobs", "1", "--shard", "{}/8", ":::", "1", "2", "3", "4", "5", "6", "7", "8"]);
    let (exit, out, errors) = run(parallel.current_dir(&here).env("HOME", &here));
    assert_eq!(exit, 0, "{out}{errors}");
    same(&here, "parallel");
}
