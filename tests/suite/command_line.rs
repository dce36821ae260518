//! The command line as a whole: commands without file arguments, misspelt command names, completion, manual pages, and
//! machine-readable output.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{brief, folder, have, root, run};

fn donbas(here: &Path, name: &str) {
    fs::copy(root().join("briefs/donbas.toml"), here.join(name)).unwrap();
}

#[test]
fn without_files_a_command_takes_the_briefs_of_the_folder_and_says_so() {
    let here = folder("reach-folder");
    donbas(&here, "a.toml");
    for (arguments, said) in [
        (&["check"][..], "1 brief in this folder checked, 4 warnings suppressed\n"),
        (&["list"], "1 brief in this folder\n"),
        (&["affected", "russia"], " of 1 brief in this folder\n"),
        (&["render", "--to", "md"], "1 brief in this folder: 1 rendered\n"),
        (&["render", "--to", "md", "--check"], "1 brief in this folder: 1 up to date\n"),
    ] {
        let (exit, _, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0 && errors.ends_with(said), "{arguments:?}: {errors}");
    }
    let (exit, out, errors) = run(brief::<&str>([]).current_dir(&here));
    assert!(exit == 0 && out.contains("a.toml  Donbas") && errors.contains("`brief render` writes"), "{out}{errors}");
    // In a subfolder of a project, the commands take the briefs of the project.
    fs::write(here.join("briefing.toml"), "").unwrap();
    fs::create_dir(here.join("in")).unwrap();
    let (exit, _, errors) = run(brief(["list"]).current_dir(here.join("in")));
    assert_eq!((exit, errors.as_str()), (0, "1 brief of the project\n"));
    assert_eq!(
        run(brief(["check", "--allow", "unprinted-content"]).current_dir(&here)).2,
        "1 brief checked, 4 warnings suppressed\n"
    );
}

#[test]
fn where_there_is_no_brief_the_next_step_is_said() {
    let here = folder("reach-nothing");
    fs::write(here.join("Cargo.toml"), "[package]\nname = \"x\"\n").unwrap();
    for arguments in [&["check"][..], &["list"], &["render"], &["watch"], &["affected", "x"]] {
        let (exit, out, errors) = run(brief(arguments).current_dir(&here).stdin(Stdio::null()));
        let clear = errors.contains("error: there is no brief in this folder") && errors.contains("`brief new ");
        assert!(exit == 2 && out.is_empty() && clear, "{arguments:?}: {errors}");
    }
    let (exit, out, errors) = run(brief::<&str>([]).current_dir(&here));
    assert!(exit == 2 && out.is_empty() && errors.contains("`brief new brief.toml` writes a first one"), "{errors}");
    let (exit, _, errors) = run(brief(["check", "."]).current_dir(&here));
    assert!(exit == 2 && errors.contains("error: there is no brief in . or the folders in it"), "{errors}");
    // A folder to render, or a shard, may be empty.
    assert_eq!(run(brief(["render", "--shard", "1/2", "."]).current_dir(&here)).0, 0);
    fs::write(here.join("briefing.toml"), "").unwrap();
    let (exit, _, errors) = run(brief(["render"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("the project has no brief yet"), "{errors}");
}

#[test]
fn another_name_is_an_error_that_names_the_command_and_runs_nothing() {
    let here = folder("reach-names");
    donbas(&here, "a.toml");
    for (words, meant) in [
        (&["delete", "a.toml", "issues.donbas"][..], "remove"),
        (&["validate", "a.toml"], "check"),
        (&["valdate", "a.toml"], "check"),
        (&["-q", "build"], "render"),
        (&["mv"], "rename"),
        (&["git", "status"], "doctor"),
        (&["template", "ls"], "list"),
        (&["add", "country", "a.toml"], "party"),
        (&["histroy", "a.toml"], "history"),
        (&["comapre", "a.toml", "b.toml"], "diff"),
        (&["git", "instal"], "install"),
        (&["add", "soruce", "a.toml"], "source"),
        (&["template", "exprot"], "export"),
    ] {
        let (exit, out, errors) = run(brief(words).current_dir(&here));
        let one = format!("a similar subcommand exists: '{meant}'");
        assert!(exit == 2 && out.is_empty() && errors.contains(&one), "{words:?}: {errors}");
    }
    assert_eq!(fs::read(here.join("a.toml")).unwrap(), fs::read(root().join("briefs/donbas.toml")).unwrap());
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let here = folder("reach-colours");
    fs::write(here.join("a.toml"), "schema = 1\n").unwrap();
    let colours = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = brief([&["check", "a.toml"], arguments].concat());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CLICOLOR", "TERM"] {
            command.env_remove(name);
        }
        run(command.envs(variables.iter().copied()).current_dir(&here)).2.contains('\u{1b}')
    };
    assert!(!colours(&[], &[]));
    assert!(colours(&[], &[("CLICOLOR_FORCE", "1")]) && colours(&[], &[("FORCE_COLOR", "1"), ("TERM", "dumb")]));
    assert!(colours(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colours(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(!colours(&[], &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
}

/// The completions of a line in bash, using the registration script.
fn completed(here: &Path, line: &str) -> Vec<String> {
    let bin = Path::new(env!("CARGO_BIN_EXE_brief")).parent().unwrap();
    let script = "source <(brief completions bash)\n\
                  COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_TYPE=9\n\
                  _clap_complete_brief brief \"${COMP_WORDS[COMP_CWORD]}\" '' 2>/dev/null\n\
                  printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash"]).args(line.split(' ')).current_dir(here);
    command.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    let (exit, out, errors) = run(&mut command);
    assert_eq!((exit, errors.as_str()), (0, ""), "{line}");
    out.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_and_what_the_brief_on_the_line_has() {
    if !have("bash") {
        return;
    }
    let here = folder("reach-bash");
    donbas(&here, "a.toml");
    fs::write(here.join("notes.md"), "").unwrap();
    for (line, expected) in [
        ("brief ren", &["rename", "render"][..]),
        ("brief check ", &[".", "a.toml"]),
        ("brief set a.toml issues.donbas.st", &["issues.donbas.status"]),
        ("brief set a.toml issues.donbas.status d", &["deadlocked", "deferred"]),
        ("brief rename a.toml issues.f", &["issues.format"]),
        ("brief remove a.toml positions.donbas.", &["positions.donbas.russia"]),
        ("brief add position a.toml --issue d", &["donbas"]),
        ("brief add position a.toml --party ", &["russia", "united-states", "ukraine"]),
        ("brief add position a.toml --source report,k", &["report,kommersant"]),
        ("brief history a.toml --path issues.do", &["issues.donbas"]),
        ("brief affected united", &["united-states"]),
        ("brief explain uncited", &["uncited-bottom-line", "uncited-source"]),
        ("brief check --deny uncited-source,mixed-s", &["uncited-source,mixed-script"]),
        ("brief template export m", &["mandate", "matrix", "meeting", "monitor"]),
        ("brief render --to do", &["docx"]),
        ("brief --color a", &["always", "auto"]),
    ] {
        let mut found = completed(&here, line);
        found.retain(|word| !word.starts_with("--"));
        let mut expected: Vec<&str> = expected.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn every_shell_gets_a_script_that_it_can_read() {
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let (exit, script, errors) = run(&mut brief(["completions", shell]));
        assert_eq!((exit, errors.as_str()), (0, ""));
        assert!(script.contains("BRIEF_COMPLETE"), "{shell}: {script}");
        let Ok(mut child) = Command::new(shell).arg(check).stdin(Stdio::piped()).spawn() else { continue };
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{shell}");
    }
    for shell in ["elvish", "powershell"] {
        assert_eq!(run(&mut brief(["completions", shell])).0, 0);
    }
    assert_eq!(run(&mut brief(["completions", "tcsh"])).0, 2);
}

#[test]
fn every_command_has_a_manual_page_that_man_reads_without_a_warning() {
    let here = folder("reach-man");
    let (exit, page, errors) = run(&mut brief(["man"]));
    assert_eq!((exit, errors.as_str()), (0, ""));
    let (exit, _, errors) = run(brief(["man", "man1"]).current_dir(&here));
    assert!(exit == 0 && errors.contains("manual pages to man1"), "{errors}");
    let mut names: Vec<_> = fs::read_dir(here.join("man1")).unwrap().map(|it| it.unwrap().path()).collect();
    names.sort();
    assert_eq!(fs::read_to_string(here.join("man1/brief.1")).unwrap(), page);
    for name in ["brief-add-position.1", "brief-git-install.1", "brief-render.1"] {
        assert!(here.join("man1").join(name).exists(), "{name}");
    }
    if Command::new("man").arg("--version").output().is_ok() {
        for name in &names {
            let mut command = Command::new("man");
            let (exit, text, errors) = run(command.args(["--warnings", "-l"]).arg(name).env("MANPAGER", "cat"));
            assert!(exit == 0 && errors.is_empty() && text.contains("SYNOPSIS"), "{}: {errors}", name.display());
        }
    }
    if Command::new("mandoc").arg("-h").output().is_ok() {
        let (_, lint, _) = run(Command::new("mandoc").args(["-Tlint", "-W", "warning"]).args(&names));
        // The pages have no date, so that they are the same everywhere.
        let others: Vec<&str> = lint.lines().filter(|line| !line.contains("missing date")).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

/// The fields of a value that its schema does not have, and the required fields that the value lacks.
pub(super) fn strange(value: &Value, schema: &Value, root: &Value) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return strange(value, root.pointer(&name[1..]).unwrap(), root);
    }
    if let Some(all) = schema["anyOf"].as_array() {
        let found = all.iter().map(|schema| strange(value, schema, root));
        return found.min_by_key(Vec::len).unwrap_or_default();
    }
    match value {
        Value::Array(items) if !schema["items"].is_null() => {
            items.iter().flat_map(|item| strange(item, &schema["items"], root)).collect()
        }
        Value::Object(fields) if schema["properties"].is_object() => {
            let known = schema["properties"].as_object().unwrap();
            let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
            let lacking = required.iter().filter_map(Value::as_str).filter(|name| !fields.contains_key(*name));
            let mut found: Vec<String> = lacking.map(|name| format!("no {name}")).collect();
            for (name, value) in fields {
                match known.get(name) {
                    Some(schema) => found.extend(strange(value, schema, root)),
                    None => found.push(name.clone()),
                }
            }
            found
        }
        Value::Null if schema["type"] == "object" => vec!["null".to_owned()],
        _ => Vec::new(),
    }
}

#[test]
fn each_format_json_is_what_its_schema_says() {
    if !have("git") {
        return;
    }
    let here = folder("reach-json");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]).args(arguments);
        let (exit, _, errors) = run(command.current_dir(&here));
        assert_eq!(exit, 0, "git {arguments:?}: {errors}");
    };
    git(&["init", "-q", "-b", "main"]);
    fs::copy(root().join("briefs/donbas-2025-08-16.toml"), here.join("a.toml")).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "first"]);
    donbas(&here, "a.toml");
    git(&["commit", "-q", "-a", "-m", "second"]);
    fs::write(here.join("b.toml"), "schema = 1\n\n[brief]\ntitel = \"x\"\n").unwrap();
    fs::copy(root().join("briefs/zerno.toml"), here.join("zerno.toml")).unwrap();
    let judged = "[judgements.a]\ntext = \"It lasts.\"\nlikelihood = \"likely\"\nhorizon = \"2027\"\n";
    let zerno = fs::read_to_string(root().join("briefs/zerno.toml")).unwrap();
    fs::write(here.join("judged.toml"), format!("{zerno}\n{judged}")).unwrap();
    for (name, arguments, exit) in [
        ("check", &["check", "a.toml", "b.toml"][..], 1),
        ("list", &["list", "a.toml", "b.toml", "none.toml"], 2),
        ("judgements", &["judgements", "judged.toml", "none.toml"], 2),
        ("commitments", &["list", "--commitments", "zerno.toml", "none.toml"], 2),
        ("affected", &["affected", "russia", "a.toml"], 0),
        ("diff", &["diff", "HEAD~1", "a.toml"], 1),
        ("history", &["history", "a.toml"], 0),
        ("render", &["render", "a.toml", "b.toml", "none.toml", "--keep-going", "-o", "out"], 2),
        ("render", &["render", "a.toml", "b.toml", "-o", "out"], 1),
        ("render", &["render", "a.toml", "-o", "elsewhere", "--check"], 1),
    ] {
        let (found, out, errors) = run(brief(arguments).args(["--format", "json"]).current_dir(&here));
        assert_eq!(found, exit, "{arguments:?}: {errors}");
        let value: Value = serde_json::from_str(&out).unwrap();
        let path = root().join(format!("docs/schemas/{name}.schema.json"));
        let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(value["version"], schema["properties"]["version"]["const"], "{arguments:?}");
        assert_eq!(strange(&value, &schema, &schema), Vec::<String>::new(), "{arguments:?}: {out}");
        let list = value.as_object().unwrap().values().find_map(Value::as_array).unwrap();
        assert!(!list.is_empty(), "{arguments:?}: {out}");
        if have("check-jsonschema") {
            fs::write(here.join("out.json"), &out).unwrap();
            let mut command = Command::new("check-jsonschema");
            let (exit, said, _) = run(command.arg("--schemafile").arg(&path).arg(here.join("out.json")));
            assert_eq!(exit, 0, "{arguments:?}: {said}");
            fs::write(here.join("out.json"), out.replacen("\"version\"", "\"edition\"", 1)).unwrap();
            let mut command = Command::new("check-jsonschema");
            assert_ne!(run(command.arg("--schemafile").arg(&path).arg(here.join("out.json"))).0, 0);
        }
    }
    assert_eq!(run(brief(["render", "a.toml", "-o", "-", "--to", "md", "--format", "json"]).current_dir(&here)).0, 2);
}

/// A brief whose error messages quote its content. The content tries to break out of each output format.
const HOSTILE: &str = "schema = 1\n\n[brief]\ntitle = \"T\"\n\"x::error file=a,line=1::\\n::set-output name=y::]]></failure><script>%0A'&\\u001b[31m\\u202e\" = 1\n";

#[test]
fn reports_for_ci_systems_escape_whatever_a_brief_says() {
    let here = folder("reach-reports");
    fs::create_dir_all(here.join(".git")).unwrap();
    fs::create_dir_all(here.join("in")).unwrap();
    fs::write(here.join("in/a, b:1.toml"), HOSTILE).unwrap();
    let check = |format: &str| {
        let (exit, out, errors) = run(brief(["check", "--format", format, "a, b:1.toml"]).current_dir(here.join("in")));
        assert_eq!((exit, errors.as_str()), (1, ""), "{format}");
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{format}: {out}");
        out
    };
    // Every line is one command, with the path of the file relative to the root of the repository.
    let github = check("github");
    let is_command = |line: &str| line.starts_with("::error file=in/a%2C b%3A1.toml,line=");
    assert!(github.lines().count() >= 2 && github.lines().all(is_command), "{github}");
    let gitlab: Value = serde_json::from_str(&check("gitlab")).unwrap();
    let items = gitlab.as_array().unwrap();
    let mut prints: Vec<&str> = items.iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert!(items.len() >= 2 && prints.len() == items.len(), "{gitlab}");
    for it in items {
        assert_eq!(it["location"]["path"], "in/a, b:1.toml");
        assert!(it["location"]["lines"]["begin"].is_u64() && it["severity"] == "major" && it["check_name"].is_string());
    }
    let mut command = brief(["check", "--format", "gitlab", "../in/a, b:1.toml"]);
    let elsewhere: Value = serde_json::from_str(&run(command.current_dir(here.join("in"))).1).unwrap();
    assert_eq!(elsewhere, gitlab);
    let junit = check("junit");
    assert_eq!(junit.matches("<failure ").count(), items.len(), "{junit}");
    assert!(!junit.contains("<script>") && junit.contains("&lt;script&gt;"), "{junit}");
    assert!(junit.contains("<testsuite name=\"in/a, b:1.toml\" tests="), "{junit}");
    let sarif: Value = serde_json::from_str(&check("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "in/a%2C%20b%3A1.toml");
    if Command::new("xmllint").arg("--version").output().is_ok() {
        fs::write(here.join("junit.xml"), &junit).unwrap();
        assert_eq!(run(Command::new("xmllint").arg("--noout").arg(here.join("junit.xml"))).0, 0);
    }
    // A fingerprint does not change when lines are added or removed above.
    fs::write(here.join("in/a, b:1.toml"), HOSTILE.replacen("\n\n", "\n\n# one\n# two\n\n", 1)).unwrap();
    let moved: Value = serde_json::from_str(&check("gitlab")).unwrap();
    let print = |all: &Value| all.as_array().unwrap().iter().map(|it| it["fingerprint"].clone()).collect::<Vec<_>>();
    assert_eq!(print(&moved), print(&gitlab));
}

#[test]
fn a_sound_brief_is_a_sound_report() {
    let here = folder("reach-sound");
    donbas(&here, "a.toml");
    let check = |format: &str| {
        run(brief(["check", "--allow", "unprinted-content", "--format", format, "a.toml"]).current_dir(&here))
    };
    assert_eq!(check("github"), (0, String::new(), String::new()));
    assert_eq!(check("gitlab").1, "[]\n");
    let junit = check("junit").1;
    assert!(junit.contains("tests=\"1\" failures=\"0\"") && junit.contains("name=\"no errors\""), "{junit}");
}

#[test]
fn messages_say_the_next_step() {
    let here = folder("reach-messages");
    let check = |text: &str| {
        let mut command = brief(["check", "-"]);
        command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap()
    };
    let errors = check("[brief");
    assert!(errors.contains("--> standard input:1:1") && errors.ends_with("standard input: 1 error\n"), "{errors}");
    if have("git") {
        let mut command = brief(["git", "doctor"]);
        // The folder of the tests is inside the repository of the project.
        command.current_dir(&here).env("GIT_CEILING_DIRECTORIES", here.parent().unwrap());
        let (exit, _, errors) = run(&mut command);
        assert!(exit == 2 && errors.contains("in no git repository") && errors.contains("`git init`"), "{errors}");
    }
}

#[test]
fn without_files_the_briefs_of_the_folder_are_formatted() {
    let here = folder("reach-fmt");
    donbas(&here, "a.toml");
    fs::write(here.join("Cargo.toml"), "[package]\nname  =  \"x\"\n").unwrap();
    let fmt = |arguments: &[&str], folder: &Path| run(brief([&["fmt"], arguments].concat()).current_dir(folder));
    let (exit, out, errors) = fmt(&["--check"], &here);
    assert_eq!((exit, out.as_str(), errors.as_str()), (0, "", "1 file in this folder: 0 not formatted\n"));
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    fs::write(here.join("a.toml"), text.replace("schema = 1", "schema   =   1")).unwrap();
    let (exit, out, errors) = fmt(&["--check"], &here);
    assert!(exit == 1 && out.contains("-schema   =   1"), "{out}{errors}");
    assert_eq!(errors, "1 file in this folder: 1 not formatted\n");
    let (exit, _, errors) = fmt(&[], &here);
    assert_eq!((exit, errors.as_str()), (0, "formatted a.toml\n1 file in this folder: 1 formatted\n"));
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), text);
    // The shared records of a project are formatted with its briefs, in each of its folders.
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::create_dir_all(here.join("briefs")).unwrap();
    fs::rename(here.join("a.toml"), here.join("briefs/a.toml")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nbriefs = [\"briefs\"]\nshared = \"shared\"\n").unwrap();
    fs::write(here.join("shared/s.toml"), "schema = 1\n\n[sources.x]\npublisher  =  \"X\"\ndate = 2025-01-01\n")
        .unwrap();
    let (exit, _, errors) = fmt(&[], &here.join("briefs"));
    assert_eq!((exit, errors.as_str()), (0, "formatted ../shared/s.toml\n2 files of the project: 1 formatted\n"));
    let nothing = folder("reach-fmt-nothing");
    let (exit, _, errors) = fmt(&[], &nothing);
    assert!(exit == 2 && errors.contains("there is no brief in this folder"), "{errors}");
}

#[test]
fn without_files_every_brief_is_compared_with_the_last_commit() {
    let Some(it) = crate::git::Repository::new("reach-diff") else { return };
    let donbas = |name: &str| fs::read_to_string(root().join("briefs").join(name)).unwrap();
    let diff = |arguments: &[&str]| it.brief(&[&["diff"], arguments].concat());
    it.write("a.toml", &donbas("donbas-2025-08-16.toml"));
    let (exit, _, errors) = diff(&[]);
    assert!(exit == 2 && errors.contains("there is no commit yet"), "{errors}");
    it.write("in/b.toml", &donbas("donbas.toml"));
    it.write("Cargo.toml", "[package]\nname = \"x\"\n");
    it.commit("first");
    assert_eq!(
        diff(&[]),
        (0, String::new(), "0 of 2 briefs in this folder changed since the last commit\n".to_owned())
    );
    it.write("a.toml", &donbas("donbas.toml"));
    it.write("in/new.toml", &donbas("donbas.toml"));
    let (exit, out, errors) = diff(&[]);
    let (one, _, _) = diff(&["a.toml"]);
    assert!(exit == 1 && one == 1 && out.contains("+ in/new.toml is in no commit yet"), "{out}{errors}");
    assert!(out.contains("- HEAD:a.toml") && out.contains("now a red line") && !out.contains("b.toml"), "{out}");
    assert_eq!(errors, "2 of 3 briefs in this folder changed since the last commit\n");
    let (exit, out, _) = diff(&["--format", "md"]);
    assert!(exit == 1 && out.contains("Russia on Donbas"), "{out}");
    for arguments in [&["--format", "json"][..], &["-o", "out.md"]] {
        let (exit, out, errors) = diff(arguments);
        assert!(exit == 2 && out.is_empty() && errors.contains("brief diff FILE"), "{errors}");
    }
    let outside = folder("reach-diff-outside");
    let mut command = brief(["diff"]);
    command.current_dir(&outside).env("GIT_CEILING_DIRECTORIES", outside.parent().unwrap());
    let (exit, _, errors) = run(&mut command);
    assert!(exit == 2 && errors.contains("in no git repository"), "{errors}");
}
