//! A scheduler for any API server: `cargo run --release --example scheduler -- --help`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use bowline::scheduler_framework::driver::{Config, Scheduler};
use clap::Parser;

/// Places pods on nodes.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// A KubeSchedulerConfiguration (not supported yet: refused)
    #[arg(long)]
    config: Option<PathBuf>,
    /// Elect a leader first (not supported yet: refused)
    #[arg(long)]
    leader_elect: bool,
    /// Requests a second; unlimited when absent
    #[arg(long)]
    kube_api_qps: Option<f32>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    if flags.config.is_some() {
        bail!("--config: not supported yet");
    }
    if flags.leader_elect {
        bail!("--leader-elect: not supported yet");
    }
    let mut client = bowline_examples::connect(&flags.kubeconfig)?;
    if let Some(qps) = flags.kube_api_qps {
        client = client.with_rate_limit(qps, (qps * 2.0).max(1.0) as u32);
    }
    Scheduler::new(Config::default(), client).run(bowline_examples::shutdown_on_signal()).await;
    Ok(())
}
