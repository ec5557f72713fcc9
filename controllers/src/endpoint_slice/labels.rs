//! The labels of slices.
//!
//! Upstream: `setEndpointSliceLabels` of `staging/src/k8s.io/endpointslice/utils.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::Service;
use bowline_api::discovery::v1::EndpointSlice;

/// The label by which a slice names its Service.
pub const SERVICE_NAME: &str = "kubernetes.io/service-name";
/// The label by which a slice names who keeps it.
pub const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
/// This controller's name in it.
pub const MANAGER: &str = "endpointslice-controller.k8s.io";
/// The mark of slices of Services without an address of their own.
pub const HEADLESS: &str = "service.kubernetes.io/headless";

/// Whether this controller keeps the slice for a Service.
#[must_use]
pub fn is_kept_here(slice: &EndpointSlice) -> bool {
    slice.metadata.labels.get(MANAGED_BY).is_some_and(|manager| manager == MANAGER)
}

/// The labels of a Service's slices: its own, and those that say what the slices are.
pub(super) fn of(service: &Service) -> BTreeMap<String, String> {
    let mut labels = own(&service.metadata.labels);
    if is_headless(service) {
        labels.insert(HEADLESS.to_owned(), String::new());
    }
    labels.insert(SERVICE_NAME.to_owned(), service.metadata.name.clone());
    labels.insert(MANAGED_BY.to_owned(), MANAGER.to_owned());
    labels
}

fn is_headless(service: &Service) -> bool {
    matches!(service.spec.cluster_ip.as_str(), "" | "None")
}

/// The labels that are a user's.
fn own(labels: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let reserved = [SERVICE_NAME, MANAGED_BY, HEADLESS];
    let own = labels.iter().filter(|(key, _)| !reserved.contains(&key.as_str()));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}
