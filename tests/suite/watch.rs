//! `brief watch`: renders on save, however a program saves, and keeps the last good page.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::program::{brief, folder, root, run};

/// A running watch, and the lines that it says.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    here: PathBuf,
}

/// How long a line may take that must come.
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

    /// Waits for a line that begins so, and gives all lines up to it.
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
    let titled = |title: &str| text().replacen("title = \"", &format!("title = \"{title} "), 1);
    // In place.
    fs::write(here.join("a.toml"), titled("First")).unwrap();
    watching.hears("a.toml: rendered in ");
    assert!(watching.markdown("a.md").contains("First"));
    // Beside and renamed over, as editors do that keep a copy.
    fs::rename(here.join("a.toml"), here.join("a.toml~")).unwrap();
    fs::write(here.join(".a.toml.swp"), titled("Second")).unwrap();
    fs::rename(here.join(".a.toml.swp"), here.join("a.toml")).unwrap();
    watching.hears("a.toml: rendered in ");
    assert!(watching.markdown("a.md").contains("Second"));
    // Emptied, closed and written again.
    fs::write(here.join("a.toml"), "").unwrap();
    fs::write(here.join("a.toml"), titled("Third")).unwrap();
    let heard = watching.hears("a.toml: ");
    assert!(heard.len() == 1 && heard[0].contains("rendered"), "{heard:?}");
    assert!(watching.markdown("a.md").contains("Third"));
    // Broken and mended.
    let page = fs::read(here.join("a.pdf")).unwrap();
    fs::write(here.join("a.toml"), titled("Fourth") + "\nx = [").unwrap();
    let heard = watching.hears("a.toml: 1 error; the last good page stays");
    assert!(heard[0].starts_with("error[syntax-error]"), "{heard:?}");
    assert!(fs::read(here.join("a.pdf")).unwrap() == page);
    fs::write(here.join("a.toml"), titled("Fifth")).unwrap();
    watching.hears("a.toml: mended; rendered in ");
    // New briefs, many at once, one that goes, and one in a new folder.
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
    // What it has rendered is up to date for a batch.
    let (_, _, errors) = run(brief(["render", "."]).current_dir(&here));
    assert_eq!(errors.lines().last(), Some("6 briefs: 6 up to date"));
}

#[test]
fn shared_records_templates_styles_and_the_project_are_watched_too() {
    let here = crate::projects::project("shared-records", "watch-project");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    assert_eq!(run(brief(["template", "export", "one-page", "house"]).current_dir(&here)).0, 0);
    let change = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(here.join(path)).unwrap();
        assert!(text.contains(from), "{path}");
        fs::write(here.join(path), text.replacen(from, to, 1)).unwrap();
    };
    change("briefing.toml", "[render]", "[render]\ntemplate = \"house\"");
    let watching = Watching::begin(&here, &[]);
    let hears = |start: &str| watching.hears(&format!("briefs/north/good.toml: {start}"));
    change("shared/press.toml", "Ministry of Water", "Ministry of Dams");
    hears("rendered in ");
    assert!(watching.markdown("out/north/good.md").contains("Ministry of Dams"));
    change("house/template.md.hbs", "{{> head}}", "{{> head}}\n\nA line of the house.\n\n");
    hears("rendered in ");
    assert!(watching.markdown("out/north/good.md").contains("A line of the house."));
    change("house/template.md.hbs", "A line", "{{a line");
    hears("1 error; the last good page stays");
    change("house/template.md.hbs", "{{a line", "A line");
    hears("mended; ");
    change("shared/press.toml", "[sources.ministry]", "[sources.ministry");
    hears("1 error; the last good page stays");
    change("shared/press.toml", "[sources.ministry", "[sources.ministry]");
    hears("mended; ");
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
    let id = watching.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
    let left: Vec<_> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
    let (exit, _, errors) = run(&mut brief(["watch", "-"]));
    assert!(exit == 2 && errors.contains("standard input cannot be watched"), "{errors}");
}
