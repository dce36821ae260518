use super::*;
use proptest::prelude::*;

fn formatted(text: &str) -> String {
    format(text).unwrap_or_else(|refused| panic!("{refused:?}: {text}"))
}

#[test]
fn the_layout_is_canonical_and_comments_stay() {
    let before = "\u{feff}#:schema x\r\n# Head\r\n\r\n\r\nschema=1\r\n# of sources\n\n[ sources . \"a\" ]   # beside\n\n\n\tpublisher   =  'P'  # who  \ndate=2024-05-13\n\n\n# last words\n[brief] \ntitle = \"T\"\n\n\n  # about the line\nbottom_line = \"\"\"One\n sentence. Two \\\n   more.   Three.\n\n\n Next.\n\"\"\"\nauthors=[ \"a\",\n 'b', ]\n# the end\n\n";
    let after = "#:schema x\n# Head\n\nschema = 1\n\n# last words\n[brief]\ntitle = \"T\"\n\n# about the line\nbottom_line = \"\"\"\nOne sentence.\nTwo more.\nThree.\n\nNext.\"\"\"\nauthors = [\"a\", 'b']\n\n# of sources\n\n[sources.a] # beside\npublisher = 'P' # who\ndate = 2024-05-13\n\n# the end\n";
    assert_eq!(formatted(before), after);
    assert_eq!(formatted(after), after);
}

#[test]
fn a_long_list_has_one_item_a_line_and_a_commented_one_stays() {
    let item = "a text that is about forty characters long";
    let long = format!("[parties.x]\ninterests = [\"{item}\", \"{item}\", \"{item}\"]\n");
    let laid = format!("[parties.x]\ninterests = [\n  \"{item}\",\n  \"{item}\",\n  \"{item}\",\n]\n");
    assert_eq!(formatted(&long), laid);
    assert_eq!(formatted(&laid), laid);
    let commented = "[parties.x]\ninterests = [\n    \"a\", # first\n  \"b\",\n]\n";
    assert_eq!(formatted(commented), commented);
    let record = "[parties.x]\nrepresentatives = [{name=\"A # B\",title=\"C\"}]\n";
    assert_eq!(formatted(record), "[parties.x]\nrepresentatives = [{ name = \"A # B\", title = \"C\" }]\n");
}

#[test]
fn odd_but_right_toml_keeps_its_meaning() {
    for text in [
        "",
        "# only words\n",
        "schema = 1",
        "brief.title = \"T\"\nbrief.as_of = 2024-05-14\n[parties]\nx = { name = \"X\", role = \"host\" }\n",
        "[outcome.points.a]\ntext = \"x\"\n[outcome]\nevent = \"E\"\n",
        "[positions.a.x]\nstance = \"demands\"\n[positions.b.x]\nstance = \"demands\"\n[positions.a.y]\nstance = \"offers\"\n",
        "[[developments]]\ndate = 2024-05-14\n[[developments]]\ndate = 2024-05-15\n",
        "[brief]\ntitle = '''\nIt's \"\"\" so. He said.'''\nbottom_line = \"\"\"He said \"no.\" Then \"\"yes\"\"\"\"\"\n",
        "[brief]\nbottom_line = \"\"\"\\\n  a\\nb. \\\"C\\\\\n d.\"\"\"\n",
        "[\"odd name\"]\n\"a b\" = 1\n'' = 2\n",
    ] {
        let once = formatted(text);
        assert_eq!(formatted(&once), once, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert_eq!(format("a = "), Err(Refused::Syntax));
    assert_eq!(format("a = 1\na = 2\n"), Err(Refused::Syntax));
}

/// Pieces of a brief in any order, with any white space and comments.
fn text() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec!["", "\n", "\n\n\n", "# words\n", "\n# words\n\n", "   # in\n\t\n"]);
    let table = prop::sample::select(vec![
        "[brief]",
        "[ parties . a ]",
        "[parties.b] # x",
        "[issues.i]",
        "[positions.i.a]",
        "[sources.s]",
        "[outcome]",
        "[outcome.points.p]",
        "[odd]",
        "[\"claims\".c]",
    ]);
    let field = prop::sample::select(vec![
        "title=\"T\"",
        "name = 'N'   # c",
        "text = \"\"\"\nOne. Two\n  three.\n\n\n Four\\\n five. \"\"\"",
        "as_of = 2024-05-14",
        "bottom_line = '''A. B.'''",
        "red_line=true",
        "interests = [ \"A. B\" ,'c' ]",
        "interests = [\n# c\n\"a\",\n]",
        "representatives = [ { name=\"A\" } , ]",
        "x.y.z = 1",
        "priority   =  3",
        "question = \"\"\"\n\n\"\"\"",
        "summary = \"\"\"He wrote \"so.\" And “thus.” Then U.S. Steel [@a]. End\"\"\"",
    ]);
    let part = (gap.clone(), table, prop::collection::vec((gap, field), 0..4));
    prop::collection::vec(part, 0..5).prop_map(|parts| {
        let mut text = String::from("schema = 1\n");
        for (gap, table, fields) in parts {
            text.push_str(gap);
            text.push_str(table);
            text.push('\n');
            for (gap, field) in fields {
                text.push_str(gap);
                text.push_str(field);
                text.push('\n');
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_is_formatting_once_and_no_comment_is_lost(text in text()) {
        match format(&text) {
            // Some names stand twice.
            Err(refused) => prop_assert_eq!(refused, Refused::Syntax),
            Ok(once) => {
                prop_assert_eq!(&format(&once), &Ok(once.clone()), "{}", text);
                let comments = |text: &str| text.matches("# ").count();
                prop_assert_eq!(comments(&once), comments(&text), "{}\n=>\n{}", text, once);
                // A text that is not prose may have blank lines of its own.
                let tidy = !once.contains("\n\n\n") && once.lines().all(|line| line.trim_end() == line);
                prop_assert!(tidy || text.contains("\"\"\""), "{}", once);
            }
        }
    }
}
