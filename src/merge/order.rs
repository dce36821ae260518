//! Merges the order of a list that both sides changed.

/// Merges the orders of two lists with a common ancestor. The result has every item of the three lists once. If one
/// side left the order unchanged, the order of the other side is taken; if both changed it, ours is. A new item comes
/// after the item that it followed. If both sides have new items at the same position, the group with the smaller first
/// name comes first, so that additions alone give the same result when the sides are swapped.
pub(super) fn merged_order(base: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    let common = |list: &[String]| {
        list.iter().filter(|it| [base, ours, theirs].iter().all(|all| all.contains(it))).cloned().collect::<Vec<_>>()
    };
    let leading = if common(ours) == common(base) { theirs } else { ours };
    // The items of the base in their merged order. An item that the leading side removed comes after the item that it
    // followed in the base.
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
    use super::merged_order;

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn additions_keep_their_position_and_sides_do_not_matter() {
        let base = list("a b c");
        for (ours, theirs, merged) in [
            ("a b c", "b a c", "b a c"),
            ("a x b c", "a b c y", "a x b c y"),
            ("a b y c", "a b x c", "a b x y c"),
            ("a c", "a b x c", "a b x c"),
            ("x a b c", "x a b c", "x a b c"),
        ] {
            assert_eq!(merged_order(&base, &list(ours), &list(theirs)), list(merged));
            assert_eq!(merged_order(&base, &list(theirs), &list(ours)), list(merged));
        }
    }
}
