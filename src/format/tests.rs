use super::*;
use proptest::prelude::*;

use crate::record::prose::read_as;
use crate::schema::Type;

fn formatted(text: &str) -> String {
    format(text).unwrap_or_else(|error| panic!("{error:?}: {text}"))
}

#[test]
fn the_layout_is_canonical_and_comments_stay() {
    let before = "#:schema x\n# Head\n\n\n\nschema=1\n# of sources\n\n[ sources . \"a\" ]   # beside\n\n\n\tpublisher   =  'P'  # who  \ndate=2024-05-13\n\n\n# last words\n[brief] \ntitle = \"T\"\n\n\n  # about the line\nbottom_line = \"\"\"One\n sentence. Two \\\n   more.   Three.\n\n\n Next.\n\"\"\"\nauthors=[ \"a\",\n 'b', ]\n# the end\n\n";
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
    for record in ["[{name=\"A # B\",title=\"C\"}]", "[\n{name=\"A # B\",title=\"C\"}\n]"] {
        let record = format!("[parties.x]\nrepresentatives = {record}\n");
        assert_eq!(formatted(&record), "[parties.x]\nrepresentatives = [{ name = \"A # B\", title = \"C\" }]\n");
    }
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
        "[claims.b]\ntext = \"B\"\n[claims]\na.text = \"A\"\nd = { text = \"D\" }\n[claims.c]\ntext = \"C\"\n",
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
fn tables_in_dotted_names_are_laid_out_once_and_for_all() {
    let before = "schema = 1\nparties.b.name = \"B\"\nparties.sources.name = \"S\"\nparties.brief.name = \"A\"\n[issues.i]\ntitle = \"I\"\n[parties.a]\nname = \"A\"\n[brief]\ntitle = \"t\"\n[outcome]\npoints.x.text = 'x'\n[outcome.points.y]\ntext = 'y'\n";
    let after = "schema = 1\nparties.b.name = \"B\"\nparties.sources.name = \"S\"\nparties.brief.name = \"A\"\n\n[brief]\ntitle = \"t\"\n\n[parties.a]\nname = \"A\"\n\n[issues.i]\ntitle = \"I\"\n\n[outcome]\npoints.x.text = 'x'\n\n[outcome.points.y]\ntext = 'y'\n";
    assert_eq!(formatted(before), after);
    assert_eq!(formatted(after), after);
}

#[test]
fn a_comment_beside_a_list_does_not_break_it() {
    let blanks = " ".repeat(100);
    let text = format!("[parties.x]\ninterests = [\"a\", \"b\"]{blanks}# both\n");
    assert_eq!(formatted(&text), "[parties.x]\ninterests = [\"a\", \"b\"] # both\n");
}

#[test]
fn a_line_that_begins_as_a_block_keeps_its_place() {
    let text = "[brief]\nbottom_line = \"\"\"\nThey agreed\non:\n1. a ceasefire\n   of weeks. Or more.\n- an exchange\n# Next\n\nIn 2024. 1. May. - So. Yes.\"\"\"\n";
    let after = "[brief]\nbottom_line = \"\"\"\nThey agreed on:\n1. a ceasefire of weeks.\nOr more.\n- an exchange\n# Next\n\nIn 2024. 1. May. - So.\nYes.\"\"\"\n";
    assert_eq!(formatted(text), after);
    assert_eq!(formatted(after), after);
}

#[test]
fn line_endings_and_the_byte_order_mark_stay_unless_others_are_asked_for() {
    let text = "\u{feff}[brief]\r\ntitle=\"T\"\r\nbottom_line = \"\"\"\r\nOne. Two.\"\"\"\r\n";
    let after = "\u{feff}[brief]\r\ntitle = \"T\"\r\nbottom_line = \"\"\"\r\nOne.\r\nTwo.\"\"\"\r\n";
    assert_eq!(formatted(text), after);
    assert_eq!(formatted(after), after);
    assert_eq!(format_with(text, LineEndings::Unix), Ok(after.replace('\r', "")));
    assert_eq!(format_with(&after.replace('\r', ""), LineEndings::Windows).as_deref(), Ok(after));
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert_eq!(format("a = "), Err(FormatError::Syntax));
    assert_eq!(format("a = 1\na = 2\n"), Err(FormatError::Syntax));
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
        "[[odd.list]]",
        "[outcome.points.q.r]",
        "[positions.i.b]",
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
        "bottom_line = \"\"\"\nOn:\n- a. B\n 2) c. - D\n\\t- e\"\"\"",
        "priority   =  3",
        "question = \"\"\"\n\n\"\"\"",
        "summary = \"\"\"He wrote \"so.\" And “thus.” Then U.S. Steel [@a]. End\"\"\"",
    ]);
    let part = (gap.clone(), table, prop::collection::vec((gap.clone(), field), 0..4));
    let dotted = prop::sample::select(vec![
        "parties.a.name = 'A'",
        "parties.brief.name = 'A'  # c",
        "parties.b.interests = ['a',  'b']        # c",
        "brief.title = 'T'",
        "outcome.points.q.text = 'x'",
        "positions.i.b.stance = 'demands'",
        "odd.even = 1",
    ]);
    let dotted = prop::collection::vec((gap, dotted), 0..4);
    (dotted, prop::collection::vec(part, 0..5)).prop_map(|(dotted, parts)| {
        let mut text = String::from("schema = 1\n");
        for (gap, field) in dotted {
            text.push_str(gap);
            text.push_str(field);
            text.push('\n');
        }
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
            // Some names occur twice.
            Err(error) => prop_assert_eq!(error, FormatError::Syntax),
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

/// Lines of prose as people and their mistakes make them.
fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "- one",
        "- 5 gates. They leak.",
        "- It goes on:",
        "One",
        "Two things:",
        "Two. Three",
        "more. And",
        "- 6",
        "  - a",
        "  more",
        "",
        "5",
    ]);
    prop::collection::vec(line, 1..9).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_formatted_text_is_read_as_the_same_prose(text in lines()) {
        let brief = format!("[brief]\nbackground = \"\"\"\n{text}\"\"\"\n");
        let once = format(&brief).unwrap();
        let inner = |brief: &str| brief.split("\"\"\"").nth(1).map(str::to_owned).unwrap_or_default();
        prop_assert_eq!(read_as(&inner(&once), &Type::Passage).prose, read_as(&text, &Type::Passage).prose, "{}", once);
    }
}

#[test]
fn a_comment_above_a_blank_line_does_not_move_to_the_top_or_away_from_it() {
    for (before, after) in [
        (
            "brief.title = 1\n# brief: allow a\n\n# of it\nschema = 1\n",
            "# of it\nschema = 1\nbrief.title = 1\n\n# brief: allow a\n",
        ),
        ("# brief: allow a\n\nbrief.title = 1\nschema = 1\n", "# brief: allow a\n\nschema = 1\nbrief.title = 1\n"),
        ("# A\n\n# B\nuse = []\nschema = 1\n", "# A\n\nschema = 1\n# B\nuse = []\n"),
        (
            "# A\n\n[sources.a]\nx = 1\n# brief: allow a\n\n[brief]\ntitle = 1\n\n[issues.a]\n",
            "# A\n\n[brief]\ntitle = 1\n\n# brief: allow a\n\n[issues.a]\n\n[sources.a]\nx = 1\n",
        ),
        ("[sources.a]\nx = 1\n\n# Mine\n\n[brief]\na = 1", "[brief]\na = 1\n\n[sources.a]\nx = 1\n\n# Mine\n"),
        ("[brief]\n# brief: allow a\n\na = 1\n", "[brief]\n# brief: allow a\n\na = 1\n"),
    ] {
        assert_eq!(formatted(before), after, "{before}");
        assert_eq!(formatted(after), after);
        assert_eq!(formatted(&before.replace('\n', "\r\n")), after.replace('\n', "\r\n"));
    }
}

#[test]
fn records_with_a_header_stay_before_those_in_dotted_names() {
    let text = "[outcome.points.q.r]\n\n[outcome]\npoints.p.text = 'x'\n";
    assert_eq!(formatted(text), text);
}
