//! The slices of a Service as its pods come and go.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline::api::core::v1::{Node, Pod};
use bowline::api::discovery::v1::{EndpointPort, EndpointSlice};
use bowline::controllers::endpoint_slice::{Action, Observed, endpoints::ZONE, plan};
use serde_json::{Map, Value, json};

use crate::harness::{Outcome, same, topic};

#[test]
fn endpointslice() {
    topic("endpointslice", |_, input, want| steps(input, want));
}

fn steps(input: &Value, want: &Value) -> Outcome {
    let read = |value: &Value| serde_json::from_value(value.clone()).map_err(|e| e.to_string());
    let service = Arc::new(read(&input["service"])?);
    let max_endpoints = input["maxEndpointsPerSlice"].as_u64().unwrap_or_default() as usize;
    let mut slices: Vec<Arc<EndpointSlice>> = Vec::new();
    let mut named = 0;
    let mut steps = Vec::new();
    for pods in input["podsPerStep"].as_array().into_iter().flatten() {
        let pods: Vec<Pod> = serde_json::from_value(pods.clone()).map_err(|e| e.to_string())?;
        let pods: Vec<_> = pods.into_iter().map(Arc::new).collect();
        let nodes = pods.iter().map(|pod| node(&pod.spec.node_name)).collect();
        let existing = slices.clone();
        let observed =
            Observed { service: Arc::clone(&service), pods, nodes, existing, max_endpoints };
        let (mut creates, mut updates, mut deletes) = (0, 0, 0);
        for action in plan(&observed).actions {
            match action {
                Action::Create(mut slice) => {
                    creates += 1;
                    named += 1;
                    slice.metadata.name = format!("s-{named}");
                    slices.push(Arc::new(*slice));
                }
                Action::Update(slice) => {
                    updates += 1;
                    slices.retain(|s| s.metadata.name != slice.metadata.name);
                    slices.push(Arc::new(*slice));
                }
                Action::Delete(slice) => {
                    deletes += 1;
                    slices.retain(|s| s.metadata.name != slice.metadata.name);
                }
            }
        }
        steps.push(json!({
            "creates": creates, "updates": updates, "deletes": deletes,
            "sizesByPort": sizes(&slices), "endpoints": endpoints(&slices),
        }));
    }
    same(&json!({ "steps": steps }), want)
}

fn node(name: &str) -> (String, Arc<Node>) {
    let mut node = Node::default();
    node.metadata.name = name.to_owned();
    node.metadata.labels.insert(ZONE.to_owned(), format!("z-{name}"));
    (name.to_owned(), Arc::new(node))
}

fn port(ports: &[EndpointPort]) -> String {
    ports.first().and_then(|port| port.port).map_or("none".to_owned(), |port| port.to_string())
}

fn sizes(slices: &[Arc<EndpointSlice>]) -> BTreeMap<String, Vec<usize>> {
    let mut sizes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for slice in slices {
        sizes.entry(port(&slice.ports)).or_default().push(slice.endpoints.len());
    }
    sizes.values_mut().for_each(|sizes| sizes.sort_unstable());
    sizes
}

fn endpoints(slices: &[Arc<EndpointSlice>]) -> Value {
    let mut endpoints = Map::new();
    for slice in slices {
        for endpoint in &slice.endpoints {
            let told = json!({
                "node": endpoint.node_name, "zone": endpoint.zone, "port": port(&slice.ports),
                "ready": endpoint.conditions.ready, "serving": endpoint.conditions.serving,
                "terminating": endpoint.conditions.terminating,
            });
            endpoints.insert(endpoint.addresses.join(","), told);
        }
    }
    Value::Object(endpoints)
}
