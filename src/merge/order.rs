//! The order of a list that two sides changed.

/// Merges the orders of two lists that come from a third; all that any of them has is in it once. A side that left the
/// order alone takes that of the other; ours is taken when both changed it. What is new follows what it followed; where both sides have something new in one place, the run that begins with the smaller name comes first, so
/// that it does not matter which side is which.
pub(super) fn woven(base: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    let common = |list: &[String]| {
        list.iter().filter(|it| [base, ours, theirs].iter().all(|all| all.contains(it))).cloned().collect::<Vec<_>>()
    };
    let leading = if common(ours) == common(base) { theirs } else { ours };
    // The old ones in their order; what the leading side has dropped follows what it followed in the base.
    let mut anchors: Vec<&String> = leading.iter().filter(|it| base.contains(it)).collect();
    for (at, item) in base.iter().enumerate() {
        if !anchors.contains(&item) {
            let before = base[..at].iter().rev().find_map(|it| anchors.iter().position(|anchor| *anchor == it));
            anchors.insert(before.map_or(0, |at| at + 1), item);
        }
    }
    let runs = |side: &[String]| {
        let mut runs: Vec<(Option<String>, Vec<String>)> = Vec::new();
        let mut anchor: Option<String> = None;
        for item in side {
            if base.contains(item) {
                anchor = Some(item.clone());
            } else if let Some((_, run)) = runs.iter_mut().find(|(at, _)| *at == anchor) {
                run.push(item.clone());
            } else {
                runs.push((anchor.clone(), vec![item.clone()]));
            }
        }
        runs
    };
    let (ours, theirs) = (runs(ours), runs(theirs));
    let mut out: Vec<String> = Vec::new();
    for anchor in std::iter::once(None).chain(anchors.into_iter().map(Some)) {
        out.extend(anchor.cloned());
        let at = |runs: &[(Option<String>, Vec<String>)]| {
            runs.iter().find(|(at, _)| at.as_ref() == anchor).map(|(_, run)| run.clone()).unwrap_or_default()
        };
        let mut both = [at(&ours), at(&theirs)];
        both.sort();
        for item in both.into_iter().flatten() {
            if !out.contains(&item) {
                out.push(item);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::woven;

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn additions_stand_where_they_stood_and_sides_do_not_matter() {
        let base = list("a b c");
        for (ours, theirs, merged) in [
            ("a b c", "b a c", "b a c"),
            ("a x b c", "a b c y", "a x b c y"),
            ("a b y c", "a b x c", "a b x y c"),
            ("a c", "a b x c", "a b x c"),
            ("x a b c", "x a b c", "x a b c"),
        ] {
            assert_eq!(woven(&base, &list(ours), &list(theirs)), list(merged));
            assert_eq!(woven(&base, &list(theirs), &list(ours)), list(merged));
        }
    }
}
