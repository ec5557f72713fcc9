//! A scheduler for any API server: `cargo run --release --example scheduler -- --help`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use bowline::apimachinery::metrics::Registry;
use bowline::client::Client;
use bowline::controller_runtime::manager::{Manager, ManagerOptions};
use bowline::scheduler_framework::config::KubeSchedulerConfiguration;
use bowline::scheduler_framework::driver::{Config, Judgement, OnDecision, Scheduler};
use bowline::scheduler_framework::metrics::RegisteredMetrics;
use clap::Parser;

/// Places pods on nodes.
#[derive(Parser)]
struct Flags {
    /// How to reach the API server
    #[arg(long)]
    kubeconfig: PathBuf,
    /// A KubeSchedulerConfiguration of kubescheduler.config.k8s.io/v1
    #[arg(long)]
    config: Option<PathBuf>,
    /// Only one of several that run at once works, who holds the lease; when absent, as the
    /// configuration says, and without one yes
    #[arg(long, num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    leader_elect: Option<bool>,
    /// Requests a second; as the configuration says when absent, and without one unlimited
    #[arg(long)]
    kube_api_qps: Option<f32>,
    /// Where /healthz, /readyz and /metrics are served in plain HTTP; nowhere when absent
    #[arg(long)]
    metrics_bind: Option<SocketAddr>,
    /// Place nothing and write nothing: judge where the running scheduler puts pods, and log
    /// where this one would have decided otherwise
    #[arg(long, conflicts_with_all = ["leader_elect", "metrics_bind"])]
    shadow: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("info");
    let mut client = bowline_examples::connect(&flags.kubeconfig)?;
    let mut configuration = KubeSchedulerConfiguration::default();
    let mut limit = flags.kube_api_qps.map(|qps| (qps, (qps * 2.0).max(1.0) as u32));
    if let Some(path) = &flags.config {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        configuration = KubeSchedulerConfiguration::from_text(&text)?;
        let connection = &configuration.client_connection;
        let burst = u32::try_from(connection.burst).unwrap_or(0).max(1);
        limit = limit.or((connection.qps > 0.0).then_some((connection.qps, burst)));
    }
    if let Some(elect) = flags.leader_elect {
        configuration.leader_election.leader_elect = elect;
    }
    if let Some((qps, burst)) = limit {
        client = client.with_rate_limit(qps, burst);
    }
    if flags.shadow {
        return shadow(client, configuration).await;
    }
    let metrics = Registry::default();
    let mut config = Config::from(configuration);
    config.metrics = Arc::new(RegisteredMetrics::new(&metrics));
    let mut manager = Manager::new(
        client,
        ManagerOptions {
            serve: flags.metrics_bind,
            leader_election: config.election(&bowline_examples::identity()),
            metrics,
            ..ManagerOptions::default()
        },
    );
    let scheduler = Scheduler::builder(config, manager.client().clone()).build()?;
    manager.add_runnable("scheduler", true, |shutdown| async {
        scheduler.run(shutdown).await;
        Ok(())
    });
    Ok(manager.run(bowline_examples::shutdown_on_signal()).await?)
}

/// Watches another scheduler until told to stop, and at last says how often both agreed.
async fn shadow(client: Client, configuration: KubeSchedulerConfiguration) -> Result<()> {
    let scheduler = Scheduler::builder(Config::from(configuration), client).build()?;
    let counts = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    let counted = Arc::clone(&counts);
    let told: OnDecision = Arc::new(move |it| {
        let agreed = it.judgement == Judgement::Agreed;
        counted[usize::from(agreed)].fetch_add(1, Ordering::Relaxed);
        let (namespace, pod) = (&it.pod.metadata.namespace, &it.pod.metadata.name);
        let node = &it.node;
        if agreed {
            tracing::debug!(%namespace, %pod, %node, "agreed");
        } else {
            let best: Vec<_> = it.best.iter().take(5).collect();
            tracing::warn!(%namespace, %pod, %node, ?best, "{}", it.judgement);
        }
    });
    tracing::info!("watching the running scheduler");
    scheduler.shadow(bowline_examples::shutdown_on_signal(), told).await;
    let [differed, agreed] = &*counts;
    let (differed, agreed) = (differed.load(Ordering::Relaxed), agreed.load(Ordering::Relaxed));
    println!("agreed on {agreed} pods, differed on {differed}");
    Ok(())
}
