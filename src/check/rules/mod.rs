//! The rules of a sound brief: what no schema can say. One file a rule: what it finds, why, and its tests.
//!
//! A rule looks at the typed brief and points into the file. It has few false alarms or it is not a rule: where an
//! error is in doubt, it is silent. What has one cause is one diagnostic ([`by_cause`]), at the place where a person
//! would fix it at once, with all other places as related ones. To add a rule, write its file and name it in [`RULES`].

mod cause;
mod denial;
mod likelihood;
mod number;
mod subject;
mod text_index;

use crate::diagnostic::{Code, Diagnostic};

use cause::by_cause;
pub use date_like_id::date_last;
pub(super) use subject::CheckSubject;

/// One rule.
pub(super) struct Rule {
    /// Its code, with its documentation.
    pub(super) code: Code,
    /// What must be without errors, so that the rule does not report what only follows from one.
    pub(super) needs: Needs,
    /// Looks for the diagnostic.
    pub(super) check: fn(&CheckSubject<'_>, &mut Vec<Diagnostic>),
}

/// A part of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// The whole file: the rule finds what is not there.
    File,
    /// The tables to which it points.
    Tables,
    /// The values to which it points: it looks at the words of a text.
    Values,
}

macro_rules! rules {
    ($( $heading:literal: $( $name:ident )* ; )*) => {
        $( $( mod $name; )* )*

        /// Every rule, in the order of the documentation: sources, time, consistency, wording.
        pub(super) const RULES: &[&Rule] = &[ $( $( &$name::RULE, )* )* ];

        /// The headings of the documentation, and how many rules are under each.
        pub(super) const HEADINGS: &[(&str, usize)] = &[ $( ($heading, [ $( stringify!($name), )* ].len()), )* ];
    };
}

rules! {
    "Sources and attribution":
        unsourced_statement uncited_source relay_loop circular_reporting unsupported_verification unsourced_quotation
        unmarked_reliability stated_by_another own_denial contradictory_certainty unexplained_dispute
        retracted_statement met_without_source accessed_before_published source_before_event unplaced_speaker adversary_source
        uncited_bottom_line inference_in_bottom_line;
    "Time":
        development_after_cut_off outcome_after_cut_off source_after_cut_off stale_position overdue_commitment
        past_next_step unreported_meeting position_after_cut_off overtaken_position misdated_id date_like_id late_decision distant_date
        misdated_review due_with_trigger past_horizon undated_resolution;
    "Consistency":
        opposed_agreement agreement_with_deadlock accepted_red_line missing_position silent_party
        unmentioned_issue unsettled_agreement status_against_positions undeclared_red_line likelihood_of_position
        signed_without_agreement agreed_with_open_point repeated_development undecidable_brief bare_recommendation
        rejected_recommendation uncleared_brief unnamed_own_side aim_without_room self_trade unknown_own_position
        unanswered_argument unused_person person_of_another_party
        absent_speaker repeated_meeting unplaced_meeting misplaced_proposal own_proposal position_before_proposal
        circular_membership unlisted_member unconcerned_position
        unbacked_number unbacked_short_form promise_to_itself blank_text unhelpful_alt;
    "Handling":
        unknown_level mark_above_brief lowered_aim lowered_own_side source_above_record repeated_above mark_takes_record
        unmarked_record;
    "Wording":
        long_bottom_line long_short_form vague_quantifier vague_likelihood mixed_likelihood contradictory_likelihood misstated_likelihood
        likelihood_with_confidence
        number_with_likelihood absolute_word unattributed_source relative_day loaded_word quote_without_marks
        long_quotation unknown_marking unexpanded_abbreviation mixed_script unbalanced_bracket
        markdown_in_prose typewriter_marks;
}

/// Makes the constant [`Rule`] of a file.
macro_rules! rule {
    (
        $name:literal $severity:ident $needs:ident
        $meaning:literal
        $reason:literal
        { $wrong:literal => $right:literal }
        $check:expr
    ) => {
        pub(super) const RULE: $crate::check::rules::Rule = $crate::check::rules::Rule {
            code: $crate::diagnostic::Code::new(&$crate::diagnostic::code::CodeEntry {
                name: $name,
                severity: $crate::diagnostic::Severity::$severity,
                adjustable: true,
                meaning: $meaning,
                reason: $reason,
                example: Some($crate::diagnostic::code::Example {
                    piece: $crate::diagnostic::code::ExampleKind::Brief,
                    wrong: $wrong,
                    right: $right,
                }),
            }),
            needs: $crate::check::rules::Needs::$needs,
            check: $check,
        };
    };
}
use rule;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::example;

    /// Checks that a piece of a brief breaks a rule, this many times.
    pub(super) fn finds(rule: &Rule, count: usize, piece: &str) {
        let diagnostics = example::diagnostics(&example::brief(piece));
        let found = diagnostics.iter().filter(|diagnostic| diagnostic.code == rule.code).count();
        assert_eq!(found, count, "{piece}\n{diagnostics:#?}");
    }

    #[test]
    fn each_rule_has_a_file_of_its_own_name_and_a_message_with_a_place_and_a_fix() {
        for rule in RULES {
            let name = rule.code.name();
            let file = format!("src/check/rules/{}.rs", name.replace('-', "_"));
            assert!(std::path::Path::new(&file).exists(), "{file}");
            let wrong = rule.code.entry().example.unwrap().wrong;
            let diagnostics = example::diagnostics(&example::brief(wrong));
            let diagnostic = diagnostics.iter().find(|diagnostic| diagnostic.code == rule.code).unwrap();
            assert!(diagnostic.primary.is_some() && diagnostic.help.is_some(), "{diagnostic:?}");
        }
        assert_eq!(HEADINGS.iter().map(|(_, count)| count).sum::<usize>(), RULES.len());
    }
}
