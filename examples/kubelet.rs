//! A node agent: `cargo run --release --example kubelet -- --help`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use bowline_examples::assembly;
use clap::{Parser, ValueEnum};

/// Runs pods on nodes.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// Name of the node (only for runtimes that run one node)
    #[arg(long)]
    node_name: Option<String>,
    /// What runs containers (process and cri are not supported yet: refused)
    #[arg(long, value_enum, default_value = "hollow")]
    runtime: Runtime,
    /// Socket of the container runtime (not supported yet: refused)
    #[arg(long)]
    container_runtime_endpoint: Option<String>,
    /// Folder of static pods (not supported yet: refused)
    #[arg(long)]
    pod_manifest_path: Option<PathBuf>,
    /// URL of static pods (not supported yet: refused)
    #[arg(long)]
    manifest_url: Option<String>,
    /// How many simulated nodes
    #[arg(long, default_value_t = 1)]
    hollow_nodes: u32,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Runtime {
    Process,
    Hollow,
    Cri,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    if flags.runtime != Runtime::Hollow {
        bail!("--runtime: only hollow is supported yet");
    }
    for (flag, given) in [
        ("--node-name", flags.node_name.is_some()),
        ("--container-runtime-endpoint", flags.container_runtime_endpoint.is_some()),
        ("--pod-manifest-path", flags.pod_manifest_path.is_some()),
        ("--manifest-url", flags.manifest_url.is_some()),
    ] {
        if given {
            bail!("{flag}: not supported with hollow nodes");
        }
    }
    let client = bowline_examples::connect(&flags.kubeconfig)?;
    assembly::hollow(client, flags.hollow_nodes, bowline_examples::shutdown_on_signal()).await
}
