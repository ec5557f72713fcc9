//! How many pods a rolling update may add and how many it may miss.
//!
//! Upstream: `ResolveFenceposts`, `MaxSurge` and `MaxUnavailable` of
//! `pkg/controller/deployment/util/deployment_util.go`.

use bowline_api::apps::v1::{Deployment, DeploymentStrategyType};
use bowline_apimachinery::int_or_string::{IntOrString, Round, ScaleError};

/// The two limits of a rolling update, in pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fenceposts {
    /// How many pods there may be beyond the desired number.
    pub surge: i32,
    /// How many of the desired pods may be unavailable.
    pub unavailable: i32,
}

/// Resolves the limits for a number of replicas: surge rounds up, unavailability down. At least
/// one of them is not zero, or the update could never move.
///
/// # Errors
/// When a limit is a text but not a percentage.
pub fn resolve(
    max_surge: Option<&IntOrString>,
    max_unavailable: Option<&IntOrString>,
    replicas: i32,
) -> Result<Fenceposts, ScaleError> {
    let zero = IntOrString::Int(0);
    let scaled = |limit: Option<&IntOrString>, round| {
        let value = limit.unwrap_or(&zero).scaled_value(i64::from(replicas), round)?;
        Ok(i32::try_from(value).unwrap_or(i32::MAX))
    };
    let surge = scaled(max_surge, Round::Up)?;
    let unavailable = scaled(max_unavailable, Round::Down)?;
    let unavailable = if surge == 0 && unavailable == 0 { 1 } else { unavailable };
    Ok(Fenceposts { surge, unavailable })
}

/// The limits in force for a deployment: none unless it updates by rolling; a deployment cannot
/// miss more pods than it has. Limits that cannot be read count as zero, as upstream has it.
#[must_use]
pub fn of(deployment: &Deployment) -> Fenceposts {
    if !is_rolling(deployment) {
        return Fenceposts::default();
    }
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let rolling = deployment.spec.strategy.rolling_update.as_deref();
    let surge = rolling.and_then(|rolling| rolling.max_surge.as_ref());
    let unavailable = rolling.and_then(|rolling| rolling.max_unavailable.as_ref());
    let mut posts = resolve(surge, unavailable, replicas).unwrap_or_default();
    posts.unavailable = posts.unavailable.min(replicas);
    posts
}

/// Whether the deployment replaces its pods step by step.
#[must_use]
pub fn is_rolling(deployment: &Deployment) -> bool {
    deployment.spec.strategy.type_ == DeploymentStrategyType::RollingUpdate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_zero_lets_one_pod_be_missing() {
        let zero = IntOrString::Int(0);
        let posts = resolve(Some(&zero), Some(&"0%".into()), 10).unwrap();
        assert_eq!(posts, Fenceposts { surge: 0, unavailable: 1 });
        let posts = resolve(Some(&"25%".into()), Some(&"25%".into()), 10).unwrap();
        assert_eq!(posts, Fenceposts { surge: 3, unavailable: 2 });
        assert!(resolve(Some(&"a".into()), None, 1).is_err());
    }

    #[test]
    fn a_deployment_misses_no_more_than_it_has() {
        let mut deployment = Deployment::default();
        deployment.spec.replicas = Some(2);
        assert_eq!(of(&deployment), Fenceposts::default());
        deployment.spec.strategy.type_ = DeploymentStrategyType::RollingUpdate;
        let rolling = deployment.spec.strategy.rolling_update.get_or_insert_default();
        rolling.max_unavailable = Some(5.into());
        assert_eq!(of(&deployment), Fenceposts { surge: 0, unavailable: 2 });
    }
}
