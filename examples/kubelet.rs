//! A node agent: `cargo run --release --example kubelet -- --help`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use bowline_examples::node::{NodeOptions, ProcessNode};
use bowline_examples::node_access::{DelegatedAuth, node_tls};
use bowline_examples::{assembly, shutdown_on_signal};
use clap::{Parser, ValueEnum};
use tokio::net::TcpListener;

/// Runs pods on nodes.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// What runs containers (cri is not supported yet: refused)
    #[arg(long, value_enum, default_value = "hollow")]
    runtime: Runtime,
    /// Socket of the container runtime (not supported yet: refused)
    #[arg(long)]
    container_runtime_endpoint: Option<String>,
    /// How many simulated nodes (runtime hollow)
    #[arg(long, default_value_t = 1)]
    hollow_nodes: u32,
    /// Name of the node; the host's name by default (runtime process)
    #[arg(long)]
    node_name: Option<String>,
    /// Address of the node and its pods (runtime process)
    #[arg(long, default_value = "127.0.0.1")]
    node_ip: IpAddr,
    /// Port of the node's own server, at the node's address; 0 for any (runtime process)
    #[arg(long, default_value_t = 10250)]
    port: u16,
    /// Authority whose certificates callers of that server may show, PEM; the API server's by
    /// default (runtime process)
    #[arg(long)]
    client_ca_file: Option<PathBuf>,
    /// Folder of volumes, logs and what is known of containers (runtime process)
    #[arg(long, default_value = "./bowline-kubelet")]
    root_dir: PathBuf,
    /// File or folder of static pods (runtime process)
    #[arg(long)]
    pod_manifest_path: Option<PathBuf>,
    /// http URL of static pods (runtime process)
    #[arg(long)]
    manifest_url: Option<String>,
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
    if flags.container_runtime_endpoint.is_some() {
        bail!("--container-runtime-endpoint: not supported yet");
    }
    match flags.runtime {
        Runtime::Cri => bail!("--runtime: cri is not supported yet"),
        Runtime::Hollow => {
            for (flag, given) in [
                ("--node-name", flags.node_name.is_some()),
                ("--pod-manifest-path", flags.pod_manifest_path.is_some()),
                ("--manifest-url", flags.manifest_url.is_some()),
            ] {
                if given {
                    bail!("{flag}: not supported with hollow nodes");
                }
            }
            let client = bowline_examples::connect(&flags.kubeconfig)?;
            assembly::hollow(client, flags.hollow_nodes, None, shutdown_on_signal()).await
        }
        Runtime::Process => process(flags).await,
    }
}

async fn process(flags: Flags) -> Result<()> {
    let client = bowline_examples::connect(&flags.kubeconfig)?;
    let name = match flags.node_name {
        Some(name) => name,
        None => host_name()?,
    };
    let client_authority = match &flags.client_ca_file {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("--client-ca-file: read {}", file.display()))?,
        None => bowline_examples::authority(&flags.kubeconfig)?,
    };
    let address = flags.node_ip.to_string();
    let tls = node_tls(&name, &address, &client_authority)?;
    let listener = TcpListener::bind((flags.node_ip, flags.port))
        .await
        .with_context(|| format!("--port: listen on {address}:{}", flags.port))?;
    // Processes are started in directories of their own.
    std::fs::create_dir_all(&flags.root_dir)
        .with_context(|| format!("--root-dir: create {}", flags.root_dir.display()))?;
    let root = std::fs::canonicalize(&flags.root_dir)?;
    let options = NodeOptions {
        name: name.clone(),
        address,
        port: listener.local_addr()?.port(),
        root,
        manifests: flags.pod_manifest_path,
        manifest_url: flags.manifest_url,
    };
    let node = ProcessNode::open(client.clone(), options).await?;
    let (server, shutdown) = (node.server(), shutdown_on_signal());
    let auth = Arc::new(DelegatedAuth::new(client, name));
    let serve = async { Ok(server.serve(listener, Some(Arc::new(tls)), auth).await?) };
    tokio::try_join!(node.run(shutdown), serve)?;
    Ok(())
}

fn host_name() -> Result<String> {
    let read = std::fs::read_to_string("/proc/sys/kernel/hostname");
    let name = read.context("--node-name: the host does not tell its name")?;
    Ok(name.trim().to_lowercase())
}
