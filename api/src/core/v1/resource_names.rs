//! What kind of resource a name stands for.
//!
//! Upstream: `pkg/apis/core/v1/helper/helpers.go`, `pkg/scheduler/util/utils.go`.

use bowline_apimachinery::validation::names::qualified_name;

/// Whether a resource is Kubernetes' own: without a domain, or in `kubernetes.io`.
#[must_use]
pub fn is_native_resource(name: &str) -> bool {
    !name.contains('/') || is_prefixed_native_resource(name)
}

/// Whether a resource is in `kubernetes.io`.
#[must_use]
pub fn is_prefixed_native_resource(name: &str) -> bool {
    name.contains("kubernetes.io/")
}

/// Whether a resource is a vendor's: with a domain that is not Kubernetes' own, and short enough
/// to be named in a quota.
#[must_use]
pub fn is_extended_resource(name: &str) -> bool {
    !is_native_resource(name)
        && !name.starts_with("requests.")
        && qualified_name(&format!("requests.{name}")).is_empty()
}

/// Whether a resource is huge pages of some size.
#[must_use]
pub fn is_huge_page_resource(name: &str) -> bool {
    name.starts_with("hugepages-")
}

/// Whether a resource counts the volumes of some kind that can be attached to a node.
#[must_use]
pub fn is_attachable_volume_resource(name: &str) -> bool {
    name.starts_with("attachable-volumes-")
}

/// Whether the scheduler counts a resource as a bare number beside CPU, memory and ephemeral
/// storage.
#[must_use]
pub fn is_scalar_resource(name: &str) -> bool {
    is_extended_resource(name)
        || is_huge_page_resource(name)
        || is_prefixed_native_resource(name)
        || is_attachable_volume_resource(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_kind() {
        let long = format!("example.com/{}", "x".repeat(64));
        let rows = [
            ("cpu", true, false, false),
            ("storage", true, false, false),
            ("hugepages-2Mi", true, false, true),
            ("attachable-volumes-csi-x", true, false, true),
            ("kubernetes.io/batch", true, false, true),
            ("example.com/gpu", false, true, true),
            ("requests.example.com/gpu", false, false, false),
            ("example.com/-", false, false, false),
            (long.as_str(), false, false, false),
        ];
        for (name, native, extended, scalar) in rows {
            assert_eq!(is_native_resource(name), native, "{name}");
            assert_eq!(is_extended_resource(name), extended, "{name}");
            assert_eq!(is_scalar_resource(name), scalar, "{name}");
        }
    }
}
