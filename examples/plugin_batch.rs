//! The default scheduler with three plugins for batch work, from outside the crate: groups, lent
//! quotas, NUMA zones. Their kinds must be served.
//!
//! `cargo run --example plugin_batch` schedules for the current kubeconfig.

use std::sync::Arc;

use anyhow::Result;
use bowline::apimachinery::resource::ApiResource;
use bowline::client::Client;
use bowline::scheduler_framework::driver::{Config, Scheduler};
use bowline::scheduler_framework::events::EventResource;
use bowline_examples::capacity::{Capacity, ElasticQuota};
use bowline_examples::coscheduling::{Coscheduling, PodGroup};
use bowline_examples::numa::NumaAware;

#[tokio::main]
async fn main() -> Result<()> {
    bowline_examples::init_logging("info");
    let of = |name: &'static str| EventResource::Other(name.into());
    let topologies = ApiResource {
        group: "topology.node.k8s.io".into(),
        version: "v1alpha2".into(),
        kind: "NodeResourceTopology".into(),
        plural: "noderesourcetopologies".into(),
        namespaced: false,
    };
    let scheduler = Scheduler::builder(Config::default(), Client::try_default()?)
        .plugin_with("Coscheduling", 0, |handle| Arc::new(Coscheduling::new(handle)))
        .plugin(Arc::new(Capacity), 0)
        .plugin(Arc::new(NumaAware), 1)
        .watch::<PodGroup>(of("podgroups.v1alpha1.scheduling.x-k8s.io"))
        .watch::<ElasticQuota>(of("elasticquotas.v1alpha1.scheduling.x-k8s.io"))
        .watch_dynamic(topologies, of("noderesourcetopologies.v1alpha2.topology.node.k8s.io"))
        .build()?;
    scheduler.run(bowline_examples::shutdown_on_signal()).await;
    Ok(())
}
