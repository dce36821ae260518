//! Dates that are known only in part, from the file to the page.

use std::fs;

use crate::program::{brief, folder, root, run};

/// The example of the reference, with some dates that are partly known.
fn text() -> String {
    let example = fs::read_to_string(root().join("src/schema/example.toml")).unwrap();
    let example = example.replace("date = 2024-05-12", "date = \"2024-05-11/2024-05-12\"");
    example.replace("date = 2024-05-13", "date = \"2024-05\"")
        + "\n[developments.late]\ndate = \"2024-05\"\ntext = \"It rained [@ministry].\"\n\
           \n[developments.early]\ndate = \"2023\"\ncirca = true\ntext = \"It snowed [@ministry].\"\n\
           \n[next_steps.meeting]\ndate = \"2024-06\"\ntext = \"They meet.\"\n"
}

#[test]
fn what_is_nearly_a_date_gets_the_same_help_in_a_file_and_in_a_command() {
    let here = folder("nearly-dates");
    let example = fs::read_to_string(root().join("src/schema/example.toml")).unwrap();
    let said = |arguments: &[&str]| {
        let (exit, _, errors) = run(brief(arguments).current_dir(&here));
        assert_eq!(exit, 1, "{errors}");
        errors
    };
    for (written, help) in [
        ("2026-13-01", "there is no month 13: did you mean 2026-01-13?"),
        ("2026-11-31", "November has 30 days"),
        ("28/11/2026", "write 2026-11-28"),
        ("28.11.2026", "write 2026-11-28"),
        ("1/2/2027", "write 2027-02-01 or 2027-01-02, whichever is meant"),
        ("12 December 2026", "write 2026-12-12"),
        ("2026-11-28T10:00", "write 2026-11-28, without the time"),
    ] {
        let help = format!("help: {help}\n");
        for field in ["brief.as_of", "sources.ministry.date"] {
            fs::write(here.join("a.toml"), &example).unwrap();
            let errors = said(&["set", "a.toml", field, written]);
            assert!(errors.contains(&help), "{field} {written}: {errors}");
            let line = |text: &str| text.find(if field == "brief.as_of" { "as_of = " } else { "date = 2024-05-13" });
            let at = line(&example).unwrap_or_else(|| panic!("{field}"));
            let end = at + example[at..].find('\n').unwrap();
            let name = &example[at..at + example[at..].find(' ').unwrap()];
            for value in [written.to_owned(), format!("\"{written}\"")] {
                let text = format!("{}{name} = {value}{}", &example[..at], &example[end..]);
                fs::write(here.join("a.toml"), text).unwrap();
                let errors = said(&["check", "a.toml"]);
                assert!(errors.contains(&help), "{field} {value}: {errors}");
            }
        }
    }
    let errors = run(brief(["new", "--as-of", "28.11.2026", "b.toml"]).current_dir(&here)).2;
    assert!(errors.contains("write 2026-11-28"), "{errors}");
}

#[test]
fn a_date_known_in_part_is_printed_so() {
    let here = folder("partial-dates");
    fs::write(here.join("b.toml"), text()).unwrap();
    let (exit, out, errors) = run(brief(["check", "b.toml", "--format", "short"]).current_dir(&here));
    assert!(exit == 0 && !format!("{out}{errors}").contains("date"), "{out}{errors}");
    let (exit, _, errors) = run(brief(["render", "b.toml", "--template", "full"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let page = fs::read_to_string(here.join("b.md")).unwrap().replace('\u{a0}', " ");
    let places = ["11–12 May 2024: ", "about 2023", "May 2024"].map(|date| page.contains(date));
    assert_eq!(places, [true; 3], "{page}");
    assert!(page.find("It snowed").unwrap() < page.find("It rained").unwrap(), "{page}");
    assert!(page.contains("June 2024"), "{page}");

    // Formatting keeps them.
    assert_eq!(run(brief(["fmt", "b.toml"]).current_dir(&here)).0, 0);
    let laid = fs::read_to_string(here.join("b.toml")).unwrap();
    assert!(laid.contains("date = \"2024-05-11/2024-05-12\"") && laid.contains("circa = true"), "{laid}");

    // They can be set, added and compared.
    fs::copy(here.join("b.toml"), here.join("old.toml")).unwrap();
    let set = ["set", "b.toml", "developments.late.date", "2024-04/2024-05"];
    assert_eq!(run(brief(set).current_dir(&here)).0, 0);
    assert!(fs::read_to_string(here.join("b.toml")).unwrap().contains("date = \"2024-04/2024-05\""));
    let (_, out, errors) = run(brief(["diff", "old.toml", "b.toml"]).current_dir(&here));
    assert!(out.replace('\u{a0}', " ").contains("May 2024 → Apr 2024 – May 2024"), "{out}{errors}");
}

#[test]
fn what_is_no_date_is_reported_with_what_to_write() {
    let here = folder("bad-dates");
    for (written, code, message) in [
        ("\"2024-13\"", "bad-value", "names a month that does not exist"),
        ("\"2024-05-40\"", "bad-value", "names a day that does not exist"),
        ("\"2024-05-14/2024-05-12\"", "bad-value", "does not end after it starts"),
        ("\"May 2024\"", "bad-value", "write \"2024-05\""),
        ("\"2023~\"", "bad-value", "circa = true"),
        ("\"2024-05-12\"", "wrong-type", "write the date without quotation marks: 2024-05-12"),
        ("2024", "wrong-type", "write the year in quotation marks: \"2024\""),
        ("2024-05", "syntax-error", "in quotation marks: \"2024-05\""),
        ("0024-05-12", "distant-date", "check the year"),
    ] {
        let text = text().replacen("date = \"2023\"", &format!("date = {written}"), 1);
        fs::write(here.join("b.toml"), text).unwrap();
        let (_, out, errors) = run(brief(["check", "b.toml"]).current_dir(&here));
        let said = format!("{out}{errors}");
        assert!(said.contains(code) && said.contains(message), "{written}: {said}");
    }
}
