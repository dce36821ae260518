//! The repository around the current folder, by its files alone.

use std::path::{Component, Path, PathBuf};

use crate::world::World;

/// Names files by their paths from the root of the repository, as programs look for them that show what is in them.
pub(in crate::cli) struct FromRoot<'a> {
    /// The nearest folder at or above the current one that has a `.git`: a folder, or the file of a linked worktree.
    root: Option<PathBuf>,
    world: &'a dyn World,
}

impl<'a> FromRoot<'a> {
    pub(in crate::cli) fn new(world: &'a dyn World) -> Self {
        let here = world.absolute(Path::new(".")).ok();
        let root = here.and_then(|here| {
            here.ancestors().find(|folder| world.kind(&folder.join(".git")).is_ok()).map(Path::to_path_buf)
        });
        Self { root, world }
    }

    /// The path of a file, with `/` between its parts. What is outside the repository, or not a file, keeps its name.
    pub(in crate::cli) fn path(&self, name: &str) -> String {
        let inside = || {
            let path = self.world.absolute(Path::new(name)).ok()?;
            // Standard input and the like.
            self.world.kind(&path).ok()?;
            let parts = path.strip_prefix(self.root.as_ref()?).ok()?.components();
            let names = parts.map(|part| if let Component::Normal(name) = part { name.to_str() } else { None });
            Some(names.collect::<Option<Vec<_>>>()?.join("/"))
        };
        inside().unwrap_or_else(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    #[test]
    fn a_file_is_named_from_the_root_however_the_user_names_it() {
        let world = Memory::default();
        world.put("/r/briefs/a.toml", "");
        let path = |name: &str| FromRoot::new(&world).path(name);
        // Memory has no current folder but the root.
        assert_eq!(path("/r/briefs/a.toml"), "/r/briefs/a.toml");
        world.put("/.git/HEAD", "");
        for name in ["r/briefs/a.toml", "./r/briefs/a.toml", "/r/briefs/a.toml"] {
            assert_eq!(path(name), "r/briefs/a.toml", "{name}");
        }
        assert_eq!(path("<stdin>"), "<stdin>");
    }
}
