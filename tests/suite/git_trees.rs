//! All kinds of git work trees.

use std::path::Path;

use crate::git::{NAME, Repository, branches, shipped, stance};
use crate::program::folder;

/// A path for a folder that does not exist yet.
fn free(name: &str) -> Repository {
    let folder = folder(name);
    std::fs::remove_dir_all(&folder).unwrap();
    Repository(folder)
}

fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

/// Installs the drivers in a work tree, and checks that git uses them for a diff and a merge.
fn assert_works(it: &Repository, what: &str) {
    let (code, out, errors) = it.brief(&["git", "install"]);
    assert_eq!(code, 0, "{what}: {out}{errors}");
    let (code, out, errors) = it.brief(&["git", "doctor"]);
    assert_eq!(code, 0, "{what}: {out}{errors}");
    assert!(it.read(".gitattributes").contains("diff=brief merge=brief"), "{what}");
    let text = it.read(NAME);
    it.commit("drivers");
    let branch = what.replace(' ', "-");
    it.git(&["checkout", "-q", "-b", &branch]);
    it.write(NAME, &text.replacen("title = \"Donbas\"", "title = \"The Donbas\"", 1));
    assert!(it.git(&["diff"]).contains("+title: The Donbas"), "{what}");
    it.commit("title");
    it.git(&["checkout", "-q", "-"]);
    // An adjacent line, where git alone would report a conflict.
    it.write(
        NAME,
        &text.replacen("title = \"Donbas\"\n", "title = \"Donbas\"\nedition = 7\n", 1).replacen("edition = 2\n", "", 1),
    );
    it.commit("edition");
    it.git(&["merge", "-q", &branch, "-m", "merge"]);
    let text = it.read(NAME);
    assert!(text.contains("title = \"The Donbas\"") && text.contains("edition = 7"), "{what}: {text}");
    assert_eq!(it.brief(&["git", "uninstall"]).0, 0, "{what}");
    assert_eq!(it.brief(&["git", "doctor"]).0, 1, "{what}");
}

/// A repository with one brief and no drivers.
fn plain(name: &str) -> Option<Repository> {
    let it = Repository::new(name)?;
    it.write(NAME, &shipped("donbas.toml"));
    it.commit("first");
    Some(it)
}

#[test]
fn the_drivers_are_set_up_from_every_kind_of_work_tree() {
    let Some(home) = plain("git-trees-home") else { return };
    let linked = free("git-trees-linked");
    home.git(&["worktree", "add", "-q", "-b", "side", path(&linked.0)]);
    assert_works(&linked, "a linked work tree");

    let bare = free("git-trees-bare.git");
    home.git(&["clone", "-q", "--bare", path(&home.0), path(&bare.0)]);
    let tree = free("git-trees-of-bare");
    bare.git(&["worktree", "add", "-q", "-b", "work", path(&tree.0), "main"]);
    assert_works(&tree, "a work tree of a bare repository");
    // In the bare repository itself, the attributes file is in its own folder.
    let (code, out, errors) = bare.brief(&["git", "install"]);
    assert!(code == 0 && bare.read("info/attributes").contains("diff=brief"), "{out}{errors}");

    let Some(outer) = Repository::new("git-trees-outer") else { return };
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", path(&home.0), "briefs"];
    outer.git(&add);
    outer.commit("submodule");
    let inner = Repository(outer.0.join("briefs"));
    assert_works(&inner, "a submodule");
    // The repository around it is not changed.
    assert!(!outer.0.join(".gitattributes").exists() && !outer.read(".git/config").contains("diff \"brief\""));

    let separate = free("git-trees-separate");
    home.git(&["clone", "-q", "--separate-git-dir", path(&free("git-trees-dir").0), path(&home.0), path(&separate.0)]);
    assert_works(&separate, "a clone whose repository lies elsewhere");
}

/// The output of `git diff` during a conflict, without and with the drivers.
fn shown(it: &Repository) -> (String, String) {
    (it.git(&["diff", "--no-textconv"]), it.git(&["diff"]))
}

#[test]
fn a_conflict_is_as_short_in_git_diff_as_it_is() {
    let base = shipped("donbas.toml");
    let titled = base.replacen("title = \"Donbas\"", "title = \"The Donbas\"", 1);
    let without = |text: &str| {
        let start = text.find("[positions.ceasefire.russia]").unwrap();
        let end = start + 1 + text[start + 1..].find("\n[").unwrap();
        format!("{}{}", &text[..start], &text[end..])
    };
    let source = |publisher: &str| {
        format!("{base}\n[sources.new]\npublisher = \"{publisher}\"\ndate = 2025-12-20\nkind = \"wire\"\n")
    };
    for (case, ours, theirs) in [
        // Both changed one field, and theirs also another one.
        ("field", stance(&base, "demands"), stance(&titled, "rejects")),
        // One side removed what the other changed.
        ("removed", without(&base), stance(&titled, "rejects")),
        // Both added a record with the same id.
        ("added", source("Reuters"), source("Interfax")),
    ] {
        let Some(it) = branches(&format!("git-conflict-{case}"), &base, &ours, &theirs) else { return };
        assert_eq!(it.try_git(&["merge", "theirs", "-m", "merge"]).0, 1, "{case}");
        for external in [false, true] {
            if external {
                it.brief(&["git", "install", "--external"]);
            }
            let (plain, shown) = shown(&it);
            let (fewer, lines) = (shown.lines().count(), plain.lines().count());
            assert!(fewer <= lines && lines < 50, "{case} {external}: {fewer} and {lines}: {shown}{plain}");
            assert!(shown.contains("\n++<<<<<<< ours\n") && shown.contains("\n++>>>>>>> theirs\n"), "{case}: {shown}");
        }
        if case == "field" {
            let (_, shown) = shown(&it);
            let marked = "\n++<<<<<<< ours\n +stance: demands\n++=======\n+ stance: rejects\n++>>>>>>> theirs\n";
            assert!(shown.contains(marked), "{shown}");
        }
    }
}

#[test]
fn a_linked_worktree_compares_and_merges_like_its_repository() {
    let base = shipped("donbas.toml");
    let theirs = base.replacen("title = \"Donbas\"", "title = \"The Donbas\"", 1);
    let Some(it) = branches("git-linked", &base, &stance(&base, "demands"), &theirs) else { return };
    let folder = folder("git-linked-tree");
    std::fs::remove_dir_all(&folder).unwrap();
    it.git(&["worktree", "add", "-q", "-b", "side", folder.to_str().unwrap(), "main"]);
    let tree = Repository(folder);
    let (code, out, _) = tree.brief(&["git", "doctor"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(tree.brief(&["git", "install"]).1, "");
    let (code, out, errors) = tree.brief(&["diff", "theirs", NAME]);
    assert!(code == 1 && out.contains("Donbas: title: − “The”"), "{out}{errors}");
    tree.git(&["merge", "-q", "theirs", "-m", "merge"]);
    let text = tree.read(NAME);
    assert!(text.contains("title = \"The Donbas\"") && text.contains("stance = \"demands\""), "{text}");
    assert!(tree.brief(&["history", NAME]).1.contains("conditional → demands"));
    assert!(tree.git(&["log", "-p", "-1", "-m", "--first-parent"]).contains("+title: The Donbas"));
    it.git(&["worktree", "remove", "--force", tree.0.to_str().unwrap()]);
}

/// Runs the commands in the Jujutsu settings of docs/editions.md, on files like those that it creates.
#[test]
fn the_documented_settings_for_jujutsu_run_commands_that_there_are() {
    let docs = std::fs::read_to_string(crate::program::root().join("docs/editions.md")).unwrap();
    let folder = folder("git-jujutsu");
    let base = shipped("donbas.toml");
    let texts = [("base", &base), ("left", &stance(&base, "demands")), ("right", &stance(&base, "rejects"))];
    for (name, text) in texts {
        std::fs::write(folder.join(name).with_extension("toml"), text).unwrap();
    }
    let called = |setting: &str| {
        let line = docs.lines().find_map(|line| line.strip_prefix(&format!("{setting} = "))).unwrap();
        let words: Vec<String> = line
            .split('"')
            .skip(1)
            .step_by(2)
            .map(|word| {
                word.strip_prefix('$').map_or(word.to_owned(), |name| path(&folder.join(name)).to_owned() + ".toml")
            })
            .collect();
        crate::program::run(&mut crate::program::brief(words))
    };
    let (code, out, errors) = called("diff-args");
    assert!(code == 1 && out.contains("demands → rejects"), "{out}{errors}");
    // A remaining conflict, in the style of git, counts as partly resolved.
    std::fs::write(folder.join("output.toml"), "").unwrap();
    assert_eq!(called("merge-args").0, 1);
    let output = std::fs::read_to_string(folder.join("output.toml")).unwrap();
    assert!(output.contains("\n<<<<<<< ") && output.contains("\n>>>>>>> "), "{output}");
    assert!(docs.contains("diff-expected-exit-codes = [0, 1]") && docs.contains("merge-conflict-exit-codes = [1]"));
}
