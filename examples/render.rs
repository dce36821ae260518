//! Renders one brief: `cargo run --example render -- briefs/donbas.toml page.pdf`.

use std::error::Error;

use briefing::{Checked, RenderOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(brief), Some(pdf)) = (arguments.next(), arguments.next()) else {
        return Err("usage: render BRIEF.toml PAGE.pdf".into());
    };
    let checked = Checked::from_text(&brief, &std::fs::read_to_string(&brief)?);
    eprint!("{}", checked.report());
    let page = checked.render(RenderOptions::new("one-page"))?;
    if let Some(made) = page.pdf {
        std::fs::write(&pdf, &made.bytes)?;
        println!("{pdf}: {} page(s), {} bytes", made.pages.pages.len(), made.bytes.len());
    }
    Ok(())
}
