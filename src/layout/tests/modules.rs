//! The order of the modules of `src/layout`.

/// The modules from the lowest to the highest: each may use those before it.
const MODULES: [&str; 13] = [
    "color", "labels", "style", "font", "page", "text", "collect", "table", "stack", "paginate", "fit", "place", "mark",
];

/// The modules that the text of a file uses, which stands in `src/layout` or one folder below.
fn used_modules(text: &str, below: bool) -> Vec<&'static str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let uses = |module: &str| {
        ["crate::layout::", if below { "super::super::" } else { "use super::" }].iter().any(|head| {
            code.match_indices(head).any(|(at, _)| {
                let rest = &code[at + head.len()..];
                rest.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
            })
        })
    };
    MODULES.into_iter().filter(|module| uses(module)).collect()
}

#[test]
fn modules_use_only_lower_ones() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/layout");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let mut seen = 0;
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let module = name.split(['/', '.']).next().unwrap();
        let Some(place) = MODULES.iter().position(|known| *known == module) else {
            assert!(["mod", "tests"].contains(&module), "{module} has no place in the order");
            continue;
        };
        seen += 1;
        for other in used_modules(&std::fs::read_to_string(&file).unwrap(), name.contains('/')) {
            let other_place = MODULES.iter().position(|known| *known == other).unwrap();
            assert!(other == module || other_place < place, "{name} uses {other}, which is above it");
        }
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(used_modules("use super::page::Pages;\nuse crate::layout::style::Style;\n", false), ["style", "page"]);
}
