//! Pods that a node has from files or URLs instead of the API.
//!
//! Upstream: `pkg/kubelet/config/common.go`.

use bowline_api::core::v1::{Pod, PodPhase, TaintEffect, Toleration, TolerationOperator};
use bowline_apimachinery::codec::yaml;
use serde_json::Value;

use super::{CONFIG_HASH_ANNOTATION, CONFIG_SOURCE_ANNOTATION};

/// What is wrong with a pod of a file or URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StaticPodError {
    /// Not a pod at all.
    #[error("{place}: not a pod: {reason}")]
    NotAPod {
        /// File or URL.
        place: String,
        /// Why not.
        reason: String,
    },
    /// It refers to objects of the API, which such a pod cannot have.
    #[error("{place}: static pods may not reference {what}")]
    References {
        /// File or URL.
        place: String,
        /// What it refers to.
        what: &'static str,
    },
}

/// Reads the pods of a file or URL, as JSON or YAML: one pod, or a list of pods.
///
/// # Errors
/// When it holds anything else, or a pod that refers to objects of the API.
pub fn read_pods(
    text: &[u8],
    place: &str,
    source: &str,
    node: &str,
) -> Result<Vec<Pod>, StaticPodError> {
    let not_a_pod = |reason: String| StaticPodError::NotAPod { place: place.to_owned(), reason };
    let text = std::str::from_utf8(text).map_err(|error| not_a_pod(error.to_string()))?;
    let mut value = yaml::from_str(text).map_err(|error| not_a_pod(error.to_string()))?;
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let values = match kind.as_str() {
        "Pod" => vec![value],
        "PodList" | "List" => match value.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        },
        kind => return Err(not_a_pod(format!("kind is {kind:?}"))),
    };
    let pod = |value: Value| {
        let pod: Pod =
            serde_json::from_value(value).map_err(|error| not_a_pod(error.to_string()))?;
        if pod.metadata.name.is_empty() || pod.spec.containers.is_empty() {
            return Err(not_a_pod("it needs a name and a container".to_owned()));
        }
        complete(pod, place, source, node)
    };
    values.into_iter().map(pod).collect()
}

/// Gives a pod what one of the API has from there: a name of its own on this node, a namespace, a
/// uid that stays the same, and a node it cannot be driven from.
fn complete(mut pod: Pod, place: &str, source: &str, node: &str) -> Result<Pod, StaticPodError> {
    if let Some(what) = reference_to_api(&pod) {
        return Err(StaticPodError::References { place: place.to_owned(), what });
    }
    let hash = hash(&pod, place, node);
    let metadata = &mut pod.metadata;
    if metadata.uid.is_empty() {
        metadata.uid.clone_from(&hash);
    }
    metadata.name = format!("{}-{}", metadata.name, node.to_lowercase());
    if metadata.namespace.is_empty() {
        metadata.namespace = "default".to_owned();
    }
    let annotations = &mut metadata.annotations;
    annotations.insert(CONFIG_SOURCE_ANNOTATION.to_owned(), source.to_owned());
    annotations.insert(CONFIG_HASH_ANNOTATION.to_owned(), hash);
    pod.spec.node_name = node.to_owned();
    pod.spec.tolerations.push(Toleration {
        operator: TolerationOperator::Exists,
        effect: TaintEffect::NoExecute,
        ..Toleration::default()
    });
    pod.status.phase = PodPhase::Pending;
    Ok(pod)
}

/// What of the API a pod refers to, if anything.
fn reference_to_api(pod: &Pod) -> Option<&'static str> {
    let spec = &pod.spec;
    if !spec.service_account_name.is_empty() {
        return Some("service accounts");
    }
    if !spec.image_pull_secrets.is_empty() {
        return Some("secrets");
    }
    if !spec.resource_claims.is_empty() {
        return Some("resource claims");
    }
    for container in spec.containers.iter().chain(&spec.init_containers) {
        let references = crate::environment::make::references(container);
        if !references.config_maps.is_empty() {
            return Some("config maps");
        }
        if !references.secrets.is_empty() {
            return Some("secrets");
        }
    }
    spec.volumes.iter().find_map(|volume| {
        let projected = volume.projected.iter().flat_map(|projected| &projected.sources);
        let of_api = [
            (volume.config_map.is_some(), "config maps"),
            (volume.secret.is_some(), "secrets"),
            (volume.persistent_volume_claim.is_some(), "persistent volume claims"),
            (volume.ephemeral.is_some() || volume.csi.is_some(), "drivers of volumes"),
            (
                projected.clone().any(|s| s.config_map.is_some() || s.secret.is_some()),
                "config maps or secrets",
            ),
            (
                projected.clone().any(|s| {
                    s.service_account_token.is_some()
                        || s.cluster_trust_bundle.is_some()
                        || s.pod_certificate.is_some()
                }),
                "tokens or certificates",
            ),
        ];
        of_api.into_iter().find(|(is, _)| *is).map(|(_, what)| what)
    })
}

/// The same for the same pod in the same place of the same node, in every version of the program.
fn hash(pod: &Pod, place: &str, node: &str) -> String {
    let text = serde_json::to_string(pod).unwrap_or_default();
    let parts = [text.as_str(), "host:", node, "file:", place];
    let hash = |seed: u64| {
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        // FNV-1a.
        bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    format!("{:016x}{:016x}", hash(0xcbf2_9ce4_8422_2325), hash(0x6c62_272e_07bb_0142))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEB: &str = "
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
  - name: main
    image: nginx
";

    #[test]
    fn a_pod_is_completed() {
        let read = |text: &str| read_pods(text.as_bytes(), "/etc/pods/web.yaml", "file", "Node1");
        let pod = read(WEB).unwrap().remove(0);
        assert_eq!(pod.metadata.name, "web-node1");
        assert_eq!(pod.metadata.namespace, "default");
        assert_eq!(pod.spec.node_name, "Node1");
        assert!(super::super::is_static_pod(&pod));
        assert_eq!(pod.metadata.uid, pod.metadata.annotations[CONFIG_HASH_ANNOTATION]);
        assert_eq!(read(WEB).unwrap()[0], pod, "it is the same every time");
        let other = read(&WEB.replace("nginx", "httpd")).unwrap().remove(0);
        assert_ne!(other.metadata.uid, pod.metadata.uid);
    }

    #[test]
    fn lists_hold_several_and_other_things_are_refused() {
        let read = |text: &str| read_pods(text.as_bytes(), "p", "file", "n");
        let item = |name: &str| {
            format!(
                r#"{{"metadata":{{"name":"{name}"}},"spec":{{"containers":[{{"name":"c"}}]}}}}"#
            )
        };
        let list = format!(r#"{{"kind":"PodList","items":[{},{}]}}"#, item("a"), item("b"));
        let names: Vec<String> =
            read(&list).unwrap().into_iter().map(|pod| pod.metadata.name).collect();
        assert_eq!(names, ["a-n", "b-n"]);
        assert!(read("kind: Service").is_err());
        assert!(read("kind: Pod\nmetadata: {name: x}").is_err());
        assert!(read(": : :").is_err());
        let account = WEB.replace("spec:", "spec:\n  serviceAccountName: default");
        let error = read(&account).unwrap_err();
        assert_eq!(error.to_string(), "p: static pods may not reference service accounts");
    }
}
