//! Names the build, a hash of all that the program is made from, so that what an older build has rendered is known to
//! be old, also where the version has stayed the same; compiles the built-in templates; and reads the language files.

mod languages;
#[path = "../src/template/stored.rs"]
mod stored;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    // FNV-1a, 64 bits (Fowler, Noll, Vo): nobody gains by a collision with a program of their own.
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    };
    for part in ["build", "Cargo.lock", "fonts", "src", "templates"] {
        println!("cargo:rerun-if-changed={part}");
        for file in files(&root.join(part)) {
            take(file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().as_bytes());
            take(&fs::read(&file).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=BRIEFING_BUILD={hash:016x}");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    languages::write(&root.join("src/language"), &out.join("language"));
    let out = out.join("templates.rs");
    if let Err(error) = fs::write(&out, templates::compiled(&root.join("templates"))) {
        panic!("cannot write {}: {error}", out.display());
    }
}

/// The file, or all files in the folder, sorted.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_path_buf()] };
    let mut inner: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inner.sort();
    inner.iter().flat_map(|path| files(path)).collect()
}
