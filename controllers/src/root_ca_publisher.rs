//! The config map `kube-root-ca.crt` of every namespace: whom pods may trust as API server.
//!
//! *Upstream:* `pkg/controller/certificates/rootcacertpublisher`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{ConfigMap, Namespace};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::NamespacedName;
use bowline_controller_runtime::{Action, Manager, Request};

use crate::service_account::{is_active, tolerate_existing};

/// The name of the config map.
pub const NAME: &str = "kube-root-ca.crt";
/// The key of the certificate in it.
const KEY: &str = "ca.crt";

/// What the config map of a namespace needs.
#[derive(Debug, PartialEq)]
enum Plan {
    Nothing,
    Create(ConfigMap),
    Update(ConfigMap),
}

fn plan(existing: Option<&ConfigMap>, certificate: &str) -> Plan {
    let data = BTreeMap::from([(KEY.to_owned(), certificate.to_owned())]);
    match existing {
        None => Plan::Create(ConfigMap {
            metadata: ObjectMeta::named(NAME).annotation(
                "kubernetes.io/description",
                "Contains a CA bundle that can be used to verify the kube-apiserver when using \
                 internal endpoints such as the internal service IP or kubernetes.default.svc. \
                 No other usage is guaranteed across distributions of Kubernetes clusters.",
            ),
            data,
            ..ConfigMap::default()
        }),
        Some(found) if found.data == data => Plan::Nothing,
        Some(found) => Plan::Update(ConfigMap { data, ..found.clone() }),
    }
}

/// Adds the controller to a manager; `certificate` is PEM.
pub fn add(manager: &mut Manager, certificate: &str) {
    let client = manager.client().clone();
    let maps = manager.caches().store::<ConfigMap>();
    let certificate = certificate.to_owned();
    let controller = manager
        .controller::<Namespace>("root-ca-certificate-publisher")
        .watches::<ConfigMap>(|map| {
            let ours = map.metadata.name == NAME;
            ours.then(|| NamespacedName::new("", &map.metadata.namespace)).into_iter().collect()
        })
        .reconcile(move |request: Request<Namespace>| {
            let client = client.clone();
            let namespace = request.key.name.clone();
            let plan = match request.present() {
                Some(found) if is_active(found) => {
                    plan(maps.get_by(&namespace, NAME).as_deref(), &certificate)
                }
                _ => Plan::Nothing,
            };
            async move {
                let api = client.namespaced::<ConfigMap>(&namespace);
                match plan {
                    Plan::Nothing => {}
                    Plan::Create(map) => tolerate_existing(api.create(&map).await.map(drop))?,
                    Plan::Update(map) => tolerate_existing(api.update(&map).await.map(drop))?,
                }
                Ok(Action::Done)
            }
        });
    manager.add(controller);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_is_published_and_restored() {
        let Plan::Create(map) = plan(None, "pem") else { panic!("nothing is created") };
        assert_eq!(map.data[KEY], "pem");
        assert_eq!(plan(Some(&map), "pem"), Plan::Nothing);
        let Plan::Update(updated) = plan(Some(&map), "new") else { panic!("nothing is updated") };
        assert_eq!(updated.data[KEY], "new");
        assert_eq!(updated.metadata, map.metadata);
    }
}
