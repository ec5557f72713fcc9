//! The built-in controllers: `cargo run --release --example controller-manager -- --help`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use bowline::client::Client;
use bowline::client::config::Pem;
use bowline::client::leader_election::LeaderElection;
use bowline::controller_runtime::ManagerOptions;
use bowline::controllers::{Config, ControllerManager};
use clap::{ArgAction, Parser};

/// Runs the built-in controllers.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// Which controllers run: *, foo, -foo, comma-separated
    #[arg(long, default_value = "*", allow_hyphen_values = true)]
    controllers: String,
    /// Only one of several that run at once works: who holds the lease
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true,
          default_value_t = true, default_missing_value = "true")]
    leader_elect: bool,
    /// Certificate that is published to pods, PEM; that of the kubeconfig otherwise
    #[arg(long)]
    root_ca_file: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    let reach = bowline_examples::read_kubeconfig(&flags.kubeconfig)?;
    let mut config = Config::default();
    config.controllers = flags.controllers;
    config.root_ca = match flags.root_ca_file.map(Pem::File).or(reach.certificate_authority.clone())
    {
        Some(Pem::File(file)) => Some(
            std::fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?,
        ),
        Some(Pem::Data(text)) => Some(text.reveal().to_owned()),
        None => None,
    };
    let client = Client::new(reach)?;
    let options = ManagerOptions {
        leader_election: flags.leader_elect.then(|| {
            let identity = bowline_examples::identity();
            LeaderElection::new("kube-system", "kube-controller-manager", identity)
        }),
        ..ManagerOptions::default()
    };
    let manager = ControllerManager::builder(client, config).manager_options(options).build()?;
    Ok(manager.run(bowline_examples::shutdown_on_signal()).await?)
}
