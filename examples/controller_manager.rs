//! The built-in controllers: `cargo run --release --example controller-manager -- --help`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use bowline::controllers::{Config, ControllerManager};
use clap::Parser;

/// Runs the built-in controllers.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// Which controllers run: *, foo, -foo, comma-separated
    #[arg(long, default_value = "*", allow_hyphen_values = true)]
    controllers: String,
    /// Elect a leader first (not supported yet: refused)
    #[arg(long)]
    leader_elect: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    if flags.leader_elect {
        bail!("--leader-elect: not supported yet");
    }
    let client = bowline_examples::connect(&flags.kubeconfig)?;
    let mut config = Config::default();
    config.controllers = flags.controllers;
    let manager = ControllerManager::builder(client, config).build()?;
    Ok(manager.run(bowline_examples::shutdown_on_signal()).await?)
}
