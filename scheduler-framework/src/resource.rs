//! Amounts of resources as plain numbers, in the scheduler's units.

use std::collections::BTreeMap;

use bowline_api::core::v1::{ResourceList, is_scalar_resource};

/// What a container that does not mention CPU is taken to use, in millicores, where nodes are
/// scored. Upstream: `pkg/scheduler/util/pod_resources.go`.
pub const DEFAULT_MILLI_CPU_REQUEST: i64 = 100;
/// What a container that does not mention memory is taken to use, in bytes, where nodes are
/// scored.
pub const DEFAULT_MEMORY_REQUEST: i64 = 200 * 1024 * 1024;

/// Amounts of resources: millicores, bytes, and whole numbers for all others.
///
/// Upstream: `Resource` in `pkg/scheduler/framework/types.go`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resource {
    /// CPU in thousandths of a core.
    pub milli_cpu: i64,
    /// Memory in bytes.
    pub memory: i64,
    /// Ephemeral storage in bytes.
    pub ephemeral_storage: i64,
    /// How many pods a node takes; not used in requests.
    pub allowed_pod_number: i64,
    /// Everything else by name: extended resources, huge pages, attachable volumes.
    pub scalar: BTreeMap<String, i64>,
}

impl Resource {
    /// The number for a resource by name; 0 if it is not mentioned.
    #[must_use]
    pub fn get(&self, name: &str) -> i64 {
        match name {
            "cpu" => self.milli_cpu,
            "memory" => self.memory,
            "ephemeral-storage" => self.ephemeral_storage,
            _ => self.scalar.get(name).copied().unwrap_or(0),
        }
    }

    /// Adds all amounts but the number of pods.
    pub fn add(&mut self, other: &Self) {
        self.apply(other, i64::wrapping_add);
    }

    /// Takes all amounts but the number of pods away.
    pub fn subtract(&mut self, other: &Self) {
        self.apply(other, i64::wrapping_sub);
    }

    fn apply(&mut self, other: &Self, operation: fn(i64, i64) -> i64) {
        self.milli_cpu = operation(self.milli_cpu, other.milli_cpu);
        self.memory = operation(self.memory, other.memory);
        self.ephemeral_storage = operation(self.ephemeral_storage, other.ephemeral_storage);
        for (name, amount) in &other.scalar {
            match self.scalar.get_mut(name) {
                Some(sum) => *sum = operation(*sum, *amount),
                None => {
                    self.scalar.insert(name.clone(), operation(0, *amount));
                }
            }
        }
    }
}

/// Quantities are rounded up to whole units. Names that no scheduler counts are left out.
impl From<&ResourceList> for Resource {
    fn from(list: &ResourceList) -> Self {
        let mut resource = Self::default();
        for (name, quantity) in list {
            match name.as_str() {
                "cpu" => resource.milli_cpu = quantity.milli_value(),
                "memory" => resource.memory = quantity.value(),
                "ephemeral-storage" => resource.ephemeral_storage = quantity.value(),
                "pods" => resource.allowed_pod_number = quantity.value(),
                name if is_scalar_resource(name) => {
                    resource.scalar.insert(name.to_owned(), quantity.value());
                }
                _ => {}
            }
        }
        resource
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_become_numbers_rounded_up() {
        let list: ResourceList = [
            ("cpu", "1500.5m"),
            ("memory", "1Ki"),
            ("ephemeral-storage", "1"),
            ("pods", "110"),
            ("example.com/gpu", "2"),
            ("hugepages-2Mi", "4Mi"),
            ("storage", "1Gi"),
        ]
        .map(|(name, amount)| (name.to_owned(), amount.parse().unwrap()))
        .into();
        let resource = Resource::from(&list);
        assert_eq!(
            (resource.milli_cpu, resource.memory, resource.allowed_pod_number),
            (1501, 1024, 110)
        );
        assert_eq!(resource.get("example.com/gpu"), 2);
        assert_eq!(resource.get("hugepages-2Mi"), 4 << 20);
        assert_eq!(resource.get("storage"), 0);
    }

    #[test]
    fn adding_and_subtracting_cancel() {
        let gpu = |n| Resource {
            milli_cpu: n,
            scalar: [("example.com/gpu".to_owned(), n)].into(),
            ..Resource::default()
        };
        let mut sum = Resource::default();
        sum.add(&gpu(3));
        sum.add(&gpu(4));
        sum.subtract(&gpu(3));
        assert_eq!(sum, gpu(4));
    }
}
