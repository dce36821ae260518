use super::{super::tests::finds, RULE};
use crate::check::example;
use crate::diagnostic::Severity;

fn head(line: &str, more: &str) -> String {
    format!(
        "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n{more}\n"
    )
}

fn claim(id: &str, mark: &str) -> String {
    format!("[claims.{id}]\ntext = \"The dam holds *sixty* km³ at the end.\"\n{mark}\n")
}

#[test]
fn the_first_text_that_its_readers_may_see_is_reported() {
    let above = claim("a", "handling = \"TLP:RED\"");
    finds(&RULE, 1, &(head("The dam HOLDS sixty.", "") + &above));
    // The claim, and the bottom line, which is seen by nobody else.
    finds(&RULE, 1, &(head("The talks go on.", "") + &above + &claim("b", "")));
    finds(&RULE, 1, &(head("The dam holds sixty.", "") + &above + &claim("b", "handling = \"TLP:RED\"")));
    finds(&RULE, 0, &(head("The dam holds sixty.", "marks = { bottom_line = \"TLP:RED\" }") + &above));
    finds(&RULE, 0, &(head("The dam is at the end.", "") + &above));
    finds(&RULE, 0, &(head("The dam holds sixty.", "") + &claim("a", "")));
}

#[test]
fn items_of_lists_and_titles_are_texts_and_a_name_of_one_word_is_found() {
    let above = claim("a", "handling = \"TLP:RED\"");
    let option = |title: &str, con: &str| format!("[options.o]\ntitle = \"{title}\"\ncons = [\"So.\", \"{con}\"]\n");
    finds(&RULE, 1, &(head("B.", "") + &above + &option("Wait", "The dam holds sixty.")));
    finds(&RULE, 1, &(head("B.", "") + &above + &option("A dam holds sixty", "No.")));
    let party =
        |name: &str| format!("[parties.z]\nname = \"{name}\"\nrole = \"facilitator\"\nhandling = \"TLP:RED\"\n");
    finds(&RULE, 1, &(head("B.", "") + &party("Zebrania") + &option("Wait", "Its men: ZEBRANIA has part.")));
    finds(&RULE, 0, &(head("B.", "") + &party("Zebrania") + &option("Wait", "Zebranians have part.")));
    finds(&RULE, 0, &(head("B.", "") + &party("MI6") + &option("Wait", "MI6 has part.")));
}

#[test]
fn who_is_to_act_to_verify_or_to_approve_is_a_name_unless_it_is_an_id() {
    let red = "handling = \"TLP:RED\"";
    for above in [
        format!("[next_steps.z]\ntext = \"T.\"\nowner = \"Zebra Desk\"\n{red}\n"),
        format!(
            "[commitments.z]\nby = \"upstream\"\ntext = \"T.\"\nverifier = \"Zebra Desk\"\nsources = [\"ministry\"]\n{red}\n"
        ),
        format!("[recommendations.z]\ntext = \"T.\"\nopposed_by = [\"Office\", \"Zebra Desk\"]\n{red}\n"),
        format!("[recommendations.z]\ntext = \"T.\"\nrecommended_by = [\"Zebra Desk\"]\n{red}\n"),
        format!(
            "[parties.z]\nname = \"Bloc of all\"\nrole = \"facilitator\"\nmembers = [\"downstream\", \"Zebra Desk\"]\n{red}\n"
        ),
    ] {
        finds(&RULE, 1, &(head("The zebra desk has it.", "") + &above));
        finds(&RULE, 0, &(head("The zebra has it, downstream.", "") + &above));
    }
}

#[test]
fn a_name_that_a_higher_text_has_is_known() {
    let party = "[parties.z]\nname = \"Kingdom of Zebrania\"\nrole = \"facilitator\"\n";
    let claim = "[claims.z]\ntext = \"The Kingdom of Zebrania pays.\"\nhandling = \"TLP:RED\"\n";
    finds(&RULE, 0, &(head("The Kingdom of Zebrania speaks.", "") + party + claim));
}

#[test]
fn a_large_number_is_found_however_it_is_written_unless_a_source_has_it() {
    let above = |text: &str| format!("[claims.z]\ntext = \"{text}\"\nhandling = \"TLP:RED\"\n");
    let known = "[claims.k]\ntext = \"They catch 85\u{a0}000.\"\n";
    for (line, higher, more, count) in [
        ("We can live with 85,000.", "Settle at 85 000 tons.", "", 1),
        ("We can live with 85,000 [@ministry].", "Settle at 85 000 tons.", "", 0),
        ("They say no [@ministry]. We can live with 85,000.", "Settle at 85 000 tons.", "", 1),
        ("We can live with 85,000.", "Settle at 85,001 tons.", "", 0),
        ("We can live with 85'000.", "Settle at 85 000 tons.", "", 1),
        ("We can live with 2500.", "Settle at 2,500 tons.", "", 1),
        ("We can live with 85,000 \\\\[@ministry].", "Settle at 85 000 tons.", "", 1),
        (
            "We can live with 85,000 [@z].",
            "Settle at 85 000 tons.",
            "[sources.z]\npublisher = \"P\"\ndate = 2024-05-01\nhandling = \"TLP:RED\"\n",
            1,
        ),
        ("We can live with 850.", "Settle at 850 tons.", "", 0),
        ("We can live with 2024.", "Settle in 2024.", "", 0),
        ("We can live with 85,000.", "Settle at 85 000 tons.", &format!("{known}sources = [\"ministry\"]\n"), 0),
        ("We can live with 85,000.", "Settle at 85 000 tons.", known, 1),
    ] {
        finds(&RULE, count, &(head(line, "") + &above(higher) + more));
    }
}

#[test]
fn three_words_are_a_note_and_four_long_ones_that_are_above_the_text_a_warning() {
    let severity = |claims: &str| {
        let found = example::diagnostics(&example::brief(&(head("B.", "") + claims)));
        found.iter().find(|it| it.code == RULE.code).unwrap().severity
    };
    let claim = |id: &str, text: &str, mark: &str| format!("[claims.{id}]\ntext = \"{text}\"\nhandling = \"{mark}\"\n");
    let above = claim("z", "Sixty hovercraft waiting nowhere.", "TLP:RED");
    assert_eq!(severity(&(claim("a", "Say sixty hovercraft waiting.", "TLP:GREEN") + &above)), Severity::Note);
    assert_eq!(severity(&(claim("a", "Sixty hovercraft waiting nowhere.", "TLP:GREEN") + &above)), Severity::Warning);
    // Its own words are not above it, though they are above others.
    let middle = claim("a", "Say sixty hovercraft waiting quietly somewhere.", "TLP:AMBER");
    assert_eq!(severity(&(middle + &above)), Severity::Note);
}

#[test]
fn who_signs_the_brief_is_known_to_its_readers() {
    let source = "[sources.z]\npublisher = \"Zebra Desk\"\ndate = 2024-05-01\nhandling = \"TLP:RED\"\n";
    finds(&RULE, 0, &(head("B.", "from = \"Zebra Desk, northern team\"") + source));
    finds(&RULE, 1, &(head("B.", "to = \"Zebra Desk, northern team\"") + source));
    let person = "[people.z]\nname = \"Amina Zebra\"\nhandling = \"TLP:RED\"\n";
    finds(&RULE, 1, &(head("B.", "from = \"The desk, with thanks to Amina Zebra\"") + person));
}

#[test]
fn what_goes_with_a_withheld_party_is_as_high() {
    let party = "[parties.z]\nname = \"Zebrania\"\nrole = \"facilitator\"\nhandling = \"TLP:RED\"\n";
    let claim = "[claims.z]\ntext = \"Zebrania pays forty hovercraft.\"\nsaid_by = \"z\"\n";
    finds(&RULE, 0, &(head("B.", "") + party + claim));
    finds(&RULE, 1, &(head("It pays forty hovercraft.", "") + party + claim));
}

#[test]
fn the_mark_that_is_named_is_one_that_the_lower_text_is_not_cleared_for() {
    let party = "[parties.z]\nname = \"Zebrania\"\nrole = \"facilitator\"\nhandling = \"TLP:RED\"\n";
    let above = claim("a", "said_by = \"z\"\nhandling = \"own-side\"");
    let brief = head("B.", "") + party + &above + &claim("b", "handling = \"TLP:RED\"");
    let diagnostics = example::diagnostics(&example::brief(&brief));
    let found = diagnostics.iter().find(|it| it.code == RULE.code).unwrap();
    assert!(found.message.ends_with("from `claims.a`, which is own-side"), "{}", found.message);
}

#[test]
fn texts_with_words_of_one_record_are_one_warning_and_each_is_suppressed_alone() {
    let above =
        "[claims.a]\ntext = \"Sixty hovercraft wait, and every northern gate is shut.\"\nhandling = \"TLP:RED\"\n";
    let lower = |suppression: &str| {
        let claims = [("b", "", "It says sixty hovercraft wait."), ("c", suppression, "Every northern gate was open.")];
        let claims = claims.map(|(id, comment, text)| format!("[claims.{id}]\n{comment}text = \"{text}\"\n"));
        example::brief(&(head("B.", "") + above + &claims.concat()))
    };
    let found = |text: &str| {
        let mut found = example::diagnostics(text);
        found.retain(|it| it.code == RULE.code);
        found
    };
    let both = found(&lower(""));
    assert!(both.len() == 1 && both[0].same == 1 && both[0].message.contains("sixty hovercraft"), "{both:#?}");
    assert!(both[0].related[0].text.contains("`claims.c.text` repeats \"every northern gate\""), "{both:#?}");
    let one = found(&lower("# brief: allow repeated-above -- everybody can see them\n"));
    assert!(one.len() == 1 && one[0].same == 0 && one[0].message.contains("sixty hovercraft"), "{one:#?}");
}

#[test]
fn many_texts_take_linear_time() {
    let brief = |count: usize| {
        let claims: String = (0..count)
            .map(|at| {
                format!("[claims.c{at}]\ntext = \"The dam holds {at} km³ at the end.\"\nhandling = \"TLP:RED\"\n")
            })
            .collect();
        head("The dam holds 7 km³.", "") + &claims
    };
    let check = |count| _ = crate::check::example::diagnostics(&crate::check::example::brief(&brief(count)));
    assert!(crate::growth::is_linear(500, check));
    let numbered = |count: usize| {
        let step = |at: usize| format!("[next_steps.s{at}]\ntext = \"Pay 85,000.\"\n");
        let claim = |at: usize| {
            format!("[claims.c{at}]\ntext = \"Pay 85,000.\"\nsources = [\"ministry\"]\nhandling = \"TLP:RED\"\n")
        };
        head("B.", "") + &(0..count).map(|at| step(at) + &claim(at)).collect::<String>()
    };
    let check = |count| _ = crate::check::example::diagnostics(&crate::check::example::brief(&numbered(count)));
    assert!(crate::growth::is_linear(500, check));
}
