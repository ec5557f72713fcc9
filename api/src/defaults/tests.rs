//! Idempotence over every kind, and rules that recordings show too seldom.

use bowline_apimachinery::reflect::{Message, Mut};
use proptest::prelude::*;

use super::apply;
use crate::core::v1::{Container, Pod, ResourceRequirements, Service, ServiceType};
use crate::kinds::KINDS;
use bowline_apimachinery::time::Time;

const NOW: Time = Time::from_unix_seconds(1_700_000_000);

/// Sets about half of all fields, to values that `choose` picks.
fn scatter(message: &mut dyn Message, depth: usize, choose: &mut impl FnMut() -> u32) {
    for index in 0..message.descriptor().fields.len() {
        if choose().is_multiple_of(2) {
            fill_slot(message.get_mut(index), depth, choose);
        }
    }
}

fn fill_slot(slot: Mut<'_>, depth: usize, choose: &mut impl FnMut() -> u32) {
    match slot {
        Mut::Bool(value) => *value = choose().is_multiple_of(2),
        Mut::Int32(value) => *value = (choose() % 3) as i32,
        Mut::Int64(value) => *value = i64::from(choose() % 3),
        Mut::Str(value) => *value = ["", "a", "Container", "nginx"][choose() as usize % 4].into(),
        Mut::Enum(value) => {
            let known = ["", "ClusterIP", "LoadBalancer", "ClientIP", "None", "RollingUpdate"];
            value.set(known[choose() as usize % known.len()]);
        }
        Mut::Quantity(value) => *value = i64::from(choose() % 3).into(),
        Mut::Message(inner) if depth > 0 => scatter(inner, depth - 1, choose),
        Mut::Optional(option) => fill_slot(option.insert(), depth, choose),
        Mut::List(list) if depth > 0 => {
            for _ in 0..choose() % 3 {
                fill_slot(list.push(), depth - 1, choose);
            }
        }
        Mut::Map(map) if depth > 0 => {
            for key in ["cpu", "hugepages-2Mi"].iter().take(choose() as usize % 3) {
                fill_slot(map.insert((*key).to_owned()), depth - 1, choose);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn defaulting_twice_changes_nothing(seed in any::<u32>()) {
        for kind in KINDS {
            let mut state = seed | 1;
            let mut choose = || {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                state
            };
            let mut object = (kind.new)();
            scatter(&mut *object, 6, &mut choose);
            apply(&mut *object, NOW);
            crate::conversion::normalize(&mut *object);
            let once = format!("{object:?}");
            apply(&mut *object, NOW);
            crate::conversion::normalize(&mut *object);
            prop_assert_eq!(once, format!("{object:?}"), "{}", kind.kind);
        }
    }
}

#[test]
fn pod_level_requests_follow_the_containers_then_the_limits() {
    let amounts = |list: &[(&str, i64)]| -> crate::core::v1::ResourceList {
        list.iter().map(|(name, amount)| ((*name).to_owned(), (*amount).into())).collect()
    };
    let mut pod = Pod::default();
    pod.spec.containers.push(Container {
        resources: ResourceRequirements {
            limits: amounts(&[("cpu", 2), ("hugepages-2Mi", 4)]),
            ..ResourceRequirements::default()
        },
        ..Container::default()
    });
    pod.spec.resources = Some(Box::new(ResourceRequirements {
        limits: amounts(&[("cpu", 8), ("memory", 16)]),
        ..ResourceRequirements::default()
    }));
    apply(&mut pod, NOW);
    let whole = pod.spec.resources.unwrap();
    assert_eq!(whole.limits, amounts(&[("cpu", 8), ("hugepages-2Mi", 4), ("memory", 16)]));
    assert_eq!(whole.requests, amounts(&[("cpu", 2), ("hugepages-2Mi", 4), ("memory", 16)]));
}

#[test]
fn external_names_get_no_traffic_policies() {
    let mut service = Service::default();
    service.spec.type_ = ServiceType::ExternalName;
    apply(&mut service, NOW);
    assert!(service.spec.internal_traffic_policy.is_none());
    assert!(service.spec.external_traffic_policy.is_unset());
}

#[test]
fn device_taints_are_stamped() {
    let mut taint = crate::resource::v1::DeviceTaint::default();
    apply(&mut taint, NOW);
    assert_eq!(taint.time_added, Some(NOW));
}
