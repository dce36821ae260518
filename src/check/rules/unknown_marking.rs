//! A handling marking that looks like a label of the Traffic Light Protocol but is not one.

use super::{CheckSubject, rule};
use crate::check::suggest::listed;
use crate::diagnostic::{Diagnostic, Fix, Replacement, nearest};
use crate::handling::TLP;
use crate::source::shortened;

rule! {
    "unknown-marking" Error Values
    "A handling marking that looks like a label of the Traffic Light Protocol but is not one."
    "A label that nobody can read is no protection. Version 2.0 (FIRST, 2022) has TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN and TLP:CLEAR, in capitals and without spaces; TLP:WHITE was renamed to TLP:CLEAR. Any other marking of an organisation may be written as it is."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP: Amber""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:AMBER""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(marking) = &subject.brief.handling else { return };
    let letters = |text: &str| text.to_uppercase().replace([' ', '_', '-', ':', '.'], "");
    let label = letters(marking);
    let color = ["RED", "AMBER", "GREEN", "WHITE", "CLEAR", "YELLOW"].contains(&label.as_str());
    if TLP.contains(&marking.as_str()) || !(label.starts_with("TLP") || color) {
        return;
    }
    let place = subject.place("brief.handling");
    // The most guarded first, as the standard has them.
    let mut labels = TLP;
    labels.reverse();
    let named = label.replace("WHITE", "CLEAR");
    let bare = |known: &str| letters(known.trim_start_matches("TLP:"));
    let same = labels.into_iter().find(|known| letters(known) == label);
    let meant = same.or_else(|| labels.into_iter().find(|known| letters(known) == named || bare(known) == named));
    let meant = meant.or_else(|| nearest(&named.replacen("TLP", "TLP:", 1), labels));
    let message = format!("\"{}\" is not a label of the Traffic Light Protocol", shortened(marking));
    let mut said =
        Diagnostic::new(RULE.code, message).at(place).note(format!("the labels are {}", listed(labels, "and")));
    said = match meant {
        Some(meant) => said.help(format!("write \"{meant}\"")).fix(Fix {
            title: format!("write \"{meant}\""),
            edits: vec![Replacement { span: place, text: format!("\"{meant}\"") }],
            safe: same.is_some(),
        }),
        None => said.help("write one of them"),
    };
    out.push(said);
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_organisation_may_have_markings_of_its_own() {
        let head = |marking: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"{marking}\"\n")
        };
        for good in ["OFFICIAL", "OFFICIAL-SENSITIVE", "TLP:RED", "TLP:AMBER+STRICT", "Green Paper"] {
            finds(&RULE, 0, &head(good));
        }
        for bad in ["TLP RED", "tlp:green", "TLP:WHITE", "TLP:ORANGE", "TLP", "amber", "TLP-AMBER+STRICT", "TLP:AMBRE"]
        {
            finds(&RULE, 1, &head(bad));
        }
    }
}
