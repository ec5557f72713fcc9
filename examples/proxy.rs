//! A service proxy: `cargo run --release --example proxy -- --help`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use bowline::proxy_core::{Backend, Config, Nftables, Proxy, Userspace};
use clap::{Parser, ValueEnum};

/// Makes Services reachable from this host.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// Who forwards: this process (TCP, on addresses that the host has), or the kernel by nftables,
    /// which takes the right to administer the network (iptables is not supported yet: refused)
    #[arg(long, value_enum, default_value = "userspace")]
    proxy_mode: Mode,
    /// The node that the proxy stands on, for endpoints that are near
    #[arg(long, default_value = "")]
    node_name: String,
    /// Address to answer DNS on (not supported yet: refused)
    #[arg(long)]
    dns_bind: Option<String>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Mode {
    Nftables,
    Iptables,
    Userspace,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    if flags.dns_bind.is_some() {
        bail!("--dns-bind: not supported yet");
    }
    let backend: Arc<dyn Backend> = match flags.proxy_mode {
        Mode::Nftables => Arc::new(Nftables::default()),
        Mode::Userspace => Arc::new(Userspace::default()),
        Mode::Iptables => bail!("--proxy-mode: iptables is not supported yet"),
    };
    let client = bowline_examples::connect(&flags.kubeconfig)?;
    let mut config = Config::default();
    config.node = flags.node_name;
    Proxy::new(config, client, backend).run(bowline_examples::shutdown_on_signal()).await;
    Ok(())
}
