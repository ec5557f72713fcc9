//! Services get load balancers from a provider.

use std::sync::Arc;

use bowline_api::core::v1::{LoadBalancerStatus, Node, Service};
use bowline_client::api::DeleteParams;
use bowline_controllers::service_load_balancer::{self, LoadBalancers, ProviderError};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use serde_json::json;

use crate::cluster::Cluster;

/// Notes what it is asked for.
#[derive(Default)]
struct Provider {
    asked: Mutex<Vec<String>>,
}

impl LoadBalancers for Provider {
    fn ensure<'a>(
        &'a self,
        service: &'a Service,
        nodes: &'a [Arc<Node>],
    ) -> BoxFuture<'a, Result<LoadBalancerStatus, ProviderError>> {
        async move {
            let name = &service.metadata.name;
            self.asked.lock().push(format!("ensure {name} on {} nodes", nodes.len()));
            Ok(serde_json::from_value(json!({"ingress": [{"ip": "192.0.2.9"}]}))?)
        }
        .boxed()
    }

    fn delete<'a>(&'a self, service: &'a Service) -> BoxFuture<'a, Result<(), ProviderError>> {
        self.asked.lock().push(format!("delete {}", service.metadata.name));
        async { Ok(()) }.boxed()
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_stays_until_its_load_balancer_is_gone() {
    let mut cluster = Cluster::without_controllers().await;
    let provider = Arc::new(Provider::default());
    let given = provider.clone();
    let manager = cluster.manager("", &cluster.client);
    cluster.run(manager.with(move |setup| service_load_balancer::add(setup, given)));
    cluster
        .create::<Service>(json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"},
            "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]},
        }))
        .await;
    cluster
        .until("it has an address", async || {
            let status = cluster.get::<Service>("s").await.status;
            status.load_balancer.ingress.iter().any(|ingress| ingress.ip == "192.0.2.9")
        })
        .await;
    cluster.pass(5).await;
    let services = cluster.client.namespaced::<Service>("default");
    services.delete("s", &DeleteParams::default()).await.expect("it can be deleted");
    cluster.until("it is gone", async || cluster.list::<Service>().await.is_empty()).await;
    assert_eq!(*provider.asked.lock(), ["ensure s on 0 nodes", "delete s"]);
    let reasons: Vec<_> = cluster.events("Service").await.into_iter().map(|told| told.0).collect();
    assert_eq!(
        reasons,
        [
            "EnsuringLoadBalancer",
            "EnsuredLoadBalancer",
            "DeletingLoadBalancer",
            "DeletedLoadBalancer"
        ]
    );
}
