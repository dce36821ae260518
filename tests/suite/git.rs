//! Comparing briefs, their history, and merging them, in real repositories.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{brief, folder, have, root, run};

/// A repository for one test.
pub(super) struct Repository(pub(super) PathBuf);

impl Repository {
    /// An empty repository; `None` if git is not installed.
    pub(super) fn new(name: &str) -> Option<Self> {
        if !have("git") {
            return None;
        }
        let it = Self(folder(name));
        it.git(&["init", "-q", "-b", "main"]);
        Some(it)
    }

    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let bin = Path::new(env!("CARGO_BIN_EXE_brief")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        command.current_dir(&self.0).env("PATH", path).env("NO_COLOR", "1").env("HOME", &self.0);
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", self.0.join("../none"));
        for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org"), ("DATE", "2025-12-26T12:00:00Z")] {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        command
    }

    /// Runs git, and fails if git does.
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let (code, out, errors) = run(self.command("git").args(arguments));
        assert_eq!(code, 0, "git {arguments:?}: {out}{errors}");
        out
    }

    /// Runs git, which may fail.
    pub(super) fn try_git(&self, arguments: &[&str]) -> (i32, String) {
        let (code, out, errors) = run(self.command("git").args(arguments));
        (code, out + &errors)
    }

    pub(super) fn brief(&self, arguments: &[&str]) -> (i32, String, String) {
        run(self.command(env!("CARGO_BIN_EXE_brief")).args(arguments))
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }
}

pub(super) fn shipped(name: &str) -> String {
    std::fs::read_to_string(root().join("briefs").join(name)).unwrap()
}

pub(super) fn stance(text: &str, stance: &str) -> String {
    text.replacen(
        "[positions.ceasefire.russia] # \"previously stated\": the report gives no date\nstance = \"conditional\"",
        &format!(
            "[positions.ceasefire.russia] # \"previously stated\": the report gives no date\nstance = \"{stance}\""
        ),
        1,
    )
}

pub(super) const NAME: &str = "доповіді/донбас 1.toml";

#[test]
fn versions_are_named_as_git_names_them() {
    let Some(it) = Repository::new("git-versions") else { return };
    let (old, new) = (shipped("donbas-2025-08-16.toml"), shipped("donbas.toml"));
    it.write(NAME, &old);
    it.commit("first");
    it.write(NAME, &new);
    let top = it.brief(&["diff", NAME]);
    assert_eq!(top.0, 1, "{}", top.2);
    assert!(top.1.contains("Russia on Donbas: now a red line"), "{}", top.1);
    for arguments in [
        vec!["diff", "HEAD", NAME],
        vec!["diff", "main", NAME],
        vec!["diff", &format!("HEAD:{NAME}"), NAME],
        vec!["diff", &format!("HEAD:./{NAME}"), NAME],
        vec!["diff", &format!("HEAD^{{/first}}:{NAME}"), NAME],
    ] {
        let (code, out, errors) = it.brief(&arguments);
        assert_eq!(
            (code, out.lines().skip(2).collect::<Vec<_>>()),
            (1, top.1.lines().skip(2).collect()),
            "{arguments:?} {errors}"
        );
    }
    // In a subfolder, with paths relative to the root and to the subfolder.
    for path in [NAME, "донбас 1.toml"] {
        let mut command = it.command(env!("CARGO_BIN_EXE_brief"));
        let from =
            run(command.current_dir(it.0.join("доповіді")).args(["diff", &format!("HEAD:{path}"), "донбас 1.toml"]));
        assert_eq!(from.0, 1, "{}", from.2);
    }
    it.commit("second");
    assert_eq!(it.brief(&["diff", NAME]).0, 0);
    assert_eq!(it.brief(&["diff", "HEAD~1", NAME]).0, 1);
    for (arguments, message) in [
        (vec!["diff", "nowhere", NAME], "git does not know the version nowhere"),
        (vec!["diff", "HEAD:nothing.toml", NAME], "there is no file nothing.toml in HEAD"),
        (vec!["diff", "nowhere:x.toml", NAME], "git does not know the version nowhere"),
        (vec!["diff", "HEAD~1", "nothing.toml"], "cannot read HEAD~1"),
        (vec!["diff", "HEAD~1", "HEAD"], "brief diff HEAD~1:FILE HEAD:FILE"),
        (vec!["render", "--since", "nowhere", NAME], "git does not know the version nowhere"),
    ] {
        let (code, _, errors) = it.brief(&arguments);
        assert!(code == 2 && errors.contains(message), "{arguments:?}: {code} {errors}");
    }
    let (code, _, errors) = it.brief(&["render", "--since", "HEAD~1", NAME, "-o", "out"]);
    assert_eq!(code, 0, "{errors}");
    assert!(it.read("out/донбас 1.md").contains("Changed since edition 1 of 16"));
    // A repository inside another one has its own versions.
    let outer = Repository(folder("git-versions-outer"));
    outer.git(&["init", "-q", "-b", "main"]);
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", it.0.to_str().unwrap(), "inner"]);
    let inner = format!("inner/{NAME}");
    assert_eq!(outer.brief(&["diff", &inner]).0, 0);
    assert_eq!(outer.brief(&["diff", "HEAD~1", &inner]).0, 1);
    assert!(outer.brief(&["history", &inner]).1.contains("now a red line"));
    // A linked worktree, a bare repository, and a folder outside of any repository.
    it.git(&["worktree", "add", "-q", "../git-versions-tree", "HEAD~1"]);
    let tree = Repository(it.0.join("../git-versions-tree"));
    assert_eq!(tree.brief(&["diff", "main", NAME]).0, 1);
    it.git(&["worktree", "remove", "--force", "../git-versions-tree"]);
    let bare = Repository(folder("git-versions-bare"));
    bare.git(&["clone", "-q", "--bare", it.0.to_str().unwrap(), "."]);
    assert_eq!(bare.brief(&["diff", &format!("main~1:{NAME}"), &format!("main:{NAME}")]).0, 1);
    assert_eq!(bare.brief(&["git", "install"]).0, 0);
    let (code, out, _) = bare.brief(&["git", "doctor"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_hostile_repository_runs_nothing_and_writes_nowhere() {
    let Some(it) = Repository::new("git-hostile") else { return };
    it.write("a.toml", &shipped("donbas-2025-08-16.toml"));
    it.commit("first");
    it.write("a.toml", &shipped("donbas.toml"));
    it.commit("second");
    let trap = it.0.join("trap.sh");
    std::fs::write(&trap, format!("#!/bin/sh\ntouch {}\ncat\n", it.0.join("sprung").display())).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut std::fs::metadata(&trap).unwrap().permissions(), 0o755);
    run(Command::new("chmod").args(["+x", trap.to_str().unwrap()]));
    let trap = trap.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", trap),
        ("core.pager", trap),
        ("pager.log", trap),
        ("pager.cat-file", trap),
        ("core.sshCommand", trap),
        ("core.hooksPath", "."),
        ("diff.external", trap),
        ("diff.x.textconv", trap),
        ("diff.x.command", trap),
        ("filter.x.smudge", trap),
        ("filter.x.clean", trap),
        ("log.showSignature", "true"),
        ("gpg.program", trap),
        ("alias.cat-file", &format!("!{trap}")),
        ("alias.log", &format!("!{trap}")),
        ("log.follow", "true"),
        ("log.diffMerges", "remerge"),
        ("log.mailmap", "true"),
        ("format.pretty", "oneline"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("status.renames", "false"),
        ("diff.renames", "false"),
    ] {
        it.git(&["config", key, value]);
    }
    it.write(".gitattributes", "* diff=x filter=x\n");
    // Branches and files whose names look like options.
    it.try_git(&["update-ref", "refs/heads/--output=x", "HEAD"]);
    for arguments in [
        vec!["diff", "HEAD~1", "a.toml"],
        vec!["diff", "HEAD~1:a.toml", "HEAD:a.toml"],
        vec!["diff", "--", "--output=x:a.toml", "a.toml"],
        vec!["diff", "--", "--output=x", "a.toml"],
        vec!["history", "a.toml"],
        vec!["history", "--revision=--output=x", "a.toml"],
        vec!["history", "--", "--output=x"],
        vec!["render", "--since=--output=x", "a.toml", "-o", "out"],
        vec!["diff", "--", "HEAD~1\n--textconv:a.toml", "a.toml"],
    ] {
        let (code, _, errors) = it.brief(&arguments);
        assert!((0..=2).contains(&code), "{arguments:?}: {errors}");
        assert!(!it.0.join("sprung").exists(), "{arguments:?} ran the trap");
        assert!(!it.0.join("x").exists(), "{arguments:?} wrote");
    }
    let (code, out, errors) = it.brief(&["history", "a.toml"]);
    assert!(code == 0 && out.contains("now a red line"), "{out}{errors}");
    #[cfg(unix)]
    {
        it.write("elsewhere", "theirs\n");
        std::fs::remove_file(it.0.join(".gitattributes")).unwrap();
        std::os::unix::fs::symlink("elsewhere", it.0.join(".gitattributes")).unwrap();
        let (code, _, errors) = it.brief(&["git", "install"]);
        assert!(code == 2 && errors.contains(".gitattributes is a link"), "{errors}");
        assert_eq!(it.read("elsewhere"), "theirs\n");
    }
}

#[cfg(unix)]
#[test]
fn the_attributes_of_a_user_may_be_a_link() {
    let Some(it) = Repository::new("git-dotfiles") else { return };
    it.write("dotfiles/attributes", "*.png binary\n");
    std::fs::create_dir_all(it.0.join(".config/git")).unwrap();
    std::os::unix::fs::symlink("../../dotfiles/attributes", it.0.join(".config/git/attributes")).unwrap();
    let install = || {
        let mut command = it.command(env!("CARGO_BIN_EXE_brief"));
        let global = it.0.join(".gitconfig");
        run(command.args(["git", "install", "--global"]).env("GIT_CONFIG_GLOBAL", global).env_remove("XDG_CONFIG_HOME"))
    };
    let (code, _, errors) = install();
    assert_eq!(code, 0, "{errors}");
    assert!(it.0.join(".config/git/attributes").is_symlink());
    assert!(it.read("dotfiles/attributes").starts_with("*.png binary\n# "), "{}", it.read("dotfiles/attributes"));
    assert_eq!(install().2, "everything is set up already\n");
}

#[test]
fn history_follows_a_position_through_renames() {
    let Some(it) = Repository::new("git-history") else { return };
    let text = shipped("donbas.toml");
    it.write("first.toml", &text);
    it.commit("first");
    it.write("first.toml", &stance(&text, "demands"));
    it.commit("harder");
    it.git(&["mv", "first.toml", "second name.toml"]);
    it.commit("another name");
    let renamed = stance(&text, "demands")
        .replace("positions.ceasefire.", "positions.truce.")
        .replace("issues.ceasefire", "issues.truce")
        .replace("\"ceasefire\"]", "\"truce\"]");
    it.write("second name.toml", &renamed);
    it.commit("another id");
    it.write(
        "second name.toml",
        &renamed.replace(
            "[positions.truce.russia] # \"previously stated\": the report gives no date\nstance = \"demands\"",
            "[positions.truce.russia]\nstance = \"offers\"",
        ),
    );
    it.commit("softer");
    let (code, out, errors) = it.brief(&["history", "second name.toml", "--path", "positions.truce.russia.stance"]);
    assert_eq!(code, 0, "{errors}");
    let lines: Vec<_> =
        out.lines().filter(|line| line.starts_with("  ")).map(|line| line.trim().split(" [").next().unwrap()).collect();
    assert_eq!(
        lines[1..],
        ["Russia on Ceasefire: conditional → demands", "Russia on Ceasefire: demands → offers"],
        "{out}"
    );
    let (_, json, _) =
        it.brief(&["history", "second name.toml", "--path", "positions.truce.russia.stance", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let entries = json["moments"].as_array().unwrap();
    assert_eq!((entries[1]["old"].as_str(), entries[1]["new"].as_str()), (Some("conditional"), Some("demands")));
    assert_eq!(entries[1]["path"], "positions.ceasefire.russia.stance");
    assert_eq!(entries[2]["path"], "positions.truce.russia.stance");
    assert_eq!(entries[2]["file"], "second name.toml");
    let (_, table, _) = it.brief(&["history", "second name.toml", "--format", "md"]);
    assert!(table.starts_with("| Date | Commit |") && table.contains("conditional → demands"), "{table}");
    let (code, _, errors) = it.brief(&["history", "nothing.toml"]);
    assert!(code == 2 && errors.contains("no commit"), "{errors}");
}

#[test]
fn git_compares_briefs_by_meaning_once_it_is_set_up() {
    let Some(it) = Repository::new("git-diff") else { return };
    it.write(NAME, &shipped("donbas-2025-08-16.toml"));
    it.write("Cargo.toml", "[package]\nname = \"x\"\n");
    it.write(".gitattributes", "*.png binary\n");
    it.commit("first");
    let before = (it.read(".gitattributes"), it.read(".git/config"));
    assert_eq!(it.brief(&["git", "install"]).0, 0);
    let after = (it.read(".gitattributes"), it.read(".git/config"));
    assert!(
        after.0.starts_with("*.png binary\n") && after.0.contains("\"/доповіді/*.toml\"")
            || after.0.contains("/доповіді/*.toml"),
        "{}",
        after.0
    );
    assert!(!after.0.contains("/*.toml diff") || !after.0.contains("\n/*.toml"), "{}", after.0);
    assert_eq!(it.brief(&["git", "install"]).0, 0);
    assert_eq!(after, (it.read(".gitattributes"), it.read(".git/config")), "a second time changes nothing");
    let (code, out, _) = it.brief(&["git", "doctor"]);
    assert_eq!(code, 0, "{out}");
    it.commit("drivers");
    // Comments and layout have no effect, but changes do.
    it.write(NAME, &shipped("donbas-2025-08-16.toml").replace("# Issues", "# Issues, by priority"));
    assert_eq!(it.git(&["diff"]).lines().filter(|line| line.starts_with('+')).count(), 0);
    it.write(NAME, &stance(&shipped("donbas-2025-08-16.toml"), "demands"));
    let shown = it.git(&["diff"]);
    assert!(shown.contains("-stance: conditional") && shown.contains("+stance: demands"), "{shown}");
    assert!(shown.contains("[positions.ceasefire.russia]"), "the table is named: {shown}");
    it.commit("second");
    for arguments in [["log", "-p", "-1"], ["show", "HEAD", "--"], ["diff", "HEAD~1", "HEAD"]] {
        assert!(it.git(&arguments).contains("+stance: demands"), "{arguments:?}");
    }
    // Without the program, git compares lines.
    let mut without = it.command("git");
    without.env("PATH", "/usr/bin:/bin").args(["diff", "HEAD~1", "HEAD"]);
    let (code, out, errors) = run(&mut without);
    assert!(code == 0 && out.contains("+stance = \"demands\""), "{out}{errors}");
    // A file whose name looks like an option is still a file.
    it.write("-x.brief.toml", &shipped("donbas-2025-08-16.toml"));
    it.commit("an odd name");
    it.write("-x.brief.toml", &stance(&shipped("donbas-2025-08-16.toml"), "rejects"));
    assert!(it.git(&["diff"]).contains("+stance: rejects"));
    it.git(&["checkout", "-q", "--", "-x.brief.toml"]);
    // The other driver shows changes in meaning.
    assert_eq!(it.brief(&["git", "install", "--external"]).0, 0);
    let shown = it.git(&["diff", "HEAD~2", "HEAD~1"]);
    assert!(shown.contains("Russia on Ceasefire: conditional → demands"), "{shown}");
    assert_eq!(it.brief(&["git", "uninstall"]).0, 0);
    assert_eq!((it.read(".gitattributes"), it.read(".git/config")), before);
    assert_eq!(it.brief(&["git", "uninstall"]).0, 0);
    let (code, out, _) = it.brief(&["git", "doctor"]);
    assert!(code == 1 && out.contains("brief git install"), "{out}");
    // Settings of other programs are not changed.
    it.git(&["config", "merge.brief.driver", "mine %A"]);
    let (code, _, errors) = it.brief(&["git", "install"]);
    assert!(code == 2 && errors.contains("mine %A"), "{errors}");
}

/// Two branches with a common ancestor, the texts of the two sides, and the drivers installed.
pub(super) fn branches(name: &str, base: &str, ours: &str, theirs: &str) -> Option<Repository> {
    let it = Repository::new(name)?;
    it.write(NAME, base);
    it.brief(&["git", "install"]);
    it.commit("base");
    it.git(&["checkout", "-q", "-b", "theirs"]);
    it.write(NAME, theirs);
    it.commit("theirs");
    it.git(&["checkout", "-q", "main"]);
    it.write(NAME, ours);
    it.commit("ours");
    Some(it)
}

fn add(text: &str, record: &str) -> String {
    text.replacen("\n# Talking points", &format!("\n{record}\n\n# Talking points"), 1)
}

#[test]
fn git_merges_briefs_by_field_in_every_way_that_it_merges() {
    let base = shipped("donbas.toml");
    assert!(base.contains("\n# Talking points"), "the brief has another layout");
    // Both add a development at the same place, and both change the same table. git alone reports conflicts.
    let ours = add(
        &stance(&base, "demands"),
        "[developments.ours-2025-12-26]\ndate = 2025-12-26\ntext = \"Ours says so.\"\naffects = [\"donbas\"]\nsources = [\"report\"]",
    );
    let theirs = add(&base, "[developments.theirs-2025-12-26]\ndate = 2025-12-26\ntext = \"Theirs says so.\"\naffects = [\"donbas\"]\nsources = [\"report\"]")
        .replacen("text = \"On two demands.\"\n", "text = \"On two demands.\"\nconfidence = \"moderate\"\n", 1);
    assert!(ours != base && theirs.contains("confidence"));
    let whole = |text: &str| {
        text.contains("stance = \"demands\"")
            && text.contains("ours-2025-12-26]")
            && text.contains("theirs-2025-12-26]")
            && text.contains("confidence = \"moderate\"")
    };
    for (at, commands) in [
        &[vec!["merge", "-q", "theirs", "-m", "merge"]][..],
        &[vec!["rebase", "-q", "theirs"]],
        &[vec!["cherry-pick", "theirs"]],
    ]
    .iter()
    .enumerate()
    {
        let Some(it) = branches(&format!("git-merge-{at}"), &base, &ours, &theirs) else { return };
        for command in *commands {
            it.git(command);
        }
        let text = it.read(NAME);
        assert!(whole(&text), "{commands:?}: {text}");
        assert_eq!(it.brief(&["check", NAME]).0, 0);
    }
    // With `git stash`.
    let Some(it) = branches("git-merge-stash", &base, &ours, &theirs) else { return };
    it.git(&["checkout", "-q", "theirs~1"]);
    it.write(NAME, &ours);
    it.git(&["stash", "-q"]);
    it.git(&["checkout", "-q", "theirs"]);
    it.git(&["stash", "pop", "-q"]);
    assert!(whole(&it.read(NAME)));
    // A file that one side has renamed.
    let Some(it) = branches("git-merge-renamed", &base, &ours, &theirs) else { return };
    it.git(&["mv", NAME, "доповіді/інша.toml"]);
    it.commit("renamed");
    it.git(&["merge", "-q", "theirs", "-m", "merge"]);
    assert!(whole(&it.read("доповіді/інша.toml")));
    // Without the program, git merges line by line, and keeps both sides.
    let Some(it) = branches("git-merge-without", &base, &ours, &theirs) else { return };
    let mut without = it.command("git");
    let (code, ..) = run(without.env("PATH", "/usr/bin:/bin").args(["merge", "-q", "theirs", "-m", "merge"]));
    let text = it.read(NAME);
    assert!(code == 1 && text.contains("<<<<<<<") && whole(&text), "{code} {text}");
}

#[test]
fn a_conflict_in_git_is_reported_marked_and_left_to_settle() {
    let base = shipped("donbas.toml");
    let (ours, theirs) = (stance(&base, "demands"), stance(&base, "rejects"));
    let Some(it) = branches("git-conflict", &base, &ours, &theirs) else { return };
    let (code, said) = it.try_git(&["merge", "theirs", "-m", "merge"]);
    assert!(code == 1 && said.contains("both sides changed positions.ceasefire.russia.stance"), "{said}");
    let text = it.read(NAME);
    assert!(text.contains("<<<<<<< ours\nstance = \"demands\"\n||||||| base\nstance = \"conditional\"\n=======\nstance = \"rejects\"\n>>>>>>> theirs\n"), "{text}");
    assert!(it.git(&["status", "--short"]).contains("UU "));
    // The merge has no conflict as text, but a contradiction: their side removes the source that ours starts to cite.
    let ours = base.replacen("sources = [\"report\"]", "sources = [\"report\", \"kommersant\"]", 1);
    let dropped = base.split("[sources.kommersant]").next().unwrap().trim_end().to_owned() + "\n";
    let theirs = dropped
        .replace(", \"kommersant\"]", "]")
        .replace("relays = \"kommersant\"\n", "")
        .replace(" [@kommersant]", "");
    let Some(it) = branches("git-semantic", &base, &ours, &theirs) else { return };
    assert_eq!(it.brief(&["check", NAME]).0, 0);
    let (code, said) = it.try_git(&["merge", "theirs", "-m", "merge"]);
    assert!(code == 1 && said.contains("it comes from the merge") && said.contains("kommersant"), "{said}");
    let Some(it) = branches(
        "git-doubt",
        &base,
        &stance(&base, "demands"),
        &base.replacen("\"On two demands", "\"At once, on two demands", 1),
    ) else {
        return;
    };
    let (code, said) = it.try_git(&["merge", "theirs", "-m", "merge"]);
    assert!(code == 1 && said.contains("semantic-conflict") && said.contains("and here"), "{said}");
}

#[test]
fn a_merge_of_files_falls_back_to_lines_and_says_so() {
    if !have("git") {
        return;
    }
    let folder = folder("merge-files");
    let base = shipped("donbas.toml");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("base.toml", &base);
    write("ours.toml", &stance(&base, "demands"));
    write("theirs.toml", &base.replacen("title = \"Donbas\"", "title = \"Donbas", 1));
    let arguments = ["merge", "base.toml", "ours.toml", "theirs.toml", "-o", "out.toml"];
    let (code, _, errors) = run(brief(arguments).current_dir(&folder));
    assert!(errors.contains("their side is not valid TOML; merged line by line instead"), "{errors}");
    assert_eq!(code, 0, "{errors}");
    let text = std::fs::read_to_string(folder.join("out.toml")).unwrap();
    assert!(text.contains("stance = \"demands\"") && text.contains("title = \"Donbas\n"));
    let (code, out, _) = run(brief(["merge", "base.toml", "ours.toml", "base.toml"]).current_dir(&folder));
    assert_eq!((code, out), (0, stance(&base, "demands")));
}

/// A brief whose parties and source are in the brief itself, or in the shared file `nile.toml`.
fn nile(shared: bool) -> String {
    let uses = if shared { "[use]\nfiles = [\"nile.toml\"]\n\n" } else { "" };
    let parties = if shared { String::new() } else { parties("Upstream") };
    format!(
        "schema = 1\n\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"The schedule is open [@ministry].\"\n\n\
         {uses}{parties}[issues.filling]\ntitle = \"Filling schedule\"\nstatus = \"contested\"\n\n\
         [positions.filling.up]\nstance = \"demands\"\ntext = \"Five years.\"\nsources = [\"ministry\"]\n\n\
         [positions.filling.down]\nstance = \"opposes\"\ntext = \"Seven years.\"\nsources = [\"ministry\"]\n\n\
         [outcome]\nevent = \"Third round\"\ndate = 2024-05-12\nresult = \"procedural\"\n"
    )
}

fn parties(upstream: &str) -> String {
    format!(
        "[parties.up]\nname = \"{upstream}\"\nrole = \"principal\"\n\n\
         [parties.bank]\nname = \"Development Bank\"\nrole = \"observer\"\n\n[parties.down]\nname = \"Downstream\"\nrole = \"principal\"\n\n\
         [sources.ministry]\npublisher = \"Ministry\"\ndate = 2024-05-13\nkind = \"official\"\nreliability = \"B\"\n\n"
    )
}

#[test]
fn editions_are_compared_with_the_records_that_they_shared() {
    let Some(it) = Repository::new("git-shared") else { return };
    let (file, project) = ("work/briefs/talks.toml", "[project]\nshared = \"./shared\"\n");
    it.write(file, &nile(false));
    it.commit("own records");
    it.write(file, &nile(true));
    it.write("work/briefing.toml", project);
    it.write("work/shared/nile.toml", &parties("Upstream"));
    it.commit("shared records");
    // A record that moved is not reported as dropped.
    let moved = |out: &str| {
        out.contains("1 editorial") && out.contains("Shared files: + nile.toml") && !out.contains("Dropped")
    };
    for arguments in [vec!["diff", "HEAD~1", file], vec!["diff", &format!("HEAD~1:{file}"), &format!("HEAD:{file}")]] {
        let (code, out, errors) = it.brief(&arguments);
        assert!(code == 1 && moved(&out), "{arguments:?}: {out}{errors}");
    }
    let (code, out, errors) = it.brief(&["history", file]);
    assert!(code == 0 && !out.contains("Dropped"), "{out}{errors}");
    let (code, _, errors) = it.brief(&["render", "--since", "HEAD~1", file, "-o", "out"]);
    assert_eq!(code, 0, "{errors}");
    assert!(it.read("out/talks.md").contains("Nothing of substance has changed."), "{}", it.read("out/talks.md"));
    // A change of a shared file is reported. Each version has its own shared file, even in another folder.
    it.write("work/shared/nile.toml", &parties("Upper Republic"));
    it.commit("another name");
    it.git(&["mv", "work/shared", "work/common"]);
    it.write("work/briefing.toml", &project.replace("shared\"", "common\""));
    it.commit("another folder");
    for (old, new, code) in [("HEAD~2", "HEAD", 1), ("HEAD~1", "HEAD", 0), ("HEAD~2", "HEAD~1", 1)] {
        let (found, out, errors) = it.brief(&["diff", &format!("{old}:{file}"), &format!("{new}:{file}")]);
        assert_eq!(found, code, "{old} {new}: {out}{errors}");
        assert!(code == 0 || out.contains("“Upstream” → “Upper Republic”"), "{out}");
    }
    let (code, _, errors) = it.brief(&["render", "--since", "HEAD~2", file, "-o", "out"]);
    assert_eq!(code, 0, "{errors}");
    assert!(it.read("out/talks.md").contains("“Upstream” → “Upper Republic”"), "{}", it.read("out/talks.md"));
    // In another folder, with both kinds of path.
    for path in ["briefs/talks.toml", "./briefs/talks.toml", file] {
        let mut command = it.command(env!("CARGO_BIN_EXE_brief"));
        let arguments = ["diff", &format!("HEAD~2:{path}"), "briefs/talks.toml"];
        let (code, out, errors) = run(command.current_dir(it.0.join("work")).args(arguments));
        assert!(code == 1 && out.contains("Upper Republic") && !out.contains("error"), "{path}: {out}{errors}");
    }
    // The history has the names that were in use at the time.
    it.write(file, &nile(true).replace("demands", "offers"));
    it.commit("softer");
    let (code, out, errors) = it.brief(&["history", file, "--path", "positions.filling.up.stance"]);
    assert!(code == 0 && out.contains("Upper Republic on Filling schedule: demands → offers"), "{out}{errors}");
    let (_, out, _) = it.brief(&["history", file]);
    assert!(!out.contains("Dropped") && out.contains("New: Upstream on Filling schedule"), "{out}");
}

/// git passes `-X` to no driver. This runs the alternative in docs/editions.md, word for word.
#[test]
fn the_documented_way_lets_one_side_win() {
    let base = shipped("donbas.toml");
    let (ours, theirs) = (stance(&base, "demands"), stance(&base, "rejects"));
    let docs = std::fs::read_to_string(root().join("docs/editions.md")).unwrap();
    let command = docs.lines().find(|line| line.starts_with("git -c merge.brief.driver=")).unwrap();
    let setting = command.split('\'').nth(1).unwrap();
    for (side, stance) in [("theirs", "rejects"), ("ours", "demands")] {
        let Some(it) = branches(&format!("git-strategy-{side}"), &base, &ours, &theirs) else { return };
        assert_eq!(it.try_git(&["merge", "-X", side, "theirs", "-m", "merge"]).0, 1, "the driver knows no option");
        it.git(&["merge", "--abort"]);
        let driver = format!("merge.brief.driver={}", setting.replace("--theirs", &format!("--{side}")));
        it.git(&["-c", &driver, "merge", "-q", "-X", side, "theirs", "-m", "merge"]);
        assert!(it.read(NAME).contains(&format!("stance = \"{stance}\"")), "{side}");
    }
}
