//! Measures: one brief from a cold start, a thousand briefs, a batch in which nothing or one brief changed, the growth
//! with the length of a document, and the time from a save to the new page. Compares with Typst on the same briefs, if
//! it is installed.
//!
//! `cargo bench --bench batch [-- PART…]`; the parts are `cold`, `batch`, `large`, `long` and `watch`. For the
//! comparison, set `BRIEFING_TYPST` to a Python with the package `typst`, and `BRIEFING_TYPST_SOURCE` to a document
//! that typesets the brief in its input `brief`. Only compare ratios within one run, never times of two runs.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_brief");

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|it| it == part);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-batch");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let typst = Typst::find();
    if is_wanted("cold") {
        cold(&folder, typst.as_ref());
    }
    if is_wanted("batch") {
        batch(&folder, typst.as_ref());
    }
    if is_wanted("large") {
        large(&folder);
    }
    if is_wanted("long") {
        long(&folder);
    }
    if is_wanted("watch") {
        watch(&folder);
    }
}

/// Runs Typst through its Python package.
struct Typst {
    python: String,
    source: String,
}

impl Typst {
    fn find() -> Option<Self> {
        let found = (|| {
            Some(Self {
                python: std::env::var("BRIEFING_TYPST").ok()?,
                source: std::env::var("BRIEFING_TYPST_SOURCE").ok()?,
            })
        })();
        if found.is_none() {
            println!("without Typst: see the head of benches/batch.rs");
        }
        found
    }

    /// The seconds for typesetting briefs on several threads, without the start of Python.
    fn time(&self, briefs: &[PathBuf], threads: usize) -> f64 {
        // The fastest way: one compiler for each thread, reused from brief to brief, without searching for system
        // fonts.
        let script = "import sys, threading, time\nstart = time.time()\nimport typst\n\
                      from concurrent.futures import ThreadPoolExecutor\n\
                      source, threads, briefs = sys.argv[1], int(sys.argv[2]), sys.stdin.read().split('\\n')\n\
                      fonts, own = typst.Fonts(include_system_fonts=False), threading.local()\n\
                      def one(brief):\n    \
                          if not hasattr(own, 'compiler'): own.compiler = typst.Compiler(source, root='/', font_paths=fonts)\n    \
                          own.compiler.compile(output=brief + '.typst.pdf', sys_inputs={'brief': brief})\n\
                      with ThreadPoolExecutor(threads) as pool: list(pool.map(one, briefs))\n\
                      print(time.time() - start)\n";
        let names: Vec<_> = briefs.iter().map(|path| path.to_string_lossy()).collect();
        let mut child = Command::new(&self.python)
            .args(["-c", script, &self.source, &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), names.join("\n").as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
    }
}

/// Runs the program. Returns the time, and the most memory that it used, in MiB.
fn run(folder: &Path, arguments: &[&str]) -> (Duration, f64) {
    let start = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0_f64;
    loop {
        if let Ok(text) = fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM:"))
        {
            let kib = line.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok());
            most = most.max(kib.unwrap_or(0.0) / 1024.0);
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.code().is_some_and(|code| code < 2), "{arguments:?}");
            return (start.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The least and the median time of several runs, without measuring memory.
fn timed(mut one: impl FnMut()) -> (Duration, Duration) {
    const RUNS: usize = 60;
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            one();
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[RUNS / 2])
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn donbas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs/donbas.toml")
}

fn cold(folder: &Path, typst: Option<&Typst>) {
    let donbas = donbas();
    let quiet = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).arg(&donbas).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().unwrap().success());
    };
    let (least, start) = timed(|| quiet("true", &[]));
    println!("a program that does nothing: least {}, median {}", shown(least), shown(start));
    let (least, median) = timed(|| quiet(PROGRAM, &["check"]));
    println!("cold, check: least {}, median {}", shown(least), shown(median));
    let (least, median) = timed(|| quiet(PROGRAM, &["render", "-o", "cold"]));
    println!("cold, check + Markdown + PDF: least {}, median {}", shown(least), shown(median));
    let (_, memory) = run(folder, &["render", "-o", "cold", &donbas.to_string_lossy()]);
    println!("cold, memory: {memory:.0} MiB");
    if let Some(typst) = typst {
        let copy = folder.join("donbas.toml");
        fs::copy(&donbas, &copy).unwrap();
        let mut times: Vec<f64> = (0..21).map(|_| typst.time(std::slice::from_ref(&copy), 1)).collect();
        times.sort_by(f64::total_cmp);
        let of = times[10] / median.as_secs_f64();
        println!(
            "Typst, first brief: least {:.1} ms, median {:.1} ms: {of:.1} times ours",
            times[0] * 1e3,
            times[10] * 1e3
        );
    }
}

/// Briefs that differ from donbas in their words, so that each has different line breaks and glyphs.
fn variants(folder: &Path, count: usize) -> Vec<PathBuf> {
    const WORDS: [&str; 24] = [
        "talks",
        "deal",
        "terms",
        "lines",
        "envoys",
        "border",
        "peace",
        "pledge",
        "treaty",
        "forces",
        "troops",
        "truce",
        "summit",
        "leaders",
        "security",
        "delegates",
        "ministers",
        "territory",
        "session",
        "draft",
        "clause",
        "review",
        "mandate",
        "working",
    ];
    fs::create_dir_all(folder).unwrap();
    let text = fs::read_to_string(donbas()).unwrap();
    let prose = ["title = \"", "bottom_line = \"", "text = \"", "question = \"", "summary = \"", "background = \""];
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    (0..count)
        .map(|number| {
            let mut out = String::with_capacity(text.len());
            for line in text.lines() {
                if prose.iter().any(|start| line.starts_with(start)) {
                    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
                    for _ in 0..words.len() / 6 {
                        let at = 2 + next(words.len().max(3) - 2);
                        if words.get(at).is_some_and(|it| it.len() > 2 && it.bytes().all(|b| b.is_ascii_lowercase())) {
                            words[at] = WORDS[next(WORDS.len())].to_owned();
                        }
                    }
                    out.push_str(&words.join(" "));
                } else {
                    out.push_str(line);
                }
                out.push('\n');
            }
            let path = folder.join(format!("brief-{number:05}.toml"));
            fs::write(&path, out.replacen("title = \"", &format!("title = \"{number}: "), 1)).unwrap();
            path
        })
        .collect()
}

fn batch(folder: &Path, typst: Option<&Typst>) {
    let briefs = variants(&folder.join("b"), 1000);
    let mut all = Duration::MAX;
    for _ in 0..3 {
        let (time, memory) = run(folder, &["render", "b", "-o", "out", "--force"]);
        println!("1,000 briefs: {}, {memory:.0} MiB", shown(time));
        all = all.min(time);
    }
    let (time, _) = run(folder, &["render", "b", "-o", "out", "--force", "-j", "1"]);
    println!("1,000 briefs on one thread: {}", shown(time));
    for _ in 0..3 {
        let (time, memory) = run(folder, &["render", "b", "-o", "out"]);
        println!("1,000 briefs, nothing changed: {}, {memory:.0} MiB", shown(time));
    }
    let changed = &briefs[500];
    let text = fs::read_to_string(changed).unwrap();
    fs::write(changed, text.replacen("title = \"", "title = \"New: ", 1)).unwrap();
    let (time, _) = run(folder, &["render", "b", "-o", "out"]);
    println!("1,000 briefs, one changed: {}", shown(time));
    if let Some(typst) = typst {
        let time = typst.time(&briefs, 2);
        println!("Typst, 1,000 briefs on two threads: {time:.1} s: {:.1} times ours", time / all.as_secs_f64());
    }
}

fn large(folder: &Path) {
    variants(&folder.join("l"), 10_000);
    let names: Vec<_> = fs::read_dir(folder.join("l")).unwrap().map(|entry| entry.unwrap().path()).collect();
    fs::create_dir_all(folder.join("s")).unwrap();
    let mut sorted = names;
    sorted.sort();
    for path in &sorted[..1000] {
        fs::copy(path, folder.join("s").join(path.file_name().unwrap())).unwrap();
    }
    let (small, _) = run(folder, &["render", "s", "-o", "s-out", "--force"]);
    let (time, memory) = run(folder, &["render", "l", "-o", "l-out", "--force"]);
    let ratio = time.as_secs_f64() / small.as_secs_f64();
    println!("10,000 briefs: {}, {memory:.0} MiB: {ratio:.2} times 1,000 ({})", shown(time), shown(small));
    let (time, memory) = run(folder, &["render", "l", "-o", "l-out"]);
    println!("10,000 briefs, nothing changed: {}, {memory:.0} MiB", shown(time));
}

fn long(folder: &Path) {
    let mut first = None;
    for developments in [800, 2_400, 8_000] {
        let mut text = fs::read_to_string(donbas()).unwrap();
        for at in 0..developments {
            text.push_str(&format!(
                "\n[developments.d{at}]\ndate = 2025-{:02}-{:02}\ntext = \"On this day the envoys of both sides met again for the {at}th time, spoke of the lines and of the guarantees, and agreed to go on; nobody expected more of the session than that, and the mediators said so [@kommersant].\"\naffects = [\"donbas\"]\nsources = [\"kommersant\"]\n",
                1 + at % 11,
                1 + at % 28,
            ));
        }
        fs::write(folder.join("long.toml"), text).unwrap();
        let (time, memory) = run(folder, &["render", "long.toml", "--template", "full"]);
        let pdf = fs::read(folder.join("long.pdf")).unwrap();
        let said = Command::new(PROGRAM)
            .args(["render", "long.toml", "--template", "full", "-v"])
            .current_dir(folder)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        let pages =
            said.split(" pages").next().and_then(|it| it.rsplit('(').next()?.parse::<f64>().ok()).unwrap_or(1.0);
        let each = time.as_secs_f64() * 1e3 / pages;
        let (time_0, memory_0) = *first.get_or_insert((each, memory / pages));
        println!(
            "{pages} pages: {}, {memory:.0} MiB, {:.1} MB: {each:.2} ms and {:.3} MiB a page ({:.2} and {:.2} of the first)",
            shown(time),
            pdf.len() as f64 / 1e6,
            memory / pages,
            each / time_0,
            memory / pages / memory_0,
        );
    }
}

fn watch(folder: &Path) {
    let here = folder.join("w");
    fs::create_dir_all(&here).unwrap();
    let text = fs::read_to_string(donbas()).unwrap();
    fs::write(here.join("a.toml"), &text).unwrap();
    let mut child =
        Command::new(PROGRAM).args(["watch", "."]).current_dir(&here).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while !lines.next().unwrap().unwrap().starts_with("watching") {}
    let pdf = here.join("a.pdf");
    let mut times: Vec<f64> = (0..60)
        .map(|turn| {
            let before = fs::read(&pdf).unwrap();
            let new = text.replacen("title = \"", &format!("title = \"{turn}: "), 1);
            std::thread::sleep(Duration::from_millis(50));
            let start = Instant::now();
            fs::write(here.join("a.toml"), new).unwrap();
            while fs::read(&pdf).is_ok_and(|now| now == before) {
                std::thread::sleep(Duration::from_micros(200));
            }
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    times.sort_by(f64::total_cmp);
    println!(
        "from a save to the new PDF: least {:.1} ms, median {:.1} ms, worst {:.1} ms",
        times[0], times[30], times[59]
    );
}
