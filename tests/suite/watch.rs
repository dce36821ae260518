//! `brief watch`: renders after each save, however a program saves, and keeps the last good page.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::program::{brief, folder, root, run};

/// A running watch, and the lines that it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    here: PathBuf,
}

/// The longest wait for a line that must come.
const PATIENCE: Duration = Duration::from_mins(1);

impl Watching {
    fn begin(here: &Path, arguments: &[&str]) -> Self {
        let mut command = brief(["watch"]);
        command.args(arguments).current_dir(here).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || errors.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let watching = Self { child, lines, here: here.to_path_buf() };
        watching.hears("watching ");
        watching
    }

    /// Waits for a line with a certain start; returns all lines up to it.
    fn hears(&self, start: &str) -> Vec<String> {
        let mut heard = Vec::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no line begins with `{start}`: {heard:#?}"));
            let found = line.starts_with(start);
            heard.push(line);
            if found {
                return heard;
            }
        }
    }

    #[cfg(unix)]
    fn send(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    fn markdown(&self, name: &str) -> String {
        fs::read_to_string(self.here.join(name)).unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text() -> String {
    fs::read_to_string(root().join("tests/cases/check/valid/brief.toml")).unwrap()
}

#[test]
fn a_brief_is_rendered_however_it_is_saved_and_a_broken_one_leaves_the_last_page() {
    let here = folder("watch");
    fs::write(here.join("a.toml"), text()).unwrap();
    let watching = Watching::begin(&here, &["."]);
    // Written in place.
    fs::write(here.join("a.toml"), titled("First")).unwrap();
    watching.hears("a.toml: rendered in ");
    assert!(watching.markdown("a.md").contains("First"));
    // Written to a new file and renamed, as editors do that keep a backup.
    fs::rename(here.join("a.toml"), here.join("a.toml~")).unwrap();
    fs::write(here.join(".a.toml.swp"), titled("Second")).unwrap();
    fs::rename(here.join(".a.toml.swp"), here.join("a.toml")).unwrap();
    watching.hears("a.toml: rendered in ");
    assert!(watching.markdown("a.md").contains("Second"));
    // Truncated, closed and written again.
    fs::write(here.join("a.toml"), "").unwrap();
    fs::write(here.join("a.toml"), titled("Third")).unwrap();
    let heard = watching.hears("a.toml: ");
    assert!(heard.len() == 1 && heard[0].contains("rendered"), "{heard:?}");
    assert!(watching.markdown("a.md").contains("Third"));
    // With errors, then fixed.
    let page = fs::read(here.join("a.pdf")).unwrap();
    fs::write(here.join("a.toml"), titled("Fourth") + "\nx = [").unwrap();
    let heard = watching.hears("a.toml: 1 error; the last good page stays");
    assert!(heard[0].starts_with("error[syntax-error]"), "{heard:?}");
    assert!(fs::read(here.join("a.pdf")).unwrap() == page);
    fs::write(here.join("a.toml"), titled("Fifth")).unwrap();
    watching.hears("a.toml: fixed; rendered in ");
    // Several new briefs at once, one that is removed, and one in a new folder.
    for name in ["b", "c", "d", "e", "f"] {
        fs::write(here.join(format!("{name}.toml")), titled(name)).unwrap();
    }
    for name in ["b", "c", "d", "e", "f"] {
        let path = here.join(format!("{name}.pdf"));
        let mut turns = 0;
        while !path.exists() {
            turns += 1;
            assert!(turns < 600, "{name} was not rendered");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    fs::create_dir(here.join("in")).unwrap();
    fs::write(here.join("in/g.toml"), titled("g")).unwrap();
    watching.hears("in/g.toml: rendered in ");
    fs::remove_file(here.join("b.toml")).unwrap();
    watching.hears("b.toml: gone");
    // A hard link and a symbolic link: the watch gets no event that a file was closed.
    #[cfg(unix)]
    {
        fs::hard_link(here.join("c.toml"), here.join("h.toml")).unwrap();
        watching.hears("h.toml: rendered in ");
        fs::remove_file(here.join("h.toml")).unwrap();
        watching.hears("h.toml: gone");
    }
    // Outputs of the watch are up to date for a batch.
    let (_, _, errors) = run(brief(["render", "."]).current_dir(&here));
    assert_eq!(errors.lines().last(), Some("6 briefs: 6 up to date"));
}

#[cfg(unix)]
#[test]
fn a_brief_is_rendered_again_when_its_private_file_is_saved() {
    let here = folder("watch-private");
    let own_side = text().replacen("[brief]\n", "[brief]\nown_side = \"upstream\"\n", 1);
    fs::write(here.join("a.toml"), &own_side).unwrap();
    for arguments in [vec![".", "--template", "mandate"], vec!["a.toml", "--template", "mandate"]] {
        let _ = fs::remove_file(here.join("a.private.toml"));
        let watching = Watching::begin(&here, &arguments);
        for goal in ["Six years.", "Seven years."] {
            let private = format!("schema = 1\n\n[aims.filling]\ngoal = \"{goal}\"\n");
            fs::write(here.join("a.private.toml"), private).unwrap();
            watching.hears("a.toml: rendered in ");
            assert!(watching.markdown("a.md").contains(goal), "{}", watching.markdown("a.md"));
        }
        fs::remove_file(here.join("a.private.toml")).unwrap();
        watching.hears("a.toml: rendered in ");
        assert!(!watching.markdown("a.md").contains("Seven years."));
    }
}

#[test]
fn a_brief_is_rendered_again_when_a_picture_is_saved() {
    let here = crate::figures::project("watch-picture");
    let other = fs::read(here.join("photos/dam.jpg")).unwrap();
    for (arguments, picture) in [(&["."], "photos/dam.jpg"), (&["gates.toml"], "map.png")] {
        let watching = Watching::begin(&here, arguments);
        fs::write(here.join(picture), b"no picture").unwrap();
        watching.hears("gates.toml: 1 error");
        fs::write(here.join(picture), &other).unwrap();
        watching.hears("gates.toml: fixed; ");
    }
}

#[test]
fn a_brief_that_is_named_through_a_link_is_rendered_when_its_target_is_saved() {
    let here = folder("watch-link");
    for name in ["desk", "else"] {
        fs::create_dir(here.join(name)).unwrap();
    }
    let target = here.join("else/x.toml");
    let text = fs::read_to_string(root().join("tests/cases/check/valid/brief.toml")).unwrap();
    fs::write(&target, &text).unwrap();
    std::os::unix::fs::symlink("../else/x.toml", here.join("desk/link.toml")).unwrap();
    let watching = Watching::begin(&here, &["desk/link.toml", "-o", "out"]);
    let save = |word: &str, how: &dyn Fn(&str)| {
        how(&text.replacen("title = \"", &format!("title = \"{word} "), 1));
        watching.hears("desk/link.toml: rendered in ");
        assert!(watching.markdown("out/link.md").contains(word), "{word}");
    };
    save("In place", &|text| fs::write(&target, text).unwrap());
    save("Through the link", &|text| fs::write(here.join("desk/link.toml"), text).unwrap());
    save("By rename", &|text| {
        fs::write(here.join("else/x.tmp"), text).unwrap();
        fs::rename(here.join("else/x.tmp"), &target).unwrap();
    });
}

#[test]
fn shared_records_templates_styles_and_the_project_are_watched_too() {
    let here = crate::projects::project("shared-records", "watch-project");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    assert_eq!(run(brief(["template", "export", "one-page", "office"]).current_dir(&here)).0, 0);
    let change = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(here.join(path)).unwrap();
        assert!(text.contains(from), "{path}");
        fs::write(here.join(path), text.replacen(from, to, 1)).unwrap();
    };
    change("briefing.toml", "[render]", "[render]\ntemplate = \"office\"");
    let watching = Watching::begin(&here, &[]);
    let hears = |start: &str| watching.hears(&format!("briefs/north/good.toml: {start}"));
    change("shared/press.toml", "Ministry of Water", "Ministry of Dams");
    hears("rendered in ");
    assert!(watching.markdown("out/north/good.md").contains("Ministry of Dams"));
    change("office/template.md.hbs", "{{> head}}", "{{> head}}\n\nA line of the office.\n\n");
    hears("rendered in ");
    assert!(watching.markdown("out/north/good.md").contains("A line of the office."));
    change("office/template.md.hbs", "A line", "{{a line");
    hears("1 error; the last good page stays");
    change("office/template.md.hbs", "{{a line", "A line");
    hears("fixed; ");
    change("shared/press.toml", "[sources.ministry]", "[sources.ministry");
    hears("1 error; the last good page stays");
    change("shared/press.toml", "[sources.ministry", "[sources.ministry]");
    hears("fixed; ");
    change("briefing.toml", "[project]", "[projekt]");
    watching.hears("error[bad-project]");
    change("briefing.toml", "[projekt]", "[project]");
    change("shared/press.toml", "Ministry of Dams", "Ministry of Lakes");
    hears("rendered in ");
}

#[cfg(unix)]
#[test]
fn an_interruption_ends_it_cleanly() {
    let here = folder("watch-end");
    fs::write(here.join("a.toml"), text()).unwrap();
    let mut watching = Watching::begin(&here, &["a.toml"]);
    watching.send("-INT");
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
    let left: Vec<_> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
    let (exit, _, errors) = run(&mut brief(["watch", "-"]));
    assert!(exit == 2 && errors.contains("standard input cannot be watched"), "{errors}");
}

fn titled(title: &str) -> String {
    text().replacen("title = \"", &format!("title = \"{title} "), 1)
}

#[test]
fn a_recreated_folder_is_watched_again() {
    let here = folder("watch-again");
    let file = here.join("briefs/in/a.toml");
    let make = |text: &str| {
        fs::create_dir_all(here.join("briefs/in")).unwrap();
        fs::write(&file, text).unwrap();
    };
    make(&text());
    let watching = Watching::begin(&here, &["briefs"]);
    let hears = |start: &str| watching.hears(&format!("briefs/in/a.toml: {start}"));
    let is_watched = |title: &str| {
        fs::write(&file, titled(title)).unwrap();
        hears("rendered in ");
    };
    fs::remove_dir_all(here.join("briefs")).unwrap();
    hears("gone");
    assert!(!here.join("briefs").exists());
    make(&text());
    hears("back; rendered in ");
    is_watched("First");
    for moved in ["briefs", "briefs/in"] {
        fs::rename(here.join(moved), here.join("away")).unwrap();
        hears("gone");
        fs::rename(here.join("away"), here.join(moved)).unwrap();
        hears("back; unchanged");
        is_watched(&format!("{moved} moved"));
    }
    // In quick succession, as when a version is checked out, so that nothing can be read in between.
    for title in ["Second", "Third"] {
        #[cfg(unix)]
        watching.send("-STOP");
        fs::remove_dir_all(here.join("briefs")).unwrap();
        make(&titled(title));
        #[cfg(unix)]
        watching.send("-CONT");
        hears("rendered in ");
        is_watched(&format!("{title} again"));
    }
}

#[test]
fn missing_files_are_noticed_when_they_are_created() {
    let here = crate::projects::project("shared-records", "watch-missing");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    let take = |path: &str| {
        let bytes = fs::read(here.join(path)).unwrap();
        fs::remove_file(here.join(path)).unwrap();
        bytes
    };
    let brief_text = fs::read_to_string(here.join("briefs/north/good.toml")).unwrap();
    fs::write(here.join("briefs/north/good.toml"), brief_text.replacen("\"press.toml\"", "\"in/press.toml\"", 1))
        .unwrap();
    let (press, group) = (take("shared/press.toml"), take("shared/contact-group.toml"));
    fs::create_dir(here.join("shared/in")).unwrap();
    assert_eq!(run(brief(["template", "export", "one-page", "office"]).current_dir(&here)).0, 0);
    let (template, style) = (take("office/template.md.hbs"), take("office/style.toml"));
    let project = fs::read_to_string(here.join("briefing.toml")).unwrap();
    let project = project.replacen("[render]", "[render]\ntemplate = \"office\"\nfonts = \"type/own\"", 1);
    fs::write(here.join("briefing.toml"), &project).unwrap();
    let watching = Watching::begin(&here, &[]);
    let misses = |what: &str| {
        let heard = watching.hears("error");
        assert!(heard.last().is_some_and(|line| line.contains(what)), "{heard:?}");
    };
    fs::write(here.join("office/template.md.hbs"), template).unwrap();
    misses("cannot read the font folder type/own");
    let font = root().join("fonts/source-sans/SourceSans3-Regular.ttf");
    fs::create_dir_all(here.join("type/own")).unwrap();
    misses("the font folder type/own has no font");
    fs::copy(&font, here.join("type/own/a.ttf")).unwrap();
    misses("no file of shared records `contact-group.toml`");
    misses("no file of shared records `in/press.toml`");
    // A path that cannot be watched is reported when it is searched for, and the watch continues.
    fs::write(here.join("briefing.toml"), project.replacen("type/own", "type/own/a.ttf/x", 1)).unwrap();
    misses("cannot read the font folder type/own/a.ttf/x");
    fs::write(here.join("briefing.toml"), &project).unwrap();
    misses("no file of shared records `contact-group.toml`");
    misses("no file of shared records `in/press.toml`");
    fs::write(here.join("shared/in/press.toml"), press).unwrap();
    misses("no file of shared records `contact-group.toml`");
    // The font folder that a new style names.
    let style = String::from_utf8(style).unwrap() + "\n[font]\nfolder = \"../faces\"\n";
    fs::write(here.join("office/style.toml"), style).unwrap();
    misses("cannot read the font folder office/../faces");
    fs::create_dir(here.join("faces")).unwrap();
    misses("faces has no font");
    fs::copy(&font, here.join("faces/a.ttf")).unwrap();
    misses("no file of shared records `contact-group.toml`");
    fs::write(here.join("shared/contact-group.toml"), group).unwrap();
    watching.hears("briefs/north/good.toml: fixed; rendered in ");
    // A missing folder of shared records is an error of the project.
    fs::write(here.join("briefing.toml"), project.replacen("\"shared\"", "\"data/own\"", 1)).unwrap();
    misses("cannot read data/own");
    fs::create_dir(here.join("data")).unwrap();
    std::thread::sleep(Duration::from_millis(400));
    fs::create_dir(here.join("data/own")).unwrap();
    watching.hears("briefing.toml: fixed");
}

#[cfg(target_os = "linux")]
#[test]
fn after_lost_events_everything_is_scanned() {
    let here = folder("watch-lost");
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let limit: usize = limit.trim().parse().unwrap();
    if limit > 100_000 {
        eprintln!("skipped: the queue of events is too long to be filled");
        return;
    }
    fs::create_dir(here.join("in")).unwrap();
    for name in ["a.toml", "in/b.toml"] {
        fs::write(here.join(name), text()).unwrap();
    }
    let watching = Watching::begin(&here, &["."]);
    watching.send("-STOP");
    // Each file causes at least two events: opened and closed.
    for _ in 0..=limit / 2 {
        fs::write(here.join("noise"), "").unwrap();
    }
    fs::write(here.join("a.toml"), titled("Unheard")).unwrap();
    fs::remove_dir_all(here.join("in")).unwrap();
    fs::create_dir(here.join("in")).unwrap();
    fs::write(here.join("in/b.toml"), titled("Unheard")).unwrap();
    watching.send("-CONT");
    watching.hears("a.toml: rendered in ");
    watching.hears("in/b.toml: rendered in ");
    fs::write(here.join("in/b.toml"), titled("Heard")).unwrap();
    watching.hears("in/b.toml: rendered in ");
}

#[test]
fn errors_of_the_project_are_reported_once_and_what_was_faulty_is_known_when_they_are_fixed() {
    let here = folder("watch-errors");
    // Written atomically: an empty project file would be valid.
    let write = |name: &str, text: &str| {
        fs::write(here.join(".new"), text).unwrap();
        fs::rename(here.join(".new"), here.join(name)).unwrap();
    };
    let broken = text() + "\nx = [";
    write("briefing.toml", "");
    write("a.toml", &broken);
    write("b.toml", &text());
    let watching = Watching::begin(&here, &[]);
    // Long enough to be sure that nothing is printed.
    let wait = || std::thread::sleep(Duration::from_millis(400));
    // A brief with errors is not reported again either.
    write("c.toml", &titled("c"));
    let heard = watching.hears("c.toml: rendered in ");
    assert!(heard.len() == 1, "{heard:?}");
    wait();
    write("briefing.toml", "[one]\n");
    let heard = watching.hears("error[");
    assert!(heard.len() == 1 && heard[0].contains("`one` is not a table"), "{heard:?}");
    write("d.toml", &titled("d"));
    wait();
    write("b.toml", &titled("b"));
    write("briefing.toml", "\n[one]\n[two]\n");
    let errors = |heard: &[String]| heard.iter().filter(|line| line.starts_with("error")).count();
    let heard = watching.hears("error[");
    assert_eq!(errors(&heard), 1);
    let heard = watching.hears("error[");
    assert!(heard.last().is_some_and(|line| line.contains("`two` is not a table")), "{heard:?}");
    write("a.toml", &text());
    wait();
    write("briefing.toml", "");
    let heard = watching.hears("briefing.toml: fixed");
    assert_eq!(errors(&heard), 0);
    watching.hears("a.toml: fixed; ");
    watching.hears("d.toml: rendered in ");
    // The project file itself is removed and created again.
    fs::remove_file(here.join("briefing.toml")).unwrap();
    let heard = watching.hears("briefing.toml: gone");
    assert!(errors(&heard) == 1 && heard[0].contains("no project found"), "{heard:?}");
    write("b.toml", &titled("Alone"));
    wait();
    write("briefing.toml", "");
    let heard = watching.hears("briefing.toml: back");
    assert_eq!(errors(&heard), 0);
    let heard = watching.hears("b.toml: rendered in ");
    assert_eq!(heard.len(), 1);
}

#[test]
fn a_recreated_brief_is_reported() {
    let here = folder("watch-gone");
    for name in ["a.toml", "b.toml"] {
        fs::write(here.join(name), text()).unwrap();
    }
    // Found in a folder, and named.
    for (arguments, name) in [(".", "a.toml"), ("a.toml", "a.toml")] {
        let watching = Watching::begin(&here, &[arguments]);
        let hears = |what: &str| {
            let heard = watching.hears(name);
            assert!(heard.len() == 1 && heard[0].starts_with(&format!("{name}: {what}")), "{heard:?}");
        };
        let path = here.join(name);
        fs::rename(&path, here.join("away")).unwrap();
        hears("gone");
        fs::rename(here.join("away"), &path).unwrap();
        hears("back; ");
        fs::remove_file(&path).unwrap();
        hears("gone");
        // Also when it is found by another scan.
        fs::write(here.join("c.toml"), titled("c")).unwrap();
        fs::write(&path, titled(arguments)).unwrap();
        let lines = watching.hears(name);
        assert!(lines.last().is_some_and(|line| line.starts_with(&format!("{name}: back; rendered in "))), "{lines:?}");
        fs::write(&path, text() + "\nx = [").unwrap();
        watching.hears(name);
        fs::remove_file(&path).unwrap();
        hears("gone");
        fs::write(&path, text()).unwrap();
        hears("back; rendered in ");
        fs::remove_file(here.join("c.toml")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_removed_current_folder_is_reported() {
    let here = folder("watch-here");
    fs::write(here.join("a.toml"), text()).unwrap();
    let watching = Watching::begin(&here, &["a.toml"]);
    fs::remove_dir_all(&here).unwrap();
    watching.hears("error: the current folder has been removed");
}

#[test]
fn a_project_is_watched_from_a_folder_in_it() {
    let here = folder("watch-inner");
    let inner = here.join("in/deep");
    fs::create_dir_all(&inner).unwrap();
    fs::write(here.join("briefing.toml"), "").unwrap();
    let watching = Watching::begin(&inner, &[]);
    fs::remove_file(here.join("briefing.toml")).unwrap();
    watching.hears("../../briefing.toml: gone");
    fs::write(here.join("briefing.toml"), "").unwrap();
    watching.hears("../../briefing.toml: back");
    // A project file in a nearer folder takes precedence.
    fs::write(here.join("in/briefing.toml"), "[one]\n").unwrap();
    watching.hears("error[bad-project]");
}
