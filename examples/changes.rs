//! Lists what changed between two editions of a brief:
//! `cargo run --example changes -- briefs/donbas-2025-08-16.toml briefs/donbas.toml`.

use std::error::Error;

use briefing::Checked;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(old), Some(new)) = (arguments.next(), arguments.next()) else {
        return Err("usage: changes OLD.toml NEW.toml".into());
    };
    let read = |name: &str| std::fs::read_to_string(name).map(|text| Checked::from_text(name, &text));
    let (old, new) = (read(&old)?, read(&new)?);
    for line in new.changes_since(&old).headlines("en") {
        println!("{}: {}", line.path, line.text);
    }
    Ok(())
}
