//! What the built-in pages say beside a statement, so that nobody takes it for more than it is.

use super::*;

const HEAD: &str = "schema = 1\n[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
const TWO: &str = "[parties.a]\nname = \"A\"\nrole = \"principal\"\n[parties.b]\nname = \"B\"\nrole = \"principal\"\n\
                   [issues.x]\ntitle = \"X\"\nstatus = \"contested\"\nquestion = \"Whose?\"\n";

/// A brief has at least one position.
const NEEDED: &str = "[positions.x.a]\nstance = \"undeclared\"\ntext = \"T.\"\n";

/// A brief with a `[brief]` table, two parties and an issue, printed with a built-in template.
fn page(template: &str, in_head: &str, rest: &str) -> String {
    let needed = if rest.contains("[positions.") { "" } else { NEEDED };
    page_of(template, &format!("{HEAD}{in_head}{TWO}{needed}{rest}"))
}

/// A brief printed with a built-in template.
fn page_of(template: &str, brief: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.toml", brief);
    let (document, _) = crate::parse::parse(&sources, file);
    let (brief, diagnostics) = crate::check::check(&document, &sources);
    let brief = brief.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let template = load(template, &Memory::default(), &mut sources).unwrap();
    render(&template.files, &brief, None, TemplateOptions::default(), &sources).unwrap().0.unwrap().markdown
}

#[test]
fn a_conditional_position_has_its_conditions() {
    let position =
        "[positions.x.a]\nstance = \"conditional\"\ntext = \"Opens it.\"\nconditions = [\"Posts.\", \"Money.\"]\n";
    for template in ["one-page", "meeting", "decision", "matrix"] {
        let page = page(template, "", position);
        assert!(page.contains("◆ **Conditional**<br>Opens it. *Conditions*: Posts. Money. |"), "{template}: {page}");
    }
    // Words that are not a sentence get a stop.
    let source = "[sources.s]\npublisher = \"P\"\ndate = 2024-05-13\n";
    let bare = position.replace("Posts.", "Posts").replace("Money.", "*Money* [@s]") + source;
    let bare = page("matrix", "", &bare);
    assert!(bare.contains("Posts. *Money*.[^s] |"), "{bare}");
    let one = page("matrix", "", &position.replace(", \"Money.\"", ""));
    assert!(one.contains("*Condition*: Posts. |"), "{one}");
}

const OPTION: &str = "[options.o]\ntitle = \"Go\"\ntext = \"Leave.\"\nissue = \"x\"\nstatus = \"rejected\"\n";

#[test]
fn a_signature_stands_below_those_who_have_not_cleared() {
    let clearances = "[clearances.c]\noffice = \"Legal\"\nresult = \"objected\"\n[clearances.d]\noffice = \"Press\"\n\
                      [clearances.e]\noffice = \"Desk\"\nresult = \"cleared\"\n";
    let said = page("decision", "", &format!("[recommendations.r]\ntext = \"Stay.\"\n{clearances}"));
    assert!(said.contains("**Not cleared by**: Legal (objected), Press (pending)\n\nSignature"), "{said}");
    let none = page("decision", "", "[recommendations.r]\ntext = \"Stay.\"\n");
    assert!(none.contains("Signature") && !none.contains("Not cleared"), "{none}");
    // Each office once.
    assert!(said.contains("## Clearances\n\n**Desk**: cleared\n"), "{said}");
    assert!(["Legal", "Press", "Desk"].iter().all(|office| said.matches(office).count() == 1), "{said}");
    let unsigned = page("decision", "", clearances);
    assert!(["Legal", "Press", "Desk"].iter().all(|office| unsigned.matches(office).count() == 1), "{unsigned}");
}

#[test]
fn a_decision_page_says_its_question_once_with_the_proposals_on_the_table() {
    let rest = format!(
        "options = [\"A bridge.\"]\n{OPTION}[issues.y]\ntitle = \"Y\"\nstatus = \"contested\"\nquestion = \"Whence?\"\n\
         [positions.x.a]\nstance = \"accepts\"\ntext = \"T.\"\n[positions.y.a]\nstance = \"accepts\"\ntext = \"T.\"\n"
    );
    let said = page("decision", "", &rest);
    assert!(said.contains("**X.** Whose?\n\nProposals on the table:\n\n- A bridge.\n"), "{said}");
    assert_eq!((said.matches("Whose?").count(), said.matches("Whence?").count()), (1, 1), "{said}");
    let other = page("one-page", "", &rest);
    assert_eq!((other.matches("Whose?").count(), other.matches("Whence?").count()), (1, 1), "{other}");
}

#[test]
fn a_decision_page_labels_its_question_its_options_and_their_rows() {
    // The recommendation settles nothing itself; the option does.
    let rest = format!("{OPTION}[recommendations.r]\ntext = \"Stay.\"\noption = \"o\"\n");
    let page = page("decision", "", &rest);
    for part in [
        "## For decision\n\n**X.** Whose?",
        "<br>Option: Go.",
        "| Go (advised against) |",
        "| What it means | Leave. |",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn the_question_covers_the_issues_of_options_that_nobody_recommends() {
    let other = "[issues.y]\ntitle = \"Y\"\nstatus = \"contested\"\nquestion = \"When?\"\n\
                 [issues.z]\ntitle = \"Z\"\nstatus = \"contested\"\nquestion = \"Who?\"\n";
    let rest = format!("{other}{OPTION}[recommendations.r]\ntext = \"Stay.\"\nissue = \"y\"\n");
    let page = page("decision", "", &rest);
    assert!(page.contains("**X.** Whose?") && page.contains("**Y.** When?") && !page.contains("Who?"), "{page}");
}

#[test]
fn a_row_says_by_when_only_if_the_head_does_not() {
    let recommendation = "[recommendations.r]\ntext = \"Stay.\"\n";
    let head = "respond_by = 2024-05-20\n";
    assert_eq!(page("decision", head, recommendation).matches("Decide by").count(), 1);
    let other = page("decision", head, &format!("{recommendation}by = 2024-05-17\n"));
    assert!(other.matches("Decide by").count() == 2 && other.contains("*Decide by 17\u{a0}May*"), "{other}");
}

#[test]
fn the_audience_opens_the_head() {
    let alone = page("one-page", "audience = \"The Minister\"\n", "");
    assert!(alone.contains(" · To: The Minister"), "{alone}");
    let both = page("one-page", "audience = \"The Minister\"\nto = \"The President\"\n", "");
    assert!(both.contains(" · To: The President") && !both.contains("Minister"), "{both}");
    assert_eq!(page("full", "audience = \"The Minister\"\n", "").matches("The Minister").count(), 1);
}

#[test]
fn parties_of_which_nothing_is_known_have_no_row() {
    assert!(!page("meeting", "", "").contains("## Parties"));
    let known = page("meeting", "", "[parties.c]\nname = \"C\"\nrole = \"host\"\ninterests = [\"Quiet.\"]\n");
    assert!(known.contains("| **C**<br>Host | Quiet. |\n") && !known.contains("| **A**<br>"), "{known}");
}

#[test]
fn a_strip_is_drawn_of_an_issue_whose_positions_are_all_on_one_proposal_and_names_it() {
    let proposals = "[proposals.p]\nissue = \"x\"\ntext = \"Half.\"\nby = [\"b\"]\ndate = 2024-05-09\n\
                     [proposals.q]\nissue = \"x\"\ntitle = \"The draft\"\ntext = \"All.\"\n";
    let full = |positions: &[(&str, &str, &str)]| {
        let position = |(party, stance, on): &(&str, &str, &str)| {
            let on = if on.is_empty() { String::new() } else { format!("on = \"{on}\"\n") };
            format!("[positions.x.{party}]\nstance = \"{stance}\"\ntext = \"T.\"\n{on}")
        };
        page("full", "", &(proposals.to_owned() + &positions.iter().map(position).collect::<String>()))
    };
    let strip = |positions: &[(&str, &str, &str)]| full(positions).contains("brief:strip");
    assert!(!strip(&[("a", "demands", ""), ("b", "accepts", "")]), "on nothing");
    assert!(!strip(&[("a", "rejects", "p"), ("b", "accepts", "q")]), "each on another");
    assert!(!strip(&[("a", "rejects", "p"), ("b", "accepts", "")]), "one on nothing");
    assert!(strip(&[("a", "rejects", "p"), ("b", "accepts", "p")]));
    assert!(strip(&[("a", "rejects", "p"), ("b", "unknown", "")]), "of whom nothing is known stands on no step");
    let named = full(&[("a", "rejects", "p"), ("b", "accepts", "p")]);
    assert!(named.contains("| **X**<br>proposal: B, 9\u{a0}May | ✘ A |"), "{named}");
    let titled = full(&[("a", "rejects", "q")]);
    assert!(titled.contains("| **X**<br>proposal: The draft |"), "{titled}");
    // Who made a proposal demands it; the demand of another answers it.
    let demands = full(&[("a", "demands", "p"), ("b", "demands", "p")]);
    assert!(demands.contains("May |  | ▲ A |  |  | ▲ B |"), "{demands}");
}

#[test]
fn a_cell_says_on_what_the_stance_is_where_that_is_not_plain() {
    let one = "[proposals.p]\nissue = \"x\"\ntext = \"Half.\"\nby = [\"b\"]\n";
    let other = "[proposals.q]\nissue = \"x\"\ntext = \"All.\"\n";
    let on_one = "[positions.x.a]\nstance = \"rejects\"\ntext = \"T.\"\non = \"p\"\nbasis = \"reported\"\n";
    let cell = |rest: &str| {
        let page = page("one-page", "", rest);
        page.lines().find(|line| line.starts_with("| **X**<br>")).unwrap().to_owned()
    };
    let alone = cell(&format!("{one}{on_one}"));
    assert!(alone.contains("*Proposal* (B): Half.") && alone.contains("✘ **Rejects** *(reported)*<br>T."), "{alone}");
    let two = cell(&format!("{one}{other}{on_one}"));
    assert!(two.contains("✘ **Rejects** *(proposal: B; reported)*<br>T."), "{two}");
    assert!(two.contains("<br>*Proposal*: All."), "{two}");
    let mixed = cell(&format!("{one}{on_one}[positions.x.b]\nstance = \"demands\"\ntext = \"T.\"\n"));
    assert!(mixed.contains("*(proposal: B; reported)*"), "{mixed}");
}

#[test]
fn an_empty_cell_of_a_member_names_its_bloc_and_one_of_a_party_that_is_not_concerned_is_empty() {
    let blocs = "[parties.g]\nname = \"Group of 77\"\nshort = \"G77\"\nrole = \"principal\"\nmembers = [\"b\", \"h\"]\n\
                 [parties.h]\nname = \"H\"\nrole = \"supporter\"\nmembers = [\"c\", \"Elsewhere\"]\n\
                 [parties.c]\nname = \"C\"\nrole = \"principal\"\n";
    let position = |issue: &str, party: &str| {
        format!("[positions.{issue}.{party}]\nstance = \"demands\"\ntext = \"T.\"\nbasis = \"inferred\"\n")
    };
    let other = "[issues.z]\ntitle = \"Z\"\nstatus = \"contested\"\n";
    let rest =
        [blocs, other, &position("x", "g"), &position("z", "b"), &position("z", "a"), &position("z", "c")].concat();
    let page_of = |head: &str, rest: &str| page("one-page", head, rest);
    let text = page_of("", &rest);
    let row = |text: &str, title: &str| text.lines().find(|line| line.starts_with(title)).unwrap().to_owned();
    // A bloc speaks for the members of its members.
    assert!(
        row(&text, "| **X**<br>").ends_with("| – | with G77 | ▲ **Demands** *(inferred)*<br>T. | with G77 |"),
        "{text}"
    );
    assert!(text.contains("– No position reported"), "{text}");
    let french = page_of("language = \"fr\"\n", &rest);
    assert!(row(&french, "| **X**<br>").contains("| avec G77 |"), "{french}");
    // Who is not concerned is not missing.
    let between = rest.replace("title = \"Z\"", "title = \"Z\"\nbetween = [\"a\", \"b\", \"c\"]");
    assert!(row(&page_of("", &between), "| **Z**<br>").contains("|  |"), "{between}");
    // A bloc that does not speak for a member is not printed as if it did.
    let some = rest.replace("members = [\"b\", \"h\"]", "members = [\"b\", \"h\"]\nspeaks_for = [\"h\"]");
    assert!(row(&page_of("", &some), "| **X**<br>").contains("| – | – |"));
}

#[test]
fn a_list_of_dates_has_its_years_everywhere_or_nowhere() {
    let step = |id: &str, date: &str| format!("[next_steps.{id}]\ntext = \"S.\"\ndate = {date}\n");
    let one = step("a", "2024-12-31");
    let dates = |rest: &str| {
        let page = page("one-page", "", rest).replace('\u{a0}', " ");
        page.lines()
            .filter_map(|line| Some(line.strip_prefix("- **")?.split_once("**")?.0.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(dates(&(one.clone() + &step("b", "\"2024-06\""))), ["June 2024", "31 Dec"]);
    assert_eq!(dates(&(one.clone() + &step("b", "2025-01-12"))), ["31 Dec 2024", "12 Jan 2025"]);
    // Each list by itself.
    let happened = "[developments.d]\ndate = 2024-05-01\ntext = \"D.\"\n";
    assert_eq!(dates(&(one + &step("b", "2025-01-12") + happened)), ["1 May", "31 Dec 2024", "12 Jan 2025"]);
    let judged = "[judgements.j]\ntext = \"J.\"\nlikelihood = \"likely\"\nhorizon = 2024-12-31\n\
                  [judgements.k]\ntext = \"K.\"\nlikelihood = \"likely\"\nhorizon = 2025-01-12\n";
    let said = page("one-page", "", judged).replace('\u{a0}', " ");
    assert!(said.contains(", by 31 Dec 2024**") && said.contains(", by 12 Jan 2025**"), "{said}");
}

#[test]
fn the_table_of_parties_has_no_empty_row_and_no_empty_column() {
    let bare = page("mandate", "own_side = \"a\"\n", "");
    assert!(!bare.contains("## Parties"), "{bare}");
    let described = "interests = [\"Trade.\"]\n";
    let represented = "representatives = [{ name = \"N. N.\", title = \"Envoy\" }]\n";
    let with = |a: &str, b: &str| {
        let two = TWO.replacen("role = \"principal\"\n", &format!("role = \"principal\"\n{a}"), 1);
        let two = two.replacen("name = \"B\"\n", &format!("name = \"B\"\n{b}"), 1);
        page_of("mandate", &format!("{HEAD}own_side = \"a\"\n{two}{NEEDED}"))
    };
    let said = with(described, represented);
    assert!(said.contains("| Party | Interests |\n| --- | --- |\n| **A**<br>Principal | Trade. |\n"), "{said}");
    assert!(said.contains("- **B** (principal). Represented by: N. N., Envoy.\n"), "{said}");
    let said = with("", represented);
    assert!(said.contains("## Parties\n\n- **B** (principal). Represented by: N. N., Envoy.\n"), "{said}");
    assert!(!said.contains("| Party |"), "{said}");
}

#[test]
fn a_party_without_any_position_is_named_in_the_key_once() {
    let two = "[positions.x.a]\nstance = \"accepts\"\ntext = \"T.\"\n";
    let said = page("one-page", "", two);
    assert!(said.contains("● accepts · No position reported: B\n"), "{said}");
    let gap = "[issues.y]\ntitle = \"Y\"\nstatus = \"contested\"\n[parties.c]\nname = \"C\"\nrole = \"host\"\n\
               [positions.y.c]\nstance = \"accepts\"\ntext = \"T.\"\n";
    let said = page("one-page", "", &format!("{two}{gap}"));
    assert!(said.contains("● accepts · – No position reported (on any issue: B)\n"), "{said}");
}

#[test]
fn a_mandate_names_the_issues_on_which_our_side_has_no_aim() {
    let rest = "[issues.y]\ntitle = \"Y\"\nstatus = \"contested\"\nquestion = \"Whence?\"\n\
                [positions.x.a]\nstance = \"accepts\"\ntext = \"T.\"\n\
                [positions.y.b]\nstance = \"demands\"\ntext = \"All of it.\"\n\
                [aims.x]\ngoal = \"G.\"\nfallback = [\"F.\"]\n";
    let said = page("mandate", "own_side = \"a\"\n", rest);
    assert!(said.contains("- **Y** (contested). Whence? **B**\u{a0}· ▲ demands: All of it.\n"), "{said}");
    assert!(!said.contains("- **X**"), "{said}");
}

#[test]
fn a_next_step_before_the_cut_off_is_marked() {
    let rest = "[next_steps.y]\ntext = \"They met.\"\ndate = 2024-05-13\n\
                [next_steps.z]\ntext = \"They meet.\"\ndate = 2024-05-14\n";
    let page = page("one-page", "", rest);
    assert!(page.contains("They met. *(past)*\n") && page.contains("They meet.\n"), "{page}");
}

#[test]
fn the_tally_does_not_say_again_what_stands_beside_each_statement() {
    let claim = "[claims.c]\ntext = \"So.\"\nverification = \"single-source\"\n";
    assert!(!page("one-page", "", claim).contains("Verification"));
    let development = "[developments.d]\ndate = 2024-05-01\ntext = \"It.\"\nverification = \"confirmed\"\n";
    let both = page("one-page", "", &format!("{claim}{development}"));
    assert!(both.contains("Verification: 1 confirmed · 1 single source."), "{both}");
}

#[test]
fn what_is_new_in_a_version_is_bold_wherever_it_stands() {
    use proptest::prelude::*;
    let words =
        proptest::collection::vec("[a-c]|2\\.5| |,|/|\\(|\\)|“|”|°|\\[|\\]", 0..10).prop_map(|parts| parts.concat());
    proptest!(|(base in words.clone(), version in words)| {
        let mut brief = brief();
        for text in brief.texts.values_mut() {
            text.base = Some(base.clone());
            text.variants.values_mut().for_each(|it| it.words.clone_from(&version));
        }
        let text = "{{#each texts}}x {{line}}\n\n{{#each variants}}x {{marked}}\n\n{{/each}}{{/each}}";
        let merged = merge_with(&[(MAIN_FILE, text)], &brief).unwrap();
        let file = Sources::default().add("a.md", merged.as_str());
        // No `*` is left: each of them marks something.
        let (document, _) = crate::markdown::parse(&merged, file, &Fields::default());
        prop_assert!(!format!("{document:?}").contains('*'), "{}", merged);
    });
}

#[test]
fn what_everything_rests_on_is_said_where_that_is_one_source() {
    let rest = |relays: &str, more: &str| {
        format!(
            "[positions.x.a]\nstance = \"accepts\"\ntext = \"T.\"\nsources = [\"s\", \"t\"]\n\
             [sources.s]\npublisher = \"P\"\ndate = 2024-05-13\nreliability = \"C\"\n{relays}\n\
             [sources.t]\npublisher = \"Q\"\ndate = 2024-05-12\nreliability = \"E\"\n{more}\n"
        )
    };
    for template in ["one-page", "meeting", "monitor", "readout", "decision"] {
        let one = page(template, "", &rest("relays = \"t\"", ""));
        assert_eq!(one.contains("Rests on one source"), one.contains("[^"), "{template}: {one}");
    }
    assert!(page("one-page", "", &rest("relays = \"t\"", "")).contains("Rests on one source"));
    for (relays, more) in [("", ""), ("relays = \"t\"", "relays = \"s\"")] {
        let several = page("one-page", "", &rest(relays, more));
        assert!(!several.contains("Rests on"), "{several}");
    }
    // However many relay one another.
    let way: String = (0..20)
        .map(|at| format!("[sources.w{at}]\npublisher = \"P\"\ndate = 2024-05-13\nrelays = \"w{}\"\n", at + 1))
        .collect();
    let long = rest("relays = \"t\"", "relays = \"w0\"");
    let long = format!("{long}{way}[sources.w20]\npublisher = \"P\"\ndate = 2024-05-12\n");
    assert!(page("one-page", "", &long).contains("Rests on one source, relayed."));
    let alone = rest("", "").replace(", \"t\"", "").replace("reliability = \"C\"", "");
    let (alone, _) = alone.split_once("[sources.t]").unwrap();
    assert!(page("one-page", "", alone).contains("\n\nRests on one source.\n\n"));
    // The same letter, another letter, and a statement without a source.
    let same = rest("relays = \"t\"", "").replace("\"C\"", "\"E\"");
    assert!(page("one-page", "", &same).contains("Rests on one source, relayed, reliability E."));
    let unjudged = rest("relays = \"t\"", "").replace("\"C\"", "\"F\"");
    assert!(page("one-page", "", &unjudged).contains("Rests on one source, relayed."));
    let relay_alone = rest("relays = \"t\"", "").replace(", \"t\"", "").replace("\"C\"", "\"A\"");
    assert!(page("one-page", "", &relay_alone).contains("Rests on one source, relayed."));
    let unsourced = format!("{same}[claims.c]\ntext = \"It leaks.\"\nsaid_by = \"a\"\n");
    assert!(!page("one-page", "", &unsourced).contains("Rests on"));
    // Another source of the brief, which the page does not cite.
    let other = format!("{same}[sources.u]\npublisher = \"R\"\ndate = 2024-05-12\n");
    assert!(!page("one-page", "", &other).contains("Rests on"));
}

#[test]
fn the_table_has_the_questions_that_no_other_section_has() {
    let shown_by = |template: &str, wide: &[&str], drop: &[&str], dropped: u8| {
        let mut sources = Sources::default();
        let file = sources.add("a.toml", format!("{HEAD}{TWO}{NEEDED}"));
        let (document, _) = crate::parse::parse(&sources, file);
        let brief = crate::check::check(&document, &sources).0.unwrap();
        let template = load(template, &Memory::default(), &mut sources).unwrap();
        let names = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let (wide, drop) = (names(wide), names(drop));
        let sections = Sections { wide: &wide, columns: &[], drop: &drop, dropped };
        let options = TemplateOptions { sections, ..TemplateOptions::default() };
        let page = render(&template.files, &brief, None, options, &sources).unwrap().0.unwrap().markdown;
        page.matches("Whose?").count()
    };
    let shown = |wide: &[&str], drop: &[&str], dropped: u8| shown_by("decision", wide, drop, dropped);
    assert_eq!(shown(&["question", "positions"], &[], 0), 1);
    assert_eq!(shown(&["positions"], &[], 0), 1);
    assert_eq!(shown(&["question", "positions"], &["question"], 0), 1);
    assert_eq!(shown(&["question", "positions"], &["question"], 1), 1);
    // These have no section for them.
    for template in ["one-page", "meeting", "monitor", "matrix"] {
        assert_eq!(shown_by(template, &["positions"], &[], 0), 1, "{template}");
    }
}
