//! Chores of the workspace: `cargo xtask generate [--check]`, `cargo xtask tidy`,
//! `cargo xtask compile-time [--json]`.

mod compile_time;
mod generate;
mod tidy;

use anyhow::{Result, bail};

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate"] => generate::run(false),
        ["generate", "--check"] => generate::run(true),
        ["tidy"] => tidy::run(),
        ["compile-time"] => compile_time::run(false),
        ["compile-time", "--json"] => compile_time::run(true),
        _ => bail!("usage: cargo xtask <generate [--check] | tidy | compile-time [--json]>"),
    }
}

/// The workspace's root folder.
fn root() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
