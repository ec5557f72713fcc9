//! The downward API: a container's requests and limits as numbers.
//!
//! Upstream: `pkg/api/v1/resource/helpers.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Container, ResourceFieldSelector};
use bowline_apimachinery::quantity::Quantity;

/// A resource that the downward API cannot give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unsupported container resource: {resource}")]
pub struct ResourceFieldError {
    resource: String,
}

/// The amount that `selector` names, divided by its divisor and rounded up.
///
/// # Errors
/// When the selector names something else than a request or limit of CPU, memory, ephemeral
/// storage or huge pages.
pub fn container_resource(
    container: &Container,
    selector: &ResourceFieldSelector,
) -> Result<String, ResourceFieldError> {
    let unsupported = || ResourceFieldError { resource: selector.resource.clone() };
    let (list, name) = if let Some(name) = selector.resource.strip_prefix("limits.") {
        (&container.resources.limits, name)
    } else if let Some(name) = selector.resource.strip_prefix("requests.") {
        (&container.resources.requests, name)
    } else {
        return Err(unsupported());
    };
    let one = Quantity::from(1_i64);
    let divisor = if selector.divisor.is_zero() { &one } else { &selector.divisor };
    let amount = list.get(name);
    let whole = |of: fn(&Quantity) -> i64| {
        divide_rounding_up(amount.map_or(0, of), of(divisor)).to_string()
    };
    match name {
        "cpu" => Ok(whole(Quantity::milli_value)),
        "memory" | "ephemeral-storage" => Ok(whole(Quantity::value)),
        _ if name.starts_with("hugepages-") => Ok(whole(Quantity::value)),
        _ => Err(unsupported()),
    }
}

/// The container with the node's allocatable amounts as limits where it has none, which is what
/// its limits then mean.
#[must_use]
pub fn with_default_limits(
    container: &Container,
    allocatable: &BTreeMap<String, Quantity>,
) -> Container {
    let mut container = container.clone();
    for name in ["cpu", "memory", "ephemeral-storage"] {
        let limits = &mut container.resources.limits;
        if limits.get(name).is_none_or(Quantity::is_zero)
            && let Some(amount) = allocatable.get(name)
        {
            limits.insert(name.to_owned(), amount.clone());
        }
    }
    container
}

fn divide_rounding_up(amount: i64, divisor: i64) -> i64 {
    match divisor {
        0 => 0,
        _ => {
            let quotient = amount.div_euclid(divisor);
            quotient + i64::from(amount.rem_euclid(divisor) != 0)
        }
    }
}
