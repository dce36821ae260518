//! The options that say for whom a brief is released.

use std::sync::Arc;

use crate::release::Release;

/// For whom a brief is released. Without them: for everybody who may read all of it.
#[derive(Debug, Default, clap::Args)]
#[group(skip)]
pub(in crate::cli) struct ReleaseArgs {
    #[arg(
        long,
        value_name = "LEVEL",
        help = "Only what readers of this level may see",
        long_help = "Remove what is above this level, such as TLP:GREEN, and whatever refers only to it"
    )]
    release: Option<String>,

    /// With --release: a caveat for which the readers are cleared
    #[arg(long = "caveat", value_name = "CAVEAT", requires = "release", hide_short_help = true)]
    caveats: Vec<String>,

    /// With --release: print [withheld] where a position is removed
    #[arg(long, requires = "release", hide_short_help = true)]
    show_withheld: bool,
}

impl ReleaseArgs {
    /// For whom the briefs are released; `None` when nothing is to be taken out.
    pub(in crate::cli) fn release(&self) -> Option<Arc<Release>> {
        let level = self.release.clone()?;
        Some(Arc::new(Release { level, caveats: self.caveats.clone(), shows_withheld: self.show_withheld }))
    }
}
