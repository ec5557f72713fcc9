//! The built-in controllers: `cargo run --release --example controller-manager -- --help`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use bowline::client::Client;
use bowline::client::config::Pem;
use bowline::client::leader_election::LeaderElection;
use bowline::controller_runtime::ManagerOptions;
use bowline::controllers::certificate_signing_request::SigningAuthority;
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
    /// Certificate of the authority that signs approved requests, PEM; without it none is signed
    #[arg(long, requires = "cluster_signing_key_file")]
    cluster_signing_cert_file: Option<PathBuf>,
    /// Private key of that authority, PEM
    #[arg(long, requires = "cluster_signing_cert_file")]
    cluster_signing_key_file: Option<PathBuf>,
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
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
        Some(Pem::File(file)) => Some(read(&file)?),
        Some(Pem::Data(text)) => Some(text.reveal().to_owned()),
        None => None,
    };
    if let (Some(certificate), Some(key)) =
        (flags.cluster_signing_cert_file, flags.cluster_signing_key_file)
    {
        config.cluster_signing = Some(SigningAuthority::new(read(&certificate)?, read(&key)?));
    }
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
