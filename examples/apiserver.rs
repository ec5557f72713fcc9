//! An API server alone: `cargo run --release --example apiserver -- --help`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use bowline_examples::control_plane::{ControlPlane, Options};
use clap::Parser;

/// A Kubernetes API server in one process, over its own storage.
#[derive(Parser)]
struct Flags {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:6443")]
    bind: String,
    /// Where to write a kubeconfig of the administrator
    #[arg(long, default_value = "./bowline.kubeconfig")]
    kubeconfig: PathBuf,
    /// Folder of the durable store; without it everything is in memory
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// etcd servers, comma-separated; the data folder then holds the keys only
    #[arg(long, value_delimiter = ',')]
    etcd_servers: Vec<String>,
    /// Certificate of the server, PEM; made by the cluster's own authority otherwise
    #[arg(long, requires = "tls_private_key_file")]
    tls_cert_file: Option<PathBuf>,
    /// Private key of the server, PEM
    #[arg(long, requires = "tls_cert_file")]
    tls_private_key_file: Option<PathBuf>,
    /// Another authority whose client certificates are accepted, PEM
    #[arg(long)]
    client_ca_file: Option<PathBuf>,
    /// Static bearer tokens: lines of token,user,uid,"group1,group2"
    #[arg(long)]
    token_auth_file: Option<PathBuf>,
    /// Issuer of service account tokens
    #[arg(long)]
    service_account_issuer: Option<String>,
    /// Range of the addresses of Services
    #[arg(long)]
    service_cluster_ip_range: Option<String>,
    /// Comma-separated: RBAC, AlwaysAllow (Node, Webhook and ABAC are not supported yet: refused)
    #[arg(long, value_delimiter = ',', default_value = "RBAC")]
    authorization_mode: Vec<String>,
    /// Admission plugins to switch on (not supported yet: refused)
    #[arg(long, value_delimiter = ',')]
    enable_admission_plugins: Vec<String>,
    /// Admission plugins to switch off (not supported yet: refused)
    #[arg(long, value_delimiter = ',')]
    disable_admission_plugins: Vec<String>,
    /// File of audit events (not supported yet: refused)
    #[arg(long)]
    audit_log_path: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("warn");
    for (flag, given) in [
        ("--enable-admission-plugins", !flags.enable_admission_plugins.is_empty()),
        ("--disable-admission-plugins", !flags.disable_admission_plugins.is_empty()),
        ("--audit-log-path", flags.audit_log_path.is_some()),
    ] {
        if given {
            bail!("{flag}: not supported yet");
        }
    }
    let mut always_allow = false;
    for mode in &flags.authorization_mode {
        match mode.as_str() {
            "RBAC" => {}
            "AlwaysAllow" => always_allow = true,
            other => bail!("--authorization-mode: {other} is not supported yet"),
        }
    }
    let plane = ControlPlane::start(
        &Options {
            bind: flags.bind,
            data_dir: flags.data_dir,
            etcd_servers: flags.etcd_servers,
            tls_cert_file: flags.tls_cert_file,
            tls_private_key_file: flags.tls_private_key_file,
            client_ca_file: flags.client_ca_file,
            token_auth_file: flags.token_auth_file,
            service_account_issuer: flags.service_account_issuer,
            always_allow,
            service_cluster_ip_range: flags.service_cluster_ip_range,
        },
        |dialer| Arc::new(dialer),
    )
    .await?;
    plane.write_kubeconfig(&flags.kubeconfig)?;
    println!("serving on {}; kubectl --kubeconfig {}", plane.url(), flags.kubeconfig.display());
    plane.run(bowline_examples::shutdown_on_signal()).await
}
