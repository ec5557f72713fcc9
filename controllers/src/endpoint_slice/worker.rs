//! Watches Services, pods and slices, and writes what the plan says.

use bowline_api::core::v1::{Node, Pod, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::resource::{NamespacedName, Object as _};
use bowline_client::Error;
use bowline_client::api::DeleteParams;
use bowline_controller_runtime::{Action as Next, Manager, Request};

use super::plan::{Action, MANAGED_BY, MANAGER, SERVICE_NAME, plan};

const ZONE: &str = "topology.kubernetes.io/zone";

/// Adds the controller to a manager.
pub fn add(manager: &mut Manager) {
    let client = manager.client().clone();
    let pods = manager.caches().store::<Pod>();
    let nodes = manager.caches().store::<Node>();
    let slices = manager.caches().store::<EndpointSlice>();
    let services = manager.caches().store::<Service>();
    let controller = manager
        .controller::<Service>("endpointslice-controller")
        .watches::<Pod>(move |pod| {
            let all = services.list_in(&pod.metadata.namespace);
            let chosen = all.iter().filter(|s| selects(s, pod));
            chosen.map(|s| s.key()).collect()
        })
        .watches::<EndpointSlice>(|slice| {
            let labels = &slice.metadata.labels;
            let ours = labels.get(MANAGED_BY).is_some_and(|m| m == MANAGER);
            let service = labels.get(SERVICE_NAME).filter(|_| ours);
            service
                .map(|name| NamespacedName::new(&slice.metadata.namespace, name))
                .into_iter()
                .collect()
        })
        .concurrency(5)
        .reconcile(move |request: Request<Service>| {
            let client = client.clone();
            let NamespacedName { namespace, name } = request.key.clone();
            let existing: Vec<_> = slices
                .list_in(&namespace)
                .into_iter()
                .filter(|s| {
                    let labels = &s.metadata.labels;
                    labels.get(SERVICE_NAME) == Some(&name)
                        && labels.get(MANAGED_BY).is_some_and(|m| m == MANAGER)
                })
                .collect();
            let existing: Vec<&EndpointSlice> = existing.iter().map(|s| &**s).collect();
            let actions = match request.present() {
                Some(service) if has_endpoints(service) && !service.metadata.is_terminating() => {
                    let chosen: Vec<_> = pods
                        .list_in(&namespace)
                        .into_iter()
                        .filter(|p| selects(service, p))
                        .collect();
                    let chosen: Vec<&Pod> = chosen.iter().map(|p| &**p).collect();
                    plan(service, &chosen, &existing, |node| {
                        nodes.get_by("", node)?.metadata.labels.get(ZONE).cloned()
                    })
                }
                // The slices of a Service that is gone go with their owner.
                _ => existing.into_iter().cloned().map(Action::Delete).collect(),
            };
            async move {
                let api = client.namespaced::<EndpointSlice>(&namespace);
                for action in actions {
                    let outcome = match action {
                        Action::Create(slice) => api.create(&slice).await.map(drop),
                        Action::Update(slice) => api.update(&slice).await.map(drop),
                        Action::Delete(slice) => {
                            let params = DeleteParams::default().if_uid(&slice.metadata.uid);
                            api.delete_if_present(&slice.metadata.name, &params).await.map(drop)
                        }
                    };
                    tolerate_gone(outcome)?;
                }
                Ok(Next::Done)
            }
        });
    manager.add(controller);
}

/// The namespace is going, or the slice is: the cache will tell.
fn tolerate_gone(outcome: Result<(), Error>) -> Result<(), Error> {
    match outcome {
        Err(error) if error.is_not_found() || error.is_forbidden() => Ok(()),
        other => other,
    }
}

fn has_endpoints(service: &Service) -> bool {
    !service.spec.selector.is_empty() && service.spec.type_.as_str() != "ExternalName"
}

fn selects(service: &Service, pod: &Pod) -> bool {
    has_endpoints(service)
        && Selector::from_set(&service.spec.selector).matches(&pod.metadata.labels)
}
